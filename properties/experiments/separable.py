"""Depthwise separable against standard convolution: at an equal number of parameters, and at equal widths."""

from __future__ import annotations

from functools import partial
from typing import Any

from .images import shapes
from .networks import conv_net, initialised, normalisation, parameters
from .texts import described, listed
from .training import accuracy, require_torch, trained

WIDTHS, WIDE, STRIDES = (8, 8, 16, 16), (16, 16, 32, 32), (1, 2, 1, 2)
SAMPLES, TEST_SAMPLES, RATE, HELD_OUT = 4096, 1024, 0.1, 10_000
MARGIN = 0.02


def separable(in_channels: int, out_channels: int, stride: int) -> Any:
    """Depthwise 3x3 -> BN -> ReLU -> 1x1 convolution; the image's own three channels are convolved as usual.

    Howard et al. (2017), MobileNets, figure 3; there too the first layer is a standard convolution.
    """
    nn = require_torch().nn
    if in_channels == 3:
        return nn.Conv2d(in_channels, out_channels, 3, stride, 1)
    depthwise = nn.Conv2d(in_channels, in_channels, 3, stride, 1, groups=in_channels)
    between = normalisation("batch", in_channels), nn.ReLU()
    return nn.Sequential(depthwise, *between, nn.Conv2d(in_channels, out_channels, 1))


def equal_widths() -> tuple[int, ...]:
    """The widths, all multiplied alike, at which the separable network has about the parameters of the standard one."""
    goal = parameters(conv_net(WIDTHS, STRIDES, "batch"))

    def excess(first: int) -> int:
        widths = tuple(first * width // WIDTHS[0] for width in WIDTHS)
        return abs(parameters(conv_net(widths, STRIDES, "batch", separable)) - goal)

    first = min(range(WIDTHS[0], 8 * WIDTHS[0]), key=excess)
    return tuple(first * width // WIDTHS[0] for width in WIDTHS)


def _compared(seed: int, steps: int, standard: tuple[int, ...], narrow: tuple[int, ...]) -> tuple[float, float]:
    data, test = shapes(SAMPLES, seed), shapes(TEST_SAMPLES, seed + HELD_OUT)
    nets = conv_net(standard, STRIDES, "batch"), conv_net(narrow, STRIDES, "batch", separable)
    first, second = (
        accuracy(trained(initialised(net, seed), data, steps=steps, rate=RATE, seed=seed), test) for net in nets
    )
    return first, second


def _equal_parameters(seed: int, steps: int) -> tuple[float, float]:
    """Test accuracy of the standard network, and of a wider separable one with as many parameters."""
    return _compared(seed, steps, WIDTHS, equal_widths())


def _equal_channels(seed: int, steps: int) -> tuple[float, float]:
    """Test accuracy of the standard network, and of the separable one with the same channels."""
    return _compared(seed, steps, WIDE, WIDE)


_described = partial(described, module="separable", arms=("standard", "separable"), samples=SAMPLES, rate=RATE)

EXPERIMENTS = (
    _described("depthwise_separable_conv2d-accuracy", _equal_parameters, 400, widths=listed(WIDTHS)),
    _described("depthwise_separable_conv2d-accuracy_kept", _equal_channels, 400, widths=listed(WIDE),
               threshold=-MARGIN, margin=f"{MARGIN:.0%}"),
)  # fmt: skip
