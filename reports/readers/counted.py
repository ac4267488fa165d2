"""Counts in numbers: 73,728 個のパラメータ, 231 million multiply-adds, for the layer and the sizes that the note gives.

Three slots: what is counted (a word beside the number, the head of its column, the question it answers, the first
item of its list), of which layer with which sizes (`counting.Case`), and the number as it stands. A number that does
not fit is refuted where the layer and every size are given once; where a choice is left, any of them may fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ...properties.nodes import Bin, Node, Num
from ...properties.rendering import to_text
from .. import patterns as re
from ..counting.axes import lines_above, one_axis
from ..counting.groups_told import groups_above
from ..counting.passage import FURTHER
from ..counting.roles import names_another
from ..counting.times import times_said
from ..reading import Reading, View, call
from ..sizes.attribution import Count, count_of
from ..sizes.counting import (
    Case,
    bias_said,
    case_of,
    doubtful,
    kind_above,
    kind_at,
    kinds_in,
    layers_between,
    plain,
    sentence_text,
    sizes_in,
    texts_above,
    with_modules,
)
from ..sizes.scope_of_count import scope_of
from .width_chains import is_chain

_BOTH_WAYS = re.compile(r"\s*(?:個)?\s*(?:より|に(?:加え|足))|[^。]{0,12}(?:バイアス|bias)[^。、]{0,4}(?:含め|足|加え|入れ|込み|include|with)", re.IGNORECASE)  # the count without them, then with
POOLED_WITH_WEIGHTS = re.compile(r"(?<![A-Za-z])S[24](?![\d.])|原論文|subsampling|サブサンプリング", re.IGNORECASE)  # LeNet's own had them
_EXACT = re.compile(r"積和|MAC|mult|乗算|掛け算|かけ算|madd", re.IGNORECASE)
_LEARNED = re.compile(r"learn|train|学習")
_TOGETHER = re.compile(r"together|in total|\btotal\b|altogether|\bboth\b|overall|\bsum\b|合わせて|あわせて|合計|全部で|全体で|計(?!算)", re.IGNORECASE)
_ORDINARY = re.compile(r"standard|ordinary|normal|regular|usual|full\b|plain|普通|ふつう|通常|標準", re.IGNORECASE)
_PER_FILTER = re.compile(r"(?:each|every|per|one|a single)\s+(?:filter|kernel|neuron)|フィルター?(?:1|一|ひと)?(?:つ|個|枚)?(?:あたり|当たり|につき|ごと)|(?:1|一)(?:つの|枚の)フィルタ", re.IGNORECASE)
_PER_INPUT = re.compile(r"(?:per|for (?:each|every)|each|every) input (?:channel|map)|入力チャン?ネル(?:1つ|ひとつ|1枚)?(?:ごと|毎|あたり|につき)", re.IGNORECASE)
_PER_CHANNEL = re.compile(r"(?:per|each|every) channel|チャン?ネル(?:1つ|ひとつ)?(?:ごと|毎|あたり|につき)", re.IGNORECASE)
_INHERITED = frozenset({"depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "conv_transpose2d", "linear", "conv2d", "batch_norm"})
_SEPARABLE = frozenset({"depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d"})
# What a layer without shared weights would cost is no count of the layer.
_SUPPOSED_OTHERWISE = re.compile(r"\bits own (?:copy|weights|set|filter)|\b(?:without|not|no) (?:weight |parameter )?shar\w+|\bunshared|locally connected|共有(?:せず|しな|がな|を(?:やめ|しな|せず))|別々の重み|独立した重み", re.IGNORECASE)
MOST_WAYS = 16


def read(view: View) -> Iterator[Reading]:
    """The counts in numbers that the sentence states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")) or s.has("training_effect") or _SUPPOSED_OTHERWISE.search(s.words):
        return
    done: list[Count] = []
    for span in s.formulas:
        if re.search(r"(?<![A-Za-z])[A-Za-z]\s*=\s*$", s.words[max(0, span.start - 6) : span.start]) or re.match(r"[A-Za-z]\s*=\s*\d", s.words[span.start : span.end]):
            continue  # s=1 gives a size
        if _BRACKETED.search(s.words[: span.start]) and s.words[span.start : span.end + 1].lstrip("(（").rstrip(" )）").isdigit() and re.match(r"[^(（]{0,2}[)）]", s.words[span.end - 1 :]):
            continue  # ~138M params (16): which of them, or how many layers
        count = count_of(view, span, done)
        if count is not None and not _A_PART.match(s.words, count.end) and not _TO_ANOTHER.match(s.text.chars, count.span.end):
            yield from _readings(view, count, done)
            done.append(count)


