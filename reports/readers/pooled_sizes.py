"""The size that a pooling leaves, as a share of the letter for what goes in: O_h = H/2, O_w = W/2 of a 2×2 pooling.

The window stands in the sentence or in what introduces it; a pooling that is given no step moves by its window.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Num, Sym
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..sizes.operations import Operation
from ..sizes.spoken import example_of

_OUT = re.compile(r"^(?:[Oo](?:_?[HWhw])?|O[HW]|[HWhwn]_?(?:out|o|prime|new|2))$")
_SIDES = frozenset("HWhwn")


def read(view: View) -> Iterator[Reading]:
    """Every such quotient of the sentence."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading":
        return
    for span in s.formulas:
        sides = span.formula.sides
        value = sides[-1]
        if len(sides) != 2 or not isinstance(sides[0], Sym) or not _OUT.match(sides[0].name):
            continue
        if not (isinstance(value, Bin) and value.op == "/" and isinstance(value.left, Sym) and isinstance(value.right, Num)):
            continue
        letter = value.left.name
        pooling = _pooling(view)
        if pooling is None or not (letter in _SIDES or view.letters.get(letter) in ("height", "width", "size")):
            continue
        window, step = pooling.kernel[0], (pooling.stride or pooling.kernel)[0]
        text = f"output_size(max_pool2d, kernel_size={window}, stride={step}) == {to_text(Bin('/', Sym('H'), value.right))}"
        yield Reading(text, span.start, span.end, ("the window of the pooling that is spoken of",), firm=True, sure=not s.has("hedged"), predicate="output_shape")


def _pooling(view: View) -> Operation | None:
    """The one pooling of the sentence, of those before it or of what stands over it, with its window."""
    s, outline = view.sentence, view.outline
    before = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    over = [e for b in outline.ancestors(s.block) for e in outline.sentences[b]]
    for sentence in [s, *reversed(before), *over]:
        found = [o for o in example_of(flat(sentence)).operations if o.kind not in ("", "window") or o.kernel]
        if found:
            one = found[0]
            plain = len(found) == 1 and "pool" in one.kind and one.kernel and len(set(one.kernel)) == 1 and not one.padding
            return one if plain and len(one.stride) < 2 else None
    return None
