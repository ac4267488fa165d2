"""What a network costs, from shapes alone, under a convention that is named.

Nine counting tools print seven different numbers for one network because each decides silently what it counts.  Here a
`Convention` says it, layer by layer everything is kept apart, and the totals follow from both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

from .errors import InputError
from .layers import Layer, Shape
from .network import INPUT, Network, Node

# Elementwise work that a convention may include; each is one operation a value (see Layer.elementwise).
CATEGORIES = ("bias", "batch_norm", "normalisation", "pooling", "activation", "connection", "arithmetic")
FULLY_CONNECTED = "linear"


@dataclass(frozen=True)
class Convention:
    """What is counted.  The default is the papers': multiply-accumulates of convolutions and fully connected layers.

    include: categories of elementwise work added to the multiply-accumulates, one operation a value.
    fully_connected: whether the fully connected layers' products and weights count.
    bias, batch_norm, moving_statistics: which stored numbers are parameters, besides the weights.
    flops_per_mac: 2 counts a multiplication and an addition.
    """

    include: tuple[str, ...] = ()
    fully_connected: bool = True
    bias: bool = True
    batch_norm: bool = True
    moving_statistics: bool = False
    flops_per_mac: int = 2

    def __post_init__(self) -> None:
        unknown = [name for name in self.include if name not in CATEGORIES]
        if unknown:
            raise InputError(f"convention: include names {unknown[0]!r}; expected some of {', '.join(CATEGORIES)}")

    def describe(self) -> dict[str, object]:
        """The convention in words, for people and for JSON."""
        products = "convolutions" + (" and matrix products" if self.fully_connected else " (no fully connected layer)")
        parameters = ["weights"]
        parameters += ["biases"] * self.bias + ["batch-norm scale and shift"] * self.batch_norm
        parameters += ["moving statistics"] * self.moving_statistics
        return {
            "macs": f"multiply-accumulates of {products}",
            "flops": f"{self.flops_per_mac} a multiply-accumulate"
            + (f", 1 a value for {', '.join(self.include)}" if self.include else ""),
            "parameters": ", ".join(parameters) + ("" if self.fully_connected else "; without fully connected layers"),
            "activations": "values that the layers put out, without the input",
        }


@dataclass(frozen=True)
class LayerCount:
    """One layer's figures, each kind of thing apart.

    `values` is given where the layer ran more than once, or only stores parameters; else it is the output's size.
    """

    name: str
    kind: str
    output_shape: Shape
    macs: int = 0
    elementwise: int = 0
    category: str = ""
    weights: int = 0
    biases: int = 0
    norm: int = 0
    statistics: int = 0
    receptive_field: int | None = None
    stride: int | None = None
    group: str = ""
    values: int | None = None

    @property
    def activations(self) -> int:
        """Values put out."""
        return prod(self.output_shape) if self.values is None else self.values

    def parameters(self, convention: Convention) -> int:
        """Stored numbers that the convention calls parameters."""
        if self.kind == FULLY_CONNECTED and not convention.fully_connected:
            return 0
        return (
            self.weights
            + self.biases * convention.bias
            + self.norm * convention.batch_norm
            + self.statistics * convention.moving_statistics
        )

    def counted_macs(self, convention: Convention) -> int:
        """Multiply-accumulates that the convention counts."""
        return 0 if self.kind == FULLY_CONNECTED and not convention.fully_connected else self.macs

    def flops(self, convention: Convention) -> int:
        """Floating-point operations under the convention."""
        extra = self.elementwise if self.category in convention.include else 0
        return convention.flops_per_mac * self.counted_macs(convention) + extra


@dataclass(frozen=True)
class Count:
    """The figures of a network, layer by layer.

    `not_counted` names what was found but is not understood, and how often: then the totals are not complete.
    `peak_activations` is the largest number of values alive at once, where a value is freed after its last use.
    """

    name: str
    input_shape: Shape | tuple[Shape, ...]
    layers: tuple[LayerCount, ...]
    convention: Convention = Convention()
    options: Mapping[str, object] = field(default_factory=dict)
    not_counted: Mapping[str, int] = field(default_factory=dict)
    peak_activations: int | None = None

    @property
    def complete(self) -> bool:
        """Whether everything that was found is counted."""
        return not self.not_counted

    def under(self, convention: Convention) -> Count:
        """The same figures under another convention."""
        return replace(self, convention=convention)

    def totals(self) -> dict[str, int]:
        """Parameters, macs, flops and activations under the convention."""
        totals = {
            "parameters": sum(layer.parameters(self.convention) for layer in self.layers),
            "macs": sum(layer.counted_macs(self.convention) for layer in self.layers),
            "flops": sum(layer.flops(self.convention) for layer in self.layers),
            "activations": sum(layer.activations for layer in self.layers),
        }
        return totals if self.peak_activations is None else totals | {"peak_activations": self.peak_activations}

    def shares(self) -> dict[str, tuple[int, int]]:
        """(macs, parameters) for each type of layer, the largest first."""
        sums: dict[str, tuple[int, int]] = {}
        for layer in self.layers:
            macs, parameters = sums.get(layer.group, (0, 0))
            figures = layer.counted_macs(self.convention), layer.parameters(self.convention)
            sums[layer.group] = macs + figures[0], parameters + figures[1]
        return dict(sorted(((k, v) for k, v in sums.items() if any(v)), key=lambda item: -item[1][0]))


def count(network: Network, input_shape: Shape | None = None, convention: Convention | None = None) -> Count:
    """Count a network from shapes alone.

    >>> from .architectures import ARCHITECTURES
    >>> count(ARCHITECTURES["mobilenet_v1"]()).totals()["macs"]
    568740352
    """
    shapes = network.shapes(input_shape)
    reach: dict[str, tuple[int, int]] = dict.fromkeys(
        (INPUT, *network.conditions), (1, 1)
    )  # (receptive field, effective stride) of an axis
    layers = []
    for node in network.nodes:
        inputs = [shapes[name] for name in node.inputs]
        extent, step = node.layer.window(*inputs)
        seen, stride = (max(reach[name][i] for name in node.inputs) for i in (0, 1))
        reach[node.name] = seen + (extent - 1) * stride, stride * step
        try:
            layers.append(_layer_count(node, inputs, shapes[node.name], reach[node.name]))
        except InputError as error:
            raise InputError(f"{network.name}, layer {node.name}: {error}") from None
    return Count(network.name, shapes[INPUT], tuple(layers), convention or Convention(), network.options,
                 peak_activations=_peak(network, shapes))  # fmt: skip


def _layer_count(node: Node, inputs: list[Shape], output_shape: Shape, reach: tuple[int, int]) -> LayerCount:
    layer = node.layer
    weights = {name: prod(shape) for name, shape in layer.weights(*inputs).items()}
    norm = layer.category == "batch_norm"
    return LayerCount(
        name=node.name,
        kind=layer.kind,
        output_shape=output_shape,
        macs=layer.macs(*inputs),
        elementwise=layer.elementwise(*inputs),
        category=layer.category,
        weights=0 if norm else weights.get("weight", 0),
        biases=0 if norm else weights.get("bias", 0),
        norm=sum(weights.values()) if norm else 0,
        statistics=sum(prod(shape) for shape in layer.buffers(*inputs).values()),
        receptive_field=reach[0],
        stride=reach[1],
        group=_group(layer, inputs),
    )


def _group(layer: Layer, inputs: list[Shape]) -> str:
    """The type of layer as summaries name it: "conv2d 3x3", "conv2d 3x3 depthwise", "conv2d 1x1", "linear", ..."""
    if not layer.kind.endswith(("conv2d", "conv1d")):
        return layer.kind
    return convolution_group(layer.kind, layer.kernel_size, getattr(layer, "groups", 1), inputs[0][1])  # type: ignore[attr-defined]


def convolution_group(kind: str, kernel_size: int | Shape, groups: int, channels: int) -> str:
    """The type of a convolution: kind, kernel, and how its channels are grouped.

    >>> convolution_group("conv2d", (3, 3), 32, 32), convolution_group("conv1d", 2, 1, 16)
    ('conv2d 3x3 depthwise', 'conv1d 2')
    """
    kernel = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,)
    how = "" if groups == 1 else " depthwise" if groups == channels else f" in {groups} groups"
    return f"{kind} {'x'.join(map(str, kernel))}{how}"


def _peak(network: Network, shapes: Mapping[str, Shape]) -> int:
    """The largest sum of sizes alive while one layer runs: what it reads, what is read later, and its output."""
    last_use = network.last_use()
    alive = {name: prod(shapes[name]) for name in (INPUT, *network.conditions)}
    total = peak = sum(alive.values())
    for index, node in enumerate(network.nodes):
        alive[node.name] = prod(shapes[node.name])
        total += alive[node.name]
        peak = max(peak, total)
        for name in {name for name in (*node.inputs, node.name) if last_use.get(name, index) == index}:
            total -= alive.pop(name)
    return peak
