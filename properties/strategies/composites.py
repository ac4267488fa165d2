"""Cases for the composites that torch lacks: separable, causal, masked and gated layers, dense and residual blocks."""

import math
from typing import Any

from .arrays import Filled
from .convolution import (
    CONTENTS,
    LAYOUTS,
    MOST_PRODUCTS,
    VECTOR_LAYOUTS,
    convolved,
    per_axis,
    weight_contents,
    weight_layout,
)
from .space import Call, Configuration, Space

FLOATS = ("float64", "float32")
IMAGE: dict[str, tuple] = {
    "batch": (2, 1, 3, 0, 4, 9, 17),
    "channels": (3, 1, 2, 4, 5, 9, 17),
    "height": (7, 1, 2, 3, 4, 5, 8, 9, 16, 17, 33),
    "width": (6, 1, 2, 3, 4, 5, 7, 9, 16, 17, 33),
}
COMMON: dict[str, tuple] = {
    "dtype": FLOATS,
    "contents": CONTENTS,
    "input_layout": LAYOUTS,
    "weight_layout": LAYOUTS,
    "positional": (False, True),
}
BIAS: dict[str, tuple] = {"bias": (True, False), "bias_layout": VECTOR_LAYOUTS}
STRIDES = (1, 2, 3, (1, 2), (2, 1), (3, 2))
PADDINGS = (0, 1, 2, (0, 1), (1, 0), (2, 1), 4)
DILATIONS = (1, 2, 3, (1, 2), (2, 1))
RANGES = {"batch": (0, 4), "channels": (1, 5), "height": (1, 12), "width": (1, 12)}
# Statistics of inputs whose mean is far larger than their deviation, in single precision.
AWAY_FROM_ZERO = tuple({"contents": "large_mean", "dtype": "float32", "affine": a} for a in ("both", "none"))
LONG = (
    {"batch": 65, "channels": 1, "outputs": 1},
    {"batch": 1, "channels": 65, "outputs": 1, "multiplier": 1},
    {"batch": 1, "channels": 1, "outputs": 65, "multiplier": 65},
    {"batch": 1, "channels": 1, "outputs": 1, "multiplier": 1, "width": 130},
    {"batch": 3, "channels": 3, "outputs": 3},
    {"batch": 1, "channels": 1, "outputs": 1, "height": 1, "width": 1, "padding": 2},
)


def _extra(factors: dict[str, tuple], rows: tuple[Configuration, ...] = LONG) -> tuple[Configuration, ...]:
    return tuple({name: value for name, value in row.items() if name in factors} for row in rows)


def _image(c: Configuration, kernel: tuple[int, ...]) -> tuple[int, ...]:
    """An image that the kernel fits in."""
    padding, dilation = per_axis(c["padding"], 2), per_axis(c["dilation"], 2)
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    return tuple(max(n, s - 2 * p) for n, s, p in zip((c["height"], c["width"]), spans, padding, strict=True))


def _pixels(c: Configuration, image: tuple[int, ...], kernel: tuple[int, ...]) -> int:
    sizes = zip(image, kernel, *(per_axis(c[name], 2) for name in ("stride", "padding", "dilation")), strict=True)
    return math.prod(convolved(*size) for size in sizes)


def _array(c: Configuration, shape: tuple[int, ...], step: int, contents: str, layout: str) -> Filled:
    return Filled(contents, shape, c["dtype"], c["seed"] + step, c[layout])


def _given(c: Configuration, defaults: dict[str, Any]) -> dict[str, Any]:
    """The options; those with their default value are left out now and then."""
    return {name: c[name] for name, default in defaults.items() if c["seed"] % 2 or c[name] != default}


def _affine(c: Configuration) -> str:
    """Weights, scales and shifts where the result is rounded anyway: sometimes with all the bits of the dtype."""
    return "eighths" if c["seed"] % 2 else "normal"


def _taps(c: Configuration) -> str:
    return "small" if c["seed"] % 2 else "quarter_normal"


