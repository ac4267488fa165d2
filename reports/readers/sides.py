"""On which side of a sequence zeros are put, and whether the convolution is causal then."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import words
from .idioms import flat

_LEFT = re.compile(r"左(?:側|端)?(?:に)?(?:だけ|のみ)|(?:過去|前)側(?:に)?(?:だけ|のみ)|片側(?:だけ|のみ)|\bonly (?:on |at |to )?(?:the )?(?:left|past|front)|\b(?:left|past)[- ](?:side )?only|\bon the left only\b|\bleft[- ]pad\w*", re.IGNORECASE)
_BOTH = re.compile(r"両(?:側|端|方)に?|左右(?:に|とも|均等|対称)|対称(?:な|に)?(?:パディング|詰め|埋め)?|\bboth (?:sides|ends)\b|\bsymmetric(?:al(?:ly)?)?\b|\beither side\b|(?<![A-Za-z])['\"`]?same['\"`]?[- ]padding", re.IGNORECASE)
_PADS = re.compile(r"詰め|埋め|足[すしせ]|パディング|パッド|ゼロ|零|\bpad\w*|\bzeros?\b", re.IGNORECASE)
_CAUSAL = re.compile(r"因果(?:性|的)?|自己回帰|\bcausal(?:ity)?\b|\bautoregressive\b", re.IGNORECASE)
_LOST = re.compile(r"失われ|失う|壊れ|壊し|崩れ|なくな|でな(?:い|く)|ではな(?:い|く)|にならな|保て(?:な|ず)|満たさ(?:な|ず)|\b(?:not|no longer|never|breaks?|broken|destroys?|destroyed|lost|loses|violat\w+|spoils?)\b|n't\b", re.IGNORECASE)


_CUT = re.compile(r"捨て|切り(?:落と|捨て|取[りっる]|詰め)|削(?:る|って|り|れ|除)|落と(?:す|し|せ)|除(?:く|い|去)|取り(?:除|去)|カット|トリ(?:ム|ミ)|クロップ|間引か?|\b(?:chop|drop|discard|trim|crop|throw\w* away|cut|remov|slic)\w*", re.IGNORECASE)
_RIGHT = re.compile(r"右(?:側|端|の|を|から)|末尾|終(?:端|わり)|後ろ|後(?:側|端)|最後|未来側|\b(?:right|end|last|tail|trailing|rightmost|final)\b", re.IGNORECASE)
_FRONT = re.compile(r"左(?:側|端|の|を|から)|先頭|頭の|前(?:側|端)|最初|冒頭|過去側|\b(?:left|front|first|start|leading|beginning|leftmost|head)\b", re.IGNORECASE)
_ALIKE = re.compile(r"同じ(?!長さ|だけ|数)|一致|等価|同一|変わらない|等し|\b(?:same (?!length|amount|number|size)|identical|equivalent|equals?|amounts? to)\b", re.IGNORECASE)


def _cropped(view: View, text: str) -> Reading | None:
    """Zeros at both ends and one end of the output cut off: as a causal convolution, or causal."""
    s = view.sentence
    earlier = flat(view.outline.sentences[s.block][s.number - 1]) if s.number else ""
    own = bool(_CUT.search(text))
    told = text if own else earlier
    cut, both = _CUT.search(told), _BOTH.search(told)
    if cut is None or both is None or both.start() > cut.start() + 24:
        return None
    if view.subject(0, lambda name: name in ("causal_conv1d", "dilated_stack", "dilated_conv", "wavenet", "dilated_causal_stack")) is None:
        return None
    near = [(abs(m.start() - cut.start()), side) for side, pattern in (("right", _RIGHT), ("left", _FRONT)) for m in pattern.finditer(told, both.end())]
    alike, causal = _ALIKE.search(text), _CAUSAL.search(text, cut.end() if own else 0)
    said = causal or alike
    if not near or said is None or (alike and not own and not re.match(r"\s*(?:その)?(?:結果|出力|答え?|値|両者|どちら|これ|the (?:result|output)|both|this|it)", text, re.IGNORECASE)):
        return None
    side = min(near)[1]
    lost = "not " if _LOST.search(text[min(cut.start() if own else 0, said.start()) :]) else ""
    claim = f"causal(cropped_conv1d, crop={side})" if causal and not alike else f"equals(causal_conv1d, cropped_conv1d(crop={side}))"
    return Reading(lost + claim, 0 if not own else min(both.start(), cut.start()), max(said.end(), cut.end() if own else 0), sure=not s.has("hedged"))


def read(view: View) -> Iterator[Reading]:
    """Causal with zeros on the left, not with zeros on both sides: what the sentence says of either."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    cropped = _cropped(view, text)
    if cropped is not None:
        yield cropped
        return
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
