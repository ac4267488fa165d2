"""Rows of a table spoken of by their place: 表の1行目だけ, "only the method in the first row", "the last row".

Such a pointer names what the row's first cell names. Japanese counts of rows past the first are left alone: whether the
head is counted is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import patterns as re
from .vocabulary import Mention

if TYPE_CHECKING:
    from .text.blocks import Block
    from .text.sentences import Sentence

_POINTER = re.compile(
    r"(?:(?:上|下|右|左|次|この|前|冒頭)?の?表の)(?:(?P<first>(?:最初|先頭|一番上|いちばん上)の行|(?:1|一)行目|1段目)"
    r"|(?P<last>(?:最後|末尾|一番下|いちばん下)の行|最終行))"
    r"|\b(?:the\s+)?(?:(?:method|layer|variant|norm\w*|entry|one)\s+(?:in|of|on)\s+)?the "
    r"(?P<nth>first|top|second|third|fourth|last|bottom) (?:row|line)"
    r"(?: (?:of|in) (?:the|this|that) (?:\w+ )?table)?\b",
    re.IGNORECASE,
)
_PLACE = {"first": 0, "top": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "bottom": -1}
NEAR = 6  # blocks between the pointer and the table
MOST_ROWS = 12


def name_rows(blocks: Sequence[Block], sections: Sequence[int], sentences: Sequence[Sequence[Sentence]]) -> None:
    """Add what the row names to the sentences that point to it."""
    for found in sentences:
        for s in found:
            if s.cell is None and len(s.words) < 400 and (m := _POINTER.search(s.words)):
                rows = _rows_near(blocks, sections, s.block)
                place = 0 if m["first"] else -1 if m["last"] else _PLACE[m["nth"].lower()]
                if len(rows) > max(place, 1) and (tag := _named(sentences[rows[place]])):
                    _add(s, m.start(), m.end(), tag)


def _rows_near(blocks: Sequence[Block], sections: Sequence[int], block: int) -> list[int]:
    """The rows under the head of the one table near a block in its section."""
    reach = range(max(0, block - NEAR - MOST_ROWS), min(len(blocks), block + NEAR + MOST_ROWS))
    near = [b for b in reach if sections[b] == sections[block]]
    heads = {blocks[b].header for b in near if blocks[b].header not in {None, b}}
    return [b for b in near if blocks[b].header in heads and blocks[b].header != b] if len(heads) == 1 else []


def _named(row: Sequence[Sentence]) -> str | None:
    """The one subject of a row's first cell."""
    tags = {m.tag for e in row if e.cell == 0 for m in e.subjects if not m.weak}
    return tags.pop() if len(tags) == 1 else None


def _add(s: Sentence, start: int, end: int, tag: str) -> None:
    if not any(m.start < end and start < m.end for m in s.subjects):
        s.subjects.append(Mention(start, end, tag))
        s.subjects.sort(key=lambda m: m.start)
