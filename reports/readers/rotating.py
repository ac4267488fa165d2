"""What becomes of the output of a convolution or a pooling when its input is turned: it is another one.

A shared kernel makes a convolution equivariant to translations; a quarter turn of the input gives neither the same output
nor the turned one. Where augmented data or a matter of degree (ある程度, "to some extent") is spoken of, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from .moving import MOVABLE, STAND_IN
from .norm_changes import effect_of
from .norm_sense import asserts, hedged
from .norms import nearest, plain

_TURN = re.compile(r"回転|\brotat\w+", re.IGNORECASE)
_ELSE = re.compile(r"データ拡張|水増し|augment|学習(?:すれば|させ)|訓練データ|ある程度|多少|わずか|少し|頑健|ロバスト|robust|\bsome\b|\bslight|\bsmall\b|group[- ]equivariant|群(?:畳|同変)|steerable|専用|特別|カプセル|capsule|180\s*度|フィルタを(?:180|回転)|カーネルを(?:180|回転|反転)|(?:kernel|filter) (?:is |by )?(?:rotat|flip)|(?:rotat|flip)\w* (?:the |its )?(?:kernel|filter)|転置畳", re.IGNORECASE)
_ALONG = re.compile(
    r"同変|等変|equivarian|(?:出力|特徴マップ)(?:は|も|が)[^。、]{0,14}回転"
    r"|\b(?:outputs?|feature maps?)\b[^.;,]{0,30}\b(?:rotat(?:e|es|ed)|turned)\b[^.;,]{0,12}(?:\b(?:too|likewise|also|(?:in|by) the same)\b|(?<=rotated)(?=\s*[.;,]|$))",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"同じ(?:特徴|出力|結果|応答|値)[^。、]{0,6}(?:得|取り出|抽出|出|なる|返)|不変|変わら(?:ない|ず)|変わりません"
    r"|\binvarian\w*|\bsame (?:features?|outputs?|responses?|results?)\b|\b(?:does|do|will) not change\b|\bunchanged\b",
    re.IGNORECASE,
)
_DENIED_JA = re.compile(r"[^。、]{0,12}?(?:な[いく]|ません|ず(?!れ))")
_DENIED_EN = re.compile(r"(?:\b(?:not|never|nor|neither|no longer)\b|n't)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Invariance or equivariance under a rotation."""
    s = view.sentence
    text = plain(s)
    turn = _TURN.search(text)
    if turn is None or s.cell is not None or view.outline.blocks[s.block].kind == "heading" or not asserts(view) or _ELSE.search(text):
        return
    named = nearest(view, turn.start(), MOVABLE)
    told = _told(text, turn.start(), turn.end())
    if named is None or told is None or named.subject in ("linear", "pointwise_conv2d", "global_avg_pool2d"):
        return
    kind, stays, place = told
    claim = f"{kind}({STAND_IN.get(named.subject, named.subject)}, rotation)"
    pool = named.subject.endswith("pool2d") or named.subject == "pool"
    yield Reading(claim if stays else f"not {claim}", min(turn.start(), place[0]), max(turn.end(), place[1]), inherited_note(named, view), sure=not hedged(view) and not (pool and kind == "equivariant_to"))


def _told(text: str, start: int, end: int) -> tuple[str, bool, tuple[int, int]] | None:
    """Which property is spoken of, whether the rotation has it, and where."""
    found = [(kind, m) for kind, words in (("equivariant_to", _ALONG), ("invariant_to", _SAME)) for m in words.finditer(text)]
    if not found:
        effect = effect_of(text)
        return ("invariant_to", effect[0], (effect[1], effect[2])) if effect else None
    if re.search(r"\b(?:not|never)\b|n't", found[0][1][0]):
        return found[0][0], False, found[0][1].span()
    japanese = not found[0][1][0].isascii()
    after = [one for one in found if one[1].start() >= end]
    kind, m = min(after or found, key=lambda one: one[1].start()) if japanese or after else max(found, key=lambda one: one[1].start())
    if japanese:
        denied = bool(_DENIED_JA.match(text, max(end, m.end())))
    else:
        denied = any(_DENIED_EN.search(text[max(0, place - 28) : place]) for place in (start, m.start()))
    return kind, not denied, m.span()