_BRACKETED = re.compile(r"\d\s*[MGKkB万億]?\s*(?:個|回)?の?\s*(?:params?|parameters|weights|MACs|FLOPs|パラメータ|重み)?\s*[(（]?\s*$")
# 64 → 128 channels; what a count was before; what another is compared with: 4,608の約7分の1
_TO_ANOTHER = re.compile(r"\s*(?:→|->|⇒|=>|\\to\b)\s*\$?\d|\s*(?:個|回)?の\s*(?:約|およそ|ほぼ|ちょうど)?\s*\d[\d.,]*\s*(?:分の|倍|[%％])")


def _readings(view: View, count: Count, before: list[Count]) -> Iterator[Reading]:
    """The statements of a number, for its layer."""
    s = view.sentence
    row = _row(view) if s.cell is not None else ""
    clause = _clause(view, count, before)
    case = case_of(view, (count.span.start, count.span.end), f"{row} {count.asked}", clause)
    subject, certain = _subject(view, count, row or count.asked, case, clause)
    if subject is None:
        yield from _by_factors(view, count, case)
        return
    if subject == "linear" and s.cell is None and is_chain(s.text.chars):
        return  # several layers (`width_chains.py`)
    if subject == "conv2d" and one_axis(view):
        if count.predicate == "macs":
            return
        subject = "conv1d"
    ways = list(_ways(subject, count, case, view, clause))
    if not ways:
        yield from _by_factors(view, count, case)
        return
    times = multiple(clause)
    relation = "~=" if count.about else "=="
    several = f"{times}*" if times > 1 else ""
    texts = [f"{several}{call(count.predicate, subject, way)} {relation} {count.value}" for way in ways]
    sure = certain and _settled(subject, count.predicate, case) and len(ways) == 1 and not doubtful(s)
    if sure and times == 1 and _MANY.search(clause):
        sure = False  # of several layers, it does not say how many
    if sure and (names_another(sentence_text(s), case_text(view)) or (subject == "linear" and layers_between(s.words))):
        sure = False  # fc7 after fc6; inputs and outputs with a layer between them
    if sure and subject == "conv2d" and _comes_out(sentence_text(s), ways[0]):
        sure = False  # 5x5, 6 filters [28x28x6]: the only map in sight is as deep as there are filters
    own = bias_said(sentence_text(s)) is not None and len(re.findall(r"\d{3,}|\d,\d{3}", s.words)) > 1
    if re.fullmatch(r"(\d+)\*\1", count.value):
        sure = False  # a window, 5x5, rather than how many numbers it holds
    near = clause if own and _WEIGHTS.search(count.word or s.words) else f"{row} {count.asked} {sentence_text(s)} {case_text(view)}"
    module = (case.own.bias or case.clause.bias) is not None and not own
    if bias_said(near) is None and ways[0].get("bias") == "true" and not module:
        ways = [*ways, *(way | {"bias": "false"} for way in ways)]  # of weights, the biases are told apart; far away they are others'
        texts = [f"{several}{call(count.predicate, subject, way)} {relation} {count.value}" for way in ways]
    vetoes = tuple(f"{several}{call(count.predicate, subject, way)} {relation} {count.value}" for way in _elsewhere(view, ways[0], case))
    yield Reading(texts[0], count.span.start, count.end, ("the sizes are those of the example",), tuple(texts[1:]), vetoes, sure=sure, firm=bool(count.asked) or (", groups=" in texts[0] and bool(_groups_above(view))))


