"""Receptive fields in prose: the layers that a sentence names, and how far their outputs are said to see.

Layers and extents are found apart (`layers.py`, `_extents`). An extent belongs to the layers named since the extent
before it, else to those named just after it; what their words leave open (three times, with k = 3) they take from the
layers spoken of before. Only where the sentence names all, or where all that is spoken of nearby agrees, is a
refutation reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product

from ..layers import Layer, Layers, field_of, gathered, number_of, taken_in, tokens_of, words
from ..reading import Reading, View
from ..sentences import Sentence
from ..setting import sentences_above
from .idioms import flat

SPOKEN_OF = 14  # blocks above in which receptive fields may have been spoken of
FAR = 60  # blocks above that may name the layers where nothing nearer does
NEAR = 3  # blocks above from which layers may be taken to refute
CUSTOM = ("k = 2 by custom",)
_SQUARE = re.compile(r"(?<![\d×x*])(?<!\d\.)(?<![×x*] )(\d{1,3})\s*[×xX*]\s*\1(?![\d.]|\s*[×x*]\s*[\dA-Z])")
_NUMBER = re.compile(r"(?<![\d.,×x*^/+A-Za-z_-])(?<![×x*+/-] )(\d{1,3}(?:,\d{3})+|\d{1,5})(?!\d|\.\d|,\d{3}|\s*[×x*+/^]|\s*-(?!>|-)|\()")
_OTHER_UNIT = re.compile(
    r"\s*(?:層|回|段|枚|倍|%|％|割|つの|番|章|年|巡|周|度|次|本|bits?\b|ビット|k?Hz|秒|m?sec|ms\b|ミリ秒|分の|epochs?|GB|MB|layers?\b|times\b|blocks?\b|stacks?\b|cycles?\b"
    r"|-?(?:layer|weights?|param|channels?|ch\b|filters?|neurons?|classes|seconds?|hours?|MACs?|FLOP|multipl|taps? apart)|チャン?ネル|パラメータ|個の重み|の重み|クラス|ニューロン|フィルタ|カーネル|ブロック|スタック)",
    re.IGNORECASE,
)
_SEES_SO_FAR = re.compile(rf"(?:{words('sees_before').pattern})\s+(?:at |over |an? |the )*\d|\d\s*(?:の(?:範囲|領域))?(?:を見|が見え|まで見え)", re.IGNORECASE)
_IS_SEEN_FROM = re.compile(r"\s*(?:サンプル|画素|ピクセル|点|マス|時刻|ステップ|個|つ)?\s*(?:が|は|で|の)(?!見え|入|映|見ら)")
_SUM_BEFORE = re.compile(r"\s*\(?\d[\d\s+*×x().…-]*=\s*$")
_ENDS = re.compile(r"\s*(?:$|[。.\n]|です|だ(?:よ|ね|。|$)|である|になる|となる)")
_WANTED = re.compile(r"\s*(?:サンプル|画素|ピクセル|点)?(?:を|まで)?\s*(?:見よう|見たい|見る(?:に|ため)|カバーし|届かせ)")
_BY = re.compile(r"\bby\s*(?:only |just |exactly )?$", re.IGNORECASE)
_SPREADS = re.compile(r"\s*(?:サンプル|画素|ピクセル|点|マス|ステップ|時刻)?(?:分)?(?:ずつ|だけ(?:広|増|伸|大)|しか(?:広|増|伸)|広が|増え|伸び)|\s*(?:more )?(?:samples?|pixels?) (?:further|more|wider)", re.IGNORECASE)
_STRIDED = re.compile(r"ストライド\s*[はがを=]?\s*[2-9]|stride\s*(?:of|=)?\s*[2-9]|pool|プーリング", re.IGNORECASE)
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*kHz|(\d[\d,]*)\s*(?:Hz\b|samples? (?:per|a|each) second|サンプル/秒)|毎秒\s*(\d[\d,]*)\s*サンプル|1\s*秒(?:間)?に\s*(\d[\d,]*)\s*サンプル", re.IGNORECASE)
_THEN = re.compile(r"then|follow|after|さらに|続け|の後|\\+", re.IGNORECASE)
_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(?:(ms\b|ミリ秒|milliseconds?)|(秒|s\b|seconds?\b|sec\b))(?!間に|\s*of audio needs)", re.IGNORECASE)


@dataclass(frozen=True)
class Extent:
    """A number that says how far something sees."""

    value: int
    start: int
    end: int
    strong: bool  # a word for seeing goes with it


@dataclass(frozen=True)
class Context:
    """The layers that the text above names, nearest first: those of each sentence, and how far above."""

    found: tuple[tuple[int, Layers], ...]

    def merged(self) -> Layers:
        """What is spoken of, each part from the nearest sentence that has it."""
        result = Layers()
        dilated = any(layers.dilated for _, layers in self.found)
        for _, layers in self.found:
            if dilated and layers.undilated:
                continue  # an aside, against which dilation is held
            if result.empty:
                result = layers
            elif not (result.entries or result.kernel):
                result = replace(result, kernel=layers.size, entries=layers.entries if not result.dilated else ())
            if not (result.dilated or result.undilated or result.entries) and (layers.doubling or result.count in (0, len(layers.dilations))):
                result = replace(result, dilations=layers.dilations, doubling=layers.doubling, count=result.count or layers.count)
        return result

    def others(self) -> list[Layers]:
        """Every other way to take a kernel and dilations from what is spoken of."""
        kernels = list(dict.fromkeys(k for _, l in self.found for k in (l.kernel, *(e[0] for e in l.entries)) if k))
        dilations = list(dict.fromkeys(l.dilations for _, l in self.found if l.dilations)) or [()]
        counts = list(dict.fromkeys(n for _, l in self.found for n in (l.count, *(e[3] for e in l.entries)) if n)) or [0]
        cycles = list(dict.fromkeys(l.cycles for _, l in self.found))
        return [Layers(kernel=k, dilations=d, count=0 if d else n, cycles=c) for k, d, n, c in list(product(kernels, dilations, counts, cycles))[:12]]

    def agrees(self) -> bool:
        """Whether one kernel, and one list of dilations, is all that is spoken of nearby."""
        near = [l for distance, l in self.found if distance <= NEAR]
        kernels = {k for l in near for k in (l.kernel, *(e[0] for e in l.entries)) if k}
        if not kernels:
            near = [l for _, l in self.found]
            kernels = {k for l in near for k in (l.kernel, *(e[0] for e in l.entries)) if k}
        return len(kernels) == 1 and len({l.dilations for l in near if l.dilations}) <= 1


def read(view: View) -> Iterator[Reading]:
    """Every extent that a sentence tells of a stack of layers."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.cell is not None:
        return
    text = lined(view, said(s, kernel_letters(view)))
    if words("asked").search(text) or re.search(r"[?？]\s*$", text):
        return  # what is asked for is no extent that is told
    extents = list(_extents(view, text))
    if extents:
        yield from _told(view, text, extents)
    yield from _alike(view, text, {e.start for e in extents if e.strong})
    yield from _needed(view, text, extents)
    yield from _lasting(view, text, extents)


