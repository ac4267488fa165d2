"""The blocks of the architectures and stacks of layers: DenseNet's, ResNet's, WaveNet's, PixelCNN's, and plain ones."""

from __future__ import annotations

import re

import numpy as np

from ...reference import convolution, densenet, pixelcnn, pooling, resnet, wavenet
from ...reference.errors import InputError
from .subject import IMAGE, KERNEL, SIGNAL, Array, Instance, Sizes, Subject, image, pair, signal


def dense_block(sizes: Sizes) -> Instance:
    """`dense_block` of `layers` layers, each of which adds `growth_rate` channels."""
    channels, rate, layers = sizes["in_channels"], sizes["growth_rate"], sizes["layers"]
    if layers < 0 or channels < 1:
        raise InputError(f"a dense block of {layers} layers on {channels} channels cannot be built")
    arrays = {"input": image(sizes)} | {f"weight{l}": (rate, channels + l * rate, 3, 3) for l in range(layers)}
    affine = sizes["affine"] == "true"
    for l in range(layers if affine else 0):
        arrays |= {f"gamma{l}": (channels + l * rate,), f"beta{l}": (channels + l * rate,)}

    def run(input, **weights):
        def each(kind: str) -> list[Array]:
            return [weights[f"{kind}{l}"] for l in range(layers)]

        scaled = (each("gamma"), each("beta")) if affine else (None, None)
        return densenet.dense_block(input, each("weight"), *scaled)

    return Instance(arrays, run, "NCHW", "NCHW")


def transition_layer(sizes: Sizes) -> Instance:
    """`transition_layer` to `out_channels`, or to `compression` times its input's."""
    channels, out = sizes["in_channels"], sizes["out_channels"]
    if sizes["compression"] != "none":
        out = int(channels * sizes["compression"])

    def run(input, weight):
        return densenet.transition_layer(input, weight)

    return Instance({"input": image(sizes), "weight": (out, channels, 1, 1)}, run, "NCHW", "NCHW")


def residual_block(sizes: Sizes) -> Instance:
    """`residual_block`, `layers` of them in a row (one, unless a statement says otherwise)."""
    channels, kernel, layers = sizes["in_channels"], pair(sizes, "kernel"), sizes["layers"]
    weights = {f"weight{l}_{half}": (channels, channels, *kernel) for l in range(layers) for half in (1, 2)}

    def run(input, **weights):
        for l in range(layers):
            input = resnet.residual_block(input, weights[f"weight{l}_1"], weights[f"weight{l}_2"])
        return input

    return Instance({"input": image(sizes), **weights}, run, "NCHW", "NCHW")


def shortcut(sizes: Sizes) -> Instance:
    """A residual block's shortcut: the input itself, or a 1x1 convolution where the numbers of channels differ."""
    channels, out = sizes["in_channels"], sizes["out_channels"]
    weights = {} if channels == out else {"weight": (out, channels, 1, 1)}

    def run(input, **weights):
        return convolution.conv2d(input, weights["weight"]) if weights else input

    return Instance({"input": image(sizes), **weights}, run, "NCHW", "NCHW")


def inception_block(sizes: Sizes) -> Instance:
    """GoogLeNet's block: 1x1; 1x1 and 3x3; 1x1 and 5x5; a pool and 1x1; `out_channels` from each branch."""
    channels, out = sizes["in_channels"], sizes["out_channels"]
    weights = {f"branch{n}_1x1": (out, channels, 1, 1) for n in range(1, 5)}
    weights |= {"branch2_3x3": (out, out, 3, 3), "branch3_5x5": (out, out, 5, 5)}

    def run(input, **weights):
        branches = []
        for n, last in enumerate(("", "_3x3", "_5x5", ""), 1):
            source = pooling.max_pool2d(input, 3, 1, 1) if n == 4 else input
            made = convolution.conv2d(source, weights[f"branch{n}_1x1"])
            branches.append(convolution.conv2d(made, weights[f"branch{n}{last}"], padding="same") if last else made)
        return np.concatenate(branches, axis=1)

    return Instance({"input": image(sizes), **weights}, run, "NCHW", "NCHW")


def dilations(sizes: Sizes) -> list[int]:
    """The dilations of a stack in the order of its layers: 1, 2, 4, ..., or all alike; repeated for every stack."""
    base = sizes["dilation_base"]
    return [base**l for _ in range(sizes["stacks"]) for l in range(sizes["layers"])]


