"""What dilation puts between the taps of a kernel: r - 1 zeros, a gap of one pixel, taps d apart.

Three slots: that it is between taps (カーネルの要素の間, between neighbouring weights), how much (a formula of the rate, or a
number beside the rate's own), and whether what lies between is counted (zeros, holes) or how far apart the taps are.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import words
from ..sizes.setting import sentences_above
from .idioms import flat

_DILATED = re.compile(r"dilat|拡張率|拡張畳|膨張|atrous|穴あき|ダイレ|\brates?\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:間|あいだ)(?=に|は|が|を|隔|で|の|へ|$)|隣(?:り合う|接)|\bbetween\b|\bapart\b|\bneighbou?ring\b|\badjacent\b|\bconsecutive\b", re.IGNORECASE)
_TAPS = re.compile(r"カーネル|フィルタ|タップ|重み|要素|係数|\bkernel|\bfilter|\btaps?\b|\bweights?\b|\belements?\b|\bentries\b|\bcoefficients?\b", re.IGNORECASE)
_FILLED = re.compile(r"ゼロ|零|0(?=を|が|で)|隙間|すき間|すきま|空(?:き|白|く|ける)|あ(?:き|け|く)|穴|飛ば|挿入|詰め|\bzeros?\b|\bholes?\b|\bgaps?\b|\bskip\w*|\binsert\w*|\bblank|\bempty\b|\bunused\b", re.IGNORECASE)
_APART = re.compile(r"間隔|離(?:れ|し)|おき|刻み|\bapart\b|\bspac(?:ed|ing)\b|\bdistance\b|\bsteps? of\b", re.IGNORECASE)
_RATE = re.compile(r"(?:dilat\w*(?:\s+rate|\s+factor)?|拡張率|膨張率|ダイレーション(?:率)?|\brate)\s*(?:of|is|to|=|が|は|を|:|：|＝)*\s*\$?(\d{1,2})(?![\d.]|\s*[x×])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.×x=])(?P<n>\d{1,2}|one|two|three|four)(?![\d.]|\s*[x×])\s*(?:個|つ|画素|ピクセル|マス|点|サンプル|pixels?|samples?|zeros?|holes?|positions?|inputs?|cells?)", re.IGNORECASE)
_NONE = re.compile(r"(?:隙間|間|穴)(?:は|が|も)?(?:な(?:い|く|し)|無)|すき間なく|\bno (?:gaps?|holes?|zeros?)\b|\bcontiguous\b|\bwithout (?:gaps?|holes?)\b", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of the gaps."""
    s = view.sentence
    text = flat(s)
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", text) or len(text) > 200:
        return
    if not (_BETWEEN.search(text) or _APART.search(text)) or not (_TAPS.search(text) or _FILLED.search(text)):
        return
    if not (_DILATED.search(text) or view.in_families(0, "dilated")):
        return
    sure = not words("epistemic").search(text) and not s.has("hedged") and not re.search(r"stride|ストライド|転置|transpos", text, re.IGNORECASE)
    for amount, start, end, rate in _amounts(view, text):
        filled = f"receptive_field(conv1d{rate}) == K + (K - 1)*({amount})"
        apart = f"receptive_field(conv1d{rate}) == 1 + (K - 1)*({amount})"
        strict = _FILLED.search(text) and not _APART.search(text)
        where = "" if rate else _where(view, amount)
        yield Reading(filled + where, start, end, (), () if strict else (apart + where,), sure=sure and bool(strict), subject="dilated_conv", predicate="kernel_shape")


def _amounts(view: View, text: str) -> Iterator[tuple[str, int, int, str]]:
    """How much stands between the taps: the formula of the rate, or the number, with the rate that is given."""
    s = view.sentence
    for span in s.formulas:
        letters = symbols(span.formula.value)
        after = text[span.end : span.end + 16]
        if len(letters) == 1 and letters[0] in "rdDR" and not span.formula.relations and re.match(r"\s*\$?\s*(?:個|つ|画素|ピクセル|マス|点|だけ|zeros?|holes?|gaps?|pixels?|samples?|positions?|inputs?|steps?|apart|おき|離)", after, re.IGNORECASE):
            yield to_text(span.formula.value), span.start, span.end, ""
            return
    rate = next((m[1] for t in (text, *(flat(e) for e in list(sentences_above(view))[:3])) if (m := _RATE.search(t))), None)
    if rate is None or not _FILLED.search(text):
        return
    own = _RATE.search(text)
    if found := _NONE.search(text):
        yield "0", found.start(), found.end(), f", dilation={rate}"
        return
    for m in _NUMBER.finditer(text):
        if own and own.start(1) <= m.start() < own.end(1):
            continue
        number = _NUMBERS.get(m["n"].lower()) or int(m["n"])
        yield str(number), m.start(), m.end(), f", dilation={rate}"
        return


def _where(view: View, amount: str) -> str:
    letter = next(x for x in amount if x in "rdDR")
    return f" where {letter} = dilation"
