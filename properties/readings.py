"""The customary ways to understand a claim about numbers: layouts of a shape, what is counted, which padding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from ..reference.errors import InputError
from .canonical import TOLERANCE, bounds
from .nodes import Bin, Call, Items, Node, Num, Sym
from .numeric import Comparison, Judge, Reading
from .predicates.predicate import Alternative, Numeric
from .space import Slot, Space


def readings(judge: Judge) -> list[Reading]:
    """The readings of a statement in the order in which they are tried; the first is the default."""
    space = judge.space
    layouts = list(_layouts(judge))
    found = [_reading(space, comparisons, shown, name, {}, ()) for comparisons, shown, name in layouts]
    for chosen in _choices(space):
        choose: dict[str, Any] = {}
        for alternative in chosen:
            choose |= alternative.choose
        names = tuple(alternative.name for alternative in chosen)
        found += [_reading(space, c, shown, layout, choose, names) for c, shown, layout in layouts]
    return found


def _reading(space: Space, comparisons, shown, layout: str | None, choose: Mapping[str, Any], names) -> Reading:
    negated = space.statement.relation == "!="
    named = tuple(filter(None, (*names, *_defaults(space, choose), layout)))
    return Reading(tuple(comparisons), choose, named, negated, shown)


def _choices(space: Space) -> Iterator[tuple[Alternative, ...]]:
    """Single alternatives, then pairs, of those that settle something the statement left open."""
    slots = list(space.all_slots())
    able: list[Alternative] = []
    for slot in slots:
        assert isinstance(slot.predicate, Numeric)
        for alternative in slot.predicate.alternatives:
            if alternative not in able and _applies(alternative, slots):
                able.append(alternative)
    yield from ((one,) for one in able)
    for first, second in combinations(able, 2):
        if not set(first.choose) & set(second.choose):
            yield first, second


def _applies(alternative: Alternative, slots: list[Slot]) -> bool:
    """Every role it chooses, as far as a subject has it, must have been left open somewhere, and none settled."""
    if {"linear", "norms"} & set(alternative.choose) and not any(slot.subject.network for slot in slots):
        return False
    touched = [(slot, role) for slot in slots for role in alternative.choose if role in slot.sources]
    settled = any(role not in slot.open for slot, role in touched)
    needed = {role for role in alternative.choose if role.split("_")[0] != "padding"}
    return bool(touched) and not settled and needed <= {role for _, role in touched}


def _defaults(space: Space, choose: Mapping[str, Any]) -> Iterator[str]:
    """What was chosen by default, in words."""
    told: set[str] = set()
    for slot in space.all_slots():
        assert isinstance(slot.predicate, Numeric)
        for role, text in _told(slot, choose):
            if text not in told and role not in choose:
                told.add(text)
                yield text


def _told(slot: Slot, choose: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = slot.predicate
    assert isinstance(kind, Numeric)
    for option, text in kind.names.items():
        if option in slot.open and (option in slot.subject.roles or option in kind.options):
            yield option, text
    shapes = "height" in slot.sources or "time" in slot.sources
    if not shapes or {"height", "time"} & kind.ignores or not kind.tells:
        return
    for role in ("stride_height", "stride"):
        if role in slot.open and slot.sources[role] == 1:
            yield role, "stride 1"
    for role in ("padding_height", "padding"):
        if role in slot.open and slot.sources[role] == "same":
            yield role, "padding that keeps the size"
    if "multiplier" in slot.open:
        yield "multiplier", "one output channel for each input channel"


# What is compared

AXIS_WORDS = {"height": "H", "width": "W", "time": "T", "channels": "C", "batch": "N", "features": "O"}


def _layouts(judge: Judge) -> Iterator[tuple[Sequence[Comparison], tuple[Node, Node] | None, str | None]]:
    """The comparisons a claim comes to: one, or one for each axis of a shape in each layout that fits."""
    statement = judge.space.statement
    left, relation, right = statement.left, statement.relation, statement.right
    shape = isinstance(left, Call) and left.is_measurement and left in judge.space.slots
    slot = judge.space.slots[left] if shape else None  # type: ignore[index]
    kind = slot.predicate if slot else None
    if not (isinstance(kind, Numeric) and kind.layouts):
        yield _plain(left, relation, right), (left, right) if relation in ("~=", "in") else None, None
        return
    assert isinstance(left, Call)
    axes = _axes(judge, left)
    if relation == "in" or not isinstance(right, Items):
        chosen = _scalar_axes(judge.space, axes)
        yield [c for a in chosen for c in _plain(_axis(left, a), relation, right)], None, None
        return
    if relation not in ("==", "!=") or not right.ordered:
        raise InputError(f"{left.name} gives sizes of several axes; they are compared with a tuple, by == or !=")
    fits = kind.fits or (lambda layout, there: set(layout) <= set(there))
    fitting = [layout for layout in kind.layouts if len(layout) == len(right.items) and fits(layout, axes)]
    if not fitting:
        known = ", ".join(f"({', '.join(layout)})" for layout in kind.layouts if fits(layout, axes))
        raise InputError(f"{left.name} has no layout of {len(right.items)} axes; those there are: {known}")
    for layout in fitting:
        comparisons = [(_axis(left, a), "==", item) for a, item in zip(layout, right.items, strict=True)]
        shown = Items(tuple(_axis(left, a) for a in layout)), right
        yield comparisons, shown, f"axes in the order {', '.join(layout)}" if len(layout) > 2 else None


def _plain(left: Node, relation: str, right: Node) -> list[Comparison]:
    if isinstance(left, Items) and isinstance(right, Items) and len(left.items) == len(right.items):
        return [(a, "==", b) for a, b in zip(left.items, right.items, strict=True)]
    if isinstance(right, Items) and right.ordered and relation in ("==", "!="):
        return [(left, "==", item) for item in right.items]  # the same number along every axis
    if relation == "~=":
        low, high = bounds(right)
        return [(low, "<=", left), (left, "<=", high)]
    if relation == "in":
        assert isinstance(right, Items)
        low, high = right.items
        return [(low, "<=", left), (left, "<=", high)]
    return [(left, "==" if relation == "!=" else relation, right)]


def _axis(call: Call, axis: str) -> Call:
    return Call(call.name, call.args, (*call.options, ("axis_shown", Sym(axis))))


def _axes(judge: Judge, call: Call) -> list[str]:
    """The axes that the measurement names, found by making it once."""
    probe = Reading(((call, "==", call),))
    refused = InputError(f"no sizes satisfy the conditions of {judge.space.statement}")
    for values in judge.space.domain.points():
        try:
            return list(judge.measured(call, values, probe))
        except InputError as error:
            refused = error
    raise refused


def _scalar_axes(space: Space, axes: list[str]) -> list[str]:
    """One number for a shape: of the one axis whose letters the statement uses, else of every spatial axis."""
    letters = {role for letter, role in space.roles.items() if role and not space.domain.axes[letter].aside}
    letters |= {key for call in space.slots for key, _ in call.options if key in ("height", "width", "size")}
    high = any(role.endswith("height") for role in letters)
    wide = any(role.endswith("width") for role in letters)
    one = "" if high == wide or "size" in letters else "H" if high else "W"
    return [a for a in axes if a == one] or [a for a in axes if a in "HWT"] or [axes[-1]]


def approximation(statement) -> str | None:
    """How `about` was understood, in words."""
    if statement.relation != "~=":
        return None
    right = statement.right
    if isinstance(right, Num) or (isinstance(right, Bin) and isinstance(right.right, Num)):
        return "'about' means to the printed precision, rounded or cut off"
    return f"'about' means within {float(TOLERANCE):.0%}"
