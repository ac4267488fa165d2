"""Receptive fields in tables and lists: each row or item a layer, with the field that is reached there.

A row's layers are those of the rows down to it; its kernel, stride and dilation stand in columns of their own or in the
layer's own words (conv 3x3, stride 2). A table of numbers of layers gives the field of so many. Items that only name a
layer (after CONV1: 3) take its sizes from where the note describes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.layers import MOST, Layer, Layers, field_of, gathered, number_of, words
from .idioms import flat
from .receptive import context_of, spoken

REACH = 80  # blocks above in which a named layer may be described
_COLUMNS = {
    "field": words("topic"),
    "kernel": re.compile(r"kernel|filter|カーネル|フィルタ|^\W*[kKfF]\W*$|window|窓", re.IGNORECASE),
    "stride": re.compile(r"stride|ストライド|^\W*[sS]\W*$", re.IGNORECASE),
    "dilation": re.compile(r"dilat|拡張|膨張|^\W*[dD]\W*$", re.IGNORECASE),
    "layers": re.compile(r"層(?:の)?数|段数|^\W*(?:number of |# ?|no\. of )?layers\W*$|^\W*[nL]\W*$|^\W*(?:number of |# ?)?(?:stacked )?(?:\d\s*[x×]\s*\d (?:conv\w*|layers)|(?:conv\w*|layers) of \d\s*[x×]\s*\d)\W*$|重ねる(?:数|枚数)|枚数|depth|深さ", re.IGNORECASE),
}
_VALUE = re.compile(r"\D{0,4}(\d{1,3}(?:,\d{3})+|\d{1,5})(?:\s*[×x]\s*\1)?(?:\s*(?:サンプル|画素|samples?|pixels?|px))?\W{0,4}")
_ITEM_VALUE = re.compile(
    rf"(?:(?:{words('topic').pattern})[^\d。.]{{0,12}}|(?:→|->|=>|⇒|=|:)\s*|は\s*|(?:で|なら)\s*|sees?\s+|\bgives?\s+)(?:{words('filler').pattern}|\s)*(?:(?:\d[\d\s+*×x().-]*)=\s*)?(?P<v>\d{{1,5}})(?:\s*[×x]\s*(?P=v))?(?![\d.]|\s*[×x*+-]\s*\d|\s*(?:層|個の|channels|weights|filters))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![A-Za-z])(conv|pool|(?-i:[CSP])|dw|pw|layer|畳み込み|プーリング|第)(?:\s*[-_]\s*)?(\d{1,2})(?:層)?(?![\d×x]|\s*[×x]\s*\d)", re.IGNORECASE)

_LAYER_NAME = r"(?<![A-Za-z])(?:conv|pool|[CSP]|dw|pw|layer)\s*[-_]?\s*\d{1,2}"
_LISTED = re.compile(rf"(?P<names>{_LAYER_NAME}(?:\s*[、,・/→]\s*{_LAYER_NAME}){{1,12}})[^\d。.]{{0,16}}(?P<values>\d+(?:\s*[、,/→]\s*\d+){{1,12}})(?![\d.×x])", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field that a row or an item tells."""
    s = view.sentence
    if s.cell is not None:
        yield from _row(view)
    elif view.outline.blocks[s.block].kind in ("item", "text"):
        yield from _item(view)


# Tables

def _row(view: View) -> Iterator[Reading]:
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if header is None:
        return
    columns = {name: _column(outline, header, pattern) for name, pattern in _COLUMNS.items()}
    if columns["field"] != s.cell or s.block <= header:
        return
    if columns["kernel"] == s.cell:  # the effective size of a kernel, for each dilation
        yield from _widened(view, header, columns["dilation"])
        return
    value = _cell_number(outline, s.block, s.cell)
    if not value:
        return
    if columns["layers"] is not None and columns["kernel"] is None and (number := _cell_number(outline, s.block, columns["layers"])):
        yield from _of_so_many(view, number, value)
        return
    if columns["layers"] is not None and columns["kernel"] is not None:
        yield from _of_its_row(view, columns, value)
        return
    alone = _whole(outline, s.block, s.cell)
    if alone is not None:
        yield Reading(f"{field_of(alone)} == {value}", 0, len(s.words), ("the layers of the row",), sure=True, subject="conv2d")
        return
    layers, told = [], False
    for block in range(header + 1, s.block + 1):
        if outline.blocks[block].header != header:
            continue
        layer, whole = _layer(outline, block, columns)
        if layer is None:
            if block == s.block and columns["dilation"] is None:
                return
            continue
        layers.append(layer)
        told = told or whole
    kernel = context_of(view).merged().size if any(not k for k, _, _ in layers) else 0
    plan = tuple((k or kernel, st, d) for k, st, d in layers)
    if plan and all(k for k, _, _ in plan) and len(plan) <= MOST:
        sure = (told or columns["stride"] is not None or columns["dilation"] is not None) and (not kernel or context_of(view).agrees())
        yield Reading(f"{field_of(plan)} == {value}", 0, len(s.words), ("the layers of the rows above",), sure=sure, subject="conv2d")


