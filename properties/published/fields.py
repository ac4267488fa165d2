"""Figures of receptive fields: of dilated stacks, by tracing, and of whole architectures, from shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile
from typing import Any

from ...reference.counting import count
from ...reference.errors import InputError
from ...reference.layers import CausalConv1d
from ...reference.measure import dependence
from ...reference.network import Builder, Network
from .budget import charge
from .entry import NOT_PRINTED, REPRODUCES, UNDER, WRONG, Entry, Finding, whole
from .models import WHOLE_MAP, model_of

RATE = 16_000  # samples a second, where the entry names no other: the paper's recordings
STACK = frozenset(
    ["kernel", "kernel_size", "dilations", "layers", "repeats", "stacks", "convs_per_layer", "convolutions_per_layer"]
)
MOST_FIELD = 100_000_000
MOST_TRACED = 250_000  # positions times layers times kernel: about half a second
DOUBLING = tuple(2**l for l in range(10))  # 1, 2, 4, ..., 512


def field(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The receptive field of a stack of causal convolutions, traced; in samples, seconds or milliseconds."""
    if entry.unit.lower() in ("s", "sec", "second", "seconds") and entry.number is not None:
        step = entry.step * 1000
        entry = replace(entry, value=float(entry.number * 1000), unit="ms", printed_precision=step)
    if entry.unit == "ms":
        return _duration(entry)
    both = re.fullmatch(r"\s*(\d{1,9})\s*[x×]\s*\1\s*", str(entry.value))  # "7x7" is a field of 7
    entry = replace(entry, value=int(both[1])) if both else entry
    if entry.number is None and entry.value is not None:
        raise InputError(f"the field {entry.value!r} is not understood; expected a number")
    if not STACK & set(entry.options):
        return _of_model(entry)
    kernel, dilations, words = _stack(entry)
    traced, how = measured_field(kernel, dilations)
    formula = f"1 + (k - 1) * sum of d = 1 + {kernel - 1} * {sum(dilations)}"
    computed = f"{traced:,} samples"
    if entry.number is None:
        reason = f"no figure is printed; {how}, and {formula}; a causal convolution before it adds {kernel - 1}"
        return Finding(entry, NOT_PRINTED, computed, words, reason)
    status = REPRODUCES if entry.agrees(traced) else WRONG
    return Finding(entry, status, computed, words, f"{how}; {formula}")


def _of_model(entry: Entry) -> Finding:
    """The receptive field of a whole architecture, of its last layer before anything looks at the whole map."""
    model = model_of(entry)
    if entry.number is None:
        raise InputError(f"the field {entry.value!r} is not understood; expected a number")
    layers = takewhile(lambda layer: layer.kind not in WHOLE_MAP, model.count().layers)
    last = max((layer.receptive_field or 1 for layer in layers), default=1)
    status = REPRODUCES if entry.agrees(last) else WRONG
    return Finding(entry, status, f"{last:,}", "the largest before a layer that reads the whole map", "from shapes")


def _stack(entry: Entry) -> tuple[int, tuple[int, ...], str]:
    """Kernel size, dilations, and the stack in words."""
    options = entry.options
    _known(options, STACK)
    kernel = whole(options.get("kernel", options.get("kernel_size", 2)), "kernel")
    given = _repeats(options)
    repeats = 1 if given is None else min(given, 1000)
    doubling = given is not None or re.search(r"(?i)(?<!not )(?<!un)(?<!non-)dilated|wavenet|tcn", entry.model)
    if "dilations" in options:
        dilations = _dilations(options["dilations"])
    elif "layers" in options:
        layers = whole(options["layers"], "layers")
        dilations = tuple(2 ** min(l, 30) for l in range(min(layers, 64))) if doubling else (1,) * min(layers, 1000)
    else:
        dilations = DOUBLING
    several = next((options[key] for key in options if key.endswith("s_per_layer")), 1)  # of the same dilation
    dilations = tuple(d for d in dilations for _ in range(min(whole(several, "convs_per_layer"), 10)))
    dilations = (dilations * repeats)[:1000]
    _check_stack(kernel, dilations)
    shown = f"{dilations[0]}..{dilations[-1]}" if len(dilations) > 1 else f"{dilations[0]}"  # pyright: ignore[reportGeneralTypeIssues]
    times = f", {repeats} times" if repeats > 1 else ""
    return (
        kernel,
        dilations,
        f"kernel {kernel}, dilations {shown}{times}, without a further convolution before the stack",
    )


def _known(options: Mapping[str, Any], known: frozenset[str]) -> None:
    """Refuse an option that would be left out silently."""
    for name in options:
        if name not in known:
            raise InputError(
                f"the option {name} of a stack is not understood; expected some of {', '.join(sorted(known))}"
            )


def _repeats(options: Mapping[str, Any]) -> int | None:
    """How often the dilations come again; None where no option says it."""
    given = next((options[name] for name in ("repeats", "stacks") if name in options), None)
    return None if given is None else whole(given, "repeats")


