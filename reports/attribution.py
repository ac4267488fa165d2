"""What a number counts: the word beside it, the head of its column, the question it answers, the items of its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..properties.nodes import Bin, Node, Num
from ..properties.rendering import to_text
from .counting import bias_said
from .formulas import Span
from .reading import View
from .sentences import Sentence

_ABOUT = re.compile(r"(?:約|およそ|ほぼ|おおよそ|だいたい|about|roughly|approximately|around|nearly|almost|some|≈|~|ca\.?)\s*$", re.IGNORECASE)
_SCALES = (
    (10**6, re.compile(r"\s*(?:M\b|million|百万)", re.IGNORECASE)),
    (10**9, re.compile(r"\s*(?:G\b|B\b|billion|十億)")),
    (10**8, re.compile(r"\s*億")),
    (10**4, re.compile(r"\s*万")),
    (10**3, re.compile(r"\s*(?:[kK]\b|thousand)")),
)  # fmt: skip
_OTHER_UNIT = re.compile(
    r"\s*(?:%|％|倍|分の|percent|times\b|x\b|-?fold|画素|ピクセル|pixels?|枚|つの|チャン?ネル|ch\b|channels?|層|layers?|ms\b|秒|seconds?|エポック"
    r"|epochs?|px|filters?|kernels?|フィルタ|カーネル|サンプル|samples?|\(?\s*→|次元|images?|クラス|classes|units?\b|neurons?|values?|inputs?|outputs?|-\w|年|月|日|点|本|段|桁|行|列|:\d|\.\d)",
    re.IGNORECASE,
)
_MACS_AFTER = re.compile(r"\s*(?:回の?\s*(?:積和|掛け算|かけ算|乗算|演算|計算)|回|(?:scalar |floating[- ]point )?(?:multiply|mult)[- ]?(?:adds?|accumulates?)|multiplications|multiplies|M-?ACs?\b|MAdds?\b|(?:FL)?OPs\b|operations|積和|MAC)", re.IGNORECASE)
_PARAMS_AFTER = re.compile(r"\s*(?:個の?|つの)?\s*(?:(?:learnable|trainable|learned|free|total|distinct|such|extra|more|additional|学習(?:可能な|する|すべき)?)\s*)*(?:parameters?\b|weights?\b|params\b|パラメータ|重み|biases)", re.IGNORECASE)
_LINK = re.compile(r"は|が|:|=|とな|で|も|\bis\b|\bare\b|\bhas\b|\bhave\b|\bof\b|need|take|cost|requir|give|make|equal|holds?|→|⇒|to\b|\(|\|", re.IGNORECASE)
_BROKEN = re.compile(r"[。;]|because|since|where|so that|after|\bfrom\b|ので|から(?!の)|ため")
_LABEL = re.compile(r"^\W*(?:\([a-zA-Z\d]\)\s*)?[^:：]{1,40}[:：]\s*(?:約|about|~)?\s*$")
_ANSWER = re.compile(r"^\W*(?:A\d{0,2}|答え?|Answer|解答|解|Ans)?\W*(?:約|about|~)?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Count:
    """A number said to count something."""

    predicate: str
    word: str
    value: str
    about: bool
    span: Span
    end: int
    asked: str = ""


def count_of(view: View, span: Span, before: list[Count]) -> Count | None:
    """The number of a formula, if it counts weights or operations."""
    last = span.formula.sides[-1]
    if not numeric(last) or set(span.formula.relations) - {"=", "~"}:
        return None
    words = view.sentence.words
    scale, end = 1, span.end
    for factor, pattern in _SCALES:
        if m := pattern.match(words[end:]):
            scale, end = factor, end + m.end()
            break
    found = _measure(view, span, end, before)
    if found is None or (span.number is not None and span.number < 2 and scale == 1 and not found[2]):
        return None
    predicate, word, asked = found
    about = bool(_ABOUT.search(words[: span.start])) or scale > 1 or "~" in span.formula.relations
    value = to_text(last) if scale == 1 else f"{to_text(last)}*{scale}"
    return Count(predicate, word, value, about, span, end, asked)


def numeric(node: Node) -> bool:
    """A number, or a sum of products of numbers."""
    if isinstance(node, Num):
        return True
    return isinstance(node, Bin) and node.op in ("+", "*", "**") and numeric(node.left) and numeric(node.right)


def _measure(view: View, span: Span, end: int, before: list[Count]) -> tuple[str, str, str] | None:
    """What a number counts: (predicate, the word for it, the question it answers)."""
    s = view.sentence
    words, after = s.words, s.words[end:]
    if m := _PARAMS_AFTER.match(after):
        return "params", m[0], ""
    if m := _MACS_AFTER.match(after):
        mention = _last_word(s, span.start)
        if m[0].strip() != "回" or (mention and mention[0] == "macs"):
            return "macs", m[0] if m[0].strip() != "回" else mention[1] if mention else "", ""
    if _OTHER_UNIT.match(after):
        return None
    mention = _last_word(s, span.start)
    if mention:
        predicate, word, at = mention
        gap = words[at : span.start]
        if len(gap) <= 60 and _LINK.search(gap) and not _BROKEN.search(gap) and not _numbered(s, at, span.start):
            return predicate, word, ""
        return None
    if span.formula.relations and bias_said(words) is not None:
        return "params", "", ""  # only of weights is it said whether the biases are among them
    return _inherited(view, span, before)


def _last_word(s: Sentence, place: int) -> tuple[str, str, int] | None:
    """The nearest word for a count before a place."""
    found = [("params", m) for m in s.tags.get("parameters", ())] + [("macs", m) for m in s.tags.get("cost", ())]
    found = [(p, m) for p, m in found if m.end <= place]
    if not found:
        return None
    predicate, m = max(found, key=lambda f: (f[1].end, f[0]))
    return predicate, s.words[m.start : m.end], m.end


def _numbered(s: Sentence, start: int, end: int) -> bool:
    """Whether another big number stands between the word and the number: it is the one that is counted."""
    return any(start <= f.start and f.end <= end and f.number and f.number > 999 for f in s.formulas)


def _inherited(view: View, span: Span, before: list[Count]) -> tuple[str, str, str] | None:
    """What the number counts by its column, its question, its list."""
    s, outline = view.sentence, view.outline
    block = outline.blocks[s.block]
    words = s.words
    if s.cell is not None:
        return _of_column(view) if len(words.strip()) <= (span.end - span.start) + 14 else None
    rest = words[: span.start]
    earlier = [e for e in outline.sentences[s.block] if e.number < s.number]
    if _ANSWER.match(rest):
        asking = earlier[-1:] or (outline.sentences[block.parent][-1:] if block.parent is not None else []) or _above(view)
        for one in asking:
            if one.words.rstrip().endswith(("?", "？", ")？", "）？")) and (word := _only_word(one)):
                return (*word, " ".join(e.text.chars for e in (*earlier[:-1], *outline.sentences[one.block])))
    if before and re.search(r"(?:together|total|合計|合わせて|計)\W*$", rest, re.IGNORECASE):
        return before[-1].predicate, before[-1].word, ""
    if block.kind == "item" and (_LABEL.match(rest) or re.match(r"\s*[個回]\W*$", words[span.end :])):
        for one in _of_list(view):
            if word := _only_word(one):
                return (*word, "")
    if block.kind in ("code", "fence", "formula") or view.bare:
        for one in view.leads():
            if word := _only_word(one):
                return (*word, "")
    return None


def _above(view: View) -> list[Sentence]:
    at = view.sentence.block - 1
    return view.outline.sentences[at][-1:] if at >= 0 else []


def _of_list(view: View) -> Iterator[Sentence]:
    """The items before it in its list, and what introduces the list."""
    outline, mine = view.outline, view.sentence.block
    block = outline.blocks[mine]
    for at in range(mine - 1, max(-1, mine - 8), -1):
        other = outline.blocks[at]
        if other.kind != "item" or other.parent != block.parent:
            if other.kind in ("text", "item"):
                yield from outline.sentences[at][-1:]
            return
        yield from outline.sentences[at][:1]


def _only_word(s: Sentence) -> tuple[str, str] | None:
    """The one kind of count that a sentence names."""
    kinds = {p for p, tag in (("params", "parameters"), ("macs", "cost")) if tag in s.tags}
    if len(kinds) != 1:
        return None
    predicate = kinds.pop()
    m = s.tags["parameters" if predicate == "params" else "cost"][0]
    return predicate, s.words[m.start : m.end]


def _of_column(view: View) -> tuple[str, str, str] | None:
    """What the cell's column counts, or its row."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    heads = [e for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
    for one in (*heads, *(e for e in outline.sentences[s.block] if e.cell == 0 and s.cell)):
        if word := _only_word(one):
            return (*word, "")
    return None
