"""Laws of pooling without the reference."""

import numpy as np

from ..compare import assert_close, assert_same, assert_true
from ..implementation import Implementation
from ..strategies.convolution import per_axis
from ..strategies.space import Case, Space
from ..strategies.spaces import simple
from .convolution import padded
from .registry import law
from .shared import assert_near

POOLS = ("max_pool2d", "avg_pool2d")


def cases(function: str, **values: object) -> Space:
    """Batched cases that return no indices."""
    return simple(function, **{"batched": True, "return_indices": False, "divisor_override": None, **values})


@law(
    "stride_defaults_to_kernel_size",
    "Without a stride the windows lie side by side: the stride is the kernel size.",
    lambda f: cases(f, stride=None, ceil_mode=[False, True]),
    of=POOLS,
    source="torch.nn.functional",
)
def stride_defaults_to_kernel_size(implementation: Implementation, case: Case) -> None:
    explicit = implementation.call(case.function, **{**case.arguments, "stride": case.kernel_size})
    assert_same(implementation.call(case.function, **case.arguments), explicit)


@law(
    "ceil_mode_extends",
    "ceil_mode adds windows at the end only, and changes no other result.",
    lambda f: cases(f, ceil_mode=False),
    of=POOLS,
    source="torch.nn.functional",
)
def ceil_mode_extends(implementation: Implementation, case: Case) -> None:
    floor = implementation.call(case.function, **case.arguments)
    ceil = implementation.call(case.function, **{**case.arguments, "ceil_mode": True})
    grown = [c - f for c, f in zip(ceil.shape[2:], floor.shape[2:], strict=True)]
    assert_true(set(grown) <= {0, 1}, f"ceil_mode gives size {ceil.shape[2:]} instead of {floor.shape[2:]}")
    inner = ceil[..., : floor.shape[2], : floor.shape[3]]
    assert_same(inner, floor)


@law(
    "stride_subsamples",
    "Stride s takes every s-th element of the result with stride 1.",
    lambda f: cases(f, ceil_mode=False, stride=[1, 2, 3, (1, 2), (3, 2)]),
    of=POOLS,
)
def stride_subsamples(implementation: Implementation, case: Case) -> None:
    dense = implementation.call(case.function, **{**case.arguments, "stride": 1})
    down, right = per_axis(case.stride, 2)
    compare = assert_same if case.function == "max_pool2d" else assert_near  # a mean may be rounded in two ways
    compare(implementation.call(case.function, **case.arguments), dense[..., ::down, ::right])


@law(
    "channels_independent",
    "Each channel of a pooling gives what it gives alone.",
    lambda f: cases(f, channels=[3, 2]),
    of=(*POOLS, "adaptive_avg_pool2d"),
)
def channels_independent(implementation: Implementation, case: Case) -> None:
    together = implementation.call(case.function, **case.arguments)
    for c in range(case.input.shape[1]):
        alone = implementation.call(case.function, **{**case.arguments, "input": case.input[:, c : c + 1]})
        assert_near(together[:, c : c + 1], alone, f"channel {c}")


MAX = lambda **values: cases("max_pool2d", **values)  # noqa: E731 - a name for the spaces below
AVG = lambda **values: cases("avg_pool2d", **values)  # noqa: E731
ADAPTIVE = lambda **values: cases("adaptive_avg_pool2d", **values)  # noqa: E731


@law(
    "commutes_with_increasing_maps",
    "max_pool2d of 3x + 2 is 3 times max_pool2d of x, plus 2.",
    MAX(),
    of=("max_pool2d",),
)
def commutes_with_increasing_maps(implementation: Implementation, case: Case) -> None:
    shifted = implementation.max_pool2d(**{**case.arguments, "input": 3 * case.input + 2})
    assert_same(shifted, 3 * implementation.max_pool2d(**case.arguments) + 2)


