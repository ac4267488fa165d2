"""Wrong implementations that the laws must kill, and unusual right ones that they must let live."""

from .registry import MUTANTS, VARIANTS, Mutant, Variant


def all_mutants() -> dict[str, Mutant]:
    """Every wrong implementation by name."""
    from . import general, activation, composites, convolution, normalization, pooling, special  # noqa: F401, I001 - they register

    return dict(MUTANTS)


def all_variants() -> dict[str, Variant]:
    """Every unusual but right implementation by name."""
    from . import variants  # noqa: F401 - it registers

    return dict(VARIANTS)
