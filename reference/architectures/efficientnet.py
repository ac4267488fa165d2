"""EfficientNet (Tan and Le 2019, arXiv:1905.11946, Table 1): B0, and B1 to B7 by compound scaling."""

from math import ceil

from ..layers import Sigmoid, SiLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, inverted_residual, one_of, positive, rounded_channels

# expansion, kernel, output channels, repeats, first stride
BODY = (
    (1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 5, 40, 2, 2), (6, 3, 80, 3, 2),
    (6, 5, 112, 3, 1), (6, 5, 192, 4, 2), (6, 3, 320, 1, 1),
)  # fmt: skip
# variant -> (width, depth, resolution) of the authors' program
VARIANTS = {
    "b0": (1.0, 1.0, 224), "b1": (1.0, 1.1, 240), "b2": (1.1, 1.2, 260), "b3": (1.2, 1.4, 300),
    "b4": (1.4, 1.8, 380), "b5": (1.6, 2.2, 456), "b6": (1.8, 2.6, 528), "b7": (2.0, 3.1, 600),
}  # fmt: skip


def efficientnet(
    *, variant: str = "b0", resolution: int | None = None, in_channels: int = 3, classes: int = 1000
) -> Network:
    """EfficientNet: inverted residuals with squeeze-and-excite (a quarter of the block's input channels) and swish.

    Width scales channels to multiples of 8; depth scales repeats, rounded up (section 3.3).

    >>> efficientnet().shapes()["last.silu"]
    (1, 1280, 7, 7)
    """
    options = locals().copy()
    one_of("efficientnet", "variant", variant, VARIANTS)
    width, depth, usual = VARIANTS[variant]
    options["resolution"] = side = usual if resolution is None else resolution
    positive("efficientnet", resolution=side, in_channels=in_channels, classes=classes)
    net, before = Builder(), rounded_channels(32 * width)
    conv_norm_relu(net, "conv1", before, 3, stride=2, activation=SiLU())
    for stage, (expansion, kernel, channels, repeats, stride) in enumerate(BODY, 1):
        for i in range(ceil(repeats * depth)):
            after, squeeze = rounded_channels(channels * width), (max(1, before // 4), SiLU(), Sigmoid())
            name, hidden, step = f"stage{stage}.block{i + 1}", expansion * before, 1 if i else stride
            inverted_residual(net, name, before, hidden, after, kernel, step, SiLU(), squeeze)
            before = after
    conv_norm_relu(net, "last", rounded_channels(1280 * width), 1, activation=SiLU())
    classifier(net, classes)
    return net.build("efficientnet", (1, in_channels, side, side), options)
