"""Normalisations, with the names, arguments and defaults of torch.nn.functional.

All four are one formula, y = (x - mean) / sqrt(variance + eps) * weight + bias, with the biased variance; they differ
in the axes over which mean and variance are taken. Symbols: N batch, C channels, * any further axes, G groups.

Floats are normalised in double precision and rounded once to their own type. On `Fraction`s mean and variance are exact
(see `statistics`); the square root, and so the result, only where variance + eps is a perfect square: give eps=0.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import Array, as_array, expect, integer, narrowed, optional_array, real, widened
from .elementary import sqrt


def statistics(input: Array, axes: Sequence[int]) -> tuple[Array, Array]:
    """The mean and the biased variance over the axes, which are kept with size 1.

    >>> statistics(np.array([[1, 3], [5, 9]]), axes=[1])
    (array([[2.],
           [7.]]), array([[1.],
           [4.]]))
    """
    values, axes = widened(input), tuple(axes)
    count = np.array(math.prod(values.shape[axis] for axis in axes), dtype=values.dtype)
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        mean = values.sum(axis=axes, keepdims=True) / count
        deviation = values - mean
        return mean, (deviation * deviation).sum(axis=axes, keepdims=True) / count


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
    input, momentum = _channelled("batch_norm", input), real("batch_norm", "momentum", momentum)
    affine = _affine("batch_norm", weight, bias, input)
    running = _running("batch_norm", running_mean, running_var, input, required=not training)
    if not training:
        return _normalized("batch_norm", input, _along(running[0], input), _along(running[1], input), *affine, eps)
    count = input.size // max(input.shape[1], 1)
    expect(count != 1, "batch_norm", f"training with input {input.shape}, one value per channel", "more than one value")
    mean, variance = statistics(input, [0, *range(2, input.ndim)])
    if running and count > 0:
        _update(running, mean.reshape(-1), variance.reshape(-1), count, momentum)
    return _normalized("batch_norm", input, mean, variance, *affine, eps)


def instance_norm(
    input: Array, running_mean: Array | None = None, running_var: Array | None = None, weight: Array | None = None,
    bias: Array | None = None, use_input_stats: bool = True, momentum: float = 0.1, eps: float = 1e-5,
) -> Array:  # fmt: skip
    """Instance normalisation of (N, C, *): each sample's each channel by its own mean and variance over *.

    With `use_input_stats` False the running statistics (C,) are used instead. With it they are updated in place, if
    given, by the samples' average mean and average unbiased variance (Ulyanov et al. 2016).

    >>> instance_norm(np.array([[[1.0, 3.0], [10.0, 30.0]]]), eps=0.0)
    array([[[-1.,  1.],
            [-1.,  1.]]])
    """
    input, momentum = _channelled("instance_norm", input), real("instance_norm", "momentum", momentum)
    affine = _affine("instance_norm", weight, bias, input)
    running = _running("instance_norm", running_mean, running_var, input, required=not use_input_stats)
    if not use_input_stats:
        return _normalized("instance_norm", input, _along(running[0], input), _along(running[1], input), *affine, eps)
    count = math.prod(input.shape[2:])
    expect(count != 1, "instance_norm", f"input has shape {input.shape}, one value per channel", "more than one value")
    mean, variance = statistics(input, range(2, input.ndim))
    if running:  # an empty batch has no mean: NaN, as in torch
        average = [statistics(s.reshape(input.shape[:2]), [0])[0][0] for s in (mean, variance)]
        _update(running, average[0], average[1], count, momentum)
    return _normalized("instance_norm", input, mean, variance, *affine, eps)


def layer_norm(
    input: Array, normalized_shape: int | Sequence[int], weight: Array | None = None, bias: Array | None = None,
    eps: float = 1e-5,
) -> Array:  # fmt: skip
    """Layer normalisation: each sample by its mean and variance over its last axes, `normalized_shape`.

    weight and bias have shape `normalized_shape` (Ba et al. 2016).

    >>> layer_norm(np.array([[1.0, 3.0], [10.0, 30.0]]), (2,), eps=0.0)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    input = as_array("layer_norm", "input", input)
    shape = tuple(normalized_shape) if isinstance(normalized_shape, Sequence) else (normalized_shape,)
    shape = tuple(integer("layer_norm", "normalized_shape", size, least=0) for size in shape)
    expect(shape and input.shape[-len(shape) :] == shape, "layer_norm",
           f"normalized_shape is {shape} for an input {input.shape}", "the last axes of the input")
    weight = optional_array("layer_norm", "weight", weight, shape)
    bias = optional_array("layer_norm", "bias", bias, shape)
    return _normalized("layer_norm", input, *statistics(input, range(-len(shape), 0)), weight, bias, eps)


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
    affine = _affine("group_norm", weight, bias, input)
    expect(input.size != groups, "group_norm", f"input has shape {input.shape}, one value per group",
           "more than one value")
    grouped = input.reshape(input.shape[0], groups, channels // groups, *input.shape[2:])
    mean, variance = (np.repeat(statistic.reshape(input.shape[0], groups), channels // groups, axis=1)
                      for statistic in statistics(grouped, range(2, grouped.ndim)))  # fmt: skip
    per_channel = (*input.shape[:2], *[1] * (input.ndim - 2))
    return _normalized("group_norm", input, mean.reshape(per_channel), variance.reshape(per_channel), *affine, eps)


def _normalized(
    operation: str, input: Array, mean: Any, variance: Any, weight: Array | None, bias: Array | None, eps: float
) -> Array:
    """(x - mean) / sqrt(variance + eps) * weight + bias; mean and variance broadcast against the input."""
    real(operation, "eps", eps)
    with np.errstate(all="ignore"):
        result = (widened(input) - mean) / sqrt(variance + eps)
        result = result if weight is None else result * weight
        result = result if bias is None else result + bias
    return narrowed(result, input)


def _channelled(operation: str, input: Any) -> Array:
    input = as_array(operation, "input", input)
    expect(input.ndim >= 2, operation, f"input has shape {input.shape}", "(N, C) or more axes")
    return input


def _along(parameter: Array, input: Array) -> Array:
    """A parameter (C,) shaped to broadcast along the channels of (N, C, *)."""
    return parameter.reshape(-1, *[1] * (input.ndim - 2))


def _affine(operation: str, weight: Any, bias: Any, input: Array) -> tuple[Array | None, Array | None]:
    """weight and bias (C,), shaped to broadcast; None where left out."""
    weight = optional_array(operation, "weight", weight, input.shape[1:2])
    bias = optional_array(operation, "bias", bias, input.shape[1:2])
    return None if weight is None else _along(weight, input), None if bias is None else _along(bias, input)


def _running(operation: str, mean: Any, variance: Any, input: Array, required: bool) -> tuple[Array, ...]:
    """Both running statistics, or neither."""
    for name, given in (("running_mean", mean), ("running_var", variance)):
        expect(given is None or isinstance(given, np.ndarray), operation, f"{name} is {type(given).__name__}",
               "a NumPy array (it is updated in place) or None")
    running = (optional_array(operation, "running_mean", mean, input.shape[1:2]),
               optional_array(operation, "running_var", variance, input.shape[1:2]))  # fmt: skip
    given = tuple(statistic for statistic in running if statistic is not None)
    expect(len(given) == 2 or (not given and not required), operation,
           f"running_mean and running_var: {len(given)} of them given",
           "both (they are used instead of the input's own statistics)" if required else "both or neither")
    return given


def _update(running: tuple[Array, ...], mean: Any, variance: Any, count: int, momentum: float) -> None:
    """running = (1 - momentum) * running + momentum * new, in place, with the variance made unbiased."""
    with np.errstate(all="ignore"):
        unbiased = variance * count / max(count - 1, 1)
        for statistic, new in zip(running, (mean, unbiased), strict=True):
            statistic[...] = (1 - momentum) * statistic + momentum * new