def _widened(view: View, header: int, column: int | None) -> Iterator[Reading]:
    """What a dilation makes of one kernel, that of the column's head or of the text above."""
    s, outline = view.sentence, view.outline
    dilation, value = _cell_number(outline, s.block, column), _cell_number(outline, s.block, s.cell)
    head = gathered(" ".join(flat(e) for e in outline.sentences[header] if e.cell == s.cell)).size
    above = context_of(view)
    kernel = head or (above.merged().size if above.agrees() else 0)
    if kernel and dilation and value:
        yield Reading(f"{field_of(((kernel, 1, dilation),))} == {value}", 0, len(s.words), ("the kernel of the head",), sure=True, subject="conv2d")


_LISTED_STEPS = re.compile(r"(?<!\d)1\s*[,、]\s*\d")


def _of_its_row(view: View, columns: dict[str, int | None], value: int) -> Iterator[Reading]:
    """The field of the stack that a row describes in columns: its layers, their kernel, their dilations."""
    s, outline = view.sentence, view.outline
    number, kernel = (_cell_number(outline, s.block, columns[c]) for c in ("layers", "kernel"))
    told = " ".join(flat(e) for e in outline.sentences[s.block] if e.cell == columns["dilation"] and e.cell is not None)
    if not number or not kernel or _cell_number(outline, s.block, columns["stride"]) not in (None, 1):
        return
    steps = gathered(f"dilations {told}").dilations if _LISTED_STEPS.search(told) else ()
    single = re.search(r"\d+", told)
    if steps:
        plan = tuple((kernel, 1, d) for d in steps)
    else:
        plan = ((kernel, 1, int(single[0]) if single else 1),) * min(number, MOST)
    if len(plan) in (number, len(steps)) and (field := field_of(plan)):
        yield Reading(f"{field} == {value}", 0, len(s.words), ("the layers of the row",), sure=not _LISTED_STEPS.search(told) or bool(steps), subject="conv2d")


def _of_so_many(view: View, number: int, value: int) -> Iterator[Reading]:
    """The field of so many layers as are spoken of above the table."""
    head = _kernel_of_head(view)
    base = Layers(kernel=head) if head else context_of(view).merged()
    plans = [p for layers in Layers(count=number).over(base) for p in layers.plans()]
    texts = [f"{field} == {value}" for p in dict.fromkeys(plans) if (field := field_of(p))]
    if texts:
        yield Reading(texts[0], 0, len(view.sentence.words), (), tuple(texts[1:]), sure=bool(head) or context_of(view).agrees(), subject="conv2d")


def _kernel_of_head(view: View) -> int:
    """The one kernel that the head over the numbers of layers names: layers of 3x3."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    column = _column(outline, header, _COLUMNS["layers"]) if header is not None else None
    head = " ".join(flat(e) for e in outline.sentences[header] if e.cell == column) if header is not None and column is not None else ""
    found = {int(k) for k in re.findall(r"(?<![\dx×])(\d)\s*[x×]\s*\1(?!\d)", head)}
    return found.pop() if len(found) == 1 else 0


def _whole(outline: Outline, block: int, field: int | None) -> tuple[Layer, ...] | None:
    """The stack that a row names all by itself, with how many layers it has: 3x3 を5枚, kernel 2 with d = 1, 2, 4."""
    found = gathered(" ; ".join(flat(e) for e in outline.sentences[block] if e.cell is not None and e.cell < (field or 0)))
    counted = found.dilations or (len(found.entries) == 1 and found.entries[0][3]) or (found.kernel and found.count)
    plans = found.plans() if counted and not found.apart else []
    return plans[0] if plans else None


def _layer(outline: Outline, block: int, columns: dict[str, int | None]) -> tuple[Layer | None, bool]:
    """A row's layer, from its columns, else from its words; whether its stride is told."""
    kernel = _cell_number(outline, block, columns["kernel"])
    stride, dilation = (_cell_number(outline, block, columns[c]) for c in ("stride", "dilation"))
    cells = [e for e in outline.sentences[block] if e.cell != columns["field"]]
    if kernel is None:
        found = gathered(" ; ".join(flat(e) for e in cells if e.cell in (0, columns["kernel"]) or columns["kernel"] is None))
        plans = found.plans() if found.entries else []
        if len(plans) == 1 and len(plans[0]) == 1:
            k, s, d = plans[0][0]
            return (k, stride or s, dilation or d), bool(stride) or s > 1
        return ((0, stride or 1, dilation), False) if dilation and columns["kernel"] is None else (None, False)
    return (kernel, stride or 1, dilation or 1), False


def _column(outline: Outline, header: int, pattern: re.Pattern[str]) -> int | None:
    return next((e.cell for e in outline.sentences[header] if e.cell is not None and pattern.search(e.text.chars)), None)


