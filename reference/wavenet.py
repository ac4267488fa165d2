"""WaveNet's parts (van den Oord et al. 2016): causal dilated convolution and the gated residual layer."""

import numpy as np

from .activation import sigmoid, tanh
from .arguments import Array, as_array, batched, expect, padded, per_axis
from .convolution import conv1d


def causal_conv1d(input: Array, weight: Array, bias: Array | None = None, dilation: int = 1) -> Array:
    """Convolve the past only: (N, C, L) with (M, C, K) to (N, M, L), after dilation*(K-1) zeros on the left.

    out[t] = sum over k of weight[k] * in[t - dilation*(K-1-k)]: output t sees no input after t.

    >>> causal_conv1d(np.array([[1, 2, 3, 4]]), np.array([[[10, 1]]]), dilation=2)
    array([[ 1,  2, 13, 24]])
    """
    input, added = batched("causal_conv1d", as_array("causal_conv1d", "input", input), axes=1)
    weight = as_array("causal_conv1d", "weight", weight)
    expect(weight.ndim == 3 and weight.size, "causal_conv1d", f"weight has shape {weight.shape}", "(M, C, K)")
    (dilation,) = per_axis("causal_conv1d", "dilation", dilation, 1, least=1)
    past = dilation * (weight.shape[2] - 1)
    result = conv1d(padded(input, [past], [0]), weight, bias, dilation=dilation)
    return result[0] if added else result


def gated_residual_layer(
    input: Array, filter_weight: Array, gate_weight: Array, residual_weight: Array, skip_weight: Array,
    dilation: int = 1,
) -> tuple[Array, Array]:  # fmt: skip
    """z = tanh(filter * x) . sigmoid(gate * x), both causal; the results are x + residual * z and skip * z.

    They have shapes (N, C, L) and (N, S, L), for x (N, C, L). The first feeds the next layer, the second the output.
    filter_weight and gate_weight are (D, C, K), residual_weight (C, D, 1), skip_weight (S, D, 1).

    >>> x, w = np.zeros((1, 2, 5)), np.ones((3, 2, 2))
    >>> [out.shape for out in gated_residual_layer(x, w, w, np.ones((2, 3, 1)), np.ones((4, 3, 1)))]
    [(1, 2, 5), (1, 4, 5)]
    """
    input = as_array("gated_residual_layer", "input", input)
    for name, weight in (("residual_weight", residual_weight), ("skip_weight", skip_weight)):
        shape = as_array("gated_residual_layer", name, weight).shape
        expect(len(shape) == 3 and shape[2] == 1, "gated_residual_layer", f"{name} has shape {shape}",
               "a 1x1 convolution, (channels, channels, 1)")
    gated = tanh(causal_conv1d(input, filter_weight, dilation=dilation)) * sigmoid(
        causal_conv1d(input, gate_weight, dilation=dilation)
    )
    residual = conv1d(gated, residual_weight)
    expect(residual.shape == input.shape, "gated_residual_layer",
           f"residual_weight gives shape {residual.shape} for the input {input.shape}", "the input's own shape")
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        return input + residual, conv1d(gated, skip_weight)
