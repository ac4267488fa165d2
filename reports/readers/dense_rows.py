"""Tables of DenseNet's stages: what each dense block and each transition leaves, from the row above it.

A dense block of L layers adds L*k channels and keeps the size; a transition keeps the share theta of the channels and
halves the size. k and theta stand in the text over the table. Where a row is wrong, the next one may go on from it or
from what it should have been: either will do, so that one error is told once.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from ...reference.architectures import ARCHITECTURES
from ...reference.errors import InputError
from .. import patterns as re
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.geometry import flat, shapes_of
from ..sizes.setting import introduction
from ..text.numerals import NUMERALS
from ..vocabulary import family
from .compressing import stated_rate

_BLOCK = re.compile(r"dense\s*-?\s*block|デンス\s*ブロック|Dense\s*ブロック|密\s*ブロック|^\W*(?:ブロック|blocks?)\W*(?:番号|no\.?|#)?\W*\d|^\W*(?:dense|DB)\s*[-_(]?\s*\d", re.IGNORECASE)
_TRANSITION = re.compile(r"transition|遷移|変換\s*(?:レイヤー?|層)|トランジション|^\W*(?:TL|T)\s*[-_(]?\s*\d\W*$", re.IGNORECASE)
_NAMED = re.compile(r"dense|デンス|密\s*ブロック", re.IGNORECASE)
_HEADS = (
    ("none", re.compile(r"param|パラメ|weight|重み|mac|flop|計算|演算|memory|メモリ|receptive|受容野|k\W*$", re.IGNORECASE)),
    ("halved", re.compile(r"(?:after|behind|past|following|out of|leaving) (?:the |its |each )?(?:transition|TL\b)|(?:transition|遷移層?|トランジション|TL)(?:層|レイヤー?)?\s*の?(?:後|あと|通過後|出口|出力)", re.IGNORECASE)),
    ("entering", re.compile(r"^\W*(?:in\b|input|entering|before|入力|入る)|(?:入力|入口|\bin(?:put)?)\W*の?(?:ch|channels?|チャン?ネル)|\b(?:ch|channels?|maps)\W*(?:in\b|entering|before|coming in)|チャン?ネル数?\W*[(（]?(?:入力|入口|入る)", re.IGNORECASE)),
    ("layers", re.compile(r"^\W*(?:#|number of|no\. of)?\s*(?:conv\w*\s*)?layers?\W*$|層の?数|^\W*層\W*[(（]?\s*L\W*$|^\W*L\W*$|繰り?返し|repeat", re.IGNORECASE)),
    ("channels", re.compile(r"channel|チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z])|枚数|depth\W*$", re.IGNORECASE)),
    ("size", re.compile(r"size|サイズ|大きさ|解像度|resolution|output|出力|shape|形状?\W*$|map|マップ|H\s*[×x]\s*W", re.IGNORECASE)),
)  # fmt: skip
_LAYERS = re.compile(r"[(（,、]\s*(?:L\s*=\s*)?(\d{1,2})\s*(?:layers?|層)|[x×*]\s*(\d{1,2})\b(?!\s*[x×])|(\d{1,2})\s*(?:層|layers?\b)", re.IGNORECASE)
_A_BLOCK = re.compile(r"\W*(?:dense\s*-?\s*)?(?:blocks?|stages?|段)\W*|\W*(?:dense|デンス)?\s*ブロック(?:の?番号)?\W*", re.IGNORECASE)
_ORDINAL = re.compile(r"\W*(?:the\s+)?(?:第\s*)?(?P<n>\d{1,2}|first|second|third|fourth|fifth|last|一|二|三|四|最初|最後)(?:st|nd|rd|th|つ目|番目|個目)?(?![\d.A-Za-z])(?:\s*(?:block|one|ブロック|の?もの))?", re.IGNORECASE)
_OF_LAYERS = re.compile(r"\W{1,4}(?:\s*(?:of|with|has|having)\s+)?(?P<n>\d{1,2})\s*(?:layers?|層)?\W*", re.IGNORECASE)
_PER_BLOCK = re.compile(r"(?<![\d.,×x-])(\d{1,2}(?:\s*(?:[,、/・]|-|and|と)\s*(?:and\s+)?\d{1,2}){2,4})(?![\d.]|\s*[x×%])", re.IGNORECASE)
_SAID_LAYERS = re.compile(r"層|\blayers?\b", re.IGNORECASE)
_DEPTH = re.compile(r"densenet\s*-?\s*(121|169|201|264|161)(?!\d)", re.IGNORECASE)
_HALVES = re.compile(r"\bhal(?:f|v\w+)\b|半分|半減|1\s*/\s*2|[2２二]分の[1１一]", re.IGNORECASE)
_REPEATED = re.compile(r"[\])）}]\s*[x×*]\s*(\d{1,2})(?!\s*[x×\d])")  # [1×1 conv, 3×3 conv] × 6
_GROWTH = re.compile(r"(?:成長率|growth[- ]rate)[^。.;、,\d]{0,16}?(\d{1,3})(?!\.?\d)|(?<![A-Za-z])k\s*=\s*(\d{1,3})(?!\.?\d)", re.IGNORECASE)
_INITIAL = re.compile(r"(?:最初|初期|はじめ|初め|入口|入力|\binitial\w*|\bstarts?|\bfirst|\bent(?:er|ry)\w*|\binput)[^\d。.;]{0,20}?(\d{1,4})\s*(?:ch\b|チャン?ネル|channels)|(?<![A-Za-z])[kc]_?\{?0\}?\s*=\s*(\d{1,4})", re.IGNORECASE)
_ONLY_POINTWISE = re.compile(r"1\s*[x×]\s*1(?!.*(?:pool|プーリング|2\s*[x×]\s*2))", re.IGNORECASE)  # the paper's table has a row of its own for it
_NUMBER = re.compile(r"\W*(\d{1,5}|\d,\d{3})\s*(?:ch|channels?|チャン?ネル|枚)?\W*", re.IGNORECASE)
REACH = 16  # rows above a row from which the channels are followed


@dataclass(frozen=True)
class _Row:
    """What a row says: a dense block of so many layers, a transition, or (for what goes in) any other layer."""

    kind: str
    name: str
    layers: int | None = None
    size: tuple[int, int] | None = None
    channels: int | None = None
    entering: int | None = None
    halved: int | None = None  # after the transition behind the block, where a column tells that
    cells: tuple[tuple[str, int], ...] = ()  # what each of its cells tells

    @property
    def subject(self) -> str:
        return "dense_block" if self.kind == "block" else "transition_layer"


def read(view: View) -> Iterator[Reading]:
    """The channels and the size in a row's cells."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.cell is None or s.number or header is None or s.block == header:
        return
    row = _counted(view, _row(outline, s.block), s.block)
    told = [what for what, cell in row.cells if cell == s.cell]
    if row.kind == "other" or not told or not (_NAMED.search(row.name) or _of_a_densenet(view)):
        return
    above = [_counted(view, _row(outline, at), at) for at in range(max(header + 1, s.block - REACH), s.block)]
    notes = (f"subject {row.subject} taken from the table row", "the row above gives the input")
    if "size" in told and (texts := _sizes(row, above)):
        yield Reading(texts[0], 0, len(s.words), notes, tuple(texts[1:]), firm=True)
    if "channels" in told:
        yield from _channels(view, row, above, notes)
    if "halved" in told:
        yield from _behind(view, row, above, notes)


