"""Mu-law companding: audio samples to codes with finer steps near zero, and back (ITU-T G.711; van den Oord 2016)."""

import numpy as np

from . import elementary
from .arguments import Array, as_array, expect, integer, widened


def mu_law_encode(signal: Array, quantization_channels: int = 256) -> Array:
    """The codes 0 .. Q-1 of samples in [-1, 1]: f(x) = sign(x) log(1 + mu |x|) / log(1 + mu), mu = Q - 1, then rounded.

    code = floor((f(x) + 1) / 2 * mu + 0.5), of type int64: -1 gives 0, 1 gives Q - 1.

    >>> mu_law_encode(np.array([-1.0, 0.0, 0.01, 1.0]))
    array([  0, 128, 157, 255])
    """
    signal = as_array("mu_law_encode", "signal", signal)
    mu = integer("mu_law_encode", "quantization_channels", quantization_channels, least=2) - 1
    _expect_range("mu_law_encode", "signal", signal, -1, 1)
    values = widened(signal)
    compressed = elementary.sign(values) * (elementary.log1p(mu * elementary.absolute(values)) / np.log1p(mu))
    codes = elementary.floor((compressed + 1) / 2 * mu + 0.5)
    return np.asanyarray(codes if signal.dtype == object else codes.astype(np.int64))


def mu_law_decode(codes: Array, quantization_channels: int = 256) -> Array:
    """The samples of the codes: y = 2 code / mu - 1, then x = sign(y) ((1 + mu)**|y| - 1) / mu, of type float64.

    Code 0 gives -1 and code Q-1 gives 1, exactly; encoding the samples gives the codes again.

    >>> mu_law_decode(np.array([0, 255]))
    array([-1.,  1.])
    """
    codes = as_array("mu_law_decode", "codes", codes)
    mu = integer("mu_law_decode", "quantization_channels", quantization_channels, least=2) - 1
    _expect_range("mu_law_decode", "codes", codes, 0, mu)
    compressed = 2 * widened(codes) / mu - 1
    expanded = elementary.expm1(elementary.absolute(compressed) * np.log1p(mu)) / np.expm1(np.log1p(mu))
    return np.asanyarray(elementary.sign(compressed) * expanded)


def _expect_range(operation: str, argument: str, values: Array, low: int, high: int) -> None:
    if values.dtype != object and values.size:  # counting and tracing numbers are not compared
        least, most = np.asarray(values).min(), np.asarray(values).max()
        expect(low <= least and most <= high, operation, f"{argument} reaches from {least} to {most}",
               f"values from {low} to {high}")
