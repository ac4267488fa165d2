"""HTML in a note: a small closed list of harmless elements, made anew from the note's tags.

No tag is passed through. A tag that stands in the list becomes an element of our own without attributes (`colspan` and
`rowspan` as small numbers alone); what an author left open is closed, and what stands where it cannot (a row outside a
table, a list item outside a list) is given its surroundings, so that the page around it stays whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from markdown_it.token import Token

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>")
STATEMENT = re.compile(r"<!--\s*kenzan:\s*(.*?)\s*-->", re.DOTALL)  # a statement in a comment
_WRAPPER = re.compile(r"</?(?:a|font|span|colgroup|col|wbr|picture|big|tt)\b", re.IGNORECASE)
_SPAN = re.compile(r"""(?<![\w-])(colspan|rowspan)\s*=\s*["']?([1-9]\d?)(?!\d)""", re.IGNORECASE)
FORMATTING = frozenset(["b", "i", "em", "strong", "sub", "sup", "u", "s", "del", "code", "kbd", "small"])
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_TABLED = frozenset({"table", "tr", "caption"}) | _SECTIONS | _CELLS
_CONTAINERS = frozenset({"div", "details", "blockquote", "ul", "ol", "table"})
_BLOCKS = _HEADINGS | _TABLED | _CONTAINERS | {"p", "li", "summary", "hr"}
_PARTS = _SECTIONS | _CELLS | {"tr", "li"}  # as long as the table or list around them
_ROOMLESS = _SECTIONS | {"table", "tr", "ul", "ol"}  # no words stand in them directly
_ALIKE: dict[str, str] = dict.fromkeys(("center", "section", "article", "figure", "figcaption"), "div")
_DEEPEST = 40  # elements in one another; a tag further in is left out


@dataclass(frozen=True)
class Tag:
    """A tag of the list: its element's name, whether it closes, and the two numbers that a cell may bear."""

    name: str
    closes: bool
    spans: str = ""


def tag_of(token: Token) -> Tag | None:
    """The element that an inline HTML token begins or ends, None where it is not in the list.

    >>> tag_of(Token("html_inline", "", 0, content='<TD onclick="x()" colspan="2">'))
    Tag(name='td', closes=False, spans=' colspan=2')
    """
    found = _TAG.fullmatch(token.content) if token.type == "html_inline" else None
    if found is None:
        return None
    name = _ALIKE.get(str(found[2]).lower(), str(found[2]).lower())
    if name not in _BLOCKS and name not in FORMATTING:
        return None
    spans = dict(_SPAN.findall(found[3].lower())) if name in _CELLS else {}
    return Tag(name, bool(found[1]), "".join(f" {key}={value}" for key, value in sorted(spans.items())))


def left_out(content: str) -> bool:
    """Whether nothing is shown for this piece of HTML: a tag that only wraps, a comment that is not for kenzan.

    >>> left_out('<font color="red">'), left_out("<!-- later -->"), left_out("<!-- kenzan: x -->"), left_out("<video>")
    (True, True, False, False)
    """
    if content.startswith("<!--"):
        return not STATEMENT.match(content)
    return bool(_WRAPPER.match(content))


def rebuild(tokens: list[Token]) -> dict[int, tuple[int, int]]:
    """Put elements for the tags inside the tokens; for each token in such an element, where the element's block begins
    and ends."""
    return _Rebuilding(tokens).run()


@dataclass(frozen=True)
class _Open:
    """An element that is open. `name` is None for Markdown's own, which fence off what stands around them."""

    name: str | None
    lasts: bool = False  # it goes on in the next paragraph
    closer: int = 0  # the id of the tag that ends it, where it lasts on its own account