def depthwise() -> Space:
    """Cases of depthwise_conv2d, with one or more outputs for each channel."""
    factors = {
        "multiplier": (2, 1, 3, 5),
        "stride": STRIDES,
        "padding": PADDINGS,
        "dilation": DILATIONS,
        "kernel_height": (3, 1, 2, 4, 5),
        "kernel_width": (2, 1, 3, 4, 5),
        **IMAGE,
        **BIAS,
        **COMMON,
    }
    defaults = {"stride": 1, "padding": 0, "dilation": 1}

    def build(c: Configuration) -> Call | None:
        kernel = (c["kernel_height"], c["kernel_width"])
        image, outputs = _image(c, kernel), c["channels"] * c["multiplier"]
        if max(c["batch"], 1) * outputs * math.prod(kernel) * _pixels(c, image, kernel) > MOST_PRODUCTS:
            return None
        contents = weight_contents(c["contents"])
        c = {**c, "weight_layout": weight_layout(c["weight_layout"], kernel, per_axis(c["dilation"], 2))}
        arguments = {
            "input": _array(c, (c["batch"], c["channels"], *image), 0, c["contents"], "input_layout"),
            "weight": _array(c, (outputs, 1, *kernel), 1, contents, "weight_layout"),
        }
        if c["bias"]:
            arguments["bias"] = _array(c, (outputs,), 2, contents, "bias_layout")
        return Call("depthwise_conv2d", {**arguments, **_given(c, defaults)}, c["positional"])

    return Space(build, factors, {**RANGES, "kernel_height": (1, 6), "kernel_width": (1, 6)}, _extra(factors))


def pointwise() -> Space:
    """Cases of pointwise_conv2d."""
    factors = {"outputs": (4, 1, 2, 3, 9, 17), **IMAGE, **BIAS, **COMMON}

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], c["height"], c["width"])
        if math.prod(shape) * c["outputs"] > MOST_PRODUCTS:
            return None
        contents = weight_contents(c["contents"])
        arguments = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "weight": _array(c, (c["outputs"], c["channels"], 1, 1), 1, contents, "weight_layout"),
        }
        if c["bias"]:
            arguments["bias"] = _array(c, (c["outputs"],), 2, contents, "bias_layout")
        return Call("pointwise_conv2d", arguments, c["positional"])

    return Space(build, factors, RANGES, _extra(factors))


def separable() -> Space:
    """Cases of depthwise_separable_conv2d."""
    factors = {
        "multiplier": (2, 1, 3),
        "outputs": (4, 1, 2, 3, 9, 17),
        "stride": STRIDES,
        "padding": PADDINGS,
        "dilation": DILATIONS,
        "kernel_height": (3, 1, 2, 4, 5),
        "kernel_width": (2, 1, 3, 4, 5),
        **IMAGE,
        **COMMON,
        "pointwise_layout": LAYOUTS,
        "contents": ("integers", "ones", "eighths", "wide"),
    }
    defaults = {"stride": 1, "padding": 0, "dilation": 1}

    def build(c: Configuration) -> Call | None:
        kernel = (c["kernel_height"], c["kernel_width"])
        image, inner = _image(c, kernel), c["channels"] * c["multiplier"]
        products = max(c["batch"], 1) * inner * (math.prod(kernel) + c["outputs"]) * _pixels(c, image, kernel)
        if products > MOST_PRODUCTS:
            return None
        c = {**c, "weight_layout": weight_layout(c["weight_layout"], kernel, per_axis(c["dilation"], 2))}
        arguments = {
            "input": _array(c, (c["batch"], c["channels"], *image), 0, c["contents"], "input_layout"),
            "depthwise_weight": _array(c, (inner, 1, *kernel), 1, "integers", "weight_layout"),
            "pointwise_weight": _array(c, (c["outputs"], inner, 1, 1), 2, "integers", "pointwise_layout"),
        }
        return Call("depthwise_separable_conv2d", {**arguments, **_given(c, defaults)}, c["positional"])

    return Space(build, factors, RANGES, _extra(factors))


