"""Numbers that carry more than a value through ordinary code: counting and tracing ones.

The operations of this package are written once; evaluated on these types they tell how much arithmetic was executed
(`Count`; `tallied.Tallied` does so for whole arrays) and what each result depends on (`Trace`). The term of the field
is non-standard interpretation.
"""

import math
from typing import Any

import numpy as np


class Tally:
    """How often each kind of arithmetic was executed; `macs` are the multiplications inside matrix products."""

    __slots__ = ("additions", "comparisons", "divisions", "functions", "macs", "multiplications")

    def __init__(self) -> None:
        self.macs = self.multiplications = self.additions = self.divisions = self.comparisons = self.functions = 0

    def __repr__(self) -> str:
        return "Tally(" + ", ".join(f"{name}={getattr(self, name)}" for name in sorted(self.__slots__)) + ")"


def _value(number: Any) -> Any:
    return number.value if isinstance(number, Count) else number


class Count:
    """A number that tallies the arithmetic done with it, as it happens.

    A product with zero is counted like every other (H*W*C*K**2 counts the padded zeros of a convolution too).

    >>> tally = Tally()
    >>> x = Count(3, tally)
    >>> (x * x + 0 * x).value, tally.multiplications, tally.additions
    (9, 2, 1)
    """

    __slots__ = ("tally", "value")

    def __init__(self, value: Any, tally: Tally) -> None:
        self.value = value
        self.tally = tally

    def __add__(self, other: Any) -> "Count":
        self.tally.additions += 1
        return Count(self.value + _value(other), self.tally)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Count":
        self.tally.additions += 1
        return Count(self.value - _value(other), self.tally)

    def __rsub__(self, other: Any) -> "Count":
        self.tally.additions += 1
        return Count(other - self.value, self.tally)

    def __mul__(self, other: Any) -> "Count":
        self.tally.multiplications += 1
        return Count(self.value * _value(other), self.tally)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Count":
        self.tally.divisions += 1
        return Count(_quotient(self.value, _value(other)), self.tally)

    def __rtruediv__(self, other: Any) -> "Count":
        self.tally.divisions += 1
        return Count(_quotient(other, self.value), self.tally)

    def __neg__(self) -> "Count":
        return Count(-self.value, self.tally)

    def __abs__(self) -> "Count":
        return Count(abs(self.value), self.tally)

    def _compare(self, answer: bool) -> bool:
        self.tally.comparisons += 1
        return answer

    def __lt__(self, other: Any) -> bool:
        return self._compare(self.value < _value(other))

    def __le__(self, other: Any) -> bool:
        return self._compare(self.value <= _value(other))

    def __gt__(self, other: Any) -> bool:
        return self._compare(self.value > _value(other))

    def __ge__(self, other: Any) -> bool:
        return self._compare(self.value >= _value(other))

    def __eq__(self, other: Any) -> bool:
        return self._compare(self.value == _value(other))

    __hash__ = None  # type: ignore[assignment]  # equal by value, and values need not be hashable

    def maximum(self, other: Any) -> "Count":
        """The larger of two, one comparison; NaN if either is NaN."""
        return self if self >= other or self.value != self.value else Count(_value(other), self.tally)

    def sign(self) -> "Count":
        """-1, 0 or 1."""
        return Count((self.value > 0) - (self.value < 0), self.tally)

    def floor(self) -> "Count":
        """The largest integer that is not larger."""
        return Count(math.floor(self.value), self.tally)

    def _function(self, ufunc: np.ufunc) -> "Count":
        self.tally.functions += 1
        with np.errstate(all="ignore"):
            return Count(float(ufunc(float(self.value))), self.tally)

    def sqrt(self) -> "Count":
        """The square root, one function call."""
        return self._function(np.sqrt)

    def exp(self) -> "Count":
        """e to this power, one function call."""
        return self._function(np.exp)

    def expm1(self) -> "Count":
        """exp(x) - 1, one function call."""
        return self._function(np.expm1)

    def log1p(self) -> "Count":
        """log(1 + x), one function call."""
        return self._function(np.log1p)

    def tanh(self) -> "Count":
        """The hyperbolic tangent, one function call."""
        return self._function(np.tanh)

    def __float__(self) -> float:
        return float(self.value)

    def __repr__(self) -> str:
        return f"Count({self.value!r})"


def _quotient(left: Any, right: Any) -> Any:
    """left / right as arrays divide: by zero it is infinite or NaN."""
    if right != 0:
        return left / right
    with np.errstate(all="ignore"):
        return float(np.divide(float(left), float(right)))


def ones(bits: int) -> np.ndarray:
    """The positions of the ones in a binary number, in rising order.

    >>> ones(0b1101).tolist()
    [0, 2, 3]
    """
    octets = np.frombuffer(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), np.uint8)
    return np.flatnonzero(np.unpackbits(octets, bitorder="little"))


def constant(like: np.ndarray, value: Any) -> Any:
    """The value as a number of the array's own type: a `Count` among `Count`s, so that work with it is counted too."""
    tally = tally_of(like)
    return value if tally is None else Count(value, tally)


def tally_of(array: np.ndarray) -> Tally | None:
    """The tally that the counting numbers of an array share, or None where there are none."""
    for number in array.flat if array.dtype == object else ():
        if isinstance(number, Count):
            return number.tally
        if isinstance(number, Trace):
            return None  # what is traced is not counted too: the others need not be looked at
    return None


class Trace:
    """A number of which only this is known: the set of inputs that it may depend on.

    A set is an integer with one bit per input. Arithmetic unites the sets; an exact zero erases dependence, because
    0 * x is 0 whatever x is. Everything else over-approximates: "does not depend" is a proof for that shape, "depends"
    is not (x - x is said to depend on x). There is no value, so a comparison is an error rather than a guess.

    >>> x, y = Trace.of(0), Trace.of(1)
    >>> sorted((2 * x + y).inputs), (x * 0), sorted((x / y).maximum(5).inputs)
    ([0, 1], 0, [0, 1])
    """

    __slots__ = ("bits",)

    def __init__(self, bits: int) -> None:
        self.bits = bits

    @classmethod
    def of(cls, index: int) -> "Trace":
        """The input number `index` itself."""
        return cls(1 << index)

    @property
    def inputs(self) -> frozenset[int]:
        """The numbers of the inputs that this may depend on."""
        return frozenset(ones(self.bits).tolist())

    def __add__(self, other: Any) -> "Trace":
        if type(other) is not Trace:
            return self
        bits = self.bits | other.bits
        return self if bits == self.bits else Trace(bits)

    __radd__ = __sub__ = __rsub__ = maximum = __add__

    def __mul__(self, other: Any) -> "Trace | int":
        if isinstance(other, Trace):
            return Trace(self.bits | other.bits)
        return 0 if other == 0 else self

    __rmul__ = __rtruediv__ = __mul__

    def __truediv__(self, other: Any) -> "Trace":
        return Trace(self.bits | other.bits) if isinstance(other, Trace) else self

    def __neg__(self) -> "Trace":
        return self

    def __eq__(self, other: Any) -> bool:
        raise TypeError("a traced number has no value to compare")

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None  # type: ignore[assignment]
    __abs__ = sqrt = exp = expm1 = log1p = tanh = floor = sign = __neg__

    def __repr__(self) -> str:
        return f"Trace({set(self.inputs) or '{}'})"
