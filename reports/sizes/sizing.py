"""The statements of one result: such operations, such a size going in, such a size coming out.

Where stride or padding go without saying, each custom is tried: padding that keeps the size or none, a pooling whose step
is its window. The ways that agree with the claim by arithmetic come first, so that few have to be decided; what is
decided is always decided by running.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from .. import patterns as re
from ..reading import call
from .operations import Operation

MAX_WAYS = 12
CONVOLUTIONS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d", "depthwise_separable_conv2d", "conv1d")
Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Way:
    """One custom: window, step and padding of an operation, along height and width."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int] | str
    dilation: int = 1
    total: bool = False

    def size(self, axis: int, size: int, transposed: bool) -> int:
        """What comes out along an axis; 0 where the window does not fit, or a step of 0 gets nowhere."""
        k, s = (self.kernel[axis] - 1) * self.dilation + 1, self.stride[axis]
        if not s:
            return 0
        if self.padding == "same":
            return size * s if transposed else math.ceil(size / s)
        zeros = int(self.padding[axis]) * (1 if self.total else 2)
        if transposed:
            return (size - 1) * s + k - zeros
        return (size + zeros - k) // s + 1 if size + zeros >= k else 0

    def options(self) -> dict[str, str]:
        """As options of a statement."""
        found = _by_axis("kernel", self.kernel, "kernel_size") | _by_axis("stride", self.stride)
        name = "total_padding" if self.total else "padding"
        found |= {"padding": self.padding} if isinstance(self.padding, str) else _by_axis(name, self.padding)
        return {**found, "dilation": str(self.dilation)} if self.dilation > 1 else found


def _by_axis(role: str, values: tuple[int, int], both: str = "") -> dict[str, str]:
    if values[0] == values[1]:
        return {both or role: str(values[0])}
    return {f"{role}_height": str(values[0]), f"{role}_width": str(values[1])}


