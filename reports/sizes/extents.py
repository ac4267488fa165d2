"""How far something is said to see: the squares and numbers of a text that stand where an extent stands.

A place is known by the words around it: the field's own name, a verb of seeing, a link (so, ->, gives) after layers.
Numbers of layers, weights, channels and times are no extents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .. import patterns as re
from ..readers.idioms import flat
from ..text.sentences import Sentence
from .layers import number_of, taken_in, words

_SQUARE = re.compile(r"(?<![\d×x*])(?<!\d\.)(?<![×x*] )(\d{1,3})\s*[×xX*]\s*\1(?!\d|\.\d|\s*[×x*]\s*[\dA-Z])")
_NUMBER = re.compile(r"(?<![\d.,×x*^/+A-Za-z_-])(?<![×x*+/-] )(\d{1,3}(?:,\d{3})+|\d{1,5})(?!\d|\.\d|,\d{3}|\s*[×x*+/^]|\s*-(?!>|-)|\()")
_OTHER_UNIT = re.compile(
    r"\s*(?:taps? (?:in total|altogether|in all|each)|層|回|段|枚|倍|%|％|割|つの|番|章|年|巡|周|度|次|本|bits?\b|ビット|k?Hz|秒|m?sec|ms\b|ミリ秒|分の|epochs?|GB|MB|layers?\b|times\b|blocks?\b|stacks?\b|cycles?\b"
    r"|each\b|apiece\b|-?(?:layer|weights?|param|channels?|ch\b|filters?|neurons?|classes|seconds?|hours?|MACs?|FLOP|multipl|taps? apart)|チャン?ネル|パラメータ|個の重み|の重み|クラス|ニューロン|フィルタ|カーネル|ブロック|スタック)",
    re.IGNORECASE,
)
_LAYER_BEFORE = re.compile(r"(?:\bconv\w*|\bpool\w*|kernel|filter|畳み?込み|プーリング|カーネル|フィルター?)\s*[(（]?\s*$", re.IGNORECASE)
_IS_SEEN_FROM = re.compile(r"\s*(?:サンプル|画素|ピクセル|点|マス|時刻|ステップ|個|つ)?\s*(?:(?:が|は|で|の)(?!見え|入|映|見ら)|から)")
_SUM_BEFORE = re.compile(r"\s*\(?\d[\d\s+*×x().…-]*=\s*$")
_ENDS = re.compile(r"\s*(?:$|[。.\n]|です|だ(?:よ|ね|。|$)|である|になる|となる)")
_WANTED = re.compile(r"\s*(?:サンプル|画素|ピクセル|点)?(?:を|まで)?\s*(?:見よう|見たい|見る(?:に|ため)|カバーし|届かせ)")
_BY = re.compile(r"\bby\s*(?:only |just |exactly )?$", re.IGNORECASE)
_SPREADS = re.compile(r"\s*(?:サンプル|画素|ピクセル|点|マス|ステップ|時刻)?(?:分)?(?:ずつ|だけ(?:広|増|伸|大)|しか(?:広|増|伸)|広が|増え|伸び)|\s*(?:more )?(?:samples?|pixels?) (?:further|more|wider)", re.IGNORECASE)
_SIDE = r"\d{1,3}|one|two|three|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
_BY_WORDS = re.compile(rf"\b(?P<a>{_SIDE})(?:[- ]by[- ])(?P<b>{_SIDE})(?:(?:[- ]by[- ])(?P<c>{_SIDE}))?(?P<many>s|es)?\b", re.IGNORECASE)
_IN_CHAIN = re.compile(r"\s*(?:→|->|⇒)\s*\d{1,5}\s*[、,，]\s*(?:g|groups?|グループ)\b")  # 96 → 256, g = 2: channels
_CHAIN = re.compile(r"(?<![\d.])\d{1,5}(?:\s*(?:→|->|⇒)\s*\d{1,5}){2,40}")  # 3 → 5 → 6 → 10: each a field of its own
_AREA_BEFORE = re.compile(r"(?<!\d)(\d{1,3})\s*[×x*]\s*\1\s*=\s*$")  # 13×13 = 169 cells
_GIVEN = re.compile(r"(?<![A-Za-z_])[a-zA-Z]\s*=\s*\d")
_ASIDE = re.compile(r"(?<=[^\s(（])\s*[(（][^()（）\d]{1,20}[)）](?=\s*[ぁ-んa-z])")  # 31 steps (the present included) are seen
_ANOTHER_SUBJECT = re.compile(r"(?:対象|物体|画像|入力|系列|信号|出力|特徴マップ)(?:の(?:大きさ|長さ|幅|一辺|サイズ))?(?:は|が)\s*$|\b(?:objects?|images?|inputs?|sequences?|signals?|outputs?|maps?)\s+(?:is|are|has|have|measures?|of)\s+(?:about |only |just )?$", re.IGNORECASE)
_LOOKS = re.compile(r"\s*(?:サンプル|標本|画素|ピクセル|点|マス|時刻|ステップ|個)?(?:分|ぶん)?(?:の範囲)?(?:を|まで)(?:見|参照|カバー|覆)")
_TO_A_SIDE = re.compile(r"(?:周囲|周り|まわり|片側|前後|左右|上下|四方|両側)(?:の|に|は|へ|それぞれ)*\s*$|\b(?:each|either|every) (?:side|direction)\s*(?:by|:)?\s*$", re.IGNORECASE)  # half of what is seen
_BEGINS = re.compile(r"[\W\d_]{0,6}")
_SAID = {word: str(n) for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"], 1)}


@dataclass(frozen=True)
class Extent:
    """A number that says how far something sees."""

    value: int
    start: int
    end: int
    strong: bool  # a word for seeing goes with it


def said(s: Sentence, kernels: Callable[[], frozenset[str]] = frozenset) -> str:
    """The sentence as `flat` has it, as long as it is: 5 by 5 as 5x5, a minus of print as one of the keyboard, and
    the letter for a kernel as k (the letters are asked for only where a letter is given a number)."""
    text = flat(s)
    text = _BY_WORDS.sub(_in_digits, text).replace("−", "-")
    for letter in kernels() if _GIVEN.search(text) else ():
        text = re.sub(rf"(?<![A-Za-z_]){letter}(?=\s*=\s*\d)", "k", text)
    return text


def _in_digits(found: re.Match[str]) -> str:
    """5 by 5 and three-by-threes as 5x5 and 3x3, as long as they were."""
    return "x".join(_SAID.get(g.lower(), g) for g in (found["a"], found["b"], found["c"]) if g).ljust(len(found[0]))


@dataclass(frozen=True)
class _Cues:
    """The patterns of the places in which an extent stands, put together from the lexicon."""

    named: re.Pattern[str]
    seen: re.Pattern[str]
    linked: re.Pattern[str]
    unit: re.Pattern[str]
    seen_after: re.Pattern[str]
    closed: re.Pattern[str]
    layerish: re.Pattern[str]


def _cues() -> _Cues:
    topic, before, after, unit, area, filler, link, close = (
        words(n).pattern for n in ("topic", "sees_before", "sees_after", "unit", "area", "filler", "link", "close")
    )
    fill = rf"(?:\s*(?:{filler})(?![a-z]))*\s*[(（\[「]?\s*"
    tail = rf"\s*[)）\]」]?\s*(?:(?:{unit})\s*)?(?:{area})?\s*"
    return _Cues(
        re.compile(rf"(?:{topic})(?:[^.。;,、\d]{{0,14}}(?:は|が|も)、)?[^.。;,、\d]{{0,30}}(?:\d\s*倍の\s*)?(?:(?<=[=+*×]\s)\d[\d\s,×x*+]{{0,20}}=\s*)?$|(?:{topic})[^.。;,、]{{0,24}}=\s*$", re.IGNORECASE),
        re.compile(rf"(?:{before}){fill}$", re.IGNORECASE),
        re.compile(rf"(?:{link}){fill}$", re.IGNORECASE),
        re.compile(rf"\s*[)）\]」]?\s*(?:{unit}|{area})", re.IGNORECASE),
        re.compile(rf"{tail}(?:分)?(?:を|まで|が|に|の|だけ|しか|も|から|ほど)*\s*(?:{after}|{topic})|\s*(?:-?\s*(?:wide|large|big)?\s*(?:{topic}))|\s*の(?:広さ|範囲|領域|窓)を[^。、]{{0,16}}見", re.IGNORECASE),
        re.compile(rf"{tail}(?:(?:{close})|$|[。、,;)）」.（(⇒→×○\n]|\s*[-–—:]|\s(?:and|but|which|in|of|for|at|with|on|while|instead|again|as|after|each|back|long|wide)\b)", re.IGNORECASE),
        re.compile(r"\s*(?:の)?\s*(?:畳|conv|コンボ|フィルタ|カーネル|kernel|filter|layer|層|max|average|pool|プーリング|/|[,、]?\s*[(（]?\s*(?:stride|ストライド|s\s*=|[dp]\s*=|dilat|拡張|膨張|padding)|dilat|(?:の)?\s*(?:拡張|膨張)|を(?:\S{1,3}つ)?(?:置|重ね|積|かけ|掛け|適用|使|通|挟|はさ|入れ|並べ|続け|加え|足))", re.IGNORECASE),
    )  # fmt: skip


_CUES = _cues()


def extents_in(text: str, topical: bool, answer: bool = False) -> Iterator[Extent]:
    """The extents of a text: `topical` where receptive fields are spoken of, `answer` where a question stands before.

    >>> [e.value for e in extents_in("two 3x3 layers see 5x5", True)]
    [5]
    """
    taken, text = taken_in(text), _ASIDE.sub(lambda m: " " * len(m[0]), text)
    for found in _SQUARE.finditer(text):
        if _LAYER_BEFORE.search(text, max(0, found.start() - 12), found.start()):
            continue  # "Receptive field: conv 3x3, pool 2x2": a layer's window
        if (is_compared(text, found) or not _inside(found.start(), taken)) and (extent := _square(text, found, topical, answer)):
            yield extent
    for found in _NUMBER.finditer(text):
        if not _inside(found.start(), taken) and not _SQUARE.match(text, found.start()) and (extent := _number(text, found, topical, answer)):
            yield extent


def squares_in(text: str) -> tuple[int, ...]:
    """Where the squares of a text are extents, if receptive fields are spoken of."""
    taken = taken_in(text)
    free = (m for m in _SQUARE.finditer(text) if is_compared(text, m) or not _inside(m.start(), taken))
    return tuple(m.start() for m in free if _square(text, m, True))


@lru_cache(maxsize=1_024)  # several readers ask for the same sentence
def sees(text: str) -> bool:
    """Whether a text speaks of seeing at all."""
    return bool(words("topic").search(text) or words("sees_after").search(text) or words("sees_before").search(text))


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= place < b for a, b in spans)


def counts_else(text: str, start: int, end: int) -> bool:
    """Whether what is counted is no extent: weights, channels, an output's size."""
    near = words("counted").search(text[max(0, start - 24) : end + 12])
    return near is not None and not words("topic").search(text[max(0, start - 40) : end + 20])


