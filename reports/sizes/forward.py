"""What comes out of an operation, for maps of any layout: with a batch, of a signal, of feature vectors.

`outcomes` is asked with what goes in and what is said to come out; it answers with the statements that this may mean,
each with whether the arithmetic agrees. The arithmetic only orders them: each is decided by running.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from ..reading import call
from .operations import Operation
from .sizing import CONVOLUTIONS, Sizes, Way, chainable, channels_first, plane, statements_of, tuple_text, ways

WINDOWED = (*CONVOLUTIONS, "max_pool2d", "avg_pool2d", "conv_transpose2d")
LARGEST = 64  # kernels beyond this are not run, but worked out
MOST = 24


@dataclass(frozen=True)
class Layout:
    """The axes of a shape: `batch` and `channels` where it has them, the extents of its `plane` (one of a signal)."""

    plane: tuple[int, ...]
    channels: int | None = None
    batch: int | None = None

    def orders(self) -> set[Sizes]:
        """The tuples in which the shape may be written, channels first or last."""
        deep = () if self.channels is None else (self.channels,)
        first = () if self.batch is None else (self.batch,)
        return {(*first, *deep, *self.plane), (*first, *self.plane, *deep)}


def layouts(sizes: Sizes, line: bool) -> list[Layout]:
    """The ways to take a shape, the likeliest first; `line` where it is a signal's."""
    if len(sizes) == 1:
        return [Layout(sizes)]
    if line:
        if len(sizes) == 2:
            return [Layout(sizes[1:], sizes[0]), Layout(sizes[:1], sizes[1])]
        return [Layout(sizes[2:], sizes[1], sizes[0]), Layout(sizes[1:2], sizes[2], sizes[0])]
    if len(sizes) == 2:
        return [Layout(sizes)]
    if len(sizes) == 3:
        last, first = Layout(sizes[:2], sizes[2]), Layout(sizes[1:], sizes[0])
        return [first] if channels_first(sizes) else [last] if sizes[0] == sizes[1] != sizes[2] else [last, first]
    first, last = Layout(sizes[2:], sizes[1], sizes[0]), Layout(sizes[1:3], sizes[3], sizes[0])
    return [last] if sizes[1] == sizes[2] != sizes[3] else [first] if sizes[2] == sizes[3] else [first, last]


def outcomes(operations: Sequence[Operation], sizes: Sizes, output: Sizes) -> list[tuple[bool, str]]:
    """The statements that so many sizes, through such operations, come to the output; those that agree first."""
    found: list[tuple[bool, str]] = []
    if len(sizes) == 2 and len(output) == 3:
        return _with_channels(operations, sizes, output)
    if len(operations) == 1:
        found = list(_of_one(operations[0], sizes, output))
    elif chainable(operations) and len(sizes) == len(output) < 4 and min(plane(sizes)) > 0:
        texts = statements_of([(operations, sizes)], output)
        ends = {plane(x) for x in _through_all(operations, sizes)}
        found = [(plane(output) in ends, text) for text in texts]
    elif 1 < len(operations) <= 12:
        for between in _through_all(operations[:-1], sizes):
            found += _of_one(operations[-1], between, output)
    return sorted(dict.fromkeys(found), key=lambda f: not f[0])[:MOST]


def counted(operations: Sequence[Operation], sizes: Sizes, number: int) -> list[tuple[bool, str]]:
    """The statements that a square map has so many positions after the operations: 3025 of 55 by 55."""
    found: list[tuple[bool, str]] = []
    high, wide = plane(sizes)
    if high != wide:
        return []
    square = (high, wide)
    for made in _through_all(operations, square):
        side = (made[0], made[-1])
        for fits, text in outcomes(operations, square, side):
            if fits:
                left = text.split(" == ")[0].replace("output_shape(", "output_size(", 1)
                found.append((side[0] * side[1] == number, f"{left}**2 == {number}"))
    return sorted(dict.fromkeys(found), key=lambda f: not f[0])[:MOST]


def _with_channels(operations: Sequence[Operation], sizes: Sizes, output: Sizes) -> list[tuple[bool, str]]:
    """Where only the extents that go in are told: those that come out, and as many channels as there are filters."""
    filters = next((o.filters for o in reversed(operations) if "pool" not in o.kind and o.filters), None)
    found: list[tuple[bool, str]] = []
    for made in layouts(output, line=False):
        if filters and made.channels != filters:
            found.append((False, f"output_channels(conv2d, out_channels={filters}) == {made.channels}"))
        else:
            found += outcomes(operations, sizes, made.plane)
    return sorted(dict.fromkeys(found), key=lambda f: not f[0])[:MOST]


def _through_all(operations: Sequence[Operation], sizes: Sizes) -> list[Sizes]:
    """What may come out of several operations in a row."""
    reached = [sizes]
    for operation in operations:
        reached = list(dict.fromkeys(made for one in reached for made in _through(operation, one)))[:MOST]
    return reached


