"""How much room activations and weights take: a 224x224x64 volume in float32 is 3.2 million numbers, 12.8 MB.

The shape, the bytes of one number and the result stand in the sentence; where the note does not say what a number
takes, 4, 2 or 8 bytes may be meant, and a megabyte of either kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod

from ...reference.errors import InputError
from .. import patterns as re
from ..decided import decide
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.counting import plain
from ..text.columns import column_head
from ..text.numerals import scale_of

_SHAPE = re.compile(r"(?<![\d.,x])(\d{1,5}(?:\s*[x,]\s*\d{1,5}){1,3})(?!\s*x|\d)")
_SIZE = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([KMG]i?B|[kmg]b|キロバイト|メガバイト|ギガバイト|(?:mega|kilo|giga)bytes?|bytes?|バイト)(?![A-Za-z])", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(M\b|million|万|百万|億|k\b|thousand)?\s*(?:個の?)?\s*(?:numbers|values|activations|floats|elements|entries|要素|数値|値|個)", re.IGNORECASE)
_BYTES = (
    (4, re.compile(r"float32|fp32|single precision|単精度|32[- ]?bit|(?<![\d,.])(?:4|four)[- ]?bytes?|(?<![\d,.])4\s*バイト", re.IGNORECASE)),
    (2, re.compile(r"float16|fp16|bfloat16|half precision|半精度|16[- ]?bit|(?<![\d,.])(?:2|two)[- ]?bytes?|(?<![\d,.])2\s*バイト", re.IGNORECASE)),
    (8, re.compile(r"float64|fp64|double precision|倍精度|64[- ]?bit|(?<![\d,.])(?:8|eight)[- ]?bytes?|(?<![\d,.])8\s*バイト", re.IGNORECASE)),
    (1, re.compile(r"int8|(?<!\d)8[- ]?bit|(?<![\d,.])(?:1|one)[- ]byte\b|(?<![\d,.])1\s*バイト", re.IGNORECASE)),
)  # fmt: skip
_MAP = re.compile(r"volume|map|activation|tensor|image|picture|特徴マップ|テンソル|画像|マップ|出力|input|output", re.IGNORECASE)
_POWERS = {"k": 1, "キ": 1, "m": 2, "メ": 2, "g": 3, "ギ": 3}


def read(view: View) -> Iterator[Reading]:
    """The numbers and the bytes of a shape that the sentence names."""
    s = view.sentence
    if s.cell is not None:
        yield from _cell(view)
        return
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = plain(s.text.chars)
    shapes = [m for m in _SHAPE.finditer(text) if re.search("x", m[1]) or re.search(r"[(\[]\s*$", text[: m.start()])]
    if not shapes and (volume := _volume_above(view, text)):
        yield from (replace(r, sure=False) for r in _bytes(text, volume, 0))
        return
    if len(shapes) != 1 or not _MAP.search(text):
        return
    volume = "*".join(re.split(r"\s*[x,]\s*", shapes[0][1]))
    for m in _NUMBERS.finditer(text, shapes[0].end()):
        scale = scale_of(m[2])
        if volume.count("*") >= 2 and scale > 1:
            yield Reading(f"{volume} ~= {m[1].replace(',', '')}*{scale}", m.start(), m.end(), firm=True, predicate="memory")
    yield from _bytes(text, volume, shapes[0].end())


def _volume_above(view: View, text: str) -> str:
    """The one volume of the lines just above, where the sentence tells the bytes of an output and no shape of its own."""
    outline, s = view.outline, view.sentence
    if not _MAP.search(text) or not any(pattern.search(text) for _, pattern in _BYTES):
        return ""
    above = [plain(e.text.chars) for at in range(max(0, s.block - NEAR), s.block) if outline.sections[at] == outline.sections[s.block] for e in outline.sentences[at]]
    found = {m[1] or m[2] for t in above for m in _VOLUME.finditer(t)}
    return "*".join(re.split(r"\s*[x,]\s*", found.pop())) if len(found) == 1 else ""


_HELD = re.compile(r"memory|activations?\b|neurons?\b|#\s*(?:of\s+)?values|メモリ|活性|要素数|ニューロン", re.IGNORECASE)
_OTHERWISE = re.compile(r"bytes?\b|\b[KMG]i?B\b|float|fp\d|bits?\b|バイト|ビット|weight|param|重み|パラメ", re.IGNORECASE)
_IN_CELL = re.compile(r"(?:^|=)\W*(\d{1,3}(?:,\d{3})+|\d+)\W*$")
_VOLUME = re.compile(r"(?<![\d.x,])(\d{1,5}(?:\s*x\s*\d{1,5}){2})(?!\s*x|\d)|[(\[]\s*(\d{1,5}(?:\s*,\s*\d{1,5}){2})\s*[)\]]")
NEAR = 4  # blocks above in which the volume may stand
MOST_ROWS = 40  # of a table, that are looked through


def _cell(view: View) -> Iterator[Reading]:
    """How many values a row's volume has, in a column of them; refuted where two other rows count them so, and rightly."""
    s, outline = view.sentence, view.outline
    header, head = outline.blocks[s.block].header, column_head(view)
    if header is None or not s.cell or s.number or not _HELD.search(head) or _OTHERWISE.search(head):
        return
    own = _held(outline, s.block, s.cell)
    if own is None:
        return
    rows = [at for at in range(header + 1, min(len(outline.blocks), header + MOST_ROWS)) if outline.blocks[at].header == header and at != s.block]
    told = [held for at in rows if (held := _held(outline, at, s.cell))]
    right = [_value(volume) == number for volume, number in told]
    yield Reading(f"{own[0]} == {own[1]}", 0, len(s.words), sure=sum(right) > 1 and sum(right) > len(right) - sum(right), firm=True, predicate="memory")


