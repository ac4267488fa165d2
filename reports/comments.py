"""What authors tell kenzan in comments: a statement to decide, the meaning of a letter, a block to skip.

`<!-- kenzan: STATEMENT -->`, `<!-- kenzan: where M = in_channels -->`, `<!-- kenzan: ignore -->`.
"""

from __future__ import annotations

import re

from ..properties.roles import ROLES
from ..reference.errors import InputError
from .notes import Segment, Source
from .scope import Outline

MOST_CHARACTERS = 2_500  # of what stands in a comment
_COMMENT = re.compile(rf"<!--\s*kenzan:\s*(.{{0,{MOST_CHARACTERS}}}?)\s*-->", re.DOTALL)
_OPENING = re.compile(r"<!--\s*kenzan\b\s*:?", re.IGNORECASE)
_WHERE = re.compile(r"where\s+(.+)", re.DOTALL)
_BINDING = re.compile(r"\s*([A-Za-z\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff]*)\s*=\s*([a-z_]+)\s*")


def directives(outline: Outline, path: str, source: Source) -> list[tuple[Segment, str]]:
    """The statements in comments, with their places; bindings and skipped blocks are noted in the outline."""
    found: list[tuple[Segment, str]] = []
    for number, block in enumerate(outline.blocks):
        raw, start = block.raw, block.start
        if "kenzan" not in raw.lower():
            continue
        read = list(_COMMENT.finditer(raw))
        for opening in _OPENING.finditer(raw):
            if not any(comment.start() <= opening.start() < comment.end() for comment in read):
                raise _unreadable(opening[0], f"{path}, line {source.place(_offset(block, opening.start(), start))[0]}")
        for comment in read:
            segment = Segment(comment[0], _offset(block, comment.start(), start))
            content = comment[1].strip()
            if content == "ignore":
                _ignore(outline, number)
            elif binding := _WHERE.fullmatch(content):
                _bind(outline, number, binding[1], f"{path}, line {source.place(segment.start)[0]}")
            else:
                found.append((segment, content))
    return found


def _unreadable(opening: str, place: str) -> InputError:
    """Why a comment that is meant for kenzan is not one of its: passing it over would leave its author in the dark."""
    if "kenzan:" not in opening:
        return InputError(f"{place}: a comment begins with {opening!r}; expected '<!-- kenzan: ... -->'")
    return InputError(
        f"{place}: a kenzan comment does not end; expected '-->' after at most {MOST_CHARACTERS:,} characters and 50 lines"
    )


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
