"""`standardised`: whether a part of a normalisation's output (every channel, every sample) has mean 0, variance 1."""

import numpy as np

from ..measuring import random_arrays
from .predicate import Case, Finite

_AXES = {"channel": "NHWT", "sample": "CHWT", "map": "HWT", "position": "C", "batch": "NCHWT"}
"""Over which axes the mean of one such part is taken."""


def measure(case: Case) -> bool:
    """Mean and variance of every such part on random inputs, before scale and shift, with eps = 0."""
    instance = case.build()
    over = tuple(i for i, axis in enumerate(instance.output_axes) if axis in _AXES[case.sizes["of"]])
    moments = {"both": (np.mean, np.var), "centred": (np.mean,), "scaled": (np.var,)}[case.sizes["moments"]]
    for seed in range(2):
        y = instance.run(**random_arrays(instance, seed))
        for moment in moments:
            if not np.allclose(moment(y, axis=over), 0.0 if moment is np.mean else 1.0, atol=1e-9):
                return False
    return True


def witness(case: Case, measured: bool) -> str:
    """What was seen."""
    what = {"both": "mean 0 and variance 1", "centred": "mean 0", "scaled": "variance 1"}[case.sizes["moments"]]
    return f"{'every' if measured else 'not every'} {case.sizes['of']} of the output has {what}"


PREDICATE = Finite(
    "standardised",
    measure,
    "mean and variance of the output of {subject} on random inputs, part by part",
    options={"of": tuple(_AXES), "moments": ("both", "centred", "scaled")},
    witness=witness,
    strength="sampled (2)",
    names={"eps": "eps = 0"},
)
