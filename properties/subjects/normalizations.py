"""Normalisations, activations and poolings: operations without a kernel of weights."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...reference import activation, normalization, pooling
from ...reference.elementary import sqrt
from .subject import IMAGE, Instance, Shape, Sizes, Subject, image, pair

# The layouts in which notes show normalisations; a statement about an image fits the first.
_LAYOUTS = {"image": ("NCHW", image), "features": ("NC", lambda s: (s["batch"], s["in_channels"])),
            "sequence": ("NTC", lambda s: (s["batch"], s["time"], s["in_channels"]))}  # fmt: skip


def _layout(sizes: Sizes) -> tuple[str, Shape]:
    axes, shape = _LAYOUTS[sizes["layout"]]
    return axes, shape(sizes)


def _affine(arrays: dict[str, Shape], sizes: Sizes, shape: Shape) -> dict[str, Shape]:
    """With `affine=true` the scale (gamma) and the shift (beta) are stored, with `moving=true` the statistics too."""
    stored = {"weight": shape, "bias": shape} if sizes["affine"] == "true" else {}
    running = {"running_mean": shape, "running_var": shape} if sizes.get("moving") == "true" else {}
    return {**arrays, **stored, **running}


def batch_norm(sizes: Sizes) -> Instance:
    """`batch_norm`, by its batch's statistics (`mode=training`) or by the running ones (`mode=evaluation`)."""
    axes, shape = _layout(sizes)
    training = sizes["mode"] == "training"

    def run(input, weight=None, bias=None, running_mean=None, running_var=None):
        moved = input.swapaxes(1, -1) if axes == "NTC" else input
        running = (running_mean, running_var) if not training else (None, None)
        result = normalization.batch_norm(moved, *running, weight, bias, training, eps=sizes["eps"])
        return result.swapaxes(1, -1) if axes == "NTC" else result

    channels = (sizes["in_channels"],)
    arrays = _affine({"input": shape}, sizes, channels)
    if not training:
        arrays |= {"running_mean": channels, "running_var": channels}
    return Instance(arrays, run, axes, axes)


def layer_norm(sizes: Sizes) -> Instance:
    """`layer_norm` over everything but the batch; in the `sequence` layout (N, T, C) over the last axis."""
    axes, shape = _layout(sizes)
    normalized = shape[2:] if axes == "NTC" else shape[1:]

    def run(input, weight=None, bias=None):
        return normalization.layer_norm(input, normalized, weight, bias, sizes["eps"])

    return Instance(_affine({"input": shape}, sizes, normalized), run, axes, axes)


def instance_norm(sizes: Sizes) -> Instance:
    """`instance_norm` by the input's own statistics; in the `sequence` layout over time, for each channel."""
    axes, shape = _layout(sizes)

    def run(input, weight=None, bias=None):
        moved = input.swapaxes(1, -1) if axes == "NTC" else input
        result = normalization.instance_norm(moved, None, None, weight, bias, eps=sizes["eps"])
        return result.swapaxes(1, -1) if axes == "NTC" else result

    return Instance(_affine({"input": shape}, sizes, (sizes["in_channels"],)), run, axes, axes)


def group_norm(sizes: Sizes) -> Instance:
    """`group_norm` with `groups` groups of channels."""
    axes, shape = _layout(sizes)

    def run(input, weight=None, bias=None):
        return normalization.group_norm(input, sizes["groups"], weight, bias, sizes["eps"])

    return Instance(_affine({"input": shape}, sizes, (shape[1],)), run, axes, axes)


def rms_norm(sizes: Sizes) -> Instance:
    """Each sample by the root of the mean of its squares, no mean taken away (Zhang and Sennrich 2019)."""
    axes, shape = _layout(sizes)
    normalized = shape[2:] if axes == "NTC" else shape[1:]

    def run(input, weight=None):
        squares, _ = normalization.statistics(input * input, range(-len(normalized), 0))
        with np.errstate(all="ignore"):  # nothing but zeros, without eps
            result = input / sqrt(squares + sizes["eps"])
        return result if weight is None else result * weight

    arrays = {"input": shape, **({"weight": normalized} if sizes["affine"] == "true" else {})}
    return Instance(arrays, run, axes, axes)


def _elementwise(name: str, sizes: Sizes) -> Instance:
    operation = getattr(activation, name)
    return Instance({"input": image(sizes)}, lambda input: operation(input), "NCHW", "NCHW")


def _softmax(sizes: Sizes) -> Instance:
    return Instance({"input": image(sizes)}, lambda input: activation.softmax(input, dim=1), "NCHW", "NCHW")


def _pool(name: str, sizes: Sizes) -> Instance:
    operation = getattr(pooling, name)
    kernel = pair(sizes, "kernel")
    stride = tuple(k if s == "kernel" else s for s, k in zip(pair(sizes, "stride"), kernel, strict=True))
    padding = tuple(0 if p == "valid" else p for p in pair(sizes, "padding"))

    def run(input):
        return operation(input, kernel, stride, padding)

    return Instance({"input": image(sizes)}, run, "NCHW", "NCHW")


def global_avg_pool2d(sizes: Sizes) -> Instance:
    """The mean of each channel's whole map."""
    return Instance({"input": image(sizes)}, lambda input: pooling.adaptive_avg_pool2d(input, 1), "NCHW", "NCHW")


_NORM = {**IMAGE, "batch": None, "time": 3, "layout": "image", "affine": "false", "eps": 0}
_LEAST = {"height": 2, "width": 2, "batch": 2, "in_channels": 2}
_POOL = {**IMAGE, "kernel_height": 2, "kernel_width": 2, "stride_height": "kernel", "stride_width": "kernel",
         "padding_height": "valid", "padding_width": "valid"}  # fmt: skip
SUBJECTS = (
    Subject("batch_norm", batch_norm, {**_NORM, "mode": "training", "moving": "false"}, least=_LEAST),
    Subject("layer_norm", layer_norm, _NORM, least=_LEAST, sized_by=frozenset({"height", "width"})),
    Subject("instance_norm", instance_norm, _NORM, least=_LEAST),
    Subject("group_norm", group_norm, {**_NORM, "groups": None}, least=_LEAST),
    Subject("rms_norm", rms_norm, _NORM, least=_LEAST, sized_by=frozenset({"height", "width"})),
    *(Subject(name, partial(_elementwise, name), IMAGE) for name in ("relu", "sigmoid", "tanh")),
    Subject("softmax", _softmax, IMAGE),
    Subject("max_pool2d", partial(_pool, "max_pool2d"), _POOL),
    Subject("avg_pool2d", partial(_pool, "avg_pool2d"), _POOL),
    Subject("global_avg_pool2d", global_avg_pool2d, IMAGE),
)
