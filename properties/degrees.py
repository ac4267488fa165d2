"""Bounds on the degree of a measurement in each letter: what makes a grid of small runs a proof."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .domain import Domain
from .grid import degree
from .nodes import Call, Node, symbols
from .numeric import Reading
from .predicates.predicate import Numeric
from .space import Slot, Space, bare

_LINEAR = frozenset({
    "batch", "in_channels", "out_channels", "height", "width", "time", "kernel_height", "kernel_width", "kernel_size",
    "in_features", "out_features", "multiplier", "growth_rate", "layers", "stacks", "dilation", "dilation_height",
    "dilation_width", "padding", "padding_height", "padding_width", "total_padding", "total_padding_height",
    "total_padding_width",
})  # fmt: skip
"""Roles in which a count is a polynomial, of degree one unless the subject says otherwise."""


def degrees(space: Space, reading: Reading, domain: Domain) -> dict[str, int] | None:
    """A bound on the degree of every cross-multiplied comparison in each letter; None where one is no polynomial."""
    if domain.filters:
        return None
    bounds = {}
    for letter in domain.free:
        worst = 0
        for left, _, right in reading.comparisons:
            found = _in_letter(space, reading, domain, (left, right), letter)
            if found is None:
                return None
            worst = max(worst, found)
        bounds[letter] = worst
    return bounds


def _in_letter(space: Space, reading: Reading, domain: Domain, sides: tuple[Node, Node], letter: str) -> int | None:
    """The degree in one letter, with that in the letters tied to it."""
    total = 0
    tied = {name: degree(node, letter, lambda c, n: None) for name, node in domain.tied.items()}
    for name, inner in ((letter, (1, 0)), *tied.items()):
        if inner == (0, 0):
            continue
        a, b = (degree(side, name, lambda c, n: call_degree(space, c, n, reading)) for side in sides)
        if a is None or b is None or inner is None or inner[1]:
            return None
        total += inner[0] * max(a[0] + b[1], b[0] + a[1])
    return total


def call_degree(space: Space, call: Call, letter: str, reading: Reading) -> int | None:
    """The degree of a measurement in a letter, through every role that the letter has a part in."""
    total = 0
    chain: Slot | None = space.slots[bare(call)]
    while chain is not None:
        for role, source in chain.sources.items():
            if not isinstance(source, str | int) and letter in symbols(source):
                inner = degree(source, letter, lambda c, n: None)
                own = role_degree(chain, role, reading.choose)
                if inner is None or inner[1] or own is None:
                    return None
                total += inner[0] * own
        chain = chain.to
    return total


def chosen(slot: Slot, role: str, choose: Mapping[str, Any]) -> Any:
    """Where a role's value comes from in a reading."""
    return choose[role] if role in slot.open and role in choose else slot.sources.get(role)


def role_degree(slot: Slot, role: str, choose: Mapping[str, Any]) -> int | None:
    """A bound on the degree of a subject's counts in a role; None where they are no polynomial in it."""
    kind = slot.predicate
    assert isinstance(kind, Numeric)
    if (slot.subject.name, role) in kind.degrees:
        return kind.degrees[slot.subject.name, role]
    if role not in _LINEAR:
        return None
    suffix = f"_{role.rsplit('_', 1)[-1]}" if role.endswith(("height", "width")) else ""
    spatial = role in ("height", "width", "time") or role.startswith(("kernel", "padding", "total", "dilation"))
    stride = chosen(slot, f"stride{suffix}", choose)
    if (spatial and stride is not None and not _is_one(stride)) or role in slot.subject.periods:
        return None
    own = slot.subject.degrees.get(role, 1)
    kept = chosen(slot, f"padding{suffix}", choose) in ("same", "causal", None)
    if own is not None and role.startswith("kernel") and not kept:
        own += 1
    return own


def _is_one(source: Any) -> bool:
    return source == 1 or getattr(source, "value", None) == Fraction(1)
