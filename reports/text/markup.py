"""Headings, lists and preformatted text in HTML."""

from __future__ import annotations

from .. import patterns as re
from .fences import preformatted
from .flow import text_of
from .outline import Outline
from .segments import Block, Segment, until
from .tables import MAX_ROWS

_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])\b[^<>]*>(.*?)(?:</h\1>)?[ \t]*$", re.IGNORECASE)
_HTML_LIST = re.compile(r"[ \t]*<(?:ul|ol)\b[^<>]*>[ \t]*$", re.IGNORECASE)
_HTML_END = re.compile(r"[ \t]*(?:</(?:ul|ol|li)>[ \t]*)+$", re.IGNORECASE)
_HTML_ITEM = re.compile(r"[ \t]*<li\b[^<>]*>", re.IGNORECASE)
_HTML_PRE = re.compile(r"[ \t]*<pre\b[^<>]*>(?:<code\b([^<>]*)>)?", re.IGNORECASE)


def marked_up(lines: list[Segment], number: int, line: Segment, outline: Outline) -> int:
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
        return text_of(lines, number, line.cut(item.end()), outline, "item", 2 * outline.lists, "<li>")
    if found := _HTML_PRE.match(line.raw):
        last = until(lines, number, "</pre", MAX_ROWS)
        language = re.search(r"language-(\w+)", found[1] or "")
        body = [line.cut(found.end()), *lines[number + 1 : last + 1]] if last > number else [line.cut(found.end())]
        preformatted(body, "" if language is None else language[1].lower(), outline)
        return last + 1
    return 0
