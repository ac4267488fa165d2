"""Run laws against implementations: the library behind `pytest --pyargs kenzan.properties` and `kenzan check`."""

import atexit
import fnmatch
import functools
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..reference.errors import InputError
from .compare import Difference, allowance
from .failure import Failure, reproduction
from .implementation import Implementation
from .laws import Law, all_laws
from .strategies.space import Case

# Random cases of a law (times its effort). The corner cases, and the seed 0 of quick and ci, never change.
PROFILES = {"quick": 8, "ci": 100, "deep": 2000}

Tolerances = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Outcome:
    """What came of one law and one implementation: "holds", "fails" or "not provided"."""

    law: Law
    implementation: str
    status: str
    failure: Failure | None = None
    lacking: tuple[str, ...] = ()
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return {
            "law": self.law.id,
            "sentence": self.law.sentence,
            "source": self.law.source,
            "functions": list(self.law.functions),
            "implementation": self.implementation,
            "status": self.status,
            "lacking": list(self.lacking),
            "seconds": round(self.seconds, 4),
            "failure": self.failure.as_dict() if self.failure else None,
        }


class _Violation(AssertionError):
    """A case in which a law does not hold, with the calls that show it."""

    def __init__(self, case: Case, difference: Difference, records: list) -> None:
        self.case, self.difference, self.records = case, difference, records
        super().__init__(str(difference))


def selected(pattern: str | None) -> list[Law]:
    """The laws whose id matches the pattern: parts separated by commas, shell wildcards, or a piece of the id.

    >>> [law.id for law in selected("tanh-odd,relu-idem*")]
    ['relu-idempotent', 'tanh-odd']
    """
    laws = all_laws()
    if not pattern:
        return list(laws.values())
    if pattern in laws:
        return [laws[pattern]]
    parts = [part.strip() for part in pattern.split(",") if part.strip()]
    found = [law for law in laws.values() if any(_matches(law.id, part) for part in parts)]
    if not found:
        raise InputError(f"no law matches {pattern!r}; expected a piece of a law's id, such as conv2d or norm-*_axes")
    return found


def _matches(id: str, part: str) -> bool:
    return fnmatch.fnmatchcase(id, part) if any(c in part for c in "*?[") else part in id


def check(
    implementations: Iterable[Implementation],
    laws: Iterable[Law] | None = None,
    profile: str = "quick",
    seed: int = 0,
    tolerances: Tolerances | None = None,
) -> Iterator[Outcome]:
    """The outcome of every law for every implementation, one after the other.

    >>> from kenzan.properties.implementation import load
    >>> [outcome.status for outcome in check([load("reference")], selected("relu-idempotent"))]
    ['holds']
    """
    chosen = list(all_laws().values() if laws is None else laws)
    for implementation in implementations:
        for law in chosen:
            yield outcome(law, implementation, profile, seed, tolerances)


def outcome(
    law: Law,
    implementation: Implementation,
    profile: str = "quick",
    seed: int = 0,
    tolerances: Tolerances | None = None,
) -> Outcome:
    """What comes of one law and one implementation."""
    lacking = implementation.lacks(law.functions)
    if lacking:
        return Outcome(law, implementation.name, "not provided", lacking=lacking)
    start = time.perf_counter()
    with allowance(*_allowed(law, tolerances or {})):
        violation = violated(law, implementation, profile, seed)
    seconds = time.perf_counter() - start
    if violation is None:
        return Outcome(law, implementation.name, "holds", seconds=seconds)
    failure = Failure(
        law.id,
        law.sentence,
        law.source,
        implementation.name,
        str(violation.difference),
        repr(violation.case),
        reproduction(implementation.name, violation.case, violation.records, violation.difference),
        profile,
        seed,
    )
    return Outcome(law, implementation.name, "fails", failure, seconds=seconds)


