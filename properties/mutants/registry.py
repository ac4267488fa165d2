"""Mutants: the reference with one function made wrong, mostly in an argument on its way in or in the result."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from ...reference import operations
from ..contract import FUNCTIONS, signature
from ..implementation import Implementation, implementation

Arguments = dict[str, Any]
Function = Callable[..., Any]


@dataclass(frozen=True)
class Mutant:
    """One contract function that is wrong in one way, which the description says; `make` gives a fresh one."""

    name: str
    function: str
    description: str
    make: Callable[[], Function]

    def implementation(self) -> Implementation:
        """The reference with this function in the place of its own."""
        functions = {f: getattr(operations, f) for f in FUNCTIONS}
        return implementation(SimpleNamespace(**{**functions, self.function: self.make()}), self.name)


@dataclass(frozen=True)
class Variant:
    """Functions that are right in an unusual way."""

    name: str
    description: str
    make: Callable[[], dict[str, Function]]

    def implementation(self) -> Implementation:
        """These functions alone."""
        return implementation(SimpleNamespace(**self.make()), self.name)


MUTANTS: dict[str, Mutant] = {}
VARIANTS: dict[str, Variant] = {}


def add(function: str, description: str, make: Callable[[], Function]) -> None:
    """Register a mutant; its name is the function's with the description."""
    name = f"{function}: {description}"
    if name in MUTANTS:
        raise ValueError(f"two mutants are called {name}")
    MUTANTS[name] = Mutant(name, function, description, make)


def alter(
    functions: str,
    description: str,
    change: Callable[[Arguments], Arguments | None] | None = None,
    result: Callable[[Any, Arguments], Any] | None = None,
) -> None:
    """Register, for each of the functions, the reference with other arguments, or with another result.

    `change` gives the arguments that are to be others (or None); `result` is given the reference's result and the
    arguments as they were passed, with the defaults of those that were not.
    """
    for function in functions.split():
        add(function, description, lambda function=function: _altered(function, change, result))


def _altered(function: str, change: Any, result: Any) -> Function:
    def altered(*arguments: Any, **options: Any) -> Any:
        passed = signature(function).bind(*arguments, **options)
        passed.apply_defaults()
        named = dict(passed.arguments)
        other = (change(dict(named)) if change else None) or {}
        value = getattr(operations, function)(**{**named, **other})
        return result(value, named) if result else value

    return altered


def variant(name: str, description: str) -> Callable[[Callable[[], dict[str, Function]]], Any]:
    """Register the decorated function, which makes the functions of a variant."""

    def decorate(make: Callable[[], dict[str, Function]]) -> Callable[[], dict[str, Function]]:
        VARIANTS[name] = Variant(name, description, make)
        return make

    return decorate
