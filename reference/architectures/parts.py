"""Groups of layers that several architectures share."""

from ..errors import InputError
from ..layers import BatchNorm, Conv2d, Flatten, GlobalAvgPool2d, Linear, ReLU
from ..network import Builder


def conv_norm_relu(
    net: Builder, name: str, out_channels: int, kernel_size: int, stride: int = 1, groups: int = 1, relu: bool = True
) -> str:
    """Convolution without bias -> batch norm -> ReLU, odd kernels padded so that stride 1 keeps the size."""
    padding = (kernel_size // 2,) * 2
    net.add(f"{name}.conv", Conv2d(out_channels, (kernel_size,) * 2, stride, padding, groups=groups))
    last = net.add(f"{name}.norm", BatchNorm())
    return net.add(f"{name}.relu", ReLU()) if relu else last


def norm_relu_conv(net: Builder, name: str, out_channels: int, kernel_size: int) -> str:
    """Batch norm -> ReLU -> convolution, DenseNet's order (section 3, "composite function")."""
    net.add(f"{name}.norm", BatchNorm())
    net.add(f"{name}.relu", ReLU())
    return net.add(f"{name}.conv", Conv2d(out_channels, (kernel_size,) * 2, padding=(kernel_size // 2,) * 2))


def classifier(net: Builder, classes: int) -> str:
    """Global average pooling and one fully connected layer."""
    net.add("pool", GlobalAvgPool2d())
    net.add("flatten", Flatten())
    return net.add("fc", Linear(classes))


def positive(function: str, **options: int) -> None:
    """Refuse sizes below one, naming the function, the option and what was given."""
    for name, value in options.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise InputError(f"{function}: {name} is {value!r}: expected a whole number of at least 1")


def one_of(function: str, name: str, value: object, allowed) -> None:
    """Refuse an option's value that is not among those there are."""
    if value not in allowed:
        raise InputError(f"{function}: {name} is {value!r}: expected one of {', '.join(map(str, allowed))}")
