"""What is done with tensors: made, joined, reshaped, averaged over axes, indexed, added; only shapes are followed."""

from __future__ import annotations

from math import prod
from typing import Any

from .layers import ELEMENTWISE, applied, flattened, layer_of, padded, resized
from .values import Count, NotFollowed, Size, Tensor, words

KEEPING = words(
    "relu relu_ relu6 gelu silu sigmoid tanh elu selu leaky_relu softplus mish hardswish exp log sqrt rsqrt abs square "
    "sign sin cos clamp neg reciprocal detach clone contiguous cpu cuda to float double half long int bool "
    "requires_grad_ zero_ fill_ normal_ uniform_ dropout dropout2d softmax log_softmax normalize zeros_like ones_like "
    "rand_like randn_like empty_like full_like cumsum flip roll pow round floor ceil fill sigmoid_ tanh_"
)
MADE = {"rand": "", "randn": "", "zeros": "", "ones": "", "empty": "", "full": "full", "randint": "randint",
        "normal": "normal"}  # fmt: skip
REDUCED = words("mean sum var std amax amin prod max min argmax argmin norm all any logsumexp")
_POOLS = {"max_pool1d": "MaxPool1d", "max_pool2d": "MaxPool2d", "avg_pool1d": "AvgPool1d", "avg_pool2d": "AvgPool2d",
          "adaptive_avg_pool1d": "AdaptiveAvgPool1d", "adaptive_avg_pool2d": "AdaptiveAvgPool2d",
          "adaptive_max_pool2d": "AdaptiveMaxPool2d"}  # fmt: skip
OF_TENSORS = frozenset({
    *KEEPING, *REDUCED, *_POOLS, "cat", "concat", "concatenate", "stack", "flatten", "reshape", "permute", "transpose",
    "unsqueeze", "squeeze", "pad", "interpolate", "layer_norm", "batch_norm", "matmul", "mm", "bmm", "add", "mul",
    "conv1d", "conv2d", "conv_transpose2d", "swapaxes", "linear", "view", "size", "dim", "numel", "expand", "repeat",
    "chunk", "split", "unbind", "expand_as", "view_as", "pixel_shuffle", "expand_dims",
})  # fmt: skip


