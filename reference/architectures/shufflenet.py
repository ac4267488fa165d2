"""ShuffleNet (Zhang et al. 2018, arXiv:1707.01083, Table 1): grouped 1x1 convolutions, and a shuffle between them."""

from ..layers import Add, AvgPool2d, BatchNorm, ChannelShuffle, Concat, Conv2d, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, multiplier, one_of, positive

CHANNELS = {1: 144, 2: 200, 3: 240, 4: 272, 8: 384}  # groups -> output channels of stage 2; doubled in stages 3 and 4
REPEATS = (4, 8, 4)


def _unit(net: Builder, name: str, before: int, after: int, stride: int, groups: int, first_groups: int) -> None:
    """Figure 2: grouped 1x1, shuffle, depthwise, grouped 1x1; added (b), or beside a pooled input at stride 2 (c)."""
    source, inner = net.last, after // 4
    out = after - before if stride == 2 else after
    net.add(f"{name}.reduce.conv", Conv2d(inner, (1, 1), groups=first_groups))
    net.add(f"{name}.reduce.norm", BatchNorm())
    net.add(f"{name}.reduce.relu", ReLU())
    net.add(f"{name}.shuffle", ChannelShuffle(groups))
    conv_norm_relu(net, f"{name}.dw", inner, 3, stride, groups=inner, activation=None)
    new = conv_norm_relu(net, f"{name}.restore", out, 1, groups=groups, activation=None)
    if stride == 2:
        pooled = net.add(f"{name}.pool", AvgPool2d(3, 2, 1), source)
        net.add(f"{name}.concat", Concat(), pooled, new)
    else:
        net.add(f"{name}.add", Add(), source, new)
    net.add(f"{name}.relu", ReLU())


def _rounded(channels: float, step: int) -> int:
    """The nearest multiple of `step`, at least one."""
    return max(1, round(channels / step)) * step


def shufflenet(
    *,
    groups: int = 3,
    width: float = 1.0,
    scaled_stem: bool = True,
    resolution: int = 224,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """ShuffleNet "width x" with a number of groups; the width scales all channels (section 4), or all but the stem's.

    The first 1x1 of stage 2 is not grouped, for its input has few channels (section 3.2).

    >>> shufflenet().shapes()["stage4.unit4.relu"]
    (1, 960, 7, 7)
    """
    options = locals().copy()
    one_of("shufflenet", "groups", groups, CHANNELS)
    positive("shufflenet", resolution=resolution, in_channels=in_channels, classes=classes)
    multiplier("shufflenet", "width", width, most=64)
    net, before = Builder(), _rounded(24 * (width if scaled_stem else 1.0), groups)
    conv_norm_relu(net, "conv1", before, 3, stride=2)
    net.add("pool1", MaxPool2d(3, 2, 1))
    for stage, repeats in enumerate(REPEATS, 2):
        step = 4 * groups  # so that the bottleneck's quarter falls into groups
        after = _rounded(CHANNELS[groups] * width, step) * 2 ** (stage - 2)
        for i in range(repeats):
            ungrouped = stage == 2 and i == 0
            _unit(net, f"stage{stage}.unit{i + 1}", before, after, 1 if i else 2, groups, 1 if ungrouped else groups)
            before = after
    classifier(net, classes)
    return net.build("shufflenet", (1, in_channels, resolution, resolution), options)
