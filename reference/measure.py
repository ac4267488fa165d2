"""Measuring an operation by running it: arithmetic executed, shapes, and what depends on what.

Every function takes the operation, then its arguments. Where the operation takes an array, a shape may stand for it,
`(N, C, H, W)`; it is filled with numbers that are not zero. An array is used by its values, so that zeros in it count
as zeros. Any callable will do, also a composition: `macs(lambda x, w: relu(conv2d(x, w)), (1, 3, 8, 9), (4, 3, 3, 3))`.

    macs, executed, parameters, output_shape        how much, how large
    dependence, receptive_field                     which inputs an output depends on
    is_causal, future_dependence                    whether it depends on later ones
    shared_statistics, normalised_axes, independent_statistics      what is normalised together
"""

import functools
import inspect
import math
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from .arguments import Array, expect
from .filling import arrays_in, filled, is_shape, mapped
from .numbers import Count, Tally, Trace, ones
from .tallied import Tallied

Function = Callable[..., Any]
Index = tuple[int, ...]

SMALL = 100_000  # products of sizes up to which numbers are counted one by one (0.1 s); above, whole NumPy calls
TRACEABLE = 200_000  # inputs; a traced number holds one bit for each


def macs(function: Function, *arguments: Any, number_type: type | None = None, **options: Any) -> int:
    """The multiply-accumulates executed: multiplications inside convolutions and matrix products.

    Counted number by number (`Count`) where that is quick, else array by array (`Tallied`); `number_type` chooses.
    Products with padded zeros count; elementwise products (normalisation, gates) do not, nor those of a function that
    contracts otherwise than by `elementary.matmul`: see `executed` for all multiplications.

    >>> from .convolution import conv2d
    >>> macs(conv2d, (1, 3, 8, 9), (4, 3, 5, 5), padding=2) == 8 * 9 * 5 * 5 * 3 * 4
    True
    """
    return executed(function, *arguments, number_type=number_type, **options).macs


def executed(function: Function, *arguments: Any, number_type: type | None = None, **options: Any) -> Tally:
    """All the arithmetic executed: macs, multiplications (those of the macs too), additions, divisions, comparisons.

    >>> from .convolution import conv1d
    >>> executed(conv1d, (1, 2, 6), (3, 2, 2), (3,)).additions       # with a bias: as many as multiplications
    60
    """
    arrays, options = filled(function, arguments, options)
    sizes = sorted((array.size for array in arrays_in([*arrays, *options.values()])), reverse=True)
    number_type = number_type or (Count if math.prod(sizes[:2]) <= SMALL else Tallied)
    tally = Tally()

    def counted(array: Array) -> Any:
        if number_type is Tallied:
            return Tallied.of(array, tally)
        return np.frompyfunc(lambda value: Count(value, tally), 1, 1)(array.astype(object))

    function(*mapped(counted, arrays), **mapped(counted, options))
    return tally


def parameters(*weights: Any) -> int:
    """How many numbers the arrays, or shapes, or lists of them, hold together. None, a bias left out, holds none.

    >>> parameters((64, 3, 7, 7), (64,), None, [(2, 3), (4,)])
    9482
    """
    return sum(math.prod(w) if is_shape(w) else parameters(*w) if isinstance(w, list | tuple) else np.size(w)
               for w in weights if w is not None)  # fmt: skip


def output_shape(function: Function, *arguments: Any, **options: Any) -> Any:
    """The shape of the result; a tuple of shapes where there are several results.

    >>> from .convolution import conv2d
    >>> output_shape(conv2d, (1, 3, 8, 9), (4, 3, 3, 3), stride=2)
    (1, 4, 3, 4)
    """
    arrays, options = filled(function, arguments, options)
    result = function(*arrays, **options)
    return tuple(np.shape(part) for part in result) if isinstance(result, tuple) else np.shape(result)


def dependence(
    function: Function, *arguments: Any, argument: int | str = 0, output: Index | None = None, **options: Any
) -> frozenset[Index]:
    """The indices in one argument on which the output at index `output` (or any output) may depend.

    An over-approximation (see `Trace`): what is absent is proved to have no influence for these shapes. With several
    results `output` starts with the number of the result; where `argument` is a list, indices start with its number.

    >>> from .wavenet import causal_conv1d
    >>> sorted(dependence(causal_conv1d, (1, 1, 9), (1, 1, 2), dilation=3, output=(0, 0, 8)))
    [(0, 0, 5), (0, 0, 8)]
    """
    cells, indices = _traced(function, arguments, argument, options)
    chosen = cells.values() if output is None else [_cell(cells, output)]
    return frozenset(indices[i] for i in ones(functools.reduce(operator.or_, chosen, 0)))


def receptive_field(
    function: Function, *arguments: Any, argument: int | str = 0, axes: Iterable[int] | None = None, **options: Any
) -> tuple[int, ...]:
    """From the first to the last input that one output depends on, along each spatial axis (all after the second).

    The largest over all outputs; an input must be at least that large for the field to show whole.

    >>> from .convolution import conv2d
    >>> receptive_field(lambda x, w: conv2d(conv2d(x, w), w), (1, 1, 9, 8), (1, 1, 3, 2))
    (5, 3)
    """
    cells, indices = _traced(function, arguments, argument, options)
    positions = np.array(indices)
    axes = range(2, positions.shape[1]) if axes is None else axes
    fields = [np.ptp(positions[ones(bits)], axis=0) + 1 for bits in set(cells.values()) if bits]
    return tuple(int(max((field[axis] for field in fields), default=0)) for axis in axes)


