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

from .. import patterns as re
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.geometry import flat, shapes_of
from ..sizes.setting import introduction
from ..vocabulary import family
from .compressing import stated_rate

_BLOCK = re.compile(r"dense\s*-?\s*block|デンス\s*ブロック|Dense\s*ブロック|密\s*ブロック|^\W*(?:ブロック|blocks?)\W*(?:番号|no\.?|#)?\W*\d|^\W*(?:dense|DB)\s*[-_(]?\s*\d", re.IGNORECASE)
_TRANSITION = re.compile(r"transition|遷移|変換\s*(?:レイヤー?|層)|トランジション|^\W*(?:TL|T)\s*[-_(]?\s*\d\W*$", re.IGNORECASE)
_NAMED = re.compile(r"dense|デンス|密\s*ブロック", re.IGNORECASE)
_HEADS = (
    ("none", re.compile(r"param|パラメ|weight|重み|mac|flop|計算|演算|memory|メモリ|receptive|受容野|k\W*$|after (?:the )?transition|(?:transition|遷移層?|トランジション)(?:層)?の?(?:後|あと)", re.IGNORECASE)),
    ("entering", re.compile(r"^\W*(?:in\b|input|entering|before|入力|入る)|(?:入力|入口|\bin(?:put)?)\W*の?(?:ch|channels?|チャン?ネル)|\b(?:ch|channels?|maps)\W*(?:in\b|entering|before|coming in)|チャン?ネル数?\W*[(（]?(?:入力|入口|入る)", re.IGNORECASE)),
    ("layers", re.compile(r"^\W*(?:#|number of|no\. of)?\s*(?:conv\w*\s*)?layers?\W*$|層の?数|^\W*層\W*[(（]?\s*L\W*$|^\W*L\W*$|繰り?返し|repeat", re.IGNORECASE)),
    ("channels", re.compile(r"channel|チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z])|枚数|depth\W*$", re.IGNORECASE)),
    ("size", re.compile(r"size|サイズ|大きさ|解像度|resolution|output|出力|shape|形状?\W*$|map|マップ|H\s*[×x]\s*W", re.IGNORECASE)),
)  # fmt: skip
_LAYERS = re.compile(r"[(（,、]\s*(?:L\s*=\s*)?(\d{1,2})\s*(?:layers?|層)|[x×*]\s*(\d{1,2})\b(?!\s*[x×])|(\d{1,2})\s*(?:層|layers?\b)", re.IGNORECASE)
_REPEATED = re.compile(r"[\])）}]\s*[x×*]\s*(\d{1,2})(?!\s*[x×\d])")  # [1×1 conv, 3×3 conv] × 6
_GROWTH = re.compile(r"(?:成長率|growth[- ]rate)[^。.;、,\d]{0,16}?(\d{1,3})(?!\.?\d)|(?<![A-Za-z])k\s*=\s*(\d{1,3})(?!\.?\d)", re.IGNORECASE)
_INITIAL = re.compile(r"(?:最初|初期|はじめ|初め|\binitial\w*|\bstarts?|\bfirst)[^\d。.;]{0,20}?(\d{1,4})\s*(?:ch\b|チャン?ネル|channels)|(?<![A-Za-z])[kc]_?\{?0\}?\s*=\s*(\d{1,4})", re.IGNORECASE)
_ONLY_POINTWISE = re.compile(r"1\s*[x×]\s*1(?!.*(?:pool|プーリング|2\s*[x×]\s*2))", re.IGNORECASE)  # the paper's table has a row of its own for it
_NUMBER = re.compile(r"\W*(\d{1,5})\s*(?:ch|channels?|チャン?ネル|枚)?\W*", re.IGNORECASE)
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
    row = _row(outline, s.block)
    told = [what for what, cell in row.cells if cell == s.cell]
    if row.kind == "other" or not told or not (_NAMED.search(row.name) or _of_a_densenet(view)):
        return
    above = [_row(outline, at) for at in range(max(header + 1, s.block - REACH), s.block)]
    notes = (f"subject {row.subject} taken from the table row", "the row above gives the input")
    if "size" in told and (texts := _sizes(row, above)):
        yield Reading(texts[0], 0, len(s.words), notes, tuple(texts[1:]), firm=True)
    if "channels" in told:
        yield from _channels(view, row, above, notes)


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
    theta, stated = stated_rate(introduction(view))
    rate = _growth_rate(view)
    fewer = ""  # where each bottleneck, of two convolutions, is counted as two layers
    if row.kind == "transition":
        rest = f"compression={theta}"
    elif rate is None or row.layers is None or row.channels == rate:  # a layer's own channels, not the block's
        return
    else:
        rest, stated = f"layers={row.layers}, growth_rate={rate}", stated or not _without_transitions(row, above)
        fewer = f"layers={row.layers // 2}, growth_rate={rate}" if row.layers % 2 == 0 else ""
    entering = _entering(row, above, rate, Fraction(theta))
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


def _without_transitions(row: _Row, above: list[_Row]) -> bool:
    """Whether the row is a block and the one above too: the transition between them has no row."""
    return bool(above) and row.kind == above[-1].kind == "block"


def _entering(row: _Row, above: list[_Row], rate: int | None, theta: Fraction) -> list[int]:
    """The channels that a row takes in: as it says, as the row above says, and as that row should say."""
    left = above[-1].channels if above and above[-1].channels != rate else None
    followed = _followed(above, rate, theta)
    if _without_transitions(row, above):
        left, followed = (None if n is None else math.floor(n * theta) for n in (left, followed))
    return list(dict.fromkeys(n for n in (row.entering, left, followed) if n))


def _first(view: View) -> list[int]:
    """The channels that come into the first block, as the text over the table has them."""
    found = (_INITIAL.search(flat(e)) for e in introduction(view))
    return [int(next(g for g in m.groups() if g)) for m in found if m][:1]


def _followed(above: list[_Row], rate: int | None, theta: Fraction) -> int | None:
    """The channels after the last row, computed from the first that states some."""
    channels: int | None = None
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
    if re.fullmatch(r"\W*(?:第\s*)?\d{1,2}\W*", name):  # the first, second, ... of what the head names
        name = f"{heads.get(0, '')} {name}"
    kind = "transition" if _TRANSITION.search(name) else "block" if _BLOCK.search(name) else "other"
    inside = _LAYERS.search(name)
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
    if what in ("layers", "channels", "entering"):
        if number is None or getattr(row, what) is not None:
            return row
        told = ((what, cell),) if what == "channels" else ()
        return replace(row, cells=(*row.cells, *told), **{what: int(number[1])})
    shapes = shapes_of(text) if what == "size" and row.size is None else []
    if len(shapes) != 1 or len(shapes[0].sizes) not in (2, 3):
        return row
    sizes = shapes[0].sizes
    if len(sizes) == 3 and "," in text and sizes[0] != sizes[1] == sizes[2]:
        sizes = (*sizes[1:], sizes[0])  # (C, H, W)
    height, width, *depth = sizes
    told = (("size", cell), *((("channels", cell),) if depth else ()))
    return replace(row, size=(height, width), channels=depth[0] if depth else row.channels, cells=(*row.cells, *told))
