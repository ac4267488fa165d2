"""The parameters of a question: finite sets of values, and every combination that the conditions allow."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..reference.errors import InputError
from .streams import Stream

Value = int | Fraction | str
Values = dict[str, Value]
Condition = Callable[[Mapping[str, object]], bool]

_RANGE = re.compile(r"\s*(-?\d+)\s*\.\.\s*(-?\d+)\s*(?:step\s+(\d+)\s*)?$")
MOST_VALUES = 10_000
MOST_IN_VAIN = 500_000


def domain(name: str, given: object) -> tuple[Value, ...]:
    """The values that a parameter may take: a list, a range `"8..64 step 8"` (end included), or one value.

    >>> domain("C", "8..32 step 8"), domain("K", [3, 5]), domain("S", 2), domain("mode", ["training"])
    ((8, 16, 24, 32), (3, 5), (2,), ('training',))
    """
    if isinstance(given, str) and (match := _RANGE.match(given)):
        first, last, step = int(match[1]), int(match[2]), int(match[3] or 1)
        if step < 1 or last < first or (last - first) // step >= MOST_VALUES:
            raise InputError(
                f"parameter {name} has the range {given!r}; expected first..last with first <= last and at most "
                f"{MOST_VALUES:,} values"
            )
        return tuple(range(first, last + 1, step))
    listed = given if isinstance(given, list) else [given]
    if not listed or len(listed) > MOST_VALUES:
        raise InputError(
            f"parameter {name} has {len(listed):,} values; expected a list of up to {MOST_VALUES:,}, a range such as "
            "'8..64 step 8', or one value"
        )
    values = tuple(_one(name, item) for item in listed)
    if len(set(values)) != len(values):
        raise InputError(f"parameter {name} names the same value twice in {given!r}")
    return values


def _one(name: str, item: object) -> Value:
    if isinstance(item, bool) or not isinstance(item, int | float | str):
        raise InputError(f"parameter {name} has the value {item!r}; expected whole numbers, decimals or words")
    if isinstance(item, float):
        if item != item or abs(item) > 1e12:
            raise InputError(f"parameter {name} has the value {item!r}; expected a finite number of usual size")
        return Fraction(str(item))
    if isinstance(item, int) and abs(item) > 10**12:
        raise InputError(f"parameter {name} has the value {item}; expected a number of usual size")
    return item


@dataclass(frozen=True)
class Space:
    """Every variant of a question: the product of its parameters' values, less what the conditions exclude.

    `conditions`: (symbols, test) pairs; a test is asked as soon as its symbols have values.
    """

    domains: Mapping[str, tuple[Value, ...]]
    conditions: tuple[tuple[frozenset[str], Condition], ...] = ()

    @property
    def combinations(self) -> int:
        """How many combinations there are before the conditions."""
        product = 1
        for values in self.domains.values():
            product *= len(values)
        return product

    def _due(self) -> list[list[Condition]]:
        """For each parameter in order, the conditions that it completes."""
        names = list(self.domains)
        due: list[list[Condition]] = [[] for _ in names]
        for symbols, test in self.conditions:
            due[max((names.index(s) for s in symbols if s in self.domains), default=0)].append(test)
        return due

    def __iter__(self) -> Iterator[Values]:
        """All variants, the first parameter slowest."""
        names, due = list(self.domains), self._due()
        values: Values = {}
        in_vain = 0

        def extend(depth: int) -> Iterator[Values]:
            nonlocal in_vain
            if depth == len(names):
                in_vain = 0
                yield dict(values)
                return
            for value in self.domains[names[depth]]:
                values[names[depth]] = value
                if all(test(values) for test in due[depth]):
                    yield from extend(depth + 1)
                    continue
                in_vain += 1
                if in_vain > MOST_IN_VAIN:
                    told = f"{in_vain:,} combinations in a row break the constraints"
                    raise InputError(f"{told}; expected some to be left")

        yield from extend(0)

    def allows(self, values: Mapping[str, object]) -> bool:
        """Whether all conditions hold."""
        return all(test(values) for _, test in self.conditions)

    def draw(self, stream: Stream, tries: int = 2000) -> Values:
        """One variant, each equally likely."""
        for _ in range(tries):
            values = {name: stream.choice(allowed) for name, allowed in self.domains.items()}
            if self.allows(values):
                return values
        first = next(iter(self), None)
        if first is None:
            raise InputError("the constraints leave no variant at all")
        found = list(itertools.islice(self, 5000))
        return stream.choice(found)
