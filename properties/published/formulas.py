"""Printed formulas: sizes of convolutions, and DenseNet's wiring, compared with what runs on every case of a box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from ...reference.architectures.densenet import dense_layer
from ...reference.convolution import conv1d, conv_transpose1d
from ...reference.errors import InputError
from ...reference.layers import Concat, Conv2d
from ...reference.network import INPUT, Builder
from ...reference.pooling import avg_pool2d, max_pool2d
from ..evaluation import evaluate
from ..formula import read_formula
from ..nodes import Node
from .entry import REPRODUCES, WRONG, Entry, Finding

Case = dict[str, int]
BOX = {"i": range(1, 10), "k": range(1, 5), "s": range(1, 4), "p": range(4), "d": range(1, 4)}


def right_side(text: str) -> Node:
    """The formula after the equals sign; i' and o' are read as the symbols i_1 and o_1."""
    formula = read_formula(text.replace("'", "_1").replace("′", "_1"), latex=False)
    if formula is None:
        raise InputError(f"the formula {text!r} is not understood; expected one such as o = floor((i - k)/s) + 1")
    return formula.value


def size_formula(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """A size relation of convolution arithmetic (Dumoulin and Visin 2016), run on every case that it allows."""
    right, case = right_side(str(entry.value)), str(entry.options.get("case", ""))
    transposed = "transposed" in case
    if not _understood(case):
        raise InputError(f"the case {case!r} is not understood; expected one such as 'pad, stride'")
    tried = 0
    for sizes in _cases(case, transposed):
        for name, run in _operations(case, transposed):
            measured = run(sizes)
            if measured is None:
                continue
            tried += 1
            claimed = evaluate(right, sizes)
            if claimed != measured:
                where = ", ".join(f"{key} = {value}" for key, value in sizes.items())
                return Finding(entry, WRONG, f"{measured} where it says {claimed}", case, f"{name} with {where}")
    if not tried:
        raise InputError(f"the case {case!r} allows no size; expected one such as 'no pad, s=1'")
    return Finding(
        entry, REPRODUCES, "equal on every case", case, f"run on {tried:,} cases, sizes up to 9, kernels up to 4"
    )


KNOWN = (
    "nopadding|nopad|padding|pad|strided?|s=1|p=0|half|same|kodd|keven|full|p=k-1|pooling|transposed|general|dilated"
)


def _understood(case: str) -> bool:
    """Whether every word of a case is known; a condition left out silently would decide another formula."""
    plain = re.sub(r"(s\|\(i(\+2p)?-k\))|(a=\(i\+2p-k\)mods)", "", case.replace(" ", "").lower())
    return not re.sub(rf"{KNOWN}|arbitrary|any|[,/+;&]|and|with", "", plain)


def _cases(case: str, transposed: bool) -> Iterator[Case]:
    """The sizes that a case in words allows, the smallest first."""
    plain = case.replace(" ", "").lower()
    box = dict(BOX)
    if "dilated" not in plain:
        box["d"] = range(1, 2)
    if "nopad" in plain or "p=0" in plain or "pooling" in plain:
        box["p"] = range(1)
    strided = any(word in plain for word in ("stride", "dilated", "pooling", "general"))
    if "s=1" in plain or not strided:
        box["s"] = range(1, 2)
    for sizes in product(*box.values()):
        named = dict(zip(box, sizes, strict=True))
        if _allowed(plain, named) and named["i"] + 2 * named["p"] >= named["d"] * (named["k"] - 1) + 1:
            yield _transposed(plain, named) if transposed else named


def _allowed(plain: str, sizes: Case) -> bool:
    i, k, s, p = (sizes[name] for name in "iksp")
    parity = 0 if "keven" in plain else 1 if "kodd" in plain or "half" in plain else None
    if parity is not None and k % 2 != parity:
        return False
    if ("half" in plain or "same" in plain) and p != k // 2:
        return False
    if "full" in plain and p != k - 1:
        return False
    return "|" not in plain or (i + 2 * p - k) % s == 0


def _transposed(plain: str, sizes: Case) -> Case:
    """Sizes of the transposed convolution: its input i' is the direct one's output; a is what the floor drops."""
    i, k, s, p = (sizes[name] for name in "iksp")
    rest = (i + 2 * p - k) % s
    return {"i_1": (i + 2 * p - k) // s + 1, "k": k, "s": s, "p": p, "a": rest if "a=" in plain else 0}


def _operations(case: str, transposed: bool) -> list[tuple[str, Callable[[Case], int | None]]]:
    """What is run: convolution, both poolings, or the transposed convolution."""
    if transposed:
        return [("conv_transpose1d", _run_transposed)]
    if "pooling" in case:
        return [("max_pool2d", lambda c: _run_pool(max_pool2d, c)), ("avg_pool2d", lambda c: _run_pool(avg_pool2d, c))]
    return [("conv1d", lambda c: conv1d(_ones(c["i"]), _ones(c["k"]), None, c["s"], c["p"], c["d"]).shape[2])]


def _ones(length: int) -> np.ndarray:
    return np.ones((1, 1, length))


def _run_transposed(sizes: Case) -> int | None:
    """None where the whole output is cut off, or where no such operation is defined."""
    try:
        x, w = _ones(sizes["i_1"]), _ones(sizes["k"])
        return conv_transpose1d(x, w, None, sizes["s"], sizes["p"], sizes["a"]).shape[2]
    except InputError:
        return None


def _run_pool(pool: Callable[..., np.ndarray], sizes: Case) -> int:
    return pool(np.ones((1, 1, sizes["i"], sizes["i"])), sizes["k"], sizes["s"]).shape[2]


def input_channels(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Input channels of layer l of a dense block, read off blocks that are built."""
    right = right_side(str(entry.value))
    cases = 0
    for initial, rate, bottleneck in product((1, 3, 16), (1, 2, 12), (False, True)):
        for l, (channels, _) in enumerate(_block(initial, rate, 6, bottleneck), 1):
            cases += 1
            claimed = evaluate(right, {"k_0": initial, "k0": initial, "k": rate, "l": l})
            if claimed != channels:
                where = f"k0 = {initial}, k = {rate}, l = {l}"
                return Finding(
                    entry, WRONG, f"{channels} where it says {claimed}", "channels of a layer's input", where
                )
    reason = f"read off {cases} layers of dense blocks, with and without bottleneck"
    return Finding(entry, REPRODUCES, "equal on every case", "channels of a layer's input", reason)


