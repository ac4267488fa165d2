"""The layers of PyTorch that are followed: their options, what they store, and the shape that comes out."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, prod
from typing import Any

from .values import LARGEST, Layer, NotFollowed, Tensor, words

KERNEL_RUN = 64  # kernels beyond this are not run by the reference, but worked out
_CONV = {"in_channels": ..., "out_channels": ..., "kernel_size": ..., "stride": 1, "padding": 0, "dilation": 1,
         "groups": 1, "bias": True, "padding_mode": "zeros", "device": None, "dtype": None}  # fmt: skip
_UP = {"in_channels": ..., "out_channels": ..., "kernel_size": ..., "stride": 1, "padding": 0, "output_padding": 0,
       "groups": 1, "bias": True, "dilation": 1, "padding_mode": "zeros", "device": None, "dtype": None}  # fmt: skip
_MAX = {"kernel_size": ..., "stride": None, "padding": 0, "dilation": 1, "return_indices": False, "ceil_mode": False}
_AVG = {"kernel_size": ..., "stride": None, "padding": 0, "ceil_mode": False, "count_include_pad": True,
        "divisor_override": None}  # fmt: skip
_BATCH = {"num_features": ..., "eps": 1e-5, "momentum": 0.1, "affine": True, "track_running_stats": True,
          "device": None, "dtype": None}  # fmt: skip
_OPTIONS: dict[str, dict[str, Any]] = {
    "LayerNorm": {"normalized_shape": ..., "eps": 1e-5, "elementwise_affine": True, "bias": True},
    "GroupNorm": {"num_groups": ..., "num_channels": ..., "eps": 1e-5, "affine": True},
    "Linear": {"in_features": ..., "out_features": ..., "bias": True, "device": None, "dtype": None},
    "LazyLinear": {"out_features": ..., "bias": True, "device": None, "dtype": None},
    "Flatten": {"start_dim": 1, "end_dim": -1},
    "Upsample": {"size": None, "scale_factor": None, "mode": "nearest", "align_corners": None},
    "UpsamplingNearest2d": {"size": None, "scale_factor": None},
    "UpsamplingBilinear2d": {"size": None, "scale_factor": None},
    "PixelShuffle": {"upscale_factor": ...},
    "ZeroPad2d": {"padding": ...}, "ReflectionPad2d": {"padding": ...}, "ConstantPad1d": {"padding": ..., "value": ...},
    "ReplicationPad2d": {"padding": ...}, "ConstantPad2d": {"padding": ..., "value": ...},
    "PReLU": {"num_parameters": 1, "init": 0.25},
}  # fmt: skip
for _n in (1, 2, 3):
    _OPTIONS[f"Conv{_n}d"], _OPTIONS[f"ConvTranspose{_n}d"] = _CONV, _UP
    for _lazy, _full in (("LazyConv", _CONV), ("LazyConvTranspose", _UP)):
        _OPTIONS[f"{_lazy}{_n}d"] = {k: v for k, v in _full.items() if k != "in_channels"}
    _OPTIONS[f"MaxPool{_n}d"], _OPTIONS[f"AvgPool{_n}d"] = _MAX, _AVG
    _OPTIONS[f"AdaptiveAvgPool{_n}d"] = {"output_size": ...}
    _OPTIONS[f"AdaptiveMaxPool{_n}d"] = {"output_size": ..., "return_indices": False}
    _OPTIONS[f"BatchNorm{_n}d"] = _BATCH
    _OPTIONS[f"InstanceNorm{_n}d"] = {**_BATCH, "affine": False, "track_running_stats": False}
    _OPTIONS[f"LazyBatchNorm{_n}d"] = {k: v for k, v in _BATCH.items() if k != "num_features"}
ELEMENTWISE = words(
    "ReLU ReLU6 LeakyReLU ELU SELU CELU GELU SiLU Mish Sigmoid Tanh Hardswish Hardsigmoid Hardtanh Softplus Softmax "
    "LogSoftmax Softmax2d Dropout Dropout1d Dropout2d Dropout3d AlphaDropout Identity"
)
NAMES = frozenset({*_OPTIONS, *ELEMENTWISE})


def layer_of(kind: str, given: list[Any], named: dict[str, Any]) -> Layer:
    """A layer as a call makes it.

    >>> conv = layer_of("Conv2d", [3, 8, 5], {})
    >>> conv.arrays, conv.counted
    ({'weight': (8, 3, 5, 5), 'bias': (8,)}, 'params(conv2d, in_channels=3, out_channels=8, kernel_size=5, bias=true)')
    """
    if kind in ELEMENTWISE:
        return Layer(kind, {})
    allowed = _OPTIONS[kind]
    if len(given) > len(allowed) or set(named) - set(allowed) or set(named) & set(list(allowed)[: len(given)]):
        raise NotFollowed(f"{kind} takes no such options")
    options = {**allowed, **dict(zip(allowed, given, strict=False)), **named}
    if any(value is ... for value in options.values()) or options.get("return_indices"):
        raise NotFollowed(f"{kind} lacks an option")
    layer = Layer(kind, options)
    layer.waiting = kind.startswith("Lazy")
    if not layer.waiting:
        _store(layer)
    return layer


def _line(layer: Layer) -> int:
    """The axes of the plane: 2 for Conv2d."""
    return int(layer.kind[-2])


def _many(value: Any, axes: int, least: int = 0) -> tuple[int, ...]:
    """An option for each axis, given once or for each."""
    values = (value,) * axes if _is_int(value) else tuple(value) if isinstance(value, tuple | list) else ()
    if len(values) != axes or not all(_is_int(v) and least <= v <= 1_000_000 for v in values):
        raise NotFollowed("an option that is no size")
    return values


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(value: Any, least: int = 1) -> int:
    if not _is_int(value) or not least <= value <= 10**9:
        raise NotFollowed("an option that is no number of channels")
    return int(value)


def _store(layer: Layer) -> None:
    """Note the arrays that the layer stores."""
    kind, options = layer.kind, layer.options
    if "Conv" in kind:
        _store_filters(layer)
    elif kind == "Linear":
        rows, columns = _whole(options["out_features"]), _whole(options["in_features"])
        layer.arrays = {"weight": (rows, columns), "bias": (rows,) if options["bias"] else None}
        layer.counted = f"params(linear, in_features={columns}, out_features={rows}, bias={_word(options['bias'])})"
    elif kind == "LayerNorm":
        shape = options["normalized_shape"]
        shape = _many(shape, len(shape) if isinstance(shape, tuple | list) else 1, 1)
        affine = options["elementwise_affine"]
        layer.arrays = {"weight": shape if affine else None, "bias": shape if affine and options["bias"] else None}
    elif kind == "GroupNorm" or "Norm" in kind:
        _store_scales(layer)
    elif kind == "PReLU":
        layer.arrays = {"weight": (_whole(options["num_parameters"]),)}


def _store_filters(layer: Layer) -> None:
    options, axes = layer.options, _line(layer)
    inward, outward, groups = (_whole(options[o]) for o in ("in_channels", "out_channels", "groups"))
    kernel = _many(options["kernel_size"], axes, 1)
    if inward % groups or outward % groups:
        raise NotFollowed("channels that do not divide into the groups")
    up = "Transpose" in layer.kind
    shape = (inward, outward // groups, *kernel) if up else (outward, inward // groups, *kernel)
    layer.arrays = {"weight": shape, "bias": (outward,) if options["bias"] else None}
    if axes > 2 or (up and (groups > 1 or axes == 1)) or max(kernel) > KERNEL_RUN:
        return
    subject = "conv_transpose2d" if up else f"conv{axes}d"
    grouped = f", groups={groups}" if groups > 1 else ""
    layer.counted = (f"params({subject}, in_channels={inward}, out_channels={outward}, {_sides('kernel', kernel)}"
                     f"{grouped}, bias={_word(options['bias'])})")  # fmt: skip


def _store_scales(layer: Layer) -> None:
    """Batch, instance and group normalisation: a scale and a shift for each channel."""
    options, channels = layer.options, _whole(layer.options.get("num_features", layer.options.get("num_channels")))
    grouped = layer.kind == "GroupNorm"
    if grouped and channels % _whole(options["num_groups"]):
        raise NotFollowed("channels that do not divide into the groups")
    stored = (channels,) if options["affine"] else None
    layer.arrays = {"weight": stored, "bias": stored}
    if not grouped and options["track_running_stats"]:
        layer.buffers = {"running_mean": (channels,), "running_var": (channels,), "num_batches_tracked": ()}
    if stored:
        subject = "group_norm" if grouped else "batch_norm" if "Batch" in layer.kind else "instance_norm"
        groups = f", groups={options['num_groups']}" if grouped else ""
        layer.counted = f"params({subject}, in_channels={channels}{groups}, affine=true)"


def _word(value: Any) -> str:
    return "true" if value else "false"


def _sides(role: str, values: tuple[int, ...]) -> str:
    """A size for each axis, as options of a statement."""
    both = "kernel_size" if role == "kernel" else role
    if len(set(values)) == 1:
        return f"{both}={values[0]}"
    return f"{role}_height={values[0]}, {role}_width={values[1]}"


def applied(layer: Layer, x: Tensor) -> Tensor:
    """What comes out of a layer.

    >>> applied(layer_of("Conv2d", [3, 8, 5], {}), Tensor((1, 3, 9, 9))).shape
    (1, 8, 5, 5)
    """
    if layer.waiting:
        _first_seen(layer, x)
    kind = layer.kind
    if kind in ELEMENTWISE or kind == "PReLU":
        return x.like()
    for part, follow in _FOLLOWING:
        if part in kind:
            return follow(layer, x)
    raise NotFollowed(f"{kind} is not followed")


def _first_seen(layer: Layer, x: Tensor) -> None:
    """A lazy layer takes its number of input channels from what it sees first."""
    name = layer.kind.removeprefix("Lazy")
    axis, role = (-1, "in_features") if name == "Linear" else (1, "num_features" if "Norm" in name else "in_channels")
    if len(x.shape) < 2:
        raise NotFollowed("a lazy layer needs a batch")
    layer.kind, layer.options, layer.waiting = name, {role: x.shape[axis], **layer.options}, False
    _store(layer)


def _plane(layer: Layer, x: Tensor, channels: Any = None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What stands before the plane (batch and channels, or channels alone), and the plane."""
    axes = _line(layer)
    if len(x.shape) not in (axes + 1, axes + 2) or (channels is not None and x.shape[-axes - 1] != channels):
        raise NotFollowed("a map that does not fit the layer")
    return x.shape[:-axes], x.shape[-axes:]


