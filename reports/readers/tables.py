"""Tables and listings of layers: what each row says of the shape, the parameters and the cost of its layer.

The head names the columns; a row's first words say what the layer is ("conv 5x5, 16 filters"), the shape of the row
above is its input. Listings one layer a line (`POOL2: [112x112x64] weights: 0`) are read alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .. import patterns as re
from ..decided import ALL_GIVEN, AS_THE_ROWS, holds
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.counting import bias_said, case_of, plain
from ..sizes.setting import introduction, shapes_in
from ..text.sentences import Sentence
from .row_counts import is_a_mistake, leaves_nothing_open

_COLUMNS = (
    ("params", re.compile(r"param|weights|重み|パラメ", re.IGNORECASE)),
    ("macs", re.compile(r"mult|\bmacs?\b|flop|operations|\bops\b|cost|comput|計算|演算", re.IGNORECASE)),
    ("enters", re.compile(r"^\W*(?:input|enters|in\b|channels in|入力)", re.IGNORECASE)),
    ("output", re.compile((
        r"output|shape|\bsize\b|leaves|\bout\b|volume|dimension|activation"
        r"|feature map|出力"
    ), re.IGNORECASE)),
    ("layers", re.compile(r"^\W*(?:#\s*)?(?:number of )?layers\W*$|層数", re.IGNORECASE)),
    ("after", re.compile(r"transition", re.IGNORECASE)),
)  # fmt: skip
_LAYER = (
    ("max_pool2d", re.compile(r"max[- ]?pool|^\W*pool|プーリング|subsampl", re.IGNORECASE)),
    ("avg_pool2d", re.compile(r"(?:avg|average|mean)[- ]?pool|平均プーリング", re.IGNORECASE)),
    ("depthwise_conv2d", re.compile(r"depth-?wise|(?<![A-Za-z])dw(?![A-Za-z])|デプスワイズ", re.IGNORECASE)),
    ("pointwise_conv2d", re.compile(r"point-?wise|(?<![A-Za-z])pw(?![A-Za-z])|\b1\s*[x×]\s*1(?!\d)", re.IGNORECASE)),
    ("linear", re.compile(r"\bfc|dense|fully|linear|affine|全結合|output layer|classifier", re.IGNORECASE)),
    ("conv2d", re.compile(r"conv|畳み?込|standard", re.IGNORECASE)),
    ("input", re.compile(r"input|image|入力", re.IGNORECASE)),
    ("relu", re.compile(r"relu|dropout|softmax|flatten|norm", re.IGNORECASE)),
)  # fmt: skip
_CONVOLUTIONS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d")
MOST_ROWS = 40  # of a table, that are looked through for how they count
_NUMBER = re.compile(r"(?<![\d.x×,])(\d{1,3}(?:,\d{3})+|\d+)(?![\d.x×]|,\d)")
_LINE = re.compile(r"^\W*[A-Z]\w*(?:[- ]\w+){0,3}\s*(?:\([^)]{0,40}\))?\s*:")
_FIELD = re.compile(r"(?:weights|params|parameters)\s*:\s*([^:]*?)(?=$|\s{2,}\w+:)", re.IGNORECASE)


@dataclass
class Layer:
    """A row: the operation, its sizes as numbers, the shape it says comes out."""

    kind: str
    sizes: dict[str, int] = field(default_factory=dict)
    output: tuple[int, ...] = ()


def read(view: View) -> Iterator[Reading]:
    """The claims of a table's cell, or of a line of a listing."""
    s, outline = view.sentence, view.outline
    block = outline.blocks[s.block]
    if s.cell is not None and block.header is not None:
        yield from _cell(view, outline)
    elif block.kind == "text" and s.number == 0 and _LINE.match(s.words) and _FIELD.search(s.words):
        yield from _line(view)


# Tables