_BY_WORDS = re.compile(r"\b(\d{1,3}|three|five|seven|nine|eleven|fifteen)( by )(\d{1,3}|three|five|seven|nine|eleven|fifteen)\b", re.IGNORECASE)
_SAID = {"three": "3", "five": "5", "seven": "7", "nine": "9", "eleven": "11", "fifteen": "15"}
_OWN_KERNEL = re.compile(r"(?:カーネル|フィルター?|核|窓|kernels?|filters?)(?:の)?(?:サイズ|長さ?|幅|大きさ|\s*size|\s*width|\s*length)*\s*(?:を|は|が|=|:|is|of)?[\s$]*(?P<b>[A-Za-z])(?![A-Za-z]|\s*[(*×+/'-])", re.IGNORECASE)


def said(s: Sentence, kernels: frozenset[str] = frozenset()) -> str:
    """The sentence as `flat` has it, as long as it is: 5 by 5 as 5x5, a minus of print as one of the keyboard, and
    the letter for a kernel as k."""
    text = _BY_WORDS.sub(lambda m: "x".join(_SAID.get(g.lower(), g) for g in (m[1], m[3])).ljust(len(m[0])), flat(s)).replace("−", "-")
    for letter in kernels:
        text = re.sub(rf"(?<![A-Za-z_]){letter}(?=\s*=\s*\d)", "k", text)
    return text


