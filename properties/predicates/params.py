"""`params`: the numbers that a subject stores."""

from ...reference.counting import Convention, count
from ..measuring import PARTS, confined, kept, live, stored
from .predicate import Alternative, Case, Numeric


def measure(case: Case) -> int:
    """The sizes of all arrays that the operation takes besides its input."""
    if case.subject.network is not None:
        return _of_network(case)
    if case.sizes["live"] == "true":
        return live(case.build())
    return kept("params", case, lambda c: stored(c.build()))


def _of_network(case: Case) -> int:
    """The stored numbers of every layer, biases and the scale and shift of batch norm included unless left out."""
    assert case.subject.network is not None
    convention = Convention(
        fully_connected=case.sizes["linear"] == "counted",
        batch_norm=case.sizes["norms"] != "not_counted",
        bias=case.sizes["biases"] == "counted",
        moving_statistics=case.sizes["norms"] == "all_counted",
    )
    counted = count(case.subject.network(case.sizes), convention=convention)
    if case.sizes["part"] != "all":
        return confined(counted, case.sizes)[1]
    return counted.totals()["parameters"]


PREDICATE = Numeric(
    "params",
    measure,
    "the weights that {subject} takes, counted",
    options={"linear": ("counted", "not_counted"), "norms": ("counted", "not_counted", "all_counted"),
             "biases": ("counted", "not_counted"), "part": ("all", *PARTS),
             "live": ("false", "true")},
    ignores=frozenset({"batch", "height", "width", "time"}),
    alternatives=(
        Alternative({"linear": "not_counted"}, "fully connected layers not counted"),
        Alternative({"grouped": "false"}, "the two columns of the network connected everywhere"),
        Alternative({"columns": 1}, "the network in one column (arXiv:1404.5997)"),
        Alternative({"norms": "not_counted"}, "batch norm not counted"),
        Alternative({"norms": "all_counted"}, "moving statistics of batch norm counted"),
        Alternative({"norms": "not_counted", "biases": "not_counted"}, "neither batch norm nor biases counted"),
        Alternative({"bias": "true"}, "one bias for each output channel counted"),
        Alternative({"affine": "true"}, "the scale and the shift counted"),
        Alternative({"affine": "true", "moving": "true"}, "scale, shift and both moving statistics counted"),
    ),
    names={"bias": "bias not counted", "affine": "scale and shift not counted"},
)  # fmt: skip
