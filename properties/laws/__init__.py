"""The laws, by family: plain functions of an implementation."""

import importlib

from .registry import LAWS, Law

# In the order in which they are best tried: the corner cases of all functions come first.
FAMILIES = (
    "oracle", "shared", "convolution", "transposed", "pooling", "activation", "companding", "normalization", "running",
    "related", "separable", "causal", "masked", "dense", "residual", "special",
)  # fmt: skip


def all_laws() -> dict[str, Law]:
    """Every law by its id; importing a family registers its laws."""
    for family in FAMILIES:
        importlib.import_module(f".{family}", __name__)
    return dict(LAWS)
