"""The contract's functions as ONNX graphs; ONNX Runtime and ONNX's reference evaluator run the same ones.

Not provided, because ONNX defines no operator for it: integers in convolutions, inputs without a batch axis,
divisor_override, adaptive pooling but to size 1, anything in place, running statistics to update (ONNX's
BatchNormalization moves the running variance by the biased variance, and returns new ones).
"""

from types import SimpleNamespace
from typing import Any

import numpy as np

from .arrays import require, require_batch, sizes
from .onnx_graph import Graph, Value

FLOAT, INT64, DOUBLE = 1, 7, 11  # onnx.TensorProto's numbers


def functions(runner: Any) -> SimpleNamespace:
    """The functions on NumPy arrays; `runner` makes of a serialised model a function from feeds to results."""
    return SimpleNamespace(**{function.__name__: _called(function, runner) for function in FUNCTIONS})


def _called(function: Any, runner: Any) -> Any:
    def call(*arguments: Any, **options: Any) -> Any:
        graph = Graph()
        result = function(graph, *arguments, **options)
        results = graph.run(result if isinstance(result, tuple) else (result,), runner)
        return results if isinstance(result, tuple) else results[0]

    return call


def _window(axes, kernel, stride, padding, dilation=None):
    """Strides, pads (all beginnings, then all ends) and dilations as ONNX names them."""
    attributes: dict[str, Any] = {"strides": sizes(stride, axes)}
    attributes |= {} if kernel is None else {"kernel_shape": sizes(kernel, axes)}
    attributes |= {} if dilation is None else {"dilations": sizes(dilation, axes)}
    if isinstance(padding, str):
        return {**attributes, "auto_pad": {"same": "SAME_UPPER", "valid": "VALID"}[padding]}
    return {**attributes, "pads": sizes(padding, axes) * 2}


def _conv(g, axes, input, weight, bias, stride, padding, dilation, groups):
    if isinstance(input, np.ndarray):
        require_batch(input, axes)
    kernel = weight.shape[2:] if isinstance(weight, np.ndarray) else None
    return g("Conv", input, weight, bias, group=groups, **_window(axes, kernel, stride, padding, dilation))


