"""Worked examples in numbers: the size that comes out, how many weights and multiplications, how far a stack sees.

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
from ..reading import Reading, View, call, inherited_note, known, runnable
from ..setting import Setting, setting, shapes_in
from ..vocabulary import family

_RESULT = re.compile(
    r"(?:\byields?|\bgiv(?:es?|ing)|\bproduc\w+|\bresults?(?: is| are| was)?(?:"
    r" in)?|\bresulting(?: in)?|\bbecom\w+|\bturn(?:s|ed)? into|\bleads?"
    r" to|\bdown to|\breduc\w+ (?:it |them )?to|\bget(?:s|ting)?|\bobtain\w*"
    r"|\bend(?:s|ed)? up (?:with|as|at)|\bcomes? out (?:as|at)|\breturns?"
    r"|\b(?:output|result|size|volume|map|shape|outputs|length|width|height"
    r"|dimensions?|side)(?:'s)?(?:\s+(?:size|shape|volume|map|width|height"
    r"|length|dimensions?))*(?:\s+(?:will|would|must|should|then|now|thus"
    r"|therefore|again|always))*(?:\s+be|\s+is|\s+are|\s+of|\s+was|\s*[:=])?"
    r"|\bstays?|\bremains?|\bbe|\bhence|\bso|\bending (?:at|with|up at)"
    r"|\bfor|\bshrinks? to|\bleft with|\bleav\w+|\bmeans|\binto|\bhave|→"
    r"|->|⇒|=>|=)"
    r"\s*(?:(?:an?|the|us|only|just|now|exactly|again|to|of|is|be|you|in"
    r"|one|activation|output|outputs|feature|resulting|convolved|response"
    r"|single|new|a|shape|size|spatial|volume|map|maps|image|tensor|length"
    r"|dimensions?|square|sized|also|then|with|height|width|and)\b\s*)*[:=]?\s*[\[(]?$",
    re.IGNORECASE,
)
_OUTPUT_AFTER = re.compile(
    (
        r"\s*[\])]?\s*(?:sized\s+|spatial\s+|feature\s+|activation\s+)?(?:outputs?"
        r"|output volume|result)\b(?!\s+channel)"
    ),
    re.IGNORECASE,
)
_KERNEL_AFTER = re.compile(
    (
        r"\s*[\])]?\s*(?:sized\s+|spatial\s+|square\s+|learnable\s+)*(?:filters?"
        r"|kernels?|windows?|conv\w*|pool\w*|max|average|receptive|neighbou?rhood"
        r"|patch\w*|regions?|masks?|transposed|dilated|depthwise)\b"
    ),
    re.IGNORECASE,
)
_KERNEL_BEFORE = re.compile(
    (
        r"(?:filters?|kernels?|windows?|pool\w*|region|extent|conv\w*)\s*(?:(?:size"
        r"|sized|of|with|a|is|are|shape|over|each)\b\s*)*[:=]?\s*[\[(]?$"
    ),
    re.IGNORECASE,
)
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
_EACH = re.compile(
    (
        r"\b(?:each|every|one|per|a single)\s+(?:\w+\s+)?(?:filter|kernel|neuron"
        r"|unit|output)"
    ),
    re.IGNORECASE,
)
_LABEL = re.compile(r"\W*(?:\(?[a-z\d]{1,2}[).:]|answers?\s*:?|solution\s*:?|ans\.?)?\W*", re.IGNORECASE)
_FAMILIES = ("convolution", "pooling", "transposed", "dilated", "causal")


def read(view: View) -> Iterator[Reading]:
    """Results in numbers, in English sentences."""
    s = view.sentence
    if s.japanese or s.cell is not None or _ASKS.search(s.words) or view.outline.blocks[s.block].kind == "heading":
        return
    yield from _sizes(view)
    yield from _parameters(view)
    yield from _operations(view)
    yield from _elements(view)
    yield from _savings(view)


# Sizes


def _sizes(view: View) -> Iterator[Reading]:
    s = view.sentence
    for span in s.formulas:
        values = _claimed(view, span)
        if not values or s.has("receptive_field"):
            continue
        before, after = s.words[: span.start], s.words[span.end :]
        if _KERNEL_AFTER.match(after) or _KERNEL_BEFORE.search(before):
            continue
        answer = len(values) > 1 and len(before) <= 14 and _LABEL.fullmatch(before) and len(after.strip(" .")) < 3
        if not (answer or _RESULT.search(before[-60:]) or (len(values) > 1 and _OUTPUT_AFTER.match(after))):
            continue
        if len(values) == 1 and not _one_number(view, span):
            continue
        reading = _size(view, span, values)
        if reading:
            yield reading


def _claimed(view: View, span: Span) -> tuple[int, ...]:
    """The numbers of a shape, or one number, that stand alone or at the end of a chain of equalities."""
    shape = [whole(v) for v in span.formula.shape or ()]
    last = span.formula.sides[-1]
    if 2 <= len(shape) <= 3 and None not in shape and len(span.formula.sides) == 1:
        return tuple(int(v) for v in shape if v is not None)
    number = whole(last) if isinstance(last, Num) else None
    return (number,) if number is not None and span.letter is None and len(span.formula.sides) == 1 else ()


def _one_number(view: View, span: Span) -> bool:
    """A single number is a size only where nothing is counted by it and the sentence gives the size that goes in."""
    s = view.sentence
    after = s.words[span.end : span.end + 24]
    if re.match(
        (
            r"\s*(?:%|[a-z]+ly\b|(?!output|pixels?\b|wide|high|long|in\b|and\b"
            r"|as\b|for\b|with\b|if\b|when\b|instead|rather|which|not\b|at\b|along"
            r"|by\b|on\b|per\b)[A-Za-z])"
        ),
        after,
    ):
        return False
    return bool(
        re.search(
            (
                r"\b(?:length|size|width|height|dimension|we (?:get|obtain|have|find)"
                r"|output|side|gives?|yields?)\b"
            ),
            s.words[max(0, span.start - 40) : span.start],
            re.IGNORECASE,
        )
    )


def _size(view: View, span: Span, values: tuple[int, ...]) -> Reading | None:
    s = view.sentence
    named = view.in_families(span.start, *_FAMILIES)
    subject = runnable(named.subject) if named and known(runnable(named.subject)) else "conv2d"
    mentioned = [m for m in s.subjects if m.start < span.start and family(m.tag) == "pooling"]
    subject = runnable(mentioned[-1].tag) if mentioned and not s.has("kernel") else subject
    subject = "conv2d" if subject in ("dilated_stack", "dilated_causal_stack") else subject
    here = setting(view, span.start, subject, span.start)
    rest = setting(view, None, subject, span.start)
    here.own = {**{k: v for k, v in rest.own.items() if k not in here.own}, **here.own}
    one = len(values) == 1 and "time" in here.own and "height" not in here.own
    if one and here.own["time"] == values[0]:
        return None
    if one:
        subject = "conv1d"
    ways = list(_ways(subject, here, values))
    if not ways:
        return None
    right = f"({', '.join(map(str, values))})" if len(values) > 1 else str(values[0])  # pyright: ignore[reportGeneralTypeIssues]
    predicate = "output_shape" if len(values) > 1 else "output_size"
    texts = [f"{call(predicate, subject, way)} == {right}" for way in ways]
    own = set(here.own)
    complete = bool({"height", "time"} & own) and bool(
        {"kernel_size", "kernel_height"} & own or subject == "pointwise_conv2d"
    )
    sure = complete and "stride" in own and ("padding" in own or family(subject) == "pooling") and not s.has("hedged")
    return Reading(
        texts[0], span.start, span.end, inherited_note(named, view) if named else (), tuple(texts[1:8]), sure=sure
    )


def _ways(subject: str, here: Setting, values: Sequence[int]) -> Iterator[dict[str, str]]:
    """Options for every way to fill in what the sentence does not say, the nearest first."""
    sizes = _input_sizes(here, subject, values)
    kernels = _kernels(here) or (
        [{"kernel_size": "1"}]
        if subject == "pointwise_conv2d"
        else [{"kernel_size": "2"}]
        if family(subject) == "pooling"
        else []
    )
    if subject == "pointwise_conv2d":
        kernels = [{}]
    strides = _choices(here, "stride", ["kernel", "2"] if family(subject) == "pooling" else ["1"])
    paddings = _choices(here, "padding", ["0"] if family(subject) in ("pooling", "transposed") else ["valid", "same"])
    dilations = (
        [str(here.own["dilation"])]
        if "dilation" in here.own and family(subject) not in ("pooling", "transposed")
        else [""]
    )
    for size, kernel, stride, padding, dilation in product(
        sizes[:3], kernels[:2], strides[:2], paddings[:2], dilations
    ):
        way = {**size, **kernel}
        if subject != "pointwise_conv2d":
            way |= {"stride": next(iter(kernel.values()), "1") if stride == "kernel" else stride, "padding": padding}
        if dilation:
            way["dilation"] = dilation
        if len(values) == 3 and family(subject) != "pooling" and subject != "depthwise_conv2d":
            way["out_channels"] = str(here.own.get("out_channels") or _third(values))
        yield way


def _third(values: Sequence[int]) -> int:
    return values[0] if values[1] == values[2] and values[0] != values[1] else values[2]


def _choices(here: Setting, role: str, default: list[str]) -> list[str]:
    if role in here.own:
        return [str(here.own[role])]
    return list(dict.fromkeys([*(str(v) for v in here.above.get(role, ())[:1]), *default]))


def _input_sizes(here: Setting, subject: str, values: Sequence[int]) -> list[dict[str, str]]:
    """The sizes that go in: the sentence's, else those of the shapes mentioned before, the result itself left out."""
    channels = {"in_channels": str(here.own["in_channels"])} if "in_channels" in here.own else {}
    if "time" in here.own and len(values) == 1:
        return [{"time": str(here.own["time"])}]
    if "height" in here.own:
        height = here.own["height"]
        return [
            {
                "height": str(height),
                "width": str(here.own.get("width", height)),
                **(channels if len(values) == 3 else {}),
            }
        ]
    if "size" in here.own:
        return [{"height": str(here.own["size"]), "width": str(here.own["size"])}]
    found = []
    for shape in here.shapes:
        if (
            shape != tuple(values)
            and shape[0] > 3
            and (len(values) < 3 or len(shape) == 3 or family(subject) != "pooling")
        ):
            h, w, *c = (  # pyright: ignore[reportAssignmentType]
                shape
                if len(shape) < 3 or shape[0] == shape[1] or shape[1] != shape[2]
                else (shape[1], shape[2], shape[0])
            )
            found.append(
                {"height": str(h), "width": str(w), **({"in_channels": str(c[0])} if c and len(values) == 3 else {})}
            )
    return [dict(t) for t in dict.fromkeys(tuple(f.items()) for f in found)]


def _kernels(here: Setting) -> list[dict[str, str]]:
    if "kernel_height" in here.own:
        return [
            {
                "kernel_height": str(here.own["kernel_height"]),
                "kernel_width": str(here.own.get("kernel_width", here.own["kernel_height"])),
            }
        ]
    if "kernel_size" in here.own:
        return [{"kernel_size": str(here.own["kernel_size"])}]
    found = [{"kernel_size": str(k)} for k in here.above.get("kernel_size", ())]
    pairs = zip(here.above.get("kernel_height", ()), here.above.get("kernel_width", ()), strict=False)
    return [*found, *({"kernel_height": str(h), "kernel_width": str(w)} for h, w in pairs)]


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
