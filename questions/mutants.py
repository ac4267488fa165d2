"""Wrong references that a bank of questions should notice: what students, authors and libraries get wrong."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from .mutation import Function, Mutant

MUTANTS: list[Mutant] = []
Arguments = dict[str, Any]


def _alter(
    targets: str, description: str, change: Callable[[Arguments], Arguments] | None = None,
    result: Callable[[Any, Arguments], Any] | None = None,
) -> None:  # fmt: skip
    """For each of the functions a mutant that gets other arguments, or gives another result."""

    def make(right: Function) -> Function:
        signature = inspect.signature(right)

        def wrong(*arguments: Any, **options: Any) -> Any:
            bound = signature.bind(*arguments, **options)
            bound.apply_defaults()
            named = dict(bound.arguments)
            value = right(**{**named, **(change(dict(named)) if change else {})})
            return result(value, named) if result else value

        return wrong

    for target in targets.split():
        MUTANTS.append(Mutant(target, description, make))


def _pair(value: Any) -> tuple[int, int]:
    return tuple(value) if isinstance(value, tuple | list) else (value, value)


def _ungrouped(a: Arguments) -> Arguments:
    """The weight with zeros for the other groups' channels: the same result, at the cost of a dense convolution."""
    groups, weight = a["groups"], np.asanyarray(a["weight"])
    if groups == 1:
        return {}
    rows = np.split(weight, groups)
    wide = [np.concatenate([row if i == g else 0 * row for i in range(groups)], 1) for g, row in enumerate(rows)]
    return {"weight": np.concatenate(wide), "groups": 1}


def _mixed(value: Any, axis: int = 1) -> Any:
    """Each channel with its neighbour added."""
    return value + np.roll(value, 1, axis)


# Padding, stride, dilation, groups
_alter(
    "convolution._paddings", "one more on each side", None, lambda r, a: tuple(tuple(p + 1 for p in side) for side in r)
)
_alter("convolution._paddings", "one less at the end", None, lambda r, a: (r[0], tuple(max(0, p - 1) for p in r[1])))
_alter("convolution._paddings", "all of it at the front", None,
       lambda r, a: (tuple(b + e for b, e in zip(*r, strict=True)), (0,) * len(r[0])))  # fmt: skip
_alter("convolution._paddings", "same padding ignores the dilation",
       lambda a: {"dilation": (1,) * len(a["dilation"])} if isinstance(a["padding"], str) else {})  # fmt: skip
_alter("arguments.padded", "one more after each axis", lambda a: {"after": [n + 1 for n in a["after"]]})
_alter("arguments.padded", "one less before each axis", lambda a: {"before": [max(0, n - 1) for n in a["before"]]})
_alter(
    "convolution.conv2d convolution.conv_transpose2d",
    "swaps the strides",
    lambda a: {"stride": _pair(a["stride"])[::-1]},
)
_alter(
    "convolution.conv2d convolution.conv_transpose2d separable.depthwise_conv2d",
    "ignores the stride",
    lambda a: {"stride": 1},
)
_alter("convolution.conv1d convolution.conv2d wavenet.causal_conv1d", "ignores the dilation", lambda a: {"dilation": 1})
_alter(
    "convolution.conv2d",
    "dilation counted from zero",
    lambda a: {"dilation": tuple(d + 1 for d in _pair(a["dilation"]))},
)
_alter("convolution.conv2d", "computes groups as one dense convolution", _ungrouped)
_alter("convolution.conv2d", "swaps height and width", None, lambda r, a: r.swapaxes(-1, -2))
_alter("convolution.conv2d convolution.conv_transpose2d", "one row short", None, lambda r, a: r[..., 1:, :])
_alter("convolution.conv_transpose2d", "ignores the padding", lambda a: {"padding": 0})
_alter(
    "convolution.conv_transpose2d", "pads one more", lambda a: {"padding": tuple(p + 1 for p in _pair(a["padding"]))}
)

# Depthwise, pointwise, separable
_alter("separable.depthwise_conv2d", "mixes channels", None, lambda r, a: _mixed(r))
_alter("separable.depthwise_conv2d", "drops the multiplier's channels", None, lambda r, a: r[:, : a["input"].shape[1]])
_alter("separable.pointwise_conv2d", "reads the neighbouring pixel", lambda a: {"input": _mixed(a["input"], -1)})
_alter("separable.pointwise_conv2d", "reads each channel alone",
       lambda a: {"input": a["input"][..., :1, :, :], "weight": a["weight"][:, :1]})  # fmt: skip
_alter("separable.depthwise_separable_conv2d", "leaves out the depthwise half",
       None, lambda r, a: np.zeros_like(r))  # fmt: skip