def conv1d(g, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1, groups=1):
    return _conv(g, 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(g, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1, groups=1):
    return _conv(g, 2, input, weight, bias, stride, padding, dilation, groups)


def _transposed(g, axes, input, weight, bias, stride, padding, output_padding, groups, dilation):
    require_batch(input, axes)
    extra, steps = sizes(output_padding, axes), sizes(stride, axes)
    # ONNX allows less than the stride or the dilation; both runtimes refuse the latter (docs/divergences.md).
    require(all(e < s for e, s in zip(extra, steps, strict=True)), "output_padding of the stride or more")
    attributes = {"group": groups, "output_padding": extra}
    attributes |= _window(axes, weight.shape[2:], stride, padding, dilation)
    return g("ConvTranspose", input, weight, bias, **attributes)


def conv_transpose1d(g, input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _transposed(g, 1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(g, input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _transposed(g, 2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def linear(g, input, weight, bias=None):
    if input.ndim == 2:
        return g("Gemm", input, weight, bias, transB=1)
    product = g("MatMul", input, g("Transpose", weight))
    return product if bias is None else g("Add", product, bias)


def max_pool2d(g, input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    require_batch(input, 2)
    attributes = _window(2, kernel_size, kernel_size if stride is None else stride, padding, dilation)
    if not return_indices:
        return g("MaxPool", input, ceil_mode=int(ceil_mode), **attributes)
    values, flat = g("MaxPool", input, results=2, ceil_mode=int(ceil_mode), **attributes)
    # ONNX counts the indices through the whole tensor, torch within an image: the rest by H*W.
    image = np.array(input.shape[2] * input.shape[3])
    return values, g("Mod", Value(flat.name, np.dtype(np.int64)), image)


def avg_pool2d(
    g, input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    if isinstance(input, np.ndarray):
        require_batch(input, 2)
    require(divisor_override is None, "divisor_override")
    attributes = _window(2, kernel_size, kernel_size if stride is None else stride, padding)
    return g("AveragePool", input, ceil_mode=int(ceil_mode), count_include_pad=int(count_include_pad), **attributes)


def adaptive_avg_pool2d(g, input, output_size):
    require_batch(input, 2)
    require(sizes(output_size, 2) == (1, 1), "adaptive pooling but to size 1")
    return g("GlobalAveragePool", input)


def relu(g, input, inplace=False):
    require(not inplace, "inplace")
    return g("Relu", input)


def sigmoid(g, input):
    return g("Sigmoid", input)


def tanh(g, input):
    return g("Tanh", input)


def softmax(g, input, dim=None, dtype=None):
    require(dim is not None and dtype is None, "softmax without dim, or with dtype")
    return g("Softmax", input, axis=dim)


def _or(value, size, of, dtype):
    """A parameter that ONNX's operators cannot do without: all ones, or all zeros."""
    return np.full(size, of, dtype) if value is None else value


def _epsilon(eps, dtype):
    """ONNX's attributes are float32: in double precision only an eps that this can hold is the one asked for."""
    require(dtype != np.float64 or float(np.float32(eps)) == eps, "an eps that float32 rounds, in double precision")
    return eps


def _batch_norm(g, input, channels, dtype, weight, bias, eps, statistics=None):
    """By running statistics, or by the input's own where none are given."""
    own, eps = statistics is None, _epsilon(eps, dtype)
    mean, variance = statistics or (np.zeros(channels, dtype), np.ones(channels, dtype))
    operands = (input, _or(weight, channels, 1, dtype), _or(bias, channels, 0, dtype), mean, variance)
    if own:
        return g("BatchNormalization", *operands, results=3, epsilon=eps, training_mode=1)[0]
    return g("BatchNormalization", *operands, epsilon=eps)


def batch_norm(g, input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    require(not training or running_mean is None, "running statistics to update")
    statistics = None if training else (running_mean, running_var)
    return _batch_norm(g, input, input.shape[1], input.dtype, weight, bias, eps, statistics)


def instance_norm(
    g, input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5
):
    if not use_input_stats:
        return batch_norm(g, input, running_mean, running_var, weight, bias, eps=eps)
    require(running_mean is None, "running statistics to update")
    weight, bias = (_or(v, input.shape[1], of, input.dtype) for v, of in ((weight, 1), (bias, 0)))
    return g("InstanceNormalization", input, weight, bias, epsilon=_epsilon(eps, input.dtype))


def layer_norm(g, input, normalized_shape, weight=None, bias=None, eps=1e-5):
    scale = _or(weight, tuple(normalized_shape), 1, input.dtype)
    return g("LayerNormalization", input, scale, bias, axis=-len(normalized_shape), epsilon=_epsilon(eps, input.dtype))


def group_norm(g, input, num_groups, weight=None, bias=None, eps=1e-5):
    weight, bias = (_or(v, input.shape[1], of, input.dtype) for v, of in ((weight, 1), (bias, 0)))
    precision = DOUBLE if input.dtype == np.float64 else FLOAT
    attributes = {"num_groups": num_groups, "epsilon": _epsilon(eps, input.dtype), "stash_type": precision}
    return g("GroupNormalization", input, weight, bias, **attributes)


def depthwise_conv2d(g, input, weight, bias=None, stride=1, padding: Any = 0, dilation=1):
    require_batch(input, 2)
    return conv2d(g, input, weight, bias, stride, padding, dilation, groups=input.shape[1])


def pointwise_conv2d(g, input, weight, bias=None):
    return conv2d(g, input, weight, bias)


def depthwise_separable_conv2d(g, input, depthwise_weight, pointwise_weight, stride=1, padding=0, dilation=1):
    return conv2d(g, depthwise_conv2d(g, input, depthwise_weight, None, stride, padding, dilation), pointwise_weight)


def causal_conv1d(g, input, weight, bias=None, dilation=1):
    if isinstance(input, np.ndarray):
        require_batch(input, 1)
    past = dilation * (weight.shape[2] - 1)
    return g("Conv", input, weight, bias, dilations=(dilation,), pads=(past, 0), kernel_shape=weight.shape[2:])


def masked_conv2d(g, input, weight, bias=None, mask_type="A"):
    height, width = weight.shape[2:]
    position = np.arange(height * width).reshape(height, width)
    kept = position < position[height // 2, width // 2] + (mask_type == "B")
    masked = g("Where", kept, weight, np.zeros((), weight.dtype), dtype=weight.dtype)
    return conv2d(g, input, masked, bias, padding="same")


def dense_block(g, input, weights, gammas=None, betas=None):
    require_batch(input, 2)
    features, channels, dtype = input, input.shape[1], input.dtype
    for i, weight in enumerate(weights):
        gamma, beta = None if gammas is None else gammas[i], None if betas is None else betas[i]
        activated = g("Relu", _batch_norm(g, features, channels, dtype, gamma, beta, 1e-5))
        features = g("Concat", features, conv2d(g, activated, weight, padding=1), axis=1)
        channels += weight.shape[0]
    return features if weights else g("Identity", input)


def transition_layer(g, input, weight, gamma=None, beta=None):
    require_batch(input, 2)
    activated = g("Relu", _batch_norm(g, input, input.shape[1], input.dtype, gamma, beta, 1e-5))
    return avg_pool2d(g, conv2d(g, activated, weight), 2)


def residual_block(g, input, weight1, weight2):
    hidden = g("Relu", conv2d(g, input, weight1, padding="same"))
    return g("Relu", g("Add", input, conv2d(g, hidden, weight2, padding="same")))


def gated_residual_layer(g, input, filter_weight, gate_weight, residual_weight, skip_weight, dilation=1):
    filtered = g("Tanh", causal_conv1d(g, input, filter_weight, dilation=dilation))
    gated = g("Mul", filtered, g("Sigmoid", causal_conv1d(g, input, gate_weight, dilation=dilation)))
    return g("Add", input, conv1d(g, gated, residual_weight)), conv1d(g, gated, skip_weight)


def mu_law_encode(g, signal, quantization_channels=256):
    mu, one = np.array(float(quantization_channels - 1)), np.array(1.0)
    x = g("Cast", signal, to=DOUBLE, dtype=np.float64)
    logarithm = g("Log", g("Add", g("Mul", g("Abs", x), mu), one))
    compressed = g("Mul", g("Sign", x), g("Div", logarithm, np.log1p(mu)))
    position = g("Add", g("Mul", g("Add", compressed, one), mu / 2), np.array(0.5))
    return g("Cast", g("Floor", position), to=INT64, dtype=np.int64)


def mu_law_decode(g, codes, quantization_channels=256):
    mu, one = np.array(float(quantization_channels - 1)), np.array(1.0)
    y = g("Sub", g("Div", g("Mul", g("Cast", codes, to=DOUBLE, dtype=np.float64), np.array(2.0)), mu), one)
    expanded = g("Div", g("Sub", g("Pow", np.array(float(quantization_channels)), g("Abs", y)), one), mu)
    return g("Mul", g("Sign", y), expanded)


FUNCTIONS = (
    conv1d, conv2d, conv_transpose1d, conv_transpose2d, max_pool2d, avg_pool2d, adaptive_avg_pool2d, linear, relu,
    sigmoid, tanh, softmax, batch_norm, layer_norm, instance_norm, group_norm, depthwise_conv2d, pointwise_conv2d,
    depthwise_separable_conv2d, causal_conv1d, masked_conv2d, dense_block, transition_layer, residual_block,
    gated_residual_layer, mu_law_encode, mu_law_decode,
)  # fmt: skip
