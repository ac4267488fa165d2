"""A note as blocks: headings, list items, table rows, formulas, text, each with its place and its parents.

The lines of wild notes outrank CommonMark here, for which reason no Markdown library parses them: a list nested by one
blank, `##Heading` without a blank, `・` and `■` as markers, indented prose (code in CommonMark), `\\` line ends, three
facts on three consecutive lines (one paragraph in CommonMark), `\\begin{aligned}` without dollars. Everything is found
in one pass over the lines, so the time is linear in the length.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import patterns as re
from .aligned import aligned_rows
from .bounds import BEYOND, Stretch, end_of_stretch, shortened
from .fences import fenced
from .flow import FENCE, RULE, flow
from .markup import marked_up
from .outline import Outline
from .segments import Block, Segment, unquoted, until
from .tables import MARKED_ROW, TABLE_RULE, add_rows, is_table, marked_up_table, table

MAX_DISPLAY = 60  # lines of one displayed formula
_OPENERS = {"$$": "$$", r"\[": r"\]", r"\begin": r"\end"}


@dataclass(frozen=True)
class Comment:
    """An HTML comment on lines of its own (or program text, or text not read): its block, how many stand before."""

    block: Block
    after: int


def without_comments(blocks: list[Block]) -> tuple[list[Block], list[Comment]]:
    """The blocks that a reader of the note reads, and the comments and program text, so that these change no reading.

    >>> from .segments import Source
    >>> seen, comments = without_comments(blocks_of(Source("a\\n<!-- b -->\\nc").lines()))
    >>> [b.raw for b in seen], [(c.block.raw, c.after) for c in comments]
    (['a', 'c'], [('<!-- b -->', 1)])
    """
    place: list[int] = []
    seen: list[Block] = []
    comments: list[Comment] = []
    for block in blocks:
        place.append(len(seen))
        if block.kind in ("comment", "code", BEYOND):
            comments.append(Comment(block, len(seen)))
        else:
            seen.append(block)
    for block in seen:
        block.parent = None if block.parent is None else place[block.parent]
        block.header = None if block.header is None else place[block.header]
    return seen, comments


def blocks_of(lines: list[Segment], markdown: bool = True) -> list[Block]:
    """The blocks of a note, in order.

    >>> from .segments import Source
    >>> [(b.kind, b.raw) for b in blocks_of(Source("# A\\n- b\\n - c\\n\\nd。\\ne").lines())]
    [('heading', 'A'), ('item', 'b'), ('item', 'c'), ('text', 'd。'), ('text', 'e')]
    """
    outline, stretch = Outline(), Stretch()
    lines, rests = shortened(lines)
    number = _front_matter(lines) if markdown else 0
    while number < len(lines):
        first, number = number, _one(lines, number, outline, markdown)
        full = stretch.full(lines[first], outline.blocks)
        if rests:
            outline.blocks += [rests[at] for at in range(first, min(number, len(lines))) if at in rests]
        if full and (end := end_of_stretch(lines, number)) > number:
            outline.blocks.append(Block(BEYOND, 0, lines[number:end]))
            number = end
    return outline.blocks


def _front_matter(lines: list[Segment]) -> int:
    if lines and lines[0].raw.strip() in ("---", "+++"):
        for number in range(1, min(len(lines), 200)):
            if lines[number].raw.strip() == lines[0].raw.strip():
                return number + 1
    return 0


def _one(lines: list[Segment], number: int, outline: Outline, markdown: bool) -> int:
    """Take the block that begins at this line; return the line after it."""
    line = unquoted(lines[number])
    bare = line.raw.strip()
    if not bare:
        outline.blank()
        return number + 1
    if bare.startswith("<!--"):
        return _comment(lines, number, outline)
    fence = FENCE.match(line.raw)
    if fence:
        return fenced(lines, number, outline, fence[1], fence[2].lower())
    if bare[0] == "<" and (after := marked_up(lines, number, line, outline)):
        return after
    skipped = re.match(r"<(script|style)\b", bare, re.IGNORECASE)
    if skipped:
        return until(lines, number, f"</{skipped[1].lower()}", len(lines)) + 1
    opener = next((o for o in _OPENERS if bare.startswith(o)), None)
    if opener and not _closed(bare, opener) and _ends(lines, number, _OPENERS[opener]):
        return _display(lines, number, outline, _OPENERS[opener])
    if re.fullmatch(r"\|[ |]*\|", bare) and number + 1 < len(lines) and TABLE_RULE.match(lines[number + 1].raw):
        return table(lines, number, outline)  # a table whose head is empty
    if RULE.match(line.raw) or re.fullmatch(r"[-=|+: ]+", bare):
        outline.blank()
        return number + 1
    if "|" in bare and is_table(lines, number):
        return table(lines, number, outline)
    if MARKED_ROW.match(bare):
        return marked_up_table(lines, number, outline)
    if "  " in bare or "\t" in bare or "\u3000\u3000" in bare:
        rows, after = aligned_rows(lines, number)
        if rows:
            add_rows(rows, outline)
            return after
    return flow(lines, number, line, outline, markdown)


def _closed(bare: str, opener: str) -> bool:
    closer = _OPENERS[opener]
    return closer in bare[len(opener) :]


def _ends(lines: list[Segment], number: int, closer: str) -> bool:
    """Whether a display is closed at all: one that is not takes nothing of the note with it."""
    return any(closer in line.raw for line in lines[number + 1 : number + 1 + MAX_DISPLAY])


def _comment(lines: list[Segment], number: int, outline: Outline) -> int:
    """An HTML comment, kept as a block of its own; what follows `-->` on its last line is ordinary text."""
    last = until(lines, number, "-->", 50)
    segments = [line.strip() for line in lines[number : last + 1]]
    close = segments[-1].raw.find("-->")
    if close >= 0:
        rest = segments[-1].cut(close + 3).strip()
        segments[-1] = segments[-1].cut(0, close + 3)
        outline.blocks.append(Block("comment", 0, segments))
        if rest.raw:
            outline.add(Block("text", 0, [rest]))
    else:  # it does not end: nobody's text, but one for kenzan will be complained of
        outline.blocks.append(Block("comment", 0, segments))
    return last + 1


def _display(lines: list[Segment], number: int, outline: Outline, closer: str) -> int:
    """A formula over several lines, delimiters included."""
    last = number + 1
    while last < len(lines) and last - number < MAX_DISPLAY and closer not in lines[last].raw:
        last += 1
    segments = [unquoted(line).strip() for line in lines[number : last + 1]]
    outline.add(Block("formula", 0, [s for s in segments if s.raw]))
    return last + 1
