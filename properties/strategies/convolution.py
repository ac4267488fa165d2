"""Cases for conv1d, conv2d, conv_transpose1d, conv_transpose2d and linear."""

import math
from typing import Any

from .arrays import Filled
from .space import Call, Configuration, Space

MOST_PRODUCTS = 60_000
LAYOUTS = ("C", "fortran", "permuted", "reversed", "strided", "slice", "readonly", "broadcast", "broadcast_last")
VECTOR_LAYOUTS = ("C", "reversed", "strided", "slice", "readonly", "broadcast")
# The contents of the input; the weights are small enough that sums of products stay exact.
CONTENTS = ("eighths", "wide", "integers", "ones", "distinct", "negative")
DTYPES = ("float64", "float32", "int64")


def per_axis(value: Any, axes: int) -> tuple[int, ...]:
    """An option as one number for each axis.

    >>> per_axis(2, 2), per_axis((2, 1), 2)
    ((2, 2), (2, 1))
    """
    return tuple(value) if isinstance(value, tuple) else (value,) * axes


def weight_contents(contents: str) -> str:
    """What weights contain, given the contents of the input: one of the two needs all the bits of the dtype."""
    if contents == "integers":
        return "wide"
    return "integers" if contents in ("wide", "distinct") else "eighths"


def weight_layout(layout: str, kernel: tuple[int, ...], dilation: tuple[int, ...]) -> str:
    """The weight's layout; not channels-last where a kernel axis of size 1 is dilated: PyTorch 2.13 ends with a
    segmentation fault there (docs/divergences.md), and a suite that dies reports nothing.
    """
    dilated = any(k == 1 and d > 1 for k, d in zip(kernel, dilation, strict=True))
    return "fortran" if layout == "permuted" and dilated else layout


