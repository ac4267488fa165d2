"""Arrays described by contents, shape, dtype, seed and memory layout, with the code that rebuilds them.

The sums of products of the exact kinds are exact in floating point whatever the order of summation, so that results can
be compared bitwise: an eighth is k/8, and `wide` needs (nearly) every bit of its dtype.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

WIDE_BITS = {"float64": 26, "float32": 12, "int64": 26}
LARGE_MEAN = {"float64": 10, "float32": 10_000}

# A kind of contents: NumPy code and the same thing as a function of a generator r, a shape and a dtype.
CONTENTS: dict[str, tuple[str, Callable[[Any, tuple[int, ...], str], np.ndarray]]] = {
    "eighths": ("r.integers(-16, 17, {shape}) / 8", lambda r, shape, _: r.integers(-16, 17, shape) / 8),
    "integers": ("r.integers(-3, 4, {shape})", lambda r, shape, _: r.integers(-3, 4, shape)),
    "small": ("r.integers(-6, 7, {shape}) / 16", lambda r, shape, _: r.integers(-6, 7, shape) / 16),
    "wide": (
        "r.integers(-{wide}, {wide} + 1, {shape})",
        lambda r, shape, dtype: r.integers(-(2 ** WIDE_BITS[dtype]), 2 ** WIDE_BITS[dtype] + 1, shape),
    ),
    "ones": ("np.ones({shape})", lambda r, shape, _: np.ones(shape)),
    "zeros": ("np.zeros({shape})", lambda r, shape, _: np.zeros(shape)),
    "constant": ("np.full({shape}, 3.0)", lambda r, shape, _: np.full(shape, 3.0)),
    "negative": ("-r.integers(1, 33, {shape}) / 8", lambda r, shape, _: -r.integers(1, 33, shape) / 8),
    "positive": ("r.integers(4, 25, {shape}) / 8", lambda r, shape, _: r.integers(4, 25, shape) / 8),
    "spread": ("r.uniform(0.25, 4, {shape})", lambda r, shape, _: r.uniform(0.25, 4, shape)),
    "distinct": (
        "(r.permutation({size}) - {size} // 2).reshape({shape}) / 4",
        lambda r, shape, _: (r.permutation(math.prod(shape)) - math.prod(shape) // 2).reshape(shape) / 4,
    ),
    "tiny": ("r.normal(size={shape}) / 64", lambda r, shape, _: r.normal(size=shape) / 64),
    "quarter_normal": ("r.normal(size={shape}) / 4", lambda r, shape, _: r.normal(size=shape) / 4),
    "normal": ("r.normal(size={shape})", lambda r, shape, _: r.normal(size=shape)),
    "shifted": ("r.normal(size={shape}) + 3", lambda r, shape, _: r.normal(size=shape) + 3),
    "large_mean": ("r.normal(size={shape}) + {mean}", lambda r, shape, dtype: r.normal(size=shape) + LARGE_MEAN[dtype]),
    "logits": ("r.normal(size={shape}) * 30", lambda r, shape, _: r.normal(size=shape) * 30),
    "huge": ("r.normal(size={shape}) * 1000", lambda r, shape, _: r.normal(size=shape) * 1000),
    "minus_inf": (
        "np.array([-np.inf, -1.5, 2.0, -np.inf])[r.integers(0, 4, {shape})]",
        lambda r, shape, _: np.array([-np.inf, -1.5, 2.0, -np.inf])[r.integers(0, 4, shape)],
    ),
    "with_nan": (
        "np.array([np.nan, -np.inf, np.inf, -1.5, 2.0, 0.25, -3.0, 1.0, 0.5])[r.integers(0, 9, {shape})]",
        lambda r, shape, _: np.array([np.nan, -np.inf, np.inf, -1.5, 2.0, 0.25, -3.0, 1.0, 0.5])[
            r.integers(0, 9, shape)
        ],
    ),
    "quiet": ("r.normal(size={shape}).clip(-3, 3) / 50", lambda r, shape, _: r.normal(size=shape).clip(-3, 3) / 50),
    "signal": ("r.uniform(-1, 1, {shape})", lambda r, shape, _: r.uniform(-1, 1, shape)),
}
WITHOUT_FRACTIONS = {"eighths": "integers", "distinct": "integers", "negative": "integers"}

# A memory layout: NumPy code around the code of the contents, and the same thing as a function of the contents.
LAYOUTS: dict[str, tuple[str, Callable[[np.ndarray, int], np.ndarray]]] = {
    "C": ("{x}", lambda x, axis: x),
    "fortran": ("np.asfortranarray({x})", lambda x, axis: np.asfortranarray(x)),
    "permuted": (
        "np.moveaxis(np.moveaxis({x}, {axis}, -1).copy(), -1, {axis})",
        lambda x, axis: np.moveaxis(np.moveaxis(x, axis, -1).copy(), -1, axis),
    ),
    # An axis of size 1 stays as it is: NumPy calls an array contiguous whatever the stride there, so that an
    # implementation that asks for contiguous arrays would be handed one that other libraries do not take.
    "reversed": (
        "np.flip(np.flip({x}, {long}).copy(), {long})",
        lambda x, axis: np.flip(np.flip(x, _long(x.shape)).copy(), _long(x.shape)),
    ),
    "strided": ("np.repeat({x}, 2, axis=-1)[..., ::2]", lambda x, axis: np.repeat(x, 2, axis=-1)[..., ::2]),
    "slice": (
        "np.pad({x}, 1, constant_values=99)[{inner}]",
        lambda x, axis: np.pad(x, 1, constant_values=99)[(slice(1, -1),) * x.ndim],
    ),
    "readonly": ("np.broadcast_to({x}, {shape})", lambda x, axis: np.broadcast_to(x, x.shape)),
    "broadcast": ("np.broadcast_to(({x})[:1], {shape})", lambda x, axis: np.broadcast_to(x[:1], x.shape)),
    "broadcast_last": (
        "np.broadcast_to(({x})[..., :1], {shape})",
        lambda x, axis: np.broadcast_to(x[..., :1], x.shape),
    ),
}
WRITABLE = ("C", "reversed", "strided", "slice")


@dataclass(frozen=True)
class Filled:
    """An array to build: a kind of contents, its shape, dtype, seed and memory layout.

    >>> Filled("integers", (2, 2), "float32", seed=1).array()
    array([[0., 0.],
           [2., 3.]], dtype=float32)
    """

    contents: str
    shape: tuple[int, ...]
    dtype: str = "float64"
    seed: int = 0
    layout: str = "C"

    def array(self) -> np.ndarray:
        """A new array, in memory of its own."""
        values = CONTENTS[self._kind()][1](np.random.default_rng(self.seed), self.shape, self.dtype)
        return _laid_out(values.astype(self.dtype), self.layout)

    def code(self) -> str:
        """NumPy code for the same array; it needs only `import numpy as np`.

        >>> Filled("ones", (2,), "float32").code()
        'np.ones((2,)).astype(np.float32)'
        """
        formula = CONTENTS[self._kind()][0].format(
            shape=self.shape,
            size=math.prod(self.shape),
            wide=2 ** WIDE_BITS[self.dtype],
            mean=LARGE_MEAN.get(self.dtype),
        )
        formula = re.sub(r"\br\.", f"np.random.default_rng({self.seed}).", formula)
        formula = formula if CONTENTS[self._kind()][0].startswith("np.") else f"({formula})"
        return _layout_code(f"{formula}.astype(np.{self.dtype})", self.shape, self.layout)

    def reseeded(self, step: int) -> "Filled":
        """Other contents of the same kind."""
        return replace(self, seed=self.seed + step)

    def relaid(self, layout: str) -> "Filled":
        """The same contents in another memory layout."""
        return replace(self, layout=layout)

    def _kind(self) -> str:
        return WITHOUT_FRACTIONS.get(self.contents, self.contents) if self.dtype == "int64" else self.contents


@dataclass(frozen=True)
class Given:
    """An array with the given values, for special values and end points."""

    values: tuple[float, ...]
    shape: tuple[int, ...]
    dtype: str = "float64"
    layout: str = "C"

    def array(self) -> np.ndarray:
        """A new array, in memory of its own."""
        with np.errstate(all="ignore"):
            values = np.array(self.values, dtype="int64" if self.dtype == "int64" else "float64").astype(self.dtype)
        return _laid_out(values.reshape(self.shape), self.layout)

    def code(self) -> str:
        """NumPy code for the same array.

        >>> Given((1.0, float("nan")), (2, 1)).code()
        'np.array([1.0, np.nan], dtype=np.float64).reshape((2, 1))'
        """
        numbers = ", ".join(number(v) for v in self.values)
        return _layout_code(
            f"np.array([{numbers}], dtype=np.{self.dtype}).reshape({self.shape})", self.shape, self.layout
        )

    def reseeded(self, step: int) -> "Given":
        """The same values in another order."""
        step %= max(len(self.values), 1)
        return replace(self, values=self.values[step:] + self.values[:step])

    def relaid(self, layout: str) -> "Given":
        """The same contents in another memory layout."""
        return replace(self, layout=layout)


def number(value: float) -> str:
    """A number as NumPy code.

    >>> number(0.5), number(float("-inf"))
    ('0.5', '-np.inf')
    """
    if isinstance(value, int) or math.isfinite(value):
        return repr(value)
    return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"


def _axis(axes: int) -> int:
    return 1 if axes > 1 else 0


def _laid_out(x: np.ndarray, layout: str) -> np.ndarray:
    return LAYOUTS[layout][1](x, _axis(x.ndim))


def _layout_code(x: str, shape: tuple[int, ...], layout: str) -> str:
    inner = ", ".join(["1:-1"] * len(shape))
    return LAYOUTS[layout][0].format(x=x, axis=_axis(len(shape)), inner=inner, shape=shape, long=_long(shape))


def _long(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The axes along which there is more than one element."""
    return tuple(axis for axis, size in enumerate(shape) if size > 1)
