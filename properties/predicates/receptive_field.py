"""`receptive_field`: from the first to the last input on which one output depends, along one axis, traced."""

from functools import reduce
from operator import or_

import numpy as np

from ...reference.errors import InputError
from ...reference.numbers import Trace
from ..measuring import kept, traced
from ..subjects.blocks import planned
from .predicate import Case, Numeric

LONGEST = 20_000
_ONE_SIDED = ("wavenet", "gated_residual_layer", "layer_stack", "strided_stack")


def measure(case: Case) -> int:
    """The widest span over all outputs, on a line of inputs that is longer than any span."""
    return kept("receptive_field", case, _measure)


def _measure(case: Case) -> int:
    thin = {"batch": 1, "in_channels": 1, "out_channels": 1, "width": 1, "kernel_width": 1, "bias": "false"}
    thin = {role: size for role, size in thin.items() if role in case.sizes}
    axis = "time" if "time" in case.sizes and case.sizes.get("dims") != "image" else "height"
    if axis not in case.sizes or case.subject.name in ("masked_conv2d", "pixelcnn"):
        raise InputError(f"{case.subject.name} has no one axis along which its field is measured")
    one_sided = "causal" in case.subject.name or case.subject.name in _ONE_SIDED
    length = (1 if one_sided else 2) * _reach(case) + 2
    if length > LONGEST:
        raise InputError(f"the receptive field of {case.subject.name} may be larger than {LONGEST // 2}")
    return _span(case.at(**thin, **{axis: length}))


def _reach(case: Case) -> int:
    """No less than how far an output can see to one side: what all layers' kernels, dilated, reach together."""
    sizes = case.sizes
    if case.subject.name == "layer_stack":
        return _reach_of_plan(planned(sizes["plan"]))
    if case.subject.name == "strided_stack":
        return _reach_of_plan([(sizes["kernel_size"], sizes["stride"], 1)] * sizes["layers"])
    kernels = [size for role, size in sizes.items() if role.startswith("kernel") and role != "kernel_width"]
    kernel = max(kernels, default=3)  # the blocks that have no such size are made of 3x3 convolutions
    dilation = max((size for role, size in sizes.items() if role in ("dilation", "dilation_height")), default=1)
    layers = sum(sizes.get("dilation_base", 1) ** l for l in range(max(sizes.get("layers", 1), 1)))
    convolutions = 2 if case.subject.name == "residual_block" else 1
    return convolutions * (kernel - 1) * dilation * layers * sizes.get("stacks", 1)


def _reach_of_plan(layers: list[tuple[int, int, int]]) -> int:
    """No less than what the layers reach together: each in steps as long as the strides before it make them."""
    reach, step = 0, 1
    for kernel, stride, dilation in layers:
        reach += (kernel - 1) * dilation * step
        step *= stride
    return reach + step


def _span(case: Case) -> int:
    instance = case.build()
    cells = traced(instance)
    along = instance.output_axes.index("T" if "T" in instance.output_axes else "H")
    rows = np.moveaxis(cells, along, 0).reshape(cells.shape[along], -1)
    widest = 0
    for row in rows:  # one bit for each input of the line, so a span is a length in bits
        bits = reduce(or_, (value.bits for value in row if isinstance(value, Trace)), 0)
        widest = max(widest, bits.bit_length() - (bits & -bits).bit_length() + 1 if bits else 0)
    return widest


_NOT_LINEAR = {
    (name, "layers"): None for name in ("dilated_stack", "dilated_causal_stack", "wavenet", "strided_stack")
}
PREDICATE = Numeric(
    "receptive_field",
    measure,
    "what {subject}'s outputs depend on, traced",
    ignores=frozenset({"batch", "height", "width", "time", "in_channels", "out_channels"}),
    degrees=_NOT_LINEAR,
)
