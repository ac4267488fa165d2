"""DenseNet (Huang et al. 2017, arXiv:1608.06993): the family of Table 1 and the CIFAR networks of section 3."""

from collections.abc import Sequence

from ..errors import InputError
from ..layers import AvgPool2d, BatchNorm, Concat, Conv2d, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, multiplier, norm_relu_conv, one_of, positive

# depth -> (layers of each dense block, growth rate k)
IMAGENET = {
    121: ((6, 12, 24, 16), 32),
    169: ((6, 12, 32, 32), 32),
    201: ((6, 12, 48, 32), 32),
    161: ((6, 12, 36, 24), 48),
    264: ((6, 12, 64, 48), 32),
}


def dense_layer(net: Builder, name: str, growth_rate: int, bottleneck: bool) -> str:
    """One layer of a block: [BN -> ReLU -> 1x1 of 4k channels ->] BN -> ReLU -> 3x3 of k channels; concatenated."""
    before = net.last
    if bottleneck:
        norm_relu_conv(net, f"{name}.bottleneck", 4 * growth_rate, 1)
    new = norm_relu_conv(net, f"{name}.growth", growth_rate, 3)
    return net.add(f"{name}.concat", Concat(), before, new)


def transition(net: Builder, name: str, out_channels: int) -> str:
    """BN -> ReLU -> 1x1 convolution -> 2x2 average pooling (section 3, "pooling layers").

    The paper's text leaves the ReLU out; its Table 1 and the authors' programs have it.
    """
    norm_relu_conv(net, name, out_channels, 1)
    return net.add(f"{name}.pool", AvgPool2d(2, 2))


def _blocks(
    net: Builder, blocks: Sequence[int], channels: int, growth_rate: int, bottleneck: bool, compression: float
) -> None:
    for b, layers in enumerate(blocks, 1):
        for l in range(1, layers + 1):
            dense_layer(net, f"block{b}.layer{l}", growth_rate, bottleneck)
        channels += layers * growth_rate
        if b < len(blocks):
            channels = max(1, int(channels * compression))
            transition(net, f"transition{b}", channels)
    net.add("last.norm", BatchNorm())
    net.add("last.relu", ReLU())


def densenet(
    *,
    depth: int = 121,
    growth_rate: int | None = None,
    bottleneck: bool = True,
    compression: float = 0.5,
    resolution: int = 224,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """DenseNet-BC for ImageNet: initial convolution (2k channels), dense blocks with transition layers, classification.

    >>> densenet(depth=121).shapes()["last.relu"]
    (1, 1024, 7, 7)
    """
    options = locals().copy()
    one_of("densenet", "depth", depth, IMAGENET)
    blocks, usual_rate = IMAGENET[depth]
    options["growth_rate"] = rate = usual_rate if growth_rate is None else growth_rate
    positive("densenet", growth_rate=rate, resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("densenet", "compression", compression, most=1)
    net = Builder()
    conv_norm_relu(net, "conv0", 2 * rate, 7, stride=2)
    net.add("pool0", MaxPool2d(3, 2, 1))
    _blocks(net, blocks, 2 * rate, rate, bottleneck, compression)
    classifier(net, classes)
    return net.build("densenet", (1, in_channels, resolution, resolution), options)


def densenet_cifar(
    *,
    depth: int = 40,
    growth_rate: int = 12,
    bottleneck: bool = False,
    compression: float = 1.0,
    resolution: int = 32,
    in_channels: int = 3,
    classes: int = 10,
) -> Network:
    """DenseNet for small images: three dense blocks of equal length (section 3, "implementation details").

    `bottleneck=True, compression=0.5` is DenseNet-BC.  Raises InputError for a depth that three blocks cannot share.

    >>> densenet_cifar(depth=40, growth_rate=12).shapes()["last.relu"]
    (1, 448, 8, 8)
    """
    options = locals().copy()
    positive("densenet_cifar", growth_rate=growth_rate, resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("densenet_cifar", "compression", compression, most=1)
    step = 6 if bottleneck else 3
    if depth < 4 + step or (depth - 4) % step or depth > 10_000:
        raise InputError(f"densenet_cifar: depth is {depth}; expected 4 plus a multiple of {step}, at most 10000")
    initial = 2 * growth_rate if bottleneck and compression < 1 else 16
    net = Builder()
    net.add("conv0", Conv2d(initial, (3, 3), padding=(1, 1)))
    _blocks(net, [(depth - 4) // step] * 3, initial, growth_rate, bottleneck, compression)
    classifier(net, classes)
    return net.build("densenet_cifar", (1, in_channels, resolution, resolution), options)
