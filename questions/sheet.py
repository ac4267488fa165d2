"""Sheets: which questions, with which numbers, for whom; every variant certified as it is drawn."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..reference.errors import InputError
from .bank import Entry
from .certify import certified_variant
from .code import DIGEST_BITS, KEY_BITS, SheetCode, name_hash
from .question import LEVELS
from .streams import Stream, fingerprint
from .variant import Variant

COURSE = "kenzan"
MOST_QUESTIONS = 100


@dataclass(frozen=True)
class Request:
    """What is wanted: how many questions, of which topics or with which ids, from which seed."""

    seed: int | str
    count: int = 10
    topics: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    course: str = COURSE


@dataclass(frozen=True)
class Sheet:
    """One student's sheet."""

    student: str
    number: int
    code: str
    variants: tuple[Variant, ...]


def make_sheet(bank: Sequence[Entry], request: Request, number: int = 1, student: str = "") -> Sheet:
    """The sheet with this number for this student; equal requests give equal sheets."""
    key = fingerprint("sheet", request.course, request.seed, number, student) >> (256 - KEY_BITS)
    return _made(bank, key, *_selected(bank, request), number, student)


def sheet_of_code(bank: Sequence[Entry], text: str, student: str = "") -> Sheet:
    """The sheet that a code stands for; an InputError where the bank is no longer the one it was made from."""
    code = SheetCode.parse(text)
    known = {
        name_hash(entry.id if code.by_id else entry.topic): entry.id if code.by_id else entry.topic for entry in bank
    }
    missing = [selector for selector in code.selectors if selector not in known]
    if missing:
        what = "question" if code.by_id else "topic"
        raise InputError(f"the bank has changed since the code {text} was made: a {what} that it names is gone")
    names = tuple(known[selector] for selector in code.selectors)
    chosen = Request(0, code.count, () if code.by_id else names, names if code.by_id else ())
    sheet = _made(bank, code.key, *_selected(bank, chosen), 1, student)
    if SheetCode.parse(sheet.code).digest != code.digest:
        raise InputError(
            f"the bank has changed since the code {text} was made: its questions are not the same files any more; "
            "expected the bank of that day"
        )
    return sheet


def _selected(bank: Sequence[Entry], request: Request) -> tuple[list[Entry], int, tuple[str, ...], bool]:
    """The entries to choose from, how many to choose, and the names that selected them."""
    if not 1 <= request.count <= MOST_QUESTIONS:
        raise InputError(f"{request.count} questions are asked for; expected 1 to {MOST_QUESTIONS}")
    if request.ids:
        by_id = {entry.id: entry for entry in bank}
        unknown = [name for name in request.ids if name not in by_id]
        if unknown:
            raise InputError(f"there is no question {unknown[0]!r}; `kenzan list questions` names them")
        return [by_id[name] for name in request.ids], len(request.ids), request.ids, True
    topics = sorted({entry.topic for entry in bank})
    unknown = [topic for topic in request.topics if topic not in topics]
    if unknown:
        raise InputError(f"there is no topic {unknown[0]!r}; expected one of {', '.join(topics)}")
    kept = [entry for entry in bank if not request.topics or entry.topic in request.topics]
    return kept, min(request.count, len(kept)), request.topics, False


def _made(
    bank: Sequence[Entry], key: int, kept: list[Entry], count: int, names: tuple[str, ...], by_id: bool, number: int,
    student: str,
) -> Sheet:  # fmt: skip
    chosen = kept if by_id else _chosen(kept, key, count)
    code = SheetCode(key, _digest(chosen), count, tuple(name_hash(name) for name in names), by_id)
    return Sheet(student, number, str(code), tuple(_variant(entry, key) for entry in chosen))


def _chosen(kept: list[Entry], key: int, count: int) -> list[Entry]:
    """One question of each topic in turn; within a topic, and among topics, by each one's own hash.

    So a question added to the bank can push out one other, and moves no numbers. Easy ones come first.
    """
    by_topic: dict[str, list[Entry]] = {}
    for entry in sorted(kept, key=lambda e: fingerprint(key, e.topic, e.id, "select")):
        by_topic.setdefault(entry.topic, []).append(entry)
    topics = sorted(by_topic, key=lambda topic: fingerprint(key, topic, "select"))
    rounds = max(map(len, by_topic.values()))
    turns = [by_topic[topic][i] for i in range(rounds) for topic in topics if i < len(by_topic[topic])]
    return sorted(turns[:count], key=lambda e: (LEVELS.index(e.question().level), turns.index(e)))


def _digest(chosen: list[Entry]) -> int:
    """A fingerprint of the files a sheet is made from."""
    hasher = hashlib.sha256()
    for entry in chosen:
        hasher.update(f"{entry.id}\x1f{entry.question().text}\x1e".encode())
    return int.from_bytes(hasher.digest(), "big") >> (256 - DIGEST_BITS)


def streams_of(key: int, question_id: str) -> Callable[[str, str], Stream]:
    """The streams of one question on the sheet with this key, by part and purpose."""
    return lambda part, purpose: Stream(key, question_id, part, purpose)


def _variant(entry: Entry, key: int) -> Variant:
    question = entry.question()
    streams: Any = streams_of(key, question.id)
    return certified_variant(question, question.space.draw(streams("", "parameters")), streams)[0]
