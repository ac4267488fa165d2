"""tinygrad's Tensor and nn under test, on its CPU device (which compiles every new shape with clang).

Not provided: convolutions without a batch axis, divisor_override, adaptive pooling, anything in place, a normalisation
with a scale or a shift alone (nn's layers have both or none), running statistics of instance normalisation.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np

from .arrays import mapped, require, require_batch, returned, sizes

Array = np.ndarray


def adapter() -> SimpleNamespace:
    """The contract's functions that tinygrad has."""
    import tinygrad

    direct = {function.__name__: _called(tinygrad, function) for function in FUNCTIONS}
    return SimpleNamespace(**direct, batch_norm=_batch_norm(tinygrad))


def _tensor(tinygrad: Any, array: Array) -> Any:
    """A copy: a Tensor may share a NumPy array's memory until it is realised."""
    return tinygrad.Tensor(np.array(array, order="C"), device="CPU")


def _called(tinygrad: Any, function: Any) -> Any:
    def call(*arguments: Any, **options: Any) -> Any:
        given = [mapped(a, lambda x: _tensor(tinygrad, x)) for a in arguments]
        named = {name: mapped(value, lambda x: _tensor(tinygrad, x)) for name, value in options.items()}
        return returned(function(tinygrad, *given, **named), lambda tensor: tensor.numpy())

    return call


def _layer(layer: Any, weight: Any, bias: Any) -> Any:
    """The layer with these parameters for its own."""
    layer.weight, layer.bias = weight, bias
    return layer


def _conv(tinygrad, axes, input, weight, bias, stride, padding, dilation, groups):
    require_batch(input, axes)
    dilation = sizes(dilation, axes)
    if padding == "same":
        kernel, channels = weight.shape[2:], (weight.shape[1] * groups, weight.shape[0])
        layer = tinygrad.nn.Conv2d(*channels, kernel, padding="same", dilation=dilation, groups=groups, bias=False)
        return _layer(layer, weight, bias)(input)
    pads = 0 if padding == "valid" else sizes(padding, axes)
    return input.conv2d(weight, bias, groups=groups, stride=sizes(stride, axes), dilation=dilation, padding=pads)


