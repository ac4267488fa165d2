"""A larger field for the same weights, fewer weights for the same field: what dilation is for, in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.layers import words
from ..vocabulary import family, lexicon
from .idioms import flat


@cache
def listed(table: str, name: str) -> re.Pattern[str]:
    """The patterns of one list of `lexicon/receptive.toml`."""
    return re.compile("|".join(f"(?:{p})" for p in lexicon("receptive")[table][name]), re.IGNORECASE)


_WEIGHTS = re.compile(r"パラメータ|重み|係数|param|\bweights?\b|coefficients?", re.IGNORECASE)
_PER_FIELD = re.compile(r"受容野(?:の広さ)?(?:あた|当た)り|per (?:unit of )?receptive|for (?:its|the same|an equal|a given) (?:receptive|field)|同じ(?:広さの)?(?:受容野|視野|範囲)(?:を|で|なら|に)|with the same receptive", re.IGNORECASE)
_FEWER = re.compile(r"減|少な|節約|\bfewer\b|\bless\b|\bsmaller\b|\bsaves?\b", re.IGNORECASE)
_MORE = re.compile(r"多[いくか]|増え|余計|\bmore\b(?! than enough)|\blarger\b", re.IGNORECASE)
_WITHOUT_MORE = re.compile(r"(?:増や(?:さ|す(?:こと)?な)|増え(?:な|ず)|同じ|そのまま|変え(?:ず|な)|変わら|増やさ)|\b(?:without|no (?:extra|more|additional)|same|not (?:adding|increas)|keeping|constant)\b", re.IGNORECASE)


PER_WEIGHT = re.compile(r"(?:重み|パラメータ)(?:の?数)?(?:[1１一]つ|[1１一]個)?(?:あた|当た)り|\bper (?:weight|parameter)\b|(?:パラメータ|重み)(?:の?数)?(?:の割|のわり|に対(?:する|して))", re.IGNORECASE)
_SEES = re.compile(r"\bsees?\b|遠くまで|広い範囲|見(?:え|渡)", re.IGNORECASE)
LABEL = re.compile(r"^\W*[(（]([A-Za-z\d])[)）]")
_FIRST_WINS = re.compile(r"[(（]([A-Za-z\d])[)）]\s*(?:が|は|の(?:ほう|方)が|beats|exceeds|wins|is)[^。]{0,20}?[(（]([A-Za-z\d])[)）]\s*(?:を(?:上回|超|越|しの)|より|に勝|$|[.。])", re.IGNORECASE)


def _labelled(view: View, text: str) -> bool | None:
    """Of two cases (a) and (b), told apart above by their dilation: whether the one with dilation wins."""
    found = _FIRST_WINS.search(text)
    if found is None:
        return None
    outline, s = view.outline, view.sentence
    kinds: dict[str, bool] = {}
    for block in range(max(0, s.block - 12), s.block):
        told = " ".join(flat(e) for e in outline.sentences[block])
        label = LABEL.match(told)
        if label and words("undilated").search(told):
            kinds[label[1]] = False
        elif label and (listed("growth", "dilated").search(told) or words("doubling").search(told) or re.search(r"2\s*\^", told)):
            kinds[label[1]] = True
    first, second = kinds.get(found[1]), kinds.get(found[2])
    return first if None not in (first, second) and first != second else None


def for_weights(view: View, text: str) -> Iterator[Reading]:
    """A larger field for the same weights, fewer weights for the same field: what dilation is for."""
    sides = _labelled(view, text)
    if sides is not None and PER_WEIGHT.search(text) and (larger := listed("directions", "larger").search(text)):
        yield Reading(f"rf_per_params(dilated_causal_stack, to=causal_stack) {'>' if sides else '<'} 1", 0, larger.end(), ("the two cases told apart above",), sure=not words("epistemic").search(text))
        return
    named = view.in_families(0, "dilated", "wavenet", "causal")
    dilated = (named is not None and family(named.subject) in ("dilated", "wavenet")) or listed("growth", "dilated").search(text) or view.sentence.has("dilation")
    topic, weights = words("topic").search(text) or _SEES.search(text), _WEIGHTS.search(text)
    if not dilated or topic is None or weights is None:
        return
    plain = words("undilated").search(text)
    if plain and not compared(text, plain.start()):
        if PER_WEIGHT.search(text) and not listed("growth", "dilated").search(text) and (larger := listed("directions", "larger").search(text)) and plain.start() < larger.start():
            yield Reading("rf_per_params(dilated_causal_stack, to=causal_stack) < 1", min(plain.start(), topic.start()), larger.end(), sure=not words("epistemic").search(text))
        return
    per, larger = _PER_FIELD.search(text), listed("directions", "larger").search(text)
    fewer, more = _FEWER.search(text), _MORE.search(text)
    if per and bool(fewer) != bool(more):
        sign, last = (">", fewer) if fewer else ("<", more)
    elif larger and (_WITHOUT_MORE.search(text) or not per):
        sign, last = ">", larger
    else:
        return
    places = [m for m in (topic, weights, last) if m]
    yield Reading(
        f"rf_per_params(dilated_causal_stack, to=causal_stack) {sign} 1", min(m.start() for m in places), max(m.end() for m in places),
        inherited_note(named, view) if named else (), sure=bool(per and not words("epistemic").search(text) and named and named.where in ("", "the heading", "the item above")),
    )  # fmt: skip


def compared(text: str, place: int) -> bool:
    """Whether the words at a place are only what is compared to: than without dilation, 通常の畳み込みに比べ."""
    return bool(re.search(r"(?:than|to|unlike|versus|vs\.?)\s*(?:the |a |an )?$", text[:place], re.IGNORECASE) or re.match(r".{0,24}(?:に比べ|と比べ|より|と違|に対し)", text[place:]))
