"""Tables: rows of bars, of aligned columns and of HTML; each row a block, headed by the first."""

from __future__ import annotations

import itertools

from .. import patterns as re
from .outline import Outline
from .segments import Block, Segment, unquoted

MAX_CELLS = 40  # of one table row
MAX_ROWS = 400  # lines of one table in HTML
TABLE_RULE = re.compile(r"^[ \t|:+-]*-[ \t|:+-]*$")
MARKED_ROW = re.compile(r"</?(?:table|thead|tbody|tr|td|th)\b[^<>]{0,300}>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?(?:table|thead|tbody|tr|td|th))\b[^<>]{0,300}>", re.IGNORECASE)


def is_table(lines: list[Segment], number: int) -> bool:
    """A row stands beside another row (the rule between them counts)."""
    bare = lines[number].raw.strip()
    if bare.startswith("|") and bare.count("|") > 2:
        return True
    around = [lines[k].raw for k in (number - 1, number + 1) if 0 <= k < len(lines)]
    return any("|" in other and TABLE_RULE.match(other) for other in around)


def table(lines: list[Segment], number: int, outline: Outline) -> int:
    """The rows of one table; the first heads it."""
    header: int | None = None
    while number < len(lines) and "|" in lines[number].raw:
        line = unquoted(lines[number]).strip()
        if line.raw.startswith("<!--"):  # it ends the table, whatever it quotes
            break
        number += 1
        if TABLE_RULE.match(line.raw):
            continue
        cells = [[c] for c in _cells(line)]
        index = outline.add(Block("row", 0, [line], header=header, cells=cells))
        header = index if header is None else header
    return number


def add_rows(rows: list[tuple[Segment, list[Segment]]], outline: Outline) -> None:
    """The rows of one table of aligned columns; the first heads it."""
    header: int | None = None
    for line, cells in rows:
        index = outline.add(Block("row", 0, [line.strip()], header=header, cells=[[c] for c in cells]))
        header = index if header is None else header


def marked_up_table(lines: list[Segment], number: int, outline: Outline) -> int:
    """The rows of a table in HTML, a cell's text over several lines too; the first row heads it."""
    header: int | None = None
    row: list[list[Segment]] = []
    inside = False
    for at in range(number, min(len(lines), number + MAX_ROWS)):
        line = lines[at]
        last = 0
        for tag in _TABLE_TAG.finditer(line.raw):
            if inside and line.raw[last : tag.start()].strip():
                row[-1].append(line.cut(last, tag.start()).strip())
            last = tag.end()
            name = tag[1].lower()
            inside = name in ("td", "th")
            if inside:
                row.append([])
            elif name in ("tr", "/tr", "/table") and any(row):
                segments = [segment for cell in row for segment in cell]
                index = outline.add(Block("row", 0, segments, header=header, cells=_at_most(row)))
                header, row = index if header is None else header, []
            if name == "/table":
                return at + 1
        if inside and line.raw[last:].strip():
            row[-1].append(line.cut(last).strip())
        if not inside and not row and (at + 1 >= len(lines) or not MARKED_ROW.match(lines[at + 1].raw.strip())):
            return at + 1
    return min(len(lines), number + MAX_ROWS)


def _at_most(row: list[list[Segment]]) -> list[list[Segment]]:
    """The cells of a row; where there are too many, the last one has all the rest."""
    return [*row[: MAX_CELLS - 1], [s for cell in row[MAX_CELLS - 1 :] for s in cell]] if len(row) > MAX_CELLS else row


def _cells(line: Segment) -> list[Segment]:
    """A row's cells; bars inside mathematics or escaped do not part them."""
    bars = [
        m.start() for m in re.finditer(r"(?<!\\)\|", re.sub(r"\$[^$]{0,200}\$", lambda m: "x" * len(m[0]), line.raw))
    ]
    if not bars or bars[0] != 0:
        bars.insert(0, -1)
    if bars[-1] < len(line.raw) - 1:
        bars.append(len(line.raw))
    if len(bars) > MAX_CELLS + 1:  # the last cell has all the rest, so that none of it is lost without a word
        bars = [*bars[:MAX_CELLS], bars[-1]]
    return [line.cut(a + 1, b).strip() for a, b in itertools.pairwise(bars)]
