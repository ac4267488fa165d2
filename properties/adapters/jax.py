"""jax.lax, jax.nn and jax.numpy under test, on the CPU or whatever device JAX chooses.

What is mapped onto what: convolutions onto `lax.conv_general_dilated`, their transposes onto `lax.conv_transpose` (with
groups, which it has not, onto `jax.linear_transpose` of the convolution), windows onto `lax.reduce_window`,
normalisations onto `jax.nn.standardize` with its numerically stable algorithm. Not provided: anything in place, running
statistics to update, ceil_mode, pooled indices, adaptive pooling, convolutions without a batch axis. Double precision
is enabled during a call only.
"""

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np

from .arrays import mapped, require, require_batch, returned, sizes

SPATIAL = ("L", "HW")
CALLS_KEPT = 500  # JAX compiles for every new shape and keeps what it compiled: gigabytes after some thousand shapes


def adapter() -> SimpleNamespace:
    """The contract's functions that JAX has."""
    import jax

    return SimpleNamespace(**{function.__name__: _called(jax, function) for function in FUNCTIONS})


_calls = itertools.count(1)


def _called(jax: Any, function: Any) -> Any:
    """The function on NumPy arrays. Arguments are copied: JAX may share a NumPy array's memory, and writes to none."""

    def call(*arguments: Any, **options: Any) -> Any:
        if next(_calls) % CALLS_KEPT == 0:
            jax.clear_caches()
        with jax.enable_x64(True):
            given = [mapped(a, jax.numpy.array) for a in arguments]
            named = {name: mapped(value, jax.numpy.array) for name, value in options.items()}
            return returned(function(jax, *given, **named), np.asarray)

    return call


def _convolution(jax, axes, input, weight, bias, stride, padding, dilation, groups):
    require_batch(input, axes)
    spatial = SPATIAL[axes - 1]
    pads = padding.upper() if isinstance(padding, str) else [(p, p) for p in sizes(padding, axes)]
    result = jax.lax.conv_general_dilated(
        input, weight, sizes(stride, axes), pads, rhs_dilation=sizes(dilation, axes), feature_group_count=groups,
        dimension_numbers=("NC" + spatial, "OI" + spatial, "NC" + spatial), precision="highest",
    )  # fmt: skip
    return _biased(result, bias, axes)


def _biased(result, bias, axes):
    return result if bias is None else result + bias.reshape(-1, *[1] * axes)


def conv1d(jax, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1, groups=1):
    return _convolution(jax, 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(jax, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1, groups=1):
    return _convolution(jax, 2, input, weight, bias, stride, padding, dilation, groups)


def _transposed(jax, axes, input, weight, bias, stride, padding, output_padding, groups, dilation):
    require_batch(input, axes)
    stride, padding, extra, dilation = (sizes(v, axes) for v in (stride, padding, output_padding, dilation))
    spans = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:], strict=True)]
    if groups > 1:
        shape = [
            (n - 1) * s - 2 * p + span + e + 1
            for n, s, p, span, e in zip(input.shape[2:], stride, padding, spans, extra, strict=True)
        ]
        return _biased(_adjoint(jax, axes, input, weight, shape, stride, padding, groups, dilation), bias, axes)
    spatial = SPATIAL[axes - 1]
    result = jax.lax.conv_transpose(
        input, weight, stride, [(span - p, span - p + e) for span, p, e in zip(spans, padding, extra, strict=True)],
        rhs_dilation=dilation, transpose_kernel=True, precision="highest",
        dimension_numbers=("NC" + spatial, "OI" + spatial, "NC" + spatial),
    )  # fmt: skip
    return _biased(result, bias, axes)


def _adjoint(jax, axes, input, weight, shape, stride, padding, groups, dilation):
    """The linear transpose, by JAX, of the convolution of an array of that shape."""

    def convolve(x):
        return _convolution(jax, axes, x, weight, None, stride, padding, dilation, groups)

    require(jax.numpy.issubdtype(input.dtype, jax.numpy.inexact), "groups > 1 with integers")
    argument = jax.ShapeDtypeStruct((input.shape[0], groups * weight.shape[1], *shape), input.dtype)
    require(jax.eval_shape(convolve, argument).shape == input.shape, "output_padding of the stride or more, groups > 1")
    return jax.linear_transpose(convolve, argument)(input)[0]


