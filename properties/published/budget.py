"""How much work one file of figures may ask for: in layers, not in seconds, so that no verdict depends on a clock."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from ...reference.errors import InputError

MOST = 20_000_000  # some tens of seconds: a unit is one layer looked at once


@dataclass
class Budget:
    """What has been spent of it; work that is remembered is charged once."""

    spent: int = 0
    known: set[Hashable] = field(default_factory=set)

    def charge(self, units: int, key: Hashable = None) -> None:
        """Spend, or raise InputError where nothing is left."""
        if key is not None and key in self.known:
            return
        if self.spent + units > MOST:
            raise InputError(
                f"the figures of this file ask for more work than is done for one ({MOST:,} layers looked at); "
                "expected fewer or smaller models, or several files"
            )
        self.spent += units
        if key is not None:
            self.known.add(key)


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget() -> Iterator[Budget]:
    """The budget of one file; a figure that is checked alone has one of its own."""
    token = _CURRENT.set(Budget())
    try:
        yield _CURRENT.get() or Budget()
    finally:
        _CURRENT.reset(token)


def charge(units: int, key: Hashable = None) -> None:
    """Spend from the budget of the file that is being checked, if there is one."""
    current = _CURRENT.get()
    if current is not None:
        current.charge(units, key)
