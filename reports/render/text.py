"""`--format text`: a table for people, as wide as their terminal; colours only where there is one."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from ..answer_stands import OF_THE_QUIZ
from ..claims import Claim, NoteReport, summary
from .words import ORDER, SIGNS, WORDS, one_line

_STYLES = {"refuted": "bold red", "holds_if": "yellow", "holds": "green", "empirical": "magenta", "unread": "dim"}
_WIDTH = 100  # where there is no terminal to ask


def render(
    notes: Sequence[NoteReport], fresh: Iterable[Claim] | None = None, unread: bool = False, terminal: bool = False
) -> str:
    """A table a note, and a line that sums up; `fresh` are the refuted claims that no baseline knows."""
    known = None if fresh is None else {id(claim) for claim in fresh}
    stream = io.StringIO()
    colours = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    console = Console(
        file=stream, force_terminal=colours, color_system="standard" if colours else None, highlight=False, emoji=False,
        width=shutil.get_terminal_size((_WIDTH, 24)).columns if terminal else _WIDTH, legacy_windows=False,
    )  # fmt: skip
    for note in notes:
        console.print(Text(one_line(note.path), style="bold"), overflow="fold")
        console.print(_table(note, known, unread))
        for first, second in _contradicting(note):
            console.print(Text(f"lines {first.line} and {second.line} contradict each other", style="yellow"))
        console.print()
    console.print(_total(notes, known))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _table(note: NoteReport, known: set[int] | None, unread: bool) -> Table | Text:
    """Line, verdict, the claim's words, and why."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, show_edge=False)
    table.add_column("line", justify="right", style="dim", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("claim", ratio=5, overflow="fold")
    table.add_column("why", ratio=6, overflow="fold")
    rows = [((claim.line, claim.column), _verdict(claim, known), claim.text, _why(claim)) for claim in note.claims]
    if unread:
        left = Text(f"{SIGNS['unread']} unread", style="dim")
        rows += [((line.line, 0), left, line.text, Text(one_line(line.why), style="dim")) for line in note.unread]
    for place, verdict, words, why in sorted(rows, key=lambda row: row[0]):
        table.add_row(str(place[0]), verdict, Text(one_line(words)), why)
    return table if table.row_count else Text("no claim could be read in this note", style="dim")


def _verdict(claim: Claim, known: set[int] | None) -> Text:
    status = claim.verdict.status
    text = Text(f"{SIGNS[status]} {WORDS['en'][status]}", style=_STYLES[status])
    return text.append(" (known)", style="dim") if _is_known(claim, known) else text


def _is_known(claim: Claim, fresh: set[int] | None) -> bool:
    return claim.verdict.status == "refuted" and fresh is not None and id(claim) not in fresh


def _why(claim: Claim) -> Group | Text:
    """The reading, and below it what decides: the counterexample, the condition, or how strong the verdict is."""
    verdict = claim.verdict
    reading = Text(one_line(claim.reading, 400))
    remarks = [Text(one_line(note, 800)) for note in claim.notes if note.startswith(OF_THE_QUIZ)]
    if verdict.condition:
        return Group(reading, Text(one_line(f"if {verdict.condition}", 400), style="yellow"), *remarks)
    if verdict.counterexample:
        return Group(reading, Text(one_line(str(verdict.counterexample), 400), style="red"), *remarks)
    reading.append(f" ({verdict.strength})", style="dim")
    return Group(reading, *remarks) if remarks else reading


def _contradicting(note: NoteReport) -> list[tuple[Claim, Claim]]:
    by_id = {claim.id: claim for claim in note.claims}
    return [(by_id[a], by_id[b]) for a, b in note.contradictions if a in by_id and b in by_id]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _total(notes: Sequence[NoteReport], fresh: set[int] | None) -> Text:
    counts = summary(list(notes))
    total = Text(f"{_counted(counts['claims'], 'claim')} in {_counted(counts['notes'], 'note')}: ")
    for number, status in enumerate(ORDER):
        total.append(", " if number else "")
        words = WORDS["en"][status] if status != "unread" else f"line{'s' * (counts[status] != 1)} unread"
        total.append(f"{counts[status]} {words}", style=_STYLES[status] if counts[status] else "dim")
    known = sum(_is_known(claim, fresh) for note in notes for claim in note.claims)
    return total.append(f" ({known} of the refuted known)") if known else total
