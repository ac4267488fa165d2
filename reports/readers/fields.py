"""Receptive fields in numbers: a stack of so many layers, one dilated kernel, a list of dilations, repeated blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.nodes import Num
from ..formulas import Span
from ..quantities import whole
from ..reading import Reading, View
from ..sentences import Sentence
from ..setting import sentences_above
from ..vocabulary import family

_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "third": 3,
    "second": 2,
    "fourth": 4,
    "fifth": 5,
}
_N = r"(\d{1,2}|" + "|".join(_WORDS) + r")"
_LAYERS = re.compile(
    (
        rf"\b{_N}(?:\s*-\s*|\s+)(?:(?:such|stacked|consecutive|successive|causal"
        rf"|dilated|ordinary|standard|convolution\w*|conv|hidden|plain|of these"
        rf"|3\s*[x×]\s*3|5\s*[x×]\s*5)\s+)*(?:layers?|convolutions)\b|stack of\s+{_N}\b"
        rf"|\bL\s*=\s*(\d{{1,2}})"
    ),
    re.IGNORECASE,
)
_STACKS = re.compile(
    (
        rf"\b{_N}\s+(?:(?:such|of these|dilated|of them)\s+)*(?:stacks|blocks"
        rf"|cycles|repetitions|copies|times)\b"
    ),
    re.IGNORECASE,
)
_KERNEL = re.compile(
    (
        r"\b(\d{1,2})\s*[x×]\s*\1\b(?:\s*(?:kernels?|filters?|conv\w*|layers?"
        r"|masks?|dilated))|(?:kernels?|filters?|convolutions?|layers?)\s+(?:size\s+"
        r"|width\s+|length\s+)?(?:of\s+|with\s+)*(?:size\s+|width\s+|length\s+)?(?:is\s+"
        r"|=\s*)?(\d{1,2})\b(?!\s*[x×\d])|(?:width|length|size)\s+(?:of\s+)?(\d{1,2})\b(?!\s*[x×\d])"
        r"|\b[kK]\s*=\s*(\d{1,2})\b|(?<![\d×x])(\d{1,2})\s*[x×]\s*\5\b"
    ),
    re.IGNORECASE,
)
_DILATION = re.compile(
    (
        r"\bdilat\w+(?:\s+(?:rate|factor|of|with|is|by|equal to|set to|=))*\s*(\d{1,3})\b(?!\s*(?:,"
        r"|and|[x×]))|\bd\s*=\s*(\d{1,3})\b"
    ),
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b(1\s*,\s*2\s*(?:,\s*(?:\d+|\.{2,3}|…)\s*)*(?:,?\s*(?:and\s+)?\d+)?)")
_SEES = re.compile(
    r"(?:receptive fields?[^.;\d]{0,36}(?:\bof\b|\bis\b|\bare\b|=|:|\bby\b"
    r"|\bto\b|covers?)|\bsees?\b|\bcover(?:s|ing)?\b|\blooks? at\b|\bspans?\b"
    r"|\breach(?:es)?\b|\bwindow of\b|\bstretch\w* over\b|\bfields? of\b"
    r"|\bregion of\b|\bdepends? on|\bextent of|\bextent is|\bequivalent"
    r" to|\bis effectively|\bbecomes?|\bacts? (?:like|as)|\bas large as)"
    r"\s*(?:(?:an?|the|only|just|exactly|last|about|effective|size|sized"
    r"|of|is|back|same|window|area|region|single|one|input|all|as|now|already"
    r"|even|to|spanning|covering|filter|kernel|receptive|field)\s+)*(?:by\s+)?[\[(]?$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    (
        r"\s*[\])]?\s*(?:input\s+|audio\s+|past\s+|time[- ]?)?(?:samples?|inputs?"
        r"|pixels?|(?:time[- ]?)?steps?|region|window|patch|area|values?|receptive"
        r" field|field|neighbou?rhood|timesteps|kernel|filter|convolution)\b"
    ),
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """How far the layers that a sentence names can see, in numbers."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or view.outline.blocks[s.block].kind == "heading"
        or re.search(r"\?\s*$", s.words)
    ):
        return
    plain = _plain_text(s)
    for span in s.formulas:
        number = _extent(span)
        before = plain[max(0, span.start - 90) : span.start]
        if number is None or not _SEES.search(before):
            continue
        if not (s.has("receptive_field") or _UNIT.match(plain[span.end :]) or span.formula.shape):
            continue
        found = _statement(view, plain, span, number)
        if found:
            others = (
                ()
                if "dilat" in found[0] or not _dilation_above(view)
                else (found[0].replace("conv_stack", "dilated_causal_stack"),)
            )
            yield Reading(
                found[0], span.start, span.end, (), others, sure=found[1] and not others and not s.has("hedged")
            )


