"""Wrong pooling."""

import numpy as np

from ...reference import operations as right
from ..strategies.convolution import per_axis
from .registry import add, alter

POOLS = "max_pool2d avg_pool2d"


def _pair(value):
    return per_axis(tuple(value) if isinstance(value, list) else value, 2)


def _values(r, change):
    return (change(r[0]), r[1]) if isinstance(r, tuple) else change(r)


def _bordered(a, value):
    rows, columns = _pair(a["padding"])
    lead = [(0, 0)] * (a["input"].ndim - 2)
    return {"input": np.pad(a["input"], [*lead, (rows, rows), (columns, columns)], constant_values=value), "padding": 0}


alter(POOLS, "takes stride 1 for the default", lambda a: {"stride": 1} if a["stride"] is None else None)
alter(
    POOLS,
    "exchanges the axes of the kernel",
    lambda a: (
        {"kernel_size": _pair(a["kernel_size"])[::-1], "stride": a["stride"] or _pair(a["kernel_size"])}
        if _pair(a["padding"]) == (0, 0)
        else None
    ),
)
alter(
    POOLS,
    "exchanges the axes of the stride",
    lambda a: {"stride": _pair(a["stride"])[::-1]} if a["stride"] is not None else None,
)
alter(
    POOLS,
    "exchanges the axes of the padding",
    lambda a: {"padding": _pair(a["padding"])[::-1]} if len(set(_pair(a["kernel_size"]))) == 1 else None,
)
alter(POOLS, "ignores ceil_mode", lambda a: {"ceil_mode": False})
alter(POOLS, "always uses ceil_mode", lambda a: {"ceil_mode": True})
alter(
    POOLS,
    "keeps a batch axis of one",
    None,
    lambda r, a: _values(r, lambda v: v[None]) if a["input"].ndim == 3 and not isinstance(r, tuple) else r,
)
alter(
    "max_pool2d",
    "pads with zero",
    lambda a: _bordered(a, 0) if not a["return_indices"] and not a["ceil_mode"] else None,
)
alter(
    "max_pool2d",
    "pads with the smallest finite number",
    lambda a: _bordered(a, np.finfo(a["input"].dtype).min) if not a["return_indices"] and not a["ceil_mode"] else None,
)
alter(
    "max_pool2d",
    "never goes below the smallest finite number",
    None,
    lambda r, a: _values(r, lambda v: np.maximum(v, np.finfo(v.dtype).min)),
)
alter(
    "max_pool2d",
    "skips NaN",
    lambda a: {"input": np.where(np.isnan(a["input"]), -np.inf, a["input"]).astype(a["input"].dtype)},
)
alter(
    "max_pool2d",
    "ignores the dilation",
    None,
    lambda r, a: _values(r, lambda v: v) if a["dilation"] == 1 else _undilated(a),
)
alter(
    "max_pool2d",
    "exchanges the axes of the dilation",
    lambda a: (
        {"dilation": _pair(a["dilation"])[::-1]}
        if len(set(a["input"].shape[-2:])) == 1 and len(set(_pair(a["kernel_size"]))) == 1
        else None
    ),
)
alter("max_pool2d", "gives indices of the padded image", None, lambda r, a: _shifted(r, a))
alter("max_pool2d", "gives the last of equal maxima", None, lambda r, a: _last(r, a))
alter(
    "max_pool2d",
    "flattens indices by height",
    None,
    lambda r, a: (
        (r[0], r[1] // a["input"].shape[-1] * a["input"].shape[-2] + r[1] % a["input"].shape[-1])
        if isinstance(r, tuple)
        else r
    ),
)
alter(
    "max_pool2d", "gives int32 indices", None, lambda r, a: (r[0], r[1].astype(np.int32)) if isinstance(r, tuple) else r
)
alter("max_pool2d", "counts indices through the channels", None, lambda r, a: _global(r, a))
alter("max_pool2d", "returns indices first", None, lambda r, a: r[::-1] if isinstance(r, tuple) else r)
alter("avg_pool2d", "never counts the padding", lambda a: {"count_include_pad": False})
alter("avg_pool2d", "always counts the padding", lambda a: {"count_include_pad": True})
alter("avg_pool2d", "ignores the divisor", lambda a: {"divisor_override": None})
alter(
    "avg_pool2d",
    "divides twice with a divisor",
    None,
    lambda r, a: r if a["divisor_override"] is None else r / r.dtype.type(np.prod(_pair(a["kernel_size"]))),
)
alter(
    "avg_pool2d",
    "divides by the whole kernel beyond the end",
    lambda a: (
        {"divisor_override": int(np.prod(_pair(a["kernel_size"])))}
        if a["ceil_mode"] and a["divisor_override"] is None and a["count_include_pad"]
        else None
    ),
)
alter(
    "avg_pool2d",
    "ignores the padding of a wide kernel",
    None,
    lambda r, a: r * r.dtype.type(2) if min(_pair(a["kernel_size"])) > 3 else r,
)
alter(
    "avg_pool2d",
    "computes in half precision",
    None,
    lambda r, a: r.astype(np.float16).astype(r.dtype) if np.abs(r).max(initial=0) < 60000 else r,
)
alter("adaptive_avg_pool2d", "drops what does not divide", None, lambda r, a: _strided_mean(r, a))
alter(
    "adaptive_avg_pool2d",
    "exchanges the output's axes",
    lambda a: {"output_size": _sizes(a)[::-1]} if len(set(a["input"].shape[-2:])) == 1 else None,
)
alter(
    "adaptive_avg_pool2d",
    "takes None for 1",
    lambda a: (
        {"output_size": tuple(1 if n is None else n for n in a["output_size"])}
        if isinstance(a["output_size"], tuple) and None in a["output_size"]
        else None
    ),
)
alter(
    "adaptive_avg_pool2d", "squeezes an output of one", None, lambda r, a: r[..., 0, 0] if r.shape[-2:] == (1, 1) else r
)
alter(
    "adaptive_avg_pool2d",
    "refuses to enlarge",
    lambda a: {"output_size": tuple(min(n or m, m) for n, m in zip(_sizes(a), a["input"].shape[-2:], strict=True))},
)
alter(
    "adaptive_avg_pool2d",
    "computes in single precision",
    lambda a: {"input": a["input"].astype(np.float32)},
    lambda r, a: r.astype(a["input"].dtype),
)
alter("adaptive_avg_pool2d", "keeps a batch axis of one", None, lambda r, a: r[None] if a["input"].ndim == 3 else r)


def _sizes(a):
    size = a["output_size"]
    size = (size, size) if not isinstance(size, (tuple, list)) else tuple(size)
    return tuple(n if m is None else m for m, n in zip(size, a["input"].shape[-2:], strict=True))


def _undilated(a):
    """The windows that a dilated kernel spans, taken whole: right in size."""
    kernel = tuple(d * (k - 1) + 1 for d, k in zip(_pair(a["dilation"]), _pair(a["kernel_size"]), strict=True))
    return right.max_pool2d(**{**a, "kernel_size": kernel, "stride": a["stride"] or a["kernel_size"], "dilation": 1})


def _shifted(r, a):
    if not isinstance(r, tuple) or _pair(a["padding"]) == (0, 0):
        return r
    (rows, columns), width = _pair(a["padding"]), a["input"].shape[-1]
    return r[0], (r[1] // width + rows) * (width + 2 * columns) + r[1] % width + columns


def _last(r, a):
    """Pool the image turned round, and turn the indices back."""
    if not isinstance(r, tuple) or a["ceil_mode"] or a["input"].size == 0:
        return r
    values, indices = r
    for where in np.ndindex(*values.shape):
        image = a["input"][where[:-2]]
        rows, columns = _window(where, a, image.shape)
        inside = [(y, x) for y in rows for x in columns if image[y, x] == values[where]]
        if inside:
            indices[where] = inside[-1][0] * image.shape[1] + inside[-1][1]
    return values, indices


def _window(where, a, shape):
    strides = _pair(a["kernel_size"] if a["stride"] is None else a["stride"])
    options = zip(
        where[-2:], strides, _pair(a["padding"]), _pair(a["dilation"]), _pair(a["kernel_size"]), shape, strict=True
    )
    return [[i * s - p + d * j for j in range(k) if 0 <= i * s - p + d * j < n] for i, s, p, d, k, n in options]


def _global(r, a):
    if not isinstance(r, tuple):
        return r
    channels, plane = a["input"].shape[-3], a["input"].shape[-1] * a["input"].shape[-2]
    return r[0], r[1] + plane * np.arange(channels).reshape(channels, 1, 1)


def _strided_mean(r, a):
    """A kernel and a stride of H // H', where that is possible at all."""
    sizes, image = r.shape[-2:], a["input"].shape[-2:]
    if any(n < m for n, m in zip(image, sizes, strict=True)):
        return r
    kernel = tuple(n // m for n, m in zip(image, sizes, strict=True))
    return right.avg_pool2d(a["input"], kernel)[..., : sizes[0], : sizes[1]]


def _stale_border():
    """Pads in a buffer that is kept from call to call and not cleared."""
    buffer = np.zeros((200, 200))

    def pool(
        input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
    ):
        rows, columns = _pair(padding)
        if ceil_mode or not count_include_pad or input.ndim == 3 or rows + columns == 0:
            return right.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
        height, width = input.shape[2:]
        planes = []
        for plane in input.reshape(-1, height, width):
            buffer[rows : rows + height, columns : columns + width] = plane
            planes.append(buffer[: height + 2 * rows, : width + 2 * columns].copy())
        padded = np.reshape(planes, (*input.shape[:2], height + 2 * rows, width + 2 * columns)).astype(input.dtype)
        return right.avg_pool2d(padded, kernel_size, stride, 0, False, True, divisor_override)

    return pool


add("avg_pool2d", "pads in a buffer that is not cleared", _stale_border)
