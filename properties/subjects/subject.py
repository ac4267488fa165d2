"""What a statement can be about: a name, the roles of its sizes, and a way to build one small instance from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...reference.arguments import padded
from ...reference.errors import InputError
from ...reference.network import Network

Shape = tuple[int, ...]
Sizes = Mapping[str, Any]
Array = np.ndarray


@dataclass(frozen=True)
class Instance:
    """One instance of a subject: the shapes of the arrays it takes, and `run`, which calls the reference on them.

    `arrays` holds the input first and then the stored weights; `axes` and `output_axes` name the axes, as in "NCHW".
    """

    arrays: Mapping[str, Shape]
    run: Callable[..., Array]
    axes: str
    output_axes: str

    @property
    def input_shape(self) -> Shape:
        """The shape of the input."""
        return self.arrays["input"]

    @property
    def weights(self) -> dict[str, Shape]:
        """The stored arrays: everything but the input."""
        return {name: shape for name, shape in self.arrays.items() if name != "input"}


@dataclass(frozen=True)
class Subject:
    """A subject; `roles` maps each role it has to its customary value, or to None where it ranges over its sizes.

    `degrees` are the degrees of its counts in a role where that is not one; `least` the smallest sizes that make
    sense where that is not one; `periods` the steps in which a count is a polynomial in a size (2 where it is halved).
    `network`: the whole architecture, where the subject is one; it is counted from its layers' shapes.
    `sized_by`: sizes of the map on which its weights depend.
    """

    name: str
    build: Callable[[Sizes], Instance]
    roles: Mapping[str, int | str | None]
    degrees: Mapping[str, int | None] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    periods: Mapping[str, int] = field(default_factory=dict)
    network: Callable[[Sizes], Network] | None = None
    sized_by: frozenset[str] = frozenset()


def pair(sizes: Sizes, role: str) -> tuple[int, int]:
    """The sizes of a role along height and width."""
    return sizes[f"{role}_height"], sizes[f"{role}_width"]


def paddings(sizes: Sizes, axes: tuple[str, ...], kernels: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """The zeros before and after each axis (`height`, `width` or `time`): same, valid, causal, per side or in total."""
    before, after = [], []
    for axis, kernel in zip(axes, kernels, strict=True):
        suffix = "" if axis == "time" else f"_{axis}"
        reach = sizes[f"dilation{suffix}"] * (kernel - 1)
        total = sizes.get(f"total_padding{suffix}")
        total = None if total == "none" else total
        first, last = _around(sizes[f"padding{suffix}"], total, sizes[axis], sizes[f"stride{suffix}"], reach)
        before.append(first)
        after.append(last)
    return before, after


def _around(padding: Any, total: Any, size: int, stride: int, reach: int) -> tuple[int, int]:
    """`same` gives ceil(size / stride) outputs; an odd element goes after, as in torch and TensorFlow."""
    if total is None and not isinstance(padding, str):
        return _whole(padding), _whole(padding)
    if padding == "causal" and total is None:
        return reach, 0
    if total is None:
        if padding not in ("same", "valid"):
            raise InputError(f"the padding {padding!r} is not known; expected same, valid, causal or a number per side")
        total = max((-(-size // stride) - 1) * stride + reach + 1 - size, 0) if padding == "same" else 0
    return _whole(total) // 2, _whole(total) - _whole(total) // 2


def _whole(size: Any) -> int:
    if size != int(size) or size < 0:
        raise InputError(f"a padding of {size} is not a whole number of zeros")
    return int(size)


def surrounded(input: Array, before: list[int], after: list[int]) -> Array:
    """The input with zeros around its last axes."""
    return padded(input, before, after)


IMAGE = {"batch": 1, "in_channels": None, "height": None, "width": None}
SIGNAL = {"batch": 1, "in_channels": None, "time": None}
KERNEL = {"kernel_height": None, "kernel_width": None}
STEPS = {"stride_height": 1, "stride_width": 1, "dilation_height": 1, "dilation_width": 1}
PADDING = {"padding_height": "same", "padding_width": "same"}
TOTAL_PADDING = {"total_padding_height": "none", "total_padding_width": "none"}
"""Roles that several subjects share, with their customary values."""


def image(sizes: Sizes) -> Shape:
    """The input shape (N, C, H, W)."""
    return sizes["batch"], sizes["in_channels"], sizes["height"], sizes["width"]


def signal(sizes: Sizes) -> Shape:
    """The input shape (N, C, T)."""
    return sizes["batch"], sizes["in_channels"], sizes["time"]
