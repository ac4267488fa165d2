"""Running one instance of a subject: counted, shaped, traced and by value; what is measured once is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from random import Random
from typing import Any

import numpy as np

from ..reference.counting import Count
from ..reference.errors import InputError
from ..reference.numbers import Tally, Trace, ones
from ..reference.tallied import Tallied
from .predicates.predicate import Case
from .subjects import Instance

_KEPT: dict[tuple[Any, ...], Any] = {}
MAX_KEPT = 100_000
MAX_VALUES = 2_000_000
_WHOLE = np.array([-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0])


def kept(name: str, case: Case, compute: Callable[[Case], Any]) -> Any:
    """The value of a measurement, computed once for each case."""
    key = (name, *case.key())
    if key not in _KEPT:
        if len(_KEPT) >= MAX_KEPT:
            _KEPT.clear()
        _KEPT[key] = compute(case)
    return _KEPT[key]


def tally(instance: Instance) -> tuple[Tally, tuple[int, ...]]:
    """The arithmetic executed in one run, counted as it happens, and the shape of the output."""
    count = Tally()
    arrays = {name: Tallied.of(np.ones(shape), count) for name, shape in instance.arrays.items()}
    return count, instance.run(**arrays).shape


def stored(instance: Instance) -> int:
    """The stored numbers: the sizes of all arrays but the input."""
    return sum(prod(shape) for shape in instance.weights.values())


def live(instance: Instance) -> int:
    """The stored weights on which some output depends: each is set to one alone, over a map of ones."""
    shape = instance.weights["weight"]
    arrays = {name: np.zeros(size) for name, size in instance.arrays.items()}
    arrays["input"] = np.ones((1, instance.arrays["input"][1], *(2 * size + 1 for size in shape[2:])))
    found = 0
    for place in np.ndindex(*shape):
        arrays["weight"] = np.zeros(shape)
        arrays["weight"][place] = 1
        found += bool(np.any(instance.run(**arrays)))
    return found


def output(instance: Instance) -> np.ndarray:
    """The output on zeros, of which only the shape is of interest."""
    return instance.run(**{name: np.zeros(shape) for name, shape in instance.arrays.items()})


def traced(instance: Instance, source: str = "input") -> np.ndarray:
    """The output when every value of one array (the input) is a `Trace` of its own number, in C order."""
    arrays: dict[str, Any] = {name: np.ones(shape, int) for name, shape in instance.arrays.items()}
    shape = instance.arrays[source]
    arrays[source] = np.array([Trace.of(i) for i in range(prod(shape))], dtype=object).reshape(shape)
    return instance.run(**arrays)


def sources(instance: Instance, value: Any) -> np.ndarray:
    """The indices of the inputs that an output's Trace names, one a row."""
    numbers = ones(value.bits) if isinstance(value, Trace) else np.zeros(0, int)
    return np.array(np.unravel_index(numbers, instance.input_shape)).T


def random_arrays(instance: Instance, seed: int = 0) -> dict[str, np.ndarray]:
    """Small whole numbers for every array, none of them zero, so that float arithmetic on them is exact."""
    draw = Random(seed)  # NumPy's generators take longer to load than these few numbers to draw
    octets = {name: np.frombuffer(draw.randbytes(prod(shape)), np.uint8) for name, shape in instance.arrays.items()}
    return {name: _WHOLE[octets[name] % len(_WHOLE)].reshape(shape) for name, shape in instance.arrays.items()}


PARTS = ("pointwise", "depthwise", "convolution", "linear", "layer")
"""The layers of a whole network that a count may be confined to (`part=pointwise`); `layer`: the one of that option."""


def of_layer(counted: Count, name: str) -> tuple[int, int]:
    """The multiply-accumulates and the parameters of one layer of a network."""
    found = [layer for layer in counted.layers if layer.name == name]
    if not found:
        names = ", ".join(x.name for x in counted.layers[:20])
        raise InputError(f"{counted.name} has no layer {name!r}; it has {names} ...")
    return found[0].counted_macs(counted.convention), found[0].parameters(counted.convention)


def confined(counted: Count, sizes: Mapping[str, Any]) -> tuple[int, int]:
    """The multiply-accumulates and the parameters of the part of a network that is asked for."""
    return of_layer(counted, sizes["layer"]) if sizes["part"] == "layer" else of_part(counted.shares(), sizes["part"])


def of_part(shares: Mapping[str, tuple[int, int]], part: str) -> tuple[int, int]:
    """The multiply-accumulates and the parameters of a network's layers of one kind.

    >>> of_part({"conv2d 1x1": (50, 5), "conv2d 3x3 depthwise": (3, 2), "linear": (1, 1)}, "convolution")
    (53, 7)
    """
    chosen = [figures for group, figures in shares.items() if _belongs(group, part)]
    return sum(macs for macs, _ in chosen), sum(parameters for _, parameters in chosen)


def _belongs(group: str, part: str) -> bool:
    depthwise = group.endswith("depthwise")
    return {
        "pointwise": group.startswith("conv") and " 1x1" in group and not depthwise,
        "depthwise": depthwise,
        "convolution": group.startswith("conv"),
        "linear": group == "linear",
    }[part]
