"""A note as blocks: headings, list items, table rows, formulas, text, each with its place and its parents.

The lines of wild notes outrank CommonMark here, for which reason no Markdown library parses them: a list nested by one
blank, `##Heading` without a blank, `・` and `■` as markers, indented prose (code in CommonMark), `\\` line ends, three
facts on three consecutive lines (one paragraph in CommonMark), `\\begin{aligned}` without dollars. Everything is found
in one pass over the lines, so the time is linear in the length.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, field

from .. import patterns as re
from .aligned import aligned_rows

LINE_END = re.compile(r"\r\n|\r|\n")
MAX_CELLS = 40  # of one table row
MAX_DISPLAY = 60  # lines of one displayed formula
MAX_ROWS = 400  # lines of one table in HTML
MOST_CODE = 200  # lines of one piece of program text that are kept
BLOCK_LIMIT = 6_000  # characters of one block that are read; a longer line is read in several
PIECE = 600  # characters of such a line that are read at once: every sentence looks back on those of its block
_SENTENCE_END = re.compile(r"[。．！？]|[.!?](?=\s)")

_HEADING = re.compile(r"^[ \t　]{0,3}(#{1,6})(?!#)[ \t　]*(.*?)[ \t　#]*$")
_MARKER = re.compile(
    r"^([ \t　]*)(?:([-*+•・●○◯▶►▪‣◦‐–*＊]|[■□◆◇★☆])[ \t　]*(?![-*+])|(\(?\d{1,"
    r"3}[.)．）](?!\d)|（\d{1,2}）|[①-⑳]|[a-zA-Z][.)](?=[ \t]))[ \t　]*)"
)
_DASH_NUMBER = re.compile(r"^[ \t　]*(?:[-*+][^\s]|\*\*|\d+\.\d)")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)")
_RULE = re.compile(r"^[ \t]*([-*_=])(?:[ \t]*\1){2,}[ \t]*$")
_TABLE_RULE = re.compile(r"^[ \t|:+-]*-[ \t|:+-]*$")
_OPENERS = {"$$": "$$", r"\[": r"\]", r"\begin": r"\end"}
_TITLE_LIKE = re.compile(
    r"^(?:[【〈《＜\[]([^】〉》＞\]]{1,40})[】〉》＞\]]|「([^」]{1,40})」|\*\*([^*]{1,60})\*\*[:：]?"
    r"|__([^_]{1,60})__[:：]?|<b>([^<]{1,60})</b>)$"
)
_NUMBERED_TITLE = re.compile(r"^(?:Section|Chapter|第)\s*\d+|^\d+(?:[.-]\d+)+[.．]?[ 　]\S|^\d+[.．][ 　]*\S{2,30}$")
_DEFINITION = re.compile(r"^[^\s:：。、，,.()（）]{1,16}[ 　]*[:：](?!//)")
_MARKED_ROW = re.compile(r"</?(?:table|thead|tbody|tr|td|th)\b[^<>]{0,300}>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?(?:table|thead|tbody|tr|td|th))\b[^<>]{0,300}>", re.IGNORECASE)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CARRIES_ON = re.compile(r"(?:[、，,(（のがはをにでとやもへ]|から|より|また)$")


@dataclass(frozen=True)
class Segment:
    """A stretch of one line: its text and the place of each character in the file."""

    raw: str
    start: int
    offsets: tuple[int, ...] | None = None  # where the file escapes its text (a notebook); else start, start + 1, ...

    def cut(self, first: int, last: int | None = None) -> Segment:
        last = len(self.raw) if last is None else last
        offsets = self.offsets[first:last] if self.offsets else None
        return Segment(self.raw[first:last], self.start + first if not offsets else offsets[0], offsets)

    def strip(self) -> Segment:
        left = len(self.raw) - len(self.raw.lstrip())
        return self.cut(left, max(left, len(self.raw.rstrip())))


@dataclass
class Block:
    """One block. `kind`: heading, item, text, row, formula, comment, code. `depth`: heading level or indentation.

    `parent` is the block above it in the outline (item, introduction or heading), by its index; `cells` are a table
    row's, and `header` the index of the row that heads its table.
    """

    kind: str
    depth: int
    segments: list[Segment]
    parent: int | None = None
    header: int | None = None
    marker: str = ""
    cells: list[list[Segment]] = field(default_factory=list)

    @property
    def raw(self) -> str:
        return "\n".join(segment.raw for segment in self.segments)

    @property
    def start(self) -> int:
        return self.segments[0].start if self.segments else 0


class Source:
    """A file's text and its lines; offsets to line and column, both from 1.

    >>> Source("ab\\r\\nc").place(4)
    (2, 1)
    """

    def __init__(self, text: str):
        self.text = text
        ends = list(LINE_END.finditer(text))
        self.starts = [0, *(m.end() for m in ends)]
        self.stops = [*(m.start() for m in ends), len(text)]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset) - 1
        return line + 1, offset - self.starts[line] + 1

    def lines(self) -> list[Segment]:
        return [Segment(self.text[a:b], a) for a, b in zip(self.starts, self.stops, strict=True)]


@dataclass(frozen=True)
class Comment:
    """An HTML comment on lines of its own: its block, and how many blocks stand before it."""

    block: Block
    after: int


def without_comments(blocks: list[Block]) -> tuple[list[Block], list[Comment]]:
    """The blocks that a reader of the note reads, and the comments and program text, so that these change no reading.

    >>> seen, comments = without_comments(blocks_of(Source("a\\n<!-- b -->\\nc").lines()))
    >>> [b.raw for b in seen], [(c.block.raw, c.after) for c in comments]
    (['a', 'c'], [('<!-- b -->', 1)])
    """
    place: list[int] = []
    seen: list[Block] = []
    comments: list[Comment] = []
    for block in blocks:
        place.append(len(seen))
        if block.kind in ("comment", "code"):
            comments.append(Comment(block, len(seen)))
        else:
            seen.append(block)
    for block in seen:
        block.parent = None if block.parent is None else place[block.parent]
        block.header = None if block.header is None else place[block.header]
    return seen, comments


class _Outline:
    """The blocks so far and, for a new one, which block it hangs under."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[int] = []
        self._items: list[int] = []
        self._introduction: int | None = None
        self._blanks = 0
        self.lists = 0  # lists in HTML that are open

    def blank(self) -> None:
        self._blanks += 1
        if self._blanks > 1:
            self._introduction = None

    def end_list(self) -> None:
        self._items = []

    def add(self, block: Block) -> int:
        index = len(self.blocks)
        block.parent = self._parent_of(block)
        self.blocks.append(block)
        if block.kind == "heading":
            self._headings.append(index)
            self._items, self._introduction = [], None
        elif block.kind == "item":
            self._items.append(index)
        elif block.kind in ("text", "formula"):
            self._introduction = index if block.kind == "text" else self._introduction
        self._blanks = 0
        return index

    def _parent_of(self, block: Block) -> int | None:
        if block.kind == "heading":
            while self._headings and self.blocks[self._headings[-1]].depth >= block.depth:
                self._headings.pop()
        elif block.kind == "item":
            while self._items and self.blocks[self._items[-1]].depth >= block.depth:
                self._items.pop()
        elif block.kind != "comment":
            # Text after a list continues the item it is indented under, or the one right above it.
            while self._items and not (self.blocks[self._items[-1]].depth < block.depth or self._blanks == 0):
                self._items.pop()
            if self._blanks and block.depth == 0:
                self._items = []
        if self._items and block.kind != "heading":
            return self._items[-1]
        if block.kind in ("item", "row", "formula") and self._introduction is not None:
            return self._introduction
        return self._headings[-1] if self._headings else None


