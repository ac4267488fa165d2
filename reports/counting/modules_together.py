"""Counts of small modules whose sizes stand in the passage: a fire module and its parts, a bottleneck, an inverted residual.

What the passage says the module is decides how its layers follow one another; which of the numbers within reach are its
channels is found by trying. "| whole module | 11,920 |" under "fed with 96 channels, this time with biases", "重みは 8,208個"
after $t=6$, 24→24 channels, "| 1×1 で 16 に絞ってから | 12,443,648 |" after the map and the windows that it is taken through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import bias_said, plain
from ..spares import OF_THE_PASSAGE
from .figures import Figure, figures, loosely
from .from_passage import fits, telling
from .measured import measured
from .passage import Passage, passage_of
from .steps import Step, measure_near

_FIRE = re.compile(r"\bfire\b|fire\d|Fire\s*モジュール|squeeze[\s\S]{0,400}expand", re.IGNORECASE)
_SQUEEZE, _EXPAND = re.compile(r"squeez|絞", re.IGNORECASE), re.compile(r"expan|拡張|広げ", re.IGNORECASE)
_WHOLE = re.compile(r"whole|module|total|together|altogether|in all|fire|合計|合わせ|あわせ|全体|全部|モジュール", re.IGNORECASE)
_BOTTLENECK = re.compile(r"bottle-?neck|ボトルネック|1\s*x\s*1\s*(?:→|->|,|、|and|と)\s*3\s*x\s*3\s*(?:→|->|,|、|and|と)\s*1\s*x\s*1", re.IGNORECASE)
_INVERTED = re.compile(r"inverted|逆残差|反転|mobile-?net ?-?v2|expand|expan[sd]|拡張", re.IGNORECASE)
_DEPTHWISE = re.compile(r"depth-?wise|(?<![A-Za-z])dw(?![A-Za-z])|チャン?ネルごと|デプスワイズ", re.IGNORECASE)
_NARROWED = re.compile(r"絞|減ら|落と|挟|圧縮|reduc|squeez|narrow|compress|bottleneck|1\s*x\s*1[^.;。]{0,20}(?:first|before|in front)", re.IGNORECASE)
_EXPANSION = re.compile(r"(?<![A-Za-z])t\s*=\s*(\d{1,2})(?!\d|[.,]\d)|(?:expansion|expand|拡張率|拡大率|膨張率)[^.;。\d]{0,20}(\d{1,2})(?!\d|[.,]\d)", re.IGNORECASE)
_PER_PLACE = re.compile(r"\b(?:per|each|every|one|single|a)\s+(?:output )?(?:pixel|position|location|place|point)\b|(?:1|一)\s*(?:画素|点|位置)|(?:画素|点|位置)(?:1つ)?(?:あたり|ごと|につき)", re.IGNORECASE)
_SINGLE = re.compile(r"plain|ordinary|direct|normal|普通|通常|直接|そのまま|のまま", re.IGNORECASE)
LEAST = 1_000
REACHES = (0, 3, 8, 14)


@dataclass(frozen=True)
class _Module:
    """Layers that are counted together, as the passage's words have them, at sizes that are to be tried."""

    steps: tuple[Step, ...]


