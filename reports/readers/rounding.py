"""Sizes whose division is rounded in words: (H + 2P - K)/S + 1, 端数切り捨て; its integer part, plus one; rounded down.

Only where the formula itself does not round, and where the words stand in its sentence or open the one after it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ...properties.nodes import Bin, Call, Items, Node, Num, walk
from .. import patterns as re
from ..reading import View
from ..sizes.formulas import Span

_NOT = r"(?!(?:て(?:は)?(?:いけ|なら)|な[いけ]|ません|ず(?:に)?|を?忘)|られ?ない|[^。]{0,4}(?:忘れ|誤り|間違))"
_DOWN = re.compile(
    rf"切り?(?:捨て|下げ|すて)(?:る|た|て|ます)?{_NOT}|床関数|整数(?:部分?|の部分)|(?:小数|端数)(?:点以下|部分)?(?:は|を)?(?:捨て|無視|落と|除)"
    r"|\bround(?:ed|ing|s)? down\b|\bfloor(?:ed)?\b|\b(?:fraction|remainder|decimals?)\w*\b[^.;]{0,24}\b(?:dropped|discarded|ignored|thrown away|cut off)\b|\binteger (?:part|division)\b",
    re.IGNORECASE,
)  # fmt: skip
_UP = re.compile(rf"切り?上げ(?:る|た|て|ます)?{_NOT}|天井関数|\bround(?:ed|ing|s)? up\b|\bceil(?:ing|ed)?\b", re.IGNORECASE)
_ADDED = re.compile(r"\s*(?:の)?(?:整数(?:部分?|の部分)|(?:商|値)?を?(?:小数点以下)?切り捨て(?:て|た(?:もの|値|結果)))(?:に|へ|から)?、?\s*[1１](?:を)?(?P<how>足|加え|プラス|引)")
_NEXT = re.compile(r"\s*(?:ただし|なお|ここで)?、?\s*(?:割り?切れな|小数|端数|余り|商|計算結果|結果|\bif\b|\bthe (?:result|quotient|fraction|division)\b|\bround)", re.IGNORECASE)


def rounded(view: View, span: Span, value: Node) -> Node:
    """The value as the words around it round it; as it is where they do not."""
    if not any(isinstance(n, Bin) and n.op == "/" for n in walk(value)) or any(isinstance(n, Call) for n in walk(value)):
        return value
    s = view.sentence
    if (more := _ADDED.match(s.words[span.end :])) is not None:
        return _each(value, lambda n: Bin("-" if more["how"] == "引" else "+", Call("floor", (n,)), Num(Fraction(1))))
    rest = _until_formula(view, span)
    down, up = _DOWN.search(rest), _UP.search(rest)
    if not down and not up and (later := _next(view)):
        down, up = _DOWN.search(later), _UP.search(later)
    if bool(down) == bool(up):
        return value
    if up and view.in_families(span.start, "pooling"):
        return value  # a pooling may be told to round up
    name = "floor" if down else "ceil"
    return _each(value, lambda n: Call(name, (n,)))


def _each(value: Node, made: Callable[[Node], Node]) -> Node:
    """What is made of the value, or of each item of a shape that has a division."""
    if isinstance(value, Items):
        return Items(tuple(_each(n, made) for n in value.items), value.ordered)
    divided = any(isinstance(n, Bin) and n.op == "/" for n in walk(value))
    return made(value) if divided else value


def _until_formula(view: View, span: Span) -> str:
    """The sentence's words from the formula on, up to a further formula with a division of its own."""
    others = [f.start for f in view.sentence.formulas if f.start >= span.end and "/" in f.text]
    return view.sentence.words[span.end : min(others, default=len(view.sentence.words))]


def _next(view: View) -> str:
    """The sentence after, where it goes on with what happens to a remainder."""
    s, outline = view.sentence, view.outline
    after = [e for e in outline.sentences[s.block] if e.number == s.number + 1 and e.cell == s.cell]
    if not after and s.block + 1 < len(outline.sentences) and outline.blocks[s.block + 1].kind in ("text", outline.blocks[s.block].kind):
        after = outline.sentences[s.block + 1][:1]
    return after[0].words if after and _NEXT.match(after[0].words) else ""
