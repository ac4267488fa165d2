"""Totals: the counts of a sentence, of the lines above, of a column or a listing, and what they are said to come to.

The summands are those that stand before the total with nothing else between; where the whole stretch is there (every
row of the table, both layers of the sentence) and no part of it gives the number, the total is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from ...properties.nodes import Num, Sym
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.formulas import Span
from ..text.sentences import Sentence

_TOTAL = re.compile(
    r"\b(?:in total|totals?|al+[- ]?to+gether|together|combined|sum(?:s|ming)?|summed|overall|both)\b|合計|総計|総数|トータル|全体で|全部で|合わせて|あわせて|両方で|両者で|足す(?:と|なら|ば)|足して|足せば|(?:^|[、。\s])計(?![算測])",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^\W*(?:total|sum|overall|合計|総計|計|総数|トータル)\b|^\W*(?:合計|総計|計|総パラメータ)", re.IGNORECASE)
_OMITTED = re.compile(r"…|\.\.\.|以下略|中略|略\b|省略|⋮|omitted|etc\.?", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:個|回|weights?\b|parameters?\b|params\b|mult\w*|MACs?\b|operations\b|積和|FLOPs\b|biases)", re.IGNORECASE)
_OTHER = re.compile(r"\s*(?:倍|%|％|層|枚|チャン?ネル|channels?|layers?|filters?|units?|年|ms|秒|画素|pixels?|x\b|×|MB|GB|KB|M\b|G\b)", re.IGNORECASE)
_COUNTS = (("params", re.compile(r"param|weight|重み|パラメ|学習する", re.IGNORECASE)), ("macs", re.compile(r"mult|\bmacs?\b|flop|operation|\bcost\b|comput|計算量|演算|積和|乗算|掛け算", re.IGNORECASE)))
_CELL = re.compile(r"^\W*(?:[^=]*=)?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\s*(?:個|回))?\W*$")
_NOTHING = re.compile(r"^\s*(?:[-–—―ー/]|なし|none|n/a)?\s*$", re.IGNORECASE)
_NO_SUMMAND = re.compile(r"\bflatten\w*|\breshap\w*|平坦化|[:：=]\s*(?:0|zero|none|なし)(?![\d.,])", re.IGNORECASE)  # a layer without parameters
MOST = 24  # summands
FURTHER = 24  # blocks above in which the table of the summands may stand
BACK = MOST + 1  # lines above that are looked at
NEAR = 8  # blocks in which what is counted may be named
FEW, LARGE = 10, 1_000  # numbers of which any may be meant, and totals that no chance makes


def read(view: View) -> Iterator[Reading]:
    """The totals that the sentence states."""
    s = view.sentence
    kind = view.outline.blocks[s.block].kind
    if kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    if s.cell is not None:
        yield from _of_column(view)
        return
    for span in s.formulas:
        number = _number(span)
        if number is None or _OTHER.match(s.words[span.end :]):
            continue
        own = [(f, n) for f in s.formulas if f.end <= span.start and (n := _number(f)) is not None and _counted(s, f)]
        start = own[-1][0].end if own else 0
        if _TOTAL.search(s.words[start : span.start]) or (own and _TOTAL.search(s.words[span.end : span.end + 24])) or _TOTAL.match(s.words[span.end :].lstrip(" 個回")):
            yield from _of_stretch(view, span, number, [n for _, n in own] if len(own) > 1 else _column_above(view) or _table_with(view, number) or _above(view))
        elif not own and _alone(s, span):
            yield from _of_listing(view, span, number)


def _number(span: Span) -> int | None:
    """The whole number that a formula is, or comes to."""
    last = span.formula.sides[-1]
    if not isinstance(last, Num) or last.value.denominator != 1 or set(span.formula.relations) - {"="}:
        return None
    return int(last.value) if last.value >= 2 else None


def _counted(s: Sentence, span: Span) -> bool:
    """Whether a number of the sentence counts something that may be added up."""
    number = _number(span) or 0
    after = s.words[span.end :]
    return not _OTHER.match(after) and (bool(_UNIT.match(after)) or number > 999)


def _listed(s: Sentence, span: Span) -> bool:
    """Whether a number ends its line behind a colon: conv：156."""
    return bool(re.search(r"[:：]\s*$", s.words[: span.start])) and not s.words[span.end :].strip(" 。.個回")


def _alone(s: Sentence, span: Span) -> bool:
    """Whether a number stands by itself: with no words, and with no sum or product of its own that it comes from."""
    if any(not isinstance(side, Num | Sym) for side in span.formula.sides):
        return False
    return not s.words[: span.start].strip(" :=") and not s.words[span.end :].strip(" 。.個回")


_A_SIZE = re.compile(r"[A-Za-z](?:_\w+)?\s*=\s*\d+\s*$")  # M=32


_EXAMPLES = re.compile(r"(?:たとえば|例えば|一例|一部|いくつか)[^。]{0,12}$|\b(?:for (?:example|instance)|e\.g\.|such as|some of (?:them|these))\W*$", re.IGNORECASE)


_NOTHING_ADDED = re.compile(  # a pooling's weights; a shape beside a count
    r"(?<![\d.,])0\s*(?:個|回|つ|params?\b|parameters?\b|weights?\b)|[:：]\s*0\s*$|\bno (?:parameters|weights)\b|パラメー?タ(?:は|が)?(?:なし|無し|ない)|^\W*(?:出力は?|output:?)?\W*\d+(?:\s*[x×*]\s*\d+){1,2}\W*$", re.IGNORECASE
)


def _above(view: View) -> list[int]:
    """The numbers with which the lines just above end, in order."""
    outline, s = view.outline, view.sentence
    lines = [e for e in outline.sentences[s.block] if e.number < s.number]
    cut = False
    for at in range(s.block - 1, -1, -1):
        cut = len(lines) >= BACK
        if cut or outline.blocks[at].kind in ("heading", "row") or outline.sections[at] != outline.sections[s.block]:
            break
        lines = [*outline.sentences[at], *lines]
    found: list[int] = []
    measures = _named(s)
    for line in reversed(lines):
        if (others := _named(line)) and measures and not measures & others:
            continue  # the weights told between the operations that are added up
        numbers = [n for f in line.formulas if (n := _number(f)) is not None and not _A_SIZE.match(line.text.chars[f.start : f.end]) and (_counted(line, f) or f.formula.relations or _listed(line, f))]
        if _NO_SUMMAND.search(line.words) or (not numbers and _is_label(view, line)):
            continue
        if not numbers and _EXAMPLES.search(line.words.rstrip(" :：、,。.")):
            return []  # the lines below it are some of the summands
        if not numbers and _NOTHING_ADDED.search(line.words):
            continue
        if not numbers and found and outline.blocks[line.block].kind == "item":
            return []  # of one of the items nothing is known
        if not numbers or _TOTAL.search(line.words):
            break
        chained = [n for f in line.formulas if f.formula.relations and (n := _number(f)) is not None]
        found[:0] = chained if len(chained) > 1 else numbers[-1:]
    else:
        return [] if cut else found  # summands may stand further up
    return found


def _named(s: Sentence) -> set[str]:
    """What the words of a line say that its number counts."""
    return {name for name, pattern in _COUNTS if pattern.search(s.words)}


def _is_label(view: View, line: Sentence) -> bool:
    """Whether a line is but the name of what its items count."""
    return view.outline.blocks[line.block].kind == "item" and len(line.words) < 24 and not re.search(r"\d", line.words)


def _column_above(view: View) -> list[int]:
    """The counts in the table right above, where one of its columns holds counts."""
    outline, s = view.outline, view.sentence
    last = s.block - 1
    header = outline.blocks[last].header if last >= 0 and outline.blocks[last].kind == "row" else None
    if header is None:
        return []
    cells = [e.cell for e in outline.sentences[header] if _COUNTS[0][1].search(e.text.chars) or _COUNTS[1][1].search(e.text.chars)]
    if len(cells) != 1:
        return []
    texts = [" ".join(e.text.chars for e in outline.sentences[at] if e.cell == cells[0]) for at in range(header + 1, s.block)]
    numbers = [int(m[1].replace(",", "")) if (m := _CELL.match(t)) else None for t in texts]
    return [n or 0 for n in numbers] if all(n is not None or _NOTHING.match(t) for n, t in zip(numbers, texts, strict=True)) else []


def _table_with(view: View, total: int) -> list[int]:
    """The column of a table further up in the section that comes to the total; the lines in between are but examples of its rows."""
    outline, s = view.outline, view.sentence
    columns: dict[tuple[int, int], list[int]] = {}
    for at in range(max(0, s.block - FURTHER), s.block):
        header = outline.blocks[at].header
        if outline.blocks[at].kind != "row" or header is None or header == at or outline.sections[at] != outline.sections[s.block]:
            continue
        for e in outline.sentences[at]:
            if e.cell and (m := _CELL.match(e.text.chars)):
                columns.setdefault((header, e.cell), []).append(int(m[1].replace(",", "")))
    return next((numbers for numbers in columns.values() if sum(numbers) == total and 2 <= len(numbers) <= MOST), [])


def _of_stretch(view: View, span: Span, total: int, summands: list[int]) -> Iterator[Reading]:
    """A total in words: together, 合わせて."""
    if not 2 <= len(summands) <= MOST or total <= max(summands):
        return
    yield _reading(view, span.start, span.end, summands, total, sure=len(summands) <= 4)


def _of_listing(view: View, span: Span, total: int) -> Iterator[Reading]:
    """A number alone on its line under lines that end in numbers."""
    outline, s = view.outline, view.sentence
    before = outline.sentences[s.block - 1] if s.block else []
    summands = _above(view)
    chained = bool(before) and any("=" in f.formula.relations for f in before[-1].formulas)
    if chained and 2 <= len(summands) <= MOST and total > max(summands):
        yield _reading(view, span.start, span.end, summands, total, sure=True)


def _of_column(view: View) -> Iterator[Reading]:
    """The last row of a table, headed total."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    first = " ".join(e.words for e in outline.sentences[s.block] if e.cell == 0)
    cell = _CELL.match(s.text.chars)
    if not s.cell or header is None or header == s.block or not cell:
        return
    if named := _rows_named(view, first, header):
        yield _reading(view, cell.start(1), cell.end(1), named, int(cell[1].replace(",", "")), sure=True, whole=True)
        return
    if not _HEAD.search(first):
        return
    head = " ".join(e.text.chars for e in outline.sentences[header] if e.cell == s.cell)
    summands: list[int] = []
    whole = True
    for at in range(header + 1, s.block):
        row = outline.sentences[at]
        if outline.blocks[at].header != header or _HEAD.search(" ".join(e.words for e in row if e.cell == 0)):
            return
        text = " ".join(e.text.chars for e in row if e.cell == s.cell)
        if found := _CELL.match(text):
            summands.append(int(found[1].replace(",", "")))
        elif not _NOTHING.match(text):
            return
        whole = whole and not any(_OMITTED.search(e.words) for e in row)
    total = int(cell[1].replace(",", ""))
    if 2 <= len(summands) <= MOST and total >= max(summands):
        measure = next((name for name, pattern in _COUNTS if pattern.search(head)), "")
        yield _reading(view, cell.start(1), cell.end(1), summands, total, sure=whole and bool(measure), measure=measure)


