"""Formulas of counts, each with its own label: depthwise が X、pointwise が Y、合計は Z; the former costs X, the latter Y.

The label (a layer, the former, the latter, the sum, a table's head, the question that is answered) names what each
formula counts; whether operations or weights are counted stands in the sentence, its row, its list or its question.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Bin, Items, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, call, settled_letters, statements
from ..sizes.attribution import section_measure
from ..sizes.counting import bias_said, doubtful, kind_above, kinds_in, plain, texts_above
from ..sizes.formulas import Span
from ..sizes.told_window import told_window
from ..text.sentences import Sentence
from .ratio import sum_of_reciprocals

_FORMER = re.compile(r"前者|\bformer\b|\bfirst\b(?! layer)", re.IGNORECASE)
_LATTER = re.compile(r"後者|\blatter\b|\bsecond\b(?! layer)", re.IGNORECASE)
_SUM = re.compile(r"合計|合わせ|あわせ|全体で|together|in total|\btotal\b|\bsum\b|altogether|\bboth\b|the pair|2つの?合", re.IGNORECASE)
_LIGHT = frozenset({"depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d"})
_NOT_VALUES = re.compile(r"入力|出力(?!チャ)|input|output (?!channel)|shape|サイズ|kernel\s*[:は]|カーネル\s*[:は]|比(?:は|が|率)|ratio|divid|割る|倍", re.IGNORECASE)
_ANSWER = re.compile(r"^\W*(?:A\d{0,2}|答え?|Answer|解答?|Ans)\s*[.:：)]", re.IGNORECASE)
_ORDERED = re.compile(r"書け|求めよ|答えよ|計算せよ|示せ|考えよ|write a|compute the|calculate the|show that", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The counts of labelled formulas."""
    s = view.sentence
    spans = [f for f in s.formulas if _composite(f)]
    if not spans or view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")) or _ORDERED.search(s.words):
        return
    measure, asked, told = _measure(view)
    if measure is None:
        return
    text = plain(s.text.chars)
    end = 0
    for span in spans:
        label, end = text[end : span.start], span.end
        if _NOT_VALUES.search(label) or re.match(r"\s*(?:倍|分の|に比例|の比)", text[span.end :]):
            continue
        subject = _subject(view, label, asked)
        if subject is not None:
            yield from _count(view, measure, subject, span, text, told)


def _composite(span: Span) -> bool:
    """A product or a sum of counts: at least two sizes, no tuple, no single quotient."""
    node = span.formula.value
    if sum_of_reciprocals(node):
        return False
    return isinstance(node, Bin) and len(symbols(node)) >= 2 and not isinstance(node, Items | Sym | Num)


