"""Which input channels one output channel is computed from, and which layer it is that mixes the channels.

"Output channel 5 looks only at input channel 5", 1つの出力チャネルは対応する入力チャネル1枚だけから計算される: the topic is an output
channel, what it sees its own channel or all of them. 混ぜるのは 1×1 のほうだけ: the layer is named behind what it does.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..scope import Named
from ..vocabulary import family
from . import inputs_seen, reach

_CH = r"(?:チャン?ネル|(?<![A-Za-z])ch(?![A-Za-z])|channels?|(?:特徴)?マップ|maps?)"
_OUTPUT = re.compile(rf"出力(?:側)?の?(?:各|それぞれの|(?:1|一)つの)?(?:特徴)?\s*{_CH}\s*(?P<n>\d+|[a-z](?![A-Za-z]))?(?:の(?:1|一)つ)?\s*(?:は|が|も)|\b(?:each|every|an?|one|any|the)?\s*output {_CH}\s*(?P<m>\d+|[a-z]\b)?", re.IGNORECASE)
_OWN = re.compile(
    rf"(?:対応する|同じ番号の|自分の|(?:1|一|ひと)つの|単一の)\s*(?:入力)?(?:の)?\s*(?:側の)?{_CH}|入力\s*{_CH}\s*の?(?:1|一)(?:つ|枚|チャン?ネル)"
    rf"|\b(?:its own|the (?:corresponding|matching|same)|a single|one|exactly one|just one|only one)\s+(?:\w+\s+)?(?:input )?{_CH}\b",
    re.IGNORECASE,
)
_ALL = re.compile(rf"(?:全て|すべて|全部|全)の?\s*(?:入力)?(?:の)?\s*{_CH}|入力の?(?:全て|すべて|全)の?\s*{_CH}|\b(?:all|every|all of)\s+(?:(?:of|the|its|single)\s+)*(?:\d+\s+)?input {_CH}\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\binput channel\s*(?P<n>\d+|[a-z])\b|入力(?:の)?チャン?ネル\s*(?P<m>\d+|[a-z](?![A-Za-z]))", re.IGNORECASE)
_ONLY = re.compile(r"だけ|のみ|しか|\bonly\b|\balone\b|\bjust\b|\bnothing but\b|\bsolely\b|\bsingle\b|\bone\b|\bits own\b", re.IGNORECASE)
_VERB = re.compile(r"計算|作ら|求め|得られ|依存|決ま|見(?:る|て|ない)|使|畳み込|生成|\b(?:looks?|sees?|depends?|(?:is )?computed|comes?|reads?|uses?|made|mixes|combines)\b", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな[いく]|し(?:ない|ません)|(?:見|使わ|決まら|依存し)な[いく]|\bnot\b|n't|\bnever\b|\bno\b", re.IGNORECASE)
_ELSE = re.compile(r"グループ|\bgroup|フィルタ[^。、]{0,8}(?:枚|個)|初期|γ|バイアス|\bbias|足し(?:合わせ|て)|合計|\bsumm?\w*\b|勾配|gradient|正規化|normali|プーリング|pool|転置|transpos", re.IGNORECASE)

_MIXING = rf"(?:{_CH}|チャン?ネル間)(?:間|同士|どうし)?(?:の(?:情報|相関|関係))?\s*を\s*(?:混ぜ|混合|結合|またい)[^。、は]{{0,10}}?(?:のは|役(?:目|割)は|処理は|部分は)\s*、?"
_CLEFT = re.compile(rf"{_MIXING}\s*(?P<who>[^。、]{{1,28}}?)\s*(?:の?(?:ほう|方|部分|層|畳み?込み))?(?:だけ|のみ)", re.IGNORECASE)
_BY = re.compile(r"\b(?:mixing|combination)\s+(?:of|across|between)\s+(?:the\s+)?channels\b[^.;,]{0,24}\b(?:by|in|to|through)\s+(?:the\s+)?(?P<who>[^.;,]{2,40}?)\s+(?:part|step|layer|convolution|stage|filter)?s?\s*(?:alone|only)\b", re.IGNORECASE)
_POINT = re.compile(r"1\s*[×x]\s*1|point-?wise|ポイントワイズ|(?<![A-Za-z])pw(?![A-Za-z])", re.IGNORECASE)
_DEPTH = re.compile(r"([3-9])\s*[×x]\s*\1|depth-?wise|デプスワイズ|(?<![A-Za-z])dw(?![A-Za-z])|深さ方向", re.IGNORECASE)


def mixed_by(view: View) -> re.Match[str] | None:
    """The words that say by which layer alone the channels are mixed."""
    return _CLEFT.search(view.sentence.text.chars) or _BY.search(view.sentence.text.chars)


def read(view: View) -> Iterator[Reading]:
    """What an output channel sees, or who mixes the channels."""
    s = view.sentence
    if s.has("question") or s.cell is not None or view.outline.blocks[s.block].kind == "heading" or _ELSE.search(s.words):
        return
    if (mixed := mixed_by(view)) is not None:
        yield from _mixing(view, mixed)
    elif not view.read_by(reach) and not view.read_by(inputs_seen):
        yield from _seen(view)


def _mixing(view: View, found: re.Match[str]) -> Iterator[Reading]:
    """The one layer that mixes, in a section that splits a convolution into two."""
    who = found["who"]
    point, depth = _POINT.search(who), _DEPTH.search(who)
    two = any(m.tag in ("depthwise_conv2d", "depthwise_separable_conv2d", "mobilenet") for e in _near(view) for m in e.subjects)
    if bool(point) == bool(depth) or not two or _DENIED.search(view.sentence.words):
        return
    subject = "pointwise_conv2d" if point else "depthwise_conv2d"
    yield Reading(f"depends_on({subject}, input=other_channel)", found.start(), found.end(), subject=subject, sure=not view.sentence.has("hedged"))


def _near(view: View) -> list:
    s, outline = view.sentence, view.outline
    blocks = [*outline.ancestors(s.block), *outline.headings(s.block), *range(max(0, s.block - 4), s.block + 1)]
    return [e for block in blocks for e in outline.sentences[block]]


def _seen(view: View) -> Iterator[Reading]:
    """All of the input's channels, or its own alone."""
    s = view.sentence
    text = s.text.chars
    topic = _OUTPUT.search(text)
    if topic is None or not _VERB.search(text, topic.start()):
        return
    rest = text[topic.end() :]
    every, own = _ALL.search(rest), _own(rest, topic)
    if bool(every) == bool(own) or _DENIED.search(rest):
        return
    if own and not _ONLY.search(rest):
        return
    named = view.subject(topic.start(), lambda n: family(n) == "convolution")
    if named is None or not _able(view, named):
        return
    subject = runnable(named.subject)
    claim = f"depends_on({subject}, input=all_channels)" if every else f"not depends_on({subject}, input=other_channel)"
    yield Reading(claim, topic.start(), len(text.rstrip(" 。.")), inherited_note(named, view), sure=named.where in reach._NEAR and not s.has("hedged"))


def _own(rest: str, topic: re.Match[str]) -> re.Match[str] | None:
    """One channel, its own, or that of the same number."""
    if own := _OWN.search(rest):
        return own
    numbered = _NUMBERED.search(rest)
    same = numbered and (numbered["n"] or numbered["m"]) == (topic["n"] or topic["m"])
    return numbered if same else None


def _able(view: View, named: Named) -> bool:
    """Whether the layer is one of those that are run, and neither in groups nor two of them."""
    grouped = any(m.tag == "grouped_conv2d" for m in view.sentence.subjects) or re.search(r"\bgroups?\s*=", view.sentence.text.chars)
    return not grouped and named.subject in ("conv2d", "depthwise_conv2d", "pointwise_conv2d") and known(runnable(named.subject))