def _of_a_densenet(view: View) -> bool:
    """Whether the text over the table, or the headings, speak of a DenseNet."""
    outline, s = view.outline, view.sentence
    over = [*introduction(view), *(e for b in outline.headings(s.block) for e in outline.sentences[b])]
    return any(family(m.tag) == "dense" for e in over for m in e.subjects)


def _sizes(row: _Row, above: list[_Row]) -> list[str]:
    """The statements on the size of a row's maps."""
    if not above or above[-1].size is None or _without_transitions(row, above) or (row.kind == "transition" and _ONLY_POINTWISE.search(row.name)):
        return []
    sizes = dict.fromkeys(x for x in (above[-1].size, _followed_size(above)) if x)
    return [f"output_shape({row.subject}, height={h}, width={w}) == {row.size}" for h, w in sizes]


def _channels(view: View, row: _Row, above: list[_Row], notes: tuple[str, ...]) -> Iterator[Reading]:
    """The channels of a row: of a block by its layers and the growth rate, of a transition by the compression."""
    theta, stated = _compression(view)
    rate = _growth_rate(view)
    fewer = ""  # where each bottleneck, of two convolutions, is counted as two layers
    if row.kind == "transition":
        rest = f"compression={theta}"
    elif rate is None or row.layers is None or row.channels == rate:  # a layer's own channels, not the block's
        return
    else:
        rest, stated = f"layers={row.layers}, growth_rate={rate}", stated or not _without_transitions(row, above)
        fewer = f"layers={row.layers // 2}, growth_rate={rate}" if row.layers % 2 == 0 else ""
    entering = _entering(view, row, above, rate, Fraction(theta))
    if not entering and all(one.kind == "other" for one in above):
        entering = _first(view)
    texts, vetoes = (
        [f"channels_after({row.subject}, in_channels={n}, {sizes}) == {row.channels}" for n in entering if sizes]
        for sizes in (rest, fewer)
    )
    if texts:
        yield Reading(
            texts[0], 0, len(view.sentence.words), notes, tuple(texts[1:]), tuple(vetoes), firm=True, sure=stated
        )