_WEIGHTS = re.compile(r"weights?\b|重み", re.IGNORECASE)
_MAP = re.compile(r"(?<![\dx.])\d{1,4}\s*[x×]\s*\d{1,4}\s*[x×]\s*(\d{1,5})(?!\d|\s*[x×])")
_GOES_IN = re.compile(r"input|\bfrom\b|\bon\b|\btakes?\b|\bapplied to\b|\binto\b|->|→|⇒|\\to\b|入力|から|に対し|を受け", re.IGNORECASE)


def _comes_out(text: str, way: dict[str, str]) -> bool:
    """Whether the one map of a text, as deep as there are filters, may be what comes out, since nothing says that it goes in."""
    if way.get("in_channels") != way.get("out_channels"):
        return False
    maps = [m[1] for m in _MAP.finditer(text)]
    return maps == [way.get("in_channels")] and not _GOES_IN.search(text)


def case_text(view: View) -> str:
    """The line above, whose layer's sizes a sentence may go on with."""
    return next(iter(texts_above(view)), "")


def _elsewhere(view: View, way: dict[str, str], case: Case) -> Iterator[dict[str, str]]:
    """The way with other numbers that stand in reach, for the sizes that the claim's own words do not give."""
    far = [role for role in ("in_channels", "out_channels", "in_features", "height") if role in way and not case.near(role)]
    if not far or _told_just_before(view, way):
        return
    texts = [sentence_text(view.sentence), *(plain(t) for t in texts_above(view))][:8]
    numbers = dict.fromkeys(n for t in texts for n in re.findall(r"(?<![\d.])\d{1,4}(?![\d.]|,\d{3})", t))
    for role in far:
        for number in [n for n in numbers if n not in (way[role], "0", way.get("kernel_size"))][:12]:
            yield way | ({"height": number, "width": number} if role == "height" else {role: number})


def _told_just_before(view: View, way: dict[str, str]) -> bool:
    """Whether the sentence right before gives each size of the one layer that is gone on with: "... 128 filters. It costs ..."."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    if not before or FURTHER.search(s.words):
        return False
    told = sizes_in(before[-1].text.chars, view.letters).values
    return all(told.get(role) == [int(way[role])] for role in ("kernel_size", "in_channels", "out_channels", "height") if role in way)


_MANY = re.compile(r"\blayers\b|\bconvs\b|convolutions\b|並べ|重ね(?!合)|積み|続けて", re.IGNORECASE)
_MULTIPLE = re.compile(
    r"\b(?P<en>two|both|three|four|[2-4])\s+(?:such|of (?:them|these|those)|identical|stacked|consecutive|successive|\d\s*x\s*\d(?:\s+(?:conv\w*\s+)?(?:layers|conv\w*s|ones))?)\b(?!\s*x)"
    r"|(?P<ja>[2-4]|二|三|四)\s*(?:つ|層|回|段|個|枚)?\s*(?:を|に|続けて)?\s*(?:並べ|重ね(?!合)|積[みむ]|続け|つなげ|分(?![の岐離布類]))",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "二": 2, "三": 3, "四": 4}


def multiple(clause: str) -> int:
    """How many such layers a count is of: two such layers, を二つ並べると; 1 where it does not say.

    >>> multiple("3x3（256→256）を二つ並べると"), multiple("Two such layers hold"), multiple("the layer has")
    (2, 2, 1)
    """
    found = _MULTIPLE.search(clause)
    word = (found["en"] or found["ja"] or "").lower() if found else ""
    return times_said(clause) if not word else int(word) if word.isdigit() else _NUMBERS[word]


def _row(view: View) -> str:
    """The other cells of the row, each by what its column holds, and the head of the cell's own column."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    heads = {e.cell: plain(e.text.chars) for e in outline.sentences[header]} if header is not None else {}
    cells = []
    for e in outline.sentences[s.block]:
        role = next((role for role, pattern in _CELLS if pattern.search(heads.get(e.cell, ""))), "") if e.cell else ""
        if e.cell == 0 or role:
            cells.append(role.format(plain(e.text.chars).strip()) if role else e.text.chars)
    return with_modules(view, " ; ".join([*cells, heads.get(s.cell, "")]))


