"""What of a normalisation is learned by gradients: γ and β are, the running averages are not. Looked up, never computed."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from .norm_sense import asserts, hedged
from .norms import NORMS, pattern, plain

_LEARNED = re.compile(
    r"(?:勾配(?:降下法?)?|誤差逆伝播法?|逆伝播|バックプロパゲーション)(?:で|によって|により|を通じて)[^。、]{0,8}(?:学習|更新|最適化|訓練|求め)|勾配を(?:受け|流)|学習(?:さ(?:れ)|可能|対象|パラメータ)|最適化(?:され|の対象)"
    r"|\b(?:receiv|get|have|take)\w* (?:any |no )?gradients?\b|\b(?:learned|trained|updated|optimi[sz]ed|adjusted) (?:by|with|through|via|using) (?:gradient|back-?prop|SGD|the optimi)\w*|\b(?:learnable|trainable|learned) parameters?\b|\blike (?:any|every) other (?:parameter|weight)s?\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?:γ|gamma)[^。.;]{0,12}(?:β|beta)|スケールとシフト|scale and (?:the )?shift", re.IGNORECASE)
_MOVING = re.compile(r"移動(?:平均|分散|統計量)|\b(?:running|moving) (?:mean|variance|averages?|statistics|estimates?)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|nor|neither|without)\b|n't|ない|ません|[でじ](?:は|ゃ)?なく|(?:せ|され)ず", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The running averages, or γ and β."""
    s = view.sentence
    text = plain(s)
    learned = _LEARNED.search(text)
    if learned is None or s.cell is not None or not asserts(view):
        return
    moving, pair = _MOVING.search(text) or pattern("modes", "running").search(text), _PAIR.search(text)
    topic = moving if moving and moving.start() < learned.start() else pair if pair and pair.start() < learned.start() and not moving else None
    if topic is None or not (named := view.subject(topic.start(), lambda n: n in NORMS or n == "norms")):
        return
    clause = re.split(r"[。、;]|,\s", text[learned.start() :])[0]
    denied = bool(_DENIED.search(clause)) or bool(_DENIED.search(text[max(topic.end(), learned.start() - 14) : learned.start()]))
    subject = "running_statistics" if topic is moving else "affine_parameters"
    value = "not_learned_by_gradient" if denied else "learned_by_gradient"
    yield Reading(f"definition({subject}) == {value}", topic.start(), learned.end(), inherited_note(named, view), sure=not hedged(view))
