"""Channels in plain numbers: tables of dense blocks by their number, branches put together, a width expanded or halved.

"| first, of 6 layers | 256 |" follows from k_0, k and the rows above; "枝が 64、128、32、32 で、出てくるのは 256" is their sum;
"d = 24, t = 6, so 144 channels inside" their product; "256 channels, halved to 128" the half.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..sizes.setting import introduction
from ..text.columns import column_head
from ..text.numerals import number_of

_START = re.compile(r"(?<![A-Za-z])k_?\{?0\}?\s*=\s*(\d{1,4})|(?:入口|最初|入力)[^。.\d]{0,12}(\d{1,4})\s*(?:ch|チャン?ネル)|(\d{1,4})\s*channels? (?:enter|go into|come into|at the entrance)|(?:enters?|starts?) with (\d{1,4})", re.IGNORECASE)
_RATE = re.compile(r"(?<![A-Za-z_\d])k\s*=\s*(\d{1,3})(?!\d)|(?:growth[- ]rate|成長率)[^\d。.;]{0,14}?(\d{1,3})(?!\d)", re.IGNORECASE)
_HALVED = re.compile(r"transition[^。.]{0,40}(?:halv|half|半分|0\.5|1/2)|(?:半分|halv|0\.5)[^。.]{0,30}(?:transition|遷移)|遷移層?[^。]{0,24}(?:半分|半減|0\.5)", re.IGNORECASE)
_DEPTHS = re.compile(r"(?<![\d.])(\d{1,2})\s*[,、]\s*(\d{1,2})\s*[,、]\s*(\d{1,2})(?:\s*[,、]\s*(?:and\s*)?(\d{1,2}))?(?!\d|\.\d)")
_DENSE = re.compile(r"dense|デンス", re.IGNORECASE)
_NUMBERED = re.compile(r"^\W*(?:(?:dense\s*)?block|ブロック|DB|第)?\s*[_-]?\s*(?P<n>[1-4](?![\d.])|first|second|third|fourth|1st|2nd|3rd|4th|一|二|三|四)(?:\s*(?:つ目|番目|block|ブロック))?", re.IGNORECASE)
_LAYERS = re.compile(r"(?<!\d)(\d{1,2})\s*(?:layers?\b|層)|\bof (\d{1,2})\b|[x×]\s*(\d{1,2})(?!\d)", re.IGNORECASE)
_OUT_HEAD = re.compile(r"channels?|チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z])|出口|出力|\bout\b|at the end", re.IGNORECASE)
_IN_HEAD = re.compile(r"\bin\b|input|入口|入力|entering|layers|層|param|重み|size|サイズ", re.IGNORECASE)
_AFTER_HEAD = re.compile(r"transition|遷移|トランジション", re.IGNORECASE)
_CELL = re.compile(r"\W*(\d{1,3}(?:,\d{3})+|\d{1,5})\s*(?:ch|channels?|チャン?ネル)?\W*", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """A cell of such a table, or what a sentence puts together."""
    s, outline = view.sentence, view.outline
    if outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 400 or s.words.rstrip().endswith(("?", "？")):
        return
    if s.cell is not None:
        yield from _cell(view)
    else:
        text = flat(s)
        yield from _joined(view, text)
        yield from _expanded(view, text)
        yield from _half(view, text)


# Tables of dense blocks


@dataclass(frozen=True)
class _Row:
    """A block's number, and its layers where the row tells them."""

    number: int
    layers: int | None


