"""Sizes too large to run: a count is a polynomial in each size, in steps of the stride, so a few small runs give it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from ..reference.errors import InputError
from .measuring import kept
from .predicates.predicate import Case, Numeric, refuse_sizes

SMALL = {"height": 40, "width": 40, "time": 64, "in_channels": 12, "out_channels": 12, "batch": 6, "in_features": 64,
         "out_features": 64, "growth_rate": 6, "layers": 12}  # fmt: skip
"""The largest size of each role that is run as it is."""


def measure_at(predicate: Numeric, case: Case) -> Any:
    """The predicate's value; where a size is large, from runs at smaller ones by polynomial extrapolation."""
    assert predicate.measure is not None
    large = _large(predicate, case)
    refuse_sizes(case.sizes, large)
    if case.subject.network is not None:  # counted from shapes, whatever the sizes
        return kept(predicate.name, case, predicate.measure)
    if not large:
        return kept(predicate.name, case, predicate.measure)
    return kept(f"{predicate.name} extrapolated", case, lambda c: _extrapolated(predicate, c, large))


def is_extrapolated(predicate: Numeric, case: Case) -> bool:
    """Whether `measure_at` runs smaller sizes instead of those asked for."""
    return case.subject.network is None and bool(_large(predicate, case))


def _large(predicate: Numeric, case: Case) -> list[str]:
    """The roles whose sizes are not run as they are: those too large by themselves, all where they are so together."""
    whole = {role: size for role in SMALL if isinstance(size := case.sizes.get(role), int)}
    if predicate.most is None:
        return [r for r, n in whole.items() if n > SMALL[r] and degree_of(predicate, case, r) is not None]
    able = [r for r in whole if degree_of(predicate, case, r) is not None]
    large = [r for r in able if whole[r] > SMALL[r]]
    run = {r: _nodes(predicate, case, r)[-1] for r in able}
    values = prod(case.at(**{r: run[r] for r in large}).build().input_shape)
    return large if values <= predicate.most else [r for r in able if r in large or case.sizes[r] > run[r]]


def degree_of(predicate: Numeric, case: Case, role: str) -> int | None:
    """A bound on the degree of the value in a size, taken in steps of the stride."""
    key = (case.subject.name, role)
    return predicate.degrees[key] if key in predicate.degrees else case.subject.degrees.get(role, 1)


def _nodes(predicate: Numeric, case: Case, role: str) -> list[int]:
    size, count = case.sizes[role], (degree_of(predicate, case, role) or 0) + 1
    step = case.subject.periods.get(role, 1)
    suffix = "" if role == "time" else f"_{role}"
    stride = case.sizes.get(f"stride{suffix}", 1)
    kernel = case.sizes.get(f"kernel{suffix}", case.sizes.get("kernel_size", 1))
    if role in ("height", "width", "time"):
        step *= kernel if stride == "kernel" else stride
    elif role in ("in_channels", "out_channels"):
        step *= case.sizes.get("groups") or 1  # channels divide into the groups
    least = 1
    if role in ("height", "width", "time"):
        least = kernel * case.sizes.get(f"dilation{suffix}", 1) + 1
    compression = case.sizes.get("compression")
    if role == "in_channels" and isinstance(compression, Fraction):
        step *= compression.denominator  # floor(theta*C) grows evenly in such steps, and is no zero from one step on
        least = compression.denominator
    least = max(least, case.subject.least.get(role, 1))
    first = least + (size - least) % step
    return [first + i * step for i in range(count)]


def _extrapolated(predicate: Numeric, case: Case, large: list[str]) -> Any:
    """Lagrange's formula in each large size, on the grid of small ones."""
    assert predicate.measure is not None
    nodes = {role: _nodes(predicate, case, role) for role in large}
    total: Any = None
    for sizes in product(*nodes.values()):
        weight = Fraction(1)
        for (role, known), size in zip(nodes.items(), sizes, strict=True):
            for other in known:
                if other != size:
                    weight *= Fraction(case.sizes[role] - other, size - other)
        if weight == 0:
            continue
        small = case.at(**dict(zip(nodes, sizes, strict=True)))
        value = kept(predicate.name, small, predicate.measure)
        total = _add(total, value, weight)
    return total


def _add(total: Any, value: Any, weight: Fraction) -> Any:
    if isinstance(value, dict):
        if total and set(total) != set(value):
            raise InputError(f"the axes are not the same at all sizes: {', '.join(total)} and {', '.join(value)}")
        return {key: _add(total[key] if total else None, item, weight) for key, item in value.items()}
    return (total or 0) + weight * value
