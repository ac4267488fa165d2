"""The space of cases of every contract function."""

from . import activation, composites, convolution, normalization, pooling
from .arrays import WRITABLE
from .space import Space

SPACES: dict[str, Space] = {
    "conv1d": convolution.convolution(1),
    "conv2d": convolution.convolution(2),
    "conv_transpose1d": convolution.transposed(1),
    "conv_transpose2d": convolution.transposed(2),
    "linear": convolution.linear(),
    "max_pool2d": pooling.max_pooling(),
    "avg_pool2d": pooling.avg_pooling(),
    "adaptive_avg_pool2d": pooling.adaptive_pooling(),
    "relu": activation.elementwise("relu"),
    "sigmoid": activation.elementwise("sigmoid"),
    "tanh": activation.elementwise("tanh"),
    "softmax": activation.softmax(),
    "batch_norm": normalization.batch(),
    "layer_norm": normalization.layer(),
    "instance_norm": normalization.instance(),
    "group_norm": normalization.group(),
    "depthwise_conv2d": composites.depthwise(),
    "pointwise_conv2d": composites.pointwise(),
    "depthwise_separable_conv2d": composites.separable(),
    "causal_conv1d": composites.causal(),
    "masked_conv2d": composites.masked(),
    "dense_block": composites.dense(),
    "transition_layer": composites.transition(),
    "residual_block": composites.residual(),
    "gated_residual_layer": composites.gated(),
    "mu_law_encode": activation.encoding(),
    "mu_law_decode": activation.decoding(),
}


def plain(function: str) -> Space:
    """The cases of a function with results that can be compared from layout to layout (no in-place relu)."""
    space = SPACES[function]
    return space.restricted(inplace=False) if "inplace" in space.factors else space


def contiguous(function: str) -> Space:
    """The cases of a function with all arrays in ordinary, writable memory."""
    space = plain(function)
    layouts = {name: WRITABLE[0] for name in space.factors if name.endswith("layout")}
    return space.restricted(**layouts)
