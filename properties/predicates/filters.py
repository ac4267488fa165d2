"""`filters`: how many filters a weight holds; `per=channel` for each input channel."""

from fractions import Fraction

from .kernel_shape import PREDICATE as SHAPE
from .kernel_shape import measure as weight_axes
from .predicate import Case, Numeric


def measure(case: Case) -> Fraction:
    """The first axis of the weight: output channels."""
    axes = weight_axes(case.at(of="weight"))
    count = next(size for axis, size in axes.items() if axis in "fmo")
    return Fraction(count, case.sizes["in_channels"] if case.sizes["per"] == "channel" else 1)


PREDICATE = Numeric(
    "filters", measure, SHAPE.what, options={"per": ("weight", "channel")}, ignores=SHAPE.ignores,
    open_roles={"multiplier": "a"},
)  # fmt: skip
