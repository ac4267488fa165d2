"""What the operations accept: arrays, sizes per axis, and one clear sentence for everything else."""

import math
import numbers
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from .errors import InputError
from .numbers import constant

Array = np.ndarray
Sizes = int | Sequence[int]

LARGEST = 2**28  # elements of an array that is made here: sizes may come from strangers


def expect(condition: object, operation: str, given: str, expected: str) -> None:
    """Raise `InputError` in the one form that all operations use, unless the condition holds.

    >>> expect(False, "conv2d", "groups is 3", "a divisor of the 4 input channels")
    Traceback (most recent call last):
    kenzan.reference.errors.InputError: conv2d: groups is 3; expected a divisor of the 4 input channels
    """
    if not condition:
        raise refusal(operation, given, expected)


def refusal(operation: str, given: str, expected: str) -> InputError:
    """What `expect` raises, for checks that run so often that their words are only made when one fails."""
    return InputError(f"{operation}: {given}; expected {expected}")


def as_array(operation: str, argument: str, value: Any) -> Array:
    """The argument as an array of numbers; an array is passed on as it is, subclasses included."""
    try:
        array = np.asanyarray(value)
    except ValueError:  # nested lists of unequal lengths
        array = np.array(None)
    kind = array.dtype.kind
    if kind not in "iufc" and not (kind == "O" and all(map(_is_number, set(map(type, array.flat))))):
        raise refusal(operation, f"{argument} is {type(value).__name__} ({array.dtype})", "an array of numbers")
    return array


def _is_number(kind: type) -> bool:
    """Whether values of a type can be calculated with; also number types that are not of this package."""
    return issubclass(kind, numbers.Number) or (hasattr(kind, "__truediv__") and not issubclass(kind, np.ndarray))


def real(operation: str, argument: str, value: Any) -> Any:
    """The argument, if it is one real number (a float, or an exact one)."""
    expect(isinstance(value, numbers.Real), operation, f"{argument} is {value!r}", "a real number")
    return value


def optional_array(operation: str, argument: str, value: Any, shape: tuple[int, ...]) -> Array | None:
    """The argument as an array of that shape, or None where it was left out."""
    if value is None:
        return None
    array = as_array(operation, argument, value)
    expect(array.shape == shape, operation, f"{argument} has shape {array.shape}", f"shape {shape}")
    return array


def integer(operation: str, argument: str, value: Any, least: int) -> int:
    """The argument as an int that is at least `least`."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or number < least:
        raise refusal(operation, f"{argument} is {value!r}", f"an integer of at least {least}")
    return number


def per_axis(operation: str, argument: str, value: Any, axes: int, least: int) -> tuple[int, ...]:
    """One size per spatial axis: an int (or a sequence of one) stands for all of them.

    >>> per_axis("conv2d", "stride", 2, axes=2, least=1), per_axis("conv2d", "stride", (2, 1), axes=2, least=1)
    ((2, 2), (2, 1))
    """
    listed = isinstance(value, Sequence | np.ndarray) and not isinstance(value, str)
    values: list[Any] = list(value) if listed else [value]
    values = values * axes if len(values) == 1 else values
    try:
        sizes = tuple(operator.index(v) for v in values)
    except TypeError:
        sizes = ()
    if len(sizes) != axes or min(sizes) < least:
        several = f", or {axes} of them" if axes > 1 else ""
        raise refusal(operation, f"{argument} is {value!r}", f"an integer of at least {least}{several}")
    return sizes


def batched(operation: str, input: Array, axes: int) -> tuple[Array, bool]:
    """The input (N, C, *spatial), and whether the batch axis was added to an unbatched (C, *spatial)."""
    if input.ndim not in (axes + 1, axes + 2):
        raise refusal(operation, f"input has {input.ndim} axes (shape {input.shape})",
                      f"{axes + 2} (N, C, and {axes} spatial), or {axes + 1} without the batch")
    return (input[np.newaxis], True) if input.ndim == axes + 1 else (input, False)


def filled(like: Array, shape: tuple[int, ...], value: Any) -> Array:
    """A new array of the same number type (and array class) as `like`."""
    if math.prod(shape) > LARGEST:
        raise InputError(f"an array of shape {shape} would be made; expected at most {LARGEST} elements")
    return np.full_like(like, constant(like, value), shape=shape, order="C", subok=True)


def padded(input: Array, before: Sequence[int], after: Sequence[int], value: Any = 0) -> Array:
    """The input with `value` put around its last axes.

    >>> padded(np.array([[1, 2]]), before=[1], after=[2])
    array([[0, 1, 2, 0, 0]])
    """
    if not any(before) and not any(after):
        return input
    lead = input.ndim - len(before)
    sizes = tuple(b + n + a for b, n, a in zip(before, input.shape[lead:], after, strict=True))
    result = filled(input, input.shape[:lead] + sizes, value)
    inner = (slice(b, b + n) for b, n in zip(before, input.shape[lead:], strict=True))
    result[(..., *inner)] = input
    return result


def widened(input: Array) -> Array:
    """The input in the number type in which statistics are taken: double precision for narrower floats and integers.

    Torch's CPU kernels accumulate in double precision too. Exact, counting and tracing numbers stay what they are.
    """
    return input if input.dtype.kind in "cO" else input.astype(np.result_type(input.dtype, np.float64), copy=False)


def narrowed(result: Array, like: Array) -> Array:
    """The result in the floating type of `like`; a result from integers stays in double precision."""
    return result.astype(like.dtype, copy=False) if like.dtype.kind == result.dtype.kind == "f" else result
