"""Tables and listings of layers, row by row: what each says comes out, from what goes into it.

The head names the columns; a cell is read with its column's name before it ("ストライド" over "2" is ストライド 2, `S` over
2 is S = 2). What goes in stands in the row itself or is what came out of the row above; rows that state no size are
passed through, and a row of dots ends what is known. Listings of one layer a line (`POOL2: [112x112x64]`, "- conv1
(5x5, 6 filters): 28x28x6") are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .. import patterns as re
from ..reading import Reading, View
from ..scope import Outline
from ..sizes.batches import batched_in, one_of_batch
from ..sizes.geometry import flat, shapes_of
from ..sizes.layers import words
from ..sizes.operations import Operation
from ..sizes.sizing import Sizes
from ..sizes.spoken import example_in, example_of, row_of_operations
from ..text.columns import claimed, incoming, results, row_of, row_text
from ..text.sentences import Sentence
from ..vocabulary import family
from .transforms import reading_of

_LISTED = re.compile(r"^\W*[^:：]{1,48}[:：]\s*[\[(]?\s*\d")
_GAP = re.compile(r"^[\s|:：-]*(?:\.\.+|…+|⋯+|⋮|:|〃|中略|略|以下略|（中略）|\(中略\)|\(\.+\)|etc\.?|同様)[\s|.。-]*$|…|⋯|⋮|中略|以下略|\.\.\.")
_PASSED = re.compile(r"relu|norm|\bbn\b|活性化|dropout|softmax|sigmoid|tanh", re.IGNORECASE)
_REPEATS = re.compile(r"(?:blocks?|ブロック|modules?|stages?|ステージ|layers?\b|層)\W*$|(?:[\s\])）])[x×]\s*\d+\W*$|\]\s*[x×]\s*\d|bottleneck|inception|dense block|residual", re.IGNORECASE)
LARGEST_WINDOW = 11
REACH = 4  # rows or lines above that may give what goes in


@dataclass(frozen=True)
class Above:
    """What the rows above give: a shape, and the operations of the rows between that state none."""

    sizes: Sizes
    between: tuple[Operation, ...] = ()
    declared: bool = False  # said around the table, not in it


def read(view: View) -> Iterator[Reading]:
    """The claim of a cell in a column of results, or of a line of a listing."""
    s, outline = view.sentence, view.outline
    if s.cell is not None:
        if s.number == 0 and s.cell in results(outline, s.block) and s.block != outline.blocks[s.block].header:
            yield from _cell(view)
    elif _LISTED.match(flat(s)) and s.number == 0:
        yield from _line(view)


_A_SETTING = re.compile(r"\W*(?:[kKsSpPdf]|kernel(?: size)?|stride|padding|dilation|カーネル(?:サイズ)?|ストライド|パディング)\W*", re.IGNORECASE)


def _of_one_input(outline: Outline, s: Sentence) -> bool:
    """Whether a table begins with a setting, not with a layer's name: its rows may all be of one input."""
    header = outline.blocks[s.block].header
    if s.cell == 0:
        return True  # the maps themselves head the rows
    return header is not None and any(e.cell == 0 and _A_SETTING.fullmatch(e.words) for e in outline.sentences[header])


_WEIGHTS = re.compile(r"重み|\bweights?\b|\.weight\b|\bkernel shape|フィルター?の形", re.IGNORECASE)


def _cell(view: View) -> Iterator[Reading]:
    s, outline = view.sentence, view.outline
    output = claimed(s)
    row = row_of(outline, s.block)
    if output is None or row is None or _REPEATS.search(_name_of(outline, s.block)) or _WEIGHTS.search(_name_of(outline, s.block)):
        return
    own = row.inputs or [x for x in row.shapes if x.role == "" and not _is_window(x.sizes, output.sizes)][:1]
    entering = own[0].sizes if own else incoming(outline, s.block)
    if entering == ():
        return
    above = Above(entering) if entering else from_above(outline, s.block)
    if above is None and (pooled := _whole_map(row.operations, output.sizes)):
        above = pooled
    operations = [_of_the_section(view, o) for o in row_of_operations(tuple(row.operations))]
    if above is None or not operations or any(o.kind in ("linear", "block") for o in operations):
        return
    if len(above.sizes) != len(output.sizes) and not entering and operations[-1].kind not in ("flatten", "global_avg_pool2d"):
        return
    guessed = [replace(o, kernel=(3, 3)) if o.kind in ("conv2d", "depthwise_conv2d") and not o.kernel else o for o in operations]
    reading = reading_of([([*above.between, *guessed], above.sizes)], output.sizes, 0, len(s.words))
    if reading:
        other = (not entering and _of_one_input(outline, s)) or (bool(entering) and len(output.sizes) < len(entering))  # 20x20 | in 8 | out 24: channels, most likely
        sure = reading.sure and not other and not _skips(outline, s.block, operations, output.sizes) and guessed == operations and not above.declared and (len(operations) == 1 or not above.between)
        yield replace(reading, sure=sure, firm=True, notes=(() if entering else ("the row above gives the input",)))


