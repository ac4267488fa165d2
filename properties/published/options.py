"""The options of an entry in the reference's terms: synonyms, forms of sizes, libraries, stated conventions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

from ...reference.architectures import ARCHITECTURES
from ...reference.errors import InputError

# What papers and model cards call an option -> the reference's names of it, the first that the architecture has
SYNONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("alpha", "α", "width_mult", "width_multiplier", "scale", "multiplier", "wm"), ("width",)),
    **dict.fromkeys(
        ("res", "input", "image_size", "input_size", "img_size", "side", "image", "input_resolution", "input_shape",
         "crop", "crop_size", "test_size", "rho_resolution"), ("resolution",)),
    "k": ("growth_rate", "widen"), "growth": ("growth_rate",), "theta": ("compression",), "θ": ("compression",),
    **dict.fromkeys(("l", "layers", "n_layers", "num_layers"), ("depth",)),
    **dict.fromkeys(("num_classes", "n_classes", "output_classes"), ("classes",)),
    "reduction": ("compression", "squeeze"), "channels_in": ("in_channels",), "input_channels": ("in_channels",),
    **dict.fromkeys(("cardinality", "g", "c"), ("groups",)),
    **dict.fromkeys(("base_width", "bottleneck_width", "d"), ("width_per_group",)),
    "bn": ("batch_norm",), **dict.fromkeys(("aux", "aux_logits"), ("auxiliary",)),
    **dict.fromkeys(("widen_factor", "widening_factor", "w"), ("widen",)),
    **dict.fromkeys(("preactivation", "preact", "pre_act"), ("pre_activation",)),
    "se_reduction": ("squeeze",), "config": ("variant",), "type": ("size", "variant"),
}  # fmt: skip
# What says where a figure comes from, and changes nothing that is counted
_DESCRIBING = """
    library framework implementation package weights pretrained recipe note notes comment task table column row_label
    caption section paper year authors method trained_on card url link blocks
"""
DESCRIPTIVE = frozenset(_DESCRIBING.split())
DATASETS = {"cifar10": 10, "cifar100": 100, "svhn": 10, "imagenet": 1000, "ilsvrc": 1000, "mnist": 10}
# library -> options in which it differs from the paper
LIBRARIES: dict[str, dict[str, dict[str, Any]]] = {
    "torchvision": {
        "resnet": {"version": "1.5"},
        "alexnet": {"columns": 1},
        "googlenet": {"batch_norm": True, "large_kernel": 3},
    },
    "timm": {"resnet": {"version": "1.5"}},
    "keras": {"resnet": {"bias": True}},
}
# What an entry may say of its own convention -> the convention's field
STATED = {
    **dict.fromkeys(
        ("fc", "with_fc", "include_fc", "fully_connected", "include_top", "top", "classifier"), "fully_connected"
    ),
    **dict.fromkeys(("biases", "with_bias", "include_bias", "count_bias"), "bias"),
    **dict.fromkeys(("with_bn", "include_bn", "bn_params", "count_bn", "batch_norm_parameters"), "batch_norm"),
    **dict.fromkeys(
        ("moving_statistics", "running_stats", "include_running_stats", "buffers", "include_buffers", "non_trainable"),
        "moving_statistics",
    ),
    "flops_per_mac": "flops_per_mac",
}
_WORDS = {"yes": True, "true": True, "no": False, "false": False}


def plain_key(key: str) -> str:
    """ "Width-Mult" -> "width_mult", "# layers" -> "layers"."""
    return re.sub(r"\W+", "_", key.strip().lower()).strip("_")


def library_of(*texts: str) -> str:
    """The library that a name, an option or a source mentions; the empty string for none.

    >>> library_of("ResNet50_Weights.IMAGENET1K_V1"), library_of("arXiv:1512.03385 Table 1")
    ('torchvision', '')
    """
    text = " ".join(texts).lower()
    if re.search(r"torchvision|pytorch\.org|torch hub|\w_weights\b", text):
        return "torchvision"
    found = re.search(r"\b(timm|keras)\b|[./](timm|keras)\.", text)
    return (found[1] or found[2]) if found else ""


def assumed(library: str, architecture: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Options in which a library's own network differs from the paper's, where they go with those that are chosen."""
    extra = {k: v for k, v in LIBRARIES.get(library, {}).get(architecture, {}).items() if k not in chosen}
    try:
        ARCHITECTURES[architecture](**(extra | dict(chosen)))
    except InputError:
        return {}
    return extra


