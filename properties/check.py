"""Run laws against implementations: the library behind `pytest --pyargs kenzan.properties` and `kenzan check`."""

import fnmatch
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..reference.errors import InputError
from .attempting import Tally, Violation, violated
from .compare import allowance
from .failure import Failure, reproduction
from .implementation import Implementation
from .laws import Law, all_laws
from .provided import summary

Tolerances = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Outcome:
    """What came of one law and one implementation: "holds", "fails" or "not provided".

    `cases` were tried; `unprovided` counts those that the implementation has no operation for, by reason. A law holds
    in the cases that were tried, and is not provided where there were none.
    """

    law: Law
    implementation: str
    status: str
    failure: Failure | None = None
    lacking: tuple[str, ...] = ()
    seconds: float = 0.0
    cases: int = 0
    unprovided: Mapping[str, int] = field(default_factory=dict)

    def reason(self) -> str:
        """Why the law, or some of its cases, are not provided; empty where all are."""
        return f"no {', '.join(self.lacking)}" if self.lacking else summary(self.unprovided)

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
            "cases": self.cases,
            "unprovided": dict(self.unprovided),
            "seconds": round(self.seconds, 4),
            "failure": self.failure.as_dict() if self.failure else None,
        }


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
    start, tally = time.perf_counter(), Tally()
    with allowance(*_allowed(law, tolerances or {})):
        violation = violated(law, implementation, profile, seed, tally)
    seconds = time.perf_counter() - start
    failure = _failure(law, implementation, violation, profile, seed) if violation else None
    status = "fails" if failure else "holds" if tally.cases or not tally.unprovided else "not provided"
    return Outcome(law, implementation.name, status, failure, (), seconds, tally.cases, dict(tally.unprovided))


def _failure(law: Law, implementation: Implementation, violation: Violation, profile: str, seed: int) -> Failure:
    return Failure(
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


def _allowed(law: Law, tolerances: Tolerances) -> tuple[float, float]:
    """The largest tolerances (relative, absolute) of the patterns that match a law."""
    matching = [pair for pattern, pair in tolerances.items() if _matches(law.id, pattern)]
    return max((r for r, _ in matching), default=0.0), max((a for _, a in matching), default=0.0)
