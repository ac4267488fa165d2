"""Whole architectures, as the reference writes them down: built from their own options, counted layer by layer."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from ...reference.architectures import ARCHITECTURES
from ...reference.errors import InputError
from ...reference.network import Network
from .subject import Instance, Sizes, Subject

# subject -> (architecture, its options with their customary values); `alpha` is the width multiplier
_OPTIONS: dict[str, tuple[str, dict[str, int | str]]] = {
    "mobilenet": ("mobilenet_v1", {"alpha": 1, "resolution": 224, "classes": 1_000}),
    "mobilenet_v2": ("mobilenet_v2", {"alpha": 1, "resolution": 224, "classes": 1_000}),
    "densenet": ("densenet", {"depth": 121, "resolution": 224, "classes": 1_000}),
    "resnet": ("resnet", {"depth": 50, "resolution": 224, "classes": 1_000, "shortcut": "B", "version": "1"}),
    "vgg": ("vgg", {"depth": 16, "resolution": 224, "classes": 1_000}),
    "googlenet": ("googlenet", {"resolution": 224, "classes": 1_000}),
    "alexnet": ("alexnet", {"resolution": 224, "classes": 1_000, "columns": 2, "grouped": "true"}),
    "squeezenet": ("squeezenet", {"resolution": 224, "classes": 1_000, "version": "1.0"}),
    "xception": ("xception", {"resolution": 299, "classes": 1_000}),
    "lenet": ("lenet", {"resolution": 32, "classes": 10}),
}
SETTINGS = ("kernel_size", "stride", "padding", "filters")
"""Settings by which the layers of a network can be told apart where they are counted; left open they are `any`."""
MOST = {"depth": 1_000, "resolution": 4_096, "classes": 100_000, "alpha": 16, "columns": 2, "version": 9}


def architecture(name: str, sizes: Sizes) -> Network:
    """The architecture with those of its options that the sizes give."""
    if told := [key for key in SETTINGS if sizes.get(key, "any") != "any"]:
        raise InputError(f"{told[0]} is a setting of single layers of {name}; only structure_count tells layers by it")
    options = {}
    for key in _OPTIONS[name][1]:
        value = sizes[key]
        if not isinstance(value, str) and not 0 < value <= MOST[key]:
            raise InputError(f"{key} = {value} of {name}; expected a number above 0 and at most {MOST[key]:,}")
        if key == "version" and not isinstance(value, str):
            value = f"{float(value):g}"  # 1.1 is a name
        if isinstance(value, Fraction | int):
            value = int(value) if value == int(value) else float(value)
        value = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
        options["width" if key == "alpha" else key] = value
    return _built(_OPTIONS[name][0], tuple(options.items()))


@lru_cache(maxsize=64)
def _built(name: str, options: tuple[tuple[str, Any], ...]) -> Network:
    return ARCHITECTURES[name](**dict(options))


def _refused(name: str, sizes: Sizes) -> Instance:
    raise InputError(f"{name} is a whole network: its size is counted, but it is not run as one operation")


def bottleneck(sizes: Sizes) -> Network:
    """A DenseNet-B, of which the 1x1 convolution before the first 3x3 one is looked at."""
    options = {"depth": 10, "growth_rate": int(sizes["growth_rate"]), "resolution": 4, "bottleneck": True}
    return _built("densenet_cifar", tuple(options.items()))


_BOTTLENECK = Subject(
    "dense_bottleneck",
    partial(_refused, "dense_bottleneck"),
    {"growth_rate": None, "layer": "block1.layer1.bottleneck.conv"},
    network=bottleneck,
)
SUBJECTS = (
    _BOTTLENECK,
    *(
        Subject(
            name,
            partial(_refused, name),
            {**options, "layer": "last", **dict.fromkeys(SETTINGS, "any")},
            network=partial(architecture, name),
        )
        for name, (_, options) in _OPTIONS.items()
    ),
)
