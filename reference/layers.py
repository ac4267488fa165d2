"""The layers that architectures are made of: an operation of the reference with its options and its weights' shapes.

A layer answers the same questions in two independent ways: from *shapes* (`output_shape`, `weights`, `macs`), for sizes
too large to run, and by *running* (`layer(x, **weights)` calls the reference's operation on arrays of any number type).
That both agree is a law, not an assumption.

Shapes are channels first, as torch's: (N, C, H, W) for images, (N, C, T) for signals, (N, F) for features.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, prod
from typing import ClassVar

import numpy as np

from .activation import relu, sigmoid, softmax, tanh
from .convolution import conv1d, conv2d, linear
from .errors import InputError
from .normalization import batch_norm
from .pixelcnn import masked_conv2d
from .pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from .wavenet import causal_conv1d

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

    def window(self) -> tuple[int, int]:
        """(extent of the window along a spatial axis, stride): what the receptive field grows by."""
        return 1, 1

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        raise NotImplementedError


def _size(size: int, kernel: int, stride: int, padding: int, dilation: int = 1, ceil_mode: bool = False) -> int:
    """Output size along one axis; Dumoulin and Visin 2016, relationship 15."""
    span = size + 2 * padding - dilation * (kernel - 1) - 1
    if span < 0:
        raise InputError(
            f"a window of {dilation * (kernel - 1) + 1} does not fit an axis of {size} with padding {padding}: "
            "expected a larger input, a smaller kernel or more padding"
        )
    out = (ceil(span / stride) if ceil_mode else span // stride) + 1
    if ceil_mode and (out - 1) * stride >= size + padding:
        out -= 1  # torch: a window must start inside the input or its left padding
    return out


@dataclass(frozen=True)
class Conv2d(Layer):
    """2-D convolution, weight (M, C/G, KH, KW); `groups == C` is depthwise, a 1x1 kernel pointwise."""

    kind: ClassVar[str] = "conv2d"
    category: ClassVar[str] = "bias"
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
            raise InputError(f"conv2d: {channels} -> {self.out_channels} channels in {self.groups} groups: expected multiples")
        weight = {"weight": (self.out_channels, channels // self.groups, *self.kernel_size)}
        return weight | ({"bias": (self.out_channels,)} if self.bias else {})

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, *sizes = shapes[0]
        axes = zip(sizes, self.kernel_size, self.padding, strict=True)
        return (batch, self.out_channels, *(_size(n, k, self.stride, p, self.dilation) for n, k, p in axes))

    def macs(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) * prod(self.weights(*shapes)["weight"][1:])

    def elementwise(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) if self.bias else 0

    def window(self) -> tuple[int, int]:
        return self.dilation * (max(self.kernel_size) - 1) + 1, self.stride

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return conv2d(inputs[0], weights["weight"], weights.get("bias"), self.stride, self.padding, self.dilation, self.groups)


@dataclass(frozen=True)
class MaskedConv2d(Conv2d):
    """PixelCNN's convolution: the weights at and after the centre in raster order are masked; they stay stored."""

    kind: ClassVar[str] = "masked_conv2d"
    mask_type: str = "A"

    def macs(self, *shapes: Shape) -> int:
        """Executed as a full convolution with a masked weight, and counted so."""
        return super().macs(*shapes)

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return masked_conv2d(inputs[0], weights["weight"], weights.get("bias"), self.mask_type)


@dataclass(frozen=True)
class Conv1d(Layer):
    """1-D convolution, weight (M, C, K)."""

    kind: ClassVar[str] = "conv1d"
    category: ClassVar[str] = "bias"
    out_channels: int
    kernel_size: int
    dilation: int = 1
    bias: bool = False

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        weight = {"weight": (self.out_channels, shapes[0][1], self.kernel_size)}
        return weight | ({"bias": (self.out_channels,)} if self.bias else {})

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, time = shapes[0]
        return batch, self.out_channels, _size(time, self.kernel_size, 1, 0, self.dilation)

    def macs(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) * shapes[0][1] * self.kernel_size

    def elementwise(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) if self.bias else 0

    def window(self) -> tuple[int, int]:
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
class Linear(Layer):
    """Fully connected layer, weight (O, I)."""

    kind: ClassVar[str] = "linear"
    category: ClassVar[str] = "bias"
    out_features: int
    bias: bool = True

    def weights(self, *shapes: Shape) -> Mapping[str, Shape]:
        weight = {"weight": (self.out_features, shapes[0][-1])}
        return weight | ({"bias": (self.out_features,)} if self.bias else {})

    def output_shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], self.out_features)

    def macs(self, *shapes: Shape) -> int:
        return prod(shapes[0]) * self.out_features

    def elementwise(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) if self.bias else 0

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return linear(inputs[0], weights["weight"], weights.get("bias"))


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
class _Pool2d(Layer):
    category: ClassVar[str] = "pooling"
    kernel_size: int
    stride: int
    padding: int = 0
    ceil_mode: bool = False

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, channels, *sizes = shapes[0]
        sizes = [_size(n, self.kernel_size, self.stride, self.padding, ceil_mode=self.ceil_mode) for n in sizes]
        return batch, channels, *sizes

    def elementwise(self, *shapes: Shape) -> int:
        return prod(self.output_shape(*shapes)) * self.kernel_size**2

    def window(self) -> tuple[int, int]:
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

    def elementwise(self, *shapes: Shape) -> int:
        return prod(shapes[0])

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return adaptive_avg_pool2d(inputs[0], 1)


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
class Softmax(_Activation):
    """Probabilities over the channels."""

    kind: ClassVar[str] = "softmax"

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return softmax(inputs[0], dim=1)


@dataclass(frozen=True)
class Add(Layer):
    """Sum of its inputs: a residual or skip connection."""

    kind: ClassVar[str] = "add"
    category: ClassVar[str] = "connection"

    def output_shape(self, *shapes: Shape) -> Shape:
        if any(shape != shapes[0] for shape in shapes):
            raise InputError(f"add: shapes {shapes}: expected equal shapes")
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
            raise InputError(f"concat: shapes {shapes}: expected shapes equal but for the channels")
        return (shapes[0][0], sum(shape[1] for shape in shapes), *shapes[0][2:])

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return np.concatenate(inputs, axis=1)


@dataclass(frozen=True)
class PadShortcut(Layer):
    """ResNet's shortcut A: every `stride`-th value, the new channels filled with zeros, no weights."""

    kind: ClassVar[str] = "pad_shortcut"
    out_channels: int
    stride: int

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, *sizes = shapes[0]
        return batch, self.out_channels, *(_size(n, 1, self.stride, 0) for n in sizes)

    def window(self) -> tuple[int, int]:
        return 1, self.stride

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        kept = inputs[0][:, :, :: self.stride, :: self.stride]
        new = np.zeros_like(kept[:, :1]).repeat(self.out_channels - kept.shape[1], axis=1)
        return np.concatenate([kept, new], axis=1)


@dataclass(frozen=True)
class Flatten(Layer):
    """(N, C, H, W) -> (N, C*H*W)."""

    kind: ClassVar[str] = "flatten"

    def output_shape(self, *shapes: Shape) -> Shape:
        return shapes[0][0], prod(shapes[0][1:])

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return inputs[0].reshape(len(inputs[0]), -1)
