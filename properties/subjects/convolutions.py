"""The convolutions and the fully connected layer: stride 1 and `same` padding unless a statement says otherwise."""

from __future__ import annotations

import numpy as np

from ...reference import convolution, pixelcnn, separable, wavenet
from ...reference.errors import InputError
from .subject import (
    IMAGE,
    KERNEL,
    PADDING,
    SIGNAL,
    STEPS,
    TOTAL_PADDING,
    Instance,
    Sizes,
    Subject,
    image,
    paddings,
    pair,
    signal,
    surrounded,
)  # fmt: skip

_WINDOW = {**KERNEL, **STEPS, **PADDING, **TOTAL_PADDING}
_UNSPREAD = {**KERNEL, **STEPS, **PADDING}
_LINE = {"kernel_size": None, "stride": 1, "dilation": 1}


def _channels(sizes: Sizes) -> tuple[int, int]:
    """(output channels, input channels of a group)."""
    channels, out, groups = sizes["in_channels"], sizes["out_channels"], sizes["groups"]
    if channels % groups or out % groups:
        raise InputError(f"{channels} -> {out} channels do not divide into {groups} groups")
    return out, channels // groups


def _biased(sizes: Sizes, arrays: dict, count: int) -> dict:
    return {**arrays, "bias": (count,)} if sizes["bias"] == "true" else arrays


def conv2d(sizes: Sizes) -> Instance:
    """`conv2d` on an image."""
    out, channels = _channels(sizes)
    kernel, stride, dilation = pair(sizes, "kernel"), pair(sizes, "stride"), pair(sizes, "dilation")
    before, after = paddings(sizes, ("height", "width"), kernel)

    def run(input, weight, bias=None):
        return convolution.conv2d(surrounded(input, before, after), weight, bias, stride, 0, dilation, sizes["groups"])

    arrays = _biased(sizes, {"input": image(sizes), "weight": (out, channels, *kernel)}, out)
    return Instance(arrays, run, "NCHW", "NCHW")


