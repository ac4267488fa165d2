"""Groups of layers that several architectures share, and the checks of their options."""

from ..errors import InputError
from ..layers import BatchNorm, Conv2d, Flatten, GlobalAvgPool2d, Layer, Linear, ReLU
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
