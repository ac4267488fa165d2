"""Wrong convolutions and linear maps."""

import numpy as np

from ...reference import operations as right
from ..strategies.convolution import per_axis
from .registry import add, alter

BOTH = "conv1d conv2d"
TRANSPOSED = "conv_transpose1d conv_transpose2d"


def _axes(a):
    return a["weight"].ndim - 2


def _flipped(w):
    return np.flip(w, tuple(range(2, w.ndim)))


def _pad(x, before, after, **how):
    axes = len(before)
    return np.pad(x, [(0, 0)] * (x.ndim - axes) + list(zip(before, after, strict=True)), **how)


def _widths(a):
    return (0,) * _axes(a) if isinstance(a["padding"], str) else per_axis(_plain(a["padding"]), _axes(a))


def _plain(value):
    return tuple(value) if isinstance(value, list) else value


def _bias_shape(a):
    return a["bias"].reshape(-1, *[1] * _axes(a))


def _same(a):
    return a["padding"] == "same"


def _explicit(a, before, after, **how):
    return {"input": _pad(a["input"], before, after, **how), "padding": 0}


for functions in (BOTH, TRANSPOSED):
    alter(functions, "turns the kernel", lambda a: {"weight": _flipped(a["weight"])})
    alter(functions, "forgets the bias", lambda a: {"bias": None})
    alter(functions, "forgets the bias with groups", lambda a: {"bias": None} if a["groups"] > 1 else None)
    alter(
        functions,
        "adds the bias twice",
        None,
        lambda r, a: r if a["bias"] is None else (r + _bias_shape(a)).astype(r.dtype),
    )
    alter(
        functions,
        "ignores the dilation with a stride",
        lambda a: (
            {"dilation": 1}
            if max(per_axis(_plain(a["stride"]), _axes(a))) > 1 and not _same(a) and a["weight"].shape[2:] == ()
            else _undilated(a)
        ),
    )
    alter(
        functions,
        "wrong beyond 16 output channels",
        None,
        lambda r, a: np.concatenate([r[:, :16], 0 * r[:, 16:]], 1) if r.ndim == _axes(a) + 2 and r.shape[1] > 16 else r,
    )
    alter(
        functions,
        "wrong beyond 32 columns",
        None,
        lambda r, a: np.concatenate([r[..., :32], 0 * r[..., 32:]], -1) if r.shape[-1] > 32 else r,
    )
    alter(
        functions,
        "wrong for a batch over 8",
        None,
        lambda r, a: (
            np.concatenate([r[:8], r[:1].repeat(len(r) - 8, 0)]) if len(r) > 8 and r.ndim > _axes(a) + 1 else r
        ),
    )
    alter(functions, "flattens unbatched input", lambda a: None, lambda r, a: r[None] if r.ndim == _axes(a) + 1 else r)
    alter(
        functions,
        "reads the weight in memory order",
        lambda a: (
            {"weight": np.array(a["weight"].ravel(order="K")).reshape(a["weight"].shape)}
            if 0 not in a["weight"].strides
            else None
        ),
    )


def _undilated(a):
    """Dilation dropped where there is a stride too, the size kept by padding the kernel with zeros."""
    strides, dilations = (per_axis(_plain(a[n]), _axes(a)) for n in ("stride", "dilation"))
    if max(strides) == 1 or max(dilations) == 1:
        return None
    w = a["weight"]
    extra = [(d - 1) * (k - 1) for d, k in zip(dilations, w.shape[2:], strict=True)]
    return {"weight": _pad(w, [0] * len(extra), extra), "dilation": 1}