def _convolved(layer: Layer, x: Tensor) -> Tensor:
    options, axes = layer.options, _line(layer)
    before, plane = _plane(layer, x, options["in_channels"])
    kernel, stride, dilation = (_many(options[o], axes, 1) for o in ("kernel_size", "stride", "dilation"))
    outward, up = options["out_channels"], "Transpose" in layer.kind
    if options["padding"] in ("same", "valid") and not up:
        if options["padding"] == "same" and set(stride) != {1}:
            raise NotFollowed("padding that keeps the size, with a step")
        padding = (0,) * axes
        made = plane if options["padding"] == "same" else _windows(plane, kernel, stride, padding, dilation)
    else:
        padding = _many(options["padding"], axes)
        more = _many(options["output_padding"], axes) if up else (0,) * axes
        made = (
            tuple((n - 1) * s - 2 * p + d * (k - 1) + m + 1
                  for n, k, s, p, d, m in zip(plane, kernel, stride, padding, dilation, more, strict=True))
            if up else _windows(plane, kernel, stride, padding, dilation)
        )  # fmt: skip
    if min(made) < 1:
        raise NotFollowed("a window that does not fit")
    shape = (*before[:-1], outward, *made)
    subject = "conv_transpose2d" if up else f"conv{axes}d"
    extras = up and (any(_many(options["output_padding"], axes)) or options["groups"] != 1 or set(dilation) != {1})
    if len(before) != 2 or axes > 2 or (up and axes == 1) or extras or max(kernel) > KERNEL_RUN:
        return Tensor(shape, subject=subject if axes < 3 else "")
    zeros = f"padding={options['padding']}" if isinstance(options["padding"], str) else _sides("padding", padding)
    parts = [_going(x), f"out_channels={outward}", _sides("kernel", kernel), _sides("stride", stride), zeros]
    parts += [_sides("dilation", dilation)] * (set(dilation) != {1})
    parts += [f"groups={options['groups']}"] * (options["groups"] != 1)
    return Tensor(shape, f"output_shape({subject}, {', '.join(parts)})", subject)