def _rows_named(view: View, first: str, header: int) -> list[int]:
    """The counts of the rows that a row names as its parts: depthwise + pointwise, dw と pw の合計."""
    outline, s = view.outline, view.sentence
    rows: dict[str, int] = {}
    for at in range(header + 1, s.block):
        texts = [" ".join(e.text.chars for e in outline.sentences[at] if e.cell == cell) for cell in (0, s.cell)]
        if outline.blocks[at].header == header and (number := _CELL.match(texts[1])):
            rows[_label(texts[0])] = int(number[1].replace(",", ""))
    parts = [_label(p) for p in _JOINED.split(_ITS_TOTAL.sub("", first))]
    return [rows[p] for p in parts] if len(parts) > 1 and len(set(parts)) == len(parts) and all(p in rows for p in parts) else []


_JOINED = re.compile(r"\s*(?:[+＋&＆]|と|\band\b|および|及び)\s*", re.IGNORECASE)
_ITS_TOTAL = re.compile(r"(?:の|[:：(（])*\s*(?:合計|総計|計|和|合わせて|total|sum|together|combined|in all)\W*$|^\W*(?:total|sum|both|合計)\W+(?:of\s+)?", re.IGNORECASE)


def _label(text: str) -> str:
    return re.sub(r"[\W_]|\b(?:conv\w*|layer)\b|層|畳み込み", "", text.lower())


