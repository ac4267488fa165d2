"""The exact value of an expression, on whole numbers and `Fraction`, with caps on size and on steps.

An exact value is an integer, a fraction, a tuple or set of those, or a word (`True`, `'concat'`) where a measurement
gives one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..reference.errors import InputError
from .nodes import Bin, Call, Items, Neg, Node, Num, Sym
from .rendering import to_text

MAX_BITS = 4_096
MAX_EXPONENT = 64
MAX_TERMS = 4_096
MAX_STEPS = 400_000

Measure = Callable[[Call, Mapping[str, Any]], Any]


class Undefined(InputError):
    """The expression has no value at these sizes: a zero denominator, or a root that is not rational."""


@dataclass(slots=True)
class Steps:
    """How many operations one decision may still take; shared by everything that decision evaluates."""

    left: int = MAX_STEPS

    def spend(self, count: int = 1) -> None:
        """Takes so many operations off; refuses when none are left."""
        self.left -= count
        if self.left < 0:
            raise InputError(f"the statement takes more than {MAX_STEPS:,} operations to evaluate")


@dataclass(slots=True)
class Evaluator:
    """Evaluates expressions at the sizes `values`; `measure` runs a subject where a measurement stands."""

    values: Mapping[str, Any]
    measure: Measure | None = None
    steps: Steps = field(default_factory=Steps)
    terms: int = MAX_TERMS

    def __call__(self, node: Node) -> Any:
        self.steps.spend()
        match node:
            case Num(value):
                return value.numerator if value.denominator == 1 else value
            case Sym(name):
                return self._symbol(name)
            case Neg(operand):
                return -_number(self(operand), operand)
            case Bin(op, left, right):
                return _bounded(_binary(op, _number(self(left), left), _number(self(right), right), node))
            case Call():
                return self._call(node)
            case Items(items, ordered):
                values = [self(item) for item in items]
                return tuple(values) if ordered else frozenset(values)

    def _symbol(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            known = ", ".join(sorted(map(str, self.values))) or "no letter"
            raise InputError(f"the letter {name!r} is bound to no value; bound here: {known}") from None

    def _call(self, call: Call) -> Any:
        if call.is_measurement:
            if self.measure is None:
                raise InputError(f"{call.name}(...) is a measurement, and here only numbers are evaluated")
            return self.measure(call, self.values)
        if call.name == "sum":
            return self._sum(call)
        return _bounded(_function(call, [_number(self(arg), arg) for arg in call.args]))

    def _sum(self, call: Call) -> Any:
        index, first_node, last_node, term = call.args
        assert isinstance(index, Sym)  # the parser lets nothing else through
        first, last = (integer(self(end), call, "the ends of a sum") for end in (first_node, last_node))
        count = max(last - first + 1, 0)
        if count > self.terms:
            raise InputError(f"a sum has {count:,} terms; at most {MAX_TERMS:,} are added, with sums inside sums")
        inner = Evaluator({**self.values}, self.measure, self.steps, self.terms // max(count, 1))
        total: Any = 0
        for i in range(first, last + 1):
            inner.values[index.name] = i  # type: ignore[index]  # its own copy
            total = _bounded(total + _number(inner(term), term))
        return total


def _number(value: Any, node: Node) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise InputError(f"{to_text(node)} is not a number here, so nothing can be calculated with it")
    return value


def integer(value: Any, node: Node, what: str) -> int:
    """The value as a whole number; Undefined where it is none."""
    if not isinstance(_number(value, node), int) and value.denominator != 1:
        raise Undefined(f"{what} must be whole numbers in {to_text(node)}, not {value}")
    return int(value)


def _bounded(value: Any) -> Any:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise InputError(f"a value has more than {MAX_BITS:,} bits")
    return value


def _binary(op: str, a: Any, b: Any, node: Node) -> Any:
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            if b == 0:
                raise Undefined(f"{to_text(node)} divides by zero")
            quotient = Fraction(a, b)
            return quotient.numerator if quotient.denominator == 1 else quotient
        case _:
            return _power(a, b, node)


def _power(base: Any, exponent: Any, node: Node) -> Any:
    exponent = integer(exponent, node, "exponents")
    if abs(exponent) > MAX_EXPONENT:
        raise InputError(f"the exponent {exponent} is larger than {MAX_EXPONENT}")
    if max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent) > MAX_BITS:
        raise InputError(f"a value has more than {MAX_BITS:,} bits")
    if exponent < 0 and base == 0:
        raise Undefined(f"{to_text(node)} divides by zero")
    return base**exponent if exponent >= 0 else Fraction(base) ** exponent


def _function(call: Call, values: list[Any]) -> Any:
    match call.name:
        case "floor":
            return math.floor(values[0])
        case "ceil":
            return math.ceil(values[0])
        case "abs":
            return abs(values[0])
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "gcd":
            return math.gcd(*(integer(v, call, "the arguments of gcd") for v in values))
        case "sqrt":
            return _root(values[0], call)
        case _:
            return _log2(values[0], call)


def _root(value: Any, call: Call) -> Any:
    exact = Fraction(value)
    if exact >= 0:
        root = Fraction(math.isqrt(exact.numerator), math.isqrt(exact.denominator))
        if root * root == exact:
            return root.numerator if root.denominator == 1 else root
    raise Undefined(f"{to_text(call)} is not a rational number for {value}")


def _log2(value: Any, call: Call) -> int:
    exact = Fraction(value)
    if exact > 0:
        exponent = exact.numerator.bit_length() - exact.denominator.bit_length()
        if Fraction(2) ** exponent == exact:
            return exponent
    raise Undefined(f"{to_text(call)} is not a whole number for {value}")


def exact(value: Any) -> Any:
    """A plain value with every number in it as a Fraction; words and truth values stay."""
    if isinstance(value, tuple):
        return tuple(exact(item) for item in value)
    if isinstance(value, frozenset):
        return frozenset(exact(item) for item in value)
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


def tidy(value: Any) -> Any:
    """A value with every whole Fraction in it as an integer."""
    if isinstance(value, tuple | frozenset):
        return type(value)(tidy(item) for item in value)
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def evaluate(expression: Node, values: Mapping[str, int | Fraction] | None = None) -> Any:
    """The exact value of an expression at the given sizes: a Fraction, or a tuple or frozenset of them.

    Raises InputError where a letter has no value, a cap is broken or the value is not rational.

    >>> from kenzan.properties.parsing import parse_expression
    >>> evaluate(parse_expression("floor((H+2*P-K)/S)+1"), {"H": 7, "P": 1, "K": 2, "S": 2})
    Fraction(4, 1)
    """
    return exact(Evaluator(values or {})(expression))
