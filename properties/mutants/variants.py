"""Right implementations that are unusual: another algorithm, order of summation, memory layout, read-only results."""

import functools

import numpy as np

from ...reference import operations as right
from ..contract import FUNCTIONS, result_dtype, signature
from .registry import variant


def _each(change):
    """Every contract function with its results changed."""

    def wrapped(function):
        @functools.wraps(function)
        def call(*arguments, **options):
            result = function(*arguments, **options)
            if options.get("inplace") or (function.__name__ == "relu" and len(arguments) > 1 and arguments[1]):
                return result
            return tuple(change(r) for r in result) if isinstance(result, tuple) else change(result)

        return call

    return {f: wrapped(getattr(right, f)) for f in FUNCTIONS}


@variant("read_only_column_major", "Results in column-major order that cannot be written to.")
def read_only_column_major():
    return _each(lambda r: np.broadcast_to(np.asfortranarray(r), r.shape))


@variant("reversed_slices", "Results that are slices of larger arrays, with negative strides.")
def reversed_slices():
    return _each(lambda r: np.flip(np.pad(np.flip(r), 1))[(slice(1, -1),) * r.ndim])


@variant("double_precision", "Everything computed in double precision and rounded once.")
def double_precision():
    def wrapped(function):
        def call(*arguments, **options):
            passed = signature(function).bind(*arguments, **options)
            named = dict(passed.arguments)
            dtypes = result_dtype(function, named)
            wide = {n: _wide(v) for n, v in named.items()}
            result = getattr(right, function)(**wide)
            for n, v in wide.items():
                if (
                    isinstance(named[n], np.ndarray)
                    and n in ("running_mean", "running_var")
                    and named[n].flags.writeable
                ):
                    named[n][...] = v
                if n == "input" and named.get("inplace"):
                    named[n][...] = v
                    return named[n]
            results = result if isinstance(result, tuple) else (result,)
            rounded = tuple(r.astype(d) for r, d in zip(results, dtypes, strict=True))
            return rounded if len(rounded) > 1 else rounded[0]  # pyright: ignore[reportGeneralTypeIssues]

        return call

    return {f: wrapped(f) for f in FUNCTIONS}


def _wide(value):
    if isinstance(value, list):
        return [_wide(v) for v in value]
    return value.astype(np.float64) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


@variant("reversed_summation", "Sums taken in the opposite order, and statistics in the precision of the input.")
def reversed_summation():
    def conv(function, axes):
        def call(input, weight, *arguments, **options):
            count = (list(arguments) + [None] * 9)[4] or options.get("groups", 1)
            x = _reversed_groups(input, count, input.ndim - axes - 1)
            return getattr(right, function)(x, weight[:, ::-1], *arguments, **options)

        return call

    def linear(input, weight, bias=None):
        result = np.zeros((*input.shape[:-1], weight.shape[0]), input.dtype)
        for k in reversed(range(weight.shape[1])):
            result = result + input[..., k : k + 1] * weight[:, k]
        return result if bias is None else result + bias

    def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
        count = int(np.prod(normalized_shape))
        flat = input.reshape(-1, count) if input.size else input.reshape(0, count)
        mean = functools.reduce(np.add, flat.T[::-1], flat.dtype.type(0)) / flat.dtype.type(count)
        centred = flat - np.reshape(mean, (-1, 1))
        variance = functools.reduce(np.add, (centred**2).T[::-1], flat.dtype.type(0)) / flat.dtype.type(count)
        y = (centred / np.sqrt(np.reshape(variance, (-1, 1)) + flat.dtype.type(eps))).reshape(input.shape)
        y = y if weight is None else y * weight
        return y if bias is None else y + bias

    def softmax(input, dim=None):
        shifted = np.exp(input - input.max(axis=dim, keepdims=True))
        return shifted / np.flip(shifted, dim).cumsum(axis=dim).take([-1], axis=dim)

    return {
        "conv1d": conv("conv1d", 1),
        "conv2d": conv("conv2d", 2),
        "linear": linear,
        "layer_norm": layer_norm,
        "softmax": softmax,
    }


