"""Worked examples in Japanese notes: the size that comes out, how far a stack sees, what a count comes to.

The sizes are gathered from the sentence and from those above it in its section. Where the sentence itself gives the
input, the kernel and the stride (and the padding, or none can be meant), a result that fails is refuted; where
something has to be supplied from elsewhere, a failing claim is left unread, since the example may have meant others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..reading import Reading, View
from ..setting import sentences_above
from .idioms import flat, subjects_at

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
    """The results in numbers that a Japanese sentence states."""
    s = view.sentence
    if (not s.japanese and not re.search(r"→|⇒|->", s.words)) or view.outline.blocks[s.block].kind == "heading" or s.has("question") or s.cell is not None:
        return
    text = flat(s)
    fields = list(_unrolled(view, text))
    yield from fields
    yield from _weights(view, text)
    yield from _part(view, text)
    yield from _stacked_weights(text)


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

def _unrolled(view: View, text: str) -> Iterator[Reading]:
    outline, s = view.outline, view.sentence
    about = [text, *(outline.blocks[h].raw for h in outline.headings(s.block)), *(flat(e) for e in sentences_above(view))]
    if not any("im2col" in t for t in about):
        return
    found = re.search(r"\((\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\)[^()]{0,60}\((\d+)\s*,\s*(\d+)\)", text)
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


# Weights

_WEIGHTS = re.compile(r"(?:パラメータ|パラメーター|重み)(?:の)?(?:個|総)?(?:数)?[^。、\d]{0,10}?(?:は|が|:|=)[^。、\d]{0,8}?(?:[\d+×x*\s()]*=\s*)?(\d[\d,]*)\s*(?:個|です|である|。|$|になる|となる|つ)|(\d[\d,]*)\s*個の?(?:重み|パラメータ|パラメーター)")


def _weights(view: View, text: str) -> Iterator[Reading]:
    """So many weights of filters whose size, depth and number the sentence gives."""
    m = _WEIGHTS.search(text)
    if not m or re.search(r"[x×*+]\s*$", text[: m.start(1) if m[1] else m.start(2)][-3:]):
        return
    number = int((m[1] or m[2]).replace(",", ""))
    found = re.search(r"(\d{1,2})\s*[×x*]\s*(\d{1,2})\s*[×x*]\s*(\d{1,4})\s*の?(?:フィルター?|カーネル)(?:を|が|は|数)?[^。\d]{0,8}?(\d{1,4})\s*(?:個|枚|種)", text)
    found = found or re.search(r"(\d{1,4})\s*(?:個|枚|種類)の\s*(\d{1,2})\s*[×x*]\s*(\d{1,2})\s*[×x*]\s*(\d{1,4})\s*の?(?:フィルター?|カーネル)", text)
    if not found:
        return
    a, b, c, n = map(int, found.groups() if found.re.pattern.startswith(r"(\d{1,2})") else (*found.groups()[1:], found.groups()[0]))
    sizes = f"kernel_height={a}, kernel_width={b}, in_channels={c}, out_channels={n}"
    with_bias = bool(re.search(r"バイアス(?:を|も)?(?:含|込|入れ|足|あり)", text))
    first, second = ("true", "false") if with_bias else ("false", "true")
    yield Reading(f"params(conv2d, {sizes}, bias={first}) == {number}", m.start(), m.end(), (), (f"params(conv2d, {sizes}, bias={second}) == {number}",), sure=not view.sentence.has("hedged"))


# Parts of the standard convolution's count

def _part(view: View, text: str) -> Iterator[Reading]:
    """1/128 of the standard convolution's: by the number of filters, or about, for kernels of three."""
    m = re.search(r"(?:普通|通常|標準|一般|元|もと|従来)の?[^。、]{0,16}?(?:に比べ(?:て)?|と比べ(?:て)?|の|より)[^。、\d]{0,14}?(?:約|およそ|ほぼ)?\s*(?:1\s*/\s*(\d{1,4})(?![\d.]|\s*\+)|(\d{1,4})\s*分の\s*1)", text)
    if not m:
        return
    named = subjects_at(view, m.start(), ("depthwise_conv2d", "depthwise_separable_conv2d", "pointwise_conv2d", "mobilenet"))
    if not named:
        return
    part, subject = int(m[1] or m[2]), named[0].subject.replace("mobilenet", "depthwise_separable_conv2d")
    texts = [f"macs_ratio({subject}, to=conv2d, kernel_size=3) ~= 1/{part}"]
    if subject == "depthwise_conv2d":
        given = Facts()
        for earlier in sentences_above(view):
            given.add(facts(flat(earlier)))
        if part in given.filters or any(part in shape for shape in given.shapes):
            texts.insert(0, f"macs_ratio(depthwise_conv2d, to=conv2d, out_channels={part}) == 1/{part}")
    yield Reading(texts[0], m.start(), m.end(), (), tuple(texts[1:]), sure=False)


# Several small kernels for a large one

_LARGE_SMALL = (
    re.compile(r"(\d)\s*[×x]\s*\1[^。\d]{0,20}?(?:1(?:つ|枚|層|回|個))?[^。\d]{0,10}?より[^。\d]{0,6}?(\d)\s*[×x]\s*\2[^。\d]{0,12}?(\d)\s*(?:つ|層|回|枚|個)"),
    re.compile(r"(\d)\s*[×x]\s*\1[^。\d]{0,12}?(?:を|の)[^。\d]{0,8}?(\d)\s*(?:つ|層|回|枚|個)[^。]{0,30}?(\d)\s*[×x]\s*\3[^。]{0,16}?(?:より|に比べ|と比べ)"),
)  # fmt: skip
_FEWER = re.compile(r"(?:パラメータ|重み|計算量)(?:の)?(?:数)?(?:が|は|を|も)[^。、]{0,10}?(?:(少な|減|抑え|小さ|節約|削減)|(多|増|大き))")


def _stacked_weights(text: str) -> Iterator[Reading]:
    """Three 3x3 kernels have fewer weights than one 7x7, at equal channels."""
    result = _FEWER.search(text)
    one, other = (p.search(text) for p in _LARGE_SMALL)
    if not result or not (one or other) or re.search(r"受容野が|しない", text[result.end() :]):
        return
    if one:
        large, small, layers = map(int, one.groups())
    else:
        assert other is not None
        small, layers, large = map(int, other.groups())
    found = one or other
    assert found is not None
    if small < large and layers < 8:
        sign = "<" if result[1] else ">"
        yield Reading(f"{layers}*{small}**2 {sign} {large}**2", found.start(), result.end(), ("weights at equal channels",), subject="conv_stack", predicate="params_ratio", sure=True)
