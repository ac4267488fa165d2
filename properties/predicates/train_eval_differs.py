"""`train_eval_differs`: whether an operation gives another output in training than in evaluation."""

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """On the same random input, once with the batch's statistics, once with running ones (of other values)."""
    if "mode" not in case.sizes:
        return False  # there is one mode only: the operation takes no such argument
    outputs = []
    for mode in ("training", "evaluation"):
        instance = case.at(mode=mode).build()
        arrays = random_arrays(instance)
        if "running_var" in arrays:
            arrays["running_var"] = np.abs(arrays["running_var"])
        outputs.append(instance.run(**arrays))
    return not np.allclose(*outputs)


PREDICATE = Finite("train_eval_differs", measure, "{subject} run in training and in evaluation mode")