def _plain_text(s: Sentence) -> str:
    """The sentence's characters, as long, with `$3 \\times 3$` written plainly."""
    text = s.text.chars
    return re.sub(r"\\times", lambda m: "x".center(len(m[0])), text).replace("$", " ").replace("×", "x")


def _extent(span: Span) -> int | None:
    shape = span.formula.shape
    if shape and len(span.formula.sides) == 1:
        values = [whole(n) for n in shape]
        return values[0] if len(values) == 2 and values[0] == values[1] else None
    last = span.formula.sides[-1]
    return whole(last) if isinstance(last, Num) else None


def _statement(view: View, plain: str, span: Span, number: int) -> tuple[str, bool] | None:
    """The statement about this extent, and whether all its sizes stand in the sentence."""
    before, rest = plain[: span.start], plain[: span.start] + " " * (span.end - span.start) + plain[span.end :]
    kernel, own_kernel = _first(_KERNEL, rest), True
    above = [_plain_text(e) for e in sentences_above(view)]
    if kernel is None:
        kernel, own_kernel = next((k for text in above[:6] if (k := _first(_KERNEL, text)) is not None), None), False
    dilation = _first(_DILATION, before)
    layers = _layers(rest)
    listed = _LISTED.search(rest)
    if dilation and not listed and (layers in (None, 1)):
        return (
            (f"receptive_field(conv2d, kernel_size={kernel}, dilation={dilation}) == {number}", own_kernel)
            if kernel
            else None
        )
    stacks = _first(_STACKS, rest)
    dilated = _dilated(view, rest) or bool(stacks and any(_listed_layers(_LISTED.search(t)) for t in above[:4]))
    count = (
        layers
        or _listed_layers(listed)
        or (next((n for text in above[:4] if (n := _listed_layers(_LISTED.search(text)))), None) if dilated else None)
    )
    if not count or count > 14:
        return None
    subject = "dilated_causal_stack" if dilated else "conv_stack"
    more = f", stacks={stacks}" if stacks and dilated and not layers else ""
    size = kernel or (2 if dilated else 3)
    sure = own_kernel and kernel is not None and layers is not None and not dilated
    return f"receptive_field({subject}, layers={count}, kernel_size={size}{more}) == {number}", sure or (
        bool(more) and number > 100
    )


def _dilation_above(view: View) -> bool:
    """Whether the sentence or the section speaks of dilation, so that a bare "ten layers" may mean dilated ones."""
    headings = [x for at in view.outline.headings(view.sentence.block) for x in view.outline.sentences[at]]
    return any(
        re.search(r"dilat|wave-?net|atrous", e.words, re.IGNORECASE) for e in [*sentences_above(view), *headings]
    )


def _dilated(view: View, text: str) -> bool:
    if re.search(
        (
            r"without (?:any )?dilat|no dilation|ordinary|standard conv|plain"
            r"|undilated|usual conv"
        ),
        text,
        re.IGNORECASE,
    ):
        return False
    if _LISTED.search(text) or re.search(r"dilat", text, re.IGNORECASE):
        return True
    if re.search(r"\bcausal (?:conv\w* )?layers?|\bcausal convolution", text, re.IGNORECASE):
        return False
    named = view.subject(len(view.sentence.words), lambda n: family(n) in ("dilated", "wavenet", "stack"))
    return named is not None and family(named.subject) == "dilated" and named.where in ("", "the sentence before")


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    if not found:
        return None
    word = next(g for g in found.groups() if g).lower()
    return _WORDS.get(word) or (int(word) if word.isdigit() else None)


def _layers(text: str) -> int | None:
    return _first(_LAYERS, text)


def _listed_layers(found: re.Match[str] | None) -> int | None:
    """How many dilations a list 1, 2, 4, ..., 512 holds; None where it does not double."""
    if not found:
        return None
    numbers = [int(n) for n in re.findall(r"\d+", found[1])]
    if numbers[:3] == [1, 2, 1] or any(b & (b - 1) for b in numbers):
        return None
    return numbers[-1].bit_length() if numbers == sorted(set(numbers)) else None
