"""`macs_ratio`: the quotient of two subjects' `macs` at equal sizes."""

from .macs import PREDICATE as _ONE
from .predicate import Composed

PREDICATE = Composed("macs_ratio", None, "the quotient of two measurements of macs", options=_ONE.options, subjects=2)
