"""Shapes of maps: the input and the operation within reach that give exactly a stated shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .. import patterns as re
from ..reading import View
from ..sizes.operations import Operation
from ..sizes.sizing import channels_first, depth, plane, statements_of
from ..sizes.spoken import example_of
from .around import Around
from .stated import Stated

_POOL = re.compile(r"pool|プーリング|最大値|間引", re.IGNORECASE)
_KERNEL_SHAPE = re.compile(
    r"(?:filters?|kernels?|block of weights|weights?|フィルター?|カーネル|窓|重み)(?:は|が|の形|の大きさ|\s+(?:is|are|of|shape))?[^.。、,]{0,20}$",
    re.IGNORECASE,
)
_OF_WEIGHTS = re.compile(r"\s*(?:block |cube |array )?of weights", re.IGNORECASE)
MOST_KERNEL = 11
_LED_TO = re.compile(r"(?:→|->|⇒|=>)[\s(\[$]*$")
_LEADS_ON = re.compile(r"[\s)\]$]*(?:→|->|⇒|=>)[\s(\[$]*\d")


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The statements in which a shape comes out of an input within reach."""
    output = value.numbers
    if len(output) == 2 and output[0] == output[1] and output[0] <= MOST_KERNEL:
        return  # 3x3, 5x5: a kernel, most likely
    if _LEADS_ON.match(near.own, value.end) and not _LED_TO.search(near.own[: value.start]):
        return  # 16x16 → 32x32: the first goes in
    if (
        len(output) == 3
        and output[0] == output[1]
        and output[0] in near.kernels
        and (_KERNEL_SHAPE.search(near.own[: value.start]) or _OF_WEIGHTS.match(near.own, value.end))
    ):
        if output[2] in near.of("in_channels"):
            yield f"kernel_shape(conv2d, kernel_size={output[0]}, in_channels={output[2]}, of=filter) == ({', '.join(map(str, output))})"
        return
    inputs = [s for s in _inputs(near, output) if s != output or near.case.same or near.kernels]
    for operations in _operations(near, output):
        settings = [([operation], sizes) for operation, sizes in product([operations], inputs)]
        for statement in statements_of(settings, output):
            if _fits(statement, settings, output):
                yield statement


def _inputs(near: Around, output: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The shapes that may go in: those of the sentence, else those within reach and squares of the heights that a word gives."""
    found = near.own_shapes or [s for s in near.shapes if max(s) > MOST_KERNEL or s[0] != s[1]]
    if len(output) == 2:
        found = [plane(s) for s in found]
    if not near.own_shapes:
        known = {plane(s) for s in found}
        found += [(h, h) for h in near.case.near("height") or near.case.every("height") if (h, h) not in known]
    return list(dict.fromkeys(found))[:6]


def _operations(near: Around, output: tuple[int, ...]) -> Iterator[Operation]:
    """The operations that the numbers within reach allow."""
    pooled = bool(_POOL.search(near.own)) or any(_POOL.search(t) for t in near.texts[:1])
    strides = near.case.near("stride") or list(dict.fromkeys([1, *near.case.every("stride")]))
    filters = depth(output)
    makeable = near.case.every("out_channels") or [n for n in near.bare if n > 1]
    for kernel in near.kernels:
        if pooled and kernel > 1:
            for stride in near.case.near("stride") or dict.fromkeys([*near.case.every("stride"), kernel]):
                yield Operation("max_pool2d", (kernel,), (stride,))
        for stride, padding, dilation in [] if only_pooled(near) else product(strides, _paddings(near), _dilations(near)):
            if filters is None or filters in makeable:
                yield Operation("conv2d", (kernel,), (stride,), padding, (dilation,) if dilation > 1 else (), filters=filters)
    if filters is not None and 1 in near.kernels and filters in makeable and not only_pooled(near):
        yield Operation("pointwise_conv2d", filters=filters)


def only_pooled(near: Around) -> bool:
    """Whether the sentence, or the text right above it, is about a pooling and no convolution."""
    return any(
        _POOL.search(t) and not _CONV.search(t) for t in ([near.own] if _POOL.search(near.own) else near.texts[:1])
    ) and not _CONV.search(near.own)


_CONV = re.compile(r"畳|フィルタ|カーネル|conv|filter|kernel|padding|パディング", re.IGNORECASE)


def _paddings(near: Around) -> list[tuple[int, ...] | str]:
    """The padding that the sentence names; else what the text above names, or either custom."""
    if near.case.own.same:
        return ["same"]
    named = near.case.near("padding") or next((s.values.get("padding", ()) for s in near.case.above[:1]), ())
    if named:
        return [(p,) for p in named]
    for text in (near.own, *near.texts[:1]):
        told = [o.padding for o in example_of(text).operations if o.padding and "pool" not in o.kind]
        if told:
            return list(dict.fromkeys(told))
    return [*((p,) for p in near.case.every("padding")), "same", (0,)]


_UNDILATED = re.compile(r"通常|普通|標準|\b(?:ordinary|plain|standard|regular|undilated|without dilation)\b", re.IGNORECASE)


def _dilations(near: Around) -> list[int]:
    """The dilation that the sentence or the one right above it names; one further above may be another layer's."""
    if _UNDILATED.search(near.own):
        return [1]
    for at, text in enumerate((near.own, *near.texts)):
        told = [o.dilation[0] for o in example_of(text).operations if o.dilation]
        if told:
            return list(dict.fromkeys(told if at < 2 else [1, *told]))
    return [1]


def _fits(statement: str, settings: list[tuple[list[Operation], tuple[int, ...]]], output: tuple[int, ...]) -> bool:
    """Whether the arithmetic of a window agrees, so that only few have to be run."""
    size = re.search(r"height=(\d+)", statement)
    if not size:
        return True
    made = plane(output)[0]
    operation = settings[0][0][0]
    kernel, stride = (operation.kernel or (1,))[0], (operation.stride or (1,))[0]
    kernel = (kernel - 1) * (operation.dilation or (1,))[0] + 1
    padding = re.search(r"padding=(\w+)", statement)
    zeros = (
        0
        if padding is None
        else (kernel - 1) / 2
        if padding[1] == "same"
        else int(padding[1])
        if padding[1].isdigit()
        else 0
    )
    return made in (
        int((int(size[1]) + 2 * zeros - kernel) // stride) + 1,
        -(-int(size[1]) // stride),
    ) or channels_first(output)
