"""ResNet for ImageNet (He et al. 2016, arXiv:1512.03385, Table 1), with its grouped and wide relatives."""

from collections.abc import Sequence

from ..errors import InputError
from ..layers import Add, MaxPool2d, PadShortcut, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, one_of, positive

# depth -> (residual blocks of each stage, bottleneck blocks); 200 is He et al. 2016b's
IMAGENET = {
    18: ((2, 2, 2, 2), False),
    34: ((3, 4, 6, 3), False),
    50: ((3, 4, 6, 3), True),
    101: ((3, 4, 23, 3), True),
    152: ((3, 8, 36, 3), True),
    200: ((3, 24, 36, 3), True),
}
SHORTCUTS = ("A", "B", "C", "none")


def shortcut_path(
    net: Builder, name: str, before: str, channels: tuple[int, int], stride: int, shortcut: str, bias: bool
) -> str:
    """Identity where the shapes agree (but for option C), else zero padding (A) or a 1x1 projection (B, C)."""
    if channels[0] == channels[1] and stride == 1 and shortcut != "C":
        return before
    net.last = before
    if shortcut == "A":
        return net.add(f"{name}.shortcut", PadShortcut(channels[1], stride))
    return conv_norm_relu(net, f"{name}.shortcut", channels[1], 1, stride=stride, activation=None, bias=bias)


def basic_path(net: Builder, name: str, width: int, stride: int, bias: bool) -> str:
    """Two 3x3 convolutions."""
    conv_norm_relu(net, f"{name}.a", width, 3, stride=stride, bias=bias)
    return conv_norm_relu(net, f"{name}.b", width, 3, activation=None, bias=bias)


def bottleneck_path(
    net: Builder, name: str, inner: int, out: int, strides: tuple[int, int], groups: int, bias: bool
) -> str:
    """1x1, 3x3 (in groups), 1x1; the stride is in the first or in the second."""
    conv_norm_relu(net, f"{name}.a", inner, 1, stride=strides[0], bias=bias)
    conv_norm_relu(net, f"{name}.b", inner, 3, stride=strides[1], groups=groups, bias=bias)
    return conv_norm_relu(net, f"{name}.c", out, 1, activation=None, bias=bias)


def joined(net: Builder, name: str, around: str, new: str, shortcut: str) -> None:
    """relu(x + F(x)), or relu(F(x)) in a plain network."""
    net.last = new
    if shortcut != "none":
        net.add(f"{name}.add", Add(), around, new)
    net.add(f"{name}.relu", ReLU())


def _stages(
    net: Builder,
    counts: Sequence[int],
    bottleneck: bool,
    shortcut: str,
    version: str,
    groups: int,
    width: int,
    bias: bool,
) -> None:
    before = 64
    for s, count in enumerate(counts):
        base = 64 * 2**s
        out = base * (4 if bottleneck else 1)
        for b in range(count):
            name, stride, source = f"stage{s + 1}.block{b + 1}", 2 if s and not b else 1, net.last
            if bottleneck:
                strides = (stride, 1) if version == "1" else (1, stride)
                new = bottleneck_path(net, name, base * width // 64 * groups, out, strides, groups, bias)
            else:
                new = basic_path(net, name, out, stride, bias)
            around = (
                source
                if shortcut == "none"
                else shortcut_path(net, name, source, (before, out), stride, shortcut, bias)
            )
            joined(net, name, around, new, shortcut)
            before = out


def resnet(
    *,
    depth: int = 50,
    shortcut: str = "B",
    version: str = "1",
    groups: int = 1,
    width_per_group: int = 64,
    bias: bool = False,
    resolution: int = 224,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """ResNet for ImageNet.

    `shortcut`: "A" pads new channels with zeros, "B" projects where shapes change, "C" projects everywhere, "none" is
    the plain network of the paper's Figure 3.  `version`: where a bottleneck block strides: "1" in its first 1x1
    convolution (the paper), "1.5" in its 3x3 (torchvision and most programs).  `groups=32, width_per_group=4` is
    ResNeXt 32x4d (arXiv:1611.05431), `width_per_group=128` the wide network (arXiv:1605.07146).  `bias` gives every
    convolution a bias, as Keras does.

    >>> resnet(depth=18, shortcut="A").shapes()["stage4.block2.relu"]
    (1, 512, 7, 7)
    """
    options = locals().copy()
    one_of("resnet", "depth", depth, IMAGENET)
    one_of("resnet", "shortcut", shortcut, SHORTCUTS)
    one_of("resnet", "version", version, ("1", "1.5"))
    positive("resnet", groups=groups, width_per_group=width_per_group, most=4096)
    positive("resnet", resolution=resolution, in_channels=in_channels, classes=classes)
    counts, bottleneck = IMAGENET[depth]
    if not bottleneck and (groups, width_per_group) != (1, 64):
        raise InputError(f"resnet: groups or width_per_group at depth {depth}; expected a depth with bottleneck blocks")
    net = Builder()
    conv_norm_relu(net, "conv1", 64, 7, stride=2, bias=bias)
    net.add("pool1", MaxPool2d(3, 2, 1))
    _stages(net, counts, bottleneck, shortcut, version, groups, width_per_group, bias)
    classifier(net, classes)
    return net.build("resnet", (1, in_channels, resolution, resolution), options)
