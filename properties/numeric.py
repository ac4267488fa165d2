"""Deciding claims about numbers: each customary reading is tried in turn, by proof where there is one, else case by case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..reference.errors import InputError
from .domain import Domain, compare
from .evaluation import Evaluator, Steps, Undefined
from .extrapolation import is_extrapolated, measure_at
from .grid import corners, degree, only_grows, quotient
from .nodes import Call, Node, Sym, symbols
from .predicates.predicate import Numeric
from .space import Slot, Space, bare

Comparison = tuple[Node, str, Node]


@dataclass(frozen=True)
class Reading:
    """One way to understand a claim: comparisons that must hold together (or must not), with what it chose."""

    comparisons: tuple[Comparison, ...]
    choose: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    negated: bool = False
    shown: tuple[Node, Node] | None = None
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Failure:
    """A case where a reading does not hold."""

    values: Mapping[str, Any]
    claimed: Any
    measured: Any


@dataclass(frozen=True)
class Outcome:
    """Whether a reading holds, how that is known, and the first case where it does not."""

    holds: bool
    strength: str
    cases: int
    failure: Failure | None = None


class Impossible(InputError):
    """There is no such case: the subject cannot be built with these sizes."""


@dataclass
class Judge:
    """Evaluates readings of one statement over its space; all of it shares one budget of steps."""

    space: Space
    steps: Steps = field(default_factory=Steps)
    extrapolated: bool = False

    def measured(self, call: Call, values: Mapping[str, Any], reading: Reading) -> Any:
        """The value of a measurement at given sizes, by running the reference."""
        slot = self.space.slots.get(call) or self.space.slots[bare(call)]
        self.steps.spend(5)
        key = (id(slot), *(values[letter] for letter in slot.letters))
        if key not in reading.known:
            reading.known[key] = self._run(slot, values, reading)
        value = reading.known[key]
        axis = call.option("axis_shown")
        if not isinstance(axis, Sym):
            return value
        if axis.name not in value:
            raise InputError(f"the output of {slot.subject.name} has the axes {', '.join(value)}, and no axis {axis.name}")
        return value[axis.name]

    def _run(self, slot: Slot, values: Mapping[str, Any], reading: Reading) -> Any:
        assert isinstance(slot.predicate, Numeric)
        case = slot.case(values, reading.choose)
        try:
            value = measure_at(slot.predicate, case)
        except Undefined:
            raise
        except InputError as error:
            raise Impossible(str(error)) from None
        self.extrapolated = self.extrapolated or is_extrapolated(slot.predicate, case)
        return value

    def value(self, node: Node, values: Mapping[str, Any], reading: Reading) -> Any:
        """The exact value of an expression with its measurements; None where it has none."""
        evaluate = Evaluator(values, lambda call, v: self.measured(call, v, reading), self.steps)
        try:
            return evaluate(node)
        except Undefined:
            return None

    def holds_at(self, reading: Reading, values: Mapping[str, Any]) -> bool:
        """Whether a reading holds at given sizes; raises Impossible where there is no such case."""
        results = []
        for left, relation, right in reading.comparisons:
            a, b = self.value(left, values, reading), self.value(right, values, reading)
            results.append(a is not None and b is not None and compare(a, relation, b))
        return all(results) != reading.negated

    def failure(self, reading: Reading, values: Mapping[str, Any]) -> Failure:
        """What was claimed and what was measured at a case where the reading fails."""
        if reading.shown is not None:
            pair = reading.shown
        else:
            pair = next(((a, b) for a, r, b in reading.comparisons if not self._compares(a, r, b, values, reading)),
                        (reading.comparisons[0][0], reading.comparisons[0][2]))  # fmt: skip
        measured, claimed = (self.value(side, values, reading) for side in pair)
        return Failure(dict(values), claimed, measured)

    def _compares(self, a: Node, relation: str, b: Node, values: Mapping[str, Any], reading: Reading) -> bool:
        left, right = self.value(a, values, reading), self.value(b, values, reading)
        return left is not None and right is not None and compare(left, relation, right)

    # Deciding

    def settle(self, reading: Reading, domain: Domain, limit: int = 600) -> Outcome:
        """Decides a reading on a domain: proved on a grid where all sides are polynomials, else on every case of a box."""
        first = self._first_case(reading, domain)
        if not self.holds_at(reading, first):
            return Outcome(False, "proved", 1, self.failure(reading, first))
        equalities = not reading.negated and all(relation == "==" for _, relation, _ in reading.comparisons)
        if equalities:
            outcome = self._identity(reading, domain)
            if outcome is not None:
                return outcome
        outcome = self._exhausted(reading, domain, limit)
        if outcome.holds and not equalities and not reading.negated:
            proved = self._inequality(reading, domain)
            return proved or outcome
        return outcome

    def _first_case(self, reading: Reading, domain: Domain) -> Mapping[str, Any]:
        refused: InputError | None = None
        for values in domain.points():
            try:
                self.holds_at(reading, values)
            except Impossible as error:
                refused = refused or error
                continue
            return values
        raise InputError(str(refused) if refused else "no sizes satisfy the conditions of the statement")

    def _exhausted(self, reading: Reading, domain: Domain, limit: int) -> Outcome:
        cases = 0
        for values in domain.points(limit):
            try:
                if not self.holds_at(reading, values):
                    return Outcome(False, "proved", cases + 1, self.failure(reading, values))
            except Impossible:
                continue
            cases += 1
        return Outcome(True, "exhausted", cases)

    def degrees(self, reading: Reading, domain: Domain) -> dict[str, int] | None:
        """A bound on the degree of every cross-multiplied comparison in each letter; None where one is no polynomial."""
        if domain.filters:
            return None
        bounds = {}
        for letter in domain.free:
            carried = {letter, *(t for t, node in domain.tied.items() if _mentions(node, letter))}
            worst = 0
            for left, _, right in reading.comparisons:
                total = 0
                for name in carried:
                    a, b = (degree(side, name, lambda c, n: self._call_degree(c, n, reading)) for side in (left, right))
                    if a is None or b is None:
                        return None
                    total += max(a[0] + b[1], b[0] + a[1])
                worst = max(worst, total)
            bounds[letter] = worst
        return bounds

    def _call_degree(self, call: Call, letter: str, reading: Reading) -> int | None:
        slot = self.space.slots[bare(call)]
        total = 0
        chain: Slot | None = slot
        while chain is not None:
            for role, source in chain.sources.items():
                if isinstance(source, Node) and letter in _letters(source):
                    inner = degree(source, letter, lambda c, n: None)
                    own = role_degree(chain, role, reading.choose)
                    if inner is None or inner[1] or own is None:
                        return None
                    total += inner[0] * own
            chain = chain.to
        return total

    def _grid(self, reading: Reading, domain: Domain, margin: bool) -> tuple[dict[str, int], list] | None:
        bounds = self.degrees(reading, domain)
        if bounds is None:
            return None
        starts = {n: max(domain.axes[n].start, self._safe_start(n, reading) if margin else 0) for n in bounds}
        steps = {n: domain.axes[n].step for n in bounds}
        starts = {n: s + (s - domain.axes[n].start) % steps[n] for n, s in starts.items()}
        grid = corners(starts, steps, bounds)
        if grid is None:
            return None
        points = [domain.complete(point) for point in grid]
        return None if any(p is None for p in points) else (bounds, points)

    def _safe_start(self, letter: str, reading: Reading) -> int:
        """Without `same` padding a map must be as large as the largest kernel of the grid."""
        for slot in self.space.slots.values():
            for role, source in slot.sources.items():
                if role in ("height", "width", "time") and isinstance(source, Node) and letter in _letters(source):
                    suffix = "" if role == "time" else f"_{role}"
                    if _chosen(slot, f"padding{suffix}", reading.choose) not in ("same", "causal", None):
                        return 12
        return 0

    def _identity(self, reading: Reading, domain: Domain) -> Outcome | None:
        prepared = self._grid(reading, domain, margin=True)
        if prepared is None:
            return None
        _, points = prepared
        for values in sorted(points, key=_extent):
            try:
                if not self.holds_at(reading, values):
                    smallest = self._smallest(reading, domain, values)
                    return Outcome(False, "proved", len(points), self.failure(reading, smallest))
            except Impossible:
                return None
        return Outcome(True, "proved" if domain.free else "exhausted", len(points))

    def _smallest(self, reading: Reading, domain: Domain, found: Mapping[str, Any]) -> Mapping[str, Any]:
        """A smaller failing case than the grid's, which may start higher than the smallest sizes there are."""
        for values in domain.points(200):
            try:
                if _extent(values) < _extent(found) and not self.holds_at(reading, values):
                    return values
            except Impossible:
                continue
        return found

    def _inequality(self, reading: Reading, domain: Domain) -> Outcome | None:
        prepared = self._grid(reading, domain, margin=False)
        if prepared is None:
            return None
        bounds, points = prepared
        if not bounds:
            return None  # numbers alone: the one case there is has been tried
        for left, relation, right in reading.comparisons:
            if relation == "!=":
                return None
            differences, denominators = [], []
            for values in points:
                try:
                    (a, b), (c, d) = (quotient(side, values, lambda call, v=values: self.measured(call, v, reading))
                                      for side in (left, right))  # fmt: skip
                except Impossible:
                    return None
                low, high = (a * d, c * b) if relation in ("<", "<=") else (c * b, a * d)
                differences.append(high - low if relation != "==" else 0)
                denominators.append(b * d)
            strict = relation in ("<", ">")
            if relation == "==" or not only_grows(denominators, bounds, strict=True):
                return None
            if not only_grows(differences, bounds, strict):
                return None
        return Outcome(True, "proved", len(points))


