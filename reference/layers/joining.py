"""Layers that join what others put out."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from ..errors import InputError
from .base import Layer, Shape


@dataclass(frozen=True)
class Add(Layer):
    """Sum of its inputs: a residual or skip connection; an axis of size 1 (a condition) is stretched to the first's."""

    kind: ClassVar[str] = "add"
    category: ClassVar[str] = "connection"

    def output_shape(self, *shapes: Shape) -> Shape:
        for shape in shapes:
            if len(shape) != len(shapes[0]) or any(n not in (1, m) for n, m in zip(shape, shapes[0], strict=True)):
                raise InputError(
                    f"{self.kind}: shapes {shapes}; expected equal ones, or such that stretch to the first"
                )
        return shapes[0]

    def elementwise(self, *shapes: Shape) -> int:
        return prod(shapes[0]) * (len(shapes) - 1)

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        total = inputs[0]
        for other in inputs[1:]:
            total = total + other
        return total


@dataclass(frozen=True)
class Multiply(Add):
    """Elementwise product: the gate of a gated activation unit."""

    kind: ClassVar[str] = "multiply"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return inputs[0] * inputs[1]


@dataclass(frozen=True)
class Concat(Layer):
    """Inputs side by side along the channels: DenseNet's connection."""

    kind: ClassVar[str] = "concat"

    def output_shape(self, *shapes: Shape) -> Shape:
        if any(shape[:1] + shape[2:] != shapes[0][:1] + shapes[0][2:] for shape in shapes):
            raise InputError(f"concat: shapes {shapes}; expected shapes that differ in the channels alone")
        return (shapes[0][0], sum(shape[1] for shape in shapes), *shapes[0][2:])

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return np.concatenate(inputs, axis=1)
