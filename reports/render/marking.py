"""Claims marked where they stand in the rendered note, and their cards put beside the block that holds them.

Markdown's block tokens know their lines, its inline tokens know nothing. So a claim is found in its block's text, a
pair of signs is put around it there, the paragraph is parsed with the signs in it, and each piece of text between the
signs is wrapped: whatever the nesting of emphasis and links, the result is well formed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from ..notes import LINE_END
from . import markdown

# A sign is an opener, the event's number in binary, and a closer. All four characters are rare punctuation: Markdown
# then opens and closes emphasis beside them as it does beside a blank or a bracket.
_ZERO, _ONE, _OPEN, _CLOSE = "⹊⹋⹌⹍"
_SIGN = re.compile(f"{_OPEN}([{_ZERO}{_ONE}]+){_CLOSE}")
_SIGNS = str.maketrans(dict.fromkeys(_ZERO + _ONE + _OPEN + _CLOSE, "\ufffd"))
# What a sign must not stand inside.
_ATOM = re.compile(
    r"(?<!\\)\$\$.{1,3000}?\$\$|(?<!\\)\$(?:[^$\\]|\\.){1,1500}?\$|\\\(.{1,1500}?\\\)|\\\[.{1,3000}?\\\]"
    r"|\\begin\{[a-z]{2,12}\*?\}.{0,3000}?\\end\{[a-z]{2,12}\*?\}|`[^`]{1,500}`|!?\[[^\[\]]{0,400}\]\([^()\s]{0,2000}\)"
    r"|!?\[[^\[\]]{0,400}\]\[[^\[\]]{0,100}\]|<!--.{0,3000}?-->|</?[a-zA-Z][^<>]{0,3000}>|<[^<>\s]{1,500}>|\\.|&#?\w{1,8};",
    re.DOTALL,
)
_EMPHASIS = "*_~"
_SEVERITY = ("refuted", "holds_if", "empirical", "holds", "unread")


@dataclass(frozen=True)
class Mark:
    """A stretch of the note to be marked: `text` from `line` and `column` on (from 1); `key` is its id in the page."""

    key: str
    line: int
    column: int
    text: str
    status: str
    label: str = ""  # what its flag says to those who cannot see it
    flag: str = ""


@dataclass
class _Event:
    """A mark begins or ends; `last`: it does not begin again in this paragraph."""

    opens: bool
    mark: Mark
    last: bool


@dataclass
class _Place:
    """An inline or display token, where it stands, and the marks in it as (start, end, mark)."""

    index: int
    first: int
    last: int
    spans: list[tuple[int, int, Mark]] = field(default_factory=list)


def marked(text: str, marks: Sequence[Mark], cards: Callable[[list[Mark]], str], breaks: bool) -> Markup:
    """The Markdown `text` as HTML with its marks; `cards` makes what stands beside a block from the marks in it."""
    lines = LINE_END.split(text.translate(_SIGNS))
    tokens, env = markdown.tokens_of("\n".join(_spaced_headings(lines)))
    places = [
        _Place(index, *token.map)
        for index, token in enumerate(tokens)
        if token.map and (token.type in ("inline", "fence", "math_block", "math_block_label"))
    ]
    by_line: dict[int, list[_Place]] = defaultdict(list)
    for place in places:
        for line in range(place.first + 1, place.last + 1):
            by_line[line].append(place)
    lost = [mark for mark in marks if not _locate(mark, lines, tokens, by_line)]
    asides: dict[int, list[Mark]] = defaultdict(list)
    for place in places:
        _mark_token(tokens[place.index], place, env)
        for _, _, mark in place.spans:
            asides[place.index].append(mark)
    for mark in lost:  # in no block (a comment, front matter): beside the last block that begins before it
        before = [place for place in places if place.first < mark.line] or places[:1]
        asides[before[-1].index if before else -1].append(mark)
    first = asides.pop(-1, [])
    top = _anchors(first) + Markup(cards(first)) if first else Markup("")
    return top + markdown.html_of(_with_cards(tokens, asides, cards, lost), breaks)


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
    for number, piece in enumerate(LINE_END.split(mark.text.translate(_SIGNS))[:60]):
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


def _mark_token(token: Token, place: _Place, env: dict[str, Any]) -> None:
    """Parse a paragraph, with signs around its marks, into children with `<mark>` around every piece."""
    if token.type != "inline":
        return
    if not place.spans:
        token.children = markdown.inline(token.content, env)
        return
    events: list[_Event] = []
    signs: dict[int, list[str]] = defaultdict(list)
    atoms = [found.span() for found in _ATOM.finditer(token.content)]
    last_spans = {mark.key: number for number, (_, _, mark) in enumerate(place.spans)}
    for number, (start, end, mark) in enumerate(place.spans):
        start, end = _outward(token.content, atoms, start, end)
        for position, opens in ((start, True), (end, False)):
            bits = f"{len(events):b}".replace("0", _ZERO).replace("1", _ONE)
            sign = f"{_OPEN}{bits}{_CLOSE}"
            events.append(_Event(opens, mark, last_spans[mark.key] == number))
            signs[position].append(sign) if opens else signs[position].insert(0, sign)
    text, last = [], 0
    for position in sorted(signs):
        text += [token.content[last:position], *signs[position]]
        last = position
    children = markdown.inline("".join([*text, token.content[last:]]), env)
    token.children = _wrapped(children, events)


def whole(lines: list[str], mark: Mark) -> str:
    """The mark's text with the formulas, links and emphasis that it cuts through made whole.

    >>> whole(["cost: $H \\times W$ each"], Mark("c1", 1, 1, "cost: $H \\times W", "holds"))
    'cost: $H \\times W$'
    """
    count = len(LINE_END.split(mark.text))
    content = "\n".join(lines[mark.line - 1 : mark.line - 1 + count])
    start = mark.column - 1
    if not content.startswith(mark.text, start):
        return mark.text
    start, end = _outward(content, [found.span() for found in _ATOM.finditer(content)], start, start + len(mark.text))
    return content[start:end]


def _outward(content: str, atoms: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The span without blanks and line ends, made larger until it cuts through no formula, link, tag or emphasis."""
    inner = re.sub(r"(?<!\\)\\?\s*$", "", content[start:end])
    end = start + len(inner)
    start += len(inner) - len(inner.lstrip())
    for first, last in atoms:
        start = first if first < start < last else start
        end = last if first < end < last else end
    while start > 0 and content[start - 1] in _EMPHASIS:
        start -= 1
    while end < len(content) and content[end] in _EMPHASIS:
        end += 1
    return start, end


