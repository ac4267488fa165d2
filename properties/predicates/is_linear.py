"""`is_linear`: whether an operation is a linear map of its input, up to a constant, as a convolution is."""

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """f(x + y) and f(3x), each less f(0), against the sums of f(x) and f(y), the weights kept (eps = 1)."""
    instance = (case.at(eps=1) if "eps" in case.sizes else case).build()
    for seed in range(3):
        arrays = random_arrays(instance, seed)
        if "running_var" in arrays:
            arrays["running_var"] = np.abs(arrays["running_var"])
        x, y = arrays["input"], random_arrays(instance, seed + 10)["input"]
        zero, one, other, both, three = (instance.run(**{**arrays, "input": v}) for v in (0 * x, x, y, x + y, 3 * x))
        sums = ((one - zero) + (other - zero), 3 * (one - zero))
        if not all(np.allclose(a - zero, b, rtol=1e-9, atol=1e-9) for a, b in zip((both, three), sums, strict=True)):
            return False
    return True


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    return "f(x + y) is f(x) + f(y), less f(0)" if measured else "f(x + y) is not f(x) + f(y), even less f(0)"


PREDICATE = Finite(
    "is_linear",
    measure,
    "{subject} run on sums and multiples of random inputs",
    witness=witness,
    strength="sampled (3)",
    names={"mode": "statistics of the batch (training mode)"},
)
