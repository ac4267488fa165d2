"""One convention in one note: what only holds by counting otherwise than the note does elsewhere is decided its way.

A formula with P for the padding of both sides together holds, and so does a count of two operations for each
multiply-accumulate: both are customs. A note that pads 5x5 by 2, or writes 2P elsewhere, has chosen the other one, and
(W - F + P)/S + 1 has lost a factor there; so has a single cost that is twice the product of its sizes, among costs that
are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from . import patterns as re
from .claims import Claim
from .counting.conventions import counted_in_products
from .decided import decide

_BOTH_SIDES = re.compile(r"(\w+) counts the padding of both sides together")
_TOTAL = re.compile(r"\btotal_padding=(?!2\*)")
_PER_SIDE = re.compile(r"(?<!total_)\bpadding=(?:[1-9]|\(\w+ - 1\)/2)|\b2\*[Pp]\b")
_WINDOWED = ("conv2d", "depthwise_conv2d", "max_pool2d", "avg_pool2d")
_PADS, _BOTH = (
    r"(?:pad|パディング|余白|詰め|埋め)",
    r"(?:\btotal|\bin all\b|\bboth sides\b|合計|両側|両端|上下|左右|合わせて|半分ずつ)",
)
_TOGETHER = re.compile(rf"{_PADS}[^\n]{{0,60}}{_BOTH}|{_BOTH}[^\n]{{0,60}}{_PADS}|\bp_\{{?[hwHW]", re.IGNORECASE)
_TWO_EACH = "two floating-point operations for each multiply-accumulate"
_OPERATIONS = re.compile(r"FLOP|浮動小数点|additions?\b|加算|足し算|和と積|積と和|\bops\b|operations", re.IGNORECASE)
FEW = 2  # costs that are counted in the other way


@dataclass(frozen=True)
class _Custom:
    """A convention that another excludes: which claims rest on it, which show the other, what they then come to."""

    rests: Callable[[Claim], bool]
    against: Callable[[Claim], bool]
    told: re.Pattern[str]  # words by which the note may have both
    enough: int
    otherwise: Callable[[Claim], str]
    note: str


def _per_side(claim: Claim) -> str:
    letter = _BOTH_SIDES.search(claim.verdict.convention or "")
    if letter is None:
        return _TOTAL.sub("padding=", claim.reading)
    return f"{claim.reading}{',' if ' where ' in claim.reading else ' where'} {letter[1]} = padding"


def _of_both_sides(claim: Claim) -> bool:
    return bool(_TOTAL.search(claim.reading) or _BOTH_SIDES.search(claim.verdict.convention or ""))


def _counts_macs(claim: Claim) -> bool:
    return claim.verdict.predicate == "macs" and claim.reading.startswith("macs(")


def _two_each(claim: Claim) -> bool:
    return _TWO_EACH in (claim.verdict.convention or "")


CUSTOMS = (
    _Custom(
        rests=lambda c: c.verdict.subject in _WINDOWED and _of_both_sides(c),
        against=lambda c: (
            c.verdict.subject in _WINDOWED and _PER_SIDE.search(c.reading) is not None and not _of_both_sides(c)
        ),
        told=_TOGETHER, enough=1, otherwise=_per_side, note="the padding of one side, as elsewhere in the note",
    ),
    _Custom(
        rests=lambda c: _counts_macs(c) and _two_each(c),
        against=lambda c: _counts_macs(c) and c.reading[-1:].isdigit() and not _two_each(c),
        told=_OPERATIONS, enough=FEW, otherwise=lambda c: counted_in_products(c.reading) or c.reading,
        note="multiply-accumulates, as elsewhere in the note",
    ),
)  # fmt: skip


def of_one_convention(claims: Sequence[Claim], words: str) -> list[Claim]:
    """The claims, each that holds by the convention that the others do not have decided by theirs."""
    found = list(claims)
    for custom in CUSTOMS:
        alone = [c for c in found if c.verdict.status in ("holds", "holds_if") and custom.rests(c)]
        against = [c for c in found if c.verdict.status in ("holds", "holds_if") and custom.against(c)]
        if len(alone) == 1 and len({c.line for c in against}) >= custom.enough and not custom.told.search(words):
            found[found.index(alone[0])] = _decided_so(alone[0], custom)
    return found


def _decided_so(claim: Claim, custom: _Custom) -> Claim:
    """The claim under the note's own convention, where that refutes it."""
    statement = custom.otherwise(claim)
    verdict = decide(statement)
    if isinstance(verdict, str) or verdict.status != "refuted":
        return claim
    return replace(claim, reading=statement, verdict=verdict, notes=(*claim.notes, custom.note))
