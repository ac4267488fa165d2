"""Counting an ONNX file from its shapes: nothing is run, and weights stored beside the file are not needed.

An operator that is not understood, or whose shapes cannot be inferred, is named in the count's `not_counted`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

from ...reference.counting import Convention, Count, LayerCount
from ...reference.errors import InputError
from ...reference.layers import Shape
from .onnx_operators import ELEMENTWISE, FREE, PRODUCTS, Unclear, elementwise, parameter_role

# Types of stored numbers that are parameters; the wider whole numbers are shapes and indices.
NUMBERS = ("FLOAT", "FLOAT16", "DOUBLE", "BFLOAT16", "INT8", "UINT8", "INT4", "UINT4", "FLOAT8E4M3FN", "FLOAT8E5M2")


def count_file(path: str, inputs: Sequence[Shape], convention: Convention) -> Count:
    """Count the graph of an ONNX file; `inputs` gives its inputs' shapes, in order, where the file leaves them free.

    Raises InputError for a file that cannot be read, or whose input sizes are free and not given.
    """
    model = _read(path)
    shapes = _set_inputs(path, model.graph, inputs)
    graph = _Graph.of(_inferred(path, model))
    layers = tuple(graph.layers())
    return Count(
        Path(path).name, shapes[0] if len(shapes) == 1 else tuple(shapes), layers, convention,
        not_counted=dict(graph.unknown.most_common()),
    )  # fmt: skip


def _read(path: str) -> Any:
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError:
        raise InputError(
            "counting an ONNX file needs the package onnx, which is not installed; expected kenzan[onnx]"
        ) from None
    try:
        model = onnx.load(path, load_external_data=False)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; expected an ONNX file") from None
    except (DecodeError, ValueError, MemoryError):
        model = None
    if model is None or not model.graph.node:
        raise InputError(f"{path} has no readable graph; expected an ONNX file")
    return model


def _set_inputs(path: str, graph: Any, given: Sequence[Shape]) -> list[Shape]:
    """The shapes of the graph's inputs, after the given ones were written into it."""
    stored = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in stored]
    if len(given) > len(inputs):
        raise InputError(f"{path} has {len(inputs)} inputs; {len(given)} were given with --input; expected no more")
    for value, shape in zip(inputs, given, strict=False):
        dims = value.type.tensor_type.shape.dim
        if len(dims) not in (0, len(shape)):
            raise InputError(
                f"input {value.name} of {path} has {len(dims)} axes; expected as many sizes, not {len(shape)}"
            )
        while len(dims) < len(shape):
            dims.add()
        for dim, size in zip(dims, shape, strict=True):
            dim.dim_value = size
    for value in inputs:
        if _shape(value) is None:
            dims = [dim.dim_param or str(dim.dim_value or "?") for dim in value.type.tensor_type.shape.dim]
            free = f"has the free sizes {', '.join(dims)}" if dims else "has no shape"
            raise InputError(f"input {value.name} of {path} {free}; expected its sizes with --input")
    return [shape for value in inputs if (shape := _shape(value)) is not None]


def _inferred(path: str, model: Any) -> Any:
    """The model with the shape of every value that can be inferred, and local functions put in place."""
    import onnx
    import onnx.inliner  # not loaded by onnx itself

    _refuse_recursion(path, model)
    try:
        if model.functions:
            model = onnx.inliner.inline_local_functions(model)
        return onnx.shape_inference.infer_shapes(model, data_prop=True)
    except (onnx.shape_inference.InferenceError, RuntimeError, ValueError) as error:
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise InputError(f"the shapes of {path} cannot be inferred: {reason}; expected a valid graph") from None


def _refuse_recursion(path: str, model: Any) -> None:
    """Local functions may call one another, but not themselves: putting those in place would not end."""
    calls = {(f.domain, f.name): {(n.domain, n.op_type) for n in f.node} for f in model.functions}
    calls = {name: called & set(calls) for name, called in calls.items()}
    while leaves := [name for name, called in calls.items() if not called]:
        for name in leaves:
            del calls[name]
        calls = {name: called - set(leaves) for name, called in calls.items()}
    if calls:
        name = ".".join(min(calls))
        raise InputError(f"the function {name} of {path} calls itself; expected functions that end")