def _cell(view: View, outline: Outline) -> Iterator[Reading]:
    s = view.sentence
    columns = _columns(outline, s.block)
    column = columns.get(s.cell or 0)
    if column is None or s.number:
        return
    if {"enters", "output", "layers"} <= set(columns.values()) and column in ("output", "after"):
        yield from _blocks(view, columns)
        return
    if column == "output":
        return  # `rows.py`
    row, above = _layer(outline, s.block), _layer_above(outline, s.block)
    if row is None or row.kind in ("input", "relu"):
        return
    incoming = above.output if above else _stated_input(view)
    if column == "params":
        yield from _params(view, row, incoming, _cell_number(s), above)
    if column == "macs":
        yield from _macs(view, row, incoming, _cell_number(s))


def _columns(outline: Outline, block: int) -> dict[int, str]:
    """Which cell holds what; the first column names the layer."""
    header = outline.blocks[block].header
    if header is None:
        return {}
    texts = {s.cell: s.text.chars for s in outline.sentences[header] if s.cell is not None}
    found = {}
    for cell, text in texts.items():
        name = next((name for name, pattern in _COLUMNS if pattern.search(text)), None)
        if name and (cell or name in ("enters", "output")):
            found[cell] = name
    return found


def _text_of(outline: Outline, block: int, cell: int) -> str:
    return " ".join(s.text.chars for s in outline.sentences[block] if s.cell == cell)


def _layer(outline: Outline, block: int) -> Layer | None:
    """What the row's cells say of its layer, those with results left out."""
    columns = _columns(outline, block)
    cells = sorted({s.cell for s in outline.sentences[block] if s.cell is not None})
    words = " ".join(_text_of(outline, block, c) for c in cells if c not in columns)
    found = layer_of(words)
    if found is None:
        return None
    for cell, column in columns.items():
        if column == "output":
            found.output = _shape(outline, block, cell)
    header = outline.blocks[block].header
    heads = {s.cell: s.text.chars for s in outline.sentences[header]} if header is not None else {}
    for cell, head in heads.items():
        if cell is not None and re.search(r"stride|ストライド", head, re.IGNORECASE) and (number := re.search(r"\d", _text_of(outline, block, cell))):
            found.sizes["stride"] = int(number[0])
    return found


def layer_of(words: str) -> Layer | None:
    """The layer that a few words name, with the sizes they give.

    >>> layer_of("conv 5x5, 16 filters, stride 2")
    Layer(kind='conv2d', sizes={'stride': 2, 'kernel': 5, 'filters': 16}, output=())
    """
    kind = next((kind for kind, pattern in _LAYER if pattern.search(words)), None)
    if kind is None:
        return None
    sizes: dict[str, int] = {}
    for role, pattern in (
        ("stride", r"(?:stride|/|\bs\s*=?)\s*(\d)\b"), ("padding", r"(?:pad(?:ding)?|\bp\s*=)\s*(\d)\b"),
        ("kernel", r"(\d{1,2})\s*[x×]\s*\1(?!\d)"),
        ("filters", (
            r"(\d+)\s*(?:filters?|kernels?|channels|maps|feature maps|@|units"
            r"|neurons|outputs)|(?:@|-)\s*(\d+)\b(?!\s*[x×])|conv\w*[- (]+(\d+)(?!\s*[x×\d])"
        )),
    ):  # fmt: skip
        match = re.search(pattern, words, re.IGNORECASE)
        if match:
            sizes[role] = int(next(g for g in match.groups() if g))
    if kind == "linear" and "filters" not in sizes and (number := re.search(r"(?<![A-Za-z0-9_.])(?<!\d,)\d[\d,]*", words)):
        sizes["filters"] = int(number[0].replace(",", ""))
    if stride := re.search(r"ストライド\s*(\d)", words):
        sizes.setdefault("stride", int(stride[1]))
    if filters := re.search(r"(\d+)\s*(?:枚|個|種類)", words):
        sizes.setdefault("filters", int(filters[1]))
    return Layer(kind, sizes)


