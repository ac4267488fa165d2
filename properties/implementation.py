"""The implementation under test: found by name, and checked on every call.

`Implementation.conv2d(...)` calls the implementation's conv2d and asserts what holds for every call, whatever the law:
the results are arrays of the right dtype, the arguments are left as they were, no result shares memory with an
argument, and the same call gives the same again.
"""

import functools
import importlib
import sys
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..reference.errors import InputError
from .compare import Difference
from .contract import FUNCTIONS, bound, by_position, may_modify, result_dtype
from .provided import NotProvided

ADAPTERS = ("reference", "torch", "jax", "onnxruntime", "tinygrad", "onnx")


@dataclass
class Record:
    """A call as it was made: the arguments by name, as they were before the call, and the results."""

    function: str
    named: dict[str, Any]
    positional: int
    results: tuple[np.ndarray, ...] = ()
    raised: str = ""


@dataclass
class Implementation:
    """Some of the contract's functions, from a module or any other object that has them as attributes."""

    target: Any
    name: str
    version: str = ""
    calls: list[Record] = field(default_factory=list)

    def provides(self, function: str) -> bool:
        """Whether the implementation has this contract function."""
        return function in FUNCTIONS and callable(getattr(self.target, function, None))

    def lacks(self, functions: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the functions that the implementation does not have."""
        return tuple(f for f in functions if not self.provides(f))

    def __getattr__(self, function: str) -> Any:
        if function not in FUNCTIONS:
            raise AttributeError(f"{function} is not a function of the contract")
        return functools.partial(self.call, function)

    def call(self, function: str, *arguments: Any, **options: Any) -> Any:
        """Call the function, check the call, and return its result (an array, or a tuple of them).

        Arguments without a default are passed by position, whatever an implementation may call them.
        """
        named = bound(function, arguments, options)
        arguments, options = by_position(function, named, len(arguments))
        record = Record(function, _copied(named), len(arguments))
        self.calls.append(record)
        originals = _copied(named)
        result = self._invoke(record, arguments, options)
        record.results = _arrays_of(function, result, named)
        _check_arguments(function, named, originals)
        _check_memory(function, named, record.results)
        kept = tuple(r.copy() for r in record.results)
        self._check_again(record, named, originals, arguments, options)
        record.results, raw = kept, record.results
        return raw if len(raw) > 1 else next(iter(raw))

    def _invoke(self, record: Record, arguments: tuple, options: Mapping[str, Any]) -> Any:
        """The bare call; whatever it raises becomes a `Difference`, except `NotProvided`."""
        function = getattr(self.target, record.function)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result = function(*arguments, **options)
        except NotProvided:
            raise
        except (Exception, SystemExit) as error:
            record.raised = "".join(traceback.format_exception(error)[-3:])
            message = str(error).strip().split("\n")[0]
            raise Difference(f"{record.function} raised {type(error).__name__}: {message}") from error
        return result

    def _check_again(self, record: Record, named: dict, originals: dict, arguments: tuple, options: dict) -> None:
        """The same arguments give the same results and the same updates a second time."""
        updates = {n: np.array(named[n]) for n in may_modify(record.function, named) if _is_array(named.get(n))}
        kept = tuple(r.copy() for r in record.results)
        for name in updates:
            named[name][...] = originals[name]
        try:
            again = _arrays_of(record.function, self._invoke(record, arguments, options), named)
        except NotProvided as error:
            raise Difference(f"{record.function} answered once, and is not provided the second time: {error}") from None
        for first, second in zip(kept, again, strict=True):
            _assert_repeated(second, first, f"{record.function}, called a second time with the same arguments")
        for name, first in updates.items():
            _assert_repeated(named[name], first, f"{name}, updated by a second call with the same arguments")
            named[name][...] = first


def load(specification: str, folder: str = "") -> Implementation:
    """The implementation `pkg.module`, `pkg.module:attribute`, or a ready adapter by its bare name.

    >>> load("reference").provides("conv2d")
    True

    Raises `InputError` where it cannot be imported or has none of the contract's functions.
    """
    module_name, _, attribute = specification.partition(":")
    if specification in ADAPTERS:
        module_name = f"{__package__}.adapters.{specification}"
    with _importable(folder):
        try:
            target: Any = importlib.import_module(module_name)
        except (Exception, SystemExit) as error:  # a script without a main guard may end the interpreter
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            raise InputError(
                f"implementation {specification!r} cannot be imported ({reason}); expected pkg.module, "
                f"pkg.module:attribute or one of {', '.join(ADAPTERS)}"
            ) from error
    for part in attribute.split(".") if attribute else ():
        if not hasattr(target, part):
            raise InputError(f"implementation {specification!r}: {target!r} has no attribute {part!r}")
        target = getattr(target, part)
    if specification in ADAPTERS:
        target = target.adapter()
    return implementation(target, specification, _version(module_name, specification))


def implementation(target: Any, name: str, version: str = "") -> Implementation:
    """An object whose attributes are contract functions, as an implementation under test."""
    if isinstance(target, Mapping):
        target = type("Functions", (), {key: staticmethod(value) for key, value in target.items()})
    found = Implementation(target, name, version)
    if not any(found.provides(f) for f in FUNCTIONS):
        raise InputError(f"implementation {name!r} has none of the functions {', '.join(FUNCTIONS)}")
    return found


@contextmanager
def _importable(folder: str) -> Iterator[None]:
    """The folder in front of the import path: `pytest` (unlike `python -m pytest`) leaves the current one out."""
    if folder and folder not in sys.path:
        sys.path.insert(0, folder)
    yield


def _version(module_name: str, specification: str) -> str:
    """The version of the distribution or module, where it says one."""
    from importlib import metadata

    package = specification if specification in ADAPTERS else module_name.split(".")[0]
    try:
        return metadata.version("kenzan" if package == "reference" else package)
    except (metadata.PackageNotFoundError, ValueError):
        return str(getattr(sys.modules.get(package), "__version__", ""))


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _members(value: Any) -> list[np.ndarray]:
    return [v for v in (value if isinstance(value, (list, tuple)) else [value]) if _is_array(v)]


def _copied(named: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with every array copied, its order of axes in memory kept."""

    def copy(value: Any) -> Any:
        if isinstance(value, (list, tuple)) and _members(value):
            return [copy(v) for v in value]
        return value.copy(order="K") if isinstance(value, np.ndarray) else value

    return {name: copy(value) for name, value in named.items()}


def _arrays_of(function: str, result: Any, named: Mapping[str, Any]) -> tuple[np.ndarray, ...]:
    """The results as a tuple of arrays, each checked for type and dtype."""
    dtypes = result_dtype(function, named)
    results = (result,) if len(dtypes) == 1 else result
    if not isinstance(results, (tuple, list)) or len(results) != len(dtypes):
        raise Difference(f"{function} returned {_kind(result)}; expected a tuple of {len(dtypes)} arrays")
    for array, dtype in zip(results, dtypes, strict=True):
        if not _is_array(array):
            raise Difference(f"{function} returned {_kind(array)}; expected a NumPy array")
        if array.dtype != dtype:
            raise Difference(f"{function} returned dtype {array.dtype}; expected {dtype}")
    return tuple(results)


def _kind(value: Any) -> str:
    return (
        f"{type(value).__name__} of length {len(value)}" if isinstance(value, (tuple, list)) else type(value).__name__
    )


def _check_arguments(function: str, named: Mapping[str, Any], originals: Mapping[str, Any]) -> None:
    """Nothing that was passed has changed, except what the contract says is updated in place."""
    allowed = may_modify(function, named)
    for name, value in named.items():
        if name in allowed:
            continue
        before = originals[name]
        if isinstance(value, list) and len(value) != len(before):
            raise Difference(f"{function} changed the length of its argument {name}")
        for now, then in zip(_members(value), _members(before), strict=True):
            if now.shape != then.shape or now.dtype != then.dtype:
                raise Difference(f"{function} changed the shape or dtype of its argument {name}")
            same = (now == then) | ((now != now) & (then != then))
            if not same.all():
                where = tuple(int(i) for i in np.argwhere(~same)[0])
                raise Difference(f"{function} modified its argument {name}", where, then[where], now[where], np.nan, 0)


def _check_memory(function: str, named: Mapping[str, Any], results: tuple[np.ndarray, ...]) -> None:
    """No result is (a view of) an argument: writing to it later would change what the caller passed."""
    for name, value in named.items():
        if name == "input" and function == "relu" and named.get("inplace", False):
            continue
        for argument in _members(value):
            if any(np.shares_memory(argument, result) for result in results if result.size):
                raise Difference(
                    f"{function} returned memory of its argument {name}: changing the result would change it"
                )


def _assert_repeated(second: np.ndarray, first: np.ndarray, what: str) -> None:
    """Equal up to rounding: another order of summation from one call to the next is no error."""
    if second.shape != first.shape:
        raise Difference(f"{what}: shape {second.shape} after {first.shape}")
    same = (second == first) | ((second != second) & (first != first))
    if same.all():
        return
    finite = np.abs(first[np.isfinite(first)])
    limit = np.sqrt(np.finfo(first.dtype).eps) * finite.max(initial=0) if first.dtype.kind == "f" else 0
    with np.errstate(all="ignore"):
        error = np.where(same, 0, np.abs(second - first))
        wrong = ~same & ~(error <= limit)
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise Difference(what, where, first[where], second[where], float(error[where]), float(limit))
