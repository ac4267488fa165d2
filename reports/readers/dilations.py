"""Dilations: how they change from layer to layer, and that they change no number of weights.

The value (doubling, growing, shrinking, all alike) is the sentence's; so is what it says of the weights.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.layers import gathered, words
from ..sizes.setting import sentences_above
from .idioms import flat

_DILATION = re.compile(r"dilation|dilat\w+|拡張率|膨張率|ダイレーション|拡張係数|(?:タップ|点|画素|サンプル|リンク)(?:どうし|同士)?(?:の間隔|を離)|間隔|穴(?:の(?:間隔|大きさ|幅))?(?=[をがは])|飛ばし(?:幅|数)|(?<![A-Za-z])d(?=\s*(?:を|が|は|増|大|広|=|doubles|grows|is doubled|increases))", re.IGNORECASE)
_LAYERS = re.compile(r"層|深[いくさ]|段|layers?|depth|deeper|levels?", re.IGNORECASE)
_VALUES = (
    ("doubling", re.compile(r"倍々|(?:2|二)\s*倍(?!の)|倍(?:に|と)|(?:2|二)\s*の(?:べき|冪|累)乗|指数(?:関数)?(?:的)?に|\bdoubl\w+|\bpowers? of (?:2|two)|2\s*\^\s*\{?\(?[lLin]|\bexponential\w*|factor of (?:2|two)", re.IGNORECASE)),
    ("decreasing", re.compile(r"小さく|狭く|減ら|縮め|\b(?:shrink\w*|decreas\w+|halv\w+|smaller|narrow\w*)\b", re.IGNORECASE)),
    ("constant", re.compile(r"一定|(?:全|すべて|どの)[^。、]{0,6}層[^。、]{0,8}(?:同じ|等し|共通)|\bconstant\b|same (?:dilation )?(?:for|in|at) (?:all|every)", re.IGNORECASE)),
    ("increasing", re.compile(r"大き|広[くげが]|増[やえす]|離[すしれ]|空[けい]|開け|長く|\b(?:grow\w*|increas\w+|larger|wider|bigger|further|farther)\b", re.IGNORECASE)),
)  # fmt: skip
_WEIGHTS = re.compile(r"パラメータ|重み(?!付)|係数|\bweights?\b|\bparam\w*|coefficients?", re.IGNORECASE)
_UNCHANGED = re.compile(r"変わら|変え(?:ない|ず|ません)|変化し(?:ない|ません|ず)|同じ|おなじ|一緒|いっしょ|一定|不変|そのまま|増え(?:ない|ず|ません)|増やさ|増加し(?:ない|ません)|のまま|\b(?:same|unchanged|independent|constant|exactly as (?:big|many|large)|stays?|keeps?|no (?:extra|more|additional)|without (?:adding|increas\w+|more))\b|\bnot (?:change|increase|grow|add|depend)|n't (?:change|increase|grow|add|depend)|whatever|regardless|irrespective", re.IGNORECASE)
_MORE = re.compile(r"増え(?:る|て|ます|た)|増加|多く|大きくなる|\b(?:more|increas\w+|grows?|adds?|larger|extra)\b", re.IGNORECASE)
_FEWER = re.compile(r"減(?:る|り|少|って)|少なく|\b(?:fewer|less|decreas\w+|reduc\w+)\b", re.IGNORECASE)
_ANOTHER_WAY = re.compile(r"group|depth-?wise|point-?wise|separable|グループ|組に分|分離|(?<!\d)1\s*[x×]\s*1(?!\d)", re.IGNORECASE)  # it may be this that saves weights
_OTHER = re.compile(r"受容野|視野|見える|receptive|\bRF\b|\bfields?\b|計算量|コスト|\bcosts?\b", re.IGNORECASE)
_ENDLESS = re.compile(r"1\s*[,、→]\s*2\s*[,、→]\s*4(?:\s*[,、→]\s*8(?:\s*[,、→]\s*16)?)?\s*(?:[,、→]?\s*(?:…|\.{2,3}|⋯)|と倍)")


_AGAIN = re.compile(r"(?<![\d,.])(?:64|128|256|512|1,?024)\s*(?:まで|に)(?:来|き|達し|な[っり]|行)[^。、]{0,8}(?:、|ら|て)[^。]{0,12}(?:1|最初|元|はじめ)に戻|\b(?:up to|after|at|reach\w*) (?:64|128|256|512|1,?024)\b[^.;]{0,40}\b(?:starts?|begins?|starting|goes|go|back|returns?|resets?)\b[^.;]{0,16}\b(?:over|again|anew|back|1|one)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of dilations."""
    s = view.sentence
    heading = view.outline.blocks[s.block].kind == "heading" and len(s.words) < 18
    if heading or (s.has("question") and not s.has("called")) or s.cell is not None:
        return
    text = flat(s)
    yield from _weights(view, text)
    yield from _schedule(view, text)


