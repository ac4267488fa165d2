"""The operations and architectures of the bank in torch's own modules, for the independent checker."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

LETTERS = {
    "batch": "N", "in_channels": "C", "out_channels": "M", "height": "H", "width": "W", "time": "T", "kernel_size": "K",
    "kernel_height": "KH", "kernel_width": "KW", "groups": "G", "layers": "L", "growth_rate": "k", "in_features": "I",
    "out_features": "O",
}  # fmt: skip
DEFAULTS = {"batch": 2, "in_channels": 4, "out_channels": 6, "height": 12, "width": 14, "time": 40, "kernel_size": 3,
            "groups": 2, "layers": 3, "growth_rate": 2, "in_features": 3, "out_features": 5}  # fmt: skip
NORMS = ("batch_norm", "layer_norm", "instance_norm", "group_norm")


class Sizes:
    """The sizes of one measurement: options first, then the letters of the question, then any."""

    def __init__(self, options: dict[str, Any], letters: dict[str, Any]):
        self.options, self.letters = options, letters

    def get(self, role: str, default: Any = None) -> Any:
        if role in self.options:
            return self.options[role]
        value = self.letters.get(LETTERS.get(role, ""), self.letters.get(role))
        return int(value) if value is not None else DEFAULTS.get(role) if default is None else default

    def pair(self, role: str, default: Any) -> tuple[Any, Any]:
        both = self.options.get(role)
        if both is None and role == "kernel":
            both = self.options.get("kernel_size")
            if both is None and not {"KH", "KW"} & self.letters.keys():
                both = self.get("kernel_size", default)
        axes = []
        for axis in ("height", "width"):
            own = self.options.get(f"{role}_{axis}", both)
            if own is None and role == "kernel":
                own = self.letters.get("KH" if axis == "height" else "KW")
            axes.append(default if own is None else own)
        return axes[0], axes[1]


class Residual(nn.Module):
    def __init__(self, channels: int, kernel: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, kernel, padding=kernel // 2, bias=False)
        self.second = nn.Conv2d(channels, channels, kernel, padding=kernel // 2, bias=False)

    def forward(self, x):
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class Dense(nn.Module):
    def __init__(self, channels: int, rate: int, layers: int):
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(channels + l * rate, rate, 3, padding=1, bias=False) for l in range(layers)
        )

    def forward(self, x):
        for conv in self.convs:
            normal = (
                x if x.is_meta else nn.functional.batch_norm(x, None, None, training=True)
            )  # shapes stay as they are
            x = torch.cat([x, conv(torch.relu(normal))], 1)
        return x


class Causal(nn.Module):
    def __init__(self, channels: int, out: int, kernel: int, dilation: int):
        super().__init__()
        self.past, self.conv = dilation * (kernel - 1), nn.Conv1d(channels, out, kernel, dilation=dilation, bias=False)

    def forward(self, x):
        return self.conv(nn.functional.pad(x, (self.past, 0)))


class Gated(nn.Module):
    def __init__(self, channels: int, kernel: int, dilation: int):
        super().__init__()
        self.filter, self.gate = (Causal(channels, channels, kernel, dilation) for _ in range(2))
        self.residual, self.skip = (nn.Conv1d(channels, channels, 1, bias=False) for _ in range(2))

    def forward(self, x):
        z = torch.tanh(self.filter(x)) * torch.sigmoid(self.gate(x))
        return x + self.residual(z), self.skip(z)


class Wave(nn.Module):
    def __init__(self, channels: int, kernel: int, dilations: list[int]):
        super().__init__()
        self.layers = nn.ModuleList(Gated(channels, kernel, d) for d in dilations)

    def forward(self, x):
        total = 0
        for layer in self.layers:
            x, skip = layer(x)
            total = total + skip
        return total


class Masked(nn.Module):
    """PixelCNN's masked convolution."""

    def __init__(self, channels: int, out: int, kernel: int, kind: str):
        super().__init__()
        self.conv = nn.Conv2d(channels, out, kernel, padding=kernel // 2, bias=False)
        mask = torch.ones(kernel, kernel)
        mask[kernel // 2, kernel // 2 + (kind == "B") :] = 0
        mask[kernel // 2 + 1 :] = 0
        self.register_buffer("mask", mask)

    def forward(self, x):
        return nn.functional.conv2d(x, self.conv.weight * self.mask, padding=self.conv.padding)


class Norm(nn.Module):
    def __init__(self, name: str, sizes: Sizes, shape: tuple[int, ...]):
        super().__init__()
        channels, affine = shape[1], sizes.get("affine", "false") == "true"
        self.inner = {
            "batch_norm": lambda: nn.BatchNorm2d(channels, affine=affine),
            "layer_norm": lambda: nn.LayerNorm(shape[1:], elementwise_affine=affine),
            "instance_norm": lambda: nn.InstanceNorm2d(channels, affine=affine),
            "group_norm": lambda: nn.GroupNorm(sizes.get("groups"), channels, affine=affine),
        }[name]()
        self.inner.train(sizes.get("mode", "training") == "training")

    def forward(self, x):
        return self.inner(x)


def _padding(sizes: Sizes, kernel: tuple[int, int], dilation: tuple[int, int]) -> tuple[list[int], tuple[Any, Any]]:
    """(zeros before and after each axis, padding of the module)."""
    given = sizes.pair("padding", "same")
    zeros: list[int] = []
    for one, k, d in zip(reversed(given), reversed(kernel), reversed(dilation), strict=True):
        total = d * (k - 1) if one == "same" else 0 if one == "valid" else 2 * int(one)
        zeros += [total // 2, total - total // 2]
    return zeros, given


def build(subject: str, sizes: Sizes) -> tuple[nn.Module, tuple[int, ...]]:
    """The subject in torch, and the shape of its input; convolutions keep the size unless told otherwise."""
    n, c, m, h, w = (sizes.get(r) for r in ("batch", "in_channels", "out_channels", "height", "width"))
    n = sizes.get("batch", 1) if subject not in NORMS and "N" not in sizes.letters else n
    kernel, stride, dilation = (sizes.pair(r, d) for r, d in (("kernel", 3), ("stride", 1), ("dilation", 1)))
    bias = sizes.get("bias", "false") == "true"
    k, t, d = sizes.get("kernel_size"), sizes.get("time"), sizes.get("dilation", 1)
    layers = int(sizes.get("layers"))
    image, signal = (n, c, h, w), (n, c, t)
    match subject:
        case "conv2d" | "depthwise_conv2d" | "depthwise_separable_conv2d":
            zeros, _ = _padding(sizes, kernel, dilation)
            multiplier = int(sizes.get("multiplier", 1))
            groups = int(sizes.options.get("groups", 1)) if subject == "conv2d" else c
            out = m if subject == "conv2d" else c * multiplier
            parts = [nn.ZeroPad2d(zeros), nn.Conv2d(c, out, kernel, stride, 0, dilation, groups, bias)]
            if subject == "depthwise_separable_conv2d":
                parts.append(nn.Conv2d(out, m, 1, bias=bias))
            return nn.Sequential(*parts), image
        case "pointwise_conv2d":
            return nn.Conv2d(c, m, 1, bias=bias), image
        case "conv1d":
            total = {"same": d * (k - 1), "valid": 0}.get(sizes.get("padding", "same"), 0)
            return nn.Sequential(
                nn.ConstantPad1d((total // 2, total - total // 2), 0), nn.Conv1d(c, m, k, dilation=d, bias=bias)
            ), signal
        case "causal_conv1d":
            return Causal(c, m, k, d), signal
        case "conv_transpose2d":
            padding = tuple(0 if p in ("valid", "same") else int(p) for p in sizes.pair("padding", "valid"))
            return nn.ConvTranspose2d(c, m, kernel, stride, padding, bias=bias), image
        case "linear":
            return nn.Linear(sizes.get("in_features"), sizes.get("out_features"), bias=bias), (
                n,
                sizes.get("in_features"),
            )
        case "max_pool2d" | "avg_pool2d":
            window = (
                sizes.pair("kernel", 2)
                if {"kernel_size", "K", "KH"} & (sizes.options.keys() | sizes.letters.keys())
                else (2, 2)
            )
            step = tuple(s if s else window[i] for i, s in enumerate(sizes.pair("stride", 0)))
            return (nn.MaxPool2d if subject == "max_pool2d" else nn.AvgPool2d)(window, step), image
        case "global_avg_pool2d":
            return nn.AdaptiveAvgPool2d(1), image
        case "batch_norm" | "layer_norm" | "instance_norm" | "group_norm":
            return Norm(subject, sizes, image), image
        case "residual_block":
            return Residual(c, kernel[0]), image
        case "dense_block":
            return Dense(c, sizes.get("growth_rate"), layers), image
        case "transition_layer":
            return nn.Sequential(
                nn.BatchNorm2d(c, affine=False), nn.ReLU(), nn.Conv2d(c, m, 1, bias=False), nn.AvgPool2d(2)
            ), image
        case "gated_residual_layer":
            return Gated(c, k, d), signal
        case "masked_conv2d":
            return Masked(c, m, 5, sizes.get("mask", "A")), image
        case "pixelcnn":
            return nn.Sequential(Masked(c, c, 5, "A"), nn.ReLU(), Masked(c, c, 3, "B")), image
        case "conv_stack":
            return nn.Sequential(*(nn.Conv2d(c, c, kernel, padding="same", bias=False) for _ in range(layers))), image
        case "dilated_stack":
            return nn.Sequential(
                *(nn.Conv1d(c, c, k, padding="same", dilation=2**l, bias=False) for l in range(layers))
            ), signal
        case "causal_stack":
            return nn.Sequential(*(Causal(c, c, k, 1) for _ in range(layers))), signal
        case "dilated_causal_stack":
            return nn.Sequential(*(Causal(c, c, k, 2**l) for l in range(layers))), signal
        case "wavenet":
            return Wave(
                c,
                sizes.options.get("kernel_size", 2),
                [2**l for _ in range(sizes.options.get("stacks", 1)) for l in range(layers)],
            ), signal
    raise LookupError(f"no independent {subject}")
