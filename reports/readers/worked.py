"""Worked examples of im2col: one row for each position, one column for each weight of a filter.

The sizes are gathered from the sentence and from those above it in its section; only what the sentence itself gives
whole is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.setting import sentences_above
from .idioms import flat

_SIDES = r"\(?\s*(\d{1,4})\s*[×xX*,]\s*(\d{1,4})(?:\s*[×xX*,]\s*(\d{1,4}))?(?:\s*[×xX*,]\s*(\d{1,4}))?\s*\)?"
_SHAPE = re.compile(r"(?<![\d.,×x*/+=A-Za-z-])" + _SIDES + r"(?!\s*[×x*/=+]|[\d.])")
_KERNEL = (
    re.compile(r"(\d{1,2})\s*[×xX*]\s*(\d{1,2})(?:\s*[×xX*]\s*\d+)?\s*(?:の|、)?\s*(?:\d+\s*(?:個|枚)の)?(?:フィルター?|カーネル|窓|畳み?込み|conv|プーリング|pool|max|平均|最大|ウィンドウ|filter|kernel|、?・?\s*(?:ストライド|stride|s\s*=)|を?\s*(?:\d+\s*枚|\d+\s*個))", re.IGNORECASE),
    re.compile(r"(?:フィルター?|カーネル|窓|ウィンドウ|conv|pool(?:ing)?|プーリング|kernel|filter)(?:_?size|サイズ|の?大きさ|幅|の?一辺)?\s*(?:は|が|:|=|\(|を|で)?\s*(?:それぞれ)?\s*(\d{1,2})(?:\s*[×xX*]\s*(\d{1,2}))?(?![\d個枚本層種]|\s*(?:個|枚|層|種|つ))", re.IGNORECASE),
    re.compile(r"(?<![A-Za-z_])[kKfF]\s*=\s*(\d{1,2})()"),
)  # fmt: skip
_STRIDE = re.compile(r"(?:ストライド|stride|(?<![A-Za-z])[sS](?=\s*=))(?:幅)?\s*(?:は|が|を|=|:|で|\()?\s*(\d)", re.IGNORECASE)
_PADDING = re.compile(r"(?<!output_)(?:パディング|padding|pad|ゼロ埋め|(?<![A-Za-z])[pP](?=\s*=))(?:幅|量)?\s*(?:は|が|を|=|:|で|\()?\s*(\d)", re.IGNORECASE)
_NO_PADDING = re.compile(r"パディング(?:は|を|も)?(?:なし|無し|無|しない|せず|使わ|行わ|入れ(?:な|ず)|ゼロ)|no padding|valid", re.IGNORECASE)
_SAME = re.compile(r"(?<![A-Za-z])same(?![A-Za-z])|サイズを(?:保|変えな|維持)|同じサイズ|大きさ(?:を|は)(?:保|変え|変わら)", re.IGNORECASE)
_FILTERS = re.compile(r"(?:フィルター?|カーネル|出力チャン?ネル|filters?)(?:数|の?枚数|の?個数)?\s*(?:は|が|を|=|:|\()?\s*(\d+)\s*(?:個|枚|種類|本|チャン?ネル|つ)?(?![\d×x*]|\s*[×x*])|(\d+)\s*(?:個|枚|種類|本|つ)の?(?:フィルター?|カーネル|\d+\s*[×x])|を\s*(\d+)\s*(?:個|枚)")
_CHANNELS = re.compile(r"(\d+)\s*チャン?ネル|チャン?ネル数?\s*(?:は|が|=|:)?\s*(\d+)|(RGB|カラー)")
_INPUT_NUMBER = re.compile(r"(?:(?<![A-Za-z_])(?:in|input|H|W|n|N|H_?in|入力(?:サイズ|の(?:一辺|サイズ|幅|高さ))?|画像サイズ)\s*(?:=|は|が|:)\s*|入力(?:が|は)?\s*|長さ\s*)(\d{1,4})(?![\d×x*.]|\s*(?:[×x*層個枚]|チャン?ネル))")
@dataclass
class Facts:
    """The sizes that sentences give: kernels, strides, paddings, numbers of filters, shapes that go in."""

    kernels: list[tuple[int, int]] = field(default_factory=list)
    strides: list[int] = field(default_factory=list)
    paddings: list[str] = field(default_factory=list)
    filters: list[int] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)
    shapes: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, other: Facts) -> None:
        """What a sentence further away gives of the sizes that nothing nearer gives."""
        for name in ("kernels", "strides", "paddings", "filters", "channels"):
            if not getattr(self, name):
                getattr(self, name).extend(getattr(other, name))
        if len(self.shapes) < 4:
            self.shapes.extend(x for x in other.shapes if x not in self.shapes)


def read(view: View) -> Iterator[Reading]:
    """The matrices in numbers that a sentence states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.has("question") or s.cell is not None:
        return
    text = flat(s)
    yield from _unrolled(view, text)
    yield from _in_letters(view, text)


