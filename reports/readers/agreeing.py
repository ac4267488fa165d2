"""Addition needs equal shapes: what a residual block adds to its input must have the input's shape, and so has its output."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note

_ADDS = re.compile(r"足[しすせ]|加算|足し算|和を|スキップ|ショートカット|恒等|\badd(?:s|ed|ing|ition)?\b|\bsum(?:med|s)?\b|shortcut|skip|residual", re.IGNORECASE)
_SHAPE = re.compile(r"形状?|サイズ|大きさ|次元|縦横|チャン?ネル数|\bshapes?\b|\bsizes?\b|\bdimensions?\b", re.IGNORECASE)
_EQUAL = re.compile(
    r"同じ|おなじ|等し[いく]|一致|そろ[っいえわ]|揃[っいえわ]|合[っわ](?:て|せ)|同一|\bsame\b|\bagree\w*|\bmatch\w*|\bequal\w*|\bidentical|\bcoincide\w*|has the shape of|have the shape of", re.IGNORECASE
)
_MUST = re.compile(
    r"必要|なければ|ないと|なくては|場合(?:に限|のみ)|ときに限|ときだけ|前提|条件|\bmust\b|\bneeds?\b|\bhas to\b|\bhave to\b|\brequires?\b|\bonly (?:when|if|possible)\b|\bonly\b|\bneeded\b|\bnecessary\b|make sense", re.IGNORECASE
)
_UNEQUAL = re.compile(r"異な|違[うっい]|ちが[うっ]|\bdiffer\w*", re.IGNORECASE)
_NEEDLESS = re.compile(r"必要(?:は|が|も)?(?:な[いく]|ありません)|なくて(?:も)?(?:よ|い|構)|不要|\b(?:need|does|do|must) not (?!differ)\b|\bneed not\b|\bneedn't\b|\bno need\b|doesn't (?:need|have)|regardless|関係なく|かまわない|構わない", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The claim that input and branch of a residual connection have one shape."""
    s = view.sentence
    if s.cell is not None or s.has("question") or not (_SHAPE.search(s.words) and _ADDS.search(s.words)):
        return
    equal, must = _EQUAL.search(s.words), _MUST.search(s.words)
    needless, unequal = _NEEDLESS.search(s.words), _UNEQUAL.search(s.words)
    if not must and not needless:
        return
    named = view.subject(0, lambda n: n in ("residual_block", "resnet", "dense_block", "densenet", "wavenet"))
    if named is None or named.subject not in ("residual_block", "resnet"):
        return
    claim = "output_shape(residual_block) == (C, H, W)"
    if (needless and equal) or (unequal and not equal and must):
        text = f"not {claim}"
    elif equal and not needless:
        text = claim
    else:
        return
    start = min(m.start() for m in (equal, unequal, _SHAPE.search(s.words)) if m)
    end = max(m.end() for m in (equal, unequal, must, needless) if m)
    yield Reading(text, start, end, inherited_note(named, view), subject="residual_block")
