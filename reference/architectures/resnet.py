"""ResNet (He et al. 2016, arXiv:1512.03385): the ImageNet family of Table 1 and the CIFAR networks of section 4.2."""

from ..errors import InputError
from ..layers import Add, MaxPool2d, PadShortcut, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, one_of, positive

# depth -> (residual blocks of each stage, bottleneck blocks)
IMAGENET = {
    18: ((2, 2, 2, 2), False),
    34: ((3, 4, 6, 3), False),
    50: ((3, 4, 6, 3), True),
    101: ((3, 4, 23, 3), True),
    152: ((3, 8, 36, 3), True),
}


def _shortcut(net: Builder, name: str, before: str, channels: tuple[int, int], stride: int, shortcut: str) -> str:
    """Identity where the shapes agree, else zero padding (A) or a 1x1 projection (B)."""
    if channels[0] == channels[1] and stride == 1:
        return before
    net.last = before
    if shortcut == "A":
        return net.add(f"{name}.shortcut", PadShortcut(channels[1], stride))
    return conv_norm_relu(net, f"{name}.shortcut", channels[1], 1, stride=stride, relu=False)


def _block(net: Builder, name: str, channels: tuple[int, int], stride: int, bottleneck: int, shortcut: str, version: str) -> None:
    """relu(x + F(x)): two 3x3 convolutions, or 1x1, 3x3, 1x1 around a quarter of the channels."""
    before = net.last
    if bottleneck:
        inner = channels[1] // 4
        first, second = (stride, 1) if version == "1" else (1, stride)
        conv_norm_relu(net, f"{name}.a", inner, 1, stride=first)
        conv_norm_relu(net, f"{name}.b", inner, 3, stride=second)
        new = conv_norm_relu(net, f"{name}.c", channels[1], 1, relu=False)
    else:
        conv_norm_relu(net, f"{name}.a", channels[1], 3, stride=stride)
        new = conv_norm_relu(net, f"{name}.b", channels[1], 3, relu=False)
    around = _shortcut(net, name, before, channels, stride, shortcut)
    if shortcut == "none":
        net.last = new
    else:
        net.add(f"{name}.add", Add(), around, new)
    net.add(f"{name}.relu", ReLU())


def _stages(net: Builder, counts, widths, bottleneck: bool, shortcut: str, version: str, start: int) -> None:
    before = start
    for s, (count, width) in enumerate(zip(counts, widths, strict=True), 1):
        for b in range(1, count + 1):
            stride = 2 if s > 1 and b == 1 else 1
            _block(net, f"stage{s}.block{b}", (before, width), stride, bottleneck, shortcut, version)
            before = width


def resnet(
    *, depth: int = 50, shortcut: str = "B", version: str = "1", resolution: int = 224, classes: int = 1000
) -> Network:
    """ResNet for ImageNet.

    `shortcut`: "A" pads new channels with zeros, "B" projects, "none" is the plain network of the paper's Figure 3.
    `version`: where a bottleneck block strides: "1" in its first 1x1 convolution (the paper), "1.5" in its 3x3
    (torchvision and most programs).

    >>> resnet(depth=18, shortcut="A").shapes()["stage4.block2.relu"]
    (1, 512, 7, 7)
    """
    one_of("resnet", "depth", depth, IMAGENET)
    one_of("resnet", "shortcut", shortcut, ("A", "B", "none"))
    one_of("resnet", "version", version, ("1", "1.5"))
    positive("resnet", resolution=resolution, classes=classes)
    counts, bottleneck = IMAGENET[depth]
    net = Builder()
    conv_norm_relu(net, "conv1", 64, 7, stride=2)
    net.add("pool1", MaxPool2d(3, 2, 1))
    widths = [w * (4 if bottleneck else 1) for w in (64, 128, 256, 512)]
    _stages(net, counts, widths, bottleneck, shortcut, version, 64)
    classifier(net, classes)
    options = {"depth": depth, "shortcut": shortcut, "version": version, "resolution": resolution}
    return net.build("resnet", (1, 3, resolution, resolution), **options)


def resnet_cifar(*, depth: int = 20, shortcut: str = "A", classes: int = 10) -> Network:
    """ResNet for 32x32 images with 6n + 2 weighted layers (section 4.2).

    >>> resnet_cifar(depth=20).shapes()["stage3.block3.relu"]
    (1, 64, 8, 8)
    """
    if depth < 8 or (depth - 2) % 6:
        raise InputError(f"resnet_cifar: depth is {depth}: expected 2 plus a multiple of 6")
    one_of("resnet_cifar", "shortcut", shortcut, ("A", "B", "none"))
    positive("resnet_cifar", classes=classes)
    net = Builder()
    conv_norm_relu(net, "conv1", 16, 3)
    _stages(net, [(depth - 2) // 6] * 3, (16, 32, 64), False, shortcut, "1", 16)
    classifier(net, classes)
    return net.build("resnet_cifar", (1, 3, 32, 32), depth=depth, shortcut=shortcut)
