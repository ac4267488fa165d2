"""`depends_on`: whether outputs depend on certain inputs: other channels or positions, the future, other samples."""

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from ..measuring import kept, random_arrays, sources, traced
from ..subjects import Instance
from .predicate import Case, Finite

Index = tuple[int, ...]
Rows = np.ndarray  # indices of inputs, one a row
_CHANNELS, _POSITIONS = "CIO", "HWT"
MOST_PAIRS = 12  # pairs whose dependence is looked for by value


def measure(case: Case) -> bool:
    """By tracing where the answer is no, which is a proof for these shapes; by a changed output where it is yes."""
    instance = case.build()
    word = case.sizes["input"]
    links = kept("links", case.at(input=""), lambda c: _links(instance))
    if word == "all_past":
        return _reaches_past(instance, links)
    if word in ("all_channels", "all_positions"):
        return _reaches_all(instance, links, _CHANNELS if word == "all_channels" else _POSITIONS)
    return _witness(instance, links, word) is not None


def _links(instance: Instance) -> dict[Index, Rows]:
    cells = traced(instance)
    return {index: sources(instance, cells[index]) for index in np.ndindex(*cells.shape)}


def _witness(instance: Instance, links: dict[Index, Rows], word: str) -> tuple[Index, Index] | None:
    """An output and an input meant by the word with which it changes; None where there is none."""
    pairs = islice(_pairs(instance, links, word), MOST_PAIRS)
    return next((pair for pair in pairs if _changes(instance, *pair)), None)


def _pairs(instance: Instance, links: dict[Index, Rows], word: str) -> Iterator[tuple[Index, Index]]:
    for output, inputs in links.items():
        for input in inputs[_WORDS[word](instance, output, inputs)]:
            yield output, tuple(int(i) for i in input)


def _part(axes: str, rows: Rows, wanted: str) -> Rows:
    return rows[..., [number for number, axis in enumerate(axes) if axis in wanted]]


def _several(parts: Rows) -> Rows:
    """All of them where they are not all the same: what depends on one only has that one for its own."""
    return np.full(len(parts), len(parts) > 0 and bool((parts != parts[0]).any()))


def times(axes: str, rows: Rows) -> Rows:
    """The place in time, or in the raster order of an image, as one number."""
    place = _part(axes, rows, "T") if "T" in axes else _part(axes, rows, "HW")
    return place @ (10_000 ** np.arange(place.shape[-1])[::-1])


def _later(sign: int) -> Callable[[Instance, Index, Rows], Rows]:
    def chosen(instance: Instance, output: Index, inputs: Rows) -> Rows:
        now = times(instance.output_axes, np.array(output))
        return np.sign(times(instance.axes, inputs) - now) == sign

    return chosen


def _other_position(instance: Instance, output: Index, inputs: Rows) -> Rows:
    places = _part(instance.axes, inputs, _POSITIONS)
    own = _part(instance.output_axes, np.array(output), _POSITIONS)
    return _several(places) | (places != own).any(axis=-1) if own.shape == places.shape[1:] else _several(places)


_WORDS: dict[str, Callable[[Instance, Index, Rows], Rows]] = {
    "other_channel": lambda n, o, inputs: _several(_part(n.axes, inputs, _CHANNELS)),
    "other_sample": lambda n, o, inputs: inputs[:, 0] != o[0],
    "other_position": _other_position,
    "future": _later(1),
    "past": _later(-1),
    "present": _later(0),
    "any": lambda n, o, inputs: np.full(len(inputs), True),
}


def _reaches_all(instance: Instance, links: dict[Index, Rows], wanted: str) -> bool:
    shape = [size for axis, size in zip(instance.axes, instance.input_shape, strict=True) if axis in wanted]
    reached = (np.unique(_part(instance.axes, inputs, wanted), axis=0) for inputs in links.values())
    return all(len(parts) == np.prod(shape) for parts in reached)


def _reaches_past(instance: Instance, links: dict[Index, Rows]) -> bool:
    """Whether every output depends on every place before its own, in time or in raster order (no blind spot)."""
    places = np.array(list(np.ndindex(*instance.input_shape)))
    before = times(instance.axes, places)
    for output, inputs in links.items():
        now = times(instance.output_axes, np.array(output))
        if not set(before[before < now].tolist()) <= set(times(instance.axes, inputs).tolist()):
            return False
    return True


def _changes(instance: Instance, output: Index, input: Index) -> bool:
    """Whether another value at the input gives another value at the output, on random whole numbers."""
    for seed in range(3):
        arrays = random_arrays(instance, seed)
        before = instance.run(**arrays)[output]
        changed = arrays["input"].copy()
        changed[input] += 7
        if instance.run(**{**arrays, "input": changed})[output] != before:
            return True
    return False


def witness(case: Case, measured: bool) -> str | None:
    """An output and an input that it depends on, or that there is no such pair."""
    instance = case.build()
    word = case.sizes["input"]
    if not measured:
        return f"no output depends on {_WORDING[word]} ({'x'.join(map(str, instance.input_shape))} input, traced)"
    if word.startswith("all"):
        return f"every output depends on {_WORDING[word]}"
    pair = _witness(instance, _links(instance), word)
    return f"output {pair[0]} changes with input {pair[1]} (axes {instance.axes})" if pair else None


_WORDING = {
    "other_channel": "more than one channel", "other_sample": "another sample", "other_position": "another position",
    "future": "a later input", "past": "an earlier input", "present": "the input of its own time", "any": "any input",
    "all_channels": "all channels", "all_positions": "all positions",
    "all_past": "all earlier inputs",
}  # fmt: skip
PREDICATE = Finite(
    "depends_on",
    measure,
    "what {subject}'s outputs depend on, traced, and changed by value",
    options={"input": (*_WORDS, "all_channels", "all_positions", "all_past"), "output": ("any",)},
    positional=("input",),
    witness=witness,
    names={"mode": "statistics of the batch (training mode)"},
)
