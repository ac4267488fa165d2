"""ResNet for small images (He et al. 2016, section 4.2), with its bottleneck, pre-activation and wide relatives."""

from ..errors import InputError
from ..layers import BatchNorm, Conv2d, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, one_of, positive
from .resnet import SHORTCUTS, basic_path, bottleneck_path, joined, pre_activated_block, shortcut_path


def _after_activated(
    net: Builder, name: str, before: int, inner: int, out: int, stride: int, bottleneck: bool, shortcut: str
) -> None:
    source = net.last
    if bottleneck:
        new = bottleneck_path(net, name, inner, out, (stride, 1), 1, False)
    else:
        new = basic_path(net, name, out, stride, False)
    around = source if shortcut == "none" else shortcut_path(net, name, source, (before, out), stride, shortcut, False)
    joined(net, name, around, new, shortcut)


def _blocks_per_stage(depth: int, bottleneck: bool) -> int:
    """n of depth 6n + 2 (bottlenecks: 9n + 2); 6n + 4 and 9n + 4 count shortcut convolutions too (wide ResNets)."""
    step = 9 if bottleneck else 6
    if depth < step + 2 or depth > 10_000 or (depth - 2) % step not in (0, 2):
        raise InputError(f"resnet_cifar: depth is {depth}; expected 2 or 4 plus a multiple of {step}, at most 10000")
    return (depth - 2) // step


def resnet_cifar(
    *,
    depth: int = 20,
    shortcut: str = "A",
    widen: int = 1,
    bottleneck: bool = False,
    pre_activation: bool = False,
    resolution: int = 32,
    in_channels: int = 3,
    classes: int = 10,
) -> Network:
    """ResNet for small images: three stages of 16, 32 and 64 channels, times `widen`, times 4 with bottlenecks.

    `pre_activation` is He et al. 2016b (arXiv:1603.05027), always with projections; together with `widen` it is the
    wide residual network (arXiv:1605.07146).

    >>> resnet_cifar(depth=20).shapes()["stage3.block3.relu"]
    (1, 64, 8, 8)
    """
    options = locals().copy()
    one_of("resnet_cifar", "shortcut", shortcut, SHORTCUTS)
    positive("resnet_cifar", widen=widen, resolution=resolution, in_channels=in_channels, classes=classes)
    blocks = _blocks_per_stage(depth, bottleneck)
    net, before = Builder(), 16
    if pre_activation:
        net.add("conv1.conv", Conv2d(16, (3, 3), padding=(1, 1)))
    else:
        conv_norm_relu(net, "conv1", 16, 3)
    for s in range(3):
        inner = 16 * 2**s * widen
        out = inner * (4 if bottleneck else 1)
        for b in range(blocks):
            name, stride = f"stage{s + 1}.block{b + 1}", 2 if s and not b else 1
            if pre_activation:
                deep = ((inner, 1, stride), (inner, 3, 1), (out, 1, 1))
                paths = deep if bottleneck else ((out, 3, stride), (out, 3, 1))
                pre_activated_block(net, name, before, out, paths, stride)
            else:
                _after_activated(net, name, before, inner, out, stride, bottleneck, shortcut)
            before = out
    if pre_activation:
        net.add("last.norm", BatchNorm())
        net.add("last.relu", ReLU())
    classifier(net, classes)
    return net.build("resnet_cifar", (1, in_channels, resolution, resolution), options)
