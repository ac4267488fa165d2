"""`params_ratio`: the quotient of two subjects' `params` at equal sizes."""

from .params import PREDICATE as _ONE
from .predicate import Composed

PREDICATE = Composed(
    "params_ratio", None, "the quotient of two measurements of params", options=_ONE.options, subjects=2
)
