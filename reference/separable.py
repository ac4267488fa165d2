"""The factored convolutions of MobileNet (Howard et al. 2017): one kernel per channel, then one matrix per pixel."""

from .arguments import Array, Sizes, as_array, expect
from .convolution import conv2d


def depthwise_conv2d(
    input: Array, weight: Array, bias: Array | None = None, stride: Sizes = 1, padding: Sizes | str = 0,
    dilation: Sizes = 1,
) -> Array:  # fmt: skip
    """Convolve every channel alone: (N, C, H, W) with (C*mult, 1, KH, KW) to (N, C*mult, H', W').

    Output channel m sees input channel m // mult only. Multiply-accumulates: N * H' * W' * C * mult * KH * KW.

    >>> depthwise_conv2d([[[1, 2]], [[3, 4]]], [[[[1, 1]]], [[[1, 10]]]]).tolist()
    [[[3]], [[43]]]
    """
    input, weight = as_array("depthwise_conv2d", "input", input), as_array("depthwise_conv2d", "weight", weight)
    expect(input.ndim in (3, 4), "depthwise_conv2d", f"input has shape {input.shape}", "(N, C, H, W) or (C, H, W)")
    channels = input.shape[-3]
    expect(weight.ndim == 4 and weight.shape[1] == 1 and channels and weight.shape[0] % channels == 0,
           "depthwise_conv2d", f"weight has shape {weight.shape}", f"({channels}*mult, 1, KH, KW)")
    return conv2d(input, weight, bias, stride, padding, dilation, groups=channels)


def pointwise_conv2d(input: Array, weight: Array, bias: Array | None = None) -> Array:
    """Mix the channels of every pixel: (N, C, H, W) with (M, C, 1, 1) to (N, M, H, W).

    A matrix product per pixel. Multiply-accumulates: N * H * W * C * M.

    >>> pointwise_conv2d([[[1, 2]], [[3, 4]]], [[[[1]], [[10]]]]).tolist()
    [[[31, 42]]]
    """
    weight = as_array("pointwise_conv2d", "weight", weight)
    expect(weight.ndim == 4 and weight.shape[2:] == (1, 1), "pointwise_conv2d", f"weight has shape {weight.shape}",
           "(M, C, 1, 1)")
    return conv2d(input, weight, bias)


def depthwise_separable_conv2d(
    input: Array, depthwise_weight: Array, pointwise_weight: Array, stride: Sizes = 1, padding: Sizes | str = 0,
    dilation: Sizes = 1,
) -> Array:  # fmt: skip
    """`depthwise_conv2d`, then `pointwise_conv2d`, with nothing between them.

    It equals the full convolution with weight[m, c] = pointwise[m, c] * depthwise[c]. Multiply-accumulates:
    N * H' * W' * C * (KH * KW + M), of the full convolution's N * H' * W' * C * M * KH * KW, for mult = 1.

    >>> depthwise_separable_conv2d([[[1, 2]]], [[[[1, 1]]]], [[[[10]]]]).tolist()
    [[[30]]]
    """
    depthwise = depthwise_conv2d(input, depthwise_weight, None, stride, padding, dilation)
    return pointwise_conv2d(depthwise, pointwise_weight)