def kernel_letters(view: View) -> frozenset[str]:
    """The letters that the note, up to here, uses for the size of a kernel."""
    if "kernel letters" not in view.kept:
        outline = view.outline
        found = {m["b"] for b in range(max(0, view.sentence.block - FAR), view.sentence.block + 1) for e in outline.sentences[b] for m in _OWN_KERNEL.finditer(flat(e))}
        view.kept["kernel letters"] = frozenset(found - set("kKfFLnNdDsS"))
    return view.kept["kernel letters"]


def spoken(view: View, text: str) -> bool:
    """Whether receptive fields are what is being spoken of: in the sentence, above it, in its headings."""
    if words("topic").search(text):
        return True
    outline, s = view.outline, view.sentence
    if any(_SEES_SO_FAR.search(said(e)) for e in outline.sentences[s.block][: s.number]):
        return True
    blocks = [*outline.ancestors(s.block), *outline.headings(s.block), *range(max(0, s.block - SPOKEN_OF), s.block + 1)]
    return any(words("topic").search(e.words) for b in blocks for e in outline.sentences[b] if e is not s)


# Extents

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
        re.compile(rf"(?:{topic})[^.。;,、\d]{{0,30}}(?:\d\s*倍の\s*)?(?:(?<=[=+*×]\s)\d[\d\s,×x*+]{{0,20}}=\s*)?$|(?:{topic})[^.。;,、]{{0,24}}=\s*$", re.IGNORECASE),
        re.compile(rf"(?:{before}){fill}$", re.IGNORECASE),
        re.compile(rf"(?:{link}){fill}$", re.IGNORECASE),
        re.compile(rf"\s*[)）\]」]?\s*(?:{unit}|{area})", re.IGNORECASE),
        re.compile(rf"{tail}(?:分)?(?:を|まで|が|に|の|だけ|しか|も|から|ほど)*\s*(?:{after}|{topic})|\s*(?:-?\s*(?:wide|large|big)?\s*(?:{topic}))", re.IGNORECASE),
        re.compile(rf"{tail}(?:(?:{close})|$|[。、,;)）」.（(⇒→×○\n]|\s*[-–—:]|\s(?:and|but|which|in|of|for|at|with|on|while|instead|again|as|after|each|back|long|wide)\b)", re.IGNORECASE),
        re.compile(r"\s*(?:の)?\s*(?:畳|conv|コンボ|フィルタ|カーネル|kernel|filter|layer|層|max|average|pool|プーリング|/|[,、]?\s*[(（]?\s*(?:stride|ストライド|s\s*=)|dilat|(?:の)?\s*(?:拡張|膨張))", re.IGNORECASE),
    )  # fmt: skip


_CUES = _cues()


def _extents(view: View, text: str) -> Iterator[Extent]:
    """Squares and numbers that stand where an extent stands."""
    if not (words("topic").search(text) or _CUES.seen.search(text) or words("sees_after").search(text) or words("sees_before").search(text) or spoken(view, text)):
        return
    topical = spoken(view, text)
    answer = _asked_about(view) is not None
    taken = taken_in(text)
    for found in _SQUARE.finditer(text):
        if not _inside(found.start(), taken) and (extent := _square(text, found, topical, answer)):
            yield extent
    for found in _NUMBER.finditer(text):
        if not _inside(found.start(), taken) and not _SQUARE.match(text, found.start()) and (extent := _number(text, found, topical, answer)):
            yield extent


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= place < b for a, b in spans)