_CELLS = (
    ("入力 {} チャネル", re.compile(r"^\W*(?:in|c_?in|input|入力)(?:[ _-]?(?:ch\w*|channels?|チャン?ネル数?|depth))?\W*$", re.IGNORECASE)),
    ("出力 {} チャネル", re.compile(r"^\W*(?:out|c_?out|output|出力)(?:[ _-]?(?:ch\w*|channels?|チャン?ネル数?|depth))?\W*$|^\W*(?:#\s*)?(?:filters|フィルタ数|枚数)\W*$", re.IGNORECASE)),
    ("カーネル {} の畳み込み", re.compile(r"kernel|カーネル|^\W*filter(?: size)?\W*$|^\W*フィルタ(?:サイズ)?\W*$|^\W*k\W*$|window|窓", re.IGNORECASE)),
    ("stride {}", re.compile(r"stride|ストライド|^\W*s\W*$", re.IGNORECASE)),
    ("{} input map", re.compile(r"^\W*(?:input|入力)(?: ?(?:size|shape|サイズ|形状))\W*$", re.IGNORECASE)),
)  # fmt: skip


def _clause(view: View, count: Count, before: list[Count]) -> str:
    """The words that speak of this count alone: from the one before it, up to the next clause."""
    s = view.sentence
    text = sentence_text(s)
    start = before[-1].end if before else 0
    tail = re.match(r"[^、,;；。.]{0,40}", text[count.end :])
    later = s.words[count.end : count.end + (tail.end() if tail else 0)]
    return plain(with_modules(view, text[start : count.span.start])) + " # " + ("" if re.search(r"\d", later) else later)


def _subject(view: View, count: Count, beside: str, case: Case, clause: str) -> tuple[str | None, bool]:
    """The layer a count is about, and whether it is beyond doubt."""
    s = view.sentence
    text = plain(with_modules(view, s.text.chars))
    head = clause.split(" # ")[0]
    own = kind_at(head, len(head)) or (kind_at(plain(beside), 0) if beside else None) or kind_at(text, count.span.start)
    if s.cell is not None and {"depthwise_conv2d", "pointwise_conv2d"} <= {k for _, _, k in kinds_in(plain(beside))}:
        own = "depthwise_separable_conv2d"
    above = kind_above(view, _INHERITED)
    summed = _is_sum(count.span.formula.sides[0])
    if summed or (_TOGETHER.search(head + (beside if s.cell is not None else "")) and own not in ("linear", "batch_norm")):
        if own in _SEPARABLE or (above and above[0] in _SEPARABLE):
            return "depthwise_separable_conv2d", True
        if summed or not _of_one_filter(view):
            return None, False
    if own == "batch_norm" and _layer_sized(case):
        return None, False
    if own == "conv2d" and not _ORDINARY.search(clause + beside):
        if case.of("kernel_size") == [1] and case.near("kernel_size"):
            return "pointwise_conv2d", True
        if above and above[0] in _SEPARABLE and not case.own.values:
            return above[0], False
        return "conv2d", True
    if own:
        return own, True
    if above and above[0] == "pointwise_conv2d" and case.near("kernel_size") not in ([], [1]):
        return "conv2d", True
    if above and not (above[0] in ("batch_norm", "linear") and _layer_sized(case)):
        return above[0], above[0] not in (*_SEPARABLE, "batch_norm")
    if {"kernel_size", "out_channels"} & case.own.values.keys() or (case.of("kernel_size") and case.of("out_channels")):
        return "conv2d", True
    return None, False


