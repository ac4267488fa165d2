"""Laws of normalisations without the reference: which axes, what is invariant, how they relate, train and evaluation."""

from typing import Any

import numpy as np

from ..compare import assert_close, assert_same, assert_unaffected
from ..implementation import Implementation
from ..strategies.space import Case, Space
from ..strategies.spaces import simple
from .registry import law
from .shared import assert_near

NORMS = ("batch_norm", "layer_norm", "instance_norm", "group_norm")
IOFFE, BA, ULYANOV, WU = "Ioffe and Szegedy 2015", "Ba et al. 2016", "Ulyanov et al. 2016", "Wu and He 2018"


def own_statistics(function: str, **values: object) -> Space:
    """Cases that normalise by the input's own statistics, without running ones: at least two samples, some spatial size."""
    plain: dict[str, Any] = {
        "training": True, "use_input_stats": True, "running": False, "momentum": 0.1, "batch": [3, 2, 4],
        "spatial": [(4, 3), (5,), (3, 4, 2)], "contents": ["normal", "shifted"], "lead": [(2, 3), (3,), (4, 4)],
        "normalized": [(5,), (4, 3), (2, 3, 4)], **values,
    }  # fmt: skip
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


@law("standardizes_its_axes", "Over its own axes the result has mean 0 and variance v / (v + eps).", without_affine, of=NORMS,
     source=f"{IOFFE}; {BA}; {ULYANOV}; {WU}")  # fmt: skip
def standardizes_its_axes(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    x, axes = statistics_axes(case)
    result, variance = result.reshape(x.shape), x.astype(np.float64).var(axis=axes)
    limit = 200 * np.finfo(result.dtype).eps * 10
    assert_close(result.mean(axis=axes, dtype=np.float64), np.zeros_like(variance), limit, "mean of the result")
    wanted = variance / (variance + case.eps)
    assert_close(result.var(axis=axes, dtype=np.float64), wanted, limit, "variance of the result")


@law("only_its_axes", "What lies outside the normalised set of an element has no influence on it.", without_affine, of=NORMS,
     source=f"{IOFFE}; {BA}; {ULYANOV}; {WU}")  # fmt: skip
def only_its_axes(implementation: Implementation, case: Case) -> None:
    before = implementation.call(case.function, **case.arguments)
    shape = statistics_axes(case)[0].shape
    changed = case.input.copy().reshape(shape)
    where = (slice(None), 0) if case.function == "batch_norm" else 0
    changed[where] = 3 * changed[where] + 5
    after = implementation.call(case.function, **{**case.arguments, "input": changed.reshape(case.input.shape)})
    others = (slice(None), slice(1, None)) if case.function == "batch_norm" else slice(1, None)
    assert_unaffected(after.reshape(shape), before.reshape(shape), others)


@law("invariant_under_shifts", "Adding a constant to the input does not change the result.",
     lambda f: own_statistics(f, contents="eighths", dtype="float64", eps=0.01), of=NORMS)  # fmt: skip
def invariant_under_shifts(implementation: Implementation, case: Case) -> None:
    shifted = implementation.call(case.function, **{**case.arguments, "input": case.input + 64})
    assert_near(shifted, implementation.call(case.function, **case.arguments), factor=1e5)


@law("invariant_under_scaling", "The input times 4 with eps times 16 gives the same result: eps is added to the variance.",
     own_statistics, of=NORMS)  # fmt: skip
def invariant_under_scaling(implementation: Implementation, case: Case) -> None:
    scaled = implementation.call(case.function, **{**case.arguments, "input": 4 * case.input, "eps": 16 * case.eps})
    assert_near(scaled, implementation.call(case.function, **case.arguments), factor=500)


@law("odd_without_bias", "Without a bias the negated input gives the negated result.",
     lambda f: own_statistics(f, affine=["weight", "none"]), of=NORMS)  # fmt: skip
def odd_without_bias(implementation: Implementation, case: Case) -> None:
    negated = implementation.call(case.function, **{**case.arguments, "input": -case.input})
    assert_near(negated, -implementation.call(case.function, **case.arguments), factor=500)


@law("affine_comes_last", "The result with weight and bias is the result without, times the weight, plus the bias.",
     own_statistics, of=NORMS)  # fmt: skip
def affine_comes_last(implementation: Implementation, case: Case) -> None:
    plain = {name: value for name, value in case.arguments.items() if name not in ("weight", "bias")}
    expected = implementation.call(case.function, **plain)
    axes = 0 if case.function == "layer_norm" else case.input.ndim - 2
    weight = 1 if case.weight is None else case.weight.reshape(*case.weight.shape, *[1] * axes)
    bias = 0 if case.bias is None else case.bias.reshape(*case.bias.shape, *[1] * axes)
    assert_near(implementation.call(case.function, **case.arguments), expected * weight + bias)


@law("positions_exchangeable", "Permuting the spatial positions permutes the result.",
     lambda f: own_statistics(f, spatial=[(5,), (7,)]), of=("batch_norm", "instance_norm", "group_norm"))  # fmt: skip
def positions_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[2])
    permuted = implementation.call(case.function, **{**case.arguments, "input": case.input[:, :, order]})
    assert_near(permuted, implementation.call(case.function, **case.arguments)[:, :, order], factor=500)


