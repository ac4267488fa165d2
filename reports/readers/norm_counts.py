"""How many means (or variances) there are, and of how many values each is taken, in whatever words and order.

What is counted (平均, "the running mean", "values per mean"), the count (24, C, チャネル数と同じ, "one per channel") and what it
belongs to are found apart. A question or an introduction may say what is counted, and the answer only how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import prod

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.setting import sentences_above
from .axis_words import spoken
from .norm_others import question_of
from .norm_sense import hedged
from .norm_sizes import sizes
from .norms import Stretch, note_of, plain, words

OWN = {
    "batch_norm": ("in_channels",),
    "layer_norm": ("batch",),
    "instance_norm": ("batch", "in_channels"),
    "group_norm": ("batch", "groups"),
    "rms_norm": ("batch",),
}
_ALL = ("batch", "in_channels", "height", "width")
_LETTERS = {"batch": "N", "in_channels": "C", "groups": "G", "height": "H", "width": "W"}
_STAT = (
    r"(?:平均|分散|標準偏差|統計量?|(?<![A-Za-z])[μσ]|\b(?:means?|variances?|averages?|statistics|stats?|moments)\b)"
)
_STATISTIC = re.compile(_STAT, re.IGNORECASE)
_ONE_MEAN = re.compile(
    r"(?<![\d.])(?:1|一|ひと)(?:つ|個|組)の?(?:平均|統計量?|分散)|(?:平均|統計量?|分散)(?:値)?の?(?:1|一|ひと)(?:つ|組|個)(?:あたり|につき|に|を|は)|(?:各|それぞれの)(?:平均|統計量?)(?:は|に|を)"
    r"|\b(?:one|each|every|a single|per|any one)\s+(?:\w+\s+)?(?:mean|variance|average|statistic)\b|\b(?:average|mean) of\s+(?=\d|[A-Z(])", re.IGNORECASE,
)  # fmt: skip
_VALUES = re.compile(
    r"(?:値|画素|ピクセル|要素|数値|数字|活性)|\b(?:values?|numbers|pixels|elements|entries|activations|positions)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_UNIT = r"(?:個|組|つ|本|セット|対|通り|種類|means?\b|variances?\b|averages\b|statistics\b|pairs?\b|of (?:them|each)\b|entries\b|elements\b|components\b|values?\b|numbers\b|pixels\b|in (?:all|total)\b)"
_COUNTED = re.compile(
    rf"(?<![\d.^A-Za-z×x*/=])(?<![×x*/=] )(?:(?P<product>{_NUMBER}(?:\s*[×x*·]\s*{_NUMBER})+)\s*(?:[=＝]\s*(?P<result>{_NUMBER}))?|(?P<number>{_NUMBER}))\s*"
    rf"(?:個?の?(?:値|画素|要素|数値)|(?:different|separate|distinct|individual|\ue002+)?\s*{_UNIT})(?!あたり|につき|ごと|目|[のを]?\s*(?:サンプル|画像|チャン?ネル|データ|グループ)|の?(?:うち|中で|なかで|手法|方法|正規化|方式|層))",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(?<![A-Za-z\\×x*/_^])(?<![A-Za-z]\()(?P<v>\(?[NBCDKGTHW](?:\s*[×x*·/]?\s*\(?[NBCDKGTHW]\)?){0,4})\s*(?:個|組|つ|本|セット|対|通り|means?\b|variances?\b|statistics\b|pairs?\b|entries\b|of (?:them|each)\b|values?\b|elements\b)(?!あたり|につき|ごと)"
    r"|(?:\blength|\bsize|\bdimension|長さ|次元数?|要素数|個数|本数|(?<=統計量の)数|(?<=平均の)数|\bnumber)\s*(?:\bof\b|\bis\b|\bequals?\b|は|が|=|:)?\s*(?P<w>[NBCDKG](?:\s*[×x*·]\s*[NBCDKG])?)(?![A-Za-z×x*=]|\s*[=＝×])"
    r"|(?:長さ|次元)\s*(?P<x>[NBCDKG](?:\s*[×x*·]\s*[NBCDKG])?)(?=\s*の|\s*で)|(?<![A-Za-z])(?P<y>[NBCDKG])\s*次元(?!だけ|のみ|から|を|に|の(?:値|要素|ベクトル|特徴|方向)|方向|すべて|全て|全部)",
)
# What is counted is no mean: C個の値, G個の群.
_OF_VALUES = re.compile(
    r"\s*(?:分|ぶん)?の(?!\s*(?:平均|分散|標準偏差|統計|組|μ|ベクトル))|で(?!あ|す|、)|を|に分|\s*(?:values|numbers|pixels|groups)"
)
_TURNED = re.compile(
    r"ではな[くい]|でな[くい]|じゃな[くい]|\b(?:not|never|rather than|instead of|than)\b|n't|より|以上|以下|未満|倍|\btwice\b|\b(?:at least|at most|more|fewer|less)\b|半分",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"γ|β|gamma|beta|パラメータ|パラメタ|重み|param|weight|学習率|精度|エポック|epoch|計算量|演算|FLOP|MAC|メモリ|memory",
    re.IGNORECASE,
)
_ASKS = re.compile(r"いくつ|何(?:個|組|本|つ|通り)|\bhow many\b|個数|の数", re.IGNORECASE)
_SINGLE = re.compile(
    rf"(?:全(?:て|部)?の?[^。、]{{0,8}}|すべての[^。、]{{0,8}}|層)?(?:共通|全体|共有)(?:で|の|に|して)[^。]{{0,10}}(?<!\d)(?:1|一|ひと)(?:つ|個|組)|(?<!\d)(?:1|一|ひと)(?:つ|個|組)(?:だけ|のみ|しか)|\b(?:just|only|exactly) (?:one|a single) {_STAT}|\b(?:one|a single) {_STAT} (?:for|shared by|common to) (?:all|the (?:whole|entire)|everything)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Count:
    """A count as the sentence has it, in the letters of the sizes or as a number, and where it stands."""

    text: str
    start: int
    end: int


_EITHER = re.compile(r"\b(?:per|for each|for every)\s+\w+\s+or\s+(?:one\s+)?(?:per|for each|for every)\b|(?:ごと|あたり)(?:か|または|もしくは)", re.IGNORECASE)


def counts(view: View, stretch: Stretch) -> Iterator[Reading]:
    """The count that a part of the sentence states, as one of means or of the values that share one."""
    text = stretch.text
    if trend := _trend(view, stretch):
        yield from trend
        return
    kind = _kind(view, text)
    if kind is None or _ELSE.search(text) or _TURNED.search(text) or _EITHER.search(text):
        return
    for one in _found(view, text, kind):
        readings = list(_statements(view, stretch, kind, one))
        if readings:
            yield from readings
            return


_HOW_MANY = re.compile(
    rf"(?:{_STAT}(?:と分散)?(?:の組)?の?(?:個|本)?数|\b(?:number|count)s? of (?:[\w\ue002-]+[ -]){{0,2}}{_STAT})|\bhow many (?:\w+ )?{_STAT}",
    re.IGNORECASE,
)
_GROWING = (
    ("batch", re.compile(r"バッチ(?:サイズ|の大きさ|数)?|(?:画像|サンプル|データ)の?(?:枚|個|件)?数|\bbatch(?:[- ]size)?\b|\bnumber of (?:images|samples|examples)|(?<![A-Za-z])N(?![A-Za-z])", re.IGNORECASE)),
    ("in_channels", re.compile(r"チャン?ネルの?数|\bnumber of channels|\bchannel count", re.IGNORECASE)),
)  # fmt: skip
_STEADY = re.compile(
    r"変わら|変化し(?:ない|ません)|増え(?:ない|ず|ません)|同じ|のまま|依存し(?:ない|ません|ず)|関係(?:な|し?ない)|よら(?:ない|ず)|無関係|一定|左右され(?:ない|ず)|\b(?:not|n't|never)\s+(?:\w+\s+)?(?:depend|chang|grow|increas|affect|var|doubl|scale)\w*|\bindependent\b|\bstays?\b|\bsame\b|\bwhere it was\b|\bunaffected\b|\bunchanged\b|\bregardless\b|\bremains?\b|\bno effect\b|\bconstant\b|\bfixed\b",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"増え(?:る|て|ます|、|$)|倍に(?:な|増)|比例|依存(?:する|します)|(?:に|で|によって)変わ(?:る|り(?!ませ))|\bgrows?\b|\bdoubl(?:es|ing)\b|\bincreas(?:es|ing)\b|\bproportional\b|\bdepends\b|\bscales\b|\bvar(?:y|ies)\b|\bchanges\b",
    re.IGNORECASE,
)


def _trend(view: View, stretch: Stretch) -> list[Reading]:
    """How many means there are as the batch or the channels grow: "doubling the batch size leaves the number of means ..."."""
    text = stretch.text
    many = _HOW_MANY.search(text)
    if many is None:
        return []
    rest = text[: many.start()] + " " * (many.end() - many.start()) + text[many.end() :]
    steady = _STEADY.search(rest)
    verbs = [m for m in (steady, *_MOVING.finditer(rest)) if m]
    sizes_named = [(role, m) for role, pattern in _GROWING for m in pattern.finditer(rest)]
    grown = min(sizes_named, key=lambda g: min(_apart(g[1], v) for v in verbs)) if sizes_named and verbs else None
    moving = [m for m in _MOVING.finditer(rest) if not (grown and _supposed(rest, grown[1], m))]
    if grown is None or bool(steady) == bool(moving):
        return []
    places = [*many.span(), *grown[1].span(), *(steady or moving[0]).span()]
    word = "== constant" if steady else "!= constant"
    return [
        Reading(
            f"monotone(stats_count({n.subject}), {grown[0]}) {word}",
            min(places),
            max(places),
            note_of(stretch, view),
            sure=stretch.certain and not hedged(view),
            predicate="stats_count",
        )
        for n in stretch.named
    ]


def _apart(size: re.Match[str], verb: re.Match[str]) -> int:
    """How far a verb is from the size that it may be said of; in Japanese it comes after."""
    if size.end() <= verb.start():
        return verb.start() - size.end()
    return size.start() - verb.end() + (0 if verb[0].isascii() else 100)


def _supposed(text: str, grown: re.Match[str], verb: re.Match[str]) -> bool:
    """Whether a verb says what is done to the size, not what becomes of the count: doubling the batch, バッチが増えても."""
    if verb[0].isascii():
        return verb.start() < grown.start() and verb[0].lower().endswith("ing")
    return bool(re.fullmatch(r"\s*(?:が|を|の(?:大きさ|数)を)\s*(?:\d+\s*)?", text[grown.end() : verb.start()]))


def _kind(view: View, text: str) -> str | None:
    """What is counted, by the sentence itself or by the question that it answers."""
    if _ONE_MEAN.search(text) and _VALUES.search(text):
        return "stats_size"
    if _STATISTIC.search(text):
        return "stats_count"
    asked = question_of(view)
    if asked is None or not _ASKS.search(asked.words) or not _STATISTIC.search(plain(asked)):
        return None
    return "stats_size" if _ONE_MEAN.search(plain(asked)) and _VALUES.search(asked.words) else "stats_count"


def _found(view: View, text: str, kind: str) -> Iterator[Count]:
    """Every count of the text: in letters or in words, as numbers."""
    for m in _LETTERED.finditer(text):
        value = m["v"] or m["w"] or m["x"] or m["y"]
        if kind == "stats_count" and (_OF_VALUES.match(text, m.end()) or re.search(r"[HW]", value)):
            continue  # of what lies under a mean
        if expression := _expression(value, _axes_of_the_tensor(view)):
            yield Count(expression, m.start(), m.end())
    if kind == "stats_count":
        yield from _indexed(text)
        yield from _worded(text)
        if single := _SINGLE.search(text):
            yield Count("1", single.start(), single.end())
    for m in _COUNTED.finditer(text):
        if m["number"] == "1":
            continue  # one of each: the words around tell of what
        number = (
            m["result"] or m["number"] or str(prod(int(n) for n in re.findall(r"\d+", m["product"].replace(",", ""))))
        )
        if (kind == "stats_size") == bool(_VALUES.search(m[0])) or (kind == "stats_size" and "個" in m[0]):
            yield Count(number.replace(",", ""), m.start(), m.end())


@cache
def _nouns() -> str:
    named = {"N": ("sample", "batch"), "C": ("channel", "feature"), "G": ("group",)}
    return "|".join(
        f"(?P<{letter}{{0}}>{'|'.join(words('nouns', n) for n in names)})" for letter, names in named.items()
    )


@cache
def _wordings() -> list[re.Pattern[str]]:
    """As many as there are of something; one for each of something (and of something else)."""
    one, other = (_nouns().replace("{0}", n) for n in ("1", "2"))
    joint = (
        r"(?:\s*(?:と|・|、|×|の|and|of|in|for|,|/)\s*(?:(?:the|each|every|of (?:each|every|an?)|in (?:each|every))\s+)?(?:"
        + other
        + "))?"
    )
    return [
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?:{one.replace('(?!数|count)', '')})(?:の(?:個|枚|総)?)?数(?:だけ|ぶん|分|と(?:同じ|等し|一致)|に(?:等し|一致|な)|個|の(?:ぶん|分)|と同数|通り)",
            rf"\bas many\b[^.;,]{{0,30}}\bas\s+(?:there are\s+)?(?:the\s+)?(?:{one})",
            rf"\b(?:the |equals? (?:the )?)number of\s+(?:the\s+)?(?:{one})",
            rf"\bone(?: pair| set)?(?: of)?(?: {_STAT})?(?: and (?:one )?{_STAT})?\s+(?:per|for each|for every|to each)\s+(?:\w+\s+)?(?:{one}){joint}",
            rf"(?:{one}){joint}(?:の(?:組|ペア))?\s*(?:(?:1|一)\s*(?:つ|個|枚|件))?(?:ごと|毎|につき|あたり)(?:に)?[^。、]{{0,16}}?(?<!\d)(?:1|一|ひと)\s*(?:つ|組|個|セット)",
            rf"\b(?:each|every)\s+(?:{one}){joint}\s+(?:has|gets|keeps|carries)\s+(?:its own|one|a)\s+{_STAT}",
        )
    ]


def _worded(text: str) -> Iterator[Count]:
    apart = spoken(text).apart
    for pattern in _wordings():
        for m in pattern.finditer(text):
            letters = [name[0] for name, value in m.groupdict().items() if value]
            letters += [letter for letter in _joined_units(text, m.start(), m.end()) if letter not in letters]
            if "N" in letters or "C" in letters:
                letters += [x for x in ("N", "C", "G") if x in apart - {*letters}]  # told elsewhere in the sentence: 各チャネルについて
            yield Count("*".join(sorted(set(letters), key="NCG".index)), m.start(), m.end())


_INDEXED = re.compile(
    rf"\bone(?: pair| set)?(?: of)?(?: {_STAT})?(?: and (?:one )?{_STAT})?\s+(?:per|for (?:each|every))\s+(?:pair|index|combination|choice)?\s*(?:of\s+)?\$?\s*\(?(?P<en>[nbtdckgij](?:\s*(?:,|and)\s*[nbtdckg])?)\)?(?![A-Za-z])"
    r"|[(（](?P<ja>[nbtdckg]\s*[,、]\s*[nbtdckg])[)）]\s*の?\s*(?:組|ペア)?\s*(?:ごと|毎|につき|あたり)(?:に)?[^。、]{0,16}?(?<!\d)(?:1|一|ひと)\s*(?:つ|組|個)",
    re.IGNORECASE,
)
_INDICES = {"n": "N", "b": "N", "t": "T", "d": "C", "c": "C", "k": "C", "g": "G"}


def _indexed(text: str) -> Iterator[Count]:
    """One mean per pair (n, t): as many as there are values of the indices."""
    for m in _INDEXED.finditer(text):
        letters = {_INDICES.get(x.lower(), "") for x in re.findall(r"[A-Za-z]", (m["en"] or m["ja"]).replace("and", ""))}
        if "" not in letters:
            yield Count("*".join(sorted(letters, key="NCGT".index)), m.start(), m.end())


@cache
def _units_beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A further "per ..." that stands just before a count, or just after it."""
    noun = _nouns().replace("{0}", "")
    return (
        re.compile(rf"(?:{noun})(?:ごと|毎|別)(?:に)?\s*[、,・×]?\s*(?:かつ|および|と|で)?\s*$", re.IGNORECASE),
        re.compile(rf"\s*(?:,\s*)?(?:and|&|,)\s*(?:per|for each|for every|each|every)\s+(?:{noun})", re.IGNORECASE),
    )


