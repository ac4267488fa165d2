"""Comparisons of counts: a quotient as a formula, a factor as a number, or simply fewer."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, symbols, walk
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note, settled_letters, statements
from ..scope import NEARBY, Named

_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")


def read(view: View) -> Iterator[Reading]:
    """How a light convolution compares with the standard one."""
    yield from _quotients(view)


def _light(view: View, place: int):
    named = view.subject(place, lambda s: s in _LIGHT)
    if named is None:
        return None, None
    return named, "depthwise_separable_conv2d" if named.subject == "mobilenet" else named.subject


def _predicate(view: View) -> str:
    cost, parameters = view.sentence.first("cost"), view.sentence.first("parameters")
    return "params_ratio" if parameters and not cost else "macs_ratio"


_FASTER = re.compile(r"speed-?\s?up|faster|高速化|速くな|(?:reduc\w+|sav\w+|cut)\b[^.;]{0,24}\bby (?:a factor of )?|節約率", re.IGNORECASE)
_FEWER = re.compile(r"\s*[)$\\]*\s*(?:times (?:fewer|less|faster|cheaper|smaller)|分の\s*[1１一]|倍(?:速|高速|少な|軽))", re.IGNORECASE)


def _quotients(view: View) -> Iterator[Reading]:
    """`1/N + 1/D_K^2`, alone or after the quotient it equals."""
    for span in view.sentence.formulas:
        sides = [s for s in span.formula.sides if sum_of_reciprocals(s)] or [
            s for s in span.formula.sides if quotient_of_counts(s)
        ]
        named, subject = _light(view, span.start)
        if sides and named is None and _plainly(sides[0]):
            named, subject = Named("depthwise_separable_conv2d", NEARBY, view.sentence.block), "depthwise_separable_conv2d"
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
            over = "1/" if _FASTER.search(view.sentence.words[max(0, span.start - 50) : span.start]) or _FEWER.match(view.sentence.text.chars[span.end :]) else ""
            found = statements(view, f"{over}{predicate}({both}, to=conv2d) == {to_text(side)}", "conv2d", [side])
            if found and _as_in_the_paper(view, side):
                found = [[x for x in found[0] if "M = in_channels" in x] or found[0]]
            if found:
                sure = len(symbols(side)) > 1 and sum_of_reciprocals(side)  # by any custom of naming sizes
                yield Reading(
                    found[0][0], span.start, span.end, () if _plainly(side) else inherited_note(named, view), tuple(found[0][1:]), sure=sure,
                    firm=settled_letters(view, side) or _as_in_the_paper(view, side) or _of_the_input(view, found[0][0]),
                )


REACH = 24  # blocks above in which the letters of the paper are looked for
_M_AND_N = re.compile(r"(?<![A-Za-z_\\])M[\W_]{1,10}(?:cdot|times)?[\W_]{0,4}N(?![A-Za-z_])")
_C = re.compile(r"(?<![A-Za-z_\\])C(?![A-Za-z])")


def _as_in_the_paper(view: View, node: Node) -> bool:
    """Whether M are the channels that come in: D_K beside it, N for those that go out, and no C, as in MobileNet's paper."""
    if {"M", "D_K"} - set(symbols(node)):
        return False
    section = view.outline.blocks[max(0, view.sentence.block - REACH) : view.sentence.block + 1]
    text = "\n".join(b.raw for b in section if "D_" in b.raw)
    return bool(_M_AND_N.search(text)) and not _C.search(text)


def _of_the_input(view: View, statement: str) -> bool:
    """Whether the note says in words that the letter bound to the channels of the input stands for these."""
    bound = re.search(r"\b([A-Z])\w* = in_channels", statement)
    if bound is None:
        return False
    x = rf"[\\($]*(?<![A-Za-z]){bound[1]}(?![A-Za-z_])[\\)$]*"
    said = rf"{x}\s*(?:は|が|を|:|：|=|＝)?\s*(?:個の|枚の)?(?:入力(?:の)?(?:ch|チャン?ネル|枚|マップ)|input (?:channels|maps)|(?:channels|maps) (?:coming )?in\b|incoming|,?\s*(?:is|are|being|denotes|stands for|counts)?\s*(?:the )?(?:number|count)s? of (?:the )?(?:input|incoming) (?:channels|maps))|(?:入力(?:の)?チャン?ネル数?|input channels)\s*(?:は|が|を|:|：|=|＝)?\s*{x}"
    return any(re.search(said, b.raw) for b in view.outline.blocks[: view.sentence.block + 1])


def _plainly(node: Node) -> bool:
    """1/a + 1/b^2: of what else there is, nothing compares so."""
    return isinstance(node, Bin) and node.op == "+" and sum_of_reciprocals(node) and len(symbols(node)) == 2 and any(isinstance(n, Bin) and n.op == "**" for n in walk(node))


def quotient_of_counts(node: Node) -> bool:
    """(K*K*C + C*M)/(K*K*C*M): both parts are counts, so that the quotient compares them."""
    return (
        isinstance(node, Bin)
        and node.op == "/"
        and all(len(symbols(part)) >= 2 for part in (node.left, node.right))
        and bool(set(symbols(node.left)) & set(symbols(node.right)))
    )


def sum_of_reciprocals(node: Node) -> bool:
    """1/N + 1/K**2, 1/M, 1/N + 1/9."""
    if not symbols(node):
        return False
    if isinstance(node, Bin) and node.op == "+":
        return all(sum_of_reciprocals(part) or _one_over_a_number(part) for part in (node.left, node.right))
    return isinstance(node, Bin) and node.op == "/" and isinstance(node.left, Num) and node.left.value == 1


def _one_over_a_number(node: Node) -> bool:
    """1/9, the window's area as a number beside 1/N."""
    return isinstance(node, Bin) and node.op == "/" and isinstance(node.left, Num) and node.left.value == 1 and isinstance(node.right, Num)
