"""PixelCNN (van den Oord et al. 2016, arXiv:1601.06759, Table 1): masked convolutions in raster order."""

from ..errors import InputError
from ..layers import Add, Conv2d, MaskedConv2d, ReLU
from ..network import Builder, Network
from .parts import positive


def _residual_block(net: Builder, name: str, channels: int, kernel_size: int) -> None:
    """2h -> 1x1 to h -> masked k x k of h -> 1x1 to 2h, each after a ReLU, added to the input (Figure 5, left)."""
    before, half, padding = net.last, max(1, channels // 2), (kernel_size // 2, kernel_size // 2)
    net.add(f"{name}.relu1", ReLU())
    net.add(f"{name}.reduce", Conv2d(half, (1, 1), bias=True))
    net.add(f"{name}.relu2", ReLU())
    net.add(f"{name}.conv_b", MaskedConv2d(half, (kernel_size, kernel_size), padding=padding, bias=True, mask_type="B"))
    net.add(f"{name}.relu3", ReLU())
    new = net.add(f"{name}.restore", Conv2d(channels, (1, 1), bias=True))
    net.add(f"{name}.add", Add(), before, new)


def pixelcnn(
    *,
    channels: int = 128,
    layers: int = 15,
    first_kernel_size: int = 7,
    kernel_size: int = 3,
    levels: int = 256,
    in_channels: int = 1,
    resolution: int = 28,
) -> Network:
    """A 7x7 convolution with mask A, residual blocks with mask B, and a distribution over `levels` for each pixel.

    `channels` is 2h of the paper: a residual block halves it, convolves with mask B, restores it.  Masks are spatial
    only, so the colour channels of a pixel do not see one another (`in_channels=1` in the paper's MNIST network).  The
    masks leave a blind spot: pixels above and to the right that no depth of the stack ever sees.

    >>> pixelcnn(layers=2, resolution=8).shapes()["logits"]
    (1, 256, 8, 8)
    """
    options = locals().copy()
    positive("pixelcnn", channels=channels, levels=levels, in_channels=in_channels, resolution=resolution)
    positive("pixelcnn", layers=layers, most=1000)
    for name in ("kernel_size", "first_kernel_size"):
        if options[name] % 2 == 0 or not 1 <= options[name] <= 99:
            raise InputError(f"pixelcnn: {name} is {options[name]}; expected an odd number from 1 to 99")
    net = Builder()
    around = (first_kernel_size // 2, first_kernel_size // 2)
    net.add(
        "conv_a",
        MaskedConv2d(channels, (first_kernel_size, first_kernel_size), padding=around, bias=True, mask_type="A"),
    )
    for l in range(1, layers + 1):
        _residual_block(net, f"block{l}", channels, kernel_size)
    net.add("relu_out", ReLU())
    net.add("hidden", Conv2d(channels, (1, 1), bias=True))
    net.add("relu_hidden", ReLU())
    net.add("logits", Conv2d(levels * in_channels, (1, 1), bias=True))
    return net.build("pixelcnn", (1, in_channels, resolution, resolution), options)