def _schedule(view: View, text: str) -> Iterator[Reading]:
    """How the dilation changes with depth, in words or as a list."""
    named = view.in_families(0, "dilated", "wavenet", "causal")
    if named is None and not _DILATION.search(text):
        return
    listed = gathered(text).dilations
    where = re.search(r"1\s*[,、→]\s*2\s*[,、→]\s*4", text)
    dilation = _DILATION.search(text)
    before = [flat(e) for e in list(sentences_above(view))[:4]]
    if (again := _AGAIN.search(text)) and (dilation or any(_DILATION.search(t) for t in before)) and not (where and len(listed) >= 3):
        yield Reading("dilation_schedule(wavenet) == doubling", again.start(), again.end(), inherited_note(named, view) if named else (), sure=False)
        return
    told = dilation or _LAYERS.search(text) or (re.search(r"繰り?返|くり返|ブロック|\brepeat|\bblock|\bover again\b|\bstarts? over\b", text) and any(_DILATION.search(t) for t in before))
    endless = bool(dilation and where and _ENDLESS.match(text, where.start()))
    if where and (len(listed) >= 3 or endless) and told:
        yield Reading("dilation_schedule(wavenet) == doubling", where.start(), where.end(), inherited_note(named, view) if named else (), sure=False)
        return
    if dilation is None:
        return
    start, end = view.sentence.clause(dilation.start())
    layers = _LAYERS.search(text[start:end]) or re.search(r"層ごと|各層|層が(?:深|進|増)|\b(?:each|every|per|deeper) (?:\w+ )?layers?", text)
    if layers is None or (_OTHER.search(text[start:end]) and not where) or _WEIGHTS.search(text[start:end]):
        return
    for value, pattern in _VALUES:
        found = pattern.search(text, dilation.end(), end) or pattern.search(text, start, end)
        if found:
            sure = value in ("decreasing",) and not words("epistemic").search(text) and view.polarity(found.start())
            yield Reading(
                f"dilation_schedule(wavenet) == {value}", min(dilation.start(), found.start()), max(dilation.end(), found.end()),
                inherited_note(named, view) if named else (), sure=sure and named is not None,
            )  # fmt: skip
            return


def _weights(view: View, text: str) -> Iterator[Reading]:
    """Whether dilation changes the number of weights."""
    dilation, weights = _DILATION.search(text), _WEIGHTS.search(text)
    if dilation is None or weights is None or _OTHER.search(text):
        return
    near = text[min(dilation.start(), weights.start()) : max(dilation.end(), weights.end()) + 40]
    if len(near) > 130:
        return
    value = "constant" if _UNCHANGED.search(near) else "increasing" if _MORE.search(near[weights.start() - min(dilation.start(), weights.start()) :]) else "decreasing" if _FEWER.search(near) else None
    if value is None:
        return
    sure = value != "constant" and not _ANOTHER_WAY.search(text) and not words("epistemic").search(text) and dilation.start() < weights.start()
    yield Reading(
        f"monotone(params(conv1d), dilation) == {value}", min(dilation.start(), weights.start()), min(len(text), max(dilation.end(), weights.end()) + 12),
        sure=sure, subject="dilated_conv",
    )  # fmt: skip
