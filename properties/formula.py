r"""Formulas as people write them (LaTeX, plain text, full-width, without multiplication signs), read or refused.

A small reader over a closed vocabulary, not a computer algebra system: those take `H x W x C` for `H*W*C*x**2`,
`C_{out}` for four factors, `290,400` for two numbers, and hang on `9^{9^{9^9}}`. What is not known is not guessed:
`read_formula` returns None. Length, depth, exponents and the number of tokens are capped.

>>> [to_text(read_formula(text).value) for text in (r"D_K \cdot D_K \cdot M", "HxWxC", "(W-F+2P)/S + 1", "290,400")]
['D_K*D_K*M', 'H*W*C', '(W - F + 2*P)/S + 1', '290400']
>>> read_formula("9^{9^{9^9}}") is None and read_formula("f(g(x" * 1000) is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from .formula_tokens import Token, Unreadable, tokenize
from .nodes import Bin, Call, Items, Neg, Node, Num, Sym, number
from .rendering import to_text

MAX_LENGTH = 1_000
MAX_TOKENS = 300
MAX_DEPTH = 24
MAX_EXPONENT = 64

__all__ = ["Formula", "read_formula", "to_text"]

_CLOSING = {"(": ")", "[": "]", "{": "}", "lfloor": "rfloor", "lceil": "rceil"}
_FUNCTIONS = {"floor", "ceil", "sqrt", "log2", "min", "max", "abs", "gcd"}


@dataclass(frozen=True)
class Formula:
    """What a formula says: one expression, or several joined by relations (`a = b ≈ c`).

    `shapes` gives each side's factors as written, where the side is a product with explicit signs or a bracketed
    list: `H \\times W \\times 2C` is the shape (H, W, 2*C) as well as a number. `order` marks a big O, `member` a
    membership (`X \\in \\mathbb{R}^{H \\times W}`).
    """

    sides: tuple[Node, ...]
    relations: tuple[str, ...] = ()
    shapes: tuple[tuple[Node, ...] | None, ...] = ()
    order: bool = False
    member: bool = False

    @property
    def value(self) -> Node:
        """The last side: of `x = 6 - 2 = 4`, the 4."""
        return self.sides[-1]

    @property
    def shape(self) -> tuple[Node, ...] | None:
        """The factors of the last side that has any."""
        return next((s for s in reversed(self.shapes) if s), None)


def read_formula(text: str, latex: bool = True) -> Formula | None:
    r"""The formula that `text` is, or None where any part of it is not understood.

    `latex` false reads plain text: a lone x between operands multiplies, letters in a row are one name unless every
    one of them is a customary size. `@name` stands for the symbol `name` (a phrase that the caller has recognised).

    >>> read_formula(r"\frac{1}{N} + \frac{1}{D_K^2}").sides[0] == read_formula("1/N + 1/D_K^2", latex=False).sides[0]
    True
    >>> f = read_formula("6 + 2 × 1 - 2 = 6", latex=False); len(f.sides), f.relations
    (2, ('=',))
    >>> [to_text(n) for n in read_formula(r"112 \times 112 \times 2C").shape]
    ['112', '112', '2*C']
    """
    if len(text) > MAX_LENGTH:
        return None
    if latex and "frac" in text:
        text = _unbraced(text)
    try:
        found = tokenize(text, latex)
        if not found or len(found) > MAX_TOKENS:
            return None
        return _Reader(found).formula()
    except (Unreadable, RecursionError):
        return None


_FIRST_BARE = re.compile(r"\\([dt]?frac)\s*([0-9]|(?<=\s)[A-Za-z])(?=\s*[0-9A-Za-z{\\])")
_SECOND_BARE = re.compile(r"(\\[dt]?frac\{[^{}]{1,40}\})\s*([0-9A-Za-z])")


def _unbraced(text: str) -> str:
    r"""The braces of fractions of single characters written out: \frac1n, \frac 12, \frac{1}n.

    >>> print(_unbraced(r"\frac1n + \frac1{k^2}"))
    \frac{1}{n} + \frac{1}{k^2}
    """
    text = _FIRST_BARE.sub(lambda m: f"\\{m[1]}{{{m[2]}}}", text)
    return _SECOND_BARE.sub(lambda m: f"{m[1]}{{{m[2]}}}", text)


class _Reader:
    """Recursive descent; `shape` of the last product read is kept aside, since a product may be meant as one."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.factors: tuple[Node, ...] | None = None

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end", "")

    def take(self, kind: str, *texts: str) -> Token | None:
        token = self.peek()
        if token.kind == kind and (not texts or token.text in texts):
            self.at += 1
            return token
        return None

    def need(self, kind: str, *texts: str) -> Token:
        token = self.take(kind, *texts)
        if token is None:
            raise Unreadable(f"expected {texts or kind}")
        return token

    def formula(self) -> Formula:
        sides, shapes, relations, order, member = [], [], [], False, False
        while True:
            if self.take("order"):
                order = True
            if space := self.take("space"):
                del space
                self.need("mark", "^")
                node, shape, member = *self._exponent_shape(), True
            else:
                node, shape = self._side()
            sides.append(node)
            shapes.append(shape)
            relation = self.take("relation")
            if relation is None:
                break
            relations.append(relation.text)
        if self.peek().kind != "end":
            raise Unreadable("something is left over")
        return Formula(tuple(sides), tuple(relations), tuple(shapes), order, member)

    def _exponent_shape(self) -> tuple[Node, tuple[Node, ...] | None]:
        if self.take("open", "{") or self.take("open", "("):
            node, shape = self._side()
            self.need("close")
            return node, shape or (node,)
        node = self._atom()
        return node, (node,)

    def _side(self) -> tuple[Node, tuple[Node, ...] | None]:
        self.factors = None
        start = self.at
        node = self._sum()
        if isinstance(node, Items):
            return node, node.items
        return node, self.factors if self._is_product(start) else None

    def _is_product(self, start: int) -> bool:
        """Whether the side is one product throughout, perhaps inside one bracket (its factors were then kept)."""
        level = 0
        outer = self._closes(start) == self.at - 1
        for token in self.tokens[start + outer : self.at - outer]:
            level += (token.kind == "open") - (token.kind == "close")
            if (level == 0 and token.kind == "mark" and token.text in "+-/") or level < 0:
                return False
        return self.factors is not None

    def _closes(self, start: int) -> int | None:
        """Where the bracket that opens at a token closes; None where there is no bracket."""
        level = 0
        for place in range(start, self.at):
            level += (self.tokens[place].kind == "open") - (self.tokens[place].kind == "close")
            if level == 0:
                return place if place > start else None
        return None

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("too deep")

    def _sum(self) -> Node:
        self._deeper()
        negative = self.take("mark", "-")
        if not negative:
            self.take("mark", "+")
        node = self._product()
        node = Neg(node) if negative else node
        while sign := self.take("mark", "+", "-"):
            node = Bin(sign.text, node, self._product())
        self.depth -= 1
        return node

    def _product(self) -> Node:
        """Factors with explicit signs; what stands side by side binds tighter (`2C`, `HWC`)."""
        node = self._side_by_side()
        factors = [node]
        while sign := self.take("mark", "*", "/"):
            whole = sign.text == "/" and self.take("mark", "/")  # a // b: the quotient rounded down
            right = self._side_by_side()
            factors = [*factors, right] if sign.text == "*" else []
            node = Call("floor", (Bin("/", node, right),)) if whole else Bin(sign.text, node, right)
        if len(factors) > 1:
            self.factors = tuple(factors)
        return node

    def _side_by_side(self) -> Node:
        node = self._power()
        while self._operand_follows():
            node = Bin("*", node, self._power())
        return node

    def _operand_follows(self) -> bool:
        token, before = self.peek(), self.tokens[self.at - 1]
        if token.kind == "number":  # `K 2` is a lost exponent, `(a) 3` a footnote: neither is a product
            return False
        if token.kind == "open":
            return token.text in ("(", "lfloor", "lceil") or (token.text == "[" and before.kind == "close")
        return token.kind in ("name", "fraction", "root", "function")

    def _power(self) -> Node:
        base = self._atom()
        while self.take("mark", "^"):
            self._deeper()
            exponent = self._braced() if self.peek().text == "{" else self._signed_atom()
            if _too_large(exponent):
                raise Unreadable("exponent")
            base = Bin("**", base, exponent)
            self.depth -= 1
        return base

    def _signed_atom(self) -> Node:
        return Neg(self._atom()) if self.take("mark", "-") else self._atom()

    def _braced(self) -> Node:
        self.need("open", "{")
        node = self._sum()
        self.need("close", "}")
        return node

    def _atom(self) -> Node:
        token = self.peek()
        self.at += 1
        if token.kind == "number":
            return number(token.text)
        if token.kind == "name":
            return Sym(token.text)
        if token.kind == "fraction":
            return Bin("/", self._braced(), self._braced())
        if token.kind == "root":
            return Call("sqrt", (self._braced() if self.peek().text == "{" else self._atom(),))
        if token.kind == "sum":
            return self._summation()
        if token.kind == "function":
            return self._function(token.text)
        if token.kind == "open":
            return self._bracket(token.text)
        raise Unreadable(f"{token.text!r} is no operand")

    def _function(self, name: str) -> Node:
        self.need("open", "(", "{")
        self.at -= 1
        inside = self._bracket(self.take("open").text)  # type: ignore[union-attr] - the line above has seen it
        return Call(name, inside.items if isinstance(inside, Items) else (inside,))

    def _bracket(self, opener: str) -> Node:
        self._deeper()
        items = [self._sum()]
        while self.take("mark", ","):
            items.append(self._sum())
        self.need("close", _CLOSING[opener])
        self.depth -= 1
        if opener in ("lfloor", "lceil"):
            return Call("floor" if opener == "lfloor" else "ceil", (items[0],))
        return items[0] if len(items) == 1 else Items(tuple(items))

    def _summation(self) -> Node:
        self.need("mark", "_")
        self.need("open", "{")
        index = self.need("name")
        self.need("relation", "=")
        first = self._sum()
        self.need("close", "}")
        self.need("mark", "^")
        last = self._braced() if self.peek().text == "{" else self._atom()
        return Call("sum", (Sym(index.text), first, last, self._product()))


def _too_large(exponent: Node) -> bool:
    """A tower of powers or a large number up there: no count of an operation, and a way to eat memory."""
    match exponent:
        case Num(value):
            return abs(value) > MAX_EXPONENT or (value != Fraction(value.numerator) and abs(value) != Fraction(1, 2))
        case Bin("**", _, _):
            return True
        case Bin(_, left, right):
            return _too_large(left) or _too_large(right)
        case _:
            return False
