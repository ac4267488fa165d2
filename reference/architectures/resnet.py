"""ResNet for ImageNet (He et al. 2016, arXiv:1512.03385, Table 1), with its grouped, wide, squeezed relatives."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InputError
from ..layers import Add, BatchNorm, Conv2d, MaxPool2d, PadShortcut, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, norm_relu_conv, one_of, positive, squeeze_excite

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


def pre_activated_block(
    net: Builder, name: str, before: int, out: int, paths: Sequence[tuple[int, int, int]], stride: int
) -> None:
    """x + F(x), BN -> ReLU before each convolution (arXiv:1603.05027).

    Where the shape changes, the projection too begins after the first BN -> ReLU.

    `paths`: (channels, kernel, stride) of the convolutions.
    """
    source = new = net.last
    for letter, (channels, kernel, step) in zip("abc", paths, strict=False):
        new = norm_relu_conv(net, f"{name}.{letter}", channels, kernel, step)
    changes = before != out or stride != 1
    around = net.add(f"{name}.shortcut.conv", Conv2d(out, (1, 1), stride), f"{name}.a.relu") if changes else source
    net.add(f"{name}.add", Add(), around, new)


def _stages(net: Builder, counts: Sequence[int], bottleneck: bool, options: Mapping[str, Any]) -> None:
    before, groups, bias, shortcut = 64, options["groups"], options["bias"], options["shortcut"]
    for s, count in enumerate(counts):
        base = 64 * 2**s
        out, inner = base * (4 if bottleneck else 1), base * options["width_per_group"] // 64 * groups
        for b in range(count):
            name, stride, source = f"stage{s + 1}.block{b + 1}", 2 if s and not b else 1, net.last
            strides = (stride, 1) if options["version"] == "1" or not bottleneck else (1, stride)
            if options["pre_activation"]:
                deep = ((inner, 1, strides[0]), (inner, 3, strides[1]), (out, 1, 1))
                paths = deep if bottleneck else ((out, 3, stride), (out, 3, 1))
                pre_activated_block(net, name, before, out, paths, stride)
            else:
                if bottleneck:
                    new = bottleneck_path(net, name, inner, out, strides, groups, bias)
                else:
                    new = basic_path(net, name, out, stride, bias)
                if options["squeeze"]:
                    new = squeeze_excite(net, f"{name}.se", out, max(1, out // options["squeeze"]), ReLU())
                plain = shortcut == "none"
                around = source if plain else shortcut_path(net, name, source, (before, out), stride, shortcut, bias)
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
    squeeze: int = 0,
    pre_activation: bool = False,
    resolution: int = 224,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """ResNet for ImageNet.

    `shortcut`: "A" pads new channels with zeros, "B" projects where shapes change, "C" projects everywhere, "none" is
    the plain network of the paper's Figure 3.  `version`: where a bottleneck block strides: "1" in its first 1x1
    convolution (the paper), "1.5" in its 3x3 (torchvision and most programs).  `groups=32, width_per_group=4` is
    ResNeXt 32x4d (arXiv:1611.05431), `width_per_group=128` the wide network (arXiv:1605.07146).  `bias` gives every
    convolution a bias, as Keras does.  `squeeze=16` is SE-ResNet (arXiv:1709.01507): each branch's channels are
    weighted by a bottleneck of a sixteenth of them.  `pre_activation` is He et al. 2016b, always with projections.

    >>> resnet(depth=18, shortcut="A").shapes()["stage4.block2.relu"]
    (1, 512, 7, 7)
    """
    options = locals().copy()
    one_of("resnet", "depth", depth, IMAGENET)
    one_of("resnet", "shortcut", shortcut, SHORTCUTS)
    one_of("resnet", "version", version, ("1", "1.5"))
    positive("resnet", groups=groups, width_per_group=width_per_group, most=4096)
    positive("resnet", resolution=resolution, in_channels=in_channels, classes=classes)
    if not isinstance(squeeze, int) or not 0 <= squeeze <= 4096:
        raise InputError(f"resnet: squeeze is {squeeze!r}; expected a whole number from 0 to 4096")
    if pre_activation and (squeeze or bias or groups != 1 or shortcut != "B"):
        raise InputError("resnet: pre_activation with squeeze, bias, groups or another shortcut; expected it alone")
    counts, bottleneck = IMAGENET[depth]
    if not bottleneck and (groups, width_per_group) != (1, 64):
        raise InputError(f"resnet: groups or width_per_group at depth {depth}; expected a depth with bottleneck blocks")
    net = Builder()
    if pre_activation:
        net.add("conv1.conv", Conv2d(64, (7, 7), 2, (3, 3)))
    else:
        conv_norm_relu(net, "conv1", 64, 7, stride=2, bias=bias)
    net.add("pool1", MaxPool2d(3, 2, 1))
    _stages(net, counts, bottleneck, options)
    if pre_activation:
        net.add("last.norm", BatchNorm())
        net.add("last.relu", ReLU())
    classifier(net, classes)
    return net.build("resnet", (1, in_channels, resolution, resolution), options)