def blocks_of(lines: list[Segment], markdown: bool = True) -> list[Block]:
    """The blocks of a note, in order.

    >>> [(b.kind, b.raw) for b in blocks_of(Source("# A\\n- b\\n - c\\n\\nd。\\ne").lines())]
    [('heading', 'A'), ('item', 'b'), ('item', 'c'), ('text', 'd。'), ('text', 'e')]
    """
    outline = _Outline()
    number = _front_matter(lines) if markdown else 0
    while number < len(lines):
        number = _one(lines, number, outline, markdown)
    return outline.blocks


def _front_matter(lines: list[Segment]) -> int:
    if lines and lines[0].raw.strip() in ("---", "+++"):
        for number in range(1, min(len(lines), 200)):
            if lines[number].raw.strip() == lines[0].raw.strip():
                return number + 1
    return 0


def _one(lines: list[Segment], number: int, outline: _Outline, markdown: bool) -> int:
    """Take the block that begins at this line; return the line after it."""
    line = _unquoted(lines[number])
    bare = line.raw.strip()
    if not bare:
        outline.blank()
        return number + 1
    if bare.startswith("<!--"):
        return _comment(lines, number, outline)
    fence = _FENCE.match(line.raw)
    if fence:
        return _fenced(lines, number, outline, fence[1], fence[2].lower())
    if bare[0] == "<" and (after := _marked_up(lines, number, line, outline)):
        return after
    skipped = re.match(r"<(script|style)\b", bare, re.IGNORECASE)
    if skipped:
        return _until(lines, number, f"</{skipped[1].lower()}", len(lines)) + 1
    opener = next((o for o in _OPENERS if bare.startswith(o)), None)
    if opener and not _closed(bare, opener) and _ends(lines, number, _OPENERS[opener]):
        return _display(lines, number, outline, _OPENERS[opener])
    if re.fullmatch(r"\|[ |]*\|", bare) and number + 1 < len(lines) and _TABLE_RULE.match(lines[number + 1].raw):
        return _table(lines, number, outline)  # a table whose head is empty
    if _RULE.match(line.raw) or re.fullmatch(r"[-=|+: ]+", bare):
        outline.blank()
        return number + 1
    if "|" in bare and _is_table(lines, number):
        return _table(lines, number, outline)
    if _MARKED_ROW.match(bare):
        return _marked_up_table(lines, number, outline)
    if "  " in bare or "\t" in bare or "\u3000\u3000" in bare:
        rows, after = aligned_rows(lines, number)
        if rows:
            _add_rows(rows, outline)
            return after
    return _flow(lines, number, line, outline, markdown)