def _reversed_groups(x, groups, axis):
    return np.concatenate([np.flip(part, axis) for part in np.split(x, groups, axis)], axis)


@variant("single_precision_statistics", "Two-pass statistics accumulated in the input's own precision.")
def single_precision_statistics():
    def normalized(x, axes, weight, bias, eps, shape):
        dtype = x.dtype
        count = dtype.type(np.prod([x.shape[a] for a in axes]))
        mean = x.sum(axis=axes, keepdims=True, dtype=dtype) / count
        variance = ((x - mean) ** 2).sum(axis=axes, keepdims=True, dtype=dtype) / count
        return (x - mean) / np.sqrt(variance + dtype.type(eps)), mean, variance

    def finish(y, input, weight, bias):
        shape = (-1, *[1] * (input.ndim - 2))
        y = y.reshape(input.shape)
        y = y if weight is None else y * weight.reshape(shape)
        return y if bias is None else y + bias.reshape(shape)

    def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
        if not training:
            shape = (-1, *[1] * (input.ndim - 2))
            scale = 1 / np.sqrt(running_var + input.dtype.type(eps))
            return finish((input - running_mean.reshape(shape)) * scale.reshape(shape), input, weight, bias)
        axes = (0, *range(2, input.ndim))
        y, mean, variance = normalized(input, axes, weight, bias, eps, None)
        if running_mean is not None:
            count = input.size // input.shape[1]
            running_mean += momentum * (mean.reshape(-1) - running_mean)
            running_var += momentum * (variance.reshape(-1) * (count / (count - 1)) - running_var).astype(input.dtype)
        return finish(y, input, weight, bias)

    def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
        if input.shape[0] == 0:
            return input.copy()
        x = input.reshape(input.shape[0], num_groups, -1)
        return finish(normalized(x, (2,), weight, bias, eps, None)[0], input, weight, bias)

    return {"batch_norm": batch_norm, "group_norm": group_norm}


@variant(
    "scatter", "Convolutions by sums over kernel offsets, pooling by comparing shifted images, loops in plain NumPy."
)
def scatter():
    def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        x, added = (input[None], True) if input.ndim == 3 else (input, False)
        (sy, sx), (dy, dx) = (v if isinstance(v, tuple) else (v, v) for v in (stride, dilation))
        kh, kw = weight.shape[2:]
        if padding == "same":
            total = dy * (kh - 1), dx * (kw - 1)
            pads = [(0, 0), (0, 0), *((t // 2, t - t // 2) for t in total)]
        else:
            py, px = (0, 0) if padding == "valid" else padding if isinstance(padding, tuple) else (padding, padding)
            pads = [(0, 0), (0, 0), (py, py), (px, px)]
        x = np.pad(x, pads)
        rows, columns = (x.shape[2] - dy * (kh - 1) - 1) // sy + 1, (x.shape[3] - dx * (kw - 1) - 1) // sx + 1
        result = np.zeros((x.shape[0], weight.shape[0], rows, columns), input.dtype)
        per_in, per_out = weight.shape[1], weight.shape[0] // groups
        for m in range(weight.shape[0]):
            for c, i, j in np.ndindex(per_in, kh, kw):
                plane = x[
                    :,
                    m // per_out * per_in + c,
                    i * dy : i * dy + sy * (rows - 1) + 1 : sy,
                    j * dx : j * dx + sx * (columns - 1) + 1 : sx,
                ]
                result[:, m] += weight[m, c, i, j] * plane
            if bias is not None:
                result[:, m] += bias[m]
        return result[0] if added else result

    def tanh(input):
        return 1 - 2 / (np.exp(2 * input) + 1)

    def sigmoid(input):
        return (np.tanh(input / 2) + 1) / 2

    return {"conv2d": conv2d, "sigmoid": sigmoid, "tanh": tanh}
