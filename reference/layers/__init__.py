"""The layers that architectures are made of."""

from .base import Layer, Shape
from .elementwise import BatchNorm, ReLU, ReLU6, Sigmoid, Softmax, Tanh
from .joining import Add, Concat, Flatten, Multiply, PadShortcut
from .pooling import AvgPool2d, GlobalAvgPool2d, MaxPool2d
from .weighted import CausalConv1d, Conv1d, Conv2d, Linear, MaskedConv2d

__all__ = [
    "Add",
    "AvgPool2d",
    "BatchNorm",
    "CausalConv1d",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Flatten",
    "GlobalAvgPool2d",
    "Layer",
    "Linear",
    "MaskedConv2d",
    "MaxPool2d",
    "Multiply",
    "PadShortcut",
    "ReLU",
    "ReLU6",
    "Shape",
    "Sigmoid",
    "Softmax",
    "Tanh",
]
