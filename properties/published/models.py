"""Which architecture a figure is about: names and options as papers write them, in the reference's terms."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...reference.architectures import ARCHITECTURES
from ...reference.architectures.names import known
from ...reference.counting import Count, count
from ...reference.errors import InputError
from ...reference.network import Network

# What papers and model cards call an option -> the reference's name of it
SYNONYMS = {
    "alpha": "width", "width_mult": "width", "width_multiplier": "width", "res": "resolution", "input": "resolution",
    "image_size": "resolution", "input_size": "resolution", "side": "resolution", "k": "growth_rate",
    "growth": "growth_rate", "l": "depth", "layers": "depth", "theta": "compression", "reduction": "compression",
    "num_classes": "classes", "n_classes": "classes", "channels_in": "in_channels", "cardinality": "groups",
    "base_width": "width_per_group", "bn": "batch_norm", "aux": "auxiliary", "widen_factor": "widen",
    "preactivation": "pre_activation",
}  # fmt: skip
WHOLE_MAP = ("global_avg_pool2d", "flatten", "linear")  # layers that read everything that is left
MOST_MODELS = 10  # in one figure
DATASETS = {"cifar10": 10, "cifar100": 100, "svhn": 10, "imagenet": 1000}
WORDS = {"conv": {"separable": False}, "shallow": {"shallow": True}, "full": {"separable": False}}


@dataclass(frozen=True)
class Model:
    """An architecture with the options that the entry fixes."""

    architecture: str
    options: tuple[tuple[str, Any], ...]

    def network(self) -> Network:
        """The architecture, built."""
        return ARCHITECTURES[self.architecture](**dict(self.options))

    def count(self, **changed: Any) -> Count:
        """Its figures, with some options changed."""
        return _counted(self.architecture, tuple(sorted((dict(self.options) | changed).items())))

    @property
    def fixed(self) -> set[str]:
        """The options that the entry itself names."""
        return {name for name, _ in self.options}


@lru_cache(maxsize=256)
def _counted(architecture: str, options: tuple[tuple[str, Any], ...]) -> Count:
    return count(ARCHITECTURES[architecture](**dict(options)))


def models_of(name: str, options: Mapping[str, Any], consumed: frozenset[str] = frozenset()) -> list[Model]:
    """The models that a name means ("DenseNet-121/169" means two); options in `consumed` are not the model's.

    Raises InputError for a name or an option that is not understood: nothing is left out silently.

    >>> models_of("MobileNet", {"alpha": 0.5, "res": 160})
    [Model(architecture='mobilenet_v1', options=(('resolution', 160), ('width', 0.5)))]
    """
    several = re.fullmatch(r"(.*?)(\d+)((?:/\d+)+)", name)
    names = [several[1] + depth for depth in (several[2] + several[3]).split("/")] if several else [name]
    names = list(dict.fromkeys(names))
    if len(names) > MOST_MODELS:
        raise InputError(f"the name {name[:50]!r} means {len(names)} models; expected at most {MOST_MODELS}")
    return [_model(one, {key: value for key, value in options.items() if key not in consumed}) for one in names]


def model_of(name: str, options: Mapping[str, Any], consumed: frozenset[str] = frozenset()) -> Model:
    """As `models_of`, for a figure of a single model."""
    models = models_of(name, options, consumed)
    if len(models) != 1:
        raise InputError(f"the name {name!r} means {len(models)} models; expected one for this quantity")
    return models[0]


def _model(name: str, options: Mapping[str, Any]) -> Model:
    depth = next((value for key, value in options.items() if key in ("depth", "L", "layers")), None)
    first, _, rest = name.partition(" ")
    chosen = dict(WORDS[first.lower()]) if known(name) is None and first.lower() in WORDS else {}
    plain = rest if chosen else name
    found = known(plain) if depth is None else known(f"{plain} {depth}") or known(plain)
    if found is None:
        raise InputError(
            f"the model {name!r} is not one of the architectures there are; expected one of {', '.join(ARCHITECTURES)}"
        )
    architecture, named = found
    chosen = {**named, **chosen}
    given: dict[str, Any] = {}
    for key, value in options.items():
        for one, meant in _option(architecture, key, value).items():
            if given.setdefault(one, meant) != meant:
                raise InputError(f"the options of {name!r} say {one} is {given[one]} and {meant}; expected one of them")
    chosen |= given
    return Model(architecture, tuple(sorted(chosen.items())))


def _option(architecture: str, key: str, value: Any) -> dict[str, Any]:
    """One option of an entry in the reference's terms."""
    own = inspect.signature(ARCHITECTURES[architecture]).parameters
    plain = key.lower().replace("-", "_")
    name = plain if plain in own else SYNONYMS.get(plain, plain)
    if name in own:
        default = own[name].default
        kind = int if default is None else type(default)
        value = int(value) if kind is int and isinstance(value, float) and value.is_integer() else value
        fitting = (int, float) if kind is float else (str, int, float) if kind is str else (kind,)
        if not isinstance(value, fitting) or (isinstance(value, bool) and kind is not bool):
            raise InputError(f"the option {key} of {architecture} is {value!r}; expected {kind.__name__}")
        return {name: kind(value)}
    if name == "stride_in" and architecture == "resnet":
        return {"version": "1.5" if str(value).startswith("3") else "1"}
    if name == "remove" and architecture == "mobilenet_v1":
        return {"shallow": True}
    if name == "blocks":
        return {}  # said by the depth; the layers are counted, not taken from here
    if name == "dataset" and re.sub(r"\W", "", str(value).lower()).rstrip("+") in DATASETS:
        return {"classes": DATASETS[re.sub(r"\W", "", str(value).lower()).rstrip("+")]}
    raise InputError(
        f"the option {key}={value!r} of {architecture} is not understood; expected some of {', '.join(own)}"
    )
