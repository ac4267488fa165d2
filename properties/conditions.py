"""The search for a condition that saves a claim: natural ones only, alone and in pairs, the one that keeps the most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from ..reference.errors import InputError
from .domain import Axis, Domain, satisfied
from .extrapolation import SMALL
from .nodes import Bin, Call, Node, Num, Sym, measurements, number, symbols, transform, walk
from .numeric import Failure, Judge, Outcome, Reading
from .rendering import to_text
from .settling import settle
from .space import letters_of
from .statement import Condition, Statement

MAX_INEQUALITIES = 2  # readings of an inequality for which a threshold is looked for
MAX_TRIES = 60  # conditions that are tried on one reading
MAX_READINGS = 6  # those that failed, of which a condition is looked for
SAMPLE = 120  # cases by which the share of the domain that a condition keeps is judged
FARTHEST = 4_096  # the largest threshold that is looked for
LARGEST_UNPROVED = 4  # a threshold that is only tried, not proved, is no larger than that


_Kept = tuple[int, tuple[Condition, ...]]
"""How many of some sample cases conditions keep together, and the conditions."""
Saved = tuple[str, Reading, Outcome, int]
"""A condition in words, the reading that it saves, how that is known, and how many of some sample cases it keeps."""


@dataclass(frozen=True)
class Found:
    """A condition under which a reading holds."""

    text: str
    reading: Reading
    outcome: Outcome
    kept: int
    failure: Failure


def search(judge: Judge, failed: list[tuple[Reading, Outcome]]) -> Found | None:
    """The condition that keeps most of the domain, over the readings in their order; None where there is none."""
    best: Found | None = None
    ranked: list[_Kept] | None = None
    for tried, (reading, outcome) in enumerate(failed[:MAX_READINGS]):
        assert outcome.failure is not None
        attempt = _Attempt(judge, reading, [outcome.failure.values])
        inequality = reading.negated or any(relation != "==" for _, relation, _ in reading.comparisons)
        if inequality and tried >= MAX_INEQUALITIES:
            break
        natural = not inequality or judge.space.statement.relation == "~="
        if natural and ranked is None:  # the same for all readings
            ranked = _ranked(judge)
        found = _natural(attempt, ranked, best.kept if best else 0) if natural and ranked else None
        if inequality and found is None:
            found = _threshold(attempt)
        if found:
            best = Found(*found, failure=outcome.failure)
            if inequality:
                break
    return best


@dataclass
class _Attempt:
    """A reading and the cases where it is known to fail: a condition that keeps one of them need not be tried."""

    judge: Judge
    reading: Reading
    known: list[Mapping[str, Any]]
    tries: int = 0

    @property
    def domain(self) -> Domain:
        """The whole domain, of which conditions keep a part."""
        return self.judge.space.domain

    def settled(self, domain: Domain, limit: int = 300) -> Outcome | None:
        """The outcome on a part of the domain, if the reading holds there; where it does not, a case is learnt."""
        self.tries += 1
        if self.tries > MAX_TRIES:
            return None
        try:
            outcome = settle(self.judge, self.reading, domain, limit)
        except InputError:
            return None
        if outcome.failure is not None:
            self.known.append(outcome.failure.values)
        return outcome if outcome.holds else None


# Conditions on what the letters are

def candidates(judge: Judge) -> list[Condition]:
    """Natural conditions on the letters of a statement.

    A formula that does not speak of the stride may hold for stride 1; one that does is not saved by pinning it.
    """
    roles = judge.space.roles
    domain = judge.space.domain
    letters = {n: r for n, r in roles.items() if n in domain.free and (not domain.axes[n].aside or r == "multiplier")}
    kernels = [n for n, r in roles.items() if r and r.startswith("kernel") and n in domain.free]
    spoken = _spoken(judge.space.statement)
    found: list[Condition] = []
    for slot in judge.space.all_slots():  # a padding given as a number fits one kernel
        given = slot.sources.get("padding_height", slot.sources.get("padding"))
        found += _strided(slot.sources.get("stride", slot.sources.get("stride_height")), roles, domain)
        if isinstance(given, Num) and given.value > 0:
            found += [Condition(Sym(k), "==", number(2 * given.value + 1)) for k in kernels if k not in spoken]
    if judge.space.statement.predicate == "receptive_field":  # "doubles with every layer": of two taps
        # layers + kernel - 1, as WaveNet's paper has it (section 2.1) for its two taps
        deep = any(roles.get(name) == "layers" for name in spoken)
        found += [Condition(Sym(k), "==", number(2)) for k in kernels if deep or k not in spoken]
    for letter, role in letters.items():
        found += _for_letter(letter, role or "", kernels, spoken)
    shortcut = judge.space.statement.subject == "shortcut"
    for first, second in (("height", "width"), ("kernel_height", "kernel_width"), ("in_channels", "out_channels")):
        if first == "in_channels" and not shortcut:
            continue
        one, other = (next((n for n, r in roles.items() if r == role), None) for role in (first, second))
        if one and other and (one in letters or other in letters or shortcut):  # the input itself, of as many channels
            found.append(Condition(Sym(one), "==", Sym(other)))
    return found + list(dict.fromkeys(_divisions(judge.space.statement)))


def _strided(stride: object, roles: Mapping[str, str | None], domain: Domain) -> list[Condition]:
    """A stride given as a number divides sizes that are its multiples."""
    if not isinstance(stride, Num) or stride.value <= 1:
        return []
    planes = [n for n, r in roles.items() if r in ("height", "width", "size", "time") and n in domain.free]
    return [Condition(stride, "divides", Sym(n)) for n in planes]


def _for_letter(letter: str, role: str, kernels: list[str], spoken: set[str]) -> Iterator[Condition]:
    base = role.removesuffix("_height").removesuffix("_width")
    if base in ("kernel", "kernel_size"):
        yield Condition(Sym(letter), "odd")
    if letter in spoken:
        return
    if base in ("stride", "dilation", "groups", "multiplier"):
        yield Condition(Sym(letter), "==", number(1))
    if base in ("padding", "total_padding"):
        yield Condition(Sym(letter), "==", number(0))
        yield from (_keeps_size(letter, base, kernel) for kernel in kernels)


def _spoken(statement: Statement) -> set[str]:
    """The letters that the formulas of a claim themselves speak of, not only the options of its measurements."""

    def without(node: Node) -> Node:
        return number(0) if isinstance(node, Call) and node.is_measurement else node

    return {name for side in (statement.left, statement.right) for name in symbols(transform(side, without))}


def _keeps_size(letter: str, base: str, kernel: str) -> Condition:
    reach = Bin("-", Sym(kernel), number(1))
    return Condition(Sym(letter), "==", reach if base == "total_padding" else Bin("/", reach, number(2)))


def _divisions(statement: Statement) -> Iterator[Condition]:
    for side in (statement.left, statement.right):
        for node in walk(side):
            if not (isinstance(node, Bin) and node.op == "/" and isinstance(node.right, Num | Sym)):
                continue
            if symbols(node.left) and not measurements(node.left):
                yield Condition(node.right, "divides", node.left)


def _ranked(judge: Judge) -> list[_Kept]:
    """Natural conditions alone and in pairs, those that keep most cases first."""
    singles = candidates(judge)
    points = list(judge.space.domain.points(SAMPLE))
    kept = [sum(1 << i for i, values in enumerate(points) if satisfied(c, values)) for c in singles]  # a bit a case
    found: list[_Kept] = [(cases.bit_count(), (c,)) for c, cases in zip(singles, kept, strict=True)]
    pairs = combinations(zip(singles, kept, strict=True), 2)
    found += [((cases & others).bit_count(), (c, d)) for (c, cases), (d, others) in pairs]
    return sorted(found, key=lambda entry: (-entry[0], len(entry[1])))


def _natural(attempt: _Attempt, ranked: list[_Kept], already: int) -> Saved | None:
    """The first of the natural conditions that saves the claim.

    Only those are looked at that keep more cases than another reading has kept `already`.
    """
    for count, chosen in ranked:
        if count <= already and already:
            return None
        if any(all(satisfied(c, values) for c in chosen) for values in attempt.known):
            continue
        outcome = attempt.settled(_restricted(attempt.domain, chosen))
        if outcome is not None and outcome.cases >= 2:
            return " and ".join(map(str, chosen)), attempt.reading, outcome, max(count, 1)
    return None


def _restricted(domain: Domain, conditions: tuple[Condition, ...]) -> Domain:
    for condition in conditions:
        domain = domain.with_condition(condition)
    return domain


# Thresholds for inequalities

def _threshold(attempt: _Attempt) -> Saved | None:
    """The least bound on one letter, else on two, from which on an inequality holds."""
    space = attempt.judge.space
    letters = [n for n, axis in attempt.domain.free.items() if not axis.aside or space.roles[n] in _DECISIVE]
    for letter in letters:
        found = _least(attempt, letter)
        if found:
            return found
    for first, second in combinations(letters, 2):
        found = _least_pair(attempt, first, second)
        if found:
            return found
    return next(filter(None, (_relative(attempt, letter) for letter in letters)), None)


_CHEAP = frozenset(SMALL) - {"layers", "kernel_size"}
_DECISIVE = ("in_channels", "out_channels", "kernel_size", "layers", "growth_rate")
"""Roles that may decide an inequality between measurements although the statement does not name them."""


def _bounded(domain: Domain, bounds: Mapping[str, int]) -> Domain:
    axes = {n: replace(axis, start=bounds[n], stop=bounds[n] + 2) if n in bounds else axis
            for n, axis in domain.axes.items()}  # fmt: skip
    return replace(domain, axes=axes)


def _at_least(attempt: _Attempt, bounds: Mapping[str, int]) -> Saved | None:
    if any(all(values[n] >= bound for n, bound in bounds.items()) for values in attempt.known):
        return None
    outcome = attempt.settled(_bounded(attempt.domain, bounds), limit=300)
    if outcome is None or (outcome.strength != "proved" and max(bounds.values()) > LARGEST_UNPROVED):
        return None
    return " and ".join(f"{letter} >= {bound}" for letter, bound in bounds.items()), attempt.reading, outcome, 1


def _least(attempt: _Attempt, letter: str) -> Saved | None:
    """The least size of one letter, by halving; nothing where the claim fails at a very large size too."""
    low = attempt.domain.axes[letter].start
    # Only sizes that extrapolation makes cheap are looked at far out.
    far = FARTHEST if attempt.judge.space.roles[letter] in _CHEAP else low + 3
    best = _at_least(attempt, {letter: far}) or _at_least(attempt, {letter: low + 3})
    if not best:
        return None
    for high in (low + 1, low + 2, low + 3, far):
        best = _at_least(attempt, {letter: high})
        if best:
            break
        low = high
    while best and high - low > 1:
        middle = (low + high) // 2
        found = _at_least(attempt, {letter: middle})
        low, high, best = (low, middle, found) if found else (middle, high, best)
    return best


def _least_pair(attempt: _Attempt, first: str, second: str) -> Saved | None:
    starts = [attempt.domain.axes[n].start for n in (first, second)]
    if not _at_least(attempt, {first: starts[0] + 4, second: starts[1] + 4}):
        return None
    for above in sorted(((a, b) for a in range(1, 5) for b in range(1, 5)), key=lambda pair: (sum(pair), pair)):
        found = _at_least(attempt, {first: starts[0] + above[0], second: starts[1] + above[1]})
        if found:
            return found
    return None


def _relative(attempt: _Attempt, letter: str) -> Saved | None:
    """For `about 1/K**2`: one letter must be large against a formula of the others, as in M >= 20*K**2."""
    statement = attempt.judge.space.statement
    if statement.relation != "~=" or not symbols(statement.right) or letter in symbols(statement.right):
        return None
    right = statement.right
    against = right.right if isinstance(right, Bin) and right.op == "/" and right.left == number(1) else right
    if measurements(against):
        return None
    above = "_above"
    axes = {**attempt.domain.axes, above: Axis(0, 3)}
    for times in (1, 2, 5, 10, 20, 50, 100):
        bound = Bin("*", number(times), against)
        tied = {**attempt.domain.tied, letter: Bin("+", bound, Sym(above))}
        outcome = attempt.settled(replace(attempt.domain, axes=axes, tied=tied), limit=100)
        if outcome and outcome.strength == "proved":
            return f"{letter} >= {to_text(bound)}", attempt.reading, outcome, 1
    return None


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
    options = statement.call.options if statement.call else ()
    letters -= {value.name for role, value in options if role in paper.values() and isinstance(value, Sym)}
    used = {letter: role for letter, role in paper.items() if letter in letters}
    if "M" in letters and not letters & {"C", "C_in", "C_out"}:
        customary = bool(letters & {"D_F", "D_K"}) and "N" in letters
        name = "M are the input channels" + (", N the output channels" if "N" in letters else "")
        yield used, f"{name}, as in the MobileNet paper", customary
    total = {letter: "total_padding" for letter in ("P", "p") if letter in letters}
    if total:
        yield total, f"{', '.join(total)} counts the padding of both sides together", True
    if "N" in letters and "M" not in letters:
        yield {"N": "out_channels"}, "N are the output channels", True


__all__ = ["Found", "candidates", "rebindings", "search"]
