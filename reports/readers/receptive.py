"""Receptive fields in prose: the layers that a sentence names, and how far their outputs are said to see.

Layers and extents are found apart (`layers.py`, `extents.py`). An extent belongs to the layers named since the extent
before it, else to those named just after it; what their words leave open (three times, with k = 3) they take from the
layers spoken of before. Only where the sentence names all, or where all that is spoken of nearby agrees, is a
refutation reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import Extent, extents_in, said, sees, squares_in
from ..sizes.layers import Layer, Layers, field_of, gathered, words
from ..sizes.setting import question
from ..text.sentences import Sentence
from . import (
    effective_kernels,
    fields_behind_pools,
    fields_by_dilation,
    fields_in_between,
    fields_past_a_step,
    receptive_series,
)
from .answer_marks import HEAD
from .idioms import flat
from .receptive_context import FAR, Context, context_of, kernel_letters, said_in
from .receptive_stacks import explaining, extent_of_plan, going_on, listed_above, up_to, whole_stack, with_one_more
from .such_layers import in_turn

__all__ = ["FAR", "STRIDED", "Context", "context_of", "extents_of", "is_dilated", "kernel_letters", "line_starts", "prepared", "read", "said_in", "spoken"]
SPOKEN_OF = 14  # blocks above in which receptive fields may have been spoken of
CUSTOM = ("k = 2 by custom",)
_SEES_SO_FAR = re.compile(rf"(?:{words('sees_before').pattern})\s+(?:at |over |an? |the )*\d|\d\s*(?:の(?:範囲|領域))?(?:を見|が見え|まで見え)|\d\s+view\b", re.IGNORECASE)
STRIDED = re.compile(r"ストライド\s*[はがを=]?\s*[2-9]|stride[-\s]*(?:of|=)?\s*[2-9]|pool|プーリング", re.IGNORECASE)
_ENDS_ASKING = re.compile(r"[?？]\s*$|求め(?:よ|なさい)|答えよ|いくつか|\bfind\b|\bcompute\b", re.IGNORECASE)
_TILED = re.compile(r"\bpatches\b|\btil(?:e|es|ing)\b|敷き詰め", re.IGNORECASE)  # side by side, not one on another
_DILATES = re.compile(r"dilat|拡張率|膨張率|ダイレーション", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Every extent that a sentence tells of a stack of layers."""
    if view.read_by(fields_behind_pools) or view.read_by(fields_in_between) or view.read_by(fields_past_a_step) or view.read_by(fields_by_dilation) or view.read_by(effective_kernels) or in_turn(view):
        return  # the window is told with what it adds, or what one kernel covers
    if one_by_one := view.read_by(receptive_series):
        yield from one_by_one
        return
    text = prepared(view)
    extents = list(extents_of(view, text)) if text is not None else []
    if text is not None and extents:
        yield from _told(view, text, extents)


def prepared(view: View) -> str | None:
    """The sentence as extents are read in it; None where it tells none: a heading, a cell, a question."""
    s = view.sentence
    if not view.in_prose:
        return None
    text = _ADDS_A_PRODUCT.sub(lambda m: m[1] + " " * (len(m[0]) - len(m[1])), lined(view, said(s, partial(kernel_letters, view))))
    if not words("topic").search(text) and (_of_channels_that_grow(view) or (_BIASED.search(text) and not sees(text))):
        return None
    if words("asked").search(text) or re.search(r"[?？]\s*$", text) or _set_as_a_task(view) or (_TILED.search(text) and not _of_fields(text)):
        return None  # what is asked for is no extent that is told
    return text


_ADDS_A_PRODUCT = re.compile(r"(\b(?:adds?|adding|plus)\s+)\d{1,3}\s*[*·x×]\s*\d{1,3}(?!\d|\s*(?:[x×*]|conv|kernel|filter|layer|pool|max))", re.IGNORECASE)  # 2 * 2 pixels more, no window
_BIASED = re.compile(r"\bbias(?:es)?\b|バイアス", re.IGNORECASE)  # weights are counted: layer 3 → 64, 3x3, with bias
_GROWS = re.compile(r"dense(?!ly| layer)|growth rate|成長率|デンス|密なブロック", re.IGNORECASE)


