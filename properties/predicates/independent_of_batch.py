"""`independent_of_batch`: whether a sample's output is the same whatever other samples are in its batch."""

from ...reference.errors import InputError
from .depends_on import PREDICATE as DEPENDS
from .depends_on import measure as depends
from .depends_on import witness as dependence
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """No output depends on another sample."""
    return not depends(_batched(case))


def _batched(case: Case) -> Case:
    if "batch" not in case.sizes:
        raise InputError(f"{case.subject.name} has no batch that is run")
    return case.at(input="other_sample", batch=max(2, case.sizes["batch"]))


def witness(case: Case, measured: bool) -> str | None:
    """The other sample that an output depends on."""
    return dependence(_batched(case), not measured)


PREDICATE = Finite(
    "independent_of_batch", measure, DEPENDS.what, witness=witness, names=DEPENDS.names
)
