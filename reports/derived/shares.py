"""Shares and factors: two counts within reach, or two layers, whose quotient is what a sentence states."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

from .. import patterns as re
from ..reading import View
from .around import Around
from .stated import Stated

_LARGE = re.compile(
    r"(?<![\d.A-Za-z_])\d{1,3}(?:(?:,|\{,\})\d{3}){1,4}(?!\d)|(?<![\d.A-Za-z_])\d{4,12}(?![\d.]*\d|年)|(?<==)\s*\d{3}(?![\d.,]*\d)"
)
_SEPARABLE = re.compile(r"separable|分離|depth-?wise|mobilenet|point-?wise|デプスワイズ", re.IGNORECASE)
_COEFFICIENTS = re.compile(r"(?<![\d.])(\d{1,4})\s*\*?\s*C\s*(?:\^|\*\*)?\s*\{?[2²]")
REACH = 2  # totals above that a share may be of
_LOWEST, _HIGHEST = Fraction(1, 2_000), Fraction(2_000)


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The statements in which a share comes out."""
    share = value.share
    if not _LOWEST <= share <= _HIGHEST or share == 1:
        return
    for a, b in _pairs(near):
        if _agrees(Fraction(a, b), value):
            yield f"{a}/{b} ~= {_printed(value)}"
    if _SEPARABLE.search(near.every_text()):
        yield from _separable(value, near)


def _pairs(near: Around) -> Iterator[tuple[int, int]]:
    """Two totals: those of the sentence itself, else the last ones before it; coefficients of one power of C."""
    own = numbers(near.own)
    before = [n for text in near.texts[:4] for n in reversed(numbers(text))]
    totals = list(dict.fromkeys([*own, *before]))[: max(REACH, len(own)) + 1]
    yield from permutations(totals, 2)
    coefficients = [int(c) for c in _COEFFICIENTS.findall(near.own) if int(c)]
    yield from permutations(dict.fromkeys(coefficients), 2)


def numbers(text: str) -> list[int]:
    """The large numbers of a text."""
    numbers = (int(re.sub(r"\D", "", n)) for n in _LARGE.findall(text))
    return [n for n in numbers if n]  # 0000 is no total


def _printed(value: Stated) -> str:
    """The share as a number of the statement language, as exact as it is printed."""
    share = value.share
    return f"{share.numerator}/{share.denominator}" if share.denominator != 1 else str(share.numerator)


def _agrees(found: Fraction, value: Stated) -> bool:
    """Whether a quotient is the share, to the places that are printed, or nearly (about a tenth)."""
    return abs(found - value.share) <= value.share * (Fraction(1, 40) if value.places == 0 else Fraction(1, 80))


def _separable(value: Stated, near: Around) -> Iterator[str]:
    """A separable convolution against the standard one: 1/M + 1/K^2 of its operations."""
    outs = near.case.every("out_channels") or [n for n in near.bare if n >= 16][:4]
    for kernel, o in product(near.kernels[:2], outs[:4]):
        quotient = Fraction(1, o) + Fraction(1, kernel * kernel)
        measured = f"macs_ratio(depthwise_separable_conv2d, to=conv2d, kernel_size={kernel}, out_channels={o})"
        if _agrees(quotient, value):
            yield f"{measured} ~= {_printed(value)}"
        elif _agrees(1 / quotient, value):
            yield f"1/{measured} ~= {_printed(value)}"
