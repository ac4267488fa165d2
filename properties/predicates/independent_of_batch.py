"""`independent_of_batch`: whether a sample's output is the same whatever other samples are in its batch."""

from .depends_on import PREDICATE as DEPENDS
from .depends_on import measure as depends
from .depends_on import witness as dependence
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """No output depends on another sample."""
    return not depends(case.at(input="other_sample", **{"batch": max(2, case.sizes["batch"])}))


def witness(case: Case, measured: bool) -> str | None:
    """The other sample that an output depends on."""
    return dependence(case.at(input="other_sample", **{"batch": max(2, case.sizes["batch"])}), not measured)


PREDICATE = Finite(
    "independent_of_batch", measure, DEPENDS.what, witness=witness, names={"mode": "statistics of the batch (training mode)"}
)