def whole(value: Any) -> int:
    """A number that is whole; anything else is not followed."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotFollowed("a size that is no whole number")
    return int(value)


def dims_of(given: list[Any]) -> tuple[int, ...]:
    """A shape, given as numbers or as one tuple or list of them."""
    values = given[0] if len(given) == 1 and isinstance(given[0], tuple | list) else given
    return tuple(whole(v) for v in values)


def made(name: str, given: list[Any], named: dict[str, Any], numpy: bool = False) -> Tensor:
    """A tensor that is made: torch.randn(2, 3), torch.zeros((2, 3)), torch.full((2, 3), 1.0)."""
    given = [*given, named["size"]] if "size" in named else [*given, named["shape"]] if "shape" in named else given
    if name == "full":
        given = given[:1]
    elif name in ("randint", "normal"):
        given = [g for g in given if isinstance(g, tuple | list)]
    elif numpy and name in ("zeros", "ones", "empty"):
        given = given[:1]
    if not given:
        raise NotFollowed("a tensor without a shape")
    shape = dims_of(given)
    if any(n < 0 for n in shape):
        raise NotFollowed("a negative size")
    return Tensor(shape, numpy=numpy)


def nested(value: Any, depth: int = 0) -> tuple[int, ...]:
    """The shape of nested lists of numbers: torch.tensor([[1, 2], [3, 4]])."""
    if isinstance(value, Tensor):
        return value.shape
    if isinstance(value, int | float):
        return ()
    if not isinstance(value, list | tuple) or not value or depth > 6:
        raise NotFollowed("no list of numbers")
    inner = {nested(v, depth + 1) for v in value}
    if len(inner) != 1:
        raise NotFollowed("rows of different lengths")
    return (len(value), *inner.pop())


def called(name: str, x: Any, given: list[Any], named: dict[str, Any]) -> Any:
    """A function or method of a tensor, the tensor first."""
    if name in ("cat", "concat", "concatenate", "stack"):
        return _joined(name, x, _axis_of(given, named, 0))
    if not isinstance(x, Tensor):
        raise NotFollowed("no tensor")
    if name in KEEPING:
        return x.like()
    if name in REDUCED:
        return _reduced(name, x, given, named)
    if name in _POOLS:
        return applied(layer_of(_POOLS[name], given, named), x)
    if name not in _REST:
        raise NotFollowed(f"{name} is not followed")
    return _REST[name](x, given, named)


def _axis_of(given: list[Any], named: dict[str, Any], usual: Any = ...) -> Any:
    value = named.get("dim", named.get("axis", given[0] if given else usual))
    if value is ...:
        raise NotFollowed("no axis")
    return value


def axis_in(value: Any, many: int) -> int:
    """An axis from 0, of so many."""
    axis = whole(value)
    if not -many <= axis < many:
        raise NotFollowed("an axis that the tensor does not have")
    return axis % many


def _joined(name: str, parts: Any, axis: Any) -> Tensor:
    if not isinstance(parts, tuple | list) or not parts or not all(isinstance(p, Tensor) for p in parts):
        raise NotFollowed("no tensors to join")
    first = parts[0]
    many = len(first.shape) + (name == "stack")
    at = axis_in(axis, many)
    if name == "stack":
        if any(p.shape != first.shape for p in parts):
            raise NotFollowed("tensors of different shapes")
        return first.like((*first.shape[:at], len(parts), *first.shape[at:]))
    if any(len(p.shape) != many or any(a != b and n != at for n, (a, b) in enumerate(zip(p.shape, first.shape, strict=True)))
           for p in parts):  # fmt: skip
        raise NotFollowed("tensors that do not fit each other")
    return first.like((*first.shape[:at], sum(p.shape[at] for p in parts), *first.shape[at + 1 :]))


_NORMS = {(0, 2, 3): ("batch_norm", ("", "in_channels")), (1, 2, 3): ("layer_norm", ("batch",)),
          (2, 3): ("instance_norm", ("batch", "in_channels"))}  # fmt: skip


def _reduced(name: str, x: Tensor, given: list[Any], named: dict[str, Any]) -> Any:
    """A mean over axes; the statistics of a normalisation are those of the reference."""
    if set(named) - {"dim", "axis", "keepdim", "keepdims", "unbiased", "correction", "dtype", "ddof"}:
        raise NotFollowed("an option that is not known")
    keep = named.get("keepdim", named.get("keepdims", False))
    axes = named.get("dim", named.get("axis", given[0] if given else None))
    if (name in ("var", "std", "norm") and len(given) > 1) or isinstance(axes, bool | float):
        raise NotFollowed("options by place")
    if len(given) > 1:
        keep = given[1]
    if axes is None:
        return x.like((1,) * len(x.shape) if keep else ())
    over = tuple(sorted(axis_in(a, len(x.shape)) for a in (axes if isinstance(axes, tuple | list) else (axes,))))
    shape = tuple(1 if n in over else size for n, size in enumerate(x.shape) if keep or n not in over)
    result = x.like(shape)
    if name in ("max", "min") and not x.numpy:
        return (result, result)
    if len(x.shape) == 4 and over in _NORMS:
        kind = _NORMS[over][0]
        n, c, h, w = x.shape
        left = f"stats_shape({kind}, batch={n}, in_channels={c}, height={h}, width={w})"
        return Tensor(shape, left if min(x.shape) > 1 else "", kind, "stats_shape", x.numpy)
    return result


def reshaped(x: Tensor, given: list[Any]) -> Tensor:
    """The values in another shape; -1 is what is left."""
    shape = dims_of(given)
    total = prod(x.shape)
    if shape.count(-1) > 1 or any(n < -1 for n in shape):
        raise NotFollowed("no shape")
    if -1 in shape:
        rest = prod(n for n in shape if n != -1)
        if not rest or total % rest:
            raise NotFollowed("values that do not fit the shape")
        shape = tuple(total // rest if n == -1 else n for n in shape)
    if prod(shape) != total:
        raise NotFollowed("values that do not fit the shape")
    return x.like(shape)


def _permuted(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    order = tuple(axis_in(a, len(x.shape)) for a in dims_of([named["dims"]] if "dims" in named else given))
    if sorted(order) != list(range(len(x.shape))):
        raise NotFollowed("no order of the axes")
    return x.like(tuple(x.shape[a] for a in order))


def _swapped(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    if x.numpy or len(given) != 2:
        return _permuted(x, given, named)
    a, b = (axis_in(v, len(x.shape)) for v in given)
    shape = list(x.shape)
    shape[a], shape[b] = shape[b], shape[a]
    return x.like(tuple(shape))


def _unsqueezed(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    at = axis_in(_axis_of(given, named), len(x.shape) + 1)
    return x.like((*x.shape[:at], 1, *x.shape[at:]))


def _squeezed(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    axis = _axis_of(given, named, None)
    if axis is None:
        return x.like(tuple(n for n in x.shape if n != 1))
    at = axis_in(axis, len(x.shape))
    return x.like((*x.shape[:at], *x.shape[at + 1 :])) if x.shape[at] == 1 else x.like()


def _multiplied(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    other = given[0] if given else None
    if not isinstance(other, Tensor) or len(x.shape) < 2 or len(other.shape) < 2 or x.shape[-1] != other.shape[-2]:
        raise NotFollowed("matrices that do not fit each other")
    before = broadcast(x.shape[:-2], other.shape[:-2])
    return Tensor((*before, x.shape[-2], other.shape[-1]), numpy=x.numpy)


def _filtered(kind: str, x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    """F.conv2d(x, weight, bias, stride, padding): the layer that has such a weight."""
    weight = named.pop("weight", None) if "weight" in named else given[0] if given else None
    if not isinstance(weight, Tensor) or len(weight.shape) != int(kind[-2]) + 2:
        raise NotFollowed("no weight")
    names = ["bias", "stride", "padding", "dilation", "groups"] if "Transpose" not in kind else ["bias", "stride", "padding"]
    options = {**dict(zip(names, given[1:], strict=False)), **named}
    options.pop("bias", None)
    groups = whole(options.get("groups", 1))
    up = "Transpose" in kind
    inward, outward = weight.shape[:2] if up else (weight.shape[1] * groups, weight.shape[0])
    return applied(layer_of(kind, [inward, outward, weight.shape[2:]], options), x)


def _affine(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    weight = given[0] if given else named.get("weight")
    if not isinstance(weight, Tensor) or len(weight.shape) != 2:
        raise NotFollowed("no weight")
    return applied(layer_of("Linear", [weight.shape[1], weight.shape[0]], {}), x)


def _expanded(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    shape = dims_of(given)
    more = len(shape) - len(x.shape)
    if more < 0:
        raise NotFollowed("fewer axes than the tensor has")
    own = (1,) * more + x.shape
    if any(n not in (-1, o) and o != 1 for n, o in zip(shape, own, strict=True)):
        raise NotFollowed("an axis that is no 1")
    return x.like(tuple(o if n == -1 else n for n, o in zip(shape, own, strict=True)))


def _pieces(name: str, x: Tensor, given: list[Any], named: dict[str, Any]) -> tuple[Tensor, ...]:
    if not given:
        raise NotFollowed("no number of pieces")
    axis = axis_in(_axis_of(given[1:], named, 0), len(x.shape))
    size = x.shape[axis]
    if name == "chunk":
        step = -(-size // max(1, whole(given[0])))
        widths = [min(step, size - at) for at in range(0, size, max(1, step))][:64]
    elif isinstance(given[0], list | tuple):
        widths = [whole(w) for w in given[0]]
    else:
        step = max(1, whole(given[0]))
        widths = [min(step, size - at) for at in range(0, min(size, 64 * step), step)]
    if sum(widths) != size:
        raise NotFollowed("pieces that are not the whole")
    return tuple(x.like((*x.shape[:axis], w, *x.shape[axis + 1 :])) for w in widths)


def _size(x: Tensor, given: list[Any], named: dict[str, Any]) -> Any:
    if x.numpy:
        raise NotFollowed("of NumPy, no method")
    axis = _axis_of(given, named, None)
    return x.size() if axis is None else x.shape[axis_in(axis, len(x.shape))]


def _interpolated(x: Tensor, given: list[Any], named: dict[str, Any]) -> Tensor:
    options = {**dict(zip(("size", "scale_factor"), given, strict=False)), **named}
    return resized(x, options.get("size"), options.get("scale_factor"))


_REST = {
    "flatten": lambda x, g, n: flattened(x, *(g or [n.get("start_dim", 0), n.get("end_dim", -1)])[:2]) if not x.numpy
    else x.like((prod(x.shape),)),
    "reshape": lambda x, g, n: reshaped(x, [n["shape"]] if "shape" in n else g),
    "view": lambda x, g, n: reshaped(x, g),
    "permute": _permuted,
    "transpose": _swapped,
    "swapaxes": _swapped,
    "unsqueeze": _unsqueezed,
    "expand_dims": _unsqueezed,
    "squeeze": _squeezed,
    "pad": lambda x, g, n: padded(x, n["pad"] if "pad" in n else g[0] if g else None),
    "interpolate": _interpolated,
    "layer_norm": lambda x, g, n: applied(layer_of("LayerNorm", [g[0] if g else n.get("normalized_shape")], {}), x),
    "batch_norm": lambda x, g, n: x.like(),
    "matmul": _multiplied,
    "mm": _multiplied,
    "bmm": _multiplied,
    "add": lambda x, g, n: combined(x, g[0] if g else None),
    "mul": lambda x, g, n: combined(x, g[0] if g else None),
    "conv1d": lambda x, g, n: _filtered("Conv1d", x, g, n),
    "conv2d": lambda x, g, n: _filtered("Conv2d", x, g, n),
    "conv_transpose2d": lambda x, g, n: _filtered("ConvTranspose2d", x, g, n),
    "linear": _affine,
    "size": _size,
    "dim": lambda x, g, n: len(x.shape),
    "numel": lambda x, g, n: Count.of(prod(x.shape), ((x.holder, x.name),)) if x.holder and x.name else prod(x.shape),
    "expand": _expanded,
    "chunk": lambda x, g, n: _pieces("chunk", x, g, n),
    "split": lambda x, g, n: _pieces("split", x, g, n),
    "expand_as": lambda x, g, n: _expanded(x, [g[0].shape] if g and isinstance(g[0], Tensor) else [], n),
    "view_as": lambda x, g, n: reshaped(x, [g[0].shape] if g and isinstance(g[0], Tensor) else []),
    "pixel_shuffle": lambda x, g, n: applied(layer_of("PixelShuffle", g[:1], {}), x),
}


def broadcast(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a sum, each axis as long as the longer of two of which one is 1."""
    longest = max(len(first), len(second))
    first, second = (1,) * (longest - len(first)) + first, (1,) * (longest - len(second)) + second
    if any(a != b and 1 not in (a, b) for a, b in zip(first, second, strict=True)):
        raise NotFollowed("shapes that cannot be added")
    return tuple(b if a == 1 else a for a, b in zip(first, second, strict=True))


