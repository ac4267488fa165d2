"""The words of a quantity: what is counted, of which layers; a word that is not understood is never passed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ...reference.errors import InputError
from .entry import Entry
from .models import Model
from .places import layers_at

# How tables name types of layer -> whether a type of the reference's count is meant
LAYER_TYPES: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("1x1", "pointwise", "pw"), lambda group: "1x1" in group),
    **dict.fromkeys(("dw", "depthwise", "depth-wise"), lambda group: "depthwise" in group),
    "3x3": lambda group: group == "conv2d 3x3",
    **dict.fromkeys(("fc", "fully connected", "fully-connected", "linear", "dense"), lambda group: group == "linear"),
    **dict.fromkeys(("conv", "convolution", "convolutional", "convolutions"), lambda group: "conv" in group),
    **dict.fromkeys(("bn", "batch norm", "batch normalization", "batchnorm"), lambda group: group == "batch_norm"),
}
_WORDS = """
    number numbers num of total the a an model models network networks net params param parameters parameter trainable
    learnable learned free weights weight count counts counted million millions billion billions thousand m g k b n mult
    mults multi add adds multiply multiplies multiplications accumulate accumulates accumulations additions macs mac
    madds madd maccs flops flop ops op operations operation complexity computational computations computation compute
    cost costs inference forward pass floating point size single crop per image example x non in on approx approximate
    approximately about theoretical arithmetic overall all layers layer e storage stored train for and with without
    excluding except is mops at s sum stated reported printed paper full whole required needed one theory maximum
"""
_PLAIN = frozenset(_WORDS.split())
_SCALED = re.compile(r"[kmgtb]?(?:flops?|macs?|madds?|ops?|params?)")


@dataclass(frozen=True)
class Part:
    """The part of a model that a figure is about: some types of layer, and the names of some layers; None for all."""

    groups: frozenset[str] | None = None
    names: frozenset[str] | None = None


def part_of(entry: Entry, model: Model, place: str) -> Part:
    """The part that an entry's quantity, its `layer_type` and its place mean; raises InputError for other words."""
    kind = str(entry.options.get("layer_type", "")).lower().strip()
    text = re.sub(r"[(\[][^)\]]*[)\]]", " ", entry.quantity.lower().replace("_", " "))
    types, left_out = ([kind], False) if kind else _types(text)
    for name in sorted(LAYER_TYPES, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    found = [word.rstrip(".") for word in re.findall(r"[a-z][\w.]*|\d+x\d+", text)]
    words = [word for word in found if word not in _PLAIN and not _SCALED.fullmatch(word)]
    if words and not place:
        try:
            layers_at(model, place := " ".join(words))
        except InputError:
            raise InputError(
                f"the words {' '.join(words)!r} of the quantity {entry.quantity!r} are not understood; expected "
                "parameters or multiply-accumulates of a model, of a type of layer, or of a layer by its name"
            ) from None
    names = frozenset(layer.name for layer in layers_at(model, place)) if place else None
    return Part(_groups(types, left_out, model), names)


def _types(text: str) -> tuple[list[str], bool]:
    """Types of layer that a quantity is restricted to, or leaves out: "conv FLOPs", "params without fc layers"."""
    found = [name for name in LAYER_TYPES if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return found, bool(found) and bool(re.search(r"\b(without|excluding|except|no|non|w/o)\b", text))


def _groups(types: list[str], left_out: bool, model: Model) -> frozenset[str] | None:
    """The types of layer of a model that are meant; None where none is named."""
    if not types:
        return None
    unknown = [name for name in types if name not in LAYER_TYPES]
    if unknown:
        known = ", ".join(LAYER_TYPES)
        raise InputError(f"the type of layer {unknown[0]!r} is not understood; expected one of {known}")
    groups = {layer.group for layer in model.count().layers}
    return frozenset(group for group in groups if any(LAYER_TYPES[t](group) for t in types) != left_out)
