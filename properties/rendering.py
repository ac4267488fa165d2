"""Expressions as plain text, which parses back to an equal tree, and as LaTeX."""

from __future__ import annotations

from fractions import Fraction

from .nodes import Bin, Call, Items, Neg, Node, Num, Sym

_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_GREEK = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
})  # fmt: skip


def _rank(node: Node) -> int:
    match node:
        case Bin(op):
            return _RANK[op]
        case Neg():
            return _RANK["neg"]
        case Num(value) if value < 0 or (value.denominator != 1 and node.places == 0):
            return 0
        case _:
            return 9


def _digits(node: Num) -> str:
    """The number as printed; a computed fraction (no decimals) as a quotient."""
    if node.places == 0:
        return str(node.value)
    scaled = node.value * 10**node.places
    digits = str(abs(scaled.numerator)).rjust(node.places + 1, "0")
    return f"{'-' * (scaled < 0)}{digits[: -node.places]}.{digits[-node.places :]}"


def to_text(node: Node) -> str:
    """The plain syntax of an expression, with no more brackets than it needs.

    >>> from kenzan.properties.parsing import parse_expression
    >>> to_text(parse_expression("(H*(W))*(K**2) - (C/(M*2))"))
    'H*W*K**2 - C/(M*2)'
    """
    match node:
        case Num():
            return _digits(node)
        case Sym(name):
            return name
        case Neg(operand):
            return "-" + _inside(operand, _RANK["neg"])
        case Bin(op, left, right):
            rank = _RANK[op]
            mark = f" {op} " if rank == 1 else op
            # Powers bind to the right, the others to the left; after ** a sign may stand bare.
            first = _inside(left, rank + (op == "**"))
            return first + mark + _inside(right, _RANK["neg"] if op == "**" else rank + 1)
        case Call(name, args, options):
            inside = [to_text(arg) for arg in args] + [f"{key}={to_text(value)}" for key, value in options]
            return f"{name}({', '.join(inside)})"
        case Items(items, ordered):
            text = ", ".join(to_text(item) for item in items)
            if not ordered:
                return f"{{{text}}}"
            return f"({text},)" if len(items) == 1 else f"({text})"


def _inside(node: Node, rank: int) -> str:
    text = to_text(node)
    return text if _rank(node) >= rank else f"({text})"


def to_latex(node: Node, times: str = r" \times ") -> str:
    r"""The expression in LaTeX; `times` is the sign of multiplication.

    >>> from kenzan.properties.parsing import parse_expression
    >>> to_latex(parse_expression("H*W*C_out*K**2"))
    'H \\times W \\times C_{\\mathrm{out}} \\times K^{2}'
    >>> to_latex(parse_expression("floor((H+2*P-K)/S)+1"))
    '\\left\\lfloor \\frac{H + 2 \\times P - K}{S} \\right\\rfloor + 1'
    """
    match node:
        case Num(value) if node.places == 0 and value.denominator != 1:
            return _fraction(value)
        case Num():
            return _digits(node)
        case Sym(name):
            return _latex_name(name)
        case Neg(operand):
            return "-" + _latex_inside(operand, _RANK["neg"], times)
        case Bin("/", left, right):
            return rf"\frac{{{to_latex(left, times)}}}{{{to_latex(right, times)}}}"
        case Bin("**", left, right):
            return f"{_latex_inside(left, 9, times)}^{{{to_latex(right, times)}}}"
        case Bin(op, left, right):
            rank = _RANK[op]
            mark = times if op == "*" else f" {op} "
            return _latex_inside(left, rank, times) + mark + _latex_inside(right, rank + 1, times)
        case Call():
            return _latex_call(node, times)
        case Items(items, ordered):
            text = ", ".join(to_latex(item, times) for item in items)
            return rf"\left( {text} \right)" if ordered else rf"\left\{{ {text} \right\}}"


def _fraction(value: Fraction) -> str:
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _latex_inside(node: Node, rank: int, times: str) -> str:
    text = to_latex(node, times)
    is_fraction = isinstance(node, Bin) and node.op == "/" and rank <= _RANK["/"] + 1
    return text if is_fraction or _rank(node) >= rank else rf"\left( {text} \right)"


def _latex_name(name: str) -> str:
    stem, _, index = name.partition("_")
    head = rf"\{stem}" if stem in _GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    if not index:
        return head
    index = index.replace("_", ",")
    return f"{head}_{{{index}}}" if len(index) == 1 or index.isdigit() else rf"{head}_{{\mathrm{{{index}}}}}"


def _latex_call(call: Call, times: str) -> str:
    inner = [to_latex(arg, times) for arg in call.args]
    match call.name:
        case "floor":
            return rf"\left\lfloor {inner[0]} \right\rfloor"
        case "ceil":
            return rf"\left\lceil {inner[0]} \right\rceil"
        case "abs":
            return rf"\left| {inner[0]} \right|"
        case "sqrt":
            return rf"\sqrt{{{inner[0]}}}"
        case "log2":
            return rf"\log_{{2}} \left( {inner[0]} \right)"
        case "sum":
            index, first, last, term = inner
            return rf"\sum_{{{index}={first}}}^{{{last}}} \left( {term} \right)"
        case "min" | "max" | "gcd":
            return rf"\{call.name} \left( {', '.join(inner)} \right)"
        case _:
            options = [rf"\mathrm{{{_escaped(key)}}}={to_latex(value, times)}" for key, value in call.options]
            names = [
                rf"\mathrm{{{_escaped(arg.name)}}}" if isinstance(arg, Sym) else text
                for arg, text in zip(call.args, inner, strict=True)
            ]
            return rf"\mathrm{{{_escaped(call.name)}}} \left( {', '.join(names + options)} \right)"


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")
