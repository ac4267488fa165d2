"""Proofs for every size: polynomials that agree on a grid agree everywhere, and differences that only grow.

A count at stride 1 is a polynomial of known degree in each size. Two polynomials of degree at most d in a letter are
equal if they agree on d + 1 sizes of it (on the grid of all letters). Quotients are cross-multiplied first. A
difference is nonnegative at every size from the grid's least corner on if all its forward differences there are: a
polynomial is the sum of its forward differences times binomial coefficients (Newton), which are nonnegative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from math import prod
from typing import Any

import numpy as np

from .evaluation import MAX_EXPONENT
from .nodes import Bin, Call, Neg, Node, Num, Sym

MAX_GRID = 3_000

Degree = tuple[int, int]
CallDegree = Callable[[Call, str], int | None]


def degree(node: Node, letter: str, of_call: CallDegree) -> Degree | None:
    """Degrees of (numerator, denominator) of an expression in a letter; None where it is no such quotient."""
    match node:
        case Num():
            return 0, 0
        case Sym(name):
            return int(name == letter), 0
        case Neg(operand):
            return degree(operand, letter, of_call)
        case Bin("**", left, Num(exponent)):
            inner = degree(left, letter, of_call)
            if inner is None or exponent.denominator != 1 or exponent > MAX_EXPONENT:
                return None
            return inner[0] * int(exponent), inner[1] * int(exponent)
        case Bin(op, left, right) if op != "**":
            a, b = degree(left, letter, of_call), degree(right, letter, of_call)
            return None if a is None or b is None else _combined(op, a, b)
        case Call() if node.is_measurement:
            known = of_call(node, letter)
            return None if known is None else (known, 0)
    return None


def _combined(op: str, a: Degree, b: Degree) -> Degree:
    if op == "*":
        return a[0] + b[0], a[1] + b[1]
    if op == "/":
        return a[0] + b[1], a[1] + b[0]
    return max(a[0] + b[1], b[0] + a[1]), a[1] + b[1]


def quotient(node: Node, values: Mapping[str, Any], measured: Callable[[Call], Any]) -> tuple[Any, Any]:
    """(numerator, denominator) of an expression at given sizes, never reduced, so that both stay polynomials."""
    match node:
        case Num(value):
            return value, 1
        case Sym(name):
            return values[name], 1
        case Neg(operand):
            n, d = quotient(operand, values, measured)
            return -n, d
        case Bin("**", left, Num(exponent)):
            n, d = quotient(left, values, measured)
            return n ** int(exponent), d ** int(exponent)
        case Bin(op, left, right):
            (a, b), (c, d) = quotient(left, values, measured), quotient(right, values, measured)
            match op:
                case "*":
                    return a * c, b * d
                case "/":
                    return a * d, b * c
            return (a * d + c * b if op == "+" else a * d - c * b), b * d
        case Call():
            return measured(node), 1
    raise AssertionError(f"no polynomial: {node}")  # `degree` has refused it


def corners(
    starts: Mapping[str, int], steps: Mapping[str, int], degrees: Mapping[str, int]
) -> list[dict[str, int]] | None:
    """The points of the grid of degree + 1 sizes of each letter, in C order; None where they are too many."""
    if prod(d + 1 for d in degrees.values()) > MAX_GRID:
        return None
    ranges = [[starts[n] + i * steps[n] for i in range(d + 1)] for n, d in degrees.items()]
    return [dict(zip(degrees, sizes, strict=True)) for sizes in product(*ranges)]


def only_grows(values: list[Any], degrees: Mapping[str, int], strict: bool) -> bool:
    """Whether all forward differences at the least corner of a grid (in C order) are nonnegative.

    `strict`: the value at the least corner is above zero, so that the polynomial is positive everywhere.

    >>> only_grows([0, 1, 4], {"n": 2}, strict=False), only_grows([1, 0, 1], {"n": 2}, strict=False)
    (True, False)
    """
    array = np.array(values, dtype=object).reshape([d + 1 for d in degrees.values()])
    for axis in range(array.ndim):
        leading = []
        rest = array
        while rest.shape[axis]:
            leading.append(rest.take(0, axis=axis))
            rest = np.diff(rest, axis=axis)
        array = np.stack(leading, axis=axis)
    return all(value >= 0 for value in array.flat) and (not strict or array.flat[0] > 0)
