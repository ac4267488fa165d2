"""The search for a condition that saves a claim: natural ones only, alone and in pairs, the one that keeps the most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from ..reference.errors import InputError
from .domain import Domain, satisfied
from .nodes import Bin, Num, Sym, number, symbols, walk
from .numeric import Failure, Impossible, Judge, Outcome, Reading
from .space import letters_of
from .statement import Condition, Statement

MAX_TABLE = 300
FARTHEST = 4_096  # the largest threshold that is looked for


@dataclass(frozen=True)
class Found:
    """A condition under which a reading holds."""

    text: str
    reading: Reading
    outcome: Outcome
    failure: Failure


def search(judge: Judge, failed: list[tuple[Reading, Outcome]]) -> Found | None:
    """The condition that keeps most of the domain, over the readings in their order; None where there is none."""
    for reading, outcome in failed[:6]:
        assert outcome.failure is not None
        if any(relation != "==" for _, relation, _ in reading.comparisons):
            found = _threshold(judge, reading)
        else:
            found = _natural(judge, reading)
        if found:
            return Found(*found, failure=outcome.failure)
    return None


# Conditions on what the letters are

def candidates(judge: Judge, reading: Reading) -> list[Condition]:
    """Natural conditions on the letters of a statement."""
    found: list[Condition] = []
    domain = judge.space.domain
    letters = {n: r for n, r in judge.space.roles.items() if n in domain.free and not domain.axes[n].aside}
    kernels = [n for n, r in judge.space.roles.items() if r and r.startswith("kernel")]
    for letter, role in letters.items():
        base = (role or "").removesuffix("_height").removesuffix("_width")
        if base in ("stride", "dilation", "groups", "multiplier"):
            found.append(Condition(Sym(letter), "==", number(1)))
        if base in ("padding", "total_padding"):
            found.append(Condition(Sym(letter), "==", number(0)))
            found += [_keeps_size(letter, base, kernel) for kernel in kernels]
        if base == "kernel" or role == "kernel_size":
            found.append(Condition(Sym(letter), "odd"))
    for first, second in (("height", "width"), ("kernel_height", "kernel_width")):
        pair = [next((n for n, r in judge.space.roles.items() if r == role), None) for role in (first, second)]
        if all(pair) and any(n in letters for n in pair):
            found.append(Condition(Sym(pair[0]), "==", Sym(pair[1])))  # type: ignore[arg-type]
    return found + list(dict.fromkeys(_divisions(judge.space.statement)))


def _keeps_size(letter: str, base: str, kernel: str) -> Condition:
    reach = Bin("-", Sym(kernel), number(1))
    return Condition(Sym(letter), "==", reach if base == "total_padding" else Bin("/", reach, number(2)))


def _divisions(statement: Statement) -> Iterator[Condition]:
    for side in (statement.left, statement.right):
        for node in walk(side):
            if isinstance(node, Bin) and node.op == "/" and isinstance(node.right, Num | Sym) and symbols(node.left):
                yield Condition(node.right, "divides", node.left)


def _natural(judge: Judge, reading: Reading) -> tuple[str, Reading, Outcome] | None:
    table = _table(judge, reading)
    if not any(ok for _, ok in table):
        return None
    singles = candidates(judge, reading)
    for size in (1, 2):
        kept = []
        for chosen in combinations(singles, size):
            inside = [ok for values, ok in table if all(satisfied(c, values) for c in chosen)]
            if len(inside) >= 2 and all(inside):
                kept.append((len(inside), chosen))
        for _, chosen in sorted(kept, key=lambda entry: -entry[0]):
            outcome = _confirmed(judge, reading, chosen)
            if outcome:
                return " and ".join(map(str, chosen)), reading, outcome
    return None


def _table(judge: Judge, reading: Reading) -> list[tuple[Mapping[str, Any], bool]]:
    """Whether the reading holds at each case of a small box."""
    table = []
    for values in judge.space.domain.points(MAX_TABLE):
        try:
            table.append((values, judge.holds_at(reading, values)))
        except Impossible:
            continue
    return table


def _confirmed(judge: Judge, reading: Reading, conditions: tuple[Condition, ...]) -> Outcome | None:
    domain = judge.space.domain
    for condition in conditions:
        domain = domain.with_condition(condition)
    try:
        outcome = judge.settle(reading, domain)
    except InputError:
        return None
    return outcome if outcome.holds else None


# Thresholds for inequalities

def _threshold(judge: Judge, reading: Reading) -> tuple[str, Reading, Outcome] | None:
    letters = [n for n, axis in judge.space.domain.free.items() if not axis.aside or _measured_letter(judge, n)]
    for letter in letters:
        least = _least(judge, reading, letter)
        if least is not None:
            return _at_least(judge, reading, {letter: least})
    starts = {n: judge.space.domain.axes[n].start for n in letters}
    for first, second in combinations(letters, 2):
        for above in sorted(((a, b) for a in range(1, 5) for b in range(1, 5)), key=sum):
            bounds = {first: starts[first] + above[0], second: starts[second] + above[1]}
            found = _at_least(judge, reading, bounds)
            if found:
                return found
    return None


def _measured_letter(judge: Judge, letter: str) -> bool:
    """A letter that the statement does not name may still decide an inequality between measurements."""
    return judge.space.roles[letter] in ("in_channels", "out_channels", "kernel_size", "layers", "growth_rate")


def _bounded(domain: Domain, bounds: Mapping[str, int]) -> Domain:
    axes = {n: replace(axis, start=bounds[n], stop=bounds[n] + 3) if n in bounds else axis
            for n, axis in domain.axes.items()}  # fmt: skip
    return replace(domain, axes=axes)


def _at_least(judge: Judge, reading: Reading, bounds: Mapping[str, int]) -> tuple[str, Reading, Outcome] | None:
    try:
        outcome = judge.settle(reading, _bounded(judge.space.domain, bounds), limit=100)
    except InputError:
        return None
    text = " and ".join(f"{letter} >= {bound}" for letter, bound in bounds.items())
    return (text, reading, outcome) if outcome.holds and outcome.strength == "proved" else None


def _least(judge: Judge, reading: Reading, letter: str) -> int | None:
    """The least size of a letter from which on the reading holds, by doubling and halving; None where there is none."""
    low = judge.space.domain.axes[letter].start
    high = max(2, 2 * low)
    while not _at_least(judge, reading, {letter: high}):
        low, high = high, 2 * high
        if high > FARTHEST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if _at_least(judge, reading, {letter: middle}):
            high = middle
        else:
            low = middle
    return high


# Other bindings of the letters

def rebindings(statement: Statement) -> Iterator[tuple[dict[str, str], str, bool]]:
    """Other customary bindings of the letters that a statement leaves to convention: (bindings, name, customary).

    `customary` ones are conventions of notation, under which a claim simply holds; the others are conditions.
    """
    letters = set(letters_of(statement)) - {letter for letter, _ in statement.where}
    if "W" in letters and "H" not in letters:
        yield {"W": "size"}, "square maps, W x W", True
    if "H" in letters and "W" not in letters:
        yield {"H": "size"}, "square maps, H x H", True
    paper = {"M": "in_channels", "N": "out_channels"}
    used = {letter: role for letter, role in paper.items() if letter in letters}
    if "M" in letters and not letters & {"C", "C_in", "C_out"}:
        customary = bool(letters & {"D_F", "D_K"}) and "N" in letters
        name = "M are the input channels" + (", N the output channels" if "N" in letters else "")
        yield used, f"{name}, as in the MobileNet paper", customary
    if "N" in letters and "M" not in letters:
        yield {"N": "out_channels"}, "N are the output channels", True


__all__ = ["Found", "candidates", "rebindings", "search"]
