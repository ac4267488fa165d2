"""`at_zero_weights`: what an operation returns once all its weights are zero: its input, twice that, zero, or else."""

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite

_NETWORKS = {"resnet": "residual_block", "densenet": "dense_block"}


def measure(case: Case) -> str:
    """By running with zero weights, on a positive input, which a ReLU at the end lets through."""
    instance = case.build()
    arrays = random_arrays(instance)
    x = np.abs(arrays["input"]) + 1
    silent = {name: np.zeros_like(value) for name, value in arrays.items() if name != "input"}
    out = instance.run(**{**silent, "input": x})
    if not out.any():
        return "zero"
    if out.shape != x.shape:
        return "none"
    return "input" if np.array_equal(out, x) else "twice_the_input" if np.array_equal(out, 2 * x) else "none"


def witness(case: Case, measured: str) -> str:
    """What was seen."""
    return f"run with all weights 0 on a positive input: {measured.replace('_', ' ')}"


PREDICATE = Finite(
    "at_zero_weights",
    measure,
    "{subject} run with all weights zero, on a positive input",
    values=("input", "zero", "twice_the_input", "none"),
    rename=_NETWORKS,
    witness=witness,
)
