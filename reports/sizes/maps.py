"""The sizes of maps that a text mentions: shapes of two to four numbers, extents along one axis, chains of sizes.

A map is told by its form and by what stands beside it, never by the sentence it stands in; windows of filters, numbers
that a word gives to a stride, a padding or the filters, and the labels of layers are no maps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from .. import patterns as re
from ..text.sentences import Sentence
from ..vocabulary import lexicon
from .geometry import COMES_OUT, flat, is_called
from .operations import Operation, operations_of
from .spoken import repeated

LARGEST_WINDOW = 11
MOST = 24
_D = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
_SHAPE = re.compile(
    r"(?<![\d.xA-Za-z_*/^-])(\d{1,5})\s*x\s*(\d{1,5})(?:\s*x\s*(\d{1,5}))?(?:\s*x\s*(\d{1,5}))?(?!\d|\s*[x*^+]\s*\d|/\d{2}|\.\d|\s*=\s*\d)"
    r"|[(\[]\s*(?:(?:none|n|b|batch|-1)\s*,\s*)?(\d{1,5})\s*,\s*(\d{1,5})(?:\s*,\s*(\d{1,5}))?(?:\s*,\s*(\d{1,5}))?\s*,?\s*[)\]]",
    re.IGNORECASE,
)
_CHAIN = re.compile(rf"(?<![\d.x(,=A-Za-z])(?:{_D})(?:\s*(?:→|->|⇒|=>)\s*(?:{_D})(?![\dx]|\s*x\s*\d))+")
_NUMBER = re.compile(
    rf"(?<![\d.x*/^A-Za-z_#-])(?<![A-Za-z_]=)(?<![A-Za-z_] = )(?<![x*/^+-]\s)(?:{_D})(?!\d|\.\d|\s*[x*/^=+-]\s*\d|\s*(?:%|％|倍|分の|番|層|回|段|つ目|st\b|nd\b|th\b|x\b))"
)
_DIGITS = re.compile(_D)
_ARROW = re.compile(r"[\s)\]]*(?:→|->|⇒|=>)[\s(\[]*")
_ENDS = re.compile(r"\s*(?:[。.,、;)）]|$|に(?:な|ま)|と(?:な|いう)|で(?:す|ある)|だ)")
_LAYER_BEFORE = re.compile(
    r"(?:(?<!de)conv\w*|pool\w*|畳み?込み|プーリング|wise|\b[dp]w)\d?\s*[(（:：]?\s*$", re.IGNORECASE
)
_EXTENT_OF_WINDOW = re.compile(
    r"(?:filters?|kernels?|windows?|taps?|pool\w*|stride\w*|padding|dilation|rate|フィルター?|カーネル|窓|ストライド|パディング|プーリング|余白)[^。.;,、]{0,14}$",
    re.IGNORECASE,
)
_WINDOW_BEFORE = re.compile(
    r"(?:filters?|kernels?|windows?|フィルター?|カーネル|窓)(?:の?サイズ|の?大きさ| size| of size)?\s*(?:は|が|を|:|=|of|is|are)?\s*$",
    re.IGNORECASE,
)
_BATCH = re.compile(r"(?:バッチ(?:サイズ)?|batch(?: size)?(?: of)?)\s*(?:は|が|=|:)?\s*$", re.IGNORECASE)
_STEP_BEFORE = re.compile(r"(?:ストライド\s*\d\s*の|stride[- ]?\d)\s*$", re.IGNORECASE)
_HAS_WINDOW = (
    r"(?:filters?|kernels?|windows?|convs?\b|convol\w+|pool\w*|patch\w*|フィルター?|カーネル|窓|畳|プーリング|パッチ)"
)
_WINDOW_AFTER = re.compile(
    rf"\s*(?:の|・|\(|（|/)?\s*(?:のもの|サイズの|大きさの)?\s*(?:max|average|avg|最大|平均|マックス|up-?|transposed|転置|non-overlapping|重な)?[- ]*{_HAS_WINDOW}"
    r"|[\s,、・/(（]*(?:stride|ストライド|[sp]\s*=|dilation)|\s*[,、]\s*\d+\s*(?:枚|個|本|filters|kernels|maps|ch)"
    r"|\s*(?:を|で)\s*(?:\d\s*[回枚個つ段層])?\s*(?:かけ|掛け|適用|畳|使|重ね|当て|滑|スライド|動か)|\s+(?:(?:is|are) )?(?:over|across|applied|slid\w*)\b",
    re.IGNORECASE,
)
_SET_APART = re.compile(r"\s*[,、]")
_PRODUCT = re.compile(
    r"\(\s*(\d{1,6})\s*,\s*(\d{1,6})\s*\)\s*(?:・|·|x|@|\*|\\cdot|と|and|by|の?行列に)\s*\(\s*\2\s*,\s*(\d{1,6})\s*\)"
)


@dataclass(frozen=True)
class Map:
    """A size of a map where a text mentions it; `chained` where an arrow leads to it from the one before."""

    sizes: tuple[int, ...]
    start: int
    end: int
    chained: bool = False
    flat: bool = False  # a number of values, not an extent


@dataclass(frozen=True)
class Mentioned:
    """A text's maps and operations, in order."""

    text: str
    maps: tuple[Map, ...]
    operations: tuple[Operation, ...]


@cache
def cue(table: str, name: str, where: str = "") -> re.Pattern[str]:
    """The words of the lexicon beside a size: `where` is "before" or "after" it, or anywhere."""
    words = "|".join(lexicon("outcomes")[table][name])
    if where == "before":
        return re.compile(
            rf"(?:{words})(?:[\s:：=]|は|が|で|を|の|に|も|、|,|only|just|us|you|with|an?|the|is|are|of|map|size|shape|長さ|サイズ|大きさ|[(\[（$~])*$",
            re.IGNORECASE,
        )
    if where == "after":
        return re.compile(
            rf"[\s)\]）$]*(?:の?(?:特徴マップ|マップ|画像|ベクトル|テンソル|系列))?\s*(?:{words})", re.IGNORECASE
        )
    return re.compile(words, re.IGNORECASE)