@law("samples_exchangeable", "Permuting the samples permutes the result.", own_statistics, of=NORMS)
def samples_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(len(case.input))
    permuted = implementation.call(case.function, **{**case.arguments, "input": case.input[order]})
    assert_near(permuted, implementation.call(case.function, **case.arguments)[order], factor=500)


@law("channels_exchangeable", "Permuting channels with their weight and bias permutes the result.", own_statistics,
     of=("batch_norm", "instance_norm"))  # fmt: skip
def channels_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[1])
    moved = {name: None if case.arguments.get(name) is None else case.arguments[name][order] for name in ("weight", "bias")}
    permuted = implementation.call(case.function, **{**case.arguments, **moved, "input": case.input[:, order]})
    assert_near(permuted, implementation.call(case.function, **case.arguments)[:, order], factor=500)


@law("constant_gives_the_bias", "A constant input gives the bias: nothing is divided by zero.",
     lambda f: own_statistics(f, contents="constant"), of=NORMS)  # fmt: skip
def constant_gives_the_bias(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    axes = 0 if case.function == "layer_norm" else case.input.ndim - 2
    bias = 0 if case.bias is None else case.bias.reshape(*case.bias.shape, *[1] * axes)
    limit = np.finfo(result.dtype).eps * 2000 / np.sqrt(case.eps)
    assert_close(result, np.zeros_like(result) + bias, limit)


@law("accurate_with_a_large_mean", "In float32 a mean of 10,000 costs no more than the rounding of the mean.",
     lambda f: own_statistics(f, contents="large_mean", dtype="float32", eps=1e-5), of=NORMS,
     source="Chan, Golub and LeVeque 1983")  # fmt: skip
def accurate_with_a_large_mean(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **{**case.arguments, "weight": None, "bias": None})
    x, axes = statistics_axes(case)
    exact = x.astype(np.float64)
    exact = (exact - exact.mean(axis=axes, keepdims=True)) / np.sqrt(exact.var(axis=axes, keepdims=True) + case.eps)
    assert_close(result.reshape(x.shape), exact, 0.1, "result for an input with mean 10000")


# --- batch_norm: training, evaluation, running statistics

TRAINING = simple("batch_norm", training=True, running=True, batch=[3, 2, 4], contents=["normal", "shifted"],
                  spatial=[(4, 3), (5,), ()])  # fmt: skip
EVALUATION = simple("batch_norm", training=False, running=True, contents=["normal", "shifted"], batch=[3, 1, 2])


@law("evaluation_is_an_affine_map", "In evaluation each channel is scaled and shifted by its running statistics alone.",
     EVALUATION, of=("batch_norm",), source=IOFFE)  # fmt: skip
def evaluation_is_an_affine_map(implementation: Implementation, case: Case) -> None:
    axes = [1] * (case.input.ndim - 2)
    mean, variance = (case.arguments[name].reshape(-1, *axes) for name in ("running_mean", "running_var"))
    expected = (case.input - mean) / np.sqrt(variance + case.input.dtype.type(case.eps))
    expected = expected if case.weight is None else expected * case.weight.reshape(-1, *axes)
    expected = expected if case.bias is None else expected + case.bias.reshape(-1, *axes)
    assert_near(implementation.batch_norm(**case.arguments), expected)


@law("evaluation_leaves_the_statistics", "Evaluation does not change the running statistics.", EVALUATION,
     of=("batch_norm",), source=IOFFE)  # fmt: skip
def evaluation_leaves_the_statistics(implementation: Implementation, case: Case) -> None:
    before = case.running_mean.copy(), case.running_var.copy()
    implementation.batch_norm(**case.arguments)
    assert_same(case.running_mean, before[0], "running_mean after evaluation")
    assert_same(case.running_var, before[1], "running_var after evaluation")


@law("training_ignores_the_statistics", "In training the result does not depend on the running statistics.", TRAINING,
     of=("batch_norm",), source=IOFFE)  # fmt: skip
def training_ignores_the_statistics(implementation: Implementation, case: Case) -> None:
    without = {**case.arguments, "running_mean": None, "running_var": None}
    assert_same(implementation.batch_norm(**case.arguments), implementation.batch_norm(**without))


@law("running_statistics_move", "running = (1 - momentum) running + momentum batch, with the unbiased variance.", TRAINING,
     of=("batch_norm",), source="torch.nn.functional")  # fmt: skip
def running_statistics_move(implementation: Implementation, case: Case) -> None:
    axes = (0, *range(2, case.input.ndim))
    x, m = case.input.astype(np.float64), case.momentum
    mean = (1 - m) * case.running_mean + m * x.mean(axis=axes)
    variance = (1 - m) * case.running_var + m * x.var(axis=axes, ddof=1)
    implementation.batch_norm(**case.arguments)
    limit = 500 * np.finfo(case.input.dtype).eps * 10
    assert_close(case.running_mean, mean, limit, "running_mean after training")
    assert_close(case.running_var, variance, limit, "running_var after training")


@law("momentum_0_keeps", "With momentum 0 the running statistics stay.", TRAINING.restricted(momentum=0.0),
     of=("batch_norm",))  # fmt: skip
def momentum_0_keeps(implementation: Implementation, case: Case) -> None:
    before = case.running_mean.copy(), case.running_var.copy()
    implementation.batch_norm(**case.arguments)
    assert_same(case.running_mean, before[0], "running_mean with momentum 0")
    assert_same(case.running_var, before[1], "running_var with momentum 0")


@law("momentum_1_replaces", "With momentum 1 evaluation of the same batch repeats training, up to the unbiased variance.",
     TRAINING.restricted(momentum=1.0), of=("batch_norm",))  # fmt: skip
def momentum_1_replaces(implementation: Implementation, case: Case) -> None:
    trained = implementation.batch_norm(**{**case.arguments, "weight": None, "bias": None})
    count = case.input.size / case.input.shape[1]
    variance = case.running_var * case.input.dtype.type((count - 1) / count)
    again = implementation.batch_norm(case.input, case.running_mean, variance, eps=case.eps)
    assert_near(again, trained, factor=1000)


@law("folds_into_a_convolution", "In evaluation, a 1x1 convolution followed by batch_norm is one convolution with bias.",
     simple("batch_norm", training=False, running=True, spatial=[(4, 3), (1, 1), (2, 2)], batch=[3, 1, 2]),
     of=("batch_norm",), needs=("conv2d",), source="Jacob et al. 2018")  # fmt: skip
def folds_into_a_convolution(implementation: Implementation, case: Case) -> None:
    x, dtype = case.input, case.input.dtype
    w = np.random.default_rng(case.configuration["seed"]).integers(-3, 4, (x.shape[1], x.shape[1], 1, 1)).astype(dtype)
    scale = (1 if case.weight is None else case.weight) / np.sqrt(case.running_var + dtype.type(case.eps))
    bias = (0 if case.bias is None else case.bias) - case.running_mean * scale
    two = implementation.batch_norm(**{**case.arguments, "input": implementation.conv2d(x, w)})
    assert_near(two, implementation.conv2d(x, w * scale.reshape(-1, 1, 1, 1), bias.astype(dtype)), factor=500)


# --- how the normalisations relate


@law("batch_of_one_is_instance_norm", "batch_norm in training of one sample is instance_norm of it.",
     own_statistics("batch_norm", batch=1), of=("batch_norm",), needs=("instance_norm",), source=ULYANOV)  # fmt: skip
def batch_of_one_is_instance_norm(implementation: Implementation, case: Case) -> None:
    shared = {name: value for name, value in case.arguments.items() if name != "training"}
    assert_near(implementation.instance_norm(**shared), implementation.batch_norm(**case.arguments), factor=500)


@law("one_group_is_layer_norm", "group_norm with one group is layer_norm over channels and positions.",
     own_statistics("group_norm", num_groups=1, affine="none"), of=("group_norm",), needs=("layer_norm",),
     source=WU)  # fmt: skip
def one_group_is_layer_norm(implementation: Implementation, case: Case) -> None:
    layer = implementation.layer_norm(case.input, case.input.shape[1:], eps=case.eps)
    assert_near(implementation.group_norm(**case.arguments), layer, factor=500)


@law("a_group_each_is_instance_norm", "group_norm with as many groups as channels is instance_norm.",
     own_statistics("group_norm", group_channels=1), of=("group_norm",), needs=("instance_norm",), source=WU)  # fmt: skip
def a_group_each_is_instance_norm(implementation: Implementation, case: Case) -> None:
    instance = implementation.instance_norm(case.input, weight=case.weight, bias=case.bias, eps=case.eps)
    assert_near(implementation.group_norm(**case.arguments), instance, factor=500)


@law("groups_independent", "Each group gives what it gives alone.", own_statistics("group_norm", affine="none"),
     of=("group_norm",), source=WU)  # fmt: skip
def groups_independent(implementation: Implementation, case: Case) -> None:
    groups = np.split(case.input, case.num_groups, axis=1)
    alone = [implementation.group_norm(part, 1, eps=case.eps) for part in groups]
    assert_near(implementation.group_norm(**case.arguments), np.concatenate(alone, axis=1), factor=500)


@law("folds_samples_into_channels", "instance_norm is batch_norm of one sample with N*C channels.",
     own_statistics("instance_norm", affine="none"), of=("instance_norm",), needs=("batch_norm",), source=ULYANOV)  # fmt: skip
def folds_samples_into_channels(implementation: Implementation, case: Case) -> None:
    x = case.input
    folded = implementation.batch_norm(x.reshape(1, -1, *x.shape[2:]), None, None, training=True, eps=case.eps)
    assert_near(implementation.instance_norm(**case.arguments), folded.reshape(x.shape), factor=500)


RUNNING_INSTANCE = own_statistics("instance_norm", running=True, momentum=[0.1, 0.0, 1.0, 0.3])


@law("running_statistics_average_samples", "Running statistics move towards the samples' average mean and unbiased variance.",
     RUNNING_INSTANCE, of=("instance_norm",), source="torch.nn.functional")  # fmt: skip
def running_statistics_average_samples(implementation: Implementation, case: Case) -> None:
    axes = tuple(range(2, case.input.ndim))
    x, m = case.input.astype(np.float64), case.momentum
    mean = (1 - m) * case.running_mean + m * x.mean(axis=axes).mean(axis=0)
    variance = (1 - m) * case.running_var + m * x.var(axis=axes, ddof=1).mean(axis=0)
    implementation.instance_norm(**case.arguments)
    limit = 500 * np.finfo(case.input.dtype).eps * 10
    assert_close(case.running_mean, mean, limit, "running_mean")
    assert_close(case.running_var, variance, limit, "running_var")


@law("evaluation_is_batch_norm", "With use_input_stats=False instance_norm is batch_norm in evaluation.",
     simple("instance_norm", use_input_stats=False, running=True), of=("instance_norm",), needs=("batch_norm",),
     source="torch.nn.functional")  # fmt: skip
def evaluation_is_batch_norm(implementation: Implementation, case: Case) -> None:
    shared = {name: value for name, value in case.arguments.items() if name not in ("use_input_stats", "momentum")}
    batch = implementation.batch_norm(**shared)
    assert_near(implementation.instance_norm(**case.arguments), batch, factor=500)


@law("rows_independent", "layer_norm of many rows is layer_norm of each row.", own_statistics("layer_norm", normalized=[(5,), (2,)]),
     of=("layer_norm",), source=BA)  # fmt: skip
def rows_independent(implementation: Implementation, case: Case) -> None:
    result = implementation.layer_norm(**case.arguments)
    for where in np.ndindex(*case.input.shape[:-1]):
        alone = implementation.layer_norm(**{**case.arguments, "input": case.input[where]})
        assert_near(result[where], alone, f"row {where}", factor=500)


@law("features_exchangeable", "Permuting the features with weight and bias permutes the result.",
     own_statistics("layer_norm", normalized=[(5,), (17,)]), of=("layer_norm",), source=BA)  # fmt: skip
def features_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.input.shape[-1])
    moved = {name: None if case.arguments.get(name) is None else case.arguments[name][order] for name in ("weight", "bias")}
    permuted = implementation.layer_norm(**{**case.arguments, **moved, "input": case.input[..., order]})
    assert_near(permuted, implementation.layer_norm(**case.arguments)[..., order], factor=500)


@law("several_axes_are_one", "Normalising the last axes is normalising them flattened into one.",
     own_statistics("layer_norm", normalized=[(4, 3), (2, 3, 4)], affine="none"), of=("layer_norm",), source=BA)  # fmt: skip
def several_axes_are_one(implementation: Implementation, case: Case) -> None:
    lead = case.input.shape[: -len(case.normalized_shape)]
    flat = case.input.reshape(*lead, -1)
    one = implementation.layer_norm(flat, flat.shape[-1:], eps=case.eps)
    assert_near(implementation.layer_norm(**case.arguments), one.reshape(case.input.shape), factor=500)
