"""Figures of one layer: a full or a separable convolution, and what the second saves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from ...reference.counting import Count, count
from ...reference.errors import InputError
from ...reference.layers import Conv2d
from ...reference.network import Builder
from .conventions import is_work
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding, whole


def one_layer(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """One convolution, full or depthwise separable, with the multipliers of its row.

    The rows of such a table are cumulative: a row that shrinks the resolution keeps the width of the row before it.
    """
    kernel, channels, out, side = _layer_sizes(entry.model)
    row = str(entry.options.get("row", "")).partition(".")[0]
    rows = [str(s.options.get("row", "")).partition(".")[0] for s in siblings if s.model == entry.model]
    widths = [
        name for name in dict.fromkeys(rows[: rows.index(row) + 1] if row in rows else [row]) if name.startswith("a")
    ]
    alpha = _decimal(widths[-1][1:]) if widths else Fraction(1)
    rho = _decimal(row.removeprefix("rho")) if row.startswith("rho") else Fraction(1)
    channels, out, side = int(channels * alpha), int(out * alpha), round(side * rho)
    result = _single(kernel, channels, out, side, separable=row != "conv")
    value = Fraction(result.totals()["macs" if is_work(entry) else "parameters"])
    kind = "full" if row == "conv" else "separable"
    words = f"{kind} {kernel}x{kernel}, {channels} -> {out} channels, {side}x{side}, no bias"
    status = REPRODUCES if entry.agrees(value) else WRONG
    return Finding(entry, status, entry.shown(value), words, f"computed {value.numerator:,}")


def _layer_sizes(text: str) -> tuple[int, int, int, int]:
    """Kernel, input channels, output channels and side from "one layer Dk=3 M=N=512 Df=14"."""
    sizes: dict[str, int] = {}
    for letters, number in re.findall(r"((?:\w+\s*=\s*)+)(\d+)", text):
        sizes |= {letter.strip().lower(): int(number) for letter in letters.split("=") if letter.strip()}
    try:
        return sizes["dk"], sizes["m"], sizes["n"], sizes["df"]
    except KeyError as missing:
        raise InputError(f"the layer {text!r} has no {missing.args[0]}; expected Dk, M, N and Df") from None


def _decimal(digits: str) -> Fraction:
    """ "75" -> 0.75: a row's name has no decimal point."""
    return Fraction(whole(digits, "a row's multiplier"), 10 ** len(digits))


def _single(kernel: int, channels: int, out: int, side: int, separable: bool) -> Count:
    net, same = Builder(), (kernel // 2, kernel // 2)
    if separable:
        net.add("depthwise", Conv2d(channels, (kernel, kernel), padding=same, groups=channels))
        net.add("pointwise", Conv2d(out, (1, 1)))
    else:
        net.add("conv", Conv2d(out, (kernel, kernel), padding=same))
    return count(net.build("layer", (1, channels, side, side), {}))


def saving(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """A range of the factor by which a separable convolution does less, over the number of output channels."""
    numbers = [Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", str(entry.value))]
    if len(numbers) != 2:
        raise InputError(f"the range {entry.value!r} is not understood; expected two numbers")
    low, high = numbers
    found = re.search(r"(\d+)x\1", entry.model)
    kernel = int(found[1]) if found else 3

    def factor(out: int) -> Fraction:
        full, separable = (_single(kernel, 4, out, 5, separable=s).totals()["macs"] for s in (False, True))
        return Fraction(full, separable)

    tried = range(1, 1025)
    inside = [out for out in tried if low <= factor(out) < high]
    words = f"N >= {inside[0]} output channels" if inside else "no number of output channels up to 1024"
    whole = bool(inside) and inside == list(range(inside[0], 1025))
    reason = f"counted for N = 1 .. 1024: N = 1 saves {float(factor(1)):.2f}, the factor grows towards {kernel**2}"
    status = REPRODUCES if inside == list(tried) else UNDER if whole else WRONG
    return Finding(entry, status, f"{float(factor(inside[0] if inside else 1)):.3f} from there on", words, reason)
