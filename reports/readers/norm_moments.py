"""Of which part of a normalisation's output the mean is 0 or the variance 1: every channel, every picture, the whole.

"Take any picture and the mean of its first channel will be zero", RMSNorm の出力は平均 0, どの画像も平均0・分散1: the part is the
sentence's (else the normalisation's own group), and whether it is so is seen by running.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged
from .norms import NORMS, Stretch, note_of, stretches, widened

OWN = {"batch_norm": "channel", "layer_norm": "sample", "instance_norm": "map", "group_norm": "sample", "rms_norm": "sample"}
_EVERY = r"(?:各|どの|すべての|全ての|それぞれの|個々の|(?:1|一)(?:つ|枚)(?:1|一)(?:つ|枚)の)\s*"
_EVERY_EN = r"\b(?:each|every|any|all|one|a single|any one|individual|per)\s+(?:(?:of|the|one|single|individual|\w+)\s+){0,3}?"
_CHANNEL = re.compile(
    rf"{_EVERY}(?:チャン?ネル|特徴(?:量|マップ)?|ch)|(?:チャン?ネル|特徴)(?:ごと|毎|別)|{_EVERY_EN}(?:channels?|feature maps?|features?)\b|\b(?:its|first|second|a|one) (?:\w+ )?channel\b|\bchannel-?wise\b", re.IGNORECASE
)
_SAMPLE = re.compile(
    rf"{_EVERY}(?:サンプル|画像|データ|標本|写真|入力)|(?:サンプル|画像|データ|(?:1|一)枚)(?:ごと|毎)|(?:1|一)枚(?:だけ|の画像)|{_EVERY_EN}(?:samples?|examples?|images?|pictures?|photos?|inputs?)\b|\b(?:sample|image|example|picture)(?:-wise| by (?:sample|image|example|picture))\b",
    re.IGNORECASE,
)
_ZERO = r"(?:0(?![.\d])|ゼロ|零)"
_CENTRED = re.compile(
    rf"平均(?:値)?\s*(?:は|が|も|を|:|=)?\s*(?:必ず|常に|ぴったり|ちょうど|いつも)?\s*{_ZERO}(?:\s*(?:に|と|で|だ|の|。|、|$))|\b(?:zero|0)[- ]mean\b|\bmean(?: (?:of|over) [^.;,]{{1,40}}?)?\s*(?:is|are|will be|becomes|equals|=|of)?\s*(?:(?:also|then|exactly|always|identically|again) )?(?:zero|0(?![.\d]))\b|\bhas (?:a )?(?:zero|0) mean\b",
    re.IGNORECASE,
)
_SCALED = re.compile(r"(?:分散|標準偏差)\s*(?:は|が|も|を|:|=)?\s*(?:必ず|常に|ぴったり)?\s*1(?![.\d])|\bunit[- ](?:variance|std|standard deviation)\b|\b(?:variance|standard deviation|std)(?: (?:of|over) [^.;,]{1,40}?)?\s*(?:is|are|will be|becomes|equals|=|of)?\s*(?:(?:also|then|exactly) )?(?:one|1(?![.\d]))\b", re.IGNORECASE)
_DENIED = re.compile(r"^[^。、.;]{0,8}?(?:にはな(?:ら|り)|とはな(?:ら|り)|にな(?:らな|りませ)|で(?:は)?な(?!る|り)|とは限ら|くはな)", re.IGNORECASE)
_DENIED_EN = re.compile(r"(?:\b(?:not|never|no|need not|nor)\b|n't)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_ELSE = re.compile(r"初期|initial|random|乱数|noise|ノイズ|gaussian|正規分布|前処理|preprocess|dataset|移動平均|running|moving|引[くいき]|subtract|入力(?:画像|データ)?(?:の|を|は|が)|学習|divid|割[るっり]|γ|β|gamma|beta|減算", re.IGNORECASE)


def unit(text: str, place: int) -> str | None:
    """The part of which something is said at a place: the words of its clause and of the clause before."""
    before = text[max(0, place - 90) : place + 30]
    channel, sample = _CHANNEL.search(before), _SAMPLE.search(before)
    return "map" if channel and sample else "channel" if channel else "sample" if sample else None


def of_another_part(text: str, place: int, subject: str) -> str | None:
    """The part, where it is not the one that the normalisation takes together."""
    part = unit(text, place)
    return part if part and part != OWN.get(subject) and not (subject == "group_norm" and part == "channel") else None


def read(view: View) -> Iterator[Reading]:
    """A mean (or a variance) alone; both together are read with the formulas."""
    s = view.sentence
    if s.cell is not None or not asserts(view):
        return
    for stretch in stretches(view):
        yield from (widened(stretch, reading) for reading in _of(view, stretch))


def _of(view: View, stretch: Stretch) -> Iterator[Reading]:
    text = stretch.text
    centred, scaled = _CENTRED.search(text), _SCALED.search(text)
    m = centred or scaled
    if m is None or (centred and (scaled or re.search(r"分散|標準偏差|varian|\bstd\b|deviation", text, re.IGNORECASE))) or _ELSE.search(text):
        return
    word = "centred" if centred else "scaled"
    denied = bool(_DENIED.match(text[m.end() - 1 :])) or bool(_DENIED_EN.search(text[max(0, m.start() - 24) : m.start()])) or bool(re.search(r"\b(?:not|never)\b|n't", m[0]))
    for subject in (n.subject for n in stretch.named if n.subject in NORMS):
        part = unit(text, m.start()) or OWN[subject]
        claim = f"standardised({subject}, of={part}, moments={word})"
        yield Reading(f"not {claim}" if denied else claim, m.start(), m.end(), note_of(stretch, view), sure=stretch.certain and not hedged(view), predicate="mean_var")
