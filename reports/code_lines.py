"""Lines of program text that compute a size: `o = (n + 2 * p - f) // s + 1`, `r += (k - 1) * d * j`.

A program claims nothing by what it runs, but a formula that an author writes down to teach is one, in code as in text.
Only lines that assign or return an expression of single letters, or of the names that programs give sizes, are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import patterns as re
from .derived.from_letters import letter_derivations
from .readers import field_recursions
from .reading import Reading, View
from .scope import Outline
from .text.inline import passage
from .text.segments import Segment
from .text.sentences import Sentence, sentences_of

MOST = 60  # lines of one note
_FORMULA = re.compile(
    r"(?P<left>(?:return|[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)?\s*(?:[+*]?=))\s*)(?P<right>(?:int\()?[A-Za-z0-9_\s()*+/-]{1,80}\)?)\s*(?:#.*)?"
)
_OPERATES = re.compile(r"[A-Za-z0-9_)]\s*(?:[*/+-]|//)\s*[(A-Za-z0-9_]")
_CALLED = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z_]\w+\s*\(")
_SOFTWARE = re.compile(r"\b(?:np|torch|nn|self|range|len|sum|print|import)\b|[\[\]{}\"'.:]")


def formula_lines(outline: Outline) -> Iterator[Sentence]:
    """The lines of a note's program text that compute by a formula, as sentences of their own."""
    taken = 0
    for comment in outline.comments:
        if comment.block.kind != "code":
            continue
        at = max(0, comment.after - 1)
        if at < len(outline.blocks) and outline.blocks[at].kind == "heading":
            at += 1
        for line in comment.block.segments:
            found = _of_line(line)
            if found is None or at >= len(outline.blocks):
                continue
            taken += 1
            if taken > MOST:
                return
            yield from sentences_of(passage([found]), at)[:1]


def _of_line(line: Segment) -> Segment | None:
    """The part of a line that is a formula with what it is assigned to; None where the line is anything else."""
    m = _FORMULA.fullmatch(line.raw.rstrip())
    updates = m is not None and "*=" in m["left"]
    if m is None or not (updates or _OPERATES.search(m["right"])) or _SOFTWARE.search(m["right"]):
        return None
    if any(c[0].rstrip("( ") != "int" for c in _CALLED.finditer(m["right"])):
        return None
    start = m.start("right") if m["left"].startswith("return") else 0
    return line.cut(start, m.end("right")).strip()


def read_line(view: View) -> Iterator[Reading]:
    """What the formula of a line of program text is: a step of a receptive field, or a size."""
    steps = [r for r in field_recursions.read(view) if r.sure]
    yield from steps or letter_derivations(view, [])
