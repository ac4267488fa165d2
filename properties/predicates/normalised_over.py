"""`normalised_over`: the axes along which values share one mean and variance."""

from ...reference.errors import InputError
from ...reference.numbers import Trace
from ..measuring import sources, traced
from .predicate import Alternative, Case, Finite


def measure(case: Case) -> frozenset[str]:
    """The axes along which the inputs that one output depends on differ, traced; G where only a part of C is shared.

    Raises InputError where only a part of another axis is shared: such a subject does not normalise.
    """
    instance = case.build()
    shape = instance.input_shape
    axes: set[str] = set()
    for bits in {value.bits for value in traced(instance).flat}:
        together = sources(instance, Trace(bits))
        for axis, size, numbers in zip(instance.axes, shape, together.T, strict=True):
            extent = len(set(numbers.tolist()))
            if extent > 1:
                axes.add("G" if axis == "C" and extent < size else axis)
            if 1 < extent < size and axis != "C":
                raise InputError(f"{case.subject.name} does not normalise whole axes")
    return frozenset(axes)


PREDICATE = Finite(
    "normalised_over",
    measure,
    "which inputs share their statistics in {subject}, traced",
    values=(),
    alternatives=(
        Alternative({"layout": "features"}, "input (N, C) of a fully connected layer"),
        Alternative({"layout": "sequence"}, "input (N, T, C), as in a transformer"),
    ),
    names={"mode": "statistics of the batch (training mode)"},
)