def _counts_else(text: str, start: int, end: int) -> bool:
    """Whether what is counted is no extent: weights, channels, an output's size."""
    near = words("counted").search(text[max(0, start - 24) : end + 12])
    return near is not None and not words("topic").search(text[max(0, start - 40) : end + 20])


def _square(text: str, found: re.Match[str], topical: bool, answer: bool = False) -> Extent | None:
    before, after = text[max(0, found.start() - 60) : found.start()], text[found.end() :]
    if _counts_else(text, found.start(), found.end() - 6):
        return None
    if _CUES.layerish.match(after):
        return None
    named, seen, linked = _CUES.named.search(before), _CUES.seen.search(before), _CUES.linked.search(before)
    linked = linked or (answer and not before.strip())
    seen_after, closed = _CUES.seen_after.match(after), _CUES.closed.match(after)
    if linked and not (named or seen) and isinstance(linked, re.Match) and re.match(r"[、,;]", linked[0].strip()) and not _ENDS.match(after):
        linked = None  # a further layer of a list
    strong = bool(named or seen or seen_after)
    if (strong and (linked or seen or named) and (closed or seen_after or _CUES.unit.match(after))) or (topical and linked and closed):
        return Extent(int(found[1]), found.start(), found.end(), strong)
    return None


def _number(text: str, found: re.Match[str], topical: bool, answer: bool = False) -> Extent | None:
    before, after = text[max(0, found.start() - 60) : found.start()], text[found.end() :]
    if _BY.search(before) or _SPREADS.match(after) or _OTHER_UNIT.match(after) or _counts_else(text, found.start(), found.end()):
        return None
    if re.search(r"(?:^|[^A-Za-z])[A-Za-z]\s*$", before):
        return None
    if re.search(r"(?<![A-Za-z])(?!RF|R\b|r\b)[A-Za-z]{1,2}\s*=\s*$", before) and not re.search(r"(?<![A-Za-z])(?:R|r|RF|rf|F|ERF)\s*=\s*$", before):
        return None  # L = 10 is no extent
    value = number_of(found[1])
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


# The layers that an extent belongs to

def _told(view: View, text: str, extents: list[Extent]) -> Iterator[Reading]:
    skip = tuple(e.start for e in extents)
    context = context_of(view)
    spoken_of, place = context.merged(), 0
    told, breaks = _asked_about(view), line_starts(view)
    for number, extent in enumerate(extents):
        fresh = _named_before(text, place, extent.start, skip, [b for b in breaks if b <= extent.start])
        following = extents[number + 1].start if number + 1 < len(extents) else len(text)
        after = _after(text, extent, following, skip) if fresh.empty else None
        if after is not None and not after.empty:
            fresh = after
        elif fresh.empty and told is not None and number and not words("topic").search(text[place : extent.start]):
            place = extent.end
            continue
        if fresh.empty and told is None and not (extent.strong or _titled(view)):
            place = extent.end
            continue
        reading, said = _reading(view, text, extent, fresh, told, spoken_of, context)
        if said is not None:
            told = said
        if reading:
            yield reading
        place = extent.end


def _titled(view: View) -> bool:
    """Whether the sentence before is but a title: **Receptive field.**"""
    s = view.sentence
    before = view.outline.sentences[s.block][s.number - 1].words.strip() if s.number and s.cell is None else ""
    return len(before) < 24 and bool(words("topic").search(before))


def line_starts(view: View) -> list[int]:
    """Where in the sentence a line of the file begins."""
    s = view.sentence
    starts = sorted(segment.start for segment in view.outline.blocks[s.block].segments if s.cell is None)
    found, origin = [], s.text.origin
    for start in starts:
        if origin[0] < start <= origin[-1]:
            found.append(next(i for i, place in enumerate(origin) if place >= start))
    return found


