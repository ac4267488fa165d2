"""Named random streams: each draw of a sheet has its own, so that no draw disturbs another.

A stream's seed is the hash of its names (course, sheet, student, question, part, purpose). Adding, removing or
reordering a question, or drawing once more within one, therefore changes nothing anywhere else. The draws are
made here from SHA-256 rather than by `random`, whose `shuffle` and `sample` are not fixed across Python versions.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def fingerprint(*names: object) -> int:
    """A 256-bit number made of the names; a separator that cannot occur in a name keeps ("a", "b") from ("ab",).

    >>> fingerprint("course", 1) == fingerprint("course", "1"), fingerprint("a", "b") == fingerprint("ab")
    (True, False)
    """
    text = "\x1f".join(str(name).replace("\x1f", " ") for name in names)
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


class Stream:
    """A reproducible sequence of draws, the same on every machine and Python version.

    >>> Stream("course", "sheet", "student", "question", "part", "order").shuffled("abcd")
    ['d', 'c', 'b', 'a']
    """

    __slots__ = ("_bits", "_counter", "_seed")

    def __init__(self, *names: object):
        self._seed = fingerprint(*names)
        self._bits = self._seed
        self._counter = 0

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1, each equally likely (up to n in 2**40)."""
        if self._bits < 1 << 64:
            self._counter += 1
            self._bits = fingerprint(self._seed, self._counter)
        self._bits, word = divmod(self._bits, 1 << 40)
        return word * n >> 40

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a random order (Fisher and Yates)."""
        result = list(items)
        for i in range(len(result) - 1, 0, -1):
            j = self.below(i + 1)
            result[i], result[j] = result[j], result[i]
        return result

    def sample(self, items: Sequence[T], n: int) -> list[T]:
        """`n` different items, in the order in which they stand among `items`."""
        kept = sorted(self.shuffled(range(len(items)))[:n])
        return [items[i] for i in kept]
