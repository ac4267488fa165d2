"""AlexNet (Krizhevsky et al. 2012, and in one column: arXiv:1404.5997), a comparator of later tables."""

from ..layers import Flatten, Linear, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import conv_relu, one_of, positive

# columns -> channels of the five convolutions; two columns are two groups in the second, fourth and fifth
CHANNELS = {1: (64, 192, 384, 256, 256), 2: (96, 256, 384, 384, 256)}
POOLED = (1, 2, 5)


def alexnet(
    *,
    columns: int = 2,
    grouped: bool = True,
    resolution: int | None = None,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """AlexNet: `columns=2` is the network of 2012 on 227x227, `columns=1` the one of 2014 on 224x224 (torchvision's).

    `grouped=False` connects the two columns everywhere, as programs for one device do.  Local response normalisation,
    which has no weights, is left out.

    >>> alexnet().shapes()["flatten"]
    (1, 9216)
    """
    options = locals().copy()
    one_of("alexnet", "columns", columns, CHANNELS)
    options["resolution"] = size = (227 if columns == 2 else 224) if resolution is None else resolution
    padding = 2 if columns == 1 or size == 224 else 0  # the 224 that the paper names gives its 55 only with padding
    positive("alexnet", resolution=size, in_channels=in_channels, classes=classes)
    net = Builder()
    kernels = ((11, 4, padding), (5, 1, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1))
    for i, (channels, (kernel, stride, around)) in enumerate(zip(CHANNELS[columns], kernels, strict=True), 1):
        groups = columns if grouped and i in (2, 4, 5) else 1
        conv_relu(net, f"conv{i}", channels, kernel, stride, around, groups)
        if i in POOLED:
            net.add(f"pool{i}", MaxPool2d(3, 2))
    net.add("flatten", Flatten())
    for i in (6, 7):
        net.add(f"fc{i}", Linear(4096))
        net.add(f"relu{i}", ReLU())
    net.add("fc8", Linear(classes))
    return net.build("alexnet", (1, in_channels, size, size), options)
