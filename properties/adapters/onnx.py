"""ONNX's reference evaluator (`onnx.reference`) under test: the standard's own executable definition, in NumPy."""

from types import SimpleNamespace
from typing import Any

from .onnx_functions import functions


def adapter() -> SimpleNamespace:
    """The contract's functions as ONNX graphs, run by `onnx.reference.ReferenceEvaluator`."""
    import onnx.reference  # noqa: F401  a missing package is to be noticed here

    return functions(_runner)


def _runner(model: bytes) -> Any:
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(model)
    return lambda feeds: evaluator.run(None, feeds)
