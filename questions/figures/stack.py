"""A stack of one-dimensional convolutions as rows of units, and a line wherever one reads another.

The lines are those that the reference's Trace shows when each layer is run; the reader follows them from the marked
unit down to the input.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from ...reference import convolution, wavenet
from ...reference.errors import InputError
from ...reference.numbers import Trace, ones
from . import Drawing, Found, Options
from .svg import circle, line, shapes, text, wrapped

OPTIONS = ("kernels", "dilations", "strides", "causal")
WORDS: frozenset[str] = frozenset()
VALUES = ("field", "cells")
MOST_CELLS, MOST_LAYERS = 40, 5
SPACING, ROW, MARGIN, LABEL, RADIUS = 22, 62, 16, 64, 6.5
Layer = tuple[int, int, int]  # kernel size, dilation, stride
Reads = tuple[tuple[int, ...], ...]  # for each unit of a layer, the units below that it reads


@lru_cache(maxsize=1024)
def reads(length: int, layer: Layer, causal: bool) -> Reads:
    """Which of `length` inputs each output of a layer depends on, by running the reference on traced numbers."""
    kernel, dilation, stride = layer
    signal = np.array([Trace.of(i) for i in range(length)], dtype=object).reshape(1, 1, -1)
    weight = np.ones((1, 1, kernel), dtype=object)
    if causal:
        result = wavenet.causal_conv1d(signal, weight, dilation=dilation)
    else:
        result = convolution.conv1d(signal, weight, stride=stride, dilation=dilation)
    return tuple(tuple(ones(getattr(unit, "bits", 0)).tolist()) for unit in result[0, 0])


def draw(options: Options) -> Drawing:
    """The stack from below to above, one unit of the last layer marked."""
    layers, causal = _layers(options), bool(options.get("causal", 0))
    length = _length(layers, causal)
    if length > MOST_CELLS:
        raise InputError(f"the figure would have {length} input cells; expected at most {MOST_CELLS}")
    return _drawn(layers, causal, length)


def _layers(options: Options) -> tuple[Layer, ...]:
    kernels = tuple(options["kernels"])
    dilations = tuple(options.get("dilations", (1,) * len(kernels)))
    strides = tuple(options.get("strides", (1,) * len(kernels)))
    if not len(kernels) == len(dilations) == len(strides) or not 1 <= len(kernels) <= MOST_LAYERS:
        raise InputError(f"the figure has kernels {kernels}, dilations {dilations}, strides {strides}; "
                         f"expected equally many of each, 1 to {MOST_LAYERS}")  # fmt: skip
    return tuple(zip(kernels, dilations, strides, strict=True))


def _length(layers: Sequence[Layer], causal: bool) -> int:
    """How many inputs are drawn: two more than one output of a causal stack needs, or enough for three outputs."""
    if causal:
        return 3 + sum(dilation * (kernel - 1) for kernel, dilation, _ in layers)
    length = 3
    for kernel, dilation, stride in reversed(layers):
        length = (length - 1) * stride + dilation * (kernel - 1) + 1
    return length


@lru_cache(maxsize=4096)
def _drawn(layers: tuple[Layer, ...], causal: bool, length: int) -> Drawing:
    rows: list[Reads] = []
    places = [[float(i) for i in range(length)]]  # in units of the spacing, row by row from below
    for layer in layers:
        below = places[-1]
        row = reads(len(below), layer, causal)
        rows.append(row)
        places.append([below[i] if causal else (below[own[0]] + below[own[-1]]) / 2 for i, own in enumerate(row)])
    marked = len(rows[-1]) - 1 if causal else len(rows[-1]) // 2
    words = {language: _words(rows, layers, causal, marked, length, language) for language in ("ja", "en")}

    def drawn(solved: bool) -> dict[str, str]:
        return {language: _svg(rows, places, marked, solved, language, words[language]) for language in words}

    return Drawing(drawn(False), lambda: drawn(True), words)


def _cone(rows: Sequence[Reads], marked: int) -> list[set[int]]:
    """For each row from below, the units on which the marked one depends."""
    cone = [{marked}]
    for row in reversed(rows):
        cone.insert(0, {i for unit in cone[0] for i in row[unit]})
    return cone


def _svg(rows: Sequence[Reads], places: list[list[float]], marked: int, solved: bool, language: str, label: str) -> str:
    cone = _cone(rows, marked)
    height = MARGIN + ROW * len(rows) + 2 * RADIUS + 4

    def x(row: int, unit: int) -> float:
        return round(LABEL + SPACING * (places[row][unit] + 0.5), 2)

    def y(row: int) -> float:
        return height - MARGIN - ROW * row

    content, top = [], len(rows)
    for above, row in enumerate(rows, 1):
        for unit, own in enumerate(row):
            on = " on" if solved and unit in cone[above] else ""
            content += [line(x(above, unit), y(above), x(above - 1, i), y(above - 1), "edge" + on) for i in own]
    for row, units in enumerate(places):
        for unit in range(len(units)):
            on = " on" if solved and unit in cone[row] else ""
            mark = " marked" if (row, unit) == (top, marked) else ""
            content.append(circle(x(row, unit), y(row), RADIUS, "unit" + mark + on))
        content.append(text(4, y(row) + 4, _row_name(row, language)))
    return wrapped(content, LABEL + SPACING * len(places[0]) + 4, height, label)


def _row_name(row: int, language: str) -> str:
    if row == 0:
        return "入力" if language == "ja" else "input"
    return f"第 {row} 層" if language == "ja" else f"layer {row}"


def _words(
    rows: Sequence[Reads], layers: Sequence[Layer], causal: bool, marked: int, length: int, language: str
) -> str:
    ja = language == "ja"
    parts = [f"図：最下段に入力の丸が {length} 個並ぶ。" if ja else f"Figure: {length} input units in the bottom row."]
    for number, ((kernel, dilation, stride), row) in enumerate(zip(layers, rows, strict=True), 1):
        if ja:
            where = "真下の丸と、そこから左へ" if causal else "下の段の"
            parts.append(
                f"第 {number} 層は丸 {len(row)} 個で、各丸は{where}間隔 {dilation} で並ぶ"
                f"{'ものの計' if causal else ''} {kernel} 個につながり、隣の丸とは {stride} 個ずれる。"
            )
        else:
            where = " up to the one right below it" if causal else ""
            parts.append(f"Layer {number} has {len(row)} units; each is joined to {kernel} units of the row below, "
                         f"spaced {dilation} apart{where}, and neighbours are shifted by {stride}.")  # fmt: skip
    parts.append(
        f"最上段の左から {marked + 1} 番目の丸に印がある。"
        if ja
        else f"Unit {marked + 1} from the left of the top row is marked."
    )
    return ("" if ja else " ").join(parts)


def read(svg: str) -> Found:
    """What is seen: rows of circles, lines between them; from the marked circle the lines are followed down."""
    found = shapes(svg)
    circles = [s for s in found if s.tag == "circle"]
    heights = sorted({s.at["cy"] for s in circles}, reverse=True)  # the bottom row first
    rows = [sorted(s.at["cx"] for s in circles if s.at["cy"] == height) for height in heights]
    index = {(x, height): i for height, row in zip(heights, rows, strict=True) for i, x in enumerate(row)}
    joined: list[dict[int, list[int]]] = [{} for _ in heights]
    for s in found:
        if s.tag == "line":
            level = heights.index(s.at["y1"])
            if heights.index(s.at["y2"]) != level - 1:
                raise InputError("a line of the figure does not join a row to the one below")
            own = joined[level].setdefault(index[s.at["x1"], s.at["y1"]], [])
            own.append(index[s.at["x2"], s.at["y2"]])
    reached = {index[s.at["cx"], s.at["cy"]] for s in circles if "marked" in s.classes}
    if len(reached) != 1:
        raise InputError(f"{len(reached)} units of the figure are marked; expected one")
    for level in range(len(heights) - 1, 0, -1):
        reached = {i for unit in reached for i in joined[level].get(unit, [])}
    structure = [_structure(joined[level]) for level in range(1, len(heights))]
    kernels, dilations, strides = (tuple(one[i] for one in structure) for i in range(3))
    return Found(
        {"kernels": kernels, "dilations": dilations, "strides": strides},
        {"field": max(reached) - min(reached) + 1, "cells": len(reached)},
    )


def _structure(joined: dict[int, list[int]]) -> Layer:
    """Kernel, dilation and stride as the lines of one layer show them, at units whose window is whole."""
    kernel = max(map(len, joined.values()))
    whole = {unit: sorted(own) for unit, own in joined.items() if len(own) == kernel}
    gaps = {b - a for own in whole.values() for a, b in itertools.pairwise(own)} or {1}
    shifts = {whole[unit + 1][0] - own[0] for unit, own in whole.items() if unit + 1 in whole} or {1}
    if len(gaps) != 1 or len(shifts) != 1:
        raise InputError(
            f"the lines of one layer have the gaps {sorted(gaps)} and shifts {sorted(shifts)}; expected one"
        )
    return kernel, gaps.pop(), shifts.pop()
