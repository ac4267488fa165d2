"""A dilated kernel against the larger plain one, and what a larger kernel makes of a field.

"A 3x3 convolution with dilation 2 sees what a 5x5 one sees, at the cost of 3x3": the two windows, the quantity, and how
it compares. "Going from kernel size 2 to 4 doubles the field": the two sizes and the factor.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat

_DILATED = re.compile(
    r"(?P<k>[357])\s*[x×]\s*(?P=k)[^.;。、]{0,24}?(?:dilat\w*(?: rate| factor)?|拡張率|膨張率|ダイレーション(?:率)?)\s*(?:of|=|が|は|を)?\s*(?P<d>[2-9])(?!\d)"
    r"|(?:dilat\w*(?: rate| factor)?|拡張率|膨張率|ダイレーション(?:率)?)\s*(?:of|=|が|は|を)?\s*(?P<e>[2-9])(?!\d)[^.;。、]{0,12}?(?P<l>[357])\s*[x×]\s*(?P=l)",
    re.IGNORECASE,
)
_COST = r"(?P<q>(?:computational )?cost|mult\w*[- ]adds|MACs|(?:number of )?(?:parameters|weights)|parameter count|計算量|演算量|コスト|パラメータ数|重み(?:の)?数?)"
_SAME = re.compile(
    rf"\b(?:the )?same {_COST} (?:as|of) (?:an? |the )?(?:plain |ordinary |standard |dense |normal )?(?P<k2>\d{{1,2}})\s*[x×]\s*(?P=k2)"
    rf"|\b(?:costs?|has|needs) (?:as (?:much|many {_COST.replace('?P<q>', '?P<q2>')}) as|the same as) (?:an? |the )?(?:plain |ordinary |standard |normal )?(?P<k3>\d{{1,2}})\s*[x×]\s*(?P=k3)"
    rf"|(?P<k4>\d{{1,2}})\s*[x×]\s*(?P=k4)\s*(?:の)?(?:畳み?込み|カーネル|フィルタ|conv)?\s*と(?:同じ|等しい)\s*{_COST.replace('?P<q>', '?P<q4>')}"
    rf"|{_COST.replace('?P<q>', '?P<q5>')}(?:は|も|が)\s*(?:通常の)?(?P<k5>\d{{1,2}})\s*[x×]\s*(?P=k5)\s*(?:の)?(?:畳み?込み|カーネル|フィルタ|conv)?\s*と(?:同じ|等し|変わら)",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\bnot\b|n['’]t\b|\bwithout\b|ではな|でな[くい]|わけで|\bwould\b|\bif\b|なら|とすれば", re.IGNORECASE)
_FACTORS = {"double": 2, "doubles": 2, "triple": 3, "triples": 3, "quadruple": 4, "quadruples": 4, "halve": 0.5, "halves": 0.5}
_GROWN = re.compile(
    r"kernel(?: size| width)?s? (?:from )?(?P<a>\d) to (?:kernel (?:size|width) )?(?P<b>\d)\b[^.;]{0,24}?\b(?P<f>doubles?|triples?|quadruples?|halves?)\b[^.;]{0,12}\b(?:receptive )?field"
    r"|カーネル(?:サイズ|幅|長)?を?\s*(?P<c>\d)\s*から\s*(?P<d>\d)\s*に[^。]{0,16}受容野(?:は|が|も)[^。]{0,6}?(?P<g>\d)\s*倍",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"about|roughly|nearly|almost|約|ほぼ|およそ|だいたい", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of a dilated kernel's cost, or of a larger kernel's field."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words) or len(s.words) > 200:
        return
    text = flat(s)
    yield from _cost(view, text)
    yield from _field(view, text)


def _cost(view: View, text: str) -> Iterator[Reading]:
    dilated, same = _DILATED.search(text), _SAME.search(text)
    if not dilated or not same or _TURNED.search(text) or view.sentence.has("hedged"):
        return
    own, rate = dilated["k"] or dilated["l"], dilated["d"] or dilated["e"]
    other = next(g for g in (same["k2"], same["k3"], same["k4"], same["k5"]) if g)
    quantity = next((g for g in (same["q"], same["q2"], same["q4"], same["q5"]) if g), "cost")
    counted = "params" if re.search(r"param|weight|パラメ|重み", quantity, re.IGNORECASE) else "macs"
    more = ", padding=same" if counted == "macs" else ""
    yield Reading(
        f"{counted}(conv2d, kernel_size={own}, dilation={rate}{more}) == {counted}(conv2d, kernel_size={other}{more})",
        min(dilated.start(), same.start()), max(dilated.end(), same.end()), subject="conv2d", predicate=counted,
    )  # fmt: skip


def _field(view: View, text: str) -> Iterator[Reading]:
    grown = _GROWN.search(text)
    if grown is None or re.search(r"\b(?:may|might|perhaps|probably)\b|かもしれ|だろう", text, re.IGNORECASE):
        return
    first, second = grown["a"] or grown["c"], grown["b"] or grown["d"]
    factor = _FACTORS.get((grown["f"] or "").lower()) or int(grown["g"] or 1)
    named = view.in_families(grown.start(), "dilated", "causal", "wavenet")
    stack = "dilated_causal_stack" if named else "conv_stack"
    relation = "~=" if _ABOUT.search(text) else "=="
    limit = (int(second) - 1) / max(int(first) - 1, 1)  # of a deep stack; that of a shallow one is not far from it
    off = abs(factor - limit) > limit / 4
    yield Reading(
        f"receptive_field({stack}, kernel_size={second}) {relation} {factor}*receptive_field({stack}, kernel_size={first})",
        grown.start(), grown.end(), sure=named is not None and off, subject=stack, predicate="receptive_field",
    )  # fmt: skip
