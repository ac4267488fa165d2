"""MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381, Table 2): inverted residuals; a comparator of later tables."""

from ..layers import ReLU6
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, inverted_residual, multiplier, positive, rounded_channels

# (expansion t, output channels c, repeats n, first stride s)
BODY = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))


def mobilenet_v2(*, width: float = 1.0, resolution: int = 224, in_channels: int = 3, classes: int = 1000) -> Network:
    """MobileNetV2 with width multiplier and resolution; the last 1x1 convolution never shrinks below 1280 channels.

    >>> mobilenet_v2().shapes()["last.relu6"]
    (1, 1280, 7, 7)
    """
    options = locals().copy()
    positive("mobilenet_v2", resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("mobilenet_v2", "width", width, most=64)
    net = Builder()
    before = rounded_channels(32 * width)
    conv_norm_relu(net, "conv1", before, 3, stride=2, activation=ReLU6())
    for stage, (expansion, channels, repeats, stride) in enumerate(BODY, 1):
        for i in range(repeats):
            after, name = rounded_channels(channels * width), f"stage{stage}.block{i + 1}"
            inverted_residual(net, name, before, expansion * before, after, 3, 1 if i else stride, ReLU6())
            before = after
    conv_norm_relu(net, "last", rounded_channels(1280 * max(1.0, width)), 1, activation=ReLU6())
    classifier(net, classes)
    return net.build("mobilenet_v2", (1, in_channels, resolution, resolution), options)
