"""Normalising known groups of exact numbers: what comes out for each value, with which mean, variance and eps."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ..reference.errors import InputError
from .predicates.predicate import Case
from .subjects import subject


@dataclass(frozen=True)
class Group:
    """The values of one group, whose variance, with and without eps, is the square of a rational number."""

    mean: int
    deviations: tuple[int, ...]
    eps: int
    gamma: int = 1
    beta: int = 0

    @property
    def variance(self) -> Fraction:
        """The biased variance of the values."""
        return Fraction(sum(d * d for d in self.deviations), len(self.deviations))


GROUPS = (
    Group(10, (-3, 3), 16, 5, 7), Group(2, (4, -1, -1, -1, -1), 5, 2, 3), Group(1, (8, -2, -2, -2, -2), 9, 3, 2),
    Group(-4, (-5, 5), 144, 7, -2),
)  # fmt: skip

SQUARE_GROUPS = (Group(4, (-3, 3), 144, 5), Group(8, (-6, 6), 44, 2), Group(-4, (-3, 3), 11, 3))


def groups_of(name: str) -> tuple[Group, ...]:
    """Groups on which a normalisation is exact: for `rms_norm` the mean square is a square, with and without eps."""
    return SQUARE_GROUPS if name == "rms_norm" else GROUPS


def normalised(name: str, group: Group, eps: int, affine: bool) -> list[tuple[int, Any]]:
    """(value, exact output) for each value of a group, as the normalisation of that name gives it.

    >>> normalised("layer_norm", Group(10, (-3, 3), 16), eps=16, affine=False)
    [(7, Fraction(-3, 5)), (13, Fraction(3, 5))]
    """
    one = subject(name)
    if "eps" not in one.roles:
        raise InputError(f"{name} is no normalisation with mean and variance")
    width = len(group.deviations)
    sizes = {role: value for role, value in one.roles.items() if value is not None}
    sizes |= {"batch": 2, "in_channels": 2, "height": 2, "width": width, "groups": 2, "eps": eps, "affine": "true"}
    instance = Case(one, sizes).build()
    # The pattern runs along the width, so whatever axes a group takes in besides, it holds each value equally often.
    row = [Fraction(group.mean + d) for d in group.deviations]
    x = np.empty(instance.input_shape, dtype=object)
    x[...] = row
    weights = {"weight": group.gamma if affine else 1, "bias": group.beta if affine else 0}
    arrays = {n: np.full(shape, Fraction(weights[n]), dtype=object) for n, shape in instance.weights.items()}
    return [(int(value), y) for value, y in zip(row, instance.run(input=x, **arrays)[0, 0, 0], strict=True)]
