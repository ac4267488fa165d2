"""`macs`: the multiply-accumulates that are executed when a subject runs."""

from fractions import Fraction
from math import prod

from ..measuring import kept, output, tally
from .predicate import VALID_PADDING, Alternative, Case, Numeric


def measure(case: Case) -> int | Fraction:
    """Multiplications inside matrix products, tallied while the reference runs; padded zeros count, as in H*W*K*K*C*M.

    `count=flops` counts two for each, `count=operations` the multiplications and additions that were executed.
    `per=position` divides by the points of the output map, `per=output` by its values, `per=sample` by the batch.
    """
    counted = kept("tally", case, lambda c: tally(c.build()))
    total = {"macs": counted.macs, "flops": 2 * counted.macs, "operations": counted.multiplications + counted.additions}
    shape = kept("output", case, lambda c: output(c.build()).shape)
    over = {"all": 1, "position": shape[0] * prod(shape[2:]), "output": prod(shape), "sample": shape[0]}
    return Fraction(total[case.sizes["count"]], over[case.sizes["per"]])


PREDICATE = Numeric(
    "macs",
    measure,
    "multiply-accumulates tallied while {subject} ran",
    options={"count": ("macs", "flops", "operations"), "per": ("all", "position", "output", "sample")},
    alternatives=(
        VALID_PADDING,
        Alternative({"count": "flops"}, "two floating-point operations for each multiply-accumulate"),
        Alternative({"count": "operations"}, "every executed multiplication and addition counted"),
        Alternative({"count": "operations", "bias": "true"}, "every multiplication and addition counted, bias included"),
    ),
    names={"count": "multiply-accumulates counted"},
)
