"""Laws of depthwise, pointwise and depthwise separable convolutions, without the reference."""

import numpy as np

from ..compare import assert_same, assert_unaffected
from ..implementation import Implementation
from ..strategies.convolution import per_axis
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law

HOWARD, CHOLLET = "Howard et al. 2017, MobileNets", "Chollet 2017, Xception"


def _options(case: Case) -> dict:
    return {name: getattr(case, name) for name in ("stride", "padding", "dilation")}


@law(
    "is_a_grouped_convolution",
    "depthwise_conv2d is conv2d with as many groups as channels.",
    lambda f: simple(f),
    of=("depthwise_conv2d",),
    needs=("conv2d",),
    source=HOWARD,
)
def is_a_grouped_convolution(implementation: Implementation, case: Case) -> None:
    grouped = implementation.conv2d(case.input, case.weight, case.bias, groups=case.input.shape[1], **_options(case))
    assert_same(implementation.depthwise_conv2d(**case.arguments), grouped)


@law(
    "channels_stay_apart",
    "An output channel sees its own input channel and no other.",
    lambda f: simple(f, channels=[3, 2, 4]),
    of=("depthwise_conv2d",),
    source=HOWARD,
)
def channels_stay_apart(implementation: Implementation, case: Case) -> None:
    before = implementation.depthwise_conv2d(**case.arguments)
    multiplier = before.shape[1] // case.input.shape[1]
    changed = case.input.copy()
    changed[:, 0] += 1
    after = implementation.depthwise_conv2d(**{**case.arguments, "input": changed})
    assert_unaffected(after, before, (slice(None), slice(multiplier, None)))


@law(
    "channels_one_by_one",
    "Output channel m is conv2d of input channel m // multiplier with kernel m.",
    lambda f: simple(f),
    of=("depthwise_conv2d",),
    needs=("conv2d",),
    source=HOWARD,
)
def channels_one_by_one(implementation: Implementation, case: Case) -> None:
    result = implementation.depthwise_conv2d(**case.arguments)
    multiplier = result.shape[1] // case.input.shape[1]
    for m in range(result.shape[1]):
        c, bias = m // multiplier, None if case.bias is None else case.bias[m : m + 1]
        one = implementation.conv2d(case.input[:, c : c + 1], case.weight[m : m + 1], bias, **_options(case))
        assert_same(result[:, m : m + 1], one, f"output channel {m}")


@law(
    "is_a_matrix_product",
    "pointwise_conv2d is a matrix product over the channels of every pixel.",
    lambda f: simple(f),
    of=("pointwise_conv2d",),
    source="Lin et al. 2014, Network in network",
)
def is_a_matrix_product(implementation: Implementation, case: Case) -> None:
    product = np.moveaxis(np.tensordot(case.weight[:, :, 0, 0], case.input, axes=(1, 1)), 0, 1)
    bias = 0 if case.bias is None else case.bias.reshape(-1, 1, 1)
    assert_same(implementation.pointwise_conv2d(**case.arguments), product + bias)


@law(
    "pixels_independent",
    "A pixel of pointwise_conv2d depends on that pixel alone.",
    lambda f: simple(f, batch=[2, 1]),
    of=("pointwise_conv2d",),
)
def pixels_independent(implementation: Implementation, case: Case) -> None:
    before = implementation.pointwise_conv2d(**case.arguments)
    changed = case.input.copy()
    changed[..., 0, 0] += 1
    after = implementation.pointwise_conv2d(**{**case.arguments, "input": changed})
    others = np.ones(before.shape, bool)
    others[..., 0, 0] = False
    assert_unaffected(after, before, others)


SEPARABLE = simple("depthwise_separable_conv2d")


@law(
    "is_depthwise_then_pointwise",
    "It is depthwise_conv2d followed by pointwise_conv2d, with nothing between.",
    SEPARABLE,
    of=("depthwise_separable_conv2d",),
    needs=("depthwise_conv2d", "pointwise_conv2d"),
    source=HOWARD,
)
def is_depthwise_then_pointwise(implementation: Implementation, case: Case) -> None:
    inner = implementation.depthwise_conv2d(case.input, case.depthwise_weight, **_options(case))
    outer = implementation.pointwise_conv2d(inner, case.pointwise_weight)
    assert_same(implementation.depthwise_separable_conv2d(**case.arguments), outer)


@law(
    "is_a_factored_convolution",
    "It is conv2d with the kernel sum over multiplier of pointwise times depthwise, exactly.",
    SEPARABLE,
    of=("depthwise_separable_conv2d",),
    needs=("conv2d",),
    source=CHOLLET,
)
def is_a_factored_convolution(implementation: Implementation, case: Case) -> None:
    depthwise, pointwise, channels = case.depthwise_weight, case.pointwise_weight[:, :, 0, 0], case.input.shape[1]
    multiplier = depthwise.shape[0] // channels
    kernels = depthwise.reshape(channels, multiplier, *depthwise.shape[2:])
    factored = np.einsum("mcq,cqij->mcij", pointwise.reshape(len(pointwise), channels, multiplier), kernels)
    full = implementation.conv2d(case.input, factored.astype(case.input.dtype), **_options(case))
    assert_same(implementation.depthwise_separable_conv2d(**case.arguments), full)


@law(
    "linear_in_each_argument",
    "Doubling the input, or either weight, doubles the result.",
    SEPARABLE,
    of=("depthwise_separable_conv2d",),
)
def linear_in_each_argument(implementation: Implementation, case: Case) -> None:
    result = implementation.depthwise_separable_conv2d(**case.arguments)
    for name in ("input", "depthwise_weight", "pointwise_weight"):
        doubled = implementation.depthwise_separable_conv2d(**{**case.arguments, name: 2 * case.arguments[name]})
        assert_same(doubled, 2 * result, f"result with {name} doubled")


@law(
    "stride_and_padding_are_per_axis",
    "Stride, padding and dilation given as pairs act on rows and columns apart.",
    simple("depthwise_conv2d", bias=False),
    of=("depthwise_conv2d",),
)
def stride_and_padding_are_per_axis(implementation: Implementation, case: Case) -> None:
    pairs = {name: per_axis(value, 2) for name, value in _options(case).items()}
    plain = implementation.depthwise_conv2d(**{**case.arguments, **_options(case)})
    assert_same(implementation.depthwise_conv2d(case.input, case.weight, **pairs), plain)
