"""Columns of tables: which state results, what a cell claims, what the other cells of its row say of an operation."""

from __future__ import annotations

from dataclasses import replace

from .. import patterns as re
from ..reading import View
from ..scope import Outline
from ..sizes.batches import batched_in, one_of_batch
from ..sizes.geometry import Shape, flat, shapes_of
from ..sizes.spoken import Example, example_of
from .sentences import Sentence

_RESULT = re.compile(r"output|shape|\bsize\b|leaves|\bout\b|volume|dimension|activation|feature map|出力|結果|形状|^\W*形\W*$|サイズ|大きさ|\bresult|resolution|解像度|after", re.IGNORECASE)
_OTHER = re.compile(
    r"input|入力|kernel|filter|フィルタ|カーネル|window|窓|stride|ストライド|pad|パディング|param|パラメ|weight|重み|mult|macs?\b|flop|cost|計算|演算|memory|メモリ|receptive|受容野|channels?$|チャン?ネル数$",
    re.IGNORECASE,
)  # fmt: skip
_COUNTS = re.compile(r"param|パラメ|weight|重み|mult|macs?\b|flop|計算|演算|memory|メモリ|receptive|受容野|cost|備考|note|comment", re.IGNORECASE)
_WINDOW = re.compile(r"(?:[1-9]|11)\s*x\s*(?:[1-9]|11)(?:\s*$|\s*[,、/(（]\s*(?:\d{1,4}\s*[,、]\s*)?(?:stride|s\s*=|ストライド|pad|p\s*=|パディング))", re.IGNORECASE)
_OF_THE_MAP = re.compile(r"^\W*(?:(?:feature |input |spatial )?(?:maps?|sizes?|resolution)|(?:特徴)?マップ(?:の?(?:大きさ|サイズ))?|解像度|サイズ|大きさ)\W*$", re.IGNORECASE)
_LETTER = re.compile(r"^\W*([A-Za-z])\W*$")


def column_head(view: View) -> str:
    """The head of a cell's column; empty where the sentence is no cell or the table has no head."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header if s.cell is not None else None
    return " ".join(e.text.chars for e in outline.sentences[header] if e.cell == s.cell) if header is not None else ""


def results(outline: Outline, block: int) -> list[int]:
    """The cells under heads that name results."""
    header = outline.blocks[block].header
    if header is None:
        return []
    heads = {s.cell: s.text.chars for s in outline.sentences[header] if s.cell is not None}
    return [c for c, text in heads.items() if _RESULT.search(text) and not _OTHER.search(re.sub(r"[(（][^)）]*[)）]", "", text))]


_INCOMING = re.compile(r"^\W*(?:input|in|from|before|入力(?:の?(?:一辺|サイズ|大きさ|辺|幅|高さ|長さ|map|マップ))?|入る前|元の?(?:大きさ|サイズ)?)\W*(?:size|side|width|height|map)?\W*(?:[A-Za-z])?\W*$|^\W*[nNiIW]\W*$", re.IGNORECASE)


_STEPS = re.compile(r"stride|ストライド|pad|パディング|^\W*[sSpP]\W*$|[/,、・]\s*[sSpP]\W*(?:$|[/,、・])", re.IGNORECASE)


def incoming(outline: Outline, block: int) -> tuple[int, ...] | None:
    """The sizes in the cell whose head says that they go in: "入力 n" over 7; None where there is no such column.

    Without a stride or a padding beside them, in and out are numbers of channels, most likely: of these there are no sizes.
    """
    header = outline.blocks[block].header
    heads = {s.cell: s.text.chars for s in outline.sentences[header] if s.cell is not None} if header is not None else {}
    for s in outline.sentences[block]:
        if s.cell is not None and _INCOMING.match(heads.get(s.cell, "")) and (shape := claimed(s)):
            return shape.sizes if len(shape.sizes) > 1 or any(_STEPS.search(head) for head in heads.values()) else ()
    return None


def claimed(s: Sentence) -> Shape | None:
    text = flat(s)
    shapes = shapes_of(text)
    if (batch := batched_in(text)) and len(batch) == 1:
        return replace(batch[0], sizes=one_of_batch(batch[0].sizes))
    if shapes and len(shapes[0].sizes) <= 3:
        return shapes[-1] if len(shapes) == 2 and re.search(r"→|->|⇒", text[shapes[0].end : shapes[1].start]) else shapes[0]
    number = re.fullmatch(r"\W*(\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:次元|units?)?\W*", text)
    return Shape((int(number[1].replace(",", "")),), number.start(1), number.end(1)) if number else None


def row_text(outline: Outline, block: int) -> str:
    """The cells that are no results, each with its column's name before it."""
    header = outline.blocks[block].header
    heads = {s.cell: flat(s) for s in outline.sentences[header] if s.cell is not None} if header is not None else {}
    found, left_out = [], results(outline, block)
    names = {head.strip() for head in heads.values()}
    for s in outline.sentences[block]:
        if s.cell is None or s.cell in left_out:
            continue
        head, text = heads.get(s.cell, "").strip(), flat(s).strip()
        letter = _LETTER.match(head)
        if _COUNTS.search(head):
            continue
        if told := _each_of(head, text):
            found += told
            continue
        if head == "K" and not names & {"F", "f", "k"}:
            letter, head = None, "kernel"  # by CS231n the number of filters, beside their extent F
        windowed = f"kernel {text}" if _WINDOW.match(text) and not _OF_THE_MAP.match(head) else text
        found.append(f"{letter[1]} = {text}" if letter else f"{head} {text}" if _OTHER.search(head) else windowed)
    return " ; ".join(found)


_HEADS = {"k": "kernel", "kernel": "kernel", "カーネル": "kernel", "f": "kernel", "filter": "kernel", "s": "stride", "stride": "stride", "ストライド": "stride", "p": "padding", "pad": "padding", "padding": "padding", "パディング": "padding", "d": "dilation", "dilation": "dilation"}


def _each_of(head: str, text: str) -> list[str]:
    """The settings that one column gives together: 11 / 4 / 0 under "k / s / p"."""
    names = [_HEADS.get(name.strip(" ()（）").lower(), "") for name in re.split(r"[/,、・]", head)]
    values = [value.strip(" ()（）") for value in re.split(r"[/,、・]", text)]
    alike = 1 < len(names) == len(values) and all(names) and len(set(names)) == len(names)
    if not alike or not all(re.fullmatch(r"\d{1,2}(?:\s*x\s*\d{1,2})?", value) for value in values):
        return []
    return [f"{name} {value}" for name, value in zip(names, values, strict=True)]


def row_of(outline: Outline, block: int) -> Example | None:
    """The operations that a row describes, with the shapes of its cells that are no results."""
    found = example_of(row_text(outline, block))
    return found if found.operations else None
