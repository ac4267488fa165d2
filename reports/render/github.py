"""`--format github`: workflow commands that GitHub shows as annotations at the claims' lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from ..claims import Claim, NoteReport, summary
from .words import WORDS, finding, one_line


def render(notes: Sequence[NoteReport], fresh: Iterable[Claim] | None = None, **_: object) -> str:
    """An error for each refuted claim, a warning for each that holds only under a condition, a closing count.

    A refuted claim that the baseline knows is a notice.
    """
    new = None if fresh is None else {id(claim) for claim in fresh}
    lines = [_annotation(note, claim, new) for note in notes for claim in note.claims if _is_finding(claim)]
    counts = summary(list(notes))
    return "\n".join([*lines, "kenzan: " + ", ".join(f"{value} {key}" for key, value in counts.items())]) + "\n"


def _is_finding(claim: Claim) -> bool:
    return claim.verdict.status in ("refuted", "holds_if")


def _annotation(note: NoteReport, claim: Claim, new: set[int] | None) -> str:
    level = "error" if claim.verdict.status == "refuted" else "warning"
    if level == "error" and new is not None and id(claim) not in new:
        level = "notice"
    title = f"{WORDS['en'][claim.verdict.status]}: {one_line(claim.text, 80)}"
    place = f"file={_property(PurePath(note.path).as_posix())},line={claim.line},col={claim.column}"
    return f"::{level} {place},title={_property(title)}::{_data(finding(claim))}"


def _data(text: str) -> str:
    """Text as the value of a workflow command.

    >>> _data("50% of\\nit")
    '50%25 of%0Ait'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text as a property of a workflow command, where `:` and `,` have a meaning too; no control characters."""
    shown = "".join(char if char.isprintable() or char in "\r\n" else "?" for char in text)
    return _data(shown).replace(":", "%3A").replace(",", "%2C")
