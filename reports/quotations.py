"""The verified claims of a note with the author's own words around them: what questions may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..properties.formula import read_formula
from ..properties.nodes import Items, Node
from ..properties.rendering import to_text
from ..properties.statement import Statement, parse
from .claims import Claim, NoteReport
from .formulas import plain
from .notes import Block, Source, blocks_of

_QUIZ = re.compile(
    r"^\s*[(（][あ-おア-オa-e][)）]|[(（][あ-お][)）]|⇒|_{3,}"
)  # a gap, an option with its reason, an answer
_EXERCISES = re.compile(
    r"確認テスト|演習|練習問題|小テスト|設問|^問|\b(?:quiz|exercises?|questions?|exam)\b", re.IGNORECASE
)
SOUND = ("proved", "exhausted")
LONGEST = 400  # characters of a quotation


@dataclass(frozen=True)
class Quotation:
    """A verified claim in its block: the block's text, the headings over it, and where the claim's formula stands.

    `before` and `after` are the text around the formula, and `value` what the formula says; all three are None where
    the claim is in words.
    """

    claim: Claim
    statement: Statement
    text: str
    headings: tuple[str, ...]
    before: str | None = None
    after: str | None = None
    value: Node | None = None


def quotations(report: NoteReport) -> list[Quotation]:
    """The claims of a note that hold for every case decided, in blocks that say nothing else: each statement once.

    >>> from .verification import verify_text
    >>> [q] = quotations(verify_text("## Depthwise convolution\\n\\nThe cost is $H \\\\times W \\\\times C \\\\times K^2$.\\n"))
    >>> q.before, q.after, to_text(q.value)
    ('The cost is ', '.', 'H*W*C*K**2')
    """
    source = Source(report.source)
    blocks = blocks_of(source.lines(), markdown=not report.path.lower().endswith(".txt"))
    denied = {c.line for c in report.claims if c.verdict.status != "holds"}
    found: dict[str, Quotation] = {}
    for number, block in enumerate(blocks):
        if block.kind not in ("text", "item", "formula"):
            continue
        first, last = source.place(block.start)[0], source.place(block.segments[-1].start)[0]
        claims = [c for c in report.claims if first <= c.line <= last]
        if (
            _exercise(blocks, number)
            or any(c.verdict.status != "holds" for c in claims)
            or "[[" in block.raw
            or "$$" in block.raw
        ):
            continue
        for claim in claims:
            made = _quotation(claim, block, _headings(blocks, number, source, denied), source)
            if made and made.text and len(made.text) <= LONGEST:
                found.setdefault(str(made.statement), made)
    return list(found.values())


def _exercise(blocks: list[Block], number: int) -> bool:
    """Whether the block stands under a heading of exercises: their options assert nothing."""
    parent = blocks[number].parent
    for _ in range(12):
        if parent is None:
            return False
        if blocks[parent].kind == "heading" and _EXERCISES.search(blocks[parent].raw):
            return True
        parent = blocks[parent].parent
    return False


def _headings(blocks: list[Block], number: int, source: Source, denied: set[int]) -> tuple[str, ...]:
    """The headings over a block, the outermost first, without those that claim what does not hold."""
    found: list[str] = []
    parent = blocks[number].parent
    while parent is not None and len(found) < 12:
        sound = source.place(blocks[parent].start)[0] not in denied
        if blocks[parent].kind == "heading" and blocks[parent].raw.strip() and sound:
            found.append(blocks[parent].raw.strip())
        parent = blocks[parent].parent
    return tuple(reversed(found))


def _quotation(claim: Claim, block: Block, headings: tuple[str, ...], source: Source) -> Quotation | None:
    if claim.verdict.strength not in SOUND or claim.text.lstrip().startswith("<!--"):
        return None
    if _QUIZ.search(block.raw):
        return None
    statement = parse(claim.reading)
    text = _joined(block)
    end = source.starts[claim.line - 1] + claim.column - 1 + len(claim.text)
    for before, inner, after, marked in _formulas(block, end):
        formula = read_formula(inner, latex=marked)
        if formula and len(formula.sides) == 1 and _says(formula.shape, formula.value, statement.right):
            return Quotation(claim, statement, text, headings, before, after, statement.right)
    return Quotation(claim, statement, text, headings)


def _joined(block: Block) -> str:
    return _clean("\n".join(s.raw for s in block.segments)).strip()


def _clean(text: str) -> str:
    """Line ends of the note within a sentence made blanks (none between Japanese characters)."""
    text = re.sub(r"\\+[ \t]*(?=\n|$)", "", text)
    text = re.sub(r"(?<=[\u3040-\u9fff、。])\s*\n\s*(?=[\u3040-\u9fff$])", "", text)
    return re.sub(r"\s*\n\s*", " ", text)


def _formulas(block: Block, end: int) -> Iterator[tuple[str, str, str, bool]]:
    """The formula that ends about the claim's end, with the text of its block before and after it."""
    places = [(segment, end - segment.start) for segment in block.segments if segment.offsets is None]
    for index, (segment, place) in enumerate(places):
        if not 0 < place <= len(segment.raw) + 1:
            continue
        before = "\n".join([*(s.raw for s in block.segments[:index]), ""])
        after = "\n".join(["", *(s.raw for s in block.segments[index + 1 :])])
        for start, stop, first, last, marked in _spans(segment.raw):
            if first < place <= stop + 1 and place >= last - 2:
                yield (
                    _clean(before + segment.raw[:start]).lstrip(),
                    segment.raw[first:last],
                    _clean(segment.raw[stop:] + after).rstrip(),
                    marked,
                )


def _spans(raw: str) -> Iterator[tuple[int, int, int, int, bool]]:
    """The formulas of a line: where each begins and ends with its marks, and without them."""
    marked = list(re.finditer(r"\$([^$]{1,200})\$", raw))
    for match in marked:
        yield match.start(), match.end(), match.start(1), match.end(1), True
    masked = raw
    for match in marked:
        masked = masked[: match.start()] + "。" * (match.end() - match.start()) + masked[match.end() :]
    for span in plain(masked):
        yield span.start, span.end, span.start, span.end, False


def _says(shape: tuple[Node, ...] | None, value: Node, right: Node) -> bool:
    """Whether the formula as written is the statement's right side."""
    if isinstance(right, Items):
        return right.ordered and shape is not None and [to_text(n) for n in shape] == [to_text(n) for n in right.items]
    return to_text(value) == to_text(right)
