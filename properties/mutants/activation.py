"""Wrong activations and mu-law functions."""

import numpy as np

from ...reference import operations as right
from .registry import add, alter

ELEMENTWISE = "relu sigmoid tanh"


def _quiet(function):
    def quiet(*arguments, **options):
        with np.errstate(all="ignore"):
            return function(*arguments, **options)

    return quiet


alter("relu", "gives 0 for NaN", None, lambda r, a: np.nan_to_num(r, nan=0.0, posinf=np.inf))
alter(
    "relu",
    "multiplies by a mask",
    None,
    lambda r, a: _quiet(lambda: a["input"] * (a["input"] > 0))() if not a["inplace"] else r,
)
alter(
    "relu",
    "leaks",
    None,
    lambda r, a: (
        np.where(a["input"] < 0, a["input"] / 128, r).astype(r.dtype) if not a["inplace"] and r.dtype.kind == "f" else r
    ),
)
alter("relu", "is relu6", None, lambda r, a: np.minimum(r, 6) if not a["inplace"] else r)
alter("relu", "ignores inplace", lambda a: {"input": a["input"].copy()})
alter("relu", "always works in place", lambda a: {"inplace": True})
alter(
    "relu",
    "returns its input when nothing is negative",
    None,
    lambda r, a: a["input"] if r.size and (a["input"] >= 0).all() else r,
)
alter("relu", "gives float64 for integers", None, lambda r, a: r * 1.0 if r.dtype.kind == "i" else r)
alter("relu", "copies when asked to work in place", None, lambda r, a: r.copy() * 2 if a["inplace"] else r)
add("sigmoid", "overflows", lambda: _quiet(lambda input: np.exp(input) / (1 + np.exp(input))))
add("sigmoid", "clips its input at 8", lambda: lambda input: right.sigmoid(np.clip(input, -8, 8)))
add("sigmoid", "is the hard sigmoid", lambda: lambda input: np.clip(input / 6 + input.dtype.type(0.5), 0, 1))
add(
    "sigmoid",
    "computes in single precision",
    lambda: lambda input: right.sigmoid(input.astype(np.float32)).astype(input.dtype),
)
add("tanh", "overflows", lambda: _quiet(lambda input: (np.exp(2 * input) - 1) / (np.exp(2 * input) + 1)))
add("tanh", "computes in single precision", lambda: lambda input: np.tanh(input.astype(np.float32)).astype(input.dtype))
add(
    "tanh",
    "is a rational approximation",
    lambda: _quiet(
        lambda input: np.where(np.abs(input) < 1, input * (27 + input**2) / (27 + 9 * input**2), np.tanh(input)).astype(
            input.dtype
        )
    ),
)
add("tanh", "gives NaN at infinity", lambda: _quiet(lambda input: np.tanh(input) + 0 * input))
alter(ELEMENTWISE, "gives double precision", None, lambda r, a: r.astype(np.float64))
alter(
    ELEMENTWISE,
    "reads its input in memory order",
    lambda a: (
        {"input": np.array(a["input"].ravel(order="K")).reshape(a["input"].shape)}
        if 0 not in a["input"].strides and not a.get("inplace")
        else None
    ),
)
alter(ELEMENTWISE, "flattens its input", None, lambda r, a: r.ravel() if not a.get("inplace") else r)
alter("sigmoid tanh", "writes into its input", None, lambda r, a: _written(a["input"], r))
alter(ELEMENTWISE, "wrong beyond 64 elements", None, lambda r, a: _tail(r, a["input"], 64))


def _written(array, r):
    if array.flags.writeable:
        array[...] = r
    return r


def _tail(r, x, start):
    result = np.array(r)
    result.reshape(-1)[start:] = x.reshape(-1)[start:]
    return result


def _unshifted(input, dim=None):
    e = np.exp(input)
    return e / e.sum(axis=dim, keepdims=True)