def lined(view: View, text: str) -> str:
    """The sentence with the ends of the file's lines where it has blanks for them."""
    chars = list(text)
    for place in line_starts(view):
        if chars[place - 1] == " ":
            chars[place - 1] = "\n"
    return "".join(chars)


def _named_before(text: str, place: int, end: int, skip: tuple[int, ...], breaks: list[int]) -> Layers:
    """The layers named since the extent before; those of the extent's own line alone, where it names all."""
    if breaks and breaks[-1] > place:
        own = gathered(text, breaks[-1], end, skip)
        if _complete(own):
            return own
    fresh = gathered(text, place, end, skip)
    aside = re.match(r"[^()（）。;]{0,12}[(（]([^()（）]{1,40})[)）]", text[end:])
    if aside and not fresh.size and not fresh.empty and (more := gathered(aside[1])).kernel:
        fresh = replace(fresh, kernel=more.kernel)
    return fresh


def _asked_about(view: View) -> Layers | None:
    """The layers of a question right before: "And two 5x5 layers? 10x10." """
    s = view.sentence
    before = view.outline.sentences[s.block][s.number - 1] if s.number and s.cell is None else None
    if before is None or not re.search(r"[?？]\s*$", before.words):
        return None
    layers = said_in(before, kernel_letters(view))
    return layers if layers.plans() else None


def _after(text: str, extent: Extent, end: int, skip: tuple[int, ...]) -> Layers | None:
    """The layers named after the extent, in the same clause: a 7x7 region is what three 3x3 layers see."""
    if not extent.strong:
        return None
    stop = re.compile(r"[。.;；]|,\s+(?:and|but|so|while|which)\b|、(?:また|一方|しかし)").search(text, extent.end, end)
    return gathered(text, extent.end, stop.start() if stop else end, skip)


def _reading(
    view: View, text: str, extent: Extent, fresh: Layers, told: Layers | None, spoken_of: Layers, context: Context
) -> tuple[Reading | None, Layers | None]:
    """The statement of an extent, and the layers that it was said of."""
    base = told if told is not None else spoken_of
    chosen = fresh.over(base)
    plans = [p for layers in chosen for p in layers.plans()]
    plans += [p for layers in fresh.elsewise(bool(words("same").search(text))) for p in layers.plans()]
    notes: tuple[str, ...] = ()
    own = _complete(fresh)
    certain = own or told is not None
    if not certain:
        plans += [p for other in context.others() for layers in fresh.over(other) for p in layers.plans()]
        certain = context.agrees() and bool(plans)
        notes = ("the layers are those named in the text",)
    elif own and fresh.count and is_dilated(view) and not (fresh.dilated or fresh.undilated):
        plans += [p for other in context.others() for layers in fresh.over(other) for p in layers.plans()]
    if not plans and is_dilated(view):
        plans, certain, notes = _by_custom(fresh, base), False, CUSTOM
    if not plans and extent.strong and fresh.empty and (size := context.merged().size):
        plans, certain = [((size, 1, 1),)], False
    if not plans:
        return None, chosen[0] if chosen and not fresh.empty else None
    alternatives = [f"{field_of(p)} == {extent.value}" for p in dict.fromkeys(plans) if field_of(p)]
    if not alternatives or extent.value < 1:
        return None, chosen[0]
    sure = certain and not words("epistemic").search(text) and not _unstated_stride(text, plans[0])
    named = view.in_families(extent.start, "dilated", "wavenet", "causal", "stack", "convolution", "pooling")
    reading = Reading(alternatives[0], extent.start, extent.end, notes, tuple(alternatives[1:]), sure=sure, subject=named.subject if named else "conv2d")
    return reading, chosen[0]