def _joined_units(text: str, start: int, end: int) -> Iterator[str]:
    """ "one mean per image *and per channel*", *画像ごと、かつ*チャネルごとに1つ: the units that are joined to a count."""
    before, after = _units_beside()
    for m in (before.search(text[max(0, start - 24) : start]), after.match(text, end)):
        if m:
            yield from (name[0] for name, value in m.groupdict().items() if value)


_TENSOR = re.compile(
    r"(?<![A-Za-z])([A-Z])\s*(?:[×x*,]|\\times)\s*([A-Z])\s*(?:[×x*,]|\\times)\s*([A-Z])\s*(?:[×x*,]|\\times)\s*([A-Z])(?![A-Za-z])"
)


def _axes_of_the_tensor(view: View) -> dict[str, str]:
    """What the letters of a tensor written out nearby (B × H × W × K) stand for."""
    for sentence in [
        view.sentence,
        *list(sentences_above(view))[:6],
        *(e for b in view.outline.ancestors(view.sentence.block) for e in view.outline.sentences[b]),
    ]:
        m = _TENSOR.search(plain(sentence))
        if m and {"H", "W"} < set(m.groups()):
            first, second = (letter for letter in m.groups() if letter not in "HW")
            return {first: "N", second: "C"}
    return {}


def _expression(value: str, axes: dict[str, str]) -> str | None:
    """A product in the letters N, C, G, H, W of the reference."""
    tokens: list[str] = re.findall(r"[A-Z]|[()/]", value)
    if not tokens or tokens.count("(") != tokens.count(")"):
        return None
    letters = {"B": "N", "D": "C", **axes}
    named = [letters.get(t, t) for t in tokens]
    if any(t.isalpha() and t not in "NCGHWT" for t in named):
        return None
    out = ""
    for token in named:
        out += ("*" if out and (out[-1].isalnum() or out[-1] == ")") and token not in ")/" else "") + token
    return out


