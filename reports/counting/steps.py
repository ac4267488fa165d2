"""Counts of several layers told as one: a 1x1 reduction and what follows, a bottleneck, the branches of a module.

"間に 1×1 を 16 枚挟むと約 1240 万回", "256 → 64 → 64 → 256 のボトルネックの重みは 69,632 個", "128 1x1, 192 3x3, 96 5x5 filters",
"256ch のまま 3x3 を 2 枚": the layers are put in order, each is counted by running, and the sum is what is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.attribution import section_measure
from ..sizes.counting import Sizes, bias_said, doubtful, plain
from ..text.numerals import NUMERALS
from .axes import lines_above
from .figures import Figure, figures, loosely
from .measured import measured
from .roles import roles_in

_CH = r"(?:チャン?ネル|ch\b|枚|channels?\b|filters?\b|maps?\b|次元|-?dim\w*)"
_REDUCED = re.compile(
    rf"1\s*x\s*1(?!\s*x)[^。;\d]{{0,28}}?(?P<r>\d{{1,4}})\s*{_CH}?[^。;\d]{{0,10}}?(?:減ら|絞|落と|挟|はさ|圧縮|狭め|入れ|置|first\b|before\b|in between\b|in front\b|減)"
    rf"|(?P<r2>\d{{1,4}})\s*{_CH}?[^。;\d]{{0,10}}?(?:減ら|絞|落と|圧縮)[^。;\d]{{0,12}}1\s*x\s*1(?!\s*x)"
    rf"|\b(?:reduc\w+|squeez\w+|compress\w+|bottleneck\w*)\b[^.;]{{0,40}}?\bto (?P<r3>\d{{1,4}})\s*(?:{_CH})?[^.;\d]{{0,24}}(?:1\s*x\s*1)?"
    rf"|1\s*x\s*1[^.;\d]{{0,40}}\bto (?P<r4>\d{{1,4}})\b",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"(?<![\dx.])\d{1,4}(?:\s*(?:ch\b|チャン?ネル)?\s*(?:[(（][^()（）]{0,16}[)）])?\s*(?:→|->|⇒)\s*(?:[(（][^()（）]{0,16}[)）])?\s*\d{1,4}(?![\dx.])){2,4}", re.IGNORECASE)
_TAGGED = re.compile(r"(?<![\dx])(\d{1,2})\s*x\s*\1(?!\s*x|\d)\s*(?:で|が|の|は|:|：|conv\w*|畳み?込み|\s|[(（,、])*(\d{1,4})\s*(?:ch\b|チャン?ネル)?\s*(?:→|->|⇒|から|\bto\b)\s*(\d{1,4})(?![\dx.])", re.IGNORECASE)
_WAIST = re.compile(
    r"(?P<c>\d{2,4})\s*(?:ch\b|チャン?ネル|-?channel)の?\s*(?:ボトルネック|bottleneck)[^。;\d]{0,24}(?P<r>\d{1,4})\s*(?:ch\b|チャン?ネル|channels?)?\s*(?:に|へ|まで)?\s*(?:絞|減|落と|inside|in the middle|wide)"
    r"|bottleneck[^.;\d]{0,24}(?P<c2>\d{2,4}) channels?[^.;\d]{0,24}(?:reduced|squeezed|narrowed|down)[^.;\d]{0,12}to (?P<r2>\d{1,4})",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"(?P<c>\d{2,4})\s*(?:ch\b|チャン?ネル)\s*(?:の?まま|のままで|同士|どうし)[^。;\d]{0,8}(?P<k>\d{1,2})\s*x\s*(?P=k)[^。;\d]{0,10}(?P<n>[2-4])\s*(?:枚|層|段|つ|回)"
    r"|\b(?P<n2>two|three|[23])\s+(?P<k2>\d{1,2})\s*x\s*(?P=k2)\s*(?:conv\w*|layers?)[^.;\d]{0,16}(?:at|with|on|of)\s+(?:all\s+)?(?P<c2>\d{2,4})(?:\s*channels)?(?:\s*(?:throughout|each|in and out|kept))",
    re.IGNORECASE,
)
_BRANCH = re.compile(r"(?<![\dx.])(?P<n>\d{1,4})\s*(?:個の|枚の|本の|filters? of )?\s*(?P<k>\d{1,2})\s*x\s*(?P=k)(?!\s*x|\d)|(?<![\dx])(?P<k2>\d{1,2})\s*x\s*(?P=k2)(?!\s*x|\d)\s*(?:の?畳み?込み)?\s*(?:を|が|:|：)\s*(?P<n2>\d{1,4})\s*(?:枚|個|本|ch\b|チャン?ネル)", re.IGNORECASE)
_TURNED = re.compile(r"だけ|のみ|ではな|差(?!し)|うち|部分|もし|誤|間違|忘れ|pool\w* proj|stride|ストライド|depth-?wise|dw|グループ|group|\bonly\b|\balone\b|\bnot\b|n't|\bif\b|wrong|each|それぞれ|1枚|shortcut|ショートカット|projection|BN|batch|バッチ正規", re.IGNORECASE)
_SAVED = re.compile(r"\s*(?:回|個)?(?:を|が|も|ほど|の)?\s*(?:節約|削減|減|少な|fewer|less|saved|倍)|\s*(?:ch\b|チャン?ネル|枚|層|x\b|→)", re.IGNORECASE)
LEAST = 1_000


@dataclass(frozen=True)
class Step:
    """One layer: its window, its channels, and how many there are of it."""

    window: int
    before: int
    after: int
    many: int = 1
    depthwise: bool = False

    def count(self, measure: str, plane: tuple[int, int], bias: bool) -> int:
        weights = self.window**2 * self.before * (1 if self.depthwise else self.after)
        return self.many * (weights * plane[0] * plane[1] if measure == "macs" else weights + bias * self.after)

    def call(self, measure: str, plane: tuple[int, int], bias: bool) -> str:
        subject, window = ("pointwise_conv2d", "") if self.window == 1 else ("conv2d", f"kernel_size={self.window}, ")
        sizes = f"{window}in_channels={self.before}" + ("" if self.depthwise else f", out_channels={self.after}")
        subject = "depthwise_conv2d" if self.depthwise else subject
        same = ", padding=same" if self.window > 1 else ""
        more = f"height={plane[0]}, width={plane[1]}{same}" if measure == "macs" else f"bias={str(bias).lower()}"
        return f"{f'{self.many}*' if self.many > 1 else ''}{measure}({subject}, {sizes}, {more})"


@dataclass(frozen=True)
class _Plan:
    """Layers that are counted together: at which map, and whether the text gives everything once."""

    steps: tuple[Step, ...]
    plane: tuple[int, int] | None
    sole: bool


def read(view: View) -> Iterator[Reading]:
    """The counts of several layers together that a sentence states."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 240:
        return
    text = plain(s.text.chars)
    start = 0
    for f in figures(text):
        if f.value < LEAST or _SAVED.match(text, f.end) or re.search(r"[x*+/=]\s*$|→\s*$", text[: f.start]) or re.match(r"\s*[x*+/]\s*\d", text[f.end :]):
            continue
        measure = measured(view, f, start) or measured(view, f) or measure_near(view)
        plan = _plan(view, text, start, f) if measure in ("params", "macs") else None
        if plan is not None:
            yield from _reading(view, text, f, measure, plan)
        start = f.end


