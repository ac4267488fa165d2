"""Layers that only move values: padding and cropping, a part of the channels, channels in another order."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from ..arguments import padded
from ..errors import InputError
from .base import Layer, Shape, window_size


@dataclass(frozen=True)
class Pad2d(Layer):
    """Zero rows and columns around an image; a negative number crops (the order of torch.nn.functional.pad)."""

    kind: ClassVar[str] = "pad2d"
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, channels, height, width = shapes[0]
        sizes = height + self.top + self.bottom, width + self.left + self.right
        kept = height + min(self.top, 0) + min(self.bottom, 0), width + min(self.left, 0) + min(self.right, 0)
        if min(sizes) < 1 or min(kept) < 1:
            raise InputError(f"pad2d: an image of {height}x{width} is cropped to nothing; expected a larger one")
        return batch, channels, *sizes

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        x = inputs[0]
        height, width = x.shape[2:]
        rows = slice(max(0, -self.top), height + min(0, self.bottom))
        kept = x[:, :, rows, max(0, -self.left) : width + min(0, self.right)]
        return padded(kept, [max(0, self.top), max(0, self.left)], [max(0, self.bottom), max(0, self.right)])


@dataclass(frozen=True)
class Slice(Layer):
    """The channels from `start` up to, and without, `stop`."""

    kind: ClassVar[str] = "slice"
    start: int
    stop: int

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, channels, *sizes = shapes[0]
        if not 0 <= self.start < self.stop <= channels:
            raise InputError(f"slice: channels {self.start} to {self.stop} of {channels}; expected a part of them")
        return batch, self.stop - self.start, *sizes

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return inputs[0][:, self.start : self.stop]


@dataclass(frozen=True)
class ChannelShuffle(Layer):
    """Channels (G, C/G) read as (C/G, G), so that the next grouped convolution mixes the groups (arXiv:1707.01083)."""

    kind: ClassVar[str] = "channel_shuffle"
    groups: int

    def output_shape(self, *shapes: Shape) -> Shape:
        if shapes[0][1] % self.groups:
            raise InputError(f"channel_shuffle: {shapes[0][1]} channels in {self.groups} groups; expected a multiple")
        return shapes[0]

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        batch, channels, *sizes = inputs[0].shape
        grouped = inputs[0].reshape(batch, self.groups, channels // self.groups, *sizes)
        return grouped.swapaxes(1, 2).reshape(batch, channels, *sizes)


@dataclass(frozen=True)
class PadShortcut(Layer):
    """ResNet's shortcut A: every `stride`-th value, the new channels filled with zeros, no weights."""

    kind: ClassVar[str] = "pad_shortcut"
    out_channels: int
    stride: int

    def output_shape(self, *shapes: Shape) -> Shape:
        batch, _, *sizes = shapes[0]
        return batch, self.out_channels, *(window_size(n, 1, self.stride, 0) for n in sizes)

    def window(self, *shapes: Shape) -> tuple[int, int]:
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

    def window(self, *shapes: Shape) -> tuple[int, int]:
        """What reads the features reads the whole map."""
        return max(shapes[0][2:], default=1), 1

    def __call__(self, *inputs: np.ndarray, **weights: np.ndarray) -> np.ndarray:
        return inputs[0].reshape(len(inputs[0]), -1)