@dataclass
class _Rebuilding:
    """One pass over the tokens, with the stack of the open elements."""

    tokens: list[Token]
    stack: list[_Open] = field(default_factory=list)
    out: list[Token] = field(default_factory=list)
    regions: dict[int, tuple[int, int]] = field(default_factory=dict)
    closers: dict[int, int] = field(default_factory=dict)  # for a container's tag the tag that ends it, by their ids
    opened_up: set[int] = field(default_factory=set)  # paragraphs with block elements in them: no elements themselves
    begun: int | None = None  # where the block of the outermost element that is still open begins
    depth: int = 0  # of the stack at that place

    def run(self) -> dict[int, tuple[int, int]]:
        self._open_up()
        self._pair()
        for index, token in enumerate(self.tokens):
            if token.type == "inline":
                self._inline(index, token)
            elif token.nesting == 1 and index not in self.opened_up:
                self.stack.append(_Open(None, lasts=True))
            elif token.nesting == -1 and index - 2 not in self.opened_up:
                del self.stack[self._floor() - 1 :]
        return self.regions

    def _open_up(self) -> None:
        for index, token in enumerate(self.tokens[:-1]):
            inside = self.tokens[index + 1].children or []
            if token.type == "paragraph_open" and any(_block_of(child) for child in inside):
                self.opened_up.add(index)

    def _pair(self) -> None:
        """Find the containers that are closed in the list item, quotation or top level in which they were opened."""
        waiting: list[dict[str, list[int]]] = [defaultdict(list)]
        for index, token in enumerate(self.tokens):
            if token.nesting == 1:
                waiting.append(waiting[-1] if token.type == "paragraph_open" else defaultdict(list))
            elif token.nesting == -1:
                waiting.pop()
            elif index - 1 in self.opened_up:
                self._pair_inside(token.children or [], waiting[-1])

    def _pair_inside(self, children: list[Token], waiting: dict[str, list[int]]) -> None:
        level = 0
        for child in children:
            level += child.nesting
            tag = None if level else tag_of(child)
            if tag is None or tag.name not in _CONTAINERS:
                continue
            if not tag.closes:
                waiting[tag.name].append(id(child))
            elif waiting[tag.name]:
                self.closers[waiting[tag.name].pop()] = id(child)

    def _inline(self, index: int, token: Token) -> None:
        """The children of one paragraph, heading or cell with elements for their tags."""
        children = token.children or []
        opened_up = index - 1 in self.opened_up
        if not any(tag_of(child) for child in children):
            return
        if opened_up and self.begun is None:
            self.begun, self.depth = index - 1, len(self.stack)
        paragraphs = opened_up and not self.tokens[index - 1].hidden
        blocks = opened_up or self.tokens[index - 1].type in ("th_open", "td_open")
        if opened_up:
            self.tokens[index - 1].hidden = self.tokens[index + 1].hidden = True
        self.out = []
        for child in _plain_gaps(children):
            self._child(child, blocks, paragraphs)
        self._paragraph_ends(index, opened_up)
        token.children = self.out

    def _paragraph_ends(self, index: int, opened_up: bool) -> None:
        """Close what does not outlast its paragraph, and note the block that ends here."""
        self._close_to(next((i for i in range(self._floor(), len(self.stack)) if not self.stack[i].lasts), None))
        following = self.tokens[index + 2] if index + 2 < len(self.tokens) else None
        if opened_up and following is not None and following.nesting >= 0 and index + 2 not in self.opened_up:
            self._room(paragraph=False)  # a heading or a list of Markdown's own inside a row or a list of tags
        if opened_up and self.begun is not None and len(self.stack) <= self.depth:
            self.regions.update(dict.fromkeys(range(self.begun, index + 2), (self.begun, index + 1)))
            self.begun = None

    def _child(self, child: Token, blocks: bool, paragraphs: bool) -> None:
        tag = tag_of(child)
        floor = self._floor()
        inner = floor > 0 and not self.stack[floor - 1].lasts  # inside Markdown's own emphasis or link
        if tag and tag.name in _BLOCKS:
            if blocks and not inner:
                self._block(tag, child)
        elif tag and tag.closes:
            self._close(tag.name)
        elif tag:
            self._room(paragraphs)
            if len(self.stack) < 2 * _DEEPEST:
                self._open(tag.name)
        elif child.nesting == 1:
            self._room(paragraphs)
            self.stack.append(_Open(None))
            self.out.append(child)
        elif child.nesting == -1:
            self._close_to(floor)
            self.stack.pop()
            self.out.append(child)
        else:
            self._words(child, paragraphs)

    def _words(self, child: Token, paragraphs: bool) -> None:
        """Anything visible, at a place where words may stand; a flag stays with the words before it."""
        if _is_gap(child):
            roomless = bool(self.stack) and self.stack[-1].name in _ROOMLESS
            self.out.append(_blank() if roomless else child)
        elif child.content.startswith('<a class="flag') and child.type == "kenzan" and (place := self._behind()):
            self.out.insert(place, child)
        else:
            self._room(paragraphs)
            self.out.append(child)

    def _behind(self) -> int:
        """The place after the last words, where only ends of elements follow; 0: there is none."""
        place = len(self.out)
        while place and (_is_gap(self.out[place - 1]) or self.out[place - 1].meta.get("closes")):
            place -= 1
        return 0 if place and self.out[place - 1].meta.get("opens") else place

    def _block(self, tag: Tag, child: Token) -> None:
        if tag.closes:
            self._end(tag.name, id(child))
            return
        if len(self.stack) >= _DEEPEST or (tag.name == "summary" and self._top() != "details"):
            return
        if tag.name == "li":
            self._end_item()
        elif tag.name in _TABLED - {"table"}:
            self._surround(tag.name)
        else:
            self._end_before()
        if tag.name == "hr":
            self.out.append(_own("<hr>\n"))
        else:
            self._open(tag.name, tag.spans, self.closers.get(id(child), 0))

    def _end(self, name: str, closer: int) -> None:
        """End the element that this tag is known to end, else the innermost of its name."""
        if closer not in self.closers.values():
            self._close(name)
            return
        places = (i for i in range(self._floor(), len(self.stack)) if self.stack[i].closer == closer)
        self._close_to(next(places, None))

    def _end_before(self) -> None:
        """Make room for an element, and end what it cannot stand in: a paragraph, a heading."""
        self._room(paragraph=False)
        for place in range(self._floor(), len(self.stack)):
            inside = {element.name for element in self.stack[place + 1 :]}
            if self.stack[place].name in _HEADINGS | {"p"} and inside <= FORMATTING:
                self._close_to(place)
                return

    def _end_item(self) -> None:
        """An item ends the one before it in its list; one outside a list begins a list."""
        around = [i for i in range(self._floor(), len(self.stack)) if self.stack[i].name in _CONTAINERS | _CELLS]
        if around and self.stack[around[-1]].name in ("ul", "ol"):
            self._close_to(around[-1] + 1)
        else:
            self._end_before()
            self._open("ul")

    def _surround(self, name: str) -> None:
        """A part of a table in its table, section and row; these are begun where they are missing."""
        tables = [i for i in range(self._floor(), len(self.stack)) if self.stack[i].name == "table"]
        if not tables:
            self._end_before()
            self._open("table")
            tables = [len(self.stack) - 1]
        keep = tables[-1] + 1
        for inner, outer in ((_CELLS | {"tr"}, _SECTIONS), (_CELLS, {"tr"})):
            keep += name in inner and keep < len(self.stack) and self.stack[keep].name in outer
        self._close_to(keep)
        if name in _CELLS and self._top() != "tr":
            self._open("tr")

    def _room(self, paragraph: bool) -> None:
        """Make sure that words may stand here: in a cell of a row, in an item of a list, in a paragraph."""
        top = self._top()
        if top in ("ul", "ol"):
            self._open("li")
        elif top in _ROOMLESS:
            self._surround("td")
            self._open("td")
        elif paragraph and (top in ("div", "details", "blockquote") or not self.stack or self._in_markdown_block()):
            self._open("p")

    def _in_markdown_block(self) -> bool:
        return self.stack[-1].name is None and self.stack[-1].lasts

    def _open(self, name: str, spans: str = "", closer: int = 0) -> None:
        part = name in _PARTS and bool(self.stack) and self.stack[-1].name is not None and self.stack[-1].lasts
        self.stack.append(_Open(name, part or bool(closer), closer))
        self.out.append(_own(_opening(name, spans), "opens", name))

    def _close(self, name: str) -> None:
        """End the innermost element of this name and what is open in it; a tag that ends nothing is left out."""
        for place in range(len(self.stack) - 1, self._floor() - 1, -1):
            if self.stack[place].name == name:
                self._close_to(place)
                return
            if name in FORMATTING and self.stack[place].name not in FORMATTING:
                return

    def _close_to(self, length: int | None) -> None:
        while length is not None and len(self.stack) > length:
            name = str(self.stack.pop().name)
            self.out.append(_own(_closing(name), "closes", name))

    def _top(self) -> str | None:
        return self.stack[-1].name if self.stack else None

    def _floor(self) -> int:
        """The first of the open elements that Markdown's own do not fence off."""
        return next((i + 1 for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].name is None), 0)


