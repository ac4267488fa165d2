"""Numbers of a claim's clause that its reading leaves unused: what they say of the claim was not understood.

"Of 7x7x512 values 512 are left" read without the 7 is read in part; a part may fail where the whole holds.
"""

from __future__ import annotations

from .. import patterns as re
from ..text.numerals import with_commas
from ..text.sentences import Sentence
from ..vocabulary import UNLEARNED

_NUMBER = re.compile(r"(?:(?<![A-Za-z\d.])|(?<=\d[xX]))\d+(?:,\d{3})*(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_DIMENSIONS = re.compile(r"[12]d\b")  # of a subject's name: conv2d
_MARKER = re.compile(r"\s*[(\[（]?\d{1,2}[.)\]）．:、 　]")
_LABEL = re.compile(
    r"(?:図|表|式|章|節|問|例|層|段|項|第|fig(?:ure)?\.?|eq(?:uation)?\.?|tab(?:le)?\.?|section|chapter|step|layer|block|conv|stage|transition|ブロック|ステージ|遷移層?|"
    r"no\.?|[#§vV])\s*[-_(（]?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\s*(?:つ目|番目|層目|段目|個目|章|節|年|st\b|nd\b|rd\b|th\b|次元|[-‐]?\s*[dD]\b)")
# Parts of a sum written out, and what it comes to on the way: 3 * 1024 = 3072, (8 + 2 - 3)/2 + 1 = 4.5.
_WRITTEN_OUT = re.compile(r"[+*/^(=≈~-]\s*\\?$")
_ANOTHER_COUNT = re.compile(
    r"\s*(?:[MGBk]\b|million|billion|万|億)?\s*(?:個の|回の)?"
    r"(?:multipl|mult-?add|MACs?\b|FLOPs?\b|madds|parameters|params\b|weights|パラメータ|重み|積和|掛け算)",
    re.IGNORECASE,
)
_COEFFICIENT = re.compile(r"\s?[A-WYZa-wyz](?:\^|\*\*|[²³]|(?![A-Za-z]))")
_SCALE = re.compile(r"\s*(?:%|％|percent|万|億|million|billion|thousand|[MGBk]\b|割)")
_MADE = re.compile(
    r"(?:\b(?:is|are|becomes?|gives?|yields?|to|leaves)|→|->|=>|⇒|は|が|[:=])\s*[\[(]?\s*$", re.IGNORECASE
)
_PART_OF_NETWORK = re.compile(r"\s*[x×]?\s*\d?\s*(?:depth-?wise|point-?wise|conv|畳|の)", re.IGNORECASE)
_SHAPE = re.compile(r"(?<![\dx×])(\d+)\s*[x×]\s*(\d+)(?:\s*[x×]\s*\d+)?(?![\dx×])")
_COVERED = re.compile(r"\b(?:covers?|spans?|sees?|reaches|looks at)\s+(?:an?\s+)?(?:\d+\s*[x×]\s*)?$", re.IGNORECASE)
_REASON = re.compile(r"\s*(?:です|ある|あり|、)?\s*([（(])(?![^()（）]*(?:含|除|うち|合わせ|inclu|exclu|count|without))[^()（）]*[)）]", re.IGNORECASE)
_OF_EACH = re.compile(r"\s*(?:個|つ|組|セット|means?)?\s*([（(]\s*(?:それぞれ|各|(?:1|一)(?:個|つ|組)|each\b|every\b))", re.IGNORECASE)  # 32個（それぞれ 8×16×16 要素）
_WORDS = {"two": "2", "three": "3", "four": "4", "five": "5", "ten": "10", "二": "2", "三": "3", "四": "4", "五": "5", "十": "10"}
_WORDED = re.compile(r"\b(two|three|four|five|ten)\b(?=\s+(?:\S+\s+){0,2}?\d\s*[x×])|([二三四五十])\s*(?:層|枚|段|つ重ね)", re.IGNORECASE)
_IDLE_STEPS = re.compile(
    r"(?:dilat\w+|stride\w*|pad(?:ding)?\b|パディング|拡張率|ダイレーション|ストライド)(?:\s+(?:rate|factor))?\s*(?:of|=|は|が|を)?\s*$",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"\d+(?:\s*(?:[×x*·]|\\times|\\cdot)\s*\d+){3,8}")  # no shape of a map has four sizes
_PAIR = re.compile(r"(?<![\d.,×x*])(\d{1,6}(?:,\d{3})*)\s*(?:[×x*]|\\times|\\cdot)\s*(\d{1,6}(?:,\d{3})*)(?![\d.]|\s*[×x*\\])")
_GOES_ON = re.compile(r"\s*\\?[+*/^)=-]")
# Sizes follow from sizes: in a short line all of them belong to one layer.
_CHAINED = ("output_shape", "output_size", "output_channels")
SHORT = 120
# Claims in which numbers are no sizes: moments, axes, formulas whose exponents are numbers.
NO_SIZES = (
    "combine", "feeds", "at_zero_weights", "is_linear(conv_stack", "composition", "lineage", "causal", "parallel_over_time", "independent_of_batch",
    "norm_formula", "mean_var", "standardised",  "normalised_over", "train_eval_differs", "arithmetic", "stats_shape",
    "invariant_to", "unchanged_by", "equivariant_to", "depends_on(pixelcnn", "depends_on(conv2d(groups=2), input=all_channels",
)  # fmt: skip
# How parts are joined, in other networks too: what is counted there are the parts.
_JOINED = re.compile(r"(?:not )?definition\(\w+\) == (?:concat|add|multiply|average|maximum|subtract|tanh_\w+)")
_KERNEL = re.compile(r"(?<!\d)([1357])\s?[x×]\s?\1(?!\d)")
_CHANNEL_LABEL = re.compile(r"(?:\bchannel|チャン?ネル)\s*$", re.IGNORECASE)
_TOLD = ("channels_after", "definition(", "not definition(")
# How far something is seen is told step by step: 2層で5×5、3層で7×7.
_STEPS = re.compile(r"、(?=\d+\s*(?:つの|枚の)?(?:層|段|枚|回))")
_CHANNELS_ADDED = re.compile(r"\d+(?: \+ \d+)+ == \d+")
_OF_ANY = re.compile(r"(?:not )?output_channels\(\w+\) == C(?:/2)?")  # of every size: the sentence's sizes are an example
_OF_A_CHAIN = re.compile(r"(?:not )?params\(linear[^)]*\)(?: \+ params\(linear[^)]*\))+ == \d+")  # all widths are in it, and how many layers they make
_CONTRAST = r"\bwhile (?=(?:an?|one|the|two|three|four|five) )|\bagainst\b|\bversus\b|\bvs\b|\bwhereas\b|\binstead of\b|\bthan\b|に対し|に比べ"
_END = re.compile(rf"{_CONTRAST}|[;；。]|[,、](?!\d)|\.(?=\s|$)|->|→|⇒")
_STAT_END = re.compile(_END.pattern + r"|、|\s[/／|]\s")
_COUNT_END = re.compile(_END.pattern + "|、")  # "9C^2 個、7×7 を1層なら": the next layer's count


def leftover(statement: str, sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    """The numbers of the clause around a claim that occur neither in its statement nor as a mere label.

    >>> from ..text.inline import passage
    >>> from ..text.segments import Segment
    >>> from ..text.sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("global pooling: 7x7x512 in, 512 numbers out", 0)]), 0)
    >>> leftover("output_channels(global_avg_pool2d, in_channels=512) == 512", said, 16, 30)
    ('7', '7')
    """
    text = with_commas(sentence.text.chars)
    if statement.removeprefix("not ").startswith(NO_SIZES) or _OF_ANY.fullmatch(statement) or _OF_A_CHAIN.fullmatch(statement) or _JOINED.fullmatch(statement) or _has_no_weights(statement, sentence):
        return ()
    first, last = _clause(statement, text, start, end)
    used = _used(statement)
    products = [m.span() for m in _PRODUCT.finditer(text, first, last)]
    found = []
    for number in _NUMBER.finditer(text, first, last):
        value = _GROUPED.sub("", number.group())
        if statement.startswith(_TOLD) and start <= number.start() < end:
            continue  # the steps of a chain; the kernels by which parts are named
        if statement.removeprefix("not ").startswith("definition(") and _KERNEL.search(text, max(0, number.start() - 3), number.end() + 3):
            continue
        if _CHANNELS_ADDED.fullmatch(statement) and (start <= number.start() < end or number.end() <= start < number.end() + 6):
            continue  # the sides of the maps that are put together, the number of the branches
        if "depends_on(" in statement and (_CHANNEL_LABEL.search(text, 0, number.start()) or _KERNEL.search(text, max(0, number.start() - 3), number.end() + 3)):
            continue  # which channel; the kernel by which a layer is named
        inside = any(a <= number.start() < b for a, b in products)
        if value in used or value == "1" or "." in value or inside or _is_factor(text, number, used):
            continue
        if _is_label(text, number) or _is_worked_out(text, number) or _is_of_another(statement, text, number, used):
            continue
        found.append(value)
    if statement.startswith("receptive_field"):
        found += [n for m in _WORDED.finditer(text, first, last) if (n := _WORDS[(m[1] or m[2]).lower()]) not in used]
    return tuple(found)


_BESIDE = re.compile(r"後|あと|つな|接続|から|削減|減|モデル|ネットワーク|置き?換|\b(?:after|follow\w*|behind|sav\w+|fewer|replac\w+|remov\w+|networks?|models?|before|between|instead)\b", re.IGNORECASE)


def _has_no_weights(statement: str, sentence: Sentence) -> bool:
    """Whether it counts the weights of a pooling or an activation, and speaks of nothing else: whatever its sizes, it has none."""
    own = {m.tag for m in sentence.subjects if not m.weak}
    counted = re.match(r"(?:not )?params\((\w+)\)", statement)
    return counted is not None and own == {counted[1]} <= set(UNLEARNED) and not _BESIDE.search(sentence.words)


def _clause(statement: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence in which every number belongs to the claim; of sizes that follow from sizes, all of it."""
    if statement.startswith(_CHAINED) and len(text) <= SHORT:
        return _history(text, start, statement), len(text)
    counts = statement.startswith(("params", "macs"))
    ends = _STAT_END if statement.startswith("stats_") else _COUNT_END if counts else _END
    first = max([m.end() for m in ends.finditer(text, 0, start)], default=0)
    last = min([m.start() for m in ends.finditer(text, max(start, end - 1))], default=len(text))
    if statement.startswith("structure_count") and (aside := _REASON.match(text, end)):
        last = min(last, aside.start(1))
    if statement.startswith("stats_") and (aside := _OF_EACH.match(text, end)):
        last = min(last, aside.start(1))
    if statement.startswith("receptive_field"):
        first = max([first, *(m.end() for m in _STEPS.finditer(text, first, start))])
        last = min([last, *(m.start() for m in _STEPS.finditer(text, max(start, end - 1), last))])
    return first, last


def _history(text: str, start: int, statement: str) -> int:
    """Where the map that goes in stands, if a step before made it: what stands further ahead belongs to that step."""
    size = re.search(r"(?:height|time)=(\d+)", statement)
    places = [m.start() for m in re.finditer(rf"(?<![\d.]){size[1]}(?![\d.])", text[:start])] if size else []
    same_shape = [p for p in places if not re.match(r"[x×]\s*$", text[:p].rstrip()[-1:])]
    return same_shape[-1] if same_shape and _MADE.search(text[: same_shape[-1]]) else 0


_SHARED = ("params(conv2d", "params(pointwise_conv2d", "params(depthwise_conv2d", "params(depthwise_separable_conv2d")
_VOLUME = re.compile(r"(?<![\dx×.])(?:1[2-9]|[2-9]\d|\d{3,4})\s*[x×]\s*(?:1[2-9]|[2-9]\d|\d{3,4})\s*[x×]\s*(?P<c>\d{1,4})(?!\d|\s*[x×])")
_OTHER_PART = re.compile(r"\s*(?:層の|つの|個の|つ|層)?\s*(?:全結合|畳み?込み|プーリング|fully|conv|pool|dense|linear|transition|遷移|FC(?![a-z\d]))", re.IGNORECASE)
_NO_EXTRA = re.compile(r"output[\s_-]*padding\s*(?:は|が|を|=|of|is|:)?\s*$", re.IGNORECASE)  # 0, as it is where nobody gives one
_IN_BLOCK = re.compile(r"\s*(?:[x×]|\\times)\s*\d|\s*(?:畳み?込み|を|の|conv\w*|\s)*(?:つ|層|回|枚|個)(?:を|の)?(?:含|持|もつ|重ね|並べ|使)")  # 3×3 を 2 つ含むブロック
_PART_BEFORE = re.compile(r"(?:全結合|畳み?込み|プーリング|conv\w*|\bFC|pool\w*|transition|遷移|ブロック|blocks?|linear|dense)\s*(?:layers?|層)?\s*(?:が|は|を|[:：])?\s*$", re.IGNORECASE)


def _is_of_another(statement: str, text: str, number: re.Match[str], used: set[str]) -> bool:
    """Another count, another formula's coefficient, the kernel in a name, the same digits in another unit."""
    if _ANOTHER_COUNT.match(text, number.end()) or _COEFFICIENT.match(text, number.end()):
        return True
    if statement.startswith("structure_count") and (_OTHER_PART.match(text, number.end()) or _PART_BEFORE.search(text[: number.start()])):
        return True
    if statement.startswith("structure_count") and (_IN_BLOCK.match(text, number.end()) or re.search(r"\d\s*(?:[x×]|\\times)\s*$", text[: number.start()])):
        return True
    if number.group() == "0" and "conv_transpose2d" in statement and _NO_EXTRA.search(text[: number.start()]):
        return True
    if statement.startswith(("params", "macs")) and re.match(r"\s*(?:numbers|values|個の数)", text[number.end() :]):
        return True
    if "part=" in statement and _PART_OF_NETWORK.match(text, number.end()):
        return True
    digits = _GROUPED.sub("", number.group()).rstrip("0")
    said = {u.replace(".", "").strip("0") for u in re.findall(r"[\d.]+", statement)}
    if _SCALE.match(text, number.end()) and (digits in said or re.search(r"億\s*$", text[max(0, number.start() - 3) : number.start()])):
        return True  # 1億3800万 is one number
    before = text[max(0, number.start() - 24) : number.start()]
    if statement.startswith("params") and (_COVERED.search(before) or _IDLE_STEPS.search(before)):
        return True  # how far is seen is another claim; no step, no padding changes how many weights there are
    if statement.startswith(_SHARED) and any(m.start() <= number.start() < m.start("c") and m["c"] in used for m in _VOLUME.finditer(text)):
        return True  # 10 filters on 32x32x3: shared weights are as many on a map of any height and width
    shape = next((m for m in _SHAPE.finditer(text) if m.start() <= number.start() < m.end()), None)
    return "time=" in statement and shape is not None and bool({shape[1], shape[2]} & used)  # decided along one axis


def _used(statement: str) -> set[str]:
    """The numbers of a statement, and how many layers its plan has."""
    numbers = set(re.findall(r"\d+", _DIMENSIONS.sub("", _GROUPED.sub("", statement))))
    shares = [(int(a), int(b)) for a, b in re.findall(r"\b(\d{1,2})/(\d{1,2})\b", statement)]
    numbers |= {str(n) for a, b in shares if b and a < b and not 100 * a % b for n in (100 * a // b, 100 - 100 * a // b)}
    if equal := re.match(r"(\d+)((?: \+ \1)+) == ", statement):
        numbers.add(str(equal[2].count("+") + 1))  # 2つの64チャネル
    plan = re.search(r"plan=(\w+)", statement)
    layers = plan[1].count("_") + 1 if plan else 0
    return numbers | {str(n) for n in range(2, layers + 1) if layers % n == 0}


def _is_factor(text: str, number: re.Match[str], used: set[str]) -> bool:
    """A factor of a product of two whose result the claim has: 1024 × 3 = 3072."""
    for pair in _PAIR.finditer(text):
        if pair.start() <= number.start() < pair.end():
            a, b = (int(_GROUPED.sub("", g)) for g in pair.groups())
            return min(a, b) > 1 and str(a * b) in used
    return False


def _is_worked_out(text: str, number: re.Match[str]) -> bool:
    before = text[max(0, number.start() - 4) : number.start()]
    return bool(_WRITTEN_OUT.search(before) or _GOES_ON.match(text, number.end()))


def _is_label(text: str, number: re.Match[str]) -> bool:
    """A list's marker, a figure's or a layer's number, an ordinal, a number of dimensions."""
    marks = _MARKER.match(text)
    if marks and number.end() <= marks.end():
        return True
    before = text[max(0, number.start() - 12) : number.start()]
    return bool(_LABEL.search(before) or _ORDINAL.match(text, number.end()))
