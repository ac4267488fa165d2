"""The space of cases of every contract function."""

from dataclasses import replace

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


def simple(function: str, **values: object) -> Space:
    """Fewer cases, for laws without the reference: exact contents, ordinary memory, the first few values of a factor.

    `values` fixes factors, as `Space.restricted`.
    """
    space = contiguous(function)
    kept: dict[str, object] = {}
    for name, of in space.factors.items():
        if name == "positional":
            kept[name] = False
        elif name == "contents":
            kept[name] = [c for c in of if c in SIMPLE_CONTENTS][:2] or list(of[:1])
        elif name == "dtype":
            kept[name] = [d for d in of if d.startswith("float")]
        elif len(of) > 5 and name not in values:
            kept[name] = list(of[:5])
    ranges = {name: of for name, of in space.ranges.items() if name not in values}
    chosen = {name: value for name, value in values.items() if name in space.factors}
    return replace(space.restricted(**{**kept, **chosen}), ranges=ranges, extra=())


SIMPLE_CONTENTS = ("eighths", "integers", "distinct", "normal", "shifted", "signal", "random", "all")
