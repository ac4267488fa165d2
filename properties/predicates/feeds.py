"""`feeds`: which earlier layers' outputs a layer is a function of: all of them, or the one before it."""

import numpy as np

from ...reference.errors import InputError
from ..measuring import random_arrays
from .predicate import Case, Finite

_NETWORKS = {"resnet": "residual_block", "densenet": "dense_block", "cnn": "conv_stack", "vgg": "conv_stack"}
_BLOCKS = ("dense_block", "residual_block", "conv_stack", "dilated_stack", "causal_stack", "dilated_causal_stack")


def measure(case: Case) -> str:
    """`all_earlier` or `previous`, by running a block of three layers with the ones between switched off.

    A statement may also claim `some_earlier` (several, not all) or `later`; no block is ever measured to be so.

    The layers between have zero weights. `via=direct`: the input is negative, so that what a ReLU or zero weights
    let through to the last layer along the chain is the same for every input; if the last layer's output still
    differs, it has an edge of its own to the earlier layer. `via=any`: the input is positive, and what comes through a
    sum counts too.
    """
    if case.subject.name not in _BLOCKS:
        raise InputError(f"{case.subject.name} is no block of layers; {', '.join(_BLOCKS)} are")
    sign = -1.0 if case.sizes["via"] == "direct" else 1.0
    first, second = (_last_layer(case, seed, sign) for seed in (1, 2))
    return "previous" if np.array_equal(first, second) else "all_earlier"


def _last_layer(case: Case, seed: int, sign: float) -> np.ndarray:
    """The last layer's own output for one of two inputs, all layers but the last with zero weights."""
    instance = case.at(layers=3).build()
    arrays = random_arrays(instance)
    arrays["input"] = sign * np.abs(random_arrays(instance, seed)["input"])
    for name in instance.weights:
        if not name.removeprefix("weight").startswith("2"):
            arrays[name] = np.zeros_like(arrays[name])
    out = instance.run(**arrays)
    return out[:, -case.sizes["growth_rate"] :] if "growth_rate" in case.sizes else out


def witness(case: Case, measured: str) -> str:
    """What was seen."""
    if measured == "all_earlier":
        return "with every layer between switched off, the last layer's output still changes with the block's input"
    return "with the layer before it held fixed, the last layer's output is the same whatever came earlier"


PREDICATE = Finite(
    "feeds",
    measure,
    "{subject} of three layers run with the layers between switched off",
    options={"via": ("direct", "any")},
    values=("all_earlier", "previous", "some_earlier", "later"),
    open={"via": {"direct": "only direct edges count", "any": "what comes through the sums counts too"}},
    rename=_NETWORKS,
    witness=witness,
)
