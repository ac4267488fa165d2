"""How far a right implementation may be from the exact result: nothing for sums of products of exact contents.

Only where a square root, an exponential or a division comes in is there a tolerance, derived from the dtype's unit
roundoff, the number of terms and the size of the values; for the composites that contain a normalisation, from how much
the result moves when the arguments move by their own rounding.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..reference import operations
from .strategies.space import Case

Limits = tuple[Any, ...]


def tolerance(case: Case, wanted: tuple[np.ndarray, ...], **replaced: Any) -> Limits:
    """A limit for each result (a number or an array of the result's shape); the last also serves running statistics."""
    arguments = {**case.arguments, **replaced}
    rule = RULES.get(case.function)
    return rule(case.function, arguments, wanted) if rule else (0.0,) * len(wanted)


def unit(arguments: Mapping[str, Any]) -> float:
    """The unit roundoff of the input's dtype: half the distance from 1 to the next number."""
    return float(np.finfo(arguments["input"].dtype).eps) / 2


def _division(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """A mean: one division, or a product with a rounded reciprocal; the sum of inexact contents is rounded as well."""
    x = np.asarray(arguments["input"], dtype=np.float64)
    exact = bool((x * 8 == np.round(x * 8)).all())
    terms = x.shape[-1] * x.shape[-2] if function == "adaptive_avg_pool2d" else math.prod(_window(arguments))
    roundings = 8 if exact else 8 + 4 * math.sqrt(terms)
    magnitudes = {**arguments, "input": np.abs(arguments["input"]).astype(np.float64)}
    return (roundings * unit(arguments) * np.abs(getattr(operations, function)(**magnitudes)),)


def _window(arguments: Mapping[str, Any]) -> tuple[int, ...]:
    size = arguments["kernel_size"]
    return tuple(size) if isinstance(size, (tuple, list)) else (size, size)


def _saturating(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """sigmoid and tanh: a few roundings of numbers not larger than one."""
    return (16 * unit(arguments),)


def _softmax(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """The exponent t = x - max is rounded by t*u, which moves exp(t) by at most u/e; then a sum of n terms."""
    return (unit(arguments) * (16 + math.sqrt(arguments["input"].shape[arguments.get("dim", 0)])),)


def _normalization(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """y = (x - m) * s * w + b: m is wrong by about sqrt(n) u max|x|, and s by as much relative to the deviation."""
    x, eps = np.asarray(arguments["input"], dtype=np.float64), arguments.get("eps", 1e-5)
    spread = _smallest_deviation(function, arguments, x, eps)
    normalized = 1 + min(math.sqrt(max(x.size, 1)), 12.0)
    limit = _terms(x) * unit(arguments) * float(np.abs(x).max(initial=1.0)) / spread * normalized
    scale, offset = (_largest(arguments.get(name), default) for name, default in (("weight", 1.0), ("bias", 0.0)))
    return (limit * scale + 4 * unit(arguments) * offset,)


def statistics_tolerance(arguments: Mapping[str, Any]) -> dict[str, float]:
    """Limits for updated running statistics: roundings of the mean, and of squares of deviations from it."""
    x, u = np.asarray(arguments["input"], dtype=np.float64), unit(arguments)
    rounding = _terms(x) * u * float(np.abs(x).max(initial=1.0))
    deviation = float(np.abs(x - x.mean()).max(initial=0.0)) if x.size else 0.0
    old = max(_largest(arguments.get(name), 0.0) for name in ("running_mean", "running_var"))
    return {"running_mean": rounding + 4 * u * old, "running_var": 4 * rounding * (deviation + rounding) + 4 * u * old}


def _terms(x: np.ndarray) -> float:
    """How many roundings of a sum of the elements add up, taken as random."""
    return 16 + 4 * math.sqrt(max(x.size, 1))


def _largest(value: np.ndarray | None, default: float) -> float:
    return default if value is None else float(np.abs(value).max(initial=0.0))


def _smallest_deviation(function: str, arguments: Mapping[str, Any], x: np.ndarray, eps: float) -> float:
    """The smallest sqrt(variance + eps) that the input is divided by."""
    if x.size == 0:
        return 1.0
    if function == "batch_norm" and not arguments.get("training", False):
        return float(np.sqrt(np.min(arguments["running_var"]) + eps))
    if function == "instance_norm" and not arguments.get("use_input_stats", True):
        return float(np.sqrt(np.min(arguments["running_var"]) + eps))
    if function == "batch_norm":
        return float(np.sqrt(x.var(axis=(0, *range(2, x.ndim))).min() + eps))
    if function == "layer_norm":
        shape = arguments["normalized_shape"]
        axes = len(shape) if isinstance(shape, (tuple, list)) else 1
        return float(np.sqrt(x.var(axis=tuple(range(-axes, 0))).min() + eps))
    groups = arguments["num_groups"] if function == "group_norm" else x.shape[1]
    return float(np.sqrt(x.reshape(x.shape[0], groups, -1).var(axis=2).min() + eps))


def _sensitivity(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """How far the exact result moves when every argument moves by a few roundings, times a safety factor."""
    generator, u = np.random.default_rng(0), unit(arguments)
    limits = [float(np.abs(w).max(initial=0.0)) * 32 * u for w in wanted]
    for _ in range(2):
        moved = {name: _moved(value, u, generator) for name, value in arguments.items()}
        result = getattr(operations, function)(**moved)
        results = result if isinstance(result, tuple) else (result,)
        limits = [
            limit + 32 * float(np.abs(r - w).max(initial=0.0))
            for limit, r, w in zip(limits, results, wanted, strict=True)
        ]
    return tuple(limits)


def _moved(value: Any, u: float, generator: np.random.Generator) -> Any:
    if isinstance(value, list):
        return [_moved(v, u, generator) for v in value]
    if not isinstance(value, np.ndarray):
        return value
    exact = value.astype(np.float64)
    return exact + 4 * u * np.abs(exact).max(initial=0.0) * generator.choice([-1.0, 1.0], value.shape)


def _decoding(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """An exponential of log(1 + mu), in double precision."""
    return (2.0**-52 * 4 * (1 + math.log(arguments.get("quantization_channels", 256))),)


def _encoding(function: str, arguments: Mapping[str, Any], wanted: tuple[np.ndarray, ...]) -> Limits:
    """One code where the value to round lies within its own rounding error of the boundary between two codes."""
    mu = arguments.get("quantization_channels", 256) - 1
    signal = np.asarray(arguments["signal"])
    x = signal.astype(np.float64)
    position = (np.sign(x) * np.log1p(mu * np.abs(x)) / np.log1p(mu) + 1) / 2 * mu + 0.5
    near = np.abs(position - np.round(position)) < 8 * np.finfo(signal.dtype).eps * (mu + 1)
    return (np.where(near & (np.abs(x) < 1) & ((x != 0) | (round((mu + 1) / 2) % 2 == 1)), 1.0, 0.0),)


RULES = {
    "avg_pool2d": _division,
    "adaptive_avg_pool2d": _division,
    "sigmoid": _saturating,
    "tanh": _saturating,
    "softmax": _softmax,
    "batch_norm": _normalization,
    "layer_norm": _normalization,
    "instance_norm": _normalization,
    "group_norm": _normalization,
    "dense_block": _sensitivity,
    "transition_layer": _sensitivity,
    "gated_residual_layer": _sensitivity,
    "mu_law_encode": _encoding,
    "mu_law_decode": _decoding,
}
