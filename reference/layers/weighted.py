"""Layers whose work is products with weights: convolutions and fully connected layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from ..convolution import conv1d, conv2d, linear
from ..errors import InputError
from ..pixelcnn import masked_conv2d
from ..wavenet import causal_conv1d
from .base import Layer, Pair, Shape, window_size


@dataclass(frozen=True)
class _Weighted(Layer):
    category: ClassVar[str] = "bias"

    def elementwise(self, *shapes: Shape) -> int:
        """One addition of the bias a value."""
        return prod(self.output_shape(*shapes)) if "bias" in self.weights(*shapes) else 0


@dataclass(frozen=True)
class Conv2d(_Weighted):
    """2-D convolution, weight (M, C/G, KH, KW); `groups == C` is depthwise, a 1x1 kernel pointwise."""

    kind: ClassVar[str] = "conv2d"
    out_channels: int
    kernel_size: Pair
    stride: int = 1
    padding: Pair = (0, 0)
    dilation: int = 1
    groups: int = 1
    bias: bool = False

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        channels = shapes[0][1]
        if channels % self.groups or self.out_channels % self.groups:
            raise InputError(
                f"conv2d: {channels} -> {self.out_channels} channels in {self.groups} groups; expected multiples"
            )
        weight = {"weight": (self.out_channels, channels // self.groups, *self.kernel_size)}
        return weight | ({"bias": (self.out_channels,)} if self.bias else {})

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, *sizes = shapes[0]
        axes = zip(sizes, self.kernel_size, self.padding, strict=True)
        return (batch, self.out_channels, *(window_size(n, k, self.stride, p, self.dilation) for n, k, p in axes))

    def macs(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) * prod(self.weights(*shapes)["weight"][1:])

    def window(self, *shapes: Shape) -> tuple[int, int]:
        return self.dilation * (max(self.kernel_size) - 1) + 1, self.stride

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return conv2d(
            inputs[0], weights["weight"], weights.get("bias"), self.stride, self.padding, self.dilation, self.groups
        )


@dataclass(frozen=True)
class MaskedConv2d(Conv2d):
    """PixelCNN's convolution: weights after the centre in raster order (mask A: the centre too) are multiplied by zero.

    The masked weights stay stored, and the convolution is executed, and counted, as a full one.
    """

    kind: ClassVar[str] = "masked_conv2d"
    mask_type: str = "A"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return masked_conv2d(inputs[0], weights["weight"], weights.get("bias"), self.mask_type)


@dataclass(frozen=True)
class Conv1d(_Weighted):
    """1-D convolution, weight (M, C, K)."""

    kind: ClassVar[str] = "conv1d"
    out_channels: int
    kernel_size: int
    dilation: int = 1
    bias: bool = False

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        weight = {"weight": (self.out_channels, shapes[0][1], self.kernel_size)}
        return weight | ({"bias": (self.out_channels,)} if self.bias else {})

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, time = shapes[0]
        return batch, self.out_channels, window_size(time, self.kernel_size, 1, 0, self.dilation)

    def macs(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) * shapes[0][1] * self.kernel_size

    def window(self, *shapes: Shape) -> tuple[int, int]:
        return self.dilation * (self.kernel_size - 1) + 1, 1

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return conv1d(inputs[0], weights["weight"], weights.get("bias"), dilation=self.dilation)


@dataclass(frozen=True)
class CausalConv1d(Conv1d):
    """Dilated causal convolution: the length is kept, output t sees inputs <= t (WaveNet, section 2.1)."""

    kind: ClassVar[str] = "causal_conv1d"

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, time = shapes[0]
        return batch, self.out_channels, time

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return causal_conv1d(inputs[0], weights["weight"], weights.get("bias"), self.dilation)


@dataclass(frozen=True)
class Linear(_Weighted):
    """Fully connected layer, weight (O, I)."""

    kind: ClassVar[str] = "linear"
    out_features: int
    bias: bool = True

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        weight = {"weight": (self.out_features, shapes[0][-1])}
        return weight | ({"bias": (self.out_features,)} if self.bias else {})

    def output_shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], self.out_features)

    def macs(self, *shapes: Shape) -> int:
        return prod(shapes[0]) * self.out_features

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return linear(inputs[0], weights["weight"], weights.get("bias"))
