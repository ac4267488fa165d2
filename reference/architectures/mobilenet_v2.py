"""MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381, Table 2): inverted residuals; a comparator of later tables."""

from ..layers import Add, ReLU6
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, multiplier, positive

# (expansion t, output channels c, repeats n, first stride s)
BODY = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))


def _channels(count: int, width: float) -> int:
    """The multiple of 8 nearest to the scaled number, not more than a tenth below it (the authors' program)."""
    wanted = count * width
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


def _inverted_residual(net: Builder, name: str, before: int, after: int, expansion: int, stride: int) -> None:
    """1x1 to t times the channels, 3x3 depthwise, 1x1 back, linear; added to its input where shapes agree."""
    source = net.last
    if expansion > 1:
        conv_norm_relu(net, f"{name}.expand", before * expansion, 1, activation=ReLU6())
    conv_norm_relu(net, f"{name}.dw", before * expansion, 3, stride, groups=before * expansion, activation=ReLU6())
    new = conv_norm_relu(net, f"{name}.project", after, 1, activation=None)
    if stride == 1 and before == after:
        net.add(f"{name}.add", Add(), source, new)


def mobilenet_v2(*, width: float = 1.0, resolution: int = 224, in_channels: int = 3, classes: int = 1000) -> Network:
    """MobileNetV2 with width multiplier and resolution; the last 1x1 convolution never shrinks below 1280 channels.

    >>> mobilenet_v2().shapes()["last.relu6"]
    (1, 1280, 7, 7)
    """
    options = locals().copy()
    positive("mobilenet_v2", resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("mobilenet_v2", "width", width, most=64)
    net = Builder()
    before = _channels(32, width)
    conv_norm_relu(net, "conv1", before, 3, stride=2, activation=ReLU6())
    for stage, (expansion, channels, repeats, stride) in enumerate(BODY, 1):
        for i in range(repeats):
            after = _channels(channels, width)
            _inverted_residual(net, f"stage{stage}.block{i + 1}", before, after, expansion, stride if i == 0 else 1)
            before = after
    conv_norm_relu(net, "last", _channels(1280, max(1.0, width)), 1, activation=ReLU6())
    classifier(net, classes)
    return net.build("mobilenet_v2", (1, in_channels, resolution, resolution), options)
