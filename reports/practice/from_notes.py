"""Sheets of questions on a note's own verified claims: which are asked, how each, and the code of the sheet.

One claim gives one question, so that no question answers another. The questions themselves are made in
`note_questions.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ...questions.code import DIGEST_BITS, KEY_BITS, SheetCode, name_hash
from ...questions.gates import distractors
from ...questions.sheet import MOST_QUESTIONS, Sheet
from ...questions.streams import Stream, fingerprint
from ...questions.variant import Variant
from ...reference.errors import InputError, printable
from ..verification import verify_path
from .balance import Guessers
from .note_questions import Maker
from .quotations import Quotation, quotations

SELECTOR = name_hash("a note given with --from")  # in a code: the sheet was not made from the bank


def sheets_from_note(
    path: str | Path,
    seed: int | str,
    count: int = MOST_QUESTIONS,
    students: Sequence[str] = ("",),
    course: str = "kenzan",
) -> list[Sheet]:
    """Sheets of questions on a note's verified claims; equal notes and seeds give equal sheets.

    Raises InputError where the note cannot be read or nothing in it could be verified.
    """
    if not 1 <= count <= MOST_QUESTIONS:
        raise InputError(f"{count} questions are asked for; expected 1 to {MOST_QUESTIONS}")
    quoted, digest = _read(path)
    made = []
    for number, student in enumerate(students, 1):
        key = fingerprint("note sheet", course, seed, digest, number, student) >> (256 - KEY_BITS)
        made.append(_sheet(quoted, digest, key, count, Path(path), number, student))
    return made


def sheet_of_note_code(path: str | Path, text: str) -> Sheet:
    """The sheet that a code stands for, made again from its note; an InputError where the note has changed."""
    code = SheetCode.parse(text)
    if not is_note_code(code):
        raise InputError(f"the code {text} is of a sheet of the question bank; leave out --from to make it again")
    quoted, digest = _read(path)
    if digest >> (256 - DIGEST_BITS) != code.digest:
        raise InputError(
            f"{path} is not the note that the code {text} was made from, or has changed since; expected it as it was"
        )
    return _sheet(quoted, digest, code.key, code.count, Path(path), 1, "")


def is_note_code(code: SheetCode) -> bool:
    """Whether the code is of a sheet made from a note."""
    return code.selectors == (SELECTOR,)


def _read(path: str | Path) -> tuple[list[Quotation], int]:
    report = verify_path(path)
    for complaint in report.complaints():
        print(f"kenzan: {printable(complaint)}", file=sys.stderr)
    quoted = quotations(report)
    if not quoted:
        raise InputError(
            f"{path}: no claim of the note could be verified and asked; expected formulas or facts kenzan reads"
        )
    return quoted, fingerprint("note", report.source)


def _sheet(quoted: list[Quotation], digest: int, key: int, count: int, path: Path, number: int, student: str) -> Sheet:
    chosen = _variants(quoted, key, count, path)
    if not chosen:
        raise InputError(f"{path}: no claim of the note has a wrong neighbour that could be refuted; nothing to ask")
    code = SheetCode(key, digest >> (256 - DIGEST_BITS), len(chosen), (SELECTOR,))
    return Sheet(student, number, str(code), tuple(chosen))


def _variants(quoted: list[Quotation], key: int, count: int, path: Path) -> list[Variant]:
    """So many questions, the kinds in turn, then in an order of their own; each passes the gate of the bank."""
    maker = Maker(key, path, Guessers())
    made: list[Variant] = []
    for kind, group in _planned(quoted, Stream(key, "plan")):
        if len(made) == count:
            break
        variant = maker.question(kind, group)
        if variant is not None:
            distractors.check(variant, {}, {})
            made.append(variant)
    return Stream(key, "order of the sheet").shuffled(made)


def _planned(quoted: list[Quotation], stream: Stream) -> list[tuple[str, list[Quotation]]]:
    """Each claim in one question: first those that need several claims, then the others, the kinds in turn."""
    free = stream.shuffled(quoted)
    plan: list[tuple[str, list[Quotation]]] = []

    def take(kind: str, wanted: int, fits: Sequence[Quotation]) -> None:
        group = list({q.asked.statement.subject: q for q in fits}.values())[:wanted]
        if len(group) == wanted:
            plan.append((kind, sorted(group, key=lambda q: q.claim.line)))
            free[:] = [q for q in free if q not in group]

    if stream.below(2):
        take("match", 3, [q for q in free if q.asked.values == ("set",)])
    take("order", 1, [q for q in free if q.asked.values == ("order",) and _length(q) > 2])
    formulas = [q for q in free if q.asked.quantity]
    for _ in range(len(formulas) // 7):
        take("find_error", 3, [q for q in free if q.asked.quantity])
    turns: dict[str, list[Quotation]] = {}
    for i, q in enumerate(q for q in free if q.asked.quantity):
        kind = "true_false" if i % 3 == 2 else "cloze" if q.before is not None else "single_choice"
        turns.setdefault(kind, []).append(q)
    for q in free:
        if not q.asked.quantity:
            axes = q.asked.values == ("set",) and stream.below(3) > 0
            turns.setdefault("single_choice" if axes else "true_false", []).append(q)
    longest = max(map(len, turns.values()), default=0)
    plan += [(kind, [of_kind[i]]) for i in range(longest) for kind, of_kind in turns.items() if i < len(of_kind)]
    return plan


def _length(q: Quotation) -> int:
    from ...properties.nodes import Items

    return len(q.value.items) if isinstance(q.value, Items) else 0
