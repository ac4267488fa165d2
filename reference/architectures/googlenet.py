"""GoogLeNet (Szegedy et al. 2015, arXiv:1409.4842, Table 1)."""

from ..layers import AvgPool2d, Concat, Flatten, Linear, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, conv_relu, one_of, positive

# name -> channels of 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection
INCEPTION = {
    "3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64), "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64), "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128),
}  # fmt: skip


def _inception(net: Builder, name: str, channels: tuple[int, ...], conv, large_kernel: int) -> str:
    """Four branches on the same input, concatenated."""
    before = net.last
    one, reduce3, three, reduce5, five, projection = channels
    branches = [conv(net, f"{name}.1x1", one, 1)]
    for label, kernel, reduce, out in (("3x3", 3, reduce3, three), ("5x5", large_kernel, reduce5, five)):
        net.last = before
        conv(net, f"{name}.{label}_reduce", reduce, 1)
        branches.append(conv(net, f"{name}.{label}", out, kernel))
    net.last = before
    net.add(f"{name}.pool", MaxPool2d(3, 1, 1))
    branches.append(conv(net, f"{name}.pool_proj", projection, 1))
    return net.add(f"{name}.concat", Concat(), *branches)


def _auxiliary(net: Builder, name: str, classes: int, conv) -> None:
    """A classifier beside the trunk, used in training alone: pool 5x5 / 3, 1x1 of 128 channels, two linear layers."""
    trunk = net.last
    net.add(f"{name}.pool", AvgPool2d(5, 3))
    conv(net, f"{name}.conv", 128, 1)
    net.add(f"{name}.flatten", Flatten())
    net.add(f"{name}.fc1", Linear(1024))
    net.add(f"{name}.relu", ReLU())
    net.add(f"{name}.fc2", Linear(classes))
    net.last = trunk


def googlenet(
    *,
    batch_norm: bool = False,
    large_kernel: int = 5,
    auxiliary: bool = False,
    resolution: int = 224,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """GoogLeNet; pools round up, as the paper's sizes need.

    Local response normalisation, which has no weights, is left out.

    `batch_norm=True, large_kernel=3` is torchvision's (3x3 where the paper has 5x5); `auxiliary` adds the two
    classifiers that training uses.

    >>> googlenet().shapes()["inception5b.concat"]
    (1, 1024, 7, 7)
    """
    options = locals().copy()
    positive("googlenet", resolution=resolution, in_channels=in_channels, classes=classes)
    one_of("googlenet", "large_kernel", large_kernel, (3, 5))
    conv = conv_norm_relu if batch_norm else conv_relu
    net = Builder()
    conv(net, "conv1", 64, 7, 2)
    net.add("pool1", MaxPool2d(3, 2, ceil_mode=True))
    conv(net, "conv2_reduce", 64, 1)
    conv(net, "conv2", 192, 3)
    net.add("pool2", MaxPool2d(3, 2, ceil_mode=True))
    for name, channels in INCEPTION.items():
        _inception(net, f"inception{name}", channels, conv, large_kernel)
        if auxiliary and name in ("4a", "4d"):
            _auxiliary(net, f"auxiliary{name}", classes, conv)
        if name in ("3b", "4e"):
            net.add(f"pool{name[0]}", MaxPool2d(3, 2, ceil_mode=True))
    classifier(net, classes)
    return net.build("googlenet", (1, in_channels, resolution, resolution), options)
