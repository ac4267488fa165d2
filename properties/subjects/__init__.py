"""The subjects by name: `subject("conv2d")` is where a name in a statement becomes something that runs."""

from __future__ import annotations

from ...reference.errors import InputError
from . import blocks, convolutions, networks, normalizations
from .subject import Instance, Sizes, Subject

SUBJECTS: dict[str, Subject] = {
    one.name: one for room in (convolutions, normalizations, blocks, networks) for one in room.SUBJECTS
}

ALIASES = {
    "depthwise_separable": "depthwise_separable_conv2d", "depthwise": "depthwise_conv2d",
    "pointwise": "pointwise_conv2d",
    "dilated_conv": "dilated_stack", "dilated_conv2d": "conv2d", "dilated_conv1d": "conv1d", "conv": "conv2d",
    "causal_conv": "causal_conv1d", "dilated_causal_conv": "dilated_causal_stack",
    "dilated_causal_conv1d": "dilated_causal_stack", "masked_conv": "masked_conv2d", "max_pool": "max_pool2d",
    "avg_pool": "avg_pool2d", "average_pool2d": "avg_pool2d", "global_average_pool2d": "global_avg_pool2d",
    "fully_connected": "linear", "dense_unit": "dense_layer", "network_depth": "conv_stack", "cnn": "conv_stack",
    "mobilenet_v1": "mobilenet", "residual_network": "resnet", "dense_network": "densenet",
    "residual_unit": "residual_block",
    "bottleneck": "residual_block",
}  # fmt: skip
"""Other names under which a subject is known."""


def subject(name: str) -> Subject:
    """The subject of that name.

    >>> subject("depthwise_separable").name
    'depthwise_separable_conv2d'
    """
    found = SUBJECTS.get(ALIASES.get(name, name))
    if found is None:
        raise InputError(f"{name!r} is not a subject; known are {', '.join(sorted(SUBJECTS))}")
    return found


__all__ = ["ALIASES", "SUBJECTS", "Instance", "Sizes", "Subject", "subject"]
