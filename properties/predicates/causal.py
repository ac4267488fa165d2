"""`causal`: whether no output depends on a later input, in time, or in raster order of an image."""

from .depends_on import PREDICATE as DEPENDS
from .depends_on import measure as depends
from .depends_on import witness as dependence
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """No output depends on the future."""
    return not depends(case.at(input="future"))


def witness(case: Case, measured: bool) -> str | None:
    """The future input that an output depends on."""
    return dependence(case.at(input="future"), not measured)


PREDICATE = Finite("causal", measure, DEPENDS.what, witness=witness)
