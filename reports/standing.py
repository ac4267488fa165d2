"""Where in a note a comment can stand so that everything else is shown, and read, as before.

CommonMark ends a list, a table or a paragraph where a comment stands at the wrong depth, or takes the comment for a
part of it. So no rule of thumb decides: each place is tried, and the note's structure with the comment is compared
with the structure without it. The nearest place that changes nothing is taken, from the paragraph itself, set in as
deep as it is, outwards to the end of the whole list, table or quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from . import patterns as re
from .text.notes import blocks_of, without_comments
from .text.segments import Source

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Place = tuple[int, str]  # the line, from 1, under which the comment stands, and what begins it
DEEPEST = 60  # nested lists and quotations that are told apart
FURTHER = 3  # blocks behind its own in which a place is looked for
_SAMPLE = '<!-- kenzan? "x" means 1 == 1 -->'
_OWN = re.compile(r"[ \t]*<!--\s{0,20}kenzan[?:](?:(?!-->).){0,3000}-->[ \t]*\n?", re.DOTALL | re.IGNORECASE)
_CONTAINER = re.compile(r"[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))")
_HOLDERS = ("blockquote_open", "list_item_open")
_WHOLE = (
    "paragraph_open", "heading_open", "table_open", "fence", "code_block", "html_block", "hr", "blockquote_open",
    "bullet_list_open", "ordered_list_open",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A block of CommonMark: its lines (from 1), what holds it, and in how many items and quotations it stands."""

    kind: str
    first: int
    last: int
    above: int | None
    holders: int


def with_lines(source: Source, lines: Mapping[int, Sequence[str]]) -> str:
    """The text with new lines under some of its lines, each with the line end that is used there."""
    pieces: list[str] = []
    for number, (start, stop) in enumerate(zip(source.starts, source.stops, strict=True), 1):
        following = source.starts[number] if number < len(source.starts) else stop
        end = source.text[stop:following]
        pieces.append(source.text[start:stop])
        pieces += [(end or "\n") + line for line in lines.get(number, ())]
        pieces.append(end)
    return "".join(pieces)


def places(source: Source, wanted: Sequence[tuple[int, int]]) -> list[Place | None]:
    """For each claim's line and the last line of its block: the nearest place that changes nothing, if there is one."""
    parts = _Parts(source)
    choices = [list(dict.fromkeys(parts.places(*lines))) for lines in wanted]
    ground = _Ground(source)
    for step in range(max(map(len, choices), default=0)):
        open_yet = [c for c in choices if not ground.first(c)]
        ground.take(list(dict.fromkeys(c[step] for c in open_yet if step < len(c))))
    return [ground.first(c) for c in choices]


class _Ground:
    """The places that were found to change nothing, all of them together."""

    def __init__(self, source: Source) -> None:
        self.source, self.good = source, set[Place]()
        self._bare = _structure(source.text)

    def first(self, choices: list[Place]) -> Place | None:
        return next((place for place in choices if place in self.good), None)

    def take(self, tried: list[Place]) -> None:
        """Take those that change nothing, halving the others until each that does is alone: few of many do."""
        tried = [place for place in tried if place not in self.good]
        if not tried:
            return
        lines: dict[int, list[str]] = {}
        for number, prefix in sorted({*self.good, *tried}):
            lines.setdefault(number, []).append(prefix + _SAMPLE)
        if _structure(with_lines(self.source, lines)) == self._bare:
            self.good.update(tried)
        elif len(tried) > 1:
            self.take(tried[: len(tried) // 2])
            self.take(tried[len(tried) // 2 :])


class _Parts:
    """A note's blocks as CommonMark has them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.all: list[Part] = []
        self._deepest: dict[int, int] = {}
        opened: list[int | None] = []  # the part that each open token belongs to
        holders = 0
        for token in block_tokens(source.text):
            if token.nesting < 0:
                opened.pop()
                holders -= token.type in ("blockquote_close", "list_item_close")
                continue
            number = self._add(token, opened[-1] if opened else None, holders)
            if token.nesting > 0:
                opened.append(number)
                holders += token.type in _HOLDERS

    def _add(self, token: Token, above: int | None, holders: int) -> int | None:
        if token.type not in _WHOLE or token.map is None:
            return above
        first, end = token.map
        while end > first + 1 and not self._line(end).strip():  # a list takes the blank lines behind it along
            end -= 1
        self.all.append(Part(token.type, first + 1, end, above, holders))
        for line in range(first + 1, end + 1):
            self._deepest[line] = len(self.all) - 1
        return len(self.all) - 1

    def places(self, line: int, last: int) -> Iterator[Place]:
        """Under the part that the line stands in, and the ones that hold it, then under what follows."""
        for inside in (line, last):
            number = self._deepest.get(inside)
            while number is not None:
                part = self.all[number]
                if part.last >= last:
                    yield part.last, self._before(part)
                number = part.above
        after = [part for part in self.all if part.above is None and part.last > last]
        yield from ((part.last, self._before(part)) for part in after[:FURTHER])

    def _before(self, part: Part) -> str:
        """What begins the part's first line, its list markers as blanks: what a line must begin with to stand there."""
        line, at, before = self._line(part.first), 0, ""
        for _ in range(part.holders):
            found = _CONTAINER.match(line, at)
            if not found:
                break
            before += re.sub(r"[^>\s]", " ", found[0])
            at = found.end()
        rest = line[at:]
        return before if part.kind == "code_block" else before + rest[: len(rest) - len(rest.lstrip(" \t"))]

    def _line(self, number: int) -> str:
        return self.source.text[self.source.starts[number - 1] : self.source.stops[number - 1]]


def _structure(text: str) -> tuple[Any, ...]:
    """What a page shows of the text, and what kenzan reads of it, kenzan's own comments aside."""
    shown = []
    for token in block_tokens(text):
        content = token.content
        if token.type == "html_block":
            content = _OWN.sub("", content)
            if not content.strip():
                continue
        shown.append((token.type, token.level, token.markup, token.info, token.hidden, str(token.attrs), content))
    read, _ = without_comments(blocks_of(Source(text).lines()))
    return shown, [(b.kind, b.depth, b.raw, b.parent, b.header, b.marker) for b in read]


def block_tokens(text: str) -> list[Token]:
    """The blocks of a text as CommonMark with tables has them, what stands in them left as it is."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only this command needs it

    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    md.core.ruler.disable(["inline", "text_join"])
    return md
