"""Numbers that no reader placed, derived from the sizes around them.

A note says "760 個", "comes out as 32x32x24", "about a tenth", and leaves it to its reader to see of which layer and of
which sizes. `derivations` goes the other way round: it takes the number as it stands, and the sizes that the sentence,
its row, the sentences before it and the program text above give, and looks for the layer whose weights, operations,
output or field come to exactly that number. Closed forms only find the candidates; each is then decided by running.

What is found holds. What is not found says nothing: a number may come from sizes that stand elsewhere, so nobody is
ever accused by this. The module also speaks for the accused: a number that a reader refuted, and that has a derivation
of its own kind, was misread.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..reading import Reading, View
from . import counts, extents, shapes, shares
from .around import Around, around
from .stated import Stated, stated

MOST = 6  # candidates of one number that are decided
LARGE = 999
KINDS = {"count": counts.candidates, "shape": shapes.candidates, "extent": extents.candidates, "share": shares.candidates}


def derivations(view: View, taken: list[tuple[int, int]]) -> Iterator[Reading]:
    """A reading for every number of a sentence outside the places that are `taken` already."""
    if view.outline.blocks[view.sentence.block].kind == "heading" or view.sentence.words.rstrip().endswith(("?", "？")):
        return
    unexplained = False
    for value in sorted(stated(view), key=lambda v: v.kind == "share"):
        if any(a < value.end and value.start < b for a, b in taken):
            continue
        if value.kind == "share" and unexplained:
            return  # a share of a total that is itself in doubt
        found = candidates(view, value)
        unexplained |= not found and value.kind == "count" and value.number > LARGE
        if found:
            yield Reading(found[0], value.start, value.end, ("derived from the sizes around it",), tuple(found[1:]), sure=False)


def candidates(view: View, value: Stated) -> list[str]:
    """The statements in which a stated value could come out, the likeliest first."""
    near: Around = around(view, value)
    found: dict[str, None] = {}
    for statement in KINDS[value.kind](view, value, near):
        found.setdefault(statement)
        if len(found) >= MOST:
            break
    return list(found)