def convolved(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """The output size of a convolution along one axis; below 1 where the kernel does not fit."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def convolution(axes: int) -> Space:
    """Cases of conv1d (one axis) or conv2d (two)."""
    names = ("length",) if axes == 1 else ("height", "width")
    kernels = ("kernel",) if axes == 1 else ("kernel_height", "kernel_width")
    sizes = ((9, 1, 2, 3, 4, 5, 8, 16, 17, 33, 65), (6, 1, 2, 3, 4, 5, 7, 9, 16, 17, 33))
    taps = ((3, 1, 2, 4, 5, 7), (2, 1, 3, 4, 5))
    pairs = ((1, 2), (2, 1), (3, 2)) if axes == 2 else ((2,),)
    paddings = ((0, 1), (1, 0), (2, 1), (1, 3)) if axes == 2 else ((1,), (3,))
    factors = {
        "stride": (1, 2, 3, *pairs, 5),
        "padding": (0, 1, 2, *paddings, "same", "valid", 4),
        "dilation": (1, 2, 3, *pairs, 4),
        "groups": (1, 2, 3, 4, 9),
        "batch": (2, 1, 3, 0, 4, 9, 17),
        "group_inputs": (3, 1, 2, 4, 5, 9, 17),
        "group_outputs": (4, 1, 2, 3, 5, 9, 17),
        **dict(zip(names, sizes, strict=False)),
        **dict(zip(kernels, taps, strict=False)),
        "bias": (True, False),
        "dtype": DTYPES,
        "contents": CONTENTS,
        "input_layout": LAYOUTS,
        "weight_layout": LAYOUTS,
        "bias_layout": VECTOR_LAYOUTS,
        "positional": (False, True),
        "batched": (True, False),
    }
    ranges = {
        "batch": (0, 5),
        "group_inputs": (1, 6),
        "group_outputs": (1, 6),
        "stride": (1, 6),
        "padding": (0, 5),
        "dilation": (1, 5),
        **dict.fromkeys(names, (1, 20)),
        **dict.fromkeys(kernels, (1, 6)),
    }
    extra: tuple[Configuration, ...] = (
        {"groups": 3, "group_inputs": 1, "group_outputs": 1},  # depthwise
        {"groups": 3, "group_inputs": 1, "group_outputs": 2},
        {"groups": 2, "group_inputs": 2, "group_outputs": 1},
        *({**dict.fromkeys(kernels, k), "padding": "same", "dilation": d} for k in (2, 3, 4, 1) for d in (1, 2, 3)),
        *({"kernel_height": k, "kernel_width": 7 - k, "padding": "same"} for k in (3, 4) if axes == 2),
        {"batch": 3, "group_inputs": 3, "group_outputs": 3},
        {"batch": 1, "group_inputs": 1, "group_outputs": 1, **dict.fromkeys(names, 1), **dict.fromkeys(kernels, 1)},
        {**dict.fromkeys(names, 5), **dict.fromkeys(kernels, 5)},
        {**dict.fromkeys(names, 1), **dict.fromkeys(kernels, 3), "padding": 1},
        {**dict.fromkeys(names, 2), **dict.fromkeys(kernels, 5), "padding": 2},
        {**dict.fromkeys(kernels, 1), "stride": 2, "padding": 1},
        {"batch": 65, "group_inputs": 1, "group_outputs": 1},
        {"batch": 130, "group_inputs": 1, "group_outputs": 1, **dict.fromkeys(names, 3)},
        {"batch": 1, "group_inputs": 65, "group_outputs": 1},
        {"batch": 1, "group_inputs": 130, "group_outputs": 2, **dict.fromkeys(names, 4)},
        {"batch": 1, "group_inputs": 1, "group_outputs": 65},
        {"batch": 1, "group_inputs": 2, "group_outputs": 130, **dict.fromkeys(names, 4)},
        {"batch": 1, "group_inputs": 1, "group_outputs": 2, names[-1]: 130},
        {"batch": 1, "group_inputs": 1, "group_outputs": 2, names[0]: 130, "stride": 2},
    )

    def build(c: Configuration) -> Call | None:
        kernel = tuple(c[name] for name in kernels)
        stride, dilation = per_axis(c["stride"], axes), per_axis(c["dilation"], axes)
        if c["padding"] == "same" and max(stride) > 1:
            return None
        padding = (0,) * axes if isinstance(c["padding"], str) else per_axis(c["padding"], axes)
        spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
        image = tuple(
            max(c[name], 1 if c["padding"] == "same" else span - 2 * p)
            for name, span, p in zip(names, spans, padding, strict=True)
        )
        inputs, outputs = c["groups"] * c["group_inputs"], c["groups"] * c["group_outputs"]
        output = [
            convolved(n, k, s, p, d) for n, k, s, p, d in zip(image, kernel, stride, padding, dilation, strict=True)
        ]
        output = image if c["padding"] == "same" else output
        if max(c["batch"], 1) * outputs * c["group_inputs"] * math.prod(kernel) * math.prod(output) > MOST_PRODUCTS:
            return None
        lead = (c["batch"],) if c["batched"] else ()
        c = {**c, "weight_layout": weight_layout(c["weight_layout"], kernel, dilation)}
        return _call(
            f"conv{axes}d",
            c,
            (*lead, inputs, *image),
            (outputs, c["group_inputs"], *kernel),
            outputs,
            {name: c[name] for name in ("stride", "padding", "dilation", "groups")},
        )

    return Space(build, factors, ranges, extra)


def transposed(axes: int) -> Space:
    """Cases of conv_transpose1d (one axis) or conv_transpose2d (two)."""
    names = ("length",) if axes == 1 else ("height", "width")
    kernels = ("kernel",) if axes == 1 else ("kernel_height", "kernel_width")
    sizes = ((5, 1, 2, 3, 4, 8, 9, 17, 33), (4, 1, 2, 3, 5, 9, 17, 33))
    taps = ((3, 1, 2, 4, 5, 7), (2, 1, 3, 4, 5))
    pairs = ((1, 2), (2, 1), (3, 2)) if axes == 2 else ((2,),)
    paddings = ((0, 1), (1, 0), (2, 1)) if axes == 2 else ((1,),)
    factors = {
        "stride": (1, 2, 3, *pairs, 5),
        "padding": (0, 1, 2, *paddings, 3),
        "output_padding": (0, 1, 2, *paddings[:2]),
        "dilation": (1, 2, 3, *pairs),
        "groups": (1, 2, 3, 4),
        "batch": (2, 1, 3, 0, 4, 9, 17),
        "group_inputs": (3, 1, 2, 4, 5, 9, 17),
        "group_outputs": (4, 1, 2, 3, 5, 9, 17),
        **dict(zip(names, sizes, strict=False)),
        **dict(zip(kernels, taps, strict=False)),
        "bias": (True, False),
        "dtype": DTYPES,
        "contents": CONTENTS,
        "input_layout": LAYOUTS,
        "weight_layout": LAYOUTS,
        "bias_layout": VECTOR_LAYOUTS,
        "positional": (False, True),
        "batched": (True, False),
    }
    ranges = {
        "batch": (0, 5),
        "group_inputs": (1, 6),
        "group_outputs": (1, 6),
        "stride": (1, 6),
        "padding": (0, 5),
        "output_padding": (0, 3),
        "dilation": (1, 5),
        **dict.fromkeys(names, (1, 12)),
        **dict.fromkeys(kernels, (1, 6)),
    }
    extra = (
        {"groups": 3, "group_inputs": 1, "group_outputs": 1},
        {"groups": 2, "group_inputs": 2, "group_outputs": 1, "stride": 2, "output_padding": 1},
        {"stride": 2, "output_padding": 1},
        {"stride": 2, "dilation": 2, "padding": 1, "output_padding": 1},
        {"stride": 1, "dilation": 2, "output_padding": 1},
        {"stride": 2, "padding": 1, "output_padding": 1, "groups": 3},
        {"batch": 3, "group_inputs": 3, "group_outputs": 3},
        {"batch": 1, "group_inputs": 1, "group_outputs": 1, **dict.fromkeys(names, 1), **dict.fromkeys(kernels, 1)},
        {**dict.fromkeys(kernels, 1), "stride": 3},
        {"batch": 65, "group_inputs": 1, "group_outputs": 1},
        {"batch": 1, "group_inputs": 65, "group_outputs": 1},
        {"batch": 1, "group_inputs": 1, "group_outputs": 65},
        {"batch": 1, "group_inputs": 1, "group_outputs": 2, names[-1]: 130},
    )

    def build(c: Configuration) -> Call | None:
        kernel, image = tuple(c[name] for name in kernels), tuple(c[name] for name in names)
        stride, dilation = per_axis(c["stride"], axes), per_axis(c["dilation"], axes)
        padding, extra_padding = per_axis(c["padding"], axes), per_axis(c["output_padding"], axes)
        if any(e >= max(s, d) for e, s, d in zip(extra_padding, stride, dilation, strict=True)):
            return None
        full = [
            (n - 1) * s + d * (k - 1) + 1 + e - 2 * p
            for n, s, d, k, e, p in zip(image, stride, dilation, kernel, extra_padding, padding, strict=True)
        ]
        inputs, outputs = c["groups"] * c["group_inputs"], c["groups"] * c["group_outputs"]
        products = max(c["batch"], 1) * inputs * c["group_outputs"] * math.prod(kernel) * math.prod(image)
        if min(full) < 1 or max(products, outputs * math.prod(full)) > MOST_PRODUCTS:
            return None
        lead = (c["batch"],) if c["batched"] else ()
        return _call(
            f"conv_transpose{axes}d",
            c,
            (*lead, inputs, *image),
            (inputs, c["group_outputs"], *kernel),
            outputs,
            {name: c[name] for name in ("stride", "padding", "output_padding", "groups", "dilation")},
        )

    return Space(build, factors, ranges, extra)


def linear() -> Space:
    """Cases of linear, with inputs of one to four axes."""
    factors = {
        "lead": ((2,), (), (1,), (2, 3), (3, 1, 2), (0,), (9,), (17,), (2, 0), (4, 4), (65,)),
        "inputs": (3, 1, 2, 4, 5, 8, 9, 17, 33, 65),
        "outputs": (4, 1, 2, 3, 5, 9, 17, 33, 65),
        "bias": (True, False),
        "dtype": DTYPES,
        "contents": CONTENTS,
        "input_layout": LAYOUTS,
        "weight_layout": LAYOUTS,
        "bias_layout": VECTOR_LAYOUTS,
        "positional": (False, True),
    }
    extra = (
        {"lead": (3,), "inputs": 3, "outputs": 3},
        {"lead": (4,), "inputs": 3, "outputs": 4},
        {"lead": (3,), "inputs": 3, "outputs": 2},
        {"lead": (2,), "inputs": 130, "outputs": 2},
        {"lead": (130,), "inputs": 2, "outputs": 2},
        {"lead": (2,), "inputs": 2, "outputs": 130},
    )

    def build(c: Configuration) -> Call | None:
        if math.prod(c["lead"]) * c["inputs"] * c["outputs"] > MOST_PRODUCTS:
            return None
        return _call("linear", c, (*c["lead"], c["inputs"]), (c["outputs"], c["inputs"]), c["outputs"], {})

    return Space(build, factors, {"inputs": (1, 12), "outputs": (1, 12)}, extra)


def _call(
    function: str, c: Configuration, input: tuple[int, ...], weight: tuple[int, ...], outputs: int, options: dict
) -> Call:
    """The call, with options that have their default value left out now and then: defaults are tested too."""
    dtype, seed, contents = c["dtype"], c["seed"], weight_contents(c["contents"])
    arguments: dict[str, Any] = {
        "input": Filled(c["contents"], input, dtype, seed, c["input_layout"]),
        "weight": Filled(contents, weight, dtype, seed + 1, c["weight_layout"]),
    }
    if c["bias"]:
        arguments["bias"] = Filled(contents, (outputs,), dtype, seed + 2, c["bias_layout"])
    defaults = {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1, "groups": 1}
    named = {name: value for name, value in options.items() if seed % 2 or value != defaults[name]}
    return Call(function, {**arguments, **named}, c["positional"])
