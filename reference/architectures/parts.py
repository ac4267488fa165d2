"""Groups of layers that several architectures share, and the checks of their options."""

from ..errors import InputError
from ..layers import Add, BatchNorm, Conv2d, Flatten, GlobalAvgPool2d, Layer, Linear, Multiply, ReLU, Sigmoid
from ..network import Builder

LARGEST = 1_000_000  # no size is meant to be larger; it keeps a slip of the keyboard from running for hours


def conv_norm_relu(
    net: Builder, name: str, out_channels: int, kernel_size: int, stride: int = 1, groups: int = 1,
    activation: Layer | None = ReLU(), bias: bool = False,
) -> str:  # fmt: skip
    """Convolution -> batch norm -> ReLU (or another activation, or None); padded to keep the size at stride 1."""
    padding = (kernel_size // 2, kernel_size // 2)
    net.add(f"{name}.conv", Conv2d(out_channels, (kernel_size, kernel_size), stride, padding, groups=groups, bias=bias))
    last = net.add(f"{name}.norm", BatchNorm())
    return net.add(f"{name}.{activation.kind}", activation) if activation else last


def norm_relu_conv(net: Builder, name: str, out_channels: int, kernel_size: int, stride: int = 1) -> str:
    """Batch norm -> ReLU -> convolution: the order of DenseNet (section 3) and of pre-activation ResNet."""
    net.add(f"{name}.norm", BatchNorm())
    net.add(f"{name}.relu", ReLU())
    return net.add(
        f"{name}.conv",
        Conv2d(out_channels, (kernel_size, kernel_size), stride, padding=(kernel_size // 2, kernel_size // 2)),
    )


def conv_relu(net: Builder, name: str, out_channels: int, kernel_size: int, stride: int = 1, padding: int | None = None,
              groups: int = 1) -> str:  # fmt: skip
    """Convolution with bias -> ReLU: the networks before batch normalisation."""
    around = kernel_size // 2 if padding is None else padding
    net.add(name, Conv2d(out_channels, (kernel_size, kernel_size), stride, (around, around), groups=groups, bias=True))
    return net.add(f"{name}.relu", ReLU())


def squeeze_excite(net: Builder, name: str, channels: int, squeezed: int, inner: Layer, gate: Layer = Sigmoid()) -> str:
    """Every channel times a factor: mean of its map -> `squeezed` features -> a number (arXiv:1709.01507)."""
    before = net.last
    net.add(f"{name}.pool", GlobalAvgPool2d())
    net.add(f"{name}.squeeze", Conv2d(squeezed, (1, 1), bias=True))
    net.add(f"{name}.{inner.kind}", inner)
    net.add(f"{name}.excite", Conv2d(channels, (1, 1), bias=True))
    net.add(f"{name}.{gate.kind}", gate)
    return net.add(f"{name}.scale", Multiply(), before, f"{name}.{gate.kind}")


def inverted_residual(
    net: Builder, name: str, before: int, hidden: int, after: int, kernel_size: int, stride: int, activation: Layer,
    squeeze: tuple[int, Layer, Layer] | None = None,
) -> str:  # fmt: skip
    """1x1 to `hidden` channels, depthwise, 1x1 back, linear; added to its input where shapes agree (arXiv:1801.04381).

    A first 1x1 that would not widen is left out.  `squeeze`: (channels, inner activation, gate) of a squeeze-and-excite
    after the depthwise convolution.
    """
    source = net.last
    if hidden != before:
        conv_norm_relu(net, f"{name}.expand", hidden, 1, activation=activation)
    conv_norm_relu(net, f"{name}.dw", hidden, kernel_size, stride, groups=hidden, activation=activation)
    if squeeze:
        squeeze_excite(net, f"{name}.se", hidden, *squeeze)
    new = conv_norm_relu(net, f"{name}.project", after, 1, activation=None)
    return net.add(f"{name}.add", Add(), source, new) if stride == 1 and before == after else new


def rounded_channels(wanted: float, step: int = 8) -> int:
    """The nearest multiple of `step`, not more than a tenth below what is wanted (the MobileNets' own program).

    >>> rounded_channels(24), rounded_channels(32 * 0.35), rounded_channels(1)
    (24, 16, 8)
    """
    rounded = max(step, int(wanted + step / 2) // step * step)
    return rounded + step if rounded < 0.9 * wanted else rounded


def classifier(net: Builder, classes: int) -> str:
    """Global average pooling and one fully connected layer."""
    net.add("pool", GlobalAvgPool2d())
    net.add("flatten", Flatten())
    return net.add("fc", Linear(classes))


def scaled(channels: int, width: float) -> int:
    """Channels under a width multiplier: rounded down, at least one.

    >>> scaled(32, 0.5), scaled(32, 0.35)
    (16, 11)
    """
    return max(1, int(channels * width))


def positive(function: str, *, most: int = LARGEST, **options: int) -> None:
    """Refuse sizes below one or beyond reason, naming the function, the option and what was given."""
    for name, value in options.items():
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise InputError(f"{function}: {name} is {value!r}; expected a whole number from 1 to {most}")


def multiplier(function: str, name: str, value: float, most: float) -> None:
    """Refuse a factor that is not above 0 and at most `most`."""
    if not 0 < value <= most:
        raise InputError(f"{function}: {name} is {value!r}; expected a number above 0 and at most {most}")


def one_of(function: str, name: str, value: object, allowed) -> None:
    """Refuse an option's value that is not among those there are."""
    if value not in allowed:
        raise InputError(f"{function}: {name} is {value!r}; expected one of {', '.join(map(str, allowed))}")
