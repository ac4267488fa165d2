"""`unchanged_by`: whether an output is exactly the same under a change of the input, a positive eps considered too."""

from .invariant_to import ALSO, CHANGES, witness
from .invariant_to import measure as invariant
from .predicate import Case, Finite


def measure(case: Case) -> bool:
    """As `invariant_to`, with eps = 0 or eps = 1."""
    return invariant(case.at(eps=0 if case.sizes["epsilon"] == "zero" else 1))


PREDICATE = Finite(
    "unchanged_by",
    measure,
    "{subject} run on random inputs and on changed ones, with and without eps",
    options={"change": (*CHANGES, *ALSO), "epsilon": ("zero", "positive")},
    positional=("change",),
    open={"epsilon": {"zero": "eps = 0", "positive": "eps > 0"}},
    witness=witness,
    strength="sampled (3)",
)
