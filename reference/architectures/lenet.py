"""LeNet-5's sizes (LeCun et al. 1998), in the form that lecture notes teach: plain convolutions, average pooling."""

from ..layers import AvgPool2d, Conv2d, Flatten, Linear, Tanh
from ..network import Builder, Network
from .parts import positive


def lenet(*, resolution: int = 32, in_channels: int = 1, classes: int = 10) -> Network:
    """32x32 -> 28x28x6 -> 14x14x6 -> 10x10x16 -> 5x5x16 -> 120 -> 84 -> classes.

    The original's subsampling had a weight and a bias a channel and its second convolution was connected in part;
    both are left out, as everywhere today.

    >>> lenet().shapes()["pool2"]
    (1, 16, 5, 5)
    """
    options = locals().copy()
    positive("lenet", resolution=resolution, in_channels=in_channels, classes=classes)
    net = Builder()
    for i, channels in ((1, 6), (2, 16)):
        net.add(f"conv{i}", Conv2d(channels, (5, 5), bias=True))
        net.add(f"tanh{i}", Tanh())
        net.add(f"pool{i}", AvgPool2d(2, 2))
    net.add("flatten", Flatten())
    for i, features in ((3, 120), (4, 84)):
        net.add(f"fc{i}", Linear(features))
        net.add(f"tanh{i}", Tanh())
    net.add("fc5", Linear(classes))
    return net.build("lenet", (1, in_channels, resolution, resolution), options)
