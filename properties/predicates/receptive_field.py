"""`receptive_field`: from the first to the last input on which one output depends, along one axis, traced."""

from functools import reduce
from operator import or_

import numpy as np

from ...reference.errors import InputError
from ...reference.numbers import Trace
from ..measuring import kept, traced
from .predicate import Case, Numeric

LONGEST = 4_096


def measure(case: Case) -> int:
    """The widest span over all outputs, on a line of inputs that is longer than the span."""
    return kept("receptive_field", case, _measure)


def _measure(case: Case) -> int:
    thin = {"batch": 1, "in_channels": 1, "out_channels": 1, "width": 1, "kernel_width": 1, "bias": "false"}
    thin = {role: size for role, size in thin.items() if role in case.sizes}
    axis = "time" if "time" in case.sizes and case.sizes.get("dims") != "image" else "height"
    if axis not in case.sizes:
        raise InputError(f"{case.subject.name} has no axis along which a field could be measured")
    # A field that the line cuts short still spans all of it but less than one step between taps.
    step = max(case.sizes.get(role, 1) for role in ("dilation", "dilation_height"))
    length = max(16, 4 * step)
    while length <= LONGEST:
        span = _span(case.at(**thin, **{axis: length}))
        if span + step <= length:
            return span
        length *= 2
    raise InputError(f"the receptive field of {case.subject.name} is not smaller than {LONGEST}")


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


_NOT_LINEAR = {(name, "layers"): None for name in ("dilated_stack", "dilated_causal_stack", "wavenet")}
PREDICATE = Numeric(
    "receptive_field",
    measure,
    "what {subject}'s outputs depend on, traced",
    ignores=frozenset({"batch", "height", "width", "time", "in_channels", "out_channels"}),
    degrees=_NOT_LINEAR,
)