def facts(text: str, end: int | None = None) -> Facts:
    """The sizes that a text gives, up to a place.

    >>> facts("7×7 に 3×3 のフィルタ、ストライド2、パディング1")
    Facts(kernels=[(3, 3)], strides=[2], paddings=['1'], filters=[], channels=[], shapes=[(7, 7)])
    """
    text = text[:end]
    found = Facts()
    taken: list[tuple[int, int]] = []
    for pattern in _KERNEL:
        for m in pattern.finditer(text):
            first, second = int(m[1]), int(m[2] or m[1])
            if 1 <= first <= 11 and not any(a <= m.start(1) < b for a, b in taken):
                found.kernels.append((first, second))
                taken.append((m.start(1), m.end(1) + 8))
    found.strides = [int(m[1]) for m in _STRIDE.finditer(text)]
    found.paddings = [m[1] for m in _PADDING.finditer(text)] + ["0"] * bool(_NO_PADDING.search(text)) + ["same"] * bool(_SAME.search(text))
    found.filters = [int(next(g for g in m.groups() if g)) for m in _FILTERS.finditer(text)]
    found.channels = [3 if m[3] else int(m[1] or m[2]) for m in _CHANNELS.finditer(text)]
    for m in _SHAPE.finditer(text):
        if not any(a <= m.start(1) < b for a, b in taken):
            found.shapes.append(tuple(int(g) for g in m.groups() if g))
    for m in _INPUT_NUMBER.finditer(text):
        found.shapes.append((int(m[1]), int(m[1])))
    return found


# im2col: one row for each position, one column for each weight of a filter

def _spoken_of(view: View, text: str) -> bool:
    """Whether im2col is named in the sentence, above it, or in its headings."""
    outline, s = view.outline, view.sentence
    about = [text, *(outline.blocks[h].raw for h in outline.headings(s.block)), *(flat(e) for e in sentences_above(view))]
    return any("im2col" in t for t in about)


_FACTOR = r"[A-Za-z](?:[A-Za-z]|_\{?\w{1,4}\}?|')?"
_TIMES = r"\s*(?:[*·・x×]|\\times|\\cdot)\s*"
_MATRIX = re.compile(rf"\(\s*(?P<rows>{_FACTOR}(?:{_TIMES}{_FACTOR}){{1,2}})\s*,\s*(?P<columns>{_FACTOR}(?:{_TIMES}{_FACTOR}){{1,2}})\s*\)")
_OUTPUT = re.compile(r"O[HW]|[HW](?:_?\{?o(?:ut)?\}?|')|o[hw]")
_KERNEL_SIDES = (("FH", "FW"), ("KH", "KW"), ("kh", "kw"), ("K", "K"), ("k", "k"), ("F", "F"), ("f", "f"), ("R", "S"))


def _in_letters(view: View, text: str) -> Iterator[Reading]:
    """(N*OH*OW, C*FH*FW): a row for each place of the output, as many columns as a filter has weights."""
    found = _MATRIX.search(text)
    if found is None or not _spoken_of(view, text):
        return
    rows, columns = ([x for x in re.split(_TIMES, found[g]) if x] for g in ("rows", "columns"))
    places = [x for x in rows if _OUTPUT.fullmatch(x)]
    sides = [x for x in columns if x.upper() not in ("C", "IC", "C_IN")]
    if len(places) != 2 or len(rows) - 2 > 1 or len(set(sides)) == 0 or not any(set(sides) <= set(pair) for pair in _KERNEL_SIDES):
        return
    high, wide = next(pair for pair in _KERNEL_SIDES if set(sides) <= set(pair))
    letters = {high: "K", wide: "K" if wide == high else "L"}
    told = "*".join(letters.get(x, "C") for x in columns)
    yield Reading(
        f"params(conv2d, in_channels=C, out_channels=1, kernel_height=K, kernel_width={letters[wide]}, bias=false) == {told}", found.start("columns"), found.end("columns"),
        ("columns: weights of a filter",), sure=len(columns) > len(sides) and not view.sentence.has("hedged"), firm=True, subject="conv2d", predicate="output_shape",
    )  # fmt: skip


def _unrolled(view: View, text: str) -> Iterator[Reading]:
    if not _spoken_of(view, text):
        return
    found = re.search(r"\((\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\)(?:[^()]|\([^()]{0,30}\)){0,60}?\((\d+)\s*,\s*(\d+)\)", text)
    if not found:
        return
    here = facts(text[: found.end(4)] + " " + text[found.end(4) : found.start(5)])
    sure = bool(here.kernels and here.strides and here.paddings)
    for earlier in sentences_above(view):
        here.add(facts(flat(earlier)))
    n, c, h, w, rows, columns = map(int, found.groups())
    if not here.kernels:
        return
    kh, kw = here.kernels[0]
    stride, padding = (here.strides or [1])[0], (here.paddings or ["0"])[0]
    if padding.isdigit():
        high, wide = (f"(floor(({size}+2*{padding}-{k})/{stride})+1)" for size, k in ((h, kh), (w, kw)))
        yield Reading(f"({n}*{high}*{wide}, {c}*{kh}*{kw}) == ({rows}, {columns})", found.start(), found.end(), ("rows: positions; columns: weights of a filter",), sure=sure, subject="conv2d", predicate="output_shape")
