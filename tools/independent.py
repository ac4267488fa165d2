"""What the questions measure, measured again without kenzan: torch's own modules, autograd and exact fractions.

    evaluate("macs(conv2d, padding=same)", {"H": 28, "W": 32, "C": 8, "M": 16, "K": 3})   ->  Fraction
    holds("depends_on(batch_norm, input=other_sample)", {})                               ->  bool

Expressions are read by Python's own parser. Costs are counted from the shapes that torch's modules give on the meta
device, receptive fields and dependences from gradients, statistics from the shapes of torch's means.
"""

from __future__ import annotations

import ast
import itertools
import math
import operator
import re
import warnings
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import torch
from torch import nn
from torch_modules import Sizes, build

torch.set_num_threads(1)
warnings.filterwarnings("ignore", message="Using padding='same' with even kernel")


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
    reach = (
        kernel * 2 ** (layers + 1) * sizes.options.get("stacks", 1)
        if "dilated" in subject or subject == "wavenet"
        else kernel * (layers + 1) * int(sizes.get("dilation", 1))
    )
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
    (index_last,) = (
        index[-1] if y.dim() == 4 or ("causal" not in subject and subject != "wavenet") else y.shape[-1] - 1,
    )
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
    sizes = Sizes(
        {"batch": 2, "height": 8, "width": 8, "time": 24, "in_channels": 4, "out_channels": 4, "layers": 3, **options},
        {},
    )
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
        self.letters = {
            name: Fraction(v) if isinstance(v, int | float | Fraction) else v for name, v in letters.items()
        }

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
                apply = {
                    ast.Add: operator.add,
                    ast.Sub: operator.sub,
                    ast.Mult: operator.mul,
                    ast.Div: operator.truediv,
                    ast.Pow: operator.pow,
                }
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
                return Fraction(
                    field(subject, _opts(options), tuple(pair for pair in letters if pair[0] in ("K", "L")))
                )
            case "stats_count":
                return Fraction(_means(subject, sizes))
            case "stats_size":
                values = math.prod(sizes.get(role) for role in ("batch", "in_channels", "height", "width"))
                return Fraction(values, _means(subject, sizes))
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
            case "running_mean":
                module = nn.BatchNorm1d(1, momentum=0.25)
                module.running_mean.fill_(8.0)
                module(torch.tensor([[3.0], [5.0]]))
                on_batch = torch.isclose(module.running_mean[0], torch.tensor(7.0))
                return "momentum_on_batch" if on_batch else "momentum_on_past"
            case "uses_running":
                return options["mode"] == "evaluation"
            case "running_variance":
                x, module = torch.tensor([[1.0], [2.0], [4.0], [9.0]]), nn.BatchNorm1d(1, momentum=1.0)
                module(x)
                return "unbiased" if torch.isclose(module.running_var[0], x.var(unbiased=True)) else "biased"
            case "rf_growth":
                fields = [field(subject, _opts({**options, "layers": l}), ()) for l in range(1, 6)]
                steps = [b - a for a, b in itertools.pairwise(fields)]
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


_RELATIONS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
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
        if (
            isinstance(left, tuple)
            and isinstance(other, tuple)
            and all(not isinstance(i, str) for i in (*left, *other))
        ):
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
