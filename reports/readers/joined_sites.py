"""Joining elsewhere: U-Net's skips, a Transformer's sub-layers, the gate of WaveNet, the branches of GoogLeNet.

A word of joining (added, side by side, multiplied, averaged) and the site that it speaks of (`sites.py`). What is run
where there is a reference for it is run; the others are looked up in the cited table of facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from ..vocabulary import Mention
from .denials import denied_at
from .joined_objects import NEW_EN, in_column_of_counts, object_en, object_ja, with_a_number
from .pointing import replaced
from .sites import At, acts, site_of

_WORDS = {"gated_residual_layer": {"multiply": "tanh_times_sigmoid", "add": "tanh_plus_sigmoid", "concat": "tanh_beside_sigmoid"}}
_SCALES = ("gated_residual_layer", "squeeze_excitation")  # where multiplying joins; elsewhere it is something further
_SUPPOSED = re.compile(r"(?:る|す|する|した|し|される)?(?:場合|なら|たら|としたら|れば|だと|ためには?|には|必要)")
_SUPPOSING = re.compile(r"\b(?:if|were|would|could|to be able to|before|in order to)\b[^,;.]{0,40}$|\b(?:after|with|under|given|in case of|for|by contrast,) (?:an?|such an?) $", re.IGNORECASE)
_ADD_UP = re.compile(r"adds? up\b|added up\b|(?<=add)\s+up\b", re.IGNORECASE)
_FEATURES = re.compile(r"\b(?:features?|results?|skips?|outputs?|maps?|branches|paths|tensors|encoder|decoder)\b", re.IGNORECASE)
# averaging each channel down to one number is a pooling: nothing is joined
_POOLED = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:each|every|all(?: of)? the|the whole|over|across|its|their)\s+(?:\w+\s+){0,2}?(?:channels?|maps?|plane|positions?|pixels?|space|spatial|height)\b|[^.;]{0,30}\b(?:down to|to a single|into (?:one|a single))\b", re.IGNORECASE
)
_POOLED_JA = re.compile(r"(?:チャン?ネル|マップ|空間|画素|位置|縦横|高さ|全体)(?:ごと|毎|方向|全体)?(?:に|を|で|の|にわたって|について)*[^、。]{0,8}$")
_NOT_JOINED = re.compile(
    r"(?:重み付き|加重|移動|グローバル|大域|層を|ノイズを|バイアスを|損失(?:を|の)|正規化を|パディングを|位置情報を)\s*$|\b(?:weighted|moving|global|running|loss\w*|noise|bias\w*|layers?|parameters?|weights?)\s+(?:\w+\s+){0,2}$|\bto\s+the\s+loss",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:チャン?ネル|枚|次元|マップ|特徴)の?数[^。、]{0,8}$|\b(?:numbers? of|counts?)\b[^,;.]{0,24}$", re.IGNORECASE)
_MULTIPLICATIONS = re.compile(r"\s*(?:の?(?:回数|数|量|総数)|回|(?:は|が)[^。、]{0,16}?(?:\ue000|\d|回|減|増|[億万])|s\b)", re.IGNORECASE)  # 乗算は約1240万回
_LIST_JA = re.compile(r"\s*(?:\d+\s*(?:ch|枚|チャン?ネル)?\s*[,、・と]\s*)+\d+\s*(?:ch|枚|チャン?ネル)?\s*(?=の|を|が|は)")
_THROUGH_JA = re.compile(r"[^、。はが]*を(?:通し|かけ|掛け|経|施し|適用し|行っ|縮め|縮小し|拡大し|広げ|揃え|そろえ|合わせ|変え)た(?=[^、。をがは])")  # 1×1 の畳み込みを通した下の段の特徴
_FIRST_DONE_JA = re.compile(r"[^、。はが]{0,16}を[^、。を]{1,10}[てで](?:から)?\s*$")  # 左から来た特徴は、中央を切り出してから連結する
_TOPIC_JA = re.compile(r"([^、。はが]{0,24})(?:は|が)、?\s*$")
_KERNELS = re.compile(r"(?:\d\s*[x×]\s*\d\s*(?:,\s*(?:and\s+)?|and\s+))+\d\s*[x×]\s*\d", re.IGNORECASE)
_LISTED = re.compile(r"(?:\d+\s*(?:ch|枚|チャン?ネル)?\s*[,、・と]\s*)+$")  # 枝 64, 128, 32, 32 を
_LAID_OUT = re.compile(r"(?:枝|ブランチ|分岐|経路|パス|フィルタ|カーネル|畳み?込み|プーリング|層)を(?:\s*(?:横|並列)に)?\s*$")
_PADDING = re.compile(r"\s*(?:(?:a|an|more|new|another|some|\d+)\s+)?(?:(?:\w+\s+)?classifiers?|layers?|blocks?|dropout|noise|bias|norm\w*|minus infinity|padding|zeros)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """How things are joined at a site; where only what is not done is said, that."""
    s = view.sentence
    kind = view.outline.blocks[s.block].kind
    if kind == "heading" or re.search(r"[?？]\s*$", s.words) or (s.has("question") and not s.japanese) or in_column_of_counts(view):
        return
    of: dict[str, list[tuple[Mention, At, bool]]] = {}
    every = acts(s)
    for act in every:
        if not _joins(s, act) or (at := site_of(view, act.start)) is None or not _has_object(view, act, at):
            continue
        if act.tag in ("multiply", "average", "maximum", "subtract") and at.site.fact not in _SCALES and act.tag != every[0].tag:
            continue  # the heads are joined and then multiplied by a matrix
        if of.get(at.site.fact) and every[0].tag in ("multiply", "average", "maximum", "subtract") and act.tag != every[0].tag and at.site.fact not in _SCALES:
            continue  # the paths are multiplied, and then the identity is added
        of.setdefault(at.site.fact, []).append((act, at, denied_at(s, act)))
    for fact, found in of.items():
        yield from _claims(view, fact, found)


def is_elsewhere(view: View, place: int) -> bool:
    """Whether a word of joining is about such a site, and not about the block that the note speaks of otherwise."""
    at = site_of(view, place)
    return at is not None and (at.site.fact != "inception_block" or _BRANCHES.search(view.sentence.words) is not None)


_BRANCHES = re.compile(r"枝|ブランチ|分岐|\bbranch(?:es)?\b|\btowers\b", re.IGNORECASE)


_GATE_OF_ITS_OWN = re.compile(r"\b(?:forget|input|output|reset|update) gates?\b|(?:忘却|入力|出力|リセット|更新)ゲート", re.IGNORECASE)


_COSTS_MORE = re.compile(  # it adds 2C^2/r weights, hardly any MACs, a few milliseconds: what it costs
    r"\s*(?:(?!of\b|to\b|with\b|its\b|their\b|the (?:output|input|feature)|in\b)\S+\s+){0,7}?(?:weights?|param\w*|m-?acs?|flops?|operations?|multiply-?adds|multiplications|costs?|computations?|compute|latency|memory|overhead|time|delay|ms|milliseconds|sync\w*|numbers|bytes|[kmg]b)\b",
    re.IGNORECASE,
)


AT_THE_EDGE = re.compile(r"両側|片側|[左右]側|左右(?:に|の)|上下左右|ゼロを|0\s*を|\bzeros\b|\b(?:both|either|each|left|right) sides?\b", re.IGNORECASE)


def _joins(s: Sentence, act: Mention) -> bool:
    before, after = s.words[max(0, act.start - 40) : act.start], s.words[act.end : act.end + 40]
    if act.tag in ("add", "multiply", "subtract") and with_a_number(s, act):
        return False
    if _GATE_OF_ITS_OWN.search(s.words):
        return False  # a gate of a recurrent network, added to it
    if replaced(s, act.start, act.end) == "old" or _NOT_JOINED.search(before) or _PADDING.match(after):
        return False
    if _COUNTED.search(before) or re.match(r"\s*(?:of (?:the |all )?)?(?:numbers? of|channel counts?|counts)", after, re.IGNORECASE):
        return False  # the channels of all branches are summed, since the branches are not
    if act.tag == "add" and re.search(r"\b(?:this|that)\s+$", before, re.IGNORECASE):
        return False  # a sum of numbers that was just written
    if act.tag == "add" and AT_THE_EDGE.search(s.words):
        return False  # zeros, on both sides
    if act.tag == "add" and _COSTS_MORE.match(s.text.chars, act.end):
        return False
    if act.tag == "add" and _ADD_UP.match(s.words, act.start) and not _FEATURES.search(before):
        return False  # overlaps, costs that add up
    if act.tag == "average" and re.match(r"\s*-?(?:pool|プーリング)", after, re.IGNORECASE):
        return False
    if act.tag in ("average", "maximum") and (_POOLED.match(after) or _POOLED_JA.search(before)):
        return False
    if act.tag == "multiply" and _MULTIPLICATIONS.match(after):
        return False
    if s.words[act.start : act.end].endswith("並べ") and _LAID_OUT.search(before):
        return False  # branches side by side: how they lie, not how they are joined
    if s.japanese and _SUPPOSED.match(after):
        return False
    if s.words[act.start : act.end].endswith(("加え", "加えて")) and re.match(r"て?[、,]", after):
        return False  # それに加えて: besides
    return not _SUPPOSING.search(before)


def _has_object(view: View, act: Mention, at: At) -> bool:
    """Whether what is joined are features, or the parts of the site; a layer or dropout that is added joins nothing."""
    s = view.sentence
    if s.japanese:
        start = s.clause(act.start)[0]
        listed = _LISTED.search(s.words[:start])
        start = s.clause(listed.start())[0] if listed else start
        near = _THROUGH_JA.sub("", _LIST_JA.sub("", s.words[max(start, act.start - 40) : act.start]))
        held = re.search(r"([^、。をがは]*)(?:を|が|は|も)[^、。をがは]{0,16}$", near)
        if at.site.parts.search(held[1] if held else near):
            return True
        topic = _TOPIC_JA.search(_FIRST_DONE_JA.sub("", s.words[: act.start]))
        if topic and at.site.parts.search(topic[1]):
            return True
        return object_ja(view, act, act.tag) is not None
    before, after = s.words[max(0, act.start - 60) : act.start], s.words[act.end : act.end + 50]
    before = _KERNELS.sub("kernels", before)
    passive = re.search(r"([^,;.]*?)\b(?:are|is|was|were|get|gets|be|been|being)\s+(?:\w+\s+){0,2}$", before)
    if passive:
        other = re.search(r"\b(?:loss\w*|condition\w*|noise|bias\w*|terms?|layers?|dropout|padding|zeros|mask\w*)\s+$", passive[1])
        return not other and bool(at.site.parts.search(passive[1]) or object_en(view, act, act.tag) is not None)
    bare = re.search(r"(?:^|[,;:.]\s*)(?:all |the |all the )?([\w-]+)\s+$", before)
    if bare and at.site.parts.fullmatch(bare[1]) and s.words[act.start : act.end].split()[0].endswith("ed"):
        return True  # "outputs joined along the channels": the passive of notes
    if NEW_EN.match(after):
        return bool(re.match(r"\s*(?:just |only )?(?:an?|the)\s+(?:element|channel|pixel|point|sum|concat|addition|product)", after))
    object_ = re.split(r"\b(?:to|onto|with|before|after|which|that|when|so|in|from)\b", after)[0]
    return bool(at.site.parts.search(object_)) or object_en(view, act, act.tag) is not None


def _shares_denial(s: Sentence, act: Mention, found: list[tuple[Mention, At, bool]]) -> bool:
    """Nothing is added or concatenated: what is said of the first is said of the second."""
    return any(denied and re.fullmatch(r"\s*(?:or|nor|and)\s+", s.words[other.end : act.start]) for other, _, denied in found)


_PUTS_IN = re.compile(r"add(?:s|ed|ing)?\s+(?:\w+[\s-]){0,2}(?:shortcuts?|connections?|links?|paths?|layers?|blocks?|branch\w*)\b(?! (?:outputs?|features?|maps?))", re.IGNORECASE)


_ALWAYS = re.compile(r"\binputs?\b[^.;]{0,50}\boutputs?\b|\boutputs?\b[^.;]{0,50}\binputs?\b|入力[^。]{0,24}出力|出力[^。]{0,24}入力", re.IGNORECASE)
_CONDITION = re.compile(r"stride|ストライド|同じ|一致|等し|場合|とき|時は|のみ|だけ(?!で[、。]|です|だ[。、])|\b(?:only|where|when|if|agree|equal|same|provided|unless)\b", re.IGNORECASE)  # of which some is told


def _claims(view: View, fact: str, found: list[tuple[Mention, At, bool]]) -> Iterator[Reading]:
    s = view.sentence
    found = [(act, at, denied) for act, at, denied in found if not _PUTS_IN.match(s.words[act.start :])]
    found = [(act, at, denied or _shares_denial(s, act, found)) for act, at, denied in found]
    done = [one for one in found if not one[2]] or found
    values = {act.tag for act, _, _ in done}
    for value in dict.fromkeys(act.tag for act, _, _ in done):
        act, at, denied = next(one for one in done if one[0].tag == value)
        word = _WORDS.get(fact, {}).get(value, value)
        predicate = "combine" if fact == "inception_block" else "definition"
        sure = len(values) == 1 and not at.vague and not s.has("hedged") and not denied
        start = s.clause(act.start)[0]
        start += len(s.words[start : act.start]) - len(s.words[start : act.start].lstrip())
        subject = "inverted_residual_input" if fact == "inverted_residual" and _ALWAYS.search(s.words) and not _CONDITION.search(s.words) else fact
        yield Reading(f"{'not ' if denied else ''}{predicate}({subject}) == {word}", start, act.end, at.notes, sure=sure, predicate="combine")
