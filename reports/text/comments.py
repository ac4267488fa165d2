"""What authors tell kenzan in comments: a statement to decide, how words are meant, a letter's meaning, what to skip.

`<!-- kenzan: STATEMENT -->`, `<!-- kenzan: "words of the block above" means STATEMENT -->`,
`<!-- kenzan: where M = in_channels -->`, `<!-- kenzan: ignore -->`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.roles import ROLES
from ...reference.errors import InputError
from .. import patterns as re
from ..scope import Outline
from .segments import Block, Segment, Source

MOST_CHARACTERS = 2_500  # of what stands in a comment
MOST_BACK = 20_000  # characters above a comment in which the words that it explains are looked for
_EXPECTED = "a comment for kenzan has no colon after the name; expected as in '<!-- kenzan: ignore -->'"
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,3000}-->", re.DOTALL)
_OPENING = re.compile(r"<!--\s{0,20}kenzan\s{0,20}[:：]", re.IGNORECASE)
_WHERE = re.compile(r"where\s+(.+)", re.DOTALL | re.IGNORECASE)
_MEANS = re.compile(r'"([^"]+)"\s+means\s+(.+)', re.DOTALL | re.IGNORECASE)
_NO_COLON = re.compile(  # what kenzan can do, and no remark about kenzan looks like
    r'<!--\s{0,20}kenzan(?:\s|(?=["=])){1,20}=?\s{0,20}(?:ignore|where\s+[^\s=]{1,20}\s*=(?:(?!-->).){1,400}'
    r'|"[^"]{1,400}"\s+means\s(?:(?!-->).){1,400}|\w{1,60}\((?:(?!-->).){0,400}\)(?:\s*[<>=!](?:(?!-->).){1,400})?)\s{0,20}-->',
    re.DOTALL | re.IGNORECASE,
)
_CODE = re.compile(  # what stands between backticks; a comment is no such text, whatever it quotes
    r"<!--(?:(?!-->).){0,3000}-->"
    r"|(?<!`)(?P<ticks>`{1,9})(?!`)(?:(?!\n[ \t>]*\r?\n).){1,2000}?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL,
)
_BINDING = re.compile(r"\s*([A-Za-z\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff]*)\s*=\s*([a-z_]+)\s*")


@dataclass(frozen=True)
class Written:
    """A statement that the note's author wrote: where the comment stands, and the words it explains, if it does.

    `first` to `last` are the places in the file of those words (None where the statement stands for itself).
    """

    segment: Segment
    statement: str
    first: int | None = None
    last: int | None = None


def directives(outline: Outline, source: Source) -> tuple[list[Written], list[tuple[Segment, str]]]:
    """The statements in comments, and the comments that say nothing usable, with the reason.

    Bindings and skipped blocks are noted in the outline.
    """
    found: list[Written] = []
    rejected: list[tuple[Segment, str]] = []
    text = uncommented(source.text)
    for holder, above in _holders(outline):
        if holder.fenced:  # an example of a comment
            continue
        raw = without_code(holder.raw)
        for slip in _NO_COLON.finditer(raw):
            rejected.append((Segment(slip[0], _offset(holder, slip.start(), holder.start)), _EXPECTED))
        for begin, end, content in _comments(raw):
            segment = Segment(raw[begin:end], _offset(holder, begin, holder.start))
            try:
                found += _followed(content, segment, above, outline, text)
            except InputError as error:
                rejected.append((segment, str(error)))
    return found, rejected


def _followed(content: str | None, segment: Segment, above: int, outline: Outline, text: str) -> Iterator[Written]:
    """Do what one comment says; the statement in it, if it has one."""
    if content is None:  # passing it over would leave its author in the dark
        raise InputError(f"a kenzan comment does not end; expected '-->' after at most {MOST_CHARACTERS:,} characters "
                         "and 50 lines")  # fmt: skip
    if content.lower() == "ignore":
        _ignore(outline, above + 1)
    elif binding := _WHERE.fullmatch(content):
        _bind(outline, max(above, 0), binding[1])
    elif meant := _MEANS.fullmatch(content):
        begin = max(0, segment.start - MOST_BACK)
        first, last = _explained(meant[1], text[begin : segment.start])
        yield Written(segment, meant[2], begin + first, begin + last)
    else:
        yield Written(segment, content)


def uncommented(text: str) -> str:
    """The text, as long as it is, its comments struck out."""
    return _COMMENT.sub(lambda m: "\0" * len(m[0]), text)


def _holders(outline: Outline) -> Iterator[tuple[Block, int]]:
    """Every block that may hold a comment, with the number of the block that the comment follows."""
    inside = [(block, number) for number, block in enumerate(outline.blocks)]
    alone = [(comment.block, comment.after - 1) for comment in outline.comments if comment.block.kind == "comment"]
    yield from sorted(inside + alone, key=lambda pair: pair[0].start)


def _explained(words: str, before: str) -> tuple[int, int]:
    """Where the words that a comment explains begin and end: the nearest such words before it, comments aside."""
    said = last_said(words, before)
    if said is None:
        raise InputError(f"the words {words[:60]!r} do not stand above the comment; expected words of the "
                         "sentence that it explains")  # fmt: skip
    return said


def last_said(words: str, before: str) -> tuple[int, int] | None:
    """Where these words stand last, whatever blanks and line ends stand between them."""
    every = list(re.finditer(r"\s+".join(re.escape(word) for word in words.split()), before))
    return (every[-1].start(), every[-1].end()) if every else None


def without_code(raw: str) -> str:
    """The text, as long as it is, what stands between backticks struck out: a comment there is an example.

    >>> without_code("a `b` c").replace("\\0", ".")
    'a ... c'
    """
    return _CODE.sub(lambda m: "\0" * len(m[0]) if m["ticks"] else m[0], raw) if "`" in raw else raw


def _comments(raw: str) -> Iterator[tuple[int, int, str | None]]:
    """Begin, end and content of each comment for kenzan, None where it does not end; one pass, whatever the text.

    >>> list(_comments("a <!-- kenzan: ignore --> b <!-- kenzan: 1"))
    [(2, 25, 'ignore'), (28, 40, None)]
    """
    after = 0
    for opening in _OPENING.finditer(raw):
        if opening.start() < after:  # inside the comment before it
            continue
        close = raw.find("-->", opening.end(), opening.end() + MOST_CHARACTERS)
        after = opening.end() if close < 0 else close + len("-->")
        yield opening.start(), after, None if close < 0 else raw[opening.end() : close].strip()


def _offset(block, place: int, start: int) -> int:
    """The offset in the file of a place in the block's raw text (its segments joined by line ends)."""
    for segment in block.segments:
        if place <= len(segment.raw):
            return segment.offsets[place] if segment.offsets and place < len(segment.offsets) else segment.start + place
        place -= len(segment.raw) + 1
    return start


def _ignore(outline: Outline, following: int) -> None:
    """Skip the block after the comment: a heading with all that stands under it, an item with what is nested in it."""
    outline.ignored.add(following)
    for at in range(following + 1, len(outline.blocks)):
        if outline.blocks[at].parent in outline.ignored:
            outline.ignored.add(at)


def _bind(outline: Outline, number: int, text: str) -> None:
    for part in text.split(","):
        found = _BINDING.fullmatch(part)
        if not found:
            raise InputError(f"{part.strip()[:60]!r} binds no letter; expected as in 'where M = in_channels'")
        if found[2] not in ROLES:
            raise InputError(f"{found[2]!r} is no role; expected one of {', '.join(ROLES)}")
        outline.bindings.append((number, 0, found[1], found[2]))