def ways(operation: Operation, even: bool = False) -> list[Way]:
    """The customs for what an operation leaves open, the most usual first."""
    pooled = "pool" in operation.kind
    if pooled and not operation.kernel:  # the two windows that poolings have
        return [
            w
            for k in ((2, 2), (3, 3))
            for w in ways(replace(operation, kernel=k, stride=operation.stride or (2,)), even)
        ]
    kernel = _two(operation.kernel[:2]) or ((1, 1) if operation.kind == "pointwise_conv2d" else (2, 2))
    if operation.stride:
        strides = [_two(operation.stride)]
    elif pooled:
        strides = [kernel, (2, 2)]
    elif operation.kind == "conv_transpose2d" and not operation.call:
        strides = [(1, 1), kernel]
    else:
        strides = [(1, 1)]
    if isinstance(operation.padding, str):
        paddings: list[tuple[int, int] | str] = ["same"]
    elif operation.padding:
        paddings = [_two(operation.padding)]
    elif pooled:
        paddings = [(0, 0), *([(kernel[0] // 2, kernel[1] // 2)] if kernel[0] > 2 and even else [])]
    elif operation.kind == "conv_transpose2d" or kernel == (1, 1):
        paddings = [(0, 0)]
    else:
        paddings = [(0, 0), "same"]
    dilation = (operation.dilation or (1,))[0]
    counts = (True, False) if operation.total and any(p != (0, 0) for p in paddings) else (False,)
    return [Way(kernel, s, p, dilation, total) for s, p, total in product(strides, paddings, counts)]


def _two(values: Sequence[int]) -> tuple[int, int]:
    return () if not values else (values[0], values[-1])  # type: ignore[return-value] - two, or none given


def channels_first(sizes: Sizes) -> bool:
    """Whether a shape of three begins with its channels: 16x28x28."""
    return len(sizes) == 3 and sizes[1] == sizes[2] and sizes[0] != sizes[1]


def plane(sizes: Sizes) -> tuple[int, int]:
    """Height and width of a shape."""
    if len(sizes) == 1:
        return sizes[0], sizes[0]
    return (sizes[1], sizes[2]) if channels_first(sizes) else (sizes[0], sizes[1])


def depth(sizes: Sizes) -> int | None:
    """The channels of a shape, where it has them."""
    return None if len(sizes) < 3 else sizes[0] if channels_first(sizes) else sizes[2]


def statements_of(settings: Sequence[tuple[Sequence[Operation], Sizes]], output: Sizes) -> list[str]:
    """How the output may have been meant to come about in any of the settings (operations, what goes in); the fitting first."""
    found: list[tuple[bool, str]] = []
    for operations, sizes in settings:
        found += (
            _of_one(operations[0], sizes, output) if len(operations) == 1 else _of_several(operations, sizes, output)
        )
    return list(dict.fromkeys(text for _, text in sorted(found, key=lambda f: not f[0])))[:MAX_WAYS]


def _of_one(operation: Operation, sizes: Sizes, output: Sizes) -> list[tuple[bool, str]]:
    if operation.surplus:
        return []  # of an output padding `forward.py` knows
    special = _special(operation, sizes, output)
    if special is not None:
        return special
    kind = {"window": "conv2d", "": "conv2d"}.get(operation.kind, operation.kind)
    if kind == "pointwise_conv2d" and (
        operation.kernel[:2] not in ((), (1, 1))
        or operation.stride not in ((), (1,))
        or operation.padding not in ((), (0,), "same")
    ):
        kind = "conv2d"
    if kind not in (*CONVOLUTIONS, "max_pool2d", "avg_pool2d", "conv_transpose2d"):
        return []
    if not operation.kernel and kind not in ("pointwise_conv2d", "max_pool2d", "avg_pool2d"):
        return []
    flat = len(sizes) == 1 and len(output) == 1
    height, width = plane(sizes)
    going = {"height": str(height), "width": str(width)}
    inward, outward = depth(sizes), depth(output)
    if kind == "conv1d" and not flat:
        kind = "conv2d"
    if outward is not None and inward is not None:
        going["in_channels"] = str(inward)
    if outward is not None and ("pool" in kind or kind == "depthwise_conv2d"):
        going |= {} if inward is not None else {"in_channels": str(outward)}
    elif outward is not None:
        going["out_channels"] = str(operation.filters or outward)
    if kind == "conv1d":
        going = {"time": str(sizes[0])}
    if kind == "pointwise_conv2d":
        made = (height, width) == plane(output)
        return [(made, f"{call('output_shape', kind, going)} == {tuple_text(output)}")] if len(output) > 1 else []
    if outward is None and not flat and kind in ("conv2d", "conv_transpose2d"):  # what else is known, though it does not matter
        going |= {role: str(n) for role, n in (("in_channels", inward), ("out_channels", operation.filters)) if n}
    found: list[tuple[bool, str]] = []
    for way in ways(operation, height % 2 == 0):
        made = tuple(way.size(axis, size, kind == "conv_transpose2d") for axis, size in enumerate((height, width)))
        if min(made) < 1:
            continue
        predicate, right = ("output_size", str(*output)) if len(output) == 1 else ("output_shape", tuple_text(output))
        found.append((made == plane(output), f"{call(predicate, kind, {**going, **way.options()})} == {right}"))
    return found


def is_by_an_unsaid_step(operation: Operation, sizes: Sizes, output: Sizes) -> bool:
    """Whether a window of which no step is told makes the output by a step of two or more: 3x3 takes 56x56 to 28x28."""
    if operation.stride or not operation.kernel or "pool" in operation.kind or operation.kind == "conv_transpose2d":
        return False
    if operation.kind == "window" and len(output) < 3:
        return False  # slid over a map, it moves by one
    for step in (2, 3, 4):
        stepping = replace(operation, stride=(step,), filters=None)
        for way in ways(stepping, sizes[0] % 2 == 0):
            if tuple(way.size(axis, size, False) for axis, size in enumerate(plane(sizes))) == plane(output):
                return True
    return False


def _special(operation: Operation, sizes: Sizes, output: Sizes) -> list[tuple[bool, str]] | None:
    """Operations without windows: global pooling, flattening, upsampling; a transition between dense blocks."""
    kind, (height, width) = operation.kind, plane(sizes)
    channels = depth(sizes)
    if kind == "transition_layer":
        if len(output) < 2 or len(sizes) != len(output):
            return []
        deep = {"in_channels": str(channels), "out_channels": str(depth(output))} if channels else {}
        return [
            (
                True,
                f"{call('output_shape', kind, {'height': str(height), 'width': str(width), **deep})} == {tuple_text(output)}",
            )
        ]
    if kind == "global_avg_pool2d" or (
        "pool" in kind and not operation.kernel and plane(output) == (1, 1) != (height, width)
    ):
        going = {"height": str(height), "width": str(width), **({"in_channels": str(channels)} if channels else {})}
        if len(output) == 1 and channels:
            return [(True, f"{call('output_channels', 'global_avg_pool2d', going)} == {output[0]}")]
        return (
            [(True, f"{call('output_shape', 'global_avg_pool2d', going)} == {tuple_text(output)}")]
            if len(output) > 1
            else []
        )
    if kind == "flatten":
        return [(True, f"{'*'.join(map(str, sizes))} == {output[0]}")] if len(output) == 1 and len(sizes) > 1 else []
    if kind == "upsample":
        by = (operation.kernel or operation.stride)[:1]
        if not by or len(output) < 2:
            return []
        as_one = replace(operation, kind="conv_transpose2d", kernel=by * 2, stride=by, padding=(0,))
        return _of_one(as_one, plane(sizes), plane(output)) if channels == depth(output) or channels is None else []
    return None


def _of_several(operations: Sequence[Operation], sizes: Sizes, output: Sizes) -> list[tuple[bool, str]]:
    """Several operations in a row, each along one axis; equal along both."""
    outward = depth(output)
    if not chainable(operations):
        return []
    filters = next((o.filters for o in reversed(operations) if "pool" not in o.kind), None)
    if outward is not None and filters and filters != outward:
        return [(False, f"output_channels(conv2d, out_channels={filters}) == {outward}")]
    ends = list(dict.fromkeys(zip(plane(sizes), plane(output), strict=True)))
    found: list[tuple[bool, str]] = []
    distinct = [o for n, o in enumerate(operations) if o not in operations[:n]]  # the same layer again has the same custom
    for way in product(*(ways(o, ends[0][0] % 2 == 0) for o in distinct)):
        chosen = [way[distinct.index(o)] for o in operations]
        plan, made = _plan(chosen, [start for start, _ in ends])
        if plan:
            wrong = next((n for n, (_, last) in enumerate(ends) if made[n] != last), 0)
            side, last = ends[wrong]
            fits = all(m == end for m, (_, end) in zip(made, ends, strict=True))
            found.append((fits, f"output_size(layer_stack, in_channels=1, plan={plan}, time={side}) == {last}"))
        if len(found) > 64:
            break
    return found


def _plan(chosen: Sequence[Way], sides: Sequence[int]) -> tuple[str, list[int]]:
    """The plan of a stack in the statement language, and what comes out of it by arithmetic; no plan where it does not fit."""
    parts, made = [], list(sides)
    for way in chosen:
        k, s, reach = way.kernel[0], way.stride[0], (way.kernel[0] - 1) * way.dilation
        zeros = reach // 2 if way.padding == "same" else int(way.padding[0])
        made = [(size + 2 * zeros - reach - 1) // s + 1 for size in made]
        parts.append(f"k{k}s{s}d{way.dilation}p{zeros}")
        if min(made) < 1:
            return "", made
    return "_".join(parts), made


def chainable(operations: Sequence[Operation]) -> bool:
    """Whether each operation is known well enough to be one of several in a row."""
    return 0 < len(operations) <= 12 and all(
        (o.kernel or "pool" in o.kind or o.kind == "pointwise_conv2d") and o.kind not in ("conv_transpose2d", "global_avg_pool2d") and len(set(o.kernel[:2])) < 2
        and not o.total and len(o.stride) < 2 and (isinstance(o.padding, str) or len(o.padding) < 2)
        for o in operations
    )  # fmt: skip


def tuple_text(values: Sizes) -> str:
    """A tuple in the statement language."""
    return "(" + ", ".join(map(str, values)) + ("," if len(values) == 1 else "") + ")"


_SQUARE_MAP = re.compile(r"height=(\d+), width=\1, in_channels=(\d+)")


def other_order(statement: str, text: str) -> str | None:
    """The statement with a map's three numbers read the other way, where they are written so that they may be: 40x32x32.

    >>> other_order("output_shape(pointwise_conv2d, height=32, width=32, in_channels=40) == (40, 32, 64)", "40x32x32")
    'output_shape(pointwise_conv2d, height=40, width=32, in_channels=32) == (40, 32, 64)'
    """
    found = _SQUARE_MAP.search(statement)
    if not found or found[1] == found[2]:
        return None
    side, channels = found[1], found[2]
    if not re.search(rf"(?<!\d){channels}\s*[x×*,]\s*{side}\s*[x×*,]\s*{side}(?!\d)", text):
        return None
    other = f"height={channels}, width={side}, in_channels={side}"
    return statement[: found.start()] + other + statement[found.end() :]
