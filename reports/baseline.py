"""Known findings: refuted claims that a team has seen, so that only new ones count."""

from __future__ import annotations

import json
import os
import posixpath
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..reference.errors import InputError
from .claims import BY_AUTHOR, Claim, NoteReport


@dataclass(frozen=True)
class Baseline:
    """How often each refuted claim is known."""

    known: Counter[tuple[str, ...]] = field(default_factory=Counter)
    folder: Path = Path()  # that the file lies in

    def fresh(self, notes: Iterable[NoteReport]) -> list[Claim]:
        """The refuted claims that are not known, each known one counted once.

        >>> from .verification import verify_text
        >>> note = verify_text("<!-- kenzan: macs(conv2d) == 1 -->\\n")
        >>> len(Baseline().fresh([note])), len(Baseline(Counter(keys([note.as_json()]))).fresh([note]))
        (1, 0)
        """
        left = self.known.copy()
        refuted = [(n.path, c) for n in notes for c in n.claims if c.verdict.status == "refuted"]
        unknown = [(path, claim) for path, claim in refuted if not _taken(self._known(path, claim, left), left)]
        return [claim for path, claim in unknown if not _taken(self._quoted(path, claim, left), left)]

    def _known(self, path: str, claim: Claim, left: Counter[tuple[str, ...]]) -> tuple[str, ...] | None:
        """The known finding of the same words and reading, by whatever name of its note."""
        told = (_key(name, claim.as_json()) for name in self._names(path))
        return next((key for key in told if left[key] > 0), None)

    def _quoted(self, path: str, claim: Claim, left: Counter[tuple[str, ...]]) -> tuple[str, ...] | None:
        """The known finding whose reading the author has confirmed since, quoting more of its words or fewer."""
        if BY_AUTHOR not in claim.notes:
            return None
        names, words = self._names(path), claim.as_json()["text"]
        for key, number in left.items():
            same = key[0] in names and key[-1] == claim.reading
            if number > 0 and same and (_among(key[1], words) or _among(words, key[1])):
                return key
        return None

    def _names(self, path: str) -> list[str]:
        """What the baseline may call a note: as it is named now, or seen from here or from the baseline's folder."""
        full = os.path.abspath(path)
        names = [_tidy(path), _tidy(full)]
        for folder in (Path(), self.folder):
            with suppress(ValueError):  # on another drive
                names.append(_tidy(os.path.relpath(full, folder)))
        return list(dict.fromkeys(names))


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
        document = json.loads(Path(path).read_text(encoding="utf-8"))
        return Baseline(Counter(keys(document["notes"])), Path(path).absolute().parent)
    except OSError as error:
        raise InputError(f"cannot read the baseline {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(f"{path} is not a baseline; expected what `kenzan verify --format json` writes") from None


def keys(notes: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    """What the refuted claims of notes (as JSON) are known by."""
    return [_key(note["path"], claim) for note in notes for claim in note["claims"] if claim["status"] == "refuted"]


def _key(path: str, claim: dict[str, Any]) -> tuple[str, ...]:
    """A finding's note, text and reading, not its line, which moves with every edit above it."""
    return (_tidy(path), *(str(claim[name]) for name in ("text", "subject", "predicate", "reading")))


def _tidy(path: str) -> str:
    """A path as it is compared, whichever system wrote it."""
    return posixpath.normpath(path.replace("\\", "/"))
