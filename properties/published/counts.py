"""Figures that are counts: of a model, of a share of it, of the ratio of two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from ...reference.counting import Convention, Count
from ...reference.errors import InputError
from .conventions import is_stored, is_work, search
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding, whole
from .models import model_of, models_of

NO_LINEAR = "the fully connected layer not counted"

# How tables name types of layer -> whether a type of the reference's count is meant
LAYER_TYPES: dict[str, Callable[[str], bool]] = {
    "1x1": lambda group: "1x1" in group,
    "pointwise": lambda group: "1x1" in group,
    "dw": lambda group: "depthwise" in group,
    "depthwise": lambda group: "depthwise" in group,
    "3x3": lambda group: group == "conv2d 3x3",
    "fc": lambda group: group == "linear",
    "fully connected": lambda group: group == "linear",
}


def model_count(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Parameters or multiply-accumulates of a model; of several ("121/169") all must agree."""
    findings = [search(entry, model) for model in models_of(entry.model, entry.options)]
    return max(findings, key=lambda finding: (REPRODUCES, UNDER, WRONG).index(finding.status))


def share(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The share of one type of layer."""
    kind = str(entry.options.get("layer_type", ""))
    if kind.lower() not in LAYER_TYPES:
        raise InputError(f"the type of layer {kind!r} is not understood; expected one of {', '.join(LAYER_TYPES)}")
    meant, place = LAYER_TYPES[kind.lower()], 0 if is_work(entry) else 1

    def measure(result: Count) -> Fraction:
        figures = result.shares()
        return Fraction(
            sum(f[place] for group, f in figures.items() if meant(group)), sum(f[place] for f in figures.values())
        )

    model = model_of(entry.model, entry.options, frozenset({"layer_type"}))
    finding = search(entry, model, measure)
    printed = [s.number for s in siblings if s.source == entry.source and s.quantity == entry.quantity and s.number]
    total = sum(printed, Fraction(0))
    if finding.status != WRONG or abs(total - 100) <= entry.step * len(printed):
        return finding
    reason = f"{finding.reason}; the printed shares of the table add up to {float(total):g} %, not 100 %"
    return Finding(entry, finding.status, finding.computed, finding.convention, reason)


def ratio(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """How many times as much one model has, or does, as another; also as a percentage."""
    names = [name.strip() for name in entry.model.split(" / ")]
    if len(names) != 2:
        raise InputError(f"the models {entry.model!r} are not understood; expected two, as in VGG16 / MobileNet")
    if entry.options:
        raise InputError(f"the option {next(iter(entry.options))} of a ratio could mean either model; expected none")
    above, below = (model_of(name, {}) for name in names)
    key, what = ("parameters", "parameters") if is_stored(entry) else ("macs", "multiply-accumulates")
    tried = []
    for words, convention in (("all layers", Convention()), (NO_LINEAR, Convention(fully_connected=False))):
        values = [model.count().under(convention).totals()[key] for model in (above, below)]
        tried.append((f"{what}, {words}", Fraction(*values)))
    printed = [_printed(model.count().totals()[key], entry, siblings) for model in (above, below)]
    if all(printed):
        words = f"quotient of the printed {' and '.join(f'{float(p):,.12g}' for p in printed if p)}"
        tried.append((words, Fraction(printed[0] or 0) / Fraction(printed[1] or 1)))
    (words, default), rest = tried[0], f"by default {entry.shown(tried[0][1])}"
    if entry.agrees(default):
        return Finding(entry, REPRODUCES, entry.shown(default), words, f"computed {float(default):.4f}")
    found = [Finding(entry, UNDER, entry.shown(v), w, rest) for w, v in tried[1:] if entry.agrees(v)]
    for how, remark in (("down", "rounded down (truncated)"), ("up", "rounded up")):
        found += [
            Finding(entry, UNDER, entry.shown(v), f"{w}, {remark}", rest) for w, v in tried[:2] if entry.agrees(v, how)
        ]
    if found:
        return replace(found[0], others=tuple(found[1:]))
    return Finding(entry, WRONG, entry.shown(default), words, f"computed {float(default):.4f}")


def _printed(total: int, entry: Entry, siblings: Sequence[Entry]) -> Fraction | None:
    """What the same source prints for a model of these counts, if it does (to within a few hundredths)."""
    paper = entry.source.split(" ")[0].rstrip(",")
    for other in siblings:
        same = (
            is_stored(other) == is_stored(entry)
            and is_work(other) != is_stored(entry)
            and other.source.startswith(paper)
        )
        if (
            same
            and other is not entry
            and other.number
            and "ratio" not in other.quantity
            and "share" not in other.quantity
        ):
            value = other.number * other.scale
            if abs(value / total - 1) < Fraction(3, 100):
                return value
    return None


def activations(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Values put out: of all layers, or of the convolutions (and fully connected layers) alone."""
    if entry.unit.lower() in BYTES:
        raise InputError(f"activations in {entry.unit} depend on their type; expected a number of values")
    model = model_of(entry.model, entry.options)
    result = model.count()
    products = sum(layer.activations for layer in result.layers if layer.weights and not layer.norm)
    choices = [
        ("all layers' outputs", result.totals()["activations"]),
        ("outputs of convolutions and linear layers", products),
    ]
    for words, value in choices:
        if entry.agrees(value):
            return Finding(
                entry, REPRODUCES if value == choices[0][1] else UNDER, entry.shown(value), words, "from shapes"
            )
    return Finding(
        entry, WRONG, entry.shown(choices[0][1]), choices[0][0], f"computed {choices[0][1]:,}; {choices[1][1]:,}"
    )


BYTES = {
    "kb": (10**3, 2**10),
    "mb": (10**6, 2**20),
    "gb": (10**9, 2**30),
    "kib": (2**10,),
    "mib": (2**20,),
    "gib": (2**30,),
}


def memory(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """What the stored numbers of a model take, at 4 bytes each unless `bits` says otherwise: a library's model size."""
    bits = whole(entry.options.get("bits", 32), "bits")
    model = model_of(entry.model, entry.options, frozenset({"bits"}))
    if entry.number is None:
        raise InputError(f"the size {entry.value!r} is not understood; expected a number")
    tried = []
    for unit in BYTES[entry.unit.lower()]:
        for words, convention in (
            ("parameters", Convention()),
            ("with moving statistics", Convention(moving_statistics=True)),
        ):
            total = model.count().under(convention).totals()["parameters"] * Fraction(bits, 8) / unit
            tried.append((f"{words}, {bits} bits each, a {entry.unit} of {unit:,} bytes", total))
    how = ((replace(entry, unit=""), "nearest", ""), (replace(entry, unit=""), "down", ", rounded down (truncated)"))
    found = [(words + remark, v) for plain, way, remark in how for words, v in tried if plain.agrees(v, way)]
    shown = f"{float(tried[0][1]):,.2f} {entry.unit}"
    if not found:
        return Finding(entry, WRONG, shown, tried[0][0], "under no convention tried the printed figure")
    status = REPRODUCES if found[0][0] == tried[0][0] else UNDER
    others = tuple(Finding(entry, UNDER, f"{float(v):,.2f} {entry.unit}", words, "") for words, v in found[1:])
    return Finding(entry, status, f"{float(found[0][1]):,.2f} {entry.unit}", found[0][0], f"by default {shown}", others)
