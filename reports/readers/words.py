"""Names: what a thing is called and what it equals."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note

_ONE_BY_ONE = re.compile(r"1\s*[x×*]\s*1(?!\s*[x×*]\s*\w)")


def read(view: View) -> Iterator[Reading]:
    """Equalities by name."""
    s = view.sentence
    if s.has("question") and not s.has("called"):
        return
    yield from _one_by_one(view)
    yield from _convolutions(view)


def _one_by_one(view: View) -> Iterator[Reading]:
    """Pointwise convolution is 1x1 convolution."""
    s = view.sentence
    text = s.key.text
    found = _ONE_BY_ONE.search(text)
    if not found or s.has("cost", "parameters"):
        return
    named = view.subject(found.start(), lambda n: n == "pointwise_conv2d")
    if named is None or view.outline.blocks[s.block].kind == "heading":
        return
    other = [m for m in s.subjects if m.tag == "pointwise_conv2d"]
    above = view.outline.inherited(s, lambda n: n == "pointwise_conv2d")
    both = len(other) > 1 or (bool(other) and above is not None)
    if (s.has("called") or re.search(r"=|\(", s.words[max(0, found.start() - 6) : found.end() + 8])) and (
        both or named.where != ""
    ):
        yield Reading(
            "equals(pointwise_conv2d, conv2d(kernel_size=1))",
            min(found.start(), other[0].start if other else found.start()),
            found.end(),
            inherited_note(named, view),
            sure=False,
        )
    elif re.search(
        r"(?:kernel|filter|カーネル|フィルタ)", text[max(0, found.start() - 14) : found.end() + 20], re.IGNORECASE
    ):
        yield Reading(
            "kernel_shape(pointwise_conv2d) == (1, 1)",
            found.start(),
            found.end(),
            inherited_note(named, view),
            sure=False,
        )


def _convolutions(view: View) -> Iterator[Reading]:
    """A depthwise convolution is a grouped one; a separable one its two parts."""
    s = view.sentence
    yield from _undilated(view)
    if (
        s.has("called")
        and any(m.tag == "grouped_conv2d" for m in s.subjects)
        and any(m.tag == "depthwise_conv2d" for m in s.subjects)
    ):
        first = s.subjects[0]
        yield Reading(
            "equals(depthwise_conv2d, conv2d(groups=C, out_channels=C))", first.start, s.subjects[-1].end, sure=False
        )
    about = view.subject(0, lambda n: n in ("depthwise_separable_conv2d", "mobilenet"))
    composed = about is not None and {"depthwise_conv2d", "pointwise_conv2d"} <= {m.tag for m in s.subjects}
    if (
        composed
        and not s.has("reduce")
        and re.search(
            (
                r"組み合わせ|分け|分解|からなる|構成|続けて|factor|consist|composed|split|followed|combin|decompos"
                r"|two (?:steps|layers|stages)|then"
            ),
            s.words,
        )
    ):
        order = [m.tag for m in s.subjects if m.tag in ("depthwise_conv2d", "pointwise_conv2d")]
        if order[:2] == ["depthwise_conv2d", "pointwise_conv2d"] and s.subjects[0].tag not in ("resnet",):
            yield Reading(
                "composition(depthwise_separable_conv2d) == (depthwise_conv2d, pointwise_conv2d)",
                s.subjects[0].start,
                s.subjects[-1].end,
                sure=False,
            )


def _undilated(view: View) -> Iterator[Reading]:
    """A dilation of 1 is no dilation."""
    s = view.sentence
    found = re.search(
        r"(?:dilation|dilation rate|rate|拡張率|膨張率|d)\s*(?:of|=|is|が|を|は)?\s*1(?!\d|\s*,)", s.text.chars
    )
    plain = next((m for m in s.subjects if m.tag == "conv2d" and not m.weak), None)
    if (
        found
        and plain
        and s.has("dilation", "called")
        and re.search(r"yield|equal|same|equivalent|一致|同じ|等し|等価|is (?:a|the)|になる|reduces", s.words)
    ):
        yield Reading(
            "equals(conv2d(dilation=1), conv2d)",
            min(found.start(), plain.start),
            max(found.end(), plain.end),
            sure=False,
        )