def is_compared(text: str, square: re.Match[str]) -> bool:
    """Whether the window of one layer is named for how much it sees: as much as one 5x5 layer, 5x5 の層1枚と同じ受容野."""
    before, after = text[max(0, square.start() - 60) : square.start()], text[square.end() :]
    return bool(_COMPARED_WITH.search(before) or (sees(text) and _AS_MUCH_AS_IT.match(after)))


def compared_squares(text: str) -> tuple[int, ...]:
    """Where such windows stand."""
    return tuple(m.start() for m in _SQUARE.finditer(text) if is_compared(text, m))


_COMPARED_WITH = re.compile(r"\b(?:(?:see|cover|reach|span|look)s? (?:just |exactly )?as (?:much|far|wide(?:ly)?|many \w+) as|(?:the )?same (?:receptive field|field|region|area|reach|extent|window|view)(?: size)? (?:as|of))\s+(?:that of )?(?:an?|one|the|a single)?\s*$", re.IGNORECASE)
_AS_MUCH_AS_IT = re.compile(r"\s*(?:の)?(?:畳み?込み)?(?:層|フィルター?|カーネル)?\s*(?:(?:1|一|ひと)\s*(?:枚|層|つ|個|回))?(?:分)?\s*(?:と(?:同じ|同等|等し)|に(?:相当|匹敵|等し))(?!い?(?:出力|パラメ|重み))")
_FIELD_IS = re.compile(r"(?:受容野|視野)(?:の(?:大きさ|サイズ|広さ))?(?:は|が)\s*(?:どちらも|いずれも|ともに|とも)?\s*$|\breceptive fields? (?:is|are) (?:both |each |then |only )?(?:an? )?$", re.IGNORECASE)
_A_LAYER_IS = re.compile(r"(?:最初|最後|先頭|層|\d\s*つ目)(?:の層|の畳み?込み)?(?:が|は|も)\s*$|\b(?:first|second|third|last|final|other|next) (?:\w+ )?(?:layers?|one|ones|two|three) (?:is|are|uses?|has|have)\s*(?:an? )?$", re.IGNORECASE)