def _layer_sized(case: Case) -> bool:
    """Whether the claim's own words give what only a convolution has."""
    return bool(case.near("kernel_size") and case.near("out_channels"))


def _is_sum(node: Node) -> bool:
    """589,824 + 8,388,608: two counts of two layers, unless what is added is as small as biases are."""
    return isinstance(node, Bin) and node.op == "+" and all(isinstance(x, Num) and x.value > 9_999 for x in (node.left, node.right))


_NEEDED = {
    "conv2d": ("kernel_size", "in_channels", "out_channels"),
    "conv1d": ("kernel_size", "in_channels", "out_channels"),
    "conv_transpose2d": ("kernel_size", "in_channels", "out_channels"),
    "depthwise_separable_conv2d": ("kernel_size", "in_channels", "out_channels"),
    "depthwise_conv2d": ("kernel_size", "in_channels"),
    "pointwise_conv2d": ("in_channels", "out_channels"),
    "batch_norm": ("in_channels",),
}  # fmt: skip


def _needed(subject: str, predicate: str) -> tuple[str, ...]:
    more = ("height", "width") if predicate == "macs" else ()
    return (*_NEEDED.get(subject, ()), *more)


def _settled(subject: str, predicate: str, case: Case) -> bool:
    """Whether every size the count depends on is given once: by the sentence, or by all that is in sight."""
    if subject == "linear":
        return len(case.near("in_channels") or case.near("height")) == 1
    once = (len(case.near(r)) == 1 or len(case.every(r)) == 1 for r in _needed(subject, predicate))
    return all(once) and (predicate == "params" or len(case.every("stride")) < 2)


def _ways(subject: str, count: Count, case: Case, view: View, clause: str) -> Iterator[dict[str, str]]:
    """The options of the statement, for every way to take the sizes that are given."""
    more: dict[str, str] = {}
    bias = False if _ADDED_AFTER.match(view.sentence.words, count.end) else case.bias
    if count.predicate == "params" and subject not in ("batch_norm", "max_pool2d") and bias is not None:
        more["bias"] = "true" if bias else "false"
    if count.predicate == "macs" and _EXACT.search(count.word):
        more["count"] = "macs"
    if subject == "max_pool2d":
        if count.predicate == "params" and not POOLED_WITH_WEIGHTS.search(view.sentence.words):
            yield {}
        return
    if subject == "linear":
        yield from (way | more for way in _linear_ways(case))
        return
    if subject == "batch_norm":
        if count.predicate != "params":
            return
        if _LEARNED.search(view.sentence.words + count.word):
            more["affine"] = "true"
        if _PER_CHANNEL.search(view.sentence.words):
            yield {"in_channels": "1", **more}
            return
    if count.predicate == "params" and subject == "conv2d":
        if _PER_INPUT.search(clause):
            case.clause.values |= {"in_channels": [1], "out_channels": [1]}
            more["bias"] = "false"
        elif _of_a_filter(view, count, clause):
            case.clause.values["out_channels"] = [1]
        elif _of_one_filter(view) and not _TOGETHER.search(clause) and not _WHOLE.search(clause) and "out_channels" not in case.clause.values:
            case.clause.values["out_channels"] = list(dict.fromkeys([1, *case.of("out_channels")]))
        elif len(groups := case.near("groups") or _groups_above(view) or _split_before(view, clause)) == 1:
            more["groups"] = str(groups[0])
        elif kernel_alone(case):
            case.clause.values |= {"in_channels": [1], "out_channels": [1]}
            more["bias"] = "false"
    yield from _sized(subject, count.predicate, case, more, clause)


