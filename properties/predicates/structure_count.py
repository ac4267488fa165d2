"""`structure_count`: how many parts of a kind a network has, all or those of one kernel, stride, padding or width."""

import re
from collections.abc import Mapping

from ...reference.errors import InputError
from ...reference.network import Network, Node
from ..subjects.networks import SETTINGS
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


def _alike(node: Node, settings: Mapping[str, int | str]) -> bool:
    """Whether a layer has all of these settings, the same along both axes; `layer` is its name, dots as `_`.

    >>> from ...reference.architectures import ARCHITECTURES
    >>> first = ARCHITECTURES["alexnet"]().nodes[0]
    >>> _alike(first, {"kernel_size": 11, "stride": 4}), _alike(first, {"kernel_size": 3})
    (True, False)
    """
    names = {"filters": "out_channels"}
    for key, wanted in settings.items():
        own = node.name.replace(".", "_") if key == "layer" else getattr(node.layer, names.get(key, key), None)
        if wanted != own and (not isinstance(own, tuple) or set(own) != {wanted}):
            return False
    return True


def _depth(network: Network) -> int:
    """The layers with weights, convolutions and fully connected ones, along the longest way through a network.

    >>> from ...reference.architectures import ARCHITECTURES
    >>> _depth(ARCHITECTURES["googlenet"]()), _depth(ARCHITECTURES["resnet"](depth=50))
    (22, 50)
    """
    longest: dict[str, int] = {}
    for node in network.nodes:
        before = max((longest.get(name, 0) for name in node.inputs), default=0)
        longest[node.name] = before + (node.layer.kind in _KINDS["layers"])
    return max(longest.values(), default=0)


def parts(network: Network, part: str, settings: Mapping[str, int | str] | None = None) -> int:
    """Layers of a kind, or groups of layers whose names begin alike. Projections on a shortcut are no layers.

    Branches are those of the first module, the inputs of what joins them; the depth is that of the longest way.
    """
    if part == "branch":
        return next((len(node.inputs) for node in network.nodes if node.layer.kind == "concat"), 0)
    if part == "depth":
        return _depth(network)
    if part in _KINDS:
        nodes = [n for n in network.nodes if n.layer.kind in _KINDS[part] and _alike(n, settings or {})]
        return sum(not (part == "layers" and "shortcut" in node.name) for node in nodes)
    found = (re.match(_BLOCKS[part] + r"(?=\.|$)", node.name) for node in network.nodes)
    return len({match[0] for match in found if match})


def measure(case: Case) -> int:
    """The parts of the architecture as the reference builds it."""
    if case.subject.network is None:
        raise InputError(f"{case.subject.name} is no network whose parts are counted")
    settings = {key: case.sizes[key] for key in SETTINGS if case.sizes.get(key, "any") != "any"}
    part = case.sizes["part"]
    if settings and part not in _KINDS:
        raise InputError(f"{next(iter(settings))} is a setting of layers ({', '.join(_KINDS)}); {part} is none")
    plain = case.at(**dict.fromkeys(settings, "any"))
    network = case.subject.network(plain.sizes)
    if (layer := case.sizes.get("layer", "last")) != "last":
        settings["layer"] = layer.replace(".", "_")
        if not any(_alike(node, {"layer": settings["layer"]}) for node in network.nodes):
            raise InputError(f"{case.subject.name} has no layer {layer!r}")
    return parts(network, part, settings)


PREDICATE = Numeric(
    "structure_count",
    measure,
    "the parts of {subject}, counted",
    options={"part": ("layers", *(k for k in _KINDS if k != "layers"), *_BLOCKS, "branch", "depth")},
    positional=("part",),
)
