"""`channels_after`: the channels of the output."""

from .predicate import Composed

PREDICATE = Composed("channels_after", None, "the shape of the output")
