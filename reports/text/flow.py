"""Headings, list items and stretches of text, each with the lines that carry it on."""

from __future__ import annotations

from .. import patterns as re
from .outline import Outline
from .segments import Block, Segment, unquoted

BLOCK_LIMIT = 6_000  # characters of one block that are read
PARAGRAPH = 2_400  # characters of a paragraph that is read as one block; a longer one is read in several
PIECE = 600  # characters of such a line that are read at once: every sentence looks back on those of its block
_SENTENCE_END = re.compile(r"[。．！？]|[.!?](?=\s)")
_HEADING = re.compile(r"^[ \t　]{0,3}(#{1,6})(?!#)[ \t　]*(.*?)[ \t　#]*$")
_MARKER = re.compile(
    r"^([ \t　]*)(?:([-*+•・●○◯▶►▪‣◦‐–*＊]|[■□◆◇★☆])[ \t　]*(?![-*+])|(\(?\d{1,"
    r"3}[.)．）](?!\d)|（\d{1,2}）|[①-⑳]|[a-zA-Z][.)](?=[ \t]))[ \t　]*)"
)
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)")
RULE = re.compile(r"^[ \t]*([-*_=])(?:[ \t]*\1){2,}[ \t]*$")
_TITLE_LIKE = re.compile(
    r"^(?:[【〈《＜\[]([^】〉》＞\]]{1,40})[】〉》＞\]]|「([^」]{1,40})」|\*\*([^*]{1,60})\*\*[:：]?"
    r"|__([^_]{1,60})__[:：]?|<b>([^<]{1,60})</b>)$"
)
_ANSWER = re.compile(  # **Answer: (b)**: no title
    r"(?:\*\*|__|<b>|【|\[)(?:(?:correct )?answers?|ans|solution|答え?|解答|正解|正答)\s*[:：.]?\s*[*_】\]]*\s*"
    r"[(（]?[A-Za-zア-コあ-こ\d①-⑧]\b",
    re.IGNORECASE,
)
_NUMBERED_TITLE = re.compile(r"^(?:Section|Chapter|第)\s*\d+|^\d+(?:[.-]\d+)+[.．]?[ 　]\S|^\d+[.．][ 　]*\S{2,30}$")
_DEFINITION = re.compile(r"^[^\s:：。、，,.()（）]{1,16}[ 　]*[:：](?!//)")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CARRIES_ON = re.compile(r"(?:[、，,(（のがはをにでとやもへ]|から|より|また)$")
_OPTION = re.compile(
    r"[(（][a-hA-Hア-コ][)）][ \t\u3000]+\S|[*_]{0,2}(?:(?:Correct )?[Aa]nswers?|Ans|Solution|[QA]\d{0,2})\s*[:.]"
)
_MEANING = re.compile(r"[ \t]{0,3}[:：][ \t\u3000]+(?=\S)")


def flow(lines: list[Segment], number: int, line: Segment, outline: Outline, markdown: bool) -> int:
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
        return text_of(lines, number, line.cut(meaning.end()), outline, "item", indent + 1, ":")
    if not marker and _MEANING.match(following):
        outline.end_list()
    content = line.cut(marker.end()) if marker else line
    if marker:
        return text_of(lines, number, content, outline, "item", indent, marker[0].strip())
    return text_of(lines, number, content, outline, "text", indent, "")


def _pieces(content: Segment) -> list[Segment]:
    """A line in pieces of which each can be read as one block, cut where a sentence ends if one does."""
    found: list[Segment] = []
    while len(content.raw) > PARAGRAPH:
        ends = [m.end() for m in _SENTENCE_END.finditer(content.raw, 0, PIECE)]
        cut = ends[-1] if ends else PIECE
        found.append(content.cut(0, cut).strip())
        content = content.cut(cut).strip()
    return [*found, content]


def text_of(
    lines: list[Segment], number: int, content: Segment, outline: Outline, kind: str, indent: int, marker: str
) -> int:
    """A list item or a stretch of text, with the lines that carry it on."""
    *whole, last = _pieces(content.strip())
    for piece in whole:  # a paragraph on one line, as long as a chapter
        outline.add(Block(kind, indent, [piece], marker=marker))
    segments, number = [last], number + 1
    size = len(segments[0].raw)
    while (
        number < len(lines)
        and size < PARAGRAPH
        and _continues(segments[-1], lines[number - 1], lines, number)
        and (marker or not _indented_alike(lines[number - 1], lines[number]))
    ):
        segments.append(unquoted(lines[number]).strip())
        size += len(segments[-1].raw)
        number += 1
    if segments[0].raw:
        outline.add(Block(kind, indent, segments, marker=marker))
    return number


def _marker(raw: str) -> re.Match[str] | None:
    """The list marker that the line begins with; `**bold**`, `-1` and `3.5` are none."""
    found = _MARKER.match(raw)
    if not found or RULE.match(raw):
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
    if len(bare) > 60 or _ANSWER.match(bare):
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
    line = unquoted(lines[number])
    bare = line.raw.strip()
    if not bare or _marker(line.raw) or _HEADING.match(line.raw) or FENCE.match(line.raw) or RULE.match(line.raw):
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