def _shape(outline: Outline, block: int, cell: int) -> tuple[int, ...]:
    for s in outline.sentences[block]:
        if s.cell == cell:
            shapes = shapes_in(s)
            if shapes:
                return shapes[0]
            number = _cell_number(s)
            return (number,) if number else ()
    return ()


def _cell_number(s: Sentence) -> int | None:
    """The one number of a cell, or the last of a chain of equalities."""
    text = s.text.chars.rsplit("=", 1)[-1]
    found = _NUMBER.findall(text)
    return (
        int(found[0].replace(",", "")) if len(found) == 1 and not re.search(r"\d\s*[kKMBG]\b|\d\.\d|%", text) else None
    )


def _layer_above(outline: Outline, block: int) -> Layer | None:
    """The row above that has a shape."""
    header = outline.blocks[block].header
    for at in range(block - 1, max(-1, block - 12), -1):
        if outline.blocks[at].header != header or at == header:
            return None
        found = _layer(outline, at)
        if found is not None and found.output:
            return found
        if found is None or found.kind not in ("relu",):
            columns = _columns(outline, at)
            shape = next((_shape(outline, at, c) for c, name in columns.items() if name == "output"), ())
            return Layer("input", {}, shape) if shape else None
    return None


def _stated_input(view: View) -> tuple[int, ...]:
    """For a table's first row, what goes in: the one shape that the text above gives."""
    case = case_of(view)
    sizes = [case.every(role) for role in ("height", "width", "in_channels")]
    channels = [s.values.get("in_channels", []) for s in case.above if "height" in s.values][:1]
    if channels and len(channels[0]) == 1:
        sizes[2] = channels[0]
    return tuple(x[0] for x in sizes) if all(len(x) == 1 for x in sizes) else ()


def _macs(view: View, row: Layer, incoming: tuple[int, ...], number: int | None) -> Iterator[Reading]:
    """The operations of a row: its kernel at every point of what comes out of it (or, by some, of what goes in)."""
    if row.kind == "depthwise_conv2d" and len(row.output) == 3:  # a channel out for each channel in
        incoming = incoming if len(incoming) == 3 and incoming[2] == row.output[2] else row.output
    if number is None or len(incoming) != 3 or len(row.output) != 3:
        return
    if row.kind not in _CONVOLUTIONS or (row.kind != "pointwise_conv2d" and "kernel" not in row.sizes):
        return
    kernel = "" if row.kind == "pointwise_conv2d" else f", kernel_size={row.sizes['kernel']}"
    out = "" if row.kind == "depthwise_conv2d" else f", out_channels={row.output[2]}"
    placed = "" if row.kind == "pointwise_conv2d" else ", stride=1, padding=same"
    texts = [
        f"macs({row.kind}{kernel}, in_channels={incoming[2]}{out}, height={plane[0]}, width={plane[1]}{placed}) == {number}"
        for plane in dict.fromkeys((row.output[:2], incoming[:2]))
    ]
    sure = (row.kind == "depthwise_conv2d" and incoming[2] == row.output[2]) or row.kind != "depthwise_conv2d"
    yield Reading(texts[0], 0, len(view.sentence.words), ("the row above gives the input",), tuple(texts[1:]) if row.sizes.get("stride", 1) == 1 else (), sure=sure)


_WITH_A_COEFFICIENT = re.compile(r"(?<![A-Za-z])S[24](?![\d.])|subsampl|サブサンプリング", re.IGNORECASE)  # LeNet's, and a bias, both learned


