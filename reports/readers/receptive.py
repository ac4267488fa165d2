"""Receptive fields in prose: the layers that a sentence names, and how far their outputs are said to see.

Layers and extents are found apart (`layers.py`, `extents.py`). An extent belongs to the layers named since the extent
before it, else to those named just after it; what their words leave open (three times, with k = 3) they take from the
layers spoken of before. Only where the sentence names all, or where all that is spoken of nearby agrees, is a
refutation reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import product

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import Extent, extents_in, said, sees, squares_in
from ..sizes.layers import Layer, Layers, field_of, gathered, words
from ..sizes.setting import question, sentences_above
from ..text.sentences import Sentence
from .idioms import flat

SPOKEN_OF = 14  # blocks above in which receptive fields may have been spoken of
FAR = 60  # blocks above that may name the layers where nothing nearer does
NEAR = 3  # blocks above from which layers may be taken to refute
CUSTOM = ("k = 2 by custom",)
_SEES_SO_FAR = re.compile(rf"(?:{words('sees_before').pattern})\s+(?:at |over |an? |the )*\d|\d\s*(?:の(?:範囲|領域))?(?:を見|が見え|まで見え)|\d\s+view\b", re.IGNORECASE)
STRIDED = re.compile(r"ストライド\s*[はがを=]?\s*[2-9]|stride\s*(?:of|=)?\s*[2-9]|pool|プーリング", re.IGNORECASE)
_ENDS_ASKING = re.compile(r"[?？]\s*$|求め(?:よ|なさい)|答えよ|いくつか|\bfind\b|\bcompute\b", re.IGNORECASE)
_TILED = re.compile(r"\bpatches\b|\btil(?:e|es|ing)\b|敷き詰め", re.IGNORECASE)  # side by side, not one on another
_DILATES = re.compile(r"dilat|拡張率|膨張率|ダイレーション", re.IGNORECASE)
_OWN_KERNEL = re.compile(r"(?:カーネル|フィルター?|核|窓|kernels?|filters?)(?:の)?(?:サイズ|長さ?|幅|大きさ|\s*size|\s*width|\s*length)*\s*(?:を|は|が|=|:|is|of)?[\s$]*(?P<b>[A-Za-z])(?![A-Za-z]|\s*[(*×+/'-])", re.IGNORECASE)


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
    text = prepared(view)
    extents = list(extents_of(view, text)) if text is not None else []
    if text is not None and extents:
        yield from _told(view, text, extents)


def prepared(view: View) -> str | None:
    """The sentence as extents are read in it; None where it tells none: a heading, a cell, a question."""
    s = view.sentence
    if not view.in_prose:
        return None
    text = lined(view, said(s, partial(kernel_letters, view)))
    if words("asked").search(text) or re.search(r"[?？]\s*$", text) or _set_as_a_task(view) or (_TILED.search(text) and not _of_fields(text)):
        return None  # what is asked for is no extent that is told
    return text


_TASK = re.compile(r"^\W*(?:\d[\d.]*\W+)?(?:find|compute|determine|calculate|work out|give|what|how|求め(?:よ|なさい)|計算せよ|答えよ)\b|(?:を|は)?(?:求めよ|求めなさい|計算せよ|計算しなさい|答えよ|答えなさい)", re.IGNORECASE)
_STEPS = re.compile(r"(?:strides?|ストライド|歩幅|dilations?|dilation rates?|拡張率)\s*(?:of|=|は|が|を|:)?\s*(?:\d+\s*(?:,|、|and|と|・|\s)\s*(?:and )?)*$", re.IGNORECASE)


_OTHER_UNIT = re.compile(r"\s*(?:(?:of the |different |input |output |feature |other )*(?:channels?|maps?|classes|weights|filters|images|examples|percent)\b|%|(?:個の)?(?:重み|チャン?ネル|フィルタ|クラス)|割)", re.IGNORECASE)


def _set_as_a_task(view: View) -> bool:
    """Three convolutions with strides 2, 1, 2. Find the receptive field: the sentence after it asks."""
    s = view.sentence
    later = [e for e in view.outline.sentences[s.block] if e.number > s.number and e.cell == s.cell][:1]
    return any(_TASK.search(e.words) for e in later)


def extents_of(view: View, text: str) -> Iterator[Extent]:
    """The extents of the sentence."""
    topical = spoken(view, text) or _dilated_stack(text)
    if topical or sees(text):
        found = extents_in(text, topical, _asked_about(view) is not None)
        yield from (e for e in found if not (_STEPS.search(text[: e.start]) or _OTHER_UNIT.match(text[e.end :])))


def _dilated_stack(text: str) -> bool:
    """Whether a kernel and a list of dilations are told: what a square after them says is how far they see."""
    if not _DILATES.search(text):
        return False
    layers = gathered(text, 0, None, squares_in(text))
    return bool(layers.size and (layers.dilations or layers.dilation > 1))


def kernel_letters(view: View) -> frozenset[str]:
    """The letters that the note, up to here, uses for the size of a kernel."""
    if "kernel letters" not in view.kept:
        outline = view.outline
        found = {m["b"] for b in range(max(0, view.sentence.block - FAR), view.sentence.block + 1) for e in outline.sentences[b] for m in _OWN_KERNEL.finditer(flat(e))}
        view.kept["kernel letters"] = frozenset(found - set("kKfFLnNdDsS"))
    return view.kept["kernel letters"]


def spoken(view: View, text: str) -> bool:
    """Whether receptive fields are what is being spoken of: in the sentence, above it, in its headings."""
    if _of_fields(text):
        return True
    outline, s = view.outline, view.sentence
    if any(_SEES_SO_FAR.search(said(e)) for e in outline.sentences[s.block][: s.number]):
        return True
    blocks = [*outline.ancestors(s.block), *outline.headings(s.block), *range(max(0, s.block - SPOKEN_OF), s.block + 1)]
    return any(_of_fields(e.words) for b in blocks for e in outline.sentences[b] if e is not s)


@lru_cache(maxsize=1_024)  # every sentence looks through those around it
def _of_fields(text: str) -> bool:
    return bool(words("topic").search(text))


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
    if (asked := question(view)) and len(s.words) < 24:
        before = asked[-1] if len(asked) == 1 or _ENDS_ASKING.search(asked[-1].words) is None else asked[0]
    elif before is None or not re.search(r"[?？]\s*$", before.words):
        return None
    layers = said_in(before, partial(kernel_letters, view))
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
    if _paired(view, text):
        plans += [tuple(l for l in p for _ in (1, 2)) for p in plans]
    alternatives = [f"{field_of(p)} == {extent.value}" for p in dict.fromkeys(plans) if field_of(p)]
    if not alternatives or extent.value < 1 or _is_padding(view, plans[0], extent):
        return None, chosen[0]
    certain = certain and (own or extent.strong or extent.value > 2)  # 32 rather than 1
    added = _ADDED.search(text[max(0, extent.start - 60) : extent.start])
    sure = certain and not words("epistemic").search(text) and not _unstated_stride(text, plans[0]) and not added
    named = view.in_families(extent.start, "dilated", "wavenet", "causal", "stack", "convolution", "pooling")
    reading = Reading(alternatives[0], extent.start, extent.end, notes, tuple(alternatives[1:]), sure=sure, subject=named.subject if named else "conv2d")
    return reading, chosen[0]


_ADDED = re.compile(r"\badding\b|\badd an?\b|追加(?:する|すれば|し)|(?:層|段|ブロック)(?:目)?を(?:足|加え)", re.IGNORECASE)  # to layers told before
_PAIRED = re.compile(r"\btwo (?:\w+ )?(?:dilated |causal )*conv|(?:2|二|ふた)\s*(?:つ|層|個|枚|回)?(?:ずつ)?(?:の)?(?:拡張|膨張|因果|ダイレーテッド)?畳み?込み", re.IGNORECASE)
_ZEROS = re.compile(r"ゼロ|パディング|詰め|\bpad|\bzeros?\b", re.IGNORECASE)


def _paired(view: View, text: str) -> bool:
    """Whether each block is said to have two such layers."""
    s = view.sentence
    before = [flat(e) for e in view.outline.sentences[s.block][: s.number]][-2:]
    return any(re.search(r"block|ブロック", t, re.IGNORECASE) and _PAIRED.search(t) for t in (text, *before))


def _is_padding(view: View, plan: tuple[Layer, ...], extent: Extent) -> bool:
    """Whether a number is how many zeros a layer needs, (K - 1)d, where these are spoken of."""
    s = view.sentence
    near = " ".join(e.words for e in view.outline.sentences[s.block][max(0, s.number - 1) : s.number + 1])
    return len(plan) == 1 and extent.value == (plan[0][0] - 1) * plan[0][2] and bool(_ZEROS.search(near))


def _complete(layers: Layers) -> bool:
    """Whether the words themselves tell all of the layers."""
    kernels = [k or layers.kernel for k, *_ in layers.entries] or [layers.kernel]
    return all(kernels) and bool(layers.plans()) and not (layers.cycles and not layers.dilated and len(layers.entries) < 2)


def _unstated_stride(text: str, plan: tuple[Layer, ...]) -> bool:
    """Whether a stride or a pooling is spoken of that the layers do not have."""
    return bool(STRIDED.search(text)) and all(s == 1 for _, s, _ in plan)


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
            if earlier.cell is None and not (layers := said_in(earlier, partial(kernel_letters, view))).empty:
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
            if earlier.cell is None and not (layers := said_in(earlier, partial(kernel_letters, view))).empty and (layers.kernel or layers.dilated):
                found.append((mine - block, layers))
    return found[:8]


def said_in(s: Sentence, kernels: Callable[[], frozenset[str]] = frozenset) -> Layers:
    """The layers that a sentence is about in the end, the extents that it tells left out."""
    text = said(s, kernels)
    return gathered(text, 0, None, squares_in(text))
