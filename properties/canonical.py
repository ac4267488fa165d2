"""One spelling for every statement: other names of predicates, words given by position, printed precision, negation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..reference.errors import InputError
from .evaluation import Evaluator
from .nodes import Bin, Call, Items, Node, Num, Sym, measurements, symbols
from .predicates import ALIASES, SETTINGS, predicate
from .rendering import to_text
from .statement import Statement

TOLERANCE = Fraction(1, 20)
"""How far `~=` lets a formula be off, relative to its value; a printed number may be rounded
or cut off after its last place."""

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "!=": "=="}

_TRUTH = {Sym("true"): Sym("false"), Sym("false"): Sym("true")}


def canonical(statement: Statement) -> Statement:
    """The statement with every predicate under its own name and every option named."""
    left, right = _renamed(statement.left), _renamed(statement.right)
    if not measurements(left) and measurements(right) and statement.relation in ("==", "~=", "!="):
        left, right = right, left
    statement = replace(statement, left=left, right=right)
    if statement.negated and statement.relation == "==" and right in _TRUTH:
        return replace(statement, right=_TRUTH[right], negated=False)
    if statement.negated and statement.relation in _OPPOSITE:
        return replace(statement, relation=_OPPOSITE[statement.relation], negated=False)
    return statement


def _renamed(node: Node) -> Node:
    """The expression with its outermost measurements under their own names."""
    match node:
        case Call(name, args, options) if node.is_measurement:
            if not args:
                return node
            given = dict(options)
            settings = {key: Sym(word) for key, word in SETTINGS.get(name, {}).items() if key not in given}
            return _placed(Call(ALIASES.get(name, name), args, (*options, *settings.items())))
        case Call(name, args):
            return Call(name, tuple(_renamed(arg) for arg in args))
        case Bin(op, left, right):
            return Bin(op, _renamed(left), _renamed(right))
        case Items(items, ordered):
            return Items(tuple(_renamed(item) for item in items), ordered)
    return node


def _placed(call: Call) -> Call:
    """Words given by position, as in invariant_to(instance_norm, contrast), under the option they are."""
    kind = predicate(call.name)
    extra = call.args[kind.subjects :] if call.option("to") is None else call.args[1:]
    if not kind.positional or not extra or len(extra) > len(kind.positional):
        return call
    named = tuple(zip(kind.positional, extra, strict=False))
    return Call(call.name, call.args[: len(call.args) - len(extra)], (*call.options, *named))


def bounds(right: Node) -> tuple[Node, Node]:
    """The least and the largest value that `~=` accepts on the left.

    >>> from kenzan.properties.parsing import parse_expression
    >>> [str(node.value) for node in bounds(parse_expression("0.11"))], [str(n.value) for n in bounds(Num(Fraction(9)))]
    (['21/200', '3/25'], ['17/2', '10'])
    """
    if isinstance(right, Items):
        raise InputError(f"~= compares with a number, not with {to_text(right)}")
    if isinstance(right, Num):
        unit = Fraction(1, 10**right.places)  # rounded, or cut off after the last place that is printed
        return Num(right.value - unit / 2), Num(right.value + unit)
    if isinstance(right, Bin) and right.op == "/" and right.left == Num(Fraction(1)) and isinstance(right.right, Num):
        low, high = bounds(right.right)  # about 1/9: the printed number is the 9
        return Bin("/", right.left, high), Bin("/", right.left, low)
    if isinstance(right, Bin) and right.op == "*" and isinstance(right.left, Num) and not symbols(right.right):
        low, high = bounds(right.left)  # 25.6*10**6: the printed number is the 25.6
        return Bin("*", low, right.right), Bin("*", high, right.right)
    if not symbols(right) and not measurements(right):
        value = Fraction(Evaluator({})(right))
        return Num(value * (1 - TOLERANCE)), Num(value * (1 + TOLERANCE))
    low, high = (Num(1 + sign * TOLERANCE) for sign in (-1, 1))
    return Bin("*", right, low), Bin("*", right, high)
