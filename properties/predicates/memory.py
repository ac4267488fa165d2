"""`memory`: the values that a subject puts out and that have to be kept (activations)."""

from math import prod

from ...reference.counting import count
from ..measuring import kept, output
from .predicate import VALID_PADDING, Case, Numeric


def measure(case: Case) -> int:
    """How many values one run puts out."""
    if case.subject.network is not None:
        return count(case.subject.network(case.sizes)).totals()["activations"]
    return prod(kept("output", case, lambda c: output(c.build()).shape))


PREDICATE = Numeric("memory", measure, "the values that {subject} puts out, counted", alternatives=(VALID_PADDING,))