def conv_transpose1d(jax, input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _transposed(jax, 1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(jax, input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _transposed(jax, 2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def linear(jax, input, weight, bias=None):
    result = jax.numpy.matmul(input, weight.T, precision="highest")
    return result if bias is None else result + bias


def _windows(jax, input, start, combine, kernel_size, stride, padding, dilation=1):
    """lax.reduce_window over the last two axes."""
    kernel, ones = sizes(kernel_size, 2), (1,) * (input.ndim - 2)
    steps = kernel if stride is None else sizes(stride, 2)
    pads = [(0, 0)] * (input.ndim - 2) + [(p, p) for p in sizes(padding, 2)]
    return jax.lax.reduce_window(
        input, jax.numpy.array(start, input.dtype), combine, (*ones, *kernel), (*ones, *steps), pads,
        window_dilation=(*ones, *sizes(dilation, 2)),
    )  # fmt: skip


def max_pool2d(
    jax, input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False
):  # fmt: skip
    require(not ceil_mode, "ceil_mode")
    require(not return_indices, "return_indices")
    return _windows(jax, input, -np.inf, jax.lax.max, kernel_size, stride, padding, dilation)


def avg_pool2d(
    jax, input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    require(not ceil_mode, "ceil_mode")
    window = (0, jax.lax.add, kernel_size, stride, padding)
    sums = _windows(jax, input, *window)
    if divisor_override is not None:
        return sums / divisor_override
    if count_include_pad:
        return sums / np.prod(sizes(kernel_size, 2)).item()
    return sums / _windows(jax, jax.numpy.ones_like(input), *window)


def relu(jax, input, inplace=False):
    require(not inplace, "inplace")
    return jax.nn.relu(input)


def sigmoid(jax, input):
    return jax.nn.sigmoid(input)


def tanh(jax, input):
    return jax.numpy.tanh(input)


def softmax(jax, input, dim=None, dtype=None):
    require(dim is not None and dtype is None, "softmax without dim, or with dtype")
    return jax.nn.softmax(input, axis=dim)


def _standardized(jax, input, axes, eps, **statistics):
    return jax.nn.standardize(input, axes, epsilon=eps, algorithm="stable", **statistics)


def _channelwise(value, input):
    return value.reshape(-1, *[1] * (input.ndim - 2))


def _affine(result, weight, bias):
    result = result if weight is None else result * _channelwise(weight, result)
    return result if bias is None else result + _channelwise(bias, result)


def batch_norm(
    jax, input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5
):  # fmt: skip
    if not training:
        mean, variance = _channelwise(running_mean, input), _channelwise(running_var, input)
        return _affine(_standardized(jax, input, 1, eps, mean=mean, variance=variance), weight, bias)
    require(running_mean is None, "running statistics to update")
    return _affine(_standardized(jax, input, (0, *range(2, input.ndim)), eps), weight, bias)


def instance_norm(
    jax, input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1,
    eps=1e-5,
):  # fmt: skip
    if not use_input_stats:
        return batch_norm(jax, input, running_mean, running_var, weight, bias, eps=eps)
    require(running_mean is None, "running statistics to update")
    return _affine(_standardized(jax, input, tuple(range(2, input.ndim)), eps), weight, bias)


def layer_norm(jax, input, normalized_shape, weight=None, bias=None, eps=1e-5):
    result = _standardized(jax, input, tuple(range(-len(normalized_shape), 0)), eps)
    result = result if weight is None else result * weight
    return result if bias is None else result + bias


def group_norm(jax, input, num_groups, weight=None, bias=None, eps=1e-5):
    grouped = input.reshape(input.shape[0], num_groups, input.shape[1] // num_groups, *input.shape[2:])
    result = _standardized(jax, grouped, tuple(range(2, grouped.ndim)), eps)
    return _affine(result.reshape(input.shape), weight, bias)


def depthwise_conv2d(jax, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1):
    require_batch(input, 2)
    return conv2d(jax, input, weight, bias, stride, padding, dilation, groups=input.shape[1])


def pointwise_conv2d(jax, input, weight, bias=None):
    return conv2d(jax, input, weight, bias)


def depthwise_separable_conv2d(jax, input, depthwise_weight, pointwise_weight, stride=1, padding=0, dilation=1):
    depthwise = depthwise_conv2d(jax, input, depthwise_weight, None, stride, padding, dilation)
    return conv2d(jax, depthwise, pointwise_weight)


def causal_conv1d(jax, input, weight, bias=None, dilation=1):
    require_batch(input, 1)
    past = jax.numpy.pad(input, ((0, 0), (0, 0), (dilation * (weight.shape[2] - 1), 0)))
    return conv1d(jax, past, weight, bias, dilation=dilation)


def masked_conv2d(jax, input, weight, bias=None, mask_type="A"):
    height, width = weight.shape[2:]
    position = jax.numpy.arange(height * width).reshape(height, width)
    kept = position < position[height // 2, width // 2] + (mask_type == "B")
    return conv2d(jax, input, jax.numpy.where(kept, weight, 0), bias, padding="same")


def dense_block(jax, input, weights, gammas=None, betas=None):
    require_batch(input, 2)
    features = input
    for i, weight in enumerate(weights):
        gamma, beta = None if gammas is None else gammas[i], None if betas is None else betas[i]
        activated = jax.nn.relu(batch_norm(jax, features, None, None, gamma, beta, training=True))
        features = jax.numpy.concatenate([features, conv2d(jax, activated, weight, padding=1)], axis=1)
    return features


def transition_layer(jax, input, weight, gamma=None, beta=None):
    require_batch(input, 2)
    activated = jax.nn.relu(batch_norm(jax, input, None, None, gamma, beta, training=True))
    return avg_pool2d(jax, conv2d(jax, activated, weight), 2)


def residual_block(jax, input, weight1, weight2):
    hidden = jax.nn.relu(conv2d(jax, input, weight1, padding="same"))
    return jax.nn.relu(input + conv2d(jax, hidden, weight2, padding="same"))


def gated_residual_layer(jax, input, filter_weight, gate_weight, residual_weight, skip_weight, dilation=1):
    filtered = causal_conv1d(jax, input, filter_weight, dilation=dilation)
    gated = jax.numpy.tanh(filtered) * jax.nn.sigmoid(causal_conv1d(jax, input, gate_weight, dilation=dilation))
    return input + conv1d(jax, gated, residual_weight), conv1d(jax, gated, skip_weight)


def mu_law_encode(jax, signal, quantization_channels=256):
    jnp, mu = jax.numpy, quantization_channels - 1
    signal = signal.astype(jnp.float64)
    compressed = jnp.sign(signal) * jnp.log1p(mu * jnp.abs(signal)) / np.log1p(mu).item()
    return jnp.floor((compressed + 1) / 2 * mu + 0.5).astype(jnp.int64)


def mu_law_decode(jax, codes, quantization_channels=256):
    jnp, mu = jax.numpy, quantization_channels - 1
    compressed = 2 * codes.astype(jnp.float64) / mu - 1
    return jnp.sign(compressed) * jnp.expm1(jnp.abs(compressed) * np.log1p(mu).item()) / mu


FUNCTIONS = (
    conv1d, conv2d, conv_transpose1d, conv_transpose2d, max_pool2d, avg_pool2d, linear, relu, sigmoid, tanh, softmax,
    batch_norm, layer_norm, instance_norm, group_norm, depthwise_conv2d, pointwise_conv2d, depthwise_separable_conv2d,
    causal_conv1d, masked_conv2d, dense_block, transition_layer, residual_block, gated_residual_layer, mu_law_encode,
    mu_law_decode,
)  # fmt: skip
