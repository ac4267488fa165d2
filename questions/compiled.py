"""Expressions of the statement language as plain functions of a question's values, for many variants a second.

A tree is translated once into nested closures (no `eval`); sizes stay exact: whole numbers and fractions, and floats
only where `sqrt` and `log2` leave them. A measurement inside an expression runs the reference, at these values.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ..properties.nodes import Bin, Call, Items, Neg, Node, Num, Sym, symbols, transform
from ..properties.parsing import RELATIONS, Reader, parse_expression
from ..reference.errors import InputError

Function = Callable[[Mapping[str, Any]], Any]
_TERMS = "\0terms"
MOST_BITS, MOST_EXPONENT, MOST_TERMS = 4096, 64, 4096


def _exact(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def divided(a, b):
    """Exact quotient; a whole number where it is one."""
    if b == 0:
        raise ZeroDivisionError
    if isinstance(a, float) or isinstance(b, float):
        return a / b
    return a // b if isinstance(a, int) and isinstance(b, int) and a % b == 0 else _exact(Fraction(a) / Fraction(b))


def power(a, b):
    """a ** b with the language's caps on exponent and size."""
    if isinstance(b, Fraction | float):
        return float(a) ** float(b)
    if abs(b) > MOST_EXPONENT or (isinstance(a, int) and a.bit_length() * abs(b) > MOST_BITS):
        raise InputError(f"a power with the exponent {b} is too large; expected an exponent of at most {MOST_EXPONENT}")
    return a**b if b >= 0 else divided(1, a ** (-b))


def bounded(a):
    """The number itself, unless it has outgrown the cap; a chain of products would double its digits at each step."""
    size = a.bit_length() if isinstance(a, int) else a.denominator.bit_length() if isinstance(a, Fraction) else 0
    if size > MOST_BITS:
        raise InputError(f"a number has {size:,} bits; expected at most {MOST_BITS:,}")
    return a


def _root(a):
    if isinstance(a, int | Fraction) and a >= 0:
        top, bottom = math.isqrt(Fraction(a).numerator), math.isqrt(Fraction(a).denominator)
        if Fraction(top, bottom) ** 2 == a:
            return _exact(Fraction(top, bottom))
    return math.sqrt(a)


def _log2(a):
    if isinstance(a, int) and a > 0 and a & (a - 1) == 0:
        return a.bit_length() - 1
    return math.log2(a)


