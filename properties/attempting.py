"""Try one law on one implementation, case by case, until a case violates it."""

import atexit
import functools
import math
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .compare import Difference
from .implementation import Implementation
from .laws import Law
from .provided import NotProvided
from .strategies.space import Case

# Random cases of a law (times its effort). The corner cases, and the seed 0 of all but deep, never change.
PROFILES = {"smoke": 2, "quick": 8, "ci": 100, "deep": 2000}
# smoke is for libraries that compile every new shape: of a law's corner cases it takes this many, evenly spread;
# more of those laws that have no random ones.
SMOKE_CORNERS, SMOKE_CORNERS_ALONE = 2, 24


class Violation(AssertionError):
    """A case in which a law does not hold, with the calls that show it."""

    def __init__(self, case: Case, difference: Difference, records: list) -> None:
        self.case, self.difference, self.records = case, difference, records
        super().__init__(str(difference))


@dataclass
class Tally:
    """How many cases were tried, and why others could not be."""

    cases: int = 0
    unprovided: Counter[str] = field(default_factory=Counter)


def violated(
    law: Law, implementation: Implementation, profile: str = "quick", seed: int = 0, tally: Tally | None = None
) -> Violation | None:
    """The first corner case, or a small random one, in which the law does not hold; None where none is found."""
    tally = Tally() if tally is None else tally
    try:
        for case in _corners(law, profile):
            _attempt(law, implementation, case, tally)
        if law.random:
            return _random(law, implementation, profile, seed, tally)
    except Violation as violation:
        return violation
    return None


def _corners(law: Law, profile: str) -> Iterator[Case]:
    if law.corners == "none":
        return
    cases = law.cases.corners(law.corners)
    if profile == "smoke":
        every = list(cases)
        most = SMOKE_CORNERS if law.random else SMOKE_CORNERS_ALONE
        cases = iter(every[:: max(1, math.ceil(len(every) / most))])
    yield from cases


def _random(law: Law, implementation: Implementation, profile: str, seed: int, tally: Tally) -> Violation | None:
    """The smallest violation that Hypothesis finds; also one that does not come again, as of code with a memory."""
    import hypothesis
    from hypothesis.errors import Flaky, Unsatisfiable

    seen: list[Violation] = []

    def run(case: Case) -> None:
        try:
            if not _attempt(law, implementation, case, tally):
                hypothesis.reject()  # another case is drawn in its place
        except Violation as violation:
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
    except Violation as violation:
        return violation
    except Unsatisfiable:
        if not tally.unprovided:
            raise
    except (Flaky, BaseExceptionGroup):
        if not seen:
            raise
        return seen[-1]
    return None


def _database(profile: str) -> Any:
    """Only deep keeps something on disk: it uses the database of the active Hypothesis profile."""
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


def _attempt(law: Law, implementation: Implementation, case: Case, tally: Tally) -> bool:
    """Check one case, or where it is not provided in double precision the same in single; whether one was tried."""
    reason = _tried(law, implementation, case)
    if reason:
        tally.unprovided[reason] += 1
        single = _in_single_precision(law, case)
        if single is None or _tried(law, implementation, single):
            return False
    tally.cases += 1
    return True


def _in_single_precision(law: Law, case: Case) -> Case | None:
    """The case with float32 for float64: many libraries have no other type."""
    if case.configuration.get("dtype") != "float64" or "float32" not in law.cases.factors["dtype"]:
        return None
    return law.cases.case({**case.configuration, "dtype": "float32"})


def _tried(law: Law, implementation: Implementation, case: Case) -> str:
    """Whatever goes wrong in the case is a violation of the law; the reason where it is not provided, else ""."""
    implementation.calls.clear()
    state = _generator_state()
    try:
        law.check(implementation, case)
        _assert_untouched(state)
    except NotProvided as error:
        return str(error) or "no reason given"
    except Difference as difference:
        raise Violation(case, difference, list(implementation.calls)) from None
    except (ValueError, IndexError, TypeError, FloatingPointError, ZeroDivisionError) as error:
        if not implementation.calls:
            raise  # a defect of the law or of the reference, not of the implementation
        last = traceback.extract_tb(error.__traceback__)[-1]
        what = f"the results do not fit together: {type(error).__name__}: {error} ({last.name}, line {last.lineno})"
        raise Violation(case, Difference(what), list(implementation.calls)) from None
    return ""


def _generator_state() -> tuple[Any, ...]:
    """The words and the position of NumPy's global random generator."""
    state: Any = np.random.get_state()
    return tuple(state[1:3])


def _assert_untouched(before: tuple[Any, ...]) -> None:
    """A call that draws from NumPy's global generator would make the caller's own random numbers others."""
    after = _generator_state()
    if before[1] != after[1] or not np.array_equal(before[0], after[0]):
        raise Difference("the state of NumPy's global random generator was changed")
