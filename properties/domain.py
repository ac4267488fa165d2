"""The sizes over which a statement is decided: a range for each letter, and what conditions make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from ..reference.errors import InputError
from .evaluation import Evaluator, Undefined
from .nodes import Sym, measurements, symbols
from .statement import Condition

MAX_CASES = 400
SECOND = 150  # how many of the cases are tried again with other sizes of the letters that the statement does not name
FEW = 150  # up to so many cases a box ranges over every letter alike

Point = Mapping[str, Any]
_Corners = tuple[list[dict[str, int]], list[str], list[tuple[int, ...]]]
"""Joint settings of the letters aside, the other letters, and the sizes of these, the smallest first."""


@dataclass(frozen=True)
class Axis:
    """The sizes of one letter: start, start + step, ... without end; `stop` is the last one that a box tries.

    `aside` letters are named nowhere in the statement: a box tries them at three joint settings only.
    """

    start: int
    stop: int
    step: int = 1
    aside: bool = False

    def sizes(self) -> range:
        """The sizes that a box tries."""
        return range(self.start, max(self.stop, self.start) + 1, self.step)


@dataclass(frozen=True)
class Domain:
    """Ranges of letters; `tied` letters follow from others, `filters` throw points out."""

    axes: Mapping[str, Axis]
    tied: Mapping[str, Any] = field(default_factory=dict)
    filters: tuple[Condition, ...] = ()

    def complete(self, point: Point) -> dict[str, Any] | None:
        """The point with its tied letters, or None where it is no case of this domain."""
        return self._completed(dict(point))

    def _completed(self, values: dict[str, Any]) -> dict[str, Any] | None:
        for letter, node in self.tied.items():
            try:
                values[letter] = Evaluator(values)(node)
            except Undefined:
                return None
            axis = self.axes.get(letter)
            if isinstance(values[letter], Fraction) or (axis and values[letter] < axis.start):
                return None
        return values if all(satisfied(c, values) for c in self.filters) else None

    @property
    def free(self) -> dict[str, Axis]:
        """The letters that range, without those that follow from them."""
        return {letter: axis for letter, axis in self.axes.items() if letter not in self.tied}

    def points(self, limit: int = MAX_CASES) -> Iterator[dict[str, Any]]:
        """Every case of a box of at most `limit` sizes, the smallest first."""
        settings, named, corners = self._corners(limit)
        for number, setting in enumerate(settings):
            for sizes in corners if number == 0 else corners[:SECOND]:
                values = self._completed({**setting, **dict(zip(named, sizes, strict=True))})
                if values is not None:
                    yield values

    def _corners(self, limit: int) -> _Corners:
        """The points of the box before ties and filters; kept, because a domain is walked many times."""
        kept = self.__dict__.setdefault("_kept", {})
        if limit not in kept:
            kept[limit] = self._made(limit)
        return kept[limit]

    def _made(self, limit: int) -> _Corners:
        ranges = self.box(limit)
        named = [letter for letter in ranges if not self.free[letter].aside]
        aside = [letter for letter in ranges if self.free[letter].aside]
        if prod(len(sizes) for sizes in ranges.values()) <= min(limit, FEW):
            named, aside = [*named, *aside], []
        settings = [{a: ranges[a][0] for a in aside}]
        if aside:  # pairwise different second sizes, so that no two axes can be mistaken for one another
            settings.append({a: ranges[a][min(1 + i % 2, len(ranges[a]) - 1)] for i, a in enumerate(aside)})
            settings.append({a: ranges[a][-1] for a in aside})
        corners = sorted(product(*(ranges[n] for n in named)))
        corners.sort(key=sum)
        return settings, named, corners

    def box(self, limit: int = MAX_CASES) -> dict[str, range]:
        """The sizes tried for each letter: the widest ranges are shortened until the whole box has at most `limit`."""
        ranges = {letter: axis.sizes() for letter, axis in self.free.items()}
        named = [letter for letter in ranges if not self.free[letter].aside]
        while prod(len(ranges[n]) for n in named) > limit:
            widest = max(named, key=lambda n: len(ranges[n]))
            if len(ranges[widest]) <= 2:
                break
            ranges[widest] = ranges[widest][:-1]
        return ranges

    def with_condition(self, condition: Condition) -> Domain:
        """The part of the domain where a condition holds."""
        left, right = condition.left, condition.right
        if not isinstance(left, Sym) or left.name not in self.free:
            return replace(self, filters=(*self.filters, condition))
        name, axis = left.name, self.free[left.name]
        others = set(symbols(right)) if right is not None else set()
        plain = name not in others and not (right is not None and measurements(right))
        if condition.relation in ("odd", "even"):
            start = axis.start + (axis.start % 2 != (condition.relation == "odd"))
            return self._with_axis(name, replace(axis, start=start, step=2 * axis.step))
        if condition.relation == "==" and plain and others <= set(self.free):
            return replace(self, tied={**self.tied, name: right})
        if condition.relation in (">", ">=") and plain and not others and axis.step == 1:
            bound = Evaluator({})(right)  # type: ignore[arg-type]
            start = max(axis.start, -(-bound // 1) if condition.relation == ">=" else bound // 1 + 1)
            return self._with_axis(name, replace(axis, start=start, stop=max(axis.stop, start + 3)))
        return replace(self, filters=(*self.filters, condition))

    def _with_axis(self, name: str, axis: Axis) -> Domain:
        return replace(self, axes={**self.axes, name: axis})


def satisfied(condition: Condition, values: Point) -> bool:
    """Whether a condition holds at given sizes; where a side has no value it does not."""
    evaluate = Evaluator(values)
    try:
        left = evaluate(condition.left)
        right = evaluate(condition.right) if condition.right is not None else None
    except Undefined:
        return False
    if condition.relation == "divides":
        return left != 0 and Fraction(right) % left == 0  # type: ignore[arg-type]
    if condition.relation in ("odd", "even"):
        return left % 2 == (condition.relation == "odd")
    return compare(left, condition.relation, right)


def compare(left: Any, relation: str, right: Any) -> bool:
    """A relation between two exact values."""
    if relation in ("==", "!="):
        return (left == right) == (relation == "==")
    if not all(isinstance(side, int | Fraction) for side in (left, right)):
        raise InputError(f"{relation} compares two numbers, not a tuple or a set")
    match relation:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right
