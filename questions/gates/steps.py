"""Gate: each equality of the worked solution is true, evaluated with the numbers that it prints.

What stands between `$` signs, in code and in plain words is read as mathematics, as a reader would:
`28 \\times 28 \\times 64 = 50{,}176` must come out. Letters stand for the variant's parameters. A new name (a word, a new
quantity) may be given a value, and keeps it; an equality that cannot be read or checked is refused, since nobody has
checked it. Formulas are parsed once for each shape of text, not each variant.
"""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...properties.expression import equivalent
from ...properties.formula import Formula, read_formula
from ...properties.nodes import Node, Sym, symbols
from ...properties.rendering import to_text
from ...properties.verdict import shown
from ...reference.errors import InputError
from .. import compiled
from ..equalities import equalities
from ..printed import Slot, read_number
from ..question import Question, Texts
from ..refusal import Refusal

GATE = "solution steps"
_SIDE_BY_SIDE = re.compile(r"(?<![\w.])(?:\d(?:[\d.,]*\d)?|@q\d+)\s+(?:\d|@q\d)")
_FORMULA = re.compile(r"\$+([^$]+)\$+")
_ORDER = ("<", ">", "<=", ">=", "!=")
_NUMBER = re.compile(r"q\d+|\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Step:
    """Two neighbouring sides of a formula, and the relation between them.

    A side without a value is a name that the step gives one to (`named`), or the step holds whatever its letters are.
    """

    left: Callable[[Mapping[str, Any]], Any]
    relation: str
    right: Callable[[Mapping[str, Any]], Any]
    rounded: str  # the number beside an "about equal", a name or digits
    latex: str
    named: str = ""  # the name that takes the value of the right side


def check(question: Question, texts: Texts, facts: Mapping[str, Any], values) -> int:
    """How many steps were asserted; refused at the first that is not so."""
    count = 0
    numeric = {name: value for name, value in facts.items() if isinstance(value, int | Fraction)}
    for language in ("ja", "en"):
        found = _asserted(*texts[f"{language} solution"], numeric, language, values)
        if not found and any(blank.form in ("number", "shape") for blank in question.blanks):
            raise Refusal(
                GATE, f"the solution ({language}) asserts no step; expected at least one equality of numbers", values
            )
        count += found
        for key, (text, slots) in texts.items():
            if key.startswith(language + " ") and key.endswith(" why"):
                count += _asserted(text, slots, numeric, language, values)
    return count


def _asserted(text: str, slots: list[Slot], numeric: Mapping[str, Any], language: str, values) -> int:
    """The steps of one text, each asserted; how many there were."""
    skeleton, printed = _skeleton(text, slots)
    known = {**numeric, **{f"q{i}": read_number(number) for i, number in enumerate(printed)}}
    try:
        steps = _steps(skeleton, frozenset(numeric))
    except Refusal as refusal:
        raise Refusal(GATE, f"{_filled(refusal.message, printed)} ({language})", values) from None
    for step in steps:
        if step.named:
            known[step.named] = _value(step.right, step, known, printed, language, values)
        else:
            _assert(step, known, printed, language, values)
    return sum(not step.named for step in steps)


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
    """The steps of a text in order; refused where an equality cannot be read or checked."""
    for latex in _FORMULA.findall(skeleton):
        if _SIDE_BY_SIDE.search(latex):
            raise Refusal(GATE, f"two numbers stand side by side in ${latex.strip()}$ without a sign between them")
    found: list[Step] = []
    named: set[str] = set()
    for latex in equalities(skeleton):
        formula = read_formula(latex)
        if formula is None or not formula.relations or formula.member or formula.order:
            raise Refusal(GATE, f"the step ${latex}$ cannot be read, so that nobody has checked it; expected numbers, "
                          "letters and + - * / powers, roots, floor, ceil, min, max, log_2")  # fmt: skip
        steps = _of(formula, latex, letters | named)
        named |= {step.named for step in steps if step.named}
        found += steps
    return tuple(found)


def _of(formula: Formula, latex: str, letters: frozenset[str]) -> list[Step]:
    """The steps of one formula: neighbours that have values are compared, a bare new name is given one."""
    known = letters | {name for side in formula.sides for name in symbols(side) if re.fullmatch(r"q\d+", name)}
    functions = [_function(side, known) for side in formula.sides]
    valued = [i for i, function in enumerate(functions) if function]
    steps = []
    for one, other in itertools.pairwise(valued):
        between = formula.relations[one:other]
        relation = "~" if "~" in between else between[0] if len(between) == 1 else "="
        steps.append(Step(functions[one], relation, functions[other],  # pyright: ignore[reportArgumentType]
                          _rounded(formula.sides[one], formula.sides[other]), latex))  # fmt: skip
    for i, side in enumerate(formula.sides):
        if i not in valued:
            steps += _unvalued(formula, i, side, functions, valued, latex)
    return steps


def _unvalued(formula: Formula, i: int, side: Node, functions: list, valued: list[int], latex: str) -> list[Step]:
    """A side with letters that have no value: a bare name gets one; else it must be equal to its neighbour always."""
    near = formula.relations[max(0, i - 1) : i + 1]
    if isinstance(side, Sym):
        nearest = min(valued, key=lambda j: abs(j - i), default=None)
        in_words = re.fullmatch(r"w\d+", side.name)  # "the cost": another line may speak of another one
        if nearest is None or in_words or any(relation not in ("=", "~") for relation in near):
            return []
        return [Step(functions[nearest], "=", functions[nearest], "", latex, side.name)]
    neighbours = [formula.sides[j] for j in (i - 1, i + 1) if 0 <= j < len(formula.sides)]
    if all(isinstance(other, Sym) for other in neighbours):
        return []  # `P = (K - 1)/2`: what a new name stands for
    if set(near) == {"="} and any(equivalent(side, other) for other in neighbours if not isinstance(other, Sym)):
        return []
    raise Refusal(GATE, f"the step ${latex}$ cannot be checked, since {to_text(side)} has letters without a value; "
                  "expected numbers, the question's parameters, or a formula that always holds")  # fmt: skip


def _rounded(left: Node, right: Node) -> str:
    """The side that is a number as printed, by whose places an "about equal" is judged; the right one if both are."""
    return next((text for text in map(to_text, (right, left)) if _NUMBER.fullmatch(text)), "")


def _function(side: Node, known: frozenset[str]):
    try:
        return compiled.function(side, known, frozenset())
    except InputError:
        return None


def _value(function: Callable, step: Step, known: Mapping[str, Any], printed: list[str], language: str, values) -> Any:
    try:
        return function(known)
    except (ArithmeticError, InputError, ValueError, TypeError) as error:
        told = f"the step ${step.latex}$ ({language}) has no value: {error}"
        raise Refusal(GATE, _filled(told, printed), values) from None


def _assert(step: Step, known: Mapping[str, Any], printed: list[str], language: str, values) -> None:
    left, right = (_value(side, step, known, printed, language, values) for side in (step.left, step.right))
    if isinstance(left, tuple) != isinstance(right, tuple):
        good = False
    elif step.relation in _ORDER:
        good = compiled._COMPARE[step.relation](left, right)
    elif step.relation == "~":
        number = printed[int(step.rounded[1:])] if step.rounded.startswith("q") else step.rounded
        good = bool(number) and abs(left - right) <= Fraction(1, 2 * 10 ** len(number.partition(".")[2]))
    else:
        good = left == right
    if not good:
        told = f"the step ${step.latex}$ ({language}) is wrong: {shown(left)} against {shown(right)}"
        raise Refusal(GATE, _filled(told, printed), values)


def _filled(told: str, printed: list[str]) -> str:
    """The message with the printed numbers in their places."""
    return re.sub(r" ?@q(\d+)", lambda m: (" " if m[0][0] == " " else "") + printed[int(m[1])], told)
