"""Layers that summarise windows."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from ..pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from .base import Layer, Shape, window_size


@dataclass(frozen=True)
class _Pool2d(Layer):
    category: ClassVar[str] = "pooling"
    kernel_size: int
    stride: int
    padding: int = 0
    ceil_mode: bool = False

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, channels, *sizes = shapes[0]
        sizes = [window_size(n, self.kernel_size, self.stride, self.padding, ceil_mode=self.ceil_mode) for n in sizes]
        return batch, channels, *sizes

    def elementwise(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) * self.kernel_size**2

    def window(self, *shapes: Shape) -> tuple[int, int]:
        return self.kernel_size, self.stride


@dataclass(frozen=True)
class MaxPool2d(_Pool2d):
    """Largest value of each window."""

    kind: ClassVar[str] = "max_pool2d"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return max_pool2d(inputs[0], self.kernel_size, self.stride, self.padding, ceil_mode=self.ceil_mode)


@dataclass(frozen=True)
class AvgPool2d(_Pool2d):
    """Mean of each window."""

    kind: ClassVar[str] = "avg_pool2d"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return avg_pool2d(inputs[0], self.kernel_size, self.stride, self.padding, self.ceil_mode)


@dataclass(frozen=True)
class GlobalAvgPool2d(Layer):
    """Mean of each channel over its whole map; the output is (N, C, 1, 1)."""

    kind: ClassVar[str] = "global_avg_pool2d"
    category: ClassVar[str] = "pooling"

    def output_shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:2], 1, 1)

    def window(self, *shapes: Shape) -> tuple[int, int]:
        return max(shapes[0][2:]), 1

    def elementwise(self, *shapes: Shape) -> int:
        return prod(shapes[0])

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return adaptive_avg_pool2d(inputs[0], 1)
