"""Numbers written as words."""

from __future__ import annotations

from .. import patterns as re

NUMERALS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
"""English cardinals and ordinals that notes use for counts of layers, filters and the like."""

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven "
    "twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {
    **{word: n for n, word in enumerate(_UNITS.split())}, **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
    **{sign: n for n, sign in enumerate("一二三四五六七八九十", 1)},
    **{word: n for n, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1)},
}  # fmt: skip


_SCALES = {
    "k": 10**3, "thousand": 10**3, "万": 10**4, "m": 10**6, "million": 10**6, "百万": 10**6, "千万": 10**7, "億": 10**8,
    "十億": 10**9, "g": 10**9, "b": 10**9, "billion": 10**9,
}  # fmt: skip


def scale_of(word: str | None) -> int:
    """How many a word or sign behind a number stands for: 万, M, billion; 1 for none.

    >>> scale_of("万"), scale_of("M"), scale_of("Billion"), scale_of(None)
    (10000, 1000000, 1000000000, 1)
    """
    return _SCALES[word.lower()] if word else 1


def number_of(word: str) -> int | None:
    """The number that digits, an English word or a single Japanese sign stand for; None where they stand for none.

    >>> number_of("1,024"), number_of("Twenty-seven"), number_of("三"), number_of("2nd"), number_of("both")
    (1024, 27, 3, 2, None)
    """
    word = word.strip().lower().replace(",", "")
    if digits := re.match(r"(\d+)(?:st|nd|rd|th)?$", word):
        return int(digits[1])
    parts = [_VALUES.get(part) for part in word.split("-")]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) <= 2 else None


def mixed(hundred_millions: str, ten_thousands: str) -> str:
    """A number told in 億 and 万 in the statement language: as one figure, whose last zeros may be rounding.

    >>> mixed("1", "276"), mixed("1", "300"), mixed("1", "3,800")
    ('10276*10000', '103*1000000', '138*1000000')
    """
    figure, scale = int(hundred_millions) * 10**4 + int(ten_thousands.replace(",", "")), 10**4
    while figure and figure % 10 == 0:
        figure, scale = figure // 10, scale * 10
    return f"{figure}*{scale}"


_SET_APART = re.compile(r"(?<![\d}])\d{1,3}(?:\{,\}\d{3})+(?!\d)")


def with_commas(text: str) -> str:
    """The text, as long as before, with the thousands of TeX written as in prose.

    >>> with_commas("= 25{,}088 values")
    '=   25,088 values'
    """
    return _SET_APART.sub(lambda m: m[0].replace("{,}", ",").rjust(len(m[0])), text)
