"""Figures of memory: what the stored numbers of a model take, and the values that its layers put out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

from ...reference.counting import Convention, Count
from ...reference.errors import InputError
from .conventions import variants
from .entry import UNDER, WRONG, Entry, Finding, whole
from .fitting import fitted
from .models import Model, model_of
from .options import plain_key
from .places import KEYS, layers_at, place_of

BYTES = {
    "kb": (10**3, 2**10), "mb": (10**6, 2**20), "gb": (10**9, 2**30),
    "kib": (2**10,), "mib": (2**20,), "gib": (2**30,), "bytes": (1,), "byte": (1,),
}  # fmt: skip
RECORD = 512  # bytes: what a file may say of an array, its name, type, shape and checksum, with padding
BITS = frozenset({"bits", "dtype", "precision", "bytes_per_value"})
WIDTHS = {"float64": 64, "float32": 32, "fp32": 32, "float16": 16, "fp16": 16, "bfloat16": 16, "int8": 8, "uint8": 8}


def in_bytes(entry: Entry) -> bool:
    """Whether the figure is one of bytes."""
    return entry.unit.strip().lower() in BYTES


def _bits(entry: Entry) -> int:
    """Bits of a stored number: 32, unless an option says otherwise."""
    for key, value in entry.options.items():
        if plain_key(key) == "bytes_per_value":
            return 8 * whole(value, "bytes_per_value")
        if plain_key(key) in BITS:
            return WIDTHS.get(str(value).strip().lower()) or whole(value, key)
    return 32


def _per_unit(entry: Entry, tried: Sequence[tuple[str, Fraction | int]], bits: int) -> list[tuple[str, Fraction]]:
    """Numbers as bytes in the entry's unit, in both of its meanings; `tried` as they are where it has none."""
    if not in_bytes(entry):
        return [(words, Fraction(value)) for words, value in tried]
    name = entry.unit.strip()
    scale = entry.scale  # the entry divides by it again
    return [
        (f"{words}, {bits} bits each, a {name} of {unit:,} bytes", value * Fraction(bits, 8) / unit * scale)
        for unit in BYTES[name.lower()] for words, value in tried
    ]  # fmt: skip


def memory(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """What the stored numbers of a model take, at 4 bytes each unless the options say otherwise: a model's size."""
    bits = _bits(entry)
    model = model_of(entry, BITS)
    conventions = {"parameters": Convention(), "with moving statistics": Convention(moving_statistics=True)}
    tried = [(w, _stored(model.count(), c)) for w, c in conventions.items()]
    also = [
        (f"{w}, {d.words}", _stored(model.count(**d.options), c))
        for d in variants(model) for w, c in conventions.items() if _builds(model, d.options)
    ]  # fmt: skip
    reason = "the numbers alone, without what a file says about them" + model.words
    finding = fitted(entry, _per_unit(entry, tried, bits) + _per_unit(entry, also, bits), reason, rounded=4)
    doubtful = finding.status == WRONG or ", rounded" in finding.convention
    return _as_a_file(entry, model, bits, finding) if doubtful else finding


def _stored(result: Count, convention: Convention) -> int:
    return result.under(convention).totals()["parameters"]


def _builds(model: Model, options: dict[str, Any]) -> bool:
    try:
        model.count(**options)
    except InputError:
        return False
    return True


def _as_a_file(entry: Entry, model: Model, bits: int, finding: Finding) -> Finding:
    """Whether the figure is that of a file: all stored numbers, and up to `RECORD` bytes an array for its record."""
    for departure in (None, *variants(model)):
        options = departure.options if departure else {}
        if not _builds(model, options):
            continue
        network = replace(model, options=tuple(sorted((dict(model.options) | options).items()))).network()
        arrays = len(network.weight_shapes())
        stored = _stored(model.count(**options), Convention(moving_statistics=True)) * Fraction(bits, 8)
        for unit in BYTES[entry.unit.strip().lower()]:
            printed, half = (entry.number or 0) * unit, entry.step * unit / 2
            if stored - half <= printed <= stored + RECORD * arrays + half:
                words = (
                    f"a file of {arrays} arrays, all stored numbers, {bits} bits each, a {entry.unit} of {unit:,} bytes"
                )
                also = f", {departure.words}" if departure else ""
                shown = f"{float(stored / unit):,.2f} {entry.unit} and the file's own records"
                reason = f"up to {RECORD} bytes an array for its name and place; by default {finding.computed}"
                return Finding(entry, UNDER, shown, words + also, reason)
    return finding


def activations(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Values put out: of all layers, or of some; where a peak is meant, the largest, or those alive together."""
    bits, place = _bits(entry), place_of(entry)
    model = model_of(entry, BITS | KEYS)
    if place:
        found = layers_at(model, place)
        tried: list[tuple[str, Fraction | int]] = [
            ("all outputs there", sum(layer.activations for layer in found)),
            ("its last output", found[-1].activations),
        ]
    else:
        peak = any(word in entry.quantity.lower() for word in ("peak", "max", "largest"))
        tried = _peaks(model.count()) if peak else _sums(model.count())
    return fitted(entry, _per_unit(entry, tried, bits), "from shapes, for one example", rounded=2)


def _sums(result: Count) -> list[tuple[str, Fraction | int]]:
    given = prod(n for n in result.input_shape if isinstance(n, int))
    in_place = ("activation", "batch_norm")
    weighted = [layer for layer in result.layers if layer.weights and not layer.norm]
    kept = [layer for layer in result.layers if layer.category not in in_place and layer.kind != "flatten"]
    convolutions = sum(layer.activations for layer in weighted if layer.kind != "linear")
    return [
        ("all layers' outputs", result.totals()["activations"]),
        ("all layers' outputs, and the input", result.totals()["activations"] + given),
        ("outputs of convolutions and linear layers", sum(layer.activations for layer in weighted)),
        ("outputs of convolutions alone", convolutions),
        ("outputs without activations and batch norm, done in place", sum(layer.activations for layer in kept)),
        ("the same and the input", sum(layer.activations for layer in kept) + given),
    ]


def _peaks(result: Count) -> list[tuple[str, Fraction | int]]:
    return [
        ("values alive together", result.peak_activations or 0),
        ("the largest output of a layer", max(layer.activations for layer in result.layers)),
    ]
