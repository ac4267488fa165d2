"""A field for each layer in a row: 3x3 conv, 2x2 pool with stride 2, 3x3 conv: r = 3, 4, 8; after one, two, three layers 3, 5, 7.

The layers are told before the numbers, as many as there are of these; the n-th number is how far the first n layers see.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..decided import ALL_GIVEN
from ..reading import Reading, View
from ..sizes.layers import Layer, Layers, field_of, gathered, words

_NUMBER = r"\d{1,4}(?:\s*[x×]\s*\d{1,4})?(?:\s*(?:samples?|pixels?|px))?"
_SEPARATOR = r"\s*(?:,\s*(?:and|then)|,|、|→|->|⇒|/|\band\b|\bthen\b|・)\s*"
_SERIES = re.compile(rf"(?<![\d.x×^])(?<!\d,){_NUMBER}(?:{_SEPARATOR}{_NUMBER}){{1,11}}(?!\s*[x×]|\d|\.\d|{_SEPARATOR}?\s*(?:\.\.\.|…))", re.IGNORECASE)
_ONE = re.compile(r"(\d{1,4})(?:\s*[x×]\s*(\d{1,4}))?")
_TOPIC = re.compile(rf"{words('topic').pattern}|(?<![A-Za-z])(?:r|RF)\s*(?:=|:|is|are|goes|grows)|\bsees?\b", re.IGNORECASE)
_OF_THE_LAYERS = re.compile(r"(?:(?<![A-Za-z])(?:dilat\w*|strides?|kernels?(?: sizes?)?|filters?|channels|rates?|paddings?|jumps?|j|d|k|s)|拡張率|ストライド|カーネル)\s*(?:of|=|:|are|は|が)?\s*$", re.IGNORECASE)
_LINK = re.compile(r"(?:[=:：]|->|→|⇒|\b(?:is|are|becomes?|grows?|goes|sees?|as|of|to|from|through|fields?|RF)\b|は|が)\W*$", re.IGNORECASE)
_STACKED = re.compile(r"\b(?:stack(?:s|ed|ing)?|repeat(?:s|ed|ing)?|on top of|pil(?:e|ed|ing)|add(?:ed|ing))\b|重ね|積[みむん]|繰り?返", re.IGNORECASE)
_UNLIKE = re.compile(r"dilat|atrous|pool|strid|doubl|拡張|膨張|プーリング|ストライド|歩幅|倍", re.IGNORECASE)
_TURNED = re.compile(r"\b(?:not|wrong|instead|rather|would|if|mistak\w*)\b|n't\b|ではな|誤|間違", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field after each of the layers that a sentence tells."""
    from .receptive import prepared, spoken

    text = prepared(view)
    if text is None or not _TOPIC.search(text):
        return
    series = [m for m in _SERIES.finditer(text) if not _OF_THE_LAYERS.search(text[: m.start()]) and _LINK.search(text[max(0, m.start() - 40) : m.start()])]
    if len(series) != 1 or not (words("topic").search(text) or spoken(view, text)):
        return
    values = list(_ONE.finditer(series[0][0]))
    if values[0][0] == "1" and len(values) > 2 and _plan(text[: series[0].start()], len(values) - 1):
        values = values[1:]  # what is seen before the first layer
    if counted := _counts_before(text[: series[0].start()], len(values)):
        yield from _each_of_its_count(view, text, series[0].start(), values, counted)
        return
    plan = _plan(text[: series[0].start()], len(values)) or _again(view, text, series[0].start(), len(values))
    sure = plan is not None and not _TURNED.search(text) and not words("epistemic").search(text)
    for number, value in enumerate(values) if plan else ():
        if value[2] not in (None, value[1]):
            return
        start = series[0].start() + value.start()
        field = field_of(plan[: number + 1]) if plan else ""
        yield Reading(f"{field} == {value[1]}", start, start + len(value[0]), ("the layers told before it, one after another", *((ALL_GIVEN,) if sure else ())), sure=sure, firm=True, subject="conv2d")


_RUN_OF_COUNTS = re.compile(r"(?:\d{1,2}\s*(?:層|回|枚|段|つ|layers?)?\s*(?:[,、・]|と|や|,?\s*\band\b|から)\s*){1,6}\d{1,2}\s*(?:層|回|枚|段|つ|layers?)(?!目)", re.IGNORECASE)


def _counts_before(text: str, many: int) -> list[int]:
    """The numbers of layers told one after another, as many as there are fields: 2 層、3 層と重ねると 5×5、7×7."""
    runs = [[int(n) for n in re.findall(r"\d+", m[0])] for m in _RUN_OF_COUNTS.finditer(text)]
    return runs[-1] if runs and len(runs[-1]) == many > 1 else []


def _each_of_its_count(view: View, text: str, place: int, values: list[re.Match[str]], counts: list[int]) -> Iterator[Reading]:
    """The n-th field is that of the n-th number of layers; their kernel is the sentence's, or the one spoken of above."""
    from .receptive import context_of

    before = _RUN_OF_COUNTS.sub(lambda m: " " * len(m[0]), text[:place])
    own = gathered(before).size
    context = context_of(view)
    size = own or context.merged().size
    if not size or any(v[2] not in (None, v[1]) for v in values):
        return
    sure = bool(own or context.agrees()) and not _TURNED.search(text) and not words("epistemic").search(text) and not _UNLIKE.search(before)
    for count, value in zip(counts, values, strict=True):
        yield Reading(f"{field_of(((size, 1, 1),) * count)} == {value[1]}", place + value.start(), place + value.end(), ("the numbers of layers told before it, one after another", *((ALL_GIVEN,) if sure else ())), sure=sure, firm=True, subject="conv2d")


def _plan(text: str, many: int) -> tuple[Layer, ...] | None:
    """The layers told by a text, if there are so many of them; layers alike are counted or told by name only."""
    layers: Layers = gathered(text)
    plans = layers.plans()
    if len(plans) == 1 and len(plans[0]) == many > 1:
        return plans[0]
    named = [tuple(e[:3]) for e in layers.entries]
    return tuple((k or layers.kernel, s, d) for k, s, d in named) if len(named) == many > 1 and all(k or layers.kernel for k, *_ in named) else None


def _again(view: View, text: str, start: int, many: int) -> tuple[Layer, ...] | None:
    """One layer that is put on itself as often as there are numbers, where nothing around speaks of layers unlike it."""
    plans = gathered(text[:start]).plans()
    around = [e.words for block in range(max(0, view.sentence.block - 2), view.sentence.block + 1) for e in view.outline.sentences[block] if e is not view.sentence]
    if many < 3 or len(plans) != 1 or len(plans[0]) != 1 or not _STACKED.search(text) or any(_UNLIKE.search(said) for said in around):
        return None
    return plans[0] * many