@law(
    "padding_never_wins",
    "Padding is minus infinity: of negative inputs the maximum is negative too.",
    MAX(contents="negative", padding=[1, 2, (0, 1)], kernel_size=[3, 2, 4, (2, 3)]),
    of=("max_pool2d",),
    source="torch.nn.functional",
)
def padding_never_wins(implementation: Implementation, case: Case) -> None:
    result = implementation.max_pool2d(**case.arguments)
    assert_true((result < 0).all(), "max_pool2d of negative numbers with padding is not negative everywhere")
    bordered = np.pad(
        case.input, [(0, 0), (0, 0), *((p, p) for p in per_axis(case.padding, 2))], constant_values=-np.inf
    )
    assert_same(result, _floor(implementation, case, bordered)[..., : result.shape[2], : result.shape[3]])


def _floor(implementation: Implementation, case: Case, bordered: np.ndarray) -> np.ndarray:
    """The same windows of an input that is padded already, with room at the end for those of ceil_mode."""
    options = {**case.options, "padding": 0, "ceil_mode": False}
    room = np.pad(bordered, [(0, 0), (0, 0), (0, 6), (0, 6)], constant_values=-np.inf)
    return implementation.max_pool2d(room, **options)


@law(
    "dominates_its_window",
    "max_pool2d with stride 1, odd kernel and half padding is nowhere below its input.",
    MAX(kernel_size=3, padding=1, stride=1, dilation=1),
    of=("max_pool2d",),
)
def dominates_its_window(implementation: Implementation, case: Case) -> None:
    result = implementation.max_pool2d(**case.arguments)
    assert_true(result.shape == case.input.shape, f"expected shape {case.input.shape}, got shape {result.shape}")
    assert_true((result >= case.input).all(), "a maximum is smaller than the centre of its window")


@law(
    "indices_point_at_the_maxima",
    "The elements at the returned indices are the maxima, and lie in the input.",
    MAX(return_indices=True, batch=[2, 1, 3]),
    of=("max_pool2d",),
    source="torch.nn.functional",
)
def indices_point_at_the_maxima(implementation: Implementation, case: Case) -> None:
    values, indices = implementation.max_pool2d(**case.arguments)
    flat = case.input.reshape(*case.input.shape[:2], -1)
    assert_true(((indices >= 0) & (indices < flat.shape[2])).all(), "an index lies outside the input")
    taken = np.take_along_axis(flat, indices.reshape(*indices.shape[:2], -1), axis=2)
    assert_same(taken.reshape(values.shape), values)
    assert_same(values, implementation.max_pool2d(**{**case.arguments, "return_indices": False}), "values with indices")


@law(
    "dilation_picks_every_dth",
    "With dilation d and stride d the windows are those of the d-th elements.",
    MAX(dilation=[1, 2, 3], stride=1, padding=0, ceil_mode=False),
    of=("max_pool2d",),
)
def dilation_picks_every_dth(implementation: Implementation, case: Case) -> None:
    d = case.dilation
    dilated = implementation.max_pool2d(**case.arguments)[..., ::d, ::d]
    thinned = {**case.arguments, "input": case.input[..., ::d, ::d], "dilation": 1}
    plain = implementation.max_pool2d(**thinned)
    assert_same(dilated, plain[..., : dilated.shape[2], : dilated.shape[3]])


@law(
    "pools_compose",
    "max_pool2d by 2 and then by 3 is max_pool2d by 6.",
    MAX(padding=0, stride=None, dilation=1, ceil_mode=False),
    of=("max_pool2d",),
)
def pools_compose(implementation: Implementation, case: Case) -> None:
    x = np.tile(case.input, (1, 1, 6, 6))
    twice = implementation.max_pool2d(implementation.max_pool2d(x, 2), 3)
    assert_same(twice, implementation.max_pool2d(x, 6))


