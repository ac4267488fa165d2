"""SqueezeNet (Iandola et al. 2016, arXiv:1602.07360, Table 1), a comparator of later tables."""

from ..layers import Concat, Flatten, GlobalAvgPool2d, MaxPool2d
from ..network import Builder, Network
from .parts import conv_relu, one_of, positive

# squeeze channels of fire2 .. fire9; both expand layers have four times as many
SQUEEZE = (16, 16, 32, 32, 48, 48, 64, 64)
# version -> (channels, kernel of the first convolution; the layers that a max pool follows)
VERSIONS = {"1.0": (96, 7, ("conv1", "fire4", "fire8")), "1.1": (64, 3, ("conv1", "fire3", "fire5"))}


def _fire(net: Builder, name: str, squeeze: int) -> None:
    """1x1 to few channels, then 1x1 and 3x3 side by side, concatenated."""
    source = conv_relu(net, f"{name}.squeeze", squeeze, 1)
    ones = conv_relu(net, f"{name}.expand1x1", 4 * squeeze, 1)
    net.last = source
    threes = conv_relu(net, f"{name}.expand3x3", 4 * squeeze, 3)
    net.add(f"{name}.concat", Concat(), ones, threes)


def squeezenet(*, version: str = "1.0", resolution: int = 224, in_channels: int = 3, classes: int = 1000) -> Network:
    """SqueezeNet 1.0 (the paper) or 1.1 (the authors' lighter revision); pools round up, as the authors' do.

    >>> squeezenet().shapes()["conv10.relu"]
    (1, 1000, 13, 13)
    """
    options = locals().copy()
    one_of("squeezenet", "version", version, VERSIONS)
    positive("squeezenet", resolution=resolution, in_channels=in_channels, classes=classes)
    channels, kernel, pooled = VERSIONS[version]
    net = Builder()
    conv_relu(net, "conv1", channels, kernel, stride=2, padding=0)
    net.add("pool1", MaxPool2d(3, 2, ceil_mode=True))
    for i, squeeze in enumerate(SQUEEZE, 2):
        _fire(net, f"fire{i}", squeeze)
        if f"fire{i}" in pooled:
            net.add(f"pool{i}", MaxPool2d(3, 2, ceil_mode=True))
    conv_relu(net, "conv10", classes, 1)
    net.add("pool", GlobalAvgPool2d())
    net.add("flatten", Flatten())
    return net.build("squeezenet", (1, in_channels, resolution, resolution), options)
