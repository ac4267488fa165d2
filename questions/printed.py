"""Numbers as a question prints them, and the same numbers read back from the print.

A question's numbers are printed between two private marks while a text is made. The marks are removed before
anybody sees the text, but tell where each number stands, so that it can be *read back from the final text*: what the
reader sees, not what the generator meant, is what a question is certified on.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..reference.errors import InputError

OPEN, NAMED, CLOSE = "\ue000", "\ue001", "\ue002"  # private-use characters: refused in what people write
_MARKED = re.compile(f"{OPEN}([^{NAMED}]*){NAMED}([^{CLOSE}]*){CLOSE}")
# A minus sign counts where nothing stands before it from which to subtract.
_NUMBER = re.compile(r"(?:(?<![\w.)}\]])[-−])?(?<!\d)(?<!\d\.)\d+(?:(?:\{,\}|,)\d{3}(?!\d))*(?:\.\d+)?")
_AROUND = re.compile(r"[\d.,{}−-]")


@lru_cache(maxsize=1 << 16)
def number_text(value: int | Fraction | float, decimals: int | None = None) -> str:
    """A number in print: groups of three digits from five digits on, a fixed number of decimals where asked.

    >>> number_text(1024), number_text(802816), number_text(Fraction(1, 3), decimals=3), number_text(Fraction(1, 2))
    ('1024', '802,816', '0.333', '1/2')
    """
    if decimals is not None:
        scaled = Fraction(value) * 10**decimals
        whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)  # half away from zero
        digits = str(whole).rjust(decimals + 1, "0")
        sign = "-" if scaled < 0 and whole else ""
        head, tail = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
        return sign + number_text(int(head)) + ("." + tail if tail else "")
    exact = Fraction(value)
    if exact.denominator != 1:
        return f"{number_text(exact.numerator)}/{number_text(exact.denominator)}"
    return f"{exact.numerator:,}" if abs(exact.numerator) >= 10_000 else str(exact.numerator)


@lru_cache(maxsize=1 << 16)
def read_number(text: str) -> int | Fraction:
    """The number that a reader takes from the print.

    >>> read_number("802{,}816"), read_number("0.25"), read_number("−3"), read_number("1/2")
    (802816, Fraction(1, 4), -3, Fraction(1, 2))
    """
    try:
        value = Fraction(text.replace("{,}", "").replace(",", "").replace("−", "-").strip())
        return value.numerator if value.denominator == 1 else value
    except (ValueError, ZeroDivisionError):
        raise InputError(f"{text!r} stands where a number was expected") from None


def mark(name: str, text: str) -> str:
    """The text, marked as the print of what is called `name`."""
    return f"{OPEN}{name}{NAMED}{text}{CLOSE}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One marked place of a text: whose it is, and from where to where it stands once the marks are gone."""

    name: str
    start: int
    end: int


def unmark(marked: str) -> tuple[str, list[Slot]]:
    """The text without its marks, and where each marked number stands in it.

    >>> unmark("a " + mark("H", "28") + " x")
    ('a 28 x', [Slot(name='H', start=2, end=4)])
    """
    if OPEN not in marked:
        return marked, []
    parts: list[str] = []
    slots: list[Slot] = []
    at = length = 0
    for match in _MARKED.finditer(marked):
        before = marked[at : match.start()]
        start = length + len(before)
        length = start + len(match[2])
        parts += (before, match[2])
        slots.append(Slot(match[1], start, length))
        at = match.end()
    parts.append(marked[at:])
    return "".join(parts), slots


def read_at(text: str, slot: Slot) -> str:
    """What a reader takes for the number at the slot: it may reach beyond it (a digit typed before a placeholder).

    >>> read_at("1" + "28 x", Slot("H", 1, 3))
    '128'
    """
    before, after = text[slot.start - 1 : slot.start], text[slot.end : slot.end + 1]
    if not ((before and _AROUND.match(before)) or (after and _AROUND.match(after))):
        return text[slot.start : slot.end]
    for match in _NUMBER.finditer(text, max(0, slot.start - 40)):
        if match.start() <= slot.start < match.end():
            return match[0]
    return text[slot.start : slot.end]


def typed_numbers(text: str, slots: list[Slot]) -> list[str]:
    """The numbers of a text that no placeholder printed, in the order in which they stand."""
    taken = [(slot.start, slot.end) for slot in slots]
    return [
        m[0].lstrip("-−") for m in _NUMBER.finditer(text) if not any(a < m.end() and m.start() < b for a, b in taken)
    ]
