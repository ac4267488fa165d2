"""Cases for batch_norm, layer_norm, instance_norm and group_norm."""

import math
from typing import Any

from .arrays import WRITABLE, Filled
from .convolution import LAYOUTS, MOST_PRODUCTS, VECTOR_LAYOUTS
from .space import Call, Configuration, Space

# "tiny" contents have a variance of the order of the default eps, so that the place of eps shows.
CONTENTS = ("normal", "shifted", "tiny", "large_mean", "constant", "eighths", "huge")
EPS = (1e-5, 1e-3, 0.5, 0.01)
AFFINE = ("both", "none", "weight", "bias")
COMMON: dict[str, tuple] = {
    "affine": AFFINE,
    "eps": EPS,
    "contents": CONTENTS,
    "dtype": ("float64", "float32"),
    "input_layout": LAYOUTS,
    "weight_layout": VECTOR_LAYOUTS,
    "bias_layout": VECTOR_LAYOUTS,
    "positional": (False, True),
}
SPATIAL = (
    (4, 3),
    (5,),
    (),
    (3, 4, 2),
    (1, 1),
    (2, 2),
    (1,),
    (3, 3),
    (1, 7),
    (6, 1),
    (9, 2),
    (17,),
    (2, 17),
    (33,),
    (65,),
)
LARGE = (
    {"contents": "large_mean", "dtype": "float32"},
    {"contents": "large_mean", "dtype": "float32", "affine": "none"},
    {"contents": "tiny", "affine": "none"},
    {"contents": "constant", "affine": "both"},
    {"contents": "tiny", "eps": 0.5, "affine": "none"},
)


def _input(c: Configuration, shape: tuple[int, ...]) -> Filled:
    """The input; one with a large mean is contiguous: how accurate other layouts are then is a law of its own."""
    layout = "C" if c["contents"] == "large_mean" else c["input_layout"]
    return Filled(c["contents"], shape, c["dtype"], c["seed"], layout)


def _affine(c: Configuration, shape: tuple[int, ...]) -> dict[str, Filled]:
    """weight and bias, one of them, or none."""
    names = {"both": ("weight", "bias"), "none": (), "weight": ("weight",), "bias": ("bias",)}[c["affine"]]
    layouts = VECTOR_LAYOUTS if len(shape) == 1 else LAYOUTS
    return {
        name: Filled(
            "eighths" if c["seed"] % 2 else "normal",
            shape,
            c["dtype"],
            c["seed"] + 1 + i,
            c[f"{name}_layout"] if c[f"{name}_layout"] in layouts else "C",
        )
        for i, name in enumerate(names)
    }


def _running(c: Configuration, channels: int, updated: bool) -> dict[str, Filled]:
    """Running statistics; those that will be updated lie in writable memory."""
    mean, var = c["mean_layout"], c["var_layout"]
    return {
        "running_mean": Filled(
            "normal", (channels,), c["dtype"], c["seed"] + 3, "C" if updated and mean not in WRITABLE else mean
        ),
        "running_var": Filled(
            "spread", (channels,), c["dtype"], c["seed"] + 4, "C" if updated and var not in WRITABLE else var
        ),
    }


def _options(c: Configuration, options: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in options.items() if n not in defaults or c["seed"] % 2 or v != defaults[n]}


def batch() -> Space:
    """Cases of batch_norm, in training (with and without running statistics) and evaluation."""
    factors = {
        "training": (True, False),
        "running": (True, False),
        "momentum": (0.1, 0.0, 1.0, 0.3),
        "batch": (3, 1, 2, 0, 4, 9, 17),
        "channels": (2, 1, 3, 4, 5, 9, 17),
        "spatial": SPATIAL,
        "mean_layout": VECTOR_LAYOUTS,
        "var_layout": VECTOR_LAYOUTS,
        **COMMON,
    }
    extra = (
        *LARGE,
        *({**e, "training": False} for e in LARGE),
        {"batch": 2, "channels": 2},
        {"batch": 2, "spatial": ()},
        {"batch": 4, "channels": 4, "spatial": (4, 4)},
        {"batch": 3, "channels": 3, "spatial": (), "running": True},
        {"batch": 1, "channels": 3, "spatial": (2,)},
        {"batch": 65, "channels": 1, "spatial": ()},
        {"batch": 2, "channels": 65, "spatial": ()},
        {"batch": 2, "channels": 130, "spatial": (1,)},
        {"batch": 2, "channels": 1, "spatial": (130,)},
        {"training": True, "momentum": 1.0, "batch": 2, "spatial": ()},
    )

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], *c["spatial"])
        count = math.prod(shape) // c["channels"]
        if (
            (c["training"] and count < 2)
            or (not c["training"] and not c["running"])
            or math.prod(shape) > MOST_PRODUCTS
        ):
            return None
        arguments: dict[str, Any] = {"input": _input(c, shape)}
        arguments.update({"running_mean": None, "running_var": None})
        arguments.update(_running(c, c["channels"], c["training"]) if c["running"] else {})
        options = {name: c[name] for name in ("training", "momentum", "eps")}
        arguments.update(_options(c, options, {"training": False, "momentum": 0.1, "eps": 1e-5}))
        return Call("batch_norm", {**arguments, **_affine(c, (c["channels"],))}, c["positional"])

    return Space(build, factors, {"batch": (1, 6), "channels": (1, 6)}, extra)


