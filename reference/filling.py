"""Arrays in place of shapes: what `measure` runs an operation on."""

import inspect
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

import numpy as np

from .arguments import LARGEST, Array, expect

Function = Callable[..., Any]


def filled(function: Function, arguments: Iterable[Any], options: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The arguments with arrays in place of shapes, wherever the function takes arrays."""
    parameters_ = inspect.signature(function).parameters
    kinds = list(parameters_.values())
    positional = [_fill(a) if _takes_array(kinds[min(i, len(kinds) - 1)], i) else a for i, a in enumerate(arguments)]
    named = {name: _fill(a) if name in parameters_ and _takes_array(parameters_[name], -1) else a
             for name, a in options.items()}  # fmt: skip
    return positional, named


def _takes_array(parameter: inspect.Parameter, position: int) -> bool:
    """By its annotation; without one, every positional argument may be an array."""
    if parameter.annotation is inspect.Parameter.empty:
        return position >= 0
    return _mentions_array(parameter.annotation)


def _mentions_array(annotation: Any) -> bool:
    if isinstance(annotation, str):  # of a module with postponed annotations
        return "Array" in annotation or "ndarray" in annotation
    return annotation is Array or any(_mentions_array(part) for part in get_args(annotation))


def is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(size, int | np.integer) for size in value)


def _fill(value: Any) -> Any:
    """An array for a shape: numbers in (0, 1), none of them zero, exact in binary."""
    if is_shape(value):
        size = math.prod(value)
        expect(min(value, default=0) >= 0 and size <= LARGEST, "measure", f"a shape is {value}",
               f"sizes of at least 0, and at most {LARGEST} elements")
        return ((1 + np.arange(size) % 7) / 8).reshape(value)
    if isinstance(value, list | tuple) and all(part is None or is_shape(part) or _is_array(part) for part in value):
        return [_fill(part) for part in value]
    return value


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def arrays_in(values: Iterable[Any]) -> Iterator[Array]:
    for value in values:
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, list):
            yield from arrays_in(value)


def mapped(function: Callable[[Array], Any], value: Any) -> Any:
    """The value with the function applied to every array in it, however deep in lists, tuples and dictionaries."""
    if isinstance(value, np.ndarray):
        return function(value)
    if isinstance(value, dict):
        return {name: mapped(function, part) for name, part in value.items()}
    if type(value) in (list, tuple):
        return type(value)(mapped(function, part) for part in value)
    return value
