"""Laws of residual blocks: identity at zero weights, their parts."""

import numpy as np

from ..compare import assert_same, assert_true
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law

HE = "He et al. 2016, ResNet"

RESIDUAL = simple("residual_block", batch=[2, 1, 3])


@law(
    "identity_at_zero_weights",
    "With zero weights the block is relu of its input.",
    RESIDUAL,
    of=("residual_block",),
    source=HE,
)
def identity_at_zero_weights(implementation: Implementation, case: Case) -> None:
    expected = np.maximum(case.input, 0)
    zeros = np.zeros_like(case.weight2)
    assert_same(implementation.residual_block(case.input, case.weight1, zeros), expected, "result with weight2 zero")
    zeros = np.zeros_like(case.weight1)
    assert_same(implementation.residual_block(case.input, zeros, case.weight2), expected, "result with weight1 zero")


@law(
    "is_its_parts",
    "It is relu(x + conv(relu(conv(x)))), both convolutions keeping the size.",
    RESIDUAL,
    of=("residual_block",),
    needs=("conv2d", "relu"),
    source=HE,
)
def residual_is_its_parts(implementation: Implementation, case: Case) -> None:
    halves = [tuple(n // 2 for n in w.shape[2:]) for w in (case.weight1, case.weight2)]
    inner = implementation.relu(implementation.conv2d(case.input, case.weight1, padding=halves[0]))
    outer = implementation.conv2d(inner, case.weight2, padding=halves[1])
    assert_same(
        implementation.residual_block(case.input, case.weight1, case.weight2), implementation.relu(case.input + outer)
    )


@law("homogeneous", "The block of 2x is twice the block of x.", RESIDUAL, of=("residual_block",), source=HE)
def residual_homogeneous(implementation: Implementation, case: Case) -> None:
    doubled = implementation.residual_block(2 * case.input, case.weight1, case.weight2)
    assert_same(doubled, 2 * implementation.residual_block(case.input, case.weight1, case.weight2))


@law(
    "never_negative",
    "The result is not negative, and has the input's shape.",
    RESIDUAL,
    of=("residual_block",),
    source=HE,
)
def never_negative(implementation: Implementation, case: Case) -> None:
    result = implementation.residual_block(case.input, case.weight1, case.weight2)
    assert_true(result.shape == case.input.shape, f"expected shape {case.input.shape}, got shape {result.shape}")
    assert_true((result >= 0).all(), "the result is negative somewhere")


@law(
    "inner_relu",
    "Where the first convolution is nowhere positive, the block is relu of its input.",
    simple("residual_block", batch=[2, 1, 3], contents="ones"),
    of=("residual_block",),
    source=HE,
)
def inner_relu(implementation: Implementation, case: Case) -> None:
    negative = -np.abs(case.weight1)
    x = np.abs(case.input)
    assert_same(implementation.residual_block(x, negative, case.weight2), x)


@law(
    "inner_channels_exchangeable",
    "Permuting the inner channels in both weights leaves the result as it is.",
    RESIDUAL,
    of=("residual_block",),
)
def inner_channels_exchangeable(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.weight1.shape[0])
    permuted = implementation.residual_block(case.input, case.weight1[order], case.weight2[:, order])
    assert_same(permuted, implementation.residual_block(case.input, case.weight1, case.weight2))
