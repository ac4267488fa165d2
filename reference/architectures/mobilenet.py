"""MobileNetV1 (Howard et al. 2017, arXiv:1704.04861, Table 1), with its two multipliers and its comparison networks."""

from ..errors import InputError
from ..layers import Flatten, GlobalAvgPool2d, Linear
from ..network import Builder, Network
from .parts import conv_norm_relu, positive

# (output channels, stride) of the thirteen separable layers of Table 1.  The last stride is 1 here: the table prints 2
# beside an input of 7x7 and an output of 7x7, which only stride 1 gives (the paper's own counts need it too).
BODY = (
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
    (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
    (1024, 2), (1024, 1),
)  # fmt: skip
SHALLOW = slice(6, 11)  # Table 5 leaves out the five separable layers at 14x14x512


def mobilenet_v1(
    *,
    width: float = 1.0,
    resolution: int = 224,
    separable: bool = True,
    shallow: bool = False,
    classes: int = 1000,
    last_stride: int = 1,
) -> Network:
    """MobileNetV1 with width multiplier alpha and an input of resolution x resolution (section 3.3, 3.4).

    `separable=False` is the network of full convolutions of Table 4, `shallow=True` that of Table 5;
    `last_stride=2` follows the misprint of Table 1.  Raises InputError for sizes that leave no channel or no pixel.

    >>> mobilenet_v1(width=0.5, resolution=160).shapes()["pool"]
    (1, 512, 1, 1)
    """
    positive("mobilenet_v1", resolution=resolution, classes=classes, last_stride=last_stride)
    if not 0 < width <= 16:
        raise InputError(f"mobilenet_v1: width is {width!r}: expected a multiplier above 0 and at most 16")
    layers = [layer for i, layer in enumerate(BODY) if not (shallow and i in range(*SHALLOW.indices(len(BODY))))]
    layers[-1] = (layers[-1][0], last_stride)

    def channels(count: int) -> int:
        return max(1, int(count * width))

    net = Builder()
    conv_norm_relu(net, "conv1", channels(32), 3, stride=2)
    before = channels(32)
    for index, (out, stride) in enumerate(layers, 2):
        if separable:
            conv_norm_relu(net, f"conv{index}_dw", before, 3, stride=stride, groups=before)
            conv_norm_relu(net, f"conv{index}_pw", channels(out), 1)
        else:
            conv_norm_relu(net, f"conv{index}", channels(out), 3, stride=stride)
        before = channels(out)
    net.add("pool", GlobalAvgPool2d())
    net.add("flatten", Flatten())
    net.add("fc", Linear(classes))
    options = {"width": width, "resolution": resolution, "separable": separable, "shallow": shallow}
    return net.build("mobilenet_v1", (1, 3, resolution, resolution), **options)
