"""Counts that go on from a count told before: so many layers of it, so many places, so many samples a second.

"30層あるとこの部分だけで約79億回" after 262,144,000 for one, "| thirty layers | 1,105,920 |" under the rows of one layer, "on a
56x56 map this makes 25.7 M" after the weights of all layers: the product is looked for among the counts just above and
the numbers that the clause itself gives. It holds where it comes out; nothing is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..spares import OF_THE_PASSAGE
from .figures import Figure, figures, loosely
from .from_passage import fits, telling
from .measured import measured
from .passage import Passage, passage_of
from .steps import measure_near

_PER_SECOND = re.compile(r"秒|\bseconds?\b|\bs\b", re.IGNORECASE)
_RATE = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)\s*k\s*Hz|(\d{1,3}(?:,\d{3})|\d{4,6})\s*(?:Hz|回|サンプル|標本|点|samples|steps|times)", re.IGNORECASE)
_MANY = re.compile(r"(\d{1,4})\s*(?:層|段|個の|ブロック|枚の|layers?|blocks?|stages?|images?|pictures?|filters?|copies|times)|(?:(?:×|x|\*)\s*(\d{1,4})(?!\d|[.,]\d))", re.IGNORECASE)
LEAST = 1_000
MOST = 8  # counts told before


def read(view: View) -> Iterator[Reading]:
    """The counts of a sentence or a cell that are so many times a count before."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 400:
        return
    text = plain(s.text.chars)
    start = 0
    for f in figures(text):
        if f.value < LEAST or telling(f) < 2 or re.match(r"\s*(?:[x*+/]\s*\d|→|%|％)", text[f.end :]):
            continue
        measure = measured(view, f, start) or measured(view, f) or measure_near(view)
        if measure in ("params", "macs"):
            yield from _carried(view, f, measure, start)
        start = f.end


def _carried(view: View, f: Figure, measure: str, start: int) -> Iterator[Reading]:
    passage = passage_of(view, f.start, f.end)
    clause = plain(view.sentence.text.chars)[start : f.start] if not passage.row else passage.row
    before = _before(view, f)
    for many, count in product(_factors(passage, clause, measure), before):
        if many > 1 and fits(many * count, f):
            yield Reading(f"{many}*{count} {'~=' if f.rounded else '=='} {loosely(f)}", f.start, f.end, (OF_THE_PASSAGE,), sure=False, spare=True, predicate=measure)
            return


def _factors(passage: Passage, clause: str, measure: str) -> list[int]:
    """How many times a count is taken, by the clause's own words."""
    found = [int(m[1] or m[2]) for m in _MANY.finditer(clause)]
    found += [n for n in Passage(clause, "", ()).numbers(0) if re.search(rf"(?<!\d){n}\s*(?:層|段|layers?)", clause)]
    found += [n for n in Passage(clause, "", ()).numbers(0) if n < 200 and re.search(r"\b\w+ (?:layers|blocks|such|of them)\b", clause)]
    if measure == "macs":
        found += [h * w for h, w in Passage(clause, "", ()).maps(0)]
        if _PER_SECOND.search(clause):
            rates = [int(float(m[1]) * 1000) if m[1] else int(m[2].replace(",", "")) for m in _RATE.finditer("\n".join(passage.texts))]
            found += [*rates[:3], 16_000]
    return list(dict.fromkeys(found))


def _before(view: View, f: Figure) -> list[int]:
    """The counts before a figure: of its sentence, of those before it, of the rows above and what these come to."""
    s, outline = view.sentence, view.outline
    found = [int(g.value) for g in figures(plain(s.text.chars)) if g.end <= f.start and g.value >= LEAST and not g.rounded][::-1]
    if s.cell is not None:
        column = []
        for at in range(s.block - 1, max(-1, s.block - 24), -1):
            cells = [e for e in outline.sentences[at] if e.cell == s.cell]
            if outline.blocks[at].header is None or outline.blocks[at].header != outline.blocks[s.block].header:
                break
            column += [int(g.value) for e in cells for g in figures(plain(e.text.chars)) if not g.rounded][:1]
        return [*column[:1], sum(column)] if column else []
    for e in reversed(outline.sentences[s.block][: s.number]):
        found += [int(g.value) for g in figures(plain(e.text.chars)) if g.value >= LEAST and not g.rounded][::-1]
    for at in range(s.block - 1, max(-1, s.block - 4), -1):
        if outline.blocks[at].kind == "heading":
            break
        found += [int(g.value) for e in reversed(outline.sentences[at]) for g in figures(plain(e.text.chars)) if g.value >= LEAST and not g.rounded]
    return list(dict.fromkeys(found))[:MOST]