_IN_ONE_AFTER = re.compile(r"\s*(?:per|for (?:each|every|one)|in (?:each|every|one)|of (?:each|every|one))\s+(?:example|sample|image|picture|instance|sequence|sentence)\b", re.IGNORECASE)
_PER_GROUP = re.compile(r"(?:グループ|組)(?:ごと|毎|に(?:つき)?)|\b(?:per|each|every) group\b", re.IGNORECASE)


def _statements(view: View, stretch: Stretch, kind: str, one: Count) -> Iterator[Reading]:
    number = one.text.isdigit()
    known = sizes(view, (one.start, one.end))
    for subject in (n.subject for n in stretch.named):
        needed = OWN[subject] if kind == "stats_count" else _ALL
        tokens = kind == "stats_count" and number and subject in ("layer_norm", "rms_norm") and "time" in known
        if tokens:
            needed = (*needed, "time")
        if subject == "group_norm" and (number or kind == "stats_size"):
            needed = tuple(dict.fromkeys((*needed, "groups", "in_channels")))
        if "G" in one.text and subject != "group_norm":
            continue
        if number and one.text != "1" and any(role not in known for role in needed):
            continue
        given = {role: known[role] for role in needed} if number and one.text != "1" else {}
        if "batch" in given and kind == "stats_count" and subject != "batch_norm" and _IN_ONE_AFTER.match(stretch.text, one.end):
            given["batch"] = 1
        inner = "".join(f", {role}={size}" for role, size in given.items())
        inner += ", layout=sequence" if tokens or ("T" in one.text and not number) else ""
        claim = f"{kind}({subject}{inner}) == {one.text}"
        sure = (
            stretch.certain
            and not hedged(view)
            and not (one.text == "G" and _PER_GROUP.search(stretch.text))  # of one image, it goes without saying
            and (not number or one.text == "1" or _is_a_product(int(one.text), known))
        )
        yield Reading(claim, one.start, one.end, note_of(stretch, view), sure=sure)


def _is_a_product(number: int, known: dict[str, int]) -> bool:
    """Whether a number comes from the sizes at hand, rightly or not: else it counts something else."""
    values = [known[role] for role in (*_LETTERS, "time") if role in known]
    products = {1}
    for value in values:
        products |= {p * value for p in products}
    if "groups" in known:
        products |= {p // known["groups"] for p in products if p % known["groups"] == 0}
    return number in products
