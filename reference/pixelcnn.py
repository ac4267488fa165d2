"""PixelCNN's masked convolution (van den Oord et al. 2016): each pixel sees only those before it in raster order."""

import numpy as np

from .arguments import Array, as_array, expect
from .convolution import conv2d
from .numbers import constant


def masked_conv2d(input: Array, weight: Array, bias: Array | None = None, mask_type: str = "A") -> Array:
    """A convolution that keeps the size and sees the rows above and, in its own row, the pixels to the left.

    (N, C, H, W) with (M, C, KH, KW), KH and KW odd, to (N, M, H, W). Type "A" does not see the pixel itself, type "B"
    does. The mask is spatial only: all channels are treated alike.

    >>> masked_conv2d(np.array([[[1, 2], [3, 4]]]), np.ones((1, 1, 3, 3), int), mask_type="A")
    array([[[0, 1],
            [3, 6]]])
    """
    weight = as_array("masked_conv2d", "weight", weight)
    expect(weight.ndim == 4 and all(size % 2 for size in weight.shape[2:]), "masked_conv2d",
           f"weight has shape {weight.shape}", "(M, C, KH, KW) with odd KH and KW")
    masked = weight.copy()
    masked[:, :, ~raster_mask(weight.shape[2], weight.shape[3], mask_type)] = constant(weight, 0)
    return conv2d(input, masked, bias, padding="same")


def raster_mask(height: int, width: int, mask_type: str) -> Array:
    """Which kernel elements come before the centre in raster order; type "B" includes the centre.

    >>> raster_mask(3, 3, "B").astype(int)
    array([[1, 1, 1],
           [1, 1, 0],
           [0, 0, 0]])
    """
    expect(isinstance(mask_type, str) and mask_type in ("A", "B"), "masked_conv2d", f"mask_type is {mask_type!r}",
           '"A" or "B"')
    position = np.arange(height * width).reshape(height, width)
    centre = position[height // 2, width // 2]
    return position <= centre if mask_type == "B" else position < centre
