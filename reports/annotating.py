"""Readings written into a note as comments, for its author to confirm: what he confirms stays fixed.

A proposal is `<!-- kenzan? "words" means STATEMENT -->`, which decides nothing. Its author takes the question mark
away (`kenzan:`), and from then on the words are read as the statement says, however the readers change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from . import patterns as re
from .claims import Claim, NoteReport
from .text.bounds import BEYOND
from .text.comments import uncommented
from .text.notes import blocks_of
from .text.segments import LINE_END, Block, Source
from .verification import BY_AUTHOR

LONGEST_QUOTE = 80
_PROPOSAL = re.compile(r"[ \t>]*<!--\s{0,20}kenzan\?.*-->[ \t]*")
_MARKS = ('"', "-->", "<!--")
_UNQUOTABLE = re.compile("|".join(_MARKS))
_NO_PARAGRAPH = re.compile(r"[ \t>]*(?:$|[-*+#|>]|\d+[.)]|`{3}|~{3}|\$\$|\\\[|\\begin|<)|[^|]*\|[^|]*\|")
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")


def annotated(report: NoteReport, confirmed: bool = False) -> str:
    """The note's text with a proposal under each block for each claim that was read in it; earlier proposals renewed.

    Line ends and every other character stay as they are. `confirmed` writes the readings as if already confirmed.

    >>> from .verification import verify_text
    >>> print(annotated(verify_text("Max pooling has no learnable parameters.\\n")), end="")
    Max pooling has no learnable parameters.
    <!-- kenzan? "no learnable parameters" means params(max_pool2d) == 0 -->
    """
    source = Source(report.source)
    seen = uncommented(source.text)
    sign = "kenzan:" if confirmed else "kenzan?"
    lines: dict[int, list[str]] = defaultdict(list)
    blocks = [b for b in blocks_of(source.lines()) if b.kind not in ("comment", "code", BEYOND) and b.segments]
    for claim in report.claims:
        last, prefix = _under(claim, blocks, source)
        words = quoted(claim, source, last, seen)
        if words is None or BY_AUTHOR in claim.notes:
            continue
        comment = f'{prefix}<!-- {sign} "{words}" means {claim.reading} -->'
        if comment not in lines[last]:
            lines[last].append(comment)
    return "".join(_pieces(source, lines))


def without_proposals(text: str) -> str:
    """The note without the proposals of an earlier run.

    >>> without_proposals('a\\n<!-- kenzan? "a" means 1 == 1 -->\\nb\\n')
    'a\\nb\\n'
    """
    source = Source(text)
    ends = [*source.starts[1:], len(text)]
    lines = [text[start:end] for start, end in zip(source.starts, ends, strict=True)]
    bare = [line.rstrip("\r\n") for line in lines]
    kept = [line for line, words in zip(lines, bare, strict=True) if not _PROPOSAL.fullmatch(words)]
    if kept and lines[-1] and kept[-1] is not lines[-1]:  # the last line had no end of its own
        kept[-1] = kept[-1].rstrip("\r\n")
    return "".join(kept)


def quoted(claim: Claim, source: Source, last: int, seen: str) -> str | None:
    """Words that find the claim again from a comment under line `last`: its own, or with what stands before them.

    Cut short, without a quotation mark or a comment's end; None where the words stand again before the comment.
    """
    begin = source.starts[claim.line - 1]
    place = begin + claim.column - 1
    end = min(place + len(LINE_END.split(claim.text)[0]), place + LONGEST_QUOTE)
    for start in (place, max(begin, place - 8), max(begin, place - 20), begin):
        raw = source.text[start:end]
        before = max((raw.rfind(mark) + len(mark) for mark in _MARKS if mark in raw[: place - start]), default=0)
        words = _UNQUOTABLE.split(raw[before:])[0].strip()
        found = seen.rfind(words, 0, source.stops[last - 1])
        if len(words) >= 2 and begin <= found <= place:
            return words
    return None


def _under(claim: Claim, blocks: list[Block], source: Source) -> tuple[int, str]:
    """The line after which the comment stands, and what begins it: indentation in a list, marks in a quotation."""
    place = source.starts[claim.line - 1] + claim.column - 1
    number = max((n for n, b in enumerate(blocks) if b.start <= place), default=0)
    block = blocks[number]
    last = source.place(block.segments[-1].start)[0]
    if block.kind == "row":  # a comment would end the table
        while number + 1 < len(blocks) and blocks[number + 1].kind == "row" and blocks[number + 1].header is not None:
            number += 1
        last = source.place(blocks[number].start)[0]
    if block.kind == "heading" and last < len(source.starts) and re.fullmatch(r"[=-]{3,}\s*", _line(source, last + 1)):
        last += 1
    if block.kind in ("text", "item"):
        last = _end_of_paragraph(source, last)
    last = _after_fence(source, last)
    raw = _line(source, source.place(block.start)[0])
    quote = re.match(r"(?:[ \t]{0,3}>[ \t]?)*", raw)
    prefix = quote[0] if quote else ""
    if block.kind == "item":
        prefix += " " * (block.depth + len(block.marker) + 1)
    return last, prefix


def _end_of_paragraph(source: Source, last: int) -> int:
    """The last line of the paragraph: a comment within it would undo a line break that its author set."""
    while last < len(source.starts) and not _NO_PARAGRAPH.match(_line(source, last + 1)):
        last += 1
    return last


def _line(source: Source, number: int) -> str:
    return source.text[source.starts[number - 1] : source.stops[number - 1]]


def _after_fence(source: Source, last: int) -> int:
    """The line itself, or the one that closes the fence that it stands in."""
    fence: str | None = None
    for number in range(1, len(source.starts) + 1):
        found = _FENCE.match(_line(source, number))
        if found and fence is None:
            fence = found[1]
        elif found and found[1].startswith(fence or ""):
            fence = None
            if number >= last:
                return number
        if number >= last and fence is None:
            return last
    return last


def _pieces(source: Source, lines: dict[int, list[str]]) -> Iterator[str]:
    for number, (start, stop) in enumerate(zip(source.starts, source.stops, strict=True), 1):
        following = source.starts[number] if number < len(source.starts) else stop
        end = source.text[stop:following]
        yield source.text[start:stop]
        for comment in lines.get(number, ()):
            yield (end or "\n") + comment
        yield end
