"""What authors tell kenzan in comments: a statement to decide, the meaning of a letter, a block to skip.

`<!-- kenzan: STATEMENT -->`, `<!-- kenzan: where M = in_channels -->`, `<!-- kenzan: ignore -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..properties.roles import ROLES
from ..reference.errors import InputError
from .notes import Segment, Source
from .scope import Outline

MOST_CHARACTERS = 2_500  # of what stands in a comment
_OPENING = re.compile(r"<!--\s{0,20}kenzan\s{0,20}:", re.IGNORECASE)
_WHERE = re.compile(r"where\s+(.+)", re.DOTALL)
_BINDING = re.compile(r"\s*([A-Za-z\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff]*)\s*=\s*([a-z_]+)\s*")


def directives(outline: Outline, path: str, source: Source) -> list[tuple[Segment, str]]:
    """The statements in comments, with their places; bindings and skipped blocks are noted in the outline."""
    found: list[tuple[Segment, str]] = []
    for number, block in enumerate(outline.blocks):
        raw = block.raw
        for begin, end, content in _comments(raw):
            segment = Segment(raw[begin:end], _offset(block, begin, block.start))
            place = f"{path}, line {source.place(segment.start)[0]}"
            if content is None:  # passing it over would leave its author in the dark
                raise InputError(f"{place}: a kenzan comment does not end; expected '-->' after at most "
                                 f"{MOST_CHARACTERS:,} characters and 50 lines")  # fmt: skip
            if content == "ignore":
                _ignore(outline, number)
            elif binding := _WHERE.fullmatch(content):
                _bind(outline, number, binding[1], place)
            else:
                found.append((segment, content))
    return found


def _comments(raw: str) -> Iterator[tuple[int, int, str | None]]:
    """Begin, end and content of each comment for kenzan, None where it does not end; one pass, whatever the text.

    >>> list(_comments("a <!-- kenzan: ignore --> b <!-- kenzan: 1"))
    [(2, 25, 'ignore'), (28, 40, None)]
    """
    after = 0
    for opening in _OPENING.finditer(raw):
        if opening.start() < after:  # inside the comment before it
            continue
        close = raw.find("-->", opening.end(), opening.end() + MOST_CHARACTERS)
        after = opening.end() if close < 0 else close + len("-->")
        yield opening.start(), after, None if close < 0 else raw[opening.end() : close].strip()


def _offset(block, place: int, start: int) -> int:
    """The offset in the file of a place in the block's raw text (its segments joined by line ends)."""
    for segment in block.segments:
        if place <= len(segment.raw):
            return segment.offsets[place] if segment.offsets and place < len(segment.offsets) else segment.start + place
        place -= len(segment.raw) + 1
    return start


def _ignore(outline: Outline, number: int) -> None:
    """Skip the block after the comment: a heading with all that stands under it, an item with what is nested in it."""
    following = next((n for n in range(number + 1, len(outline.blocks)) if outline.blocks[n].kind != "comment"), None)
    if following is None:
        return
    outline.ignored.add(following)
    for at in range(following + 1, len(outline.blocks)):
        if outline.blocks[at].parent in outline.ignored:
            outline.ignored.add(at)


def _bind(outline: Outline, number: int, text: str, place: str) -> None:
    for part in text.split(","):
        found = _BINDING.fullmatch(part)
        if not found:
            raise InputError(f"{place}: {part.strip()[:60]!r} binds no letter; expected as in 'where M = in_channels'")
        if found[2] not in ROLES:
            raise InputError(f"{place}: {found[2]!r} is no role; expected one of {', '.join(ROLES)}")
        outline.bindings.append((number, 0, found[1], found[2]))
