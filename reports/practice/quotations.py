"""The verified claims of a note that may be asked, each with the author's own words around it where they tell no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...properties.formula import read_formula
from ...properties.nodes import Call, Items, Node, symbols
from ...properties.rendering import to_text
from ...properties.statement import parse
from .. import patterns as re
from ..asserted import asserted, parents
from ..claims import Claim, NoteReport
from ..customs import gainsaid, known
from ..sizes.formulas import plain
from ..text.normalize import fold, ideographs
from ..text.segments import Block, Segment, Source
from ..verification import blocks_in
from .asking import Asked, asked

_QUIZ = re.compile(
    r"^\s*[(（][あ-おア-オa-e][)）]|[(（][あ-お][)）]|⇒|_{3,}"
)  # a gap, an option with its reason, an answer
_CONDITION = re.compile(
    r"\b(?:if|when|where|unless|except|only|provided|for|with|without|under|given|not|no|never|than|instead|equals?"
    r"|equivalent\w*|that is|namely|i\.\s*e|e\.\s*g|[Tt]hus|hence|so)\b|[=＝≈≒<>]"
    r"|場合|とき|ならば|なら|限り|もと|ただし|除|のみ|だけ|ない|より|また|同じ|等し|すなわち|つまり",
    re.IGNORECASE,
)
_BOUND = re.compile(r"[。．！？\n]|\.(?=\s|$)|[!?;]|\\(?=\s|$)")
_ENDS = re.compile(r"(?:[。．.:：!?！？\\]|  )\s*$")
_SPECIAL = re.compile(r"\[\[|\]\]|__|\{\{|\{%|<|\$\$|`|\]\(|https?:")
SOUND = ("proved", "exhausted")
LONGEST = 160  # characters of a quotation


@dataclass(frozen=True)
class Quotation:
    """A verified claim that may be asked, the heading it stands under, and its sentence with the formula cut out.

    `before` and `after` are None where the sentence tells more than the claim: it is asked in other words then.
    """

    claim: Claim
    asked: Asked
    heading: str
    before: str | None = None
    after: str | None = None

    @property
    def value(self) -> Node:
        """The right side."""
        return self.asked.statement.right


def quotations(report: NoteReport) -> list[Quotation]:
    """The claims that hold for every case decided, that the note asserts where they stand, and whose customs it shares.

    Each thing is taken once, in the words that can be quoted if there are any.

    >>> from ..verification import verify_text
    >>> [q] = quotations(verify_text("## Depthwise convolution\\n\\nThe cost is $H \\\\times W \\\\times C \\\\times K^2$.\\n"))
    >>> q.before, q.after, to_text(q.value)
    ('The cost is ', '.', 'H*W*C*K**2')
    >>> quotations(verify_text("## Depthwise convolution, stride 2\\n\\nThe cost is $H \\\\times W \\\\times C \\\\times K^2$.\\n"))
    []
    """
    source = Source(report.source)
    blocks = blocks_in(report.source, report.path)
    claimed = {c.line for c in report.claims}
    found: dict[str, Quotation] = {}
    for number, block in enumerate(blocks):
        if block.kind not in ("text", "item", "formula", "row") or _QUIZ.search(block.raw):
            continue
        first, last = source.place(block.start)[0], source.place(block.segments[-1].start)[0]
        claims = [c for c in report.claims if first <= c.line <= last]
        if any(c.verdict.status == "refuted" for c in claims) or not claims or not asserted(blocks, number):
            continue
        for claim in claims:
            made = _quotation(claim, claims, blocks, number, source, claimed)
            if made and (made.asked.key not in found or (made.before and not found[made.asked.key].before)):
                found[made.asked.key] = made
    contested = {q.asked.key for q in found.values()} & _contested(report)
    return sorted((q for k, q in found.items() if k not in contested), key=lambda q: (q.claim.line, q.claim.column))


def _contested(report: NoteReport) -> set[str]:
    """What the note elsewhere says otherwise: a claim on the same thing that is refuted."""
    keys: set[str] = set()
    for claim in report.claims:
        if claim.verdict.status == "refuted":
            made = asked(parse(claim.reading), None)
            keys |= {made.key} if made else set()
    return keys


def _quotation(
    claim: Claim, claims: list[Claim], blocks: list[Block], number: int, source: Source, claimed: set[int]
) -> Quotation | None:
    verdict = claim.verdict
    if verdict.status != "holds" or verdict.strength not in SOUND or claim.text.lstrip().startswith("<!--"):
        return None
    if not known(verdict.convention):
        return None
    statement = parse(claim.reading)
    options = {name for call in _calls(statement.left) for name, _ in call.options}
    if gainsaid(blocks, number, _measured(statement.left), verdict.convention, options):
        return None
    made = asked(statement, verdict.convention)
    if made is None:
        return None
    heading = _heading(blocks, number, source, claimed)
    spoken = made.quantity and blocks[number].kind != "row"  # a row is no sentence
    around = _around(claim, claims, blocks[number], source, statement.right) if spoken else None
    return Quotation(claim, made, heading, *(around or (None, None)))


def _calls(node: Node) -> Iterator[Call]:
    if isinstance(node, Call):
        yield node
        for arg in node.args:
            yield from _calls(arg)


def _measured(node: Node) -> str:
    """What is measured in the end: `macs` for a claim on how the multiply-accumulates grow."""
    return [call.name for call in _calls(node) if call.args][-1] if isinstance(node, Call) else ""


def _heading(blocks: list[Block], number: int, source: Source, claimed: set[int]) -> str:
    """The nearest heading over a block that claims nothing itself, as plain text."""
    for parent in parents(blocks, number):
        text = ideographs(parent.raw.strip())
        if parent.kind == "heading" and text and source.place(parent.start)[0] not in claimed:
            return "" if _SPECIAL.search(text) or _tells(text) or len(text) > 60 else text
    return ""


def _around(claim: Claim, claims: list[Claim], block: Block, source: Source, right: Node) -> tuple[str, str] | None:
    """The claim's sentence around its formula, where it says the claim and nothing else."""
    end = source.starts[claim.line - 1] + claim.column - 1 + len(claim.text)
    for segment in block.segments:
        place = end - segment.start
        if segment.offsets is not None or not 0 < place <= len(segment.raw) + 1:
            continue
        for start, stop, first, last, marked in _spans(segment.raw):
            formula = read_formula(segment.raw[first:last], latex=marked)
            if not (first < place <= stop + 1 and place >= last - 2 and formula and len(formula.sides) == 1):
                continue
            if not _says(formula.shape, formula.value, right):
                continue
            left, tail = _sentence(segment.raw, start, stop)
            if not _whole(block, segment, left, tail):
                continue
            inside = [c for c in claims if _within(c, source, segment.start + left, segment.start + tail)]
            before, after = segment.raw[left:start], segment.raw[stop:tail]
            if all(c.reading == claim.reading for c in inside) and _clear(before, after):
                return ideographs(before.lstrip()), ideographs(after.rstrip().removesuffix("\\").rstrip())
    return None