def measure_near(view: View) -> str:
    """What the lines just above count, where the line says nothing of it."""
    for text in lines_above(view, 6)[:2]:
        found = "params" if re.search(r"重み|パラメ|weights|param", text) else "macs" if re.search(r"乗算|掛け算|積和|mult|MAC", text) else ""
        if found:
            return found
    over = section_measure(view)
    return over[0] if over else ""


def _plan(view: View, text: str, start: int, f: Figure) -> _Plan | None:
    """The layers that a figure counts together, if its clause or the lines it goes on with tell of several."""
    clause = text[start : f.start]
    if m := _ALIKE.search(clause):
        many, window, channels = m["n"] or m["n2"], m["k"] or m["k2"], int(m["c"] or m["c2"])
        number = NUMERALS.get(many.lower()) or int(many)
        return _Plan((Step(int(window), channels, channels, number),), _plane(view, text), True)
    if steps := _bottleneck(view, clause):
        return _Plan(steps, _plane(view, text), True)
    if steps := _branches(clause):
        sizes = _gathered([clause, *lines_above(view, 6)])
        ins = sizes.values.get("in_channels", [])
        plane = _plane(view, text)
        said = {int(n) for n in re.findall(r"\d+", clause)}
        used = {n for k, o in steps for n in (k, o)} | set(ins) | set(plane or ())
        if not ins or any(k > 11 for k, _ in steps):
            return None
        return _Plan(tuple(Step(k, ins[0], o) for k, o in steps), plane, len(ins) == 1 and said <= used | {1, 2, 3})
    return _reduced(view, text, clause)


