"""Expressions of the statement language, in one place: parse, evaluate, compare, render.

>>> cost = parse_expression("H*W*C*(K**2 + M)")
>>> evaluate(cost, {"H": 2, "W": 3, "C": 4, "K": 3, "M": 5})
Fraction(336, 1)
>>> equivalent(cost, parse_expression("H*W*K*K*C + H*W*C*M"))
True
>>> to_text(cost), to_latex(cost)
('H*W*C*(K**2 + M)', 'H \\\\times W \\\\times C \\\\times \\\\left( K^{2} + M \\\\right)')
"""

from .evaluation import Evaluator, Undefined, equivalent, evaluate, evaluate_modulo
from .nodes import Bin, Call, Items, Neg, Node, Num, Sym, measurements, number, symbols
from .parsing import parse_expression
from .rendering import to_latex, to_text

parse = parse_expression

__all__ = [
    "Bin", "Call", "Evaluator", "Items", "Neg", "Node", "Num", "Sym", "Undefined",
    "equivalent", "evaluate", "evaluate_modulo", "measurements", "number", "parse", "parse_expression",
    "symbols", "to_latex", "to_text",
]  # fmt: skip
