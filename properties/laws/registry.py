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
    name: str, sentence: str, cases: Callable[[str], Space] | Space, *, of: tuple[str, ...] = (),
    needs: tuple[str, ...] = (), source: str = "definition", effort: float = 1.0,
) -> Callable[[Check], Check]:  # fmt: skip
    """Register the decorated function as a law of each function in `of`, with the id FUNCTION-name.

    The sentence may say {f} for the function; `cases` is a space, or makes one for a function; `needs` are other
    functions that the law calls.
    """

    def decorate(check: Check) -> Check:
        for function in of:
            space = cases if isinstance(cases, Space) else cases(function)
            functions = tuple(dict.fromkeys((function, *needs)))
            register(Law(f"{function}-{name}", sentence.format(f=function), source, functions, space, check, effort))
        return check

    return decorate
