"""WaveNet (van den Oord et al. 2016, arXiv:1609.03499): causal stack, gated residual layers, skip path, softmax."""

from ..layers import Add, CausalConv1d, Conv1d, Multiply, ReLU, Sigmoid, Softmax, Tanh
from ..network import INPUT, Builder, Network
from .parts import one_of, positive

CONDITION = "condition"


def dilations(layers: int, stacks: int) -> list[int]:
    """1, 2, 4, ... for each stack (section 2.1).

    >>> dilations(4, 2)
    [1, 2, 4, 8, 1, 2, 4, 8]
    """
    return [2**l for _ in range(stacks) for l in range(layers)]


def gated_layer(
    net: Builder, name: str, kernel_size: int, dilation: int, residual: int, skip: int, conditioned: bool, last: bool
) -> str:
    """tanh(Wf * x) . sigmoid(Wg * x), then a 1x1 to the residual and a 1x1 to the skip path (equation 2, Figure 4).

    Conditioned, both halves add a 1x1 convolution of the condition (equation 3: one value a channel, stretched over
    time; section 2.5's local form: one a sample).
    """
    before = net.last
    for half, activation in (("filter", Tanh()), ("gate", Sigmoid())):
        summed = net.add(f"{name}.{half}", CausalConv1d(residual, kernel_size, dilation), before)
        if conditioned:
            extra = net.add(f"{name}.{half}_condition", Conv1d(residual, 1), CONDITION)
            summed = net.add(f"{name}.{half}_sum", Add(), summed, extra)
        net.add(f"{name}.{half}_activation", activation, summed)
    net.add(f"{name}.gated", Multiply(), f"{name}.filter_activation", f"{name}.gate_activation")
    out = net.add(f"{name}.skip", Conv1d(skip, 1))
    if not last:  # the last layer's residual output has no reader
        net.add(f"{name}.residual", Conv1d(residual, 1), f"{name}.gated")
        net.add(f"{name}.add", Add(), before, f"{name}.residual")
    return out


def _head(net: Builder, skips: list[str], skip_channels: int, levels: int) -> None:
    """The sum of the skip paths -> ReLU -> 1x1 -> ReLU -> 1x1 -> softmax (Figure 4)."""
    net.add("skips", Add(), *skips)
    net.add("relu1", ReLU())
    net.add("post1", Conv1d(skip_channels, 1))
    net.add("relu2", ReLU())
    net.add("post2", Conv1d(levels, 1))
    net.add("softmax", Softmax())


def wavenet(
    *,
    layers: int = 10,
    stacks: int = 3,
    kernel_size: int = 2,
    residual_channels: int = 32,
    skip_channels: int = 256,
    levels: int = 256,
    conditioning: str = "none",
    condition_channels: int = 16,
    length: int = 4096,
) -> Network:
    """WaveNet on one-hot mu-law codes (N, levels, T); the output is the distribution of the *next* sample at each time.

    The channel numbers are not in the paper; those here are usual.  The first convolution is causal with dilation 1.
    `conditioning`: "none", "global" (a condition (N, channels, 1)) or "local" ((N, channels, T), already upsampled).

    >>> net = wavenet(layers=3, stacks=1, residual_channels=4, skip_channels=8, levels=16, length=32)
    >>> net.shapes()["softmax"]
    (1, 16, 32)
    """
    options = locals().copy()
    positive("wavenet", kernel_size=kernel_size, levels=levels, length=length)
    positive("wavenet", residual_channels=residual_channels, skip_channels=skip_channels)
    positive("wavenet", condition_channels=condition_channels)
    positive("wavenet", layers=layers, most=24)
    positive("wavenet", stacks=stacks, most=100)
    one_of("wavenet", "conditioning", conditioning, ("none", "global", "local"))
    net = Builder()
    net.add("causal", CausalConv1d(residual_channels, kernel_size), INPUT)
    schedule, skips = dilations(layers, stacks), []
    for i, dilation in enumerate(schedule, 1):
        shape = kernel_size, dilation, residual_channels, skip_channels
        skips.append(gated_layer(net, f"layer{i}", *shape, conditioned=conditioning != "none", last=i == len(schedule)))
    _head(net, skips, skip_channels, levels)
    steps = {"global": 1, "local": length}
    conditions = {CONDITION: (1, condition_channels, steps[conditioning])} if conditioning in steps else {}
    return net.build("wavenet", (1, levels, length), options, conditions)
