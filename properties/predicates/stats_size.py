"""`stats_size`: how many values share one mean (and one variance)."""

from math import prod

from .predicate import Case, Numeric
from .stats_shape import MOST
from .stats_shape import PREDICATE as SHAPE
from .stats_shape import measure as shape


def measure(case: Case) -> int:
    """All values, shared out equally among the means that there are."""
    axes = {axis: size for axis, size in shape(case).items() if axis.islower()}
    return prod(case.build().input_shape) // prod(axes.values())


PREDICATE = Numeric("stats_size", measure, SHAPE.what, most=MOST)
