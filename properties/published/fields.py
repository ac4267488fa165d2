"""Figures of dependence: receptive fields of dilated stacks, and the blind spot of masked convolutions, by tracing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile
from typing import Any

import numpy as np

from ...reference.errors import InputError
from ...reference.layers import CausalConv1d, MaskedConv2d
from ...reference.measure import dependence
from ...reference.network import Builder, Network
from .entry import NOT_PRINTED, REPRODUCES, UNDER, WRONG, Entry, Finding, whole
from .models import models_of

RATE = 16_000  # samples a second, where the entry names no other: the paper's recordings
DOUBLING = tuple(2**l for l in range(10))  # 1, 2, 4, ..., 512
FRACTIONS = {"half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4)}


def field(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The receptive field of a stack of causal convolutions, traced; in samples or milliseconds."""
    if entry.unit == "ms":
        return _duration(entry)
    if not {"kernel", "kernel_size", "dilations", "layers", "repeats"} & set(entry.options):
        return _of_model(entry)
    kernel, dilations, words = _stack(entry)
    traced = traced_field(kernel, dilations)
    formula = f"1 + (k - 1) * sum of d = 1 + {kernel - 1} * {sum(dilations)}"
    computed = f"{traced:,} samples"
    if entry.number is None:
        reason = f"no figure is printed; traced, and {formula}; a causal convolution before it adds {kernel - 1}"
        return Finding(entry, NOT_PRINTED, computed, words, reason)
    status = REPRODUCES if entry.agrees(traced) else WRONG
    return Finding(entry, status, computed, words, f"traced; {formula}")


def _of_model(entry: Entry) -> Finding:
    """The receptive field of a whole architecture, of its last layer before anything looks at the whole map."""
    (model,) = models_of(entry.model, entry.options)
    if entry.number is None:
        raise InputError(f"the field {entry.value!r} is not understood; expected a number")
    whole_map = ("global_avg_pool2d", "flatten", "linear")
    layers = takewhile(lambda layer: layer.kind not in whole_map, model.count().layers)
    last = max((layer.receptive_field or 1 for layer in layers), default=1)
    status = REPRODUCES if entry.agrees(last) else WRONG
    return Finding(entry, status, f"{last:,}", "the largest before a layer that reads the whole map", "from shapes")