def violated(law: Law, implementation: Implementation, profile: str = "quick", seed: int = 0) -> _Violation | None:
    """The first corner case, or a small random one, in which the law does not hold; None where none is found."""
    try:
        if law.corners != "none":
            for case in law.cases.corners(law.corners):
                _attempt(law, implementation, case)
        if law.random:
            return _random(law, implementation, profile, seed)
    except _Violation as violation:
        return violation
    return None


def _random(law: Law, implementation: Implementation, profile: str, seed: int) -> _Violation | None:
    """The smallest violation that Hypothesis finds; also one that does not come again, as of code with a memory."""
    import hypothesis
    from hypothesis.errors import Flaky

    seen: list[_Violation] = []

    def run(case: Case) -> None:
        try:
            _attempt(law, implementation, case)
        except _Violation as violation:
            seen.append(violation)
            raise

    settings = hypothesis.settings(
        max_examples=max(1, round(PROFILES[profile] * law.effort)),
        deadline=None,
        database=_database(profile),
        suppress_health_check=[*hypothesis.HealthCheck],  # type: ignore[arg-type]
        report_multiple_bugs=False,
        print_blob=False,
        phases=[hypothesis.Phase.reuse, hypothesis.Phase.generate, hypothesis.Phase.shrink],
    )
    run.__qualname__ = run.__name__ = law.id.replace("-", "_")  # the key of the example database
    test = hypothesis.seed(seed)(settings(hypothesis.given(law.cases.strategy())(run)))
    try:
        with nothing_kept() if profile != "deep" else nullcontext():
            test()
    except _Violation as violation:
        return violation
    except (Flaky, BaseExceptionGroup):
        if not seen:
            raise
        return seen[-1]
    return None


def _database(profile: str) -> Any:
    """quick and ci keep nothing on disk; deep uses the database of the active Hypothesis profile."""
    import hypothesis

    return hypothesis.settings().database if profile == "deep" else None


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Hypothesis's folder is a temporary one here: a run leaves no .hypothesis where it was started."""
    from hypothesis.configuration import set_hypothesis_home_dir, storage_directory

    before = storage_directory(intent_to_write=False).path
    set_hypothesis_home_dir(_temporary_folder())
    try:
        yield
    finally:
        set_hypothesis_home_dir(before)


@functools.cache
def _temporary_folder() -> str:
    folder = tempfile.TemporaryDirectory(prefix="kenzan-")
    atexit.register(folder.cleanup)
    return folder.name


def _attempt(law: Law, implementation: Implementation, case: Case) -> None:
    """Check one case; whatever goes wrong in it is a violation of the law."""
    implementation.calls.clear()
    state = _generator_state()
    try:
        law.check(implementation, case)
        _assert_untouched(state)
    except Difference as difference:
        raise _Violation(case, difference, list(implementation.calls)) from None
    except (ValueError, IndexError, TypeError, FloatingPointError, ZeroDivisionError) as error:
        if not implementation.calls:
            raise  # a defect of the law or of the reference, not of the implementation
        last = traceback.extract_tb(error.__traceback__)[-1]
        what = f"the results do not fit together: {type(error).__name__}: {error} ({last.name}, line {last.lineno})"
        raise _Violation(case, Difference(what), list(implementation.calls)) from None


def _generator_state() -> tuple[Any, ...]:
    """The words and the position of NumPy's global random generator."""
    state: Any = np.random.get_state()
    return tuple(state[1:3])


def _assert_untouched(before: tuple[Any, ...]) -> None:
    """A call that draws from NumPy's global generator would make the caller's own random numbers others."""
    after = _generator_state()
    if before[1] != after[1] or not np.array_equal(before[0], after[0]):
        raise Difference("the state of NumPy's global random generator was changed")


def _allowed(law: Law, tolerances: Tolerances) -> tuple[float, float]:
    """The largest tolerances (relative, absolute) of the patterns that match a law."""
    matching = [pair for pattern, pair in tolerances.items() if _matches(law.id, pattern)]
    return max((r for r, _ in matching), default=0.0), max((a for _, a in matching), default=0.0)
