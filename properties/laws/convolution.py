"""Laws of convolutions without the reference: how their options, their channels and their kernels relate."""

from typing import Any

import numpy as np

from ..compare import assert_same
from ..implementation import Implementation
from ..strategies.convolution import per_axis
from ..strategies.space import Case, Space
from ..strategies.spaces import simple
from .registry import law
from .shared import CONVOLUTIONS

DUMOULIN = "Dumoulin and Visin 2016, A guide to convolution arithmetic"


def axes_of(case: Case) -> int:
    """The number of spatial axes of the case's function."""
    return case.input.ndim - 2


def each(case: Case, name: str) -> tuple[int, ...]:
    """An option of the case as one number for each spatial axis."""
    return per_axis(getattr(case, name), axes_of(case))


def padded(x: np.ndarray, widths: tuple[int, ...]) -> np.ndarray:
    """Zeros put explicitly around the spatial axes."""
    return np.pad(x, [(0, 0), (0, 0), *((p, p) for p in widths)])


def stuffed(x: np.ndarray, steps: tuple[int, ...]) -> np.ndarray:
    """The array with step - 1 zeros between neighbours on its last axes."""
    shape = [*x.shape[:2], *((n - 1) * s + 1 for n, s in zip(x.shape[2:], steps, strict=True))]
    result = np.zeros(shape, x.dtype)
    result[(..., *(slice(None, None, s) for s in steps))] = x
    return result


def every(steps: tuple[int, ...]) -> tuple:
    """The index of every step-th element on the spatial axes."""
    return (..., *(slice(None, None, s) for s in steps))


def cases(function: str, **values: Any) -> Space:
    """Batched cases without strings for the padding."""
    return simple(
        function, **{"batched": True, "padding": [0, 1, 2, (1,) if function == "conv1d" else (1, 2)], **values}
    )


@law(
    "padding_is_explicit_zeros",
    "Padding by p is the same as putting p zeros around the input.",
    cases,
    of=CONVOLUTIONS,
    source=DUMOULIN,
)
def padding_is_explicit_zeros(implementation: Implementation, case: Case) -> None:
    options = {**case.options, "padding": 0}
    explicit = implementation.call(
        case.function, padded(case.input, each(case, "padding")), case.weight, case.bias, **options
    )
    assert_same(implementation.call(case.function, **case.arguments), explicit)


@law(
    "stride_subsamples",
    "Stride s takes every s-th element of the result with stride 1.",
    cases,
    of=CONVOLUTIONS,
    source=DUMOULIN,
)
def stride_subsamples(implementation: Implementation, case: Case) -> None:
    dense = implementation.call(case.function, **{**case.arguments, "stride": 1})
    assert_same(implementation.call(case.function, **case.arguments), dense[every(each(case, "stride"))])


@law(
    "dilation_stuffs_the_kernel",
    "Dilation d is a kernel with d - 1 zeros between its elements.",
    cases,
    of=CONVOLUTIONS,
    source="Yu and Koltun 2016",
)
def dilation_stuffs_the_kernel(implementation: Implementation, case: Case) -> None:
    kernel = stuffed(case.weight, each(case, "dilation"))
    wide = implementation.call(case.function, **{**case.arguments, "weight": kernel, "dilation": 1})
    assert_same(implementation.call(case.function, **case.arguments), wide)


@law(
    "groups_split_and_concatenate",
    "Groups are separate convolutions of parts of the channels, concatenated.",
    cases,
    of=CONVOLUTIONS,
    source="Krizhevsky et al. 2012",
)
def groups_split_and_concatenate(implementation: Implementation, case: Case) -> None:
    options = {name: value for name, value in case.options.items() if name != "groups"}
    count = case.arguments.get("groups", 1)
    biases = [None] * count if case.bias is None else np.split(case.bias, count)
    parts = [
        implementation.call(case.function, x, w, b, **options)
        for x, w, b in zip(np.split(case.input, count, 1), np.split(case.weight, count), biases, strict=True)
    ]
    assert_same(implementation.call(case.function, **case.arguments), np.concatenate(parts, axis=1))


