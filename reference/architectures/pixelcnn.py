"""PixelCNN (van den Oord et al. 2016, arXiv:1601.06759, Table 1): masked convolutions in raster order."""

from ..layers import Add, Conv2d, MaskedConv2d, ReLU
from ..network import Builder, Network
from .parts import positive


def pixelcnn(
    *, channels: int = 128, layers: int = 15, kernel_size: int = 3, levels: int = 256, in_channels: int = 1, resolution: int = 28
) -> Network:
    """A 7x7 convolution with mask A, residual blocks with mask B, and a distribution over `levels` for each pixel.

    `channels` is 2h of the paper: a residual block halves it, convolves with mask B, and restores it.  Masks are spatial
    only, so the colour channels of a pixel do not see one another (`in_channels=1` in the paper's MNIST network).

    >>> pixelcnn(layers=2, resolution=8).shapes()["logits"]
    (1, 256, 8, 8)
    """
    positive("pixelcnn", channels=channels, kernel_size=kernel_size, levels=levels, in_channels=in_channels, resolution=resolution)
    half = max(1, channels // 2)
    net = Builder()
    net.add("conv_a", MaskedConv2d(channels, (7, 7), padding=(3, 3), bias=True, mask_type="A"))
    for l in range(1, layers + 1):
        before = net.last
        net.add(f"block{l}.relu1", ReLU())
        net.add(f"block{l}.reduce", Conv2d(half, (1, 1), bias=True))
        net.add(f"block{l}.relu2", ReLU())
        size = (kernel_size, kernel_size)
        net.add(f"block{l}.conv_b", MaskedConv2d(half, size, padding=(kernel_size // 2,) * 2, bias=True, mask_type="B"))
        net.add(f"block{l}.relu3", ReLU())
        new = net.add(f"block{l}.restore", Conv2d(channels, (1, 1), bias=True))
        net.add(f"block{l}.add", Add(), before, new)
    net.add("relu_out", ReLU())
    net.add("hidden", Conv2d(channels, (1, 1), bias=True))
    net.add("relu_hidden", ReLU())
    net.add("logits", Conv2d(levels * in_channels, (1, 1), bias=True))
    options = {"channels": channels, "layers": layers, "kernel_size": kernel_size, "levels": levels}
    return net.build("pixelcnn", (1, in_channels, resolution, resolution), **options)