def _unquoted(line: Segment) -> Segment:
    """The line without block-quote marks."""
    quote = re.match(r"(?:[ \t]{0,3}>[ \t]?){1,20}", line.raw)
    return line.cut(quote.end()) if quote else line


def _closed(bare: str, opener: str) -> bool:
    closer = _OPENERS[opener]
    return closer in bare[len(opener) :]


def _ends(lines: list[Segment], number: int, closer: str) -> bool:
    """Whether a display is closed at all: one that is not takes nothing of the note with it."""
    return any(closer in line.raw for line in lines[number + 1 : number + 1 + MAX_DISPLAY])


def _until(lines: list[Segment], number: int, closer: str, limit: int) -> int:
    """The first line from `number` on that holds `closer`, else the last one allowed."""
    for later in range(number, min(len(lines), number + limit)):
        if closer in lines[later].raw.lower():
            return later
    return min(len(lines), number + limit) - 1


def _comment(lines: list[Segment], number: int, outline: _Outline) -> int:
    """An HTML comment, kept as a block of its own; what follows `-->` on its last line is ordinary text."""
    last = _until(lines, number, "-->", 50)
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


def _fenced(lines: list[Segment], number: int, outline: _Outline, fence: str, language: str) -> int:
    """A fenced block: read when it is mathematics, else left out (program text claims nothing)."""
    last = number + 1
    while last < len(lines) and not lines[last].raw.strip().startswith(fence):
        last += 1
    body = [line.strip() for line in lines[number + 1 : last] if line.raw.strip()]
    if language in ("math", "latex", "tex", "katex") and body:
        outline.add(Block("formula", 0, body))
    elif language in ("", "text", "txt") and body:
        _plain_lines(body[:40], outline)
    elif body:
        outline.blocks.append(Block("code", 0, body[:MOST_CODE]))
    return last + 1


