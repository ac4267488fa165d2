"""`composition`: the order in which a block's operations run, observed while the architecture that has it runs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ...reference.architectures import ARCHITECTURES
from ...reference.errors import InputError
from ...reference.network import Node
from ..nodes import Call, Items, Sym
from ..rendering import to_text
from .predicate import Custom

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Verdict

Names = frozenset[str]

# subject -> forms, the usual one first: (its name, architecture, small options, how its layers' names begin)
_DENSE = {"depth": 7, "growth_rate": 2, "resolution": 4}
_BOTTLENECK = {"depth": 10, "growth_rate": 2, "resolution": 4, "bottleneck": True}
_RESIDUAL = {"depth": 8, "resolution": 4}
_FORMS: dict[str, tuple[tuple[str, str, dict, tuple[str, ...]], ...]] = {
    "dense_block": (("", "densenet_cifar", _DENSE, ("block1.layer1.",)),
                    ("the bottleneck form, DenseNet-B", "densenet_cifar", _BOTTLENECK, ("block1.layer1.",)),
                    ("what DenseNet-B puts in front", "densenet_cifar", _BOTTLENECK, ("block1.layer1.bottleneck.",))),
    "transition_layer": (("", "densenet_cifar", _DENSE, ("transition1.",)),),
    "residual_block": (("", "resnet_cifar", _RESIDUAL, ("stage1.block1.",)),
                       ("the pre-activation form", "resnet_cifar", {**_RESIDUAL, "pre_activation": True},
                        ("stage1.block1.",)),
                       ("the branch F alone", "resnet_cifar", _RESIDUAL, ("stage1.block1.a", "stage1.block1.b")),
                       ("the bottleneck form", "resnet_cifar", {"depth": 11, "resolution": 4, "bottleneck": True},
                        ("stage1.block1.",)),
                       ("the branch F of the bottleneck form", "resnet_cifar",
                        {"depth": 11, "resolution": 4, "bottleneck": True},
                        ("stage1.block1.a", "stage1.block1.b", "stage1.block1.c"))),
    "projection_shortcut": (("", "resnet", {"depth": 18, "resolution": 32, "classes": 2},
                             ("stage2.block1.shortcut.conv",)),
                            ("with its normalisation", "resnet", {"depth": 18, "resolution": 32, "classes": 2},
                             ("stage2.block1.shortcut.",))),
    "residual_end": (("", "resnet_cifar", _RESIDUAL, ("stage1.block1.add", "stage1.block1.relu")),),
    "depthwise_separable_conv2d": (("", "mobilenet_v1", {"width": 0.1, "resolution": 32}, ("conv2_",)),
                                   ("the depthwise half", "mobilenet_v1", {"width": 0.1, "resolution": 32},
                                    ("conv2_dw",)),
                                   ("the pointwise half", "mobilenet_v1", {"width": 0.1, "resolution": 32},
                                    ("conv2_pw",))),
    "mobilenet": (("", "mobilenet_v1", {"width": 0.1, "resolution": 32}, ("conv2_",)),
                  ("the whole network", "mobilenet_v1", {"width": 0.1, "resolution": 32}, ("",))),
    "inverted_residual": (("", "mobilenet_v2", {"width": 0.1, "resolution": 32}, ("stage2.block1.",)),
                          *((f"the {part} alone", "mobilenet_v2", {"width": 0.1, "resolution": 32},
                             (f"stage2.block1.{name}.",))
                            for part, name in (("expansion", "expand"), ("depthwise part", "dw"),
                                               ("projection", "project")))),
    "fire_module": (("", "squeezenet", {"resolution": 32, "classes": 2}, ("fire2.",)),
                    ("its convolutions by themselves", "squeezenet", {"resolution": 32, "classes": 2},
                     ("fire2.squeeze", "fire2.expand1x1", "fire2.expand3x3"))),
    "lenet": (("", "lenet", {}, ("",)),),
    "wavenet": (("", "wavenet", {"layers": 1, "stacks": 1, "residual_channels": 2, "skip_channels": 2, "levels": 4,
                                 "length": 8}, ("layer1.",)),
                ("a layer before the last", "wavenet", {"layers": 2, "stacks": 1, "residual_channels": 2,
                                                        "skip_channels": 2, "levels": 4, "length": 8}, ("layer1.",)),
                ("the end of the network", "wavenet", {"layers": 1, "stacks": 1, "residual_channels": 2,
                                                       "skip_channels": 2, "levels": 4, "length": 8},
                 ("relu", "post", "softmax")),
                ("the whole network", "wavenet", {"layers": 1, "stacks": 1, "residual_channels": 2, "skip_channels": 2,
                                                  "levels": 4, "length": 8}, ("",))),
}  # fmt: skip
_SAME = {"densenet": "dense_block", "dense_layer": "dense_block", "resnet": "residual_block",
         "depthwise_separable": "depthwise_separable_conv2d", "gated_residual_layer": "wavenet",
         "mobilenet_v1": "mobilenet", "squeezenet": "fire_module"}  # fmt: skip

_ALSO = {
    "conv2d": {"conv"}, "conv1d": {"conv"}, "causal_conv1d": {"conv", "conv1d"}, "batch_norm": {"bn", "norm"},
    "relu": {"activation"}, "relu6": {"relu", "activation"}, "tanh": {"activation"}, "sigmoid": {"activation"},
    "avg_pool2d": {"pool", "avg_pool"}, "max_pool2d": {"pool", "max_pool"},
    "global_avg_pool2d": {"pool", "avg_pool2d", "avg_pool"},
    "linear": {"fully_connected", "fc"}, "multiply": {"gate"}, "concat": {"concatenate"},
    "add": {"sum"}, "softmax": set(), "flatten": set(),
}  # fmt: skip
_NEVER = {"dilated_conv2d", "grouped_conv2d"}  # known by name; none of these blocks has them
_KNOWN = {*_NEVER, *_ALSO, *(name for names in _ALSO.values() for name in names), "depthwise_conv2d",
          "pointwise_conv2d", "conv1x1", "conv3x3", "conv5x5", "conv7x7"}  # fmt: skip


@lru_cache(maxsize=32)
def observed(name: str) -> tuple[tuple[str, tuple[tuple[str, Names], ...]], ...]:
    """For each form of a subject its name and, in the order in which they ran, its operations with all their names."""
    forms = _FORMS.get(_SAME.get(name, name))
    if forms is None:
        raise InputError(f"{name} has no composition that is known; known are {', '.join((*_FORMS, *_SAME))}")
    return tuple((form, _run(architecture, options, starts)) for form, architecture, options, starts in forms)


def _run(architecture: str, options: dict, starts: tuple[str, ...]) -> tuple[tuple[str, Names], ...]:
    network = ARCHITECTURES[architecture](**options)
    seen: list[tuple[str, Names]] = []

    def observe(node: Node, output: np.ndarray) -> None:
        if node.name.startswith(starts):
            seen.append((_kind(node), _names(node)))

    network.forward(np.ones(network.input_shape, np.float32), network.initial_parameters(), observe)
    return tuple(seen)


def _kind(node: Node) -> str:
    kernel = getattr(node.layer, "kernel_size", None)
    if node.layer.kind == "conv2d" and getattr(node.layer, "groups", 1) > 1:
        return "depthwise_conv2d"
    if node.layer.kind in ("conv2d", "conv1d") and kernel in (1, (1, 1)):
        return "pointwise_conv2d"
    return node.layer.kind


def _names(node: Node) -> Names:
    kind = _kind(node)
    names = {kind, node.layer.kind, *_ALSO.get(node.layer.kind, ())}
    kernel = getattr(node.layer, "kernel_size", None)
    if kind == "pointwise_conv2d":
        names.add("conv1x1")
    elif node.layer.kind == "conv2d" and kernel == (3, 3):
        names.add("conv3x3")
    return frozenset(names)


def agrees(claimed: tuple[str, ...], operations: tuple[tuple[str, Names], ...]) -> bool:
    """Whether the operations that the claim speaks of ran in its order (once, or several times over).

    >>> run = tuple((name, frozenset({name})) for name in ("batch_norm", "relu", "conv2d"))
    >>> agrees(("batch_norm", "conv2d"), run), agrees(("conv2d", "batch_norm"), run)
    (True, False)
    """
    mentioned = _without_repeats([names for _, names in operations if names & set(claimed)])
    claimed = tuple(name for name, before in zip(claimed, (None, *claimed), strict=False) if name != before)
    if not mentioned or len(mentioned) % len(claimed):
        return False
    wanted = claimed * (len(mentioned) // len(claimed))
    return all(name in names for name, names in zip(wanted, mentioned, strict=True))


def _without_repeats(names: list[Names]) -> list[Names]:
    return [these for these, before in zip(names, [None, *names], strict=False) if these != before]


def decide(statement: Statement) -> Verdict:
    """Right in the usual form of the subject, right in another customary one, or wrong."""
    from ..verdict import Counterexample, Verdict

    call, right = statement.left, statement.right
    if not (isinstance(call, Call) and isinstance(right, Items) and right.ordered and right.items):
        raise InputError(f"composition(...) is compared with a tuple of operations, not with {to_text(right)}")
    claimed = tuple(item.name if isinstance(item, Sym) else to_text(item) for item in right.items)
    unknown = next((name for name in claimed if name not in _KNOWN), None)
    if unknown:
        raise InputError(f"{unknown!r} is no operation of a composition; those are {', '.join(sorted(_KNOWN))}")
    wanted = (statement.relation == "==") != statement.negated
    forms = observed(call.args[0].name if isinstance(call.args[0], Sym) else "")
    form = next((to_text(value) for key, value in call.options if key == "form"), "")
    if form:
        forms = tuple(f for f in forms if ("pre-activation" in f[0]) == (form == "preactivation"))
    if not forms:
        raise InputError(f"{to_text(call.args[0])} has no {form} form")
    order = tuple(kind for kind, _ in forms[0][1])
    told = f"the operations as they ran: {' -> '.join(order)}"
    fitting = [form for form, operations in forms if agrees(claimed, operations)]
    if bool(fitting) == wanted:
        return Verdict("holds", "exhausted", told, convention=fitting[0] or None if fitting else None)
    witness = "the order in which they ran is " + " -> ".join(order)
    return Verdict("refuted", "exhausted", told, None, Counterexample({}, claimed, order, witness))


PREDICATE = Custom(
    "composition",
    None,
    "the operations, observed as they ran",
    decide=decide,
    options={"form": ("original", "preactivation")},
)