def stated(options: Mapping[str, Any], own: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What the options say of the convention itself, but for options that the architecture has too."""
    result: dict[str, Any] = {}
    for key, value in options.items():
        name = STATED.get(plain_key(key))
        if name is None or plain_key(key) in own:
            continue
        meant = _WORDS.get(value.lower(), value) if isinstance(value, str) else value
        fits = meant in (1, 2) and not isinstance(meant, bool) if name == "flops_per_mac" else isinstance(meant, bool)
        if not fits:
            allowed = "1 or 2" if name == "flops_per_mac" else "true or false"
            raise InputError(f"the option {key} is {value!r}; expected {allowed}")
        result[name] = meant
    return result


def option(architecture: str, key: str, value: Any) -> dict[str, Any]:
    """One option of an entry in the reference's terms; nothing for one that only describes.

    >>> option("mobilenet_v1", "Width multiplier", "0.5"), option("resnet", "input", "224 x 224")
    ({'width': 0.5}, {'resolution': 224})
    """
    own = inspect.signature(ARCHITECTURES[architecture]).parameters
    plain = plain_key(key)
    name = plain if plain in own else next((n for n in SYNONYMS.get(plain, ()) if n in own), plain)
    if name in own:
        return {name: _value(architecture, key, name, own[name].default, value)}
    if name == "stride_in" and architecture == "resnet":
        return {"version": "1.5" if str(value).startswith("3") else "1"}
    if name == "remove" and architecture == "mobilenet_v1":
        return {"shallow": True}
    if name == "dataset" and re.sub(r"\W", "", str(value).lower()).rstrip("+") in DATASETS:
        return {"classes": DATASETS[re.sub(r"\W", "", str(value).lower()).rstrip("+")]}
    if plain in DESCRIPTIVE or plain in STATED:
        return {}
    raise InputError(
        f"the option {key}={value!r} of {architecture} is not understood; expected some of {', '.join(own)}"
    )


def _value(architecture: str, key: str, name: str, default: Any, value: Any) -> Any:
    """The option's value in the type of its default."""
    kind = int if default is None else type(default)
    given = value
    if name == "resolution":
        value = _side(value)
    if isinstance(value, str) and kind is bool:
        value = _WORDS.get(value.lower(), value)
    if isinstance(value, str) and kind in (int, float) and re.fullmatch(r"\d{1,9}(\.\d{1,9})?[x×]?", value.strip()):
        value = float(value.strip().rstrip("x×"))
    value = int(value) if kind is int and isinstance(value, float) and value.is_integer() else value
    fitting = (int, float) if kind is float else (str, int, float) if kind is str else (kind,)
    if not isinstance(value, fitting) or (isinstance(value, bool) and kind is not bool):
        raise InputError(f"the option {key} of {architecture} is {given!r}; expected {kind.__name__}")
    if kind is str and architecture in ("efficientnet", "mobilenet_v3"):
        return str(value).lower()
    return kind(value)


def _side(value: Any) -> Any:
    """The side of a square image written "224x224", "3x224x224", "224x224x3" or as a list; else the value itself."""
    listed = re.split(r"\s*[x×,*]\s*", value) if isinstance(value, str) else value
    parts = listed if isinstance(listed, list) else [listed]
    numbers = [part for part in parts if re.fullmatch(r"\d{1,9}", str(part).strip())]
    sides = {int(part) for part in numbers if int(part) > 4 or len(parts) == 1}
    return sides.pop() if len(numbers) == len(parts) and len(sides) == 1 else value
