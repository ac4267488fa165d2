"""Claims marked where they stand in the rendered note, and their cards put beside the block that holds them.

Markdown's block tokens know their lines, its inline tokens know nothing: a claim is found in its block's text, and
`signs` marks it there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from markupsafe import Markup

from ..text.segments import LINE_END
from . import elements, images, markdown
from .signs import SEVERITY, Mark, flag, inline_with_marks, own, without_signs


@dataclass
class _Place:
    """An inline or display token, where it stands, and the marks in it as (start, end, mark)."""

    index: int
    first: int
    last: int
    spans: list[tuple[int, int, Mark]] = field(default_factory=list)

def marked(text: str, marks: Sequence[Mark], cards: Callable[[list[Mark]], str], breaks: bool) -> Markup:
    """The Markdown `text` as HTML with its marks; `cards` makes what stands beside a block from the marks in it."""
    text, held = images.taken_out(without_signs(text))
    lines = LINE_END.split(text)
    tokens, env = markdown.tokens_of("\n".join(_spaced_headings(lines)))
    places = [
        _Place(index, token.map[0], token.map[1])
        for index, token in enumerate(tokens)
        if token.map and (token.type in ("inline", "fence", "math_block", "math_block_label"))
    ]
    by_line: dict[int, list[_Place]] = defaultdict(list)
    for place in places:
        for line in range(place.first + 1, place.last + 1):
            by_line[line].append(place)
    lost = [mark for mark in marks if not _locate(mark, lines, tokens, by_line)]
    asides: dict[int, list[Mark]] = defaultdict(list)
    begun: set[str] = set()
    for place in places:
        token = tokens[place.index]
        if token.type == "inline":
            token.children = inline_with_marks(token.content, place.spans, env, begun)
        asides[place.index] += [mark for _, _, mark in place.spans]
    boxes = _tables(tokens) | elements.rebuild(tokens)
    for mark in lost:  # in no block (a comment, front matter): beside the last block that begins before it
        before = [place for place in places if place.first < mark.line] or places[:1]
        asides[before[-1].index if before else -1].append(mark)
    first = asides.pop(-1, [])
    top = Markup('{}<div class="row"><div class="said"></div>{}</div>').format(_anchors(first), Markup(cards(first)))
    top = top if first else Markup("")
    return top + markdown.html_of(_with_cards(tokens, boxes, asides, cards, begun), breaks, held)


def _spaced_headings(lines: list[str]) -> list[str]:
    """`##Heading` as `## Heading`, which is what its author meant; lines and their number stay."""
    fenced = False
    spaced = []
    for line in lines:
        fenced ^= bool(re.match(r"\s{0,3}(```|~~~)", line))
        spaced.append(line if fenced else re.sub(r"^(\s{0,3}#{1,6})(?=[^#\s])", r"\1 ", line))
    return spaced


def _locate(mark: Mark, lines: list[str], tokens: list[Token], by_line: dict[int, list[_Place]]) -> bool:
    """Find the mark's text in the tokens that hold its lines and note the spans; False if no token holds any."""
    found = False
    for number, piece in enumerate(LINE_END.split(without_signs(mark.text))[:60]):
        line = mark.line + number
        if not piece.strip() or line not in by_line:
            continue
        column = mark.column - 1 if number == 0 else len(lines[line - 1]) - len(lines[line - 1].lstrip())
        best = _best(by_line[line], tokens, lines[line - 1], line, column, piece.strip())
        if best:
            _note(mark, tokens[best[0].index].content, *best)
            found = True
    return found


def _note(mark: Mark, content: str, place: _Place, start: int, end: int) -> None:
    """Add a span; one that only blanks part from the mark's span before it is joined to it."""
    if place.spans and place.spans[-1][2] is mark and not content[place.spans[-1][1] : start].strip():
        start = place.spans.pop()[0]
    place.spans.append((start, end, mark))