def is_causal(
    function: Function, *arguments: Any, argument: int | str = 0, axes: Iterable[int] = (-1,), strict: bool = False,
    **options: Any,
) -> bool:  # fmt: skip
    """Whether no output depends on an input after it (`strict`: nor at it), in the order of the axes.

    axes=(-1,) is time; axes=(-2, -1) is the raster order of an image: rows first.

    >>> from .wavenet import causal_conv1d
    >>> from .convolution import conv1d
    >>> is_causal(causal_conv1d, (1, 2, 7), (3, 2, 2)), is_causal(conv1d, (1, 2, 7), (3, 2, 3), padding="same")
    (True, False)
    """
    return future_dependence(function, *arguments, argument=argument, axes=axes, strict=strict, **options) is None


def future_dependence(
    function: Function, *arguments: Any, argument: int | str = 0, axes: Iterable[int] = (-1,), strict: bool = False,
    **options: Any,
) -> tuple[Index, Index] | None:  # fmt: skip
    """The first output and an input after it that it may depend on, as indices; None if the function is causal.

    >>> from .convolution import conv1d
    >>> future_dependence(conv1d, (1, 1, 5), (1, 1, 3), padding="same")
    ((0, 0, 0), (0, 0, 1))
    """
    cells, indices = _traced(function, arguments, argument, options)
    axes = list(axes)
    last = max(max(index[axis] for index in (*cells, *indices)) for axis in axes) + 1
    order = last ** np.arange(len(axes))[::-1]  # positions as numbers in base `last`: the first axis counts most
    when = np.array(indices)[:, axes] @ order
    for output, bits in cells.items():
        inputs, now = ones(bits), np.array(output)[axes] @ order
        later = inputs[when[inputs] >= now if strict else when[inputs] > now]
        if later.size:
            return output, indices[later[0]]
    return None


def shared_statistics(
    function: Function, *arguments: Any, output: Index | None = None, **options: Any
) -> frozenset[Index]:
    """The inputs that are normalised together with the one at index `output` (default: the first), itself included.

    >>> from .normalization import layer_norm
    >>> sorted(shared_statistics(layer_norm, (2, 3), (3,), output=(1, 0)))
    [(1, 0), (1, 1), (1, 2)]
    """
    cells, indices = _traced(function, arguments, 0, options)
    return frozenset(indices[i] for i in ones(_cell(cells, output or next(iter(cells)))))


def normalised_axes(function: Function, *arguments: Any, **options: Any) -> frozenset[int]:
    """The axes along which inputs share their statistics (partly is enough: the channels within a group).

    An axis of size 1 cannot show; give sizes of 2 and more.

    >>> from .normalization import batch_norm, instance_norm
    >>> sorted(normalised_axes(batch_norm, (2, 3, 4, 5), None, None, training=True))
    [0, 2, 3]
    >>> sorted(normalised_axes(instance_norm, (2, 3, 4, 5)))
    [2, 3]
    """
    together = np.array(sorted(shared_statistics(function, *arguments, **options)))
    return frozenset(axis for axis in range(together.shape[1]) if len(set(together[:, axis])) > 1)


def independent_statistics(function: Function, *arguments: Any, **options: Any) -> int:
    """How many separate means and variances are taken: C for batch, N for layer, N*C for instance normalisation.

    >>> from .normalization import group_norm
    >>> independent_statistics(group_norm, (2, 6, 4), num_groups=3)
    6
    """
    cells, _ = _traced(function, arguments, 0, options)
    return len(set(cells.values()))


def _traced(
    function: Function, arguments: tuple[Any, ...], argument: int | str, options: dict[str, Any]
) -> tuple[dict[Index, int], list[Index]]:
    """For every index of the result, the bits of the inputs it depends on; and the index that each bit stands for."""
    given, options = filled(function, arguments, options)
    given, options = mapped(lambda array: array.astype(object), (given, options))
    holder: Any = options if isinstance(argument, str) and argument in options else given
    key = argument if holder is options else _position(function, argument)
    parts = holder[key] if isinstance(holder[key], list) else [holder[key]]
    size = sum(part.size for part in parts)
    expect(size <= TRACEABLE, "dependence", f"{size} inputs are to be traced", f"at most {TRACEABLE}")
    bits = iter(range(size))
    traced = [np.frompyfunc(lambda _: Trace.of(next(bits)), 1, 1)(part) for part in parts]
    listed = isinstance(holder[key], list)
    holder[key] = traced if listed else traced[0]
    indices = [(n, *i) if listed else i for n, part in enumerate(parts) for i in np.ndindex(*part.shape)]
    return dict(_cells(function(*given, **options))), indices


def _position(function: Function, argument: int | str) -> int:
    if isinstance(argument, int):
        return argument
    names = list(inspect.signature(function).parameters)
    expect(argument in names, "dependence", f"argument is {argument!r}", f"one of {', '.join(names)}")
    return names.index(argument)


def _cells(result: Any, before: Index = ()) -> Iterator[tuple[Index, int]]:
    """Every index of the result with the bits there; of several results, each index starts with the result's number."""
    if isinstance(result, tuple):
        for number, part in enumerate(result):
            yield from _cells(part, (number,))
        return
    array = np.asarray(result, dtype=object)
    for index in np.ndindex(*array.shape):
        yield (*before, *index), getattr(array[index], "bits", 0)


def _cell(cells: dict[Index, int], output: Index) -> int:
    expect(output in cells, "dependence", f"output is {output}", f"an index of the result, up to {max(cells)}")
    return cells[output]
