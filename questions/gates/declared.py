"""Gate: what a file declares beside its numbers: routes that measure, fitting units, both languages, no answer told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...properties.nodes import Bin, Call, Node, measurements
from ...properties.parsing import parse_expression
from ..compiled import function
from ..drawing import canonical
from ..question import Blank, Question, Texts
from ..refusal import Refusal
from ..variant import Variant

ROUTE, UNIT, LANGUAGE, GIVEN = "two routes", "unit", "language", "answer given away"
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile("[A-Za-z]{2,}")
_MEASURED = {
    "flops": re.compile(r"\bflops?\b|floating.point|浮動小数", re.IGNORECASE),
    "macs": re.compile(r"\bmacs?\b|multiply.accumulate|multiplications?\b|積和", re.IGNORECASE),
    "params": re.compile(r"\bparameters?\b|\bweights?\b|パラメータ|重み", re.IGNORECASE),
    "bytes": re.compile(r"\b(?:bytes?|[kmg]i?b)\b|バイト", re.IGNORECASE),
}  # fmt: skip
_LARGE = re.compile(
    r"\b(?:[kMGT](?:MACs?|FLOPs?|B)\b|kilo|mega|giga|million|billion|thousand)|百万|千|万|億|メガ|ギガ|キロ"
)


def check_question(question: Question) -> None:
    """What needs no variant: each measurement in a route must matter, and a unit must be that of what is measured."""
    for blank in question.blanks:
        if blank.route_text and blank.form not in ("formula", "order"):
            _route(question, blank)
        _unit(blank)


def _route(question: Question, blank: Blank) -> None:
    """Refuse a route whose value is the same whatever is measured: it would be the closed form once more."""
    node = parse_expression(blank.route_text)
    names = frozenset(question.space.domains)
    values = next(iter(question.space), None)
    if values is None:
        return
    words = frozenset(v for v in values.values() if isinstance(v, str)) | frozenset(question.words["ja"])
    found = []
    for power in (1, 2, 3):

        def pretend(call: Call, given: Mapping[str, Any], power: int = power) -> Any:
            return (7 + _told_apart(call) % 101) ** power

        try:
            found.append(canonical(function(node, names, words, pretend)(values)))
        except Exception:  # not a number after all: decided where it is really measured
            return
    if found[0] == found[1] == found[2]:
        raise Refusal(ROUTE, f"what is measured in the route {blank.route_text} of {blank.name} does not change "
                      "its value; expected a route that the reference decides")  # fmt: skip


def _told_apart(call: Call) -> int:
    """A number that is the same for the same call, in every process."""
    return sum((i + 1) * ord(c) for i, c in enumerate(repr(call)))


def _unit(blank: Blank) -> None:
    """Refuse a unit of something else than what the route measures, or of another size."""
    text = " ".join(blank.unit.values())
    if not text.strip() or not blank.route_text or blank.form != "number":
        return
    node = parse_expression(blank.route_text)
    names = {_quantity(call) for call in measurements(node)}
    if len(names) != 1 or (not isinstance(node, Call) and not _scaled(node)):
        return
    measured = names.pop()
    if measured not in _MEASURED:
        return
    told = {quantity for quantity, words in _MEASURED.items() if words.search(text)}
    if told and measured not in told:
        raise Refusal(UNIT, f"the unit of {blank.name} is {text!r}, but {blank.route_text} measures {measured}")
    if isinstance(node, Call) and (large := _LARGE.search(text)):
        raise Refusal(
            UNIT, f"the unit of {blank.name} has {large[0]!r}, but its value is not divided; expected plain numbers"
        )


def _quantity(call: Call) -> str:
    count = call.option("count")
    return "flops" if call.name == "macs" and getattr(count, "name", "") == "flops" else call.name


def _scaled(node: Node) -> bool:
    return isinstance(node, Bin) and node.op in "*/" and not measurements(node.right)


def check_language(question: Question, texts: Texts, values) -> None:
    """Refuse a text that is in the other language: a copy that was not translated."""
    for key in ("", " solution"):
        ja, en = (re.sub(r"\$[^$]*\$|`[^`]*`", "", texts[language + key][0]) for language in ("ja", "en"))
        if _JAPANESE.search(en):
            raise Refusal(LANGUAGE, f"the text 'en{key}' is written in Japanese", values)
        if len(_WORD.findall(ja)) >= 5 and not _JAPANESE.search(ja):
            raise Refusal(LANGUAGE, f"the text 'ja{key}' has no Japanese in it; expected the Japanese text", values)


def given_away(variant: Variant) -> set[tuple[str, str]]:
    """(answer, expression) where the stem prints the value of an answer by an expression that is no parameter."""
    found = set()
    for blank in variant.question.blanks:
        if blank.value is None or blank.form != "number":
            continue
        key = canonical(variant.facts[blank.name])
        for language in ("ja", "en"):
            for slot in variant.texts[language][1]:
                if slot.name in variant.question.space.domains:
                    continue
                value = variant.question.printed_value(slot.name, variant.facts)
                if isinstance(value, int | Fraction) and canonical(value) == key:
                    found.add((blank.name, slot.name))
    return found


def check_given(leaks: set[tuple[str, str]]) -> None:
    """Refuse a stem that told the answer in every variant seen."""
    for name, expression in sorted(leaks):
        raise Refusal(GIVEN, f"the stem prints {expression}, which is the answer {name}, in every variant")
