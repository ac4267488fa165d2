"""Whole architectures, as the reference writes them down: built from their own options, with no free size."""

from __future__ import annotations

from functools import lru_cache

from ...reference.architectures import ARCHITECTURES
from ...reference.network import Network

NETWORKS = {
    "mobilenet": "mobilenet_v1", "densenet": "densenet", "resnet": "resnet", "lenet": "lenet", "vgg": "vgg",
    "googlenet": "googlenet",
}  # fmt: skip
"""Names of subjects that are whole networks, and the architecture each is."""


@lru_cache(maxsize=64)
def network(name: str, **options: int | float) -> Network:
    """The architecture with those of its options given."""
    return ARCHITECTURES[NETWORKS.get(name, name)](**options)
