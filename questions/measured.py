"""Measurements at lecture-scale sizes, thousands of times a second, still by running the reference.

A count is a polynomial in each extent (channels, height, width, batch, features) as long as the extent keeps its
remainder modulo the strides and groups: running a 112 x 112 x 64 convolution tells nothing that a dozen tiny ones, with
the same kernel, stride, padding and dilation, do not. So the reference is run at small extents, on a grid; that the
degree is what was assumed is checked at further points; and the polynomial through the grid gives the value at the
extents asked for. Small questions are measured directly.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..properties.nodes import Call, Num, Sym, number, symbols, transform, walk
from ..properties.rendering import to_text
from ..properties.roles import LETTERS, PARTS, SYMBOL
from ..properties.subjects import SUBJECTS, subject
from ..reference.errors import InputError

EXTENTS = frozenset(
    {"batch", "in_channels", "out_channels", "height", "width", "size", "time", "in_features", "out_features",
     "growth_rate"}
)
_SPATIAL = frozenset({"height", "width", "size", "time"})
_COUNTED = frozenset({"macs", "params", "memory", "stats_count", "stats_size", "channels_after", "output_shape",
                      "output_size", "output_channels", "output_height", "output_width", "kernel_shape",
                      "stats_shape"})  # fmt: skip
_HALVING = frozenset({"transition_layer", "pool", "max_pool2d", "avg_pool2d", "densenet"})
MOST_DEGREE = 3


def measure(call: Call, values: Mapping[str, Any]) -> Any:
    """What the reference measures for the call when its letters have these values.

    Symbols in the options take their values; other letters count where the subject has a size of that name.
    """
    asked, given = _lettered(_settled(call, tuple((name, values[name]) for name in symbols(call) if name in values)))
    letters = letters_of(asked)
    sizes = {name: int(value) for name, value in values.items()
             if name in letters and isinstance(value, int | Fraction) and value == int(value)}  # fmt: skip
    return _measured(asked, tuple(sorted({**sizes, **dict(given)}.items())))


@lru_cache(maxsize=1 << 16)
def _lettered(call: Call) -> tuple[Call, tuple[tuple[str, int], ...]]:
    """The call with extents given as numbers (`height=56`) taken out of its options, by the letters that name them."""
    given, kept_ = {}, []
    for key, option in call.options:
        letter = SYMBOL.get(key)
        if key in EXTENTS and letter and isinstance(option, Num) and option.value == int(option.value) > 0:
            given[letter] = int(option.value)
        else:
            kept_.append((key, option))
    if not given or call.name not in _COUNTED:
        return call, ()
    return replace(call, options=tuple(kept_)), tuple(given.items())


@lru_cache(maxsize=1 << 16)
def _settled(call: Call, numbers: tuple[tuple[str, Any], ...]) -> Call:
    """The call with numbers in place of the symbols in its options."""
    known = dict(numbers)
    settled = transform(call, lambda n: number(known[n.name]) if isinstance(n, Sym) and n.name in known else n)
    assert isinstance(settled, Call)
    return settled


@lru_cache(maxsize=4096)
def letters_of(call: Call) -> frozenset[str]:
    """The letters that name a size of one of the call's subjects, and that no option has fixed."""
    roles: set[str] = set()
    for node in walk(call):
        if isinstance(node, Sym) and node in call.args:
            roles |= subject(node.name).roles.keys()
    fixed = {part for key, _ in call.options for part in (key, *PARTS.get(key, ()))}
    return frozenset(
        letter for letter, named in LETTERS.items()
        if any({role, *PARTS.get(role, ())} & roles and not {role, *PARTS.get(role, ())} & fixed for role in named)
    )  # fmt: skip


