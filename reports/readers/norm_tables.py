"""Tables in which the axes of the input are heads: a mark (○, yes, まとめる) tells which of them a normalisation averages over.

Normalisations stand in the rows and axes in the columns, or the other way round. A row of marks is one statement, with
its blanks; a column's cell says something of one axis, and the others are left open. Whether a mark means "averaged over"
or "kept apart" is told by the cell's own word, by the corner, or by what introduces the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.setting import sentences_above
from ..text.sentences import Sentence
from .norm_sense import asserts
from .norms import NORMS, plain, words

_AXES = (
    ("N", r"[NB]|(?:ミニ)?バッチ(?:方向|軸|次元)?|サンプル(?:方向|軸)?|データ(?:方向)?|画像(?:方向)?|(?:mini-?)?batch(?: (?:axis|dimension))?|samples?|examples?|images?"),
    ("C", r"C|チャン?ネル(?:方向|軸|次元)?|ch|特徴(?:方向)?|channels?(?: (?:axis|dimension))?|features?"),
    ("HW", r"H\s*[,、・×/xと]?\s*W|空間(?:方向|軸|位置)?|縦横|縦・横|縦と横|画素|位置|spatial(?: (?:axes|positions|dimensions))?|space|pixels|positions?|height\s*(?:/|and|&|,)\s*width"),
    ("H", r"H|縦(?:方向)?|高さ|height|rows"), ("W", r"W|横(?:方向)?|幅|width|columns"),
    ("G", r"G|グループ内?|(?:within a )?groups?"),
)  # fmt: skip
_BRACKETED = re.compile(r"\s*[(（][^()（）]{0,16}[)）]\s*$")
_YES = re.compile(r"\s*(?:[○◯〇⭕✓✔☑●◎]|yes|y|averaged|pooled|shared|reduced|summed|はい|あり|とる|取る|平均(?:する|をとる)?|まとめる|含む|込み|つぶす|潰す|一緒|共有(?:する)?|across|together|over|all)\s*[.。]?\s*$", re.IGNORECASE)
_NO = re.compile(r"\s*(?:[×✗✘✕−–—-]+|no|n|none|いいえ|なし|とらない|取らない|まとめない|含まない|残す|残る)\s*$", re.IGNORECASE)
_APART = re.compile(r"\s*(?:separate(?:ly)?|apart|per|each|kept|individual(?:ly)?|independent(?:ly)?|固定(?:する)?|別々?(?:に)?|個別(?:に)?|独立|ごと|毎|(?:それぞれ|各々)(?:別)?)\s*$", re.IGNORECASE)
_CROSS = re.compile(r"\s*[xX×]\s*$")
_KEPT_APART = re.compile(r"ごと|毎に|別々|独立|固定|残す|残る|分け|separate|apart|\bper\b|independent|\bkept\b|individual|own mean", re.IGNORECASE)
_AVERAGED = re.compile(r"平均|まとめ|統計|つぶ|潰|またが|共有|集約|averag|pool|statistic|\bover\b|reduc|shar|\bmean|\bacross\b|正規化の?(?:軸|範囲)", re.IGNORECASE)
MOST = 8  # columns that are looked at


def read(view: View) -> Iterator[Reading]:
    """The marks of a row, or one mark of a column."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if s.cell is None or header is None or not asserts(view):
        return
    own = _norm([e for e in outline.sentences[s.block] if e.cell == 0])
    if own and s.cell == 0:
        yield from _row(view, own, header)
        return
    above = _norm([h for h in outline.sentences[header] if h.cell == s.cell])
    axis = _axis(_text(outline.sentences[s.block], 0))
    if above and axis and s.cell:
        yield from _cell(view, above, axis, header)


def _row(view: View, subject: str, header: int) -> Iterator[Reading]:
    s, outline = view.sentence, view.outline
    axes = {cell: axis for cell in range(1, MOST) if (axis := _axis(_text(outline.sentences[header], cell)))}
    named = set("".join(axes.values()))
    if not {"N", "C"} <= named:
        return
    cells = {cell: _text(outline.sentences[s.block], cell) for cell in axes}
    meant = _meaning(view, header)
    crossed = _crossed(view, header)
    marks = {cell: _mark(text, crossed, meant) for cell, text in cells.items()}
    grouped = [cell for cell, axis in axes.items() if axis == "C" and re.search(r"グループ|組|\bgroup|C\s*/\s*G", cells[cell], re.IGNORECASE)]
    if subject == "group_norm" and grouped:  # the channels of one group
        axes[grouped[0]], marks[grouped[0]] = "G", True
    if None in marks.values() or not any(text.strip() for text in cells.values()):
        return
    together = {letter for cell, axis in axes.items() if marks[cell] for letter in axis}
    texts = []
    for space in ("", "HW") if not named & {"H", "W"} else ("",):
        chosen = [a for a in ("N", "C", "G", "H", "W") if a in together | set(space)]
        if "G" in together and "C" in together:
            chosen.remove("C")
        texts.append(f"normalised_over({subject}) == {{{', '.join(chosen)}}}")
    texts = texts[::-1]  # an axis that the table leaves out is averaged over, as a rule
    if meant is None:  # or the marks stand for the axes that are kept
        others = [a for a in ("N", "C", "H", "W") if a not in together and (a in named or a in "HW")]
        texts += [f"normalised_over({subject}, layout=image) == {{{', '.join(others)}}}"] if others else []
    yield Reading(texts[0], 0, len(s.words), _note(meant), tuple(texts[1:]))


