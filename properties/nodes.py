"""The syntax tree of expressions: numbers, symbols, operations, calls, tuples and sets.

Trees are frozen and compare by content. Nothing here evaluates: see `evaluation.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

FUNCTIONS = {"floor": 1, "ceil": 1, "abs": 1, "sqrt": 1, "log2": 1, "gcd": 2, "min": None, "max": None, "sum": 4}
"""The functions of the language and how many arguments each takes (None: one or more); other calls are measurements."""


@dataclass(frozen=True, slots=True)
class Num:
    """A number as it was printed: its exact value, and how many decimal places it was given with."""

    value: Fraction
    places: int = 0


@dataclass(frozen=True, slots=True)
class Sym:
    """A letter for a size (`H`), a name of a subject (`conv2d`) or a word (`concat`), according to where it stands."""

    name: str


@dataclass(frozen=True, slots=True)
class Neg:
    """The negative of an expression."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Bin:
    """A sum, difference, product, quotient or power; `op` is one of + - * / **."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language, or a measurement of a subject with its options in the order given."""

    name: str
    args: tuple[Node, ...]
    options: tuple[tuple[str, Node], ...] = ()

    @property
    def is_measurement(self) -> bool:
        """Whether a subject is run for this call; the functions of the language are the others."""
        return self.name not in FUNCTIONS

    def option(self, name: str) -> Node | None:
        """The option of that name, or None where it was not given."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple (`ordered`) or a set of expressions."""

    items: tuple[Node, ...]
    ordered: bool = True


Node = Num | Sym | Neg | Bin | Call | Items


def number(value: int | Fraction | str) -> Num:
    """A number node, from an integer, a fraction of the form n/10**p, or its digits.

    >>> number("0.50")
    Num(value=Fraction(1, 2), places=2)
    """
    if isinstance(value, str):
        exact = Fraction(value)
        mantissa, _, exponent = value.lower().partition("e")
        return Num(exact, max(0, len(mantissa.partition(".")[2]) - int(exponent or 0)))
    return Num(Fraction(value))


def children(node: Node) -> tuple[Node, ...]:
    """The expressions directly inside one, options last."""
    match node:
        case Neg(operand):
            return (operand,)
        case Bin(_, left, right):
            return (left, right)
        case Call(_, args, options):
            return (*args, *(value for _, value in options))
        case Items(items):
            return items
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def measurements(node: Node) -> tuple[Call, ...]:
    """The measurements an expression asks for, left to right; those inside another's arguments are not listed."""
    if isinstance(node, Call) and node.is_measurement:
        return (node,)
    return tuple(call for child in children(node) for call in measurements(child))


def symbols(node: Node) -> tuple[str, ...]:
    """The letters of an expression that stand for sizes, each once, in order; not the index of a sum.

    Inside a measurement only the options' values are read: its arguments are subjects and words.

    >>> from kenzan.properties.parsing import parse_expression
    >>> symbols(parse_expression("macs(conv2d, stride=S) - sum(i, 1, L, i*k)"))
    ('S', 'L', 'k')
    """
    return tuple(dict.fromkeys(_symbols(node)))


def _symbols(node: Node) -> Iterator[str]:
    match node:
        case Sym(name):
            yield name
        case Call("sum", (Sym(index), first, last, term)):
            yield from _symbols(first)
            yield from _symbols(last)
            yield from (name for name in _symbols(term) if name != index)
        case Call(_, args, options) if node.is_measurement:
            for inner in (arg for arg in args if isinstance(arg, Call)):
                yield from _symbols(inner)
            for _, value in options:
                yield from _symbols(value)
        case _:
            for child in children(node):
                yield from _symbols(child)


def transform(node: Node, change: Callable[[Node], Node]) -> Node:
    """The expression with `change` applied to every node, innermost first."""
    match node:
        case Neg(operand):
            node = Neg(transform(operand, change))
        case Bin(op, left, right):
            node = Bin(op, transform(left, change), transform(right, change))
        case Call(name, args, options):
            inside = tuple((key, transform(value, change)) for key, value in options)
            node = Call(name, tuple(transform(arg, change) for arg in args), inside)
        case Items(items, ordered):
            node = Items(tuple(transform(item, change) for item in items), ordered)
        case _:
            pass
    return change(node)
