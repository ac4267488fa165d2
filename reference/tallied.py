"""Arrays that tally the arithmetic done with them, a whole NumPy call at a time."""

from typing import Any

import numpy as np

from .numbers import Tally


class Tallied(np.ndarray):
    """An array that tallies whole NumPy calls: the counts of `Count`, at the speed of NumPy.

    >>> x = Tallied.of(np.ones((2, 3)), Tally())
    >>> _ = np.matmul(x, np.ones((3, 4)))
    >>> x.tally.macs
    24
    """

    tally: Tally

    @classmethod
    def of(cls, array: np.ndarray, tally: Tally) -> "Tallied":
        """The array, tallied from now on."""
        result = np.array(array).view(cls)
        result.tally = tally
        return result

    def __array_finalize__(self, source: Any) -> None:
        self.tally = getattr(source, "tally", None) or Tally()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [a.view(np.ndarray) if isinstance(a, Tallied) else a for a in inputs]
        if "out" in options:
            options["out"] = tuple(a.view(np.ndarray) if isinstance(a, Tallied) else a for a in options["out"])
        result = getattr(ufunc, method)(*plain, **options)
        for kind, times in _executed(ufunc, method, plain, np.size(result)):
            setattr(self.tally, kind, getattr(self.tally, kind) + times)
        return _tallied(result, self.tally)

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Any:
        if function not in _COUNTED:
            raise TypeError(f"the arithmetic inside numpy.{function.__name__} cannot be tallied; use Count numbers")
        result = super().__array_function__(function, types, arguments, options)
        return _tallied(result, self.tally) if isinstance(result, np.ndarray) else result


# Functions that move data, or whose arithmetic is done by ufuncs. Others (dot, einsum, tensordot, convolve, interp)
# compute out of sight: they are refused rather than counted as nothing.
_COUNTED = {
    np.concatenate, np.stack, np.vstack, np.hstack, np.split, np.array_split, np.pad, np.repeat, np.tile, np.roll,
    np.flip, np.reshape, np.ravel, np.transpose, np.swapaxes, np.moveaxis, np.expand_dims, np.squeeze, np.broadcast_to,
    np.copyto, np.copy, np.where, np.take, np.take_along_axis, np.full_like, np.zeros_like, np.ones_like, np.empty_like,
    np.shape, np.ndim, np.size, np.result_type, np.can_cast, np.shares_memory, np.may_share_memory, np.array_equal,
    np.lib.stride_tricks.sliding_window_view, np.lib.stride_tricks.as_strided,
    np.sum, np.mean, np.max, np.min, np.amax, np.amin,
}  # fmt: skip


def _tallied(result: Any, tally: Tally) -> Any:
    wrapped = np.asarray(result).view(Tallied)
    wrapped.tally = tally
    return wrapped


_KINDS = {
    **dict.fromkeys(("add", "subtract"), "additions"), "multiply": "multiplications", "square": "multiplications",
    "divide": "divisions", **dict.fromkeys(("maximum", "minimum", "greater", "greater_equal", "less"), "comparisons"),
    **dict.fromkeys(("sqrt", "exp", "expm1", "log1p", "tanh"), "functions"),
}  # fmt: skip


def _executed(ufunc: np.ufunc, method: str, inputs: list[Any], results: int) -> list[tuple[str, int]]:
    """What one call of a ufunc executes: (kind, times) pairs, by the sizes of its operands and its result."""
    if ufunc is np.matmul:
        length = np.shape(inputs[0])[-1]
        return [("macs", results * length), ("multiplications", results * length),
                ("additions", results * max(length - 1, 0))]  # fmt: skip
    kind = _KINDS.get(ufunc.__name__)
    if kind is None:
        return []
    return [(kind, results if method == "__call__" else np.size(inputs[0]) - results)]


