"""`structure_count`: how many parts of a kind a network has."""

import re
from collections.abc import Mapping

from ...reference.errors import InputError
from ...reference.network import Network
from .predicate import Case, Numeric

_KINDS: Mapping[str, tuple[str, ...]] = {
    "conv": ("conv2d", "conv1d", "causal_conv1d", "masked_conv2d"),
    "linear": ("linear",),
    "layers": ("conv2d", "conv1d", "linear"),
    "pool": ("max_pool2d", "avg_pool2d", "global_avg_pool2d"),
    "batch_norm": ("batch_norm",),
    "relu": ("relu",),
}
_BLOCKS: Mapping[str, str] = {
    "dense_block": r"block\d+", "transition_layer": r"transition\d+", "dense_layer": r"block\d+\.layer\d+",
    "residual_block": r"stage\d+\.block\d+", "stage": r"stage\d+", "inception": r"inception\w+",
}  # fmt: skip


def parts(network: Network, part: str) -> int:
    """Layers of a kind, or groups of layers whose names begin alike. Projections on a shortcut are no layers.

    Branches are those of the first module, the inputs of what joins them.
    """
    if part == "branch":
        return next((len(node.inputs) for node in network.nodes if node.layer.kind == "concat"), 0)
    if part in _KINDS:
        nodes = [node for node in network.nodes if node.layer.kind in _KINDS[part]]
        return sum(not (part == "layers" and "shortcut" in node.name) for node in nodes)
    found = (re.match(_BLOCKS[part] + r"(?=\.|$)", node.name) for node in network.nodes)
    return len({match[0] for match in found if match})


def measure(case: Case) -> int:
    """The parts of the architecture as the reference builds it."""
    if case.subject.network is None:
        raise InputError(f"{case.subject.name} is no network whose parts are counted")
    return parts(case.subject.network(case.sizes), case.sizes["part"])


PREDICATE = Numeric(
    "structure_count",
    measure,
    "the parts of {subject}, counted",
    options={"part": ("layers", *(k for k in _KINDS if k != "layers"), *_BLOCKS, "branch")},
    positional=("part",),
)
