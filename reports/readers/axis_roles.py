"""Along which axis a convolution works: the depthwise one in space, the pointwise one across the channels.

The convolution is the row's, the item's or the sentence's topic; the axis is told by words of its direction, in the
head of a column, or by what flows or is mixed between. A mark in a cell or a denial says that it does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY
from ..vocabulary import family
from .taken_over import taken_over

_SUBJECTS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d")
_AXES = (
    ("other_position", r"空間(?:方向|的)?|縦横|位置方向|画素間|画素どうし|画素同士|位置間|\bspatial(?:ly)?\b|\bspace\b|\b(?:neighbou?ring |adjacent |nearby )?(?:pixels|positions|locations)\b|\bheight and width\b"),
    ("other_channel", r"チャン?ネル(?:方向|間|どうし|同士)?|深さ方向|\bchannels?\b|\bdepth\b"),
)  # fmt: skip
_HEAD = re.compile(r"方向|\bdirection|を?混ぜ|見る|\bmix\w*|\balong\b|\bacross\b|\baxis\b|\binfo\w*|の(?:情報|関係)|間", re.IGNORECASE)
_YES = re.compile(r"\s*(?:[○◯〇⭕✓✔◎●]|yes|はい|あり|有|する|混ぜる|見る)\s*", re.IGNORECASE)
_NO = re.compile(r"\s*(?:[×✗✘❌✕–—−-]|no|いいえ|なし|無|しない|混ぜない|見ない)\s*", re.IGNORECASE)
_COSTS = re.compile(r"計算|パラメータ|重み|サイズ|数|出力|入力|\bcost|\bparam|\bweights|\bsize|\bMACs|\bnumber|\bcount|\binput|\boutput|\bchange", re.IGNORECASE)
_TASK = re.compile(r"担当|受け持|担う|担って|役割|役目|仕事|\bresponsible for\b|\btakes? care of\b|\bin charge of\b|\bjob\b|\brole\b|\bdoes the\b", re.IGNORECASE)
_FLOWS = re.compile(r"\b(?:flows?|travels?|passes|moves|exchanged?|mix(?:es|ed|ing)?|leaks?)\b[^.;,]{0,12}\b(?P<not>but not )?(?:between|across|among)\b|(?:間|どうし|同士)(?:で|の|を|に)[^。、]{0,10}(?:やりとり|行き来|流れ|伝わ|混ざ|混ぜ|交換)", re.IGNORECASE)
_APART = re.compile(r"ごと|毎に|別々|個別|それぞれ|独立|\b(?:each|every|per|separately|independently|individually|own)\b", re.IGNORECASE)
_ONLY_DOES = re.compile(r"\b(?:only|just|merely|solely)\s+(?:(?P<space>filters?|convolves spatially|looks around)|(?P<channel>combines?|mixes|blends|recombines?))\b(?:\s+(?:the\s+)?(?P<what>channels?|space|spatial\w*|pixels|positions))?", re.IGNORECASE)
_OF_ONE = re.compile(r"(?:[1１一]|ひと)(?:つの)?\s*チャン?ネル|\b(?:one|a single|its own) channel\b", re.IGNORECASE)  # none is mixed with another
_NOT = re.compile(r"ない|ません|ず(?:に|、|。|$)|\b(?:no|not|never|without|cannot|nothing|neither)\b|n't\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """One reading for each axis of which the sentence, or the cell, says whether things are mixed along it."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or s.has("hedged"):
        return
    if s.cell:
        yield from _cell(view)
        return
    for place, end, axis, mixes in (*_task(view), *_flow(view), *_only(view)):
        named = view.in_clause(place, lambda name: name in _SUBJECTS) or view.subject(place, lambda name: name in _SUBJECTS)
        if named is None or named.where == NEARBY:
            continue
        if taken_over(s, named.subject, *s.clause(place)):
            continue
        denied = "" if mixes else "not "
        yield Reading(f"{denied}depends_on({named.subject}, input={axis})", s.clause(place)[0], end, inherited_note(named, view))


_Found = tuple[int, int, str, bool]


def _axis(text: str) -> str | None:
    """The one axis that the words speak of."""
    found = [axis for axis, words in _AXES if re.search(words, text, re.IGNORECASE)]
    return found[0] if len(found) == 1 else None


def _cell(view: View) -> Iterator[Reading]:
    """A mark in the row of a convolution, under the head of an axis; another column must be of the other axis."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    yes, no = _YES.fullmatch(s.text.chars), _NO.fullmatch(s.text.chars)
    if header is None or not (yes or no):
        return
    heads = {e.cell: e.words for e in outline.sentences[header]}
    axes = {cell: _axis(words) for cell, words in heads.items() if len(words) < 24 and not _COSTS.search(words)}
    named = [m.tag for e in outline.sentences[s.block] if e.cell == 0 for m in e.subjects if m.tag in _SUBJECTS or (m.tag == "conv_stack")]
    axis = axes.get(s.cell)
    if axis and len(named) == 1 and set(axes.values()) >= {name for name, _ in _AXES}:
        subject = "conv2d" if named[0] == "conv_stack" else named[0]
        denied = "" if yes else "not "
        note = f"subject {subject} taken from the table row"
        yield Reading(f"{denied}depends_on({subject}, input={axis})", 0, len(s.text.chars), (note,))


def _task(view: View) -> Iterator[_Found]:
    """空間方向を担当: which axis is whose task."""
    s = view.sentence
    for task in _TASK.finditer(s.words):
        start, end = s.clause(task.start())
        stretch = s.words[start:end]
        axis = _axis(re.sub(r"depth-?wise|point-?wise|チャン?ネルごと", "", stretch, flags=re.IGNORECASE))
        if axis and not any(p.search(stretch) for p in (_APART, _NOT, _OF_ONE)) and not re.search(r"数|計算|\bnumber|\bcost", stretch):
            yield task.start(), task.end(), axis, True


def _flow(view: View) -> Iterator[_Found]:
    """Information that flows between neighbouring pixels, or does not."""
    s = view.sentence
    for flow in _FLOWS.finditer(s.words):
        start, end = s.clause(flow.start())
        here = s.words[flow.start() : end] if not s.japanese else s.words[max(start, flow.start() - 12) : flow.end()]
        here = re.split(r"\bbut not\b", here)[0]
        axis = _axis(here)
        if axis and not _APART.search(s.words[start:end]):
            denied = _NOT.search(s.words[start : flow.start() if flow["not"] else flow.end()]) if not s.japanese else _NOT.search(s.words[flow.end() : end])
            yield flow.start(), flow.end(), axis, not denied


def _only(view: View) -> Iterator[_Found]:
    """The depthwise one only filters; it only combines channels."""
    s = view.sentence
    said = _ONLY_DOES.search(s.words)
    if said is None or not any(m.tag in _SUBJECTS[1:] for m in s.subjects) or re.search(r"\bthan\b|\bcost", s.words):
        return
    if said["space"]:
        yield said.start(), said.end(), "other_channel", False
    elif family(s.subjects[0].tag) == "convolution":
        axis = _axis(said["what"] or "channels")
        if axis:
            yield said.start(), said.end(), axis, True
