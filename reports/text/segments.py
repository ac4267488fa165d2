"""What a note is made of: the stretches of its lines, its blocks, and the places of both in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from .. import patterns as re

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Segment:
    """A stretch of one line: its text and the place of each character in the file."""

    raw: str
    start: int
    offsets: tuple[int, ...] | None = None  # where the file escapes its text (a notebook); else start, start + 1, ...

    def cut(self, first: int, last: int | None = None) -> Segment:
        last = len(self.raw) if last is None else last
        offsets = self.offsets[first:last] if self.offsets else None
        return Segment(self.raw[first:last], self.start + first if not offsets else offsets[0], offsets)

    def strip(self) -> Segment:
        left = len(self.raw) - len(self.raw.lstrip())
        return self.cut(left, max(left, len(self.raw.rstrip())))


@dataclass
class Block:
    """One block. `kind`: heading, item, text, row, formula, comment, code. `depth`: heading level or indentation.

    `parent` is the block above it in the outline (item, introduction or heading), by its index; `cells` are a table
    row's, and `header` the index of the row that heads its table.
    """

    kind: str
    depth: int
    segments: list[Segment]
    parent: int | None = None
    header: int | None = None
    marker: str = ""
    cells: list[list[Segment]] = field(default_factory=list)
    fenced: bool = False  # shown as it is written, comments too

    @property
    def raw(self) -> str:
        return "\n".join(segment.raw for segment in self.segments)

    @property
    def start(self) -> int:
        return self.segments[0].start if self.segments else 0


class Source:
    """A file's text and its lines; offsets to line and column, both from 1.

    >>> Source("ab\\r\\nc").place(4)
    (2, 1)
    """

    def __init__(self, text: str):
        self.text = text
        ends = list(LINE_END.finditer(text))
        self.starts = [0, *(m.end() for m in ends)]
        self.stops = [*(m.start() for m in ends), len(text)]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset) - 1
        return line + 1, offset - self.starts[line] + 1

    def lines(self) -> list[Segment]:
        return [Segment(self.text[a:b], a) for a, b in zip(self.starts, self.stops, strict=True)]


def unquoted(line: Segment) -> Segment:
    """The line without block-quote marks."""
    quote = re.match(r"(?:[ \t]{0,3}>[ \t]?){1,20}", line.raw)
    return line.cut(quote.end()) if quote else line


def until(lines: list[Segment], number: int, closer: str, limit: int) -> int:
    """The first line from `number` on that holds `closer`, else the last one allowed."""
    for later in range(number, min(len(lines), number + limit)):
        if closer in lines[later].raw.lower():
            return later
    return min(len(lines), number + limit) - 1
