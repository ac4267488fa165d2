"""Tables whose columns are set apart by blanks alone, as in plain text, memos and the output of programs.

The first line names the columns; each line below has as many cells. Where a line has other cells than the first, the
table is over, so that prose and program text are no tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import patterns as re

if TYPE_CHECKING:
    from .segments import Segment

FEWEST_COLUMNS, FEWEST_ROWS = 3, 2
MOST_ROWS, MOST_CELLS = 400, 40
LOOKED_AT = 9  # rows that tell whether it is a table
LONGEST_CELL = 40
OUT_OF_LINE = 3  # characters by which a cell may stand out of its column
_CELL = re.compile(r"\S+(?:[ \u3000]\S+)*")
_RULE = re.compile(r"[-=─━+| ]{3,}")
_NUMBER = re.compile(r"[-+~≈]?[\d.,]+(?:\s*[x×*]\s*[\d.,]+)*\s*[%kKMGB]?")
_LIST = re.compile(r"(?:[-*+•・]|\d+[.)])\s")


def aligned_rows(lines: list[Segment], number: int) -> tuple[list[tuple[Segment, list[Segment]]], int]:
    """The rows of the table that begins at a line, the first heads it, and the line after it; no rows if none.

    >>> from .segments import Source
    >>> text = "op    in     out\\nconv  3      64\\npool  64     64\\n\\nand so on"
    >>> rows, after = aligned_rows(Source(text).lines(), 0)
    >>> [[cell.raw for cell in cells] for _, cells in rows], after
    ([['op', 'in', 'out'], ['conv', '3', '64'], ['pool', '64', '64']], 3)
    """
    head = _cells(lines[number])
    if not _heads(lines[number], head):
        return [], number
    rows, last = [(lines[number], head)], number + 1
    while last < len(lines) and len(rows) < MOST_ROWS:
        if len(rows) == LOOKED_AT and not _has_numbers(rows):
            return [], number  # decided here, so that long columns of words are not gone through again from each line
        line = lines[last]
        if line.raw.lstrip(" \t>").startswith("<!--"):
            break
        if _RULE.fullmatch(line.raw.strip()):
            last += 1
            continue
        cells = _cells(line)
        if len(cells) != len(head) or not _in_line(len(head), line, lines[number]):
            break
        rows.append((line, cells))
        last += 1
    return (rows, last) if len(rows) > FEWEST_ROWS and _has_numbers(rows[:LOOKED_AT]) else ([], number)


def _has_numbers(rows: list[tuple[Segment, list[Segment]]]) -> bool:
    """Whether half of the rows under the head have a number for a cell."""
    numbers = sum(any(_NUMBER.fullmatch(c.raw) for c in cells) for _, cells in rows[1:])
    return numbers * 2 >= len(rows) - 1


def _cells(line: Segment) -> list[Segment]:
    return [line.cut(m.start(), m.end()) for m in _CELL.finditer(line.raw)][: MOST_CELLS + 1]


def _heads(line: Segment, cells: list[Segment]) -> bool:
    """Whether a line may name columns: several short cells, none of them a number."""
    return (
        FEWEST_COLUMNS <= len(cells) <= MOST_CELLS
        and not _LIST.match(line.raw.strip())
        and all(len(c.raw) <= LONGEST_CELL and not _NUMBER.fullmatch(c.raw) for c in cells)
    )


def _in_line(columns: int, line: Segment, first: Segment) -> bool:
    """Whether the cells stand under those of the first line, at either end; wide characters have no plain columns."""
    if not (line.raw.isascii() and first.raw.isascii()):
        return True
    near = 0
    for name, cell in zip(_CELL.finditer(first.raw), _CELL.finditer(line.raw), strict=False):
        near += min(abs(name.start() - cell.start()), abs(name.end() - cell.end())) <= OUT_OF_LINE
    return near * 3 >= columns * 2
