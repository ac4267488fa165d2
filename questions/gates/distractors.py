"""Gate: each distractor is wrong, by value, with a witness; and no two choices are the same thing."""

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...properties.expression import to_text
from ...properties.nodes import Items, Node
from ...properties.statement import parse as parse_statement
from ...properties.verdict import shown
from ...reference.errors import InputError
from .. import measuring
from ..alike import reads_same
from ..drawing import canonical, same
from ..frontmatter import LANGUAGES
from ..question import Blank, Option, Question, Texts
from ..refusal import Refusal
from ..telling import value_told
from ..variant import Part, Variant
from . import sentences
from .routes import formula_statement

GATE = "distractors"
SHORT = 200  # characters up to which texts are compared but for case and marks


def check(variant: Variant, facts: Mapping[str, Any], values) -> None:
    """Refuse an option that is not what its author says it is, or that equals another."""
    for part in variant.parts:
        if part.blank.arrangement:
            continue
        offered = [option for option in part.blank.options if option.offered(facts)]
        if part.blank.form == "error":
            _mutants(variant, part, values)
        if part.blank.form in ("statement", "error"):
            _statements(variant.question, part.blank, offered, facts, variant.texts, values)
        else:
            _values(variant.question, part.blank, offered, facts, values)
        _choices(part, values)


def _values(question: Question, blank: Blank, offered: list[Option], facts: Mapping[str, Any], values) -> None:
    key = canonical(facts[blank.name], blank.decimals)
    _tolerance(blank, key, values)
    for option in offered:
        assert option.value is not None
        try:
            value = canonical(option.value(facts), blank.decimals)
        except (ArithmeticError, InputError, ValueError) as error:
            raise Refusal(
                GATE, f"the distractor {option.name} has no value here: {error or 'division by zero'}", values
            ) from None
        if same(value, key) or _near(value, key, blank):
            raise Refusal(
                GATE, f"the distractor {option.name} gives {_told(value)}, which is the answer {_told(key)}"
                + (" within tolerance and rounding" if value != key and not isinstance(value, Node) else ""), values,
            )  # fmt: skip


def _mutants(variant: Variant, part: Part, values) -> None:
    """The wrong sentence must read otherwise than the right one in whose place it stands."""
    for choice in part.choices:
        own = f"sentence {choice.label} text"
        for language in ("ja", "en"):
            right = variant.texts.get(f"{language} {own}")
            if choice.correct and right and reads_same(choice.text[language], right[0]):
                told = f"the wrong sentence ({choice.label}) reads like the right one ({language})"
                raise Refusal(GATE, told, values)


def _tolerance(blank: Blank, key: Any, values) -> None:
    """A grader that accepts a quarter of the answer more or less would accept nearly anything."""
    if isinstance(key, int | Fraction) and Fraction(str(blank.tolerance)) > max(abs(key) / 4, Fraction(1, 2)):
        told = f"the tolerance {blank.tolerance:g} of {blank.name} is too large for the answer {shown(key)}"
        raise Refusal(GATE, told, values)


def _told(value: Any) -> str:
    return to_text(value) if isinstance(value, Node) else shown(value)


def _near(value: Any, key: Any, blank: Blank) -> bool:
    """Whether a grader with this tolerance, reading rounded numbers, could take one for the other."""
    if not isinstance(value, int | Fraction) or not isinstance(key, int | Fraction):
        return False
    unit = Fraction(1, 10**blank.decimals) if blank.decimals is not None else 0
    return abs(value - key) <= Fraction(str(blank.tolerance)) + unit


def _alike(blank: Blank, offered: list[Option], facts: Mapping[str, Any], texts: Texts, values) -> None:
    """No wrong option may read like a right one; two wrong ones only where their numbers happen to be equal."""
    for one, other in itertools.combinations([option for option in offered if option.text_key], 2):
        pairs = {lang: (texts[f"{lang} {one.text_key}"], texts[f"{lang} {other.text_key}"]) for lang in LANGUAGES}
        same_in = [
            lang for lang, ((a, _), (b, _)) in pairs.items() if a == b or (len(a) < SHORT and reads_same(a, b, False))
        ]
        chance = len(same_in) == len(LANGUAGES) and any(slots for pair in pairs.values() for _, slots in pair)
        if same_in and (one.right(facts) != other.right(facts) or not chance):
            text = pairs[same_in[0]][0][0]
            told = f"{one.name} and {other.name} of {blank.name} read the same ({same_in[0]}): {text}"
            raise Refusal(GATE, told, values)


