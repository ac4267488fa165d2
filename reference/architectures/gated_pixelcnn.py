"""Gated PixelCNN (van den Oord et al. 2016, arXiv:1606.05328): a vertical and a horizontal stack, no blind spot."""

from ..errors import InputError
from ..layers import Add, Conv2d, MaskedConv2d, Multiply, Pad2d, ReLU, Sigmoid, Slice, Tanh
from ..network import INPUT, Builder, Network
from .parts import one_of, positive

CONDITION = "condition"


def _gate(net: Builder, name: str, source: str, channels: int, conditioned: bool) -> str:
    """tanh(first half) . sigmoid(second half) (equation 2); conditioned, both add V^T h (equations 3 and 4)."""
    if conditioned:
        extra = net.add(f"{name}.condition", Conv2d(2 * channels, (1, 1)), CONDITION)
        source = net.add(f"{name}.condition_sum", Add(), source, extra)
    for half, activation, start in (("filter", Tanh(), 0), ("gate", Sigmoid(), channels)):
        net.add(f"{name}.{half}_half", Slice(start, start + channels), source)
        net.add(f"{name}.{half}", activation)
    return net.add(f"{name}.gated", Multiply(), f"{name}.filter", f"{name}.gate")


def _rows_above(net: Builder, name: str, source: str, channels: int, size: int, first: bool) -> str:
    """An n x n convolution of which only the upper rows are there: those above, after the first layer the own one too.

    As the paper has it: a convolution of fewer rows on an image that is padded above and cropped below. What the
    vertical stack holds of a row comes from the rows above it alone, so later layers may read the row itself.
    """
    half = size // 2
    net.add(f"{name}.shift", Pad2d(top=half, bottom=-1 if first else 0), source)
    rows = half if first else half + 1
    return net.add(f"{name}.conv", Conv2d(2 * channels, (rows, size), padding=(0, half), bias=True))


def gated_layer(
    net: Builder, name: str, stacks: tuple[str, str], channels: int, size: int,
    first: bool, last: bool, conditioned: bool,
) -> tuple[str, str]:  # fmt: skip
    """One layer of both stacks (Figure 2): the vertical one feeds the horizontal one, which alone is residual.

    The last layer's gated vertical output would have no reader, and is left out.
    """
    vertical, horizontal = stacks
    above = _rows_above(net, f"{name}.vertical", vertical, channels, size, first)
    down = net.add(f"{name}.vertical_to_horizontal", Conv2d(2 * channels, (1, 1), bias=True), above)
    mask = MaskedConv2d(2 * channels, (1, size), padding=(0, size // 2), bias=True, mask_type="A" if first else "B")
    left = net.add(f"{name}.horizontal.conv", mask, horizontal)
    both = net.add(f"{name}.horizontal.sum", Add(), left, down)
    vertical = above if last else _gate(net, f"{name}.vertical", above, channels, conditioned)
    _gate(net, f"{name}.horizontal", both, channels, conditioned)
    out = net.add(f"{name}.horizontal.out", Conv2d(channels, (1, 1), bias=True))
    return vertical, out if first else net.add(f"{name}.horizontal.add", Add(), horizontal, out)


def gated_pixelcnn(
    *,
    channels: int = 128,
    layers: int = 15,
    first_kernel_size: int = 7,
    kernel_size: int = 3,
    levels: int = 256,
    conditioning: str = "none",
    condition_channels: int = 16,
    in_channels: int = 1,
    resolution: int = 28,
) -> Network:
    """`layers` gated layers of two stacks, and a distribution over `levels` for each pixel.

    The first layer masks the pixel itself (type A) and has no residual connection, for lack of channels. Every pixel
    of the window that comes before another in raster order is seen: `pixelcnn`'s blind spot is gone.
    `conditioning`: "none", "global" (a condition (N, channels, 1, 1)) or "local" ((N, channels, H, W), section 2.3).
    As in `pixelcnn`, masks are spatial only.

    >>> gated_pixelcnn(layers=2, channels=8, resolution=9).shapes()["logits"]
    (1, 256, 9, 9)
    """
    options = locals().copy()
    positive("gated_pixelcnn", channels=channels, levels=levels, in_channels=in_channels, resolution=resolution)
    positive("gated_pixelcnn", condition_channels=condition_channels)
    positive("gated_pixelcnn", layers=layers, most=1000)
    one_of("gated_pixelcnn", "conditioning", conditioning, ("none", "global", "local"))
    for name in ("kernel_size", "first_kernel_size"):
        if not isinstance(options[name], int) or options[name] % 2 == 0 or not 3 <= options[name] <= 99:
            raise InputError(f"gated_pixelcnn: {name} is {options[name]!r}; expected an odd number from 3 to 99")
    net, stacks = Builder(), (INPUT, INPUT)
    for l in range(1, layers + 1):
        size, place = first_kernel_size if l == 1 else kernel_size, {"first": l == 1, "last": l == layers}
        stacks = gated_layer(net, f"layer{l}", stacks, channels, size, **place, conditioned=conditioning != "none")
    net.add("relu_out", ReLU(), stacks[1])
    net.add("hidden", Conv2d(channels, (1, 1), bias=True))
    net.add("relu_hidden", ReLU())
    net.add("logits", Conv2d(levels * in_channels, (1, 1), bias=True))
    sizes = {"global": 1, "local": resolution}.get(conditioning)
    conditions = {} if sizes is None else {CONDITION: (1, condition_channels, sizes, sizes)}
    return net.build("gated_pixelcnn", (1, in_channels, resolution, resolution), options, conditions)