def _cell_number(outline: Outline, block: int, cell: int | None) -> int | None:
    for e in outline.sentences[block]:
        if e.cell == cell and cell is not None:
            found = _VALUE.fullmatch(flat(e).strip())
            return number_of(found[1]) if found else None
    return None


# Lists

_SUMMED_UP = re.compile(r"\d\s*(?:[*x×·⋅]|\\cdot|\\times)\s*\d+\s*=\s*$")  # the layers may be others than those above: the sum tells its own


def _item(view: View) -> Iterator[Reading]:
    text = flat(view.sentence)
    listed = list(_respective(view, text))
    if listed:
        yield from listed
        return
    names = list(_NAMED.finditer(text))
    found = _ITEM_VALUE.search(text, names[0].end() if names else 0)
    if not names or found is None or len(names) > 2 or not spoken(view, text):
        return
    described = _described(view)
    key = _name(names[-1] if names[-1].end() <= found.start() else names[0])
    if key not in described or re.search(r"output|出力|param|channel", text, re.IGNORECASE):
        return
    order = list(described)
    layers = [described[k] for k in order[: order.index(key) + 1]]
    plan = tuple(layer for layer in layers)
    summed = _SUMMED_UP.search(text[: found.start("v")])
    yield Reading(f"{field_of(plan)} == {found['v']}", found.start("v"), found.end("v"), ("the layers are those described above",), sure=not summed, subject="conv2d")


def _pipeline(text: str) -> Iterator[tuple[str, Layer]]:
    """The layers of INPUT -> CONV 3x3 -> POOL 2x2 -> CONV 3x3, numbered by kind."""
    parts = re.split(r"->|→|=>|⇒", text)
    counts: dict[str, int] = {}
    for part in parts if len(parts) > 2 else ():
        kind = re.search(r"conv|pool|畳み?込み|プーリング", part, re.IGNORECASE)
        layers = gathered(part)
        if kind and len(layers.entries) == 1:
            name = {"畳み込み": "conv", "畳込み": "conv", "プーリング": "pool"}.get(kind[0].lower(), kind[0].lower())
            counts[name] = counts.get(name, 0) + 1
            if plans := replace(layers, count=0, times=0).plans():
                yield f"{name}{counts[name]}", plans[0][0]


def _row_text(outline: Outline, block: int, cell: int, own: str) -> str:
    """The words of a row from a cell on, its stride named as its column is."""
    header = outline.blocks[block].header
    column = _column(outline, header, _COLUMNS["stride"]) if header is not None else None
    stride = _cell_number(outline, block, column)
    others = [flat(x) for x in outline.sentences[block] if x.cell is not None and x.cell > cell and x.cell != column]
    text = f"{own} ; {' ; '.join(others)}"
    kernel = re.search(r"\d\s*[×x]\s*\d\)?(?!\s*[×x]\s*\d)", text)
    return text[: kernel.end()] + f" stride {stride} " + text[kernel.end() :] if stride and kernel else text


def _respective(view: View, text: str) -> Iterator[Reading]:
    """conv1, dw1, dw2: 3, 7, 11: each layer's field, in the same order."""
    found = _LISTED.search(text)
    if found is None or not spoken(view, text):
        return
    names, values = list(_NAMED.finditer(found["names"])), re.findall(r"\d+", found["values"])
    described = _described(view)
    if len(names) != len(values) or any(_name(n) not in described for n in names):
        return
    order = list(described)
    place = found.start("values")
    for name, value in zip(names, values, strict=True):
        plan = tuple(described[k] for k in order[: order.index(_name(name)) + 1])
        at = text.index(value, place)
        place = at + len(value)
        yield Reading(f"{field_of(plan)} == {value}", at, place, ("the layers are those described above",), sure=True, subject="conv2d")


def _name(found: re.Match[str]) -> str:
    kind = found[1].lower()
    return {"畳み込み": "conv", "プーリング": "pool", "c": "conv", "p": "pool", "s": "pool"}.get(kind, kind) + found[2]


def _described(view: View) -> dict[str, Layer]:
    """The layers that the note describes by name, in the order in which it does: CONV1: 3x3, stride 1."""
    found: dict[str, Layer] = {}
    outline, s = view.outline, view.sentence
    for block in range(max(0, s.block - REACH), s.block + 1):
        for e in outline.sentences[block]:
            if e is s:
                continue
            text = flat(e)
            for name, layer in _pipeline(text):
                found.setdefault(name, layer)
            names = list(_NAMED.finditer(text))
            for n, name in enumerate(names):
                end = names[n + 1].start() if n + 1 < len(names) else len(text)
                stretch = text[name.end() : end] if e.cell is None else _row_text(outline, block, e.cell, text[name.end() :])
                layers = gathered(name[1] + " " + stretch)
                plans = replace(layers, count=0, times=0).plans() if layers.entries and len(layers.entries) == 1 else []
                if plans and _name(name) not in found:
                    found[_name(name)] = plans[0][0]
    return found
