"""The laws, by family: plain functions of an implementation."""

from .registry import LAWS, Law


def all_laws() -> dict[str, Law]:
    """Every law by its id, in the order in which they are best tried: the corner cases of all functions come first."""
    from . import (  # noqa: F401, I001 - they register their laws, in this order
        oracle, shared, convolution, transposed, pooling, activation, normalization, composites, special,
    )  # fmt: skip

    return dict(LAWS)
