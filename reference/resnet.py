"""ResNet's building block (He et al. 2016): the input is added to what two convolutions make of it."""

import numpy as np

from .activation import relu
from .arguments import Array, as_array, expect
from .convolution import conv2d


def residual_block(input: Array, weight1: Array, weight2: Array) -> Array:
    """relu(x + conv(relu(conv(x)))): (N, C, H, W) with (B, C, KH, KW) and (C, B, KH, KW), size and channels kept.

    With zero weights it is relu(x): the identity for x >= 0.

    >>> residual_block(np.array([[[1, 2]]]), np.array([[[[1]]]]), np.array([[[[10]]]]))
    array([[[11, 22]]])
    """
    input = as_array("residual_block", "input", input)
    residual = conv2d(relu(conv2d(input, weight1, padding="same")), weight2, padding="same")
    expect(residual.shape == input.shape, "residual_block",
           f"weight2 gives a residual of shape {residual.shape} for the input {input.shape}", "the input's own shape")
    with np.errstate(all="ignore"):  # infinities and NaN are values here
        return relu(input + residual)