def _complete(layers: Layers) -> bool:
    """Whether the words themselves tell all of the layers."""
    kernels = [k or layers.kernel for k, *_ in layers.entries] or [layers.kernel]
    return all(kernels) and bool(layers.plans()) and not (layers.cycles and not layers.dilated and len(layers.entries) < 2)


def _unstated_stride(text: str, plan: tuple[Layer, ...]) -> bool:
    """Whether a stride or a pooling is spoken of that the layers do not have."""
    return bool(_STRIDED.search(text)) and all(s == 1 for _, s, _ in plan)


def _by_custom(fresh: Layers, base: Layers) -> list[tuple[Layer, ...]]:
    """WaveNet's layers have kernels of two taps where a text does not say."""
    layers = fresh.over(replace(base, kernel=base.size or 2) if not base.empty else Layers(kernel=2))
    return [p for one in layers for p in replace(one, kernel=one.size or 2).plans()] if fresh.dilated or base.dilated else []


def is_dilated(view: View) -> bool:
    """Whether dilated layers are what is being spoken of."""
    return view.in_families(len(view.sentence.words), "dilated", "wavenet") is not None


def context_of(view: View) -> Context:
    """The layers of the sentences above, nearest first."""
    if "layers above" not in view.kept:
        found = []
        for earlier in list(sentences_above(view))[:12]:
            if earlier.cell is None and not (layers := said_in(earlier, kernel_letters(view))).empty:
                found.append((view.sentence.block - earlier.block, layers))
        if not any(layers.size for _, layers in found):
            found += _far_above(view)
        view.kept["layers above"] = Context(tuple(found))
    return view.kept["layers above"]


def _far_above(view: View) -> list[tuple[int, Layers]]:
    """The layers that earlier sections name, where this one tells no kernel."""
    outline, mine = view.outline, view.sentence.block
    section, found = outline.sections[mine], []
    for block in range(mine - 1, max(-1, mine - FAR), -1):
        if outline.sections[block] == section:
            continue
        for earlier in reversed(outline.sentences[block]):
            if earlier.cell is None and not (layers := said_in(earlier, kernel_letters(view))).empty and (layers.kernel or layers.dilated):
                found.append((mine - block, layers))
    return found[:8]


def said_in(s: Sentence, kernels: frozenset[str] = frozenset()) -> Layers:
    """The layers that a sentence is about in the end, the extents that it tells left out."""
    text = said(s, kernels)
    taken = taken_in(text)
    squares = tuple(m.start() for m in _SQUARE.finditer(text) if not _inside(m.start(), taken) and _square(text, m, True))
    return gathered(text, 0, None, squares)


# Two stacks that see alike; how many layers are needed, and how long samples last

def _alike(view: View, text: str, extents: set[int]) -> Iterator[Reading]:
    """Two stacks of one kernel each that are said to see the same: two 3x3 layers as much as one 5x5."""
    if not (words("topic").search(text) or words("sees_before").search(text) or "見え" in text or "カバー" in text or spoken(view, text)):
        return
    every = [t for t in tokens_of(text) if t["nk"] or t["kn"] or (t["ks"] and t.start() not in extents)]
    stretches = [(0, len(text))] if len(every) == 2 else list(pairwise([0, *line_starts(view), len(text)]))
    for start, end in stretches:
        stacks = [t for t in every if start <= t.start() < end]
        same = next((m for m in words("same").finditer(text, start, end) if len(stacks) == 2 and m.start() >= stacks[0].end()), None)
        if same and not (_counts_else(text, same.start(), same.end()) and not words("topic").search(text, start, end)):
            reading = _equal(text, stacks, same)
            if reading:
                yield reading


