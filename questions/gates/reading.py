"""Gate: the numbers are read back from the text, in each language, and are the variant's own.

What is certified later is certified on these numbers: what the student reads, not what the generator meant.
"""

from fractions import Fraction
from typing import Any

from ...reference.errors import InputError
from ..parameters import Value, Values
from ..printed import Slot, number_text, read_at, read_number, typed_numbers
from ..question import Question, Texts
from ..refusal import Refusal

GATE = "numbers read back"


def recover(question: Question, texts: Texts, values: Values) -> Values:
    """The parameters as the Japanese and the English stem print them; refused unless both print all, and alike."""
    found = {language: _recovered(question, texts, values, language) for language in ("ja", "en")}
    for name in question.space.domains:
        if found["ja"].get(name) != found["en"].get(name):
            raise Refusal(
                GATE, f"the Japanese text gives {name} as {found['ja'].get(name)}, "
                f"the English as {found['en'].get(name)}",
                values,
            )  # fmt: skip
    _typed(question, texts, values)
    return {name: found["en"].get(name, value) for name, value in values.items()}


def _recovered(question: Question, texts: Texts, values: Values, language: str) -> Values:
    text, slots = texts[language]
    found: Values = {}
    for slot in slots:
        if slot.name in question.space.domains:
            read = _value(question, text, slot, language, values)
            if found.setdefault(slot.name, read) != read:
                raise Refusal(GATE, f"the stem ({language}) prints {slot.name} as two different numbers", values)
            if read != values[slot.name]:
                raise Refusal(
                    GATE, f"the stem ({language}) reads {slot.name} = {_shown(read)} where the variant has "
                    f"{_shown(values[slot.name])}", values,
                )  # fmt: skip
    stated = found.keys() | question.template.tested[language]
    unprinted = [name for name in question.needed if name not in stated and not _elsewhere(texts, name, language)]
    if unprinted:
        raise Refusal(GATE, f"the stem ({language}) never states {unprinted[0]}, on which the answer depends", values)
    return found


def _elsewhere(texts: Texts, name: str, language: str) -> bool:
    """Whether one of the options or sentences prints the parameter."""
    return any(slot.name == name for key, (_, slots) in texts.items()
               if key.startswith(language + " ") and key.endswith(" text") for slot in slots)  # fmt: skip


def _value(question: Question, text: str, slot: Slot, language: str, values: Values) -> Value:
    printed = read_at(text, slot)
    if isinstance(values[slot.name], str):
        words = {shown: word for word, shown in question.words[language].items()}
        return words.get(printed, str(values[slot.name]) if printed == text[slot.start : slot.end] else printed)
    try:
        number = read_number(printed)
    except InputError as error:
        raise Refusal(GATE, f"the stem ({language}), at {slot.name}: {error}", values) from None
    return number


def _shown(value: Value) -> str:
    return number_text(value) if isinstance(value, int | Fraction) else str(value)


def _typed(question: Question, texts: Texts, values: Values) -> None:
    """Numbers typed into the text by hand must be the same in both languages."""
    for key in [name[3:] for name in texts if name.startswith("ja ") and not name.endswith((" why", "solution"))] + [
        ""
    ]:
        if not {f"{language} {key}".strip() for language in ("ja", "en")} & question.template.typed:
            continue
        ja, en = (sorted(typed_numbers(*texts[f"{language} {key}".strip()])) for language in ("ja", "en"))
        if ja != en:
            raise Refusal(
                GATE, f"the Japanese and the English {key or 'stem'} state different numbers: {_listed(ja)} against "
                f"{_listed(en)}", values,
            )  # fmt: skip


def _listed(numbers: list[str]) -> str:
    return ", ".join(numbers) or "none"


def derived(question: Question, texts: Texts, facts: dict[str, Any], values: Values) -> None:
    """Every other number that a text prints is what its expression gives, as far as it is printed."""
    for key, (text, slots) in texts.items():
        for slot in slots:
            value = question.printed_value(slot.name, facts)
            if not isinstance(value, int | Fraction | float) or isinstance(value, bool):
                continue
            printed = read_at(text, slot)
            try:
                read = read_number(printed)
            except InputError as error:
                raise Refusal(GATE, f"the text '{key}', at {slot.name}: {error}", values) from None
            if read == value:
                continue
            places = len(printed.partition(".")[2])
            if abs(read - Fraction(value)) > (Fraction(1, 2 * 10**places) if places else 0):
                raise Refusal(
                    GATE, f"the text '{key}' prints {printed} for {slot.name}, "
                    f"which is {number_text(Fraction(value))}", values,
                )  # fmt: skip