def _cell(view: View, subject: str, axis: str, header: int) -> Iterator[Reading]:
    """One axis of one normalisation; the others are tried both ways."""
    s = view.sentence
    meant = _meaning(view, header)
    mark = _mark(s.words, _crossed(view, header), meant)
    if mark is None:
        return
    texts = []
    for chosen in product((True, False), repeat=3):
        said = dict(zip(("N", "C", "HW"), chosen, strict=True))
        said[axis if axis in said else "HW"] = mark
        if axis == "G":
            return
        letters = [letter for part, taken in said.items() if taken for letter in part]
        if letters:
            texts.append(f"normalised_over({subject}) == {{{', '.join(letters)}}}")
    found = sorted(dict.fromkeys(texts), key=len)
    if subject == "group_norm" and axis == "C":
        return  # a part of the channels: neither
    told = bool(_APART.match(s.words) or re.search(r"まとめ|平均|averag|pool|shar|reduc|つぶ|潰|together|across|kept|残", s.words, re.IGNORECASE))
    yield Reading(found[0], 0, len(s.words), _note(meant), tuple(found[1:]), sure=meant is not None or told)


def _note(meant: bool | None) -> tuple[str, ...]:
    return () if meant is not None else ("a mark is taken for an axis that is averaged over",)


def _norm(sentences: list[Sentence]) -> str | None:
    found = {m.tag for e in sentences for m in e.subjects if m.tag in NORMS}
    return found.pop() if len(found) == 1 else None


def _text(sentences: list[Sentence], cell: int) -> str:
    return " ".join(plain(e) for e in sentences if e.cell == cell)


def _axis(head: str) -> str | None:
    """The axis that a head names and nothing else."""
    head = _BRACKETED.sub("", head.strip())
    return next((axis for axis, pattern in _AXES if re.fullmatch(pattern, head, re.IGNORECASE)), None)


def _crossed(view: View, header: int) -> bool:
    """Whether x is the table's mark for yes: it has no ○ or ✓ and no word for it."""
    outline = view.outline
    rows = [b for b in range(header + 1, min(header + MOST, len(outline.blocks))) if outline.blocks[b].header == header]
    texts = [e.words for b in rows for e in outline.sentences[b] if e.cell]
    return any(_CROSS.match(t) for t in texts) and not any(_YES.match(t) or _APART.match(t) for t in texts)


def _mark(text: str, crossed: bool, meant: bool | None) -> bool | None:
    """Whether the axis is averaged over; None where the cell says something else."""
    if _APART.match(text) and text.strip():
        return False
    yes = bool(_YES.match(text)) or (crossed and bool(_CROSS.match(text)))
    no = not text.strip() or bool(_NO.match(text)) or (not crossed and bool(_CROSS.match(text)))
    if yes == no:
        return None
    word = bool(re.search(r"まとめ|平均|averag|pool|shar|reduc|つぶ|潰|together|across", text, re.IGNORECASE))
    return yes if word or meant is None or meant else no


def _meaning(view: View, header: int) -> bool | None:
    """Whether a mark stands for an axis averaged over, as the corner or the introduction says; None where neither does."""
    outline, s = view.outline, view.sentence
    corner = [plain(e) for e in outline.sentences[header] if e.cell == 0]
    above = [plain(e) for e in sentences_above(view) if e.cell is None][:3]
    headings = [plain(e) for b in list(outline.headings(s.block))[:1] for e in outline.sentences[b]]
    for text in (*corner, *above, *headings):
        text = re.sub(words("words", "names"), "", text, flags=re.IGNORECASE)
        if _AVERAGED.search(text) and not re.search(r"ごとに(?:別|○)|ごとなら", text):
            return True
        if _KEPT_APART.search(text):
            return False
    return None
