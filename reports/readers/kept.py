"""Sizes that stay or change by a factor: which stride and padding keep them, what part of the values a window leaves.

English sentences; the numbers and the formula of the padding are taken from the sentence, the rest goes without saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ...properties.nodes import Bin, Num, symbols, walk
from ...properties.rendering import to_text
from ..quantities import whole
from ..reading import Reading, View, bindings, inherited_note, known, runnable
from ..setting import setting, shapes_in
from ..vocabulary import family

_KEEPS = re.compile(
    (
        r"\b(?:keeps?|preserv\w+|maintain\w*|retain\w*|leav(?:es?|ing)|unchanged"
        r"|unaltered|untouched|(?:the )?same(?! (?:thing|way|time|for|goes"
        r"|idea|holds))|(?:does|do|will) not change|equals?|identical|as (?:wide"
        r"|large|big|high|tall|long) as|as (?:it|they) (?:is|was|are|were)"
        r"|alone|stays?|remains?|constant|match\w*|does it|ensur\w+|exactly"
        r" as)\b"
    ),
    re.IGNORECASE,
)
_SPATIAL = re.compile(
    (
        r"\b(?:spatial\w*|widths?|heights?|resolution|sizes?|shapes?|extents?"
        r"|wide|high|large|long|big|maps?|images?|inputs?|outputs?|dimensions?"
        r"|length)\b"
    ),
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no longer|cannot|n't)\b(?! change)", re.IGNORECASE)
_PADS = re.compile(r"\bpad\w*|\bzeros\b", re.IGNORECASE)
_PART = re.compile(
    (
        r"(?P<percent>\d{1,2})\s*(?:%|percent|per cent)|\b(?P<quarter>(?:a"
        r" |one )?quarter)|\b(?P<threequarters>three[- ]quarters)|\b(?P<half>(?:one"
        r" )?half)\b|\b(?P<third>(?:a |one )third)\b"
    ),
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:discard\w*|throw\w*|drop\w*|los(?:es|ing|e)|remov\w*|ignor\w*|gone|away|eliminat\w*|reduc\w+ by)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:keep\w*|retain\w*|leav\w*|remain\w*|surviv\w*|reduc\w+ (?:\w+ ){0,4}to|only)\b", re.IGNORECASE
)
_VALUES = re.compile(
    r"\b(?:activations?|values|elements|neurons|numbers|pixels|entries|information|data)\b", re.IGNORECASE
)
_TIMES = re.compile(
    (
        r"(?:\b(?P<letter>[a-zA-Z])\b|\b(?P<word>two|three|four)|\b(?P<digit>\d))\s*times"
        r" (?:as |the )?(?:large|big|wide|high|size)|\b(?P<doubles>doubl\w+"
        r"|twice)\b"
    ),
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """What keeps a size, what part is left."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or view.outline.blocks[s.block].kind == "heading"
        or re.search(r"\?\s*$", s.words)
    ):
        return
    yield from _part_left(view)


def _kept(view: View) -> Iterator[Reading]:
    """F = 3, S = 1, P = 1 keep the size; so does a padding of (K - 1)/2."""
    s = view.sentence
    keeps = _KEEPS.search(s.words)
    if (
        not keeps
        or (not _SPATIAL.search(s.words) and not _PADS.search(s.words))
        or s.has("cost", "parameters", "receptive_field", "normalise")
    ):
        return
    padded = _padding(view)
    named = view.in_families(keeps.start(), "convolution", "dilated", "causal", "pixelcnn")
    subject = runnable(named.subject) if named else "conv2d"
    if padded is not None:
        yield from _by_formula(view, padded, subject, keeps)
        return
    here = setting(view, None, "conv2d").own
    if re.search(r"\b(?:yields?|gives?|produc\w+|becomes?|results? in)\b", s.words) and len(shapes_in(s)) > 2:
        return
    if not {"kernel_size", "kernel_height"} & here.keys() or "padding" not in here or here["padding"] == "same":
        return
    subject = "conv2d" if subject not in ("depthwise_conv2d", "conv2d") else subject
    kernel = here.get("kernel_size") or here["kernel_height"]
    text = (
        f"spatial_preserved({subject}, kernel_size={kernel}, stride={here.get('stride', 1)}, padding={here['padding']})"
    )
    yield Reading(
        f"not {text}" if _NOT.search(s.words) else text,
        0,
        len(s.words),
        inherited_note(named, view) if named else (),
        sure="stride" in here or ("kernel_height" in here and not s.has("hedged")),
    )