def _reading(view: View, start: int, end: int, summands: list[int], total: int, sure: bool, measure: str = "", whole: bool = False) -> Reading:
    """The sum, of all of the summands or, unless they are all named, of the last of them; the nearest first."""
    starts = range(1 if whole else len(summands) - 1)
    texts = [f"{' + '.join(map(str, summands[at:]))} == {total}" for at in starts]
    sums = {text: Fraction(total, sum(summands[at:])) for at, text in zip(starts, texts, strict=True)}
    texts.sort(key=lambda text: abs(1 - sums[text]))
    if not whole and total >= LARGE and _some_come_to(summands[-FEW:], total):
        sure = False  # the others may be told by the way, or be forgotten
    near = Fraction(1, 3) <= sums[texts[0]] <= 3
    return Reading(texts[0], start, end, ("the sum of the counts before it",), tuple(texts[1:]), sure=sure and near, firm=True, predicate=measure or _measure(view))


def _some_come_to(summands: list[int], total: int) -> bool:
    """Whether some of the numbers, not all and not the last ones alone, come to a large total."""
    return any(sum(some) == total for size in range(2, len(summands)) for some in combinations(summands, size))


def _measure(view: View) -> str:
    """What is added up: what the sentence, its section or its block speaks of."""
    outline, s = view.outline, view.sentence
    texts = [s.text.chars, *(e.text.chars for at in range(s.block, max(-1, s.block - NEAR), -1) for e in outline.sentences[at])]
    return next((name for text in texts for name, pattern in _COUNTS if pattern.search(text)), "arithmetic")
