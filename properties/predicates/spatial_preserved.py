"""`spatial_preserved`: whether the output's height and width are the input's."""

from .predicate import Composed

PREDICATE = Composed("spatial_preserved", None, "the shapes of input and output")
