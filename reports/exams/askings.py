"""Askings that take more than one measurement's name to understand: a part, a remainder, a share, a wanted size.

Each maker gets the stem in plain characters, its sizes and its subjects, and gives measures with the words they used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .asked_common import ANY, Given
from .asked_extents import causal_padding, layers_for, past, same_padding, span, wanted
from .asked_parts import added, combined, mask, means, nth_layer, shared, transition
from .asked_shares import biases, in_bytes, per_filter, per_place
from .measure import Measure

_MANY = r"how (?:many|much)|number of|何|いくつ|いくら|個数|数は"


def special(text: str, given: Given, subjects: list[str]) -> list[Measure] | None:
    """The measures of the first asking that a stem matches (none where it lacks a size); None where it matches none."""
    matched = False
    for pattern, maker in _ASKINGS:
        found = re.search(pattern, text, ANY)
        measures = list(maker(text, given, subjects, found)) if found else []
        if measures:
            return measures
        matched |= bool(found)
    return [] if matched else None


Maker = Callable[[str, Given, list[str], re.Match[str]], Iterator[Measure]]
_ASKINGS: tuple[tuple[str, Maker], ...] = (
    (rf"(?:{_MANY})\s*(?:separate |different |distinct |individual )?(?:means|averages|variances|mean values|statistics|pairs of (?:mean|statistics)|mean[/ -](?:and )?variance pairs|mean and variance pairs)\b"
     r"|平均(?:値)?(?:と分散)?(?:の(?:組|値))?(?:は|を|が)?(?:全部で)?(?:何|いくつ)|平均(?:値)?(?:と分散の組)?の(?:総|個)?数", means),
    (rf"(?:{_MANY})[^.?。]{{0,40}}(?:positions?|weights?|taps?|entries|cells|重み|位置|要素|個中)[^.?。]{{0,40}}(?:kept|keep|zeroed|set to|masked|hidden|blocked|remain\w*|nonzero|active|left|残|0に|隠|有効|ゼロに)"
     r"|(?:残る|残り|0に(?:する|なる|され)|隠|有効な)[^。]{0,16}(?:位置|重み|要素)[^。]{0,14}(?:何|いくつ)|(?:0に(?:し|なら|され)ない|残る|有効な|マスクされない)(?:重み|位置|要素)[^。]{0,24}(?:何|いくつ)", mask),
    (rf"(?:{_MANY})[^.?]{{0,30}}(?:channels|feature maps|maps)[^.?]{{0,30}}\b(?:the )?(\d+|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:st|nd|rd|th)? (?:\w+ )?layer(?:'s)?\b[^.?]{{0,12}}\b(?:receive|get|take|see|input|have as input)"
     r"|how many (?:channels|feature maps) (?:enter|go into|reach|are fed (?:to|into)) the (\d+|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:st|nd|rd|th)? (?:\w+ )?layer|(?:the )?(\d+)(?:st|nd|rd|th) (?:\w+ )?layer(?:'s)? (?:input|receives?)[^.?]{0,40}how many|(?:第\s*)?(\d+)\s*(?:層目|番目の層|層)(?:の(?:畳み込み)?(?:層)?)?(?:の|への|に|が)(?:受け取る|入る|入力)[^。]{0,14}チャネル", nth_layer),
    (r"how many (?:new |additional |extra )?(?:channels|feature maps|maps) (?:are |is )?(?:added|appended|newly)\b|how many (?:new|additional|extra) (?:channels|feature maps|maps)\b|how many (?:channels|feature maps|maps) (?:does|do) [^.?]{3,60} add\b|(?:追加される|増える|新たに加わる)チャネル", added),
    (r"(?:how many zeros|how much (?:left |zero )?padding|\b(?:left|causal) padding|which padding on the left|(?:左|先頭|前|過去側)[^。]{0,16}(?:ゼロ|パディング|0を|0が)|(?:ゼロ|0|パディング)[^。]{0,10}(?:左|先頭|前)[^。]{0,16}(?:いくつ|何))", causal_padding),
    (r"(?:which|what|how much|how large a)\s+(?:\w+\s+){0,2}padding\b[^.?]{0,60}(?:keep|keeps|preserv\w+|same|maintain\w*|unchanged)|(?:keep|preserv|maintain|same)\w*[^.?]{0,50}(?:which|what|how much) (?:\w+ ){0,2}padding|(?:同じ|保[つちたて]|維持|変え|一致)[^。]{0,24}(?:いくつ|何|どれだけ|パディング)[^。]{0,10}(?:パディング|幅)?[^。]{0,12}(?:いくつ|よい|必要|か|？|\?)", same_padding),
    (r"how many (?:\w+ ){0,2}layers\b[^.?]{0,80}receptive field|receptive field[^.?]{0,80}how many (?:\w+ ){0,2}layers\b|受容野[^。]{0,60}何層", layers_for),
    (r"\bhow many bias(?:es)?\b(?: parameters| terms)?|\bnumber of bias(?:es|\s(?:parameters|terms))|\bhow many (?:\w+ ){1,12}are biases\b|バイアスの(?:個|総)?数|バイアスは(?:何|いくつ)", biases),
    (r"how many (?:values|numbers|elements|activations)[^.?]{0,40}(?:averag|share|contribut|enter|used)|(?:1つ|一つ|1個)の平均[^。]{0,20}(?:値|個|要素)", shared),
    (r"\b(?:which|what)\s+(?:\w+\s+){0,2}(?:padding|stride|kernel size|filter size)\b|(?:パディング|ストライド|カーネルサイズ)をいくつ|(?:パディング|ストライド|カーネルサイズ|フィルタサイズ)(?:の?幅|の?値)?は(?:いく|何|どれ)", wanted),
    (r"\bcompress\w*|圧縮", transition),
    (r"\b(?:excluding|not counting|besides|without|apart from|other than) (?:the )?(?:present|current)\b|(?:past|previous|earlier) (?:inputs?|samples?|time steps?|values?)|過去の(?:入力|サンプル|時刻|値)", past),
    (r"(?:spann?ed|spans?|covered|covers?|effective|覆う|実効|広がり|及ぶ)[^.?。]{0,60}(?:dilat|kernel|カーネル|ダイレーション|領域|一辺|幅)|(?:dilat|ダイレーション|膨張)[^.?。]{0,60}(?:spann?ed|spans?|covered|covers?|覆う|実効|広がり)", span),
    (r"(?<!bias )\bper (?:single )?(?:filter|kernel)\b|\b(?:each|every|one|1|a single) (?:filter|kernel)(?: of\b| have\b| has\b| hold| contain)\w*|(?:フィルタ|カーネル)(?:\s*1\s*(?:つ|枚|個)|一つ|一枚)?(?:(?:あたり|当たり|ごと)(?!に(?:1つ|一つ|1個)?の?バイアス)|の重み)", per_filter),
    (r"\bper (?:output )?(?:pixel|position|point|value|element|location)\b|\b(?:for|of|does|do|is) (?:one|1|each|a single) (?:output )?(?:pixel|position|point|value|element)\b|(?:出力)?(?:1|一)\s*(?:画素|点|要素|ピクセル|値|位置)(?:\([^()]{0,14}\))?\s*(?:あたり|当たり|ごと)", per_place),
    (r"\bbytes?\b|バイト|\b[KMG]i?B\b", in_bytes),
    (r"\bhow (?:does|do|are|is|can)\b[^.?]{0,80}\b(?:join|combin|merg|connect|unit)\w*|どのように(?:組み合わせ|結合|合わせ|まとめ|統合|つな|連結|合成)", combined),
)
