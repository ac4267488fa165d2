"""Laws of normalisations without the reference: which axes, what is invariant, where eps goes."""

from typing import Any

import numpy as np

from ..compare import assert_close, assert_unaffected
from ..implementation import Implementation
from ..strategies.space import Case, Space
from ..strategies.spaces import simple
from .registry import law
from .shared import assert_near

NORMS = ("batch_norm", "layer_norm", "instance_norm", "group_norm")
IOFFE, BA, ULYANOV, WU = "Ioffe and Szegedy 2015", "Ba et al. 2016", "Ulyanov et al. 2016", "Wu and He 2018"


def own_statistics(function: str, **values: object) -> Space:
    """Cases that normalise by the input's own statistics, of two samples or more, and some positions."""
    plain: dict[str, Any] = {
        "training": True,
        "use_input_stats": True,
        "running": False,
        "momentum": 0.1,
        "batch": [3, 2, 4],
        "spatial": [(4, 3), (5,), (3, 4, 2)],
        "contents": ["normal", "shifted"],
        "lead": [(2, 3), (3,), (4, 4)],
        "normalized": [(5,), (4, 3), (2, 3, 4)],
        **values,
    }
    return simple(function, **plain)


def without_affine(function: str) -> Space:
    """The same without weight and bias."""
    return own_statistics(function, affine="none")


def statistics_axes(case: Case) -> tuple[np.ndarray, tuple[int, ...]]:
    """The input reshaped, and the axes over which mean and variance are taken."""
    x = case.input
    if case.function == "batch_norm":
        return x, (0, *range(2, x.ndim))
    if case.function == "layer_norm":
        return x, tuple(range(-len(case.normalized_shape), 0))
    if case.function == "group_norm":
        return x.reshape(x.shape[0], case.num_groups, -1), (2,)
    return x, tuple(range(2, x.ndim))


@law(
    "standardizes_its_axes",
    "Over its own axes the result has mean 0 and variance v / (v + eps).",
    without_affine,
    of=NORMS,
    source=f"{IOFFE}; {BA}; {ULYANOV}; {WU}",
)
def standardizes_its_axes(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    x, axes = statistics_axes(case)
    result, variance = result.reshape(x.shape), x.astype(np.float64).var(axis=axes)
    limit = 200 * np.finfo(result.dtype).eps * 10
    assert_close(result.mean(axis=axes, dtype=np.float64), np.zeros_like(variance), limit, "mean of the result")
    wanted = variance / (variance + case.eps)
    assert_close(result.var(axis=axes, dtype=np.float64), wanted, limit, "variance of the result")


@law(
    "only_its_axes",
    "What lies outside the normalised set of an element has no influence on it.",
    without_affine,
    of=NORMS,
    source=f"{IOFFE}; {BA}; {ULYANOV}; {WU}",
)
def only_its_axes(implementation: Implementation, case: Case) -> None:
    before = implementation.call(case.function, **case.arguments)
    shape = statistics_axes(case)[0].shape
    changed = case.input.copy().reshape(shape)
    where = (slice(None), 0) if case.function == "batch_norm" else 0
    changed[where] = 3 * changed[where] + 5
    after = implementation.call(case.function, **{**case.arguments, "input": changed.reshape(case.input.shape)})
    others = (slice(None), slice(1, None)) if case.function == "batch_norm" else slice(1, None)
    assert_unaffected(after.reshape(shape), before.reshape(shape), others)


@law(
    "invariant_under_shifts",
    "Adding a constant to the input does not change the result.",
    lambda f: own_statistics(f, contents="eighths", dtype="float64", eps=0.01),
    of=NORMS,
)
def invariant_under_shifts(implementation: Implementation, case: Case) -> None:
    shifted = implementation.call(case.function, **{**case.arguments, "input": case.input + 64})
    assert_near(shifted, implementation.call(case.function, **case.arguments), factor=1e5)


@law(
    "invariant_under_scaling",
    "The input times 4 with eps times 16 gives the same result: eps is added to the variance.",
    own_statistics,
    of=NORMS,
)
def invariant_under_scaling(implementation: Implementation, case: Case) -> None:
    scaled = implementation.call(case.function, **{**case.arguments, "input": 4 * case.input, "eps": 16 * case.eps})
    assert_near(scaled, implementation.call(case.function, **case.arguments), factor=500)


@law(
    "odd_without_bias",
    "Without a bias the negated input gives the negated result.",
    lambda f: own_statistics(f, affine=["weight", "none"]),
    of=NORMS,
)
def odd_without_bias(implementation: Implementation, case: Case) -> None:
    negated = implementation.call(case.function, **{**case.arguments, "input": -case.input})
    assert_near(negated, -implementation.call(case.function, **case.arguments), factor=500)


@law(
    "affine_comes_last",
    "The result with weight and bias is the result without, times the weight, plus the bias.",
    own_statistics,
    of=NORMS,
)
def affine_comes_last(implementation: Implementation, case: Case) -> None:
    plain = {name: value for name, value in case.arguments.items() if name not in ("weight", "bias")}
    expected = implementation.call(case.function, **plain)
    axes = 0 if case.function == "layer_norm" else case.input.ndim - 2
    weight = 1 if case.weight is None else case.weight.reshape(*case.weight.shape, *[1] * axes)
    bias = 0 if case.bias is None else case.bias.reshape(*case.bias.shape, *[1] * axes)
    assert_near(implementation.call(case.function, **case.arguments), expected * weight + bias)


@law(
    "positions_exchangeable",
    "Permuting the spatial positions permutes the result.",
    lambda f: own_statistics(f, spatial=[(5,), (7,)]),
    of=("batch_norm", "instance_norm", "group_norm"),
)
def positions_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[2])
    permuted = implementation.call(case.function, **{**case.arguments, "input": case.input[:, :, order]})
    assert_near(permuted, implementation.call(case.function, **case.arguments)[:, :, order], factor=500)


