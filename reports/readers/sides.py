"""On which side of a sequence zeros are put, and whether the convolution is causal then."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..layers import words
from ..reading import Reading, View
from .idioms import flat

_LEFT = re.compile(r"左(?:側|端)?(?:に)?(?:だけ|のみ)|(?:過去|前)側(?:に)?(?:だけ|のみ)|片側(?:だけ|のみ)|\bonly (?:on |at |to )?(?:the )?(?:left|past|front)|\b(?:left|past)[- ](?:side )?only|\bon the left only\b|\bleft[- ]pad\w*", re.IGNORECASE)
_BOTH = re.compile(r"両(?:側|端|方)に?|左右(?:に|とも|均等|対称)|対称(?:な|に)?(?:パディング|詰め|埋め)?|\bboth (?:sides|ends)\b|\bsymmetric(?:al(?:ly)?)?\b|\beither side\b|(?<![A-Za-z])['\"`]?same['\"`]?[- ]padding", re.IGNORECASE)
_PADS = re.compile(r"詰め|埋め|足[すしせ]|パディング|パッド|ゼロ|零|\bpad\w*|\bzeros?\b", re.IGNORECASE)
_CAUSAL = re.compile(r"因果(?:性|的)?|自己回帰|\bcausal(?:ity)?\b|\bautoregressive\b", re.IGNORECASE)
_LOST = re.compile(r"失われ|失う|壊れ|壊し|崩れ|なくな|でな(?:い|く)|ではな(?:い|く)|にならな|保て(?:な|ず)|満たさ(?:な|ず)|\b(?:not|no longer|never|breaks?|broken|destroys?|destroyed|lost|loses|violat\w+|spoils?)\b|n't\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Causal with zeros on the left, not with zeros on both sides: what the sentence says of either."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    causal = _CAUSAL.search(text)
    if causal is None:
        return
    before = flat(view.outline.sentences[s.block][s.number - 1]) if s.number else ""
    own = [(m.start(), side) for side, pattern in (("causal", _LEFT), ("same", _BOTH)) for m in pattern.finditer(text)]
    place, side = max([x for x in own if x[0] <= causal.start()], default=(-1, ""))
    if not side and re.match(r"\s*(?:it|this|that|then|so|すると|こうすると|これで|だから|よって)", text, re.IGNORECASE):
        found = [(m.start(), name) for name, pattern in (("causal", _LEFT), ("same", _BOTH)) for m in pattern.finditer(before)]
        side = max(found, default=(-1, ""))[1]
    if not side or not (_PADS.search(text) or _PADS.search(before)):
        return
    lost = _LOST.search(text[max(place, 0) :])
    if re.search(r"ため|ように|べき|したい|\bso that\b|\bto (?:be|keep|make)\b", text[causal.start() :]) and not lost:
        return
    statement = f"causal(conv1d, padding={side})"
    yield Reading(f"not {statement}" if lost else statement, max(place, 0), causal.end(), sure=place >= 0 and not words("epistemic").search(text))
