"""A network as data: named layers in the order in which they run, each with the names of its inputs.

The same data is counted from shapes alone (`shapes`, `counting.count`), run forward on arrays of any number type
(`forward`), traced for dependence, and built as a torch module with the same parameter names (in
properties/adapters/torch_network.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from .errors import InputError
from .layers import Layer, Shape

INPUT = "input"
MOST_LAYERS = 20_000


@dataclass(frozen=True)
class Node:
    """One layer of a network: its name, what it does, and where its inputs come from."""

    name: str
    layer: Layer
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """An architecture with its options: `input_shape` is the customary one, with a batch of one.

    `conditions` are further inputs by name, with their shapes (what a WaveNet is conditioned on).
    """

    name: str
    nodes: tuple[Node, ...]
    input_shape: Shape
    options: Mapping[str, object] = field(default_factory=dict)
    conditions: Mapping[str, Shape] = field(default_factory=dict)

    def shapes(self, input_shape: Shape | None = None) -> dict[str, Shape]:
        """The output shape of every node (and of the inputs), from shapes alone."""
        given = tuple(input_shape or self.input_shape)
        if len(given) != len(self.input_shape) or min(given) < 1:
            raise InputError(f"{self.name}: input has shape {given}; expected {len(self.input_shape)} sizes, "
                             f"such as {self.input_shape}")  # fmt: skip
        known = {INPUT: given, **self.conditions}
        for node, inputs in self._walk(known):
            try:
                known[node.name] = node.layer.output_shape(*inputs)
            except InputError as error:
                raise InputError(f"{self.name}, layer {node.name}: {error}") from None
        return known

    def weight_shapes(self, input_shape: Shape | None = None) -> dict[str, Shape]:
        """Shapes of all stored numbers as {"layer.weight": shape}, moving statistics included."""
        known = self.shapes(input_shape)
        return {
            f"{node.name}.{name}": shape
            for node, inputs in self._walk(known)
            for part in (node.layer.weights(*inputs), node.layer.buffers(*inputs))
            for name, shape in part.items()
        }

    def forward(
        self,
        x: np.ndarray,
        parameters: Mapping[str, np.ndarray],
        observe: Callable[[Node, np.ndarray], None] | None = None,
        **conditions: np.ndarray,
    ) -> np.ndarray:
        """Run the network on `x` (and its conditions, by name); `observe(node, output)` is called after every layer.

        A value is freed after its last use, so that real-sized inputs fit into memory.
        """
        if set(conditions) != set(self.conditions):
            raise InputError(
                f"{self.name}: the conditions are {sorted(conditions)}; expected {sorted(self.conditions)}"
            )
        last_use = self.last_use()
        values = {INPUT: x, **conditions}
        for index, node in enumerate(self.nodes):
            values[node.name] = node.layer(*(values[name] for name in node.inputs), **own_parameters(node, parameters))
            if observe:
                observe(node, values[node.name])
            for name in {name for name in node.inputs if last_use[name] == index}:
                del values[name]
        return values[self.nodes[-1].name]

    def last_use(self) -> dict[str, int]:
        """The number of the last node that reads each value."""
        return {name: index for index, node in enumerate(self.nodes) for name in node.inputs}

    def initial_parameters(
        self, seed: int = 0, dtype: type = np.float32, input_shape: Shape | None = None
    ) -> dict[str, np.ndarray]:
        """Random parameters in a range that keeps activations near one (He et al. 2015, eq. 10): for cross-checks."""
        random = np.random.default_rng(seed)
        return {
            name: _initial(name, shape, random).astype(dtype) for name, shape in self.weight_shapes(input_shape).items()
        }

    def _walk(self, known: Mapping[str, Shape]) -> Iterator[tuple[Node, list[Shape]]]:
        for node in self.nodes:
            yield node, [known[name] for name in node.inputs]


def own_parameters(node: Node, parameters: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """A node's own parameters, by their short names."""
    names = ("weight", "bias", "running_mean", "running_var")
    return {name: parameters[f"{node.name}.{name}"] for name in names if f"{node.name}.{name}" in parameters}


def _initial(name: str, shape: Shape, random: np.random.Generator) -> np.ndarray:
    if name.endswith(("running_var", "norm.weight")):
        return random.uniform(0.5, 1.5, shape)
    if len(shape) == 1:
        return random.normal(0, 0.1, shape)
    fan_in = int(np.prod(shape[1:]))
    return random.normal(0, (2 / fan_in) ** 0.5, shape)


class Builder:
    """Writes a network down in reading order; every method returns the name of the new node."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.last = INPUT
        self._names = {INPUT}

    def add(self, name: str, layer: Layer, *inputs: str) -> str:
        """Append a layer, fed by the last one unless inputs are named."""
        if name in self._names:
            raise InputError(f"a layer named {name!r} is already there; expected a new name")
        if len(self.nodes) >= MOST_LAYERS:
            raise InputError(f"the network has more than {MOST_LAYERS:,} layers; expected fewer")
        self._names.add(name)
        self.nodes.append(Node(name, layer, inputs or (self.last,)))
        self.last = name
        return name

    def build(
        self,
        name: str,
        input_shape: Shape,
        options: Mapping[str, object],
        conditions: Mapping[str, Shape] | None = None,
    ) -> Network:
        """The finished network."""
        return Network(name, tuple(self.nodes), input_shape, dict(options), dict(conditions or {}))
