"""Reading the plain syntax of expressions: a tokenizer and a small recursive reader over a closed vocabulary.

There is no `eval`. Length, depth and the number of digits are capped, so that hostile text is refused at once.
"""

from __future__ import annotations

import re

from ..reference.errors import InputError
from .nodes import FUNCTIONS, Bin, Call, Items, Neg, Node, Sym, number

MAX_LENGTH = 2_000
MAX_DEPTH = 40
MAX_DIGITS = 40
MAX_OPERATIONS = 200

KEYWORDS = frozenset({"not", "where", "if", "and", "odd", "even", "divides", "in"})
RELATIONS = ("==", "!=", "<=", ">=", "~=", "<", ">")

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2}(?!\w))?)"
    r"|(?P<name>[A-Za-z_\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff]*)"
    r"|(?P<mark>\*\*|==|!=|<=|>=|~=|[-+*/^(){},=<>]))"
)
_SAME_MARK = str.maketrans({"×": "*", "·": "*", "−": "-", "≤": "\u2264"})
_SPELLINGS = {"\u2264": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≒": "~="}


def tokens(text: str) -> list[tuple[str, str]]:
    """The marks, names and numbers of a text, as (kind, text) pairs."""
    if len(text) > MAX_LENGTH:
        raise InputError(f"a statement has {len(text):,} characters; at most {MAX_LENGTH:,} are read")
    text = text.translate(_SAME_MARK)
    for sign, plain in _SPELLINGS.items():
        text = text.replace(sign, plain)
    text = text.rstrip()
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise InputError(f"{text[at:].lstrip()[0]!r} in {_short(text)} is not part of the statement language")
        kind = match.lastgroup or ""
        if kind == "number" and len(match["number"]) > MAX_DIGITS:
            raise InputError(f"a number has more than {MAX_DIGITS} digits in {_short(text)}")
        found.append((kind, match[kind]))
        at = match.end()
    return found


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


class Reader:
    """One pass over the tokens of a text; the methods read what their names say and move on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self.operations = 0

    def peek(self) -> str | None:
        """The next token, or None at the end."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self, *wanted: str) -> str | None:
        """Moves past the next token if it is one of those wanted, and returns it."""
        if self.peek() in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def expect(self, mark: str, what: str) -> None:
        """Moves past a mark that must come next."""
        if self.take(mark) is None:
            raise self.error(f"{mark!r} {what}")

    def error(self, expected: str) -> InputError:
        """The refusal of what comes next, saying what was expected instead."""
        found = repr(self.peek()) if self.peek() is not None else "the end"
        return InputError(f"{_short(self.text)}: expected {expected}, found {found}")

    def finish(self) -> None:
        """Refuses anything that is left."""
        if self.peek() is not None:
            raise self.error("nothing more")

    def name(self, what: str) -> str:
        """Moves past a name that must come next, and returns it."""
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "name" and self.peek() not in KEYWORDS:
            self.at += 1
            return self.tokens[self.at - 1][1]
        raise self.error(what)

    def expression(self) -> Node:
        """A sum of products of powers; every level of nesting passes here and is counted."""
        self._deeper()
        left = self._product()
        while op := self.take("+", "-"):
            left = self._binary(op, left, self._product())
        self.depth -= 1
        return left

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InputError(f"{_short(self.text)} is nested more than {MAX_DEPTH} deep")

    def _binary(self, op: str, left: Node, right: Node) -> Bin:
        # A chain a+b+c+... is a tree as deep as it is long, and reading a tree is recursive.
        self.operations += 1
        if self.operations > MAX_OPERATIONS:
            raise InputError(f"{_short(self.text)} has more than {MAX_OPERATIONS} operations")
        return Bin(op, left, right)

    def _product(self) -> Node:
        left = self._signed()
        while op := self.take("*", "/"):
            left = self._binary(op, left, self._signed())
        return left

    def _signed(self) -> Node:
        if self.take("-"):
            self._deeper()
            operand = Neg(self._signed())
            self.depth -= 1
            return operand
        return self._power()

    def _power(self) -> Node:
        base = self._atom()
        if self.take("**", "^"):
            self._deeper()
            base = self._binary("**", base, self._signed())
            self.depth -= 1
        return base

    def _atom(self) -> Node:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind == "number":
            self.at += 1
            return number(text)
        if kind == "name" and text not in KEYWORDS:
            self.at += 1
            return self._call(text) if self.take("(") else Sym(text)
        if self.take("{"):
            return Items(self._items("}"), ordered=False)
        if self.take("("):
            return self._bracket()
        raise self.error("a number, a name or an opening bracket")

    def _bracket(self) -> Node:
        first = self.expression()
        if self.take(")"):
            return first
        self.expect(",", "or ')'")
        return Items((first, *self._items(")")))

    def _items(self, close: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self.take(close):
            items.append(self.expression())
            if self.peek() != close:
                self.expect(",", f"or {close!r}")
        return tuple(items)

    def _call(self, name: str) -> Call:
        args: list[Node] = []
        options: list[tuple[str, Node]] = []
        while not self.take(")"):
            value = self.expression()
            if isinstance(value, Sym) and self.take("="):
                options.append((value.name, self.expression()))
            elif options:
                raise self.error(f"a named option after {options[-1][0]!r} in {name}(...)")
            else:
                args.append(value)
            if self.peek() != ")":
                self.expect(",", "or ')'")
        return _checked(Call(name, tuple(args), tuple(options)))


def _checked(call: Call) -> Call:
    """The call, where its arguments are what a call of that name takes."""
    repeated = {key for key, _ in call.options if [k for k, _ in call.options].count(key) > 1}
    if repeated:
        raise InputError(f"{call.name}(...) is given {', '.join(sorted(repeated))} more than once")
    if call.is_measurement:
        # Without a subject but with options it is itself a subject, as in macs_ratio(conv2d(kernel_size=5), to=conv2d).
        if not (call.args or call.options) or not all(isinstance(arg, Sym | Call) for arg in call.args):
            raise InputError(f"{call.name}(...) is given no subject; a measurement names one first, as in macs(conv2d)")
        return call
    count = FUNCTIONS[call.name]
    if call.options or (count is None and not call.args) or (count is not None and len(call.args) != count):
        expected = "one or more arguments" if count is None else f"{count} argument{'s' * (count > 1)}"
        raise InputError(f"{call.name} takes {expected} and no option, and was given {len(call.args)}")
    if call.name == "sum" and not isinstance(call.args[0], Sym):
        raise InputError("sum takes an index, its first and last value and a term, as in sum(i, 1, L, 2*i)")
    return call


def parse_expression(text: str) -> Node:
    """The syntax tree of an expression; raises InputError where the text is not one.

    >>> parse_expression("2*K**2")
    Bin(op='*', left=Num(value=Fraction(2, 1), places=0), right=Bin(op='**', left=Sym(name='K'), \
right=Num(value=Fraction(2, 1), places=0)))
    >>> parse_expression("(" * 3000)
    Traceback (most recent call last):
    ...
    kenzan.reference.errors.InputError: a statement has 3,000 characters; at most 2,000 are read
    """
    reader = Reader(text)
    node = reader.expression()
    reader.finish()
    return node


__all__ = ["KEYWORDS", "MAX_DEPTH", "MAX_LENGTH", "RELATIONS", "Reader", "parse_expression", "tokens"]
