"""torch.nn.functional under test: NumPy arrays in and out, the composites composed of torch's own functions.

Arrays are passed as they lie in memory where torch can take them (no negative strides, not read-only), so that its
strided code is tested too; updates made in place reach the NumPy array either way.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np

Array = np.ndarray


def adapter() -> SimpleNamespace:
    """torch's functions on the CPU, single-threaded."""
    import torch

    torch.set_num_threads(1)
    return functions("cpu")


def cuda() -> SimpleNamespace:
    """torch's functions on the first GPU, without TF32."""
    import torch

    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    return functions("cuda")


def functions(device: str) -> SimpleNamespace:
    """All contract functions on a device."""
    direct = {name: _direct(name, device) for name in DIRECT}
    running = {name: _running(name, device) for name in ("batch_norm", "instance_norm")}
    composed = {name: _composed(function, device) for name, function in COMPOSITES.items()}
    return SimpleNamespace(**direct, **running, **composed, relu=_relu(device))


DIRECT = (
    "conv1d",
    "conv2d",
    "conv_transpose1d",
    "conv_transpose2d",
    "max_pool2d",
    "avg_pool2d",
    "adaptive_avg_pool2d",
    "linear",
    "sigmoid",
    "tanh",
    "softmax",
    "layer_norm",
    "group_norm",
)


def _tensor(value: Any, device: str) -> Any:
    """An array, or a list of them, as tensors; anything else as it is."""
    import torch

    if isinstance(value, list):
        return [_tensor(v, device) for v in value]
    if not isinstance(value, np.ndarray):
        return value
    direct = value.flags.writeable and all(s >= 0 for s in value.strides)
    return torch.from_numpy(value if direct else value.copy()).to(device)


def _numpy(result: Any) -> Any:
    return tuple(_numpy(r) for r in result) if isinstance(result, (tuple, list)) else result.cpu().numpy()


def _converted(arguments: tuple, options: dict, device: str) -> tuple[list, dict]:
    return [_tensor(a, device) for a in arguments], {n: _tensor(v, device) for n, v in options.items()}


def _direct(name: str, device: str) -> Any:
    import torch.nn.functional as F

    def call(*arguments: Any, **options: Any) -> Any:
        tensors, named = _converted(arguments, options, device)
        return _numpy(getattr(F, name)(*tensors, **named))

    return call


def _relu(device: str) -> Any:
    import torch.nn.functional as F

    def relu(input: Array, inplace: bool = False) -> Array:
        result = _numpy(F.relu(_tensor(input, device)))
        if inplace:
            input[...] = result
        return result

    return relu


def _running(name: str, device: str) -> Any:
    """A normalisation that updates running statistics: they are written back where torch had to work on a copy."""
    import torch.nn.functional as F

    def call(
        input: Array,
        running_mean: Array | None = None,
        running_var: Array | None = None,
        *arguments: Any,
        **options: Any,
    ) -> Array:
        statistics = [_tensor(s, device) for s in (running_mean, running_var)]
        before = [None if s is None else s.clone() for s in statistics]
        tensors, named = _converted(arguments, options, device)
        result = getattr(F, name)(_tensor(input, device), *statistics, *tensors, **named)
        for array, tensor, old in zip((running_mean, running_var), statistics, before, strict=True):
            if array is not None and not bool((tensor == old).all()):
                array[...] = tensor.cpu().numpy()
        return _numpy(result)

    return call


def _composed(function: Any, device: str) -> Any:
    import torch
    import torch.nn.functional as F

    def call(*arguments: Any, **options: Any) -> Any:
        tensors, named = _converted(arguments, options, device)
        return _numpy(function(torch, F, *tensors, **named))

    return call


def _depthwise_conv2d(torch, F, input, weight, bias=None, stride=1, padding=0, dilation=1):
    return F.conv2d(input, weight, bias, stride, padding, dilation, groups=input.shape[1])


def _pointwise_conv2d(torch, F, input, weight, bias=None):
    return F.conv2d(input, weight, bias)


def _depthwise_separable_conv2d(torch, F, input, depthwise_weight, pointwise_weight, stride=1, padding=0, dilation=1):
    depthwise = F.conv2d(input, depthwise_weight, None, stride, padding, dilation, groups=input.shape[1])
    return F.conv2d(depthwise, pointwise_weight)


def _causal_conv1d(torch, F, input, weight, bias=None, dilation=1):
    return F.conv1d(F.pad(input, (dilation * (weight.shape[-1] - 1), 0)), weight, bias, dilation=dilation)


def _masked_conv2d(torch, F, input, weight, bias=None, mask_type="A"):
    height, width = weight.shape[2:]
    mask = torch.ones_like(weight)
    mask[:, :, height // 2, width // 2 + (mask_type == "B") :] = 0
    mask[:, :, height // 2 + 1 :] = 0
    return F.conv2d(input, weight * mask, bias, padding=(height // 2, width // 2))


def _dense_block(torch, F, input, weights, gammas=None, betas=None):
    features = input
    for i, weight in enumerate(weights):
        gamma, beta = None if gammas is None else gammas[i], None if betas is None else betas[i]
        normalised = F.batch_norm(features, None, None, gamma, beta, training=True)
        features = torch.cat([features, F.conv2d(F.relu(normalised), weight, padding=1)], dim=1)
    return features if weights else features.clone()


def _transition_layer(torch, F, input, weight, gamma=None, beta=None):
    normalised = F.batch_norm(input, None, None, gamma, beta, training=True)
    return F.avg_pool2d(F.conv2d(F.relu(normalised), weight), 2)


def _residual_block(torch, F, input, weight1, weight2):
    padding1, padding2 = ([size // 2 for size in w.shape[2:]] for w in (weight1, weight2))
    return F.relu(input + F.conv2d(F.relu(F.conv2d(input, weight1, padding=padding1)), weight2, padding=padding2))


def _gated_residual_layer(torch, F, input, filter_weight, gate_weight, residual_weight, skip_weight, dilation=1):
    filtered = _causal_conv1d(torch, F, input, filter_weight, None, dilation)
    gate = _causal_conv1d(torch, F, input, gate_weight, None, dilation)
    gated = torch.tanh(filtered) * torch.sigmoid(gate)
    return input + F.conv1d(gated, residual_weight), F.conv1d(gated, skip_weight)


def _mu_law_encode(torch, F, signal, quantization_channels=256):
    mu = quantization_channels - 1
    signal = signal.double()
    compressed = (
        torch.sign(signal) * torch.log1p(mu * torch.abs(signal)) / torch.log1p(torch.tensor(float(mu)).double())
    )
    return ((compressed + 1) / 2 * mu + 0.5).to(torch.int64)


def _mu_law_decode(torch, F, codes, quantization_channels=256):
    mu = quantization_channels - 1
    compressed = codes.double() / mu * 2 - 1
    return torch.sign(compressed) * (torch.pow(torch.tensor(1.0 + mu).double(), torch.abs(compressed)) - 1) / mu


COMPOSITES = {
    "depthwise_conv2d": _depthwise_conv2d,
    "pointwise_conv2d": _pointwise_conv2d,
    "depthwise_separable_conv2d": _depthwise_separable_conv2d,
    "causal_conv1d": _causal_conv1d,
    "masked_conv2d": _masked_conv2d,
    "dense_block": _dense_block,
    "transition_layer": _transition_layer,
    "residual_block": _residual_block,
    "gated_residual_layer": _gated_residual_layer,
    "mu_law_encode": _mu_law_encode,
    "mu_law_decode": _mu_law_decode,
}