def _plain_lines(body: list[Segment], outline: _Outline) -> None:
    """What stands in a bare fence: drawings, worked examples, tables of aligned columns; program text is left out."""
    number = 0
    while number < len(body):
        rows, after = aligned_rows(body, number)
        if rows:
            _add_rows(rows, outline)
            number = after
            continue
        line = body[number]
        number += 1
        if not re.search(r"[=(]\s*[A-Za-z_]\w*\.\w+|^\s*(?:import|from|def|for|print|>>>|\$ )\b", line.raw):
            outline.add(Block("text", 1, [line]))


def _add_rows(rows: list[tuple[Segment, list[Segment]]], outline: _Outline) -> None:
    """The rows of one table of aligned columns; the first heads it."""
    header: int | None = None
    for line, cells in rows:
        index = outline.add(Block("row", 0, [line.strip()], header=header, cells=[[c] for c in cells]))
        header = index if header is None else header


_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])\b[^<>]*>(.*?)(?:</h\1>)?[ \t]*$", re.IGNORECASE)
_HTML_LIST = re.compile(r"[ \t]*<(?:ul|ol)\b[^<>]*>[ \t]*$", re.IGNORECASE)
_HTML_END = re.compile(r"[ \t]*(?:</(?:ul|ol|li)>[ \t]*)+$", re.IGNORECASE)
_HTML_ITEM = re.compile(r"[ \t]*<li\b[^<>]*>", re.IGNORECASE)
_HTML_PRE = re.compile(r"[ \t]*<pre\b[^<>]*>(?:<code\b([^<>]*)>)?", re.IGNORECASE)


def _marked_up(lines: list[Segment], number: int, line: Segment, outline: _Outline) -> int:
    """Headings, lists and preformatted text in HTML; the line after, or 0 where it is none of these."""
    if heading := _HTML_HEADING.match(line.raw):
        outline.lists = 0
        if heading[2].strip():
            outline.add(Block("heading", int(heading[1]), [line.cut(heading.start(2), heading.end(2)).strip()]))
        return number + 1
    if _HTML_LIST.match(line.raw):
        outline.lists += 1
        return number + 1
    if _HTML_END.match(line.raw):
        outline.lists = max(0, outline.lists - len(re.findall(r"</[uo]l>", line.raw, re.IGNORECASE)))
        outline.blank()
        return number + 1
    if item := _HTML_ITEM.match(line.raw):
        return _text(lines, number, line.cut(item.end()), outline, "item", 2 * outline.lists, "<li>")
    if found := _HTML_PRE.match(line.raw):
        last = _until(lines, number, "</pre", MAX_ROWS)
        language = re.search(r"language-(\w+)", found[1] or "")
        body = [line.cut(found.end()), *lines[number + 1 : last + 1]] if last > number else [line.cut(found.end())]
        _preformatted(body, "" if language is None else language[1].lower(), outline)
        return last + 1
    return 0


def _preformatted(lines: list[Segment], language: str, outline: _Outline) -> None:
    ends = [re.search(r"(?:</code>)?</pre|$", line.raw, re.IGNORECASE) for line in lines]
    body = [line.cut(0, end.start() if end else None) for line, end in zip(lines, ends, strict=True)]
    body = [line.strip() for line in body if line.raw.strip() and not _RULE.match(line.raw)]
    if language not in ("", "text", "txt", "plaintext"):
        outline.blocks.append(Block("code", 0, body[:MOST_CODE]))
        return
    _plain_lines(body[:40], outline)


def _display(lines: list[Segment], number: int, outline: _Outline, closer: str) -> int:
    """A formula over several lines, delimiters included."""
    last = number + 1
    while last < len(lines) and last - number < MAX_DISPLAY and closer not in lines[last].raw:
        last += 1
    segments = [_unquoted(line).strip() for line in lines[number : last + 1]]
    outline.add(Block("formula", 0, [s for s in segments if s.raw]))
    return last + 1


def _is_table(lines: list[Segment], number: int) -> bool:
    """A row stands beside another row (the rule between them counts)."""
    bare = lines[number].raw.strip()
    if bare.startswith("|") and bare.count("|") > 2:
        return True
    around = [lines[k].raw for k in (number - 1, number + 1) if 0 <= k < len(lines)]
    return any("|" in other and _TABLE_RULE.match(other) for other in around)


