"""Whether an output of a layer is computed from a part of the positions of its input, or from all of them.

Each output of a convolution depends on what its kernel covers, each of a fully connected layer on everything: the extent
(局所的な範囲, "under the kernel", 入力全体, "all pixels"), the verb and its denial are found apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note, runnable
from ..scope import Named
from ..vocabulary import family
from . import inputs_seen, reach

_OUTPUT = re.compile(r"出力の?(?:各|それぞれの|(?:1|一|ひと)つの|ある|1|一)?\s*(?:要素|値|画素|ピクセル|ユニット|ニューロン|位置)|(?:各|それぞれの|(?:1|一|ひと)つの)\s*(?:出力|ニューロン|ユニット)(?!チャ)|\b(?:each|every|one|an?|any|a single)\s+(?:single\s+)?(?:output|unit|neuron)(?:\s+(?:value|unit|pixel|element|neuron|position))?\b(?!\s*channel)", re.IGNORECASE)
_LOCAL = re.compile(
    r"局所(?:的な)?(?:的)?(?:の)?(?:範囲|領域|部分|近傍|受容野)?|(?:カーネル|フィルタ|窓)(?:の|が)(?:覆う|かかる|重なる|カバーする|載る|当たる)[^。、]{0,10}(?:入力|範囲|領域|画素|位置|部分)|近(?:く|傍)の(?:入力|画素|値|ピクセル)"
    r"|\b(?:under|inside|within|covered by|in)\s+(?:the|its|a)\s+(?:kernel|filter|window|receptive field)\b|\blocal (?:region|patch|neighbou?rhood|area|window|part)s?\b|\bsmall (?:region|patch|neighbou?rhood|area|window)s?\b|\bnearby (?:inputs?|pixels?)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:入力|画像|特徴マップ|マップ)(?:画像|全体)?の?(?:全体|全域|(?:全て|すべて|全部|全)の?(?:画素|位置|要素|ピクセル|値))|(?:全て|すべて|全)の?(?:入力)?(?:の)?(?:画素|位置|ピクセル)|入力(?:画像)?全体"
    r"|\b(?:all|every)\s+(?:(?:of|the|single)\s+)*(?:input\s+)?(?:pixels?|positions?)\b|\bthe (?:whole|entire) (?:input|image|picture|feature map)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"だけ|のみ|しか|\bonly\b|\balone\b|\bjust\b|\bnothing but\b|\bsolely\b", re.IGNORECASE)
_VERB = re.compile(r"依存|計算|決ま|つなが|接続|結合|見て|見る|求め|影響|\b(?:depends?|depend|computed|connected|determined|looks?|sees?|influenced|affected|function of)\b", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな[いく]|し(?:ない|ません)|見な[いく]|\bnot\b|n't|\bnever\b|\brather than\b|\binstead of\b|のに対|\bunlike\b|\bwhereas\b", re.IGNORECASE)
_ELSE = re.compile(r"重ね|層を|深く|何層|積[むみ]|global|グローバル|大域|正規化|normali|softmax|attention|注意機構|重みを?共有|勾配|\bstack|\bdeep|\blayers\b|受容野が|誤差|学習", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The extent of what one output is computed from."""
    s = view.sentence
    text = s.words
    if s.has("question") or s.cell is not None or view.outline.blocks[s.block].kind == "heading" or _ELSE.search(text) or _DENIED.search(text):
        return
    output = _OUTPUT.search(text)
    if output is None or not _VERB.search(text) or view.read_by(reach) or view.read_by(inputs_seen):
        return
    local, every = _LOCAL.search(text), _ALL.search(text)
    if bool(local) == bool(every) or (local and not _ONLY.search(text)):
        return
    named = _whose_output(view) or view.subject(len(text), lambda n: family(n) in ("convolution", "linear"))
    if named is None or named.subject not in ("conv2d", "linear", "depthwise_conv2d") or any(family(m.tag) not in ("convolution", "linear", "network") and not m.weak for m in s.subjects):
        return
    if local and named.subject == "linear" and (named.where or not _whose_output(view)) and reach.INSTEAD.search(text):
        return  # what is made of it instead
    subject = runnable(named.subject)
    word = "all_channels" if subject == "linear" else "all_positions"
    place = local or every
    assert place is not None
    claim = f"depends_on({subject}, input={word})"
    yield Reading(f"not {claim}" if local else claim, min(output.start(), place.start()), place.end(), inherited_note(named, view), sure=named.where in reach._NEAR and not s.has("hedged"))


def _whose_output(view: View) -> Named | None:
    """The layer of whose output the sentence speaks: 畳み込み層の出力, each output of a convolution."""
    s = view.sentence
    named = [m for m in s.subjects if family(m.tag) in ("convolution", "linear")]
    owner = (m for m in named if _OWNED.match(s.words, m.end) or _OWNER.search(s.words[: m.start]))
    return next((Named(m.tag, "", s.block) for m in owner), None)


_OWNED = re.compile(r"\s*(?:層|レイヤー?)?の(?:各|それぞれの|(?:1|一|ひと)つの)?出力")
_OWNER = re.compile(r"\boutputs?(?: \w+)? of (?:an?|the|each|every)?\s*(?:\w+\s+)?$", re.IGNORECASE)