def _square(text: str, found: re.Match[str], topical: bool, answer: bool = False) -> Extent | None:
    before, after = text[max(0, found.start() - 60) : found.start()], text[found.end() :]
    if counts_else(text, found.start(), found.end() - 6):
        return None
    if is_compared(text, found):
        return Extent(int(found[1]), found.start(), found.end(), True)  # what one larger layer sees
    if (_CUES.layerish.match(after) and not _FIELD_IS.search(before)) or (_A_LAYER_IS.search(before) and not _CUES.named.search(before) and not re.match(r"[^、。,.]{0,8}(?:見|範囲|領域|受容野)", after)):
        return None
    named, seen, linked = _CUES.named.search(before), _CUES.seen.search(before), _CUES.linked.search(before)
    linked = linked or (answer and not before.strip())
    seen_after, closed = _CUES.seen_after.match(after), _CUES.closed.match(after)
    if linked and not (named or seen or seen_after) and isinstance(linked, re.Match) and re.match(r"[、,;]", linked[0].strip()) and not _ENDS.match(after):
        linked = None  # a further layer of a list
    strong = bool(named or seen or seen_after)
    linked = linked or (bool(seen_after) and _BEGINS.fullmatch(before))
    if (strong and (linked or seen or named) and (closed or seen_after or _CUES.unit.match(after))) or (topical and linked and closed):
        return Extent(int(found[1]), found.start(), found.end(), strong)
    return None