def _sentence(raw: str, start: int, stop: int) -> tuple[int, int]:
    """Where the sentence around a formula begins and ends in its line."""
    left = max((m.end() for m in _BOUND.finditer(raw, 0, start)), default=0)
    mark = re.match(r"\s*(?:[-*+•]|\d+[.)])\s+", raw[left:start])
    match = _BOUND.search(raw, stop)
    return left + (mark.end() if mark else 0), (match.end() if match else len(raw))


def _whole(block: Block, segment: Segment, left: int, tail: int) -> bool:
    """Whether the sentence begins and ends in this line, and does not run over from or into the next."""
    at = block.segments.index(segment)
    begins = left > 0 or at == 0 or _ENDS.search(block.segments[at - 1].raw)
    return bool(begins and (at == len(block.segments) - 1 or tail < len(segment.raw) or _ENDS.search(segment.raw)))


def _within(claim: Claim, source: Source, first: int, last: int) -> bool:
    at = source.starts[claim.line - 1] + claim.column - 1
    return first < at + len(claim.text) and at < last


def _clear(before: str, after: str) -> bool:
    """Whether the words around a gap hold no second formula, no condition and nothing that a page would act on."""
    words = before + " " + after
    if len(words) > LONGEST or len(before.strip()) < 2 or _SPECIAL.search(words):
        return False
    return not _CONDITION.search(fold(words, 0).chars) and not _tells(before) and not _tells(after)


def _tells(text: str) -> bool:
    """Whether a text has a formula of more than one letter or number."""
    for _, _, first, last, marked in _spans(text):
        formula = read_formula(text[first:last], latex=marked)
        if formula is None or len(formula.sides) > 1 or formula.shape or "*" in to_text(formula.value):
            return True
        if len(symbols(formula.value)) > 1 or not symbols(formula.value):
            return True
    return False


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
