"""Wrong composites: separable, causal, masked and gated layers, dense and residual blocks."""

import numpy as np

from ...reference import operations as right
from ..strategies.convolution import per_axis
from .registry import add, alter


def _flip(w):
    return np.flip(w, tuple(range(2, w.ndim)))


for functions in ("depthwise_conv2d", "causal_conv1d", "masked_conv2d"):
    alter(functions, "turns the kernel", lambda a: {"weight": _flip(a["weight"])})
for functions in ("depthwise_conv2d pointwise_conv2d", "causal_conv1d masked_conv2d"):
    alter(functions, "forgets the bias", lambda a: {"bias": None})
    alter(functions, "gives double precision", None, lambda r, a: r.astype(np.float64))
alter("depthwise_conv2d", "orders the outputs by multiplier first", None, lambda r, a: _by_multiplier(r, a))
alter(
    "depthwise_conv2d",
    "ignores a multiplier",
    lambda a: {
        "weight": np.repeat(
            a["weight"][:: a["weight"].shape[0] // a["input"].shape[1]], a["weight"].shape[0] // a["input"].shape[1], 0
        )
    },
)
alter(
    "depthwise_conv2d depthwise_separable_conv2d",
    "exchanges the axes of the stride",
    lambda a: {"stride": per_axis(a["stride"], 2)[::-1]},
)
alter(
    "depthwise_conv2d depthwise_separable_conv2d",
    "exchanges the axes of the padding",
    lambda a: {"padding": per_axis(a["padding"], 2)[::-1]},
)
alter(
    "depthwise_conv2d depthwise_separable_conv2d",
    "exchanges the axes of the dilation",
    lambda a: {"dilation": per_axis(a["dilation"], 2)[::-1]},
)
alter(
    "pointwise_conv2d",
    "transposes a square weight",
    lambda a: {"weight": a["weight"].swapaxes(0, 1)} if a["weight"].shape[0] == a["weight"].shape[1] else None,
)
alter(
    "pointwise_conv2d",
    "wrong beyond 16 channels",
    None,
    lambda r, a: np.concatenate([r[:, :16], 0 * r[:, 16:]], 1) if r.shape[1] > 16 else r,
)
alter(
    "pointwise_conv2d",
    "reads its input in memory order",
    lambda a: (
        {"input": np.array(a["input"].ravel(order="K")).reshape(a["input"].shape)}
        if 0 not in a["input"].strides
        else None
    ),
)
alter(
    "depthwise_separable_conv2d",
    "has an activation between",
    None,
    lambda r, a: right.pointwise_conv2d(
        right.relu(
            right.depthwise_conv2d(a["input"], a["depthwise_weight"], None, a["stride"], a["padding"], a["dilation"])
        ),
        a["pointwise_weight"],
    ),
)
alter("depthwise_separable_conv2d", "mixes first where it can", None, lambda r, a: _mixed_first(r, a))
alter(
    "depthwise_separable_conv2d",
    "strides after both",
    lambda a: {"stride": 1},
    lambda r, a: r[..., :: per_axis(a["stride"], 2)[1], :: per_axis(a["stride"], 2)[0]],
)
alter("depthwise_separable_conv2d", "turns the kernel", lambda a: {"depthwise_weight": _flip(a["depthwise_weight"])})


def _by_multiplier(r, a):
    channels = a["input"].shape[1]
    order = np.arange(r.shape[1]).reshape(channels, -1).T.ravel()
    return r[:, order]


def _mixed_first(r, a):
    """Pointwise first, then depthwise with the mean kernel: right only in shape."""
    mixed = np.einsum("ncij->nij", a["input"])[:, None]
    kernel = a["depthwise_weight"].sum(axis=0, keepdims=True)
    plane = right.conv2d(mixed, kernel, None, a["stride"], a["padding"], a["dilation"])
    return (plane * a["pointwise_weight"].sum(axis=1).reshape(1, -1, 1, 1)).astype(r.dtype)


# --- causal convolution

alter("causal_conv1d", "pads on the right", None, lambda r, a: _padded(a, right_side=True))
alter("causal_conv1d", "pads both sides", None, lambda r, a: _padded(a, both=True))
alter("causal_conv1d", "ignores the dilation in the padding", None, lambda r, a: _cut(r, a))
alter("causal_conv1d", "ignores the dilation", lambda a: {"dilation": 1})
alter("causal_conv1d", "does not see the present", None, lambda r, a: _delayed(r, a))
alter("causal_conv1d", "leaks the last step", None, lambda r, a: _leak(r, a))
alter("causal_conv1d", "wraps round", None, lambda r, a: _wrapped(a))


def _span(a):
    return a["dilation"] * (a["weight"].shape[2] - 1)


def _convolved(a, before, after, **how):
    x = np.pad(a["input"], [(0, 0), (0, 0), (before, after)], **how)
    return right.conv1d(x, a["weight"], a["bias"], dilation=a["dilation"])


def _padded(a, right_side=False, both=False):
    span = _span(a)
    return _convolved(a, span // 2 if both else 0, span - span // 2 if both else span)


def _cut(r, a):
    """Too few zeros before, the length made up at the end."""
    few = a["weight"].shape[2] - 1
    return _convolved(a, few, _span(a) - few)


def _delayed(r, a):
    return right.causal_conv1d(
        np.pad(a["input"], [(0, 0), (0, 0), (1, 0)])[..., :-1], a["weight"], a["bias"], a["dilation"]
    )


def _leak(r, a):
    result = r.copy()
    if r.shape[2] > 1 and r.size:
        result[..., -2] += a["input"][:, :1, -1]
    return result


def _wrapped(a):
    return _convolved(a, _span(a), 0, mode="wrap") if a["input"].shape[0] else _convolved(a, _span(a), 0)


# --- masked convolution

alter("masked_conv2d", "takes type A for B", lambda a: {"mask_type": "A"})
alter("masked_conv2d", "takes type B for A", lambda a: {"mask_type": "B"})
alter(
    "masked_conv2d",
    "has no mask",
    None,
    lambda r, a: _masked(a, lambda rows, columns, type_b: np.ones((rows, columns))),
)
alter(
    "masked_conv2d",
    "masks by columns",
    None,
    lambda r, a: _masked(a, lambda rows, columns, type_b: _raster(columns, rows, type_b).T),
)
alter("masked_conv2d", "sees the whole row above only", None, lambda r, a: _masked(a, _rows_above))
alter("masked_conv2d", "sees the rest of its own row", None, lambda r, a: _masked(a, _own_row))
alter("masked_conv2d", "sees only what is left above", None, lambda r, a: _masked(a, _quadrant))
alter("masked_conv2d", "masks the weight it was given", None, lambda r, a: _in_place(r, a))
alter("masked_conv2d", "pads rows by the width", None, lambda r, a: _square_padding(r, a))


def _raster(rows, columns, type_b):
    return (np.arange(rows * columns).reshape(rows, columns) < rows * columns // 2 + type_b).astype(float)


def _rows_above(rows, columns, type_b):
    mask = _raster(rows, columns, type_b)
    mask[rows // 2, : columns // 2] = 0
    return mask


def _own_row(rows, columns, type_b):
    mask = _raster(rows, columns, type_b)
    mask[rows // 2, columns // 2 + 1 :] = 1
    return mask


def _quadrant(rows, columns, type_b):
    mask = _raster(rows, columns, type_b)
    mask[:, columns // 2 + 1 :] = 0
    return mask


def _masked(a, mask):
    rows, columns = a["weight"].shape[2:]
    kernel = (a["weight"] * mask(rows, columns, a["mask_type"] == "B")).astype(a["weight"].dtype)
    return right.conv2d(a["input"], kernel, a["bias"], padding=(rows // 2, columns // 2))


def _in_place(r, a):
    rows = a["weight"].shape[2]
    if a["weight"].flags.writeable:
        a["weight"][:, :, rows // 2 + 1 :] = 0
    return r


def _square_padding(r, a):
    rows, columns = a["weight"].shape[2:]
    if rows == columns:
        return r
    kernel = (a["weight"] * _raster(rows, columns, a["mask_type"] == "B")).astype(r.dtype)
    wide = right.conv2d(a["input"], kernel, a["bias"], padding=(columns // 2 + rows // 2, columns // 2 + rows // 2))
    return wide[..., : r.shape[2], : r.shape[3]]


# --- gated residual layer

GATED = "gated_residual_layer"


def _gated(a, filtered=right.tanh, gate=right.sigmoid, join=np.multiply):
    f, g = (right.causal_conv1d(a["input"], a[n], dilation=a["dilation"]) for n in ("filter_weight", "gate_weight"))
    return join(filtered(f), gate(g))


def _outputs(a, z, residual=True):
    mixed = right.conv1d(z, a["residual_weight"])
    return (a["input"] + mixed if residual else mixed), right.conv1d(z, a["skip_weight"])


alter(GATED, "returns the skip output first", None, lambda r, a: r[::-1])
alter(GATED, "forgets the residual connection", None, lambda r, a: _outputs(a, _gated(a), residual=False))
alter(
    GATED, "exchanges filter and gate", lambda a: {"filter_weight": a["gate_weight"], "gate_weight": a["filter_weight"]}
)
alter(GATED, "uses tanh for the gate", None, lambda r, a: _outputs(a, _gated(a, gate=right.tanh)))
alter(GATED, "uses sigmoid for the filter", None, lambda r, a: _outputs(a, _gated(a, filtered=right.sigmoid)))
alter(GATED, "uses relu for the filter", None, lambda r, a: _outputs(a, _gated(a, filtered=right.relu)))
alter(GATED, "adds the gate", None, lambda r, a: _outputs(a, _gated(a, join=np.add)))
alter(GATED, "ignores the dilation", lambda a: {"dilation": 1})
alter(
    GATED,
    "takes the skip output from the residual one",
    None,
    lambda r, a: (
        (
            r[0],
            right.conv1d(
                right.conv1d(_gated(a), a["residual_weight"]), a["skip_weight"][:, :1].repeat(a["input"].shape[1], 1)
            ),
        )
        if a["input"].size
        else r
    ),
)
alter(
    GATED,
    "adds the input to the skip output too",
    None,
    lambda r, a: (r[0], r[1] + a["input"]) if r[0].shape == r[1].shape else r,
)
alter(GATED, "centres its convolutions", None, lambda r, a: _outputs(a, _centred(a)))


def _centred(a):
    parts = []
    for name in ("filter_weight", "gate_weight"):
        span = a["dilation"] * (a[name].shape[2] - 1)
        x = np.pad(a["input"], [(0, 0), (0, 0), (span // 2, span - span // 2)])
        parts.append(right.conv1d(x, a[name], dilation=a["dilation"]))
    return right.tanh(parts[0]) * right.sigmoid(parts[1])


# --- dense block, transition layer, residual block


def dense(description, layer, join=lambda x, new: np.concatenate([x, new], 1)):
    """A dense block with another layer (features, weight, gamma, beta, the block's input), or another way to join."""

    def make():
        def block(input, weights, gammas=None, betas=None):
            x = input.copy()
            for i, w in enumerate(weights):
                x = join(x, layer(x, w, gammas and gammas[i], betas and betas[i], input))
            return x.astype(input.dtype)

        return block

    add("dense_block", description, make)


def _layer(x, w, gamma, beta, start, activate=right.relu, **how):
    normalized = right.batch_norm(x, None, None, gamma, beta, **{"training": True, **how})
    return right.conv2d(activate(normalized), w, padding=1)


dense("puts new channels first", _layer, lambda x, new: np.concatenate([new, x], 1))
dense("leaves the activation out", lambda *a: _layer(*a, activate=lambda x: x))
dense("leaves the normalisation out", lambda x, w, g, b, s: right.conv2d(right.relu(x), w, padding=1))
dense(
    "activates before normalising",
    lambda x, w, g, b, s: right.conv2d(right.batch_norm(right.relu(x), None, None, g, b, training=True), w, padding=1),
)
dense("convolves first", lambda x, w, g, b, s: right.relu(right.conv2d(x, w, padding=1)))
dense("ignores the scales", lambda x, w, g, b, s: _layer(x, w, None, b, s))
dense("ignores the shifts", lambda x, w, g, b, s: _layer(x, w, g, None, s))
dense("uses another eps", lambda *a: _layer(*a, eps=1e-3))
dense("turns the kernel", lambda x, w, g, b, s: _layer(x, _flip(w), g, b, s))
dense(
    "normalises each sample alone",
    lambda x, w, g, b, s: right.conv2d(
        right.relu(right.instance_norm(x, None, None, g, b))
        if np.prod(x.shape[2:]) > 1
        else _layer(x, w, g, b, s)[:, :1].repeat(x.shape[1], 1),
        w,
        padding=1,
    ),
)
dense(
    "feeds the block's input only",
    lambda x, w, g, b, s: _layer(np.concatenate([s, 0 * x[:, s.shape[1] :]], 1), w, g, b, s),
)
alter(
    "dense_block",
    "activates its input",
    None,
    lambda r, a: np.concatenate([np.maximum(a["input"], 0), r[:, a["input"].shape[1] :]], 1),
)
alter(
    "dense_block",
    "returns the new channels only padded",
    None,
    lambda r, a: np.concatenate([0 * a["input"], r[:, a["input"].shape[1] :]], 1),
)
alter("transition_layer", "takes the maximum", None, lambda r, a: right.max_pool2d(_mixed(a), 2))
alter(
    "transition_layer",
    "leaves the activation out",
    None,
    lambda r, a: right.avg_pool2d(_mixed(a, activate=lambda x: x), 2),
)
alter("transition_layer", "rounds the size up", None, lambda r, a: right.avg_pool2d(_mixed(a), 2, ceil_mode=True))
alter("transition_layer", "ignores the scale", lambda a: {"gamma": None})
alter("transition_layer", "ignores the shift", lambda a: {"beta": None})
alter(
    "transition_layer",
    "transposes a square weight",
    lambda a: {"weight": a["weight"].swapaxes(0, 1)} if a["weight"].shape[0] == a["weight"].shape[1] else None,
)
alter(
    "transition_layer",
    "takes every second pixel",
    None,
    lambda r, a: _mixed(a)[..., ::2, ::2][..., : r.shape[2], : r.shape[3]],
)
alter(
    "transition_layer",
    "activates last",
    None,
    lambda r, a: right.relu(
        right.avg_pool2d(
            right.conv2d(right.batch_norm(a["input"], None, None, a["gamma"], a["beta"], training=True), a["weight"]), 2
        )
    ),
)
alter("residual_block", "forgets the last activation", None, lambda r, a: a["input"] + _branch(a))
alter("residual_block", "forgets the input", None, lambda r, a: right.relu(_branch(a)))
alter(
    "residual_block",
    "forgets the inner activation",
    None,
    lambda r, a: right.relu(a["input"] + _branch(a, activate=lambda x: x)),
)
alter("residual_block", "activates before adding", None, lambda r, a: a["input"] + right.relu(_branch(a)))
alter("residual_block", "adds after the first convolution", None, lambda r, a: _early(r, a))
alter("residual_block", "writes into its input", None, lambda r, a: _write(a["input"], r))
alter("residual_block", "turns the second kernel", lambda a: {"weight2": _flip(a["weight2"])})
alter("residual_block", "shares the first padding", None, lambda r, a: _shared_padding(r, a))


def _mixed(a, activate=right.relu):
    normalized = right.batch_norm(a["input"], None, None, a["gamma"], a["beta"], training=True)
    return right.conv2d(activate(normalized), a["weight"])


def _branch(a, activate=right.relu):
    inner = activate(right.conv2d(a["input"], a["weight1"], padding=tuple(n // 2 for n in a["weight1"].shape[2:])))
    return right.conv2d(inner, a["weight2"], padding=tuple(n // 2 for n in a["weight2"].shape[2:]))


def _early(r, a):
    inner = right.conv2d(a["input"], a["weight1"], padding=tuple(n // 2 for n in a["weight1"].shape[2:]))
    if inner.shape != a["input"].shape:
        return r
    return right.relu(
        right.conv2d(
            right.relu(inner + a["input"]), a["weight2"], padding=tuple(n // 2 for n in a["weight2"].shape[2:])
        )
    )


def _write(array, r):
    if array.flags.writeable:
        array[...] = r
    return r.copy()


def _shared_padding(r, a):
    """Both convolutions padded for the first kernel, the size cut or filled up afterwards."""
    padding = tuple(n // 2 for n in a["weight1"].shape[2:])
    inner = right.relu(right.conv2d(a["input"], a["weight1"], padding=padding))
    room = [(0, 0), (0, 0), (0, 8), (0, 8)]
    outer = right.conv2d(np.pad(np.pad(inner, room), [(0, 0), (0, 0), *((p, p) for p in padding)]), a["weight2"])
    return right.relu(a["input"] + outer[..., : r.shape[2], : r.shape[3]])
