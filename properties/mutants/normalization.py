"""Wrong normalisations."""

import numpy as np

from ...reference import operations as right
from .registry import add, alter

NORMS = "batch_norm layer_norm instance_norm group_norm"


def _view(function, a):
    """The input seen so that mean and variance are over fixed axes; and those axes."""
    x = a["input"]
    if function == "batch_norm":
        return x, (0, *range(2, x.ndim))
    if function == "instance_norm":
        return x, tuple(range(2, x.ndim))
    if function == "group_norm":
        return x.reshape(x.shape[0], a["num_groups"], -1), (2,)
    shape = a["normalized_shape"]
    return x, tuple(range(-(len(shape) if isinstance(shape, (tuple, list)) else 1), 0))


def _own(function, a):
    """Whether the input's own statistics are used."""
    return a.get("training", True) if function == "batch_norm" else a.get("use_input_stats", True)


def _affine(function, a, y):
    x = a["input"]
    shape = (
        (-1, *[1] * (x.ndim - 2))
        if function != "layer_norm"
        else tuple(_view(function, a)[0].shape[i] for i in _view(function, a)[1])
    )
    y = y.reshape(x.shape)
    y = y if a["weight"] is None else y * a["weight"].reshape(shape)
    return (y if a["bias"] is None else y + a["bias"].reshape(shape)).astype(x.dtype)


def normalize(description, formula, dtype=np.float64):
    """For every normalisation the right one with another formula of (x, axes, eps) for the input's own statistics."""
    for function in NORMS.split():

        def result(r, a, function=function):
            if not _own(function, a) or a["input"].size == 0:
                return r
            x, axes = _view(function, a)
            with np.errstate(all="ignore"):
                return _affine(function, a, formula(x.astype(dtype or x.dtype), axes, a["eps"]))

        alter(function, description, None, result)


def _centred(x, axes):
    return x - x.mean(axis=axes, keepdims=True)


