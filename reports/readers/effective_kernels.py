"""How far one dilated kernel reaches: d(k - 1) + 1, by a formula of k and d or by the numbers of one kernel.

A word of reaching (effective, covers, 実効的な幅) and a kernel or its taps are in the sentence, or dilation is what the text
above is about; the letters are those that everybody writes for a kernel and its dilation. Stacks of layers are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat

_REACHES = re.compile(r"\beff(?:ective|\.)?(?![a-z])|\bcovers?\b|\bspans?\b|\bextent\b|\bsees?\b|\breaches\b|実効|有効|実質|見かけ|カバー|覆|範囲|またが|広がり", re.IGNORECASE)
_KERNEL = re.compile(r"kernel|filter|\btaps?\b|window|カーネル|フィルタ|窓|タップ|幅|(?<![A-Za-z])[kK]\s*=\s*\d|\d\s*[x×]\s*\d", re.IGNORECASE)
_HOLES = re.compile(r"dilat|atrous|à trous|拡張|膨張|ダイレ|穴|間隔|\brate\b|(?<![A-Za-z])[dr]\s*=", re.IGNORECASE)
_SEVERAL = re.compile(r"層|重ね|積み|スタック|\blayers?\b|\bstack\w*|\btwo\b|\bthree\b|→|受容野|receptive|比べ|より|than|パラメータ|重み|\bweights?\b|param|\bnot\b|ではな|output|出力|length", re.IGNORECASE)
_WIDTH = re.compile(r"(?<![A-Za-z])[kK]\s*=\s*(?P<a>\d{1,2})(?![\d.])|(?P<b>\d{1,2})\s*[x×]\s*(?P=b)(?!\d)[^。.;]{0,12}?(?:kernel|filter|conv|カーネル|フィルタ|畳)|(?:kernel(?: size)?|カーネル(?:サイズ|幅)?)\s*(?:of|=|が|は)?\s*(?P<c>\d{1,2})(?![\d.]|\s*[x×])", re.IGNORECASE)
_RATE = re.compile(r"(?:(?<![A-Za-z])[dr]\s*=|\brate(?: of)?\s*=?|dilat\w*(?: rate| factor)?(?: of)?\s*=?|(?:拡張|膨張|ダイレーション)(?:率|係数)?\s*(?:=|が|は|を)?)\s*(?P<d>\d{1,3})(?![\d.,、])", re.IGNORECASE)
_COVERED = re.compile(
    r"(?:\bcovers?|\bspans?|\bsees?|\breaches|\beffective (?:kernel )?(?:size|width|extent)(?: (?:of|is|becomes))?|実効(?:的な)?(?:カーネル)?(?:サイズ|幅|長)?(?:は|が|=))\s*(?:an?\s+)?(?:=\s*)?(?P<a>\d{1,3})(?:\s*[x×]\s*(?P=a))?(?![\d.])"
    r"|(?P<b>\d{1,3})(?:\s*[x×]\s*(?P=b))?\s*(?:の?(?:幅|範囲|サンプル|点|画素)|画素|サンプル|点)(?:の範囲)?(?:を|に)(?:カバー|覆|またが|見)", re.IGNORECASE
)
_LETTERS = {**dict.fromkeys("kKfF", "kernel_size"), **dict.fromkeys("dDr", "dilation")}


def read(view: View) -> Iterator[Reading]:
    """The reach of one kernel."""
    s = view.sentence
    text = flat(s)
    if not view.in_prose or len(text) > 140 or re.search(r"[?？]\s*$", text) or s.has("hedged") or _SEVERAL.search(text):
        return
    if not (_REACHES.search(text) and _KERNEL.search(text)):
        return
    if not (_HOLES.search(text) or _dilated_above(view)):
        return
    yield from _formulas(view)
    yield from of_numbers(text)


def of_numbers(text: str) -> Iterator[Reading]:
    """k = 3 and d = 2 cover 5 positions: each told once."""
    widths, rates, covered = (list(p.finditer(text)) for p in (_WIDTH, _RATE, _COVERED))
    if len(covered) == 1:
        widths = [m for m in widths if not covered[0].start() <= m.start() < covered[0].end()]
    if len(widths) == len(rates) == len(covered) == 1:
        k, d, told = (next(g for g in m.groups() if g) for m in (widths[0], rates[0], covered[0]))
        yield Reading(f"receptive_field(layer_stack, plan=k{k}d{d}) == {told}", covered[0].start(), covered[0].end(), firm=True, subject="dilated_conv")


_APART = re.compile(r"[\s$`]*(?:\w+\s+)?(?:apart\b|from each other\b|だけ?離れ|離れ)", re.IGNORECASE)


def _formulas(view: View) -> Iterator[Reading]:
    for span in view.sentence.formulas:
        value = span.formula.value
        letters = symbols(value)
        roles = [_LETTERS.get(x) for x in letters]
        if sorted(str(r) for r in roles) == ["dilation", "kernel_size"]:
            if _APART.match(view.sentence.text.chars, span.end):
                return  # how far the outer taps lie apart, one less than what they span
            where = ", ".join(f"{x} = {_LETTERS[x]}" for x in letters)
            yield Reading(f"receptive_field(conv1d) == {to_text(value)} where {where}", span.start, span.end, firm=True, subject="dilated_conv")
            return


def _dilated_above(view: View) -> bool:
    """Whether the item or the heading above is about dilation."""
    outline, s = view.outline, view.sentence
    over = (*outline.ancestors(s.block), *list(outline.headings(s.block))[:1], *range(s.block - 1, max(-1, s.block - 3), -1))
    return any(_HOLES.search(e.words) for b in over for e in outline.sentences[b])