def _going(x: Tensor) -> str:
    """What goes in, as options of a statement."""
    names = {2: ("batch", "in_channels"), 3: ("batch", "in_channels", "time"),
             4: ("batch", "in_channels", "height", "width")}[len(x.shape)]  # fmt: skip
    return ", ".join(f"{name}={size}" for name, size in zip(names, x.shape, strict=True))


def _windows(plane, kernel, stride, padding, dilation, up: bool = False) -> tuple[int, ...]:
    made = []
    for n, k, s, p, d in zip(plane, kernel, stride, padding, dilation, strict=True):
        room = n + 2 * p - d * (k - 1) - 1
        steps = ceil(room / s) if up else room // s
        if up and steps * s >= n + p:  # the last window would begin in the padding
            steps -= 1
        made.append(steps + 1 if room >= 0 else 0)
    if min(made) < 1:
        raise NotFollowed("a window that does not fit")
    return tuple(made)


def _pooled(layer: Layer, x: Tensor) -> Tensor:
    options, axes = layer.options, _line(layer)
    before, plane = _plane(layer, x)
    kernel = _many(options["kernel_size"], axes, 1)
    stride = kernel if options["stride"] is None else _many(options["stride"], axes, 1)
    padding, dilation = _many(options["padding"], axes), _many(options.get("dilation", 1), axes, 1)
    if any(2 * p > k for p, k in zip(padding, kernel, strict=True)):
        raise NotFollowed("more padding than half the window")
    made = _windows(plane, kernel, stride, padding, dilation, bool(options["ceil_mode"]))
    subject = ("max_pool2d" if "Max" in layer.kind else "avg_pool2d") if axes == 2 else ""
    left = ""
    if axes == 2 and len(before) == 2 and not options["ceil_mode"] and set(dilation) == {1} and max(kernel) <= KERNEL_RUN:
        sides = [_sides("kernel", kernel), _sides("stride", stride), _sides("padding", padding)]
        left = f"output_shape({subject}, {_going(x)}, {', '.join(sides)})"
    return Tensor((*before, *made), left, subject)


