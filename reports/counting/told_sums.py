"""Sums written out and told as a count: right as arithmetic, wrong where a step has lost a factor or a bias too few is added.

"(5·5 + 1)·16 = 416 parameters" forgets the channels of the input, "9·64 + 64 + 128 = 768 weights" adds where the
pointwise step multiplies, "256·64 + 3·64·64 + 64·256" takes a window of 3 for one of 3x3. The layers (one convolution,
a separable one, a bottleneck) are what the sentence and those it goes on with say completely; they are counted, with
biases and without, and a sum of their own sizes that comes to another number is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ...properties.expression import evaluate
from ...properties.expression import parse as parsed
from ...properties.nodes import Num, walk
from ...reference.errors import InputError
from .. import patterns as re
from ..decided import AS_A_COUNT, FACTORS
from ..reading import Reading, View
from ..sizes.counting import Sizes, doubtful, kinds_in, plain
from ..sizes.scope_of_count import scope_of
from .axes import lines_above, one_axis
from .figures import NUMBER, Figure, figure
from .measured import measured
from .roles import roles_in

_N = r"(?:\d{1,3}(?:,\d{3})+|\d{1,6})"
_SUM = re.compile(
    rf"(?<![A-Za-z_\d.,^)/x*=+-])(?<![x*/+=-]\s)(?P<left>\(*{_N}(?:[\s()]*(?:[x*·+]|\^\s*\{{?2\}}?|²)[\s()]*(?:{_N})?)*{_N}?[)²\s]*)=\s*(?P<right>{NUMBER})(?!\d|,\d|\s*[万億x*+/^÷=·{{-]|\.\d|\s*[%％割])"
)
_SEPARABLE = re.compile(r"separable|分離(?:可能|型|畳)|depth-?wise[^.;。]{0,40}point-?wise|MobileNet(?!\s*-?v?[23])", re.IGNORECASE)
_BOTTLENECK = re.compile(r"(?<![\d.x])1\s*x\s*1(?!\s*x)[\s\S]{0,80}?(?<![\d.x])3\s*x\s*3(?!\s*x)[\s\S]{0,80}?(?<![\d.x])1\s*x\s*1(?!\s*x)")
_THREE = re.compile(r"1\s*x\s*1\W{1,3}(?:a |an )?(?:and )?3\s*x\s*3\W{1,3}(?:and |と)?(?:a |an )?1\s*x\s*1[^.;。]{0,30}?with (\d{2,4}), (\d{2,4}) and (\d{2,4})", re.IGNORECASE)
_CHANNELS = re.compile(r"(?<![\d.,x*])(\d{2,4})\s*(?:-?channels?\b|ch\b|チャン?ネル|maps\b|filters?\b|枚)|1\s*x\s*1[^\d.;。]{0,6}[(（](\d{2,4})[)）]|3\s*x\s*3[^\d.;。]{0,6}[(（](\d{2,4})[)）]|(?:down|back|up|restor\w+|reduc\w+)[^\d.;。]{0,16}to (\d{2,4})(?!\d)", re.IGNORECASE)
_ENTERS = re.compile(r"(?<!\d)(\d{2,4})[- ]channels? input|入力(?:は|が|の)?\s*(\d{2,4})\s*(?:ch|チャ)|(?<!\d)(\d{2,4})\s*(?:ch|チャン?ネル)の?入力", re.IGNORECASE)
_CONTRAST = re.compile(r"(?:,\s*)?(?:instead of|rather than|against|compared (?:to|with)|versus|vs\.?|not)\s+(?:the\s+)?[\d,.]+[^.;]*|[\d,.]+\s*(?:個|回)?(?:では?なく|の代わり(?:に|の)|に(?:対し|比べ)て?)", re.IGNORECASE)
_TURNED = re.compile(
    r"ではな|じゃな|でなく|差|節約|うち|もし|仮に|忘れ|間違|誤|だけ|のみ|ずつ|あたり|につき|ごと|平均|要素|値の?数|転置|マスク|除く(?!重み|と|$)|グループ|部分|最初の|最後の|はじめの|初めの|(?:2|二)つの"
    r"|\bnot\b|n't|\bif\b|would|wrong|mistak|forget|\bonly\b|\balone\b|\bper\b|\beach\b|transposed|mask|memory|bytes|activations|groups?\b|pool|savings?\b|difference|part of|of which|\bfirst\b|\blast\b|\bsecond\b|\bmiddle\b|\btwo\b",
    re.IGNORECASE,
)
_BIAS_ASIDE = re.compile(r"バイアス(?:項)?(?:を|は)?(?:除|含め(?:ず|な)|なし|無し|数え|抜)[^、。,]*|without (?:any |the )?bias(?:es)?|no bias(?:es)?|ignoring (?:the )?bias(?:es)?|not counting (?:the )?bias(?:es)?", re.IGNORECASE)
_NO_BOTTLENECK = re.compile(r"shortcut|projection|ショートカット|射影|first block|最初のブロック|depth-?wise|expan[ds]|inverted|広げ|拡張|group|グループ|並列|parallel|branch|分岐|\b(?:two|three|several)\b[^.;]{0,16}blocks", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:both|two|three|four|total|together|altogether|layers|network|model|stack\w*|then|followed|second|branch\w*)\b|(?:[2-9二三四]|\d{2})\s*(?:つ|層|回|段)|合計|合わせ|全体|ネットワーク|モデル|続け|次に|2\s*層目|並列|分岐", re.IGNORECASE)


@dataclass(frozen=True)
class _Whole:
    """What is counted: the statement without its value, for each way to count, with the count; the sizes it is made of."""

    ways: tuple[tuple[int, str], ...]
    sizes: frozenset[int]
    needed: frozenset[int]  # of which one must stand in the sum


def read(view: View) -> Iterator[Reading]:
    """The sums of a sentence that are the count of a layer or a block, or are said to be."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.cell is not None or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 260 or one_axis(view):
        return
    text = plain(s.text.chars)
    for m in _SUM.finditer(text):
        result = figure(m["right"])
        atoms, value = _worked(m["left"])
        if result is None or "+" not in m["left"] or value is None or result.value != value:
            continue
        told = Figure(result.value, result.unit, result.text, m.start("right"), m.start("right") + result.end, result.scaled)
        measure = measured(view, told, 0)
        own = f"{text[: m.start()]} # {text[m.end() :]}"
        if measure in ("params", "macs") and (whole := _whole(view, own, measure)):
            yield from _judged(view, own, told, m.start(), atoms, whole)


