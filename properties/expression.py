"""Expressions of the statement language, in one place: parse, evaluate, compare, render.

>>> cost = parse_expression("H*W*C*(K**2 + M)")
>>> evaluate(cost, {"H": 2, "W": 3, "C": 4, "K": 3, "M": 5})
Fraction(336, 1)
>>> equivalent(cost, parse_expression("H*W*K*K*C + H*W*C*M"))
True
>>> to_text(cost), to_latex(cost)
('H*W*C*(K**2 + M)', 'H \\\\times W \\\\times C \\\\times \\\\left( K^{2} + M \\\\right)')
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .equivalence import equivalent, evaluate_modulo
from .evaluation import Evaluator, Undefined, evaluate, exact
from .nodes import Bin, Call, Items, Neg, Node, Num, Sym, measurements, number, symbols
from .parsing import parse_expression
from .rendering import to_latex, to_text

parse = parse_expression


def measure(expression: Node, values: Mapping[str, int | Fraction] | None = None) -> Any:
    """The exact value of an expression with measurements in it, each made by running the reference at these sizes.

    Shapes come as tuples in the reference's own order of axes. Raises InputError where a size is missing.

    >>> measure(parse("macs(conv2d) / macs(depthwise_separable_conv2d)"), {"H": 4, "W": 5, "C": 2, "M": 6, "K": 3})
    Fraction(18, 5)
    """
    from .measurement import measure_expression  # the reference is loaded when something is measured

    return exact(measure_expression(expression, values or {}))

__all__ = [
    "Bin", "Call", "Evaluator", "Items", "Neg", "Node", "Num", "Sym", "Undefined",
    "equivalent", "evaluate", "evaluate_modulo", "measure", "measurements", "number", "parse", "parse_expression",
    "symbols", "to_latex", "to_text",
]  # fmt: skip
