"""Slips of the pen: 52,823,392 for 52,283,392, a long number with two digits swapped, one wrong, lost or doubled.

A long number that no right way leads to, and that is a right one but for a single digit, is hardly a coincidence. How
long it must be depends on how much stands around it: of a short number, only what its own sentence or row gives counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from math import prod

SHORTEST = 4  # digits
CHANCE = 100  # one number in so many may be near a right one by chance
LARGEST_SIDE = 1_000
NEIGHBOURS = 2  # 1,023 is what 1,024 begins from, no slip
MOST = 8  # numbers that a product is looked for in


def is_slip(stated: int, right: int) -> bool:
    """Whether a number is another but for one slip.

    >>> is_slip(52_823_392, 52_283_392), is_slip(96_984, 69_984), is_slip(4_680, 4_608)
    (True, True, True)
    >>> is_slip(300_000, 307_000), is_slip(1_023, 1_024), is_slip(4_618, 4_608)
    (False, False, False)
    """
    a, b = str(stated), str(right)
    if (
        len(a) < SHORTEST
        or abs(stated - right) <= NEIGHBOURS
        or abs(stated - right) < 10 ** (len(a) - len(a.rstrip("0")))
    ):
        return False  # the last is one that was rounded
    if len(a) == len(b):
        wrong = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        swapped = len(wrong) == 2 and wrong[0] == wrong[1][::-1] and any(p == wrong for p in pairs_in_reach(a, b))
        return swapped or (len(wrong) == 1 and len(a) > SHORTEST)
    shorter, longer = sorted((a, b), key=len)
    lost = len(longer) == len(shorter) + 1 and len(shorter) > SHORTEST
    return lost and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def pairs_in_reach(a: str, b: str) -> Iterator[list[tuple[str, str]]]:
    """The digits of two numbers in pairs of neighbours, or of neighbours but one."""
    both = list(zip(a, b, strict=True))
    yield from (list(p) for p in pairwise(both))
    yield from ([x, z] for x, z in zip(both, both[2:], strict=False))


def comes_out(number: int, numbers: Iterable[int]) -> bool:
    """Whether a number comes out of others at all: as a product, twice or half of one, one of them more or less, as a sum.

    >>> comes_out(4_097_000, [4_096, 1_000]), comes_out(69_984, [27, 96]), comes_out(96_984, [27, 96])
    (True, True, False)
    """
    given = [n for n in dict.fromkeys(numbers) if n > 1][:MOST]
    factors = list(dict.fromkeys([*given, *(n * n for n in given if n < LARGEST_SIDE)]))
    made = {prod(some) for count in (1, 2, 3, 4) for some in combinations(factors, count)}
    wanted = {number, 2 * number, number // 2 + number % 2 * number}
    made |= {(a + 1) * b for a in given for b in given}
    wanted |= {number + sign * n for n in given for sign in (1, -1)}
    summed = [n for n in dict.fromkeys(numbers) if n >= 100]
    return bool(made & wanted) or any(
        sum(some) == number for count in (2, 3) for some in combinations(summed[:MOST], count)
    )


def is_telling(number: int, tried: int) -> bool:
    """Whether so many right numbers, of which one is found but for a slip, are too few for a coincidence."""
    digits = len(str(number))
    neighbours = 2 * digits if digits == SHORTEST else 20 * digits
    return tried * neighbours * CHANCE < 9 * 10 ** (digits - 1)
