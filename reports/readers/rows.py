"""Tables and listings of layers, row by row: what each says comes out, from what goes into it.

The head names the columns; a cell is read with its column's name before it ("ストライド" over "2" is ストライド 2, `S` over
2 is S = 2). What goes in stands in the row itself or is what came out of the row above. Listings of one layer a line
(`POOL2: [112x112x64]`, "- conv1 (5x5, 6 filters): 28x28x6") are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..geometry import Layer, Shape, flat, layer_of, shapes_of
from ..reading import Reading, View
from ..scope import Outline
from ..sentences import Sentence
from .transforms import layer_in, reading_of

_RESULT = re.compile(r"output|shape|\bsize\b|leaves|\bout\b|volume|dimension|activation|feature map|出力|結果|形状|サイズ|\bresult", re.IGNORECASE)
_OTHER = re.compile(
    r"input|入力|kernel|filter|フィルタ|カーネル|window|stride|ストライド|pad|パディング|param|weight|重み|mult|macs?\b|flop|cost|計算|演算|memory|メモリ|receptive|受容野",
    re.IGNORECASE,
)  # fmt: skip
_LETTER = re.compile(r"^\W*([A-Za-z])\W*$")
_LISTED = re.compile(r"^\W*[^:：]{1,48}[:：]\s*[\[(]?\s*\d")
REACH = 3  # rows or lines above that may give what goes in


def read(view: View) -> Iterator[Reading]:
    """The claim of a cell in a column of results, or of a line of a listing."""
    s, outline = view.sentence, view.outline
    if s.cell is not None:
        if s.number == 0 and s.cell in results(outline, s.block) and s.block != outline.blocks[s.block].header:
            yield from _cell(view)
    elif _LISTED.match(flat(s)) and s.number == 0:
        yield from _line(view)


def results(outline: Outline, block: int) -> list[int]:
    """The cells under heads that name results."""
    header = outline.blocks[block].header
    if header is None:
        return []
    heads = {s.cell: s.text.chars for s in outline.sentences[header] if s.cell is not None}
    return [c for c, text in heads.items() if _RESULT.search(text) and not _OTHER.search(text)]


def _cell(view: View) -> Iterator[Reading]:
    s, outline = view.sentence, view.outline
    output = _claimed(s)
    row = row_of(outline, s.block)
    if output is None or row is None or (row.kind in ("linear", "relu") and not row.kernel):
        return
    incoming = [i.sizes for i in row.inputs[:1]] or _from_above(outline, s.block)
    row = _of_the_section(view, row)
    if not incoming or (len(incoming[0]) != len(output.sizes) and not row.inputs):
        return
    if not row.kernel and row.kind in ("conv2d", "depthwise_conv2d"):
        row = replace(row, kernel=(3, 3))
        reading = reading_of(row, incoming, output.sizes, 0, len(s.words))
        reading = replace(reading, sure=False) if reading else None
    else:
        reading = reading_of(row, incoming, output.sizes, 0, len(s.words))
    if reading:
        yield replace(reading, firm=True, notes=(() if row.inputs else ("the row above gives the input",)))


def _of_the_section(view: View, row: Layer) -> Layer:
    """Rows that name no operation are about the section's."""
    if row.kind not in ("", "conv2d") or not row.kernel or re.search(r"conv|畳", _row_text(view.outline, view.sentence.block), re.IGNORECASE):
        return row
    named = view.in_families(0, "convolution", "pooling", "transposed")
    kind = {"pool": "max_pool2d"}.get(named.subject, named.subject) if named else "conv2d"
    return replace(row, kind=kind if kind in ("max_pool2d", "avg_pool2d", "conv_transpose2d", "depthwise_conv2d") else "conv2d")


def _claimed(s: Sentence) -> Shape | None:
    text = flat(s)
    shapes = shapes_of(text)
    if shapes and len(shapes[0].sizes) <= 3:
        return shapes[0]
    number = re.fullmatch(r"\W*(\d{1,4})\W*", text)
    return Shape((int(number[1]),), number.start(1), number.end(1)) if number else None


def _row_text(outline: Outline, block: int) -> str:
    """The cells that are no results, each with its column's name before it."""
    header = outline.blocks[block].header
    heads = {s.cell: flat(s) for s in outline.sentences[header] if s.cell is not None} if header is not None else {}
    found, left_out = [], results(outline, block)
    for s in outline.sentences[block]:
        if s.cell is None or s.cell in left_out:
            continue
        head, text = heads.get(s.cell, "").strip(), flat(s).strip()
        letter = _LETTER.match(head)
        if re.search(r"param|weight|重み|mult|macs?\b|flop|計算|memory", head, re.IGNORECASE):
            continue
        found.append(f"{letter[1]} = {text}" if letter else f"{head} {text}" if _OTHER.search(head) else text)
    return " ; ".join(found)


def row_of(outline: Outline, block: int) -> Layer | None:
    """The operation that a row describes."""
    found = layer_of(_row_text(outline, block))
    return found if found.kind or found.kernel else None


def _from_above(outline: Outline, block: int) -> list[tuple[int, ...]]:
    """What came out of the row above (or what the input's row says)."""
    header = outline.blocks[block].header
    for at in range(block - 1, max(-1, block - 1 - REACH), -1):
        if outline.blocks[at].header != header or at == header:
            return []
        cells = results(outline, at)
        shape = next((c for s in outline.sentences[at] if s.cell in cells and (c := _claimed(s))), None)
        if shape is not None:
            return [shape.sizes]
    return []


# Listings


def _line(view: View) -> Iterator[Reading]:
    """`NAME: [HxWxC] ...`, with the line above it."""
    s, outline = view.sentence, view.outline
    row = layer_in(s)
    plain = [x for x in row.shapes if x.role != "kernel"]
    head = flat(s).split(":")[0].split("：")[0]
    if not plain or not row.kind or row.kind in ("linear", "relu") or layer_of(head).kind != row.kind or row.inputs:
        return
    if not row.kernel and "pool" not in row.kind:
        return
    for at in range(s.block - 1, max(-1, s.block - 1 - REACH), -1):
        if outline.blocks[at].kind == "heading" or outline.blocks[at].kind != outline.blocks[s.block].kind:
            return
        above = next((layer_in(e) for e in outline.sentences[at][:1]), None)
        shapes = [x for x in above.shapes if x.role != "kernel"] if above else []
        if shapes:
            reading = reading_of(row, [shapes[0].sizes], plain[0].sizes, plain[0].start, plain[0].end)
            if reading and len(shapes[0].sizes) == len(plain[0].sizes):
                yield replace(reading, firm=True, notes=("the line above gives the input",))
            return
