"""Which weights before a normalisation are scaled: all of the matrix, one neuron's (a row), or each neuron's by a number of its own.

Scaling a neuron's weights scales that neuron's value: what is left of it after the normalisation is seen by running.
"""

from __future__ import annotations

from .. import patterns as re

_UNIT_JA = r"(?:ニューロン|ユニット|行|フィルタ(?:ー)?|出力(?:チャン?ネル|ユニット)|チャン?ネル|重みベクトル|ノード)"
_UNIT_EN = r"(?:neurons?|units?|rows?|filters?|output channels?|channels?|weight vectors?|nodes?)"
WEIGHT = re.compile(r"重み|\bweights?\b|\bkernel|(?<![A-Za-z])(?-i:W)(?![A-Za-z])(?=[^。.;]{0,24}(?:倍|行|全体|スケール))|\b(?:rows?|all) of (?:the )?(?:weight matrix|(?-i:W)(?![A-Za-z]))|\b(?:rescal|scal|multiply)\w* (?:the )?(?-i:W)(?![A-Za-z])", re.IGNORECASE)
_ONE = re.compile(
    rf"(?:ある|特定の|どれか)?\s*(?:1|一|ひと)(?:つ|個|本)?の?\s*{_UNIT_JA}|(?:ある|特定の|単一の|どれか)\s*{_UNIT_JA}|{_UNIT_JA}(?:を)?\s*(?:1|一|ひと)(?:つ|個|本)(?:だけ|のみ)?"
    rf"|\b(?:one|a single|only one|just one|any one|a|an|any|single|that|this|some)\s+(?:(?:single|individual|particular|hidden|output|given)\s+)*{_UNIT_EN}\b(?!\s*(?:matrix|of all))",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?:各|それぞれの|個々の)\s*{_UNIT_JA}|{_UNIT_JA}(?:ごと|毎|別)|\b(?:each|every)\s+(?:(?:hidden|output|individual)\s+)*{_UNIT_EN}\b|\b(?:the|different)\s+(?:rows|neurons|units|filters)\b[^.;]{{0,40}}\b(?:different|own|separate)\b",
    re.IGNORECASE,
)


_SAME = re.compile(r"(?:同じ|同一の|共通の|一律の?)\s*(?:定数|係数|倍率|数|値)|一斉に|一律に|\b(?:the same|a common|one common) (?:\w+ )?(?:factor|constant|number|scale|amount)", re.IGNORECASE)
_TURN = re.compile(r",?\s+\bbut\b|,?\s+\b(?:while|whereas)\b|だが、|ですが、|一方、")


def scaled_weights(text: str) -> str:
    """The change of the layer's values that a change of its weights comes to.

    >>> [scaled_weights(t) for t in ("重み行列全体を2倍", "W の1行だけを2倍", "the weights of a single neuron", "各ニューロンの重みを別々に")]
    ['scale', 'one_channel_scale', 'one_channel_scale', 'channel_scale']
    """
    first = _TURN.split(text)[0]
    if WEIGHT.search(first):
        text = first  # "..., but scaling a single row does not": what is said first
    if _SAME.search(text):
        return "scale"
    return "channel_scale" if _EACH.search(text) else "one_channel_scale" if _ONE.search(text) else "scale"