def _stack(entry: Entry) -> tuple[int, tuple[int, ...], str]:
    """Kernel size, dilations, and the stack in words."""
    options = entry.options
    kernel = whole(options.get("kernel", options.get("kernel_size", 2)), "kernel")
    if "dilations" in options:
        dilations = _dilations(options["dilations"])
    elif "layers" in options and "repeats" not in options:
        dilations = (1,) * min(whole(options["layers"], "layers"), 1000)
    else:
        dilations = DOUBLING
    repeats = min(whole(options.get("repeats", 1), "repeats"), 1000)
    dilations = dilations * repeats
    if not 1 <= kernel <= 100 or not 1 <= len(dilations) <= 200 or sum(dilations) * kernel > 100_000:
        raise InputError(
            f"the stack has kernel {kernel} and {len(dilations)} dilations; expected a field below 100,000"
        )
    shown = f"{dilations[0]}..{dilations[-1]}" if len(dilations) > 1 else f"{dilations[0]}"
    times = f", {repeats} times" if repeats > 1 else ""
    return (
        kernel,
        dilations,
        f"kernel {kernel}, dilations {shown}{times}, without a further convolution before the stack",
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
    return tuple(result)


@lru_cache(maxsize=64)
def traced_field(kernel: int, dilations: tuple[int, ...]) -> int:
    """The receptive field of one output, found by tracing a run of the stack.

    >>> traced_field(2, (1, 2, 4, 8))
    16
    """
    net = Builder()
    for number, dilation in enumerate(dilations):
        net.add(f"layer{number}", CausalConv1d(1, kernel, dilation))
    length = 2 + (kernel - 1) * sum(dilations)
    network = net.build("stack", (1, 1, length), {})
    parameters = network.initial_parameters()
    last = (0, 0, length - 1)
    seen = dependence(lambda x: network.forward(x, parameters), network.input_shape, output=last)
    times = [index[2] for index in seen]
    return max(times) - min(times) + 1


def _duration(entry: Entry) -> Finding:
    """A field in milliseconds, of a depth that is not printed: the repeated doubling stacks that come near."""
    rate = whole(entry.options.get("sampling_rate", entry.options.get("rate", RATE)), "the sampling rate")
    kernel = whole(entry.options.get("kernel", 2), "kernel")
    fields = {r: 1 + (kernel - 1) * sum(DOUBLING) * r for r in range(1, 11)}
    assert traced_field(kernel, DOUBLING) == fields[1]
    durations = {r: Fraction(1000 * samples, rate) for r, samples in fields.items()}
    if entry.number is None or rate < 1:
        raise InputError(f"the field {entry.value!r} at {rate} samples a second is not understood; expected a number")
    if "repeats" in entry.options:
        durations = {r: d for r, d in durations.items() if r == whole(entry.options["repeats"], "repeats")}
    fitting = [r for r, duration in durations.items() if entry.agrees(duration)]
    near = sorted(durations, key=lambda r: abs(durations[r] - (entry.number or 0)))[:2]
    shown = ", ".join(f"{float(durations[r]):.1f} ms ({r} stacks)" for r in sorted(near))
    base = f"kernel {kernel}, dilations 1, 2, ..., 512 repeated, at {rate / 1000:g} kHz"
    if len(fitting) == 1:
        return Finding(entry, UNDER, shown, f"{base}: {fitting[0]} stacks", "the depth is not printed; this one fits")
    why = "no" if not fitting else "read to its last digit that is not 0, more than one"
    reason = f"the depth is not printed, and {why} whole number of stacks gives {entry.value} ms: {shown}"
    return Finding(entry, WRONG, shown, base, reason)


def blind_spot(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The share of the pixels before a pixel, in its window, that a masked stack never sees; traced for few layers."""
    kernel = whole(entry.options.get("kernel", 3), "kernel")
    if kernel % 2 == 0 or not 3 <= kernel <= 7:
        raise InputError(f"the kernel is {kernel}; expected 3, 5 or 7 to trace")
    claimed = entry.number * entry.scale if entry.number is not None else _fraction(str(entry.value))
    shares = {layers: _blind_share(kernel, layers) for layers in (1, 2, 3, 4)}
    limit = _limit(shares)
    computed = f"{float(shares[4]):.3f} with 4 layers, {limit} in the limit"
    reason = "traced: " + ", ".join(f"{layers}: {share}" for layers, share in shares.items())
    if limit is not None and limit == claimed and all(share < limit for share in shares.values()):
        reason += "; (L - 1) / (4 (L + 1)) grows towards it and never reaches it"
        return Finding(entry, UNDER, computed, f"{kernel}x{kernel} masks, in the limit of many layers", reason)
    return Finding(entry, WRONG, computed, f"{kernel}x{kernel} masks", reason)


def _fraction(text: str) -> Fraction:
    for word, value in FRACTIONS.items():
        if word in text.lower():
            return value
    raise InputError(f"the share {text!r} is not understood; expected a number, half, a third or a quarter")


@lru_cache(maxsize=32)
def _blind_share(kernel: int, layers: int) -> Fraction:
    """Pixels missed over pixels that come before the centre in its window."""
    network, centre = _masked_stack(kernel, layers)
    parameters = network.initial_parameters()
    seen = dependence(lambda x: network.forward(x, parameters), network.input_shape, output=(0, 0, centre, centre))
    side = 2 * centre + 1
    potential = centre * side + centre
    return Fraction(potential - len(seen), potential)


def _masked_stack(kernel: int, layers: int) -> tuple[Network, int]:
    """Masked convolutions on an image just as large as the window of its centre; mask A in the first layer."""
    net, half = Builder(), kernel // 2
    for layer in range(layers):
        net.add(
            f"layer{layer}", MaskedConv2d(1, (kernel, kernel), padding=(half, half), mask_type="B" if layer else "A")
        )
    centre = half * layers
    return net.build("stack", (1, 1, 2 * centre + 1, 2 * centre + 1), {}), centre


def _limit(shares: dict[int, Fraction]) -> Fraction | None:
    """The limit of (aL + b) / (cL + d) through the first three points, if the fourth lies on it too."""
    rows = np.array([[l, 1, -float(s) * l] for l, s in list(shares.items())[:3]])
    a, b, c = np.linalg.solve(rows, np.array([float(s) for s in list(shares.values())[:3]]))  # with d = 1
    predicted = (4 * a + b) / (4 * c + 1)
    if abs(predicted - float(shares[4])) > 1e-9 or abs(c) < 1e-12:
        return None
    return Fraction(a / c).limit_denominator(1000)
