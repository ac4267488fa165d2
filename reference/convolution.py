"""Convolutions, with the names, arguments and defaults of torch.nn.functional.

Symbols: N batch, C input channels, M output channels, H x W image (L length), KH x KW kernel, s stride, d dilation.
As everywhere in the field, a convolution is the cross-correlation with the padded input:

    out[n, m, y, x] = bias[m] + sum over c, i, j of weight[m, c, i, j] * in[n, c, s*y + d*i, s*x + d*j]
"""

import math
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import (
    Array,
    Sizes,
    as_array,
    batched,
    expect,
    filled,
    integer,
    optional_array,
    padded,
    per_axis,
    refusal,
)
from .elementary import matmul


def conv1d(
    input: Array, weight: Array, bias: Array | None = None, stride: Sizes = 1, padding: Sizes | str = 0,
    dilation: Sizes = 1, groups: int = 1,
) -> Array:  # fmt: skip
    """Convolve along one axis: (N, C, L) with (M, C/groups, K) to (N, M, L'); also unbatched, (C, L) to (M, L').

    L' = floor((L + 2*padding - dilation*(K-1) - 1) / stride) + 1. `padding` may be "valid" (none) or "same" (stride 1:
    L' = L, the odd element at the end). Multiply-accumulates: N * L' * M * (C/groups) * K.

    >>> conv1d(np.array([[1, 2, 3, 4]]), np.array([[[1, 10]]]))
    array([[21, 32, 43]])
    """
    return _convolve("conv1d", 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(
    input: Array, weight: Array, bias: Array | None = None, stride: Sizes = 1, padding: Sizes | str = 0,
    dilation: Sizes = 1, groups: int = 1,
) -> Array:  # fmt: skip
    """Convolve an image: (N, C, H, W) with (M, C/groups, KH, KW) to (N, M, H', W'); also unbatched, (C, H, W).

    H' = floor((H + 2*padding - dilation*(KH-1) - 1) / stride) + 1, and W' likewise. With `groups`, an output channel
    sees only the C/groups input channels of its own group.
    Multiply-accumulates: N * H' * W' * M * (C/groups) * KH * KW.

    >>> conv2d(np.arange(9).reshape(1, 3, 3), np.ones((1, 1, 2, 2), int))
    array([[[ 8, 12],
            [20, 24]]])
    """
    return _convolve("conv2d", 2, input, weight, bias, stride, padding, dilation, groups)


def conv_transpose1d(
    input: Array, weight: Array, bias: Array | None = None, stride: Sizes = 1, padding: Sizes = 0,
    output_padding: Sizes = 0, groups: int = 1, dilation: Sizes = 1,
) -> Array:  # fmt: skip
    """The transpose (adjoint) of `conv1d`: (N, C, L) with (C, M/groups, K) to (N, M, L'); also unbatched.

    L' = (L-1)*stride - 2*padding + dilation*(K-1) + output_padding + 1. Every input element stamps its multiple of the
    kernel on the output. Multiply-accumulates: N * L * C * (M/groups) * K.

    >>> conv_transpose1d(np.array([[1, 2]]), np.array([[[1, 10, 100]]]), stride=2)
    array([[  1,  10, 102,  20, 200]])
    """
    return _convolve_transposed(
        "conv_transpose1d", 1, input, weight, bias, stride, padding, output_padding, groups, dilation
    )


def conv_transpose2d(
    input: Array, weight: Array, bias: Array | None = None, stride: Sizes = 1, padding: Sizes = 0,
    output_padding: Sizes = 0, groups: int = 1, dilation: Sizes = 1,
) -> Array:  # fmt: skip
    """The transpose (adjoint) of `conv2d`: (N, C, H, W) with (C, M/groups, KH, KW) to (N, M, H', W'); also unbatched.

    H' = (H-1)*stride - 2*padding + dilation*(KH-1) + output_padding + 1, and W' likewise.
    Multiply-accumulates: N * H * W * C * (M/groups) * KH * KW.

    >>> conv_transpose2d(np.array([[[1, 2]]]), np.array([[[[1], [10]]]]))
    array([[[ 1,  2],
            [10, 20]]])
    """
    return _convolve_transposed(
        "conv_transpose2d", 2, input, weight, bias, stride, padding, output_padding, groups, dilation
    )


def linear(input: Array, weight: Array, bias: Array | None = None) -> Array:
    """The linear map y = x A^T + b: (*, in_features) with A (out_features, in_features) to (*, out_features).

    A weight of shape (in_features,) gives a result of shape (*). Multiply-accumulates: prod(*) * in * out.

    >>> linear(np.array([[1, 2]]), np.array([[3, 4], [5, 6]]), np.array([100, 200]))
    array([[111, 217]])
    """
    input, weight = as_array("linear", "input", input), as_array("linear", "weight", weight)
    expect(weight.ndim in (1, 2), "linear", f"weight has shape {weight.shape}", "(out_features, in_features)")
    expect(input.ndim >= 1 and input.shape[-1] == weight.shape[-1], "linear", f"input has shape {input.shape}",
           f"{weight.shape[-1]} features on its last axis, as in weight {weight.shape}")
    bias = optional_array("linear", "bias", bias, weight.shape[:-1])
    with np.errstate(all="ignore"):
        result = np.asanyarray(matmul(input, weight.T))
        return result if bias is None else result + bias


@np.errstate(all="ignore")  # infinities and NaN are values here
def _convolve(
    operation: str, axes: int, input: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> Array:
    """Gather the window under every output position (a view), then one matrix product with the kernels."""
    input, added, weight = _operands(operation, axes, input, weight)
    groups = integer(operation, "groups", groups, least=1)
    _expect_channels(operation, input, weight, weight.shape[1] * groups, groups)
    bias = optional_array(operation, "bias", bias, weight.shape[:1])
    stride = per_axis(operation, "stride", stride, axes, least=1)
    dilation = per_axis(operation, "dilation", dilation, axes, least=1)
    before, after = _paddings(operation, padding, stride, dilation, weight.shape[2:])
    windows = _windows(operation, padded(input, before, after), weight.shape[2:], stride, dilation)
    result = _correlate(windows, weight, groups)
    result = result if bias is None else result + bias.reshape(-1, *[1] * axes)
    return result[0] if added else result


def _operands(operation: str, axes: int, input: Any, weight: Any) -> tuple[Array, bool, Array]:
    input, weight = as_array(operation, "input", input), as_array(operation, "weight", weight)
    input, added = batched(operation, input, axes)
    if weight.ndim != axes + 2 or weight.size == 0:
        raise refusal(operation, f"weight has shape {weight.shape}",
                      f"{axes + 2} axes of size 1 or more (channels, channels, and {axes} spatial)")
    if 0 in input.shape[1:]:
        raise refusal(operation, f"input has shape {input.shape}",
                      "at least one channel and one element on every spatial axis")
    return input, added, weight


def _expect_channels(operation: str, input: Array, weight: Array, channels: int, groups: int) -> None:
    if input.shape[1] != channels:
        raise refusal(operation, f"input has {input.shape[1]} channels (shape {input.shape}) with weight "
                      f"{weight.shape} and groups {groups}", f"{channels} channels")
    if weight.shape[0] % groups:
        raise refusal(operation, f"groups is {groups}", f"a divisor of the {weight.shape[0]} of weight's first axis")


def _paddings(
    operation: str, padding: Any, stride: Sequence[int], dilation: Sequence[int], kernel: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How much padding goes before and after each axis."""
    if isinstance(padding, str):
        expect(padding in ("valid", "same"), operation, f"padding is {padding!r}", '"valid", "same" or integers')
        expect(padding == "valid" or max(stride) == 1, operation, f'padding is "same" with stride {tuple(stride)}',
               'stride 1 for padding "same"')
        total = [d * (k - 1) * (padding == "same") for d, k in zip(dilation, kernel, strict=True)]
        return tuple(t // 2 for t in total), tuple(t - t // 2 for t in total)
    both = per_axis(operation, "padding", padding, len(kernel), least=0)
    return both, both


def _windows(
    operation: str, input: Array, kernel: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]
) -> Array:
    """A view of all windows: (N, C, *output, *kernel)."""
    spans = tuple(d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True))
    sizes = input.shape[2:]
    if any(map(operator.gt, spans, sizes)):
        raise refusal(operation, f"the kernel {kernel} with dilation {dilation} spans {spans} of an input that is "
                      f"{sizes} after padding", "a span that is not larger than the padded input")
    output = ((size - span) // step + 1 for size, span, step in zip(sizes, spans, stride, strict=True))
    first, leaps = input.strides[:2], input.strides[2:]
    between, within = map(operator.mul, leaps, stride), map(operator.mul, leaps, dilation)
    return np.lib.stride_tricks.as_strided(
        input, (*input.shape[:2], *output, *kernel), (*first, *between, *within), subok=True, writeable=False
    )


def _correlate(windows: Array, weight: Array, groups: int) -> Array:
    """out[n, m, *output] = sum over c, *kernel of weight[m, c, *kernel] * windows[n, c, *output, *kernel], by group."""
    axes = weight.ndim - 2
    batch, channels = windows.shape[:2]
    output, kernel = windows.shape[2 : 2 + axes], weight.shape[2:]
    order = (0, 1, *range(2 + axes, 2 + 2 * axes), *range(2, 2 + axes))
    terms = channels // groups * math.prod(kernel)
    columns = windows.transpose(order).reshape(batch, groups, terms, math.prod(output))
    result = matmul(weight.reshape(groups, weight.shape[0] // groups, terms), columns)
    return result.reshape(batch, weight.shape[0], *output)


@np.errstate(all="ignore")
def _convolve_transposed(
    operation: str, axes: int, input: Any, weight: Any, bias: Any,
    stride: Any, padding: Any, output_padding: Any, groups: Any, dilation: Any,
) -> Array:  # fmt: skip
    """One matrix product gives every input element's stamps; they are added where they fall; the padding is cut off."""
    input, added, weight = _operands(operation, axes, input, weight)
    groups = integer(operation, "groups", groups, least=1)
    _expect_channels(operation, input, weight, weight.shape[0], groups)
    bias = optional_array(operation, "bias", bias, (weight.shape[1] * groups,))
    stride = per_axis(operation, "stride", stride, axes, least=1)
    dilation = per_axis(operation, "dilation", dilation, axes, least=1)
    padding = per_axis(operation, "padding", padding, axes, least=0)
    extra = per_axis(operation, "output_padding", output_padding, axes, least=0)
    expect(all(e < max(s, d) for e, s, d in zip(extra, stride, dilation, strict=True)), operation,
           f"output_padding is {extra} with stride {stride} and dilation {dilation}",
           "less than the stride or the dilation")
    full = _stamped(input, weight, groups, stride, dilation, extra)
    inner = tuple(slice(p, size - p) for p, size in zip(padding, full.shape[2:], strict=True))
    expect(all(size > 2 * p for p, size in zip(padding, full.shape[2:], strict=True)), operation,
           f"padding is {padding} and cuts off all of an output of {full.shape[2:]}", "an output that is not empty")
    result = full[(..., *inner)].copy()
    result = result if bias is None else result + bias.reshape(-1, *[1] * axes)
    return result[0] if added else result


def _stamped(
    input: Array, weight: Array, groups: int, stride: Sequence[int], dilation: Sequence[int], extra: Sequence[int]
) -> Array:
    """The output, padding included: each kernel offset's products, added at stride * position + dilation * offset."""
    batch, channels, *sizes = input.shape
    kernel, outputs = weight.shape[2:], weight.shape[1]
    columns = input.reshape(batch, groups, channels // groups, math.prod(sizes))
    kernels = weight.reshape(groups, channels // groups, outputs * math.prod(kernel)).swapaxes(1, 2)
    stamps = matmul(kernels, columns).reshape(batch, groups * outputs, *kernel, *sizes)
    full = [(n - 1) * s + d * (k - 1) + 1 + e
            for n, s, d, k, e in zip(sizes, stride, dilation, kernel, extra, strict=True)]  # fmt: skip
    result = filled(stamps, (batch, groups * outputs, *full), 0)
    for offset in np.ndindex(*kernel):
        where = (slice(d * i, d * i + (n - 1) * s + 1, s)
                 for d, i, n, s in zip(dilation, offset, sizes, stride, strict=True))  # fmt: skip
        result[(..., *where)] += stamps[(slice(None), slice(None), *offset)]
    return result
