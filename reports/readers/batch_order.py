"""The order of the samples in a batch: "their order has no influence on the statistics", 順番を入れ替えると出力が変わる.

Whoever reorders a batch gets the same outputs in the other order: every normalisation is equivariant to it, whether
or not it takes its mean over the batch.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged
from .norms import note_of, plain, stretches

_SAMPLES = r"(?:samples?|examples?|images?|data(?: points)?|inputs?)"
_ORDER = re.compile(
    rf"\border(?:ing)? of (?:the )?{_SAMPLES}\b[^.;]{{0,30}}?\bbatch|\b(?:sample|batch) order\b|\border (?:in|within) (?:the|a) (?:mini-?)?batch|\border of (?:the )?(?:mini-?)?batch\b"
    rf"|\b(?:shuffl|reorder|permut|rearrang)\w* (?:the )?(?:order of )?(?:the )?{_SAMPLES}[^.;,]{{0,16}}?\b(?:with)?in (?:a|the|one|each) (?:mini-?)?batch|\border in which[^.;]{{0,30}}\bbatch"
    r"|バッチ(?:内|の中)?(?:で)?の?(?:データ|サンプル|画像|入力|標本)?(?:の|を)?(?:順番|順序|並び(?:順)?|並べ替え|並び替え|シャッフル)",
    re.IGNORECASE,
)
_NONE = re.compile(r"影響(?:し|を(?:与え|及ぼさ?|受け))?(?:は|が)?(?:な[いく]|ません|ず)|依存し(?:な|ませ|ず)|関係(?:が|は|し)?な|無関係|よらな|左右され(?:な|ず)|変わ(?:らな|りませ|らず)|同じ|問わな|\bno (?:influence|effect|role|bearing)\b|\b(?:not|n't|never) (?:influence|affect|change|matter|depend)|\bindependent of\b|\birrelevant\b|\bunaffected\b|\bunchanged\b|\bthe same\b|\binvariant\b|\bdoes nothing\b", re.IGNORECASE)
_SOME = re.compile(r"影響(?:する|を(?:与え|及ぼ|受け)る|され)|依存する|左右される|変わ(?:る|り|って)|異な|違(?:う|って)|\b(?:influences?|affects?|changes?|matters?|alters?)\b|\bdepends? on\b|\bdifferent\b|\bhas (?:an|some) (?:influence|effect)", re.IGNORECASE)
_ELSE = re.compile(r"学習(?:の|が|結果|曲線)|収束|勾配|epoch|エポック|converge|gradient|training (?:run|result|set)|running|移動|loss|損失|構成|組み合わせ|組合せ|\b(?:which|composition|together|between batches)\b", re.IGNORECASE)


def order_of_samples(text: str) -> bool:
    """Whether a text speaks of the order in which the samples of a batch stand.

    >>> order_of_samples("The order of the samples in the batch does not matter."), order_of_samples("the batch size")
    (True, False)
    """
    return bool(_ORDER.search(text))


def read(view: View) -> Iterator[Reading]:
    """What the order of a batch's samples changes, or does not."""
    s = view.sentence
    if s.cell is not None or not order_of_samples(s.words) or not asserts(view) or _ELSE.search(s.words):
        return
    order = _ORDER.search(plain(s))
    none, some = _NONE.search(s.words), _SOME.search(s.words)
    if order is None or (none is None and some is None):
        return
    place = none or some
    assert place is not None
    for stretch in stretches(view):
        for subject in (n.subject for n in stretch.named):
            claim = f"equivariant_to({subject}, sample_order)"
            start, end = min(order.start(), place.start()), max(order.end(), place.end())
            yield Reading(claim if none else f"not {claim}", start, end, note_of(stretch, view), sure=stretch.certain and not hedged(view))
