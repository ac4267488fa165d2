"""GoogLeNet (Szegedy et al. 2015, arXiv:1409.4842, Table 1), without its auxiliary classifiers."""

from ..layers import Concat, Conv2d, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, positive

# name -> channels of 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection
INCEPTION = {
    "3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64), "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64), "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128),
}  # fmt: skip


def _conv(net: Builder, name: str, channels: int, kernel: int, stride: int = 1) -> str:
    net.add(name, Conv2d(channels, (kernel, kernel), stride, (kernel // 2,) * 2, bias=True))
    return net.add(f"{name}.relu", ReLU())


def _inception(net: Builder, name: str, channels: tuple[int, ...]) -> str:
    """Four branches on the same input, concatenated."""
    before = net.last
    one, reduce3, three, reduce5, five, projection = channels
    branches = [_conv(net, f"inception{name}.1x1", one, 1)]
    for size, reduce, out in ((3, reduce3, three), (5, reduce5, five)):
        net.last = before
        _conv(net, f"inception{name}.{size}x{size}_reduce", reduce, 1)
        branches.append(_conv(net, f"inception{name}.{size}x{size}", out, size))
    net.last = before
    net.add(f"inception{name}.pool", MaxPool2d(3, 1, 1))
    branches.append(_conv(net, f"inception{name}.pool_proj", projection, 1))
    return net.add(f"inception{name}.concat", Concat(), *branches)


def googlenet(*, resolution: int = 224, classes: int = 1000) -> Network:
    """GoogLeNet; pools round up, as the paper's sizes need.  Local response normalisation, which has no weights, is left out.

    >>> googlenet().shapes()["inception5b.concat"]
    (1, 1024, 7, 7)
    """
    positive("googlenet", resolution=resolution, classes=classes)
    net = Builder()
    _conv(net, "conv1", 64, 7, 2)
    net.add("pool1", MaxPool2d(3, 2, ceil_mode=True))
    _conv(net, "conv2_reduce", 64, 1)
    _conv(net, "conv2", 192, 3)
    net.add("pool2", MaxPool2d(3, 2, ceil_mode=True))
    for name, channels in INCEPTION.items():
        _inception(net, name, channels)
        if name in ("3b", "4e"):
            net.add(f"pool{name[0]}", MaxPool2d(3, 2, ceil_mode=True))
    classifier(net, classes)
    return net.build("googlenet", (1, 3, resolution, resolution), resolution=resolution)
