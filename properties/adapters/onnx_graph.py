"""A small ONNX model for each call: nodes are added by calling the graph, and any runtime can run it."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import require

OPSET, IR_VERSION = 22, 10
Array = np.ndarray
Runner = Callable[[Any, dict[str, Array]], list[Array]]


@dataclass(frozen=True)
class Value:
    """A result inside the graph: its name, and the dtype that ONNX's types give it."""

    name: str
    dtype: np.dtype


class Graph:
    """The nodes of one call. An operand is an array (an input of the model), a `Value`, or None (left out).

    `graph("Conv", x, w, None, group=2)` adds a node and returns its result. Where ONNX defines the operator for no
    tensors of the first operand's type, the case is not provided.
    """

    def __init__(self) -> None:
        self.nodes: list[tuple] = []
        self.arrays: list[Array] = []

    def __call__(self, operator: str, *operands: Any, results: int = 1, dtype: Any = None, **attributes: Any) -> Any:
        kind = np.dtype(operands[0].dtype)
        require(kind.name in types_of(operator), f"{operator} of {kind.name}")
        while operands[-1] is None:  # as usual; some runtimes do not take an empty name in the last place
            operands = operands[:-1]
        names = tuple("" if o is None else self._name(o) for o in operands)
        given = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in attributes.items()))
        outputs = tuple(f"r{len(self.nodes)}_{i}" for i in range(results))
        self.nodes.append((operator, names, outputs, given))
        values = tuple(Value(name, np.dtype(dtype or kind)) for name in outputs)
        return values if results > 1 else values[0]

    def _name(self, operand: Any) -> str:
        if isinstance(operand, Value):
            return operand.name
        for position, array in enumerate(self.arrays):
            if array is operand:
                return f"x{position}"
        self.arrays.append(operand)
        return f"x{len(self.arrays) - 1}"

    def run(self, results: tuple[Any, ...], runner: Callable[[bytes], Any]) -> tuple[Array, ...]:
        """The results as arrays; `runner` makes something callable of a model, once for each different one."""
        types = tuple((np.dtype(a.dtype).name, a.ndim) for a in self.arrays)
        outputs = tuple((r.name, r.dtype.name) for r in results)
        feeds = {f"x{i}": np.ascontiguousarray(a).reshape(a.shape) for i, a in enumerate(self.arrays)}
        return tuple(_prepared(runner, tuple(self.nodes), types, outputs)(feeds))


@functools.lru_cache(maxsize=4096)
def _prepared(runner: Callable[[bytes], Any], nodes: tuple, types: tuple, outputs: tuple) -> Any:
    return runner(model(nodes, types, outputs))


def model(nodes: tuple, types: tuple[tuple[str, int], ...], outputs: tuple[tuple[str, str], ...]) -> bytes:
    """The serialised model: inputs x0, x1, ... of the given types and numbers of axes, whose sizes are left open."""
    from onnx import checker, helper

    def info(name: str, type: str, axes: int | None = None) -> Any:
        shape = None if axes is None else [f"{name}_{axis}" for axis in range(axes)]
        return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(type)), shape)

    versions = [helper.make_opsetid("", OPSET)]
    context = checker.C.CheckerContext()
    context.ir_version, context.opset_imports = IR_VERSION, {"": OPSET}
    made = [helper.make_node(op, inputs, results, **dict(given)) for op, inputs, results, given in nodes]
    for node in made:
        checker.check_node(node, context)
    inputs = [info(f"x{i}", *type) for i, type in enumerate(types)]
    graph = helper.make_graph(made, "kenzan", inputs, [info(name, type) for name, type in outputs])
    return helper.make_model(graph, opset_imports=versions, ir_version=IR_VERSION).SerializeToString()


@functools.cache
def types_of(operator: str) -> frozenset[str]:
    """The dtypes, by NumPy's names, for which ONNX defines the operator."""
    from onnx import defs

    names = {"tensor(float)": "float32", "tensor(double)": "float64", "tensor(float16)": "float16"}
    return frozenset(names.get(t, t.removeprefix("tensor(").removesuffix(")"))
                     for t in defs.get_schema(operator, OPSET).inputs[0].types)  # fmt: skip