def _through(operation: Operation, sizes: Sizes) -> Iterator[Sizes]:
    """What may come out of one operation."""
    if operation.kind == "flatten":
        yield (prod(sizes),) if len(sizes) < 4 else (sizes[0], prod(sizes[1:]))
        return
    operation = _as_transposed(operation)
    for layout in layouts(sizes, operation.kind == "conv1d"):
        channels = layout.channels if layout.channels is None else _channels_out(operation, layout.channels)
        for way in _ways(operation, layout):
            made = _extents(operation, way, layout)
            if made:
                channels_too = () if channels is None else (channels,)
                yield (*(() if layout.batch is None else (layout.batch,)), *made, *channels_too)


def _ways(operation: Operation, layout: Layout) -> list[Way]:
    if operation.kind == "pointwise_conv2d" and not operation.kernel:
        return [Way((1, 1), (1, 1), (0, 0))]
    return ways(operation, layout.plane[0] % 2 == 0) if operation.kernel or "pool" in operation.kind else []


def _as_transposed(operation: Operation) -> Operation:
    """Upsampling by a factor, as far as sizes go: a transposed convolution whose step is its window."""
    if operation.kind != "upsample":
        return operation
    by = (operation.kernel or operation.stride or (2,))[:1]
    return Operation("conv_transpose2d", by * 2, by, (0,))


def _channels_out(operation: Operation, channels: int) -> int:
    """The channels that come out, where it is known; a pooling keeps them."""
    kept = "pool" in operation.kind or operation.kind == "depthwise_conv2d" or operation.filters is None
    return channels if kept else operation.filters or channels


def _extents(operation: Operation, way: Way, layout: Layout) -> tuple[int, ...]:
    """The extents of the plane that comes out; nothing where the window does not fit."""
    transposed = operation.kind == "conv_transpose2d"
    more = (operation.surplus or 0) if transposed else 0
    made = tuple(way.size(axis, size, transposed) + more for axis, size in enumerate(layout.plane))
    return made if min(made) > 0 else ()


def _of_one(operation: Operation, sizes: Sizes, output: Sizes) -> Iterator[tuple[bool, str]]:
    kind = {"window": "conv2d", "": "conv2d"}.get(operation.kind, operation.kind)
    if kind == "linear":
        yield from _of_features(operation, sizes, output)
    elif kind == "flatten":
        yield from _of_flattening(sizes, output)
    elif kind == "global_avg_pool2d":
        yield from _of_global_pooling(sizes, output)
    elif kind == "upsample":
        yield from _of_upsampling(operation, sizes, output)
    elif kind in WINDOWED:
        yield from _of_window(operation, kind, sizes, output)


def _of_features(operation: Operation, sizes: Sizes, output: Sizes) -> Iterator[tuple[bool, str]]:
    """A fully connected layer: (N, I) becomes (N, O), whatever stands before the features."""
    units = operation.filters
    if units is None or len(sizes) != len(output) or (operation.incoming and operation.incoming != sizes[-1]):
        return
    if len(sizes) == 1:
        yield (
            output[0] == units,
            f"output_shape(linear, in_features={sizes[0]}, out_features={units}) == ({output[0]},)",
        )
        return
    # all axes but the last are kept: rows beside rows
    rows, wrong = prod(sizes[:-1]), sizes[:-1] != output[:-1]
    written, said_rows = "*".join(map(str, sizes[:-1])), "*".join(map(str, output[:-1]))
    same_rows = wrong and prod(output[:-1]) == rows  # as many, in another order
    going = {
        "batch": str(sizes[0]) if same_rows else written,
        "in_features": str(sizes[-1]),
        "out_features": str(units),
    }
    said = str(output[0]) if same_rows else said_rows
    yield not wrong and output[-1] == units, f"{call('output_shape', 'linear', going)} == ({said}, {output[-1]})"


def _of_flattening(sizes: Sizes, output: Sizes) -> Iterator[tuple[bool, str]]:
    """All values in a row, those of each sample where there is a batch."""
    if len(output) == 1 and len(sizes) in (2, 3):
        yield prod(sizes) == output[0], f"{'*'.join(map(str, sizes))} == {output[0]}"
    if len(output) == 2 and len(sizes) == 4:
        good = output == (sizes[0], prod(sizes[1:]))
        left = f"{'*'.join(map(str, sizes[1:]))} == {output[1]}"
        yield good, left if output[0] == sizes[0] else f"{sizes[0]} == {output[0]}"