def _padding(view: View):
    """The formula that the padding is: (K - 1)/2, d*(k - 1)/2."""
    s = view.sentence
    if not _PADS.search(s.words) and not any(
        re.match(r"\s*\$?[Pp]\s*=", s.text.chars[f.start : f.end + 2]) for f in s.formulas
    ):
        return None
    for span in s.formulas:
        value = span.formula.value
        letters = symbols(value)
        minus = any(
            isinstance(n, Bin) and n.op == "-" and isinstance(n.right, Num) and n.right.value == 1 for n in walk(value)
        )
        if minus and 1 <= len(letters) <= 2 and not span.formula.shape and any(re.search("[FKfk]", x) for x in letters):
            return span
    return None


def _by_formula(view: View, span, subject: str, keeps: re.Match[str]) -> Iterator[Reading]:
    s = view.sentence
    value = span.formula.value
    letters = symbols(value)
    halved = any(isinstance(n, Bin) and n.op == "/" for n in walk(value))
    subject = "conv1d" if len(letters) > 1 else "depthwise_conv2d" if subject == "depthwise_conv2d" else "conv2d"
    ways = bindings(view, subject, [value])
    roles = next(
        (b for b, _ in ways if set(b.values()) <= {"kernel_size", "dilation", "kernel_height", "kernel_width"}), None
    )
    if roles is None:
        roles = {x: "dilation" if x[0] in "dDr" else "kernel_size" for x in letters}
    where = ", ".join(f"{x} = {r}" for x, r in roles.items())
    option = "padding" if halved else "total_padding"
    text = f"spatial_preserved({subject}, stride=1, {option}={to_text(value)}) where {where}"
    always = re.search(
        r"\b(?:whatever|for (?:any|every|all)|regardless|always|no matter|irrespective)\b", s.words, re.IGNORECASE
    )
    kernel = next((x for x, r in roles.items() if r.startswith("kernel")), "")
    if always and kernel and len(letters) == 1:  # for every kernel: for even ones too, the padding rounded down
        rounded = to_text(value).replace(kernel, f"(2*{kernel})")
        text = (
            f"spatial_preserved({subject}, stride=1, kernel_size=2*{kernel}, {option}=floor({rounded})) where {where}"
        )
    yield Reading(
        text, min(span.start, keeps.start()), max(span.end, keeps.end()), sure=bool(always) and len(letters) == 1
    )


def _part_left(view: View) -> Iterator[Reading]:
    """2x2 windows at stride 2 leave a quarter of the values, and drop three."""
    s = view.sentence
    part = _PART.search(s.words)
    drops, stays = _DROPS.search(s.words), _STAYS.search(s.words)
    if not part or not (drops or stays) or not _VALUES.search(s.words):
        return
    named = view.in_families(part.start(), "pooling")
    if named is None:
        return
    here = setting(view, None, "max_pool2d").own
    kernel = here.get("kernel_size") or here.get("kernel_height") or 2
    stride = here.get("stride") or kernel
    size = (
        Fraction(int(part["percent"]), 100)
        if part["percent"]
        else Fraction(3, 4)
        if part["threequarters"]
        else Fraction(1, 4)
        if part["quarter"]
        else Fraction(1, 2)
        if part["half"]
        else Fraction(1, 3)
    )
    left = 1 - size if drops else size
    sizes = f"height={stride}*H, width={stride}*W, kernel_size={kernel}, stride={stride}"
    given = "kernel_size" in here or "kernel_height" in here
    yield Reading(
        f"output_size(max_pool2d, {sizes})**2 == {left}*({stride}*H)**2 if H == W",
        part.start(),
        part.end(),
        inherited_note(named, view),
        sure=given and bool(drops) and not s.has("hedged"),
    )


def _enlarged(view: View) -> Iterator[Reading]:
    """A transposed convolution with stride s makes the map s times as large."""
    s = view.sentence
    times = _TIMES.search(s.text.chars.replace("$", " "))
    named = view.subject(0, lambda n: n == "conv_transpose2d")
    if times is None or named is None or named.where or s.has("parameters", "cost"):
        return
    factor = (
        times["letter"]
        or times["digit"]
        or {"two": "2", "three": "3", "four": "4"}.get((times["word"] or "two").lower(), "2")
    )
    fixed, where = ("", f" where {factor} = stride") if times["letter"] else (f"stride={factor}, ", "")
    # whatever comes out is that only where the kernel is the stride and the padding together
    yield Reading(
        f"output_size(conv_transpose2d, {fixed}padding=P) == {factor}*H{where}".replace(", padding=P", "")
        .replace("padding=P", "")
        .replace("conv_transpose2d, )", "conv_transpose2d)"),
        times.start(),
        times.end(),
        sure=False,
    )


def is_whole(span) -> bool:
    return whole(span.formula.value) is not None


def of(named) -> str:
    return family(named.subject) if known(named.subject) else ""
