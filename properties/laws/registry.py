"""What a law is, and the register of all laws by id."""

from collections.abc import Callable
from dataclasses import dataclass

from ..implementation import Implementation
from ..strategies.space import Case, Space

Check = Callable[[Implementation, Case], None]


@dataclass(frozen=True)
class Law:
    """A sentence that holds for every right implementation, with its source, its cases and the equality that checks it.

    `check` is a plain function of an implementation and a case; it asserts (`compare.Difference`) and returns nothing.
    `functions` are those it needs. `corners` says which corner cases come first: "none", each value "alone", or all
    "pairs" of values; `random` whether random ones follow, and `effort` multiplies their number.
    """

    id: str
    sentence: str
    source: str
    functions: tuple[str, ...]
    cases: Space
    check: Check
    effort: float = 1.0
    corners: str = "alone"
    random: bool = True


LAWS: dict[str, Law] = {}


def register(law: Law) -> Law:
    """Add a law to the register; ids are unique."""
    if law.id in LAWS:
        raise ValueError(f"two laws are called {law.id}")
    LAWS[law.id] = law
    return law


def law(
    id: str, sentence: str, cases: Space, *, needs: tuple[str, ...] = (), source: str = "definition",
    effort: float = 1.0, corners: str = "alone",
) -> Callable[[Check], Check]:  # fmt: skip
    """Register the decorated function as the law `id`; the function before the dash is always needed."""

    def decorate(check: Check) -> Check:
        functions = tuple(dict.fromkeys((id.split("-")[0], *needs)))
        register(Law(id, sentence, source, functions, cases, check, effort, corners))
        return check

    return decorate
