"""Figures of a model's structure: weighted layers, strides, sizes of its stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from typing import Any

from ...reference.counting import FULLY_CONNECTED, LayerCount
from ...reference.errors import InputError
from ...reference.layers import Shape
from ...reference.network import INPUT
from .conventions import variants
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding, whole
from .fitting import fitted
from .models import WHOLE_MAP, Model, model_of, models_of
from .places import KEYS, layers_at, place_of


def layers(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Weighted layers: convolutions and fully connected ones; a shortcut's projection is none."""
    model = model_of(entry, frozenset({"count", "blocks"}))
    every = model.count().layers
    weighted = [x for x in every if x.weights and not x.norm and ".shortcut" not in x.name and ".se." not in x.name]
    names = _runs([layer.group for layer in weighted])
    convolutions = [x for x in weighted if x.kind != FULLY_CONNECTED]
    longest = _longest_path(model, {layer.name for layer in weighted})
    stored = sum(bool(x.weights or x.biases or x.norm) for x in every)
    projections = sum(bool(x.weights) and not x.norm for x in every)
    tried: list[tuple[str, Fraction | int]] = [
        ("convolutions and fully connected layers", len(weighted)),
        ("convolutions and fully connected layers along the longest path from the input", longest),
        ("convolutions and fully connected layers, projections of shortcuts and of gates too", projections),
    ]
    paired = _separable_pairs(model)
    if paired:
        tried.append(("a separable convolution as one layer", len(weighted) - paired))
    if "weighted" not in entry.quantity.lower():
        if paired:
            tried.append(("every layer that stores parameters, a separable convolution as one", stored - paired))
        tried.append(("every layer that stores parameters, batch norm too", stored))
        tried.append(("every layer, with or without parameters", len(every)))
    if re.search(r"conv", entry.quantity.lower()) and not re.search(r"fc|full|linear", entry.quantity.lower()):
        tried.insert(0, ("convolutions alone", len(convolutions)))
        tried.append(("convolutions alone, a separable one as one layer", len(convolutions) - paired))
    finding = fitted(entry, tried, f"counted {names}", rounded=0)
    if finding.status != WRONG:
        return finding
    return replace(finding, reason=f"counted {names}" + _blocks_reason(entry, len(weighted)))


def _separable_pairs(model: Model) -> int:
    """How many depthwise convolutions a 1x1 convolution reads directly: one layer in some programs."""
    groups = {layer.name: layer.group for layer in model.count().layers}
    return sum(
        groups[node.name] == "conv2d 1x1" and "depthwise" in groups.get(node.inputs[0], "")
        for node in model.network().nodes
    )


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
    model = model_of(entry, frozenset({"row"}))
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
    model = model_of(entry)
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
    """The side, the channels or the whole shape of an output at a place, the same for all models that are named."""
    models = models_of(entry, KEYS)
    printed = _printed_sizes(entry)
    shapes = {model: _shape_at(entry, model) for model in models}
    wanted = len(printed) == 1 or len(set(printed)) == 1
    values = [_wanted(entry, shape) if wanted else "x".join(map(str, shape)) for shape in shapes.values()]
    unit = "" if not wanted else " channels" if _channels(entry) else " px"
    shown = "/".join(map(str, dict.fromkeys(values))) + unit
    reason = f"computed for {len(models)} model{'s' * (len(models) > 1)}"
    if all(_fits(entry, printed, shape) for shape in shapes.values()):
        return Finding(entry, REPRODUCES, shown, "from shapes" + models[0].words, reason)
    for departure in variants(models[0]) if len(models) == 1 else ():
        shape = _shape_at(entry, models[0], **departure.options)
        if _fits(entry, printed, shape):
            return Finding(entry, UNDER, "x".join(map(str, shape)), departure.words, f"by default {shown}")
    return Finding(entry, WRONG, shown, "from shapes" + models[0].words, reason)


def _shape_at(entry: Entry, model: Model, **changed: Any) -> Shape:
    """The shape without the batch at the entry's place: of the output there, or of the input, as is asked."""
    place = place_of(entry)
    changed_model = replace(model, options=tuple(sorted((dict(model.options) | changed).items())))
    asks_input = "input" in entry.quantity.lower() or entry.quantity.lower().strip() == "resolution"
    if asks_input and not place:
        return changed_model.network().input_shape[1:]
    found = layers_at(changed_model, place) if place else _before_whole_map(changed_model)
    if not asks_input:
        return found[-1].output_shape[1:]
    network = changed_model.network()
    source = next(node.inputs[0] for node in network.nodes if node.name == found[0].name)
    return network.shapes()[source][1:]


def _before_whole_map(model: Model) -> list[LayerCount]:
    """The layers up to the last map, where an entry names no place."""
    return list(takewhile(lambda layer: layer.kind not in WHOLE_MAP, model.count().layers))


def _printed_sizes(entry: Entry) -> list[int]:
    """The sizes of "7", "7x7", "7x7x1024", "1024 x 7 x 7" or a list."""
    if entry.number is not None and entry.number.denominator == 1:
        return [int(entry.number * entry.scale)]
    parts = entry.value if isinstance(entry.value, list) else re.split(r"\s*[x×,]\s*", str(entry.value).strip("[]() "))
    return [whole(part, "a size") for part in parts]


def _channels(entry: Entry) -> bool:
    return bool(re.search(r"channel|filter|feature maps\b(?! size)|width|depth|features\b", entry.quantity.lower()))


def _wanted(entry: Entry, shape: Shape) -> int:
    return shape[0] if _channels(entry) else shape[-1]


def _fits(entry: Entry, printed: list[int], shape: Shape) -> bool:
    """One number is a side (or the channels), two the sides, three the shape with its channels first or last."""
    channels, *sides = shape
    if len(printed) == 1:
        return printed[0] == _wanted(entry, shape)
    sides = sides or [1, 1]
    return printed in (sides, [channels, *sides], [*sides, channels], [1, channels, *sides])
