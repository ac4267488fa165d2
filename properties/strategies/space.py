"""Spaces of cases: factors and their values, corner cases that cover every pair of values, and a random strategy.

A case is a configuration (one value for each factor) and the call that is built from it; a configuration is small,
it shrinks, and it rebuilds the case.
"""

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..contract import signature

Configuration = dict[str, Any]
ROWS_AT_RANDOM = 150


@dataclass(frozen=True)
class Call:
    """A call to make: the function and its arguments by name, arrays described rather than built."""

    function: str
    arguments: Mapping[str, Any]
    positional: bool = False


class Case:
    """A configuration with its call; `case.input`, `case.weight` ... are the built arguments.

    An argument that was left out has its default; any other attribute is a factor of the configuration.
    """

    def __init__(self, configuration: Configuration, call: Call) -> None:
        self.configuration, self.call, self.function = configuration, call, call.function
        self.arguments = {name: _built(value) for name, value in call.arguments.items()}

    def __getattr__(self, name: str) -> Any:
        arguments = self.__dict__.get("arguments", {})
        if name in arguments:
            return arguments[name]
        if name != "function" and name in signature(self.function).parameters:
            return signature(self.function).parameters[name].default
        if name in self.__dict__.get("configuration", {}):
            return self.configuration[name]
        raise AttributeError(f"no argument and no factor called {name} in the case {self!r}")

    @property
    def options(self) -> dict[str, Any]:
        """The arguments that are no arrays."""
        return {name: value for name, value in self.arguments.items() if not _holds_arrays(value)}

    @property
    def arrays(self) -> dict[str, Any]:
        """The arguments that are arrays, or sequences of arrays."""
        return {name: value for name, value in self.arguments.items() if _holds_arrays(value)}

    def other(self, name: str, step: int = 1000) -> Any:
        """The argument again, with other contents of the same kind."""
        return _built(self.call.arguments[name], step)

    def described(self) -> Iterator[tuple[np.ndarray, str]]:
        """Each array of the call, built anew, with its code; for reports."""
        for value in self.call.arguments.values():
            for described in value if isinstance(value, (list, tuple)) else [value]:
                if hasattr(described, "code"):
                    for step in (0, 1000, 2000):
                        again = described.reseeded(step) if step else described
                        yield again.array(), again.code()

    def __repr__(self) -> str:
        return ", ".join(f"{name}={value!r}" for name, value in self.configuration.items())


def _built(value: Any, step: int = 0) -> Any:
    if isinstance(value, list):
        return [_built(v, step + 17 * i) if step else _built(v) for i, v in enumerate(value)]
    if hasattr(value, "array"):
        return (value.reseeded(step) if step else value).array()
    return value


def _holds_arrays(value: Any) -> bool:
    return isinstance(value, np.ndarray) or (isinstance(value, list) and any(isinstance(v, np.ndarray) for v in value))


@dataclass(frozen=True)
class Space:
    """The cases of a function: `factors` gives the values of each factor, the first being the ordinary one.

    `build` turns a configuration into a call, or None where the function is not defined on it. `ranges` widens a factor
    for the random cases to all integers from low to high. `extra` are further corner configurations (changes to the
    ordinary one).
    """

    build: Callable[[Configuration], Call | None]
    factors: Mapping[str, tuple]
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    extra: tuple[Configuration, ...] = ()

    def restricted(self, **values: Any) -> "Space":
        """The same space with other values for some factors (a value, or a tuple of them in a list)."""
        chosen = {name: tuple(value) if isinstance(value, list) else (value,) for name, value in values.items()}
        extra = tuple(e for e in self.extra if all(e.get(name, v[0]) in v for name, v in chosen.items()))
        return replace(
            self,
            factors={**self.factors, **chosen},
            extra=extra,
            ranges={name: r for name, r in self.ranges.items() if name not in chosen},
        )

    def case(self, configuration: Configuration) -> Case | None:
        """The case of a configuration, or None where the function is not defined on it."""
        call = self.build({"seed": 0, **configuration})
        return None if call is None else Case(configuration, call)

    def corners(self, kind: str = "alone") -> Iterator[Case]:
        """Corner cases, the same ones every time.

        "alone": the ordinary case, each factor changed alone, and the extra ones. "pairs": rows that cover every pair
        of values, and some more at random for the sake of three conditions at once.
        """
        rows = self._alone() if kind == "alone" else itertools.chain(self._pairs(), self._at_random())
        for seed, configuration in enumerate(rows):
            case = self.case({**configuration, "seed": seed})
            if case is not None:
                yield case

    def _alone(self) -> Iterator[Configuration]:
        ordinary = {name: values[0] for name, values in self.factors.items()}
        yield ordinary
        yield from ({**ordinary, name: value} for name, values in self.factors.items() for value in values[1:])
        yield from ({**ordinary, **e} for e in self.extra)

    def strategy(self) -> Any:
        """A Hypothesis strategy of cases."""
        from hypothesis import strategies as st

        drawn = {name: self._drawn(name, values) for name, values in self.factors.items()}
        configurations = st.fixed_dictionaries({**drawn, "seed": st.integers(0, 2**16)})
        return configurations.map(self.case).filter(lambda case: case is not None)

    def _drawn(self, name: str, values: tuple) -> Any:
        from hypothesis import strategies as st

        if name in self.ranges:
            return st.one_of(st.sampled_from(values), st.integers(*self.ranges[name]))
        return st.sampled_from(values)

    def _pairs(self) -> Iterator[Configuration]:
        """Configurations that cover every pair of values of two factors that can be had; deterministic."""
        r = random.Random(0)
        names = [name for name, values in self.factors.items() if len(values) > 1]
        missing = {
            ((a, i), (b, j)): None
            for a, b in itertools.combinations(names, 2)
            for i in range(len(self.factors[a]))
            for j in range(len(self.factors[b]))
        }
        while missing:
            wanted = next(iter(missing))
            row = self._row_with(dict(wanted), missing, r)
            missing.pop(wanted, None)
            if row is None:
                continue
            for pair in itertools.combinations(((name, row[name]) for name in names), 2):
                missing.pop(pair, None)
            yield {name: values[row.get(name, 0)] for name, values in self.factors.items()}

    def _at_random(self) -> Iterator[Configuration]:
        """Configurations with a random value of every factor; deterministic."""
        r = random.Random(1)
        for _ in range(ROWS_AT_RANDOM):
            yield {name: r.choice(values) for name, values in self.factors.items()}

    def _row_with(self, wanted: dict[str, int], missing: dict, r: random.Random) -> dict[str, int] | None:
        """Of some random rows that hold the wanted values, the one that covers the most missing pairs."""
        names = [name for name, values in self.factors.items() if len(values) > 1]
        best, most = None, -1
        found = 0
        for _ in range(40):
            row = {name: wanted.get(name, r.randrange(len(self.factors[name]))) for name in names}
            if self.build({"seed": 0, **{n: v[row.get(n, 0)] for n, v in self.factors.items()}}) is None:
                continue
            found += 1
            covered = sum(pair in missing for pair in itertools.combinations(row.items(), 2))
            if covered > most:
                best, most = row, covered
            if found == 4:
                break
        return best