def combined(first: Any, second: Any) -> Tensor:
    """A sum or a product of tensors, or of a tensor and a number."""
    if not isinstance(first, Tensor):
        first, second = second, first
    if isinstance(second, int | float):
        return first.like()
    if not isinstance(first, Tensor) or not isinstance(second, Tensor):
        raise NotFollowed("no tensors")
    return first.like(broadcast(first.shape, second.shape))


def indexed(x: Tensor, index: Any) -> Tensor:
    """x[0], x[:, :3], x[..., None]; slices as tuples of their ends."""
    parts = list(index) if isinstance(index, tuple) and not isinstance(index, Size) else [index]
    if any(isinstance(p, list | Tensor | float | str) for p in parts) or parts.count(Ellipsis) > 1:
        raise NotFollowed("an index that is none")
    taken = sum(p is not None and p is not Ellipsis for p in parts)
    if taken > len(x.shape):
        raise NotFollowed("more indices than axes")
    if Ellipsis in parts:
        at = parts.index(Ellipsis)
        parts[at : at + 1] = [slice(None)] * (len(x.shape) - taken)
    shape: list[int] = []
    axis = 0
    for part in parts:
        if part is None:
            shape.append(1)
            continue
        size = x.shape[axis]
        axis += 1
        if isinstance(part, slice):
            shape.append(len(range(*part.indices(size))))
        else:
            axis_in(part, size) if size else whole("")
    return x.like((*shape, *x.shape[axis:]))


__all__ = ["ELEMENTWISE", "MADE", "OF_TENSORS", "called", "combined", "dims_of", "indexed", "made", "nested"]