def _cell(view: View) -> Iterator[Reading]:
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    said = _CELL.fullmatch(flat(s))
    if header is None or header == s.block or not s.cell or s.number or said is None:
        return
    head = column_head(view)
    after = bool(_AFTER_HEAD.search(head)) and not re.search(r"入口|before|前", head)
    if not after and (not _OUT_HEAD.search(head) or _IN_HEAD.search(head)):
        return
    over = [flat(e) for e in introduction(view)]
    over += [flat(e) for b in list(outline.headings(s.block))[:1] for e in outline.sentences[b]]
    given = _given(over)
    rows = [_row(view, at) for at in range(header + 1, s.block + 1)]
    if given is None or not rows or any(r is None for r in rows) or [r.number for r in rows if r] != list(range(1, len(rows) + 1)):
        return
    start, rate, depths = given
    channels, entering, layers = start, start, 0
    for row in rows:
        layers = row.layers if row and row.layers else depths[row.number - 1] if row and row.number <= len(depths) else 0
        if not layers:
            return
        entering = channels
        made = entering + layers * rate
        if made % 2:
            return
        channels = made // 2
    number = int(said[1].replace(",", ""))
    if after:
        text = f"output_channels(transition_layer, in_channels={channels * 2}, theta=0.5) == {number}"
        texts = (text, f"{channels * 2}/2 == {number}")
    else:
        texts = (f"channels_after(dense_block, in_channels={entering}, growth_rate={rate}, layers={layers}) == {number}",)
    yield Reading(texts[0], said.start(1), said.end(1), ("the rows above, each block halved after it",), texts[1:], firm=True, subject="transition_layer" if after else "dense_block", predicate="channels_after")


def _given(over: list[str]) -> tuple[int, int, tuple[int, ...]] | None:
    """Channels at the start, those that each layer adds, and the layers of the blocks if they are listed; each told once."""
    if not any(_DENSE.search(t) for t in over) or not any(_HALVED.search(t) for t in over):
        return None
    starts = {int(g) for t in over for m in _START.finditer(t) for g in m.groups() if g}
    rates = {int(g) for t in over for m in _RATE.finditer(t) for g in m.groups() if g}
    lists = {tuple(int(g) for g in m.groups() if g) for t in over for m in _DEPTHS.finditer(t) if re.search(r"層|layer|block|ブロック", t, re.IGNORECASE)}
    if len(starts) != 1 or len(rates) != 1 or len(lists) > 1:
        return None
    return starts.pop(), rates.pop(), next(iter(lists), ())


def _row(view: View, at: int) -> _Row | None:
    first = next((flat(e) for e in view.outline.sentences[at] if e.cell == 0), "")
    named = _NUMBERED.match(first)
    if named is None:
        return None
    rest = first[named.end() :]
    layers = _LAYERS.search(rest)
    return _Row(number_of(named["n"]) or 0, int(next(g for g in layers.groups() if g)) if layers else None)


# Sums, products and halves in sentences

_BRANCHES = re.compile(r"\bbranch\w*|\bpaths?\b|\barms?\b|\bexpand|枝|分岐|ブランチ|経路|並列", re.IGNORECASE)
_LIST = re.compile(r"(?<![\d.x])\d{1,4}(?:\s*(?:[,、+]|and|と)\s*(?:and\s*)?\d{1,4}){1,5}(?!\d|\.\d|\s*x)", re.IGNORECASE)
_COMES_OUT = re.compile(r"(?:出てくるのは|出力は|合わせて|合計(?:で|は)?|連結(?:すると|して|後は)|つな(?:ぐと|げると|いで)|全部で|makes?|gives?|giving|yields?|so|that is|in total|altogether|leaves?|output(?:s| has| of)?(?: is)?)\s*(?:the output has |we get )?(\d{1,5})(?!\d|\.\d)\s*(?:ch\b|channels?\b|チャン?ネル|maps?\b|枚)?(?P<after>\s*(?:come|channels?|ch\b|チャン?ネル|out\b|maps))?", re.IGNORECASE)
_EACH = re.compile(r"(?P<many>two|three|four|both|2|3|4|二|三)?[^.。]{0,120}?\b(?:each|both)(?: \w+)? (?:branch|path|arm|of them)?\w*\s*(?:makes?|gives?|has|have|produces?|outputs?|with)\s+(?P<n>\d{1,4})(?!\d)|(?:expand\w*|枝|それぞれ)[^。.\d]{0,12}(?P<m>\d{1,4})\s*(?:ch|チャン?ネル)?\s*ずつ", re.IGNORECASE)


_ANOTHER = re.compile(r"\b(?:next|following|second|other|another)\b|次の|別の|もう[1一]つ", re.IGNORECASE)  # its outputs are others


