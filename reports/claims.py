"""What reading a note yields: claims with their verdicts, what stayed unread, and contradictions.

The readers make these, the renderers show them; `as_json` is the contract `kenzan.verify/1`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..properties.verdict import Verdict

SCHEMA = "kenzan.verify/1"
BY_AUTHOR = "written by the author"  # of a claim: its statement stands in a comment


@dataclass(frozen=True)
class Claim:
    """One checkable statement of a note: where it stands, how it was read, and what was decided.

    Lines and columns count from 1 (columns in code points), in the file as it is on disk; `text` is the
    file's own text from there on.
    """

    id: str
    line: int
    column: int
    text: str
    subject: str
    predicate: str
    reading: str
    verdict: Verdict
    language: str = "en"
    notes: tuple[str, ...] = ()  # remarks on the reading: which subject was inherited from where, which binding chosen

    def as_json(self) -> dict[str, Any]:
        v = self.verdict
        return {
            "id": self.id, "line": self.line, "column": self.column, "text": self.text,
            "subject": self.subject, "predicate": self.predicate, "reading": self.reading,
            "status": v.status, "strength": v.strength, "condition": v.condition,
            "counterexample": v.counterexample.as_json() if v.counterexample else None,
            "evidence": v.evidence, "convention": v.convention, "reproduce": v.reproduce,
            "notes": list(self.notes),
        }  # fmt: skip


@dataclass(frozen=True)
class Unread:
    """A line that looks like a claim and that nothing here understood: said, never guessed."""

    line: int
    text: str
    why: str = ""


@dataclass(frozen=True)
class NoteReport:
    """Everything about one note; `source` is its text as decoded, so that a renderer can show it whole.

    `faults` are the lines that kenzan itself failed at, each with the error, and `rejected` the lines of comments that
    were written for kenzan and say nothing it can use, each with what was expected: they are told, never passed over.
    """

    path: str
    source: str
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    contradictions: tuple[tuple[str, str], ...] = field(default=())
    faults: tuple[tuple[int, str], ...] = ()
    rejected: tuple[tuple[int, str], ...] = ()

    def complaints(self) -> list[str]:
        """A sentence for each comment that could not be used, and for each line that kenzan itself failed at."""
        faults = [(line, f"{fault}; a fault of kenzan itself, please report it") for line, fault in self.faults]
        return [f"{self.path}, line {line}: {what}" for line, what in (*self.rejected, *faults)]

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "claims": [claim.as_json() for claim in self.claims],
            "unread": [{"line": u.line, "text": u.text, "why": u.why} for u in self.unread],
            "contradictions": [list(pair) for pair in self.contradictions],
        }


def summary(notes: list[NoteReport]) -> dict[str, int]:
    """How many claims have which status, over all notes.

    >>> summary([NoteReport("empty.md", "")])
    {'notes': 1, 'claims': 0, 'holds': 0, 'holds_if': 0, 'refuted': 0, 'empirical': 0, 'unread': 0, 'contradictions': 0}
    """
    statuses = Counter(claim.verdict.status for note in notes for claim in note.claims)
    return {
        "notes": len(notes),
        "claims": sum(statuses.values()),
        **{status: statuses[status] for status in ("holds", "holds_if", "refuted", "empirical")},
        "unread": sum(len(note.unread) for note in notes),
        "contradictions": sum(len(note.contradictions) for note in notes),
    }


def as_json(notes: list[NoteReport]) -> dict[str, Any]:
    """The document of `kenzan verify --format json`."""
    return {"schema": SCHEMA, "notes": [note.as_json() for note in notes], "summary": summary(notes)}
