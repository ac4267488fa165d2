"""Readings written into a note as comments, for its author to confirm: what he confirms stays fixed.

A proposal is `<!-- kenzan? "words" means STATEMENT -->`, which decides nothing. Its author takes the question mark
away (`kenzan:`), and from then on the words are read as the statement says, however the readers change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from . import patterns as re
from .claims import BY_AUTHOR, Claim, NoteReport
from .standing import block_tokens, places, with_lines
from .text.bounds import BEYOND
from .text.comments import MOST_BACK, last_said, uncommented, without_code
from .text.notes import blocks_of
from .text.segments import LINE_END, Block, Source

LONGEST_QUOTE = 80
REACH = MOST_BACK // 2  # characters between the words and the comment; the other half is for comments between them
_PROPOSAL = re.compile(r"<!--\s{0,20}kenzan\?(?:(?!-->|<!--|\n[ \t>]*\r?\n).){0,2500}-->", re.DOTALL | re.IGNORECASE)
_UNQUOTABLE = re.compile('"|-->|<!--')
_WORD = re.compile(r"\\?[A-Za-z0-9_\u00c0-\u024f]+(?:[.,](?=\d)[0-9]+|['’-](?=[A-Za-z0-9])[A-Za-z0-9_]+)*")


def annotated(report: NoteReport, confirmed: bool = False) -> str:
    """The note's text with a proposal under each block for each claim that was read in it.

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
    claims = list(_unconfirmed(report.claims, source))
    of = [_block_of(claim, blocks, source) for claim in claims]
    ends = [source.place(block.segments[-1].start)[0] if block else 1 for block in of]
    found = places(source, [(claim.line, max(claim.line, end)) for claim, end in zip(claims, ends, strict=True)])
    for claim, block, place in zip(claims, of, found, strict=True):
        words = quoted(claim, source, place[0], seen, block) if place else None
        if place is None or words is None:
            continue
        comment = f'{place[1]}<!-- {sign} "{words}" means {claim.reading} -->'
        if comment not in lines[place[0]]:
            lines[place[0]].append(comment)
    return with_lines(source, lines)


def _unconfirmed(claims: tuple[Claim, ...], source: Source) -> Iterator[Claim]:
    """The claims of which no comment of the author says the words or, on the same line, the reading."""
    told = [(claim, _place(claim, source)) for claim in claims if BY_AUTHOR in claim.notes]
    for claim in claims:
        place = _place(claim, source)
        if BY_AUTHOR in claim.notes or any(
            start <= place < start + len(one.text) or (one.line, one.reading) == (claim.line, claim.reading)
            for one, start in told
        ):
            continue
        yield claim


def _place(claim: Claim, source: Source) -> int:
    return source.starts[claim.line - 1] + claim.column - 1


def _block_of(claim: Claim, blocks: list[Block], source: Source) -> Block | None:
    """The block that the claim stands in."""
    place = _place(claim, source)
    return max((b for b in blocks if b.start <= place), key=lambda b: b.start, default=None)


def proposals(text: str) -> list[tuple[int, int]]:
    """Where the proposals in a note begin and end; one in program text is an example, and none."""
    source = Source(text)
    found: dict[int, int] = {}
    for token in block_tokens(text):
        if token.type not in ("inline", "html_block") or token.map is None:
            continue
        first, last = source.starts[token.map[0]], source.stops[max(token.map[1], 1) - 1]
        stretch = text[first:last]
        if token.type == "inline":
            stretch = without_code(stretch)
        found |= {first + m.start(): first + m.end() for m in _PROPOSAL.finditer(stretch)}
    return sorted(found.items())


def without_proposals(text: str) -> str:
    """The note without the proposals of an earlier run, and without the lines on which nothing else stands.

    >>> without_proposals('a\\n<!-- kenzan? "a" means 1 == 1 -->\\nb\\n')
    'a\\nb\\n'
    >>> without_proposals('<!-- kenzan? "a" means 1 == 1 --> b <!-- c -->\\n')
    'b <!-- c -->\\n'
    """
    sign = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    marked, after = "", 0
    for start, end in proposals(text):
        marked, after = marked + text[after:start] + sign, end
    source = Source(marked + text[after:])
    kept: list[str] = []
    for start, stop, end in zip(source.starts, source.stops, [*source.starts[1:], len(source.text)], strict=True):
        line = source.text[start:stop]
        if sign not in line or line.replace(sign, "").strip(" \t>"):
            kept.append(_without(sign, line) + source.text[stop:end])
        elif stop == end and kept:  # the last line had no end of its own
            kept[-1] = kept[-1].rstrip("\r\n")
    return "".join(kept)


def _without(sign: str, line: str) -> str:
    """The line without what the sign stands for, and without the blanks that set it off."""
    return re.sub(f"[ \\t]*{sign}[ \\t]*$|{sign}[ \\t]*", "", line) if sign in line else line


def quoted(claim: Claim, source: Source, last: int, seen: str, block: Block | None = None) -> str | None:
    """Words that find the claim again from a comment under line `last`: its own, or with what stands before them.

    Whole words without the list's marker, cut short, without a quotation mark or a comment's end; None where they
    stand again before the comment, or too far above it.
    """
    place = _place(claim, source)
    begin = max((s.start for s in block.segments if s.start <= place), default=0) if block else 0
    begin = max(begin, source.starts[claim.line - 1])
    line = source.text[begin : source.stops[claim.line - 1]]
    whole = [(begin + word.start(), begin + word.end()) for word in _WORD.finditer(line)]
    end = _end_of_word(place + min(len(LINE_END.split(claim.text)[0]), LONGEST_QUOTE), whole)
    stop = source.stops[last - 1]
    window = max(0, stop - REACH)
    for start in (place, max(begin, place - 8), max(begin, place - 20), begin):
        raw = source.text[_start_of_word(start, whole) : end]
        words = " ".join(_UNQUOTABLE.split(raw[_after_marks(raw, len(raw) - (end - place)) :])[0].split())
        said = last_said(words, seen[window:stop]) if len(words) >= 2 else None
        if said and begin <= window + said[0] <= place:
            return words
    return None


def _after_marks(raw: str, limit: int) -> int:
    """Behind the last character before the limit that no quotation can hold."""
    return max((mark.end() for mark in _UNQUOTABLE.finditer(raw) if mark.end() <= limit), default=0)


def _start_of_word(place: int, whole: list[tuple[int, int]]) -> int:
    return next((start for start, end in whole if start < place < end), place)


def _end_of_word(place: int, whole: list[tuple[int, int]]) -> int:
    return next((end for start, end in whole if start < place < end), place)
