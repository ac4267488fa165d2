"""What one sentence tells of a worked example: its operations, and the shapes that go in and come out, in order.

`parts` gives each result the operations and the input that stand nearest to it: in "3x3 gives 26x26, 5x5 gives 24x24"
each window has its own result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .. import patterns as re
from ..text.sentences import Sentence
from .geometry import Shape, flat, shapes_of
from .operations import Operation, calls_in, operations_of

_REPEATED = re.compile(
    r"(?P<ja>[2-9]|[二三四五])\s*(?:回|段|度|連続|層)(?!目|の(?:ブロ|ネット))|(?<![x\d.\-])(?<!stride )(?P<pre>\d|two|three|four|five|six|seven|eight|nine|ten)\s+(?:(?:more|layers? of|such|consecutive|successive|stacked|unpadded|valid|plain|\d+\s*x\s*\d+|max|average|stride-\d|strided|\d+\s*x\s*\d+\s*/\s*\d)[\s-]+){0,5}(?:conv\w*|pool\w*|layers?)"
    r"|(?P<en>twice|thrice|\d times|two times|three times|four times|five times)|(?P<ko>[2-9二三四五])\s*つ(?:の(?:畳|プ)|続け|重ね)|(?P<mai>[2-9])\s*層(?:重ね|積)|層は\s*(?:全部で|合計|計)?\s*(?P<such>[2-9])\s*(?:つ|層|個|段)",
    re.IGNORECASE,
)  # fmt: skip
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twice": 2,
    "thrice": 3,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
}
_STEP_WORDS = re.compile(
    r"(?P<stride>stride|ストライド)|(?P<padding>\bpad|パディング|ゼロ埋め)|(?P<dilation>dilat|拡張率|膨張)",
    re.IGNORECASE,
)
_ONE_AXIS = re.compile(r"vertical|horizontal|縦方向|横方向|上下(?!左右)|(?<!上下)左右|bottom|either side|along the", re.IGNORECASE)

_APPLIED = re.compile(
    r"\s*(?:を|で|が|の)?\s*(?:\d\s*[回枚個つ]|[二三]回)?\s*(?:かけ|適用|畳|使|重ね|通|当て|すべら|滑ら|スライド)|\s*(?:なら|のとき|の場合|だと|には)"
)
_APPLIED_SO = re.compile(  # 5x5 をパディングなし、ストライド1でかける
    r"\s*を(?=[^。;]{0,40}(?:パディング|ストライド|余白|stride|pad))[^。;x\d]{0,20}(?:\d{1,2}[^。;x\d]{0,14}){0,2}(?:かけ|適用|畳|当て|すべら|滑ら|スライド)", re.IGNORECASE
)
_APPLYING = re.compile(
    r"(?:apply(?:ing)?|sliding|slide|run(?:ning)?|two|three|stack\w*|with)\s+(?:an?\s+|one\s+)?$", re.IGNORECASE
)
_BESIDE = re.compile(r"(?:\bdw|\bpw|\bconv\w*|pool\w*|wise|畳み?込み|プーリング)\d?\s*[(（]?\s*$", re.IGNORECASE)
_SHEETS = re.compile(r"\s*(?:が|の?もの?が?|を|で)?\s*\d+\s*(?:枚|個|種類)")
_OF_SIZE = re.compile(
    r"(?:filters?|kernels?|windows?|フィルター?|カーネル)[^.。;→=>x]{0,20}(?:of size|of shape|sized?|of|サイズが?|大きさが?)\s*[\[(]?\s*$",
    re.IGNORECASE,
)
_LENGTHS = re.compile(
    r"(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\s*|-)(?:次元|個の(?:値|数)|要素|numbers|entries|values|units|features|dim\w*|elements|components|neurons)|(?:length|vector of(?: size)?|長さ|要素数は?)\s*(\d{1,3}(?:,\d{3})+|\d{1,6})",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?<![A-Za-z0-9_])(?:[Oo]|OH|OW|[HWN]_?out|[HWhw]_?2|[HW]')\s*=\s*([2-9]|\d{2,4})(?!\d|\s*[x*+/-])")
_FIRST = re.compile(r"\W*(\d{1,4})\s+(?=(?:k|kernel|カーネル)\s*=?\s*\d)", re.IGNORECASE)  # 224 k7 s2 p3 → 112
_SUPPOSED = re.compile(r"\W*(?:take|let|suppose|assume|consider|say|given|例えば|たとえば|例)\b", re.IGNORECASE)
_COMMENTED = re.compile(r"#\s*$")
LARGEST_WINDOW = 11
_ARROW = re.compile(r"\s*(?:→|->|⇒|=>)\s*")
_LABELLED = re.compile(r"[^:：]{1,48}[:：]\s*[\[(]?$")
_POOLED = re.compile(r"(?:pool\w*|プーリング|GAP)\s*[:：]?\s*[(\[]?\s*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"\s*[)\]]?\s*(?:だ|です|である|のはず|となる|positions?|のマップ|の特徴マップ|通り|[かヶカ箇]所|が?\s*\d+\s*枚)?\s*(?:$|[。.、,;!)（(])"
)
_LEADING = re.compile(
    r"(?:(?:出(?:てくる|力され|る|来る)|得られる|残る|できる|なる)のは|特徴マップは|(?:置ける|置く)?(?:場所|位置|サイズ|大きさ|マップ|結果|出力)は|left with|切り?(?:捨て|上げ)て|通すと|かけると|適用すると|使うと|畳み込むと|[:：]|→|->|⇒|=>|comes? out(?: as)?|bring\w*|comes? to|is|be)\s*[\[(]?\s*$",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is|are|measures|comes? out(?: as)?)\s+(?:now|then|still|only)?\s*\[?$", re.IGNORECASE)
_STAYS = re.compile(
    r"\s*(?:の|が|は)?\s*(?:まま|そのまま|変わら(?:ない|ず)|で変わら)|\s*(?:stays|remains|is (?:kept|preserved))(?:\s*(?:as it is|unchanged|the same|put))?\s*(?:$|[.,;])",
    re.IGNORECASE,
)


_IS_LEFT = re.compile(r"\b(?:so|thus|hence|only|then)\s+(?:only\s+)?$", re.IGNORECASE)  # so 28x28 remains: what is left
# "if it is 1, we get 10x10": another setting of the same layer, which takes what the first took
IF_IT_IS = re.compile(r"\b(?:if|when)\s+(?:it|this|that|they)\s+(?:is|are|were|equals)\b|(?:それ|これ)を?が?[^。、]{0,6}(?:なら|だと|にすると|とすると)", re.IGNORECASE)


@dataclass
class Example:
    """The operations and shapes of a sentence."""

    text: str
    operations: list[Operation] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)  # windows are not among them

    @property
    def outputs(self) -> list[Shape]:
        return [s for s in self.shapes if s.role == "output"]

    @property
    def inputs(self) -> list[Shape]:
        return [s for s in self.shapes if s.role == "input"]


@dataclass(frozen=True)
class Part:
    """One result with what belongs to it."""

    output: Shape
    operations: tuple[Operation, ...]
    inputs: tuple[Shape, ...]


def example_of(text: str) -> Example:
    """What a text says, its call syntax and windows taken out of its shapes."""
    plain = list(text)
    for call in calls_in(text):
        plain[call.start : call.end] = " " * (call.end - call.start)
    shapes = shapes_of("".join(plain))
    _windows(text, shapes)
    windows = [(s.start, s.end, s.sizes) for s in shapes if s.role == "kernel"]
    spoken = operations_of(text, windows)
    operations = [o for o in spoken.operations if o.kernel or o.kind or o.stride or o.padding or o.filters]
    kept = [
        s
        for s in shapes
        if s.role != "kernel" and not ((len(s.sizes) == 1 or text[: s.start].endswith(("(", "["))) and any(a <= s.start < b for a, b in spoken.taken))
    ]
    kept += [n for n in _numbers("".join(plain), operations) if not any(k.start <= n.start < k.end for k in kept)]
    kept.sort(key=lambda s: s.start)
    _roles(text, kept)
    return Example(text, [repeated(text, operations, o) for o in operations], kept)


def _windows(text: str, shapes: list[Shape]) -> None:
    """A small square that is laid over something is a window, whatever else is not said of it: 3x3 を2回かける."""
    for shape in shapes:
        if shape.role == "kernel" and len(shape.sizes) == 3 and shape.sizes[2] > LARGEST_WINDOW and _POOLED.search(text, 0, shape.start):
            shape.role = ""  # global average pooling: 7x7x512 → 1x1x512: no window has as many channels
        small = len(shape.sizes) == 2 and shape.sizes[0] == shape.sizes[1] <= 11
        if shape.role != "output" and small and _BESIDE.search(text, max(0, shape.start - 16), shape.start):
            shape.role = "kernel"
        if shape.role == "" and small and shape is not shapes[0] and _SUPPOSED.match(text):
            shape.role = "kernel"
        if small and len(shapes) > 1 and (_COMMENTED.search(text, 0, shape.start) or _SHEETS.match(text, shape.end)):
            shape.role = "kernel"
        if small and shape is not shapes[0] and shape.role in ("", "input") and _APPLIED_SO.match(text, shape.end):
            shape.role = "kernel"
        if len(shape.sizes) == 2 and max(shape.sizes) <= 11 and _OF_SIZE.search(text, max(0, shape.start - 40), shape.start):
            shape.role = "kernel"
        if (
            shape.role == ""
            and small
            and len(shapes) > 1
            and (_APPLIED.match(text, shape.end) or _APPLYING.search(text, 0, shape.start))
        ):
            shape.role = "kernel"


def _numbers(text: str, operations: list[Operation]) -> Iterator[Shape]:
    """Sizes of one number that `geometry.py` leaves out: O = 6, a vector of 512 entries, 512 次元."""
    first = _FIRST.match(text)
    if first and operations:
        yield Shape((int(first[1]),), first.start(1), first.end(1), "input")
    for pattern in (
        (_LENGTHS, _LETTERED) if any(o.kind in ("global_avg_pool2d", "flatten") for o in operations) else (_LETTERED,)
    ):
        for m in pattern.finditer(text):
            group = next(g for g in range(1, len(m.groups()) + 1) if m[g])
            yield Shape((int(m[group].replace(",", "")),), m.start(group), m.end(group), "output")


def _roles(text: str, shapes: list[Shape]) -> None:
    """What goes in stands before what comes out: the roles that the words beside the shapes left open."""
    if len(shapes) == 2 and shapes[0].role == "output" and _ARROW.fullmatch(text, shapes[0].end, shapes[1].start) and _LABELLED.match(text[: shapes[0].start]):
        shapes[0].role = "input"  # global average pooling: 8x8x1280 → 1280 values
    last = shapes[-1] if shapes else None
    if (
        last
        and last.role == ""
        and (_CLOSING.match(text, last.end) or _LEADING.search(text, max(0, last.start - 24), last.start))
    ):
        last.role = (
            "output"
            if len(shapes) > 1
            or _LEADING.search(text, max(0, last.start - 24), last.start)
            or re.search(r"[:：=]\W*$", text[: last.start])
            else ""
        )
    for shape in shapes:
        if (
            shape.role in ("", "input")
            and shape is not shapes[0]
            and _IS.search(text, max(0, shape.start - 16), shape.start)
        ):
            shape.role = "output"
    if last and last.role == "" and len(shapes) > 1 and _STAYS.match(text, last.end):
        last.role = "output"
    if len(shapes) == 1 and (stays := _STAYS.match(text, shapes[0].end)) and not _IS_LEFT.search(text, 0, shapes[0].start):
        first = shapes[0]
        first.role = "input"
        shapes.append(Shape(first.sizes, first.end, stays.end(), "output"))
    made = next((s for s in shapes if s.role == "output"), None)
    for shape in shapes:
        if shape.role == "" and made and shape.start < made.start:
            shape.role = "input"


@lru_cache(maxsize=2_048)
def example_in(sentence: Sentence) -> Example:
    """A sentence's example (kept: each example looks at those above it)."""
    return example_of(flat(sentence))


