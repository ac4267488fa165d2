"""Spare readings: of words that no other reader understood, or of which another's reading failed."""

from __future__ import annotations

from collections.abc import Iterable

from ..properties.nodes import Sym
from ..properties.statement import parse
from ..properties.verdict import Verdict
from . import patterns as re
from .reading import Reading
from .text.sentences import Sentence

OF_THE_PASSAGE = "counted with the sizes of the passage"
MAP_OF = "a map of "  # some layer of the network has it: mends nothing that fails by its own sizes
_IN_ITS_ROW = "the row above gives the input"
GIVEN = "a size that is given"  # a premise: where its words are in a claim, it says nothing of its own
_SAME = {"output_height": "height", "output_width": "width", "output_size": "size"}
_MEASURED = re.compile(r"(\w+)\((\w+)")


def overlap(a: Reading, b: Reading) -> bool:
    """Whether two readings share words; of sentences put together, words of the note."""
    if a.said is not None and b.said is not None and a.said is not b.said:
        (first, last), (begin, end) = _in_the_note(a), _in_the_note(b)
        return first <= end and begin <= last
    return a.start < b.end and b.start < a.end


def _in_the_note(reading: Reading) -> tuple[int, int]:
    """The places in the note of a reading's first and last word."""
    origin = reading.said.text.origin if reading.said else ()
    words = origin[reading.start : max(reading.end, reading.start + 1)] or (-1,)
    return min(words), max(words)


def place_in(reading: Reading, sentence: Sentence) -> tuple[int, int]:
    """Where a reading's words stand in a sentence of the note, though they were read with others."""
    if reading.said is None or reading.said is sentence:
        return reading.start, reading.end
    first, last = _in_the_note(reading)
    inside = [n for n, place in enumerate(sentence.text.origin) if first <= place <= last]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def in_turn(reading: Reading) -> tuple[bool, bool]:
    """The order in which readings are decided: spare ones after the others, premises last."""
    return reading.spare, GIVEN in reading.notes


def says_already(spare: Reading, other: Reading, statement: str, verdict: Verdict) -> bool:
    """Whether another reading of a spare one's words stands already; of one that failed, another may."""
    if not overlap(spare, other):
        return False
    if GIVEN in spare.notes:
        return True
    if is_vague(statement):
        return False
    if any(note.startswith(MAP_OF) for note in spare.notes):
        return True
    mended = verdict.status == "refuted" and not other.spare and bool(_measured(spare.statement))
    if mended and OF_THE_PASSAGE in spare.notes:
        of_its_row = any(note.startswith(_IN_ITS_ROW) for note in other.notes)
        if of_its_row and _measured(spare.statement) == _measured(statement):
            return True  # its table gives the layer's sizes: no others of the passage are its own
        return _measured(spare.statement)[:1] != _measured(statement)[:1]  # of whatever layer it was taken for
    return not mended or _measured(spare.statement) != _measured(statement)


def against_declarations(statement: str, declared: Iterable[tuple[str, str]]) -> bool:
    """Whether a statement gives a letter a meaning that none of the note's declarations (letter, role) gives it.

    >>> against_declarations("macs(conv2d) == K*K*M where M = in_channels", [("M", "out_channels")])
    True
    """
    meanings: dict[str, set[str]] = {}
    for letter, role in declared:
        meanings.setdefault(letter, set()).add(_SAME.get(role, role))
    meant = parse(statement)
    options = meant.call.options if meant.call else ()
    for letter, role in meant.where:
        roles = {_SAME.get(role, role), *(key for key, value in options if value == Sym(letter))}
        if not roles & meanings.get(letter, roles):
            return True
    return False


def is_vague(statement: str) -> bool:
    """More or less than something: how much, another reading of the same words may say.

    >>> is_vague("macs_ratio(depthwise_separable_conv2d, to=conv2d) < 1"), is_vague("macs(conv2d) == H*W")
    (True, False)
    """
    return bool(re.search(r" [<>] ", statement))


def _measured(statement: str) -> tuple[str, ...]:
    """What is measured, of which subject."""
    if statement.startswith(("output_shape(", "output_size(")):
        return ("output",)  # whatever it is taken to come out of
    found = _MEASURED.search(statement)
    return found.groups() if found else ()