_UNLIKE = re.compile(r"(?:\bnot|n't|\bno longer|\bnever)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)


def _equal(text: str, stacks: list[re.Match[str]], same: re.Match[str]) -> Reading | None:
    """The statement that two stacks see alike, or that they do not."""
    first, second = (gathered(text, t.start(), t.end()) for t in stacks)
    plans = [*first.plans(), *second.plans()]
    between = text[stacks[0].end() : stacks[1].start()]
    if len(plans) != 2 or plans[0][0] == plans[1][0] or _THEN.search(between) or min(plans[0][0][0], plans[1][0][0]) < 2:
        return None
    if len(plans[0]) + len(plans[1]) == 2 or any(s > 1 for plan in plans for _, s, _ in plan):
        return None
    unlike = _UNLIKE.search(text[: same.start()]) or re.match(r"(?:で|に|と)?(?:は|も)?な(?:い|く|らな)", text[same.end() :])
    return Reading(
        f"{field_of(plans[0])} {'!=' if unlike else '=='} {field_of(plans[1])}", stacks[0].start(), max(stacks[1].end(), same.end()),
        sure=not words("epistemic").search(text) and not _STRIDED.search(text), subject="conv2d",
    )  # fmt: skip


def _needed(view: View, text: str, extents: list[Extent]) -> Iterator[Reading]:
    """So many layers are needed to see so far: those see it, and one fewer would not."""
    needs = words("needs").search(text)
    if needs is None or (not words("topic").search(text) and not spoken(view, text)):
        return
    layers = gathered(text, 0, None, tuple(e.start for e in extents))
    context = context_of(view)
    count = layers.count or (layers.entries[0][3] if len(layers.entries) == 1 else 0)
    kernel = layers.size or (context.merged().size if context.agrees() else 0)
    wanted = [e.value for e in extents if e.strong] or (_told_above(view) if words("anaphora").search(text) else [])
    if not count or not kernel or not wanted or layers.dilated or layers.dilation > 1 or count < 2:
        return
    field = "receptive_field(conv_stack, kernel_size={k}, layers={n})"
    texts = [f"{field.format(k=kernel, n=count - 1)} + 1 <= {w} <= {field.format(k=kernel, n=count)}" for w in dict.fromkeys(wanted)]
    certain = bool(layers.undilated or not is_dilated(view)) and not words("epistemic").search(text)
    token = next(t for t in tokens_of(text) if t["n"] or t["nk"] or t["kn"] or t["times"])
    yield Reading(texts[0], min(token.start(), needs.start()), max(token.end(), needs.end()), (), tuple(texts[1:]), sure=certain and bool(layers.size or context.agrees()))


def _told_above(view: View) -> list[int]:
    """The extents that the sentences above tell, nearest first."""
    found: list[int] = []
    for earlier in list(sentences_above(view))[:8]:
        text = flat(earlier)
        if words("topic").search(text) or earlier.block == view.sentence.block:
            found += [e.value for e in _extents(View(view.outline, earlier), text)]
    return found


def _lasting(view: View, text: str, extents: list[Extent]) -> Iterator[Reading]:
    """So many samples at such a rate are so many milliseconds."""
    times = list(_TIME.finditer(text))
    if not times or not (words("topic").search(text) or spoken(view, text)):
        return
    rate = _rate(text) or next((r for e in list(sentences_above(view))[:12] if (r := _rate(flat(e)))), None)
    samples = [(number_of(m[1]), m.start()) for m in _NUMBER.finditer(text) if re.match(r"\s*(?:サンプル|samples?\b)(?!/| per| a second)", text[m.end() :])]
    samples = samples or [(e.value, e.start) for e in extents]
    if rate is None:
        return
    for time in times:
        before = [v for v, at in samples if at < time.start()] or [v for v, _ in samples]
        before = before or _told_above(view)[:1]
        if not before:
            continue
        factor = 1000 if time[2] else 1
        value = f"{before[-1]}*{factor}/{rate} ~= {time[1]}"
        yield Reading(value, time.start(), time.end(), sure=bool(samples), subject="wavenet", predicate="receptive_field")


def _rate(text: str) -> int | None:
    found = _RATE.search(text)
    if found is None:
        return None
    return round(float(found[1]) * 1000) if found[1] else int(next(g for g in found.groups() if g).replace(",", ""))
