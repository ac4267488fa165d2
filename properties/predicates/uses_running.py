"""`uses_running`: whether the output depends on the running statistics, in training or in evaluation."""

import numpy as np

from ...reference import normalization
from ...reference.errors import InputError
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """Whether other running statistics give another output for the same batch."""
    if "running_mean" not in case.at(mode="evaluation").build().arrays:
        raise InputError(f"{case.subject.name} keeps no running statistics; batch_norm does")
    training = case.sizes["mode"] == "training"
    values = np.array([[1.0, 2.0], [4.0, 8.0], [3.0, 5.0]])
    first, second = (
        normalization.batch_norm(values, np.full(2, mean), np.full(2, variance), training=training)
        for mean, variance in ((0.0, 1.0), (3.0, 4.0))
    )
    return not np.allclose(first, second)


PREDICATE = Finite(
    "uses_running",
    measure,
    "{subject} run on one batch with two sets of running statistics",
    options={"mode": ("training", "evaluation")},
)
