"""Gate: two routes to each answer, from the numbers read back: the closed form and a run of the reference."""

import itertools
from collections.abc import Mapping
from typing import Any

from ...properties.expression import to_text
from ...properties.nodes import Node
from ...properties.roles import ROLES
from ...properties.verdict import shown
from ...reference.errors import InputError
from .. import measuring
from ..drawing import canonical
from ..printed import read_number
from ..question import Blank, Question, Texts
from ..refusal import Refusal
from ..variant import Variant

GATE = "two routes"


def check(variant: Variant, facts: Mapping[str, Any], values) -> None:
    """Refuse an answer that the reference does not give; `facts` come from the numbers read back from the text."""
    for blank in variant.question.blanks:
        if blank.value is not None:
            _value(variant.question, blank, facts, values)
        elif blank.arrangement == "match":
            _pairs(variant.question, blank, values)
    _solution(variant.question, variant.texts, facts, values)


def _value(question: Question, blank: Blank, facts: Mapping[str, Any], values) -> None:
    if blank.form == "formula":
        return _formula(question, blank, facts, values)
    if blank.form == "order":
        return _order(blank, facts[blank.name], values)
    claimed = facts[blank.name]
    if blank.route is None:
        raise Refusal(GATE, f"{blank.name} has no second route", values)
    measured = _measured(question, blank, facts, values)
    if isinstance(claimed, float) or claimed != claimed:
        raise Refusal(GATE, f"the closed form of {blank.name} is {claimed!r}; expected an exact value", values)
    if canonical(claimed) != canonical(measured):
        raise Refusal(
            GATE, f"the closed form {blank.expression} gives {shown(claimed)}, and running the reference, "
            f"{blank.route_text}, gives {shown(measured)}", values,
        )  # fmt: skip
    return None


def _measured(question: Question, blank: Blank, facts: Mapping[str, Any], values) -> Any:
    """The value by the second route: only the question's parameters go in, nothing that the author derived."""
    assert blank.route is not None
    given = {name: facts[name] for name in question.space.domains}
    try:
        measured = blank.route(given)
    except (InputError, ArithmeticError) as error:
        raise Refusal(GATE, f"the reference refuses this variant ({blank.route_text}): {error}", values) from None
    if blank.form == "shape" and isinstance(measured, tuple) and len(measured) == len(facts[blank.name]) + 1:
        return measured[1:] if measured[0] == 1 else measured  # a batch of one goes without saying
    return measured


def formula_statement(question: Question, blank: Blank, value: Node, facts: Mapping[str, Any]) -> str:
    """The statement that a formula is right: each letter is bound to the role after which its parameter is named."""
    letters = {facts[name]: name for name in question.space.domains if name in ROLES and isinstance(facts[name], str)}
    where = ", ".join(f"{letter} = {role}" for letter, role in letters.items())
    return f"{blank.route_text} == {to_text(value)}" + (f" where {where}" if where else "")


def _formula(question: Question, blank: Blank, facts: Mapping[str, Any], values) -> None:
    lettered = [facts[name] for name in question.space.domains if name in ROLES and isinstance(facts[name], str)]
    if len(set(lettered)) != len(lettered):
        raise Refusal(GATE, "one letter stands for two sizes; a constraint is missing", values)
    # Renaming letters changes no formula: the same statement with the roles' own letters is decided once.
    canonical_letters = {name: CANONICAL.get(name, name) for name in question.space.domains if name in ROLES}
    statement = formula_statement(
        question, blank, _relettered(blank, facts, canonical_letters), {**facts, **canonical_letters}
    )
    try:
        decision = measuring.decided(statement, {})
    except InputError as error:
        raise Refusal(GATE, f"the statement {statement} cannot be decided: {error}", values) from None
    if not decision.holds:
        raise Refusal(GATE, f"{statement} does not hold: {decision.evidence}", values)


def _relettered(blank: Blank, facts: Mapping[str, Any], letters: Mapping[str, str]) -> Node:
    assert blank.value is not None
    return blank.value({**facts, **letters})


def _order(blank: Blank, items: tuple[str, ...], values) -> None:
    """The order is the reference's, and no other order of the same items is."""
    if len(set(items)) != len(items) or not 3 <= len(items) <= 6:
        raise Refusal(GATE, f"{', '.join(items)} are to be put in order; expected 3 to 6 different items", values)
    for other in itertools.permutations(items):
        statement = f"{blank.route_text} == ({', '.join(other)})"
        decision = measuring.decided(statement, {})
        if decision.holds != (other == items):
            says = "holds" if decision.holds else "does not hold"
            raise Refusal(GATE, f"{statement} {says}: {decision.evidence}", values)


CANONICAL = {
    "batch": "N", "in_channels": "C", "out_channels": "M", "height": "H", "width": "W", "size": "D_F", "time": "T",
    "kernel_size": "K", "stride": "S", "padding": "P", "dilation": "D", "groups": "G", "layers": "L",
    "growth_rate": "k", "in_features": "I", "out_features": "O", "multiplier": "a",
}  # fmt: skip


def _pairs(question: Question, blank: Blank, values) -> None:
    """Each left side fits its own right side and no other's."""
    assert question.statement
    for i, (left, _) in enumerate(blank.pairs):
        for j, (_, other) in enumerate(blank.pairs):
            statement = question.statement.replace("LEFT", left).replace("RIGHT", other)
            decision = measuring.decided(statement, {})
            if decision.holds != (i == j):
                says = "fits" if decision.holds else "does not fit"
                raise Refusal(GATE, f"{left} {says} {other}: {statement} ({decision.evidence})", values)


def _solution(question: Question, texts: Texts, facts: Mapping[str, Any], values) -> None:
    """The worked solution arrives at the answer: each number of it is printed there, in both languages."""
    for blank in question.blanks:
        value = facts.get(blank.name) if blank.value else None
        numbers = [item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, int)]
        for language in ("ja", "en"):
            text, slots = texts[f"{language} solution"]
            printed = {_read(text[slot.start : slot.end]) for slot in slots}
            missing = [n for n in numbers if not isinstance(n, bool) and n not in printed]
            if missing and not any(slot.name == blank.name for slot in slots):
                raise Refusal(
                    GATE, f"the solution ({language}) never prints the answer {missing[0]:,} of {blank.name}", values
                )


def _read(text: str) -> Any:
    try:
        return read_number(text)
    except InputError:
        return None