add("softmax", "overflows", lambda: _quiet(_unshifted))
alter("softmax", "always takes the last axis", lambda a: {"dim": -1})
alter("softmax", "always takes axis 1", lambda a: {"dim": 1} if a["input"].ndim > 1 else None)
alter("softmax", "counts negative axes from the front", lambda a: {"dim": abs(a["dim"]) - 1} if a["dim"] < 0 else None)
alter("softmax", "is a logarithm", None, lambda r, a: _quiet(np.log)(r))
alter("softmax", "sums over everything", None, lambda r, a: r / r.sum() if r.size else r)
alter("softmax", "subtracts the maximum over everything", None, lambda r, a: _global_shift(a["input"], a["dim"]))
alter(
    "softmax",
    "gives NaN for minus infinity",
    None,
    lambda r, a: np.where(np.isneginf(a["input"]), np.nan, r).astype(r.dtype),
)
alter(
    "softmax", "divides by the square root", None, lambda r, a: r / np.sqrt((r * r).sum(axis=a["dim"], keepdims=True))
)


def _global_shift(x, dim):
    with np.errstate(all="ignore"):
        e = np.exp(x - x.max(initial=-np.inf))
        return e / e.sum(axis=dim, keepdims=True)


def _encode(change):
    """mu_law_encode with its steps changed: sign, magnitude, scale, rounding."""

    def make():
        steps = {
            "round": lambda p: np.floor(p + 0.5),
            "log": lambda m, x: np.log1p(m * x) / np.log1p(m),
            "mu": lambda q: q - 1,
            "type": np.int64,
            **change,
        }

        def encode(signal, quantization_channels=256):
            mu, x = steps["mu"](quantization_channels), signal.astype(np.float64)
            companded = np.sign(x) * steps["log"](mu, np.abs(x))
            return steps["round"]((companded + 1) / 2 * mu).astype(steps["type"])

        return encode

    return make


add("mu_law_encode", "truncates", _encode({"round": np.floor}))
add("mu_law_encode", "rounds up", _encode({"round": np.ceil}))
add("mu_law_encode", "takes mu for the number of channels", _encode({"mu": lambda q: q}))
add("mu_law_encode", "uses log10 once", _encode({"log": lambda m, x: np.log1p(m * x) / np.log(m)}))
add("mu_law_encode", "gives int32", _encode({"type": np.int32}))
add("mu_law_encode", "gives uint8 values", _encode({"round": lambda p: np.floor(p + 0.5).astype(np.uint8)}))
add("mu_law_encode", "always uses 256 channels", _encode({"mu": lambda q: 255}))
add("mu_law_encode", "does not compand", _encode({"log": lambda m, x: x}))
alter(
    "mu_law_encode", "gives 1 the last code but one", None, lambda r, a: np.minimum(r, a["quantization_channels"] - 2)
)
alter("mu_law_encode", "gives zero the code below", None, lambda r, a: r - (a["signal"] == 0))
alter("mu_law_encode", "forgets the sign", lambda a: {"signal": np.abs(a["signal"])})
alter("mu_law_decode", "takes mu for the number of channels", None, lambda r, a: _decode(a, a["quantization_channels"]))
alter("mu_law_decode", "always uses 256 channels", None, lambda r, a: _decode(a, 255))
alter("mu_law_decode", "gives single precision", None, lambda r, a: r.astype(np.float32))
alter("mu_law_decode", "computes in single precision", None, lambda r, a: r.astype(np.float32).astype(np.float64))
alter("mu_law_decode", "forgets the sign", None, lambda r, a: np.abs(r))
alter("mu_law_decode", "takes the middle of the cell", None, lambda r, a: r + 0.5 / a["quantization_channels"])
alter("mu_law_decode", "does not expand", None, lambda r, a: 2 * a["codes"] / (a["quantization_channels"] - 1) - 1)


def _decode(a, mu):
    y = 2 * a["codes"] / mu - 1
    return np.sign(y) * np.expm1(np.abs(y) * np.log1p(mu)) / mu