_FUNCTIONS: dict[str, Callable] = {
    "floor": math.floor, "ceil": math.ceil, "abs": abs, "min": min, "max": max,
    "gcd": math.gcd, "sqrt": _root, "log2": _log2,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def function(node: Node, names: frozenset[str], words: frozenset[str], measure: Callable | None = None) -> Function:
    """The tree as a function of a mapping of values. `names` have values; `words` stand for themselves."""
    inner = lambda child: function(child, names, words, measure)  # noqa: E731
    match node:
        case Num(value):
            constant = _exact(value)
            return lambda v: constant
        case Sym(name) if name in names:
            return lambda v: v[name]
        case Sym(name) if name in words:
            return lambda v: name
        case Sym(name):
            raise InputError(
                f"the letter {name} is not among the parameters; expected one of {', '.join(sorted(names))}"
            )
        case Neg(operand):
            value_of = inner(operand)
            return lambda v: -value_of(v)
        case Bin(op, left, right):
            return _operation(op, inner(left), inner(right))
        case Items(items, ordered):
            parts, kind = [inner(item) for item in items], tuple if ordered else frozenset
            return lambda v: kind(part(v) for part in parts)
        case Call("sum", (Sym(index), first, last, term)):
            return _sum(index, inner(first), inner(last), function(term, names | {index}, words, measure))
        case Call(name, args) if not node.is_measurement:
            return _call(name, args, inner)
        case _:
            return _measured(node, names, measure)


def _operation(op: str, a: Function, b: Function) -> Function:
    match op:
        case "+":
            return lambda v: a(v) + b(v)
        case "-":
            return lambda v: a(v) - b(v)
        case "*":
            return lambda v: bounded(a(v) * b(v))
        case "/":
            return lambda v: divided(a(v), b(v))
        case _:
            return lambda v: power(a(v), b(v))


def _call(name: str, args: tuple[Node, ...], inner: Callable[[Node], Function]) -> Function:
    if name in ("floor", "ceil") and isinstance(args[0], Bin) and args[0].op == "/":
        top, bottom = inner(args[0].left), inner(args[0].right)
        # Whole division without making a fraction first: the commonest expression of all (output sizes).
        return (lambda v: top(v) // bottom(v)) if name == "floor" else (lambda v: -(-top(v) // bottom(v)))
    parts, apply = [inner(arg) for arg in args], _FUNCTIONS[name]
    return lambda v: apply(*(part(v) for part in parts))


def _sum(index: str, first: Function, last: Function, term: Function) -> Function:
    def total(v):
        start, stop = first(v), last(v)
        if stop - start >= MOST_TERMS:
            raise InputError(f"a sum of {stop - start + 1:,} terms is too long; expected at most {MOST_TERMS:,}")
        inside = dict(v)
        taken = inside.setdefault(_TERMS, [0])  # shared by sums inside sums
        result = 0
        for i in range(start, stop + 1):
            taken[0] += 1
            if taken[0] > MOST_TERMS:
                raise InputError(f"sums inside sums have too many terms; expected at most {MOST_TERMS:,} together")
            inside[index] = i
            result += term(inside)
        return result

    return total


def _measured(call: Call, names: frozenset[str], measure: Callable | None) -> Function:
    if measure is None:
        raise InputError(f"{call.name}(...) is a measurement; expected an expression of the parameters alone")
    given = tuple(names)
    return lambda v: measure(call, {name: v[name] for name in given})


def substituted(node: Node, words: Mapping[str, str]) -> Node:
    """The tree with parameters that stand for words (a subject, a mode, a letter) replaced by their word."""
    return transform(node, lambda n: Sym(words[n.name]) if isinstance(n, Sym) and n.name in words else n)


def condition(text: str, names: frozenset[str], words: frozenset[str]) -> tuple[frozenset[str], Function]:
    """A condition `H != W`, `K odd`, `G divides C` as (its symbols, a test).

    >>> symbols_, test = condition("G divides C", frozenset({"G", "C"}), frozenset())
    >>> sorted(symbols_), test({"G": 4, "C": 12}), test({"G": 5, "C": 12})
    (['C', 'G'], True, False)
    """
    tests, mentioned = [], set()
    reader = Reader(text)
    while True:
        nodes, test = _one_condition(reader, names, words)
        tests.append(test)
        mentioned.update(name for node in nodes for name in symbols(node) if name in names)
        if not reader.take("and"):
            break
    reader.finish()
    return frozenset(mentioned), (tests[0] if len(tests) == 1 else lambda v: all(test(v) for test in tests))


def _one_condition(reader: Reader, names: frozenset[str], words: frozenset[str]) -> tuple[list[Node], Function]:
    left = reader.expression()
    a = function(left, names, words)
    if kind := reader.take("odd", "even"):
        return [left], lambda v: a(v) % 2 == (kind == "odd")
    if reader.take("divides"):
        right = reader.expression()
        b = function(right, names, words)
        return [left, right], lambda v: b(v) % a(v) == 0
    relation = reader.take(*_COMPARE)
    if relation is None:
        raise reader.error(f"a relation ({', '.join(r for r in RELATIONS if r in _COMPARE)}, odd, even, divides)")
    right = reader.expression()
    b, compare = function(right, names, words), _COMPARE[relation]
    return [left, right], lambda v: compare(a(v), b(v))


def expression(text: str, names: frozenset[str], words: frozenset[str] = frozenset(), measure=None) -> Function:
    """An expression's text as a function of values.

    >>> expression("floor((H + 2*P - K)/S) + 1", frozenset("HPKS"))({"H": 28, "P": 1, "K": 3, "S": 2})
    14
    """
    return function(parse_expression(text), names, words, measure)
