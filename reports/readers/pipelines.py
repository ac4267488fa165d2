"""Pipelines: [32x32x3] -> CONV 3x3, 12 filters -> [32x32x12] -> POOL -> [16x16x12], in one sentence or a line of code.

Each shape is what comes out of the operations since the shape before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..sizes.operations import Operation
from ..sizes.sizing import Sizes, statements_of
from ..sizes.spoken import example_of, row_of_operations
from ..sizes.stages import is_row_of_windows, unlabelled

_ARROW = re.compile(r"→|->|⇒|=>|—>|⟶|➡|↓")
_GAP = re.compile(
    r"^\W*(?:\.\.+|…+|⋯|⋮|中略|略|etc\.?|など)\W*$|…|⋯|\.\.\.|中略|blocks?\b|ブロック|stage|modules?\b|\bx\s*\d\b(?!\s*x)|\d+\s*層",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\dx])(\d{2,4})\s*[(（]?\s*$")  # a size of one number: 224 ->
_CHANNELS = re.compile(r"(?<![x\d])(\d{1,4})\s*(?:→|->)\s*(?=\d{1,4}(?![x\d]|\s*x))")


_NAMES_A_BLOCK = re.compile(r"1\s*[x×]\s*1\s*(?:→|->|⇒|=>)\s*\d\s*[x×]\s*\d\s*(?:→|->|⇒|=>)\s*1\s*[x×]\s*1(?!\s*[x×])")  # a bottleneck's windows in a row, no sizes


def read(view: View) -> Iterator[Reading]:
    """The results along the arrows of a sentence."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    if is_pipeline(text) and not _NAMES_A_BLOCK.search(text):
        yield from _results(text)


def is_pipeline(text: str) -> bool:
    """Whether arrows part the text into operations and shapes (one arrow between two shapes is an example)."""
    stages = stages_of(text)
    if len(stages) < 2 or is_row_of_windows(text):
        return False
    whole = example_of(text)
    if any(x.sizes == (1, 1) for x in whole.shapes[:-1]) and all(max(x.sizes) <= 7 for x in whole.shapes):
        return False  # 1x1 → 3x3 → 1x1: the kernels of a bottleneck
    if len(stages) > 2:
        return len(whole.shapes) > 1 or bool(whole.shapes and _BARE.search(text[: stages[0][1]]))
    return not whole.inputs and len(whole.shapes) > 1 and len(whole.operations) < 2


def stages_of(text: str) -> list[tuple[int, int]]:
    """The stretches between arrows; an arrow between two numbers of channels parts nothing."""
    bare = _CHANNELS.sub(lambda m: m[1] + " " * (len(m[0]) - len(m[1])), text)
    bounds = [0, *(p for m in _ARROW.finditer(bare) for p in m.span()), len(text)]
    return [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]


def _results(text: str) -> Iterator[Reading]:
    stages = stages_of(text)
    incoming: Sizes = ()
    pending: list[Operation] = []
    broken = heading = False
    shared = _around(text, stages)
    for start, end in stages:
        example = example_of(unlabelled(text[start:end]))
        broken = broken or bool(_GAP.search(text[start:end]))
        operations = [o for o in row_of_operations(tuple(example.operations)) if o.kind != "window" or o.kernel]
        if not incoming and not example.shapes and start == 0 and (bare := _BARE.search(text[start:end])):
            incoming, operations = (int(bare[1]),), []
            continue
        pending = pending + operations if not (heading and operations) else operations
        heading = False
        if not example.shapes:
            broken = broken or (
                not operations
                and not re.search(
                    r"relu|norm|\bbn\b|活性化|dropout|softmax|input|入力|image|画像", text[start:end], re.IGNORECASE
                )
            )
            continue
        shape = (
            example.shapes[-1]
            if not operations
            else next((x for x in example.shapes if x.role == "output"), example.shapes[-1])
        )
        steps = pending or ([shared] if shared else [])
        if incoming and steps and not broken and len(shape.sizes) <= 3:
            texts = statements_of([(steps, incoming)], shape.sizes)
            known = all(
                o.kernel
                or o.kind in ("pointwise_conv2d", "global_avg_pool2d", "flatten")
                or ("pool" in o.kind and len(steps) == 1)
                for o in steps
            )
            if texts:
                yield Reading(
                    texts[0],
                    start + shape.start,
                    start + shape.end,
                    (),
                    tuple(texts[1:]),
                    sure=known,
                    firm=True,
                    predicate="output_shape",
                )
        heading = not incoming and bool(operations)  # "POOL 13x13x256 -> 6x6x256": named before what goes in
        incoming, pending, broken = shape.sizes if len(shape.sizes) <= 3 else (), operations if heading else [], False


def _around(text: str, stages: list[tuple[int, int]]) -> Operation | None:
    """The one operation of a sentence in which arrows stand only between shapes: 28x28 → 26x26（3x3, パディングなし）."""
    whole = example_of(text).operations
    return whole[0] if len(stages) == 2 and len(whole) == 1 and whole[0].kernel else None
