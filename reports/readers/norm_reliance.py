"""On what alone a normalised value depends: "only on the values of the same feature map of the same image", 同じサンプルの値だけ.

What is left out is denied: other samples where it is the same sample's, other channels where it is the same channel's.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged, mode_of
from .norms import Stretch, note_of, pattern, stretches, widened

_ONLY = (
    re.compile(r"\b(?:depends?|rel(?:y|ies)|(?:is|are) (?:computed|determined|calculated|influenced|affected|normali[sz]ed)|looks?|comes?|uses?|sees?)\s+(?:only|solely|just|exclusively|purely)\s+(?:up)?(?:on|from|by|at|with|using)?\s*(?P<what>[^.;:]{4,90})", re.IGNORECASE),
    re.compile(r"\b(?:only|solely|just|exclusively)\s+(?:depends? on|relies on|uses?|looks? at|sees?)\s+(?P<what>[^.;:]{4,90})", re.IGNORECASE),
    re.compile(r"(?:に(?:使|用い)(?:われ|う|られ)(?:る|ている)?|使われる|使う|用いる|見る|見ている|依存する|影響する)のは、?(?P<what>[^。、;]{2,40}?)(?:の値)?(?:だけ|のみ)"),
    re.compile(r"(?P<what>[^。、;はが]{2,40}?)(?:の(?:値|画素|中))?(?:だけ|のみ)(?:に|から|で|によって|を(?:使って|用いて|もとに))[^。、]{0,4}(?:依存|決ま|計算|求|正規化)"),
    re.compile(r"(?P<what>[^。、;はが]{2,40}?)(?:の(?:値|画素|中))?にのみ(?:依存|左右|影響)"),
)  # fmt: skip
_SAMPLE = re.compile(r"\b(?:same|own|that|this|its|one|a single|single)\s+(?:\w+\s+)?(?:image|sample|example|instance|picture|input)\b(?! channel)|(?:同じ|同一の|その|自分の|(?:1|一)(?:枚|つ)の)\s*(?:画像|サンプル|データ|入力)(?!チャ)", re.IGNORECASE)
_CHANNEL = re.compile(r"\b(?:same|own|that|this|its|one|a single|single)\s+(?:\w+\s+)?(?:channel|feature map|map)\b|(?:同じ|同一の|その|自分の|(?:1|一)つの)\s*(?:チャン?ネル|特徴マップ)", re.IGNORECASE)
_OTHERS = re.compile(r"バッチ|batch|(?:他|ほか|全|すべて)の|\b(?:other|all|every) (?:the )?(?:images|samples|examples|channels)", re.IGNORECASE)
_SIZED = re.compile(r"バッチの?(?:サイズ|大きさ|数)|\bbatch(?:es)?(?:[- ]size\b| of\b)", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな|しな[いく]|ません|わけ|\bnot\b|n't|\bnever\b", re.IGNORECASE)
_QUALITY = re.compile(r"γ|β|gamma|beta|パラメータ|parameter|勾配|gradient|精度|accuracy", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Every "only on ..." of a sentence on normalisations."""
    s = view.sentence
    if s.cell is not None or not asserts(view) or _DENIED.search(s.words) or _QUALITY.search(s.words):
        return
    for stretch in stretches(view):
        yield from (widened(stretch, reading) for reading in _of(view, stretch))


def _of(view: View, stretch: Stretch) -> Iterator[Reading]:
    m = next((m for only in _ONLY if (m := only.search(stretch.text))), None)
    if m is None:
        return
    if _SIZED.search(stretch.text) or pattern("batch", "one_at_a_time").search(stretch.text):
        return  # of a batch that has no other sample
    what = m["what"]
    sample, channel = _SAMPLE.search(what), _CHANNEL.search(what)
    named_batch = re.sub(r"\b(?:in|of) (?:the|a|its) (?:mini-?)?batch\b", "", what)
    if _OTHERS.search(re.sub(r"\bother values\b", "", named_batch)) or not (sample or channel):
        return
    mode = mode_of(stretch.text)
    for subject in (n.subject for n in stretch.named):
        chosen = f", mode={mode}" if mode == "evaluation" and subject == "batch_norm" else ""
        denied = [word for word, told in (("other_sample", sample), ("other_channel", channel)) if told]
        texts = [f"not depends_on({subject}, input={word}{chosen})" for word in denied]
        for text in texts:
            yield Reading(text, m.start(), m.end("what"), note_of(stretch, view), sure=stretch.certain and not hedged(view))