def repeated(text: str, operations: list[Operation], operation: Operation) -> Operation:
    """The operation, done as often as the words around it say."""
    at = operations.index(operation)
    start = operations[at - 1].end if at else 0
    end = operations[at + 1].start if at + 1 < len(operations) else len(text)
    found = _REPEATED.search(text, max(start, operation.start - 30), min(end, operation.end + 24))
    if found is None:
        return operation
    word = next(g for g in found.groups() if g).lower().split()[0]
    times = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    return replace(operation, times=times, filters=operation.filters if operation.filters != times else None)


def parts(example: Example) -> Iterator[Part]:
    """Each result with its operations: those since the result before it, else those after it; inputs alike."""
    outputs, last = example.outputs, 0
    every = example.operations  # "a 7x7 conv and a 3x3 pool take 224 first to 112, then to 56"
    in_turn = 1 < len(outputs) == len(every) and all(o.start < outputs[0].start and o.times == 1 for o in every)
    for number, output in enumerate(outputs):
        until = outputs[number + 1].start if number + 1 < len(outputs) else len(example.text)
        before = [o for o in example.operations if last <= o.start < output.start]
        after = [o for o in example.operations if output.end <= o.start < until]
        if len(outputs) > 1 and not before and after and number + 1 < len(outputs) and last == 0:
            before, after = after, []  # "26x26 with 3x3, 24x24 with 5x5"
        own = _with_after(before, after, len(outputs) == 1)
        if in_turn:
            own = [example.operations[number]]
        if not own and _again(example, output, last):
            own = [every[0]]
        inputs = [s for s in example.inputs if last <= s.start < output.start][-1:]
        inputs = inputs or [
            *([] if IF_IT_IS.search(example.text, last, output.start) else outputs[max(0, number - 1) : number]),
            *[s for s in example.inputs if s.start < output.start][-1:],
        ]
        inputs = inputs or (example.inputs if len(outputs) == 1 else [])
        yield Part(output, tuple(own), tuple(inputs))
        last = output.end


