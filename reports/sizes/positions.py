"""Letters that count the places of the output: "S denotes the number of output positions". They stand for height times width."""

from __future__ import annotations

from dataclasses import replace

from ...properties.nodes import Bin, Call, Neg, Node, Sym, symbols
from .. import patterns as re
from ..reading import View
from .counting import plain

FAR = 40  # blocks back in which the letter is looked for: symbols are told once, for several sections
_PLACES = r"(?:positions|locations|pixels|places|grid points|位置の?(?:総?数|個数)|画素の?数|点の?(?:総?数|個数))"
_POSITIONS = re.compile(
    r"(?<![A-Za-z])(?P<a>[A-Za-z])(?![A-Za-z])[\s$]*(?:is|denotes|stands for|means|=|:|for|counts|は|が|を)?[\s$]*(?:the )?(?:number of )?\W{0,2}(?:output|spatial|出力の?)?\W{0,3}"
    + _PLACES
    + rf"|{_PLACES}\s*(?:is|are|be|by|は|が|を|=|:)?\s*(?:called|denoted by)?[\s$]*(?P<b>[A-Za-z])(?![A-Za-z])",
    re.IGNORECASE,
)


def position_letters(view: View) -> set[str]:
    """The letters that the text so far says to be the number of output positions."""
    if "letters of positions" not in view.kept:
        outline, block = view.outline, view.sentence.block
        texts = [e.text.chars for at in range(max(0, block - FAR), block + 1) for e in outline.sentences[at] if at < block or e.number <= view.sentence.number]
        found = {m["a"] or m["b"] for t in texts for m in _POSITIONS.finditer(plain(t))}
        view.kept["letters of positions"] = found - {"a", "A", "I", "x"}
    return view.kept["letters of positions"]


def in_positions(view: View, node: Node) -> Node:
    """An expression with height times width in the place of the letter that counts the output's positions."""
    letters = set(symbols(node))
    counted = letters & position_letters(view) if len(letters) > 1 else set()
    if len(counted) != 1 or {"H", "W"} & (letters - counted):
        return node
    return put(node, counted.pop(), Bin("*", Sym("H"), Sym("W")))


def put(node: Node, letter: str, new: Node) -> Node:
    """A node with another in the place of a letter."""
    match node:
        case Sym(name):
            return new if name == letter else node
        case Bin(op, left, right):
            return Bin(op, put(left, letter, new), put(right, letter, new))
        case Neg(inner):
            return Neg(put(inner, letter, new))
        case Call(args=args) if not node.is_measurement:
            return replace(node, args=tuple(put(a, letter, new) for a in args))
        case _:
            return node
