"""Comparisons that assert: exact, within a tolerance, unaffected. They raise `Difference`, and never return a bool."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

_allowance: ContextVar[tuple[float, float]] = ContextVar("allowance", default=(0.0, 0.0))


@contextmanager
def allowance(relative: float, absolute: float) -> Iterator[None]:
    """Within this block comparisons allow that much more, for an implementation that says it is approximate."""
    token = _allowance.set((relative, absolute))
    try:
        yield
    finally:
        _allowance.reset(token)


class Difference(AssertionError):
    """A law does not hold: what was compared, and the first place where it differs.

    `where` is the first differing index (or None when shapes or types differ), `expected`, `got`, `error` and
    `tolerance` are the values there.
    """

    def __init__(
        self,
        what: str,
        where: tuple[int, ...] | None = None,
        expected: Any = None,
        got: Any = None,
        error: float | None = None,
        tolerance: float | None = None,
        differing: str = "",
    ) -> None:
        self.what, self.where, self.expected, self.got = what, where, expected, got
        self.error, self.tolerance, self.differing = error, tolerance, differing
        super().__init__(str(self))

    def __str__(self) -> str:
        if self.where is None:
            return self.what
        place = f" at index {self.where}" if self.where else ""
        return (
            f"{self.what}{place}: expected {self.expected}, got {self.got} "
            f"(error {self.error:.6g}, tolerance {self.tolerance:.6g}{self.differing})"
        )


def assert_same(got: np.ndarray, expected: np.ndarray, what: str = "result") -> None:
    """Equal shapes and equal values, exactly; NaN equals NaN, and zero equals negative zero.

    >>> assert_same(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    Traceback (most recent call last):
    kenzan.properties.compare.Difference: result at index (1,): expected 3.0, got 2.0 (error 1, tolerance 0, ...)
    """
    assert_close(got, expected, 0.0, what)


def assert_close(got: np.ndarray, expected: np.ndarray, tolerance: Any, what: str = "result") -> None:
    """Equal shapes, and |got - expected| <= tolerance everywhere; infinities and NaN must agree exactly.

    The tolerance is a number or an array that broadcasts to the result.

    >>> assert_close(np.array([1.0]), np.array([1.0 + 1e-9]), 1e-8)
    """
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape:
        raise Difference(f"{what}: expected shape {expected.shape}, got shape {got.shape}")
    with np.errstate(all="ignore"):
        exact = (got == expected) | ((got != got) & (expected != expected))
        if exact.all():
            return
        error = np.where(exact, 0.0, np.abs(_wide(got) - _wide(expected)))
        relative, absolute = _allowance.get()
        more = absolute + relative * np.abs(_wide(expected)) if relative or absolute else 0.0
        limit = np.broadcast_to(np.asarray(tolerance, dtype=np.float64) + more, error.shape)
        wrong = ~exact & ~(np.isfinite(error) & (error <= limit))
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise Difference(
            what,
            where,
            expected[where].item(),
            got[where].item(),
            float(error[where]),
            float(limit[where]),
            f", {int(wrong.sum())} of {wrong.size} elements",
        )


def assert_unaffected(after: np.ndarray, before: np.ndarray, unchanged: Any, what: str = "result") -> None:
    """The part of a result that a change must not reach is bitwise what it was: black-box "does not depend on".

    `unchanged` is an index expression that selects that part.
    """
    after, before = np.asarray(after), np.asarray(before)
    if after.shape != before.shape:
        raise Difference(f"{what}: expected shape {before.shape}, got shape {after.shape}")
    selected = np.zeros(before.shape, bool)
    selected[unchanged] = True
    assert_same(np.where(selected, after, 0), np.where(selected, before, 0), what)


def assert_true(condition: Any, what: str) -> None:
    """A condition that is no comparison of arrays, with its sentence."""
    if not bool(condition):
        raise Difference(what)


def _wide(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float64) if array.dtype.kind in "iufb" else array
