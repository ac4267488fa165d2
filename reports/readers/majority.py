"""Which half of a separable convolution is the larger: depthwise 側が大半を占める, the 1x1 part is heavier, only a fraction.

Slots: the half that the words speak of, most, little, more or less, and what is counted (the sentence's or its
section's). The kernel and the number of filters are those in reach; with none, any number of filters above K^2 is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.attribution import section_measure
from ..sizes.counting import case_of, doubtful, kinds_in, plain
from ..vocabulary import lexicon
from .ratio import quotient_of_counts, sum_of_reciprocals

_HALVES = ("depthwise_conv2d", "pointwise_conv2d")
_LIGHT = (*_HALVES, "depthwise_separable_conv2d", "mobilenet")
_SIGN = {"most": ">", "more": ">", "little": "<", "less": "<"}
_THAN = re.compile(
    r"\s*(?:の)?(?:側|方|ほう|部分|畳み?込み|層|演算|part|half|step|layer|convolution|ones?)*(?:s)?\s*(?:の(?:ほう|方))?\s*より",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:大半|ほとんど|大部分|中心)[^。、]{0,16}(?:のは|は)[^。、]{0,2}$|(?:most|bulk|majority|share|all)\b[^.,;]{0,60}$",
    re.IGNORECASE,
)


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("shares")["words"][name], re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The half of which the sentence says that it is the larger, or the smaller."""
    s = view.sentence
    if (
        view.outline.blocks[s.block].kind in ("heading", "code", "fence")
        or s.cell is not None
        or len(s.words) > 240
        or s.has("training_effect")
    ):
        return
    text = plain(s.text.chars)
    yield from _of_a_table(view, text)
    halves = [k for k in kinds_in(text) if k[2] in _HALVES]
    if not halves or _words("unsuited").search(text) or re.search(r"[?？]\s*$|\d\s*(?:%|％|割|倍|times)|percent", text):
        return
    if _words("bounded").search(text):
        return
    if view.subject(0, lambda n: n in _LIGHT) is None or any(
        sum_of_reciprocals(x) or quotient_of_counts(x) for f in s.formulas for x in f.formula.sides
    ):
        return
    found = next(((name, m) for name in _SIGN if (m := _words(name).search(text))), None)
    if found is None or (not view.polarity(found[1].start()) and found[0] != "little"):
        return
    name, m = found
    half = _half(text, halves, m.start(), name)
    measure = _measure(view)
    if half is None:
        return
    other = _HALVES[1 - _HALVES.index(half)]
    left, right, bound = _sides(view, measure, half, other)
    if (_SIGN[name] == ">") == (half == "pointwise_conv2d") and not _words("large").search(text):
        bound = ""  # it does from so many filters on: that is a condition
    yield Reading(
        f"{left} {_SIGN[name]} {right}{bound}",
        min(m.start(), halves[0][0]),
        max(m.end(), halves[-1][1]),
        sure=not doubtful(s),
    )


def _half(text: str, halves: list[tuple[int, int, str]], place: int, name: str) -> str | None:
    """The half that is spoken of, not the one it is compared with."""
    halves = [
        k
        for k in halves
        if not _words("rest").match(text[k[1] :].lstrip()) and not _words("rest").search(text[max(0, k[0] - 24) : k[0]])
    ]
    kinds = list(dict.fromkeys(k[2] for k in halves))
    if name in ("more", "less"):
        if len(kinds) != 2:
            return None
        than = [k for k in halves if _THAN.match(text[k[1] :]) or re.search(r"\bthan\b[^.,;]{0,24}$", text[: k[0]])]
        return next((k for k in kinds if than and k != than[0][2]), None)
    if len(kinds) == 1:
        return kinds[0]
    after = [k for k in halves if k[0] > place and _FIRST.search(text[: k[0]])]
    before = [k for k in halves if k[1] <= place and not re.search(r"[、,;]", text[k[1] : place])]
    return after[0][2] if after else before[-1][2] if len(before) == 1 else None


