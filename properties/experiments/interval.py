"""The 95 % interval of a mean of paired differences: Student's t, with the quantile computed here (numpy alone)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt

import numpy as np

from ...reference.errors import InputError

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean and the bounds between which the true mean lies at the stated confidence; `n` is the number of pairs."""

    low: float
    mean: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.mean:+.3g} [{self.low:+.3g}, {self.high:+.3g}]"


def within(t: float, freedom: int) -> float:
    """The probability that a Student t variable lies between -t and t.

    The finite sums for whole degrees of freedom: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.

    >>> round(within(1.0, 1), 12), round(within(0.0, 5), 12)
    (0.5, 0.0)
    """
    theta = atan(t / sqrt(freedom))
    odd = freedom % 2
    term, total = (cos(theta), 0.0) if odd else (1.0, 0.0)
    for k in range(odd + 1, freedom, 2):
        total += term
        term *= cos(theta) ** 2 * k / (k + 1)
    return 2 / pi * (theta + sin(theta) * total) if odd else sin(theta) * total


def t_quantile(confidence: float, freedom: int) -> float:
    """The t between whose negative and itself a Student t variable lies with probability `confidence`, by bisection.

    >>> round(t_quantile(0.5, 1), 9)
    1.0
    >>> round(t_quantile(0.95, 5), 3)
    2.571
    """
    low, high = 0.0, 1.0
    while within(high, freedom) < confidence:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, freedom) < confidence else (low, middle)
    return high


def paired_interval(differences: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The mean of paired differences with its t interval: mean ± t(n - 1) s / sqrt(n), s with n - 1 below.

    With six to eight pairs the percentile bootstrap is too narrow (its resamples have the n-denominator variance and
    light tails); t is exact for normal differences. Raises InputError for fewer than two pairs or what is not finite.

    >>> print(paired_interval([1.0, 2.0, 3.0]))
    +2 [-0.484, +4.48]
    """
    values = np.asarray(differences, dtype=float)
    if values.ndim != 1 or len(values) < 2:
        raise InputError(f"an interval needs two or more paired differences, not {values.size}")
    if not np.isfinite(values).all():
        raise InputError(f"an interval needs finite differences, not {values.tolist()}")
    half = t_quantile(confidence, len(values) - 1) * values.std(ddof=1) / sqrt(len(values))
    mean = float(values.mean())
    return Interval(mean - float(half), mean, mean + float(half), len(values))
