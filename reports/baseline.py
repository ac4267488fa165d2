"""Known findings: refuted claims that a team has seen, so that only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..reference.errors import InputError
from .claims import BY_AUTHOR, Claim, NoteReport


@dataclass(frozen=True)
class Baseline:
    """How often each refuted claim is known, and the statements that it was read as."""

    known: Counter[tuple[str, ...]] = field(default_factory=Counter)
    read_as: frozenset[tuple[tuple[str, ...], str]] = frozenset()

    def fresh(self, notes: Iterable[NoteReport]) -> list[Claim]:
        """The refuted claims that are not known, each known one counted once.

        >>> from .verification import verify_text
        >>> note = verify_text("<!-- kenzan: macs(conv2d) == 1 -->\\n")
        >>> len(Baseline().fresh([note])), len(Baseline(Counter(keys([note.as_json()]))).fresh([note]))
        (1, 0)
        """
        left = self.known.copy()
        refuted = [(n.path, c) for n in notes for c in n.claims if c.verdict.status == "refuted"]
        unknown = [(path, claim) for path, claim in refuted if not _taken(_key(path, claim.as_json()), left)]
        return [claim for path, claim in unknown if not _taken(self._quoted(path, claim, left), left)]

    def _quoted(self, path: str, claim: Claim, left: Counter[tuple[str, ...]]) -> tuple[str, ...] | None:
        """The known finding whose reading the author has confirmed since, quoting more of its words or fewer."""
        if BY_AUTHOR not in claim.notes:
            return None
        name, words, *now = _key(path, claim.as_json())
        for key, number in left.items():
            same = [*key[2:]] == now or (key, claim.reading) in self.read_as
            if number > 0 and key[0] == name and same and (_among(key[1], words) or _among(words, key[1])):
                return key
        return None


def _taken(key: tuple[str, ...] | None, left: Counter[tuple[str, ...]]) -> bool:
    """Whether the finding is among those that are left; it is then no more."""
    if key is None or left[key] <= 0:
        return False
    left[key] -= 1
    return True


def _among(fewer: str, more: str) -> bool:
    return " ".join(fewer.split()) in " ".join(more.split())


def known_in(path: str | None) -> Baseline:
    """The baseline in a file that `kenzan verify --format json` wrote; without a file, an empty one."""
    if path is None:
        return Baseline()
    try:
        notes = json.loads(Path(path).read_text(encoding="utf-8"))["notes"]
        read_as = {(_key(note["path"], claim), str(claim.get("reading"))) for note in notes for claim in note["claims"]}
        return Baseline(Counter(keys(notes)), frozenset(read_as))
    except OSError as error:
        raise InputError(f"cannot read the baseline {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(f"{path} is not a baseline; expected what `kenzan verify --format json` writes") from None


def keys(notes: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    """What the refuted claims of notes (as JSON) are known by."""
    return [_key(note["path"], claim) for note in notes for claim in note["claims"] if claim["status"] == "refuted"]


def _key(path: str, claim: dict[str, Any]) -> tuple[str, ...]:
    """A finding's text and reading, not its line, which moves with every edit above it."""
    return (Path(path).name, *(str(claim.get(name)) for name in ("text", "subject", "predicate")))
