"""A note's text as HTML, by its kind: Markdown, plain text, or a notebook's cells."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from markupsafe import Markup

from ..claims import NoteReport
from ..text.notebook import cells_of
from ..text.segments import Segment, Source
from .marking import marked
from .signs import Mark
from .words import language_of

Cards = Callable[[list[Mark]], str]
CODE_LIMIT = 20_000  # characters of a code cell that are shown


def body(note: NoteReport, marks: list[Mark], cards: Cards) -> Markup:
    """The note as its author wrote it, marked, with the cards that `cards` makes beside the blocks."""
    kind = PurePath(note.path).suffix.lower()
    if kind == ".ipynb":
        return Markup("").join(_cells(note, marks, cards))
    return marked(note.source, marks, cards, breaks=language_of(note.source) == "ja" or kind == ".txt")


def plain(note: NoteReport, text: str) -> str:
    """A stretch of the file as its author wrote it: a notebook's strings without their escapes."""
    if PurePath(note.path).suffix.lower() != ".ipynb":
        return text
    try:
        return json.loads(f'"{text}"')
    except ValueError:  # the stretch ends inside an escape or reaches over several strings
        return text


def _cells(note: NoteReport, marks: list[Mark], cards: Cards) -> Iterator[Markup]:
    """A notebook's cells in order: text as Markdown, program text as it stands, results left out."""
    texts = cells_of(note.source, note.path)
    placed = _in_cells(note.source, marks, texts)
    breaks = language_of("\n".join(line.raw for lines in texts for line in lines)) == "ja"
    number = 0
    for cell in json.loads(note.source)["cells"]:
        if not isinstance(cell, dict):
            continue
        if cell.get("cell_type") == "markdown":
            lines = texts[number]
            yield marked("\n".join(line.raw for line in lines), placed[number], cards, breaks)
            number += 1
        elif cell.get("cell_type") == "code":
            yield Markup('<pre class="code"><code>{}</code></pre>\n').format(_joined(cell.get("source"))[:CODE_LIMIT])


def _joined(source: Any) -> str:
    return "".join(str(part) for part in source) if isinstance(source, list) else str(source or "")


def _in_cells(text: str, marks: list[Mark], cells: list[list[Segment]]) -> list[list[Mark]]:
    """The marks of each cell, with their places in the cell's own text instead of the file's."""
    source = Source(text)
    placed: list[list[Mark]] = [[] for _ in cells]
    lines = [(number, row, line) for number, cell in enumerate(cells) for row, line in enumerate(cell)]
    lines = [entry for entry in lines if entry[2].offsets]
    starts = [line.start for _, _, line in lines]
    for mark in marks:
        start = source.starts[min(mark.line, len(source.starts)) - 1] + mark.column - 1
        end = start + max(1, len(mark.text))
        first = max(0, bisect_left(starts, start + 1) - 1)
        pieces = [entry for entry in lines[first : first + 60] if _reaches(entry[2], start, end)]
        if not pieces:
            continue
        number, row, line = pieces[0]
        here = [piece for piece in pieces if piece[0] == number]
        words = "\n".join(_inside(piece[2], start, end) for piece in here)
        column = bisect_left(line.offsets or (), start) + 1
        placed[number].append(replace(mark, line=row + 1, column=column, text=words))
    return placed


def _reaches(line: Segment, start: int, end: int) -> bool:
    offsets = line.offsets or (0,)
    return offsets[0] < end and offsets[-1] >= start


def _inside(line: Segment, start: int, end: int) -> str:
    """The characters of a line that lie between two places of the file."""
    offsets = line.offsets or ()
    return line.raw[bisect_left(offsets, start) : bisect_left(offsets, end)]