def causal() -> Space:
    """Cases of causal_conv1d, also shorter than its receptive field."""
    factors = {
        "length": (9, 1, 2, 3, 4, 5, 8, 16, 17, 33, 65),
        "kernel": (2, 1, 3, 4, 5),
        "dilation": (1, 2, 3, 4, 8, 16),
        "outputs": (4, 1, 2, 3, 9, 17),
        "batch": IMAGE["batch"],
        "channels": IMAGE["channels"],
        **BIAS,
        **COMMON,
    }
    extra = (*_extra(factors), {"length": 130, "dilation": 8}, {"length": 4, "kernel": 3, "dilation": 8})

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], c["length"])
        if math.prod(shape) * c["outputs"] * c["kernel"] > MOST_PRODUCTS:
            return None
        contents = weight_contents(c["contents"])
        weight = (c["outputs"], c["channels"], c["kernel"])
        arguments = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "weight": _array(c, weight, 1, contents, "weight_layout"),
        }
        if c["bias"]:
            arguments["bias"] = _array(c, (c["outputs"],), 2, contents, "bias_layout")
        return Call("causal_conv1d", {**arguments, **_given(c, {"dilation": 1})}, c["positional"])

    return Space(build, factors, {**RANGES, "length": (1, 20), "kernel": (1, 5), "dilation": (1, 9)}, extra)


def masked() -> Space:
    """Cases of masked_conv2d: both mask types, odd kernels of unequal height and width."""
    factors = {
        "mask_type": ("A", "B"),
        "kernel_height": (3, 1, 5, 7),
        "kernel_width": (5, 1, 3, 7),
        "outputs": (4, 1, 2, 3, 9, 17),
        **IMAGE,
        **BIAS,
        **COMMON,
    }

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], c["height"], c["width"])
        kernel = (c["kernel_height"], c["kernel_width"])
        if math.prod(shape) * c["outputs"] * math.prod(kernel) > MOST_PRODUCTS:
            return None
        contents = weight_contents(c["contents"])
        arguments = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "weight": _array(c, (c["outputs"], c["channels"], *kernel), 1, contents, "weight_layout"),
        }
        if c["bias"]:
            arguments["bias"] = _array(c, (c["outputs"],), 2, contents, "bias_layout")
        return Call("masked_conv2d", {**arguments, **_given(c, {"mask_type": "A"})}, c["positional"])

    return Space(build, factors, RANGES, _extra(factors))


def dense() -> Space:
    """Cases of dense_block: one to four layers, with and without the scales and shifts of the normalisations."""
    factors = {
        "layers": (2, 1, 3, 4),
        "growth": (2, 1, 3, 4, 9),
        "affine": ("both", "none", "gammas", "betas"),
        "batch": (2, 1, 3, 4, 9),
        "channels": (3, 1, 2, 4, 5, 9, 17),
        "height": (5, 1, 2, 3, 4, 9, 17),
        "width": (4, 1, 2, 3, 6, 9, 17),
        **COMMON,
        "contents": ("normal", "shifted", "eighths"),
        "gamma_layout": VECTOR_LAYOUTS,
    }

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], c["height"], c["width"])
        pixels, widths = (
            math.prod(shape) // c["channels"],
            [c["channels"] + i * c["growth"] for i in range(c["layers"])],
        )
        if pixels < 6 or pixels * sum(widths) * c["growth"] * 9 > MOST_PRODUCTS:
            return None
        names = {"both": ("gammas", "betas"), "none": (), "gammas": ("gammas",), "betas": ("betas",)}[c["affine"]]
        arguments: dict[str, Any] = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "weights": [
                _array(c, (c["growth"], width, 3, 3), 10 + i, _affine(c), "weight_layout")
                for i, width in enumerate(widths)
            ],
        }
        for step, name in enumerate(names):
            arguments[name] = [
                _array(c, (width,), 30 + 10 * step + i, _affine(c), "gamma_layout") for i, width in enumerate(widths)
            ]
        return Call("dense_block", arguments, c["positional"])

    return Space(build, factors, {"batch": (1, 4), "growth": (1, 4), "channels": (1, 5)}, AWAY_FROM_ZERO)