@law("samples_exchangeable", "Permuting the samples permutes the result.", own_statistics, of=NORMS)
def samples_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(len(case.input))
    permuted = implementation.call(case.function, **{**case.arguments, "input": case.input[order]})
    assert_near(permuted, implementation.call(case.function, **case.arguments)[order], factor=500)


@law(
    "channels_exchangeable",
    "Permuting channels with their weight and bias permutes the result.",
    own_statistics,
    of=("batch_norm", "instance_norm"),
)
def channels_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[1])
    moved = {
        name: None if case.arguments.get(name) is None else case.arguments[name][order] for name in ("weight", "bias")
    }
    permuted = implementation.call(case.function, **{**case.arguments, **moved, "input": case.input[:, order]})
    assert_near(permuted, implementation.call(case.function, **case.arguments)[:, order], factor=500)


@law(
    "constant_gives_the_bias",
    "A constant input gives the bias: nothing is divided by zero.",
    lambda f: own_statistics(f, contents="constant"),
    of=NORMS,
)
def constant_gives_the_bias(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    axes = 0 if case.function == "layer_norm" else case.input.ndim - 2
    bias = 0 if case.bias is None else case.bias.reshape(*case.bias.shape, *[1] * axes)
    limit = np.finfo(result.dtype).eps * 2000 / np.sqrt(case.eps)
    assert_close(result, np.zeros_like(result) + bias, limit)


@law(
    "accurate_with_a_large_mean",
    "In float32 a mean of 10,000 costs no more than the rounding of the mean.",
    lambda f: own_statistics(f, contents="large_mean", dtype="float32", eps=1e-5),
    of=NORMS,
    source="Chan, Golub and LeVeque 1983",
)
def accurate_with_a_large_mean(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **{**case.arguments, "weight": None, "bias": None})
    x, axes = statistics_axes(case)
    exact = x.astype(np.float64)
    exact = (exact - exact.mean(axis=axes, keepdims=True)) / np.sqrt(exact.var(axis=axes, keepdims=True) + case.eps)
    assert_close(result.reshape(x.shape), exact, 0.1, "result for an input with mean 10000")