def _table(lines: list[Segment], number: int, outline: _Outline) -> int:
    """The rows of one table; the first heads it."""
    header: int | None = None
    while number < len(lines) and "|" in lines[number].raw:
        line = _unquoted(lines[number]).strip()
        number += 1
        if _TABLE_RULE.match(line.raw):
            continue
        cells = [[c] for c in _cells(line)]
        index = outline.add(Block("row", 0, [line], header=header, cells=cells))
        header = index if header is None else header
    return number


def _marked_up_table(lines: list[Segment], number: int, outline: _Outline) -> int:
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
                index = outline.add(Block("row", 0, segments, header=header, cells=row[:MAX_CELLS]))
                header, row = index if header is None else header, []
            if name == "/table":
                return at + 1
        if inside and line.raw[last:].strip():
            row[-1].append(line.cut(last).strip())
        if not inside and not row and (at + 1 >= len(lines) or not _MARKED_ROW.match(lines[at + 1].raw.strip())):
            return at + 1
    return min(len(lines), number + MAX_ROWS)


def _cells(line: Segment) -> list[Segment]:
    """A row's cells; bars inside mathematics or escaped do not part them."""
    bars = [
        m.start() for m in re.finditer(r"(?<!\\)\|", re.sub(r"\$[^$]{0,200}\$", lambda m: "x" * len(m[0]), line.raw))
    ]
    if not bars or bars[0] != 0:
        bars.insert(0, -1)
    if bars[-1] < len(line.raw) - 1:
        bars.append(len(line.raw))
    return [line.cut(a + 1, b).strip() for a, b in itertools.pairwise(bars)][:MAX_CELLS]


def _flow(lines: list[Segment], number: int, line: Segment, outline: _Outline, markdown: bool) -> int:
    """A heading, a list item or a stretch of text that begins at this line."""
    heading = _HEADING.match(line.raw) if markdown else None
    if heading:
        outline.add(Block("heading", len(heading[1]), [line.cut(heading.start(2), heading.end(2))]))
        return number + 1
    following = lines[number + 1].raw.strip() if number + 1 < len(lines) else ""
    if re.fullmatch(r"={3,}|-{3,}", following) and len(line.raw.strip()) < 80 and not _MARKER.match(line.raw):
        outline.add(Block("heading", 1 if following[0] == "=" else 2, [line.strip()]))
        return number + 2
    level = _title_level(line.raw, number, lines)
    if level:
        outline.add(Block("heading", level, [line.strip()]))
        return number + 1
    marker = _marker(line.raw)
    indent = _indent(line.raw)
    meaning = _MEANING.match(line.raw) if number and not marker else None
    if meaning and outline.blocks and outline.blocks[-1].kind in ("text", "item"):  # said of the term above it
        return _text(lines, number, line.cut(meaning.end()), outline, "item", indent + 1, ":")
    if not marker and _MEANING.match(following):
        outline.end_list()
    content = line.cut(marker.end()) if marker else line
    if marker:
        return _text(lines, number, content, outline, "item", indent, marker[0].strip())
    return _text(lines, number, content, outline, "text", indent, "")


def _pieces(content: Segment) -> list[Segment]:
    """A line in pieces of which each can be read as one block, cut where a sentence ends if one does."""
    found: list[Segment] = []
    while len(content.raw) > BLOCK_LIMIT:
        ends = [m.end() for m in _SENTENCE_END.finditer(content.raw, 0, PIECE)]
        cut = ends[-1] if ends else PIECE
        found.append(content.cut(0, cut).strip())
        content = content.cut(cut).strip()
    return [*found, content]


def _text(
    lines: list[Segment], number: int, content: Segment, outline: _Outline, kind: str, indent: int, marker: str
) -> int:
    """A list item or a stretch of text, with the lines that carry it on."""
    *whole, last = _pieces(content.strip())
    for piece in whole:  # a paragraph on one line, as long as a chapter
        outline.add(Block(kind, indent, [piece], marker=marker))
    segments, number = [last], number + 1
    size = len(segments[0].raw)
    while (
        number < len(lines)
        and size < BLOCK_LIMIT
        and _continues(segments[-1], lines[number - 1], lines, number)
        and (marker or not _indented_alike(lines[number - 1], lines[number]))
    ):
        segments.append(_unquoted(lines[number]).strip())
        size += len(segments[-1].raw)
        number += 1
    if segments[0].raw:
        outline.add(Block(kind, indent, segments, marker=marker))
    return number


