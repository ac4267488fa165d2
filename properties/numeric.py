"""Readings of a claim about numbers, and what they say at given sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..reference.errors import InputError
from .domain import compare
from .evaluation import Evaluator, Steps, Undefined
from .extrapolation import is_extrapolated, measure_at
from .nodes import Call, Node, Sym
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
            axes = ", ".join(value)
            raise InputError(f"the output of {slot.subject.name} has the axes {axes}, and no axis {axis.name}")
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