def _behind(view: View, row: _Row, above: list[_Row], notes: tuple[str, ...]) -> Iterator[Reading]:
    """The channels after the transition behind a block: of what the row says that the block leaves, or of what it should say."""
    theta, stated = _compression(view)
    rate = _growth_rate(view)
    right = _followed([*above, replace(row, channels=None)], rate, Fraction(theta), _start(view, [*above, row]))
    texts = [f"channels_after(transition_layer, in_channels={n}, compression={theta}) == {row.halved}" for n in dict.fromkeys((row.channels, right)) if n]
    if texts:
        yield Reading(texts[0], 0, len(view.sentence.words), notes, tuple(texts[1:]), firm=True, sure=stated and right is not None)


def _compression(view: View) -> tuple[str, bool]:
    """The share of the channels that a transition keeps, and whether the text says it, by a number or in words."""
    theta, stated = stated_rate(introduction(view))
    said = any(_TRANSITION.search(e.words) and _HALVES.search(e.text.chars) and not e.has("not", "hedged") for e in introduction(view))
    return theta, stated or said


def _counted(view: View, row: _Row, at: int) -> _Row:
    """The row with the number of its layers, where the text over the table, or the network's name, has those of all blocks."""
    if row.kind != "block" or row.layers is not None:
        return row
    number = _ORDINAL.match(_cell(view.outline, at, 0))
    place = _NUMERALS.get(number["n"].lower()) if number else None
    each = _layers_of_blocks(view)
    return replace(row, layers=each[place - 1]) if place and place <= len(each) else row