def _of_channels_that_grow(view: View) -> bool:
    """Whether a dense block is spoken of in the lines before, where a layer "sees" the channels that go into it."""
    s, outline = view.sentence, view.outline
    near = [e.words for block in (*outline.headings(s.block), *range(max(0, s.block - 2), s.block + 1)) for e in outline.sentences[block]]
    return any(_GROWS.search(words) for words in near) and not any(words("topic").search(said) for said in near)


_TASK = re.compile(r"^\W*(?:\d[\d.]*\W+)?(?:find|compute|determine|calculate|work out|give|what|how|求め(?:よ|なさい)|計算せよ|答えよ)\b|(?:を|は)?(?:求めよ|求めなさい|計算せよ|計算しなさい|答えよ|答えなさい)", re.IGNORECASE)
_STEPS = re.compile(r"(?:strides?|ストライド|歩幅|dilations?|dilation rates?|拡張率)\s*(?:of|=|は|が|を|:)?\s*(?:\d+\s*(?:,|、|and|と|・|\s)\s*(?:and )?)*$", re.IGNORECASE)


_WEIGHED = re.compile(r"\bweights?\b|\bparam\w*|重み|パラメータ", re.IGNORECASE)
_SQUARE_AT = re.compile(r"\d+\s*[x×*]\s*\d")
_OTHER_UNIT = re.compile(r"\s*(?:(?:of the |different |input |output |feature |other )*(?:channels?|maps?|classes|weights|filters|images|examples|percent)\b|%|(?:個の)?(?:重み|チャン?ネル|フィルタ|クラス)|割)", re.IGNORECASE)


# A region of the map of another layer is no field in the input: a 3x3 patch of the first, hence 5x5 pixels of the image.
_OF_ANOTHER_MAP = re.compile(r"\s*(?:patch|region|window|area|block|pixels|values|units|neurons|neighbou?rhood)?\s*(?:of|in|on|from)\s+the\s+(?:(?:output|map|activations?|units|neurons|feature map) of the\s+)?(?:first|second|third|fourth|previous|preceding|earlier|lower|upper|bottom|one (?:below|before|above)|layer (?:below|before|above))\b", re.IGNORECASE)


_IN_A_LAYER_BELOW = re.compile(r"(?:(?:第\s*[1-9一二三四五]\s*層|[1-9一二三四五]\s*(?:層|段)目|最初の層|(?:1|ひと|一)つ(?:前|下)の層|前の層|下の層)(?:の(?:出力|特徴マップ|マップ))?)の\s*$")


def _set_as_a_task(view: View) -> bool:
    """Three convolutions with strides 2, 1, 2. Find the receptive field: the sentence after it asks."""
    s = view.sentence
    later = [e for e in view.outline.sentences[s.block] if e.number > s.number and e.cell == s.cell][:1]
    return any(_TASK.search(e.words) for e in later)


def extents_of(view: View, text: str) -> Iterator[Extent]:
    """The extents of the sentence."""
    asked = _question_above(view)
    topical = spoken(view, text) or _dilated_stack(text) or (asked is not None and sees(asked.words))
    if topical or sees(text):
        answered = _asked_about(view) is not None
        found = list(extents_in(text, topical, answered))
        if not topical and any(e.strong for e in found):  # one that is seen, and others beside it: 2 layers 5x5, 3 layers a region of 7x7
            found = list(extents_in(text, True, answered))
        if not _of_fields(text) and _WEIGHED.search(text):
            found = [e for e in found if e.strong or _SQUARE_AT.match(text, e.start)]  # lone numbers beside weights are theirs
        yield from (e for e in found if not (_is_one_of_a_tuple(text, e.start) or _STEPS.search(text[: e.start]) or _OTHER_UNIT.match(text[e.end :]) or _OF_ANOTHER_MAP.match(text[e.end :]) or _IN_A_LAYER_BELOW.search(text[: e.start])))


_TUPLE = re.compile(r"[(\[]\s*\d+(?:\s*,\s*\d+)+\s*[)\]]")


def _is_one_of_a_tuple(text: str, place: int) -> bool:
    """Whether a number belongs to a tuple of different sizes: the shape (72, 27) of a matrix, (2, 3, 8, 8) of a batch."""
    return any(m.start() <= place < m.end() and len(set(re.findall(r"\d+", m[0]))) > 1 for m in _TUPLE.finditer(text))


def _dilated_stack(text: str) -> bool:
    """Whether a kernel and a list of dilations are told: what a square after them says is how far they see."""
    if not _DILATES.search(text):
        return False
    layers = gathered(text, 0, None, squares_in(text))
    return bool(layers.size and (layers.dilations or layers.dilation > 1))


