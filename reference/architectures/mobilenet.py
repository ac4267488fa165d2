"""MobileNetV1 (Howard et al. 2017, arXiv:1704.04861, Table 1), with its two multipliers and its comparison networks."""

from ..network import Builder, Network
from .parts import classifier, conv_norm_relu, multiplier, positive, scaled

# (output channels, stride) of the thirteen separable layers of Table 1.  The last stride is 1 here: the table prints 2
# beside an input of 7x7 and an output of 7x7, which only stride 1 gives (the paper's own counts need it too).
BODY = (
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
    (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
    (1024, 2), (1024, 1),
)  # fmt: skip
SHALLOW = BODY[:6] + BODY[11:]  # Table 5 leaves out the five separable layers at 14x14x512


def mobilenet_v1(
    *,
    width: float = 1.0,
    resolution: int = 224,
    separable: bool = True,
    shallow: bool = False,
    last_stride: int = 1,
    in_channels: int = 3,
    classes: int = 1000,
) -> Network:
    """MobileNetV1 with width multiplier alpha and an input of resolution x resolution (sections 3.3, 3.4).

    `separable=False` is the network of full convolutions of Table 4, `shallow=True` that of Table 5;
    `last_stride=2` follows the misprint of Table 1.  Raises InputError for options out of range.

    >>> mobilenet_v1(width=0.5, resolution=160).shapes()["pool"]
    (1, 512, 1, 1)
    """
    options = locals().copy()
    positive("mobilenet_v1", resolution=resolution, in_channels=in_channels, classes=classes, last_stride=last_stride)
    multiplier("mobilenet_v1", "width", width, most=64)
    layers = list(SHALLOW if shallow else BODY)
    layers[-1] = (layers[-1][0], last_stride)
    net = Builder()
    before = scaled(32, width)
    conv_norm_relu(net, "conv1", before, 3, stride=2)
    for index, (out, stride) in enumerate(layers, 2):
        after = scaled(out, width)
        if separable:
            conv_norm_relu(net, f"conv{index}_dw", before, 3, stride=stride, groups=before)
            conv_norm_relu(net, f"conv{index}_pw", after, 1)
        else:
            conv_norm_relu(net, f"conv{index}", after, 3, stride=stride)
        before = after
    classifier(net, classes)
    return net.build("mobilenet_v1", (1, in_channels, resolution, resolution), options)
