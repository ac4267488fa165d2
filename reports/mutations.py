"""Wrong neighbours of a formula: a factor dropped or doubled, a letter swapped, an exponent changed; each to be refuted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..properties.nodes import Bin, Call, Items, Node, Num, Sym, symbols
from ..properties.rendering import to_text

LETTERS = ("H", "W", "C", "M", "K")
MOST = 60


def mutations(node: Node, letters: tuple[str, ...] = LETTERS) -> list[Node]:
    """Formulas near to one, each written differently from it and from the others.

    >>> from ..properties.parsing import parse_expression
    >>> [to_text(m) for m in mutations(parse_expression("H*C"), ("H", "C"))]
    ['C', 'H', 'C*C', 'H*H', 'H*C*H', 'H*C*C', 'H + C']
    """
    seen = {_key(node): node}
    for mutant in _near(node, tuple(dict.fromkeys((*symbols(node), *letters)))):
        seen.setdefault(_key(mutant), mutant)
        if len(seen) > MOST:
            break
    return list(seen.values())[1:]


def _key(node: Node) -> str:
    """The formula's text with its factors in order, so that H*C and C*H are one."""
    return "*".join(sorted(to_text(f) for f in _expanded(node)))


def _expanded(node: Node) -> list[Node]:
    """Factors, a power of a letter as that many factors."""
    found: list[Node] = []
    for factor in factors(node):
        match factor:
            case Bin("**", base, Num(value)) if value.denominator == 1 and 1 < value <= 8:
                found += [base] * int(value)
            case _:
                found.append(factor)
    return found


def factors(node: Node) -> list[Node]:
    """The factors of a product, left to right; anything else is its own only factor."""
    return [*factors(node.left), *factors(node.right)] if isinstance(node, Bin) and node.op == "*" else [node]


def product(nodes: list[Node]) -> Node:
    """The product of one or more factors."""
    result = nodes[0]
    for node in nodes[1:]:
        result = Bin("*", result, node)
    return result


def _near(node: Node, letters: tuple[str, ...]) -> Iterator[Node]:
    match node:
        case Num(value, places):
            yield from _numbers(value, places)
        case Items(items):
            yield from _shapes(items, letters)
        case Sym(name):
            yield from (Sym(x) for x in letters if x != name)
            yield Bin("*", node, node)
        case Bin("*"):
            yield from _products(factors(node), letters)
        case Bin("+" | "-" | "/" | "**", left, right):
            yield from _pairs(node.op, left, right, letters)
        case Call(name, args, options) if args:
            yield from (Call(name, (inner, *args[1:]), options) for inner in _near(args[0], letters))


def _numbers(value: Fraction, places: int) -> Iterator[Node]:
    for other in (value + 1, value - 1, value * 2, value / 2, value + 2, value - 2):
        if other > 0 and (other.denominator == 1 or places):
            yield Num(other, places)


def _shapes(items: tuple[Node, ...], letters: tuple[str, ...]) -> Iterator[Node]:
    """One size of a shape replaced (the last first), or two exchanged."""
    for at in reversed(range(len(items))):
        for other in _near(items[at], letters):
            if isinstance(other, Sym | Num):
                yield Items((*items[:at], other, *items[at + 1 :]))


def _products(parts: list[Node], letters: tuple[str, ...]) -> Iterator[Node]:
    for at in range(len(parts)):
        yield product(parts[:at] + parts[at + 1 :])
    for at, part in enumerate(parts):
        if isinstance(part, Sym):
            yield from (product([*parts[:at], Sym(x), *parts[at + 1 :]]) for x in letters if x != part.name)
        elif not isinstance(part, Num):
            yield from (product([*parts[:at], other, *parts[at + 1 :]]) for other in _near(part, letters))
    yield from (product([*parts, Sym(x)]) for x in letters)
    yield Bin("+", product(parts[:-1]), parts[-1])


def _pairs(op: str, left: Node, right: Node, letters: tuple[str, ...]) -> Iterator[Node]:
    yield from (Bin(op, left, other) for other in _near(right, letters))
    yield from (Bin(op, other, right) for other in _near(left, letters))
    swapped = {"+": ("*", "-"), "-": ("+",), "/": ("*",), "**": ("*",)}[op]
    yield from (Bin(other, left, right) for other in swapped)
    if op in "+-":
        yield from (left, right)
