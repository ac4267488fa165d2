"""`params`: the numbers that a subject stores."""

from ..measuring import kept, stored
from .predicate import Alternative, Case, Numeric


def measure(case: Case) -> int:
    """The sizes of all arrays that the operation takes besides its input."""
    return kept("params", case, lambda c: stored(c.build()))


PREDICATE = Numeric(
    "params",
    measure,
    "the weights that {subject} takes, counted",
    ignores=frozenset({"batch", "height", "width", "time"}),
    alternatives=(
        Alternative({"bias": "true"}, "one bias for each output channel counted"),
        Alternative({"affine": "true"}, "the scale and the shift counted"),
        Alternative({"affine": "true", "moving": "true"}, "scale, shift and both moving statistics counted"),
    ),
    names={"bias": "bias not counted", "affine": "scale and shift not counted"},
)
