"""`--format html`: each note as its author wrote it, with the verdicts in the margin; one page that loads nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from markupsafe import Markup

from ...questions.page import environment
from ...questions.page import render as render_page
from ..claims import Claim, NoteReport, summary
from ..text.segments import LINE_END
from . import figures, source
from .japanese import example_said, said, value_said
from .markdown import snippet
from .signs import Mark, around
from .words import ORDER, SIGNS, WORDS, language_of, strength_briefly, strength_words

FEW = 20  # characters of a claim below which its line is shown too
_TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True)
class _Card:
    """What the template shows of a claim."""

    key: str
    number: int
    claim: Claim
    words: Markup
    figure: Markup


@dataclass(frozen=True)
class _Section:
    """What the template shows of a note."""

    key: str
    note: NoteReport
    name: str
    language: str
    counts: Counter[str]
    cards: dict[str, _Card]
    contradictions: list[tuple[_Card, _Card]]
    body: Markup


def render(notes: Sequence[NoteReport], fresh: Iterable[Claim] | None = None, **_: object) -> str:
    """The report of some notes as one self-contained page; equal notes give equal bytes."""
    language = _language(notes)
    folder = _TEMPLATES
    sections = [_section(note, f"n{number}", language, _drawn()) for number, note in enumerate(notes, start=1)]
    new = None if fresh is None else {id(claim) for claim in fresh}
    names = ", ".join(section.name for section in sections[:3]) + (" ..." if len(sections) > 3 else "")
    return render_page(
        "report.html.j2", folder, title=f"{WORDS[language]['title']}: {names}",
        style="".join((folder / name).read_text(encoding="utf-8") for name in ("report.css", "cards.css")),
        script=(folder / "report.js").read_text(encoding="utf-8"),
        images=any("<img" in section.body for section in sections),
        sections=sections, summary=summary(list(notes)), bar=_bar(summary(list(notes))), fresh=new,
        **_vocabulary(language),
    )  # fmt: skip


def _vocabulary(language: str) -> dict[str, Any]:
    return {
        "words": WORDS[language], "language": language, "signs": SIGNS, "order": ORDER,
        "said": lambda text: said(text, language), "value": lambda value: value_said(value, language),
        "example": lambda example: example_said(example, language), "snippet": snippet,
        "strength": lambda text, status: strength_words(text, language, status), "identity": id,
        "briefly": lambda text: strength_briefly(text, language),
    }  # fmt: skip


def _language(notes: Sequence[NoteReport]) -> str:
    """The language of most notes."""
    counts = Counter(language_of(note.source) for note in notes)
    return counts.most_common(1)[0][0] if counts else "en"


def _drawn() -> set[str]:
    """The figures that a note shows already: each is drawn once a note."""
    return set()


def _section(note: NoteReport, key: str, language: str, drawn: set[str]) -> _Section:
    words = WORDS[language]
    lines = LINE_END.split(note.source)
    cards, marks = {}, []
    for number, claim in enumerate(note.claims, start=1):
        status = claim.verdict.status
        label = f"{number} {words[status]}: {claim.reading}"
        sign = f"{SIGNS[status]}{number}"
        mark = Mark(f"{key}c{number}", claim.line, claim.column, claim.text, status, label, sign)
        marks.append(mark)
        told = _words(note, around(lines, mark))
        cards[claim.id] = _Card(mark.key, number, claim, told, figures.figure(claim, language, drawn))
    by_key = {card.key: card for card in cards.values()}
    marks += _unread_marks(note, key)

    def aside(inside: list[Mark]) -> str:
        chosen = [by_key[mark.key] for mark in inside if mark.key in by_key]
        return _cards(chosen, language) if chosen else ""

    return _Section(
        key, note, PurePath(note.path).name, language_of(note.source), _counts(note), cards,
        [(cards[a], cards[b]) for a, b in note.contradictions if a in cards and b in cards],
        source.body(note, marks, aside),
    )  # fmt: skip


def _words(note: NoteReport, around: tuple[str, str, str]) -> Markup:
    """A claim's words for a list; where they are few, in what stands around them on their line."""
    before, words, after = (source.plain(note, part) for part in around)
    if len(words) >= FEW:
        return snippet(words)
    before = re.sub(r"^[\s\"#>|*+-]+(?:\d+[.)]\s)?", "", before)
    before = before if len(before) <= 2 * FEW else before[max(before.rfind(stop, 0, -FEW) for stop in "。.、, ") + 1 :]
    framed = Markup('<span class="quiet">{}</span>{}<span class="quiet">{}</span>')
    return framed.format(snippet(before, 2 * FEW), snippet(words), snippet(after.rstrip('"\\n,'), 2 * FEW))


def _unread_marks(note: NoteReport, key: str) -> list[Mark]:
    lines = LINE_END.split(note.source)
    marks = []
    for number, unread in enumerate(note.unread):
        line = lines[unread.line - 1] if unread.line <= len(lines) else ""
        column = max(0, line.find(LINE_END.split(unread.text)[0])) + 1
        marks.append(Mark(f"{key}u{number}", unread.line, column, unread.text, "unread"))
    return marks


def _cards(cards: list[_Card], language: str) -> str:
    template = environment(_TEMPLATES).get_template("cards.html.j2")
    return template.render(cards=cards, **_vocabulary(language))


def _counts(note: NoteReport) -> Counter[str]:
    return Counter({"unread": len(note.unread)}) + Counter(claim.verdict.status for claim in note.claims)


def _bar(counts: dict[str, int]) -> list[tuple[str, float, float]]:
    """The claims' shares as stretches (status, start, length) of a bar of length 100."""
    total = max(1, counts["claims"])
    stretches, start = [], 0.0
    for status in ORDER[:-1]:
        length = round(100 * counts[status] / total, 3)
        stretches.append((status, round(start, 3), length))
        start += length
    return stretches
