"""Gate: each equality of the worked solution is true, evaluated with the numbers that it prints.

The formulas between `$` signs are read as mathematics, as a reader would: `28 \\times 28 \\times 64 = 50{,}176` must
come out. Letters stand for the variant's parameters; a side with an unknown name (a word, a new quantity) is
passed over, and the sides around it are compared. Formulas are parsed once for each shape of text, not each variant.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...properties.formula import read_formula
from ...properties.nodes import symbols
from ...properties.rendering import to_text
from ...properties.verdict import shown
from ...reference.errors import InputError
from .. import compiled
from ..printed import Slot, read_number
from ..question import Question, Texts
from ..refusal import Refusal

GATE = "solution steps"
_SIDE_BY_SIDE = re.compile(r"(?<![\w.])(?:\d[\d.,]*|@q\d+)\s+(?:\d|@q\d)")
_ORDER = ("<", ">", "<=", ">=", "!=")


@dataclass(frozen=True)
class Step:
    """Two neighbouring sides of a formula that both have a value, and the relation between them."""

    left: Callable[[Mapping[str, Any]], Any]
    relation: str
    right: Callable[[Mapping[str, Any]], Any]
    rounded: str  # the number on the right, a name or digits, where it is a single number (for rounding)
    latex: str


def check(question: Question, texts: Texts, facts: Mapping[str, Any], values) -> int:
    """How many steps were asserted; refused at the first that is not so."""
    count = 0
    numeric = {name: value for name, value in facts.items() if isinstance(value, int | Fraction)}
    for language in ("ja", "en"):
        text, slots = texts[f"{language} solution"]
        skeleton, printed = _skeleton(text, slots)
        steps = _steps(skeleton, frozenset(numeric))
        known = {**numeric, **{f"q{i}": read_number(number) for i, number in enumerate(printed)}}
        for step in steps:
            _assert(step, known, printed, language, values)
        count += len(steps)
        count += _explained(texts, language, numeric, values)
        if not steps and any(blank.form in ("number", "shape") for blank in question.blanks):
            raise Refusal(
                GATE, f"the solution ({language}) asserts no step; expected at least one equality of numbers", values
            )
    return count


def _explained(texts: Texts, language: str, numeric: Mapping[str, Any], values) -> int:
    """The equalities of numbers in the explanations of options and claims."""
    count = 0
    for key, (text, slots) in texts.items():
        if not (key.startswith(language + " ") and key.endswith(" why") and "$" in text):
            continue
        skeleton, printed = _skeleton(text, slots)
        steps = _steps(skeleton, frozenset(numeric))
        known = {**numeric, **{f"q{i}": read_number(number) for i, number in enumerate(printed)}}
        for step in steps:
            _assert(step, known, printed, language, values)
        count += len(steps)
    return count


def _skeleton(text: str, slots: list[Slot]) -> tuple[str, list[str]]:
    """The text with each printed number replaced by a name, and the numbers."""
    pieces, numbers, at = [], [], 0
    for slot in slots:
        printed = text[slot.start : slot.end]
        if not re.fullmatch(r"[-−]?[\d,]+(?:\.\d+)?", printed):
            continue
        pieces += (text[at : slot.start], f" @q{len(numbers)} ")
        numbers.append(printed)
        at = slot.end
    return "".join(pieces) + text[at:], numbers


@lru_cache(maxsize=4096)
def _steps(skeleton: str, letters: frozenset[str]) -> tuple[Step, ...]:
    found: list[Step] = []
    for latex in re.findall(r"\$+([^$]+)\$+", skeleton):
        if _SIDE_BY_SIDE.search(latex):
            raise Refusal(GATE, f"two numbers stand side by side in ${latex.strip()}$ without a sign between them")
        formula = read_formula(latex)
        if formula is None or not formula.relations:
            continue
        known = letters | {name for side in formula.sides for name in symbols(side) if re.fullmatch(r"q\d+", name)}
        last = None
        for i, side in enumerate(formula.sides):
            function = _function(side, known)
            if function and last is not None:
                between = formula.relations[last[1] : i]
                relation = "~" if "~" in between else between[0] if len(between) == 1 else "="
                found.append(Step(last[0], relation, function, to_text(side), latex.strip()))
            if function:
                last = (function, i)
    return tuple(found)


def _function(side, known: frozenset[str]):
    try:
        return compiled.function(side, known, frozenset())
    except InputError:
        return None


def _assert(step: Step, known: Mapping[str, Any], printed: list[str], language: str, values) -> None:
    try:
        left, right = step.left(known), step.right(known)
    except (ArithmeticError, InputError, ValueError, TypeError) as error:
        raise Refusal(GATE, f"the step {_filled(step, printed)} ({language}) has no value: {error}", values) from None
    if step.relation in _ORDER:
        good = compiled._COMPARE[step.relation](left, right)
    elif step.relation == "~":
        number = printed[int(step.rounded[1:])] if re.fullmatch(r"q\d+", step.rounded) else step.rounded
        good = abs(left - right) <= Fraction(1, 2 * 10 ** len(number.partition(".")[2]))
    else:
        good = left == right
    if not good:
        raise Refusal(
            GATE, f"the step {_filled(step, printed)} ({language}) is wrong: {shown(left)} against {shown(right)}",
            values,
        )  # fmt: skip


def _filled(step: Step, printed: list[str]) -> str:
    return "$" + re.sub(r"\s*@q(\d+)\s*", lambda m: printed[int(m[1])], step.latex) + "$"
