"""Printed formulas of costs and of receptive fields, compared with what is counted on every case of a box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ...reference.architectures.wavenet import dilations
from ...reference.counting import count
from ...reference.errors import InputError
from ...reference.layers import BatchNorm, Conv2d, Layer, Linear
from ...reference.network import Builder
from ..evaluation import evaluate
from ..nodes import symbols
from .conventions import is_stored, per_mac
from .entry import REPRODUCES, UNDER, WRONG, Entry, Finding
from .fields import traced_field
from .formulas import right_side


@dataclass(frozen=True)
class Sizes:
    """Kernel, input channels, output channels, height, width and groups of one case."""

    kernel: int
    inputs: int
    outputs: int
    height: int
    width: int
    groups: int = 1


SIZES = tuple(
    Sizes(k, c, m, h, w, g)
    for k, (c, m), (h, w), g in product((1, 3, 5), ((2, 6), (4, 2), (6, 4)), ((5, 7), (6, 6), (8, 5)), (1, 2))
)
# symbol -> what it may stand for; M and N are an input's and an output's where D_K or N is used, else C and M are
_SYMBOLS: dict[str, Callable[[Sizes], int]] = {
    **dict.fromkeys(("K", "k", "D_K", "DK", "d_k", "D_k", "f"), lambda s: s.kernel),
    **dict.fromkeys(("C_in", "c_in", "Cin", "N_in", "I"), lambda s: s.inputs),
    **dict.fromkeys(("C_out", "c_out", "Cout", "N_out", "O"), lambda s: s.outputs),
    **dict.fromkeys(("D_F", "DF", "D_f", "d_f", "F"), lambda s: s.height),
    **dict.fromkeys(("H", "H_out", "h"), lambda s: s.height),
    **dict.fromkeys(("W", "W_out", "w"), lambda s: s.width),
    **dict.fromkeys(("G", "g"), lambda s: s.groups),
}
_SIDES = frozenset({"D_F", "DF", "D_f", "d_f", "F"})


def _layers(words: str, s: Sizes) -> list[Layer]:
    """The layers that words mean; the most particular words first."""
    same, kernel = (s.kernel // 2, s.kernel // 2), (s.kernel, s.kernel)
    depthwise, pointwise = Conv2d(s.inputs, kernel, padding=same, groups=s.inputs), Conv2d(s.outputs, (1, 1))
    kinds: tuple[tuple[str, list[Layer]], ...] = (
        (r"separable", [depthwise, pointwise]),
        (r"depth-?wise", [depthwise]),
        (r"point-?wise|1\s*[x×]\s*1", [pointwise]),
        (r"group(ed)? conv", [Conv2d(s.outputs, kernel, padding=same, groups=s.groups)]),
        (r"batch ?norm", [BatchNorm()]),
        (r"fully.connected|linear|dense layer", [Linear(s.outputs, bias=False)]),
        (r"conv|standard|full|regular", [Conv2d(s.outputs, kernel, padding=same)]),
    )
    for pattern, layers in kinds:
        if re.search(pattern, words):
            return layers
    raise InputError(f"the operation {words!r} is not understood; expected a kind of convolution, linear, batch norm")


def _figure(words: str, s: Sizes, stored: bool) -> int:
    """Parameters or multiply-accumulates of what the words mean, counted."""
    net = Builder()
    for number, layer in enumerate(_layers(words, s)):
        net.add(f"layer{number}", layer)
    shape = (1, s.inputs) if isinstance(net.nodes[0].layer, Linear) else (1, s.inputs, s.height, s.width)
    return count(net.build("one", shape, {})).totals()["parameters" if stored else "macs"]


def _values(names: set[str], s: Sizes) -> dict[str, int]:
    """The symbols' values in one case."""
    paper = bool(names & {"N", "D_K", "DK", "D_F", "DF"})  # MobileNet's letters
    letters = {"M": s.inputs, "N": s.outputs} if paper else {"C": s.inputs, "M": s.outputs, "N": s.outputs}
    values = {name: letters[name] for name in names if name in letters}
    values |= {name: _SYMBOLS[name](s) for name in names if name in _SYMBOLS and name not in values}
    if "C" in names and "C" not in values:
        values["C"] = s.inputs
    missing = sorted(names - values.keys())
    if missing:
        raise InputError(f"the symbol {missing[0]!r} is not understood; expected M, N or one of {', '.join(_SYMBOLS)}")
    return values


