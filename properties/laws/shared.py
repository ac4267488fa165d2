"""Laws that several families share: linearity, bias, independent samples, unbatched inputs."""

import numpy as np

from ..compare import assert_close, assert_same
from ..implementation import Implementation
from ..strategies.space import Case, Space
from ..strategies.spaces import simple
from .registry import law

CONVOLUTIONS = ("conv1d", "conv2d")
TRANSPOSED = ("conv_transpose1d", "conv_transpose2d")
SEPARABLE = ("depthwise_conv2d", "pointwise_conv2d")
AFFINE = (*CONVOLUTIONS, *TRANSPOSED, *SEPARABLE, "linear", "causal_conv1d", "masked_conv2d")
POOLING = ("max_pool2d", "avg_pool2d", "adaptive_avg_pool2d")


def assert_near(got: np.ndarray, expected: np.ndarray, what: str = "result", factor: float = 64) -> None:
    """Equal up to some roundings of the largest value: for means and normalisations."""
    eps = np.finfo(got.dtype).eps
    assert_close(got, expected, factor * eps * max(1.0, float(np.abs(expected).max(initial=0.0))), what)


def without_bias(function: str) -> Space:
    """Batched cases without a bias."""
    return simple(function, bias=False, batched=True)


def batched(function: str) -> Space:
    """Cases with two samples or more."""
    return simple(function, batch=[2, 3, 4], batched=True, use_input_stats=True, training=False, running=True)


@law("linear_in_input", "{f} of 2x - 3y is 2 times {f} of x minus 3 times {f} of y.", without_bias, of=AFFINE)
def linear_in_input(implementation: Implementation, case: Case) -> None:
    def f(x: np.ndarray) -> np.ndarray:
        return implementation.call(case.function, x, case.weight, **case.options)

    x, y = case.input, case.other("input")
    assert_same(f(2 * x - 3 * y), 2 * f(x) - 3 * f(y))


@law(
    "linear_in_weight",
    "{f} with weight 2v - 3w is 2 times {f} with v minus 3 times {f} with w.",
    without_bias,
    of=AFFINE,
)
def linear_in_weight(implementation: Implementation, case: Case) -> None:
    def f(w: np.ndarray) -> np.ndarray:
        return implementation.call(case.function, case.input, w, **case.options)

    v, w = case.weight, case.other("weight")
    assert_same(f(2 * v - 3 * w), 2 * f(v) - 3 * f(w))


@law(
    "bias_is_added",
    "The bias of {f} is added once to every element of its own output channel.",
    lambda f: simple(f, bias=True, batched=True),
    of=AFFINE,
)
def bias_is_added(implementation: Implementation, case: Case) -> None:
    with_bias = implementation.call(case.function, case.input, case.weight, case.bias, **case.options)
    without = implementation.call(case.function, case.input, case.weight, **case.options)
    axes = 0 if case.function == "linear" else with_bias.ndim - 2
    assert_same(with_bias, without + case.bias.reshape(-1, *[1] * axes))


@law("zero_for_zero", "{f} of zeros without a bias is zero everywhere.", without_bias, of=AFFINE)
def zero_for_zero(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, np.zeros_like(case.input), case.weight, **case.options)
    assert_same(result, np.zeros_like(result))


INDEPENDENT = (
    *CONVOLUTIONS,
    *TRANSPOSED,
    *SEPARABLE,
    *POOLING,
    "depthwise_separable_conv2d",
    "causal_conv1d",
    "masked_conv2d",
    "residual_block",
    "gated_residual_layer",
    "instance_norm",
    "group_norm",
    "batch_norm",
)


