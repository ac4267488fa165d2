"""ResNeXt for small images (Xie et al. 2017, arXiv:1611.05431, section 5.2): ResNeXt-29."""

from ..errors import InputError
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, positive
from .resnet import bottleneck_path, joined, shortcut_path


def resnext_cifar(
    *,
    depth: int = 29,
    groups: int = 8,
    width_per_group: int = 64,
    resolution: int = 32,
    in_channels: int = 3,
    classes: int = 10,
) -> Network:
    """A 3x3 convolution of 64 channels, three stages of 256, 512 and 1024 channels in bottlenecks of grouped 3x3.

    `groups=8, width_per_group=64` is 8x64d: the bottleneck of the first stage has 8 * 64 channels, doubled each stage.

    >>> resnext_cifar().shapes()["stage3.block3.relu"]
    (1, 1024, 8, 8)
    """
    options = locals().copy()
    positive("resnext_cifar", resolution=resolution, in_channels=in_channels, classes=classes)
    positive("resnext_cifar", groups=groups, width_per_group=width_per_group, most=4096)
    if not isinstance(depth, int) or depth < 11 or depth > 10_000 or (depth - 2) % 9:
        raise InputError(f"resnext_cifar: depth is {depth!r}; expected 2 plus a multiple of 9, at most 10000")
    net, before = Builder(), 64
    conv_norm_relu(net, "conv1", before, 3)
    for s in range(3):
        out, inner = 256 * 2**s, groups * width_per_group * 2**s
        for b in range((depth - 2) // 9):
            name, stride, source = f"stage{s + 1}.block{b + 1}", 2 if s and not b else 1, net.last
            new = bottleneck_path(net, name, inner, out, (1, stride), groups, False)
            around = shortcut_path(net, name, source, (before, out), stride, "B", False)
            joined(net, name, around, new, "B")
            before = out
    classifier(net, classes)
    return net.build("resnext_cifar", (1, in_channels, resolution, resolution), options)
