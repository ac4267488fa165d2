"""Numbers as notes print them, with their scale and precision: 755 万, 1億276万, 12.4M, 0.013, 903,168."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .. import patterns as re
from ..sizes.counting import plain
from ..text.numerals import scale_of

_SCALE = r"千万|万|億|百万|十億|million\b|billion\b|thousand\b|[MGK](?![A-Za-z\d])|k(?![A-Za-z\d])"
NUMBER = rf"(?:\d{{1,3}}(?:[,，]\d{{3}}){{1,5}}(?!\d)|\d{{1,15}})(?:\.\d{{1,9}})?(?:\s*(?:{_SCALE}))?"
_MIXED = re.compile(r"(?P<oku>\d{1,4})\s*億\s*(?P<man>\d{1,4}(?:,\d{3})?)\s*万")
_FIGURE = re.compile(
    rf"(?<![A-Za-z_\d.,^])(?P<n>\d{{1,3}}(?:[,，]\d{{3}}){{1,5}}(?!\d)|\d{{1,15}})(?P<point>\.\d{{1,9}})?(?:\s*(?P<scale>{_SCALE}))?"
)
MOST = 40


@dataclass(frozen=True)
class Figure:
    """A number: its value, one unit of its last printed place, how the statement language writes it, its place."""

    value: Fraction
    unit: Fraction
    text: str
    start: int
    end: int
    scaled: bool = False

    @property
    def rounded(self) -> bool:
        return self.scaled or self.unit < 1


def figure(text: str, start: int = 0) -> Figure | None:
    """The number that a stretch of plain text is.

    >>> figure("755 万").value, figure("1億276万").value, figure("12.4M").text
    (Fraction(7550000, 1), Fraction(102760000, 1), '12.4*1000000')
    """
    return next((f for f in figures(" " * start + text) if f.start == start), None)


def figures(text: str) -> Iterator[Figure]:
    """The numbers of a text, in order."""
    last, count = 0, 0
    for m in _FIGURE.finditer(plain(text)):
        count += 1
        if m.start() < last or count > MOST:
            continue
        if mixed := _MIXED.match(text, m.start()):
            man = int(mixed["man"].replace(",", ""))
            value, last = Fraction(int(mixed["oku"]) * 10**8 + man * 10**4), mixed.end()
            yield Figure(value, Fraction(10**4), f"{int(mixed['oku']) * 10**4 + man}*10000", m.start(), last, True)
            continue
        last = m.end()
        scale = scale_of(m["scale"])
        digits = re.sub(r"\D", "", m["n"]) + (m["point"] or "")
        places = len(m["point"] or ".") - 1
        written = f"{digits}*{scale}" if scale > 1 else digits
        yield Figure(Fraction(digits) * scale, Fraction(scale, 10**places), written, m.start(), last, scale > 1)


def loosely(f: Figure) -> str:
    """A scaled figure in the statement language, zeros at its end as the rounding they may be: 1240万, 1億300万.

    >>> [loosely(figure(x)) for x in ("1240万", "1億300万", "12.4M", "896")]
    ['124*100000', '103*1000000', '12.4*1000000', '896']
    """
    if not f.scaled:
        return f.text
    digits, scale = f.text.split("*")[0], f.value / Fraction(f.text.split("*")[0])
    while "." not in digits and len(digits) > 1 and digits.endswith("0"):
        digits, scale = digits[:-1], scale * 10
    return f"{digits}*{scale}"