@law(
    "propagates_nan",
    "A window with NaN gives NaN, and no other window does.",
    MAX(contents="with_nan"),
    of=("max_pool2d",),
    source="torch.nn.functional",
)
def propagates_nan(implementation: Implementation, case: Case) -> None:
    result = implementation.max_pool2d(**case.arguments)
    marks = np.isnan(case.input).astype(case.input.dtype)
    touched = implementation.max_pool2d(**{**case.arguments, "input": marks})
    assert_same(np.isnan(result).astype(marks.dtype), touched)


@law(
    "linear_in_input",
    "avg_pool2d of 2x - 3y is 2 times avg_pool2d of x minus 3 times avg_pool2d of y.",
    AVG(divisor_override=[None, 3]),
    of=("avg_pool2d",),
)
@law(
    "linear_in_input",
    "The adaptive average of 2x - 3y is 2 times that of x minus 3 times that of y.",
    ADAPTIVE(),
    of=("adaptive_avg_pool2d",),
)
def linear_in_input(implementation: Implementation, case: Case) -> None:
    def f(x: np.ndarray) -> np.ndarray:
        return implementation.call(case.function, x, **case.options)

    x, y = case.input, case.other("input")
    assert_near(f(2 * x - 3 * y), 2 * f(x) - 3 * f(y))


@law(
    "is_a_depthwise_convolution",
    "avg_pool2d is the depthwise convolution with the constant kernel 1/(KH KW).",
    AVG(ceil_mode=False, count_include_pad=True),
    of=("avg_pool2d",),
    needs=("conv2d",),
)
def is_a_depthwise_convolution(implementation: Implementation, case: Case) -> None:
    kernel = per_axis(case.kernel_size, 2)
    weight = np.ones((case.input.shape[1], 1, *kernel), case.input.dtype)
    sums = implementation.conv2d(
        case.input, weight, stride=case.stride or kernel, padding=case.padding, groups=case.input.shape[1]
    )
    assert_near(implementation.avg_pool2d(**case.arguments), sums / np.prod(kernel).astype(sums.dtype))


@law(
    "keeps_constants",
    "Without counting the padding the average of a constant is that constant.",
    AVG(count_include_pad=False, contents="ones"),
    of=("avg_pool2d",),
)
@law(
    "keeps_constants",
    "The adaptive average of a constant is that constant.",
    ADAPTIVE(contents="ones"),
    of=("adaptive_avg_pool2d",),
)
def keeps_constants(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **{**case.arguments, "input": 5 * case.input})
    assert_near(result, np.full_like(result, 5))


@law(
    "counts_the_padding",
    "Counting the padding is averaging explicit zeros.",
    AVG(count_include_pad=True, ceil_mode=False, padding=[1, (0, 1), 2], kernel_size=[3, 2, 4, (2, 3)]),
    of=("avg_pool2d",),
    source="torch.nn.functional",
)
def counts_the_padding(implementation: Implementation, case: Case) -> None:
    explicit = {**case.arguments, "input": padded(case.input, per_axis(case.padding, 2)), "padding": 0}
    assert_same(implementation.avg_pool2d(**case.arguments), implementation.avg_pool2d(**explicit))


@law(
    "divisor_divides_the_sum",
    "divisor_override 1 gives the sums, and any other divisor divides them.",
    AVG(divisor_override=[3, 7]),
    of=("avg_pool2d",),
    source="torch.nn.functional",
)
def divisor_divides_the_sum(implementation: Implementation, case: Case) -> None:
    sums = implementation.avg_pool2d(**{**case.arguments, "divisor_override": 1})
    assert_near(implementation.avg_pool2d(**case.arguments), sums / case.input.dtype.type(case.divisor_override))


@law(
    "divides_by_the_kernel_size",
    "Without padding the average is the sum divided by KH KW.",
    AVG(padding=0, ceil_mode=False),
    of=("avg_pool2d",),
)
def divides_by_the_kernel_size(implementation: Implementation, case: Case) -> None:
    sums = implementation.avg_pool2d(**{**case.arguments, "divisor_override": 1})
    count = sums.dtype.type(np.prod(per_axis(case.kernel_size, 2)))
    assert_near(implementation.avg_pool2d(**case.arguments), sums / count)