def _held(outline: Outline, block: int, cell: int) -> tuple[str, int] | None:
    """The one volume of a row, as a product, and the number in a cell of it."""
    texts = {c: " ".join(plain(e.text.chars) for e in outline.sentences[block] if e.cell == c) for c in {e.cell for e in outline.sentences[block]}}
    number = _IN_CELL.search(texts.get(cell, ""))
    shapes = [m[1] or m[2] for c, text in texts.items() if c != cell for m in _VOLUME.finditer(text)]
    if number is None or len(shapes) != 1:
        return None
    return "*".join(re.split(r"\s*[x,]\s*", shapes[0])), int(number[1].replace(",", ""))


def _value(product: str) -> int:
    """The value of a product of sizes: 28*28*6."""
    return prod(int(n) for n in product.split("*"))


def bytes_said(text: str) -> list[int]:
    """What one value takes, as a text says: the bytes of each kind of number that it names."""
    return [n for n, pattern in _BYTES if pattern.search(text)]


def value_of(count: str) -> int:
    """What a count of the reference comes to, 0 where it does not: params(vgg, depth=16)."""
    try:
        verdict = decide(f"{count} == 1")
    except InputError:
        return 0
    measured = "" if isinstance(verdict, str) else str(getattr(verdict.counterexample, "measured", ""))
    return int(measured) if measured.isdigit() else 0


def _bytes(text: str, volume: str, start: int) -> Iterator[Reading]:
    """So many megabytes: the numbers, times what one of them takes."""
    said = bytes_said(text)
    for m in _SIZE.finditer(text, start):
        if re.match(r"(?:bytes?|バイト)$", m[2], re.IGNORECASE) and float(m[1].replace(",", "")) <= 16:
            continue  # what one number takes
        power = _POWERS.get(m[2][0].lower(), 0)
        units = [1024**power] if "i" in m[2][:2].lower() and power else list(dict.fromkeys((1000**power, 1024**power)))
        texts = [f"{each}*{volume} ~= {m[1].replace(',', '')}*{unit}" for each in said[:1] or (4, 2, 8, 1) for unit in units]
        yield Reading(texts[0], m.start(), m.end(), ("the bytes of one number as the note gives them",), tuple(texts[1:]), sure=bool(said), firm=True, predicate="memory")
        return
