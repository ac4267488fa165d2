"""The search for the convention under which a figure holds: the default first, then one departure, then two."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from ...reference.architectures import ARCHITECTURES
from ...reference.counting import CATEGORIES, Convention, Count
from ...reference.errors import InputError
from .budget import charge
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding
from .fitting import exactly
from .models import Model

# Options of an architecture that a table may have meant without saying so.
VARIANTS: dict[str, dict[str, tuple[Any, ...]]] = {
    "mobilenet_v1": {"last_stride": (2,), "separable": (False,)},
    "resnet": {"version": ("1", "1.5"), "shortcut": ("A", "B", "C"), "bias": (True, False)},
    "resnet_cifar": {
        "shortcut": ("A", "B", "C"),
        "classes": (10, 100),
        "bottleneck": (True,),
        "pre_activation": (True,),
    },
    "resnext_cifar": {"classes": (10, 100)},
    "densenet": {"compression": (1.0,), "bottleneck": (False,)},
    "densenet_cifar": {"classes": (10, 100), "compression": (0.5, 1.0), "bottleneck": (True, False)},
    "squeezenet": {"version": ("1.0", "1.1"), "resolution": (227,)},
    "alexnet": {"columns": (1, 2), "grouped": (False,), "resolution": (224,)},
    "googlenet": {"batch_norm": (True, False), "large_kernel": (3, 5), "auxiliary": (True,)},
    "inception_v3": {"auxiliary": (True,)},
    "vgg": {"batch_norm": (True,)},
    "shufflenet": {"groups": (1, 2, 3, 4, 8), "scaled_stem": (False,)},
    "mnasnet": {"version": ("A1", "B1")},
}


@dataclass(frozen=True)
class Departure:
    """One way in which a table may count differently: its family, its name, and what it changes."""

    family: str
    words: str
    convention: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    rounding: str = "nearest"
    scale: Fraction = Fraction(1)


WORK = (
    Departure("count", "the fully connected layer not counted", {"fully_connected": False}),
    *(Departure("count", f"with the {name.replace('_', ' ')} work, one operation a value", {"include": (name,)})
      for name in CATEGORIES),
    Departure("count", "with all elementwise work, one operation a value", {"include": CATEGORIES}),
)  # fmt: skip
STORED = (
    Departure("stored", "the fully connected layer not counted", {"fully_connected": False}),
    Departure("stored", "biases not counted", {"bias": False}),
    Departure("stored", "batch-norm parameters not counted", {"batch_norm": False}),
    Departure("stored", "weights alone (no bias, no batch-norm parameter)", {"bias": False, "batch_norm": False}),
    Departure("stored", "moving statistics counted", {"moving_statistics": True}),
)
BINARY = Departure("unit", "a K of 1,024", {}, scale=Fraction(1000, 1024))
ROUNDING = (
    Departure("rounding", "rounded down (truncated) instead of to the nearest", rounding="down"),
    Departure("rounding", "rounded up", rounding="up"),
)
PAIRS = {
    frozenset(pair)
    for pair in (
        ("factor", "count"),
        ("factor", "variant"),
        ("factor", "rounding"),
        ("variant", "count"),
        ("variant", "stored"),
        ("unit", "rounding"),
    )
} | {frozenset(("stored",))}


def is_work(entry: Entry) -> bool:
    """Whether the figure is of multiply-accumulates or FLOPs (else it is of parameters)."""
    text = f"{entry.quantity} {entry.unit}".lower()
    return bool(re.search(r"mult|madd|macc?s?\b|[kmgt]mac|flop|operation|\b[mgt]?ops\b|\bcomputation|complexity", text))


def is_stored(entry: Entry) -> bool:
    """Whether the figure is of parameters."""
    return bool(re.search(r"param|weights|\btrainable", f"{entry.quantity} {entry.unit}".lower()))


def per_mac(entry: Entry) -> int:
    """Operations in a multiply-accumulate as the entry's own words have it: 2 only where it says FLOPs without more."""
    text = f"{entry.quantity} {entry.unit}".lower()
    return 2 if "flop" in text and not any(word in text for word in ("mult", "madd", "mac")) else 1


def search(entry: Entry, model: Model, measure: Any = None) -> Finding:
    """The finding on a count of one model; `measure(count)` is what is printed, by default the total."""
    work = is_work(entry)
    measured = measure or _total(entry, work)
    base = replace(Convention(flops_per_mac=per_mac(entry) if work else 2), **dict(model.convention))
    default = Fraction(measured(model.count().under(base)))
    named = _default_words(entry, work) + model.words
    if entry.agrees(default):
        return Finding(entry, REPRODUCES, entry.shown(default), named, f"computed {exactly(default)}")
    found, nearest = _found(entry, model, base, work, measured, default)
    if found:
        return replace(found[0], others=tuple(found[1:]))
    reason = (
        f"computed {exactly(default)}, under no convention tried the printed figure{_slip(entry, default)}{nearest}"
    )
    return Finding(entry, WRONG, entry.shown(default), named, reason)


