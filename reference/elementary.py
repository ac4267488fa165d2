"""The primitives that are not + - * /: each dispatches on the number type, so that operations need not.

On arrays of floats and integers they are NumPy's. In arrays of objects, a number that has a method of that name
(`Count.tanh`, `Trace.maximum`) answers for itself. A `Fraction` or an int stays exact in `maximum`, `absolute`,
`sign`, `floor`, and in `sqrt` where it is a perfect square; otherwise it becomes a float here.
"""

import functools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from .numbers import tally_of


def matmul(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The matrix product: the one contraction, of which convolutions and `linear` are made.

    The multiplications in it are the ones called multiply-accumulates; for `Count` numbers they are tallied here.

    >>> matmul(np.array([[1, 2]]), np.array([[3], [4]]))
    array([[11]])
    """
    tally = tally_of(left) or tally_of(right)
    before = tally.multiplications if tally else 0
    with np.errstate(all="ignore"):
        product = np.matmul(left, right)
    if tally:
        tally.macs += tally.multiplications - before
    return product


def maximum(left: Any, right: Any) -> Any:
    """The larger of two numbers; NaN if either is NaN.

    >>> maximum(np.array([1.0, np.nan, -3.0]), 0.0)
    array([ 1., nan,  0.])
    """
    return _elementwise(np.maximum, left, right, scalar=_larger)


def largest(input: np.ndarray, axis: int) -> np.ndarray:
    """The largest number along an axis, NaN if one of them is NaN."""
    if input.dtype != object:
        return np.max(input, axis=axis)
    with np.errstate(all="ignore"):
        return np.frompyfunc(functools.partial(_dispatch, "maximum", _larger), 2, 1).reduce(input, axis=axis)


def sqrt(x: Any) -> Any:
    """The square root; exact for a Fraction or int that is a perfect square.

    >>> sqrt(np.array([Fraction(4, 9)]))
    array([Fraction(2, 3)], dtype=object)
    """
    return _elementwise(np.sqrt, x, scalar=_exact_sqrt)


def exp(x: Any) -> Any:
    """e to the power x."""
    return _elementwise(np.exp, x)


def expm1(x: Any) -> Any:
    """exp(x) - 1, accurate near zero."""
    return _elementwise(np.expm1, x)


def log1p(x: Any) -> Any:
    """log(1 + x), accurate near zero."""
    return _elementwise(np.log1p, x)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return _elementwise(np.tanh, x)


def floor(x: Any) -> Any:
    """The largest integer that is not larger than x."""
    return _elementwise(np.floor, x, scalar=math.floor)


def absolute(x: Any) -> Any:
    """The absolute value."""
    return _elementwise(np.absolute, x, scalar=abs)


def sign(x: Any) -> Any:
    """-1, 0 or 1."""
    return _elementwise(np.sign, x, scalar=lambda number: (number > 0) - (number < 0))


def _elementwise(ufunc: np.ufunc, *arrays: Any, scalar: Callable | None = None) -> Any:
    """The ufunc, or for arrays of objects the number's own method of that name, or else `scalar`."""
    scalar = scalar or functools.partial(_as_float, ufunc)
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        if not any(np.asanyarray(a).dtype == object for a in arrays):
            return ufunc(*arrays)
        return np.frompyfunc(functools.partial(_dispatch, ufunc.__name__, scalar), len(arrays), 1)(*arrays)


def _dispatch(name: str, scalar: Callable, number: Any, *others: Any) -> Any:
    if hasattr(number, name):
        return getattr(number, name)(*others)
    if others and hasattr(others[0], name):  # maximum, the only one with two arguments, is symmetric
        return getattr(others[0], name)(number)
    return scalar(number, *others)


def _as_float(ufunc: np.ufunc, number: Any) -> float:
    with np.errstate(all="ignore"):
        return float(ufunc(float(number)))


def _larger(left: Any, right: Any) -> Any:
    return left if left >= right or left != left else right


def _exact_sqrt(number: Any) -> Any:
    if isinstance(number, Fraction | int) and number >= 0:
        root = Fraction(math.isqrt(number.numerator), math.isqrt(number.denominator))
        if root * root == number:
            return root
    return _as_float(np.sqrt, number)
