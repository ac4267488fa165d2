"""Gate: what a file declares beside its numbers: both languages, no answer told."""

from __future__ import annotations

import re
from fractions import Fraction

from ..drawing import canonical
from ..question import Question, Texts
from ..refusal import Refusal
from ..variant import Variant

LANGUAGE, GIVEN = "language", "answer given away"
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