def _groups_above(view: View) -> list[int]:
    return [] if view.sentence.cell is not None else groups_above(plain(view.sentence.text.chars), lines_above(view, 2))


_SPLIT = re.compile(r"\b(?:split|divid|partition|break|separat)\w*|\bin(?:to)? \d+ groups|分け|分割|グループに", re.IGNORECASE)


def _split_before(view: View, clause: str) -> list[int]:
    """The groups into which the sentence right before splits the layer: "We split it into 32 groups. Now it has ..."."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    if not before or _ORDINARY.search(clause) or not _SPLIT.search(before[-1].words):
        return []
    return sizes_in(before[-1].text.chars, view.letters).values.get("groups", [])


_A_PART = re.compile(r"\s*(?:個)?\s*(?:of which|of them|of those|of these)\b|\s*(?:個)?(?:は|が)?(?:マスク|隠さ)")
_EACH_VALUE = re.compile(
    r"(?:units|outputs|neurons|values|activations|numbers|ones)\b[^.;]{0,24}\beach\b|\beach (?:\w+ )?(?:unit|output|neuron|value|activation|number)\b|\b(?:per|every|for (?:each|one)) (?:one of (?:the|these) )?(?:\S+ )?(?:units?|outputs?|neurons?|output values?)\b"
    r"|(?:出力|ユニット|ニューロン|値|要素|マス)(?:の?(?:1|一|ひと)つ)?(?:ごとに|につき|あたり|それぞれ|1つ)",
    re.IGNORECASE,
)
_SUMMED_UP = re.compile(r"\b(?:hence|so|thus|therefore|giving|making|in all)\b|つまり|よって|だから|したがって|ので", re.IGNORECASE)
_ADDED_AFTER = re.compile(r"\s*(?:個の?(?:重み|数字|パラメータ)?)?(?:で)?\s*[、,，]\s*(?:これに|それに)?\s*(?:切片|バイアス)(?:項)?(?:の?\s*1\s*(?:個|つ))?\s*(?:を|も)\s*(?:足|加|入れ|含め)")
_GOES_ON = re.compile(r"切片|バイアス|\bbias|\bplus\b|足し|加え", re.IGNORECASE)
_WHOLE = re.compile(r"\blayer\b|\bnetwork\b|層(?:全体)?[はがで]|\ball\b|すべて|全(?:フィルタ|枚)", re.IGNORECASE)


def _of_one_filter(view: View) -> bool:
    """Whether the sentence before counts for one filter: "枠1枚は5×5×3で75個. 切片を足して76個" goes on with it."""
    s = view.sentence
    before = [e for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-2:]
    if not before and s.block and view.outline.blocks[s.block - 1].kind == "text":
        before = view.outline.sentences[s.block - 1][-1:]
    return any(_PER_FILTER.search(e.words) or scope_of(e.words) == "filter" for e in before)


def _of_a_filter(view: View, count: Count, clause: str) -> bool:
    """Whether a count is said to be one filter's, by its own words or going on with the sentence before."""
    said = _PER_FILTER.search(clause) or scope_of(_said_of(view, count)) == "filter"
    return bool(said or (_GOES_ON.search(clause) and _of_one_filter(view)))


def _said_of(view: View, count: Count) -> str:
    """The words just before a number, back to the number before it."""
    words, start = view.sentence.words, count.span.start
    last = max((m.end() for m in re.finditer(r"\d", words[:start])), default=0)
    return words[max(last if _WHOLE.search(words[last:start]) else 0, start - 40) : start]


def kernel_alone(case: Case) -> bool:
    """A kernel of which neither the channels nor the filters are spoken of: its own cells are counted."""
    return not case.masked and len(case.near("kernel_size")) == 1 and not case.every("in_channels") and not case.every("out_channels")