def _cases(names: set[str], words: str) -> Iterator[Sizes]:
    for s in SIZES:
        if names & _SIDES and s.height != s.width:
            continue
        if s.groups > 1 and "group" not in words:
            continue
        yield s


def cost_formula(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """A formula for the multiply-accumulates or the parameters of one layer, or for the ratio of two."""
    right, words = right_side(str(entry.value)), entry.model.lower()
    parts = re.split(r" / | vs\.? | to | over ", words)
    of_two = bool(re.search(r"ratio|reduction", entry.quantity.lower()))
    if of_two and len(parts) == 1:
        parts = [words, "standard conv"]
    names, stored = set(symbols(right)), is_stored(entry)
    factors = {1: "", 2: "a multiplication and an addition counted as two"}
    fitting, tried, first = dict(factors), 0, ""
    for s in _cases(names, words):
        figures = [_figure(part, s, stored) for part in (parts if of_two else [words])]
        counted = Fraction(figures[0], figures[1]) if of_two and len(figures) == 2 else Fraction(figures[0])
        claimed = Fraction(evaluate(right, _values(names, s)))
        tried += 1
        fitting = {f: w for f, w in fitting.items() if claimed == counted * f and (f == 1 or not (stored or of_two))}
        if not fitting:
            first = f"{s}: counted {counted}, it says {claimed}"
            break
    what = "parameters" if stored else "multiply-accumulates"
    shown = f"{what}{' of the first over the second' if of_two else ''}, without biases"
    if not tried:
        raise InputError(f"the formula {entry.value!r} allows no case; expected sizes of a layer")
    if not fitting:
        return Finding(entry, WRONG, "another number", shown, first)
    plain = per_mac(entry) in fitting or 1 in fitting
    status = REPRODUCES if plain else UNDER
    return Finding(entry, status, "equal on every case", shown if plain else fitting[2], f"counted in {tried} cases")


def field_formula(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """A formula for the receptive field of stacks of causal convolutions whose dilations double, traced."""
    right = right_side(str(entry.value))
    names = set(symbols(right))
    unknown = sorted(names - {"k", "K", "L", "l", "n", "S", "B", "s"})
    if unknown:
        raise InputError(f"the symbol {unknown[0]!r} is not understood; expected k, L layers and S stacks")
    plain = bool(re.search(r"not dilated|undilated|without dilation|ordinary", entry.model.lower()))
    kernels = (2, 3, 4) if names & {"k", "K"} else (2,)
    stacks = (1, 2, 3) if names & {"S", "B", "s"} else (1,)
    cases = list(product(kernels, (1, 2, 3, 4), stacks))
    for kernel, layers, repeats in cases:
        schedule = (1,) * (layers * repeats) if plain else tuple(dilations(layers, repeats))
        values = dict.fromkeys("kK", kernel) | dict.fromkeys("Lln", layers) | dict.fromkeys("SBs", repeats)
        claimed, traced = evaluate(right, values), traced_field(kernel, schedule)
        if claimed != traced:
            where = f"kernel {kernel}, {layers} layers, {repeats} stacks"
            return Finding(entry, WRONG, f"{traced} where it says {claimed}", "dilations double from 1", where)
    words = "dilations double from 1" if not plain else "no dilation"
    words += "" if len(kernels) > 1 else ", kernel 2"
    return Finding(entry, REPRODUCES, "equal on every case", words, f"traced in {len(cases)} cases")
