"""A paragraph parsed with signs in it: marks around claims, whatever the nesting of emphasis, links and formulas.

A pair of signs is put around a claim in the paragraph's own text, the paragraph is parsed with the signs in it, and
each piece of text between the signs is wrapped in `<mark>`; so the result is always well formed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from ..text.segments import LINE_END
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
SEVERITY = ("refuted", "holds_if", "empirical", "holds", "unread")

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
    """A mark begins or ends; `last`: here its flag belongs, at its last end in the paragraph where it begins."""

    opens: bool
    mark: Mark
    last: bool

def without_signs(text: str) -> str:
    """A note's text without the characters that serve as signs, so that it cannot forge one; places stay."""
    return text.translate(_SIGNS)


def inline_with_marks(
    content: str, spans: Sequence[tuple[int, int, Mark]], env: dict[str, Any], begun: set[str]
) -> list[Token]:
    """The tokens of a paragraph, `<mark>` around every piece of its marks' spans (start, end, mark).

    `begun` are the marks that began in a paragraph before; those that begin here are added.
    """
    if not spans:
        return markdown.inline(content, env)
    events: list[_Event] = []
    signs: dict[int, list[str]] = defaultdict(list)
    ended: dict[int, int] = defaultdict(int)
    atoms = [found.span() for found in _ATOM.finditer(content)]
    last_spans = {mark.key: number for number, (_, _, mark) in enumerate(spans) if mark.key not in begun}
    for number, (start, end, mark) in enumerate(spans):
        start, end = _outward(content, atoms, start, end)
        for position, opens in ((start, True), (end, False)):
            bits = f"{len(events):b}".replace("0", _ZERO).replace("1", _ONE)
            sign = f"{_OPEN}{bits}{_CLOSE}"
            events.append(_Event(opens, mark, last_spans.get(mark.key) == number))
            signs[position].insert(len(signs[position]) if opens else ended[position], sign)  # ends first, in order
            ended[position] += not opens
    text, last = [], 0
    for position in sorted(signs):
        text += [content[last:position], *signs[position]]
        last = position
    return _wrapped(markdown.inline("".join([*text, content[last:]]), env), events, begun)


def around(lines: list[str], mark: Mark) -> tuple[str, str, str]:
    """The mark's text with the formulas, links and emphasis that it cuts through made whole; before and after it,
    what else stands on its lines.

    >>> around(["- the cost: $H \\times W$ each"], Mark("c1", 1, 7, "cost: $H \\times W", "holds"))
    ('- the ', 'cost: $H \\times W$', ' each')
    """
    count = len(LINE_END.split(mark.text))
    content = "\n".join(lines[mark.line - 1 : mark.line - 1 + count])
    start = mark.column - 1
    if not content.startswith(mark.text, start):
        return "", mark.text, ""
    start, end = _outward(content, [found.span() for found in _ATOM.finditer(content)], start, start + len(mark.text))
    return content[:start], content[start:end], content[end:]


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


def _wrapped(children: list[Token], events: list[_Event], begun: set[str]) -> list[Token]:
    """The children with the signs taken out, and what lies between a mark's signs wrapped piece by piece."""
    out: list[Token] = []
    active: list[Mark] = []
    for child in children:
        pieces = _SIGN.split(child.content) if child.content else [child.content]
        is_text = child.type in ("text", "text_special")
        if not is_text:
            _strip(child)
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
        out += flag(mark)
    return out


def _is_whole(token: Token) -> bool:
    """Something marked as a whole: a formula, code, a picture, a statement in a comment; a bare tag is not."""
    if token.type == "html_inline":
        return token.content.startswith(("<!--", "<img"))
    return token.type in ("code_inline", "math_inline", "math_inline_double", "image", "softbreak")


def _strip(token: Token) -> None:
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
            out += _beside(out, flag(event.mark)) if event.last else []


def _beside(out: list[Token], flags: list[Token]) -> list[Token]:
    """The flag of a formula that has just been marked, kept on one line with it."""
    if not flags or len(out) < 3 or out[-2].type != "math_inline" or out[-1].content != "</mark>":
        return flags
    out.insert(-3, own(Markup('<span class="joined">')))
    return [*flags, own(Markup("</span>"))]


def _piece(token: Token, active: list[Mark], begun: set[str]) -> list[Token]:
    """A piece of text in its marks' `<mark>`, coloured for the gravest; the first piece of a mark bears its id."""
    if not active:
        return [token]
    blank = token.type == "softbreak" or (token.type == "text" and not token.content.strip())
    if blank and not begun.issuperset(mark.key for mark in active):
        return [token]  # nothing is begun by what is not seen
    gravest = min(active, key=lambda mark: SEVERITY.index(mark.status))
    new = [key for key in dict.fromkeys(mark.key for mark in active) if key not in begun]
    anchors = "".join(Markup('<span id="{}"></span>').format(key) for key in new)
    begun.update(new)
    keys = " ".join(mark.key for mark in active)  # so that a card can light up every piece of its claim
    opening = Markup('{}<mark class="{}" data-of="{}">').format(Markup(anchors), gravest.status, keys)
    return [own(opening), token, own(Markup("</mark>"))]


def flag(mark: Mark) -> list[Token]:
    """The sign after a marked stretch that leads to its card."""
    if not mark.flag:
        return []
    link = Markup('<a class="flag {}" href="#{}-card" title="{}" aria-label="{}">{}</a>')
    return [own(link.format(mark.status, mark.key, mark.label, mark.label, mark.flag))]


def own(markup: Markup) -> Token:
    return Token("kenzan", "", 0, content=str(markup))
