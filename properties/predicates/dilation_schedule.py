"""`dilation_schedule`: how the dilation changes from layer to layer of a stack."""

from itertools import pairwise

import numpy as np

from ...reference.errors import InputError
from ..measuring import sources, traced
from .predicate import Case, Finite


def measure(case: Case) -> frozenset[str]:
    """Of `increasing`, `doubling`, `constant`, `decreasing` those that fit; what a layer adds to the field, traced."""
    dilations = schedule(case)
    pairs = list(pairwise(dilations))
    words = {
        "increasing": all(b > a for a, b in pairs),
        "doubling": all(b == 2 * a for a, b in pairs),
        "constant": all(b == a for a, b in pairs),
        "decreasing": all(b < a for a, b in pairs),
    }
    return frozenset(word for word, fits in words.items() if fits)


def schedule(case: Case) -> list[int]:
    """The dilation of each of four layers: by how much it widens the receptive field, for a kernel of 2."""
    if "layers" not in case.sizes:
        raise InputError(f"{case.subject.name} has no layers; a stack has")
    fields = [1, *(_field(case.at(layers=layers)) for layers in range(1, 5))]
    return [b - a for a, b in pairwise(fields)]


def _field(case: Case) -> int:
    kernels = {role: 2 for role in case.sizes if role.startswith("kernel")}
    thin = {"batch": 1, "in_channels": 1, "dims": "signal", "time": 40}
    instance = case.at(**kernels, **{r: v for r, v in thin.items() if r in case.sizes}).build()
    widest = 0
    for value in traced(instance).flat:
        places = sources(instance, value)[:, -1]
        widest = max(widest, int(np.ptp(places)) + 1 if len(places) else 0)
    return widest


def witness(case: Case, measured: frozenset[str]) -> str:
    """The dilations."""
    return f"the dilations of the first layers are {', '.join(map(str, schedule(case)))}"


PREDICATE = Finite(
    "dilation_schedule",
    measure,
    "what each layer of {subject} adds to the receptive field, traced",
    values=("increasing", "doubling", "constant", "decreasing"),
    rename={"causal_conv1d": "dilated_causal_stack", "dilated_causal_conv1d": "dilated_causal_stack"},
    witness=witness,
    names={"stacks": "within one stack"},
)
