"""Xception (Chollet 2017, arXiv:1610.02357, Figure 5): Inception taken to depthwise separable convolutions."""

from itertools import pairwise

from ..layers import Add, BatchNorm, Conv2d, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, positive


def _separable(net: Builder, name: str, before: int, after: int) -> str:
    """Depthwise 3x3 and pointwise 1x1 without anything between, then batch norm."""
    net.add(f"{name}.dw", Conv2d(before, (3, 3), padding=(1, 1), groups=before))
    net.add(f"{name}.pw", Conv2d(after, (1, 1)))
    return net.add(f"{name}.norm", BatchNorm())


def _block(net: Builder, name: str, channels: tuple[int, ...], pooled: bool, relu_first: bool = True) -> None:
    """ReLU -> separable convolution, repeated; pooled beside a 1x1 convolution of stride 2, or added to its input."""
    source = net.last
    for i, (before, after) in enumerate(pairwise(channels), 1):
        if i > 1 or relu_first:
            net.add(f"{name}.relu{i}", ReLU())
        _separable(net, f"{name}.separable{i}", before, after)
    if pooled:
        new = net.add(f"{name}.pool", MaxPool2d(3, 2, 1))
        net.last = source
        source = conv_norm_relu(net, f"{name}.shortcut", channels[-1], 1, 2, activation=None)
    else:
        new = net.last
    net.add(f"{name}.add", Add(), new, source)


def xception(*, resolution: int = 299, in_channels: int = 3, classes: int = 1000) -> Network:
    """Xception: entry flow, eight middle blocks, exit flow; no optional layer before the classifier.

    >>> xception().shapes()["separable14.relu"]
    (1, 2048, 10, 10)
    """
    options = locals().copy()
    positive("xception", resolution=resolution, in_channels=in_channels, classes=classes)
    net = Builder()
    for i, (channels, stride) in enumerate(((32, 2), (64, 1)), 1):
        net.add(f"conv{i}.conv", Conv2d(channels, (3, 3), stride))
        net.add(f"conv{i}.norm", BatchNorm())
        net.add(f"conv{i}.relu", ReLU())
    _block(net, "block2", (64, 128, 128), pooled=True, relu_first=False)
    _block(net, "block3", (128, 256, 256), pooled=True)
    _block(net, "block4", (256, 728, 728), pooled=True)
    for i in range(5, 13):
        _block(net, f"block{i}", (728, 728, 728, 728), pooled=False)
    _block(net, "block13", (728, 728, 1024), pooled=True)
    for before, after in ((1024, 1536), (1536, 2048)):
        name = f"separable{14 if after == 2048 else '13b'}"
        _separable(net, name, before, after)
        net.add(f"{name}.relu", ReLU())
    classifier(net, classes)
    return net.build("xception", (1, in_channels, resolution, resolution), options)
