"""Comparisons of counts: a quotient as a formula, a factor as a number, or simply fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, symbols, walk
from ...properties.rendering import to_text
from ..reading import Reading, View, inherited_note, statements

_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")


def read(view: View) -> Iterator[Reading]:
    """How a light convolution compares with the standard one."""
    yield from _quotients(view)
    yield from _groups(view)


def _groups(view: View) -> Iterator[Reading]:
    """G groups: 1/G of the weights and of the operations."""
    s = view.sentence
    grouped = next((m for m in s.subjects if m.tag == "grouped_conv2d"), None)
    found = re.search(
        r"(?<![A-Za-z])([Gg])\s*(?:times|倍)|(?:factor of\s+|1\s*/\s*)\$?([Gg])(?![A-Za-z])|([Gg])\s*分の\s*1",
        s.text.chars,
    )
    if grouped and found and s.has("reduce", "cost", "parameters"):
        yield Reading(f"{_predicate(view)}(conv2d(groups=G), to=conv2d) == 1/G", found.start(), found.end(), sure=False)


def _light(view: View, place: int):
    named = view.subject(place, lambda s: s in _LIGHT)
    if named is None:
        return None, None
    return named, "depthwise_separable_conv2d" if named.subject == "mobilenet" else named.subject


def _predicate(view: View) -> str:
    cost, parameters = view.sentence.first("cost"), view.sentence.first("parameters")
    return "params_ratio" if parameters and not cost else "macs_ratio"


def _quotients(view: View) -> Iterator[Reading]:
    """`1/N + 1/D_K^2`, alone or after the quotient it equals."""
    for span in view.sentence.formulas:
        sides = [s for s in span.formula.sides if sum_of_reciprocals(s)] or [
            s for s in span.formula.sides if quotient_of_counts(s)
        ]
        named, subject = _light(view, span.start)
        if not sides or named is None:
            continue
        predicate = _predicate(view)
        for side in sides[:1]:
            parts = walk(side.left) if isinstance(side, Bin) else ()
            both = (
                "depthwise_separable_conv2d"
                if isinstance(side, Bin) and (side.op == "+" or any(isinstance(n, Bin) and n.op == "+" for n in parts))
                else subject
            )
            found = statements(view, f"{predicate}({both}, to=conv2d) == {to_text(side)}", "conv2d", [side])
            if found:
                sure = len(symbols(side)) > 1 and sum_of_reciprocals(side)  # by any custom of naming sizes
                yield Reading(
                    found[0][0], span.start, span.end, inherited_note(named, view), tuple(found[0][1:]), sure=sure
                )


def quotient_of_counts(node: Node) -> bool:
    """(K*K*C + C*M)/(K*K*C*M): both parts are counts, so that the quotient compares them."""
    return (
        isinstance(node, Bin)
        and node.op == "/"
        and all(len(symbols(part)) >= 2 for part in (node.left, node.right))
        and bool(set(symbols(node.left)) & set(symbols(node.right)))
    )


def sum_of_reciprocals(node: Node) -> bool:
    """1/N + 1/K**2, 1/M, (K**2 + M)/(K**2*M)."""
    if not symbols(node):
        return False
    if isinstance(node, Bin) and node.op == "+":
        return sum_of_reciprocals(node.left) and sum_of_reciprocals(node.right)
    return isinstance(node, Bin) and node.op == "/" and isinstance(node.left, Num) and node.left.value == 1