def _statements(
    question: Question, blank: Blank, offered: list[Option], facts: Mapping[str, Any], texts: Texts, values
) -> None:
    seen: dict[str, str] = {}
    for option in offered:
        assert option.statement is not None
        sentences.check(option, texts, values)
        decision = decision_on(option, facts, values)
        if decision.holds != _should_hold(blank, option, facts):
            declared = "right" if option.right(facts) else "wrong"
            found = "holds" if decision.holds else "does not hold"
            raise Refusal(
                GATE, f"{option.name} is called {declared}, but {option.statement} {found}: {decision.evidence}", values
            )
        if blank.form == "statement" and seen.setdefault(option.statement, option.name) != option.name:
            raise Refusal(GATE, f"{option.name} and {seen[option.statement]} make the same statement", values)
    if blank.form == "statement":
        _alike(blank, offered, facts, texts, values)
    right = sum(option.right(facts) for option in offered)
    if not right:
        raise Refusal(GATE, f"none of the choices of {blank.name} is right", values)
    if right > 1 and not blank.many and len(offered) <= blank.shown:
        raise Refusal(GATE, f"{right} of the choices of {blank.name} are right; expected one", values)


def decision_on(option: Option, facts: Mapping[str, Any], values) -> measuring.Decision:
    """What the reference says to an option's statement in this variant."""
    assert option.statement is not None
    try:
        return measuring.decided(option.statement, facts)
    except (InputError, ArithmeticError) as error:
        raise Refusal(
            GATE, f"the statement of {option.name}, {option.statement}, cannot be decided: {error}", values
        ) from None


def _should_hold(blank: Blank, option: Option, facts: Mapping[str, Any]) -> bool:
    """In a passage the wrong sentence is the one to be found; elsewhere the right option is the true one."""
    return option.right(facts) != (blank.form == "error")


def _choices(part: Part, values) -> None:
    """The choices as drawn: one key (or some, not all), and all texts different in both languages."""
    if not part.blank.chosen:
        return
    correct = sum(choice.correct for choice in part.choices)
    if correct == 0 or (correct != 1 and not part.blank.many) or (part.blank.many and correct == len(part.choices)):
        raise Refusal(GATE, f"{correct} of the {len(part.choices)} choices of {part.blank.name} are right", values)
    for language in ("ja", "en"):
        ordered = any(isinstance(choice.value, str) and _shape(choice.value) for choice in part.choices)
        for one, other in itertools.combinations([choice.text[language] for choice in part.choices], 2):
            if reads_same(one, other, not ordered):
                told = f"two choices of {part.blank.name} read the same ({language}): {one} and {other}"
                raise Refusal(GATE, told, values)


@lru_cache(maxsize=1 << 12)
def _shape(statement: str) -> bool:
    """Whether a statement compares with a shape."""
    try:
        return isinstance(parse_statement(statement).right, Items)
    except InputError:
        return False


def witness(question: Question, part: Part, choice, facts: Mapping[str, Any]) -> dict[str, str]:
    """Why a choice is wrong, in both languages: what its misconception gives against what the reference gives."""
    blank, option = part.blank, choice.option
    if option is None or choice.correct:
        return {"ja": "", "en": ""}
    if blank.form == "error":
        return {"ja": "この文は成り立つ。", "en": "This sentence holds."}
    if option.statement is not None:
        return dict(measuring.decided(option.statement, facts).told)
    if isinstance(choice.value, Node):
        return dict(measuring.decided(formula_statement(question, blank, choice.value, facts), {}).told)
    got, right = choice.text, value_told(facts[blank.name])
    return {
        "ja": f"この考えでは {got['ja']}、実行した結果は {right['ja']}",
        "en": f"this gives {got['en']}; running the reference gives {right['en']}",
    }
