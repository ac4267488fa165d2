"""`running_variance`: whether the variance that training keeps for evaluation is divided by n or by n - 1."""

import numpy as np

from ...reference import normalization
from ...reference.errors import InputError
from .predicate import Case, Finite


def measure(case: Case) -> str:
    """One training step with momentum 1, after which the running variance is that of the step alone."""
    if "running_mean" not in case.at(mode="evaluation").build().arrays:
        raise InputError(f"{case.subject.name} keeps no running variance; batch_norm does")
    values = np.array([[1.0], [2.0], [4.0], [9.0]])
    mean, variance = np.zeros(1), np.zeros(1)
    normalization.batch_norm(values, mean, variance, training=True, momentum=1.0)
    found = {"biased": values.var(), "unbiased": values.var(ddof=1)}
    return next((word for word, value in found.items() if np.isclose(variance[0], value)), "other")


PREDICATE = Finite(
    "running_variance",
    measure,
    "one training step of {subject} with its running variance",
    values=("biased", "unbiased", "other"),
)
