"""Cases for max_pool2d, avg_pool2d and adaptive_avg_pool2d."""

import math
from typing import Any

from .arrays import Filled
from .convolution import LAYOUTS, MOST_PRODUCTS, per_axis
from .space import Call, Configuration, Space

SIZES: dict[str, tuple] = {
    "batch": (2, 1, 3, 0, 4, 9, 17),
    "channels": (3, 1, 2, 4, 5, 9, 17),
    "height": (7, 1, 2, 3, 4, 5, 6, 8, 9, 16, 17, 33),
    "width": (6, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33),
}
RANGES = {"batch": (0, 4), "channels": (1, 5), "height": (1, 20), "width": (1, 20)}
EXTRA = (
    {"batch": 65, "channels": 1},
    {"batch": 1, "channels": 65},
    {"batch": 1, "channels": 1, "width": 130},
    {"batch": 1, "channels": 1, "height": 130},
    {"batch": 3, "channels": 3},
    {"height": 6},
    {"batch": 4, "channels": 4, "height": 4, "width": 4},
    {"batch": 1, "channels": 1, "height": 1, "width": 1},
    {"batch": 1, "channels": 1, "height": 1, "width": 1, "kernel_size": 1},
)
# Large images of large numbers in single precision: sums over more than the window lose the window's mean.
AWAY_FROM_ZERO = tuple(
    {"contents": "large_mean", "dtype": "float32", "height": n, "width": n, "batch": 1, "channels": 2} for n in (9, 33)
)
COMMON: dict[str, tuple] = {
    "dtype": ("float64", "float32"),
    "input_layout": LAYOUTS,
    "positional": (False, True),
    "batched": (True, False),
}


def windows() -> dict[str, tuple]:
    """The factors of a sliding window."""
    return {
        "kernel_size": (2, 1, 3, 4, 5, (2, 3), (3, 2), (1, 3), (4, 1), (3, 3)),
        "stride": (None, 1, 2, 3, (1, 2), (2, 1), (3, 2), 5),
        "padding": (0, 1, (0, 1), (1, 0), 2, (1, 2)),
        "ceil_mode": (False, True),
        **SIZES,
    }


# Sizes at which the last window of ceil_mode lies partly, or would lie wholly, beyond the input.
CEIL = tuple(
    {"ceil_mode": True, "kernel_size": k, "stride": s, "padding": p, "height": h, "width": w}
    for k, s, p, h, w in (
        (2, 2, 0, 5, 7),
        (2, 2, 1, 5, 4),
        (3, 2, 1, 6, 5),
        (1, 2, 0, 4, 5),
        (2, 3, 1, 4, 7),
        (3, 3, 1, 5, 8),
        (2, 5, 1, 6, 3),
        ((2, 3), (3, 2), (1, 0), 6, 4),
        (3, 2, 0, 4, 6),
    )
)