_RESULT_OF_WINDOW = re.compile(r"(?:最大|最小|平均|合計)(?:値)?(?:は|が|=|:)\s*$|\b(?:max(?:imum)?|mean|average|min(?:imum)?|sum)(?: value)?\s*(?:is|=|:|gives)\s*$", re.IGNORECASE)  # the values in it, not its width


# Of the dilations, or of what each layer adds: the field is one more.
_IS_A_SUM = re.compile(r"(?:の)?(?:総和|合計|和)(?:は|が|も|で|=|を(?:と|取)[^、。]{0,4})\s*$|\b(?:sums?|total)(?: of (?:the |all |these )*(?:dilations?|rates|steps|gaps))?\s*(?:is|are|to|=|gives|comes to|amounts to|up to)\s*$|\badds? up to\s*$|\bdilations?\b[^.;]{0,24}\bsum to\s*$", re.IGNORECASE)


def _number(text: str, found: re.Match[str], topical: bool, answer: bool = False) -> Extent | None:
    before, after = text[max(0, found.start() - 60) : found.start()], text[found.end() :]
    if _BY.search(before) or _SPREADS.match(after) or _OTHER_UNIT.match(after) or counts_else(text, found.start(), found.end()):
        return None
    if re.search(r"(?:^|[^A-Za-z])[A-Za-z]\s*$", before) or (_ANOTHER_SUBJECT.search(before) and not _LOOKS.match(after)) or _TO_A_SIDE.search(before):
        return None
    if re.search(r"(?<![A-Za-z])(?!RF|R\b|r\b)[A-Za-z]{1,2}\s*=\s*$", before) and not re.search(r"(?<![A-Za-z])(?:R|r|RF|rf|F|ERF)\s*=\s*$", before):
        return None  # L = 10 is no extent
    if _RESULT_OF_WINDOW.search(before) or _IS_A_SUM.search(before):
        return None
    value = number_of(found[1])
    if _IN_CHAIN.match(after) or any(m.start() <= found.start() and found.end() < m.end() for m in _CHAIN.finditer(text)) or _AREA_BEFORE.search(before):
        return None
    named, seen, linked = _CUES.named.search(before), _CUES.seen.search(before), _CUES.linked.search(before)
    linked = linked or (answer and not before.strip())
    seen_after, closed, unit = _CUES.seen_after.match(after), _CUES.closed.match(after), _CUES.unit.match(after)
    sum_before = _SUM_BEFORE.search(before)
    if sum_before:
        named = named or _CUES.named.search(before[: sum_before.start()])
        seen = seen or _CUES.seen.search(before[: sum_before.start()])
    if seen_after and not (named or seen) and _IS_SEEN_FROM.match(after):
        seen_after = None  # the pixel that sees
    if named and (closed or unit or seen_after):
        return Extent(value, found.start(), found.end(), True)
    if _WANTED.match(after) and topical:
        return Extent(value, found.start(), found.end(), True)
    if (seen and (unit or (topical and closed))) or (seen_after and (unit or re.match(r"\s*(?:-?\s*)?(?:の|wide|large)?\s*(?:受容野|視野|receptive|RF)", after, re.IGNORECASE))):
        return Extent(value, found.start(), found.end(), True)
    if topical and linked and (closed if not unit else True):
        return Extent(value, found.start(), found.end(), False)
    return None