def _reduced(view: View, text: str, clause: str) -> _Plan | None:
    """A 1x1 layer to fewer channels, then the layer of which the sentence or the lines above tell."""
    m = _REDUCED.search(clause)
    if m is None:
        return None
    narrow = int(next(g for g in m.groups() if g))
    rest = text[: text.find(clause)] + clause[: m.start()] + " ; " + clause[m.end() :]
    sizes = _gathered([rest, *lines_above(view, 6)], drop=(narrow,))
    windows = [k for k in sizes.values.get("kernel_size", []) if k != 1]
    ins, outs = sizes.values.get("in_channels", []), sizes.values.get("out_channels", [])
    if not windows or not ins or not outs or narrow >= ins[0]:
        return None
    once = len(windows) == len(ins) == len(outs) == 1
    return _Plan((Step(1, ins[0], narrow), Step(windows[0], narrow, outs[0])), _plane(view, text), once)


def _gathered(texts: list[str], drop: tuple[int, ...] = ()) -> Sizes:
    """The sizes of one layer, each from the nearest text that gives it."""
    sizes = Sizes()
    for one in texts:
        for role, values in roles_in(one).values.items():
            kept = [v for v in values if not (role == "out_channels" and v in drop) and not (role == "kernel_size" and v == 1)]
            if kept and role not in sizes.values:
                sizes.values[role] = kept
    return sizes


def _plane(view: View, text: str) -> tuple[int, int] | None:
    values = _gathered([text, *lines_above(view, 6)]).values
    return (values["height"][0], values["width"][0]) if values.get("height") and values.get("width") else None


def _bottleneck(view: View, clause: str) -> tuple[Step, ...]:
    """1x1, 3x3, 1x1 with the channels between them: as a chain, step by step, or by its ends and its waist."""
    texts = [clause, *(t for t in lines_above(view, 6)[:2] if _BARE.fullmatch(clause) or re.search(r"の(?:重み|パラメ)|\b(?:weights|parameters|multiplications)\b|合計|全体|全部|合わせ|total", clause, re.IGNORECASE))]
    heading = next(iter(view.outline.headings(view.sentence.block)), None)
    around = view.outline.blocks[heading].raw if heading is not None else ""
    named = re.search(r"bottleneck|ボトルネック", " ".join([*texts, around]), re.IGNORECASE)
    for text in texts:
        if m := _WAIST.search(text):
            wide, narrow = int(m["c"] or m["c2"]), int(m["r"] or m["r2"])
            return (Step(1, wide, narrow), Step(3, narrow, narrow), Step(1, narrow, wide)) if narrow < wide else ()
        tagged = [Step(int(m[1]), int(m[2]), int(m[3])) for m in _TAGGED.finditer(text)]
        if len(tagged) > 1 and all(a.after == b.before for a, b in pairwise(tagged)):
            return tuple(tagged)
        for m in _CHAIN.finditer(text):
            channels = [int(n) for n in re.findall(r"(?<![\dx])\d+(?!\s*x|\d)", re.sub(r"\d+\s*x\s*\d+", " ", m[0]))]
            windows = [int(k) for k in re.findall(r"(\d{1,2})\s*x\s*\d{1,2}", f"{m[0]} {_brackets(text[m.end() :])}")]
            if len(channels) == 3 and channels[0] == channels[2] < channels[1] and (inside := _inverted(text + around)):
                return (Step(1, channels[0], channels[1]), Step(inside, channels[1], channels[1], depthwise=True), Step(1, channels[1], channels[2]))
            if len(channels) == 4 and not windows and named and channels[0] == channels[3] > channels[1] == channels[2]:
                windows = [1, 3, 1]
            if len(windows) == len(channels) - 1:
                return tuple(Step(k, a, b) for k, (a, b) in zip(windows, pairwise(channels), strict=True))
    return ()