def _shape(value: Any) -> Shape | None:
    """The shape of a value, or None where a size is free."""
    dims = value.type.tensor_type.shape.dim
    known = value.type.tensor_type.HasField("shape") and all(
        dim.HasField("dim_value") and dim.dim_value > 0 for dim in dims
    )
    return tuple(dim.dim_value for dim in dims) if known else None


@dataclass
class _Graph:
    """A graph's nodes with what is known of its values."""

    nodes: list[Any]
    shapes: dict[str, Shape]
    stored: dict[str, int]  # parameters in the file: name -> how many
    unknown: Counter[str] = field(default_factory=Counter)
    claimed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, model: Any) -> _Graph:
        import onnx

        graph = model.graph
        shapes = {v.name: s for v in (*graph.input, *graph.value_info, *graph.output) if (s := _shape(v)) is not None}
        tensors = {tensor.name: tensor for tensor in graph.initializer}
        for node in graph.node:  # some exporters store weights in Constant nodes
            if node.op_type == "Constant":
                tensors.update((node.output[0], a.t) for a in node.attribute if a.name == "value")
        stored = {
            name: prod(tensor.dims)
            for name, tensor in tensors.items()
            if onnx.TensorProto.DataType.Name(tensor.data_type) in NUMBERS
        }
        return cls(list(graph.node), shapes | {name: tuple(t.dims) for name, t in tensors.items()}, stored)

    def layers(self) -> Iterator[LayerCount]:
        """A row for each operator that is understood and does something, and for parameters that only others use."""
        for index, node in enumerate(self.nodes):
            name = node.name or (node.output[0] if node.output else f"node {index}")
            operator = node.op_type if node.domain in ("", "ai.onnx") else f"{node.domain}.{node.op_type}"
            roles = self._parameters(node)
            try:
                row = self._row(node, operator, name, roles)
            except (Unclear, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
                reason = str(error) if isinstance(error, Unclear) else "not as the standard has it"
                self.unknown[f"{operator} ({reason})"] += 1
                row = None
            if row is None and any(roles.values()):
                row = LayerCount(name, "parameters", (), values=0, group="parameters", **roles)  # pyright: ignore[reportArgumentType]
            if row is not None:
                yield row
        if unread := sum(self.stored[name] for name in self.stored if self._is_parameter(name)):
            yield LayerCount("(read by no counted operator)", "parameters", (), values=0, group="parameters",
                             weights=unread)  # fmt: skip

    def _row(self, node: Any, operator: str, name: str, roles: Mapping[str, int]) -> LayerCount | None:
        if operator in FREE:
            return None
        if operator not in PRODUCTS and operator not in ELEMENTWISE:
            self.unknown[operator] += 1
            return None
        inputs = [self._known(value) for value in node.input if value]
        output = self._known(node.output[0])
        attributes = _attributes(node)
        if operator in ELEMENTWISE:
            category, work = elementwise(operator, attributes, inputs, output)
            return LayerCount(name, operator, output, elementwise=work, category=category, group=operator, **roles)
        fixed = any(value in self.stored for value in node.input[:2])
        kind, group, macs = PRODUCTS[operator](attributes, inputs, output, fixed)
        bias = prod(output) if roles["biases"] else 0
        return LayerCount(name, kind, output, macs, bias, "bias", group=group, **roles)

    def _known(self, value: str) -> Shape:
        if value not in self.shapes:
            raise Unclear("shape unknown")
        return self.shapes[value]

    def _is_parameter(self, value: str) -> bool:
        """Whether a value is stored, not a single constant, and belongs to no row yet."""
        return value in self.stored and value not in self.claimed and self.shapes[value] != ()

    def _parameters(self, node: Any) -> dict[str, int]:
        """The stored numbers that this operator is the first to read, by what they are."""
        roles = {"weights": 0, "biases": 0, "norm": 0, "statistics": 0}
        for place, value in enumerate(node.input):
            role = parameter_role(node.op_type, place)
            if self._is_parameter(value):
                self.claimed.add(value)
                roles[role] += self.stored[value]
        return roles


def _attributes(node: Any) -> dict[str, Any]:
    import onnx

    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
