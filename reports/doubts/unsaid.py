"""Whether what a failing claim says is the note's own, and its value meant as what it was read for."""

from __future__ import annotations

from ...properties.statement import Statement
from ..decided import ALL_GIVEN
from ..readers.marks import MARKED_RIGHT, MARKED_WRONG, struck_in_its_row
from ..readers.option_reasons import AGAINST
from ..reading import Reading, View
from ..scope import Outline
from ..text.sentences import Sentence
from .judged import judged_below
from .misplaced import AN_OPTION, misplaced
from .other_values import other_value
from .put_forward import put_forward


def unsaid(outline: Outline, statement: Statement, reading: Reading, sentence: Sentence) -> str | None:
    """Why a claim that fails is nobody's, or is about something else; None where nothing says so.

    A statement that the note marks as right or wrong is its own, whoever is quoted.
    """
    place = (reading.start, reading.end)
    if not {MARKED_RIGHT, MARKED_WRONG} & set(reading.notes):
        if struck_in_its_row(View(outline, sentence)):
            return "its row marks it as wrong"
        shown = misplaced(outline, statement, sentence, *place)
        if any(note.startswith(AGAINST) for note in reading.notes):  # a reason against an option is the author's
            shown = shown if shown != AN_OPTION else None
        else:
            shown = (
                put_forward(outline, sentence, *place)
                or judged_below(outline, sentence, reading.statement.startswith("not "))
                or shown
            )
        if shown:
            return shown
    return None if ALL_GIVEN in reading.notes else other_value(outline, statement, sentence, *place)
