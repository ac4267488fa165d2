"""Wrong in ways that any function may be: memory, state, side effects, types."""

import numpy as np

from ...reference import operations as right
from ..contract import FUNCTIONS, signature
from .registry import add, alter


def _arrays(a):
    return {n: v for n, v in a.items() if isinstance(v, np.ndarray)}


def _main(function):
    return next(iter(signature(function).parameters))


def _first(r):
    return r[0] if isinstance(r, tuple) else r


def _with_first(r, value):
    return (value, *r[1:]) if isinstance(r, tuple) else value


def _counted(function, every):
    """Wrong on every n-th call."""

    def make():
        calls = []

        def counted(*arguments, **options):
            calls.append(None)
            r = getattr(right, function)(*arguments, **options)
            return _with_first(r, _first(r) + _first(r).dtype.type(1)) if len(calls) % every == 0 else r

        return counted

    return make


def _buffered(function):
    """Returns the same memory from call to call."""

    def make():
        buffers = {}

        def buffered(*arguments, **options):
            r = np.asarray(getattr(right, function)(*arguments, **options))
            buffer = buffers.setdefault((r.shape, r.dtype), np.empty_like(r))
            buffer[...] = r
            return buffer

        return buffered

    return make


def _previous(function):
    """Adds a trace of the previous input."""

    def make():
        last = [0.0]

        def haunted(*arguments, **options):
            r = getattr(right, function)(*arguments, **options)
            trace, last[0] = last[0], float(np.nan_to_num(arguments[0].astype(float)).sum() if arguments[0].size else 0)
            return r + r.dtype.type(trace != last[0])

        return haunted

    return make


def _positioned(r):
    """The result plus a number that is another at every position."""
    return r + (np.arange(r.size).reshape(r.shape) % 7 + 1).astype(r.dtype)


for f in FUNCTIONS:
    alter(f, "adds a number that depends on the position", None, lambda r, a: _with_first(r, _positioned(_first(r)))
          if not a.get("inplace") else r)
for f in ("conv2d", "batch_norm", "softmax", "dense_block", "mu_law_encode", "adaptive_avg_pool2d"):
    add(f, "is wrong on every second call", _counted(f, 2))
for f in ("conv1d", "relu", "group_norm", "masked_conv2d", "linear", "avg_pool2d", "residual_block", "sigmoid"):
    add(f, "returns the same memory again", _buffered(f))
for f in ("conv_transpose2d", "tanh", "layer_norm", "causal_conv1d", "pointwise_conv2d"):
    add(f, "adds a trace of the previous input", _previous(f))
for f in ("conv2d", "max_pool2d", "layer_norm", "causal_conv1d", "transition_layer"):
    alter(f, "takes columns in memory for rows", lambda a, f=f: _confused(a, _main(f)))
for f in ("conv1d", "avg_pool2d", "instance_norm", "depthwise_separable_conv2d", "mu_law_decode", "group_norm"):
    alter(f, "ignores negative strides", lambda a, f=f: _unreversed(a, _main(f)))
for f in ("conv_transpose1d", "linear", "batch_norm", "gated_residual_layer", "mu_law_encode", "softmax"):
    alter(f, "fails on read-only input", lambda a, f=f: _needs_writing(a, _main(f)))
for f in ("conv2d", "conv_transpose1d", "max_pool2d", "avg_pool2d", "linear", "relu", "depthwise_conv2d"):
    alter(f, "fails on an empty batch", lambda a, f=f: a[_main(f)].reshape(len(a[_main(f)]), -1) is None or None)  # pyright: ignore[reportArgumentType]
for f in ("conv2d", "tanh", "instance_norm", "dense_block", "residual_block"):
    alter(f, "returns a list", None, lambda r, a: r.tolist())
for f in ("conv_transpose2d", "softmax", "layer_norm", "transition_layer", "adaptive_avg_pool2d"):
    alter(f, "rounds to half precision", None, lambda r, a: r.astype(np.float16).astype(r.dtype))
for f in ("conv2d", "depthwise_separable_conv2d", "causal_conv1d", "masked_conv2d", "max_pool2d", "residual_block"):
    alter(f, "computes in single precision", lambda a: {n: v.astype(np.float32) for n, v in _arrays(a).items()},
          lambda r, a: tuple(v.astype(a["input"].dtype) if v.dtype.kind == "f" else v for v in r)
          if isinstance(r, tuple) else r.astype(a["input"].dtype))
for f in ("conv1d", "pointwise_conv2d", "linear"):
    alter(f, "takes whole numbers of its input", lambda a: {"input": np.round(a["input"]).astype(a["input"].dtype)})
alter("avg_pool2d", "draws from the global random generator", None, lambda r, a: (np.random.rand(), r)[1])
alter("pointwise_conv2d", "returns a view of its input for an identity weight", None,
      lambda r, a: a["input"] if r.shape == a["input"].shape and (a["weight"] == 1).all() and r.shape[1] == 1
      and a["bias"] is None else r)
alter("adaptive_avg_pool2d", "returns its input for its own size", None,
      lambda r, a: a["input"] if r.shape == a["input"].shape else r)
for f in ("conv1d", "gated_residual_layer"):
    alter(f, "adds nothing times the sum over all samples", None,
          lambda r, a: _with_first(r, _quietly_added(_first(r), a["input"])))
    alter(f, "starts from one", None, lambda r, a: _with_first(r, _first(r) + _first(r).dtype.type(1)))
alter("gated_residual_layer", "averages over the batch", None, lambda r, a: _with_first(
    r, (r[0] - a["input"]).mean(axis=0, keepdims=True).astype(r[0].dtype) + a["input"]) if r[0].size else r)
alter("linear", "sorts its bias", None, lambda r, a: _sorted(r, a["bias"]))


def _confused(a, name):
    x = a[name]
    if x.flags.c_contiguous or not x.flags.f_contiguous or x.ndim < 2:
        return None
    return {name: np.ravel(x, order="F").reshape(x.shape)}


def _unreversed(a, name):
    x = a[name]
    return {name: np.flip(x, [i for i, s in enumerate(x.strides) if s < 0])} if min(x.strides, default=0) < 0 else None  # pyright: ignore[reportArgumentType, reportCallIssue]


def _needs_writing(a, name):
    if not a[name].flags.writeable:
        raise ValueError("assignment destination is read-only")


def _quietly_added(r, x):
    with np.errstate(all="ignore"):
        return (r + 0 * x.sum()).astype(r.dtype)


def _sorted(r, bias):
    if bias is not None and bias.flags.writeable:
        bias.sort()
    return r
