"""Figures of a model's structure: weighted layers, strides, sizes of its stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ...reference.errors import InputError
from ...reference.network import INPUT
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding
from .models import WHOLE_MAP, Model, model_of, models_of


def layers(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Weighted layers: convolutions and fully connected ones; a shortcut's projection is none."""
    model = model_of(entry.model, entry.options, frozenset({"count", "blocks"}))
    weighted = [x for x in model.count().layers if x.weights and not x.norm and ".shortcut" not in x.name]
    names = _runs([layer.group for layer in weighted])
    status = REPRODUCES if entry.agrees(len(weighted)) else WRONG
    longest = _longest_path(model, {layer.name for layer in weighted})
    if status == WRONG and entry.agrees(longest):
        words = "convolutions and fully connected layers along the longest path from the input"
        return Finding(entry, UNDER, entry.shown(longest), words, f"{len(weighted)} in all: {names}")
    reason = f"counted {names}" + ("" if status == REPRODUCES else _blocks_reason(entry, len(weighted)))
    return Finding(entry, status, entry.shown(len(weighted)), "convolutions and fully connected layers", reason)


def _longest_path(model: Model, counted: set[str]) -> int:
    """The largest number of the named layers that a value passes one after the other."""
    network = model.network()
    passed = dict.fromkeys((INPUT, *network.conditions), 0)
    for node in network.nodes:
        passed[node.name] = max(passed[name] for name in node.inputs) + (node.name in counted)
    return max(passed.values())


def _runs(groups: list[str]) -> str:
    return ", ".join(f"{groups.count(group)} {group}" for group in dict.fromkeys(groups))


def _blocks_reason(entry: Entry, counted: int) -> str:
    blocks = entry.options.get("blocks")
    if not isinstance(blocks, list):
        return ""
    made = f"{' + '.join(map(str, blocks))} layers of two convolutions, {len(blocks) - 1} transitions"
    off = counted - int(entry.number or 0)
    return f"; {made}, the first convolution and the classifier make {counted}: the name is off by {off}"


def stride(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The stride of the layer that a table's row describes by kind, kernel and channels."""
    if re.search(r"output stride|effective|total|overall", entry.quantity.lower()):
        return _effective_stride(entry)
    row = str(entry.options.get("row", "")).lower()
    model = model_of(entry.model, entry.options, frozenset({"row"}))
    sizes = re.search(r"(\d+)x(\d+)x(\d+)", row)
    if sizes is None:
        raise InputError(f"the row {row!r} is not understood; expected a kernel and channels, such as 3x3x1024")
    found = _layer_strides(model, f"{sizes[1]}x{sizes[2]}", "dw" in row.split(), int(sizes[3]))
    if len(set(found)) != 1:
        raise InputError(f"the row {row!r} fits {len(found)} layers; expected one")
    status = REPRODUCES if entry.agrees(found[0]) else WRONG
    return Finding(
        entry, status, str(found[0]), "the stride that gives the table's own sizes", _stride_reason(entry, model)
    )


def _effective_stride(entry: Entry) -> Finding:
    """The step in the input of neighbouring outputs of the last layer before one that reads the whole map."""
    model = model_of(entry.model, entry.options)
    step = max(layer.stride or 1 for layer in takewhile(lambda x: x.kind not in WHOLE_MAP, model.count().layers))
    status = REPRODUCES if entry.agrees(step) else WRONG
    return Finding(entry, status, str(step), "the product of the strides up to the last map", "from shapes")


def _layer_strides(model: Model, kernel: str, depthwise: bool, channels: int) -> list[int]:
    """Strides of the layers of a kind, from the effective strides before and after them."""
    before, found = 1, []
    for layer in model.count().layers:
        if layer.weights and "conv2d" in layer.kind:
            if (
                kernel in layer.group
                and ("depthwise" in layer.group) == depthwise
                and layer.output_shape[1] == channels
            ):
                found.append((layer.stride or 1) // before)
            before = layer.stride or 1
    return found


def _stride_reason(entry: Entry, model: Model) -> str:
    """What the printed stride would make of the sizes and the counts."""
    if model.architecture != "mobilenet_v1" or entry.number is None:
        return "read off the layers that give the paper's sizes"
    usual, other = model.count(), model.count(last_stride=int(entry.number))
    sides = [next(x for x in reversed(c.layers) if "1x1" in x.group).output_shape[2] for c in (usual, other)]
    macs = [c.totals()["macs"] for c in (usual, other)]
    shown = [f"{side}x{side}" for side in sides]
    return (
        f"the printed {entry.number} would put out {shown[1]}, where the table goes on with {shown[0]}, "
        f"and do {macs[1]:,} multiply-accumulates instead of {macs[0]:,}"
    )


def size(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The side of a stage's output, the same for all models that are named."""
    stage = str(entry.options.get("stage", ""))
    both = re.fullmatch(r"\s*(\d{1,9})\s*[x×]\s*\1\s*", str(entry.value))  # "7x7" is a side of 7
    side = replace(entry, value=int(both[1])) if both else entry
    models = models_of(entry.model, entry.options, frozenset({"stage"}))
    sides = {model: _side(model, stage) for model in models}
    agreeing = all(side.agrees(found) for found in sides.values())
    shown = "/".join(map(str, dict.fromkeys(sides.values())))
    return Finding(
        entry, REPRODUCES if agreeing else WRONG, f"{shown} px", "from shapes", f"computed for {len(models)} models"
    )


def _side(model: Model, stage: str) -> int:
    """The side after the first convolution, the first pool, block or stage n, or transition n."""
    residual = re.fullmatch(r"conv([2-5])_?x", stage.lower())  # ResNet's table: conv2_x is the first stage
    stage = f"stage{int(residual[1]) - 1}" if residual else stage
    found = re.fullmatch(r"(conv|pool|b|block|stage|t|transition)_?(\d*)", stage.lower())
    if found is None:
        raise InputError(f"the stage {stage!r} is not understood; expected conv, pool, b1, t1 or conv2_x")
    part, number = found[1], found[2]
    first = "[01]" if number in ("", "0", "1") else number
    names = {
        "conv": rf"conv{first}(_\d+)?(\..*)?",
        "pool": rf"pool{first}",
        "t": rf"transition{number}\.pool",
        "transition": rf"transition{number}\.pool",
    }
    pattern = names.get(part, rf"(block|stage){number}\..*")
    matching = [layer for layer in model.count().layers if re.fullmatch(pattern, layer.name)]
    if not matching:
        raise InputError(f"{model.architecture} has no stage {stage!r}; expected one of its own")
    return matching[-1].output_shape[-1]