def _wrapped(children: list[Token], events: list[_Event]) -> list[Token]:
    """The children with the signs taken out, and what lies between a mark's signs wrapped piece by piece."""
    out: list[Token] = []
    active: list[Mark] = []
    begun: set[str] = set()
    for child in children:
        pieces = _SIGN.split(child.content) if child.content else [child.content]
        is_text = child.type in ("text", "text_special")
        if not is_text:
            _without_signs(child)
            _apply(pieces[1::2], events, active, out, opening=True)
        for number, piece in enumerate(pieces):
            if number % 2:
                _apply([piece], events, active, out, opening=None) if is_text else None
            elif is_text and piece:
                token = Token("text", "", 0, content=piece)
                out += _piece(token, active, begun)
            elif not is_text and number == 0:
                out += _piece(child, active, begun) if _is_whole(child) else [child]
        if not is_text:
            _apply(pieces[1::2], events, active, out, opening=False)
    for mark in active:
        out += _flag(mark)
    return out


def _is_whole(token: Token) -> bool:
    """Something marked as a whole: a formula, code, a picture, a statement in a comment; a bare tag is not."""
    if token.type == "html_inline":
        return token.content.startswith(("<!--", "<img"))
    return token.type in ("code_inline", "math_inline", "math_inline_double", "image", "softbreak")