def _measure(view: View) -> tuple[str | None, str, str]:
    """What is counted, the question that is answered, and the words of the heading that says what is counted."""
    s, outline = view.sentence, view.outline
    if found := _word(s):
        return found, "", ""
    if s.has("cost") and s.has("parameters"):
        return None, "", ""
    if s.cell is not None:
        header = outline.blocks[s.block].header
        head = [e for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
        row = [e for e in outline.sentences[s.block] if e.cell == 0 and s.cell]
        told = section_measure(view) or (None, "", "")
        return next(((m, "", e.words) for e in (*head, *row) if (m := _word(e))), (told[0], "", told[2]))
    if _ANSWER.match(s.words):
        for earlier in [*reversed([e for e in outline.sentences[s.block] if e.number < s.number]), *_before(view)]:
            if earlier.words.rstrip().rstrip(")）").endswith(("?", "？", "よ。", "よ")) and (found := _word(earlier)):
                return found, earlier.text.chars, ""
    before = [e for e in outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    if before and (found := _word(before[0])):
        return found, "", ""
    if len(s.words) <= 60 and (told := section_measure(view)):
        return told[0], "", told[2]
    return ("macs" if all(is_cost(view, f) for f in s.formulas if _composite(f)) else None), "", ""


def is_cost(view: View, span: Span) -> bool:
    """A formula of the whole map, of channels and of a kernel or of both channels: nothing else is counted so."""
    letters = symbols(span.formula.value)
    roles = {view.letters.get(x) or _CUSTOM.get(x, "") for x in letters}
    plane = {"height", "width"} <= roles or bool({"size", "output_height"} & roles)
    kernel = bool({"kernel_size", "kernel_height"} & roles) or {"in_channels", "out_channels"} <= roles
    return plane and kernel and len(letters) >= 3


_CUSTOM = {
    "H": "height", "W": "width", "h": "height", "w": "width", "D_F": "size", "H_out": "output_height", "C": "in_channels", "M": "out_channels",
    "K": "kernel_size", "k": "kernel_size", "D_K": "kernel_size", "K_h": "kernel_height", "KH": "kernel_height", "k_h": "kernel_height",
}  # fmt: skip


def _before(view: View) -> list[Sentence]:
    at = view.sentence.block - 1
    return view.outline.sentences[at][-1:] if at >= 0 else []


def _word(s: Sentence) -> str | None:
    """The one kind of count that a sentence names."""
    named = [name for name, tag in (("macs", "cost"), ("params", "parameters")) if tag in s.tags]
    return named[0] if len(named) == 1 else None


def _subject(view: View, label: str, asked: str) -> str | None:
    """The layer that a label names."""
    if _FORMER.search(label) or _LATTER.search(label):
        two = _two_above(view)
        return (two[0] if _FORMER.search(label) else two[1]) if two else None
    kinds = [k for _, _, k in kinds_in(label)]
    if _SUM.search(label[-24:]) and not (kinds and kinds[-1] == "conv2d"):
        above = kind_above(view, _LIGHT)
        own = {k for _, _, k in kinds_in(plain(view.sentence.text.chars))}
        return "depthwise_separable_conv2d" if own & _LIGHT or above else None
    if {"depthwise_conv2d", "pointwise_conv2d"} <= set(kinds):
        return "depthwise_separable_conv2d"
    if kinds:
        return _counted(kinds[-1]) if len(set(kinds)) == 1 or kinds[-1] in _LIGHT else None
    if asked:
        kinds = [k for _, _, k in kinds_in(plain(asked))]
        return _counted(kinds[0]) if kinds else None
    if view.sentence.cell is not None:
        return _of_table(view)
    return None


def _counted(kind: str) -> str | None:
    return kind if kind in _LIGHT or kind in ("conv2d", "linear", "conv_transpose2d") else None


def _of_table(view: View) -> str | None:
    """The layer of a cell: its row's first cell, else its column's head."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    row = " ".join(e.text.chars for e in outline.sentences[s.block] if e.cell == 0)
    head = " ".join(e.text.chars for e in outline.sentences[header] if e.cell == s.cell) if header is not None else ""
    for text in (row, head):
        kinds = [k for _, _, k in kinds_in(plain(text))]
        if kinds:
            return _counted(kinds[0])
    return None


def _two_above(view: View) -> tuple[str, str] | None:
    """The two layers that the text before puts side by side."""
    for text in texts_above(view):
        kinds = list(dict.fromkeys(k for _, _, k in kinds_in(plain(text))))
        if len(kinds) == 2:
            return kinds[0], kinds[1]
        if kinds:
            return None
    return None


def _count(view: View, measure: str, subject: str, span: Span, text: str, told: str) -> Iterator[Reading]:
    options: dict[str, str] = {}
    bias = bias_said(text)
    bias = bias if bias is not None else bias_said(told)
    if measure == "params" and bias is not None:
        options["bias"] = "true" if bias else "false"
    side = next((x for x in reversed(span.formula.sides) if symbols(x) and not isinstance(x, Sym)), None)
    if side is None:
        return
    group = next((x for x in ("G", "g") if x in symbols(side)), None)
    if subject == "conv2d" and group:
        options["groups"] = group
    for x in symbols(side):  # O^2: a square map by its one side
        if view.letters.get(x) in ("output_height", "output_size", "height") and re.search(rf"\b{re.escape(x)}\*\*2", to_text(side)):
            view.letters[x] = "size"
    options |= told_window(view, subject, side)
    found = statements(view, f"{call(measure, subject, options)} == {to_text(side)}", subject, [side])
    if found:
        sure = _degree(side) >= (2 if measure == "params" else 3) and len(symbols(side)) >= 2 and not doubtful(view.sentence)
        yield Reading(found[0][0], span.start, span.end, tuple(filter(None, [found[1]])), tuple(found[0][1:]), sure=sure, firm=settled_letters(view, side))


def _degree(node: Node) -> int:
    """How many sizes are multiplied, at most."""
    match node:
        case Sym():
            return 1
        case Bin("*", left, right):
            return _degree(left) + _degree(right)
        case Bin("**", left, Num(value, _)):
            return _degree(left) * int(value)
        case Bin(_, left, right):
            return max(_degree(left), _degree(right))
        case _:
            return 0
