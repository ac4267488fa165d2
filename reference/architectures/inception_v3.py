"""Inception V3 (Szegedy et al. 2016, arXiv:1512.00567), as its authors programmed it; a comparator."""

from ..layers import AvgPool2d, BatchNorm, Concat, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from ..network import Builder, Network
from .parts import classifier, positive

Step = tuple[int, int, int, int]  # channels, kernel height, kernel width, stride; a stride of 2 goes without padding


def _conv(net: Builder, name: str, step: Step, pad: bool = True) -> str:
    """Convolution -> batch norm -> ReLU."""
    channels, height, width, stride = step
    padding = (height // 2, width // 2) if pad and stride == 1 else (0, 0)
    net.add(f"{name}.conv", Conv2d(channels, (height, width), stride, padding))
    net.add(f"{name}.norm", BatchNorm())
    return net.add(f"{name}.relu", ReLU())


def _branch(net: Builder, name: str, before: str, *steps: Step) -> str:
    """Convolutions one after the other, beginning at `before`."""
    net.last = before
    for number, step in enumerate(steps, 1):
        _conv(net, f"{name}.{number}", step)
    return net.last


def _pooled(net: Builder, name: str, before: str, channels: int) -> str:
    net.add(f"{name}.pool", AvgPool2d(3, 1, 1), before)
    return _conv(net, f"{name}.pool_proj", (channels, 1, 1, 1))


def _module(net: Builder, name: str, branches: tuple[tuple[Step, ...], ...], pool_channels: int | None) -> None:
    """Branches side by side, and a pooled one: projected, or (in a reduction, None) a max pool of stride 2 alone."""
    before = net.last
    outputs = [_branch(net, f"{name}.branch{i}", before, *steps) for i, steps in enumerate(branches, 1)]
    if pool_channels is None:
        outputs.append(net.add(f"{name}.pool", MaxPool2d(3, 2), before))
    else:
        outputs.append(_pooled(net, name, before, pool_channels))
    net.add(f"{name}.concat", Concat(), *outputs)


def _split_module(net: Builder, name: str) -> None:
    """The widest modules: 1x3 and 3x1 side by side at the ends of two branches."""
    before = net.last
    outputs = [_branch(net, f"{name}.branch1", before, (320, 1, 1, 1))]
    for number, steps in ((2, ((384, 1, 1, 1),)), (3, ((448, 1, 1, 1), (384, 3, 3, 1)))):
        trunk = _branch(net, f"{name}.branch{number}", before, *steps)
        outputs += [
            _branch(net, f"{name}.branch{number}{a}", trunk, s)
            for a, s in (("a", (384, 1, 3, 1)), ("b", (384, 3, 1, 1)))
        ]
    outputs.append(_pooled(net, name, before, 192))
    net.add(f"{name}.concat", Concat(), *outputs)


def _factored(net: Builder, name: str, c: int) -> None:
    """7x7 convolutions as pairs of 1x7 and 7x1."""
    short = ((c, 1, 1, 1), (c, 1, 7, 1), (192, 7, 1, 1))
    long = ((c, 1, 1, 1), (c, 7, 1, 1), (c, 1, 7, 1), (c, 7, 1, 1), (192, 1, 7, 1))
    _module(net, name, (((192, 1, 1, 1),), short, long), 192)


def _stem(net: Builder) -> None:
    for number, (step, pad) in enumerate((((32, 3, 3, 2), False), ((32, 3, 3, 1), False), ((64, 3, 3, 1), True)), 1):
        _conv(net, f"conv{number}", step, pad)
    net.add("pool1", MaxPool2d(3, 2))
    _conv(net, "conv4", (80, 1, 1, 1))
    _conv(net, "conv5", (192, 3, 3, 1), pad=False)
    net.add("pool2", MaxPool2d(3, 2))


def _auxiliary(net: Builder, classes: int) -> None:
    """A classifier beside the trunk, used in training alone."""
    trunk = net.last
    net.add("auxiliary.pool", AvgPool2d(5, 3))
    _conv(net, "auxiliary.conv1", (128, 1, 1, 1))
    _conv(net, "auxiliary.conv2", (768, 5, 5, 1), pad=False)
    net.add("auxiliary.flatten", Flatten())
    net.add("auxiliary.fc", Linear(classes))
    net.last = trunk


def inception_v3(
    *, auxiliary: bool = False, resolution: int = 299, in_channels: int = 3, classes: int = 1000
) -> Network:
    """Inception V3; `auxiliary` adds the classifier that training uses.

    >>> inception_v3().shapes()["module5c.concat"]
    (1, 2048, 8, 8)
    """
    options = locals().copy()
    positive("inception_v3", resolution=resolution, in_channels=in_channels, classes=classes)
    net = Builder()
    _stem(net)
    for letter, pool in (("a", 32), ("b", 64), ("c", 64)):
        five, double = ((48, 1, 1, 1), (64, 5, 5, 1)), ((64, 1, 1, 1), (96, 3, 3, 1), (96, 3, 3, 1))
        _module(net, f"module3{letter}", (((64, 1, 1, 1),), five, double), pool)
    _module(net, "reduction4", (((384, 3, 3, 2),), ((64, 1, 1, 1), (96, 3, 3, 1), (96, 3, 3, 2))), None)
    for letter, channels in (("a", 128), ("b", 160), ("c", 160), ("d", 192)):
        _factored(net, f"module4{letter}", channels)
    if auxiliary:
        _auxiliary(net, classes)
    seven = ((192, 1, 1, 1), (192, 1, 7, 1), (192, 7, 1, 1), (192, 3, 3, 2))
    _module(net, "reduction5", (((192, 1, 1, 1), (320, 3, 3, 2)), seven), None)
    for letter in "bc":
        _split_module(net, f"module5{letter}")
    classifier(net, classes)
    return net.build("inception_v3", (1, in_channels, resolution, resolution), options)