@lru_cache(maxsize=2_048)
def mentioned(sentence: Sentence) -> Mentioned:
    """What a sentence mentions (kept: each sentence looks at those above it)."""
    return mentioned_in(flat(sentence))


def mentioned_in(text: str) -> Mentioned:
    """The maps and operations of a text.

    >>> found = mentioned_in("7x7 becomes 14x14 by a 2x2 up-convolution, stride 2")
    >>> [m.sizes for m in found.maps], [(o.kind, o.kernel, o.stride) for o in found.operations]
    ([(7, 7), (14, 14)], [('conv_transpose2d', (2, 2), (2,))])
    """
    shapes = list(_shapes(text))
    windows = [s for s in shapes if _is_window(text, *s)]
    spoken = operations_of(text, windows)
    if product := _PRODUCT.search(text):  # a batch of vectors by a matrix of weights
        place = product.start(3) - 1
        units = {"kind": "linear", "incoming": int(product[2]), "filters": int(product[3])}
        spoken.operations = [Operation(**units, start=place, end=product.end())]
        spoken.taken.append((product.start(2) + len(product[2]), product.end()))
    taken = [*spoken.taken, *((a, b) for a, b, _ in windows)]
    maps = [Map(sizes, a, b) for a, b, sizes in shapes if not _inside(a, taken) and not _inside(_first_digit(text, a), taken)]
    taken += [(m.start, m.end) for m in maps]
    maps += _lone(text, taken)
    maps = sorted(maps, key=lambda m: m.start)[:MOST]
    operations = spoken.operations
    if len(windows) > sum(bool(o.kernel) for o in operations):  # two alike, each with its own result
        operations = _stretch_by_stretch(text, windows, maps)
    return Mentioned(text, tuple(_linked(text, maps)), tuple(repeated(text, operations, o) for o in operations))


def _stretch_by_stretch(text: str, windows: list[tuple[int, int, tuple[int, ...]]], maps: list[Map]) -> list[Operation]:
    """The operations of each stretch up to a map."""
    found: list[Operation] = []
    edges = [0, *(m.end for m in maps), len(text)]
    for start, end in pairwise(edges):
        blank = " " * start + text[start:end]
        found += operations_of(blank, [w for w in windows if start <= w[0] < end]).operations
    return found


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= place < b for a, b in spans)


def _first_digit(text: str, start: int) -> int:
    """Where the numbers of a shape begin that may begin with a bracket: strides (3, 4) are no map."""
    found = _DIGITS.search(text, start)
    return found.start() if found else start


def _shapes(text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    for m in _SHAPE.finditer(text):
        if text[m.start()] == "(" and "," in m[0] and "x" not in m[0] and is_called(text[: m.start()]):
            continue
        yield m.start(), m.end(), tuple(int(g) for g in m.groups() if g)


def _is_window(text: str, start: int, end: int, sizes: tuple[int, ...]) -> bool:
    """Whether a shape is a window: small, and beside a word for what has one."""
    if text[start] in "([":
        return bool(_WINDOW_BEFORE.search(text, max(0, start - 30), start)) and max(sizes) <= LARGEST_WINDOW
    after = _WINDOW_AFTER.match(text, end)
    if after and _SET_APART.match(after[0]) and COMES_OUT.search(text, max(0, start - 40), start):
        return False  # 出力は 5×5、ストライド 2 なら ...: the setting of the next result
    patch = after is not None and re.search("patch|パッチ", after[0])
    if max(sizes[:2]) > LARGEST_WINDOW and not patch:
        return False
    if cue("comes_out", "after", "after").match(text, end) and not after:
        return False
    if _STEP_BEFORE.search(text, max(0, start - 24), start):
        return True
    beside = _WINDOW_BEFORE.search(text, max(0, start - 30), start) or _LAYER_BEFORE.search(
        text, max(0, start - 24), start
    )
    return after is not None or bool(beside)


def _lone(text: str, taken: list[tuple[int, int]]) -> Iterator[Map]:
    """Numbers that are an extent, or a number of values, by the words beside them; those of a chain of arrows."""
    for chain in _CHAIN.finditer(text):
        if not _inside(chain.start(), taken):
            for number, m in enumerate(_DIGITS.finditer(text, chain.start(), chain.end())):
                yield Map((int(m[0].replace(",", "")),), m.start(), m.end(), chained=number > 0)
            taken.append(chain.span())
    for m in _NUMBER.finditer(text):
        if _inside(m.start(), taken):
            continue
        before = text[max(0, m.start() - 40) : m.start()]
        if _EXTENT_OF_WINDOW.search(before) and not cue("comes_out", "before", "before").search(before):
            continue
        many = cue("lengths", "flat_after", "after").match(text, m.end())
        long = cue("lengths", "after", "after").match(text, m.end()) or cue("lengths", "before", "before").search(
            before
        )
        bare = cue("comes_out", "before", "before").search(before) and _ENDS.match(text, m.end())
        if _BATCH.search(before):
            continue
        if many or long or bare:
            yield Map((int(m[0].replace(",", "")),), m.start(), m.end(), flat=bool(many))


def _linked(text: str, maps: list[Map]) -> Iterator[Map]:
    """The maps, each with whether an arrow leads to it from the one before."""
    for number, one in enumerate(maps):
        between = text[maps[number - 1].end : one.start] if number else "-"
        yield replace(one, chained=True) if _ARROW.fullmatch(between) else one