def _params(view: View, row: Layer, incoming: tuple[int, ...], number: int | None, above: Layer | None = None) -> Iterator[Reading]:
    if number is None:
        return
    s = view.sentence
    if row.kind in ("max_pool2d", "avg_pool2d"):
        yield Reading(f"params({row.kind}) == {number}", 0, len(s.words), sure=not _WITH_A_COEFFICIENT.search(" ".join(e.words for e in view.outline.sentences[s.block])))
        return
    left = _counted(row, incoming)
    if left is None:
        return
    said = _bias_of_the_table(view)
    others = _others(view) if row.kind in _CONVOLUTIONS else []
    odd = said is None and above is not None and holds(f"{left}, bias=false) == {number}") and _with_bias(others)
    said = True if odd else said
    plain = bool(others) and _is_plainly_wrong(view, row, incoming, number)
    biases = ("true", "false") if said is None else (str(said).lower(),)
    texts = [f"{left}, bias={bias}) == {number}" for bias in biases]
    yield Reading(
        texts[0],
        0,
        len(s.words),
        ("the row above gives the input", *((ALL_GIVEN,) if plain else (AS_THE_ROWS,) if odd else ())),
        tuple(texts[1:]),
        firm=said is not None or plain,
        sure=odd or plain or (row.kind == "linear" and len(incoming) in (1, 3) and (above is None or above.kind not in _CONVOLUTIONS)),
    )


def _is_plainly_wrong(view: View, row: Layer, incoming: tuple[int, ...], number: int) -> bool:
    """Whether a count that fails cannot be another layer's: its row and the table leave nothing open."""
    outline, block = view.outline, view.sentence.block
    header = outline.blocks[block].header or 0
    rows = [b for b in range(header, min(len(outline.blocks), header + MOST_ROWS)) if b == header or outline.blocks[b].header == header]
    around = "\n".join([*(e.text.chars for b in rows for e in outline.sentences[b]), *(e.text.chars for e in introduction(view))])
    columns = _columns(outline, block)
    words = " ".join(e.text.chars for e in outline.sentences[block] if e.cell not in columns)
    depths = frozenset(int(n) for n in re.findall(r"\d\s*[x×]\s*\d+\s*[x×]\s*(\d{1,4})(?!\d)", around))
    return leaves_nothing_open(row, incoming, words, around) and is_a_mistake(row, incoming, number, depths)


def _counted(row: Layer, incoming: tuple[int, ...]) -> str | None:
    """The parameters of a row's layer, as the beginning of a statement; None where its sizes are not known."""
    filters = row.sizes.get("filters") or (row.output[-1] if row.output else None)
    if not incoming or filters is None:
        return None
    if row.kind == "linear":
        return f"params(linear, in_features={math.prod(incoming)}, out_features={filters}"
    if len(incoming) == 3 and row.kind in _CONVOLUTIONS and (row.kind != "conv2d" or "kernel" in row.sizes):
        kernel = "" if row.kind == "pointwise_conv2d" else f", kernel_size={row.sizes.get('kernel', 3)}"
        out = "" if row.kind == "depthwise_conv2d" else f", out_channels={filters}"
        return f"params({row.kind}{kernel}, in_channels={incoming[2]}{out}"
    return None


def _with_bias(others: list[tuple[str, bool]]) -> bool:
    """Whether two or more of the other rows are right, and all count their biases.

    A convolution is held against the other rows, one convolution at least among them; a linear layer keeps its bias in
    networks whose convolutions have none, so it is held against none.
    """
    return len(others) > 1 and all(bias for _, bias in others) and any(kind in _CONVOLUTIONS for kind, _ in others)


