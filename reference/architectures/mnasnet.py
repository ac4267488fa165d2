"""MnasNet (Tan et al. 2019, arXiv:1807.11626, Figure 7): A1 with squeeze-and-excite, B1 without."""

from ..layers import ReLU, Sigmoid
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, inverted_residual, multiplier, one_of, positive, rounded_channels

# version -> (expansion, kernel, output channels, repeats, first stride, squeeze-and-excite)
BODY = {
    "A1": (
        (6, 3, 24, 2, 2, False), (3, 5, 40, 3, 2, True), (6, 3, 80, 4, 2, False),
        (6, 3, 112, 2, 1, True), (6, 5, 160, 3, 2, True), (6, 3, 320, 1, 1, False),
    ),
    "B1": (
        (3, 3, 24, 3, 2, False), (3, 5, 40, 3, 2, False), (6, 5, 80, 3, 2, False),
        (6, 3, 96, 2, 1, False), (6, 5, 192, 4, 2, False), (6, 3, 320, 1, 1, False),
    ),
}  # fmt: skip


def mnasnet(
    *, version: str = "B1", width: float = 1.0, resolution: int = 224, in_channels: int = 3, classes: int = 1000
) -> Network:
    """MnasNet; a squeeze-and-excite keeps a quarter of the block's input channels.

    >>> mnasnet().shapes()["last.relu"]
    (1, 1280, 7, 7)
    """
    options = locals().copy()
    one_of("mnasnet", "version", version, BODY)
    positive("mnasnet", resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("mnasnet", "width", width, most=64)
    net, before = Builder(), rounded_channels(32 * width)
    conv_norm_relu(net, "conv1", before, 3, stride=2)
    conv_norm_relu(net, "separable.dw", before, 3, groups=before)
    before = rounded_channels(16 * width)
    conv_norm_relu(net, "separable.project", before, 1, activation=None)
    for stage, (expansion, kernel, channels, repeats, stride, squeezed) in enumerate(BODY[version], 1):
        for i in range(repeats):
            after, squeeze = rounded_channels(channels * width), (max(1, before // 4), ReLU(), Sigmoid())
            name, hidden, step = f"stage{stage}.block{i + 1}", expansion * before, 1 if i else stride
            inverted_residual(net, name, before, hidden, after, kernel, step, ReLU(), squeeze if squeezed else None)
            before = after
    conv_norm_relu(net, "last", 1280, 1)
    classifier(net, classes)
    return net.build("mnasnet", (1, in_channels, resolution, resolution), options)
