"""Deciding one reading on one domain: by proof where there is one, else case by case."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from ..reference.errors import InputError
from .degrees import chosen, degrees
from .domain import Domain
from .grid import corners, only_grows, quotient
from .nodes import symbols
from .numeric import Comparison, Impossible, Judge, Outcome, Reading

GLANCE = 30  # cases that are tried before a proof is: those that fail mostly do so at the smallest sizes
ROOMY = 12  # the size of a map on a grid where kernels must fit into it


def settle(judge: Judge, reading: Reading, domain: Domain, limit: int = 600) -> Outcome:
    """Decides a reading on a domain: proved on a grid where all sides are polynomials, else on every case of a box."""
    first = _first_case(judge, reading, domain)
    if not judge.holds_at(reading, first):
        return Outcome(False, "proved", 1, judge.failure(reading, first))
    equalities = not reading.negated and all(relation == "==" for _, relation, _ in reading.comparisons)
    if equalities:
        outcome = _identity(judge, reading, domain)
        if outcome is not None:
            return outcome
    if not equalities and not reading.negated and _exhausted(judge, reading, domain, limit, most=GLANCE).holds:
        proved = _inequality(judge, reading, domain)
        if proved:
            return proved
    return _exhausted(judge, reading, domain, limit)


def _first_case(judge: Judge, reading: Reading, domain: Domain) -> Mapping[str, Any]:
    refused: InputError | None = None
    for values in domain.points():
        try:
            judge.holds_at(reading, values)
        except Impossible as error:
            refused = refused or error
            continue
        return values
    raise InputError(str(refused) if refused else "no sizes satisfy the conditions of the statement")


def _exhausted(judge: Judge, reading: Reading, domain: Domain, limit: int, most: int | None = None) -> Outcome:
    """Tries every case of a box, or the first few; what was measured once is not run again."""
    cases = 0
    for values in islice(domain.points(limit), most):
        try:
            if not judge.holds_at(reading, values):
                return Outcome(False, "proved", cases + 1, judge.failure(reading, values))
        except Impossible:
            continue
        cases += 1
    return Outcome(True, "exhausted", cases)


def _grid(judge: Judge, reading: Reading, domain: Domain, margin: bool) -> tuple[dict[str, int], list] | None:
    bounds = degrees(judge.space, reading, domain)
    if bounds is None:
        return None
    starts = {n: max(domain.axes[n].start, _safe_start(judge, n, reading) if margin else 0) for n in bounds}
    steps = {n: domain.axes[n].step for n in bounds}
    starts = {n: s + (s - domain.axes[n].start) % steps[n] for n, s in starts.items()}
    grid = corners(starts, steps, bounds)
    if grid is None:
        return None
    points = [domain.complete(point) for point in grid]
    return None if any(p is None for p in points) else (bounds, points)


def _safe_start(judge: Judge, letter: str, reading: Reading) -> int:
    """Without `same` padding a map must be as large as the largest kernel of the grid."""
    for slot in judge.space.slots.values():
        for role, source in slot.sources.items():
            if role in ("height", "width", "time") and not isinstance(source, str | int) and letter in symbols(source):
                suffix = "" if role == "time" else f"_{role}"
                if chosen(slot, f"padding{suffix}", reading.choose) not in ("same", "causal", None):
                    return ROOMY
    return 0


def _identity(judge: Judge, reading: Reading, domain: Domain) -> Outcome | None:
    prepared = _grid(judge, reading, domain, margin=True)
    if prepared is None:
        return None
    _, points = prepared
    for values in sorted(points, key=_extent):
        try:
            if not judge.holds_at(reading, values):
                smallest = _smallest(judge, reading, domain, values)
                return Outcome(False, "proved", len(points), judge.failure(reading, smallest))
        except Impossible:
            return None
    return Outcome(True, "proved" if domain.free else "exhausted", len(points))


def _smallest(judge: Judge, reading: Reading, domain: Domain, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """A smaller failing case than the grid's, which may start higher than the smallest sizes there are."""
    extent = _extent(found)
    for values in domain.points(200):
        try:
            if _extent(values) < extent and not judge.holds_at(reading, values):
                return values
        except Impossible:
            continue
    return found


def _inequality(judge: Judge, reading: Reading, domain: Domain) -> Outcome | None:
    prepared = _grid(judge, reading, domain, margin=False)
    if prepared is None or not prepared[0]:
        return None  # no polynomials, or numbers alone, of which the one case there is has been tried
    bounds, points = prepared
    if all(_proved(judge, reading, comparison, bounds, points) for comparison in reading.comparisons):
        return Outcome(True, "proved", len(points))
    return None


def _proved(judge: Judge, reading: Reading, comparison: Comparison, bounds: dict[str, int], points: list) -> bool:
    """Whether the cross-multiplied difference of two sides, and the denominators, only grow from the least sizes on."""
    left, relation, right = comparison
    if relation in ("==", "!="):
        return False
    differences, denominators = [], []
    for values in points:
        try:
            (a, b), (c, d) = (
                quotient(side, values, lambda call, at=values: judge.measured(call, at, reading))
                for side in (left, right)
            )
        except Impossible:
            return False
        differences.append(c * b - a * d if relation in ("<", "<=") else a * d - c * b)
        denominators.append(b * d)
    return only_grows(denominators, bounds, strict=True) and only_grows(differences, bounds, relation in ("<", ">"))


def _extent(values: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    return sum(values.values()), list(values.values())