alter(
    "conv2d conv_transpose2d",
    "exchanges the axes of the stride",
    lambda a: {"stride": per_axis(_plain(a["stride"]), 2)[::-1]},
)
alter("conv2d", "exchanges the axes of the padding", lambda a: {"padding": _widths(a)[::-1]} if not _same(a) else None)
alter("conv_transpose2d", "exchanges the axes of the padding", lambda a: {"padding": _widths(a)[::-1]})
alter(
    "conv2d conv_transpose2d",
    "exchanges the axes of the dilation",
    lambda a: {"dilation": per_axis(_plain(a["dilation"]), 2)[::-1]},
)
alter(
    BOTH,
    "pads with the edge",
    lambda a: _explicit(a, _widths(a), _widths(a), mode="edge") if not _same(a) and a["input"].size else None,
)
alter(
    BOTH,
    "pads at the front only",
    lambda a: _explicit(a, [2 * p for p in _widths(a)], [0] * _axes(a)) if not _same(a) else None,
)
alter(BOTH, "puts the odd zero of same padding first", lambda a: _same_first(a) if _same(a) else None)
alter(BOTH, "ignores the dilation in same padding", lambda a: _same_undilated(a) if _same(a) else None, lambda r, a: r)
alter(BOTH, "takes same padding for valid", lambda a: {"padding": 0} if _same(a) and _fits(a) else None)
alter(BOTH, "mixes the groups' channels", lambda a: {"input": _interleaved(a["input"], a["groups"], -_axes(a) - 1)})
alter(TRANSPOSED, "mixes the groups' outputs", None, lambda r, a: _interleaved(r, a["groups"], -_axes(a) - 1))
alter(
    BOTH,
    "multiplies by the kernel of the first group",
    lambda a: (
        {"weight": np.concatenate([np.split(a["weight"], a["groups"])[0]] * a["groups"])} if a["groups"] > 1 else None
    ),
)
alter(
    BOTH,
    "shifts a strided result by one",
    None,
    lambda r, a: np.roll(r, 1, -1) if per_axis(_plain(a["stride"]), _axes(a))[-1] > 1 else r,
)
alter(
    TRANSPOSED,
    "puts output padding first",
    lambda a: {"output_padding": 0},
    lambda r, a: _pad(r, per_axis(_plain(a["output_padding"]), _axes(a)), [0] * _axes(a)),
)
alter(TRANSPOSED, "ignores output padding", lambda a: {"output_padding": 0})
alter(
    TRANSPOSED,
    "leaves output padding without the bias",
    lambda a: {"output_padding": 0},
    lambda r, a: _pad(r, [0] * _axes(a), per_axis(_plain(a["output_padding"]), _axes(a))),
)
alter(
    TRANSPOSED,
    "adds the bias before cropping only inside",
    None,
    lambda r, a: r if a["bias"] is None or max(_widths(a)) == 0 else r - _bias_shape(a),
)
alter(
    TRANSPOSED,
    "takes dilation for groups and groups for dilation where both are one number",
    lambda a: {"stride": 1, "output_padding": 0} if a["stride"] == 2 and a["groups"] > 1 else None,
)
alter("linear", "forgets the bias", lambda a: {"bias": None})
alter("linear", "adds the bias to one row only", lambda a: {"bias": None}, lambda r, a: _first_row(r, a["bias"]))
alter(
    "linear",
    "transposes a square weight",
    lambda a: {"weight": a["weight"].T} if a["weight"].shape[0] == a["weight"].shape[1] else None,
)
alter("linear", "flattens leading axes", None, lambda r, a: r.reshape(-1, r.shape[-1]) if r.ndim > 2 and r.size else r)
alter(
    "linear",
    "computes in single precision",
    lambda a: {n: a[n].astype(np.float32) for n in ("input", "weight")},
    lambda r, a: r.astype(a["input"].dtype),
)
alter(
    "linear",
    "wrong beyond 64 features",
    lambda a: {"input": np.where(np.arange(a["input"].shape[-1]) < 64, a["input"], 0).astype(a["input"].dtype)},
)
alter("linear", "takes a single row for a column", None, lambda r, a: r[None] if r.ndim == 1 else r)


def _fits(a):
    spans = zip(
        per_axis(_plain(a["dilation"]), _axes(a)), a["weight"].shape[2:], a["input"].shape[-_axes(a) :], strict=True
    )
    return all(d * (k - 1) < n for d, k, n in spans)


def _totals(a):
    return [d * (k - 1) for d, k in zip(per_axis(_plain(a["dilation"]), _axes(a)), a["weight"].shape[2:], strict=True)]


def _same_first(a):
    totals = _totals(a)
    return _explicit(a, [t - t // 2 for t in totals], [t // 2 for t in totals])


def _same_undilated(a):
    """Half the undilated kernel before, the rest after: right in size, shifted in place."""
    totals, small = _totals(a), [k - 1 for k in a["weight"].shape[2:]]
    return _explicit(a, [s // 2 for s in small], [t - s // 2 for t, s in zip(totals, small, strict=True)])


def _interleaved(x, groups, axis):
    if groups == 1:
        return x
    order = np.arange(x.shape[axis]).reshape(groups, -1).T.ravel()
    return np.take(x, order, axis=axis)


def _first_row(r, bias):
    if bias is None or not r.size:
        return r
    result = r.copy()
    result.reshape(-1, r.shape[-1])[0] += bias
    return result


def _forgetful(function):
    """Remembers results by the shapes of the arguments."""

    def make():
        known = {}

        def remembered(*arguments, **options):
            key = repr([getattr(a, "shape", a) for a in (*arguments, *options.values())])
            if key not in known:
                known[key] = getattr(right, function)(*arguments, **options)
            return known[key].copy()

        return remembered

    return make


def _weight_by_identity(function):
    """Remembers a prepared weight by the identity of its array, whatever is written into it later."""

    def make():
        prepared, held = {}, []

        def remembered(input, weight, *arguments, **options):
            held.append(weight)
            kernel = prepared.setdefault(id(weight), weight.copy())
            return getattr(right, function)(input, kernel, *arguments, **options)

        return remembered

    return make


for name in ("conv1d", "conv2d", "linear"):
    add(name, "remembers results by shapes", _forgetful(name))
    add(name, "remembers weights by identity", _weight_by_identity(name))
