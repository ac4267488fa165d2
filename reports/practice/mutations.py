"""Wrong neighbours of a formula, in squares: two changes, each made or not, so that no member stands out.

A formula among neighbours of its own is given away by being the one that resembles all the others. Here the choices
are f, a(f), b(f) and b(a(f)): each of the four has two that differ from it by one change and one that differs by both.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...properties.nodes import Bin, Call, Items, Node, Num, Sym
from ...properties.rendering import to_text

MOST = 40
Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Letters:
    """Which letters stand for the channels that come in and go out, the sides of the map, and those of the kernel."""

    channels: tuple[str, ...] = ("C", "M")
    space: tuple[str, ...] = ("H", "W")
    kernels: tuple[str, ...] = ("K",)

    def other(self, name: str) -> str | None:
        """The other channels' letter."""
        return next((letter for letter in self.channels if letter != name), None)


USUAL = Letters()


@dataclass(frozen=True)
class Change:
    """One change of a formula: what is put in place of a part (None: dropped), or added to a product.

    `touched` are the places it concerns; two changes can be made together where these are apart.
    """

    edits: tuple[tuple[Path, Node | None], ...] = ()
    added: tuple[tuple[Path, Node], ...] = ()
    operators: tuple[tuple[Path, str], ...] = ()

    @property
    def touched(self) -> list[Path]:
        return [p for p, _ in self.edits] + [(*p, to_text(n)) for p, n in self.added] + [
            (*p, "op") for p, _ in self.operators
        ]  # fmt: skip

    def __or__(self, other: Change) -> Change:
        return Change(self.edits + other.edits, self.added + other.added, self.operators + other.operators)


def squares(node: Node, names: Letters = USUAL) -> list[tuple[Node, ...]]:
    """Sets of a formula and three neighbours, the formula first, each written differently from the others.

    >>> from ...properties.parsing import parse_expression
    >>> [[to_text(n) for n in square] for square in squares(parse_expression("H*W*C"))][:2]
    [['H*W*C', 'C', 'H*W*M', 'M'], ['H*W*C', 'C', 'H*W*C*C', 'C*C']]
    """
    if isinstance(node, Num):
        return list(_rows(node))
    if isinstance(node, Sym) and node.name in names.channels and (name := names.other(node.name)):
        two = Num(Fraction(2))
        return [(node, Sym(name), Bin("*", two, node), Bin("*", two, Sym(name)))]
    found: list[tuple[Node, ...]] = []
    for a, b in itertools.combinations(changes(node, names), 2):
        if not _apart(a, b):
            continue
        four = [node, *(changed(node, change) for change in (a, b, a | b))]
        kept = [n for n in four if n is not None]
        if len(kept) == 4 and len({_key(n) for n in kept}) == 4:
            found.append(tuple(kept))
    return found


def neighbours(node: Node, names: Letters = USUAL) -> list[Node]:
    """The formulas that are one change away, each written differently from it and from the others.

    >>> from ...properties.parsing import parse_expression
    >>> [to_text(m) for m in neighbours(parse_expression("H*W*C"))][:3]
    ['C', 'H*W', 'H*W*M']
    """
    if isinstance(node, Num):
        found = [n for row in _rows(node) for n in row]
    else:
        found = [n for n in (changed(node, change) for change in changes(node, names)) if n is not None]
    seen = {_key(node): node}
    for mutant in found:
        seen.setdefault(_key(mutant), mutant)
    return list(seen.values())[1:]


def _rows(node: Num) -> Iterator[tuple[Node, ...]]:
    """Four numbers at equal steps, or each the double of the one before, the number at each of the four places."""
    value = node.value
    steps = [Fraction(1), Fraction(2), Fraction(4), value / 2, value / 4]
    for at in range(4):
        rows = [[value + step * (i - at) for i in range(4)] for step in steps if step > 0]
        rows.append([value * Fraction(2) ** (i - at) for i in range(4)])
        for row in rows:
            if all(v > 0 and v.denominator == 1 for v in row) and value.denominator == 1:
                yield (node, *(Num(v) for i, v in enumerate(row) if i != at))


