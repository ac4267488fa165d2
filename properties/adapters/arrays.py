"""What the adapters share: NumPy arrays into a library's own and back, and sizes as pairs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..provided import NotProvided


def mapped(value: Any, convert: Callable[[np.ndarray], Any]) -> Any:
    """Every array of a value converted, in a list too; anything else as it is."""
    if isinstance(value, list):
        return [mapped(v, convert) for v in value]
    return convert(value) if isinstance(value, np.ndarray) else value


def returned(result: Any, convert: Callable[[Any], np.ndarray]) -> Any:
    """The results as NumPy arrays: one, or a tuple of them."""
    return tuple(convert(r) for r in result) if isinstance(result, tuple) else convert(result)


def sizes(value: Any, axes: int) -> tuple[int, ...]:
    """A size, or one for each axis, as one for each axis.

    >>> sizes(2, 2), sizes((1, 3), 2)
    ((2, 2), (1, 3))
    """
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * axes


def require(condition: Any, what: str) -> None:
    """Where the library has no operation for the arguments the case is skipped, under this name."""
    if not condition:
        raise NotProvided(what)


def require_batch(input: Any, axes: int) -> None:
    """The library's operation needs a batch axis before channels and `axes` spatial axes."""
    require(len(input.shape) == axes + 2, "input without a batch axis")
