"""Laws of running statistics: training, evaluation, momentum."""

import numpy as np

from ..compare import assert_close, assert_same
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .normalization import IOFFE, own_statistics
from .registry import law
from .shared import assert_near

TRAINING = simple(
    "batch_norm",
    training=True,
    running=True,
    batch=[3, 2, 4],
    contents=["normal", "shifted"],
    spatial=[(4, 3), (5,), ()],
)
EVALUATION = simple("batch_norm", training=False, running=True, contents=["normal", "shifted"], batch=[3, 1, 2])


@law(
    "evaluation_is_an_affine_map",
    "In evaluation each channel is scaled and shifted by its running statistics alone.",
    EVALUATION,
    of=("batch_norm",),
    source=IOFFE,
)
def evaluation_is_an_affine_map(implementation: Implementation, case: Case) -> None:
    axes = [1] * (case.input.ndim - 2)
    mean, variance = (case.arguments[name].reshape(-1, *axes) for name in ("running_mean", "running_var"))
    expected = (case.input - mean) / np.sqrt(variance + case.input.dtype.type(case.eps))
    expected = expected if case.weight is None else expected * case.weight.reshape(-1, *axes)
    expected = expected if case.bias is None else expected + case.bias.reshape(-1, *axes)
    assert_near(implementation.batch_norm(**case.arguments), expected)


@law(
    "evaluation_leaves_the_statistics",
    "Evaluation does not change the running statistics.",
    EVALUATION,
    of=("batch_norm",),
    source=IOFFE,
)
def evaluation_leaves_the_statistics(implementation: Implementation, case: Case) -> None:
    before = case.running_mean.copy(), case.running_var.copy()
    implementation.batch_norm(**case.arguments)
    assert_same(case.running_mean, before[0], "running_mean after evaluation")
    assert_same(case.running_var, before[1], "running_var after evaluation")


@law(
    "training_ignores_the_statistics",
    "In training the result does not depend on the running statistics.",
    TRAINING,
    of=("batch_norm",),
    source=IOFFE,
)
def training_ignores_the_statistics(implementation: Implementation, case: Case) -> None:
    without = {**case.arguments, "running_mean": None, "running_var": None}
    assert_same(implementation.batch_norm(**case.arguments), implementation.batch_norm(**without))


@law(
    "running_statistics_move",
    "running = (1 - momentum) running + momentum batch, with the unbiased variance.",
    TRAINING,
    of=("batch_norm",),
    source="torch.nn.functional",
)
def running_statistics_move(implementation: Implementation, case: Case) -> None:
    axes = (0, *range(2, case.input.ndim))
    x, m = case.input.astype(np.float64), case.momentum
    mean = (1 - m) * case.running_mean + m * x.mean(axis=axes)
    variance = (1 - m) * case.running_var + m * x.var(axis=axes, ddof=1)
    implementation.batch_norm(**case.arguments)
    limit = 500 * np.finfo(case.input.dtype).eps * 10
    assert_close(case.running_mean, mean, limit, "running_mean after training")
    assert_close(case.running_var, variance, limit, "running_var after training")


@law(
    "momentum_0_keeps",
    "With momentum 0 the running statistics stay.",
    TRAINING.restricted(momentum=0.0),
    of=("batch_norm",),
)
def momentum_0_keeps(implementation: Implementation, case: Case) -> None:
    before = case.running_mean.copy(), case.running_var.copy()
    implementation.batch_norm(**case.arguments)
    assert_same(case.running_mean, before[0], "running_mean with momentum 0")
    assert_same(case.running_var, before[1], "running_var with momentum 0")


@law(
    "momentum_1_replaces",
    "With momentum 1 evaluation of the same batch repeats training, up to the unbiased variance.",
    TRAINING.restricted(momentum=1.0),
    of=("batch_norm",),
)
def momentum_1_replaces(implementation: Implementation, case: Case) -> None:
    trained = implementation.batch_norm(**{**case.arguments, "weight": None, "bias": None})
    count = case.input.size / case.input.shape[1]
    variance = case.running_var * case.input.dtype.type((count - 1) / count)
    again = implementation.batch_norm(case.input, case.running_mean, variance, eps=case.eps)
    assert_near(again, trained, factor=1000)


@law(
    "folds_into_a_convolution",
    "In evaluation, a 1x1 convolution followed by batch_norm is one convolution with bias.",
    simple("batch_norm", training=False, running=True, spatial=[(4, 3), (1, 1), (2, 2)], batch=[3, 1, 2]),
    of=("batch_norm",),
    needs=("conv2d",),
    source="Jacob et al. 2018",
)
def folds_into_a_convolution(implementation: Implementation, case: Case) -> None:
    x, dtype = case.input, case.input.dtype
    w = np.random.default_rng(case.configuration["seed"]).integers(-3, 4, (x.shape[1], x.shape[1], 1, 1)).astype(dtype)
    scale = (1 if case.weight is None else case.weight) / np.sqrt(case.running_var + dtype.type(case.eps))
    bias = (0 if case.bias is None else case.bias) - case.running_mean * scale
    two = implementation.batch_norm(**{**case.arguments, "input": implementation.conv2d(x, w)})
    assert_near(two, implementation.conv2d(x, w * scale.reshape(-1, 1, 1, 1), bias.astype(dtype)), factor=500)


RUNNING_INSTANCE = own_statistics("instance_norm", running=True, momentum=[0.1, 0.0, 1.0, 0.3])


@law(
    "running_statistics_average_samples",
    "Running statistics move towards the samples' average mean and unbiased variance.",
    RUNNING_INSTANCE,
    of=("instance_norm",),
    source="torch.nn.functional",
)
def running_statistics_average_samples(implementation: Implementation, case: Case) -> None:
    axes = tuple(range(2, case.input.ndim))
    x, m = case.input.astype(np.float64), case.momentum
    mean = (1 - m) * case.running_mean + m * x.mean(axis=axes).mean(axis=0)
    variance = (1 - m) * case.running_var + m * x.var(axis=axes, ddof=1).mean(axis=0)
    implementation.instance_norm(**case.arguments)
    limit = 500 * np.finfo(case.input.dtype).eps * 10
    assert_close(case.running_mean, mean, limit, "running_mean")
    assert_close(case.running_var, variance, limit, "running_var")


@law(
    "evaluation_is_batch_norm",
    "With use_input_stats=False instance_norm is batch_norm in evaluation.",
    simple("instance_norm", use_input_stats=False, running=True),
    of=("instance_norm",),
    needs=("batch_norm",),
    source="torch.nn.functional",
)
def evaluation_is_batch_norm(implementation: Implementation, case: Case) -> None:
    shared = {name: value for name, value in case.arguments.items() if name not in ("use_input_stats", "momentum")}
    batch = implementation.batch_norm(**shared)
    assert_near(implementation.instance_norm(**case.arguments), batch, factor=500)
