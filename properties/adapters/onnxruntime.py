"""ONNX Runtime under test: one small model for each kind of call, on the CPU with one thread."""

import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from ..provided import NotProvided
from .onnx_functions import functions


def adapter() -> SimpleNamespace:
    """The contract's functions as ONNX graphs, run by an `onnxruntime.InferenceSession`."""
    _library().set_default_logger_severity(4)
    return functions(_runner)


def _library() -> Any:
    """The library, which has this file's name: type checkers would take the one for the other."""
    return import_module("onnxruntime")


def _runner(model: bytes) -> Any:
    """A session's run. What the CPU provider says it has no kernel for, or does not support, is not provided."""
    from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument
    from onnxruntime.capi.onnxruntime_pybind11_state import NotImplemented as Missing

    options = _library().SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = _library().InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Missing as error:
        reason = _missing(str(error))
        return lambda feeds: _raise(reason, feeds)

    def run(feeds: dict) -> Any:
        try:
            return session.run(None, feeds)
        except InvalidArgument as error:
            if "not supported" in str(error):
                raise NotProvided(str(error).split("Status Message: ")[-1].strip()) from None
            raise

    return run


def _missing(message: str) -> str:
    found = re.search(r"implementation for (\w+)\((\d+)\)", message)
    return f"no CPU kernel for {found[1]}" if found else message.split(" : ")[-1]


def _raise(reason: str, feeds: dict) -> None:
    kinds = sorted({array.dtype.name for array in feeds.values()})
    raise NotProvided(f"{reason} of {' and '.join(kinds)}")