def _check_stack(kernel: int, dilations: tuple[int, ...]) -> None:
    if not 1 <= kernel <= 100 or not 1 <= len(dilations) <= 200 or sum(dilations) * kernel > MOST_FIELD:
        raise InputError(
            f"the stack has kernel {kernel} and {len(dilations)} dilations; expected a kernel from 1 to 100, "
            f"1 to 200 dilations, and a field below {MOST_FIELD:,}"
        )


def _dilations(given: Any) -> tuple[int, ...]:
    """A list, or text such as "1,2,...,512", in which dots stand for doubling."""
    parts = given if isinstance(given, list) else str(given).split(",")
    result: list[int] = []
    for place, part in enumerate(parts):
        if set(str(part).strip()) <= {".", "…"}:
            last = whole(parts[place + 1] if place + 1 < len(parts) else "", "the dilation after the dots")
            while result and result[-1] * 2 < last:
                result.append(result[-1] * 2)
        else:
            result.append(whole(part, "a dilation"))
        if not result or result[-1] < 1:
            raise InputError(f"the dilation {part!r} is not understood; expected numbers from 1, or dots between two")
    return tuple(result)


def measured_field(kernel: int, dilations: tuple[int, ...]) -> tuple[int, str]:
    """The receptive field and how it was found: traced, or for a stack that would take long, from shapes.

    >>> measured_field(2, tuple(2**l for l in range(24)))
    (16777216, 'from shapes, too large to trace')
    """
    network = _causal_stack(kernel, dilations)
    positions = network.input_shape[2] * len(dilations) * kernel
    charge(100 * len(dilations))
    if positions <= MOST_TRACED:
        charge(2 * positions, ("traced", kernel, dilations))
        return traced_field(kernel, dilations), "traced"
    return count(network).layers[-1].receptive_field or 1, "from shapes, too large to trace"


def _causal_stack(kernel: int, dilations: tuple[int, ...]) -> Network:
    """Causal convolutions on one channel, on a signal one longer than their field."""
    net = Builder()
    for number, dilation in enumerate(dilations):
        net.add(f"layer{number}", CausalConv1d(1, kernel, dilation))
    return net.build("stack", (1, 1, 2 + (kernel - 1) * sum(dilations)), {})


@lru_cache(maxsize=64)
def traced_field(kernel: int, dilations: tuple[int, ...]) -> int:
    """The receptive field of one output, found by tracing a run of the stack.

    >>> traced_field(2, (1, 2, 4, 8))
    16
    """
    network = _causal_stack(kernel, dilations)
    parameters = network.initial_parameters()
    last = (0, 0, network.input_shape[2] - 1)
    seen = dependence(lambda x: network.forward(x, parameters), network.input_shape, output=last)
    times = [index[2] for index in seen]
    return max(times) - min(times) + 1


def _duration(entry: Entry) -> Finding:
    """A field in milliseconds, of a depth that is not printed: the repeated doubling stacks that come near."""
    _known(entry.options, frozenset({"sampling_rate", "rate"}) | STACK)
    rate = whole(entry.options.get("sampling_rate", entry.options.get("rate", RATE)), "the sampling rate")
    options = {key: value for key, value in entry.options.items() if key in STACK and key not in ("repeats", "stacks")}
    kernel, once, _ = _stack(replace(entry, options=options, model="dilated"))
    repeats = _repeats(entry.options)
    if entry.number is None or rate < 1:
        raise InputError(f"the field {entry.value!r} at {rate} samples a second is not understood; expected a number")
    depths = range(1, 11) if repeats is None else [repeats]
    for depth in depths:
        _check_stack(kernel, once * min(depth, 1000))
    durations = {r: Fraction(1000 * measured_field(kernel, once * r)[0], rate) for r in depths}
    fitting = [r for r, duration in durations.items() if entry.agrees(duration)]
    near = sorted(durations, key=lambda r: abs(durations[r] - (entry.number or 0)))[:2]
    shown = ", ".join(f"{float(durations[r]):.1f} ms ({r} stacks)" for r in sorted(near))
    ends = ", ".join(map(str, (*once[:2], "...", once[-1])))
    listed = ", ".join(map(str, once)) if len(once) < 4 else ends
    base = f"kernel {kernel}, dilations {listed} repeated, at {rate / 1000:g} kHz"
    if repeats is not None:
        status = REPRODUCES if fitting else WRONG
        return Finding(entry, status, shown, f"{base}: {repeats} stacks", measured_field(kernel, once * repeats)[1])
    if len(fitting) == 1:
        return Finding(entry, UNDER, shown, f"{base}: {fitting[0]} stacks", "the depth is not printed; this one fits")
    why = "no" if not fitting else "read to its last digit that is not 0, more than one"
    reason = f"the depth is not printed, and {why} whole number of stacks gives {entry.value} ms: {shown}"
    return Finding(entry, WRONG, shown, base, reason)
