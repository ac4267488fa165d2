"""Gate: verify the artefact. Each exported file is read again, and must hold what was certified.

The choice that is marked right there must be the certified one, every number of stem and choices must have survived,
and so must every gap. Nothing of what the exporter meant is used: only the file's own text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from . import record
from .plaintext import plain
from .refusal import Refusal
from .sheet import Sheet
from .variant import Part, Variant

GATE = "artefact"
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")


_KEY = ("answer", "solution", "certificate", "correct", "value", "misconception", "refutation", "tolerance")
_KEY_ATTRIBUTES = frozenset({"data-answer", "data-right", "data-tolerance", "data-correct", "data-wrong"})
_KEY_CLASSES = frozenset({"why", "key", "solution", "solved", "certificate", "refuted", "answers"})


def verify(
    form: str, content: str, sheets: Sequence[Sheet], languages: Sequence[str] = ("ja", "en"), key: bool = True
) -> None:
    """Refuse an exported file that does not say what was certified. `form`: json, html or text.

    Without its key the file must not hold anything of it: a student reads the source as well.
    """
    {"json": _json, "html": _html, "text": _text}[form](content, sheets, languages, key)


def _refuse(variant: Variant, what: str) -> Refusal:
    return Refusal(GATE, f"{variant.question.id}: {what}", variant.values)


def _numbers(text: str) -> list[str]:
    return [n.replace(",", "") for n in _NUMBER.findall(text)]


def _json(content: str, sheets: Sequence[Sheet], languages: Sequence[str], key: bool) -> None:
    """The document as another program reads it."""
    document = json.loads(content)
    if not key and (told := _told(document["sheets"])):
        raise Refusal(GATE, f"the file without a key has {told!r}")
    for sheet, written in zip(sheets, document["sheets"], strict=True):
        for variant, question in zip(sheet.variants, written["questions"], strict=True):
            for part, found in zip(variant.parts, question["parts"], strict=True):
                if key and not _certified(part, found):
                    raise _refuse(variant, f"the answer of {part.blank.name} is not the certified one")
                if [c["text"] for c in found["choices"]] != [dict(c.text) for c in part.choices]:
                    raise _refuse(variant, f"the choices of {part.blank.name} have changed")
            for language in ("ja", "en"):
                if _numbers(question["stem"][language]) != _numbers(record.stem(variant, language)):
                    raise _refuse(variant, f"the numbers of the stem ({language}) have changed")


def _certified(part: Part, found: dict) -> bool:
    """Whether the document marks and answers what was certified."""
    right = [c["label"] for c in found["choices"] if c["correct"]]
    return right == [c.label for c in part.choices if c.correct] and found["answer"] == record.answer(part)


def _told(content: object) -> str:
    """What of a key a document without one holds, at any depth."""
    if isinstance(content, list):
        return next(filter(None, map(_told, content)), "")
    if not isinstance(content, dict):
        return ""
    inside = [value for name, value in content.items() if name != "parameters"]  # whose names are the author's
    return next((name for name in content if name in _KEY), "") or _told(inside)


def _text(content: str, sheets: Sequence[Sheet], languages: Sequence[str], key: bool) -> None:
    """The text form: each stem's numbers in order, and each answer in the key."""
    found = _numbers(content)
    for sheet in sheets:
        for variant in sheet.variants:
            for language in languages:
                wanted = _numbers(plain(record.stem(variant, language), lambda name: ""))
                if not _within(wanted, found):
                    raise _refuse(variant, f"the numbers of the stem ({language}) are not in the text")


def _within(wanted: list[str], found: list[str]) -> bool:
    """Whether the numbers stand together somewhere."""
    if not wanted:
        return True
    text, sought = " ".join(["", *found, ""]), " ".join(["", *wanted, ""])
    return sought in text


class _Card:
    """What a page shows of one question: its text, its fields, and the choices marked right, by field."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.right: dict[str, set[str]] = {}
        self.offered: dict[str, list[str]] = {}
        self.answers: dict[str, str] = {}


class _Page(HTMLParser):
    """A sheet's page as a browser sees it: one card a question and language."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[tuple[str, str, _Card]] = []
        self.told: list[str] = []  # what belongs to a key
        self._language, self._card, self._skipped = "", None, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.told += [name for name in given if name in _KEY_ATTRIBUTES]
        self.told += [name for name in given.get("class", "").split() if name in _KEY_CLASSES]
        self.told += ["script"] * (tag == "script")
        if tag == "section":
            self._language = given.get("lang", "")
        elif tag == "article":
            self._card = _Card() if "data-question" in given else None
            if self._card is not None:
                self.cards.append((given["data-question"], self._language, self._card))
        elif tag in ("h2", "svg"):
            self._skipped += 1
        elif self._card is not None and "data-field" in given:
            self._field(self._card, given)

    def _field(self, card: _Card, given: dict[str, str]) -> None:
        name = given["data-field"]
        if given.get("type") in ("radio", "checkbox"):
            card.offered.setdefault(name, []).append(given["value"])
            if given.get("data-right") == "yes":
                card.right.setdefault(name, set()).add(given["value"])
        elif "data-answer" in given:
            card.answers[name] = given["data-answer"]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "svg"):
            self._skipped -= 1
        elif tag == "article":
            self._card = None

    def handle_data(self, data: str) -> None:
        if self._card is not None and not self._skipped:
            self._card.text.append(data)


def _html(content: str, sheets: Sequence[Sheet], languages: Sequence[str], key: bool) -> None:
    """The page's own fields: the choices marked right there, the answers it scores by, and the numbers it shows."""
    page = _Page()
    page.feed(content)
    if not key and page.told:
        raise Refusal(GATE, f"the page without a key has {page.told[0]!r}")
    cards = {(prefix, language): card for prefix, language, card in page.cards}
    for sheet in sheets:
        for number, variant in enumerate(sheet.variants, 1):
            for language in languages:
                prefix = f"s{sheet.number}-q{number}"
                card = cards.get((prefix, language))
                if card is None:
                    raise _refuse(variant, f"the page ({language}) does not show it")
                _card(variant, card, prefix, language, key)


def _card(variant: Variant, card: _Card, prefix: str, language: str, key: bool) -> None:
    for part in variant.parts if key else ():
        _part(variant, part, card, f"{prefix}-{part.blank.name}", language)
    shown = re.sub(r"\s+", "", "".join(card.text))
    for n in set(_numbers(plain(variant.texts[language][0], lambda name: ""))):
        if n not in shown.replace(",", ""):
            raise _refuse(variant, f"the number {n} of the stem ({language}) is not on the page")


def _part(variant: Variant, part: Part, card: _Card, name: str, language: str) -> None:
    if part.blank.arrangement:
        right = [label for _, label in part.answer] if part.blank.arrangement == "match" else list(part.answer)
        if [card.answers.get(f"{name}-{i}") for i in range(1, len(right) + 1)] != right:
            raise _refuse(variant, f"the page ({language}) scores another order than the certified one")
    elif part.blank.chosen:
        right = {choice.label for choice in part.choices if choice.correct}
        if card.right.get(name, set()) != right or card.offered.get(name) != [c.label for c in part.choices]:
            raise _refuse(variant, f"the page ({language}) marks another choice than the certified one")
    else:
        answer = record.answer(part)
        wanted = ",".join(map(str, answer)) if isinstance(answer, list) else str(answer)
        if card.answers.get(name) != wanted:
            raise _refuse(variant, f"the page ({language}) scores {card.answers.get(name)!r} instead of {wanted!r}")
