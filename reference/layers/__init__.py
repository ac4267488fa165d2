"""The layers that architectures are made of."""

from .base import Layer, Shape
from .elementwise import BatchNorm, HardSigmoid, HardSwish, ReLU, ReLU6, Sigmoid, SiLU, Softmax, Tanh
from .joining import Add, Concat, Multiply
from .moving import ChannelShuffle, Flatten, Pad2d, PadShortcut, Slice
from .pooling import AvgPool2d, GlobalAvgPool2d, MaxPool2d
from .weighted import CausalConv1d, Conv1d, Conv2d, Linear, MaskedConv2d

__all__ = [
    "Add",
    "AvgPool2d",
    "BatchNorm",
    "CausalConv1d",
    "ChannelShuffle",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Flatten",
    "GlobalAvgPool2d",
    "HardSigmoid",
    "HardSwish",
    "Layer",
    "Linear",
    "MaskedConv2d",
    "MaxPool2d",
    "Multiply",
    "Pad2d",
    "PadShortcut",
    "ReLU",
    "ReLU6",
    "Shape",
    "SiLU",
    "Sigmoid",
    "Slice",
    "Softmax",
    "Tanh",
]
