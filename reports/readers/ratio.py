"""Comparisons of counts: a quotient as a formula, a factor as a number, or simply fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...properties.nodes import Bin, Node, Num, symbols, walk
from ...properties.rendering import to_text
from ..formulas import Span
from ..reading import Reading, View, inherited_note, statements

_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")
_RANGE = re.compile(
    (
        r"(?:約|およそ|ほぼ|about|around|roughly|approximately)?\s*(?:1\s*/\s*)?(\d{1,"
        r"2})\s*(?:倍)?\s*(?:~|から|-|ないし|to|or|and|, )\s*(?:約)?\s*(?:1\s*/\s*)?(\d{1,"
        r"2})\s*(?:倍|times|x\b|分の|程度|$|に|(?=\s*(?:the|of|less|fewer|computation|reduction"
        r"|ほど|まで|の計算|くらい|ぐらい|で)))"
    ),
    re.IGNORECASE,
)
_ONE_OVER = re.compile(r"1\s*/\s*(\d{1,2})(?!\d|\s*[~+])|(\d{1,2})\s*分の\s*1")
_TIMES = re.compile(
    r"(\d{1,2})\s*(?:倍|times|x)\s*(?:の?(?:削減|効率|高速|軽|少な|less|fewer|cheaper|reduction|smaller))?"
)


def read(view: View) -> Iterator[Reading]:
    """How a light convolution compares with the standard one."""
    quotients = [*_quotients(view), *_groups(view)]
    if quotients:
        yield from quotients
        return
    yield from _factor(view) or ()


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
                told = any(x.lower() in ("c_in", "cin", "c_out", "cout") for x in symbols(side))  # letters that say what they are
                sure = len(symbols(side)) > 1 and sum_of_reciprocals(side) and (not found[1] or told)
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


def _factor(view: View) -> Iterator[Reading]:
    """8 to 9 times less, about 1/9, or fewer."""
    s = view.sentence
    reduced = [m for m in s.tags.get("reduce", ()) if view.polarity(m.start)]
    part = _ONE_OVER.search(_plain(s.text.chars)) if s.has("cost") else None
    if not reduced and part:
        reduced = s.tags["cost"]
    if not reduced or (not s.has("cost", "parameters") and not re.search(r"軽量化|軽い", s.words)):
        return
    mention = reduced[0]
    named, subject = _light(view, mention.start)
    if named is None or s.has("question", "hedged") or (named.where and not s.has("cost", "parameters")):
        return
    if {"depthwise_conv2d", "pointwise_conv2d"} <= {m.tag for m in s.subjects} or (s.has("same") and False):
        subject = "depthwise_separable_conv2d"
    predicate, notes = _predicate(view), inherited_note(named, view)
    words = _plain(s.text.chars)
    start = min(mention.start, (s.first("cost", "parameters") or mention).start)
    ranged = _RANGE.search(words)
    if ranged and 2 <= int(ranged[1]) < int(ranged[2]) <= 64:
        low, high = int(ranged[1]), int(ranged[2])
        yield Reading(
            f"1/{high} <= {predicate}(depthwise_separable_conv2d, to=conv2d, kernel_size=3) <= 1/{low}",
            min(ranged.start(), start),
            max(mention.end, ranged.end()),
            notes,
            sure=False,
        )
        return
    once = _ONE_OVER.search(words)
    if once:
        part = int(once[1] or once[2])
        yield Reading(
            f"{predicate}({subject}, to=conv2d, kernel_size=3) ~= 1/{part}",
            min(once.start(), start),
            max(mention.end, once.end()),
            notes,
            sure=False,
        )
        return
    at_least = {"depthwise_conv2d": " if M > 1", "pointwise_conv2d": " if K > 1"}.get(subject, "")  # pyright: ignore[reportArgumentType, reportCallIssue]
    yield Reading(f"{predicate}({subject}, to=conv2d) < 1{at_least}", start, mention.end, notes, sure=False)


def _plain(text: str) -> str:
    return re.sub(r"\\frac\{?(\d+)\}?\{?(\d+)\}?", lambda m: f"{m[1]}/{m[2]}".ljust(len(m[0])), text)


def spans_of(view: View) -> list[Span]:
    return view.sentence.formulas
