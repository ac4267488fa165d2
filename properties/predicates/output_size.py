"""`output_size`: the size of one axis of the output (`axis=height width time channels batch`), or of the map."""

from .predicate import Composed

PREDICATE = Composed("output_size", None, "the shape of the output")