def _plain_gaps(children: list[Token]) -> list[Token]:
    """The children, with line ends and blanks beside a block's tag without marks, and such line ends no breaks."""
    kept = list(children)
    for index, token in enumerate(children):
        if not _is_gap(token):
            continue
        wrapped = index > 0 and children[index - 1].content.startswith("<mark") and children[index - 1].type == "kenzan"
        before, after = (index - 2, index + 2) if wrapped else (index - 1, index + 1)
        if not any(_block_of(children[i]) for i in (before, after) if 0 <= i < len(children)):
            continue
        kept[index] = _blank()
        if wrapped:
            kept[index - 1] = kept[index + 1] = _blank("")
    return kept


def _block_of(token: Token) -> bool:
    """Whether the token is the tag of a block element."""
    tag = tag_of(token)
    return tag is not None and tag.name in _BLOCKS


def _is_gap(token: Token) -> bool:
    """Whether nothing of this token is seen but, at most, a blank or a line end."""
    if token.type == "html_inline":
        return tag_of(token) is None and left_out(token.content)
    return token.type in ("softbreak", "hardbreak") or (token.type == "text" and not token.content.strip())


def _blank(content: str = "\n") -> Token:
    return Token("text", "", 0, content=content)


def _own(markup: str, role: str = "", name: str = "") -> Token:
    """HTML of our own; `role`: whether it opens or closes a block element."""
    return Token("kenzan", "", 0, content=markup, meta={role: True} if name in _BLOCKS else {})


def _opening(name: str, spans: str) -> str:
    """A heading stands two levels below its own, like Markdown's; details are open, for the claims in them."""
    if name in _HEADINGS:
        return f'<h{min(6, int(name[1]) + 2)} class="{name}">'
    if name == "table":
        return '<div class="scroll"><table>'
    return "<details open>" if name == "details" else f"<{name}{spans}>"


def _closing(name: str) -> str:
    if name in _HEADINGS:
        return f"</h{min(6, int(name[1]) + 2)}>\n"
    return "</table></div>\n" if name == "table" else f"</{name}>"
