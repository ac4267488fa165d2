"""What every layer has: an operation of the reference with its options and its weights' shapes.

A layer answers the same questions in two independent ways: from *shapes* (`output_shape`, `weights`, `macs`), for sizes
too large to run, and by *running* (`layer(x, **weights)` calls the reference's operation on arrays of any number type).
That both agree is a law, not an assumption.

Shapes are channels first, as torch's: (N, C, H, W) for images, (N, C, T) for signals, (N, F) for features.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

import numpy as np

from ..errors import InputError

Shape = tuple[int, ...]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Layer:
    """What every layer has; a layer without weights keeps its input's shape and costs no multiply-accumulate."""

    kind: ClassVar[str] = ""
    # The category in which a counting convention includes or leaves out this layer's elementwise work.
    category: ClassVar[str] = ""

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        """Shapes of the trained weights, by torch's names."""
        return {}

    def buffers(self, *shapes: Shape) -> Mapping[str, Shape]:
        """Shapes of what is stored but not trained (moving statistics)."""
        return {}

    def output_shape(self, *shapes: Shape) -> Shape:
        """Shape of the output for inputs of these shapes."""
        return shapes[0]

    def macs(self, *shapes: Shape) -> int:
        """Multiply-accumulates of the layer's products; everything elementwise is in `elementwise`."""
        return 0

    def elementwise(self, *shapes: Shape) -> int:
        """Elementary operations other than multiply-accumulates, one for each value that is read or compared."""
        return 0

    def window(self, *shapes: Shape) -> tuple[int, int]:
        """(extent of the window along a spatial axis, stride): what the receptive field grows by."""
        return 1, 1

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        raise NotImplementedError


def window_size(size: int, kernel: int, stride: int, padding: int, dilation: int = 1, ceil_mode: bool = False) -> int:
    """Output size along one axis; Dumoulin and Visin 2016, relationship 15."""
    span = size + 2 * padding - dilation * (kernel - 1) - 1
    if span < 0:
        raise InputError(
            f"a window of {dilation * (kernel - 1) + 1} does not fit an axis of {size} with padding {padding}; "
            "expected a larger input, a smaller kernel or more padding"
        )
    out = (ceil(span / stride) if ceil_mode else span // stride) + 1
    if ceil_mode and (out - 1) * stride >= size + padding:
        out -= 1  # torch: a window must start inside the input or its left padding
    return out
