"""DenseNet (Huang et al. 2017, arXiv:1608.06993): the ImageNet family of Table 1 and the CIFAR networks of section 3."""

from ..errors import InputError
from ..layers import AvgPool2d, BatchNorm, Concat, Conv2d, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, norm_relu_conv, one_of, positive

# depth -> (layers of each dense block, growth rate k, channels of the initial convolution)
IMAGENET = {
    121: ((6, 12, 24, 16), 32, 64),
    169: ((6, 12, 32, 32), 32, 64),
    201: ((6, 12, 48, 32), 32, 64),
    161: ((6, 12, 36, 24), 48, 96),
    264: ((6, 12, 64, 48), 32, 64),
}


def dense_layer(net: Builder, name: str, growth_rate: int, bottleneck: bool) -> str:
    """One layer of a block: [BN -> ReLU -> 1x1 of 4k channels ->] BN -> ReLU -> 3x3 of k channels, then concatenated."""
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


def _blocks(net: Builder, blocks, channels: int, growth_rate: int, bottleneck: bool, compression: float) -> None:
    for b, layers in enumerate(blocks, 1):
        for l in range(1, layers + 1):
            dense_layer(net, f"block{b}.layer{l}", growth_rate, bottleneck)
        channels += layers * growth_rate
        if b < len(blocks):
            channels = int(channels * compression)
            transition(net, f"transition{b}", channels)
    net.add("last.norm", BatchNorm())
    net.add("last.relu", ReLU())


def densenet(
    *, depth: int = 121, growth_rate: int | None = None, compression: float = 0.5, resolution: int = 224, classes: int = 1000
) -> Network:
    """DenseNet-BC for ImageNet: initial convolution, four dense blocks, transition layers, classification layer.

    >>> densenet(depth=121).shapes()["last.relu"]
    (1, 1024, 7, 7)
    """
    one_of("densenet", "depth", depth, IMAGENET)
    blocks, rate, initial = IMAGENET[depth]
    if growth_rate is not None:
        rate, initial = growth_rate, 2 * growth_rate
    positive("densenet", growth_rate=rate, resolution=resolution, classes=classes)
    _check_compression(compression)
    net = Builder()
    conv_norm_relu(net, "conv0", initial, 7, stride=2)
    net.add("pool0", MaxPool2d(3, 2, 1))
    _blocks(net, blocks, initial, rate, bottleneck=True, compression=compression)
    classifier(net, classes)
    options = {"depth": depth, "growth_rate": rate, "compression": compression, "resolution": resolution}
    return net.build("densenet", (1, 3, resolution, resolution), **options)


def densenet_cifar(
    *, depth: int = 40, growth_rate: int = 12, bottleneck: bool = False, compression: float = 1.0, classes: int = 10
) -> Network:
    """DenseNet for 32x32 images: three dense blocks of equal length (section 3, "implementation details").

    `bottleneck=True, compression=0.5` is DenseNet-BC.  Raises InputError for a depth that three blocks cannot share.

    >>> densenet_cifar(depth=40, growth_rate=12).shapes()["last.relu"]
    (1, 448, 8, 8)
    """
    positive("densenet_cifar", growth_rate=growth_rate, classes=classes)
    _check_compression(compression)
    step = 6 if bottleneck else 3
    if depth < 4 + step or (depth - 4) % step:
        raise InputError(f"densenet_cifar: depth is {depth}: expected 4 plus a multiple of {step}")
    initial = 2 * growth_rate if bottleneck and compression < 1 else 16
    net = Builder()
    net.add("conv0", Conv2d(initial, (3, 3), padding=(1, 1)))
    _blocks(net, [(depth - 4) // step] * 3, initial, growth_rate, bottleneck, compression)
    classifier(net, classes)
    options = {"depth": depth, "growth_rate": growth_rate, "bottleneck": bottleneck, "compression": compression}
    return net.build("densenet_cifar", (1, 3, 32, 32), **options)


def _check_compression(compression: float) -> None:
    if not 0 < compression <= 1:
        raise InputError(f"densenet: compression is {compression!r}: expected a number above 0 and at most 1")