def _joined(view: View, text: str) -> Iterator[Reading]:
    """Branches with so many channels each, and so many where they are put together."""
    if not _BRANCHES.search(text):
        return
    out = next((m for m in _COMES_OUT.finditer(text) if m["after"] or re.search(r"ch|チャ|枚|maps?", m[0], re.IGNORECASE)), None)
    if out is None:
        return
    said = int(out[1])
    lists = list(_LIST.finditer(text[: out.start()]))
    for m in lists[-1:]:
        parts = [int(n) for n in re.findall(r"\d+", m[0])]
        if said > max(parts) and not _ANOTHER.search(text[m.end() : out.start(1)]):
            yield Reading(f"{' + '.join(map(str, parts))} == {said}", out.start(1), out.end(1), ("the branches put together",), sure=len(parts) > 2 and not view.sentence.has("hedged"), firm=True, predicate="channels_after", subject="concat")
            return
    each = _EACH.search(text[: out.start()])
    if each:
        one = int(each["n"] or each["m"])
        if said == 2 * one:
            yield Reading(f"{one} + {one} == {said}", out.start(1), out.end(1), ("the branches put together",), sure=False, predicate="channels_after", subject="concat")


_FACTOR = re.compile(r"(?<![A-Za-z])t\s*=\s*(\d{1,2})(?!\d|\.\d)|(?:expansion|拡大率|拡張率|倍率)(?: factor| ratio)?[^\d。.;]{0,10}(\d{1,2})(?!\d|\.\d)|(\d{1,2})\s*倍に(?:広げ|拡大|増や|膨ら)", re.IGNORECASE)
_WIDTH = re.compile(r"(?<![A-Za-z_])(?:d|C|c|d')\s*=\s*(\d{1,4})(?!\d)|(?<![\d.])(\d{1,4})\s*(?:→|->)\s*\d|(?<![\d.])(\d{1,4})\s*(?:channels?|ch\b|チャン?ネル)\s*(?:in\b|enter|の入力|を|から|go)", re.IGNORECASE)
_INSIDE = re.compile(r"(?<![\d.])(\d{1,5})\s*(?:channels?|ch\b|チャン?ネル)\s*(?:inside|in the middle|in between|hidden|within|に(?:広げ|拡大|増え|膨ら|なる|なって))|(?:inside|中間|内部|途中|中)(?:は|では|の(?:幅|チャン?ネル数?)は)\s*(\d{1,5})\s*(?:ch|チャ)", re.IGNORECASE)


def _expanded(view: View, text: str) -> Iterator[Reading]:
    """An inverted bottleneck's inside: so many times what goes in."""
    inside = _INSIDE.search(text)
    factors = {int(g) for m in _FACTOR.finditer(text) for g in m.groups() if g}
    if inside is None or len(factors) != 1:
        return
    widths = {int(g) for m in _WIDTH.finditer(text) if not inside.start() <= m.start() < inside.end() for g in m.groups() if g} | ({int(m[1]) for m in re.finditer(r"=\s*(\d{1,4})(?!\d)", text)} - factors if not _WIDTH.search(text) else set())
    if len(widths) != 1:
        return
    group = 1 if inside[1] else 2
    factor, width = factors.pop(), widths.pop()
    yield Reading(f"{factor}*{width} == {inside[group]}", inside.start(group), inside.end(group), ("the width expanded",), sure=not view.sentence.has("hedged"), firm=True, predicate="channels_after", subject="inverted_residual")


_TO_HALF = re.compile(r"(?<![\d.])(\d{1,5})\s*(?:channels?|ch\b|チャン?ネル)?[^.。;\d]{0,24}?(?:halved to|half(?:,| that is| is|:)?|cut in half to|transition[^.;\d]{0,24}?to|半分の|半減して|半分にして|半分に(?:絞|圧縮|減ら|落と)[^\d。]{0,6})\s*(\d{1,5})(?!\d|\.\d)", re.IGNORECASE)


def _half(view: View, text: str) -> Iterator[Reading]:
    """So many channels, halved to so many."""
    for m in _TO_HALF.finditer(text):
        if re.search(r"channel|ch\b|チャ", text, re.IGNORECASE) and int(m[1]) % 2 == 0:
            yield Reading(f"{m[1]}/2 == {m[2]}", m.start(2), m.end(2), ("the half of what is told before it",), sure=bool(re.search(r"halved to|半分の|半減", m[0])) and not view.sentence.has("hedged"), firm=True, predicate="channels_after", subject="transition_layer")