def _best(
    here: list[_Place], tokens: list[Token], source: str, line: int, column: int, piece: str
) -> tuple[_Place, int, int] | None:
    """The token and the span in it that a piece of a line is: where it should be, else where it occurs, else all."""
    occurs = whole = None
    for place in here:
        token = tokens[place.index]
        if token.type != "inline":
            return place, 0, 0
        start, stop = _line_in(token.content, line - 1 - place.first)
        shown = token.content[start:stop]
        at = source.find(shown.strip())
        if at < 0 or not shown.strip():
            at = 0
        expected = start + (len(shown) - len(shown.lstrip())) + column - at
        if at <= column < at + max(1, len(shown)) and token.content.startswith(piece, max(start, expected)):
            return place, max(start, expected), max(start, expected) + len(piece)
        position = token.content.find(piece, start)
        if position >= 0 and occurs is None:
            occurs = place, position, position + len(piece)
        if at <= column < at + max(1, len(shown)) or whole is None:
            whole = place, start, stop
    return occurs or whole


def _line_in(content: str, number: int) -> tuple[int, int]:
    """Start and end of a line of a token's text (the last one, if it has fewer)."""
    start = 0
    for _ in range(number):
        following = content.find("\n", start)
        if following < 0:
            break
        start = following + 1
    stop = content.find("\n", start)
    return start, len(content) if stop < 0 else stop

def _with_cards(
    tokens: list[Token], boxes: dict[int, tuple[int, int]], asides: dict[int, list[Mark]],
    cards: Callable[[list[Mark]], str], begun: set[str],
) -> list[Token]:  # fmt: skip
    """The tokens with each block's cards after it, in a box with it; a table's cards stand after the table."""
    before: dict[int, list[Mark]] = defaultdict(list)
    last_of: dict[int, int] = {}
    carded: set[str] = set()
    for index, marks in sorted(asides.items()):
        first, last = _box(tokens, index, boxes)
        for mark in marks:
            if mark.key not in carded:
                before[first].append(mark)
                last_of[first] = last
                carded.add(mark.key)
    out: list[Token] = []
    closing: dict[int, list[Token]] = {}
    for index, token in enumerate(tokens):
        if index in before:
            whole = token.type in ("fence", "math_block")
            opened, closed = _boxed(before[index], cards, whole)
            out += [own(_anchors([mark for mark in before[index] if mark.key not in begun])), opened]
            closing[last_of[index]] = closed
        out.append(token)
        out += closing.get(index, [])
    return out


def _anchors(marks: list[Mark]) -> Markup:
    """What the cards' links lead to, where no `<mark>` bears the id."""
    return Markup("").join(Markup('<span id="{}"></span>').format(mark.key) for mark in marks)


def _boxed(marks: list[Mark], cards: Callable[[list[Mark]], str], whole: bool) -> tuple[Token, list[Token]]:
    """The tokens around a block with cards; one that cannot be marked inside (`whole`) is marked as it stands."""
    gravest = min(marks, key=lambda mark: SEVERITY.index(mark.status))
    said = Markup("said whole {}").format(gravest.status) if whole else "said"
    opening = Markup('<div class="row"><div class="{}">').format(said)
    flags = [token for mark in marks for token in flag(mark)] if whole else []
    return own(opening), [*flags, own(Markup("</div>{}</div>\n").format(Markup(cards(marks))))]


def _tables(tokens: list[Token]) -> dict[int, tuple[int, int]]:
    """For each token inside a table, where the table begins and ends."""
    inside: dict[int, tuple[int, int]] = {}
    first = 0
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            first = index
        elif token.type == "table_close":
            inside.update(dict.fromkeys(range(first, index + 1), (first, index)))
    return inside


def _box(tokens: list[Token], index: int, boxes: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """The tokens from which to which a block reaches: its paragraph or heading, or the whole table or element."""
    if index in boxes:
        return boxes[index]
    return (index - 1, index + 1) if tokens[index].type == "inline" else (index, index)
