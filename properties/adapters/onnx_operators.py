"""ONNX operators, sorted: products that are counted, elementwise work by category, and what only moves data.

What is in none of the tables is unknown. Nothing of onnx is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

from ...reference.counting import convolution_group
from ...reference.layers import Shape

Row = tuple[str, str, int]  # kind, type of layer, multiply-accumulates


class Unclear(Exception):
    """An operator whose work cannot be told; the text says why."""


def _convolution(weight_at: int, transposed: bool = False) -> Callable[..., Row]:
    """Each output element (transposed: each input element) meets its share of the weights once."""

    def count(attributes: Mapping[str, Any], inputs: Sequence[Shape], output: Shape, fixed: bool) -> Row:
        x, weight = inputs[0], inputs[weight_at]
        groups = attributes.get("group", 1)
        if len(x) != len(weight) or groups < 1 or x[1] != (weight[0] if transposed else weight[1] * groups):
            raise Unclear(f"input {x}, weight {weight} in {groups} groups")
        positions = x if transposed else output
        kind = f"conv_transpose{len(x) - 2}d" if transposed else f"conv{len(x) - 2}d"
        group = convolution_group(kind, tuple(weight[2:]), groups, x[1])
        return kind, group, positions[0] * prod(positions[2:]) * prod(weight)

    return count


def _gemm(attributes: Mapping[str, Any], inputs: Sequence[Shape], output: Shape, fixed: bool) -> Row:
    terms = inputs[0][0 if attributes.get("transA") else 1]
    if terms != inputs[1][1 if attributes.get("transB") else 0]:
        raise Unclear(f"shapes {inputs[0]} and {inputs[1]}")
    return _named(fixed, prod(output) * terms)


def _matmul(right_at: int) -> Callable[..., Row]:
    """A product of the first input with the one at a place (quantised, scales lie between)."""

    def count(attributes: Mapping[str, Any], inputs: Sequence[Shape], output: Shape, fixed: bool) -> Row:
        left, right = inputs[0], inputs[right_at]
        if left[-1] != right[-2 if len(right) > 1 else 0]:
            raise Unclear(f"shapes {left} and {right}")
        return _named(fixed, prod(output) * left[-1])

    return count


def _named(fixed: bool, macs: int) -> Row:
    """A product with stored weights is a fully connected layer; one of two computed values is not."""
    kind = "linear" if fixed else "matmul"
    return kind, kind, macs


def _einsum(attributes: Mapping[str, Any], inputs: Sequence[Shape], output: Shape, fixed: bool) -> Row:
    """Two operands: one product for each combination of their indices."""
    equation = attributes["equation"].decode() if isinstance(attributes["equation"], bytes) else attributes["equation"]
    terms = [term.strip() for term in equation.replace(" ", "").split("->")[0].split(",")]
    if len(terms) != 2 or "." in equation or any(len(t) != len(s) for t, s in zip(terms, inputs, strict=False)):
        raise Unclear(f"equation {equation}")
    sizes: dict[str, int] = {}
    for letter, size in zip("".join(terms), (*inputs[0], *inputs[1]), strict=True):
        if sizes.setdefault(letter, size) != size:
            raise Unclear(f"equation {equation}, {letter} is {sizes[letter]} and {size}")
    return _named(fixed, prod(sizes.values()))


def _recurrent(attributes: Mapping[str, Any], inputs: Sequence[Shape], output: Shape, fixed: bool) -> Row:
    """Each step of each sample meets the input and the recurrent weights once."""
    (steps, batch, _), weight, recurrent = inputs[:3]
    return "recurrent", "recurrent", steps * batch * (prod(weight) + prod(recurrent))


PRODUCTS: dict[str, Callable[..., Row]] = {
    "Conv": _convolution(1),
    "ConvInteger": _convolution(1),
    "QLinearConv": _convolution(3),
    "ConvTranspose": _convolution(1, transposed=True),
    "Gemm": _gemm,
    "MatMul": _matmul(1),
    "MatMulInteger": _matmul(1),
    "QLinearMatMul": _matmul(3),
    "Einsum": _einsum,
    **dict.fromkeys(("LSTM", "GRU", "RNN"), _recurrent),
}

_CATEGORIES = {
    "batch_norm": "BatchNormalization",
    "normalisation": """LayerNormalization InstanceNormalization GroupNormalization RMSNormalization LpNormalization
        MeanVarianceNormalization LRN""",
    "pooling": "MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool ReduceMean",
    "activation": """Relu LeakyRelu PRelu Sigmoid Tanh Softmax LogSoftmax Elu Selu Celu Gelu HardSigmoid HardSwish
        Softplus Softsign Mish Clip ThresholdedRelu Swish""",
    "connection": "Add Sum",
    "arithmetic": """Sub Mul Div Pow Sqrt Exp Log Neg Abs Reciprocal Sin Cos Tan Sinh Cosh Erf Floor Ceil Round Sign Mod
        Max Min Mean Equal Not And Or Xor Less LessOrEqual Greater GreaterOrEqual IsNaN IsInf ReduceSum ReduceMax
        ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSumExp ReduceSumSquare ArgMax ArgMin TopK CumSum QuantizeLinear
        DequantizeLinear DynamicQuantizeLinear Resize""",
}
ELEMENTWISE = {name: category for category, names in _CATEGORIES.items() for name in names.split()}

_MOVING = """
    Reshape Flatten Transpose Concat Split Slice Gather GatherElements GatherND ScatterElements ScatterND Squeeze
    Unsqueeze Identity Constant ConstantOfShape Shape Size Cast CastLike Dropout Pad Expand Tile DepthToSpace
    SpaceToDepth Range Where OneHot Trilu NonZero EyeLike ReverseSequence RandomNormal RandomNormalLike
    RandomUniform RandomUniformLike Compress Bernoulli
"""
FREE = frozenset(_MOVING.split())


def elementwise(
    operator: str, attributes: Mapping[str, Any], inputs: Sequence[Shape], output: Shape
) -> tuple[str, int]:
    """(category, operations): one for each value read, or for each element of each window."""
    if "kernel_shape" in attributes:
        return ELEMENTWISE[operator], prod(output) * prod(attributes["kernel_shape"])
    return ELEMENTWISE[operator], max(prod(inputs[0]) if inputs else 0, prod(output))


_ROLES = {
    ("Conv", 2): "biases", ("ConvTranspose", 2): "biases", ("Gemm", 2): "biases", ("LSTM", 3): "biases",
    ("GRU", 3): "biases", ("RNN", 3): "biases", ("LayerNormalization", 2): "biases",
    ("GroupNormalization", 2): "biases", ("InstanceNormalization", 2): "biases", ("QLinearConv", 8): "biases",
    ("Add", 0): "biases", ("Add", 1): "biases", ("BatchNormalization", 1): "norm", ("BatchNormalization", 2): "norm",
    ("BatchNormalization", 3): "statistics", ("BatchNormalization", 4): "statistics",
}  # fmt: skip


def parameter_role(operator: str, place: int) -> str:
    """What a stored tensor at this place of an operator is: weights, biases, norm or statistics."""
    return _ROLES.get((operator, place), "weights")
