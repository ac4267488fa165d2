"""Figures that are counts: of a model, of a share of it, of the ratio of two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from ...reference.counting import Convention, Count
from ...reference.errors import InputError
from .conventions import is_stored, is_work, search
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding
from .fitting import fitted
from .models import model_of, models_of
from .places import KEYS, place_of
from .quantities import LAYER_TYPES, Part, part_of

NO_LINEAR = "the fully connected layer not counted"


def model_count(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Parameters or multiply-accumulates of a model, or of a part of it; of several ("121/169") all must agree."""
    place = place_of(entry)
    findings = []
    for model in models_of(entry, KEYS | {"layer_type"}):
        part = part_of(entry, model, place)
        findings.append(search(entry, model, None if part == Part() else _of_part(part, is_work(entry))))
    return max(findings, key=lambda finding: (REPRODUCES, UNDER, WRONG).index(finding.status))


def _of_part(part: Part, work: bool) -> Callable[[Count], int]:
    def measure(result: Count) -> int:
        layers = [
            layer for layer in result.layers
            if (part.names is None or layer.name in part.names) and (part.groups is None or layer.group in part.groups)
        ]  # fmt: skip
        return sum(layer.flops(result.convention) if work else layer.parameters(result.convention) for layer in layers)

    return measure


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

    model = model_of(entry, frozenset({"layer_type"}))
    finding = search(entry, model, measure)
    printed = [s.number for s in siblings if s.source == entry.source and s.quantity == entry.quantity and s.number]
    total = sum(printed, Fraction(0))
    if finding.status != WRONG or abs(total - 100) <= entry.step * len(printed):
        return finding
    reason = f"{finding.reason}; the printed shares of the table add up to {float(total):g} %, not 100 %"
    return Finding(entry, finding.status, finding.computed, finding.convention, reason)


def two_models(entry: Entry) -> list[str]:
    """The two names of "VGG16 / MobileNet" or "VGG16 vs MobileNet"; fewer where the entry is about one model."""
    return [name.strip() for name in re.split(r" / | vs\.? | versus | relative to | compared to ", entry.model)]


def ratio(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """How many times as much one model has, or does, as another; also as a percentage, or what is saved."""
    names = two_models(entry)
    if len(names) != 2:
        raise InputError(f"the models {entry.model!r} are not understood; expected two, as in VGG16 / MobileNet")
    if entry.options:
        raise InputError(f"the option {next(iter(entry.options))} of a ratio could mean either model; expected none")
    above, below = (model_of(entry, name=name) for name in names)
    key, what = ("parameters", "parameters") if is_stored(entry) else ("macs", "multiply-accumulates")
    if any(model.count().totals()[key] == 0 for model in (above, below)):
        raise InputError(f"one of {' and '.join(names)} has no {what}; expected models that have some")
    tried: list[tuple[str, Fraction | int]] = []
    for words, convention in (("all layers", Convention()), (NO_LINEAR, Convention(fully_connected=False))):
        values = [model.count().under(convention).totals()[key] for model in (above, below)]
        tried.append((f"{what}, {words}", Fraction(*values)))
    printed = [_printed(model.count().totals()[key], entry, siblings) for model in (above, below)]
    if all(printed):
        words = f"quotient of the printed {' and '.join(f'{float(p):,.12g}' for p in printed if p)}"
        tried.append((words, Fraction(printed[0] or 0) / Fraction(printed[1] or 1)))
    if re.search(r"fewer|less|small|reduc|sav|compress", entry.quantity.lower()):
        direct = Fraction(tried[0][1])
        tried += [(f"{what}, the second over the first", 1 / direct), (f"{what}, what the first saves", 1 - direct)]
        tried.append((f"{what}, what the second saves", 1 - 1 / direct))
    return fitted(entry, tried)


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
