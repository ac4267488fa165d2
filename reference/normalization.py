"""Normalisations, with the names, arguments and defaults of torch.nn.functional.

All four are one formula, y = (x - mean) / sqrt(variance + eps) * weight + bias, with the biased variance; they differ in
the axes over which mean and variance are taken. Symbols: N batch, C channels, * any further axes, G groups.
Mean and variance are exact on exact numbers; the square root is exact only for perfect squares.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import Array, as_array, expect, integer, narrowed, optional_array, widened
from .elementary import sqrt


def statistics(input: Array, axes: Sequence[int]) -> tuple[Array, Array]:
    """The mean and the biased variance over the axes, which are kept with size 1.

    >>> statistics(np.array([[1, 3], [5, 9]]), axes=[1])
    (array([[2.],
           [7.]]), array([[1.],
           [4.]]))
    """
    values, axes = widened(input), tuple(axes)
    count = math.prod(values.shape[axis] for axis in axes)
    with np.errstate(invalid="ignore"):
        mean = values.sum(axis=axes, keepdims=True) / np.array(count, dtype=values.dtype)
        deviation = values - mean
        return mean, (deviation * deviation).sum(axis=axes, keepdims=True) / np.array(count, dtype=values.dtype)


def batch_norm(
    input: Array, running_mean: Array | None, running_var: Array | None, weight: Array | None = None,
    bias: Array | None = None, training: bool = False, momentum: float = 0.1, eps: float = 1e-5,
) -> Array:  # fmt: skip
    """Batch normalisation of (N, C, *): each channel by its mean and variance over N and * (Ioffe and Szegedy 2015).

    With `training` the statistics are the batch's, and running_mean and running_var, if given, are updated in place:
    running = (1 - momentum) * running + momentum * batch, with the unbiased variance. Otherwise the running ones are
    used. All parameters and running statistics have shape (C,).

    >>> batch_norm(np.array([[1.0, 5.0], [3.0, 5.0]]), None, None, training=True, eps=0.0)[:, 0]
    array([-1.,  1.])
    """
    input = _channelled("batch_norm", input)
    channels = (input.shape[1],)
    weight, bias = _affine("batch_norm", weight, bias, channels)
    running = _running("batch_norm", running_mean, running_var, channels, required=not training)
    if not training:
        return _normalized(input, *(_along(s, input) for s in running), _along(weight, input), _along(bias, input), eps)
    axes = [0, *range(2, input.ndim)]
    count = input.size // max(channels[0], 1)
    expect(count != 1, "batch_norm", f"training with input {input.shape}, one value per channel", "more than one value")
    mean, variance = _batch_statistics(input, axes)
    if running and count > 0:
        _update(running, mean.reshape(channels), variance.reshape(channels), count, momentum)
    return _normalized(input, mean, variance, _along(weight, input), _along(bias, input), eps)


def instance_norm(
    input: Array, running_mean: Array | None = None, running_var: Array | None = None, weight: Array | None = None,
    bias: Array | None = None, use_input_stats: bool = True, momentum: float = 0.1, eps: float = 1e-5,
) -> Array:  # fmt: skip
    """Instance normalisation of (N, C, *): each sample's each channel by its own mean and variance over * (Ulyanov 2016).

    With `use_input_stats` False the running statistics (C,) are used instead. With it they are updated in place, if
    given, by the samples' average mean and average unbiased variance.

    >>> instance_norm(np.array([[[1.0, 3.0], [10.0, 30.0]]]), eps=0.0)
    array([[[-1.,  1.],
            [-1.,  1.]]])
    """
    input = _channelled("instance_norm", input)
    channels = (input.shape[1],)
    weight, bias = _affine("instance_norm", weight, bias, channels)
    running = _running("instance_norm", running_mean, running_var, channels, required=not use_input_stats)
    if not use_input_stats:
        return _normalized(input, *(_along(s, input) for s in running), _along(weight, input), _along(bias, input), eps)
    count = math.prod(input.shape[2:])
    expect(count != 1, "instance_norm", f"input has shape {input.shape}, one value per channel", "more than one value")
    mean, variance = _batch_statistics(input, range(2, input.ndim))
    if running:
        with np.errstate(invalid="ignore"):  # an empty batch has no mean: NaN, as in torch
            means = (s.reshape(input.shape[:2]).sum(axis=0) / np.float64(len(input)) for s in (mean, variance))
            _update(running, *means, count, momentum)
    return _normalized(input, mean, variance, _along(weight, input), _along(bias, input), eps)


def layer_norm(
    input: Array, normalized_shape: int | Sequence[int], weight: Array | None = None, bias: Array | None = None,
    eps: float = 1e-5,
) -> Array:  # fmt: skip
    """Layer normalisation: each sample by its mean and variance over the last axes, `normalized_shape` (Ba et al. 2016).

    weight and bias have shape `normalized_shape`.

    >>> layer_norm(np.array([[1.0, 3.0], [10.0, 30.0]]), (2,), eps=0.0)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    input = as_array("layer_norm", "input", input)
    shape = tuple(normalized_shape) if isinstance(normalized_shape, Sequence) else (normalized_shape,)
    shape = tuple(integer("layer_norm", "normalized_shape", size, least=0) for size in shape)
    expect(shape and input.shape[-len(shape) :] == shape, "layer_norm",
           f"normalized_shape is {shape} for an input {input.shape}", "the last axes of the input")
    weight, bias = _affine("layer_norm", weight, bias, shape)
    return _normalized(input, *_batch_statistics(input, range(-len(shape), 0)), weight, bias, eps)