def spoken(view: View, text: str) -> bool:
    """Whether receptive fields are what is being spoken of: in the sentence, above it, in its headings."""
    if _of_fields(text):
        return True
    outline, s = view.outline, view.sentence
    if any(_SEES_SO_FAR.search(said(e)) for e in outline.sentences[s.block][: s.number]) or _item_before_sees(view):
        return True
    since = next(iter(outline.headings(s.block)), 0)  # what another section speaks of is another matter, but of answers
    since = 0 if HEAD.match(outline.blocks[since].raw) else since
    blocks = [*outline.ancestors(s.block), *outline.headings(s.block), *range(max(since, s.block - SPOKEN_OF), s.block + 1)]
    return any(_of_fields(e.words) for b in blocks for e in outline.sentences[b] if e is not s)


def _item_before_sees(view: View) -> bool:
    """Whether the item just before this one in a list tells how far layers see: two of them 5x5, and three 7x7."""
    s, outline = view.sentence, view.outline
    mine = outline.blocks[s.block]
    if mine.kind != "item" or not s.block or len(s.words) > 48:
        return False
    before = outline.blocks[s.block - 1]
    told = [said(e) for e in outline.sentences[s.block - 1]]
    return before.kind == "item" and before.parent == mine.parent and any(_SEES_SO_FAR.search(t) or (sees(t) and squares_in(t)) for t in told)


@lru_cache(maxsize=1_024)  # every sentence looks through those around it
def _of_fields(text: str) -> bool:
    return bool(words("topic").search(text))


# The layers that an extent belongs to

_NO_FIELD = re.compile(r"\b(?:factor|ratio)\b[^.;,]{0,16}$|(?:倍率|比)(?:は|が)[^。、]{0,6}$", re.IGNORECASE)
_OTHERWISE = re.compile(r"\b(?:without|were it not for|with no)\b[^.;]*$|(?:なし|無し|なければ|なかったら)[^。]*$", re.IGNORECASE)  # than asked


def _told(view: View, text: str, extents: list[Extent]) -> Iterator[Reading]:
    skip = tuple(e.start for e in extents)
    context = context_of(view)
    spoken_of, place = context.merged(), 0
    told, breaks = _asked_about(view), line_starts(view)
    unsure = False
    for number, extent in enumerate(extents):
        if _NO_FIELD.search(text[: extent.start]) or (told is not None and _OTHERWISE.search(text[: extent.start])):
            continue
        fresh = _named_before(text, place, extent.start, skip, [b for b in breaks if b <= extent.start])
        if one := _of_one_layer(view, text, (place, extent), fresh, told, context):
            yield one
            told, place = fresh if _complete(fresh) else told or spoken_of, extent.end
            continue
        if grown := with_one_more(text[place : extent.start], fresh, told or spoken_of):
            sure = (told is not None or context.agrees() or context.agrees_here()) and not words("epistemic").search(text) and not _unstated_stride(text, grown)
            yield Reading(f"{field_of(grown)} == {extent.value}", extent.start, extent.end, ("one more layer than those told before",), sure=sure, subject="conv2d")
            told, place = Layers(entries=tuple((*layer, 1) for layer in grown)), extent.end
            continue
        following = extents[number + 1].start if number + 1 < len(extents) else len(text)
        after = _after(text, extent, following, skip) if fresh.empty else None
        if after is not None and not after.empty:
            fresh = after
        elif fresh.empty and told is not None and number and not words("topic").search(text[place : extent.start]):
            place = extent.end
            continue
        if fresh.empty and told is None and not (extent.strong or _titled(view) or up_to(text[place : extent.start], spoken_of) or whole_stack(view, text)):
            place = extent.end
            continue
        further = going_on(text[place : extent.start]) and told is not None and number > 0
        reading, said = _reading(view, text, extent, fresh, told, spoken_of, context, further)
        if said is not None:
            told = said
        if reading:
            unsure = unsure or ((number > 0 or going_on(text)) and not reading.sure)
            yield replace(reading, sure=False) if unsure and number else reading
        place = extent.end