def transition() -> Space:
    """Cases of transition_layer: odd and even sizes, compression and expansion."""
    factors = {
        "outputs": (2, 1, 3, 4, 5, 9, 17),
        "affine": ("both", "none", "gamma", "beta"),
        **IMAGE,
        "batch": (2, 1, 3, 4, 9),
        "channels": (4, 1, 2, 3, 5, 9, 17),
        "height": (6, 2, 3, 4, 5, 7, 9, 17, 33),
        "width": (5, 2, 3, 4, 6, 7, 9, 17, 33),
        **COMMON,
        "contents": ("normal", "shifted", "eighths"),
        "gamma_layout": VECTOR_LAYOUTS,
    }

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], c["height"], c["width"])
        if math.prod(shape) * c["outputs"] > MOST_PRODUCTS or math.prod(shape) // c["channels"] < 6:
            return None
        names = {"both": ("gamma", "beta"), "none": (), "gamma": ("gamma",), "beta": ("beta",)}[c["affine"]]
        arguments = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "weight": _array(c, (c["outputs"], c["channels"], 1, 1), 1, _affine(c), "weight_layout"),
        }
        for step, name in enumerate(names):
            arguments[name] = _array(c, (c["channels"],), 2 + step, _affine(c), "gamma_layout")
        return Call("transition_layer", arguments, c["positional"])

    ranges = {"batch": (1, 4), "channels": (1, 5), "height": (2, 12), "width": (2, 12)}
    return Space(build, factors, ranges, AWAY_FROM_ZERO)


def residual() -> Space:
    """Cases of residual_block: odd kernels, as many inner channels as one likes."""
    factors = {
        "kernel1": ((3, 3), (1, 1), (5, 5), (3, 1), (1, 3), (3, 5)),
        "kernel2": ((3, 3), (1, 1), (5, 5), (1, 3), (5, 3)),
        "inner": (4, 1, 2, 3, 9),
        **IMAGE,
        **COMMON,
        "weight2_layout": LAYOUTS,
        "weight2": ("integers", "zeros"),
        "contents": ("integers", "ones", "eighths", "wide"),
    }

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], c["height"], c["width"])
        if math.prod(shape) * c["inner"] * (math.prod(c["kernel1"]) + math.prod(c["kernel2"])) > MOST_PRODUCTS:
            return None
        if c["contents"] == "wide" and c["dtype"] == "float32":  # the second sum would not be exact
            return None
        arguments = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "weight1": _array(c, (c["inner"], c["channels"], *c["kernel1"]), 1, "integers", "weight_layout"),
            "weight2": _array(c, (c["channels"], c["inner"], *c["kernel2"]), 2, c["weight2"], "weight2_layout"),
        }
        return Call("residual_block", arguments, c["positional"])

    # Where the branch gives nothing and nothing is rectified, the result is equal to the input, and not the input.
    extra = (*_extra(factors), {"weight2": "zeros", "contents": "ones"})
    return Space(build, factors, RANGES, extra)


def gated() -> Space:
    """Cases of gated_residual_layer, with inner and skip channels of their own."""
    factors = {
        "length": (9, 1, 2, 3, 4, 5, 8, 17, 33),
        "kernel": (2, 1, 3, 4),
        "dilation": (1, 2, 3, 4, 8),
        "inner": (4, 1, 2, 3, 9),
        "skip": (5, 1, 2, 3, 4, 9),
        "batch": IMAGE["batch"],
        "channels": IMAGE["channels"],
        **COMMON,
        "gate_layout": LAYOUTS,
        "residual_layout": LAYOUTS,
        "skip_layout": LAYOUTS,
        "contents": ("eighths", "ones", "negative"),
    }

    def build(c: Configuration) -> Call | None:
        shape, inner = (c["batch"], c["channels"], c["length"]), c["inner"]
        if math.prod(shape) * inner * (2 * c["kernel"] + 1) > MOST_PRODUCTS:
            return None
        taps = (inner, c["channels"], c["kernel"])
        arguments = {
            "input": _array(c, shape, 0, c["contents"], "input_layout"),
            "filter_weight": _array(c, taps, 1, _taps(c), "weight_layout"),
            "gate_weight": _array(c, taps, 2, _taps(c), "gate_layout"),
            "residual_weight": _array(c, (c["channels"], inner, 1), 3, _affine(c), "residual_layout"),
            "skip_weight": _array(c, (c["skip"], inner, 1), 4, _affine(c), "skip_layout"),
        }
        return Call("gated_residual_layer", {**arguments, **_given(c, {"dilation": 1})}, c["positional"])

    # Gates far beyond where exp overflows.
    extra = ({"contents": "huge"}, {"contents": "huge", "dtype": "float32"})
    return Space(build, factors, {**RANGES, "length": (1, 20), "kernel": (1, 4), "dilation": (1, 9)}, extra)
