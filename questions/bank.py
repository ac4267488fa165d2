"""The question bank: files in folders named after their topics, one question each."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..reference.errors import InputError
from .loading import SUFFIX, load
from .question import Question

BUNDLED = Path(__file__).parent / "bank"
MOST_FILES = 5_000


@dataclass(frozen=True)
class Entry:
    """A question file by its place: the folder is its topic, the file's name its id."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name.removesuffix(SUFFIX)

    @property
    def topic(self) -> str:
        return self.path.parent.name

    def question(self) -> Question:
        """The question, loaded once; it must call itself what its place says."""
        question = _loaded(self.path)  # which has seen that the id is the file's name
        if (question.id, question.topic) != (self.id, self.topic):
            raise InputError(
                f"{self.path}: has the id {question.id!r} and topic {question.topic!r}; expected {self.id!r} and "
                f"{self.topic!r}, as its place in the bank says"
            )
        return question


@cache
def _loaded(path: Path) -> Question:
    return load(path)


def entries(folder: Path = BUNDLED) -> tuple[Entry, ...]:
    """The question files of a bank, in alphabetical order of topic and id."""
    if not folder.is_dir():
        raise InputError(f"{folder}: is not a folder; expected a bank of question files (TOPIC/NAME{SUFFIX})")
    found = sorted(path for path in folder.rglob(f"*{SUFFIX}") if path.is_file())
    if not found or len(found) > MOST_FILES:
        raise InputError(f"{folder}: holds {len(found):,} question files (*{SUFFIX}); expected 1 to {MOST_FILES:,}")
    return tuple(Entry(path) for path in found)


def question_files(paths: Iterable[Path]) -> list[Path]:
    """The question files that were named, folders searched."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [entry.path for entry in entries(path)]
        elif path.exists():
            found.append(path)
        else:
            raise InputError(f"{path}: no such file; expected a question file ({SUFFIX}) or a folder of them")
    return found