def _skips(outline: Outline, block: int, operations: list[Operation], output: Sizes) -> bool:
    """Whether a table picks rows out: a pooling right under a pooling, of another depth, has layers between that it leaves out."""
    above = row_of(outline, block - 1) if outline.blocks[block - 1].header == outline.blocks[block].header else None
    pools = [*operations, *(above.operations if above else [])]
    cells = results(outline, block - 1) if above else []
    before = next((c.sizes for e in outline.sentences[block - 1] if e.cell in cells and (c := claimed(e))), ())
    return above is not None and all("pool" in o.kind for o in pools) and len(before) == len(output) == 3 and before[2:] != output[2:]


def _is_window(sizes: Sizes, output: Sizes) -> bool:
    """Whether a small square beside a map with channels is the operation's window: Pool1, 2×2."""
    return len(sizes) == 2 < len(output) and sizes[0] == sizes[1] <= LARGEST_WINDOW


def _whole_map(operations: list[Operation], output: Sizes) -> Above | None:
    """A global pooling whose window is given takes a map as large as that: 7x7 comes out as 1x1x1024."""
    if len(operations) != 1 or operations[0].kind != "global_avg_pool2d" or len(operations[0].kernel) < 2 or len(output) != 3:
        return None
    return Above((*operations[0].kernel[:2], output[0] if output[1:] == (1, 1) and output[0] != 1 else output[2]), declared=True)


def _of_the_section(view: View, operation: Operation) -> Operation:
    """Rows that name no operation are about the section's."""
    if operation.kind not in ("", "window", "conv2d") or not operation.kernel or re.search(r"conv|畳", row_text(view.outline, view.sentence.block), re.IGNORECASE):
        return operation
    if _turned_round(view):
        return replace(operation, kind="conv_transpose2d")
    if operation.filters or operation.padding:
        return replace(operation, kind="conv2d")
    named = view.in_families(0, "convolution", "pooling", "transposed")
    if named and named.where in ("the text before", "the text above"):
        named = None
    kind = {"pool": "max_pool2d"}.get(named.subject, named.subject) if named else "conv2d"
    return replace(operation, kind=kind if kind in ("max_pool2d", "avg_pool2d", "conv_transpose2d", "depthwise_conv2d") else "conv2d")


def _turned_round(view: View) -> bool:
    """Whether the text over the table speaks of transposed convolutions, and of no other ones after that."""
    outline, header = view.outline, view.outline.blocks[view.sentence.block].header or view.sentence.block
    over = [*range(header - 1, max(-1, header - 5), -1), *outline.headings(header)]
    for sentence in (s for block in over for s in reversed(outline.sentences[block])):
        kinds = [m.tag for m in sentence.subjects if family(m.tag) in ("convolution", "transposed", "pooling") and not m.weak]
        if kinds:
            return set(kinds) == {"conv_transpose2d"}
    return False


def _name_of(outline: Outline, block: int) -> str:
    """The first cell of a row."""
    return next((flat(s) for s in outline.sentences[block] if s.cell == 0), "")


