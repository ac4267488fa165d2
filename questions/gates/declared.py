"""Gate: what a file declares beside its numbers: parameters that matter, both languages, no answer told."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...properties.formula import read_formula
from ...properties.nodes import Node, Sym, measurements
from ...properties.parsing import parse_expression
from ...properties.roles import LETTERS
from ...properties.subjects import SUBJECTS, subject
from ...reference.errors import InputError
from .. import compiled
from ..conditions import CLOSE, OPEN, skeleton
from ..drawing import canonical
from ..frontmatter import split
from ..measured import letters_of
from ..printed import Slot
from ..question import Blank, Question, Texts
from ..refusal import Refusal
from ..variant import Variant
from .units import COUNTED, quantity

LANGUAGE, GIVEN, DECORATIVE, SIGN = "language", "answer given away", "parameter space", "two routes"
_BATCH = [letter for letter, roles in LETTERS.items() if roles == ("batch",)]
_FACTORS = (2, 3, 4, 5, 10, 100, 1000)
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile("[A-Za-z]{2,}")


def check_language(question: Question, texts: Texts, values) -> None:
    """Refuse a text that is in the other language: a copy that was not translated."""
    for key in ("", " solution"):
        ja, en = (re.sub(r"\$[^$]*\$|`[^`]*`", "", texts[language + key][0]) for language in ("ja", "en"))
        if _JAPANESE.search(en):
            raise Refusal(LANGUAGE, f"the text 'en{key}' is written in Japanese", values)
        if len(_WORD.findall(ja)) >= 5 and not _JAPANESE.search(ja):
            raise Refusal(LANGUAGE, f"the text 'ja{key}' has no Japanese in it; expected the Japanese text", values)


def check_parameters(question: Question) -> None:
    """Refuse a parameter that only the text prints: its values would count as variants of one and the same question."""
    table, _ = split(question.text)
    used = " ".join(_expressions(table))
    tested = {"claim", "error"}.union(*question.template.tested.values(), *map(_measured_with, question.blanks))
    for name in question.space.domains:
        if name not in tested and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", used):
            raise Refusal(DECORATIVE, f"the parameter {name} is printed and changes nothing: no value, route, statement or "
                          "distractor has it; expected it to matter, or to be typed into the text")  # fmt: skip


def _measured_with(blank: Blank) -> set[str]:
    """The sizes with which the reference is run for a blank, and which it thereby shows not to matter; not the batch."""
    calls = measurements(_route(blank.route_text)) if blank.route_text else ()
    roles = {role for call in calls for node in call.args if isinstance(node, Sym) and node.name in SUBJECTS
             for role in subject(node.name).roles}  # fmt: skip
    letters = {letter for call in calls for letter in letters_of(call)} - set(_BATCH)
    return letters | (roles - {"batch"})


def _expressions(table: object, key: str = "") -> Iterator[str]:
    """Every expression of the front matter but the constraints and the parameters' own values."""
    if isinstance(table, dict):
        for name, inside in table.items():
            if name not in ("constraints", "parameters"):
                yield from _expressions(inside, key if key in ("let", "figure") else name)
    elif isinstance(table, list):
        for item in table:
            yield from _expressions(item, key)
    elif key in ("value", "route", "statement", "if", "key", "let", "figure"):
        yield str(table)


def check_signs(variant: Variant) -> None:
    """Refuse a negative number of things."""
    for blank in variant.question.blanks:
        value = variant.facts.get(blank.name) if blank.value and blank.form == "number" else None
        if isinstance(value, int | Fraction) and value < 0 and quantity(_route(blank.route_text)) in COUNTED:
            raise Refusal(SIGN, f"{blank.name} is {value}, a negative number of things", variant.values)


@lru_cache(maxsize=256)
def _route(text: str) -> Node:
    return parse_expression(text)


def given_away(variant: Variant) -> set[tuple[str, str]]:
    """(answer, what the stem prints) where the answer is printed, or one step of arithmetic away from what is.

    What the stem prints beside its parameters is looked at: a number, that number doubled, halved, one more or less
    ..., two such numbers added, subtracted, multiplied or divided; and a formula with a power or a sum in it.
    """
    found = set()
    blanks = [blank for blank in variant.question.blanks if blank.value is not None and blank.form == "number"]
    if not blanks:
        return found
    printed = _printed(variant)
    for blank in blanks:
        key = canonical(variant.facts[blank.name])
        for name, value in printed.items():
            if _one_step(value, key):
                found.add((blank.name, name))
        for (one, a), (other, b) in itertools.permutations(printed.items(), 2):
            if key in (a * b, a + b, a - b) or (b and key == a / b):
                found.add((blank.name, f"{one} and {other}"))
    return found


def _one_step(told: Fraction, key: Any) -> bool:
    """Whether the answer is a printed number, its double, its half, one more than it ..."""
    if not isinstance(key, Fraction):
        return False
    return told == -key or abs(told - key) in (0, 1, 2) or any(told * n == key or told == key * n for n in _FACTORS)


def _printed(variant: Variant) -> dict[str, Fraction]:
    """The numbers that the stem prints and that are no parameters, and the values of its formulas."""
    printed: dict[str, Fraction] = {}
    for language in ("ja", "en"):
        text, slots = variant.texts[language]
        for slot in slots:
            if slot.name in variant.question.space.domains or slot.name in printed:
                continue
            value = variant.question.printed_value(slot.name, variant.facts)
            if isinstance(value, int | Fraction) and not isinstance(value, bool):
                printed[slot.name] = Fraction(value)
        printed |= _formulas(variant, text, slots)
    return printed


def _formulas(variant: Variant, text: str, slots: list[Slot]) -> dict[str, Fraction]:
    found = {}
    numbers = {name: value for name, value in variant.facts.items() if isinstance(value, int | Fraction)}
    for latex, function in _evaluated(skeleton(text, slots), frozenset(numbers)):
        try:
            value = function(numbers)
        except (ArithmeticError, InputError, ValueError, TypeError):
            continue
        if isinstance(value, int | Fraction):
            found[f"${latex}$"] = Fraction(value)
    return found


@lru_cache(maxsize=1024)
def _evaluated(text: str, names: frozenset[str]) -> tuple[tuple[str, compiled.Function], ...]:
    """The stem's formulas with a power, a sum or a quotient (a product of sizes is what a shape is written as)."""
    found = []
    for latex in re.findall(r"\$+([^$]+)\$+", text):
        formula = read_formula(latex.replace(OPEN, " @").replace(CLOSE, " "))
        if formula and re.search(r"[\^+/]|frac|-", latex):
            for side in formula.sides:
                with contextlib.suppress(InputError):
                    found.append((latex.strip(), compiled.function(side, names, frozenset())))
    return tuple(found)


def check_given(leaks: set[tuple[str, str]]) -> None:
    """Refuse a stem that told the answer in every variant seen."""
    for name, expression in sorted(leaks):
        shown = expression.replace(OPEN, "").replace(CLOSE, "")
        raise Refusal(GIVEN, f"the stem prints {shown}, from which the answer ({name}) follows at once, in every variant")
