"""Checking an exam: read the file in its format, judge every question, show a table or a document."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...reference.errors import InputError
from .item import MOST_ITEMS, Item
from .verdicts import VERDICTS, Judged, judge

SCHEMA = "kenzan.exam/1"
SUFFIXES = (".md", ".markdown", ".txt", ".xml", ".gift")
MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class Exam:
    """An exam's questions, judged."""

    path: str
    judged: tuple[Judged, ...]

    @property
    def alarms(self) -> int:
        return sum(one.alarm for one in self.judged)

    @property
    def keyless(self) -> int:
        """How many questions have options and no key."""
        return sum(bool(one.item.options) and not one.item.key for one in self.judged)

    @property
    def unchecked(self) -> bool:
        """Whether most questions have no key: then the keys stand where they were not looked for, or there are none."""
        return len(self.judged) > 1 and self.keyless * 2 > len(self.judged)


def is_exam(path: Path) -> bool:
    """Whether a file is an exam by its name's ending (a question of the bank ends in .md.j2).

    >>> is_exam(Path("final.gift")), is_exam(Path("bank/cost.md.j2"))
    (True, False)
    """
    return path.suffix.lower() in SUFFIXES


def check_exam(path: Path) -> Exam:
    """Read and judge an exam; raises InputError where it cannot be read or holds no question."""
    items = read_exam(_text(path), path.suffix.lower(), str(path))
    return Exam(str(path), tuple(judge(item) for item in items))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; expected an exam ({', '.join(SUFFIXES)})") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} has {len(data):,} bytes; an exam of at most {MAX_BYTES:,} bytes is expected")
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start}); save the exam as UTF-8") from None


def read_exam(text: str, suffix: str, name: str = "exam") -> list[Item]:
    """The questions of an exam given as text, its format by the file's ending; raises InputError where there are none."""
    try:
        items = _reader(text, suffix)(text)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    if not items:
        raise InputError(
            f"{name}: no question with options or an answer was found; expected an exam in Markdown, GIFT or Moodle XML"
        )
    if len(items) > MOST_ITEMS:
        raise InputError(f"{name}: has {len(items):,} questions; expected at most {MOST_ITEMS}")
    return items


def _reader(text: str, suffix: str):
    """The format's reader; a .txt is GIFT where it looks so."""
    if suffix == ".xml":
        from .moodle import read_moodle

        return read_moodle
    if suffix == ".gift" or (suffix == ".txt" and ("::" in text or "{" in text) and "=" in text and "~" in text):
        from .gift import read_gift

        return read_gift
    from .markdown import read_markdown

    return read_markdown


def table(exam: Exam) -> str:
    """The exam on a terminal: file:line, the verdict, the question, and why."""
    lines = []
    for one in exam.judged:
        key = "" if one.item.kind == "typed" else f" [key {', '.join(one.item.key)}]" if one.item.key else ""
        sign = "WRONG " if one.alarm else "ok    " if one.verdict == "key right" else "?     "
        lines.append(f"{sign} {exam.path}:{one.item.line}  {one.verdict}  {_short(one.item.stem)}{key}")
        lines.append(f"        {one.why}")
    return "\n".join([*lines, total(exam), *([warning(exam)] if exam.unchecked else [])])


def warning(exam: Exam) -> str:
    """What is said of an exam most of whose keys were not found."""
    return (
        f"NO KEYS {exam.path}: no key was found for {exam.keyless} of {len(exam.judged)} questions, so they were not checked; "
        "write `Answer: B` below each, or a list under a heading `Answers`"
    )


def total(exam: Exam) -> str:
    """How many questions have which verdict."""
    counted = Counter(one.verdict for one in exam.judged)
    told = ", ".join(f"{counted[v]} {v}" for v in VERDICTS if counted[v])
    return f"{exam.path}: {len(exam.judged)} question{'s' * (len(exam.judged) != 1)}: {told}"


def _short(text: str, width: int = 70) -> str:
    """The beginning of a text, on one line and without control characters."""
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def document(exams: Sequence[Exam]) -> dict[str, Any]:
    """The exams as one document, `kenzan.exam/1`."""
    counted = Counter(one.verdict for exam in exams for one in exam.judged)
    return {
        "schema": SCHEMA,
        "exams": [{"path": exam.path, "questions": [_question(one) for one in exam.judged]} for exam in exams],
        "summary": {"questions": sum(counted.values()), "without_key": sum(exam.keyless for exam in exams), **{v: counted[v] for v in VERDICTS}},
    }


def _question(one: Judged) -> dict[str, Any]:
    item = one.item
    return {
        "line": item.line, "name": item.name, "kind": item.kind, "question": item.stem, "key": list(item.key),
        "verdict": one.verdict, "right": list(one.right), "why": one.why,
        "counterexample": one.counterexample.as_json() if one.counterexample else None,
        "options": [_option(one, label, text, marked) for label, text, marked in ((o.label, o.text, o.marked) for o in item.options)],
    }  # fmt: skip


def _option(one: Judged, label: str, text: str, marked: bool | None) -> dict[str, Any]:
    found = one.found.get(label)
    example = found.verdict.counterexample if found else None
    return {
        "label": label, "text": text, "marked": marked, "truth": one.truth.get(label, "not decided"),
        "statement": found.statement if found else None, "strength": found.verdict.strength if found else None,
        "counterexample": example.as_json() if example else None,
    }  # fmt: skip
