"""A note's text as HTML, by its kind: Markdown, plain text, or a notebook's cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from markupsafe import Markup

from ..claims import NoteReport
from .marking import Mark, marked
from .words import language_of


def body(note: NoteReport, marks: list[Mark], cards: Callable[[list[Mark]], str]) -> Markup:
    """The note as its author wrote it, marked, with the cards that `cards` makes beside the blocks."""
    breaks = language_of(note.source) == "ja" or PurePath(note.path).suffix.lower() == ".txt"
    return marked(note.source, marks, cards, breaks)
