"""That a normalisation keeps the shape of its input: 形は変わらない, "none of them changes the shape of the tensor"."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged
from .norms import note_of, stretches

_SHAPE = re.compile(r"(?:テンソル|出力|入力|データ|特徴マップ)?(?:の)?(?:形状?|サイズ|大きさ|寸法)(?=は|を|が|も)|\bshapes?\b|\b(?:spatial )?(?:size|dimensions)\b", re.IGNORECASE)
_KEPT = re.compile(r"変わらない|変わりません|変わらず|変えない|変えず|変えません|同じ|保(?:つ|た|存)|そのまま|\bunchanged\b|\bsame\b|\bpreserv\w+|\bkeeps?\b|\b(?:not|n't|never|none|no one|neither)\b[^.;]{0,24}\b(?:change|alter|affect|touch)\w*|\buntouched\b|\bleaves?\b[^.;]{0,30}\balone\b", re.IGNORECASE)
_CHANGED = re.compile(r"変わる|変わり(?!ま?せん)|変える|変化する|半分|小さくなる|\bchang(?:e|es|ed)\b|\bhalv\w+|\bshrinks?\b|\breduc\w+|\balters?\b", re.IGNORECASE)
_ELSE = re.compile(r"バッチ(?:の)?(?:サイズ|大きさ)|batch size|mini-?batch|平均|統計|分散|形式|statistic|\bmean|γ|β|gamma|beta|パラメータ|param|畳み?込み|conv|pool|プーリング|kernel|コントラスト|分布|distribution", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Whether the shape stays."""
    s = view.sentence
    if s.cell is not None or not asserts(view) or not _SHAPE.search(s.words):
        return
    for stretch in stretches(view, generic="batch_norm"):
        shape = _SHAPE.search(stretch.text)
        if not shape or _ELSE.search(stretch.text):
            continue
        kept, changed = _KEPT.search(stretch.text), _CHANGED.search(stretch.text)
        verb = kept or changed
        if verb is None or abs(verb.start() - shape.start()) > 50:
            continue
        relation = "==" if kept else "!="
        for subject in (n.subject for n in stretch.named):
            claim = f"output_shape({subject}) {relation} (N, C, H, W)"
            yield Reading(claim, min(shape.start(), verb.start()), max(shape.end(), verb.end()), note_of(stretch, view), sure=stretch.certain and not hedged(view))
