"""Layers that treat every value alike: normalisation with stored statistics, and activations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from ..activation import relu, sigmoid, softmax, tanh
from ..elementary import maximum
from ..normalization import batch_norm
from .base import Layer, Shape


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Batch normalisation with its moving statistics (evaluation), as in a deployed network."""

    kind: ClassVar[str] = "batch_norm"
    category: ClassVar[str] = "batch_norm"
    eps: float = 1e-5

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        return {"weight": (shapes[0][1],), "bias": (shapes[0][1],)}

    def buffers(self, *shapes: Shape) -> Mapping[str, Shape]:
        return {"running_mean": (shapes[0][1],), "running_var": (shapes[0][1],)}

    def elementwise(self, *shapes: Shape) -> int:
        return prod(shapes[0])  # folded into one scale and shift: one multiply-accumulate a value

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return batch_norm(
            inputs[0], weights["running_mean"], weights["running_var"], weights["weight"], weights["bias"], eps=self.eps
        )


@dataclass(frozen=True)
class _Activation(Layer):
    category: ClassVar[str] = "activation"

    def elementwise(self, *shapes: Shape) -> int:
        return prod(shapes[0])


@dataclass(frozen=True)
class ReLU(_Activation):
    """max(x, 0)."""

    kind: ClassVar[str] = "relu"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return relu(inputs[0])


@dataclass(frozen=True)
class ReLU6(_Activation):
    """min(max(x, 0), 6): MobileNet's activation for arithmetic in few bits."""

    kind: ClassVar[str] = "relu6"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return -np.asanyarray(maximum(-relu(inputs[0]), -6))


@dataclass(frozen=True)
class Tanh(_Activation):
    """The filter half of a gated activation unit."""

    kind: ClassVar[str] = "tanh"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return tanh(inputs[0])


@dataclass(frozen=True)
class Sigmoid(_Activation):
    """The gate half of a gated activation unit."""

    kind: ClassVar[str] = "sigmoid"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return sigmoid(inputs[0])


@dataclass(frozen=True)
class SiLU(_Activation):
    """x * sigmoid(x), also called swish (Ramachandran et al. 2017, arXiv:1710.05941)."""

    kind: ClassVar[str] = "silu"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return inputs[0] * sigmoid(inputs[0])


@dataclass(frozen=True)
class HardSigmoid(_Activation):
    """min(max(x + 3, 0), 6) / 6: the sigmoid in straight lines (MobileNetV3, section 5.2)."""

    kind: ClassVar[str] = "hardsigmoid"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return ReLU6()(inputs[0] + 3) / 6


@dataclass(frozen=True)
class HardSwish(_Activation):
    """x * hardsigmoid(x)."""

    kind: ClassVar[str] = "hardswish"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return inputs[0] * HardSigmoid()(inputs[0])


@dataclass(frozen=True)
class Softmax(_Activation):
    """Probabilities over the channels."""

    kind: ClassVar[str] = "softmax"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return softmax(inputs[0], dim=1)