_BARE = re.compile(r"[\s*-]*(?:畳み?込みの)?(?:重み|パラメータ数?|weights?|param\w*|積和|乗算(?:回数)?|mult\w*)?(?:の?(?:数|合計|回数))?\s*(?:は|が|:|=|→)?\s*(?:全部で|合計|合わせて|計|in total)?\s*(?:約)?\s*", re.IGNORECASE)


def _inverted(text: str) -> int:
    """The window of the depthwise layer in the middle of an inverted residual, if one is spoken of."""
    if not re.search(r"inverted|逆残差|反転残差|逆ボトルネック|mobile-?net ?-?v2|expan|拡張|depth-?wise|(?<![A-Za-z])dw(?![A-Za-z])", text, re.IGNORECASE):
        return 0
    windows = {int(k) for k in re.findall(r"(?<![\dx])(\d{1,2})\s*x\s*\1(?!\s*x|\d)", text)} - {1}
    return windows.pop() if len(windows) == 1 else 0


def _brackets(text: str) -> str:
    """What follows a chain in brackets right away: its last window."""
    m = re.match(r"\s*(?:ch\b|チャン?ネル)?\s*[(（]([^()（）]{0,24})[)）]", text)
    return m[1] if m else ""


def _branches(clause: str) -> list[tuple[int, int]]:
    """The windows and filters of layers side by side on one input: 128 1x1, 192 3x3, 96 5x5."""
    found = [(int(m["k"] or m["k2"]), int(m["n"] or m["n2"])) for m in _BRANCH.finditer(clause)]
    distinct = {k for k, _ in found}
    reduces = re.search(r"減ら|絞|挟|圧縮|reduc|squeez|bottleneck|ボトルネック|then|次に|続|→", clause, re.IGNORECASE)
    return found if len(found) == len(distinct) > 1 and not reduces else []


def _reading(view: View, text: str, f: Figure, measure: str, plan: _Plan) -> Iterator[Reading]:
    """The sum that comes out right, or the one that all sizes give."""
    if measure == "macs" and plan.plane is None:
        return
    plane = plan.plane or (1, 1)
    told = bias_said(text)
    ways = [False] if measure == "macs" else [told] if told is not None else [False, True]
    slack = _unit(f)
    sums = {bias: sum(x.count(measure, plane, bias) for x in plan.steps) for bias in ways}
    right = [bias for bias, total in sums.items() if abs(total - f.value) <= slack]
    sure = plan.sole and not doubtful(view.sentence) and not _TURNED.search(text)
    if not right and any(abs(total - f.value) <= slack for total in _partial(plan, measure, plane)):
        sure = False  # one of the layers, or both operations counted
    bias = right[0] if right else ways[0]
    left = " + ".join(x.call(measure, plane, bias) for x in plan.steps)
    yield Reading(
        f"{left} {'~=' if f.rounded else '=='} {loosely(f)}", f.start, f.end, ("the layers counted together",),
        sure=sure or bool(right), firm=True, predicate=measure,
    )  # fmt: skip


def _unit(f: Figure) -> float:
    """Half of what the last printed place may hide, zeros at the end of a scaled figure included."""
    digits, _, scale = loosely(f).partition("*")
    return 0 if not f.rounded else float(scale or 1) / 10 ** len(digits.partition(".")[2])


def _partial(plan: _Plan, measure: str, plane: tuple[int, int]) -> Iterator[int]:
    """What some of the layers come to, each bias counted or not, and all of them with every addition."""
    for bias in (False, True):
        counts = [x.count(measure, plane, bias) for x in plan.steps]
        for many in range(1, len(counts)):
            yield from (sum(chosen) for chosen in combinations(counts, many))
        yield 2 * sum(counts)
