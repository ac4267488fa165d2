"""Numbers that no reader placed, derived from the sizes around them.

A note says "760 個", "comes out as 32x32x24", "about a tenth", and leaves it to its reader to see of which layer and of
which sizes. `derivations` goes the other way round: it takes the number as it stands, and the sizes that the sentence,
its row, the sentences before it and the program text above give, and looks for the layer whose weights, operations,
output or field come to exactly that number. Closed forms only find the candidates; each is then decided by running.

What is found holds (`derivations`); it also speaks for the accused, since a number that a reader refuted and that has a
derivation of its own kind was misread. What is not found says nothing, as a number may come from sizes that stand
elsewhere, unless a well-known mistake with these very sizes leads to it (`accusations`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from .. import patterns as re
from ..counting.axes import one_axis
from ..counting.times import times_said
from ..reading import Reading, View
from ..sizes.counting import kinds_in, plain
from ..sizes.layers import words
from ..vocabulary import UNLEARNED
from . import counts, extents, lengths, shapes, shares, statistics
from .around import LONGEST, Around, around
from .mistakes import mistaken
from .stated import Stated, stated

MOST = 6  # candidates of one number that are decided
MOST_VALUES = 24  # of one sentence; one with more is a listing
LARGE = 999
KINDS = {
    "count": counts.candidates, "shape": shapes.candidates, "extent": extents.candidates, "share": shares.candidates,
    "size": lengths.candidates, "statistics": statistics.candidates,
}  # fmt: skip


def derivations(view: View, taken: list[tuple[int, int]]) -> Iterator[Reading]:
    """A reading for every number of a sentence outside the places that are `taken` already."""
    unexplained = False
    for value in _values(view, taken):
        if value.kind == "share" and unexplained:
            return  # a share of a total that is itself in doubt
        _, found = _tried(view, value)
        unexplained |= not found and value.kind == "count" and value.number > LARGE
        if found:
            notes = ("derived from the sizes around it",)
            yield Reading(found[0], value.start, value.end, notes, tuple(found[1:]), sure=False)


def candidates(view: View, value: Stated, near: Around) -> list[str]:
    """The statements in which a stated value could come out, the likeliest first."""
    found: dict[str, None] = {}
    kinds = ("size", "statistics", value.kind) if value.kind in ("count", "extent") else (value.kind, "statistics")
    kinds = kinds if value.numbers else (value.kind,)
    along = value.kind == "count" and one_axis(view)
    for statement in chain.from_iterable(KINDS[kind](view, value, near) for kind in kinds):
        if along and "(conv2d," in statement:
            continue  # a layer along time has no square window
        found.setdefault(statement)
        if len(found) >= MOST:
            break
    return list(found)


def _tried(view: View, value: Stated) -> tuple[Around, list[str]]:
    """The sizes around a value and its candidates; worked out once, as it is asked for twice."""
    key = f"derived {value.kind} {value.start} {value.end}"
    if key not in view.kept:
        near = around(view, value)
        view.kept[key] = near, [c for c in candidates(view, value, near) if not _of_another_layer(view, value, c)]
    return view.kept[key]


_DILATED = re.compile(r"receptive_field\((?:layer_stack, plan=\w*d\d|dilated)")
_OF_ONE = re.compile(r"(?:params|macs)\(conv2d, [^)]*\) [=~]= ")
_ORDINARY = re.compile(r"(?:普通|通常|標準)(?:的な|の)?\s*(?:畳み?込み|conv)|\b(?:standard|ordinary|regular|plain) conv", re.IGNORECASE)


def _of_another_layer(view: View, value: Stated, statement: str) -> bool:
    """Whether a number told of ordinary layers comes out of others: of one of the two steps, of dilated ones."""
    if statement.startswith("params(") and (own := {m.tag for m in view.sentence.subjects if not m.weak}) and own <= set(UNLEARNED):
        return True  # told of a pooling or an activation, which has no weights
    if _DILATED.search(statement) and words("undilated").search(view.sentence.text.chars[: value.start]):
        return True  # told of a stack without dilations
    start, _ = view.sentence.clause(value.start)
    told = plain(view.sentence.text.chars)[start : value.start]
    if _OF_ONE.match(statement) and times_said(told) > 1:
        return True  # told of several such layers
    if not _ORDINARY.search(told) or ("(depthwise_conv2d" not in statement and "(pointwise_conv2d" not in statement):
        return False
    return {kind for _, _, kind in kinds_in(told)} == {"conv2d"}


def accusations(view: View, taken: list[tuple[int, int]]) -> Iterator[Reading]:
    """A reading for every number outside `taken` that nothing explains but a mistake."""
    for value in _values(view, taken):
        near, explained = _tried(view, value)
        if not explained:
            found = list(islice(mistaken(view, value, near), MOST))
            if found:
                notes = (f"the number is what comes out when {found[0].mistake}",)
                others = tuple(f.statement for f in found[1:])
                yield Reading(found[0].statement, value.start, value.end, notes, others, sure=_is_result(view, value), firm=True)


_WORKED_OUT = re.compile(r"\d\s*[,、]\s*$|[=≈]\s*\**\$?\s*$|(?:half|twice|double|third) (?:of|the)\s*$|(?:半分|[倍割])の\s*$", re.IGNORECASE)


def _is_result(view: View, value: Stated) -> bool:
    """Whether a number is what its sentence comes to: the last one, and no step of a calculation that is written out."""
    chars = view.sentence.text.chars
    if re.search(r"バイアス|\bbias", chars, re.IGNORECASE):
        return not re.search(r"\d", chars[value.end :])  # what the product leaves out is told
    return not re.search(r"\d|^\s*in\s*(?:[;,.)]|$)", chars[value.end :]) and not _WORKED_OUT.search(chars[: value.start])


def _values(view: View, taken: list[tuple[int, int]]) -> Iterator[Stated]:
    """The values outside the places that are taken already; none of a heading or a question."""
    if view.outline.blocks[view.sentence.block].kind == "heading" or view.sentence.words.rstrip().endswith(("?", "？")):
        return
    if len(view.sentence.text) > LONGEST:
        return  # no sentence, but data
    values = list(islice(stated(view), MOST_VALUES + 1))
    if len(values) > MOST_VALUES:
        return  # data again
    for value in sorted(values, key=lambda v: v.kind == "share"):
        if not any(a < value.end and value.start < b for a, b in taken):
            yield value
