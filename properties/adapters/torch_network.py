"""A network as a torch module with the same parameter names: for cross-checking the reference, and for training.

>>> from kenzan.reference.architectures import lenet
>>> module = twin(lenet())
>>> sum(p.numel() for p in module.parameters())
61706
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...reference.layers import (
    AvgPool2d,
    BatchNorm,
    CausalConv1d,
    ChannelShuffle,
    Conv1d,
    Conv2d,
    Layer,
    Linear,
    MaskedConv2d,
    MaxPool2d,
    Pad2d,
    PadShortcut,
    Shape,
    Slice,
)  # fmt: skip
from ...reference.network import INPUT, Network


def twin(network: Network, parameters: Mapping[str, np.ndarray] | None = None) -> Any:
    """The network as a `torch.nn.Module`, in evaluation mode; with the given parameters, else torch's own random ones.

    `module(x)` takes the input, and conditions by name; `state_dict()` has the network's own parameter names (and
    torch's `num_batches_tracked`).
    """
    import torch

    class Twin(torch.nn.Module):
        def forward(self, x: Any, **conditions: Any) -> Any:
            values = {INPUT: x, **conditions}
            for node in network.nodes:
                inputs = [values[name] for name in node.inputs]
                values[node.name] = own[node.name](*inputs) if node.name in own else _apply(node.layer, inputs)
            return values[network.nodes[-1].name]

    shapes = network.shapes()
    module, own = Twin(), {}
    for node in network.nodes:
        layer = _module(node.layer, shapes[node.inputs[0]])
        if layer is not None:
            own[node.name] = layer
            _attach(module, node.name, layer)
    if parameters is not None:
        state = {name: torch.from_numpy(np.array(value)) for name, value in parameters.items()}
        first = next(iter(state.values()), torch.zeros(1))
        missing, unexpected = module.to(first.dtype).load_state_dict(state, strict=False)
        assert not unexpected, unexpected
        assert all(name.endswith("num_batches_tracked") for name in missing), missing
    return module.eval()


def _attach(module: Any, path: str, layer: Any) -> None:
    """Register a layer under a dotted path, with empty modules on the way where there are none."""
    import torch

    *folders, name = path.split(".")
    for folder in folders:
        if folder not in module._modules:
            module.add_module(folder, torch.nn.Module())
        module = module._modules[folder]
    module.add_module(name, layer)


def _module(layer: Layer, shape: Shape) -> Any:
    """The torch module of a layer with weights; None for the others."""
    import torch.nn as nn

    match layer:
        case MaskedConv2d():
            return _masked(layer, shape[1])
        case Conv2d(out, kernel, stride, padding, dilation, groups, bias):
            return nn.Conv2d(shape[1], out, kernel, stride, padding, dilation, groups, bias)
        case CausalConv1d(out, kernel, dilation, bias):
            return _causal(nn.Conv1d(shape[1], out, kernel, dilation=dilation, bias=bias), dilation * (kernel - 1))
        case Conv1d(out, kernel, dilation, bias):
            return nn.Conv1d(shape[1], out, kernel, dilation=dilation, bias=bias)
        case Linear(out, bias):
            return nn.Linear(shape[-1], out, bias)
        case BatchNorm(eps):
            return nn.BatchNorm2d(shape[1], eps)
    return None


def _masked(layer: MaskedConv2d, channels: int) -> Any:
    import torch

    class Masked(torch.nn.Conv2d):
        def forward(self, input: Any) -> Any:
            mask = torch.zeros(self.weight.shape[2:], dtype=self.weight.dtype)
            height, width = mask.shape
            mask[: height // 2] = 1
            mask[height // 2, : width // 2 + (layer.mask_type == "B")] = 1
            return self._conv_forward(input, self.weight * mask, self.bias)

    padding = tuple(size // 2 for size in layer.kernel_size)
    return Masked(channels, layer.out_channels, layer.kernel_size, padding=padding, bias=layer.bias)  # pyright: ignore[reportArgumentType]


def _causal(convolution: Any, past: int) -> Any:
    """The convolution with `past` zeros put before its input."""
    import torch

    convolution.register_forward_pre_hook(lambda _, inputs: (torch.nn.functional.pad(inputs[0], (past, 0)),))
    return convolution


def _apply(layer: Layer, inputs: list[Any]) -> Any:
    """A layer without weights, by torch's own functions."""
    import torch
    import torch.nn.functional as F

    x = inputs[0]
    match layer:
        case MaxPool2d(kernel, stride, padding, ceil_mode):
            return F.max_pool2d(x, kernel, stride, padding, ceil_mode=ceil_mode)
        case AvgPool2d(kernel, stride, padding, ceil_mode):
            return F.avg_pool2d(x, kernel, stride, padding, ceil_mode)
        case PadShortcut(out, stride):
            return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, out - x.shape[1]))
        case Pad2d(left, right, top, bottom):
            return F.pad(x, (left, right, top, bottom))
        case Slice(start, stop):
            return x[:, start:stop]
        case ChannelShuffle(groups):
            return F.channel_shuffle(x, groups)
    functions = {
        "silu": F.silu, "hardsigmoid": F.hardsigmoid, "hardswish": F.hardswish,
        "relu": torch.relu, "relu6": F.relu6, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
        "softmax": lambda x: torch.softmax(x, 1), "global_avg_pool2d": lambda x: F.adaptive_avg_pool2d(x, 1),
        "flatten": lambda x: torch.flatten(x, 1), "concat": lambda *x: torch.cat(x, 1),
        "add": lambda *x: sum(x[1:], x[0]), "multiply": torch.mul,
    }  # fmt: skip
    return functions[layer.kind](*inputs)
