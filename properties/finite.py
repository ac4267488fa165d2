"""Deciding claims whose value is a word, a truth value or a set of axes: on a few instances, option by option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from ..reference.errors import InputError
from .evaluation import Undefined
from .measuring import kept
from .nodes import Call, Items, Node, Sym
from .predicates.predicate import Alternative, Case, Finite
from .rendering import to_text
from .roles import LETTERS
from .space import Slot, Space
from .statement import Statement
from .verdict import Counterexample, Verdict, shown

INSTANCES: tuple[Mapping[str | None, int], ...] = (
    {"batch": 2, "in_channels": 4, "out_channels": 6, "height": 3, "width": 4, "time": 6, "kernel_size": 3, "groups": 2,
     "kernel_height": 3, "kernel_width": 2, "layers": 3, "growth_rate": 2, "multiplier": 2, "in_features": 4,
     "out_features": 3, "stride": 1, "padding": 1, "dilation": 2, "stacks": 1, None: 2},
    {"batch": 3, "in_channels": 6, "out_channels": 3, "height": 4, "width": 3, "time": 7, "kernel_size": 2, "groups": 3,
     "kernel_height": 2, "kernel_width": 3, "layers": 4, "growth_rate": 1, "multiplier": 1, "in_features": 3,
     "out_features": 5, "stride": 2, "padding": 0, "dilation": 1, "stacks": 1, None: 3},
)  # fmt: skip
"""The sizes at which such a predicate is measured: few, small, and different from axis to axis."""

AXES = {"batch": "N", "in_channels": "C", "in_features": "C", "height": "H", "width": "W", "time": "T", "groups": "G"}


@dataclass(frozen=True)
class _Seen:
    """What the instances show for one choice of words: whether all agree with the claim, and one that does not."""

    agrees: bool
    cases: int
    case: Case
    measured: Any


def decide_finite(statement: Statement) -> Verdict:
    """The verdict on a claim of a `Finite` predicate."""
    call = statement.left
    if not isinstance(call, Call) or statement.relation not in ("==", "!="):
        raise InputError(f"{to_text(statement.left)} is compared with a word by == or !=, not by {statement.relation}")
    space = Space(_renamed(replace(statement, negated=False)))
    slot = next(iter(space.slots.values()))
    assert isinstance(slot.predicate, Finite)
    claimed = _claimed(statement.right, slot.predicate)
    wanted = (statement.relation == "==") != statement.negated
    return _Decision(space, slot, slot.predicate, claimed, wanted).verdict()


def _renamed(statement: Statement) -> Statement:
    """Whole networks are measured on their blocks."""
    from .predicates import predicate

    call = statement.left
    assert isinstance(call, Call)
    kind = predicate(call.name)
    assert isinstance(kind, Finite)
    args = tuple(Sym(kind.rename.get(a.name, a.name)) if isinstance(a, Sym) else a for a in call.args)
    return replace(statement, left=Call(call.name, args, call.options), right=Sym("true"))


def _claimed(right: Node, kind: Finite) -> Any:
    if isinstance(right, Sym):
        if kind.values and right.name not in kind.values:
            raise InputError(f"{kind.name}(...) is one of {', '.join(kind.values)}, not {right.name}")
        if kind.values:
            return {"true": True, "false": False}.get(right.name, right.name)
    if isinstance(right, Items) and not kind.values:
        return frozenset(_axis(item) for item in right.items)
    expected = ", ".join(kind.values) if kind.values else "a set of axes such as {N, H, W}"
    raise InputError(f"{kind.name}(...) is compared with {expected}, not with {to_text(right)}")


def _axis(item: Node) -> str:
    if isinstance(item, Sym):
        role = next((r for r in LETTERS.get(item.name, (item.name,)) if r in AXES), None)
        if role or item.name in AXES.values():
            return AXES[role] if role else item.name
    raise InputError(f"{to_text(item)} is no axis; the axes are N, C, H, W, T and G, a group of channels")


@dataclass(frozen=True)
class _Decision:
    space: Space
    slot: Slot
    kind: Finite
    claimed: Any
    wanted: bool

    def verdict(self) -> Verdict:
        """Holds where every choice agrees, holds_if where some do, refuted where none does."""
        choices = list(self._choices())
        seen = [self._seen(choose, {}) for choose in choices]
        agreeing = [choose for choose, one in zip(choices, seen, strict=True) if one.agrees]
        other = self._otherwise() if self.wanted != bool(agreeing) else None
        if len(agreeing) == len(choices):
            if other:  # denied, and wrong in the usual reading, but right in another customary one
                return replace(self._holds(seen, None), status="holds_if", condition=f"not meant: {other[0].name}")
            return self._holds(seen, None)
        if other:
            return self._holds([other[1]], other[0])
        failed = next(one for one in seen if not one.agrees)
        counterexample = self._counterexample(failed)
        told, convention = self._evidence(seen), self._convention()
        if not agreeing:
            return Verdict("refuted", self.kind.strength, told, None, counterexample, convention)
        condition = " or ".join(" and ".join(self._said(*word) for word in choose.items()) for choose in agreeing)
        return Verdict("holds_if", self.kind.strength, told, condition, counterexample, convention)

    def _otherwise(self) -> tuple[Alternative, _Seen] | None:
        """Another customary reading in which the claim, not its denial, is right."""
        for alternative in self.kind.alternatives:
            if set(alternative.choose) <= self.slot.open:
                try:
                    one = self._seen({}, alternative.choose)
                except InputError:
                    continue  # the subject does not take that layout
                if one.agrees == self.wanted:
                    return alternative, one
        return None

    def _said(self, option: str, word: str) -> str:
        return self.kind.open[option].get(word, f"{option} = {word}")

    def _choices(self) -> Iterator[dict[str, str]]:
        free = [option for option in self.kind.open if option in self.slot.open]
        words = [self.kind.options[option] for option in free]
        for chosen in product(*words):
            yield dict(zip(free, chosen, strict=True))

    def _seen(self, choose: Mapping[str, Any], alternative: Mapping[str, Any]) -> _Seen:
        first: _Seen | None = None
        refused: InputError | None = None
        cases = 0
        for sizes in INSTANCES:
            values = self._values(sizes)
            if values is None:
                continue
            try:
                case = self.slot.case(values, {**choose, **alternative})
                assert self.kind.measure is not None
                measured = kept(self.kind.name, case, self.kind.measure)
            except InputError as error:
                refused = refused or error
                continue
            cases += 1
            agrees = self._matches(measured) == self.wanted
            if first is None or (first.agrees and not agrees):
                first = _Seen(agrees, cases, case, measured)
        if first is None:
            raise refused or InputError(f"{self.space.statement} has no case that can be run")
        return replace(first, cases=cases)

    def _matches(self, measured: Any) -> bool:
        if self.kind.values and isinstance(measured, frozenset):
            return self.claimed in measured
        return measured == self.claimed

    def _values(self, sizes: Mapping[str | None, int]) -> dict[str, Any] | None:
        domain = self.space.domain
        point = {letter: sizes.get(self.space.roles[letter], 2) for letter in domain.free}
        try:
            return domain.complete(point)
        except Undefined:
            return None

    # In words

    def _holds(self, seen: list[_Seen], alternative: Alternative | None) -> Verdict:
        return Verdict("holds", self.kind.strength, self._evidence(seen), convention=self._convention(alternative))

    def _evidence(self, seen: list[_Seen]) -> str:
        cases = sum(one.cases for one in seen)
        told = f"{self.kind.what.format(subject=self.slot.subject.name)}, on {cases} instance{'s' * (cases != 1)}"
        values = dict.fromkeys(shown(one.measured) for one in seen)
        return f"{told}: {' or '.join(values)}"

    def _convention(self, alternative: Alternative | None = None) -> str | None:
        chosen = set(alternative.choose) if alternative else set()
        names = [text for option, text in self.kind.names.items() if option in self.slot.open and option not in chosen]
        return "; ".join(([alternative.name] if alternative else []) + names) or None

    def _counterexample(self, seen: _Seen) -> Counterexample:
        roles = seen.case.subject.roles
        sizes = {r: v for r, v in seen.case.sizes.items() if isinstance(v, int) and roles.get(r, 0) is None}
        witness = self.kind.witness(seen.case, seen.measured) if self.kind.witness else None
        claimed = shown(self.claimed) if self.wanted else f"not {shown(self.claimed)}"
        measured = seen.measured
        if self.kind.values and isinstance(measured, frozenset):
            measured = min(measured, default="none of the words")
        return Counterexample(sizes, claimed, shown(measured), witness)
