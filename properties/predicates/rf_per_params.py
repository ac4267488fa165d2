"""`rf_per_params`: receptive field per stored weight, of one subject over another, at equal sizes."""

from .predicate import Composed

PREDICATE = Composed("rf_per_params", None, "receptive fields traced and weights counted", subjects=2)
