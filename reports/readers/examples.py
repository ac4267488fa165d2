"""Worked examples in numbers: how many weights and multiplications, how far a stack sees.

The numbers are gathered from the sentence and those above it (`setting.py`). Where they are not all in the sentence
itself, or padding and stride go without saying, a claim that fails is left unread: the example may have meant others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from ...properties.nodes import Num
from ..formulas import Span
from ..quantities import whole
from ..reading import Reading, View, inherited_note, runnable
from ..setting import Setting, setting, shapes_in
from ..vocabulary import family

_PARAMETERS = re.compile(
    (
        r"\s*[\])]?\s*(?:(?:learnable|trainable|free|total|distinct|unique|different"
        r"|adjustable|separate|shared|extra|more|such|individual)\s+)*(?:parameters?"
        r"|weights?|params|coefficients|numbers to learn)\b"
    ),
    re.IGNORECASE,
)
_PARAMETERS_BEFORE = re.compile(
    (
        r"(?:parameters?|weights?|params|parameter count)\b[^.;\d\ue000]{0,28}?(?:\bis"
        r"|\bare|\bof|[:=]|\bto|equals|\bhas|\bget)\s*(?:just |only |exactly"
        r" )?$"
    ),
    re.IGNORECASE,
)
_COUNTS = re.compile(
    (
        r"\s*[\])]?\s*(?:million\s+)?(?:(?:scalar|floating[- ]point|total)\s+)*(?:multiplications"
        r"|multiplies|multiply[- ](?:adds?|accumulates?)|mult[- ]?adds|macs"
        r"|madds|multiply-accumulate operations)\b"
    ),
    re.IGNORECASE,
)
_COUNTS_BEFORE = re.compile(
    (
        r"(?:multiplications|multiplies|multiply[- ]?adds?|mult[- ]?adds|macs"
        r"|operations|cost)\b[^.;\d\ue000]{0,28}?(?:\bis|\bare|\bof|[:=]|\bto"
        r"|equals|\bget)\s*(?:just |only |exactly |about )?$"
    ),
    re.IGNORECASE,
)
_VALUES = re.compile(
    (
        r"\s*[\])]?\s*(?:(?:output|individual|such|separate)\s+)*(?:neurons?"
        r"|activations?|values|elements|numbers|units|outputs|pixels|inputs"
        r"|evaluations)\b"
    ),
    re.IGNORECASE,
)
_ASKS = re.compile(
    (
        r"\?\s*$|^\W*(?:give|compute|calculate|determine|find|work out|derive"
        r"|how many|how large|how big|what|which)\b"
    ),
    re.IGNORECASE,
)
def read(view: View) -> Iterator[Reading]:
    """Results in numbers, in English sentences."""
    s = view.sentence
    if s.japanese or s.cell is not None or _ASKS.search(s.words) or view.outline.blocks[s.block].kind == "heading":
        return
    yield from _parameters(view)
    yield from _operations(view)
    yield from _elements(view)
    yield from _savings(view)


# Counts


def _numbers_of(view: View, after: re.Pattern[str], before: re.Pattern[str]) -> Iterator[tuple[Span, int]]:
    """The numbers that are said to count something, alone or at the end of a chain."""
    s = view.sentence
    for span in s.formulas:
        last = span.formula.sides[-1]
        number = whole(last) if isinstance(last, Num) else None
        if number is None or number < 2 or (span.formula.relations and set(span.formula.relations) != {"="}):
            continue
        if after.match(s.words[span.end :]) or before.search(s.words[max(0, span.start - 60) : span.start]):
            yield span, number


def _parameters(view: View) -> Iterator[Reading]:
    """So many weights: found among the sizes given, as one filter's or all filters', with biases or without."""
    for span, number in _numbers_of(view, _PARAMETERS, _PARAMETERS_BEFORE):
        here = setting(view)
        text = _weights(view, here, number, span)
        if text:
            yield Reading(text, span.start, span.end, ("the sizes are those of the example",), sure=False)


def _weights(view: View, here: Setting, number: int, span: Span) -> str | None:
    named = view.in_families(span.start, "convolution", "linear", "normalisation")
    subject = runnable(named.subject) if named else "conv2d"
    if family(subject) == "normalisation":
        channels = next((c for c in here.numbers("in_channels", "out_channels") if number in (2 * c, 4 * c)), None)
        return f"params({subject}, in_channels={channels}) == {number}" if channels else None
    kernels = [(h, w) for h, w in _kernel_pairs(here)] or ([(1, 1)] if subject == "pointwise_conv2d" else [])
    kernels = [(1, 1)] if subject == "pointwise_conv2d" else kernels
    ins = here.numbers("in_channels", "out_channels") or [1]
    outs = [*here.numbers("out_channels", "in_channels"), 1]
    for (h, w), c, m, bias in product(kernels[:4], ins[:5], outs[:6], (0, 1)):
        own = c if subject != "depthwise_conv2d" else 1
        filters = m if subject != "depthwise_conv2d" else c
        if filters * (h * w * own + bias) == number:
            kernel = "" if subject == "pointwise_conv2d" else f", kernel_height={h}, kernel_width={w}"
            out = "" if subject == "depthwise_conv2d" else f", out_channels={m}"
            shown = subject if subject in ("depthwise_conv2d", "pointwise_conv2d") else "conv2d"
            return f"params({shown}{kernel}, in_channels={c}{out}, bias={'true' if bias else 'false'}) == {number}"
    return _linear_weights(here, number)


def _linear_weights(here: Setting, number: int) -> str | None:
    sources = [*here.numbers("features", "in_features"), *(_volume(x) for x in here.shapes)]
    targets = [*here.numbers("features", "out_features"), 1]
    for i, o, bias in product(dict.fromkeys(sources), dict.fromkeys(targets), (0, 1)):
        if i > 9 and o * (i + bias) == number:
            return f"params(linear, in_features={i}, out_features={o}, bias={'true' if bias else 'false'}) == {number}"
    return None


def _volume(shape: Sequence[int]) -> int:
    total = 1
    for size in shape:
        total *= size
    return total


def _kernel_pairs(here: Setting) -> list[tuple[int, int]]:
    heights, widths = here.numbers("kernel_height"), here.numbers("kernel_width")
    pairs = list(zip(heights, widths, strict=False)) if len(heights) == len(widths) else [(h, h) for h in heights]
    return list(dict.fromkeys([*pairs, *((k, k) for k in here.numbers("kernel_size"))]))


def _operations(view: View) -> Iterator[Reading]:
    """So many multiplications: kernel times channels times filters at every point of the output."""
    for span, number in _numbers_of(view, _COUNTS, _COUNTS_BEFORE):
        here = setting(view)
        planes = dict.fromkeys([*here.numbers("height", "size"), *(x[0] for x in here.shapes)])
        ins, outs = here.numbers("in_channels", "out_channels"), here.numbers("out_channels", "in_channels")
        kernels = [*_kernel_pairs(here), (1, 1)]
        for (h, w), size, c, m in product(kernels[:4], planes, ins[:5] or [1], [*outs[:5], 1]):
            if size > 1 and h * w * size * size * c * m == number:
                channels = f"in_channels={c}, out_channels={m}"
                sizes = f"height={size}, width={size}, kernel_height={h}, kernel_width={w}, {channels}, padding=same"
                text = (
                    f"macs(conv2d, {sizes}) == {number}"
                    if h % 2
                    else f"macs(conv2d, {sizes.replace('padding=same', 'total_padding=' + str(h - 1))}) == {number}"
                )
                yield Reading(text, span.start, span.end, ("the sizes are those of the example",), sure=False)
                break


def _elements(view: View) -> Iterator[Reading]:
    """So many neurons, values, pixels: the product of a shape mentioned before."""
    s = view.sentence
    for span in s.formulas:
        number = (
            whole(span.formula.sides[-1])
            if len(span.formula.sides) == 1 and isinstance(span.formula.sides[0], Num)
            else None
        )
        if number is None or number < 10 or not _VALUES.match(s.words[span.end :]):
            continue
        here = setting(view)
        shape = next((x for x in [*shapes_in(s), *here.shapes] if _volume(x) == number), None)
        if shape:
            yield Reading(
                f"{'*'.join(map(str, shape))} == {number}", span.start, span.end, predicate="arithmetic", sure=False
            )


_SAVED = re.compile(
    r"(\d{1,2}(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten)[- ]?(?:times|x|-?fold)\s+(?:\w+\s+)?"
    r"(?:fewer|less|cheaper|smaller|lighter|faster|reduction|saving\w*|as (?:many|much))"
    r"|factor of (?:about |roughly |almost |nearly |only )?(\d{1,2}(?:\.\d+)?"
    r"|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_WORD_NUMBERS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")


def _savings(view: View) -> Iterator[Reading]:
    """8.8 times fewer: the separable convolution against the standard one, at the sizes of the example."""
    s = view.sentence
    saved = _SAVED.search(s.words)
    named = view.subject(0, lambda n: n in _LIGHT)
    if not saved or named is None or re.search(r"\b(?:to|or|and|-|~)\s*$", s.words[: saved.start()]):
        return
    here = setting(view, None, "conv2d")
    word = (saved[1] or saved[2]).lower()
    factor = _WORD_NUMBERS.get(word, word)
    filters, kernel = here.nearest("out_channels"), here.nearest("kernel_size") or here.nearest("kernel_height")
    if not filters or not kernel or word == "two":
        return
    measure = "params_ratio" if s.has("parameters") and not s.has("cost") else "macs_ratio"
    own = "out_channels" in here.own and bool({"kernel_size", "kernel_height"} & here.own.keys())
    left = f"{measure}(depthwise_separable_conv2d, to=conv2d, out_channels={filters}, kernel_size={kernel})"
    sure = own and not s.has("hedged")
    notes = inherited_note(named, view)
    yield Reading(f"1/{left} ~= {factor}", saved.start(), saved.end(), notes, (f"{left} ~= 1/{factor}",), sure=sure)
