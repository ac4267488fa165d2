"""Laws of masked convolutions: raster order, mask types, the blind spot."""

import numpy as np

from ..compare import assert_same, assert_true, assert_unaffected
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law

PIXELCNN = "van den Oord et al. 2016, PixelCNN"

MASKED = simple("masked_conv2d", batch=[2, 1], height=[7, 2, 3], width=[6, 1, 4])


@law(
    "raster_order",
    "An output depends on no pixel that comes after it in raster order; of type A not on its own either.",
    MASKED,
    of=("masked_conv2d",),
    source=PIXELCNN,
)
def raster_order(implementation: Implementation, case: Case) -> None:
    before = implementation.masked_conv2d(**case.arguments)
    height, width = case.input.shape[2:]
    for position in {0, height * width // 2, height * width - 1}:
        later = np.arange(height * width).reshape(height, width) >= position
        changed = np.where(later, case.other("input") + 1, case.input).astype(case.input.dtype)
        after = implementation.masked_conv2d(**{**case.arguments, "input": changed})
        seen = np.arange(height * width).reshape(height, width) <= position - (case.mask_type == "B")
        unchanged = np.broadcast_to(seen, before.shape)
        assert_unaffected(after, before, unchanged, f"outputs up to pixel {position}")


@law(
    "is_a_convolution_with_a_masked_kernel",
    "It is conv2d with half padding and the kernel's later elements set to zero.",
    MASKED,
    of=("masked_conv2d",),
    needs=("conv2d",),
    source=PIXELCNN,
)
def is_a_convolution_with_a_masked_kernel(implementation: Implementation, case: Case) -> None:
    height, width = case.weight.shape[2:]
    rank = np.arange(height * width).reshape(height, width) - (height * width) // 2
    kernel = case.weight * (rank < (case.mask_type == "B"))
    plain = implementation.conv2d(
        case.input, kernel.astype(case.weight.dtype), case.bias, padding=(height // 2, width // 2)
    )
    assert_same(implementation.masked_conv2d(**case.arguments), plain)


@law(
    "type_b_adds_the_centre",
    "Type B is type A plus a pointwise convolution with the kernel's centre.",
    MASKED.restricted(mask_type="A"),
    of=("masked_conv2d",),
    needs=("pointwise_conv2d",),
    source=PIXELCNN,
)
def type_b_adds_the_centre(implementation: Implementation, case: Case) -> None:
    height, width = case.weight.shape[2:]
    centre = case.weight[:, :, height // 2, width // 2, None, None]
    own = implementation.pointwise_conv2d(case.input, centre)
    type_a = implementation.masked_conv2d(case.input, case.weight, case.bias, mask_type="A")
    assert_same(implementation.masked_conv2d(case.input, case.weight, case.bias, mask_type="B"), type_a + own)


@law(
    "all_channels_alike",
    "The mask is spatial only: every output channel sees every input channel of an earlier pixel.",
    simple("masked_conv2d", kernel_height=3, kernel_width=3, bias=False, batch=1),
    of=("masked_conv2d",),
    source=PIXELCNN,
)
def all_channels_alike(implementation: Implementation, case: Case) -> None:
    ones = np.ones_like(case.weight)
    x = np.zeros((1, case.input.shape[1], 3, 3), case.input.dtype)
    for c in range(x.shape[1]):
        impulse = x.copy()
        impulse[0, c, 0, 1] = 1
        result = implementation.masked_conv2d(impulse, ones, mask_type=case.mask_type)
        assert_same(result[0, :, 1, 1], np.ones(ones.shape[0], x.dtype), f"response below an impulse in channel {c}")


@law(
    "blind_spot",
    "A stack of 3x3 masked convolutions never sees the pixels up and to the right beyond one a row.",
    simple("masked_conv2d", kernel_height=3, kernel_width=3, bias=False, batch=1, channels=1, outputs=1),
    of=("masked_conv2d",),
    source="van den Oord et al. 2016, Conditional image generation with PixelCNN decoders",
)
def blind_spot(implementation: Implementation, case: Case) -> None:
    size, ones = 7, np.ones((1, 1, 3, 3), case.input.dtype)
    for row, column in ((1, 5), (2, 6), (3, 1)):
        x = np.zeros((1, 1, size, size), case.input.dtype)
        x[0, 0, row, column] = 1
        x = implementation.masked_conv2d(x, ones, mask_type="A")
        for _ in range(3):
            x = implementation.masked_conv2d(x, ones, mask_type="B")
        down, right = 4 - row, 3 - column
        seen = (down > 0 and right >= -4 and -right <= down and right <= 4) and down <= 4
        assert_true((x[0, 0, 4, 3] != 0) == seen, f"pixel (4, 3) after 4 layers and an impulse at ({row}, {column})")
