"""One measurement at given sizes: the second route by which an answer can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..reference.errors import InputError
from .canonical import canonical
from .evaluation import Evaluator
from .expansion import expanded
from .nodes import Call, Items, Node, Sym
from .predicates.predicate import Numeric
from .rendering import to_text
from .space import Space, bare
from .statement import Statement


def measure_expression(expression: Node, values: Mapping[str, Any]) -> Any:
    """The value of an expression with measurements, at sizes of its letters, or of roles by their customary letter."""
    left, space = _space(expression, tuple(values))
    missing = [letter for letter in space.domain.free if letter not in values]
    if missing:
        raise InputError(f"{to_text(expression)} needs a value for {', '.join(missing)}")

    def measured(call: Call, sizes: Mapping[str, Any]) -> Any:
        slot = space.slots[bare(call)]
        case = slot.case(sizes, {})
        if isinstance(slot.predicate, Numeric):
            from .extrapolation import measure_at

            value = measure_at(slot.predicate, case)
            axis = call.option("axis_shown")
            if isinstance(axis, Sym):
                return value[axis.name]
            return tuple(value.values()) if isinstance(value, dict) else value
        if slot.predicate.measure is None:
            raise InputError(f"{call.name}(...) is decided, not measured: it has no value of its own")
        return slot.predicate.measure(case)

    fixed = space.domain.complete(dict(values))
    if fixed is None:
        raise InputError(f"{dict(values)} are no sizes of {to_text(expression)}")
    return Evaluator(fixed, measured)(left)


@lru_cache(maxsize=4096)
def _space(expression: Node, names: tuple[str, ...]) -> tuple[Node, Space]:
    """The expression in canonical form and the space of its sizes; the same whatever values the letters take."""
    letters = Items(tuple(Sym(letter) for letter in names))
    left = expanded(canonical(Statement(expression, "==", letters))).left
    return left, Space(Statement(left, "==", letters))