def _one_pass(x, axes, eps):
    mean, square = x.mean(axis=axes, keepdims=True), (x * x).mean(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(np.maximum(square - mean * mean, 0) + x.dtype.type(eps))


normalize(
    "uses the unbiased variance",
    lambda x, axes, eps: (
        _centred(x, axes)
        / np.sqrt(x.var(axis=axes, keepdims=True, ddof=1 if np.prod([x.shape[i] for i in axes]) > 1 else 0) + eps)
    ),
)
normalize("adds eps to the deviation", lambda x, axes, eps: _centred(x, axes) / (x.std(axis=axes, keepdims=True) + eps))
normalize(
    "takes eps for a lower bound",
    lambda x, axes, eps: _centred(x, axes) / np.sqrt(np.maximum(x.var(axis=axes, keepdims=True), eps)),
)
normalize("leaves eps out", lambda x, axes, eps: _centred(x, axes) / np.maximum(x.std(axis=axes, keepdims=True), 1e-30))
normalize("does not subtract the mean", lambda x, axes, eps: x / np.sqrt(x.var(axis=axes, keepdims=True) + eps))
normalize("divides by the variance", lambda x, axes, eps: _centred(x, axes) / (x.var(axis=axes, keepdims=True) + eps))
normalize("computes the variance in one pass", _one_pass, dtype=None)  # pyright: ignore[reportArgumentType]
normalize(
    "divides by the mean absolute deviation",
    lambda x, axes, eps: _centred(x, axes) / (np.abs(_centred(x, axes)).mean(axis=axes, keepdims=True) + eps),
)
alter(NORMS, "ignores the weight", lambda a: {"weight": None})
alter(NORMS, "ignores the bias", lambda a: {"bias": None})
alter(NORMS, "ignores a bias without a weight", lambda a: {"bias": None} if a["weight"] is None else None)
alter(NORMS, "always uses the default eps", lambda a: {"eps": 1e-5})
alter(NORMS, "gives double precision", None, lambda r, a: r.astype(np.float64))
alter(NORMS, "writes into its input", None, lambda r, a: _written(a["input"], r))
alter(
    "batch_norm",
    "averages over the batch only",
    None,
    lambda r, a: (
        _affine(
            "batch_norm",
            a,
            (a["input"] - a["input"].mean(axis=0, keepdims=True))
            / np.sqrt(a["input"].var(axis=0, keepdims=True) + a["eps"]),
        )
        if a["training"] and a["input"].shape[0]
        else r
    ),
)
alter(
    "batch_norm",
    "averages each sample alone",
    None,
    lambda r, a: (
        right.instance_norm(a["input"], None, None, a["weight"], a["bias"], eps=a["eps"])
        if a["training"] and a["input"].ndim > 2 and np.prod(a["input"].shape[2:]) > 1
        else r
    ),
)
alter(
    "batch_norm",
    "uses the running statistics in training",
    lambda a: {"training": False} if a["running_mean"] is not None else None,
)
alter("batch_norm", "updates the running statistics in evaluation", None, lambda r, a: _drift(a) or r)
alter(
    "layer_norm",
    "normalises the last axis only",
    lambda a: None,
    lambda r, a: (
        _affine(
            "layer_norm",
            a,
            (a["input"] - a["input"].mean(-1, keepdims=True)) / np.sqrt(a["input"].var(-1, keepdims=True) + a["eps"]),
        )
        if a["input"].size
        else r
    ),
)
alter(
    "group_norm",
    "takes the number of groups for their size",
    lambda a: (
        {"num_groups": a["input"].shape[1] // a["num_groups"]}
        if a["num_groups"] < a["input"].shape[1] and np.prod(a["input"].shape[2:]) > 1
        else None
    ),
)
alter("group_norm", "takes every G-th channel for a group", None, lambda r, a: _strided_groups(r, a))
alter(
    "group_norm",
    "ignores the positions",
    None,
    lambda r, a: _affine("group_norm", a, _by_position(a)) if a["input"].size and a["input"].ndim > 2 else r,
)
alter(
    "instance_norm",
    "ignores use_input_stats",
    lambda a: {"use_input_stats": True} if np.prod(a["input"].shape[2:]) > 1 else None,
)
alter(
    "instance_norm",
    "is batch_norm",
    None,
    lambda r, a: (
        right.batch_norm(a["input"], None, None, a["weight"], a["bias"], training=True, eps=a["eps"])
        if a["use_input_stats"]
        else r
    ),
)


def _written(array, r):
    if array.flags.writeable:
        array[...] = r
    return r


def _drift(a):
    if not a["training"] and a["running_mean"].flags.writeable and a["input"].size > a["input"].shape[1]:
        a["running_mean"][...] = 0.9 * a["running_mean"] + 0.1
    return


def _strided_groups(r, a):
    groups, x = a["num_groups"], a["input"]
    order = np.arange(x.shape[1]).reshape(-1, groups).T.ravel()
    back = np.argsort(order)
    plain = right.group_norm(x[:, order], groups, None, None, a["eps"])[:, back]
    return _affine("group_norm", a, plain)


def _by_position(a):
    x = a["input"]
    parts = x.reshape(x.shape[0], a["num_groups"], -1, *x.shape[2:])
    return (parts - parts.mean(axis=2, keepdims=True)) / np.sqrt(parts.var(axis=2, keepdims=True) + a["eps"])


def running(function, description, update):
    """A normalisation whose running statistics are changed after the right update: by momentum, old, new, input."""

    def make():
        def wrong(input, running_mean=None, running_var=None, weight=None, bias=None, *rest, **options):
            names = (
                ("training", "momentum", "eps") if function == "batch_norm" else ("use_input_stats", "momentum", "eps")
            )
            a = {"momentum": 0.1, names[0]: function != "batch_norm", **dict(zip(names, rest, strict=False)), **options}
            old = [None if s is None else s.copy() for s in (running_mean, running_var)]
            result = getattr(right, function)(input, running_mean, running_var, weight, bias, *rest, **options)
            if a[names[0]] and running_mean is not None:
                update(a["momentum"], old, (running_mean, running_var), input)
            return result

        return wrong

    add(function, description, make)


def _swapped_momentum(m, old, new, x):
    for before, now in zip(old, new, strict=True):
        fresh = (now - (1 - m) * before) / m if m else 0 * now
        now[...] = m * before + (1 - m) * fresh


def _biased(m, old, new, x, axes=None):
    count = x.size // x.shape[1]
    now, before = new[1], old[1]
    now[...] = (1 - m) * before + (now - (1 - m) * before) * (count - 1) / count


def _biased_instance(m, old, new, x):
    count = max(x.size // (x.shape[0] * x.shape[1]), 1)
    now, before = new[1], old[1]
    now[...] = (1 - m) * before + (now - (1 - m) * before) * (count - 1) / count


def _restored(index):
    def update(m, old, new, x):
        new[index][...] = old[index]

    return update


for name, biased in (("batch_norm", _biased), ("instance_norm", _biased_instance)):
    running(name, "takes momentum for the weight of the old", _swapped_momentum)
    running(name, "updates with the biased variance", biased)
    running(name, "does not update the mean", _restored(0))
    running(name, "does not update the variance", _restored(1))
    running(
        name,
        "updates the deviation instead of the variance",
        lambda m, old, new, x: np.copyto(new[1], (1 - m) * old[1] + np.sqrt(np.maximum(new[1] - (1 - m) * old[1], 0))),
    )
    running(
        name, "updates twice", lambda m, old, new, x: [np.copyto(n, n + (n - o)) for n, o in zip(new, old, strict=True)]
    )


def _replaced():
    """Updates statistics that it takes for its own, and not the caller's arrays."""

    def wrong(input, running_mean, running_var, *arguments, **options):
        copies = [None if s is None else s.copy() for s in (running_mean, running_var)]
        return right.batch_norm(input, *copies, *arguments, **options)  # pyright: ignore[reportArgumentType]

    return wrong


add("batch_norm", "updates a copy of the running statistics", _replaced)
