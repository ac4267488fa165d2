"""The predicates, one a file; a file is imported when a statement first names its predicate."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from ...reference.errors import InputError
from .predicate import Predicate

ALIASES = {
    "parameters": "params", "parameter_count": "params", "normalized_over": "normalised_over",
    "weight_shape": "kernel_shape", "filter_shape": "kernel_shape", "flops": "macs", "mults": "macs",
    "output_height": "output_size", "output_width": "output_size", "output_length": "output_size",
    "output_channels": "output_size", "activations": "memory", "same_function": "equals",
}  # fmt: skip
"""Other names of predicates."""

SETTINGS = {
    "weight_shape": {"of": "weight"}, "flops": {"count": "flops"}, "output_height": {"axis": "height"},
    "output_width": {"axis": "width"}, "output_length": {"axis": "time"}, "output_channels": {"axis": "channels"},
}  # fmt: skip
"""The options that another name sets."""


FAMILY = {"output_size": "output_shape", "filters": "kernel_shape", "stats_count": "stats_shape",
          "stats_size": "stats_shape", "unchanged_by": "invariant_to", "equivariant_to": "invariant_to",
          "unmoved": "invariant_to",
          "standardised": "mean_var"}  # fmt: skip
"""Predicates that are one number of another; a verdict goes under the name of the family."""


@lru_cache(maxsize=256)
def predicate(name: str) -> Predicate:
    """The predicate of that name.

    >>> predicate("macs").name
    'macs'
    """
    if not name.isidentifier() or name.startswith("_") or ALIASES.get(name, name) not in names():
        raise InputError(f"{name!r} is not a predicate; known are {', '.join(names())}")
    return import_module(f".{ALIASES.get(name, name)}", __name__).PREDICATE


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The names of all predicates, in alphabetical order."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if module.name != "predicate"))