def stack(sizes: Sizes) -> Instance:
    """Convolutions in a row, all with `in_channels` channels, kernel and padding `same`; on images or on signals."""
    channels, steps = sizes["in_channels"], dilations(sizes)
    if sizes["dims"] == "image":
        kernel, shape, axes, conv = pair(sizes, "kernel"), image(sizes), "NCHW", convolution.conv2d
    else:
        kernel, shape, axes, conv = (sizes["kernel_height"],), signal(sizes), "NCT", convolution.conv1d

    def run(input, **weights):
        for l, dilation in enumerate(steps):
            input = conv(input, weights[f"weight{l}"], padding="same", dilation=dilation)
        return input

    weights = {f"weight{l}": (channels, channels, *kernel) for l in range(len(steps))}
    return Instance({"input": shape, **weights}, run, axes, axes)


_LAYER = re.compile(r"k(\d{1,3})(?:s(\d{1,2}))?(?:d(\d{1,4}))?(?:p(\d{1,3}))?")
MOST_LAYERS = 200


def planned(plan: str) -> list[tuple[int, int, int]]:
    """Kernel, stride and dilation of each layer of a plan.

    >>> planned("k3_k2s2_k3d4")
    [(3, 1, 1), (2, 2, 1), (3, 1, 4)]
    """
    found = [_LAYER.fullmatch(part) for part in plan.split("_")]
    if not all(found) or len(found) > MOST_LAYERS:
        raise InputError(
            f"{plan[:80]!r} is no plan of layers; expected as in k3_k2s2_k3d4, at most {MOST_LAYERS} layers"
        )
    layers = [tuple(int(group or 1) for group in m.groups()[:3]) for m in found if m]
    if any(size < 1 for layer in layers for size in layer):
        raise InputError(f"a layer of the plan {plan[:80]!r} has a size of 0; expected sizes of at least 1")
    return layers  # type: ignore[return-value] - three groups each


def padded(plan: str) -> list[int]:
    """The zeros at each side of each layer of a plan.

    >>> padded("k7s2p3_k3s2")
    [3, 0]
    """
    found = [_LAYER.fullmatch(part) for part in plan.split("_")]
    return [int(m[4] or 0) for m in found if m]


def layer_stack(sizes: Sizes) -> Instance:
    """Layers in a row, each with its own kernel, stride, dilation and zeros at each side (`plan`), along one axis."""
    channels, layers, zeros = sizes["in_channels"], planned(sizes["plan"]), padded(sizes["plan"])

    def run(input, **weights):
        for l, (_, stride, dilation) in enumerate(layers):
            input = convolution.conv1d(input, weights[f"weight{l}"], stride=stride, padding=zeros[l], dilation=dilation)
        return input

    weights = {f"weight{l}": (channels, channels, kernel) for l, (kernel, _, _) in enumerate(layers)}
    return Instance({"input": signal(sizes), **weights}, run, "NCT", "NCT")


def strided_stack(sizes: Sizes) -> Instance:
    """Convolutions in a row, each with `kernel_size` and `stride`, without padding, along one axis."""
    channels, layers, stride = sizes["in_channels"], sizes["layers"], sizes["stride"]

    def run(input, **weights):
        for l in range(layers):
            input = convolution.conv1d(input, weights[f"weight{l}"], stride=stride)
        return input

    weights = {f"weight{l}": (channels, channels, sizes["kernel_size"]) for l in range(layers)}
    return Instance({"input": signal(sizes), **weights}, run, "NCT", "NCT")


def causal_stack(sizes: Sizes) -> Instance:
    """Causal convolutions in a row, all with `in_channels` channels."""
    channels, steps = sizes["in_channels"], dilations(sizes)

    def run(input, **weights):
        for l, dilation in enumerate(steps):
            input = wavenet.causal_conv1d(input, weights[f"weight{l}"], dilation=dilation)
        return input

    weights = {f"weight{l}": (channels, channels, sizes["kernel_size"]) for l in range(len(steps))}
    return Instance({"input": signal(sizes), **weights}, run, "NCT", "NCT")


def gated_stack(sizes: Sizes) -> Instance:
    """Gated residual layers in a row, the sum of their skip outputs: WaveNet without its first and last layers."""
    channels, kernel, steps = sizes["in_channels"], sizes["kernel_size"], dilations(sizes)
    if not steps:
        raise InputError("a stack of 0 gated layers has no skip output to add up; expected at least 1 layer")
    shapes = {"filter": (channels, channels, kernel), "gate": (channels, channels, kernel),
              "residual": (channels, channels, 1), "skip": (channels, channels, 1)}  # fmt: skip

    def run(input, **weights):
        total: Array | int = 0
        for l, dilation in enumerate(steps):
            own = (weights[f"{name}{l}"] for name in shapes)
            input, skip = wavenet.gated_residual_layer(input, *own, dilation=dilation)
            total = skip + total
        return np.asanyarray(total)

    weights = {f"{name}{l}": shape for l in range(len(steps)) for name, shape in shapes.items()}
    return Instance({"input": signal(sizes), **weights}, run, "NCT", "NCT")