def _sizes(c: Configuration, dilation: Any = 1) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None:
    """Kernel, padding (at most half the kernel, as torch demands) and an image that the kernel fits in."""
    kernel = per_axis(c["kernel_size"], 2)
    padding = per_axis(c["padding"], 2)
    if any(p > k // 2 for p, k in zip(padding, kernel, strict=True)):
        return None
    spans = [d * (k - 1) + 1 for d, k in zip(per_axis(dilation, 2), kernel, strict=True)]
    image = tuple(max(n, span - 2 * p, 1) for n, span, p in zip((c["height"], c["width"]), spans, padding, strict=True))
    if c["batch"] * c["channels"] * math.prod(kernel) * math.prod(image) > MOST_PRODUCTS:
        return None
    return kernel, padding, image


def _arguments(c: Configuration, image: tuple[int, ...], options: dict[str, Any], defaults: dict[str, Any]) -> dict:
    """The input, and the options: those with their default value are left out now and then."""
    lead = (c["batch"],) if c["batched"] else ()
    input = Filled(c["contents"], (*lead, c["channels"], *image), c["dtype"], c["seed"], c["input_layout"])
    given = {n: v for n, v in options.items() if n not in defaults or c["seed"] % 2 or v != defaults[n]}
    return {"input": input, **given}


def _all_meet_the_input(c: Configuration, sizes: tuple) -> bool:
    """Whether every window holds an element of the input: of padding alone there is no maximum.

    The sizes that ceil_mode may add are among them.
    """
    kernel, padding, image = sizes
    strides = per_axis(c["kernel_size"] if c["stride"] is None else c["stride"], 2)
    for k, p, n, s, d in zip(kernel, padding, image, strides, per_axis(c["dilation"], 2), strict=True):
        starts = range(-p, max(n + p - d * (k - 1), 1) + (s - 1 if c["ceil_mode"] else 0), s)
        if not all(any(0 <= start + i * d < n for i in range(k)) for start in starts if start < n):
            return False
    return True


def max_pooling() -> Space:
    """Cases of max_pool2d; contents with equal largest elements, negative ones, NaN and infinities among them."""
    factors = {
        **windows(),
        "dilation": (1, 2, 3, (1, 2), (2, 1)),
        "return_indices": (False, True),
        "contents": ("distinct", "integers", "negative", "eighths", "wide", "minus_inf", "with_nan"),
        **COMMON,
    }
    extra = (
        *EXTRA,
        *CEIL,
        *({**e, "return_indices": True, "contents": "negative"} for e in CEIL),
        {"return_indices": True, "kernel_size": 3, "stride": 1, "padding": 1, "contents": "integers"},
        {"return_indices": True, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2, "contents": "negative"},
        {"contents": "negative", "kernel_size": 3, "padding": 1},
        {"contents": "minus_inf", "kernel_size": 3, "padding": 1, "stride": 1},
        {"contents": "with_nan", "kernel_size": 3, "padding": 1, "stride": 1},
    )
    defaults = {"stride": None, "padding": 0, "dilation": 1, "ceil_mode": False, "return_indices": False}

    def build(c: Configuration) -> Call | None:
        sizes = _sizes(c, c["dilation"])
        if sizes is None or not _all_meet_the_input(c, sizes):
            return None
        options = {name: c[name] for name in ("kernel_size", *defaults)}
        return Call("max_pool2d", _arguments(c, sizes[2], options, defaults), c["positional"])

    return Space(build, factors, {**RANGES, "dilation": (1, 4)}, extra)


def avg_pooling() -> Space:
    """Cases of avg_pool2d."""
    factors = {
        **windows(),
        "count_include_pad": (True, False),
        "divisor_override": (None, 1, 3, 7),
        "contents": ("eighths", "wide", "integers", "ones", "distinct"),
        **COMMON,
    }
    extra = (
        *EXTRA,
        *CEIL,
        *({**e, "count_include_pad": False} for e in CEIL),
        *({**e, "divisor_override": 5} for e in CEIL[:3]),
        {"kernel_size": 3, "padding": 1, "count_include_pad": False},
        {"kernel_size": 3, "padding": 1, "stride": 2, "divisor_override": 2},
        *AWAY_FROM_ZERO,
    )
    defaults = {"stride": None, "padding": 0, "ceil_mode": False, "count_include_pad": True, "divisor_override": None}

    def build(c: Configuration) -> Call | None:
        sizes = _sizes(c)
        if sizes is None:
            return None
        options = {name: c[name] for name in ("kernel_size", *defaults)}
        return Call("avg_pool2d", _arguments(c, sizes[2], options, defaults), c["positional"])

    return Space(build, factors, RANGES, extra)


def adaptive_pooling() -> Space:
    """Cases of adaptive_avg_pool2d: fewer, equally many and more regions than elements, None for an axis to keep."""
    factors = {
        "output_size": (
            3,
            1,
            2,
            5,
            7,
            10,
            (2, 3),
            (3, 2),
            (1, 4),
            (4, 1),
            (7, 6),
            (9, 2),
            (None, 2),
            (3, None),
            (None, None),
        ),
        **SIZES,
        "contents": ("eighths", "wide", "integers", "ones", "distinct"),
        **COMMON,
    }

    def build(c: Configuration) -> Call | None:
        image = (c["height"], c["width"])
        if c["batch"] * c["channels"] * math.prod(image) > MOST_PRODUCTS:
            return None
        return Call("adaptive_avg_pool2d", _arguments(c, image, {"output_size": c["output_size"]}, {}), c["positional"])

    return Space(build, factors, RANGES, (*EXTRA, *AWAY_FROM_ZERO))
