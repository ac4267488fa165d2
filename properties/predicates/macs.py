"""`macs`: the multiply-accumulates that are executed when a subject runs."""

from fractions import Fraction
from math import prod

from ...reference.counting import Convention, count
from ...reference.errors import InputError
from ..measuring import PARTS, confined, kept, tally
from .predicate import VALID_PADDING, Alternative, Case, Numeric


def measure(case: Case) -> int | Fraction:
    """Multiplications inside matrix products, tallied while the reference runs; padded zeros count, as in H*W*K*K*C*M.

    `count=flops` counts two for each, `count=operations` the multiplications and additions that were executed.
    `per=position` divides by the points of the output map, `per=output` by its values, `per=sample` by the batch.
    """
    if case.subject.network is not None:
        return _of_network(case)
    counted, shape = kept("run", case.at(count="", per="", linear=""), lambda c: tally(c.build()))
    total = {"macs": counted.macs, "flops": 2 * counted.macs, "operations": counted.multiplications + counted.additions}
    over = {"all": 1, "position": shape[0] * prod(shape[2:]), "output": prod(shape), "sample": shape[0]}
    return Fraction(total[case.sizes["count"]], over[case.sizes["per"]])


def _of_network(case: Case) -> int:
    """The multiply-accumulates of every layer, from its shapes; by a law of the reference, executing gives the same."""
    assert case.subject.network is not None
    if case.sizes["per"] not in ("all", "sample"):
        raise InputError(f"per={case.sizes['per']} is asked of an operation, not of a whole network")
    convention = Convention(fully_connected=case.sizes["linear"] == "counted")
    counted = count(case.subject.network(case.sizes), convention=convention)
    if case.sizes["part"] != "all":
        share, _ = confined(counted, case.sizes)
        return share if case.sizes["count"] == "macs" else 2 * share
    totals = counted.totals()
    return totals["macs"] if case.sizes["count"] == "macs" else totals["flops"]


PREDICATE = Numeric(
    "macs",
    measure,
    "multiply-accumulates tallied while {subject} ran",
    options={"count": ("macs", "flops", "operations"), "per": ("all", "position", "output", "sample"),
             "linear": ("counted", "not_counted"), "part": ("all", *PARTS)},
    alternatives=(
        VALID_PADDING,
        Alternative({"linear": "not_counted"}, "fully connected layers not counted"),
        Alternative({"grouped": "false"}, "the two columns of the network connected everywhere"),
        Alternative({"version": "1.5"}, "the stride in the 3x3 convolution, as later programs have it"),
        Alternative({"columns": 1}, "the network in one column (arXiv:1404.5997)"),
        Alternative({"count": "flops"}, "two floating-point operations for each multiply-accumulate"),
        Alternative({"count": "operations"}, "every executed multiplication and addition counted"),
        Alternative({"count": "operations", "bias": "true"}, "every multiplication and addition counted, with bias"),
    ),
    names={"count": "multiply-accumulates counted"},
)  # fmt: skip