def _worked(left: str) -> tuple[frozenset[int], int | None]:
    """The numbers of a sum and what it comes to; None where it is none."""
    written = re.sub(r"\^\s*\{?2\}?|²", "**2", re.sub(r"(?<=\d),(?=\d{3})", "", left)).replace("·", "*").replace("x", "*")
    try:
        node = parsed(written.strip())
        value = evaluate(node, {})
    except (InputError, ArithmeticError):
        return frozenset(), None
    return frozenset(int(n.value) for n in walk(node) if isinstance(n, Num)), int(value)


def _judged(view: View, own: str, told: Figure, start: int, atoms: frozenset[int], whole: _Whole) -> Iterator[Reading]:
    """The statement that comes out; else the first, where the sum is made of these very sizes."""
    value = int(told.value)
    right = next((left for count, left in whole.ways if count == value), "")
    if right:
        yield Reading(f"{right} == {value}", start, told.end, (AS_A_COUNT,), firm=True)
        return
    made = {1, 2, *whole.sizes, *(a * b for a, b in product(whole.sizes, repeat=2))}
    clause = _BIAS_ASIDE.sub(" ", _CONTRAST.sub(" ", own))
    if doubtful(view.sentence) or _TURNED.search(clause) or scope_of(clause) or not atoms <= made or not atoms & whole.needed:
        return
    if any(value % count == 0 for count, _ in whole.ways):
        return  # of several such layers, or multiplications and additions
    texts = [f"{left} == {value}" for _, left in whole.ways]
    yield Reading(texts[0], start, told.end, (AS_A_COUNT, FACTORS), tuple(texts[1:6]), firm=True)