def _adapted(layer: Layer, x: Tensor) -> Tensor:
    axes, wanted = _line(layer), layer.options["output_size"]
    before, plane = _plane(layer, x)
    wanted = wanted if isinstance(wanted, tuple | list) else (wanted,) * axes
    if len(wanted) != axes:
        raise NotFollowed("a size for other axes")
    made = tuple(n if w is None else _whole(w) for n, w in zip(plane, wanted, strict=True))
    if layer.kind == "AdaptiveAvgPool2d" and made == (1, 1) and len(before) == 2:
        left = f"output_shape(global_avg_pool2d, {_going(x)})"
        return Tensor((*before, *made), left, "global_avg_pool2d")
    return Tensor((*before, *made))


def _normalised(layer: Layer, x: Tensor) -> Tensor:
    options = layer.options
    if layer.kind == "LayerNorm":
        shape = layer.options["normalized_shape"]
        shape = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
        if x.shape[-len(shape) :] != shape:
            raise NotFollowed("a shape that the layer is not made for")
    elif layer.kind == "GroupNorm":
        if len(x.shape) < 2 or x.shape[1] != options["num_channels"]:
            raise NotFollowed("channels that the layer is not made for")
    else:
        axes, batch = _line(layer), "Batch" in layer.kind
        fitting = {1: (2, 3), 2: (4,), 3: (5,)}[axes] if batch else (axes + 1, axes + 2)
        at = 1 if len(x.shape) == axes + 2 or batch else 0
        if len(x.shape) not in fitting or (batch and x.shape[at] != options["num_features"]):
            raise NotFollowed("channels that the layer is not made for")
    return x.like()