def _sized(subject: str, predicate: str, case: Case, more: dict[str, str], clause: str = "") -> Iterator[dict[str, str]]:
    if predicate == "macs" and subject == "conv2d" and _EACH_VALUE.search(_SUMMED_UP.split(clause)[-1]) and not _TOGETHER.search(clause):
        roles, more = ("kernel_size", "in_channels"), {**more, "per": "output"}
    else:
        roles = _needed(subject, predicate)
    choices = []
    if not case.every("out_channels") and len(case.near("in_channels")) == 1 and multiple(clause) > 1:
        case.clause.values["out_channels"] = case.near("in_channels")  # layers of one width, one after the other
    for role in roles:
        values = case.near(role) or case.every(role)
        if role == "kernel_size" and subject in ("depthwise_conv2d", "depthwise_separable_conv2d"):
            values = [v for v in values if v != 1] or [v for v in case.every(role) if v != 1]
        if not values and role == "kernel_size" and case.every("kernel_height"):
            return
        choices.append(values)
    if not all(choices):
        return
    placed = _placing(subject, case) if predicate == "macs" and "per" not in more else [{}]
    for number, (values, place) in enumerate(product(product(*choices), placed)):
        if number >= MOST_WAYS:
            return
        yield {**{r: str(v) for r, v in zip(roles, values, strict=True)}, **place, **more}


def _placing(subject: str, case: Case) -> list[dict[str, str]]:
    """Stride and padding, where they matter."""
    strides = case.of("stride")
    if subject in ("pointwise_conv2d", "depthwise_separable_conv2d", "conv_transpose2d"):
        return [{}]
    if case.same and not strides:
        return [{"padding": "same"}]
    paddings = case.of("padding")
    if not strides or strides == [1]:
        return [{"stride": "1", "padding": str(p)} for p in paddings[:2]] or [{}]
    return [{"stride": str(s), "padding": str(p)} for s in strides[:2] for p in paddings[:2] or (["same"] if case.same else ["same", 0])]


def _linear_ways(case: Case) -> Iterator[dict[str, str]]:
    """A linear layer's inputs and outputs: numbers of units, or all the values of a map."""
    volumes = [h * w * c for h, w, c in zip(*(case.of(r) for r in ("height", "width", "in_channels")), strict=False)]
    volumes += [h * w * c for h, w, c in zip(*(case.of(r) for r in ("out_height", "out_width", "out_channels")), strict=False)]
    outs = case.clause.values.get("out_channels") or case.near("units") or case.near("out_channels") or case.of("units") or case.of("out_channels")
    ins = volumes if case.near("height") else [*case.near("in_channels"), *volumes, *case.of("in_channels")]
    for i, o in product(list(dict.fromkeys(ins))[:4], outs[:3]):
        yield {"in_features": str(i), "out_features": str(o)}


# Products: the factors say what the layer is

_FACTORED = re.compile(r"^(\d+)\s*[*x]\s*(\d+)\s*[*x]\s*(\d+)\s*[*x]\s*(\d+)(?:\s*\+\s*(\d+))?$")


def _by_factors(view: View, count: Count, case: Case) -> Iterator[Reading]:
    """3*3*16*32 (+ 32) = 4640: the kernel, the channels in and out; with biases or without as the note says."""
    if count.predicate != "params" or len(count.span.formula.sides) < 2:
        return
    found = _FACTORED.match(to_text(count.span.formula.sides[0]).replace(" ", "").replace("(", "").replace(")", ""))
    if not found or found[1] != found[2] or int(found[1]) > 11:
        return
    kernel, ins, outs = found[1], found[3], found[4]
    bias = case.own.bias
    text_after = view.sentence.text.chars[count.end :]
    more = {} if bias is None else {"bias": "true" if bias else "false"}
    left = call("params", "conv2d", {"kernel_size": kernel, "in_channels": ins, "out_channels": outs, **more})
    yield Reading(f"{left} == {count.value}", count.span.start, count.end, ("the factors are the sizes",), sure=bias is not None and not _BOTH_WAYS.match(text_after))
