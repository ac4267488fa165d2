"""Verdicts, and the one procedure that decides a statement by running the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .statement import Statement

STATUSES = ("holds", "holds_if", "refuted", "empirical")


@dataclass(frozen=True)
class Counterexample:
    """The smallest case that shows a statement wrong: the sizes, what was claimed there and what was measured.

    `witness` says in words what was seen, where a pair of values does not (which input reached which output).
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    claimed: Any = None
    measured: Any = None
    witness: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The counterexample as plain JSON values: fractions as text, sets as sorted lists."""
        values = {"sizes": dict(self.sizes), "claimed": plain(self.claimed), "measured": plain(self.measured)}
        return {**values, **({"witness": self.witness} if self.witness else {})}

    def __str__(self) -> str:
        at = ", ".join(f"{letter} = {size}" for letter, size in self.sizes.items())
        values = f"claimed {shown(self.claimed)}, measured {shown(self.measured)}"
        return "; ".join(filter(None, (at, values, self.witness)))


@dataclass(frozen=True)
class Verdict:
    """What was decided about a statement, how strongly, and what shows it.

    `status` is one of STATUSES; `strength` is `proved` (for every size), `exhausted` (every case of a stated finite
    domain), `sampled (n)`, `looked up` or `not run`. A `holds_if` has a `condition`, a `refuted` a `counterexample`.
    `convention` names what the statement left open and was chosen; `reproduce` is a command that shows it again.
    """

    status: str
    strength: str
    evidence: str
    condition: str | None = None
    counterexample: Counterexample | None = None
    convention: str | None = None
    reproduce: str | None = None
    reading: str = ""
    predicate: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        assert self.status in STATUSES, self.status
        assert self.status != "holds_if" or self.condition, "holds_if needs its condition"
        assert self.status != "refuted" or self.counterexample, "refuted needs its counterexample"


def plain(value: Any) -> Any:
    """A measured value as JSON: whole numbers, `n/d` as text, tuples and sets as lists, words as they are."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    return value


def shown(value: Any) -> str:
    """A measured value as a reader writes it: `(3, 4)`, `{H, W}`, `1/9`, `true`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        inner = ", ".join(map(shown, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, frozenset | set):
        return "{" + ", ".join(sorted(map(shown, value))) + "}"
    return "nothing" if value is None else str(value)


def decide(statement: Statement) -> Verdict:
    """The verdict on a statement; raises InputError where the statement asks for what there is not.

    >>> from kenzan.properties.statement import parse
    >>> verdict = decide(parse("macs(depthwise_conv2d) == H*W*C*K**2*M"))
    >>> verdict.status, verdict.strength, str(verdict.counterexample)
    ('refuted', 'proved', 'H = 1, W = 1, C = 1, K = 1, M = 2; claimed 2, measured 1')
    """
    from .deciding import decide_statement  # the machinery is loaded when something is decided

    return decide_statement(statement)


@lru_cache(maxsize=1 << 14)
def decide_once(statement: Statement) -> Verdict:
    """The verdict on a statement, remembered: notes and questions come back to the same statements."""
    return decide(statement)