def read(view: View) -> Iterator[Reading]:
    """The counts of modules and of their parts that a sentence, a cell or an item states."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 400:
        return
    text = plain(s.text.chars)
    start = 0
    for f in figures(text):
        if f.value < LEAST or telling(f) < 3 or re.search(r"[x*+/]\s*$|→\s*$", text[: f.start]) or re.match(r"\s*(?:[x*+/]\s*\d|→|%|％)", text[f.end :]):
            continue
        measure = measured(view, f, start) or measured(view, f) or measure_near(view) or "params"
        if measure in ("params", "macs"):
            yield from _of_modules(view, f, measure)
        start = f.end


def _of_modules(view: View, f: Figure, measure: str) -> Iterator[Reading]:
    """The module that comes to a figure, with the nearest sizes that give one."""
    passage = passage_of(view, f.start, f.end)
    about = "\n".join((passage.near, *passage.texts))
    if _SINGLE.search(passage.before.rsplit(";", 1)[-1] if not passage.row else passage.row):
        return
    for reach in REACHES:
        numbers = [n for n in passage.numbers(reach) if 1 < n <= 4096]
        for module, (places, said) in product(_modules(passage, about, numbers, reach), _places(passage, measure, reach)):
            for bias in _biases(passage, measure):
                plane = (places, 1)
                total = sum(x.count(measure, plane, bias) for x in module.steps)
                if fits(total, f):
                    left = " + ".join(_said(x, measure, said, bias) for x in module.steps)
                    yield Reading(f"{left} {'~=' if f.rounded else '=='} {loosely(f)}", f.start, f.end, (OF_THE_PASSAGE,), sure=False, spare=True, predicate=measure)
                    return


def _said(step: Step, measure: str, said: tuple[int, int], bias: bool) -> str:
    return step.call(measure, said, bias)


def _places(passage: Passage, measure: str, reach: int) -> list[tuple[int, tuple[int, int]]]:
    """At how many places the layers are worked out, and the map of the statement."""
    if measure == "params":
        return [(1, (1, 1))]
    one = [(1, (1, 1))] if _PER_PLACE.search(passage.own) else []
    return one + [(h * w, (h, w)) for h, w in passage.maps(reach)]


def _biases(passage: Passage, measure: str) -> tuple[bool, ...]:
    if measure == "macs":
        return (False,)
    own = bias_said(passage.near)
    said = own if own is not None else next((b for b in map(bias_said, passage.texts[:6]) if b is not None), None)
    return (False, True) if said is None else (said,)


def _modules(passage: Passage, about: str, numbers: list[int], reach: int) -> Iterator[_Module]:
    """The modules of which the passage speaks, at every choice of the numbers within reach."""
    if _FIRE.search(about):
        yield from (_Module(steps) for steps in _fire(passage, numbers))
    if _INVERTED.search(about) and _DEPTHWISE.search(about):
        yield from (_Module(steps) for steps in _inverted(passage, numbers, reach))
    if _BOTTLENECK.search(about):
        for wide, narrow in product(numbers[:10], repeat=2):
            if 8 <= narrow < wide:
                yield _Module((Step(1, wide, narrow), Step(3, narrow, narrow), Step(1, narrow, wide)))
    if _NARROWED.search(passage.near):
        windows = [k for text in (passage.near, *passage.texts[:reach]) for k in Passage(text, "", ()).windows(0) if k > 1][:3]
        own = Passage(passage.near, "", ()).numbers(0)
        for narrow, window, (ins, outs) in product([n for n in own if n > 3][:4], dict.fromkeys(windows), product(numbers[:10], repeat=2)):
            if narrow < ins and outs > 3:
                yield _Module((Step(1, ins, narrow), Step(window, narrow, outs)))


def _fire(passage: Passage, numbers: list[int]) -> Iterator[tuple[Step, ...]]:
    """The part of a fire module that the figure's own words name: the squeeze, a branch of the expansion, all of it."""
    named = passage.row or passage.own
    expand, squeeze = _EXPAND.search(named), _SQUEEZE.search(named)
    for squeezed, ins, made in product(numbers[:10], repeat=3):
        if not 2 < squeezed < min(ins, made):
            continue
        first, thin, thick = Step(1, ins, squeezed), Step(1, squeezed, made), Step(3, squeezed, made)
        if expand and not squeeze and not _WHOLE.search(named):
            yield (thin,) if re.search(r"1\s*x\s*1", named) else (thick,) if re.search(r"3\s*x\s*3", named) else (thin, thick)
        elif squeeze and not expand and not _WHOLE.search(named):
            yield (first,)
        else:
            yield (first, thin, thick)


def _inverted(passage: Passage, numbers: list[int], reach: int) -> Iterator[tuple[Step, ...]]:
    """1x1 up, a depthwise window, 1x1 down: the channels inside are told, or the factor by which they grow."""
    told = [int(m[1] or m[2]) for text in (passage.near, *passage.texts[:reach]) for m in _EXPANSION.finditer(text)][:2]
    windows = [k for k in passage.windows(reach) if k > 1] or [3]
    for ins, outs in product(numbers[:10], repeat=2):
        inside = [ins * t for t in told] or [n for n in numbers[:10] if n > max(ins, outs)]
        for wide, window in product(inside, windows[:2]):
            yield (Step(1, ins, wide), Step(window, wide, wide, depthwise=True), Step(1, wide, outs))
