"""Arithmetic: relations between numbers alone, and a shape with its number of elements."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from ...properties.evaluation import Evaluator
from ...properties.nodes import Bin, Call, Node, Num, symbols, walk
from ...properties.rendering import to_text
from ...reference.errors import InputError
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.formulas import Span
from ..text.numerals import scale_of

_ELEMENTS = re.compile(
    r"\s*(?:の?(?:画像|入力|特徴マップ|出力|マップ|image|input|feature maps?|volume"
    r"|output))?\s*[(（]?\s*(?:=|→|⇒|合計|計|total of|i\.e\.|つまり)?\s*$"
)
_UNIT = re.compile(
    r"\s*(?:個|次元|要素|ノード|ユニット|neurons?|values?|numbers?|elements?|activations?|units?|nodes?|pixels?|ピクセル|画素)",
    re.IGNORECASE,
)
_FACTOR_BEFORE = re.compile(r"[)\]]\s*(?:[・·×x*@]|\\times|\\cdot)\s*$")
_SCALED = re.compile(r"\s*(?:[MKGBk]\b|million|billion|thousand|万|億|倍|%|％)")


def read(view: View) -> Iterator[Reading]:
    """`32*32*3 = 3072`, `6 + 2 - 2 + 1 = 7`, `28×28×6 (4,704 values)`."""
    spans = view.sentence.formulas
    for span in spans:
        yield from _relation(view, span)
    yield from _restated(view)
    yield from _values_of_a_map(view)
    yield from _in_words(view)
    for first, second in itertools.pairwise(spans):
        words = view.sentence.words
        if _is_shape(first) and second.number and _ELEMENTS.fullmatch(words[first.end : second.start]) is None:
            continue
        if _is_shape(first) and second.number and _UNIT.match(words[second.end :]):
            yield Reading(
                f"{to_text(first.formula.sides[0])} == {second.number}", first.start, second.end, predicate="arithmetic"
            )


_WORDED = re.compile(r"(?<![\d.,x*])(\d[\d,]*(?:\s*[x*]\s*\d[\d,]*)*)\s*([^\d\Wx][^\d=、。;]{0,22}?)\s*[x×*]\s*(\d[\d,]*)\s*([^\d\Wx][^\d=、。;]{0,22}?)(?:\s*[x×*]\s*(\d[\d,]*)\s*([^\d\Wx][^\d=、。;]{0,22}?))?\s*=\s*(\d[\d,]*)(?![\d.]|\s*[x×*+/])")


def _in_words(view: View) -> Iterator[Reading]:
    """30*30 positions x 27 mults x 32 filters = 777,600."""
    text = plain(view.sentence.text.chars)
    for m in _WORDED.finditer(text):
        factors = [re.sub(r"[\s,]", "", g).replace("x", "*") for g in (m[1], m[3], m[5]) if g]
        measure = "params" if re.search(r"param|weight|重み|パラメ", text, re.IGNORECASE) else "macs" if re.search(r"mult|mac|flop|積和|掛け算|回", text, re.IGNORECASE) else "arithmetic"
        yield Reading(f"{'*'.join(factors)} == {m[7].replace(',', '')}", m.start(), m.end(), predicate=measure)


_VALUES = re.compile(
    r"(?<![\d.,x*×])(\d{1,3}(?:,\d{3})+|\d{4,})\s*(?:output |hidden )?(?:outputs|units|neurons|activations|values|elements|numbers of output)\b"
    r"|(?<![\d.,x*×])(\d{1,3}(?:,\d{3})+|\d{4,})\s*(?:個|つ)の?(?:出力|値|要素|ニューロン|ユニット|マス)",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"(?<![\d.,x*])(\d{1,4})\s*x\s*(\d{1,4})\s*x\s*(\d{1,4})(?![\d.,]*\d|\s*[x*=])")


def _values_of_a_map(view: View) -> Iterator[Reading]:
    """The output is 55x55x96. That is 290,400 units: the values of the map spoken of just before."""
    s, outline = view.sentence, view.outline
    found = _VALUES.search(s.text.chars) if s.cell is None else None
    if not found or "=" in s.text.chars[: found.start()][-4:] or _VOLUME.search(plain(s.text.chars)):
        return
    number = int((found[1] or found[2]).replace(",", ""))
    earlier = [*(outline.sentences[s.block - 1] if s.block and outline.blocks[s.block - 1].kind != "heading" else ()), *outline.sentences[s.block][: s.number]]
    for back, one in enumerate(reversed(earlier[-4:])):
        volumes = list(_VOLUME.finditer(plain(one.text.chars)))
        for m in volumes[::-1]:
            values = int(m[1]) * int(m[2]) * int(m[3])
            if 2 * number > values and number < 2 * values and min(int(m[1]), int(m[2])) > 1:
                yield Reading(f"{m[1]}*{m[2]}*{m[3]} == {number}", found.start(), found.end(), sure=back < 2 and len(volumes) == 1, firm=True, predicate="arithmetic")
                return


_BIG = re.compile(r"(?<![\d,.*x×^])(\d{1,3}(?:,\d{3})+|\d{5,})(?![\d,]*\d)")
_AGAIN = re.compile(
    r"\s*(?:個|回|weights|parameters|params|multipl\w+|mult\w*-?\s?adds?|MACs?|operations|積和|の積和|のパラメータ)?\s*(?:、|,|\(|（|=|→|;|，)?\s*(?:つまり|すなわち|ざっと|i\.e\.,?|that is,?|or|which is|≈|~)?\s*(?:約|およそ|ほぼ|about|roughly|approximately|some|around|≈|~|ざっと)\s*(\d+(?:\.\d+)?)\s*(M\b|million|G\b|billion|B\b|億|百万|万|k\b|K\b|thousand)",
    re.IGNORECASE,
)


def _restated(view: View) -> Iterator[Reading]:
    """A number said again in short: 231,211,008 回、約 0.23 G."""
    text = view.sentence.text.chars
    for found in _BIG.finditer(text):
        again = _AGAIN.match(text[found.end() :])
        if again:
            scale = scale_of(again[2])
            claim = f"{found[1].replace(',', '')} ~= {again[1]}*{scale}"
            yield Reading(claim, found.start(), found.end() + again.end(), firm=True, predicate="arithmetic")


def _is_shape(span: Span) -> bool:
    shape = span.formula.shape
    return bool(shape) and len(shape) >= 2 and len(span.formula.sides) == 1 and all(isinstance(n, Num) for n in shape)


def _relation(view: View, span: Span) -> Iterator[Reading]:
    """Neighbouring sides of a chain that are both numbers."""
    sides, relations = span.formula.sides, span.formula.relations
    if _FACTOR_BEFORE.search(view.sentence.text.chars[: span.start]):
        return  # the rest of a product whose first factors are not in the formula: (90, 75)·(75, 30) = (90, 30)
    if _SCALED.match(view.sentence.words[span.end : span.end + 10]):
        return
    for left, relation, right in zip(sides, relations, sides[1:], strict=False):
        if relation == "=" and (_same_letters(left, right) or (_compares(left) and set(symbols(right)) < set(symbols(left)))):
            yield Reading(
                f"{to_text(left)} == {to_text(right)}", span.start, span.end, sure=_compares(left), predicate="arithmetic"
            )
        if not (_numeric(left) and _numeric(right)) or (isinstance(left, Num) and isinstance(right, Num)):
            continue
        if relation == "=":
            a, b = to_text(left), to_text(right)
            rounded = (f"{a} ~= {b}",) if (isinstance(right, Num) and right.places) or _of_rounded(left, right) else ()
            floored = (f"{to_text(_floored(left))} == {b}",) if _divides(left) else ()
            yield Reading(f"{a} == {b}", span.start, span.end, (), (*rounded, *floored), predicate="arithmetic")
        elif relation == "~":
            yield Reading(
                f"{to_text(left)} ~= {to_text(right)}", span.start, span.end, sure=False, predicate="arithmetic"
            )
        elif relation in ("<", ">", "<=", ">="):
            yield Reading(f"{to_text(left)} {relation} {to_text(right)}", span.start, span.end, predicate="arithmetic")


def _of_rounded(left: Node, right: Node) -> bool:
    """Whether a sum of rounded numbers is as near to what it stands for as their last places let it be."""
    units = [Fraction(1, 10**leaf.places) for leaf in walk(right) if isinstance(leaf, Num) and leaf.places]
    ops = [n.op for side in (left, right) for n in walk(side) if isinstance(n, Bin)]
    if not isinstance(right, Bin) or not units or not set(ops) <= set("+-*/") or right.op not in "+-":
        return False
    try:
        values = [Fraction(Evaluator({})(side)) for side in (left, right)]
    except (InputError, ZeroDivisionError):
        return False
    return abs(values[0] - values[1]) <= sum(units)


def _same_letters(left: Node, right: Node) -> bool:
    """An identity, C*(7*7*C) = 49*C**2: both sides composite, of the same letters."""
    return (
        isinstance(left, Bin)
        and isinstance(right, Bin)
        and bool(symbols(left))
        and set(symbols(left)) == set(symbols(right))
    )


def _compares(node: Node) -> bool:
    """A quotient of two counts of several sizes, which what follows it simplifies."""
    return isinstance(node, Bin) and node.op == "/" and all(len(symbols(x)) >= 3 for x in (node.left, node.right))


def _numeric(node: Node) -> bool:
    return not symbols(node) and any(isinstance(n, Num) for n in walk(node))


def _divides(node: Node) -> bool:
    return any(isinstance(n, Bin) and n.op == "/" for n in walk(node))


def _floored(node: Node) -> Node:
    """The quotient inside rounded down, as an output size is."""
    match node:
        case Bin("+" | "-" as op, left, right):
            return Bin(op, _floored(left), right)
        case Bin("/", _, _):
            return Call("floor", (node,))
        case _:
            return node