_NTH = re.compile(
    r"\bthe\s+(?P<n>first|second|third|fourth|fifth|last|final|top)\b(?!\s+(?:two|three|four|five|\d|few|pool))(?:\s+(?:one|layer|conv\w*|of (?:them|these|those)))?(?:(?!pool|stride|dilat)[^.;,()]){0,40}$",
    re.IGNORECASE,
)
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def _of_one_layer(view: View, text: str, place: tuple[int, Extent], fresh: Layers, told: Layers | None, context: Context) -> Reading | None:
    """The extent of one layer of a stack: "a neuron of the first sees 3x3, one of the second 5x5"."""
    extent = place[1]
    which = _NTH.search(text[place[0] : extent.start])
    own = _complete(fresh)
    if which and which["n"].lower() == "first" and not (own or told or context.found) and (kernel := _kernel_after(view)):
        return Reading(f"{field_of(((kernel, 1, 1),))} == {extent.value}", extent.start, extent.end, ("the kernel is told right after",), sure=False, subject="conv2d")
    plans = (fresh if own else told or context.merged()).plans() if which else []
    if which is None or len(plans) != 1 or (len(set(plans[0])) > 1 and not own) or len(plans[0]) < max(2, number := _PLACES.get(which["n"].lower(), len(plans[0]))):
        return None
    nearer = set() if own else _kernels_said_before(view) - {k for k, *_ in plans[0]}
    sure = (own or told is not None or context.agrees()) and not nearer and not words("epistemic").search(text) and not _unstated_stride(text, plans[0])
    plan = plans[0][:number] if len(nearer) != 1 else tuple((k, s, d) for k in nearer for _, s, d in plans[0][:number])
    return Reading(f"{field_of(plan)} == {extent.value}", extent.start, extent.end, (), sure=sure, subject="conv2d")


def _kernels_said_before(view: View) -> set[int]:
    """The kernels that the sentences before this one in its block name, if only in passing: fond of 3 x 3."""
    s = view.sentence
    before = view.outline.sentences[s.block][: s.number] if s.cell is None else []
    return {int(k) for e in before for k in re.findall(r"(?<![\d.x×*])([3579]|11)\s*[x×]\s*\1(?!\d|\s*[x×])", said(e))}


def _kernel_after(view: View) -> int:
    """The kernel of the layers of which the next sentence goes on to tell."""
    s = view.sentence
    later = [e for e in view.outline.sentences[s.block] if e.number == s.number + 1 and e.cell == s.cell]
    return gathered(said(later[0]), 0, None, squares_in(said(later[0]))).size if later else 0


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
    if (asked := question(view)) and (len(s.words) < 24 or (len(s.words) < 64 and said_in(s).empty)):
        before = asked[-1] if len(asked) == 1 or _ENDS_ASKING.search(asked[-1].words) is None else asked[0]
    elif before is None or not re.search(r"[?？]\s*$", before.words):
        before = _question_above(view)
    if before is None:
        return None
    if _HOW_MANY.search(before.words):
        return None  # the answer is a number of layers
    layers = said_in(before, partial(kernel_letters, view))
    return layers if layers.plans() else None


_ANSWER = re.compile(r"^\W*(?:答え?|解答?|回答|A|Ans(?:wer)?|Solution)\s*\d{0,2}\s*[:：.)．]", re.IGNORECASE)
_ASKS = re.compile(r"[?？]\s*$|求め(?:よ|なさい)|答えよ|いくつか|\bfind\b|\bcompute\b", re.IGNORECASE)


def _question_above(view: View) -> Sentence | None:
    """The question of the line above, where this one is its answer: A: 11x11."""
    outline, s = view.outline, view.sentence
    first = outline.sentences[s.block][0] if s.cell is None else s
    labelled = _ANSWER.match(s.words) if not s.number else s.number == 1 and _LABEL_ALONE.fullmatch(first.words)
    if s.cell is not None or not labelled or not s.block or len(s.words) > 48:
        return None
    above = [e for e in outline.sentences[s.block - 1] if not _NUMBER_ALONE.fullmatch(e.words)]
    return above[-1] if len(above) == 1 and _ASKS.search(above[-1].words) else None  # layers told over several sentences are not gathered here