@lru_cache(maxsize=1 << 17)
def _measured(call: Call, sizes: tuple[tuple[str, int], ...]) -> Any:
    bases = _bases(call, dict(sizes)) if call.name in _COUNTED and all(size >= 0 for _, size in sizes) else {}
    if not bases:
        return run(call, sizes)
    fixed = tuple((name, size) for name, size in sizes if name not in bases)
    grid = _grid(call, fixed, tuple(bases.items()))
    at = [(dict(sizes)[name] - base) // step for name, (base, step) in bases.items()]
    return _plain(_interpolated(grid, at))


@lru_cache(maxsize=1 << 16)
def run(call: Call, sizes: tuple[tuple[str, int], ...]) -> Any:
    """One run of the reference at exactly these sizes.

    Where the subject has sizes that the question does not state, it is run with two different choices of them: they
    must not matter.
    """
    from ..properties.measurement import measure_expression  # loaded when something is measured

    if below := [f"{name} = {size}" for name, size in sizes if size < 0]:
        raise InputError(f"{to_text(call)} is asked for at {', '.join(below)}; expected sizes that are not negative")
    unstated = _unstated(call, frozenset(name for name, _ in sizes))
    fills = [{letter: _FILL[letter][i] for letter in unstated} for i in range(2 if unstated else 1)]
    found = [_plain(measure_expression(call, {**dict(sizes), **fill})) for fill in fills]
    if found[0] != found[-1]:
        raise InputError(
            f"the value of {to_text(call)} depends on {' or '.join(unstated)}, which the question does not state"
        )
    return found[0]


_FILL = {"N": (2, 3), "H": (12, 16), "W": (14, 10), "T": (40, 70), "C": (4, 8), "M": (6, 4), "K": (3, 5), "G": (2, 1),
         "L": (3, 4), "k": (2, 3), "I": (3, 4), "O": (5, 4)}  # fmt: skip
_LETTER = {"batch": "N", "height": "H", "width": "W", "time": "T", "in_channels": "C", "out_channels": "M",
           "kernel_size": "K", "kernel_height": "K", "kernel_width": "K", "groups": "G", "layers": "L",
           "growth_rate": "k", "in_features": "I", "out_features": "O"}  # fmt: skip


@lru_cache(maxsize=4096)
def _unstated(call: Call, letters: frozenset[str]) -> tuple[str, ...]:
    """Letters for the sizes of the call's subjects that neither a letter nor an option gives."""
    stated = {part for key, _ in call.options for part in (key, *PARTS.get(key, ()))}
    for letter in letters:
        stated |= {part for role in LETTERS.get(letter, (letter,)) for part in (role, *PARTS.get(role, ()))}
    needed: dict[str, None] = {}
    for node in walk(call):
        if isinstance(node, Sym) and node in call.args and node.name in SUBJECTS:
            open_ = [role for role, value in subject(node.name).roles.items() if value is None and role not in stated]
            needed.update({_LETTER[role]: None for role in open_ if role in _LETTER})
    return tuple(needed)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _bases(call: Call, sizes: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """For each large extent, the small size to start from and the step that keeps its remainder."""
    fixed = {key: int(option.value) for key, option in call.options if isinstance(option, Num)}
    roles = {name: LETTERS.get(name, (name,))[0] for name in sizes}
    by_role = {**{roles[name]: size for name, size in sizes.items()}, **fixed}
    stride = max(1, by_role.get("stride", 1))
    groups = max(1, by_role.get("groups", 1))
    span = max(by_role.get(r, 1) for r in ("kernel_size", "kernel_height", "kernel_width"))
    span = (span - 1) * by_role.get("dilation", 1) + 1
    if any(getattr(arg, "name", "") in _HALVING for arg in call.args):
        stride, groups, span = math.lcm(stride, 2, span), math.lcm(groups, 2), max(span, 2)
    found = {}
    for name, size in sizes.items():
        role = roles[name]
        if role not in EXTENTS:
            continue
        spatial = role in _SPATIAL
        own = math.lcm(stride, max(1, by_role.get(f"stride_{role}", 1)))
        least, step = (max(span, 3), own) if spatial else (1, groups)
        base = size % step + step * max(0, -(-(least - size % step) // step))
        base = base or step
        if size > base + step:
            found[name] = (base, step)
    return found


@lru_cache(maxsize=4096)
def _grid(
    call: Call, fixed: tuple[tuple[str, int], ...], bases: tuple[tuple[str, tuple[int, int]], ...]
) -> tuple[tuple[tuple[int, ...], Any], ...]:
    """The polynomial through the values measured on the grid of (degree + 1) points in each extent."""

    def at(offsets: tuple[int, ...]) -> Any:
        moved = tuple((name, base + step * offset) for (name, (base, step)), offset in zip(bases, offsets, strict=True))
        return run(call, tuple(sorted((*fixed, *moved))))

    axes = range(len(bases))
    for places in ((0,), (0, 1)):  # degrees along the axes; if they do not fit, those at a second place too
        degrees = tuple(_degree(axis, len(bases), at, places) for axis in axes)
        found = _newton(degrees, at)
        beyond = [degree + 1 for degree in degrees]
        staggered = [degree + 2 if axis % 2 else 1 for axis, degree in enumerate(degrees)]
        if all(_interpolated(found, point) == at(tuple(point)) for point in (beyond, staggered)):
            return found
    raise InputError("a count is no polynomial of low degree in its sizes; expected smaller sizes, to be run directly")


def _degree(axis: int, axes: int, at, places: tuple[int, ...]) -> int:
    """The degree along one axis: the least whose next difference vanishes, at some places of the other axes."""
    for degree in range(MOST_DEGREE):
        if all(_vanishes(axis, axes, at, degree + 1, others) for others in places):
            return degree
    raise InputError("a count is no polynomial of low degree in its sizes; expected smaller sizes, to be run directly")


def _vanishes(axis: int, axes: int, at, order: int, others: int) -> bool:
    total: Any = None
    for i in range(order + 1):
        offsets = tuple(i if a == axis else others for a in range(axes))
        term = _scaled(at(offsets), (-1) ** i * math.comb(order, i))
        total = term if total is None else _added(total, term)
    return all(part == 0 for part in (total if isinstance(total, tuple) else (total,)))


def _newton(degrees: tuple[int, ...], at) -> tuple[tuple[tuple[int, ...], Any], ...]:
    """Newton's coefficients: the mixed forward differences of the measured values, axis by axis; zeros are left out."""
    table = {point: at(point) for point in itertools.product(*(range(degree + 1) for degree in degrees))}
    for axis, degree in enumerate(degrees):
        for order in range(1, degree + 1):
            for point in sorted(table, key=lambda p: -p[axis]):  # from the far end, in place
                if point[axis] >= order:
                    before = (*point[:axis], point[axis] - 1, *point[axis + 1 :])
                    table[point] = _added(table[point], _scaled(table[before], -1))
    return tuple((point, value) for point, value in table.items() if value != _scaled(value, 0))


def _interpolated(coefficients: tuple[tuple[tuple[int, ...], Any], ...], at: list[int]) -> Any:
    """Newton's polynomial at a point given in whole steps from the base: only whole numbers occur."""
    total: Any = 0
    for point, value in coefficients:
        weight = 1
        for x, order in zip(at, point, strict=True):
            weight *= math.comb(x, order)
        total = _added(_scaled(value, weight), total)
    return total


def _scaled(value: Any, factor: int) -> Any:
    return tuple(_scaled(item, factor) for item in value) if isinstance(value, tuple) else value * factor


def _added(a: Any, b: Any) -> Any:
    if not isinstance(a, tuple):
        return a + b
    return tuple(x + y for x, y in zip(a, b, strict=True)) if b else a
