"""`arithmetic`: a relation of numbers and letters alone, decided exactly; it has no call of its own."""

from .predicate import Composed

PREDICATE = Composed("arithmetic", None, "both sides calculated exactly")
