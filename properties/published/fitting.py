"""The choice among a few ways of counting: the first is the default; what fits is named, else what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ...reference.errors import InputError
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding

ROUNDED = (("down", "rounded down (truncated)"), ("up", "rounded up"))


def fitted(entry: Entry, tried: Sequence[tuple[str, Fraction | int]], reason: str = "", rounded: int = 2) -> Finding:
    """The finding on values computed in several ways; rounding down or up is tried for the first `rounded` of them.

    >>> tried = [("all layers", 50), ("convolutions", 49)]
    >>> finding = fitted(Entry("id", "model", "layers", 49), tried)
    >>> finding.status, finding.convention, finding.reason
    ('reproduces only under', 'convolutions', 'by default 50')
    """
    if entry.number is None:
        raise InputError(f"the value {entry.value!r} is not understood; expected a number")
    words, default = tried[0]
    if entry.agrees(default):
        return Finding(entry, REPRODUCES, entry.shown(default), words, reason or f"computed {exactly(default)}")
    rest = f"by default {entry.shown(default)}" + (f"; {reason}" if reason else "")
    found = [Finding(entry, UNDER, entry.shown(v), w, rest) for w, v in tried[1:] if entry.agrees(v)]
    for how, remark in ROUNDED:
        found += [
            Finding(entry, UNDER, entry.shown(v), f"{w}, {remark}", rest)
            for w, v in tried[:rounded] if entry.agrees(v, how)
        ]  # fmt: skip
    if found:
        return replace(found[0], others=tuple(found[1:]))
    near_words, near = min(tried, key=lambda one: abs(Fraction(one[1]) / entry.scale - (entry.number or 0)))
    nearest = "" if near == default else f"; nearest: {entry.shown(near)}, {near_words}"
    said = f"computed {exactly(default)}, under no convention tried the printed figure{nearest}"
    return Finding(entry, WRONG, entry.shown(default), words, f"{said}; {reason}" if reason else said)


def exactly(value: Fraction | int) -> str:
    """A whole number with commas, another with six digits."""
    value = Fraction(value)
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):.6g}"
