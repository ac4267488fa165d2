"""Wrong where a value is special: NaN, infinity, overflow, zeros that save work, a mean far from zero."""

import numpy as np

from ...reference import operations as right
from .registry import alter


def _has_nan(a):
    return any(np.isnan(v).any() for v in a.values() if isinstance(v, np.ndarray))


def _finite(value):
    """Infinities replaced by zero."""
    return np.where(np.isinf(value), 0, value).astype(value.dtype) if isinstance(value, np.ndarray) else value


def _skipping(function):
    """The result without the products of which one factor is zero: what an infinity times zero would make NaN."""

    def result(r, a):
        if _has_nan(a) or not np.isnan(r).any():
            return r
        return np.where(np.isnan(r), getattr(right, function)(**{n: _finite(v) for n, v in a.items()}), r)

    return result


PRODUCTS = (
    "conv1d",
    "conv2d",
    "conv_transpose1d",
    "conv_transpose2d",
    "linear",
    "causal_conv1d",
    "depthwise_conv2d",
    "pointwise_conv2d",
)
for _function in PRODUCTS:
    alter(_function, "leaves out the products with zero", None, _skipping(_function))


def _everywhere(spoils):
    """NaN everywhere as soon as one element of the input is special."""
    return lambda r, a: np.full_like(r, np.nan) if spoils(np.asarray(a["input"], dtype=float)).any() else r


alter(
    "batch_norm layer_norm instance_norm group_norm softmax tanh sigmoid causal_conv1d",
    "spoils everything for one NaN",
    None,
    _everywhere(np.isnan),
)
alter("avg_pool2d adaptive_avg_pool2d", "spoils everything for one infinity", None, _everywhere(np.isinf))
alter(
    "relu",
    "spoils everything for one NaN",
    None,
    lambda r, a: r if a["inplace"] or r.dtype.kind != "f" or not np.isnan(r).any() else np.full_like(r, np.nan),
)
alter(
    "max_pool2d",
    "spoils everything for one NaN",
    None,
    lambda r, a: r if isinstance(r, tuple) or not np.isnan(r).any() else np.full_like(r, np.nan),
)
alter("softmax", "gives zeros for a row of minus infinities", None, lambda r, a: _where_all_hidden(r, a))


def _where_all_hidden(r, a):
    """Zeros where every element along the axis is minus infinity."""
    x = np.atleast_1d(a["input"])
    hidden = np.isneginf(x).all(axis=a["dim"], keepdims=True)
    return np.where(hidden, 0, np.atleast_1d(r)).astype(r.dtype).reshape(r.shape)


alter(
    "residual_block",
    "returns its input where the branch changes nothing",
    None,
    lambda r, a: a["input"] if r.dtype == a["input"].dtype and np.array_equal(r, a["input"]) else r,
)
alter("gated_residual_layer", "overflows in its gate", None, lambda r, a: _overflowing(r, a))


def _overflowing(r, a):
    """The gate as exp(z) / (1 + exp(z)), which is NaN for large z."""
    gate = right.causal_conv1d(a["input"], a["gate_weight"], None, a["dilation"])
    with np.errstate(all="ignore"):
        lost = np.isnan(np.exp(gate) / (1 + np.exp(gate))).any()
    return tuple(np.full_like(part, np.nan) for part in r) if lost else r


def _raw_moments(x):
    """Mean and variance per channel as E[x] and E[x^2] - E[x]^2, in the precision of x."""
    axes = (0, *range(2, x.ndim))
    mean = x.mean(axis=axes, keepdims=True, dtype=x.dtype)
    return mean, np.maximum((x * x).mean(axis=axes, keepdims=True, dtype=x.dtype) - mean * mean, 0)


def _with_raw_moments(r, a):
    mean, variance = _raw_moments(a["input"])
    shape = (1, -1, 1, 1)
    normal = (a["input"] - mean) / np.sqrt(variance + a["input"].dtype.type(1e-5))
    scale = 1 if a["gamma"] is None else a["gamma"].reshape(shape)
    shift = 0 if a["beta"] is None else a["beta"].reshape(shape)
    mixed = right.pointwise_conv2d(right.relu((normal * scale + shift).astype(r.dtype)), a["weight"])
    return right.avg_pool2d(mixed, 2)


alter("transition_layer", "takes the variance from raw moments", None, _with_raw_moments)


def _summed_area(x):
    """The means of all windows of 2 x 2 as differences of sums over everything above and to the left."""
    area = np.pad(
        x.cumsum(axis=-2, dtype=x.dtype).cumsum(axis=-1, dtype=x.dtype), [(0, 0)] * (x.ndim - 2) + [(1, 0)] * 2
    )
    sums = area[..., 2:, 2:] - area[..., :-2, 2:] - area[..., 2:, :-2] + area[..., :-2, :-2]
    return (sums / 4).astype(x.dtype)


def _from_summed_area(r, a):
    plain = a["kernel_size"] in (2, (2, 2)) and a["padding"] in (0, (0, 0)) and a["stride"] in (None, 2, (2, 2))
    if not plain or a["ceil_mode"] or a["divisor_override"] or min(a["input"].shape[-2:]) < 2:
        return r
    return _summed_area(a["input"])[..., ::2, ::2]


alter("avg_pool2d", "takes differences of sums over the whole image", None, _from_summed_area)