@law(
    "sum_over_offsets",
    "The result is the sum over kernel offsets of shifted inputs mixed by that offset's weights.",
    lambda f: cases(f, groups=1),
    of=CONVOLUTIONS,
    source=DUMOULIN,
)
def sum_over_offsets(implementation: Implementation, case: Case) -> None:
    result = implementation.call(case.function, **case.arguments)
    x, strides, dilations = padded(case.input, each(case, "padding")), each(case, "stride"), each(case, "dilation")
    total = np.zeros_like(result)
    for offset in np.ndindex(*case.weight.shape[2:]):
        where = (
            slice(i * d, i * d + (n - 1) * s + 1, s)
            for i, d, s, n in zip(offset, dilations, strides, result.shape[2:], strict=True)
        )
        mixed = np.tensordot(case.weight[(..., *offset)], x[(..., *where)], axes=(1, 1))
        total += np.moveaxis(mixed, 0, 1).astype(total.dtype)
    bias = 0 if case.bias is None else case.bias.reshape(-1, *[1] * axes_of(case))
    assert_same(result, total + bias)


@law(
    "translation_equivariant",
    "An input shifted by one position along every axis gives the result shifted by one.",
    lambda f: cases(f, stride=1, padding=0),
    of=CONVOLUTIONS,
    source="LeCun et al. 1989",
)
def translation_equivariant(implementation: Implementation, case: Case) -> None:
    inner = (..., *[slice(1, None)] * axes_of(case))
    widened = np.pad(case.input, [(0, 0), (0, 0), *[(1, 0)] * axes_of(case)], mode="wrap")
    shifted = implementation.call(case.function, **{**case.arguments, "input": widened})
    assert_same(shifted[inner], implementation.call(case.function, **case.arguments))


@law(
    "flip",
    "Input and kernel both reversed along every axis give the reversed result (without bias and stride).",
    lambda f: cases(f, stride=1),
    of=CONVOLUTIONS,
)
def flip(implementation: Implementation, case: Case) -> None:
    axes = tuple(range(2, case.input.ndim))
    reversed_ = {"input": np.flip(case.input, axes), "weight": np.flip(case.weight, axes)}
    result = implementation.call(case.function, **{**case.arguments, **reversed_})
    assert_same(np.flip(result, axes), implementation.call(case.function, **case.arguments))


@law(
    "unit_kernel_selects",
    "A kernel with a single 1 picks the input element at that kernel offset: no kernel is turned.",
    lambda f: cases(f, groups=1, group_inputs=1, group_outputs=1, bias=False, padding=0, stride=1),
    of=CONVOLUTIONS,
    source="cross-correlation, as in torch",
)
def unit_kernel_selects(implementation: Implementation, case: Case) -> None:
    for offset in np.ndindex(*case.weight.shape[2:]):
        kernel = np.zeros_like(case.weight)
        kernel[(0, 0, *offset)] = 1
        result = implementation.call(case.function, case.input, kernel, **case.options)
        where = (
            slice(i * d, i * d + n) for i, d, n in zip(offset, each(case, "dilation"), result.shape[2:], strict=True)
        )
        assert_same(result, case.input[(..., *where)])


@law(
    "one_by_one_is_matmul",
    "A kernel of size 1 is a matrix product over the channels at every position.",
    lambda f: cases(f, kernel=1, kernel_height=1, kernel_width=1, groups=1, padding=0, stride=1),
    of=CONVOLUTIONS,
    source="Lin et al. 2014, Network in network",
)
def one_by_one_is_matmul(implementation: Implementation, case: Case) -> None:
    matrix = case.weight.reshape(case.weight.shape[:2])
    product = np.moveaxis(np.tensordot(matrix, case.input, axes=(1, 1)), 0, 1)
    bias = 0 if case.bias is None else case.bias.reshape(-1, *[1] * axes_of(case))
    assert_same(implementation.call(case.function, **case.arguments), product + bias)