_NUMERALS = {**{str(n): n for n in range(1, 10)}, **NUMERALS, "一": 1, "二": 2, "三": 3, "四": 4, "最初": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def _layers_of_blocks(view: View) -> tuple[int, ...]:
    """The layers of each block in turn: 6, 12, 24 and 16."""
    texts = [flat(e) for e in introduction(view)]
    for text in texts:
        lists = [tuple(int(n) for n in re.findall(r"\d+", m[1])) for m in _PER_BLOCK.finditer(text)] if _SAID_LAYERS.search(text) else []
        if len(lists) == 1:
            return lists[0]
    depths = {int(m[1]) for text in texts for m in _DEPTH.finditer(text)}
    return _blocks_of(depths.pop()) if len(depths) == 1 else ()


@lru_cache(maxsize=8)
def _blocks_of(depth: int) -> tuple[int, ...]:
    """The layers of each dense block of the published network, as the reference builds it."""
    try:
        names = ARCHITECTURES["densenet"](depth=depth).shapes((1, 3, 32, 32))
    except InputError:
        return ()
    layers = {m[0]: int(m[1]) for name in names if (m := re.match(r"block(\d+)\.layer\d+", name))}
    return tuple(sum(block == n for block in layers.values()) for n in sorted(set(layers.values())))


def _cell(outline: Outline, block: int, cell: int) -> str:
    return " ".join(flat(s) for s in outline.sentences[block] if s.cell == cell)


def _without_transitions(row: _Row, above: list[_Row]) -> bool:
    """Whether the row is a block and the one above too: the transition between them has no row."""
    return bool(above) and row.kind == above[-1].kind == "block"


def _entering(view: View, row: _Row, above: list[_Row], rate: int | None, theta: Fraction) -> list[int]:
    """The channels that a row takes in: as it says, as the row above says, and as that row should say."""
    left = above[-1].channels if above and above[-1].channels != rate else None
    followed = _followed(above, rate, theta, _start(view, above))
    if above and above[-1].halved:
        return list(dict.fromkeys(n for n in (row.entering, above[-1].halved, None if followed is None else math.floor(followed * theta)) if n))
    if _without_transitions(row, above):
        left, followed = (None if n is None else math.floor(n * theta) for n in (left, followed))
    return list(dict.fromkeys(n for n in (row.entering, left, followed) if n))


def _first(view: View) -> list[int]:
    """The channels that come into the first block, as the text over the table has them."""
    found = (_INITIAL.search(flat(e)) for e in introduction(view))
    return [int(next(g for g in m.groups() if g)) for m in found if m][:1]


def _start(view: View, rows: list[_Row]) -> int | None:
    """What comes into the first row, where that is a block and the text over the table says so."""
    return next(iter(_first(view)), None) if rows and rows[0].kind == "block" else None


def _followed(above: list[_Row], rate: int | None, theta: Fraction, channels: int | None = None) -> int | None:
    """The channels after the last row, computed from what comes into the first, or from the first that states some."""
    for before, row in itertools.pairwise([None, *above]):
        if row is None:
            continue
        if channels is not None and row.kind == "block":
            channels = math.floor(channels * theta) if before and before.kind == "block" else channels
            channels = channels + row.layers * rate if row.layers and rate else None
        elif channels is not None and row.kind == "transition":
            channels = math.floor(channels * theta)
        else:
            channels = row.channels or channels
    return channels


def _followed_size(above: list[_Row]) -> tuple[int, int] | None:
    """The size after the last row, computed from the first that states one."""
    size: tuple[int, int] | None = None
    for row in above:
        if size is not None and row.kind == "transition":
            size = (size[0] // 2, size[1] // 2)
        elif size is None or row.kind == "other":
            size = row.size or size
    return size


def _growth_rate(view: View) -> int | None:
    """The one growth rate that the text over the table gives, or None."""
    found = {int(m[1] or m[2]) for e in introduction(view) for m in _GROWTH.finditer(flat(e))}
    return found.pop() if len(found) == 1 else None


def _row(outline: Outline, block: int) -> _Row:
    """A row's cells, by the heads over them."""
    header = outline.blocks[block].header
    heads = {s.cell: flat(s) for s in outline.sentences[header] if s.cell is not None} if header is not None else {}
    cells = {s.cell: flat(s) for s in outline.sentences[block] if s.cell is not None}
    name = cells.get(0, "")
    numbered = _ORDINAL.match(name)
    of_layers = _OF_LAYERS.fullmatch(name, numbered.end()) if numbered else None
    if re.fullmatch(r"\W*(?:第\s*)?\d{1,2}\W*", name):  # the first, second, ... of what the head names
        name = f"{heads.get(0, '')} {name}"
    counted = numbered and _A_BLOCK.fullmatch(heads.get(0, "")) and not _TRANSITION.search(name)
    kind = "transition" if _TRANSITION.search(name) else "block" if counted or _BLOCK.search(name) else "other"
    inside = of_layers or _LAYERS.search(name)
    row = _Row(kind, name, int(next(g for g in inside.groups() if g)) if inside and kind == "block" else None)
    repeats = {int(m[1]) for text in cells.values() for m in _REPEATED.finditer(text)}
    if kind == "block" and row.layers is None and len(repeats) == 1:
        row = replace(row, layers=repeats.pop())
    for cell, text in cells.items():
        what = next((name for name, head in _HEADS if cell and head.search(heads.get(cell, ""))), "none")
        row = _with(row, what, cell, text)
    return row


def _with(row: _Row, what: str, cell: int, text: str) -> _Row:
    """The row with what one more of its cells tells."""
    number = _NUMBER.fullmatch(text)
    if what in ("layers", "channels", "entering", "halved"):
        if number is None or getattr(row, what) is not None:
            return row
        told = ((what, cell),) if what in ("channels", "halved") else ()
        return replace(row, cells=(*row.cells, *told), **{what: int(number[1].replace(",", ""))})
    shapes = shapes_of(text) if what == "size" and row.size is None else []
    if len(shapes) != 1 or len(shapes[0].sizes) not in (2, 3):
        return row
    sizes = shapes[0].sizes
    if len(sizes) == 3 and "," in text and sizes[0] != sizes[1] == sizes[2]:
        sizes = (*sizes[1:], sizes[0])  # (C, H, W)
    height, width, *depth = sizes
    told = (("size", cell), *((("channels", cell),) if depth else ()))
    return replace(row, size=(height, width), channels=depth[0] if depth else row.channels, cells=(*row.cells, *told))