def instance() -> Space:
    """Cases of instance_norm, with the input's statistics or the running ones."""
    factors = {
        "use_input_stats": (True, False),
        "running": (True, False),
        "momentum": (0.1, 0.0, 1.0, 0.3),
        "batch": (3, 1, 2, 4, 9, 17),
        "channels": (2, 1, 3, 4, 5, 9, 17),
        "spatial": tuple(s for s in SPATIAL if s),
        "mean_layout": VECTOR_LAYOUTS,
        "var_layout": VECTOR_LAYOUTS,
        **COMMON,
    }
    extra = (
        *LARGE,
        *({**e, "use_input_stats": False} for e in LARGE),
        {"running": False},
        {"batch": 2, "channels": 2},
        {"batch": 3, "channels": 3, "spatial": (3, 3)},
        {"spatial": (2,)},
        {"batch": 1},
        {"batch": 65, "channels": 1, "spatial": (2,)},
        {"batch": 1, "channels": 65, "spatial": (2,)},
    )

    def build(c: Configuration) -> Call | None:
        shape = (c["batch"], c["channels"], *c["spatial"])
        if (c["use_input_stats"] and math.prod(c["spatial"]) < 2) or math.prod(shape) > MOST_PRODUCTS:
            return None
        if not c["use_input_stats"] and not c["running"]:
            return None
        arguments: dict[str, Any] = {"input": _input(c, shape)}
        arguments.update(_running(c, c["channels"], c["use_input_stats"]) if c["running"] else {})
        options = {name: c[name] for name in ("use_input_stats", "momentum", "eps")}
        arguments.update(_options(c, options, {"use_input_stats": True, "momentum": 0.1, "eps": 1e-5}))
        return Call("instance_norm", {**arguments, **_affine(c, (c["channels"],))}, c["positional"])

    return Space(build, factors, {"batch": (1, 6), "channels": (1, 6)}, extra)


def layer() -> Space:
    """Cases of layer_norm: one to three normalised axes, after none to three others."""
    factors = {
        "lead": ((2, 3), (3,), (), (1,), (2, 3, 2), (0,), (4, 4), (17,), (65,)),
        "normalized": ((5,), (4, 3), (2, 3, 4), (1,), (2,), (4, 4), (1, 6), (17,), (33,), (9, 2), (65,), (130,)),
        "given_as": ("tuple", "list"),
        **COMMON,
    }

    def build(c: Configuration) -> Call | None:
        normalized, shape = c["normalized"], (*c["lead"], *c["normalized"])
        if math.prod(shape) > MOST_PRODUCTS:
            return None
        arguments = {
            "input": _input(c, shape),
            "normalized_shape": list(normalized) if c["given_as"] == "list" else normalized,
            **_affine(c, normalized),
        }
        return Call("layer_norm", {**arguments, **_options(c, {"eps": c["eps"]}, {"eps": 1e-5})}, c["positional"])

    return Space(build, factors, extra=LARGE)


def group() -> Space:
    """Cases of group_norm: from one group to as many as channels."""
    factors = {
        "num_groups": (2, 1, 3, 4, 9, 17),
        "group_channels": (3, 1, 2, 4, 5, 9, 17),
        "batch": (2, 1, 3, 0, 4, 9, 17),
        "spatial": SPATIAL,
        **COMMON,
    }
    extra = (
        *LARGE,
        {"num_groups": 6, "group_channels": 1},
        {"num_groups": 1, "group_channels": 6},
        {"batch": 4, "num_groups": 2, "group_channels": 2, "spatial": (4, 4)},
        {"batch": 2, "num_groups": 2},
        {"batch": 3, "num_groups": 3, "group_channels": 3, "spatial": (3, 3)},
        {"spatial": ()},
        {"num_groups": 33, "group_channels": 2, "spatial": ()},
    )

    def build(c: Configuration) -> Call | None:
        channels = c["num_groups"] * c["group_channels"]
        shape = (c["batch"], channels, *c["spatial"])
        if c["group_channels"] * math.prod(c["spatial"]) < 2 or math.prod(shape) > MOST_PRODUCTS:
            return None
        arguments = {"input": _input(c, shape), "num_groups": c["num_groups"], **_affine(c, (channels,))}
        return Call("group_norm", {**arguments, **_options(c, {"eps": c["eps"]}, {"eps": 1e-5})}, c["positional"])

    return Space(build, factors, {"batch": (0, 5), "group_channels": (1, 6)}, extra)