_ANOTHER_STEP = re.compile(r"\b(?:stages?|blocks?|layers?|conv\w*|encoder|rest|remaining|whole|entire|together|finally|two|three|four|five|twice|another|second)\b|段|層|ブロック|残り|全体|畳|回", re.IGNORECASE)


def _again(example: Example, output: Shape, last: int) -> bool:
    """Whether one window named before the first result is told of a further map: it takes 55 to 27, and 13 to 6."""
    every = example.operations
    own = [s for s in example.inputs if last <= s.start < output.start]
    alone = len(every) == 1 and every[0].times == 1 and bool(every[0].kernel) and every[0].start < example.outputs[0].start
    return bool(last and alone and len(own) == 1 and not _ANOTHER_STEP.search(example.text, last, output.start))


def in_pairs(example: Example) -> bool:
    """Whether one window is told of several maps, each with what becomes of it."""
    roles = [s.role for s in example.shapes]
    return len(example.operations) == 1 and len(roles) > 2 and roles == ["input", "output"] * (len(roles) // 2)


def _with_after(before: list[Operation], after: list[Operation], sole: bool) -> list[Operation]:
    """What is said after the only result still belongs to it: "becomes 3x3 with stride 2"."""
    if not after or not sole:
        return before
    if not before:
        return after
    rest = after[0]
    if len(after) > 1 or rest.kernel or rest.kind not in ("", "window", before[-1].kind):
        return before
    return [*before[:-1], over(before[-1], rest)]


def over(nearer: Operation, other: Operation) -> Operation:
    """The nearer operation, with the other's numbers where it has none of its own."""
    kind = other.kind if nearer.kind in ("", "window") and other.kind else nearer.kind
    return replace(
        nearer, kind=kind, kernel=nearer.kernel or other.kernel, stride=nearer.stride or other.stride, padding=nearer.padding or other.padding,
        dilation=nearer.dilation or other.dilation, filters=nearer.filters if nearer.filters is not None else other.filters,
        groups=nearer.groups or other.groups, surplus=nearer.surplus if nearer.surplus is not None else other.surplus, call=nearer.call or other.call, total=nearer.total or (other.total and not nearer.padding),
    )  # fmt: skip


def named_again(window: Operation, told: Operation) -> bool:
    """Whether a window is the one just told, named again without its settings: what a 3x3 kernel needs.

    >>> named_again(Operation("window", (3, 3)), Operation("window", (3, 3), dilation=(2,)))
    True
    """
    bare = window.kind in ("", "window") and not (window.stride or window.padding or window.dilation or window.filters)
    settled = bool(told.stride or told.padding or told.dilation) and told.kind in ("", "window", "conv2d")
    return bare and settled and bool(window.kernel) and window.kernel == told.kernel and window.times == told.times == 1


def unclear(text: str, operations: tuple[Operation, ...]) -> bool:
    """Whether the sentence speaks of stride or padding in words that gave no number, or of one axis apart."""
    for word in _STEP_WORDS.finditer(text):
        if all(getattr(o, str(word.lastgroup)) == () for o in operations):
            return True
    return bool(_ONE_AXIS.search(text)) and not any(
        isinstance(o.padding, tuple) and len(o.padding) == 2 for o in operations
    )


def row_of_operations(operations: tuple[Operation, ...]) -> list[Operation]:
    """The operations as often as each is done."""
    return [o for one in operations for o in [replace(one, times=1)] * one.times]
