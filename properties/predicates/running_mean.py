"""`running_mean`: which the momentum weighs in the running mean, the batch's mean or the mean kept so far."""

import numpy as np

from ...reference import normalization
from ...reference.errors import InputError
from .predicate import Case, Finite

MOMENTUM = 0.25


def measure(case: Case) -> str:
    """One training step with a momentum that tells the two apart."""
    if "running_mean" not in case.at(mode="evaluation").build().arrays:
        raise InputError(f"{case.subject.name} keeps no running mean; batch_norm does")
    mean, variance = np.array([8.0]), np.ones(1)
    normalization.batch_norm(np.array([[3.0], [5.0]]), mean, variance, training=True, momentum=MOMENTUM)
    found = {
        "momentum_on_batch": (1 - MOMENTUM) * 8 + MOMENTUM * 4,
        "momentum_on_past": MOMENTUM * 8 + (1 - MOMENTUM) * 4,
    }
    return next((word for word, value in found.items() if np.isclose(mean[0], value)), "other")


PREDICATE = Finite(
    "running_mean",
    measure,
    "one training step of {subject} with its running mean, momentum as PyTorch has it",
    values=("momentum_on_batch", "momentum_on_past", "other"),
)
