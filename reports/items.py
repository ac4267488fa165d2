"""Notes as pytest items: `pytest notes.md` decides each claim of the note, one item a claim, at its file and line.

A pytest plugin (entry point pytest11). It collects a note only where it is named on the command line, or where the
configuration's `kenzan_notes` has a pattern for it, so it is of no consequence to other people's test runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .claims import Claim

SUFFIXES = (".md", ".markdown", ".txt", ".ipynb")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The pattern of notes to collect, and the findings that are known."""
    parser.addini(
        "kenzan_notes", "patterns of the notes whose claims are tests, as in notes/*.md", type="args", default=[]
    )
    parser.getgroup("kenzan").addoption(
        "--kenzan-baseline", dest="kenzan_baseline", metavar="FILE", default=None,
        help="known findings in notes (what `kenzan verify --format json` wrote): expected to fail",
    )  # fmt: skip


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A note that is asked for."""
    if file_path.suffix.lower() not in SUFFIXES:
        return None
    named = parent.session.isinitpath(file_path)
    wanted = any(file_path.match(pattern) for pattern in parent.config.getini("kenzan_notes"))
    return NoteFile.from_parent(parent, path=file_path) if named or wanted else None


class NoteFile(pytest.File):
    """A note; its claims are its items."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read the note; one that cannot be read is one error, with its sentence."""
        from ..reference.errors import InputError
        from .baseline import known_in
        from .verification import verify_path

        try:
            report = verify_path(self.path)
            known = known_in(self.config.getoption("kenzan_baseline"))
        except InputError as error:
            raise self.CollectError(str(error)) from None
        fresh = known.fresh([report])
        seen: Counter[str] = Counter()
        for claim in report.claims:
            name = f"line {claim.line}: {claim.predicate}({claim.subject})"
            seen[name] += 1
            item = ClaimItem.from_parent(self, name=name if seen[name] == 1 else f"{name} #{seen[name]}", claim=claim)
            if claim.verdict.status == "refuted" and claim not in fresh:
                item.add_marker(pytest.mark.xfail(reason="known: in the baseline", strict=False))
            yield item
        for line, what in report.rejected:
            yield FaultItem.from_parent(self, name=f"line {line}: comment not used", fault=what)
        for line, fault in report.faults:
            fault = f"a fault of kenzan itself, {fault}: please report it"
            yield FaultItem.from_parent(self, name=f"line {line}: not read", fault=fault)


class RefutedError(Exception):
    """A claim of the note is refuted."""


class ClaimItem(pytest.Item):
    """A claim: passes where it holds (under a condition too), fails where it is refuted, is skipped where empirical."""

    def __init__(self, *, claim: Claim, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim = claim

    def runtest(self) -> None:
        """What the verdict says."""
        verdict = self.claim.verdict
        if verdict.status == "empirical":
            pytest.skip(f"a matter of experiment: kenzan verify --experiments {self.path.name}")
        if verdict.status == "refuted":
            raise RefutedError

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The sentence, how it was read, and the counterexample; anything else is shown as pytest does."""
        if not isinstance(excinfo.value, RefutedError):
            return super().repr_failure(excinfo, style)
        from .render.words import finding

        claim = self.claim
        lines = [
            f"{self.nodeid.split('::')[0]}:{claim.line}:{claim.column}: {claim.text}",
            f"{claim.verdict.status} ({claim.verdict.strength}): {finding(claim)}",
            *filter(None, (claim.verdict.reproduce,)),
        ]
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The claim's place (pytest counts lines from 0)."""
        return self.path, self.claim.line - 1, self.name


class FaultItem(pytest.Item):
    """A line that kenzan failed at, or a comment it could not use: it fails, so that nobody takes it for checked."""

    def __init__(self, *, fault: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.fault = fault

    def runtest(self) -> None:
        """Say which fault."""
        pytest.fail(self.fault, pytrace=False)
