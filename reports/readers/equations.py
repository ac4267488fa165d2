"""Equations that define: residual and dense layers, the gate, companding, the chain rule; and sizes that equal letters.

The first kinds are read by the form of their LaTeX (functions of functions are no formulas of sizes), the last by the
roles of their letters: `D2 = K` says that there are as many channels as filters.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Sym
from .. import patterns as re
from ..reading import Reading, View, known, runnable
from ..vocabulary import family
from . import conditioned

_CALL = r"(?:\\mathcal\{?)?[A-Zfgh]\}?(?:_\{?[\\\w]+\}?)?(?:\^\{?[\w()]+\}?)?"
_ARGUMENT = r"(?:\\mathbf\{?|\\boldsymbol\{?|\\vec\{?)?x\}?(?:_\{?(?:[\\\w]+(?:-1)?)\}?)?"
_RESIDUAL = re.compile(
    rf"{_CALL}\({_ARGUMENT}(?:,[^()]{{0,30}})?\)\+{_ARGUMENT}(?![\w(])|(?<![\w)]){_ARGUMENT}\+{_CALL}\({_ARGUMENT}(?:,[^()]{{0,30}})?\)"
)
_DENSE = re.compile(rf"{_CALL}\(\[?\\?\[?{_ARGUMENT}[,;|].*{_ARGUMENT}\\?\]?\)")
_GATE = re.compile(
    (
        r"\\?tanh\(?.{1,40}(?:\\odot|\\circ|\\otimes|⊙|\*|\\cdot)\\?(?:sigma"
        r"|sigmoid|σ|operatorname\{sigmoid\}|mathrm\{sigmoid\})"
    ),
    re.IGNORECASE,
)
_COMPANDING = re.compile(
    r"(?:\\ln|\\log|ln|log)\(1\+\\?(?:mu|μ|255).{1,14}\).{0,8}(?:\\ln|\\log|ln|log)\(1\+\\?(?:mu|μ|255)\)"
)
_PRODUCT = re.compile(r"(?:\\prod|∏).{0,30}p\(.{1,40}(?:\||\\mid|\\vert).{1,60}\)")
_PLAIN_MATHS = re.compile(

        r"\s|\\(?:left|right|big|Big|bigl|bigr|,|;|!|:|quad|qquad|displaystyle"
        r"|mathbf|boldsymbol|bm|mathrm|text|operatorname|rm|bf)\b|\\[,;!:"
        r" ]|[{}]"

)


def read(view: View) -> Iterator[Reading]:
    """What an equation defines, and which letters are said to be equal."""
    s = view.sentence
    for start, end in s.math or ((0, len(s.text.chars)),):
        yield from _defined(view, start, end)
    yield from _joined_otherwise(view)
    yield from _letters(view)


_JOINED = re.compile(
    rf"(?:^|[=:]|(?<=is)|(?<=gives)|(?<=computes)|(?<=outputs)|(?<=returns)|は)(?:{_CALL}\({_ARGUMENT}\)(?P<a>[*·×⊙⊗]|\\(?:cdot|odot|times|otimes)){_ARGUMENT}|{_ARGUMENT}(?P<b>[*·×⊙⊗]|\\(?:cdot|odot|times|otimes)){_CALL}\({_ARGUMENT}\))(?![\w(+*-])"
)


def _joined_otherwise(view: View) -> Iterator[Reading]:
    """F(x) * x as what a residual block gives: its two paths multiplied."""
    s = view.sentence
    named = view.subject(len(s.words), lambda n: family(n) == "residual")
    if s.cell is not None or named is None or named.where not in ("", "the heading", "the item above") or s.has("not"):
        return
    text = _PLAIN_MATHS.sub("", s.text.chars.replace("$", " "))
    if _JOINED.search(text):
        own = any(family(m.tag) == "residual" and not m.weak for m in s.subjects)
        yield Reading("combine(residual_block) == multiply", 0, len(s.words.rstrip()), sure=own or view.bare)


def _defined(view: View, start: int, end: int) -> Iterator[Reading]:
    text = _PLAIN_MATHS.sub("", view.sentence.text.chars[start:end])
    if len(text) > 400 or len(text) < 5:
        return
    marked = bool(view.sentence.math) or view.bare
    plain = _RESIDUAL.search(text) and view.subject(end, lambda n: family(n) == "residual") is not None
    if not marked and not _GATE.search(text) and not plain:
        return
    dense, residual = _DENSE.search(text), _RESIDUAL.search(text)
    if dense and _near(view, "dense"):
        yield Reading(
            "feeds(dense_block) == all_earlier", start, end, ("an equation of several earlier outputs",), sure=False
        )
    elif residual and "[" not in text and "\\phi" not in text:
        named = view.in_families(end, "residual", "dense", "wavenet")
        if named and family(named.subject) == "dense" and _titled(view, "dense"):
            yield Reading("combine(dense_block) == add", start, end, ("an equation that adds the input",), sure=False)
        else:
            yield Reading(
                "combine(residual_block) == add", start, end, ("an equation that adds the input",), sure=False
            )
    elif _GATE.search(text):
        yield Reading("definition(gated_residual_layer) == tanh_times_sigmoid", start, end, sure=False)
    elif _COMPANDING.search(text):
        yield Reading("definition(mu_law) == logarithmic_companding", start, end, sure=False)
    elif _PRODUCT.search(text) and not view.read_by(conditioned):
        named = view.subject(end, lambda n: n in ("pixelcnn", "wavenet", "masked_conv2d"))
        yield Reading(
            f"causal({'pixelcnn' if named and family(named.subject) == 'pixelcnn' else 'wavenet'})",
            start,
            end,
            ("each factor is conditioned on those before it",),
            sure=False,
        )


def _near(view: View, wanted: str) -> bool:
    named = view.in_families(len(view.sentence.words), "residual", "dense", "wavenet")
    return (named is not None and family(named.subject) == wanted) or _titled(view, wanted)


def _titled(view: View, wanted: str) -> bool:
    """Whether the line just above names the one or the other."""
    lead = view.lead()
    return lead is not None and any(family(m.tag) == wanted for m in lead.subjects)


def _letters(view: View) -> Iterator[Reading]:
    """D2 = K, D2 = D1, C_out = M: a letter of the output's channels equals another."""
    s = view.sentence
    if s.japanese:
        return
    for span in s.formulas:
        sides = span.formula.sides
        if len(sides) != 2 or span.formula.relations != ("=",) or not all(isinstance(x, Sym) for x in sides):
            continue
        left, right = (x.name for x in sides if isinstance(x, Sym))
        if not re.fullmatch(r"(?:D|C|d|c|n_C|n_c)_?(?:2|out|o|prime)\w*", left):
            continue
        named = view.in_families(span.start, "convolution", "pooling")
        subject = runnable(named.subject) if named else "conv2d"
        if not known(subject):
            continue
        incoming = bool(re.fullmatch(r"(?:D|C|d|c|n_C|n_c)_?(?:1|in|i|prev)\w*", right))
        size = "C" if incoming else "M"
        if family(subject) == "pooling" and not incoming:
            continue
        yield Reading(f"output_channels({subject}) == {size}", span.start, span.end, sure=False)
