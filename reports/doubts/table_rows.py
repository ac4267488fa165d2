"""Cells of rows and columns about something else than the statement: a row is of what its first cell names.

Under a heading on group normalisation a row "Batch | 64" is no count of group normalisation's, and a row of a table by
the width multiplier tells no count of a layer that the statement knows no multiplier of.
"""

from __future__ import annotations

from .. import patterns as re
from ..reading import Reading
from ..row_labels import of_several_layers
from ..scope import Outline
from ..text.sentences import Sentence

_FROM_OUTSIDE = re.compile(r"subject \w* ?taken from the (?:heading|text|sentence|introduction|item|words)|subject \w+ taken from (?:above|further)")
_COUNT = re.compile(r"(?:not )?(?:params|macs)\(")
_NO_COUNT = re.compile(r"形|出力|サイズ|大きさ|受容野|\bshape|\boutput|\bsize|receptive", re.IGNORECASE)
_COUNTS = re.compile(r"計算|演算|積和|回数|コスト|パラメ|重み|\bmacs?\b|flop|param|weight|mult|cost|operation|comput", re.IGNORECASE)
_NUMBER = re.compile(r"\W*(\d+(?:\.\d+)?)\W*")
_INDEX = re.compile(r"層|段|番|順|回|ブロック|^\W*(?:l|n|i|no|#|layers?|stage|step|block|row|line|item|example|year)\W*$|\b(?:layer|stage|step|block|number|epoch)\b|例|年", re.IGNORECASE)


def of_another_row(text: str, reading: Reading, sentence: Sentence, outline: Outline) -> str | None:
    """Why a cell's statement is not of what its row is about, or None."""
    header = outline.blocks[sentence.block].header
    if not sentence.cell or header is None or header == sentence.block:
        return None
    column = " ".join(e.text.chars for e in outline.sentences[header] if e.cell == sentence.cell)
    if _COUNT.match(text) and _NO_COUNT.search(column) and not _COUNTS.search(column):
        return f"its column is headed {column[:40]}"
    label = " ".join(e.text.chars for e in outline.sentences[sentence.block] if e.cell == 0).strip()
    head = " ".join(e.text.chars for e in outline.sentences[header] if e.cell == 0).strip()
    if number := _NUMBER.fullmatch(label):
        plan = re.search(r"plan=(\w+)", text)
        layers = plan[1].count("_") + 1 if plan else 0  # a row for so many layers
        unused = not _INDEX.search(head) and str(layers) != number[1] and not re.search(rf"(?<![\d.]){re.escape(number[1])}(?![\d.])", text)
        return f"its row is that of {head or 'the number'} {label}, which it does not take in" if unused else None
    if re.match(r"(?:not )?(?:params|macs|output_\w+)\((?:conv2d|depthwise_conv2d|pointwise_conv2d|linear)[,)]", text) and " + " not in text and of_several_layers(sentence, outline):
        return f"its row, {label[:40]}, stands for several layers"
    outside = any(_FROM_OUTSIDE.match(note) for note in reading.notes)
    return f"its row is about {label[:40]}" if outside and _names_something(sentence, outline) else None


def _names_something(sentence: Sentence, outline: Outline) -> bool:
    """Whether the row's first cell is the name of a thing, which no reader knew, rather than of what is counted of it."""
    cells = [e for e in outline.sentences[sentence.block] if e.cell == 0]
    return any(e.words.strip() for e in cells) and not any(e.roles or e.subjects or e.tags for e in cells)