def _apart(a: Change, b: Change) -> bool:
    for p in a.touched:
        for q in b.touched:
            if p[: len(q)] == q or q[: len(p)] == p:
                return False
    return True


def _key(node: Node) -> str:
    """The formula's text with its factors in order, so that H*C and C*H are one; a shape keeps its order."""
    if isinstance(node, Items):
        return to_text(node)
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


def product(nodes: list[Node]) -> Node | None:
    """The product of the factors; None where there are none."""
    result: Node | None = None
    for node in nodes:
        result = node if result is None else Bin("*", result, node)
    return result


def changed(node: Node, change: Change, path: Path = ()) -> Node | None:
    """The formula with a change made; None where nothing would be left of it."""
    for place, new in change.edits:
        if place == path:
            return new
    match node:
        case Bin("*"):
            made = [changed(f, change, (*path, i)) for i, f in enumerate(factors(node))]
            extra = [n for p, n in change.added if p == path]
            first = [n for n in extra if isinstance(n, Num)]  # a number stands before the letters
            rest = [n for n in (*made, *extra) if n is not None and n not in first]
            return product([*first, *rest])
        case Bin(op, left, right):
            sides = [changed(left, change, (*path, 0)), changed(right, change, (*path, 1))]
            op = next((new for p, new in change.operators if p == path), op)
            if sides[0] is None or sides[1] is None:
                return sides[0] or sides[1]
            return Bin(op, sides[0], sides[1])
        case Items(items, ordered):
            made = [changed(item, change, (*path, i)) for i, item in enumerate(items)]
            return Items(tuple(n for n in made if n is not None), ordered) if all(made) else None
        case Call(name, args, options):
            made = [changed(arg, change, (*path, i)) for i, arg in enumerate(args)]
            return Call(name, tuple(n for n in made if n is not None), options) if all(made) else None
    return node


def changes(node: Node, names: Letters = USUAL, path: Path = ()) -> list[Change]:
    """The changes a careless reader might make, at most a few dozen."""
    match node:
        case Bin("*"):
            made = list(_of_product(factors(node), names, path))
        case Items(items):
            made = list(_of_shape(items, names, path))
        case Bin(op, left, right):
            one = op == "/" and left == Num(Fraction(1))  # 1/M: neither 1*M nor 2/M is a likely slip
            made = [] if one else [Change(operators=((path, {"+": "-", "-": "+", "/": "*", "**": "*"}[op]),))]
            made += [*([] if one else changes(left, names, (*path, 0))), *changes(right, names, (*path, 1))]
            if op in "+-":
                made += [Change(edits=(((*path, 1), None),))]
        case Call(_, args):
            made = [change for i, arg in enumerate(args) for change in changes(arg, names, (*path, i))]
        case Sym(name):
            made = [Change(edits=((path, other),)) for other in _letters_for(name, names)]
        case Num(value, 0) if value.denominator == 1:
            made = [Change(edits=((path, Num(value + step)),)) for step in (1, -1) if value + step > 0]
        case _:
            made = []
    return made[:MOST]


def _letters_for(name: str, names: Letters) -> list[Node]:
    """What may be taken for a letter: the other channels, or twice as much; one more or less of anything else."""
    other = names.other(name) if name in names.channels else None
    if other:
        return [Sym(other), Bin("*", Num(Fraction(2)), Sym(name))]
    return [Bin("+", Sym(name), Num(Fraction(1))), Bin("-", Sym(name), Num(Fraction(1)))]


