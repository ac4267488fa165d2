"""Why a quiz's answer stands though the reason that a note gives against another option is false.

Put together from what was decided: the stated answer's own claims, what the reason denies, and whether that is true of
what the question compares its subject with. Nothing is said where the answer itself was not found to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..properties.statement import parse
from . import patterns as re
from .claims import Claim
from .decided import decide, holds
from .readers.option_reasons import AGAINST
from .readers.quiz import asked_by, right_options
from .readers.tasks import AS_RIGHT, RIGHT_ONE
from .reading import View, runnable
from .scope import Outline
from .text.segments import Source
from .text.sentences import Sentence

STANDS = "the reason is false, but the answer stands: "
FALSE_ONLY = "the reason is false: "
OF_THE_QUIZ = (STANDS, FALSE_ONLY, AS_RIGHT, RIGHT_ONE)  # remarks that a reader of the verdict needs
_COMPARED = re.compile(r"[^。、,;]{0,16}?(?:(?:と|に)比(?:べ|較)|に対し|より)|\s*(?:layers?|convolutions?)?\s*$")
_BEFORE = re.compile(
    r"(?:compared (?:with|to)|\b(?:over|than|unlike|against|relative to)|in contrast to)\s+"
    r"(?:(?:an?|the|plain|ordinary|simple|usual|standard|normal|regular)\s+)*$",
    re.IGNORECASE,
)


def with_reasons(outline: Outline, source: Source, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, those that refute a reason against an option with what becomes of the answer."""
    claims = list(claims)
    by_line = {source.place(s.text.origin[0])[0]: s for s in outline.all_sentences() if s.text.origin}
    for claim in claims:
        against = any(note.startswith(AGAINST) for note in claim.notes)
        sentence = by_line.get(claim.line) if against and claim.verdict.status == "refuted" else None
        remark = _remark(View(outline, sentence), claim, claims, source) if sentence else None
        yield replace(claim, notes=(*claim.notes, remark)) if remark else claim


def _remark(view: View, claim: Claim, claims: list[Claim], source: Source) -> str | None:
    asked = asked_by(view)
    answers = right_options(view)
    lines = {source.place(s.text.origin[0])[0] for s in answers}
    held = [c for c in claims if c.line in lines]
    if asked is None or not held or any(c.verdict.status != "holds" for c in held):
        return None
    told = f"the stated answer holds, {held[0].reading}"
    denied = claim.reading.removeprefix("not ")
    if denied == claim.reading or not holds(denied):
        return f"{STANDS}{told}"
    why = f"what it denies is true, {denied}"
    other = _of_the_other(asked, denied)
    if other is None:
        return f"{FALSE_ONLY}{why}, so the option may be right as well; {told}"
    compared = f"true of what the question compares with, {other}"
    if holds(other):
        return f"{STANDS}{why}, but just as {compared}, so no advantage over it; {told}"
    return f"{FALSE_ONLY}{why}, and not {compared}, so the option may be right as well; {told}"


def _of_the_other(asked: Sentence, statement: str) -> str | None:
    """The statement about the layer that the question compares its subject with; None where that cannot be decided."""
    subject = parse(statement).subject
    for m in asked.subjects:
        if _COMPARED.match(asked.words, m.end) or _BEFORE.search(asked.words[: m.start]):
            other = re.sub(rf"\b{re.escape(subject)}\b", runnable(m.tag), statement, count=1)
            if other != statement and not isinstance(decide(other), str):
                return other
    return None
