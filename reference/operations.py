"""All operations by name. This module is itself an implementation that the property suite can test."""

from collections.abc import Callable
from typing import Any

from .activation import relu, sigmoid, softmax, tanh
from .companding import mu_law_decode, mu_law_encode
from .convolution import conv1d, conv2d, conv_transpose1d, conv_transpose2d, linear
from .densenet import dense_block, transition_layer
from .normalization import batch_norm, group_norm, instance_norm, layer_norm
from .pixelcnn import masked_conv2d
from .pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from .resnet import residual_block
from .separable import depthwise_conv2d, depthwise_separable_conv2d, pointwise_conv2d
from .wavenet import causal_conv1d, gated_residual_layer

OPERATIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        conv1d, conv2d, conv_transpose1d, conv_transpose2d, max_pool2d, avg_pool2d, adaptive_avg_pool2d, linear,
        relu, sigmoid, tanh, softmax, batch_norm, layer_norm, instance_norm, group_norm,
        depthwise_conv2d, pointwise_conv2d, depthwise_separable_conv2d, causal_conv1d, masked_conv2d,
        dense_block, transition_layer, residual_block, gated_residual_layer, mu_law_encode, mu_law_decode,
    )
}  # fmt: skip
"""Every function of the contract, by its name."""