def _whole(view: View, own: str, measure: str) -> _Whole | None:
    """The layers that are counted: those that the sentence tells, or the one that the lines above, and the heading, tell."""
    above = lines_above(view, 3)
    heading = next(iter(view.outline.headings(view.sentence.block)), None)
    over = [plain(view.outline.blocks[heading].raw)] if heading is not None else []
    for one in (own, *above[:2]):
        if _BOTTLENECK.search(one):
            return None if _NO_BOTTLENECK.search(" ".join((own, *above[:2]))) else _bottleneck(one, measure)
    kinds = {k for _, _, k in kinds_in(own)} - {"conv2d"}
    if kinds - {"depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d"}:
        return None
    sizes = _sizes([own, *above])
    near = next((t for t in (own, *above, *over) if _SEPARABLE.search(t) or (kinds_in(t) and t is not own)), "")
    if _SEPARABLE.search(near):
        return _separable(sizes, measure) if not kinds & {"depthwise_conv2d", "pointwise_conv2d"} or len(kinds) > 1 else None
    named = {k for t in (*above, *over) for _, _, k in kinds_in(t)} - {"conv2d"}
    return None if kinds or named or _SEVERAL.search(" ".join((own, *above[:1]))) else _convolution(sizes, measure)


def _sizes(texts: list[str]) -> Sizes:
    """Each size from the nearest text that gives it."""
    found = Sizes()
    for one in texts:
        values = roles_in(_SUM.sub(" # ", one))
        found.same |= values.same
        for role, given in values.values.items():
            found.values.setdefault(role, given)
    return found


def _single(sizes: Sizes, *roles: str) -> list[int] | None:
    """The sizes of these roles, where each is told once."""
    values = [sizes.values.get(role, []) for role in roles]
    return [v[0] for v in values] if all(len(v) == 1 for v in values) else None


def _plane(sizes: Sizes) -> tuple[int, int] | None:
    """The map whose every value is computed, where no stride changes it."""
    sides = _single(sizes, "height", "width")
    return None if sides is None or sizes.values.get("stride", [1]) != [1] or sizes.values.get("padding") == [0] else (sides[0], sides[1])


def _convolution(sizes: Sizes, measure: str) -> _Whole | None:
    """One convolution whose window and channels are told."""
    told = _single(sizes, "kernel_size", "in_channels", "out_channels")
    if told is None or measure != "params" or sizes.values.get("groups"):
        return None
    window, ins, outs = told
    call = f"params(conv2d, kernel_size={window}, in_channels={ins}, out_channels={outs}, bias="
    weights = window**2 * ins * outs
    return _Whole(((weights + outs, f"{call}true)"), (weights, f"{call}false)")), frozenset(told) | {window**2}, frozenset((window, window**2)))


def _separable(sizes: Sizes, measure: str) -> _Whole | None:
    """Both steps of a separable convolution."""
    told = _single(sizes, "kernel_size", "in_channels", "out_channels")
    plane = _plane(sizes)
    if told is None or told[0] == 1 or (measure == "macs" and plane is None):
        return None
    window, ins, outs = told
    call = f"{measure}(depthwise_separable_conv2d, kernel_size={window}, in_channels={ins}, out_channels={outs}"
    count = window**2 * ins + ins * outs
    if plane is not None and measure == "macs":
        area = plane[0] * plane[1]
        known = frozenset((*told, *plane, window**2, area))
        return _Whole(((area * count, f"{call}, height={plane[0]}, width={plane[1]})"),), known, frozenset((window, window**2)))
    ways = ((count, f"{call}, bias=false)"), (count + ins + outs, f"{call}, bias=true)"), (count + outs, f"{call}, bias=false) + {outs}"))
    return _Whole(ways, frozenset((*told, window**2)), frozenset((window, window**2)))


def _bottleneck(text: str, measure: str) -> _Whole | None:
    """1x1, 3x3 and 1x1 again, between the two widths that are told."""
    three = _THREE.search(text)
    widths = {int(next(g for g in m.groups() if g)) for m in _CHANNELS.finditer(text)}
    widths |= {int(g) for g in three.groups()} if three else set()
    if measure != "params" or len(widths) != 2:
        return None
    narrow, wide = sorted(widths)
    if (entering := _ENTERS.search(text)) and int(next(g for g in entering.groups() if g)) == narrow:
        return None  # the first of its stage
    parts = ((1, wide, narrow), (3, narrow, narrow), (1, narrow, wide))
    ways = []
    for bias in ("false", "true"):
        left = " + ".join(f"params(conv2d, kernel_size={k}, in_channels={a}, out_channels={b}, bias={bias})" for k, a, b in parts)
        ways.append((sum(k * k * a * b + (b if bias == "true" else 0) for k, a, b in parts), left))
    known = frozenset((1, 3, 9, wide, narrow, wide * narrow, narrow * narrow, wide * wide, 9 * narrow * narrow, 9 * narrow, 9 * wide))
    return _Whole(tuple(ways), known, known - {1})
