"""Figures of the blind spot of masked convolutions, by tracing: PixelCNN's grows with depth, the gated one has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ...reference.architectures import gated_pixelcnn
from ...reference.errors import InputError
from ...reference.layers import MaskedConv2d
from ...reference.measure import dependence
from ...reference.network import Builder, Network
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding, whole

FRACTIONS = {"half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4)}


def blind_spot(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """The share of the pixels before a pixel, in its window, that a masked stack never sees; traced for few layers."""
    kernel = whole(entry.options.get("kernel", 3), "kernel")
    if "gated" in entry.model.lower():
        return _gated_blind_spot(entry, kernel)
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


def _gated_blind_spot(entry: Entry, kernel: int) -> Finding:
    """Of two stacks nothing is missed: traced in a window that the layers just fill."""
    if kernel % 2 == 0 or not 3 <= kernel <= 7:
        raise InputError(f"the kernel is {kernel}; expected 3, 5 or 7 to trace")
    none = re.fullmatch(r"(?i)\s*(no|none|no blind spot|removed|nothing)\s*", str(entry.value))
    claimed = Fraction(0) if none else entry.number
    if claimed is None:
        raise InputError(f"the share {entry.value!r} is not understood; expected a number, or none")
    missed = {layers: _missed(*_gated_stack(kernel, layers)) for layers in (1, 2)}
    status = REPRODUCES if all(share == claimed for share in missed.values()) else WRONG
    traced = ", ".join(f"{layers}: {share}" for layers, share in missed.items())
    words = f"{kernel}x{kernel}, a vertical and a horizontal stack"
    return Finding(entry, status, f"{missed[2]}", words, f"traced: {traced}")


def _gated_stack(kernel: int, layers: int) -> tuple[Network, int]:
    centre = kernel // 2 * layers
    network = gated_pixelcnn(
        channels=1, layers=layers, levels=1, first_kernel_size=kernel, kernel_size=kernel, resolution=2 * centre + 1
    )
    return network, centre


def _fraction(text: str) -> Fraction:
    for word, value in FRACTIONS.items():
        if word in text.lower():
            return value
    raise InputError(f"the share {text!r} is not understood; expected a number, half, a third or a quarter")


@lru_cache(maxsize=32)
def _blind_share(kernel: int, layers: int) -> Fraction:
    return _missed(*_masked_stack(kernel, layers))


def _missed(network: Network, centre: int) -> Fraction:
    """Pixels missed over pixels that come before the centre in its window."""
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