def from_above(outline: Outline, block: int) -> Above | None:
    """What came out of the row above (or what the input's row says), through rows that state no size."""
    header, between = outline.blocks[block].header, []
    for at in range(block - 1, max(-1, block - 1 - REACH), -1):
        if at == header and (sizes := _fed(outline, at)):
            return Above(sizes, tuple(between))
        if at == header:
            sizes = _declared_input(outline, block, at)
            return Above(sizes, tuple(between), declared=True) if sizes else None
        if outline.blocks[at].header != header:
            return None
        text = " | ".join(flat(s) for s in outline.sentences[at])
        if _GAP.search(text):
            return None
        cells = results(outline, at)
        shape = next((c for s in outline.sentences[at] if s.cell in cells and (c := claimed(s))), None)
        if shape is not None:
            return Above(shape.sizes, tuple(between))
        row = row_of(outline, at)
        if row is not None and all(o.kernel or "pool" in o.kind for o in row.operations) and not _REPEATS.search(_name_of(outline, at)):
            between = [*row_of_operations(tuple(row.operations)), *between]
        elif not _PASSED.search(text):
            return None
    return None


def _fed(outline: Outline, header: int) -> Sizes:
    """The one batch that the text right above the table feeds: "(1, 3, 224, 224) を入れたとき"."""
    told = [x.sizes for at in (header - 1, header - 2) if at >= 0 and outline.blocks[at].kind in ("text", "item") for e in outline.sentences[at] for x in batched_in(flat(e))]
    return one_of_batch(told[0]) if len(told) == 1 else ()


_IMAGE = re.compile(r"画像|入力|images?\b|inputs?\b|picture", re.IGNORECASE)
_DEPTH = re.compile(r"(?<![\dx])(\d{1,4})\s*(?:ch\b|チャン?ネル|channels)|(three) channels|(RGB|カラー)|(グレースケール|gr[ae]y|白黒)", re.IGNORECASE)


def _declared_input(outline: Outline, block: int, header: int) -> Sizes:
    """The input that the text before the table, or just after it, declares."""
    last = next((at for at in range(block, min(len(outline.blocks), block + 40)) if outline.blocks[at].header != header), len(outline.blocks))
    for at in [*range(header - 1, max(-1, header - 12), -1), *range(last, min(len(outline.blocks), last + 3))]:
        for e in outline.sentences[at]:
            if e.cell is not None or not _IMAGE.search(e.words):
                continue
            sizes = next((x.sizes for x in example_in(e).shapes if x.role in ("input", "output", "") and len(x.sizes) > 1 and x.sizes[0] > 7), ())
            deep = _DEPTH.search(flat(e))
            if len(sizes) == 2 and deep:
                sizes = (*sizes, int(deep[1]) if deep[1] else 1 if deep[4] else 3)
            if sizes:
                return sizes
    return ()


# Listings


def _line(view: View) -> Iterator[Reading]:
    """`NAME: [HxWxC] ...`, with the line above it."""
    s, outline = view.sentence, view.outline
    text = flat(s)
    head = re.split("[:：]", text, maxsplit=1)[0]
    over = [e.words for b in (*list(outline.headings(s.block))[:1], *outline.ancestors(s.block)) for e in outline.sentences[b]]
    if any(words("topic").search(x) for x in over):
        return  # what each line comes to is how far it sees
    plain = [x for x in shapes_of(text) if x.role != "kernel"]
    operations = row_of_operations(tuple(example_of(head).operations))
    if not plain or not operations or any(not o.kernel and "pool" not in o.kind for o in operations) or len(plain[0].sizes) > 3:
        return
    if re.search(r"→|->|⇒|=>", text[plain[0].start :]):
        return  # what goes in stands there too (`transforms.py`)
    if any(o.kind in ("linear", "block") for o in operations) or any(x.role == "input" and x.start < plain[0].start for x in plain) or plain[0].start < len(head):
        return
    incoming = line_above(outline, s.block)
    if incoming is None or len(incoming) != len(plain[0].sizes):
        return
    reading = reading_of([(operations, incoming)], plain[0].sizes, plain[0].start, plain[0].end)
    if reading:
        yield replace(reading, firm=True, notes=("the line above gives the input",))


def line_above(outline: Outline, block: int) -> Sizes | None:
    """The shape that the line above a line of a listing states."""
    for at in range(block - 1, max(-1, block - 1 - REACH), -1):
        if outline.blocks[at].kind == "heading" or outline.blocks[at].kind != outline.blocks[block].kind or not outline.sentences[at]:
            return None
        first = outline.sentences[at][0]
        if _GAP.search(flat(first)):
            return None
        shapes = example_in(first).outputs or example_in(first).shapes
        if shapes:
            return shapes[-1 if re.search(r"→|->|⇒|=>", first.words) else 0].sizes
        if not _PASSED.search(flat(first)):
            return None
    return None
