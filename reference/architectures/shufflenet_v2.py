"""ShuffleNet V2 (Ma et al. 2018, arXiv:1807.11164, Table 5): half of the channels pass by, then all are shuffled."""

from ..layers import ChannelShuffle, Concat, MaxPool2d, Slice
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, one_of, positive

# width -> output channels of stages 2 to 4 and of the last 1x1 convolution
CHANNELS = {
    0.5: (48, 96, 192, 1024), 1.0: (116, 232, 464, 1024), 1.5: (176, 352, 704, 1024), 2.0: (244, 488, 976, 2048),
}  # fmt: skip
REPEATS = (4, 8, 4)


def _worked(net: Builder, name: str, source: str, channels: int, inner: int, stride: int) -> str:
    """1x1, depthwise 3x3, 1x1."""
    net.last = source
    conv_norm_relu(net, f"{name}.a", channels, 1)
    conv_norm_relu(net, f"{name}.dw", inner, 3, stride, groups=channels, activation=None)
    return conv_norm_relu(net, f"{name}.b", channels, 1)


def _unit(net: Builder, name: str, before: int, after: int, stride: int) -> None:
    """Figure 3: split (c), or at stride 2 both branches on the whole input (d); concatenated and shuffled."""
    source, half = net.last, after // 2
    if stride == 1:
        kept = net.add(f"{name}.kept", Slice(0, half), source)
        given = net.add(f"{name}.given", Slice(half, after), source)
    else:
        conv_norm_relu(net, f"{name}.shortcut.dw", before, 3, stride, groups=before, activation=None)
        kept = conv_norm_relu(net, f"{name}.shortcut.pw", half, 1)
        given = source
    new = _worked(net, name, given, half, half, stride)
    net.add(f"{name}.concat", Concat(), kept, new)
    net.add(f"{name}.shuffle", ChannelShuffle(2))


def shufflenet_v2(*, width: float = 1.0, resolution: int = 224, in_channels: int = 3, classes: int = 1000) -> Network:
    """ShuffleNet V2 in the four widths of the paper.

    >>> shufflenet_v2().shapes()["conv5.relu"]
    (1, 1024, 7, 7)
    """
    options = locals().copy()
    one_of("shufflenet_v2", "width", width, CHANNELS)
    positive("shufflenet_v2", resolution=resolution, in_channels=in_channels, classes=classes)
    *stages, last = CHANNELS[width]
    net, before = Builder(), 24
    conv_norm_relu(net, "conv1", before, 3, stride=2)
    net.add("pool1", MaxPool2d(3, 2, 1))
    for stage, (after, repeats) in enumerate(zip(stages, REPEATS, strict=True), 2):
        for i in range(repeats):
            _unit(net, f"stage{stage}.unit{i + 1}", before, after, 1 if i else 2)
            before = after
    conv_norm_relu(net, "conv5", last, 1)
    classifier(net, classes)
    return net.build("shufflenet_v2", (1, in_channels, resolution, resolution), options)
