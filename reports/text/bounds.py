"""How much of one line, and of lines without a blank one between them, is read: the rest is told, and costs nothing.

Every sentence looks back on those around it, so what one paragraph costs is bounded here; a note of many paragraphs
takes as long as they take together. What is left out becomes a block of the kind "beyond", listed among the unread.
"""

from __future__ import annotations

import re

from .flow import BLOCK_LIMIT
from .segments import Block, Segment, Source

MOST_LINE = 10_000  # characters of one line that are read
MOST_STRETCH = 40_000  # characters of lines without a blank one between them that are read
MOST_BLOCKS = 2_500  # blocks of such lines that are read
BEYOND = "beyond"
_UNREAD_KINDS = ("comment", "code", BEYOND)
_HEADING = re.compile(r"[ \t\u3000]{0,3}#{1,6}(?!#)")
_DATA = re.compile(r"[A-Za-z0-9+/=]*")  # of a picture that stands in the note itself


def shortened(lines: list[Segment]) -> tuple[list[Segment], dict[int, Block]]:
    """The lines, each as far as it is read, and by its number what follows in one that is longer.

    >>> short, rests = shortened([Segment("a", 0), Segment("b" * (MOST_LINE + 3), 2)])
    >>> [len(line.raw) for line in short], {n: (rest.kind, rest.raw) for n, rest in rests.items()}
    ([1, 10000], {1: ('beyond', 'bbb')})
    """
    rests: dict[int, Block] = {}
    for number, line in enumerate(lines):
        if len(line.raw) > MOST_LINE and (rest := _rest(line)).raw.strip(" \t\u3000)>\"'/"):
            rests[number] = Block(BEYOND, 0, [rest])
    return [line.cut(0, MOST_LINE) if len(line.raw) > MOST_LINE else line for line in lines], rests


def _rest(line: Segment) -> Segment:
    """What follows the part that is read; of a picture's data nothing can be read, and nothing of it is told."""
    data = line.raw.rfind(";base64,", 0, MOST_LINE)
    end = _DATA.match(line.raw, data + len(";base64,")).end() if data >= 0 else 0  # pyright: ignore[reportOptionalMemberAccess]
    return line.cut(max(end, MOST_LINE))


class Stretch:
    """The blocks since the last blank line, or since the heading that the last text stands under."""

    def __init__(self) -> None:
        self._seen = self._blocks = self._characters = 0
        self._has_text = False

    def full(self, line: Segment, blocks: list[Block]) -> bool:
        """Whether, with the blocks that this line began, as much has been read as is read at once."""
        new, self._seen = blocks[self._seen :], len(blocks)
        heads = [block.kind == "heading" for block in new]
        if not line.raw.strip() or (self._has_text and any(heads)):
            self._blocks = self._characters = 0
            self._has_text = False
        read = [block for block in new if block.kind not in _UNREAD_KINDS]
        self._blocks += len(read)
        self._characters += sum(len(block.raw) for block in read)
        self._has_text = self._has_text or not all(heads)
        return self._blocks > MOST_BLOCKS or self._characters > MOST_STRETCH


def end_of_stretch(lines: list[Segment], number: int) -> int:
    """The next line from `number` on that is blank, or a heading below text."""
    while number < len(lines) and lines[number].raw.strip():
        if _HEADING.match(lines[number].raw) and not _HEADING.match(lines[number - 1].raw):
            break
        number += 1
    return number


def cut_short(block: Block) -> Block | None:
    """What no reader sees of a block that is longer than any is read: of a formula, a heading, or a table's cells."""
    for stretch in block.cells or [block.segments]:
        left = BLOCK_LIMIT
        for segment in stretch:
            if len(segment.raw) > left:
                return Block(BEYOND, 0, [segment.cut(left)])
            left -= len(segment.raw) + 1
    return None


def told(block: Block, source: Source) -> tuple[int, str, str]:
    """Where what is left out begins, how, and why it is not read."""
    first, last = block.segments[0], block.segments[-1]
    (line, column), (end, _) = source.place(first.start), source.place(last.start)
    if first is last and column > 1:
        why = (
            f"from column {column:,} on this line is not read ({len(first.raw):,} characters); of a line "
            f"{MOST_LINE:,} characters are read, of a formula or a cell {BLOCK_LIMIT:,}"
        )
    else:
        why = (
            f"lines {line:,} to {end:,} are not read: of lines without a blank one between them, {MOST_BLOCKS:,} "
            f"or {MOST_STRETCH:,} characters are read"
        )
    return line, first.raw[:80], why