def _linear(layer: Layer, x: Tensor) -> Tensor:
    options = layer.options
    if not x.shape or x.shape[-1] != options["in_features"]:
        raise NotFollowed("features that the layer is not made for")
    units = options["out_features"]
    left = (f"output_shape(linear, batch={x.shape[0]}, in_features={x.shape[1]}, out_features={units})"
            if len(x.shape) == 2 else "")  # fmt: skip
    return Tensor((*x.shape[:-1], units), left, "linear")


def _flattened(layer: Layer, x: Tensor) -> Tensor:
    return flattened(x, layer.options["start_dim"], layer.options["end_dim"])


def flattened(x: Tensor, start: Any, end: Any = -1) -> Tensor:
    """The axes from `start` to `end` as one."""
    if not _is_int(start) or not _is_int(end) or not x.shape:
        raise NotFollowed("axes that are no numbers")
    many = len(x.shape)
    start, end = start + many * (start < 0), end + many * (end < 0)
    if not 0 <= start <= end < many:
        raise NotFollowed("axes that the tensor does not have")
    return x.like((*x.shape[:start], prod(x.shape[start : end + 1]), *x.shape[end + 1 :]))


def _upsampled(layer: Layer, x: Tensor) -> Tensor:
    return resized(x, layer.options["size"], layer.options["scale_factor"])


def resized(x: Tensor, size: Any, factor: Any) -> Tensor:
    """Every axis behind the channels brought to a size, or made larger by a factor."""
    axes = len(x.shape) - 2
    if axes < 1 or (size is None) == (factor is None):
        raise NotFollowed("no size to come to")
    if size is not None:
        return x.like((*x.shape[:2], *_many(size, axes, 1)))
    factors = tuple(factor) if isinstance(factor, tuple | list) else (factor,) * axes
    if len(factors) != axes or not all(isinstance(f, int | float) and 0 < f < 1_000 for f in factors):
        raise NotFollowed("a factor that is none")
    return x.like((*x.shape[:2], *(int(n * f) for n, f in zip(x.shape[2:], factors, strict=True))))


def _shuffled(layer: Layer, x: Tensor) -> Tensor:
    by = _whole(layer.options["upscale_factor"])
    if len(x.shape) != 4 or x.shape[1] % by**2:
        raise NotFollowed("channels that do not divide")
    return x.like((x.shape[0], x.shape[1] // by**2, x.shape[2] * by, x.shape[3] * by))


def _padded(layer: Layer, x: Tensor) -> Tensor:
    given, axes = layer.options["padding"], _line(layer)
    return padded(x, (given,) * 2 * axes if _is_int(given) else given)


def padded(x: Tensor, zeros: Any) -> Tensor:
    """Zeros before and after each axis, the last axis first, as F.pad has them."""
    if not isinstance(zeros, tuple | list) or len(zeros) % 2 or len(zeros) > 2 * len(x.shape):
        raise NotFollowed("no padding of axes")
    shape = list(x.shape)
    for axis in range(len(zeros) // 2):
        before, after = zeros[2 * axis : 2 * axis + 2]
        if not all(_is_int(z) and abs(z) < LARGEST for z in (before, after)):
            raise NotFollowed("padding that is no number")
        shape[-1 - axis] += before + after
    return x.like(tuple(shape))


_FOLLOWING: tuple[tuple[str, Callable[[Layer, Tensor], Tensor]], ...] = (
    ("Conv", _convolved), ("Adaptive", _adapted), ("Pool", _pooled), ("Norm", _normalised), ("Linear", _linear),
    ("Flatten", _flattened), ("Upsampl", _upsampled), ("Shuffle", _shuffled), ("Pad", _padded),
)  # fmt: skip
