"""Cases for relu, sigmoid, tanh, softmax and the mu-law functions."""

import math

import numpy as np

from .arrays import Filled, Given
from .convolution import LAYOUTS
from .space import Call, Configuration, Space

INF, NAN = math.inf, math.nan
SHAPES = (
    (2, 3, 4),
    (7,),
    (2, 3),
    (2, 3, 4, 5),
    (3, 3),
    (4, 4, 4),
    (1,),
    (1, 1),
    (2, 1, 3),
    (0,),
    (0, 3),
    (2, 0),
    (17,),
    (33,),
    (65,),
    (130,),
    (300,),
    (9, 17),
    (17, 9),
    (1, 40),
    (40, 1),
    (2, 3, 2, 2, 2),
)
SPECIAL = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    INF,
    -INF,
    NAN,
    20.0,
    -20.0,
    40.0,
    -40.0,
    88.0,
    -88.0,
    89.5,
    -89.5,
    104.0,
    -104.0,
    710.0,
    -710.0,
    1e4,
    -1e4,
    3e38,
    -3e38,
    1e-30,
    -1e-30,
)
# No NaN and no infinity but -inf (a masked entry); a row of nothing else is 0 / 0 by the definition.
LOGITS = (0.0, -INF, 1000.0, -1000.0, 999.0, -INF, 3.0, 88.0, -89.0, 1e30, 710.0)


def _array(c: Configuration, special: tuple[float, ...]) -> Filled | Given:
    if c["contents"] == "special":
        size, start = math.prod(c["shape"]), 3 * c["seed"] % len(special)
        values = tuple(special[(start + i) % len(special)] for i in range(size))
        return Given(values, c["shape"], c["dtype"], c["input_layout"])
    return Filled(c["contents"], c["shape"], c["dtype"], c["seed"], c["input_layout"])


def elementwise(function: str) -> Space:
    """Cases of relu, sigmoid or tanh."""
    factors = {
        "shape": SHAPES,
        "contents": ("eighths", "special", "normal", "logits", "huge", "wide", "negative", "zeros"),
        "dtype": ("float64", "float32", "int64") if function == "relu" else ("float64", "float32"),
        "input_layout": LAYOUTS,
        **({"inplace": (False, True), "positional": (False, True)} if function == "relu" else {}),
    }
    extra = ({"shape": (25,), "contents": "special"}, {"shape": (25,), "contents": "special", "dtype": "float32"})

    def build(c: Configuration) -> Call | None:
        if c["dtype"] == "int64" and c["contents"] in ("special", "normal", "logits"):
            return None
        inplace = c.get("inplace", False)
        if inplace and c["input_layout"] in ("readonly", "broadcast", "broadcast_last"):
            return None
        options = {"inplace": inplace} if inplace or (function == "relu" and c["seed"] % 2) else {}
        return Call(function, {"input": _array(c, SPECIAL), **options}, c.get("positional", False))

    return Space(build, factors, extra=extra)


def softmax() -> Space:
    """Cases of softmax, along every axis from either end."""
    factors = {
        "shape": SHAPES,
        "dim": (-1, 0, 1, 2, -2, -3, 3, -4),
        "contents": ("normal", "special", "logits", "huge", "eighths", "zeros", "shifted", "large_mean"),
        "dtype": ("float64", "float32"),
        "input_layout": LAYOUTS,
        "positional": (False, True),
    }

    def build(c: Configuration) -> Call | None:
        axes = len(c["shape"])
        if not -axes <= c["dim"] < axes or c["shape"][c["dim"]] == 0:
            return None
        return Call("softmax", {"input": _array(c, LOGITS), "dim": c["dim"]}, c["positional"])

    return Space(build, factors, extra=({"shape": (11, 1), "dim": 1, "contents": "special"},))


CHANNELS = (256, 2, 4, 16, 64, 128, 255, 257, 1000, 1024, 65536)
SIGNALS = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1e-12,
    -1e-12,
    1 / 255,
    -1 / 255,
    0.999999,
    -0.999999,
    0.25,
    -0.25,
    1e-4,
    -1e-4,
)


def encoding() -> Space:
    """Cases of mu_law_encode: signals in [-1, 1] with both end points, zero and its neighbourhood."""
    factors = {
        "shape": SHAPES,
        "quantization_channels": CHANNELS,
        "contents": ("signal", "special", "quiet"),
        "dtype": ("float64", "float32"),
        "input_layout": LAYOUTS,
        "positional": (False, True),
    }
    extra = tuple({"shape": (16,), "contents": "special", "quantization_channels": q} for q in CHANNELS)

    def build(c: Configuration) -> Call | None:
        options = {"quantization_channels": c["quantization_channels"]}
        left_out = c["quantization_channels"] == 256 and c["seed"] % 2 == 0
        return Call("mu_law_encode", {"signal": _array(c, SIGNALS), **({} if left_out else options)}, c["positional"])

    return Space(build, factors, {"quantization_channels": (2, 300)}, extra)


def decoding() -> Space:
    """Cases of mu_law_decode: every code of a few numbers of channels, and random ones."""
    factors = {
        "shape": SHAPES,
        "quantization_channels": CHANNELS,
        "contents": ("random", "all"),
        "input_layout": LAYOUTS,
        "positional": (False, True),
    }

    def build(c: Configuration) -> Call | None:
        channels, size = c["quantization_channels"], math.prod(c["shape"])
        if c["contents"] == "all" and channels <= 1024:
            values, shape = tuple(range(channels)), (channels,)
        else:
            r = np.random.default_rng(c["seed"])
            ends = (0, channels - 1, channels // 2, (channels - 1) // 2)
            values = (*ends, *r.integers(0, channels, size).tolist())[:size]
            shape = c["shape"]
        options = {"quantization_channels": channels} if channels != 256 or c["seed"] % 2 else {}
        codes = Given(values, shape, "int64", c["input_layout"])
        return Call("mu_law_decode", {"codes": codes, **options}, c["positional"])

    return Space(build, factors, {"quantization_channels": (2, 300)})
