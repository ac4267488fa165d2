"""Pooling, with the names, arguments and defaults of torch.nn.functional: (N, C, H, W), or (C, H, W) unbatched."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import LARGEST, Array, Sizes, as_array, batched, expect, integer, padded, per_axis
from .elementary import largest

Extent = tuple[tuple[int, int], tuple[int, int]]  # (before, after) along H and W


def max_pool2d(
    input: Array, kernel_size: Sizes, stride: Sizes | None = None, padding: Sizes = 0, dilation: Sizes = 1,
    ceil_mode: bool = False, return_indices: bool = False,
) -> Any:  # fmt: skip
    """The largest element under each window: (N, C, H, W) to (N, C, H', W'); NaN if there is one in the window.

    H' = floor((H + 2*padding - dilation*(KH-1) - 1) / stride) + 1; with `ceil_mode` the ceiling, but no window starts
    beyond the input and its padding before. Without a stride it is the kernel size. `return_indices` adds the int64
    positions y*W + x: the first of equal ones, the last NaN; -1 for a window that sees padding alone.

    >>> max_pool2d(np.array([[[1, 5, 2], [0, 3, 4]]]), kernel_size=2, stride=1)
    array([[[5, 5]]])
    """
    input, added, kernel, steps, pad = _arguments("max_pool2d", input, kernel_size, stride, padding)
    expect(0 not in input.shape[1:], "max_pool2d", f"input has shape {input.shape}", "no empty axis but the batch")
    gaps = per_axis("max_pool2d", "dilation", dilation, 2, least=1)
    extent = _extent("max_pool2d", input, kernel, steps, pad, gaps, ceil_mode)
    windows = _windows(_extended(input, extent, _least(input)), kernel, steps, gaps)
    result = largest(windows, axis=-1)
    if not return_indices:
        return result[0] if added else result
    where = np.arange(math.prod(input.shape[2:])).reshape(1, 1, *input.shape[2:])
    indices = _first_largest(windows, result, _windows(_extended(where, extent, -1), kernel, steps, gaps))
    return (result[0], indices[0]) if added else (result, indices)


def avg_pool2d(
    input: Array, kernel_size: Sizes, stride: Sizes | None = None, padding: Sizes = 0, ceil_mode: bool = False,
    count_include_pad: bool = True, divisor_override: int | None = None,
) -> Array:  # fmt: skip
    """The mean under each window: (N, C, H, W) to (N, C, H', W'), with H' and the default stride of `max_pool2d`.

    The sum is divided by the number of elements in the window: those of the padding too unless `count_include_pad` is
    False, never those that `ceil_mode` adds beyond it; or by `divisor_override`. Integers give double precision.

    >>> avg_pool2d(np.array([[[1., 5., 2.], [0., 2., 3.]]]), kernel_size=2, stride=1)
    array([[[2., 3.]]])
    """
    input, added, kernel, steps, pad = _arguments("avg_pool2d", input, kernel_size, stride, padding)
    extent = _extent("avg_pool2d", input, kernel, steps, pad, (1, 1), ceil_mode)
    if divisor_override is None:
        divisor = _window_sizes(input.shape[2:], kernel, steps, pad, extent, count_include_pad)
    else:
        divisor = np.array(integer("avg_pool2d", "divisor_override", divisor_override, least=-LARGEST))
        expect(divisor != 0, "avg_pool2d", "divisor_override is 0", "an integer that is not 0, or None")
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        total = _windows(_extended(input, extent, 0), kernel, steps, (1, 1)).sum(axis=-1)
        result = total / (divisor.astype(input.dtype) if input.dtype.kind in "fcO" else divisor)
    return result[0] if added else result


def adaptive_avg_pool2d(input: Array, output_size: Any) -> Array:
    """The means over H' x W' nearly equal regions: (N, C, H, W) to (N, C, H', W'); None keeps an axis's size.

    Region i of H' covers the rows floor(i*H/H') to ceil((i+1)*H/H') - 1. Integers give double precision.

    >>> adaptive_avg_pool2d(np.array([[[1., 2., 3.]]]), (None, 2))
    array([[[1.5, 2.5]]])
    """
    input, added = batched("adaptive_avg_pool2d", as_array("adaptive_avg_pool2d", "input", input), 2)
    expect(0 not in input.shape[1:], "adaptive_avg_pool2d", f"input has shape {input.shape}",
           "no empty axis but the batch")
    sizes = _output_size(output_size, input.shape[2:])
    rows, columns = (_regions(n, count) for n, count in zip(input.shape[2:], sizes, strict=True))
    kind = input.dtype if input.dtype.kind in "fcO" else np.float64
    result = np.empty_like(input, kind, shape=(*input.shape[:2], *sizes))
    with np.errstate(all="ignore"):
        for y, x in np.ndindex(*sizes):
            region = input[:, :, rows[y], columns[x]]
            result[:, :, y, x] = region.sum(axis=(2, 3)) / math.prod(region.shape[2:])
    return result[0] if added else result


def _output_size(output_size: Any, sizes: Sequence[int]) -> tuple[int, ...]:
    pair = list(output_size) if isinstance(output_size, Sequence) else [output_size] * 2
    expect(len(pair) == 2, "adaptive_avg_pool2d", f"output_size is {output_size!r}",
           "an integer or None, or two of them")
    return tuple(n if size is None else integer("adaptive_avg_pool2d", "output_size", size, least=0)
                 for size, n in zip(pair, sizes, strict=True))  # fmt: skip


def _regions(size: int, count: int) -> list[slice]:
    """The slices floor(i*size/count) .. ceil((i+1)*size/count)."""
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def _window_sizes(
    sizes: Sequence[int], kernel: tuple[int, ...], stride: Sequence[int], padding: Sequence[int], extent: Extent,
    count_include_pad: bool,
) -> Array:  # fmt: skip
    """How many elements each window averages: the sum under it of an image of ones, padded with ones or zeros."""
    members = padded(np.ones((1, 1, *sizes), np.int64), padding, padding, value=int(bool(count_include_pad)))
    beyond = [after - p for (_, after), p in zip(extent, padding, strict=True)]
    members = _cut(padded(members, (0, 0), [max(b, 0) for b in beyond]), beyond)
    return _windows(members, kernel, stride, (1, 1)).sum(axis=-1)


def _arguments(operation: str, input: Any, kernel_size: Any, stride: Any, padding: Any) -> tuple[Any, ...]:
    input, added = batched(operation, as_array(operation, "input", input), 2)
    kernel = per_axis(operation, "kernel_size", kernel_size, 2, least=1)
    whole = stride is None or (isinstance(stride, Sequence) and len(stride) == 0)
    stride = kernel if whole else per_axis(operation, "stride", stride, 2, least=1)
    padding = per_axis(operation, "padding", padding, 2, least=0)
    expect(all(2 * p <= k for p, k in zip(padding, kernel, strict=True)), operation,
           f"padding is {padding} with kernel_size {kernel}", "at most half of the kernel size")
    return input, added, kernel, stride, padding


def _extent(
    operation: str, input: Array, kernel: Sequence[int], stride: Sequence[int], padding: Sequence[int],
    dilation: Sequence[int], ceil_mode: bool,
) -> Extent:  # fmt: skip
    """How far the windows reach before and after the input; a negative `after` is a rest that no window covers."""
    extent = []
    for size, k, s, p, d in zip(input.shape[2:], kernel, stride, padding, dilation, strict=True):
        span = d * (k - 1) + 1
        room = size + 2 * p - span
        count = (-(-room // s) if ceil_mode else room // s) + 1
        if ceil_mode and (count - 1) * s >= size + p:  # the last window would start beyond the input
            count -= 1
        expect(count > 0, operation,
               f"the window {tuple(kernel)} with dilation {tuple(dilation)} spans {span} of {size + 2 * p} elements",
               "a window that is not larger than the padded input")
        extent.append((p, (count - 1) * s + span - size - p))
    return extent[0], extent[1]


def _extended(input: Array, extent: Extent, value: Any) -> Array:
    before, after = zip(*extent, strict=True)
    return _cut(padded(input, before, [max(a, 0) for a in after], value), after)


def _cut(input: Array, after: Sequence[int]) -> Array:
    """Without the rows and columns at the end that no window covers (given as negative numbers)."""
    return input[:, :, : input.shape[2] + min(after[0], 0), : input.shape[3] + min(after[1], 0)]


def _windows(input: Array, kernel: tuple[int, ...], stride: Sequence[int], dilation: Sequence[int]) -> Array:
    """All windows, each flattened on the last axis: (N, C, H', W', KH*KW)."""
    spans = tuple(d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True))
    every = np.lib.stride_tricks.sliding_window_view(input, spans, (2, 3), subok=True)
    (sy, sx), (dy, dx) = stride, dilation
    windows = every[:, :, ::sy, ::sx, ::dy, ::dx]
    return windows.reshape(*windows.shape[:4], math.prod(kernel))


def _least(input: Array) -> Any:
    """The number that is never larger than another of the same type."""
    return np.iinfo(input.dtype).min if input.dtype.kind in "iu" else -math.inf


def _first_largest(windows: Array, result: Array, where: Array) -> Array:
    """The position of each window's largest element: the first of equal ones, the last of several NaN, as in torch."""
    nan = windows != windows
    found = ((windows == result[..., np.newaxis]) | nan) & (where >= 0)
    first, last = found.argmax(-1), found.shape[-1] - 1 - found[..., ::-1].argmax(-1)
    chosen = np.where(nan.any(-1), last, first)[..., np.newaxis]
    return np.take_along_axis(np.broadcast_to(where, windows.shape), chosen, -1)[..., 0]