def _of_global_pooling(sizes: Sizes, output: Sizes) -> Iterator[tuple[bool, str]]:
    for layout in layouts(sizes, line=False):
        if layout.channels is None:
            continue
        going = {"height": str(layout.plane[0]), "width": str(layout.plane[-1]), "in_channels": str(layout.channels)}
        if layout.batch is not None:
            going["batch"] = str(layout.batch)
        kept = (
            Layout((), layout.channels, layout.batch).orders() | Layout((1, 1), layout.channels, layout.batch).orders()
        )
        if len(output) == 1:
            yield output[0] == layout.channels, f"{call('output_channels', 'global_avg_pool2d', going)} == {output[0]}"
        elif layout.batch is not None or len(output) == 3:
            yield output in kept, f"{call('output_shape', 'global_avg_pool2d', going)} == {tuple_text(output)}"


def _of_upsampling(operation: Operation, sizes: Sizes, output: Sizes) -> Iterator[tuple[bool, str]]:
    """Each value repeated: the extents are multiplied, the channels kept."""
    transposed = _as_transposed(operation)
    for layout in layouts(sizes, line=False):
        kept = Operation(
            transposed.kind, transposed.kernel, transposed.stride, transposed.padding, filters=layout.channels
        )
        yield from _of_window(kept, kept.kind, sizes, output)


def _of_window(operation: Operation, kind: str, sizes: Sizes, output: Sizes) -> Iterator[tuple[bool, str]]:
    line = kind == "conv1d"
    if len(sizes) != len(output):
        if len(output) in (1, 2) and len(sizes) > len(output):  # of the plane alone
            for layout in layouts(sizes, line):
                inner = layout.plane if len(output) == 2 else layout.plane[:1]
                if len(inner) == len(output) and len(set(layout.plane)) <= len(inner):
                    yield from _of_window(operation, kind, inner, output)
        return
    for layout in layouts(sizes, line):
        for made in layouts(output, line):
            yield from _of_layout(operation, kind, layout, made, output)


def _of_layout(
    operation: Operation, kind: str, layout: Layout, made: Layout, output: Sizes
) -> Iterator[tuple[bool, str]]:
    for way in _ways(operation, layout):
        extents = _extents(operation, way, layout)
        if not extents:
            continue
        channels = _channels_made(operation, kind, layout, made)
        expected = Layout(extents, channels, layout.batch).orders()
        yield output in expected, _statement(operation, kind, layout, way, channels, output)


def _channels_made(operation: Operation, kind: str, layout: Layout, made: Layout) -> int | None:
    """The channels that come out: those of the filters, as many as went in, or what is said where nothing tells."""
    if layout.channels is None:
        return None
    if "pool" in kind or kind == "depthwise_conv2d":
        return layout.channels
    return operation.filters or made.channels


def _statement(operation: Operation, kind: str, layout: Layout, way: Way, channels: int | None, output: Sizes) -> str:
    if max(way.kernel) > LARGEST or operation.surplus or (kind == "conv1d" and way.kernel[0] > LARGEST):
        return _worked_out(operation, kind, layout, way, channels, output)
    line = kind == "conv1d"
    going = {"time": str(layout.plane[0])} if line else {"height": str(layout.plane[0]), "width": str(layout.plane[-1])}
    if layout.batch is not None:
        going["batch"] = str(layout.batch)
    if layout.channels is not None:
        going["in_channels"] = str(layout.channels)
        if channels is not None and "pool" not in kind and kind != "depthwise_conv2d":
            going["out_channels"] = str(channels)
    elif operation.filters and len(output) > 1 and kind in ("conv2d", "conv_transpose2d"):
        going["out_channels"] = str(operation.filters)  # known, though it does not matter
    if kind == "pointwise_conv2d":
        options = {}
        kind = "conv2d" if way.kernel != (1, 1) or way.stride != (1, 1) or way.padding not in ((0, 0), "same") else kind
        options = way.options() if kind == "conv2d" else {}
    else:
        options = way.options()
    predicate, right = ("output_size", str(*output)) if len(output) == 1 else ("output_shape", tuple_text(output))
    return f"{call(predicate, kind, {**going, **options})} == {right}"


def _worked_out(operation: Operation, kind: str, layout: Layout, way: Way, channels: int | None, output: Sizes) -> str:
    """The same by arithmetic, of what is too large to be run or what no subject has."""
    extents = _extents(operation, way, layout)
    expected = Layout(extents, channels, layout.batch)
    if output in expected.orders():
        said = extents[0]
    else:  # the first axis that differs
        order = min(expected.orders(), key=lambda o: sum(a != b for a, b in zip(o, output, strict=True)))
        wrong = next(n for n, (a, b) in enumerate(zip(order, output, strict=True)) if a != b)
        if order[wrong] not in extents:
            return f"{order[wrong]} == {output[wrong]}"
        said = output[wrong]
    size, k, s = layout.plane[0], (way.kernel[0] - 1) * way.dilation + 1, way.stride[0]
    zeros = 0 if isinstance(way.padding, str) else way.padding[0] * (1 if way.total else 2)
    if kind == "conv_transpose2d":
        return f"({size} - 1)*{s} - {zeros} + {k} + {operation.surplus or 0} == {said}"
    return f"floor(({size} + {zeros} - {k})/{s}) + 1 == {said}"