def _found(
    entry: Entry, model: Model, base: Convention, work: bool, measured: Any, default: Fraction
) -> tuple[list[Finding], str]:
    """The findings under as few departures as are needed, and words on what comes nearest."""
    found: list[Finding] = []
    nearest, best = "", abs(default / entry.scale - (entry.number or 0))
    fewest = 1
    for departures in _combinations(entry, model, work):
        if found and len(departures) > fewest:
            break
        fewest = len(departures)
        value = _value(model, base, departures, measured)
        if value is None:
            continue
        words = ", and ".join(departure.words for departure in departures) + model.words
        if entry.agrees(value, _rounding(departures)):
            reason = f"by default {entry.shown(default)}; so counted {exactly(value)}"
            found.append(Finding(entry, UNDER, entry.shown(value), words, reason))
        distance = abs(value / entry.scale - (entry.number or 0))
        if distance < best and _rounding(departures) == "nearest":
            nearest, best = f"; nearest: {entry.shown(value)}, {words}", distance
    return found, nearest


def _total(entry: Entry, work: bool) -> Callable[[Count], int]:
    """What is counted of the whole model: FLOPs, parameters, or what is stored but not trained."""
    if not work and re.search(r"non.?trainable", entry.quantity.lower()):
        return lambda result: sum(layer.statistics for layer in result.layers)
    if work:
        return lambda result: sum(layer.flops(result.convention) for layer in result.layers)
    return lambda result: sum(layer.parameters(result.convention) for layer in result.layers)


def _default_words(entry: Entry, work: bool) -> str:
    if not work and re.search(r"non.?trainable", entry.quantity.lower()):
        return "moving statistics"
    if not work:
        return "weights, biases and batch-norm scale and shift"
    products = "convolutions and fully connected layers"
    return (
        f"multiply-accumulates of {products}" if per_mac(entry) == 1 else f"2 FLOPs a multiply-accumulate of {products}"
    )


def _combinations(entry: Entry, model: Model, work: bool) -> Iterator[tuple[Departure, ...]]:
    """One departure, then two of families that go together; what the entry fixes is not varied."""
    single = [*(_factor(entry) if work else ()), *(WORK if work else STORED), *variants(model), *ROUNDING]
    if entry.scale == 1000:
        single.append(BINARY)
    yield from ((departure,) for departure in single)
    for pair in combinations(single, 2):
        if frozenset(departure.family for departure in pair) in PAIRS:
            yield pair


def _factor(entry: Entry) -> tuple[Departure, ...]:
    if per_mac(entry) == 2:
        return (Departure("factor", "a FLOP is a multiply-accumulate", {"flops_per_mac": 1}),)
    return (Departure("factor", "a multiplication and an addition counted as two", {"flops_per_mac": 2}),)


def variants(model: Model) -> Iterator[Departure]:
    """The architecture's own options that the entry does not fix, in the values that tables are known to mean."""
    for choice in model.left_open:
        words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in choice)
        yield Departure("variant", words, options=dict(choice))
    parameters = inspect.signature(ARCHITECTURES[model.architecture]).parameters
    chosen = dict(model.options)
    for name, values in VARIANTS.get(model.architecture, {}).items():
        if name == "bias" and model.library not in ("", "keras"):
            continue  # the others' convolutions before a batch norm have none
        if name not in model.fixed:
            for value in values:
                if value != chosen.get(name, parameters[name].default):
                    yield Departure("variant", f"{name.replace('_', ' ')} {value}", options={name: value})


def _value(model: Model, base: Convention, departures: tuple[Departure, ...], measured: Any) -> Fraction | None:
    """What is measured with the departures; None where the architecture does not go with them."""
    convention, options, scale = base, {}, Fraction(1)
    for departure in departures:
        scale *= departure.scale
        convention, options = replace(convention, **departure.convention), options | departure.options
    try:
        result = model.count(**options).under(convention)
        charge(len(result.layers))
        return Fraction(measured(result)) * scale
    except InputError:
        return None


def _rounding(departures: tuple[Departure, ...]) -> str:
    return next((departure.rounding for departure in departures if departure.rounding != "nearest"), "nearest")


def _slip(entry: Entry, value: Fraction) -> str:
    """A likely slip: two neighbouring digits exchanged, or the decimal point moved; the empty string for none."""
    step = entry.step or Fraction(1)
    computed = round(value / entry.scale / step)
    assert entry.number is not None
    printed = str(int(entry.number / step)).rjust(len(str(computed)), "0")
    digits = str(computed).rjust(len(printed), "0")
    for i in range(len(digits) - 1):
        if digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] == printed != digits:
            return f": two digits of {float(computed * step):g} are exchanged in print"
    if entry.number and any(entry.agrees(value * Fraction(10) ** shift) for shift in (-3, -2, -1, 1, 2, 3)):
        return ": the decimal point is moved in print"
    return ""
