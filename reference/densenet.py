"""DenseNet's two parts (Huang et al. 2017): every layer sees all earlier feature maps, concatenated."""

from collections.abc import Sequence

import numpy as np

from .activation import relu
from .arguments import Array, as_array, batched, expect
from .convolution import conv2d
from .normalization import batch_norm
from .pooling import avg_pool2d


def dense_block(
    input: Array, weights: Sequence[Array], gammas: Sequence[Array] | None = None, betas: Sequence[Array] | None = None
) -> Array:
    """L dense layers: (N, C, H, W) to (N, C + L*k, H, W); layer l gets all C + l*k channels and adds k of its own.

    A layer is batch normalisation (by the batch's own statistics, scale gammas[l], shift betas[l]), ReLU and a 3x3
    convolution with padding 1 and weights[l] of shape (k, C + l*k, 3, 3). Its output is concatenated after its input:
    the first C channels of the result are the block's input.

    >>> dense_block(np.ones((1, 2, 4, 5)), [np.ones((3, 2, 3, 3)), np.ones((3, 5, 3, 3))]).shape
    (1, 8, 4, 5)
    """
    features, added = batched("dense_block", as_array("dense_block", "input", input), axes=2)
    layers = list(zip(weights, _each("gammas", gammas, weights), _each("betas", betas, weights), strict=True))
    for weight, gamma, beta in layers:
        weight = as_array("dense_block", "weights", weight)
        expect(weight.ndim == 4 and weight.shape[2:] == (3, 3), "dense_block", f"a weight has shape {weight.shape}",
               "(k, channels so far, 3, 3)")
        activated = relu(batch_norm(features, None, None, gamma, beta, training=True))
        features = np.concatenate([features, conv2d(activated, weight, padding=1)], axis=1)
    features = features if layers else features.copy()
    return features[0] if added else features


def transition_layer(input: Array, weight: Array, gamma: Array | None = None, beta: Array | None = None) -> Array:
    """Batch normalisation, ReLU, 1x1 convolution, 2x2 average pooling: (N, C, H, W) to (N, M, H//2, W//2).

    weight is (M, C, 1, 1); M = theta * C with the compression theta.

    >>> transition_layer(np.ones((1, 4, 6, 5)), np.ones((2, 4, 1, 1))).shape
    (1, 2, 3, 2)
    """
    features, added = batched("transition_layer", as_array("transition_layer", "input", input), axes=2)
    weight = as_array("transition_layer", "weight", weight)
    expect(weight.ndim == 4 and weight.shape[2:] == (1, 1), "transition_layer", f"weight has shape {weight.shape}",
           "(M, C, 1, 1)")
    activated = relu(batch_norm(features, None, None, gamma, beta, training=True))
    result = avg_pool2d(conv2d(activated, weight), kernel_size=2, stride=2)
    return result[0] if added else result


def _each(argument: str, values: Sequence[Array] | None, weights: Sequence[Array]) -> Sequence[Array | None]:
    """One value per layer; None for each where all were left out."""
    if values is None:
        return [None] * len(weights)
    expect(len(values) == len(weights), "dense_block", f"{len(values)} {argument} for {len(weights)} weights",
           "one for each layer")
    return values