_OPTION = re.compile(
    r"[(（][a-hA-Hア-コ][)）][ \t\u3000]+\S|[*_]{0,2}(?:(?:Correct )?[Aa]nswers?|Ans|Solution|[QA]\d{0,2})\s*[:.]"
)
_MEANING = re.compile(r"[ \t]{0,3}[:：][ \t\u3000]+(?=\S)")


def _marker(raw: str) -> re.Match[str] | None:
    """The list marker that the line begins with; `**bold**`, `-1` and `3.5` are none."""
    found = _MARKER.match(raw)
    if not found or _RULE.match(raw):
        return None
    rest = raw[found.end() :]
    if found[2] in ("○", "◯") and not rest.strip():
        return None  # an answer
    if raw.lstrip().startswith(("**", "__")) or (
        found[2] in ("-", "+", "*") and rest[:1].isdigit() and raw[found.end(2)] != " "
    ):
        return None
    if found[2] == "*" and not raw[found.end(2) :].startswith((" ", "\t", "　")):
        return None
    return found


def _indent(raw: str) -> int:
    """Columns of white space before the text; a full-width blank counts as two."""
    blank = raw[: len(raw) - len(raw.lstrip())]
    return sum(4 if c == "\t" else 2 if c == "　" else 1 for c in blank)


def _title_level(raw: str, number: int, lines: list[Segment]) -> int:
    """The level of a line that is a title without `#`: bracketed, bold or numbered, alone on its line; else 0."""
    bare = raw.strip()
    if len(bare) > 60:
        return 0
    if _TITLE_LIKE.match(bare):
        return 5 if bare[0] in "*_<" else 4
    before = lines[number - 1].raw.strip() if number else ""
    if _NUMBERED_TITLE.match(bare) and not before and not re.search(r"[。.!?;；]$|[=＝]", bare):
        following = lines[number + 1].raw.strip() if number + 1 < len(lines) else ""
        return 3 if not re.match(r"\d+[.．)]", following) else 0
    return 0


def _indented_alike(last: Segment, line: Segment) -> bool:
    """Lines set in by the same blanks without a list's marker: the lines of a slide, each a statement of its own."""
    blanks = re.match(r"[ \t\u3000]*", line.raw)
    depth = len(blanks[0]) if blanks else 0
    alike = depth > 0 and last.raw.startswith(line.raw[:depth]) and not last.raw[depth : depth + 1].isspace()
    return alike and not re.search(r"(?:[,(+=*/-]|->|\band|\bthe|\bof|\ba|\bto)\s*$", last.raw)


def _continues(last: Segment, raw_last: Segment, lines: list[Segment], number: int) -> bool:
    """Whether line `number` carries on the sentence that the segment before it began."""
    line = _unquoted(lines[number])
    bare = line.raw.strip()
    if not bare or _marker(line.raw) or _HEADING.match(line.raw) or _FENCE.match(line.raw) or _RULE.match(line.raw):
        return False
    if _MEANING.match(line.raw) or _OPTION.match(bare):
        return False
    if bare.startswith(("|", "<!--", "$$", r"\[", r"\begin", ">", "<li", "<tr", "<p", "<h", "<td", "<ul", "</")):
        return False
    if number + 1 < len(lines) and re.fullmatch(r"={3,}|-{3,}", lines[number + 1].raw.strip()):
        return False
    if raw_last.raw.endswith(("  ", "\\")) or _TITLE_LIKE.match(bare):
        return False
    text = last.raw
    if re.search(r"[。．!?！？:：|;；]$|<br\s*/?>$", text):
        return False
    if _JAPANESE.search(text) or _JAPANESE.search(bare):
        return bool(_CARRIES_ON.search(text)) and not _DEFINITION.match(bare)
    return not _DEFINITION.match(bare) and (
        bool(re.match(r"[a-z(]", bare)) or (not text.endswith(".") and len(text) > 40)
    )
