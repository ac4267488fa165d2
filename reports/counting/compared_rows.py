"""The two counts that a sentence under a table compares: those of the rows that it names, or of the only two there are."""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..scope import Outline
from ..sizes.counting import plain
from .figures import Figure, figures

BACK = 4  # blocks below a table in which it is still spoken of
MOST_ROWS = 12
LEAST = 100
_COLUMN = (
    ("params", re.compile(r"param|weight|重み|パラメ", re.IGNORECASE)),
    ("macs", re.compile(r"mult|\bmacs?\b|flop|operation|\bcost|comput|計算|演算|積和", re.IGNORECASE)),
)
_WORD = re.compile(r"[A-Za-z]{3,}|[\u3040-\u30ff\u3400-\u9fff]{2,}")
_NO_NAME = frozenset({"block", "blocks", "layer", "layers", "conv", "with", "the", "and", "two", "one", "network", "net"})


def rows_compared(view: View, text: str) -> list[Figure]:
    """The counts of two rows of the table just above; none where more rows, or more columns, may be meant."""
    outline = view.outline
    rows = _rows_above(view)
    if not 2 <= len(rows) <= MOST_ROWS:
        return []
    named = [b for b in rows if _is_named(outline, b, text)]
    two = rows if len(rows) == 2 else named
    if len(two) != 2:
        return []
    columns = _columns(outline, rows, text)
    found = [_count(outline, b, c) for c in columns for b in two]
    return [f for f in found if f] if len(columns) == 1 and all(found) else []


def _rows_above(view: View) -> list[int]:
    """The rows of the table that ends just above."""
    outline, s = view.outline, view.sentence
    for at in range(s.block - 1, max(-1, s.block - 1 - BACK), -1):
        header = outline.blocks[at].header
        if outline.blocks[at].kind == "heading":
            return []
        if header is not None and header != at:
            return [b for b in range(header + 1, at + 1) if outline.blocks[b].header == header]
    return []


def _is_named(outline: Outline, block: int, text: str) -> bool:
    """Whether a text names a row by the words of its first cell."""
    label = " ".join(e.text.chars for e in outline.sentences[block] if e.cell == 0)
    words = [w.lower() for w in _WORD.findall(label) if w.lower() not in _NO_NAME]
    return bool(words) and all(w in text.lower() for w in words)


def _columns(outline: Outline, rows: list[int], text: str) -> list[int]:
    """The columns of counts; of several, those that the text speaks of."""
    header = outline.blocks[rows[0]].header
    heads = {e.cell: e.text.chars for e in outline.sentences[header] if e.cell is not None} if header is not None else {}
    kinds = {cell: name for cell, head in heads.items() for name, pattern in _COLUMN if pattern.search(head)}
    counted = [c for c in kinds if sum(_count(outline, b, c) is not None for b in rows) > 1]
    spoken = [c for c in counted if dict(_COLUMN)[kinds[c]].search(text)]
    return spoken or counted


def _count(outline: Outline, block: int, cell: int) -> Figure | None:
    found = [f for e in outline.sentences[block] if e.cell == cell for f in figures(plain(e.text.chars)) if f.value >= LEAST]
    return found[-1] if found else None
