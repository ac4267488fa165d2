"""VGG (Simonyan and Zisserman 2015, arXiv:1409.1556, Table 1): the comparison network of the later papers' tables."""

from ..layers import BatchNorm, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import one_of, positive

# depth -> 3x3 convolutions before each of the five max pools (configurations A, B, D, E)
CONVOLUTIONS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
CHANNELS = (64, 128, 256, 512, 512)


def vgg(
    *,
    depth: int = 16,
    batch_norm: bool = False,
    pointwise: bool = False,
    hidden_features: int = 4096,
    resolution: int = 224,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """VGG: 3x3 convolutions with bias, max pooling, three fully connected layers.

    `pointwise` makes the last convolution of each stage of three a 1x1: at depth 16 configuration C of the table.

    >>> vgg(depth=16).shapes()["flatten"]
    (1, 25088)
    """
    options = locals().copy()
    one_of("vgg", "depth", depth, CONVOLUTIONS)
    positive("vgg", hidden_features=hidden_features, resolution=resolution, in_channels=in_channels, classes=classes)
    net = Builder()
    for stage, (count, channels) in enumerate(zip(CONVOLUTIONS[depth], CHANNELS, strict=True), 1):
        for i in range(1, count + 1):
            k = 1 if pointwise and i == 3 else 3
            net.add(f"conv{stage}_{i}", Conv2d(channels, (k, k), padding=(k // 2, k // 2), bias=True))
            if batch_norm:
                net.add(f"conv{stage}_{i}.norm", BatchNorm())
            net.add(f"relu{stage}_{i}", ReLU())
        net.add(f"pool{stage}", MaxPool2d(2, 2))
    net.add("flatten", Flatten())
    for i in (6, 7):
        net.add(f"fc{i}", Linear(hidden_features))
        net.add(f"relu{i}", ReLU())
    net.add("fc8", Linear(classes))
    return net.build("vgg", (1, in_channels, resolution, resolution), options)