def _without_signs(token: Token) -> None:
    token.content = _SIGN.sub("", token.content)
    for name, value in token.attrs.items():
        if isinstance(value, str):
            # the parser has percent-encoded an address
            token.attrs[name] = re.sub(r"(?:%E2%B9%8[A-D])+", "", _SIGN.sub("", value))


def _apply(bits: list[str], events: list[_Event], active: list[Mark], out: list[Token], opening: bool | None) -> None:
    """Begin or end the marks of these signs (`opening` None: both; else only those that open, or close)."""
    for bit in bits:
        number = int(bit.replace(_ZERO, "0").replace(_ONE, "1"), 2)
        if number >= len(events) or opening not in (None, events[number].opens):
            continue
        event = events[number]
        if event.opens:
            active.append(event.mark)
        elif event.mark in active:
            active.remove(event.mark)
            out += _flag(event.mark) if event.last else []


def _piece(token: Token, active: list[Mark], begun: set[str]) -> list[Token]:
    """A piece of text in its marks' `<mark>`, coloured for the gravest; the first piece of a mark bears its id."""
    if not active:
        return [token]
    gravest = min(active, key=lambda mark: _SEVERITY.index(mark.status))
    anchors = "".join(Markup('<span id="{}"></span>').format(m.key) for m in active if m.key not in begun)
    begun.update(mark.key for mark in active)
    opening = Markup('{}<mark class="{}">').format(Markup(anchors), gravest.status)
    return [_own(opening), token, _own(Markup("</mark>"))]


def _flag(mark: Mark) -> list[Token]:
    """The sign after a marked stretch that leads to its card."""
    if not mark.flag:
        return []
    link = Markup('<a class="flag {}" href="#{}-card" title="{}" aria-label="{}">{}</a>')
    return [_own(link.format(mark.status, mark.key, mark.label, mark.label, mark.flag))]


def _own(markup: Markup) -> Token:
    return Token("kenzan", "", 0, content=str(markup))


def _with_cards(
    tokens: list[Token], asides: dict[int, list[Mark]], cards: Callable[[list[Mark]], str], lost: list[Mark]
) -> list[Token]:
    """The tokens with each block's cards before it, in a box with it; a table's cards stand before the table."""
    before: dict[int, list[Mark]] = defaultdict(list)
    last_of: dict[int, int] = {}
    tables = _tables(tokens)
    for index, marks in asides.items():
        first, last = _box(tokens, index, tables)
        before[first] += [mark for mark in marks if mark not in before[first]]
        last_of[first] = last
    out: list[Token] = []
    closing: dict[int, list[Token]] = {}
    for index, token in enumerate(tokens):
        if index in before:
            whole = token.type in ("fence", "math_block")
            opened, closed = _boxed(before[index], cards, whole)
            out += [_own(_anchors([mark for mark in before[index] if whole or mark in lost])), opened]
            closing[last_of[index]] = closed
        out.append(token)
        out += closing.get(index, [])
    return out


def _anchors(marks: list[Mark]) -> Markup:
    """What the cards' links lead to, where no `<mark>` bears the id."""
    return Markup("").join(Markup('<span id="{}"></span>').format(mark.key) for mark in marks)


def _boxed(marks: list[Mark], cards: Callable[[list[Mark]], str], whole: bool) -> tuple[Token, list[Token]]:
    """The tokens around a block with cards; one that cannot be marked inside (`whole`) is marked as it stands."""
    gravest = min(marks, key=lambda mark: _SEVERITY.index(mark.status))
    said = Markup("said whole {}").format(gravest.status) if whole else "said"
    opening = Markup('<div class="row">{}<div class="{}">').format(Markup(cards(marks)), said)
    flags = [token for mark in marks for token in _flag(mark)] if whole else []
    return _own(opening), [*flags, _own(Markup("</div></div>\n"))]


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


def _box(tokens: list[Token], index: int, tables: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """The tokens from which to which a block reaches: its paragraph or heading, or the whole table around it."""
    if index in tables:
        return tables[index]
    return (index - 1, index + 1) if tokens[index].type == "inline" else (index, index)
