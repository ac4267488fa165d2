"""A sheet as text for the terminal."""

from collections.abc import Sequence

from . import record
from .drawing import choice_text
from .plaintext import plain
from .question import Question
from .sheet import Sheet
from .variant import Part, Variant

_WORDS = {
    "ja": {"sheet": "問題用紙", "code": "コード", "key": "解答と解説", "answer": "答", "unit": "単位", "why": "誤り"},
    "en": {
        "sheet": "Sheet",
        "code": "code",
        "key": "Answers and solutions",
        "answer": "Answer",
        "unit": "unit",
        "why": "wrong",
    },
}

SHORT = 40  # characters of a choice that a key repeats beside its letter


def text(sheets: Sequence[Sheet], languages: Sequence[str], questions: bool = True, key: bool = True) -> str:
    """All sheets, then their keys."""
    blocks = []
    for sheet in sheets:
        if questions:
            blocks += [_sheet(sheet, language) for language in languages]
        if key:
            blocks += [_key(sheet, language) for language in languages]
    return "\n\n".join(blocks) + "\n"


def _title(sheet: Sheet, language: str) -> str:
    words = _WORDS[language]
    return f"{words['sheet']} {sheet.student or sheet.number}   {words['code']} {sheet.code}"


def _sheet(sheet: Sheet, language: str) -> str:
    lines = [_title(sheet, language)]
    for number, variant in enumerate(sheet.variants, 1):
        lines += ["", f"{number}. " + _indented(_gapped(variant, record.stem(variant, language), language))]
        lines += _offers(variant, language)
    return "\n".join(lines)


def _gapped(variant: Variant, stem: str, language: str) -> str:
    labels = variant.question.gap_labels(language)
    return plain(stem, lambda name: f"__{labels.get(name, '')}__")


def _offers(variant: Variant, language: str) -> list[str]:
    labels = variant.question.gap_labels(language)
    lines = []
    for part in variant.parts:
        if part.choices and part.blank.form != "error":
            lead = f"   {labels[part.blank.name]} " if len(variant.parts) > 1 else "   "
            if part.blank.arrangement == "match":
                lines += [f"   {i}. {plain(_left(variant, n, language))}" for i, (n, _) in enumerate(part.answer, 1)]
            lines += [f"{lead}{choice.label}. {plain(choice.text[language])}" for choice in part.choices]
    return lines


def _left(variant: Variant, index: int, language: str) -> str:
    return variant.question.both(variant.texts, f"pair {index + 1} left")[language]


def _indented(text_: str) -> str:
    return "\n   ".join(line for line in text_.splitlines())


def _key(sheet: Sheet, language: str) -> str:
    words = _WORDS[language]
    lines = [f"{words['key']}   {words['code']} {sheet.code}"]
    for number, variant in enumerate(sheet.variants, 1):
        labels = variant.question.gap_labels(language)
        for part in variant.parts:
            lead = f"{labels[part.blank.name]} " if len(variant.parts) > 1 else ""
            lines += ["", f"{number}. {lead}{words['answer']}: {plain(answer_text(variant.question, part, language))}"]
        lines.append("   " + _indented(plain(record.solution(variant, language))))
        for choice in [c for part in record.question(variant)["parts"] for c in part["choices"] if c["refutation"]]:
            lines.append(f"   {choice['label']}: {plain(choice['refutation'][language])}")
    return "\n".join(lines)


def answer_text(question: Question, part: Part, language: str) -> str:
    """The answer as a key prints it."""
    blank = part.blank
    if blank.arrangement == "match":
        return ", ".join(f"{i} – {label}" for i, (_, label) in enumerate(part.answer, 1))
    if blank.arrangement == "order":
        return " → ".join(part.answer)
    if blank.many:
        return ", ".join(part.answer)
    if blank.form == "error":
        return f"({part.answer})"
    if blank.chosen:
        text = next(choice.text[language] for choice in part.choices if choice.correct)
        return f"{part.answer}: {text}" if len(text) <= SHORT else str(part.answer)
    unit = blank.unit.get(language, "")
    return choice_text(part.answer, question.words[language], blank.decimals) + (f" {unit}" if unit else "")
