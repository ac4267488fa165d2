"""`conditioned_on`: the latest sample on which the probability of a sample depends, in an autoregressive network.

A stack of causal convolutions gives at each time the distribution of the *next* sample; a masked one, whose first mask
hides the pixel itself, that of the pixel at the same place. So `earlier` is right where nothing of the sample itself is
seen in predicting it.
"""

import numpy as np

from ...reference.errors import InputError
from ..measuring import sources, traced
from .depends_on import times
from .predicate import Case, Finite

_AT_ITS_OWN_PLACE = ("pixelcnn",)
_NEXT_SAMPLE = ("wavenet",)


def measure(case: Case) -> str:
    """Traced: the sources of each output, against the place of the sample whose distribution that output is."""
    name = case.subject.name
    if name not in (*_AT_ITS_OWN_PLACE, *_NEXT_SAMPLE):
        raise InputError(f"{name} gives no distribution of samples")
    instance = case.build()
    cells = traced(instance)
    ahead = 1 if name in _NEXT_SAMPLE else 0
    latest = -1
    for index in np.ndindex(*cells.shape):
        seen = times(instance.axes, sources(instance, cells[index]))
        predicted = times(instance.output_axes, np.array(index)) + ahead
        if len(seen):
            latest = max(latest, int(np.sign(seen - predicted).max()))
    return {-1: "earlier", 0: "itself", 1: "later"}[latest]


PREDICATE = Finite(
    "conditioned_on",
    measure,
    "from which samples {subject} computes the distribution of a sample, traced",
    values=("earlier", "itself", "later"),
)
