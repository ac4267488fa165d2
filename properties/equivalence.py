"""Whether two expressions are the same function: compared at random points modulo a large prime, else exactly."""

from __future__ import annotations

import random
from collections.abc import Mapping

from ..reference.errors import InputError
from .evaluation import Evaluator, Undefined, evaluate, integer
from .nodes import Bin, Items, Neg, Node, Num, Sym, measurements, symbols
from .rendering import to_text

PRIME = 2**61 - 1  # a Mersenne prime: two different formulas of degree d agree at a random point with chance d/PRIME


def evaluate_modulo(expression: Node, values: Mapping[str, int], prime: int = PRIME) -> int:
    """The value modulo a prime of an expression built with + - * / and whole powers.

    >>> from kenzan.properties.parsing import parse_expression
    >>> evaluate_modulo(parse_expression("A/B*B - A + 5"), {"A": 10**9, "B": 7})
    5
    """
    match expression:
        case Num(value):
            return value.numerator * _inverse(value.denominator, prime) % prime
        case Sym(name) if name in values:
            return values[name] % prime
        case Neg(operand):
            return -evaluate_modulo(operand, values, prime) % prime
        case Bin("**", left, right) if not symbols(right):
            exponent = integer(Evaluator({})(right), right, "exponents")
            base = evaluate_modulo(left, values, prime)
            return pow(base if exponent >= 0 else _inverse(base, prime), abs(exponent), prime)
        case Bin(op, left, right) if op != "**":
            a, b = (evaluate_modulo(side, values, prime) for side in (left, right))
            match op:
                case "+":
                    return (a + b) % prime
                case "-":
                    return (a - b) % prime
                case "*":
                    return a * b % prime
            return a * _inverse(b, prime) % prime
    raise InputError(f"{to_text(expression)} cannot be evaluated modulo a prime; only + - * / and whole powers can")


def _inverse(value: int, prime: int) -> int:
    if value % prime == 0:
        raise Undefined("a denominator is zero modulo the prime")
    return pow(value, -1, prime)


def is_rational_function(node: Node) -> bool:
    """Whether an expression is built with + - * / and whole-number powers alone, so that a prime can decide it."""
    match node:
        case Bin("**", left, right):
            return is_rational_function(left) and not symbols(right) and not measurements(right)
        case Bin(_, left, right):
            return is_rational_function(left) and is_rational_function(right)
        case Neg(operand):
            return is_rational_function(operand)
        case _:
            return isinstance(node, Num | Sym)


def equivalent(first: Node, second: Node, points: int = 12) -> bool:
    """Whether two expressions are the same function of their letters.

    Tuples are compared item by item. Formulas of + - * / and whole powers are compared at random points modulo a
    large prime (unequal ones agree at one with a chance below 2**-50); anything with a floor, a sum or a symbol in
    an exponent is compared exactly at small whole sizes. Points where either has no value are passed over.

    >>> from kenzan.properties.parsing import parse_expression
    >>> equivalent(parse_expression("H*W*C*(K**2+M)"), parse_expression("H*W*K*K*C + H*W*C*M"))
    True
    >>> equivalent(parse_expression("K+1"), parse_expression("(K**2-1)/(K-1)"))
    True
    >>> equivalent(parse_expression("1"), Sym("H"))
    False
    """
    if isinstance(first, Items) or isinstance(second, Items):
        return _equivalent_items(first, second, points)
    draw = random.Random(0)
    letters = sorted({*symbols(first), *symbols(second)})
    rational = is_rational_function(first) and is_rational_function(second)
    compared = 0
    for _ in range(4 * points):
        upper = PRIME - 1 if rational else 12
        values = {letter: draw.randint(1, upper) for letter in letters}
        value_of = evaluate_modulo if rational else evaluate
        try:
            if value_of(first, values) != value_of(second, values):
                return False
        except Undefined:
            continue
        compared += 1
        if compared == points or not letters:
            return True
    if not compared:
        raise InputError(f"{to_text(first)} and {to_text(second)} have no common point where both have a value")
    return True


def _equivalent_items(first: Node, second: Node, points: int) -> bool:
    if not (isinstance(first, Items) and isinstance(second, Items)) or first.ordered != second.ordered:
        return False
    if first.ordered:
        pairs = zip(first.items, second.items, strict=False)
        return len(first.items) == len(second.items) and all(equivalent(a, b, points) for a, b in pairs)
    covers = [
        all(any(equivalent(a, b, points) for b in there.items) for a in here.items)
        for here, there in ((first, second), (second, first))
    ]
    return all(covers)