def _others(view: View) -> list[tuple[str, bool]]:
    """The other rows whose parameters are right: their kind, and whether the biases are among them."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    if header is None:
        return []
    found: list[tuple[str, bool]] = []
    for at in range(header + 1, min(len(outline.blocks), header + MOST_ROWS)):
        if outline.blocks[at].header == header and at != s.block and (counted := _bias_counted(outline, at, s.cell or 0)):
            found.append(counted)
    return found


def _bias_counted(outline: Outline, block: int, cell: int) -> tuple[str, bool] | None:
    """The kind of a row whose parameters are right, and whether the biases are among them."""
    row, above, number = _layer(outline, block), _layer_above(outline, block), _cell_number_at(outline, block, cell)
    if row is None or number is None or row.kind in ("input", "relu"):
        return None
    incoming = above.output if above else _stated_input(View(outline, outline.sentences[block][0]))
    left = _counted(row, incoming)
    right = [bias for bias in (True, False) if left and holds(f"{left}, bias={str(bias).lower()}) == {number}")]
    return (row.kind, right[0]) if right else None


def _bias_of_the_table(view: View) -> bool | None:
    """Whether the head of the column, or the text above the table, counts the biases; None where neither says."""
    outline, s = view.outline, view.sentence
    header = outline.blocks[s.block].header
    heads = [e for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
    return next((said for e in (*heads, *introduction(view)) if (said := bias_said(plain(e.text.chars))) is not None), None)


# Blocks of DenseNet: channels in, layers, channels out


def _blocks(view: View, columns: dict[int, str]) -> Iterator[Reading]:
    """Each block's output channels, with the growth rate given around the table; then those after the transition."""
    outline, s = view.outline, view.sentence
    values = {name: _cell_number_at(outline, s.block, cell) for cell, name in columns.items()}
    name, claimed = columns[s.cell or 0], _cell_number(s)
    if claimed is None:
        return
    if name == "after" and values.get("output"):
        yield Reading(
            f"channels_after(transition_layer, in_channels={values['output']}, "
            f"out_channels={int(values['output'] or 0) // 2}) == {claimed}",
            0,
            len(s.words),
            sure=False,
        )
        return
    rate = next(
        (
            a.number
            for e in _around(view)
            for a in outline.given(e)
            if a.number and a.role in ("growth_rate", "letter:k")
        ),
        None,
    )
    if rate and values.get("enters") and values.get("layers"):
        sizes = f"in_channels={values['enters']}, layers={values['layers']}, growth_rate={rate}"
        yield Reading(
            f"channels_after(dense_block, {sizes}) == {claimed}",
            0,
            len(s.words),
            (f"growth rate {rate}, given above the table",),
        )


def _around(view: View) -> Iterator[Sentence]:
    from ..sizes.setting import sentences_above

    yield from sentences_above(view)


def _cell_number_at(outline: Outline, block: int, cell: int) -> int | None:
    return next((_cell_number(s) for s in outline.sentences[block] if s.cell == cell), None)


# Listings


def _line(view: View) -> Iterator[Reading]:
    """`NAME: [HxWxC] ... weights: formula = number`, with the line above."""
    s, outline = view.sentence, view.outline
    row = _listed(s)
    above = next(
        (
            found
            for at in range(s.block - 1, max(-1, s.block - 3), -1)
            for e in outline.sentences[at][:1]
            if (found := _listed(e))
        ),
        None,
    )
    if row is None or row.kind in ("input", "relu"):
        return
    if above and above.output:
        claimed = _FIELD.search(s.text.chars)
        number = claimed and _NUMBER.findall(claimed[1].rsplit("=", 1)[-1])
        if claimed and number and len(number) == 1:
            for reading in _params(view, row, above.output, int(number[0].replace(",", ""))):
                yield replace(reading, start=claimed.start(1), end=claimed.end(1), sure=row.kind != "linear")


def _listed(s: Sentence) -> Layer | None:
    match = _LINE.match(s.words)
    found = layer_of(s.text.chars[: match.end()]) if match else None
    if match and found is not None:
        shapes = shapes_in(s)
        found.output = shapes[0] if shapes else ()
        if found.kind in ("conv2d",) and (
            kernel := re.match(r"\W*conv\w*?(\d)(?:x\1)?-(\d+)", s.text.chars, re.IGNORECASE)
        ):
            found.sizes |= {"kernel": int(kernel[1]), "filters": int(kernel[2])}
    return found
