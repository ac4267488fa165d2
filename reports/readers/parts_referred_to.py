"""How many there are of the parts told last: "Between the blocks sit the transition layers; there are four of these", これも4つある.

The network is named by the sentence, the lines before or the heading; the part is the one that the sentence before is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.numerals import number_of
from .connections import PARTS, network_over

_N = r"(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|thirteen|sixteen|[一二三四五六七八九])"
_OF_THESE = re.compile(
    rf"\bthere (?:are|will be) (?:altogether |in all |exactly |just |only )?{_N} of (?:these|them|those|such)\b|\b{_N} of (?:these|them|those)\b[^.;]{{0,12}}\b(?:in all|altogether|in total)\b"
    rf"|(?:これ|それ|こちら|この層|その層)(?:ら)?(?:は|も|が)[、,]?\s*(?:全部で|合計で?|合わせて|同じく|やはり)?\s*{_N}\s*(?:つ|個)(?:ある|あり|並|置|入|です|だ|で|$|。)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s*(?:each|which|consisting|made|with|namely)\b.*|:.*|(?:(?:that|which) )?consist\w*.*|\bmade (?:up )?of\b.*",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:between|among|after|before|behind|inside|within)\s+(?:(?:the|all|any|two|these|those|each|every|dense|neighbou?ring|consecutive|successive)\s+)*\w+|(?:ブロック|blocks?|層)(?:どうし|同士)?の?(?:間|あいだ|後|前|中)",
    re.IGNORECASE,
)
_PARTS_COUNTED = ("dense_block", "transition_layer", "residual_block", "inception")


def read(view: View) -> Iterator[Reading]:
    """So many of the parts that were told last."""
    s = view.sentence
    found = _OF_THESE.search(s.words)
    if (
        found is None
        or view.outline.blocks[s.block].kind == "heading"
        or s.has("hedged")
        or re.search(r"[?？]\s*$", s.words)
    ):
        return
    number = number_of(next(g for g in found.groups() if g))
    over = _network(view)
    part = _told_last(view, found.start())
    if number is None or over is None or part is None:
        return
    about, _, own = over
    if number and about.partition(",")[0] in ("densenet", "resnet", "googlenet"):
        yield Reading(
            f"structure_count({about}, part={part}) == {number}", found.start(), found.end(), (), sure=own,
            predicate="structure_count",
        )  # fmt: skip


def _network(view: View) -> tuple[str, int, bool] | None:
    """The network of the sentence, or the one that those before it in its paragraph go on with."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    return network_over(view) or next(
        (over for e in before[::-1][:3] if (over := network_over(View(view.outline, e)))), None
    )


def _told_last(view: View, place: int) -> str | None:
    """The one part that the clause before, or the sentence before, is about; what it is made of or lies between is none."""
    s = view.sentence
    before = [e.words for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    for text in (s.words[:place], *before[::-1][:1]):
        bare = _PLACE.sub(" ", _ASIDE.sub(" ", text))
        parts = [part for part, words in PARTS if part in _PARTS_COUNTED and re.search(words, bare, re.IGNORECASE)]
        if parts:
            return parts[0] if len(parts) == 1 else None
    return None
