"""What a layer of given sizes holds and costs, in closed form, and the statement that has it counted by running.

The closed forms only find the candidates; every statement is decided by the reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..reading import call
from ..sizes.counting import Sizes

NEEDED = {
    "conv2d": ("kernel_size", "in_channels", "out_channels"),
    "depthwise_conv2d": ("kernel_size", "in_channels"),
    "pointwise_conv2d": ("in_channels", "out_channels"),
    "depthwise_separable_conv2d": ("kernel_size", "in_channels", "out_channels"),
    "conv_transpose2d": ("kernel_size", "in_channels", "out_channels"),
    "linear": ("inputs", "units"),
    "batch_norm": ("in_channels",),
    "max_pool2d": (), "relu": (),
}  # fmt: skip
CONVOLUTIONS = tuple(NEEDED)[:5]
WINDOWS = {side * side: side for side in (3, 5, 7, 11)}  # the usual ones, by the factor that they give


@dataclass(frozen=True)
class Candidate:
    """A count, the statement of it without its value, and whether the text says of which kind it is (with biases...)."""

    count: int
    left: str


def counted(predicate: str, subject: str, sizes: Sizes, bias: bool | None) -> Iterator[Candidate]:
    """Every count that a layer may have at the sizes a text gives."""
    roles = NEEDED[subject]
    choices = [sizes.values.get(r, []) for r in roles]
    if subject == "linear" and not choices[0]:
        choices[0] = sizes.values.get("volumes", [])[:1] or _flattened(sizes) or _pixels(sizes) or sizes.values.get("in_channels", [])
    if subject == "linear" and not choices[1]:
        choices[1] = sizes.values.get("volumes", [])[1:] or sizes.values.get("out_channels", [])
    if not all(choices):
        return
    groups = sizes.values.get("groups", [1])[0] if subject == "conv2d" else 1
    for values in list(product(*choices))[:24]:
        at = dict(zip(roles, values, strict=True))
        if subject == "conv2d" and groups > 1 and (at["in_channels"] % groups or at["out_channels"] % groups):
            continue
        yield from (_params if predicate == "params" else _macs)(subject, at, sizes, bias, groups)


def _flattened(sizes: Sizes) -> list[int]:
    """The values of a small map, 7x7x512, which reads like a window."""
    window, channels = sizes.values.get("kernel_size", []), sizes.values.get("in_channels", [])
    return [window[0] ** 2 * channels[0]] if len(window) == len(channels) == 1 else []


def _pixels(sizes: Sizes) -> list[int]:
    """The values of the one picture that is told: 96x96 in colour."""
    height, width, channels = (sizes.values.get(role, []) for role in ("height", "width", "in_channels"))
    return [height[0] * width[0] * channels[0]] if len(height) == len(width) == len(channels) == 1 else []


def _options(subject: str, at: dict[str, int], groups: int) -> dict[str, str]:
    names = {"inputs": "in_features", "units": "out_features"} if subject == "linear" else {}
    found = {names.get(r, r): str(v) for r, v in at.items()}
    return found | ({"groups": str(groups)} if groups > 1 else {})


def _weights(subject: str, at: dict[str, int], groups: int) -> tuple[int, int]:
    """Weights and biases of a layer."""
    k, i, o = (
        at.get("kernel_size", 1),
        at.get("in_channels", at.get("inputs", 0)),
        at.get("out_channels", at.get("units", 0)),
    )
    if subject == "depthwise_conv2d":
        return k * k * i, i
    if subject == "depthwise_separable_conv2d":
        return k * k * i + i * o, i + o
    return k * k * i // groups * o, o


def _params(subject: str, at: dict[str, int], sizes: Sizes, bias: bool | None, groups: int) -> Iterator[Candidate]:
    options = _options(subject, at, groups)
    if subject in ("max_pool2d", "relu"):
        yield Candidate(0, f"params({subject})")
        return
    if subject == "batch_norm":
        c = at["in_channels"]
        yield Candidate(2 * c, call("params", subject, {**options}))
        yield Candidate(4 * c, call("params", subject, {**options, "moving": "true"}))
        return
    weights, biases = _weights(subject, at, groups)
    for with_bias in (True, False) if bias is None else (bias,):
        yield Candidate(
            weights + biases * with_bias, call("params", subject, {**options, "bias": str(with_bias).lower()})
        )


def _macs(subject: str, at: dict[str, int], sizes: Sizes, bias: bool | None, groups: int) -> Iterator[Candidate]:
    options = _options(subject, at, groups)
    if subject == "linear":
        yield Candidate(at["inputs"] * at["units"], call("macs", subject, options))
        return
    if subject not in CONVOLUTIONS or subject == "conv_transpose2d":
        return
    weights, _ = _weights(subject, at, groups)
    for (h, w), (oh, ow), place in _planes(sizes, at.get("kernel_size", 1)):
        more = {
            "height": str(h),
            "width": str(w),
            **({} if subject in ("pointwise_conv2d", "depthwise_separable_conv2d") else place),
        }
        if subject in ("pointwise_conv2d", "depthwise_separable_conv2d") and (h, w) != (oh, ow):
            more |= {"height": str(oh), "width": str(ow)}
        yield Candidate(oh * ow * weights, call("macs", subject, {**options, **more}))


def _planes(sizes: Sizes, kernel: int) -> Iterator[tuple[tuple[int, int], tuple[int, int], dict[str, str]]]:
    """The map that goes in, the one that comes out, and the stride and padding that lead from one to the other."""
    ins = list(zip(sizes.values.get("height", []), sizes.values.get("width", []), strict=False))
    outs = list(zip(sizes.values.get("out_height", []), sizes.values.get("out_width", []), strict=False))
    strides = sizes.values.get("stride", [1])
    paddings = sizes.values.get("padding", [])
    if not ins:
        for out in outs:
            yield out, out, {"stride": "1", "padding": "same"}
        return
    for (h, w), stride in product(ins, strides):
        ways: list[tuple[str, int]] = [("same", 0)] if sizes.same or not paddings else []
        ways += [(str(p), p) for p in paddings]
        if not sizes.same and not paddings:
            ways.append(("0", 0))
        for name, padding in ways:
            made = (
                (-(-h // stride), -(-w // stride))
                if name == "same"
                else tuple((n + 2 * padding - kernel) // stride + 1 for n in (h, w))
            )
            if min(made) > 0 and (not outs or made in outs):
                yield (h, w), (made[0], made[1]), {"stride": str(stride), "padding": name}