def _measure(view: View) -> str:
    """What is counted: the sentence's word for it, else what its section counts."""
    s = view.sentence
    if s.has("cost") or s.has("parameters"):
        return "macs" if s.has("cost") else "params"
    outline = view.outline
    near = [e for e in outline.sentences[s.block] if e.number < s.number] + [
        e for at in range(max(0, s.block - 6), s.block) for e in outline.sentences[at]
    ]
    told = [kind for e in reversed(near) for kind, tag in (("macs", "cost"), ("params", "parameters")) if e.has(tag)]
    over = section_measure(view)
    return over[0] if over else told[0] if told else "macs"


def _sides(view: View, measure: str, half: str, other: str) -> tuple[str, str, str]:
    """Both counts at the sizes in reach, and from how many filters on where none is told."""
    case = case_of(view)
    kernels = [k for k in case.every("kernel_size") if k != 1]
    kernel = kernels[0] if len(kernels) == 1 else 3
    filters = [n for n in case.of("out_channels") if n > kernel**2]
    plane = ", height=H, width=W" if measure == "macs" else ""
    many = str(min(filters)) if filters else "M"
    call = {
        "depthwise_conv2d": f"{measure}(depthwise_conv2d, kernel_size={kernel}{plane})",
        "pointwise_conv2d": f"{measure}(pointwise_conv2d, out_channels={many}{plane})",
    }
    return call[half], call[other], "" if filters else f" if M > {kernel**2}"


_NUMBER = re.compile(r"(?<![\d.,x])\d{1,3}(?:,\d{3})+|(?<![\d.,x])\d+(?![\d.,]*\s*x)")
_TOTAL = re.compile(r"計|総|\btotal|\bsum\b|\ball\b", re.IGNORECASE)


def _of_a_table(view: View, text: str) -> Iterator[Reading]:
    """Most of the parameters are in fc, where the table above gives how many each layer has."""
    s = view.sentence
    most = _words("most").search(text)
    kind = "parameters" if s.has("parameters") else "cost" if s.has("cost") else ""
    if most is None or not kind or not view.polarity(most.start()):
        return
    counts = _counts_above(view, kind)
    named = [
        name for name in counts if re.search(rf"(?<![A-Za-z\d]){re.escape(name)}(?![A-Za-z\d])", text, re.IGNORECASE)
    ]
    if len(named) == 1 and len(counts) > 1:
        rest = " + ".join(str(n) for name, n in counts.items() if name != named[0])
        yield Reading(
            f"{counts[named[0]]} > {rest}",
            most.start(),
            most.end(),
            ("counts taken from the table above",),
            predicate="params" if kind == "parameters" else "macs",
            sure=not doubtful(s),
        )


def _counts_above(view: View, kind: str) -> dict[str, int]:
    """The last number of each row under the head of the counts, by the first word of the row; without the totals."""
    outline, at = view.outline, view.sentence.block
    rows = [
        b
        for b in range(max(0, at - 16), at)
        if outline.blocks[b].kind == "row" and outline.sections[b] == outline.sections[at]
    ]
    header = outline.blocks[rows[-1]].header if rows else None
    if header is None:
        return {}
    columns = [e.cell for e in outline.sentences[header] if e.has(kind)]
    found: dict[str, int] = {}
    for row in rows if len(columns) == 1 else ():
        if outline.blocks[row].header != header:
            continue
        name = next(
            (m[0] for e in outline.sentences[row] if e.cell == 0 and (m := re.match(r"\w+", e.words.strip(" *`")))), ""
        )
        numbers = [
            n for e in outline.sentences[row] if e.cell == columns[0] for n in _NUMBER.findall(plain(e.text.chars))
        ]
        if name and numbers and not _TOTAL.search(name):
            found[name] = int(numbers[-1].replace(",", ""))
    return found
