"""Activation functions, with the names, arguments and defaults of torch.nn.functional."""

from typing import Any

import numpy as np

from . import elementary
from .arguments import Array, as_array, expect, integer


def relu(input: Array, inplace: bool = False) -> Array:
    """max(x, 0) elementwise, NaN for NaN; `inplace` writes the result into the input and returns it.

    >>> relu(np.array([-2, 0, 3]))
    array([0, 0, 3])
    """
    input = as_array("relu", "input", input)
    result = elementary.maximum(input, 0)
    if not inplace:
        return np.asanyarray(result)
    input[...] = result
    return input


def sigmoid(input: Array) -> Array:
    """1 / (1 + exp(-x)) elementwise.

    >>> sigmoid(np.array([0.0, -np.inf]))
    array([0.5, 0. ])
    """
    with np.errstate(all="ignore"):
        return np.asanyarray(1 / (1 + elementary.exp(-as_array("sigmoid", "input", input))))


def tanh(input: Array) -> Array:
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x)) elementwise.

    >>> tanh(np.array([0.0, np.inf]))
    array([0., 1.])
    """
    return np.asanyarray(elementary.tanh(as_array("tanh", "input", input)))


def softmax(input: Array, dim: int | None = None, dtype: Any = None) -> Array:
    """exp(x_i) / sum over `dim` of exp(x_j): along that axis the result is positive and sums to 1.

    The largest element is subtracted first, so that exp does not overflow. Without `dim`: axis 0 for 0, 1 or 3 axes,
    else axis 1 (torch's old default). `dtype` is the type that the input is converted to first.

    >>> softmax(np.array([0.0, 0.0, -np.inf, 0.0, 0.0]), dim=0)
    array([0.25, 0.25, 0.  , 0.25, 0.25])
    """
    input = as_array("softmax", "input", input)
    input = input if dtype is None else input.astype(dtype)
    dim = (0 if input.ndim in (0, 1, 3) else 1) if dim is None else integer("softmax", "dim", dim, -max(input.ndim, 1))
    expect(dim < max(input.ndim, 1), "softmax", f"dim is {dim}", f"an axis of the input {input.shape}")
    values = input.reshape(1) if input.ndim == 0 else input
    if values.size == 0:
        return input.copy()
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        exponentials = elementary.exp(values - np.expand_dims(elementary.largest(values, dim), dim))
        return (exponentials / exponentials.sum(axis=dim, keepdims=True)).reshape(input.shape)
