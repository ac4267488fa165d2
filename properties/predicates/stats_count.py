"""`stats_count`: how many separate means (and variances) are taken."""

from math import prod

from .predicate import Case, Numeric
from .stats_shape import MOST
from .stats_shape import PREDICATE as SHAPE
from .stats_shape import measure as shape


def measure(case: Case) -> int:
    """The product of the axes that have statistics of their own."""
    return prod(size for axis, size in shape(case).items() if axis.islower())


PREDICATE = Numeric("stats_count", measure, SHAPE.what, most=MOST)