def _of_product(parts: list[Node], names: Letters, path: Path) -> Iterator[Change]:
    """Factors that belong together dropped, missing ones added, channels exchanged, the kernel counted once."""
    at = {letter: [i for i, f in enumerate(parts) if _base(f) == letter] for letter in {_base(f) for f in parts}}
    grouped = {*names.space, *names.channels, *names.kernels}
    plain = all(_base(f) for f in parts) and bool(set(at) & grouped)
    yield from _of_group(parts, at, names.space, path)
    if plain and not set(at) & set(names.space):
        yield Change(added=tuple((path, Sym(letter)) for letter in names.space))
    for letter in names.channels:
        other = names.other(letter)
        if letter in at:
            yield Change(edits=tuple(((*path, i), None) for i in at[letter]))
            if other and other not in at:
                yield Change(edits=tuple(((*path, i), Sym(other)) for i in at[letter]))
        if plain:
            yield Change(added=((path, Sym(letter)),))
    yield from _of_group(parts, at, names.kernels, path)
    if plain and not set(at) & set(names.kernels):
        yield Change(added=((path, Bin("**", Sym(names.kernels[0]), Num(Fraction(2)))),))
    if plain:
        yield Change(added=((path, Num(Fraction(2))),))
    for i, factor in enumerate(parts):
        if _base(factor) not in grouped and len(parts) > 1:
            yield Change(edits=(((*path, i), None),))
            if not isinstance(factor, Sym | Num):
                yield from changes(factor, names, (*path, i))


def _of_group(parts: list[Node], at: dict[str, list[int]], group: tuple[str, ...], path: Path) -> Iterator[Change]:
    """The sides of a map or a kernel, together: all dropped, one of two dropped, a square taken once."""
    places = [i for letter in group for i in at.get(letter, ())]
    if not places:
        return
    yield Change(edits=tuple(((*path, i), None) for i in places))
    last = places[-1]
    if len({_base(parts[i]) for i in places}) == 1:
        if len(places) == 2:
            yield Change(edits=(((*path, last), None),))
            yield Change(added=((path, parts[last]),))
        elif isinstance(parts[last], Bin):
            yield Change(edits=(((*path, last), Sym(_base(parts[last]))),))


def _base(factor: Node) -> str:
    """The letter of a factor that is a letter or its power; else the empty string."""
    match factor:
        case Sym(name) | Bin("**", Sym(name), Num(_)):
            return name
    return ""


def _of_shape(items: tuple[Node, ...], names: Letters, path: Path) -> Iterator[Change]:
    """The two sides of a map exchanged for the kernel's or changed alike; the channels changed."""
    sides, rest = items[:2], items[2:]
    written = tuple(to_text(n) for n in sides)
    pairs: list[tuple[Node, Node]] = []
    kernel, one = Sym(names.kernels[0]), Num(Fraction(1))
    height, width = Sym(names.space[0]), Sym(names.space[-1])
    if len(items) >= 2:
        if set(written) <= set(names.space):
            pairs = [(kernel, kernel)]
        elif len(set(written)) == 1 and written[0] in names.kernels:
            pairs = [(height, width), (one, one)]
        elif written == ("1", "1"):
            pairs = [(kernel, kernel), (height, width)]
        elif all(isinstance(n, Num) for n in sides):
            pairs = [pair for pair in _counted(sides) if pair]
    for pair in pairs:
        yield Change(edits=(((*path, 0), pair[0]), ((*path, 1), pair[1])))
    for i, item in enumerate(rest, 2):
        match item:
            case Sym(name) if other := names.other(name):
                yield Change(edits=(((*path, i), Sym(other)),))
            case Num(value) if value == 1:
                yield from (Change(edits=(((*path, i), Sym(other)),)) for other in names.channels)
            case Num(value):
                for new in (value * 2, value / 2, value + 1, value - 1):
                    if new > 0 and new.denominator == 1:
                        yield Change(edits=(((*path, i), Num(new)),))


def _counted(sides: tuple[Node, ...]) -> Iterator[tuple[Node, Node]]:
    """Both sides of a map in numbers, a little or a factor off alike."""
    values = [n.value for n in sides if isinstance(n, Num)]
    for change in (
        lambda v: v + 1,
        lambda v: v - 1,
        lambda v: v + 2,
        lambda v: v - 2,
        lambda v: v * 2,
        lambda v: v / 2,
    ):
        new = [change(v) for v in values]
        if all(v > 0 and v.denominator == 1 for v in new):
            yield Num(new[0]), Num(new[1])