def conv1d(tinygrad, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1, groups=1):
    return _conv(tinygrad, 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(tinygrad, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1, groups=1):
    return _conv(tinygrad, 2, input, weight, bias, stride, padding, dilation, groups)


def _transposed(axes, input, weight, bias, stride, padding, output_padding, groups, dilation):
    require_batch(input, axes)
    stride, padding, output_padding, dilation = (sizes(v, axes) for v in (stride, padding, output_padding, dilation))
    return input.conv_transpose2d(weight, bias, groups, stride, dilation, padding, output_padding)


def conv_transpose1d(tinygrad, input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _transposed(1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(tinygrad, input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _transposed(2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def linear(tinygrad, input, weight, bias=None):
    return input.linear(weight.transpose(), bias)


def max_pool2d(tinygrad, input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    stride = None if stride is None else sizes(stride, 2)
    window = (sizes(kernel_size, 2), stride, sizes(dilation, 2), sizes(padding, 2))
    result = input.max_pool2d(*window, ceil_mode=ceil_mode, return_indices=return_indices)
    return (result[0], result[1].cast(tinygrad.dtypes.int64)) if return_indices else result


def avg_pool2d(
    tinygrad, input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    require(divisor_override is None, "divisor_override")
    stride = None if stride is None else sizes(stride, 2)
    return input.avg_pool2d(
        sizes(kernel_size, 2), stride, 1, sizes(padding, 2), ceil_mode=ceil_mode, count_include_pad=count_include_pad
    )


def relu(tinygrad, input, inplace=False):
    require(not inplace, "inplace")
    return input.relu()


def sigmoid(tinygrad, input):
    return input.sigmoid()


def tanh(tinygrad, input):
    return input.tanh()


def softmax(tinygrad, input, dim=None, dtype=None):
    require(dim is not None, "softmax without dim")
    return input.softmax(dim)


def _affine_kind(weight, bias):
    """Whether nn's layer has parameters."""
    require((weight is None) == (bias is None), "a scale or a shift alone")
    return weight is not None


def _batch_norm(tinygrad: Any) -> Any:
    """nn.BatchNorm: it moves its own running statistics, which are then written back."""

    def batch_norm(
        input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5
    ):  # fmt: skip
        given = [None if a is None else _tensor(tinygrad, a) for a in (input, weight, bias)]
        layer = tinygrad.nn.BatchNorm(
            input.shape[1], eps, track_running_stats=running_mean is not None, momentum=momentum
        )
        _layer(layer, *given[1:])
        if running_mean is not None:
            layer.running_mean = _tensor(tinygrad, running_mean).is_param_(False)
            layer.running_var = _tensor(tinygrad, running_var).is_param_(False)
        with tinygrad.helpers.Context(TRAINING=int(training)):
            result = layer(given[0]).numpy()
        if training and running_mean is not None:
            running_mean[...], running_var[...] = layer.running_mean.numpy(), layer.running_var.numpy()
        return result

    return batch_norm


def instance_norm(
    tinygrad, input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1,
    eps=1e-5,
):  # fmt: skip
    require(running_mean is None, "running statistics")
    affine = _affine_kind(weight, bias)
    return _layer(tinygrad.nn.InstanceNorm(input.shape[1], eps, affine), weight, bias)(input)


def layer_norm(tinygrad, input, normalized_shape, weight=None, bias=None, eps=1e-5):
    affine = _affine_kind(weight, bias)
    return _layer(tinygrad.nn.LayerNorm(tuple(normalized_shape), eps, affine), weight, bias)(input)


def group_norm(tinygrad, input, num_groups, weight=None, bias=None, eps=1e-5):
    affine = _affine_kind(weight, bias)
    return _layer(tinygrad.nn.GroupNorm(num_groups, input.shape[1], eps, affine), weight, bias)(input)


def depthwise_conv2d(tinygrad, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1):
    require_batch(input, 2)
    return conv2d(tinygrad, input, weight, bias, stride, padding, dilation, groups=input.shape[1])


def pointwise_conv2d(tinygrad, input, weight, bias=None):
    return conv2d(tinygrad, input, weight, bias)


def depthwise_separable_conv2d(tinygrad, input, depthwise_weight, pointwise_weight, stride=1, padding=0, dilation=1):
    depthwise = depthwise_conv2d(tinygrad, input, depthwise_weight, None, stride, padding, dilation)
    return conv2d(tinygrad, depthwise, pointwise_weight)


def causal_conv1d(tinygrad, input, weight, bias=None, dilation=1):
    require_batch(input, 1)
    past = input.pad(((0, 0), (0, 0), (dilation * (weight.shape[2] - 1), 0)))
    return conv1d(tinygrad, past, weight, bias, dilation=dilation)


def masked_conv2d(tinygrad, input, weight, bias=None, mask_type="A"):
    height, width = weight.shape[2:]
    position = tinygrad.Tensor.arange(height * width).to("CPU").reshape(height, width)
    centre = (height // 2) * width + width // 2
    masked = (position < centre + (mask_type == "B")).where(weight, 0)
    return conv2d(tinygrad, input, masked, bias, padding=(height // 2, width // 2))


def _normalised(tinygrad, input, gamma, beta):
    layer = tinygrad.nn.BatchNorm(input.shape[1], track_running_stats=False)
    return _layer(layer, gamma, beta)(input)


def dense_block(tinygrad, input, weights, gammas=None, betas=None):
    require_batch(input, 2)
    features = input
    for i, weight in enumerate(weights):
        gamma, beta = None if gammas is None else gammas[i], None if betas is None else betas[i]
        activated = _normalised(tinygrad, features, gamma, beta).relu()
        features = features.cat(conv2d(tinygrad, activated, weight, padding=1), dim=1)
    return features


def transition_layer(tinygrad, input, weight, gamma=None, beta=None):
    require_batch(input, 2)
    return conv2d(tinygrad, _normalised(tinygrad, input, gamma, beta).relu(), weight).avg_pool2d((2, 2))


def residual_block(tinygrad, input, weight1, weight2):
    first, second = ([size // 2 for size in w.shape[2:]] for w in (weight1, weight2))
    hidden = conv2d(tinygrad, input, weight1, padding=first).relu()
    return (input + conv2d(tinygrad, hidden, weight2, padding=second)).relu()


def gated_residual_layer(tinygrad, input, filter_weight, gate_weight, residual_weight, skip_weight, dilation=1):
    filtered = causal_conv1d(tinygrad, input, filter_weight, dilation=dilation).tanh()
    gated = filtered * causal_conv1d(tinygrad, input, gate_weight, dilation=dilation).sigmoid()
    return input + conv1d(tinygrad, gated, residual_weight), conv1d(tinygrad, gated, skip_weight)


FUNCTIONS = (
    conv1d, conv2d, conv_transpose1d, conv_transpose2d, max_pool2d, avg_pool2d, linear, relu, sigmoid, tanh, softmax,
    layer_norm, instance_norm, group_norm, depthwise_conv2d, pointwise_conv2d, depthwise_separable_conv2d,
    causal_conv1d, masked_conv2d, dense_block, transition_layer, residual_block, gated_residual_layer,
)  # fmt: skip
