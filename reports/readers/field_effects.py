"""What dilation, or small kernels in place of a large one, does to the field and to the weights: larger, fewer, the same.

Slots, each found apart: the quantities (the field, the weights), which way each goes (directions.py), the cause (dilation,
in the sentence or in what it stands under; small kernels against one large), and what it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import words
from ..vocabulary import family
from .directions import Way, listed, way_of
from .idioms import flat
from .receptive_weights import compared
from .receptive_weights import listed as of_fields

_NEAR = ("", "the heading", "the item above", "the introduction", "the sentence before", "the question")
_EFFECTIVE = re.compile(r"有効受容野|実効受容野|effective (?:receptive|RF)|effective field|ERF\b|理論|theoretical|ガウス|gaussian", re.IGNORECASE)
_WITHOUT_AFTER = re.compile(r"[^、。]{0,6}?(?:なし|無し|せず|ずに|なくても|ないで|使わ|用い(?:ず|な)|代わり|の替わり|に頼ら|によら|下げ(?:ず|な)|落と(?:さ|す))")
_WITHOUT_BEFORE = re.compile(r"\b(?:without|no|instead of|rather than|not|avoid\w*|unlike)\s+(?:\w+ ){0,3}$", re.IGNORECASE)
_OTHER_CAUSES = ("stride", "kernel", "pooling", "depth", "channels", "padding", "pointwise")
_ALIKE = re.compile(r"(?:同じ|同一の|等しい|\b(?:the same|equal|identical)(?: number of)?)\s*$", re.IGNORECASE)
_OF_DILATED = re.compile(r"(?:dilated|atrous|拡張|膨張|dilation(?:を|の)?[^。、]{0,4})\s*$", re.IGNORECASE)
_TURN = re.compile(r"\b(?:but|while|whereas|instead|would|need\w*|requir\w*|must|only|either|or|cost|price|exchange|trade\w*)\b|一方|代わり|のに対し|けれど|必要|要る|要する|ただし|だけでな|とは限ら|わけでは", re.IGNORECASE)
_FOR_THE_SAME = re.compile(r"(?:同じ|等しい|同等の|同程度の)(?:広さの|大きさの)?(?:受容野|視野|範囲)(?:で|なら|を|に|の)|\b(?:for|with|at|to (?:get|reach|obtain|cover)) (?:the|an?) (?:same|given|equal)\b", re.IGNORECASE)
_IF_NOT = re.compile(r"(?:なければ|ないと(?!い)|ない(?:場合|とき|なら)|\bwithout (?:it|dilat\w+|holes))", re.IGNORECASE)
_SMALL = re.compile(r"小さ(?:な|い)\s*(?:カーネル|フィルター?|畳み?込み)|(?:3\s*[x×]\s*3)[^。.]{0,16}?(?:重ね|積|多段|[2-9]\s*(?:枚|層|段|つ|回))|[2-9]\s*(?:枚|層|段|つ|個)の\s*3\s*[x×]\s*3|\b(?:several|many|multiple|two|three|stacked|stacks? of|stacking|successive|a few)\s+(?:small(?:er)?|3\s*[x×]\s*3)\b|\bsmall(?:er)? (?:kernels|filters)", re.IGNORECASE)
_LARGE = re.compile(r"大き(?:な|い)\s*(?:カーネル|フィルター?|畳み?込み)|(?:5\s*[x×]\s*5|7\s*[x×]\s*7)(?:\s*の?(?:カーネル|フィルター?|畳み?込み|conv\w*))?\s*(?:を)?\s*[1一]\s*(?:枚|層|つ|個)|[1一]\s*(?:枚|層|つ|個)の\s*(?:大き|[57]\s*[x×])|\b(?:one|a single|a)\s+(?:big|large)(?:r)?\b|\b(?:one|a single) [57]\s*[x×]\s*[57]|\b(?:big|large)(?:r)? (?:kernels?|filters?)", re.IGNORECASE)
_SQUARE = re.compile(r"(?<![\dx×])([1-9])\s*[x×]\s*\1(?!\d|\s*[x×])")


@dataclass(frozen=True)
class _Quantity:
    name: str
    start: int
    end: int


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of the field and of the weights."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words) or (s.has("question") and not s.has("called")):
        return
    text = flat(s)
    found = _quantities(text)
    if not any(q.name in ("field", "weights") for q in found) or _EFFECTIVE.search(text) or len(text) > 220:
        return
    small, large = _SMALL.search(text), _LARGE.search(text)
    if small and not listed("causes", "dilation").search(text):
        yield from _small_for_large(view, text, found, small, large)
        return
    if _FOR_THE_SAME.search(text):
        return  # a count for the same field, a field for the same count: see receptive_weights.py
    sure = _caused_by_dilation(view, text)
    if sure is None:
        return
    for n, quantity in enumerate(found):
        way = _way(text, found, n)
        if way is None or quantity.name == "other" or way.name == "changes":
            continue
        measured = "receptive_field" if quantity.name == "field" else "params"
        value = {"larger": "increasing", "smaller": "decreasing", "unchanged": "constant"}[way.name]
        if _turned(text):
            value = {"increasing": "decreasing", "decreasing": "increasing"}.get(value, value)
        start, end = min(quantity.start, way.start), max(quantity.end, way.end)
        plain = sure and not re.search(r"\d", text[start:end]) and end - start < 48 and not _TURN.search(text) and not words("epistemic").search(text) and not s.has("hedged")
        if quantity.name == "weights" and value == "decreasing":  # fewer, for what is seen
            yield Reading("rf_per_params(dilated_causal_stack, to=causal_stack) > 1", start, end, (), sure=False, spare=True, subject="dilated_conv")
            continue
        if quantity.name == "weights" and value == "increasing" and way.start < quantity.start:
            plain = False  # the more weights may be those of what it is compared with
        yield Reading(f"monotone({measured}(conv1d), dilation) == {value}", start, end, (), sure=plain, spare=True, subject="dilated_conv", predicate="rf_per_params")


def _quantities(text: str) -> list[_Quantity]:
    """The quantities that the text names, in order, without those of an aside (同じ層数で)."""
    found: list[_Quantity] = []
    for name in ("field", "weights", "other"):
        for m in listed("quantities", name).finditer(text):
            if not any(q.start < m.end() and m.start() < q.end for q in found) and not (name == "other" and _ALIKE.search(text[: m.start()])):
                found.append(_Quantity(name, m.start(), m.end()))
    return sorted(found, key=lambda q: q.start)


def _way(text: str, found: list[_Quantity], n: int) -> Way | None:
    """Which way a quantity goes: by the words from the quantity before it to the one after it."""
    quantity = found[n]
    begin = found[n - 1].end if n else 0
    stop = found[n + 1].start if n + 1 < len(found) else len(text)
    if n + 1 < len(found) and (taken := way_of(text, found[n + 1].start, found[n + 1].end, quantity.end, found[n + 1].end)) and taken.end <= found[n + 1].start:
        # that word is said of the next
        lead = re.search(r"(?:\b(?:without|with|and|at|for|but|no|not|any|while)\s+(?:\w+ ){0,2}|[、,]\s*)$", text[: taken.start], re.IGNORECASE)
        stop = lead.start() if lead else taken.start
    inside = way_of(text, quantity.start, quantity.start, quantity.start, quantity.end)
    return way_of(text, quantity.start, quantity.end, begin, max(stop, quantity.end)) or inside


def _caused_by_dilation(view: View, text: str) -> bool | None:
    """Whether dilation is what does it, beyond doubt; None where it is not, or where something else may."""
    own = list(listed("causes", "dilation").finditer(text))
    if _IF_NOT.search(text) and own:
        return None
    for name in _OTHER_CAUSES:
        for m in of_fields("causes", name).finditer(text):
            if name == "kernel" and (listed("quantities", "weights").search(text, max(0, m.start() - 2), m.end() + 14) or _OF_DILATED.search(text[: m.start()])):
                continue
            if not (_WITHOUT_AFTER.match(text, m.end()) or _WITHOUT_BEFORE.search(text[: m.start()]) or _ALIKE.search(text[: m.start()])):
                return None
    plain = words("undilated").search(text)
    if own:
        if plain and not compared(text, plain.start()) and not _compares(text, plain):
            return None
        return len(text) < 120
    named = view.in_families(0, "dilated")
    if named is None or named.where not in _NEAR or (plain and not _compares(text, plain)):
        return None
    others = [m for m in view.sentence.subjects if family(m.tag) not in ("dilated", "causal") and not m.weak and not view.sentence.contrasted(m)]
    return None if others and not plain else named.where in ("the heading", "the item above", "the introduction")


def _compares(text: str, plain: re.Match[str]) -> bool:
    """Whether ordinary layers are only what the dilated ones are compared with."""
    return bool(re.match(r"[^、。,.]{0,10}?(?:と|より|に比べ|に対し|のとき)", text[plain.end() :]) or re.search(r"\b(?:than|as|vs\.?|versus|over|to|with|of|from|like)\s+(?:(?:that|those) (?:of|in) )?(?:an?\s+|the\s+)?$", text[: plain.start()], re.IGNORECASE))


def _turned(text: str) -> bool:
    """Whether it is the ordinary layers that are compared with dilated ones."""
    plain, dilated = words("undilated").search(text), listed("causes", "dilation").search(text)
    return bool(plain and dilated and plain.start() < dilated.start() and re.search(r"\bthan\s+(?:\w+ ){0,2}$|より|に比べ", text[plain.end() : dilated.start()] + text[dilated.end() : dilated.end() + 12], re.IGNORECASE) and not _compares(text, plain))


def _small_for_large(view: View, text: str, found: list[_Quantity], small: re.Match[str], large: re.Match[str] | None) -> Iterator[Reading]:
    """Several small kernels against one large one that sees as much."""
    ways = {q.name: way for n, q in enumerate(found) if (way := _way(text, found, n)) and q.name in ("field", "weights")}
    way = ways.get("weights")
    if way is None or way.name not in ("larger", "smaller"):
        return
    sides = sorted({int(m[1]) for m in _SQUARE.finditer(text)})
    one, other = (sides[0], sides[-1]) if len(sides) > 1 else (3, 7)
    if (other - 1) % (one - 1 or 1) or one == other or one < 2:
        return
    layers = (other - 1) // (one - 1)
    sign = {"larger": ">", "smaller": "<"}[way.name]
    about_large = large is not None and large.start() < small.start() and not re.match(r"[^、。]{0,10}?(?:より|に比べ|と比べ|の代わり)", text[large.end() :])
    if about_large:
        sign = {">": "<", "<": ">"}.get(sign, sign)
    first = min(q.start for q in found if q.name == "weights")
    sure = (large is not None or "field" in ways or bool(words("topic").search(text))) and not _TURN.search(text) and not words("epistemic").search(text) and not view.sentence.has("hedged")
    yield Reading(
        f"params(conv_stack, kernel_size={one}, layers={layers}) {sign} params(conv_stack, kernel_size={other}, layers=1)", min(first, way.start), max(first + 1, way.end),
        ("a stack that sees as far as the one large kernel",), sure=sure, spare=True, subject="conv2d", predicate="rf_per_params",
    )  # fmt: skip