def _letters(node: Node) -> tuple[str, ...]:
    return symbols(node)


def _mentions(node: Node, letter: str) -> bool:
    return letter in _letters(node)


def _chosen(slot: Slot, role: str, choose: Mapping[str, Any]) -> Any:
    source = slot.sources.get(role)
    return choose[role] if role in slot.open and role in choose else source


def _extent(values: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    return sum(values.values()), list(values.values())


_LINEAR = frozenset({
    "batch", "in_channels", "out_channels", "height", "width", "time", "kernel_height", "kernel_width", "kernel_size",
    "in_features", "out_features", "multiplier", "growth_rate", "layers", "stacks", "dilation", "dilation_height",
    "dilation_width", "padding", "padding_height", "padding_width", "total_padding", "total_padding_height",
    "total_padding_width",
})  # fmt: skip


def role_degree(slot: Slot, role: str, choose: Mapping[str, Any]) -> int | None:
    """A bound on the degree of a subject's counts in a role; None where they are no polynomial in it."""
    kind = slot.predicate
    assert isinstance(kind, Numeric)
    if (slot.subject.name, role) in kind.degrees:
        return kind.degrees[slot.subject.name, role]
    if role not in _LINEAR:
        return None
    axis = role.rsplit("_", 1)[-1] if role.endswith(("height", "width")) else "time"
    suffix = "" if axis == "time" else f"_{axis}"
    spatial = role in ("height", "width", "time") or role.startswith(("kernel", "padding", "total", "dilation"))
    stride = _chosen(slot, f"stride{suffix}", choose)
    if spatial and stride is not None and not _is_one(stride) or role in slot.subject.periods:
        return None
    own = slot.subject.degrees.get(role, 1)
    if role.startswith("kernel") and _chosen(slot, f"padding{suffix}", choose) not in ("same", "causal", None):
        own += 1
    return own


def _is_one(source: Any) -> bool:
    return source == 1 or getattr(source, "value", None) == Fraction(1)