_LABEL_ALONE = re.compile(r"\W*(?:答え?|解答?|回答|A|Ans(?:wer)?|Solution)\s*\d{0,2}\W*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"\W*(?:Q(?:uestion)?|Exercise|Problem|問題?)?\s*\d{0,2}(?:\.\d{1,2})?\W*", re.IGNORECASE)


_HOW_MANY = re.compile(r"\bhow many\b|何(?:層|枚|段|回|個)|いくつの(?:層|畳)|層(?:の)?数は", re.IGNORECASE)


def _after(text: str, extent: Extent, end: int, skip: tuple[int, ...]) -> Layers | None:
    """The layers named after the extent, in the same clause: a 7x7 region is what three 3x3 layers see."""
    if not extent.strong:
        return None
    stop = re.compile(r"[。.;；]|,\s+(?:and|but|so|while|which)\b|、(?:また|一方|しかし)").search(text, extent.end, end)
    return gathered(text, extent.end, stop.start() if stop else end, skip)


def _reading(
    view: View, text: str, extent: Extent, fresh: Layers, told: Layers | None, spoken_of: Layers, context: Context, further: bool = False
) -> tuple[Reading | None, Layers | None]:
    """The statement of an extent, and the layers that it was said of."""
    base = told if told is not None else spoken_of
    pointed = up_to(text[: extent.start], base)
    if pointed is not None:
        fresh, base = Layers(), pointed
    chosen = fresh.over(base)
    goes_on = False
    if fresh.dilation and not (fresh.entries or fresh.count or fresh.dilations) and base.size and _RATE_GIVEN.search(text):  # d=4 under a kernel told above
        fresh = replace(fresh, entries=((base.size, 1, fresh.dilation, 0),), dilation=0)
    if len(fresh.entries) == 1 and fresh.entries[0][3] < 2 and (above := listed_above(view)):  # a list of layers, one after another
        chosen = [x for x in (_joined(Layers(entries=above, kernel=fresh.size), fresh), *chosen) if x]
        goes_on = not context.windows <= {k for k, *_ in above}
    elif goes_on := (further or (told is None and going_on(text))) and len(fresh.entries) == 1 and bool(base.entries):
        joined = _joined(base, fresh)
        chosen = [joined] if joined else []
    if fresh.empty and told is None and (whole := whole_stack(view, text)):
        sure = not words("epistemic").search(text) and not _unstated_stride(text, whole)
        return Reading(f"{field_of(whole)} == {extent.value}", extent.start, extent.end, ("the stack told just above",), sure=sure, subject="conv2d"), None
    plans = [p for layers in chosen for p in layers.plans()]
    plans += [p for layers in fresh.elsewise(bool(words("same").search(text))) for p in layers.plans()]
    notes: tuple[str, ...] = ()
    own = _complete(fresh) or pointed is not None
    if told is not None and not own and len(kernels := {k for k, *_ in told.entries}) > 1:  # of two things that are compared
        plans += [p for k in kernels for layers in fresh.over(Layers(kernel=k)) for p in layers.plans()]
    certain = own or told is not None
    if not certain:
        plans += [p for other in context.others() for layers in fresh.over(other) for p in layers.plans()]
        certain = context.agrees() and bool(plans)
        notes = ("the layers are those named in the text",)
    elif goes_on and told is None and not context.agrees():
        certain = False  # behind layers that are not all known
    elif own and fresh.count and is_dilated(view) and not (fresh.dilated or fresh.undilated):
        plans += [p for other in context.others() for layers in fresh.over(other) for p in layers.plans()]
    if not plans and is_dilated(view):
        plans, certain, notes = _by_custom(fresh, base), False, CUSTOM
    if not plans and extent.strong and fresh.empty and (size := context.merged().size):
        plans, certain = [((size, 1, 1),)], False
    if not plans:
        return None, chosen[0] if chosen and not fresh.empty else None
    plans += _told_after(text, extent, fresh, base)
    if not own:
        known = {x for p in plans if (x := field_of(p))}
        found = [x for x in explaining(view, text, extent.value, (extent.start,)) if x.partition(" == ")[0] not in known]
        explained = tuple(found)
    else:
        explained = ()
    if _paired(view, text):
        plans += [tuple(l for l in p for _ in (1, 2)) for p in plans]
    alternatives = [f"{field_of(p)} == {extent.value}" for p in dict.fromkeys(plans) if field_of(p)]
    if not _SIDES.match(text, extent.start):  # 25 pixels are a square of five
        explained += tuple(f"{field_of(p)}**2 == {extent.value}" for p in dict.fromkeys(plans) if extent_of_plan(p) ** 2 == extent.value > 1 and field_of(p))
    if not alternatives or extent.value < 1 or _is_padding(view, plans[0], extent):
        return None, chosen[0]
    certain = certain and (own or extent.strong or extent.value > 2)  # 32 rather than 1
    added = _ADDED.search(text[max(0, extent.start - 60) : extent.start])
    sure = certain and not words("epistemic").search(text) and not _unstated_stride(text, plans[0]) and not added
    sure = sure and not (_THAT_LAYER.match(text) and len(plans[0]) > 1) and not _WIDER_BY.match(text, extent.end)
    sure = sure and not (_BEHIND_THEM.search(text) and told is None)
    sure = sure and not _OF_A_NETWORK.match(text) and (own or told is not None or not _of_other_layers(text, plans[0]))
    named = view.in_families(extent.start, "dilated", "wavenet", "causal", "stack", "convolution", "pooling")
    reading = Reading(alternatives[0], extent.start, extent.end, notes, (*alternatives[1:], *explained), sure=sure, subject=named.subject if named else "conv2d")
    return reading, chosen[0]


_THAT_LAYER = re.compile(r"\W*(?:this|that|the) (?:single )?layer\b|\W*この層(?:は|が|で)", re.IGNORECASE)  # one, whatever stack is told above
_WIDER_BY = re.compile(r"[\s$`]*(?:画素|ピクセル|マス|サンプル)?\s*(?:ぶん|分|だけ)\s*(?:広|大き|伸|増)|[\s$`]*(?:more|wider|further)\b|[\s$`]*(?:pixels?|samples?|positions?) (?:more|wider|further)\b", re.IGNORECASE)
_BEHIND_THEM = re.compile(r"\b(?:behind|after|on top of|following) (?:them|it|these|those|both)\b|(?:その|それらの)(?:後|あと|上)", re.IGNORECASE)
_OF_A_NETWORK = re.compile(r"\W*(?:alexnet|vgg|resnet|densenet|googlenet|inception|mobilenet|efficientnet|xception|u-?net|lenet)[\w.-]*\s*(?:[:：,、(（]|は|の受容野)", re.IGNORECASE)
_OWN_COUNT = re.compile(r"(?<![A-Za-z])[nNL]\s*=\s*(\d{1,3})(?![\d.,])|(?<![\d.])(\d{1,3})\s*(?:層(?!目)|layers\b)", re.IGNORECASE)
_OWN_DILATION = re.compile(r"(?:dilations?|拡張率|膨張率)\s*(?:of|は|が|=|:)?\s*(\d{1,3}(?:,\d{3})+|\d{1,5})(?![\d.])", re.IGNORECASE)


def _of_other_layers(text: str, plan: tuple[Layer, ...]) -> bool:
    """Whether the sentence itself has a number of layers, or a dilation, that the layers told above it do not have."""
    counts = {int(m[1] or m[2]) for m in _OWN_COUNT.finditer(text)}
    dilations = {int(m[1].replace(",", "")) for m in _OWN_DILATION.finditer(text)}
    return bool(counts and len(plan) not in counts) or not dilations <= {dilation for *_, dilation in plan}


_SIDES = re.compile(r"\d+\s*[x×*]\s*\d")


def _told_after(text: str, extent: Extent, fresh: Layers, base: Layers) -> list[tuple[Layer, ...]]:
    """What the words right after an extent make of the layers before it: 11 without dilation, 63 with dilations 1, 2, 4."""
    stop = re.compile(r"[。;；]|\.\s|[,、](?!\s*\d)").search(text, extent.end)
    later = gathered(text, extent.end, stop.start() if stop else len(text))
    if not (later.dilations or later.doubling or later.undilated or later.dilation):
        return []
    return [p for one in (*fresh.over(base), base) for layers in later.over(replace(one, kernel=one.size, entries=(), count=one.count or (one.entries[0][3] if one.entries else 0))) for p in layers.plans()]


def _joined(base: Layers, fresh: Layers) -> Layers | None:
    """The layers told before with one more behind them, where each of them is known: then a pooling of 2x2."""
    entries = tuple((k or base.kernel, s, d, n or 1) for k, s, d, n in (*base.entries, *fresh.entries))
    return Layers(entries=entries) if all(k for k, *_ in entries) and not (base.dilated or base.apart) else None


_ADDED = re.compile(r"\badding\b|\badd an?\b|追加(?:する|すれば|し)|(?:層|段|ブロック)(?:目)?を(?:足|加え)", re.IGNORECASE)  # to layers told before
_RATE_GIVEN = re.compile(r"(?<![A-Za-z])d\s*=|[Dd]ilat|拡張率|膨張率")
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
