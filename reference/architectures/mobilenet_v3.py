"""MobileNetV3 (Howard et al. 2019, arXiv:1905.02244, Tables 1 and 2): searched inverted residuals, hard swish."""

from ..layers import Flatten, GlobalAvgPool2d, HardSigmoid, HardSwish, Linear, ReLU
from ..network import Builder, Network
from .parts import conv_norm_relu, inverted_residual, multiplier, one_of, positive, rounded_channels

RE, HS, SE = ReLU(), HardSwish(), True
# size -> rows of the table: kernel, expanded channels, output channels, squeeze-and-excite, activation, stride
BODY = {
    "large": (
        (3, 16, 16, False, RE, 1),
        (3, 64, 24, False, RE, 2), (3, 72, 24, False, RE, 1),
        (5, 72, 40, SE, RE, 2), (5, 120, 40, SE, RE, 1), (5, 120, 40, SE, RE, 1),
        (3, 240, 80, False, HS, 2), (3, 200, 80, False, HS, 1), (3, 184, 80, False, HS, 1), (3, 184, 80, False, HS, 1),
        (3, 480, 112, SE, HS, 1), (3, 672, 112, SE, HS, 1),
        (5, 672, 160, SE, HS, 2), (5, 960, 160, SE, HS, 1), (5, 960, 160, SE, HS, 1),
    ),
    "small": (
        (3, 16, 16, SE, RE, 2),
        (3, 72, 24, False, RE, 2), (3, 88, 24, False, RE, 1),
        (5, 96, 40, SE, HS, 2), (5, 240, 40, SE, HS, 1), (5, 240, 40, SE, HS, 1),
        (5, 120, 48, SE, HS, 1), (5, 144, 48, SE, HS, 1),
        (5, 288, 96, SE, HS, 2), (5, 576, 96, SE, HS, 1), (5, 576, 96, SE, HS, 1),
    ),
}  # fmt: skip
HEAD = {"large": (960, 1280), "small": (576, 1024)}  # the last 1x1 convolution, and the layer before the classifier


def mobilenet_v3(
    *, size: str = "large", width: float = 1.0, resolution: int = 224, in_channels: int = 3, classes: int = 1000
) -> Network:
    """MobileNetV3-Large or -Small; a squeeze-and-excite keeps a quarter of the expanded channels (section 5.3).

    The table's last layers "conv2d 1x1, NBN" work on one pixel, and are fully connected layers here.

    >>> mobilenet_v3(size="small").shapes()["last.hardswish"]
    (1, 576, 7, 7)
    """
    options = locals().copy()
    one_of("mobilenet_v3", "size", size, BODY)
    positive("mobilenet_v3", resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("mobilenet_v3", "width", width, most=64)
    net, before = Builder(), rounded_channels(16 * width)
    conv_norm_relu(net, "conv1", before, 3, stride=2, activation=HS)
    for number, (kernel, expanded, out, squeezed, activation, stride) in enumerate(BODY[size], 1):
        hidden, after = rounded_channels(expanded * width), rounded_channels(out * width)
        squeeze = (rounded_channels(hidden / 4), ReLU(), HardSigmoid()) if squeezed else None
        inverted_residual(net, f"bneck{number}", before, hidden, after, kernel, stride, activation, squeeze)
        before = after
    convolved, features = HEAD[size]
    conv_norm_relu(net, "last", rounded_channels(convolved * width), 1, activation=HS)
    net.add("pool", GlobalAvgPool2d())
    net.add("flatten", Flatten())
    net.add("fc1", Linear(rounded_channels(features * max(1.0, width))))
    net.add("hardswish", HS)
    net.add("fc2", Linear(classes))
    return net.build("mobilenet_v3", (1, in_channels, resolution, resolution), options)
