"""Laws of mu-law companding without the reference: round trip, order, end points."""

import numpy as np

from ..compare import assert_close, assert_same, assert_true
from ..implementation import Implementation
from ..strategies.space import Case
from ..strategies.spaces import simple
from .registry import law

CHANNELS = [256, 16, 128, 257, 1024]
CODES = simple("mu_law_decode", quantization_channels=CHANNELS, contents=["all"], shape=(7,))
SIGNALS = simple(
    "mu_law_encode", quantization_channels=CHANNELS, contents=["signal", "quiet"], shape=[(17,), (2, 3, 4), (65,)]
)
WAVENET = "van den Oord et al. 2016, WaveNet; ITU-T G.711"


@law(
    "decodes_back",
    "Encoding a decoded code gives that code again, for every code.",
    CODES,
    of=("mu_law_decode",),
    needs=("mu_law_encode",),
    source=WAVENET,
)
def decodes_back(implementation: Implementation, case: Case) -> None:
    decoded = implementation.mu_law_decode(case.codes, case.quantization_channels)
    assert_same(
        implementation.mu_law_encode(decoded, case.quantization_channels), case.codes, "code after the round trip"
    )


@law(
    "round_trip_is_close",
    "Decoding an encoded sample gives it back within half a step of the companded scale.",
    SIGNALS,
    of=("mu_law_encode",),
    needs=("mu_law_decode",),
    source=WAVENET,
)
def round_trip_is_close(implementation: Implementation, case: Case) -> None:
    mu = case.quantization_channels - 1
    codes = implementation.mu_law_encode(case.signal, case.quantization_channels)
    back = implementation.mu_law_decode(codes, case.quantization_channels)
    x = case.signal.astype(np.float64)
    half_step = np.expm1(np.log1p(mu) / mu) * (np.abs(x) + 1 / mu)
    assert_close(back, x, half_step * 1.001 + 1e-6, "sample after the round trip")


@law("increasing_codes", "A larger sample never has a smaller code.", SIGNALS, of=("mu_law_encode",), source=WAVENET)
def increasing_codes(implementation: Implementation, case: Case) -> None:
    codes = implementation.mu_law_encode(np.sort(case.signal, axis=None), case.quantization_channels)
    assert_true((np.diff(codes) >= 0).all(), "codes decrease along a sorted signal")


@law(
    "end_points",
    "-1 has code 0, 1 has the last code, and no code lies outside.",
    SIGNALS,
    of=("mu_law_encode",),
    source=WAVENET,
)
def end_points(implementation: Implementation, case: Case) -> None:
    channels = case.quantization_channels
    ends = implementation.mu_law_encode(np.array([-1, 1], case.signal.dtype), channels)
    assert_same(ends, np.array([0, channels - 1]), "codes of -1 and 1")
    codes = implementation.mu_law_encode(case.signal, channels)
    assert_true(((codes >= 0) & (codes < channels)).all(), "a code lies outside the channels")


@law("end_points", "The first code is -1 and the last is 1.", CODES, of=("mu_law_decode",), source=WAVENET)
def decoded_end_points(implementation: Implementation, case: Case) -> None:
    result = implementation.mu_law_decode(case.codes, case.quantization_channels)
    assert_close(result[[0, -1]], np.array([-1.0, 1.0]), 1e-13, "sample of the first and the last code")


@law("increasing_samples", "A larger code has a larger sample.", CODES, of=("mu_law_decode",), source=WAVENET)
def increasing_samples(implementation: Implementation, case: Case) -> None:
    steps = np.diff(implementation.mu_law_decode(case.codes, case.quantization_channels))
    assert_true((steps > 0).all(), "samples do not increase with the code")


@law("antisymmetric", "Code c and code Q - 1 - c are opposite samples.", CODES, of=("mu_law_decode",), source=WAVENET)
def antisymmetric(implementation: Implementation, case: Case) -> None:
    result = implementation.mu_law_decode(case.codes, case.quantization_channels)
    assert_close(result[::-1], -result, 1e-13, "opposite samples")


@law(
    "finer_near_zero",
    "Steps between neighbouring samples grow with the distance from zero.",
    CODES,
    of=("mu_law_decode",),
    source=WAVENET,
)
def finer_near_zero(implementation: Implementation, case: Case) -> None:
    samples = implementation.mu_law_decode(case.codes, case.quantization_channels)
    upper = np.diff(samples[len(samples) // 2 + 1 :])
    assert_true((np.diff(upper) > 0).all(), "the steps do not grow away from zero")