@law(
    "same_keeps_the_size",
    'padding="same" keeps the size and puts the odd zero at the end.',
    lambda f: cases(f, stride=1, padding="same"),
    of=CONVOLUTIONS,
    source="torch.nn.functional",
)
def same_keeps_the_size(implementation: Implementation, case: Case) -> None:
    totals = [d * (k - 1) for d, k in zip(each(case, "dilation"), case.weight.shape[2:], strict=True)]
    explicit = np.pad(case.input, [(0, 0), (0, 0), *((t // 2, t - t // 2) for t in totals)])
    result = implementation.call(case.function, **case.arguments)
    assert_same(result, implementation.call(case.function, **{**case.arguments, "input": explicit, "padding": 0}))


@law(
    "valid_is_no_padding",
    'padding="valid" is padding 0.',
    lambda f: cases(f, padding="valid"),
    of=CONVOLUTIONS,
    source="torch.nn.functional",
)
def valid_is_no_padding(implementation: Implementation, case: Case) -> None:
    zero = implementation.call(case.function, **{**case.arguments, "padding": 0})
    assert_same(implementation.call(case.function, **case.arguments), zero)


@law(
    "kernels_compose",
    "Two convolutions in a row are one with the kernels' full convolution.",
    lambda f: cases(
        f, groups=1, group_inputs=1, group_outputs=1, bias=False, padding=0, stride=1, dilation=1, contents="eighths"
    ),
    of=CONVOLUTIONS,
    source="associativity",
)
def kernels_compose(implementation: Implementation, case: Case) -> None:
    first = case.weight
    second = np.flip(first[..., :1], tuple(range(2, first.ndim))) + 1
    x = padded(case.input, first.shape[2:])
    borders = tuple(n - 1 for n in second.shape[2:])
    flipped = np.flip(second, tuple(range(2, second.ndim))).copy()
    both = implementation.call(case.function, padded(first, borders), flipped)
    twice = implementation.call(case.function, implementation.call(case.function, x, first), second)
    assert_same(twice, implementation.call(case.function, x, both))


@law(
    "output_channels_independent",
    "Permuting the kernels permutes the output channels.",
    lambda f: cases(f, groups=1),
    of=CONVOLUTIONS,
)
def output_channels_independent(implementation: Implementation, case: Case) -> None:
    order = np.random.default_rng(case.configuration["seed"]).permutation(case.weight.shape[0])
    bias = None if case.bias is None else case.bias[order]
    permuted = {**case.arguments, "weight": case.weight[order], "bias": bias}
    result = implementation.call(case.function, **case.arguments)
    assert_same(implementation.call(case.function, **permuted), result[:, order])


@law("as_conv2d", "conv1d is conv2d of an image of height 1.", lambda f: cases(f), of=("conv1d",), needs=("conv2d",))
def as_conv2d(implementation: Implementation, case: Case) -> None:
    neutral = {"stride": 1, "padding": 0, "dilation": 1}
    options = {n: (neutral[n], *each(case, n)) if n in neutral else v for n, v in case.options.items()}
    image = implementation.conv2d(case.input[:, :, None], case.weight[:, :, None], case.bias, **options)
    assert_same(implementation.conv1d(**case.arguments), image[:, :, 0])


@law(
    "is_a_pointwise_convolution",
    "linear over the features is a 1x1 convolution over the channels.",
    simple("linear", lead=[(2,), (3,), (4,)]),
    of=("linear",),
    needs=("conv2d",),
)
def is_a_pointwise_convolution(implementation: Implementation, case: Case) -> None:
    pixels = implementation.conv2d(case.input[:, :, None, None], case.weight[:, :, None, None], case.bias)
    assert_same(implementation.linear(**case.arguments), pixels[:, :, 0, 0])


@law(
    "rows_independent",
    "linear of many rows is linear of each row.",
    simple("linear", lead=[(2, 3), (3,), (3, 1, 2)]),
    of=("linear",),
)
def rows_independent(implementation: Implementation, case: Case) -> None:
    result = implementation.linear(**case.arguments)
    for where in np.ndindex(*case.input.shape[:-1]):
        assert_same(result[where], implementation.linear(case.input[where], case.weight, case.bias), f"row {where}")


@law(
    "composes",
    "Two linear maps in a row are the linear map of the product of their matrices.",
    simple("linear", bias=False, lead=[(2,), (2, 3)], contents="eighths"),
    of=("linear",),
)
def composes(implementation: Implementation, case: Case) -> None:
    second = (np.arange(2 * case.weight.shape[0]).reshape(2, -1) % 5 - 2).astype(case.weight.dtype)
    twice = implementation.linear(implementation.linear(case.input, case.weight), second)
    assert_same(twice, implementation.linear(case.input, second @ case.weight))
