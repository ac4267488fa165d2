"""The functions that an implementation under test may provide, and what a call of each may modify.

Argument names and their order are those of the reference, which are torch.nn.functional's.
"""

import functools
import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..reference import operations

FUNCTIONS = (
    "conv1d", "conv2d", "conv_transpose1d", "conv_transpose2d",
    "max_pool2d", "avg_pool2d", "adaptive_avg_pool2d",
    "linear", "relu", "sigmoid", "tanh", "softmax",
    "batch_norm", "layer_norm", "instance_norm", "group_norm",
    "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "causal_conv1d", "masked_conv2d",
    "dense_block", "transition_layer", "residual_block", "gated_residual_layer",
    "mu_law_encode", "mu_law_decode",
)  # fmt: skip

RUNNING = ("running_mean", "running_var")


@functools.cache
def signature(function: str) -> inspect.Signature:
    """The signature of a contract function.

    >>> list(signature("linear").parameters)
    ['input', 'weight', 'bias']
    """
    return inspect.signature(getattr(operations, function))


def bound(function: str, arguments: tuple, options: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call by name, without defaults.

    >>> bound("softmax", (1,), {"dim": 0})
    {'input': 1, 'dim': 0}
    """
    return dict(signature(function).bind(*arguments, **options).arguments)


def by_position(function: str, named: Mapping[str, Any], least: int) -> tuple[tuple, dict[str, Any]]:
    """The arguments split: at least that many, and all that have no default, by position; the others by name.

    >>> by_position("softmax", {"input": 1, "dim": 0}, 0)
    ((1,), {'dim': 0})
    """
    parameters = signature(function).parameters
    required = [name for name, p in parameters.items() if p.default is p.empty]
    first = list(parameters)[: max(least, len(required))]
    positional = tuple(named[name] if name in named else parameters[name].default for name in first)
    return positional, {name: value for name, value in named.items() if name not in first}


def may_modify(function: str, named: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the arguments that a call may modify: running statistics, and the input of `relu(inplace=True)`.

    >>> may_modify("batch_norm", {"training": True}), may_modify("batch_norm", {"training": False})
    (('running_mean', 'running_var'), ())
    """
    if function == "batch_norm" and named.get("training", False):
        return RUNNING
    if function == "instance_norm" and named.get("use_input_stats", True):
        return RUNNING
    if function == "relu" and named.get("inplace", False):
        return ("input",)
    return ()


INT64, FLOAT64 = np.dtype(np.int64), np.dtype(np.float64)


def result_dtype(function: str, named: Mapping[str, Any]) -> tuple[np.dtype, ...]:
    """The dtypes of a call's results: the input's, but int64 for codes and indices, float64 for decoded signals.

    >>> result_dtype("mu_law_encode", {})
    (dtype('int64'),)
    """
    if function == "mu_law_encode":
        return (INT64,)
    if function == "mu_law_decode":
        return (FLOAT64,)
    same = named["input"].dtype
    if function == "max_pool2d" and named.get("return_indices", False):
        return (same, INT64)
    return (same, same) if function == "gated_residual_layer" else (same,)
