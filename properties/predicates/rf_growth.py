"""`rf_growth`: how the receptive field grows with the number of layers."""

from itertools import pairwise

from ...reference.errors import InputError
from .predicate import Case, Finite
from .receptive_field import PREDICATE as FIELD
from .receptive_field import measure as field

LAYERS = range(1, 7)


def measure(case: Case) -> str:
    """`linear` where every layer adds the same, `exponential` where each adds a fixed multiple of the one before."""
    if "layers" not in case.sizes:
        raise InputError(f"{case.subject.name} has no layers to add; a stack has")
    fields = [field(case.at(layers=layers)) for layers in LAYERS]
    steps = [b - a for a, b in pairwise(fields)]
    if len(set(steps)) == 1:
        return "linear" if steps[0] else "constant"
    ratios = {b / a for a, b in pairwise(steps)}
    return "exponential" if len(ratios) == 1 else "other"


def witness(case: Case, measured: str) -> str:
    """The fields themselves."""
    fields = ", ".join(str(field(case.at(layers=layers))) for layers in LAYERS)
    return f"for 1 to {LAYERS[-1]} layers the field is {fields}"


PREDICATE = Finite(
    "rf_growth", measure, FIELD.what, values=("linear", "exponential", "constant", "other"), witness=witness
)