@law(
    "between_the_extremes",
    "An average lies between the smallest and the largest element.",
    AVG(count_include_pad=False),
    of=("avg_pool2d",),
)
@law(
    "between_the_extremes",
    "An adaptive average lies between the smallest and the largest element.",
    ADAPTIVE(),
    of=("adaptive_avg_pool2d",),
)
def between_the_extremes(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    low, high = case.input.min(axis=(2, 3), keepdims=True), case.input.max(axis=(2, 3), keepdims=True)
    assert_near(result, np.clip(result, low, high))


@law(
    "one_region_is_the_mean",
    "adaptive_avg_pool2d to size 1 is the mean over the image.",
    ADAPTIVE(output_size=[1, (1, 1)]),
    of=("adaptive_avg_pool2d",),
    source="Lin et al. 2014, global average pooling",
)
def one_region_is_the_mean(implementation: Implementation, case: Case) -> None:
    means = case.input.mean(axis=(2, 3), keepdims=True)
    assert_near(implementation.adaptive_avg_pool2d(**case.arguments), means)


@law(
    "own_size_is_the_identity",
    "adaptive_avg_pool2d to the input's own size gives the input; None is an axis's own size.",
    ADAPTIVE(),
    of=("adaptive_avg_pool2d",),
    source="torch.nn.functional",
)
def own_size_is_the_identity(implementation: Implementation, case: Case) -> None:
    height, width = case.input.shape[2:]
    for size in ((height, width), (None, None), (None, width), (height, None)):
        assert_same(implementation.adaptive_avg_pool2d(case.input, size), case.input, f"output_size={size}")


@law(
    "divisible_is_avg_pool2d",
    "Where the sizes divide, adaptive_avg_pool2d is avg_pool2d with kernel and stride H / H'.",
    ADAPTIVE(output_size=[2, 3, (2, 3), (3, 1)]),
    of=("adaptive_avg_pool2d",),
    needs=("avg_pool2d",),
)
def divisible_is_avg_pool2d(implementation: Implementation, case: Case) -> None:
    rows, columns = per_axis(case.output_size, 2)
    x = np.tile(case.input, (1, 1, rows, columns))
    kernel = (x.shape[2] // rows, x.shape[3] // columns)
    assert_near(implementation.adaptive_avg_pool2d(x, case.output_size), implementation.avg_pool2d(x, kernel))


@law(
    "regions_cover_and_overlap",
    "Region i of n covers the elements from floor(i H / n) to ceil((i + 1) H / n) - 1.",
    ADAPTIVE(output_size=[3, 2, 5, 7]),
    of=("adaptive_avg_pool2d",),
    source="torch.nn.functional",
)
def regions_cover_and_overlap(implementation: Implementation, case: Case) -> None:
    result, size = implementation.adaptive_avg_pool2d(**case.arguments), case.output_size
    height, width = case.input.shape[2:]
    for i, j in np.ndindex(size, size):
        rows = slice(i * height // size, -(-(i + 1) * height // size))
        columns = slice(j * width // size, -(-(j + 1) * width // size))
        assert_near(result[..., i, j], case.input[..., rows, columns].mean(axis=(2, 3)), f"region ({i}, {j})")


@law(
    "sum_of_windows",
    "Side by side and without padding, windows partition the image: the means keep its mean.",
    AVG(padding=0, stride=None, ceil_mode=False, kernel_size=[2, 3, (2, 3)]),
    of=("avg_pool2d",),
)
def sum_of_windows(implementation: Implementation, case: Case) -> None:
    x = np.tile(case.input, (1, 1, *per_axis(case.kernel_size, 2)))
    result = implementation.avg_pool2d(x, case.kernel_size)
    assert_close(result.mean(axis=(2, 3)), x.mean(axis=(2, 3)), 64 * np.finfo(x.dtype).eps * 20, "mean of the means")
