"""`stats_shape`: how the separate means (and variances) are laid out: (C,) for batch, (N,) for layer normalisation."""

from collections.abc import Sequence

import numpy as np

from ...reference.errors import InputError
from ..measuring import kept, sources, traced
from .predicate import Case, Numeric

MOST = 4_000  # values that are traced, each with the set of all those in its group


def measure(case: Case) -> dict[str, int]:
    """For each axis how many different statistics lie along it, from the groups of inputs that share them, traced.

    Upper-case axes are those with statistics of their own (G: groups of channels), lower-case ones all axes, with 1
    where the statistics are shared. Every axis must have a size of 2 or more, or it cannot show.
    """
    return kept("stats_shape", case, _measure)


def _measure(case: Case) -> dict[str, int]:
    instance = case.build()
    cells = traced(instance)
    groups = {getattr(value, "bits", 0) for value in cells.flat}
    counts = {bits.bit_count() for bits in groups}
    partition = len(counts) == 1 and counts != {1} and len(groups) * max(counts) == cells.size
    if cells.shape != instance.input_shape or not partition:
        raise InputError(f"{case.subject.name} takes no statistics of groups of values")
    together = sources(instance, next(iter(cells.flat)))
    own: dict[str, int] = {}
    every: dict[str, int] = {}
    for axis, size, numbers in zip(instance.axes, cells.shape, together.T, strict=True):
        every[axis.lower()] = size // len(np.unique(numbers))
        if axis == "C" and "groups" in case.sizes:
            own["G"] = every["c"]
        elif every[axis.lower()] > 1:
            own[axis] = size
    return {**own, **every}


def _fits(layout: str, axes: Sequence[str]) -> bool:
    """All axes with statistics of their own, or, with ones, all axes there are."""
    own = {axis for axis in axes if axis.isupper()}
    return set(layout) == own if layout.isupper() else set(layout) == {axis for axis in axes if axis.islower()}


PREDICATE = Numeric(
    "stats_shape",
    measure,
    "which inputs share their statistics in {subject}, traced",
    layouts=("C", "N", "NC", "CN", "NG", "GN", "NT", "nchw", "nhwc", "nc", "ntc"),
    fits=_fits,
    most=MOST,
)
