"""What the questions measure, measured again without kenzan: torch's own modules, autograd and exact fractions.

    evaluate("macs(conv2d, padding=same)", {"H": 28, "W": 32, "C": 8, "M": 16, "K": 3})   ->  Fraction
    holds("depends_on(batch_norm, input=other_sample)", {})                               ->  bool

Expressions are read by Python's own parser. Costs are counted from the shapes that torch's modules give on the meta
device, receptive fields and dependences from gradients, statistics from the shapes of torch's means.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import torch
from torch import nn

torch.set_num_threads(1)
warnings.filterwarnings("ignore", message="Using padding='same' with even kernel")
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
        self.convs = nn.ModuleList(nn.Conv2d(channels + l * rate, rate, 3, padding=1, bias=False) for l in range(layers))

    def forward(self, x):
        for conv in self.convs:
            normal = x if x.is_meta else nn.functional.batch_norm(x, None, None, training=True)  # shapes stay as they are
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
            return nn.Sequential(nn.ConstantPad1d((total // 2, total - total // 2), 0), nn.Conv1d(c, m, k, dilation=d, bias=bias)), signal
        case "causal_conv1d":
            return Causal(c, m, k, d), signal
        case "conv_transpose2d":
            padding = tuple(0 if p in ("valid", "same") else int(p) for p in sizes.pair("padding", "valid"))
            return nn.ConvTranspose2d(c, m, kernel, stride, padding, bias=bias), image
        case "linear":
            return nn.Linear(sizes.get("in_features"), sizes.get("out_features"), bias=bias), (n, sizes.get("in_features"))
        case "max_pool2d" | "avg_pool2d":
            window = sizes.pair("kernel", 2) if {"kernel_size", "K", "KH"} & (sizes.options.keys() | sizes.letters.keys()) else (2, 2)
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
            return nn.Sequential(nn.BatchNorm2d(c, affine=False), nn.ReLU(), nn.Conv2d(c, m, 1, bias=False), nn.AvgPool2d(2)), image
        case "gated_residual_layer":
            return Gated(c, k, d), signal
        case "masked_conv2d":
            return Masked(c, m, 5, sizes.get("mask", "A")), image
        case "pixelcnn":
            return nn.Sequential(Masked(c, c, 5, "A"), nn.ReLU(), Masked(c, c, 3, "B")), image
        case "conv_stack":
            return nn.Sequential(*(nn.Conv2d(c, c, kernel, padding="same", bias=False) for _ in range(layers))), image
        case "dilated_stack":
            return nn.Sequential(*(nn.Conv1d(c, c, k, padding="same", dilation=2**l, bias=False) for l in range(layers))), signal
        case "causal_stack":
            return nn.Sequential(*(Causal(c, c, k, 1) for _ in range(layers))), signal
        case "dilated_causal_stack":
            return nn.Sequential(*(Causal(c, c, k, 2**l) for l in range(layers))), signal
        case "wavenet":
            return Wave(c, sizes.options.get("kernel_size", 2), [2**l for _ in range(sizes.options.get("stacks", 1)) for l in range(layers)]), signal
    raise LookupError(f"no independent {subject}")


@cache
def _traffic(subject: str, options: tuple, letters: tuple) -> dict[str, Any]:
    """Shapes, weights and multiply-accumulates of one pass on the meta device."""
    sizes = Sizes(dict(options), dict(letters))
    with torch.device("meta"):
        module, shape = build(subject, sizes)
        macs = [0]

        def count(layer: nn.Module, given: Any, result: torch.Tensor) -> None:
            weight = layer.weight
            if isinstance(layer, nn.ConvTranspose2d):
                macs[0] += given[0].numel() * weight.numel() // weight.shape[0]
            else:
                macs[0] += result.numel() * weight.numel() // weight.shape[0]

    for layer in module.modules():
        if isinstance(layer, nn.Conv1d | nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            layer.register_forward_hook(count)
    with torch.no_grad():
        result = module(torch.empty(shape, device="meta"))
        result = result[0] if isinstance(result, tuple) else result
    params = sum(p.numel() for p in module.parameters())
    weights = [tuple(layer.weight.shape) for layer in module.modules() if isinstance(layer, nn.Conv1d | nn.Conv2d)]
    return {"macs": macs[0], "params": params, "shape": tuple(result.shape), "input": shape, "weights": weights}


def _key(letters: dict[str, Any]) -> tuple:
    return tuple(sorted((name, int(v)) for name, v in letters.items() if isinstance(v, int | Fraction) and v == int(v)))


def _opts(options: dict[str, Any]) -> tuple:
    return tuple(sorted((name, int(v) if isinstance(v, Fraction) else v) for name, v in options.items()))


@lru_cache(maxsize=4096)
def field(subject: str, options: tuple, letters: tuple) -> int:
    """The receptive field along the last axis, from the gradient of one output with weights of ones."""
    known = dict(options)
    known.setdefault("in_channels", 1), known.setdefault("out_channels", 1), known.setdefault("padding", "same")
    sizes = Sizes(known, dict(letters))
    kernel, layers = max(sizes.get("kernel_size"), 2), int(sizes.get("layers"))
    reach = kernel * 2 ** (layers + 1) * sizes.options.get("stacks", 1) if "dilated" in subject or subject == "wavenet" else kernel * (layers + 1) * int(sizes.get("dilation", 1))
    for role in ("height", "width"):
        known[role] = 2 * reach + 3 if role == "width" else kernel * layers * 2 + 3
    known["time"] = 2 * reach + 3
    sizes = Sizes(known, {key: value for key, value in letters if key not in "CMN"})
    module, shape = build(subject, sizes)
    for p in module.parameters():
        p.data = torch.full_like(p, 1.0 / p[0].numel(), dtype=torch.float64)
    x = torch.full(shape, 0.1, dtype=torch.float64, requires_grad=True)
    y = module(x)
    index = tuple(size // 2 if i > 1 else 0 for i, size in enumerate(y.shape))
    (index_last,) = (index[-1] if y.dim() == 4 or ("causal" not in subject and subject != "wavenet") else y.shape[-1] - 1,)
    y[(*index[:-1], index_last)].backward()
    touched = torch.nonzero(x.grad.abs().sum(dim=tuple(range(x.dim() - 1)))).flatten()
    return int(touched.max() - touched.min() + 1)


def _means(subject: str, sizes: Sizes) -> int:
    """How many means there are: the size of torch's own mean over the axes of the paper's definition."""
    n, c, h, w = (sizes.get(r) for r in ("batch", "in_channels", "height", "width"))
    g = sizes.get("groups")
    x = torch.empty((n, c, h, w), device="meta")
    match subject:
        case "batch_norm":
            return x.mean((0, 2, 3)).numel()
        case "layer_norm":
            return x.mean((1, 2, 3)).numel()
        case "instance_norm":
            return x.mean((2, 3)).numel()
        case _:
            return x.reshape(n, g, c // g, h, w).mean((2, 3, 4)).numel()


def _influence(subject: str, options: dict[str, Any]) -> tuple[torch.Tensor, tuple[int, ...]]:
    """|d output[centre] / d input|, at random numbers, and the centre."""
    torch.manual_seed(1)
    sizes = Sizes({"batch": 2, "height": 8, "width": 8, "time": 24, "in_channels": 4, "out_channels": 4, "layers": 3, **options}, {})
    module, shape = build(subject, sizes)
    module = module.double()
    x = torch.randn(shape, dtype=torch.float64, requires_grad=True)
    y = module(x)
    y = y[0] if isinstance(y, tuple) else y
    centre = (0, 1, *(size // 2 for size in y.shape[2:]))
    y[centre].backward()
    return x.grad.abs(), centre


@cache
def depends(subject: str, where: str, options: tuple) -> bool:
    """Whether an output depends on such an input, by its gradient."""
    grad, centre = _influence(subject, dict(options))
    ratio = grad.shape[-1] / max(1, centre[-1] * 2)
    at = tuple(min(int(i * max(1, round(ratio))), s - 1) for i, s in zip(centre[2:], grad.shape[2:], strict=True))
    touched = grad > 1e-12
    own = torch.zeros_like(touched)
    own[(slice(None), slice(None), *at)] = True
    flat = torch.arange(math.prod(grad.shape[2:])).reshape(grad.shape[2:])
    here = flat[at]
    match where:
        case "other_sample":
            return bool(touched[1:].any())
        case "other_channel":
            return bool(touched[0, [i for i in range(grad.shape[1]) if i != centre[1]]].any())
        case "other_position":
            return bool((touched & ~own)[0].any())
        case "future":
            return bool(touched[0][:, flat > here].any())
        case "past":
            return bool(touched[0][:, flat < here].any())
        case "present":
            return bool(touched[0][:, flat == here].any())
    raise LookupError(where)


@cache
def shared_axes(subject: str) -> frozenset[str]:
    """Along which axes inputs influence a normalised value; G where only some channels do."""
    grad, _ = _influence(subject, {"groups": 2})
    touched = grad > 1e-12
    n, c, h, w = (int(touched.any(dim=tuple(d for d in range(4) if d != axis)).sum()) for axis in range(4))
    axes = {name for name, count in (("N", n), ("H", h), ("W", w)) if count > 1}
    return frozenset(axes | ({"C"} if c == grad.shape[1] else {"G"} if c > 1 else set()))


# Facts of construction that no number shows: who reads whom, and how dilations are chosen (He et al. 2016,
# Huang et al. 2017, van den Oord et al. 2016).
CONSTRUCTION = {
    ("feeds", "dense_block"): "all_earlier", ("dilation_schedule", "wavenet"): "doubling",
    ("composition", "dense_layer"): ("batch_norm", "relu", "conv2d", "concat"),
    ("composition", "transition_layer"): ("batch_norm", "relu", "conv2d", "avg_pool2d"),
}  # fmt: skip


class Evaluator:
    """One expression of a statement, evaluated with Python's parser and this file's measurements."""

    def __init__(self, letters: dict[str, Any]):
        self.letters = {name: Fraction(v) if isinstance(v, int | float | Fraction) else v for name, v in letters.items()}

    def value(self, node: ast.AST) -> Any:
        match node:
            case ast.Expression(body):
                return self.value(body)
            case ast.Constant(number):
                return Fraction(str(number))
            case ast.Name(name):
                return self.letters.get(name, name)
            case ast.BinOp(left, op, right):
                a, b = self.value(left), self.value(right)
                apply = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow}
                return apply[type(op)](Fraction(a), int(b) if isinstance(op, ast.Pow) else Fraction(b))
            case ast.UnaryOp(ast.USub(), operand):
                return -self.value(operand)
            case ast.Tuple(items):
                return tuple(self.value(item) for item in items)
            case ast.Set(items):
                return frozenset(item.id for item in items if isinstance(item, ast.Name))
            case ast.Call(ast.Name(name), arguments, keywords):
                return self.call(name, arguments, keywords)
        raise LookupError(ast.dump(node))

    def call(self, name: str, arguments: list, keywords: list) -> Any:
        plain = {"floor": math.floor, "ceil": math.ceil, "abs": abs, "min": min, "max": max}
        if name in plain:
            return Fraction(plain[name](*(self.value(a) for a in arguments)))
        subject = arguments[0].id if isinstance(arguments[0], ast.Name) else "?"
        subject = str(self.letters.get(subject, subject))
        options = {k.arg: self.value(k.value) for k in keywords}
        if name.endswith("_ratio") or name == "rf_per_params":
            other = str(options.pop("to", arguments[1].id if len(arguments) > 1 else ""))
            if name == "rf_per_params":
                return Fraction(*(self.measure("receptive_field", s, options) for s in (subject, other))) / Fraction(
                    *(self.measure("params", s, options) for s in (subject, other)))  # fmt: skip
            return Fraction(*(int(self.measure(name.removesuffix("_ratio"), s, options)) for s in (subject, other)))
        return self.measure(name, subject, options)

    def measure(self, name: str, subject: str, options: dict[str, Any]) -> Any:
        options = {k: int(v) if isinstance(v, Fraction) and v.denominator == 1 else v for k, v in options.items()}
        if (name, subject) in CONSTRUCTION:
            return CONSTRUCTION[name, subject]
        count, per = options.pop("count", "macs"), options.pop("per", "all")
        options.pop("of", None)
        letters = _key({k: v for k, v in self.letters.items() if not isinstance(v, str)})
        sizes = Sizes(options, dict(letters))
        match name:
            case "receptive_field":
                return Fraction(field(subject, _opts(options), tuple(pair for pair in letters if pair[0] in ("K", "L"))))
            case "stats_count":
                return Fraction(_means(subject, sizes))
            case "depends_on":
                where = str(options.pop("input"))
                return depends(subject, where, _opts(options))
            case "causal":
                return not depends(subject, "future", _opts(options))
            case "independent_of_batch":
                return not depends(subject, "other_sample", _opts(options))
            case "normalised_over":
                return shared_axes(subject)
            case "combine":
                traffic = _traffic(subject, (), ())
                return "add" if traffic["shape"][1] == traffic["input"][1] else "concat"
            case "train_eval_differs":
                return subject == "batch_norm" and depends(subject, "other_sample", (("mode", "training"),)) != depends(
                    subject, "other_sample", (("mode", "evaluation"),))  # fmt: skip
            case "parallel_over_time":
                # In training all inputs are there; in generation each depends on the output before it.
                return options["mode"] == "training"
            case "running_variance":
                x, module = torch.tensor([[1.0], [2.0], [4.0], [9.0]]), nn.BatchNorm1d(1, momentum=1.0)
                module(x)
                return "unbiased" if torch.isclose(module.running_var[0], x.var(unbiased=True)) else "biased"
            case "rf_growth":
                fields = [field(subject, _opts({**options, "layers": l}), ()) for l in range(1, 6)]
                steps = [b - a for a, b in zip(fields, fields[1:], strict=False)]
                return "linear" if len(set(steps)) == 1 else "exponential"
        traffic = _traffic(subject, _opts({k: v for k, v in options.items() if k != "axis"}), letters)
        shape = traffic["shape"]
        match name:
            case "macs" | "flops":
                total = Fraction(traffic["macs"]) * (2 if count == "flops" else 1)
                over = {"all": 1, "position": shape[0] * math.prod(shape[2:]), "output": math.prod(shape)}[per]
                return total / over
            case "params":
                return Fraction(traffic["params"])
            case "memory":
                return Fraction(math.prod(shape))
            case "output_shape":
                return tuple(map(Fraction, shape))
            case "spatial_preserved":
                return shape[2:] == traffic["input"][2:]
            case "kernel_shape":
                return tuple(map(Fraction, traffic["weights"][0]))
            case "channels_after" | "output_channels":
                return Fraction(shape[1])
            case "output_height" | "output_width" | "output_length" | "output_size":
                return Fraction(shape[{"output_height": 2, "output_width": 3}.get(name, -1)])
        raise LookupError(f"no independent {name}")


def evaluate(text: str, letters: dict[str, Any]) -> Any:
    """The value of an expression at these letters; LookupError where this file has no route of its own to it."""
    return Evaluator(letters).value(ast.parse(text, mode="eval"))


_RELATIONS = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
_TRIALS = ({"N": 2, "H": 9, "W": 11, "C": 4, "M": 6, "K": 3, "L": 3, "k": 2, "G": 2, "T": 40},
           {"N": 3, "H": 14, "W": 12, "C": 6, "M": 9, "K": 5, "L": 4, "k": 5, "G": 3, "T": 50},
           {"N": 5, "H": 20, "W": 17, "C": 8, "M": 4, "K": 7, "L": 2, "k": 3, "G": 4, "T": 60})  # fmt: skip


def holds(statement: str, letters: dict[str, Any]) -> bool:
    """Whether a statement holds at these letters; letters without a value are tried at several."""
    text = statement.strip()
    negated = text.startswith("not ")
    claim = text.removeprefix("not ").strip()
    if claim.startswith("norm_formula("):
        return _normalised(claim) != negated
    named = set(re.findall(r"[A-Za-z_]\w*", claim))
    trials = ({k: v for k, v in trial.items() if k in named} for trial in _TRIALS)
    return all(_at(claim, {**trial, **letters}) != negated for trial in trials)


def _at(claim: str, letters: dict[str, Any]) -> bool:
    node = ast.parse(claim, mode="eval").body
    words = {"N", "H", "W", "C", "G", "T"}
    if isinstance(node, ast.Compare):
        right = node.comparators[0]
        left = Evaluator(letters).value(node.left)
        other = frozenset(i.id for i in right.elts) if isinstance(right, ast.Set) else Evaluator(letters).value(right)
        if isinstance(other, str) and other in ("true", "false"):
            other = other == "true"
        if isinstance(left, tuple) and isinstance(other, tuple) and all(not isinstance(i, str) for i in (*left, *other)):
            left = left[-len(other) :]
        assert not (isinstance(left, frozenset) and not left <= words)
        return bool(_RELATIONS[type(node.ops[0])](left, other))
    return bool(Evaluator(letters).value(node))


def _normalised(claim: str) -> bool:
    """A formula for a normalised value against torch, on numbers with a large eps so that its place shows."""
    subject, formula = claim.removeprefix("norm_formula(").split(")", 1)[0], claim.split("==", 1)[1].strip()
    assert subject == "batch_norm"
    x = torch.tensor([[1.0], [2.0], [4.0], [9.0]], dtype=torch.float64)
    got = nn.functional.batch_norm(x, None, None, training=True, eps=0.5)
    names = {"x": x, "mean": x.mean(), "var": x.var(unbiased=False), "eps": 0.5, "sqrt": torch.sqrt}
    return bool(torch.allclose(eval(formula, {"__builtins__": {}}, names), got))