def group_norm(
    input: Array, num_groups: int, weight: Array | None = None, bias: Array | None = None, eps: float = 1e-5
) -> Array:
    """Group normalisation of (N, C, *): each sample's groups of C/G consecutive channels, with * (Wu and He 2018).

    weight and bias have shape (C,). One group is layer normalisation over (C, *), C groups are instance normalisation.

    >>> group_norm(np.array([[1.0, 3.0, 10.0, 30.0]]), num_groups=2, eps=0.0)
    array([[-1.,  1., -1.,  1.]])
    """
    input = _channelled("group_norm", input)
    groups, channels = integer("group_norm", "num_groups", num_groups, least=1), input.shape[1]
    expect(channels % groups == 0, "group_norm", f"num_groups is {groups}", f"a divisor of the {channels} channels")
    weight, bias = _affine("group_norm", weight, bias, (channels,))
    expect(input.size != groups, "group_norm", f"input has shape {input.shape}, one value per group",
           "more than one value")
    grouped = input.reshape(input.shape[0], groups, channels // groups, *input.shape[2:])
    mean, variance = (np.repeat(s.reshape(input.shape[0], groups), channels // groups, axis=1)
                      for s in _batch_statistics(grouped, range(2, grouped.ndim)))  # fmt: skip
    per_channel = (*input.shape[:2], *[1] * (input.ndim - 2))
    affine = _along(weight, input), _along(bias, input)
    return _normalized(input, mean.reshape(per_channel), variance.reshape(per_channel), *affine, eps)


def _normalized(
    input: Array, mean: Any, variance: Any, weight: Array | None, bias: Array | None, eps: float
) -> Array:
    """(x - mean) / sqrt(variance + eps) * weight + bias; mean and variance broadcast against the input."""
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        result = (widened(input) - mean) / sqrt(variance + eps)
        result = result if weight is None else result * weight
        result = result if bias is None else result + bias
    return narrowed(result, input)


def _batch_statistics(input: Array, axes: Sequence[int]) -> tuple[Array, Array]:
    with np.errstate(all="ignore"):
        return statistics(input, axes)


def _channelled(operation: str, input: Any) -> Array:
    input = as_array(operation, "input", input)
    expect(input.ndim >= 2, operation, f"input has shape {input.shape}", "(N, C) or more axes")
    return input


def _along(parameter: Array | None, input: Array) -> Array | None:
    """A parameter (C,) shaped to broadcast along the channels of (N, C, *)."""
    return None if parameter is None else parameter.reshape(-1, *[1] * (input.ndim - 2))


def _affine(operation: str, weight: Any, bias: Any, shape: tuple[int, ...]) -> tuple[Array | None, Array | None]:
    return optional_array(operation, "weight", weight, shape), optional_array(operation, "bias", bias, shape)


def _running(
    operation: str, mean: Any, variance: Any, shape: tuple[int, ...], required: bool
) -> tuple[Array, Array] | tuple[()]:
    """Both running statistics, or neither."""
    mean = optional_array(operation, "running_mean", mean, shape)
    variance = optional_array(operation, "running_var", variance, shape)
    expect((mean is None) == (variance is None) and not (required and mean is None), operation,
           f"running_mean is {_presence(mean)} and running_var is {_presence(variance)}",
           "both (they are used instead of the input's own statistics)" if required else "both or neither")
    return () if mean is None or variance is None else (mean, variance)


def _presence(value: Any) -> str:
    return "None" if value is None else "given"


def _update(running: tuple[Array, Array], mean: Any, variance: Any, count: int, momentum: float) -> None:
    """running = (1 - momentum) * running + momentum * new, in place, with the variance made unbiased."""
    unbiased = variance * count / max(count - 1, 1)
    for statistic, new in zip(running, (mean, unbiased), strict=True):
        statistic[...] = (1 - momentum) * statistic + momentum * new
