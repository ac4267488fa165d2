"""Products of sizes that stand alone: H×W×C×K×K under a convolution's name is what it costs, said or not.

So is H×W×C×(K×K＋M), the two steps of a separable convolution, where that is spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, Sym, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, call, inherited_note, known, runnable, settled_letters, statements
from ..scope import NEARBY, Named
from ..sizes.counting import kinds_in, plain
from ..sizes.formulas import Span
from . import cost, labelled
from .idioms import subjects_at

_PLANE = ("H", "W", "D_F", "H_out", "W_out", "OH", "OW", "H'", "W'", "D_G", "H_o", "W_o")
_KERNEL = ("K", "D_K", "k", "F", "f", "K_h", "K_w", "KH", "KW", "k_h", "k_w", "FH", "FW", "D_k")


def read(view: View) -> Iterator[Reading]:
    """The costs that bare products state, in a sentence of which no other count was read."""
    s = view.sentence
    spans = [f for f in s.formulas if _is_cost(f) or (_monomial(f.formula.value) and labelled.is_cost(view, f))]
    if not spans or s.has("question", "normalise", "statistics") or view.outline.blocks[s.block].kind == "heading" or view.read_by(cost) or view.read_by(labelled):
        return
    for span in spans[:2]:
        yield from _cost(view, span)


def _is_cost(span: Span) -> bool:
    """A product of four sizes and more, of the map, of its channels, and of the kernel or of both channels."""
    side = next((x for x in span.formula.sides if len(symbols(x)) >= 3), None)
    if side is None or {"α", "ρ", "alpha", "rho"} & set(symbols(side)) or not (_monomial(side) or _steps(side)):
        return False
    letters = symbols(side)
    return any(x in _PLANE for x in letters) and ((any(x in _KERNEL for x in letters) and len(letters) >= 3) or (len(letters) == 4 and "N" not in letters))


def _monomial(node: Node) -> bool:
    return all(isinstance(n, Sym | Num) or (isinstance(n, Bin) and n.op in ("*", "**")) for n in walk(node))


def _steps(node: Node) -> bool:
    """A sum of two products, or a product of which one factor is such a sum: what two layers cost together."""
    if isinstance(node, Bin) and node.op == "*":
        sums = [x for x in (node.left, node.right) if not _monomial(x)]
        return len(sums) == 1 and _steps(sums[0])
    return isinstance(node, Bin) and node.op == "+" and all(_monomial(x) and symbols(x) for x in (node.left, node.right))


_PRICE = re.compile(r"price|cost|operations|multipl\w+|m-?acs?\b|flops?|計算量|コスト|演算|積和|乗算", re.IGNORECASE)


def _lead(view: View) -> str:
    """The last sentence of the text right above a formula that stands alone, where it leads to it: "Price:"."""
    s, outline = view.sentence, view.outline
    above = outline.sentences[s.block - 1] if s.block and view.bare else []
    return above[-1].words if above and outline.blocks[s.block - 1].kind in ("text", "item") and above[-1].words.rstrip(" *_").endswith((":", "：")) else ""


def _introduced(view: View) -> Named | None:
    """The one step that the text leading to the formula is about: "Step 1, depthwise. ... Price:"."""
    if not _lead(view):
        return None
    kinds = {k for e in view.outline.sentences[view.sentence.block - 1] for _, _, k in kinds_in(plain(e.text.chars))}
    steps = kinds & {"depthwise_conv2d", "pointwise_conv2d"}
    return Named(steps.pop(), "the introduction", view.sentence.block - 1) if len(steps) == 1 and "depthwise_separable_conv2d" not in kinds else None


def _cost(view: View, span: Span) -> Iterator[Reading]:
    side = next(x for x in span.formula.sides if len(symbols(x)) >= 3)
    if _steps(side):
        named = view.subject(span.start, lambda n: n in ("depthwise_separable_conv2d", "depthwise_conv2d", "mobilenet", "pointwise_conv2d"))
        subject = "depthwise_separable_conv2d"
        if named is None:
            return
    else:
        names = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "grouped_conv2d")
        named = _introduced(view) or view.subject(span.start, lambda n: n in names)
        if named is None or named.where == NEARBY:
            found = subjects_at(view, span.start, names, near=True)
            named = found[0] if found else None
        if named is None or not known(named.subject):
            return
        subject = runnable(named.subject)
    found = statements(view, f"{call('macs', subject)} == {to_text(side)}", subject, [side])
    if found:
        counted = bool(re.match(r"\s*回", view.sentence.words[span.end :]))
        notes = (*(inherited_note(named, view) if not _steps(side) else ()), *filter(None, [found[1]]))
        priced = _introduced(view) is not None and _PRICE.search(_lead(view)) is not None
        yield Reading(found[0][0], span.start, span.end, notes, tuple(found[0][1:]), sure=(counted or priced) and settled_letters(view, side), firm=settled_letters(view, side))