def connections(entry: Entry, siblings: Sequence[Entry]) -> Finding:
    """Direct connections of a dense block of L layers: pairs of a layer and something before it that it reads."""
    right = right_side(str(entry.value))
    for depth in range(1, 13):
        counted = sum(sources for _, sources in _block(3, 2, depth, bottleneck=False))
        claimed = evaluate(right, {"L": depth})
        if claimed != counted:
            return Finding(
                entry, WRONG, f"{counted} where it says {claimed}", "the block's input is a source", f"L = {depth}"
            )
    words = "the block's input is a source like the layers"
    return Finding(
        entry, REPRODUCES, "equal for L = 1 .. 12", words, "edges counted in the wiring of blocks that are built"
    )


def _block(initial: int, rate: int, depth: int, bottleneck: bool) -> list[tuple[int, int]]:
    """(input channels, number of sources) of each layer of a dense block, from its wiring."""
    net = Builder()
    net.add("first", Conv2d(initial, (1, 1)), INPUT)
    for l in range(1, depth + 1):
        dense_layer(net, f"layer{l}", rate, bottleneck)
    network = net.build("block", (1, 1, 2, 2), {})
    shapes, sources = network.shapes(), {"first": 1}
    for node in network.nodes:
        if isinstance(node.layer, Concat):
            sources[node.name] = sum(sources.get(name, 1) for name in node.inputs)
    before = ["first", *(f"layer{l}.concat" for l in range(1, depth))]
    return [(shapes[name][1], sources[name]) for name in before]


def is_formula(entry: Entry, *words: str) -> bool:
    """Whether the figure is a formula about what the words say."""
    text: Any = f"{entry.quantity} {entry.model}".lower()
    return entry.unit == "formula" and all(re.search(word, text) for word in words)