# Causality and masks
_alter("wavenet.causal_conv1d", "sees one step ahead", None, lambda r, a: np.roll(r, -1, -1))
_alter(
    "wavenet.causal_conv1d",
    "does not see the present",
    None,
    lambda r, a: np.concatenate([0 * r[..., :1], r[..., :-1]], -1),
)
_alter("wavenet.causal_conv1d", "one step short", None, lambda r, a: r[..., 1:])
_alter("wavenet.gated_residual_layer", "ignores the dilation", lambda a: {"dilation": 1})
_alter(
    "wavenet.gated_residual_layer", "sees one step ahead", None, lambda r, a: tuple(np.roll(part, -1, -1) for part in r)
)
_alter("wavenet.gated_residual_layer", "passes its input on unchanged", None, lambda r, a: (a["input"], r[1]))
_alter("pixelcnn.raster_mask", "type A sees the pixel itself", lambda a: {"mask_type": "B"})
_alter("pixelcnn.raster_mask", "type B does not see the pixel itself", lambda a: {"mask_type": "A"})
_alter("pixelcnn.raster_mask", "sees the pixel to the right", None, lambda r, a: r | np.roll(r, 1, 1))
_alter("pixelcnn.raster_mask", "sees everything", None, lambda r, a: np.ones_like(r))
_alter("pixelcnn.raster_mask", "sees nothing", None, lambda r, a: np.zeros_like(r))

# Pooling
_alter("pooling.max_pool2d pooling.avg_pool2d", "takes stride 1", lambda a: {"stride": 1})
_alter("pooling.max_pool2d pooling.avg_pool2d", "rounds up", lambda a: {"ceil_mode": True})
_alter("pooling.max_pool2d pooling.avg_pool2d", "mixes channels", None, lambda r, a: _mixed(r))
_alter("pooling.avg_pool2d", "reads one pixel of the window", lambda a: {"kernel_size": 1})
_alter("pooling.adaptive_avg_pool2d", "averages over the channels", None, lambda r, a: r[:, :1])

# Normalisation
_alter("normalization.statistics", "takes the unbiased variance", None, lambda r, a: (r[0], r[1] * 2))
_alter("normalization.statistics", "leaves out the last axis", lambda a: {"axes": list(a["axes"])[:-1]})
_alter("normalization._normalized", "divides by the variance", lambda a: {"variance": a["variance"] * a["variance"]})
_alter("normalization._normalized", "does not subtract the mean", lambda a: {"mean": 0})
_alter("normalization._update", "keeps the biased variance", lambda a: {"count": 10**9})
_alter("normalization.batch_norm", "ignores the mode: always by the batch", lambda a: {"training": True})
_alter("normalization.batch_norm", "each sample by itself", None, lambda r, a: _by_sample(r, a))
_alter("normalization.layer_norm", "each channel by itself",
       lambda a: {"normalized_shape": tuple(a["normalized_shape"])[1:] or a["normalized_shape"]})  # fmt: skip
_alter("normalization.layer_norm", "mixes the batch", None, lambda r, a: _mixed(r, 0))
_alter("normalization.instance_norm", "mixes the batch", None, lambda r, a: _mixed(r, 0))
_alter("normalization.instance_norm", "mixes channels", None, lambda r, a: _mixed(r))
_alter("normalization.group_norm", "one group", lambda a: {"num_groups": 1})
_alter("normalization.group_norm", "a group for each channel", lambda a: {"num_groups": a["input"].shape[1]})

# Blocks
_alter("densenet.dense_block", "adds instead of concatenating", None, lambda r, a: r[:, : np.shape(a["input"])[1]])
_alter("densenet.dense_block", "drops its input", None, lambda r, a: r[:, np.shape(a["input"])[1] :])
_alter("densenet.dense_block", "leaves out the last layer",
       lambda a: {"weights": list(a["weights"])[:-1], "gammas": None, "betas": None})  # fmt: skip
_alter("densenet.transition_layer", "does not pool", None, lambda r, a: np.repeat(np.repeat(r, 2, -1), 2, -2))
_alter("densenet.relu", "is left out", None, lambda r, a: a["input"])
_alter("resnet.residual_block", "concatenates instead of adding", None, lambda r, a: np.concatenate([a["input"], r], 1))
_alter("resnet.residual_block", "has no shortcut", None, lambda r, a: r - a["input"])
_alter("resnet.residual_block", "has one convolution", None, lambda r, a: _once(r, a))


def _by_sample(result: Any, a: Arguments) -> Any:
    """The statistics of each sample alone, where there are any to take."""
    x = a["input"]
    if not a["training"] or x.ndim < 3:
        return result
    axes = tuple(range(2, x.ndim))
    count = int(np.prod([x.shape[axis] for axis in axes]))
    return x - x.sum(axes, keepdims=True) / count


def _once(result: Any, a: Arguments) -> Any:
    from ..reference.convolution import conv2d

    return conv2d(a["input"], a["weight1"], padding="same")
