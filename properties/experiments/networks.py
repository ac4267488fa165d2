"""The small networks that are trained, in torch; weights are drawn in a fixed order, so that arms can share them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .training import require_torch


def normalisation(kind: str, channels: int) -> Any:
    """`none`, `batch`, `layer` (over C, H, W of a sample), `group` (groups of four channels) or `instance`."""
    nn = require_torch().nn
    match kind:
        case "none":
            return nn.Identity()
        case "batch":
            return nn.BatchNorm2d(channels)
        case "layer":
            return nn.GroupNorm(1, channels)
        case "group":
            return nn.GroupNorm(channels // 4, channels)
        case "instance":
            return nn.GroupNorm(channels, channels)
    raise ValueError(kind)


def initialised(net: Any, seed: int, gain: float = 1.0) -> Any:
    """The network with He's normal weights times `gain` and biases 0; normalisations keep gamma = 1 and beta = 0.

    Drawn layer by layer from the seed: two networks whose weight layers agree in shape get the same weights.
    He et al. (2015), Delving Deep into Rectifiers, section 2.2.
    """
    torch = require_torch()
    generator = torch.Generator().manual_seed(seed)
    for module in net.modules():
        if isinstance(module, torch.nn.Conv1d | torch.nn.Conv2d | torch.nn.Linear):
            fan_in = module.weight[0].numel()
            with torch.no_grad():
                module.weight.normal_(0, gain * (2 / fan_in) ** 0.5, generator=generator)
                if module.bias is not None:
                    module.bias.zero_()
    return net


def conv_net(
    widths: Sequence[int], strides: Sequence[int], norm: str = "none", layer: Callable[..., Any] | None = None
) -> Any:
    """Layers 3x3 -> normalisation -> ReLU, then the mean over all positions and a linear layer to eight classes.

    `layer(in_channels, out_channels, stride)` makes the convolutions; the standard one is the default.
    """
    nn = require_torch().nn
    parts: list[Any] = []
    channels = 3
    for width, stride in zip(widths, strides, strict=True):
        made = layer(channels, width, stride) if layer else nn.Conv2d(channels, width, 3, stride, 1)
        parts += [made, normalisation(norm, width), nn.ReLU()]
        channels = width
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 8))


def parameters(net: Any) -> int:
    """How many numbers are learned."""
    return sum(weight.numel() for weight in net.parameters())
