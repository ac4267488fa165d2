"""The short code on a sheet, from which the sheet is made again, and which knows when the bank has changed.

A code holds the sheet's own seed (a hash of course, sheet and student), how its questions were selected, and a digest
of the question files it was made from. Made again from other files, it says so instead of giving other questions.
"""

from dataclasses import dataclass

from ..reference.errors import InputError
from .streams import fingerprint

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_READ_AS = str.maketrans("ILOU", "110V")
KEY_BITS, DIGEST_BITS, NAME_BITS, COUNT_BITS, CHECK_BITS = 40, 20, 15, 7, 10
_VERSION = 1


@dataclass(frozen=True)
class SheetCode:
    """What a code says. `by_id`: the selectors are hashes of question ids, else of topics (none: all topics)."""

    key: int
    digest: int
    count: int
    selectors: tuple[int, ...] = ()
    by_id: bool = False

    def __str__(self) -> str:
        bits = _Bits()
        for value, width in self._fields():
            bits.push(value, width)
        bits.push(fingerprint("check", bits.value, bits.width) >> (256 - CHECK_BITS), CHECK_BITS)
        return bits.text()

    def _fields(self):
        yield _VERSION, 2
        yield self.by_id, 1
        yield self.key, KEY_BITS
        yield self.digest, DIGEST_BITS
        yield self.count, COUNT_BITS
        yield len(self.selectors), COUNT_BITS
        for selector in self.selectors:
            yield selector, NAME_BITS

    @classmethod
    def parse(cls, text: str) -> "SheetCode":
        """The code that a text spells; dashes, spaces and case do not matter, nor I for 1 and O for 0.

        >>> code = SheetCode(12345, 77, 10)
        >>> str(code), SheetCode.parse(str(code).lower()) == code
        ('8000-01G7-4009-MA07-T0', True)
        """
        spelt = text.upper().translate(_READ_AS).replace("-", "").replace(" ", "")
        if not 16 <= len(spelt) <= 500 or any(c not in _DIGITS for c in spelt):
            raise InputError(f"{text[:60]!r} is not a sheet's code; expected one such as 8000-01G7-4009-MA07-T0")
        bits = _Bits.read(spelt)
        version, by_id = bits.take(2), bool(bits.take(1))
        key, digest, count, many = (bits.take(w) for w in (KEY_BITS, DIGEST_BITS, COUNT_BITS, COUNT_BITS))
        if version != _VERSION or bits.width < many * NAME_BITS + CHECK_BITS:
            raise InputError(f"{text[:60]!r} is not a sheet's code of this version; is it mistyped?")
        code = cls(key, digest, count, tuple(bits.take(NAME_BITS) for _ in range(many)), by_id)
        if str(code).replace("-", "") != spelt:
            raise InputError(f"the code {text[:60]!r} is mistyped: its check digits do not fit")
        return code


class _Bits:
    """Numbers of given widths, one after the other."""

    def __init__(self, value: int = 0, width: int = 0):
        self.value, self.width = value, width

    def push(self, value: int, width: int) -> None:
        self.value, self.width = self.value << width | int(value), self.width + width

    def take(self, width: int) -> int:
        if width > self.width:
            raise InputError("the code is too short; is it mistyped?")
        self.width -= width
        taken, self.value = self.value >> self.width, self.value & ((1 << self.width) - 1)
        return taken

    def text(self) -> str:
        pad = -self.width % 5
        value, digits = self.value << pad, []
        for _ in range((self.width + pad) // 5):
            value, digit = divmod(value, 32)
            digits.append(_DIGITS[digit])
        spelt = "".join(reversed(digits))
        return "-".join(spelt[i : i + 4] for i in range(0, len(spelt), 4))

    @classmethod
    def read(cls, spelt: str) -> "_Bits":
        value = 0
        for digit in spelt:
            value = value * 32 + _DIGITS.index(digit)
        return cls(value, 5 * len(spelt))


def name_hash(name: str) -> int:
    """A topic's or question's name, short enough for a code."""
    return fingerprint("name", name) >> (256 - NAME_BITS)
