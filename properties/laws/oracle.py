"""Each function against the reference: at corner cases and random ones, in any memory layout, after other calls."""

from typing import Any

import numpy as np

from ...reference import operations
from ..compare import assert_close
from ..contract import RUNNING, by_position, may_modify, signature
from ..implementation import Implementation
from ..strategies import spaces
from ..strategies.space import Case
from ..tolerance import statistics_tolerance, tolerance
from .registry import Law, register


def call(implementation: Implementation, case: Case, **replaced: object) -> tuple[np.ndarray, ...]:
    """The case's call, by keyword or by position as the case says; the results as a tuple."""
    arguments = {**case.arguments, **replaced}
    order = list(signature(case.function).parameters)
    last = max(order.index(n) for n in arguments) if case.call.positional else -1
    positional, named = by_position(case.function, arguments, last + 1)
    result = implementation.call(case.function, *positional, **named)
    return result if isinstance(result, tuple) else (result,)


def expected(case: Case, **replaced: object) -> tuple[tuple[np.ndarray, ...], dict[str, np.ndarray]]:
    """The reference's results for the case in double precision, and the running statistics after the call."""
    arguments = plain_arrays({**case.arguments, **replaced})
    result = getattr(operations, case.function)(**arguments)
    statistics = {name: arguments[name] for name in RUNNING if isinstance(arguments.get(name), np.ndarray)}
    return (result if isinstance(result, tuple) else (result,)), statistics


def agrees(implementation: Implementation, case: Case) -> None:
    """The results, and the running statistics, are the reference's."""
    wanted, statistics = expected(case)
    limits = tolerance(case, wanted)
    _assert_results(case.function, call(implementation, case), wanted, limits, case.function)
    _updated(case, wanted, statistics)


def _assert_results(function: str, results: tuple, wanted: tuple, limits: tuple, what: str) -> None:
    """Every result within its limit; indices of pooled elements only where the maximum is a finite number."""
    for position, (got, want, limit) in enumerate(zip(results, wanted, limits, strict=True)):
        if function == "max_pool2d" and position == 1:
            got, want = _decided(got, want, wanted[0])
        assert_close(got, want, limit, what if len(wanted) == 1 else f"{what}, result {position}")


def _updated(case: Case, wanted: tuple[np.ndarray, ...], statistics: dict[str, np.ndarray]) -> None:
    """What the call updates in place: running statistics, and the input of relu(inplace=True)."""
    for name in may_modify(case.function, case.arguments):
        if name in statistics:
            limit = statistics_tolerance(case.arguments)[name]
            assert_close(case.arguments[name], statistics[name], limit, f"{case.function}, {name} after the call")
        elif name == "input":
            assert_close(case.arguments[name], wanted[0], 0, f"{case.function}, {name} after the call in place")


def _decided(got: np.ndarray, want: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices only where the maximum is a finite number: of NaN and of windows of -inf torch promises none."""
    if got.shape != want.shape:
        return got, want
    finite = np.isfinite(values)
    return np.where(finite, got, 0), np.where(finite, want, 0)


def plain_arrays(value: Any) -> Any:
    """Arrays copied, contiguous and in double precision (in dicts and lists too): what the reference is given."""
    if isinstance(value, dict):
        return {name: plain_arrays(v) for name, v in value.items()}
    if isinstance(value, list):
        return [plain_arrays(v) for v in value]
    if not isinstance(value, np.ndarray):
        return value
    return np.array(value, dtype=np.float64 if value.dtype.kind == "f" else value.dtype, order="C")


def independent_of_layout(implementation: Implementation, case: Case) -> None:
    """Contiguous copies of the arrays give the same."""
    contiguous = {name: _contiguous(value) for name, value in case.arrays.items()}
    wanted = call(implementation, case, **contiguous)
    limits = tolerance(case, expected(case)[0])
    results = call(implementation, case)
    _assert_results(case.function, results, wanted, limits, f"{case.function} of the arrays in another memory layout")


def _contiguous(value: Any) -> Any:
    return [_contiguous(v) for v in value] if isinstance(value, list) else np.array(value, order="C")


def independent_of_earlier_calls(implementation: Implementation, case: Case) -> None:
    """A second call with other contents, in the same arrays and in others, owes nothing to the first."""
    first = call(implementation, case)
    kept = [r.copy() for r in first]
    others = {name: case.other(name) for name in case.arrays if name not in RUNNING}
    renewed = {name: case.other(name) for name in case.arrays if name in RUNNING}
    _agrees_with(implementation, case, {**others, **renewed}, "another call with arrays of the same shapes")
    for name, value in others.items():
        _overwrite(case.arguments[name], value)
    _agrees_with(implementation, case, {**renewed}, "a call after the arrays were given other contents in place")
    for got, want in zip(first, kept, strict=True):
        assert_close(got, want, 0, "the result of the first call, after later calls")
        if got.flags.writeable:
            got[...] = 1
    _agrees_with(implementation, case, {**renewed}, "a call after an earlier result was overwritten")


def _agrees_with(implementation: Implementation, case: Case, replaced: dict, what: str) -> None:
    fresh = {name: _contiguous(value) if name in RUNNING else value for name, value in replaced.items()}
    wanted, _ = expected(case, **fresh)
    limits = tolerance(case, wanted, **fresh)
    _assert_results(case.function, call(implementation, case, **fresh), wanted, limits, f"{case.function}, {what}")


def _overwrite(array: Any, contents: Any) -> None:
    if isinstance(array, list):
        for a, c in zip(array, contents, strict=True):
            _overwrite(a, c)
    else:
        array[...] = contents


TORCH = "torch.nn.functional's definition, as the reference writes it"


def _add(
    name: str, sentence: str, check: Any, cases: Any = spaces.SPACES.get, source: str = TORCH, **how: Any
) -> None:
    """Register one law for every function, for which {f} stands in the sentence."""
    for function in spaces.SPACES:
        sentence_of = sentence.format(f=function)
        register(Law(f"{function}-{name}", sentence_of, source, (function,), cases(function), check, **how))


# In this order: what is quick and finds most comes first, for all functions.
_add("agrees_with_reference_at_corners", "At its corner cases {f} gives what the reference computes.", agrees,
     random=False)  # fmt: skip
_add("agrees_with_reference_at_pairs",
     "With every pair of options, sizes, contents and layouts {f} gives what the reference computes.",
     agrees, corners="pairs", random=False)  # fmt: skip
_add("independent_of_earlier_calls", "{f} depends on its arguments alone, not on earlier calls.",
     independent_of_earlier_calls, spaces.contiguous, "definition of a function")  # fmt: skip
_add("independent_of_memory_layout", "{f} depends on its arrays' elements, not on how they lie in memory.",
     independent_of_layout, spaces.plain, "NumPy's array model")  # fmt: skip
_add("agrees_with_reference", "{f} gives what the reference computes.", agrees, corners="none", effort=3.0)