def locally_connected2d(sizes: Sizes) -> Instance:
    """A convolution that shares no weights: `conv2d` on the window of each output position, with filters of its own."""
    out, kernel, stride, dilation = sizes["out_channels"], *(pair(sizes, r) for r in ("kernel", "stride", "dilation"))
    before, after = paddings(sizes, ("height", "width"), kernel)
    spans = [size + first + last for size, first, last in zip(image(sizes)[2:], before, after, strict=True)]
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    rows, columns = ((span - r) // step + 1 for span, r, step in zip(spans, reach, stride, strict=True))
    if rows < 1 or columns < 1:
        raise InputError(f"a window of {tuple(reach)} does not fit into an input of {tuple(spans)}")

    def at(middle, weight, bias, row, column):
        top, left = row * stride[0], column * stride[1]
        window = middle[:, :, top : top + reach[0], left : left + reach[1]]
        own = None if bias is None else bias[row, column]
        return convolution.conv2d(window, weight[row, column], own, 1, 0, dilation)

    def run(input, weight, bias=None):
        middle = surrounded(input, before, after)
        lines = [[at(middle, weight, bias, row, column) for column in range(columns)] for row in range(rows)]
        return np.concatenate([np.concatenate(line, axis=3) for line in lines], axis=2)

    arrays = {"input": image(sizes), "weight": (rows, columns, out, sizes["in_channels"], *kernel)}
    if sizes["bias"] == "true":
        arrays["bias"] = (rows, columns, out)
    return Instance(arrays, run, "NCHW", "NCHW")


def depthwise_conv2d(sizes: Sizes) -> Instance:
    """`depthwise_conv2d`: `multiplier` output channels for each input channel."""
    kernel, stride, dilation = pair(sizes, "kernel"), pair(sizes, "stride"), pair(sizes, "dilation")
    before, after = paddings(sizes, ("height", "width"), kernel)
    out = sizes["in_channels"] * sizes["multiplier"]

    def run(input, weight, bias=None):
        return separable.depthwise_conv2d(surrounded(input, before, after), weight, bias, stride, 0, dilation)

    arrays = _biased(sizes, {"input": image(sizes), "weight": (out, 1, *kernel)}, out)
    return Instance(arrays, run, "NCHW", "NCHW")


def pointwise_conv2d(sizes: Sizes) -> Instance:
    """`pointwise_conv2d`: a 1x1 convolution."""
    out, channels = sizes["out_channels"], sizes["in_channels"]
    arrays = _biased(sizes, {"input": image(sizes), "weight": (out, channels, 1, 1)}, out)
    return Instance(arrays, separable.pointwise_conv2d, "NCHW", "NCHW")


def depthwise_separable_conv2d(sizes: Sizes) -> Instance:
    """`depthwise_conv2d`, then `pointwise_conv2d`."""
    kernel, stride, dilation = pair(sizes, "kernel"), pair(sizes, "stride"), pair(sizes, "dilation")
    before, after = paddings(sizes, ("height", "width"), kernel)
    inner, out = sizes["in_channels"] * sizes["multiplier"], sizes["out_channels"]

    def run(input, depthwise_weight, pointwise_weight, depthwise_bias=None, pointwise_bias=None):
        middle = surrounded(input, before, after)
        if depthwise_bias is None:
            return separable.depthwise_separable_conv2d(middle, depthwise_weight, pointwise_weight, stride, 0, dilation)
        middle = separable.depthwise_conv2d(middle, depthwise_weight, depthwise_bias, stride, 0, dilation)
        return separable.pointwise_conv2d(middle, pointwise_weight, pointwise_bias)

    arrays = {"input": image(sizes), "depthwise_weight": (inner, 1, *kernel), "pointwise_weight": (out, inner, 1, 1)}
    if sizes["bias"] == "true":
        arrays |= {"depthwise_bias": (inner,), "pointwise_bias": (out,)}
    return Instance(arrays, run, "NCHW", "NCHW")


def masked_conv2d(sizes: Sizes) -> Instance:
    """`masked_conv2d`, PixelCNN's."""
    kernel, out = pair(sizes, "kernel"), sizes["out_channels"]

    def run(input, weight, bias=None):
        return pixelcnn.masked_conv2d(input, weight, bias, sizes["mask"])

    arrays = _biased(sizes, {"input": image(sizes), "weight": (out, sizes["in_channels"], *kernel)}, out)
    return Instance(arrays, run, "NCHW", "NCHW")


def conv1d(sizes: Sizes) -> Instance:
    """`conv1d` on a signal."""
    out, channels = _channels(sizes)
    kernel, stride, dilation = sizes["kernel_size"], sizes["stride"], sizes["dilation"]
    before, after = paddings(sizes, ("time",), (kernel,))

    def run(input, weight, bias=None):
        return convolution.conv1d(surrounded(input, before, after), weight, bias, stride, 0, dilation, sizes["groups"])

    arrays = _biased(sizes, {"input": signal(sizes), "weight": (out, channels, kernel)}, out)
    return Instance(arrays, run, "NCT", "NCT")


def causal_conv1d(sizes: Sizes) -> Instance:
    """`causal_conv1d`: the length is kept."""
    out = sizes["out_channels"]

    def run(input, weight, bias=None):
        return wavenet.causal_conv1d(input, weight, bias, sizes["dilation"])

    arrays = {"input": signal(sizes), "weight": (out, sizes["in_channels"], sizes["kernel_size"])}
    return Instance(_biased(sizes, arrays, out), run, "NCT", "NCT")


def cropped_conv1d(sizes: Sizes) -> Instance:
    """`conv1d` with (kernel_size - 1) * dilation zeros at both ends, of whose output as many values are cut off."""
    out, kernel, dilation = sizes["out_channels"], sizes["kernel_size"], sizes["dilation"]
    surplus = (kernel - 1) * dilation

    def run(input, weight, bias=None):
        made = convolution.conv1d(surrounded(input, [surplus], [surplus]), weight, bias, 1, 0, dilation)
        length = made.shape[2]
        return made[:, :, : length - surplus] if sizes["crop"] == "right" else made[:, :, surplus:]

    arrays = {"input": signal(sizes), "weight": (out, sizes["in_channels"], kernel)}
    return Instance(_biased(sizes, arrays, out), run, "NCT", "NCT")


def conv_transpose2d(sizes: Sizes) -> Instance:
    """`conv_transpose2d`; no padding unless a statement says otherwise."""
    kernel, stride = pair(sizes, "kernel"), pair(sizes, "stride")
    padding = tuple(0 if p == "valid" else p for p in pair(sizes, "padding"))
    out = sizes["out_channels"]

    def run(input, weight, bias=None):
        return convolution.conv_transpose2d(input, weight, bias, stride, padding)

    arrays = {"input": image(sizes), "weight": (sizes["in_channels"], out, *kernel)}
    return Instance(_biased(sizes, arrays, out), run, "NCHW", "NCHW")


def linear(sizes: Sizes) -> Instance:
    """`linear` on feature vectors."""
    inputs, outputs = sizes["in_features"], sizes["out_features"]
    arrays = _biased(sizes, {"input": (sizes["batch"], inputs), "weight": (outputs, inputs)}, outputs)
    return Instance(arrays, convolution.linear, "NI", "NO")


_BIAS = {"bias": "false"}
SUBJECTS = (
    Subject("conv2d", conv2d, {**IMAGE, "out_channels": None, **_WINDOW, "groups": 1, **_BIAS}),
    Subject(
        "locally_connected2d", locally_connected2d,
        {**IMAGE, "out_channels": None, **_UNSPREAD, **_BIAS},
        sized_by=frozenset({"height", "width"}),
    ),
    Subject("depthwise_conv2d", depthwise_conv2d, {**IMAGE, **_WINDOW, "multiplier": 1, **_BIAS}),
    Subject("pointwise_conv2d", pointwise_conv2d, {**IMAGE, "out_channels": None, **_BIAS}),
    Subject(
        "depthwise_separable_conv2d", depthwise_separable_conv2d,
        {**IMAGE, "out_channels": None, **_WINDOW, "multiplier": 1, **_BIAS},
    ),
    Subject("masked_conv2d", masked_conv2d, {**IMAGE, "out_channels": None, **KERNEL, "mask": "A", **_BIAS}),
    Subject(
        "conv1d", conv1d,
        {**SIGNAL, "out_channels": None, **_LINE, "padding": "same", "total_padding": "none", "groups": 1, **_BIAS},
    ),
    Subject(
        "causal_conv1d", causal_conv1d, {**SIGNAL, "out_channels": None, "kernel_size": None, "dilation": 1, **_BIAS}
    ),
    Subject(
        "cropped_conv1d", cropped_conv1d,
        {**SIGNAL, "out_channels": None, "kernel_size": None, "dilation": 1, "crop": "right", **_BIAS},
        {"kernel_size": 2},  # what is cut off is worked out too
    ),
    Subject(
        "conv_transpose2d", conv_transpose2d,
        {**IMAGE, "out_channels": None, **KERNEL, "stride_height": 1, "stride_width": 1,
         "padding_height": "valid", "padding_width": "valid", **_BIAS},
    ),
    Subject("linear", linear, {"batch": 1, "in_features": None, "out_features": None, **_BIAS}),
)  # fmt: skip