@law("samples_independent", "Each sample of a batch gives what it gives alone.", batched, of=INDEPENDENT)
def samples_independent(implementation: Implementation, case: Case) -> None:
    arguments = {name: value for name, value in case.arguments.items() if name != "input"}
    if case.function == "instance_norm":
        arguments.update(running_mean=None, running_var=None)
    together = _tuple(implementation.call(case.function, case.input, **arguments))
    for n in range(len(case.input)):
        alone = _tuple(implementation.call(case.function, case.input[n : n + 1], **arguments))
        for whole, one in zip(together, alone, strict=True):
            _same_or_near(whole[n : n + 1], one, case.function, f"sample {n} in the batch")


def _tuple(result: object) -> tuple:
    return result if isinstance(result, tuple) else (result,)


EXACT = (*AFFINE, "depthwise_separable_conv2d", "residual_block", "max_pool2d")


def _same_or_near(got: np.ndarray, expected: np.ndarray, function: str, what: str) -> None:
    (assert_same if function in EXACT else assert_near)(got, expected, what)


@law(
    "unbatched",
    "{f} of a sample without its batch axis is the batched result without that axis.",
    lambda f: simple(f, batch=1, batched=True),
    of=(*CONVOLUTIONS, *TRANSPOSED, *POOLING),
)
def unbatched(implementation: Implementation, case: Case) -> None:
    arguments = {name: value for name, value in case.arguments.items() if name != "input"}
    batch = _tuple(implementation.call(case.function, case.input, **arguments))
    single = _tuple(implementation.call(case.function, case.input[0], **arguments))
    for whole, one in zip(batch, single, strict=True):
        assert_same(one, whole[0])


@law(
    "empty_batch",
    "An empty batch gives an empty result of the right shape.",
    lambda f: simple(f, batch=2, batched=True),
    of=(
        *CONVOLUTIONS,
        *TRANSPOSED,
        *SEPARABLE,
        *POOLING,
        "depthwise_separable_conv2d",
        "causal_conv1d",
        "masked_conv2d",
    ),
)
def empty_batch(implementation: Implementation, case: Case) -> None:
    arguments = {name: value for name, value in case.arguments.items() if name != "input"}
    full = _tuple(implementation.call(case.function, case.input, **arguments))
    empty = _tuple(implementation.call(case.function, case.input[:0], **arguments))
    for some, none in zip(full, empty, strict=True):
        assert_same(none, some[:0])


TRANSPOSABLE = ("conv2d", "conv_transpose2d", "depthwise_conv2d", *POOLING)


@law(
    "image_axes_alike",
    "With height and width exchanged in every argument, {f} gives the transposed result.",
    lambda f: simple(f, batched=True, return_indices=False, bias=False),
    of=TRANSPOSABLE,
)
def image_axes_alike(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    swapped = {name: _swapped(value) for name, value in case.arguments.items()}
    transposed = implementation.call(case.function, **swapped)
    _same_or_near(np.swapaxes(transposed, 2, 3), result, case.function, "result of the transposed image")


def _swapped(value: object) -> object:
    if isinstance(value, np.ndarray):
        return np.swapaxes(value, 2, 3)
    return value[::-1] if isinstance(value, tuple) else value


REPEATED = ("conv2d", "avg_pool2d", "max_pool2d", "depthwise_conv2d", "pointwise_conv2d", "masked_conv2d")


@law(
    "channels_exchangeable",
    "{f} treats channels alike: permuting them permutes the result, or leaves it as it is.",
    lambda f: simple(f, batched=True, groups=1, multiplier=1, bias=False, return_indices=False),
    of=REPEATED,
)
def channels_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[1])
    arguments = {**case.arguments, "input": case.input[:, order]}
    if case.function == "depthwise_conv2d":
        arguments["weight"] = case.weight[order]
    elif "weight" in arguments:
        arguments["weight"] = case.weight[:, order]
    result = implementation.call(case.function, **case.arguments)
    keeps = case.function in ("conv2d", "pointwise_conv2d", "masked_conv2d")
    permuted = implementation.call(case.function, **arguments)
    _same_or_near(permuted, result if keeps else result[:, order], case.function, "result with permuted channels")