def gated_residual_layer(sizes: Sizes) -> Instance:
    """`gated_residual_layer`; its residual output."""
    channels, kernel = sizes["in_channels"], sizes["kernel_size"]
    arrays = {"input": signal(sizes), "filter_weight": (channels, channels, kernel),
              "gate_weight": (channels, channels, kernel), "residual_weight": (channels, channels, 1),
              "skip_weight": (channels, channels, 1)}  # fmt: skip

    def run(**arrays):
        return wavenet.gated_residual_layer(**arrays, dilation=sizes["dilation"])[0]

    return Instance(arrays, run, "NCT", "NCT")


def masked_stack(sizes: Sizes) -> Instance:
    """A masked convolution of type A, then `layers` - 1 of type B: PixelCNN's dependence."""
    channels, kernel = sizes["in_channels"], pair(sizes, "kernel")

    def run(input, **weights):
        for l in range(sizes["layers"]):
            input = pixelcnn.masked_conv2d(input, weights[f"weight{l}"], mask_type="B" if l else "A")
        return input

    weights = {f"weight{l}": (channels, channels, *kernel) for l in range(sizes["layers"])}
    return Instance({"input": image(sizes), **weights}, run, "NCHW", "NCHW")


_LAYERS = {"layers": None, "stacks": 1}
_STACK = {**IMAGE, "time": None, **KERNEL, **_LAYERS}
_CAUSAL = {**SIGNAL, **_LAYERS}
_CHANNELS = {"in_channels": 2}
_LEAST = {"height": 2, "width": 2}
# A stack has several layers, and each of them widens its field.
_TALL = {"layers": 2, "kernel_height": 2, "kernel_width": 2, "kernel_size": 2}
SUBJECTS = (
    Subject(
        "dense_block", dense_block, {**IMAGE, "growth_rate": None, "layers": None, "affine": "false"},
        {"layers": 2, "growth_rate": 2}, _LEAST,
    ),
    Subject("dense_layer", dense_block, {**IMAGE, "growth_rate": None, "layers": 1, "affine": "false"},
            {"layers": 2, "growth_rate": 2}, _LEAST),
    Subject("transition_layer", transition_layer, {**IMAGE, "out_channels": None, "compression": "none"}, {}, _LEAST,
            {"height": 2, "width": 2}),
    Subject("residual_block", residual_block, {**IMAGE, **KERNEL, "layers": 1}, _CHANNELS),
    Subject("shortcut", shortcut, {**IMAGE, "out_channels": None}, {"in_channels": None, "out_channels": None}),
    Subject("inception_block", inception_block, {**IMAGE, "out_channels": None}, {"out_channels": 2}),
    Subject("conv_stack", stack, {**_STACK, "dilation_base": 1, "dims": "image"}, _CHANNELS, _TALL),
    Subject("dilated_stack", stack, {**_STACK, "dilation_base": 2, "dims": "signal"}, _CHANNELS, _TALL),
    Subject("causal_stack", causal_stack, {**_CAUSAL, "kernel_size": None, "dilation_base": 1}, _CHANNELS, _TALL),
    Subject(
        "dilated_causal_stack", causal_stack, {**_CAUSAL, "kernel_size": None, "dilation_base": 2}, _CHANNELS, _TALL
    ),
    Subject("strided_stack", strided_stack, {**SIGNAL, "kernel_size": None, "stride": None, "layers": None}, _CHANNELS,
            {"layers": 2, "kernel_size": 2}),
    # no extrapolation in time: the steps are those of the plan
    Subject("layer_stack", layer_stack, {**SIGNAL, "plan": "k3"}, {**_CHANNELS, "time": None}),
    Subject("gated_residual_layer", gated_residual_layer, {**SIGNAL, "kernel_size": 2, "dilation": 1}, _CHANNELS),
    Subject("wavenet", gated_stack, {**_CAUSAL, "kernel_size": 2, "dilation_base": 2}, _CHANNELS),
    Subject("pixelcnn", masked_stack, {**IMAGE, "kernel_height": 3, "kernel_width": 3, "layers": None}, _CHANNELS),
)  # fmt: skip
