"""Work on a list shared by several processes: parts of it are done by copies of this process, one after another each.

A note's sentences are read and decided one by one, and none needs what became of another. Copies (`os.fork`) have
everything that was read so far, so nothing but the results is handed over. They are made on Linux alone, and only of a
process without other threads: elsewhere a copy may not work, and the whole list is done here.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST = 8  # processes
SIZE = 8  # bytes before a result that tell how long it is: one that is cut off is not taken


def processes() -> int:
    """How many processes may share work here: 1 where this one cannot be copied safely."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(MOST, len(os.sched_getaffinity(0)))


def shared(work: Callable[[Sequence[Item]], Result], items: Sequence[Item], count: int) -> Iterator[Result]:
    """The results of the parts of a list, in its order; the first part is done here, the others by copies.

    >>> list(shared(sum, [1, 2, 3, 4], 2))
    [3, 7]
    """
    size = -(-len(items) // max(1, count)) or 1
    parts = [items[at : at + size] for at in range(0, len(items), size)]
    copies: list[tuple[int, int]] = []
    try:
        for part in parts[1:]:
            copies.append(_copy(work, part))
        if parts:
            yield work(parts[0])
        for part in parts[1:]:
            yield _result(work, part, *copies.pop(0))
    finally:  # what was interrupted leaves none of them behind
        for process, end in copies:
            os.close(end)
            _end(process)


def _copy(work: Callable[[Sequence[Item]], Result], part: Sequence[Item]) -> tuple[int, int]:
    """A copy of this process that works on a part, and the end of the pipe on which it writes the result."""
    end, other = os.pipe()
    process = os.fork()
    if process:
        os.close(other)
        return process, end
    try:  # in the copy, which must never return into the code that called it
        os.close(end)
        with suppress(BaseException), os.fdopen(other, "wb") as pipe:
            data = pickle.dumps(work(part))
            pipe.write(len(data).to_bytes(SIZE) + data)
    finally:
        os._exit(0)


def _result(work: Callable[[Sequence[Item]], Result], part: Sequence[Item], process: int, end: int) -> Result:
    """What a copy worked out; done here, with the error that it meets, where the copy came to no result."""
    try:
        with os.fdopen(end, "rb") as pipe:
            data = pipe.read()
    finally:
        _end(process)
    whole = len(data) > SIZE and len(data) == SIZE + int.from_bytes(data[:SIZE])
    return pickle.loads(data[SIZE:]) if whole else work(part)


def _end(process: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(process, 9)  # it has written all, or is not wanted any more
        os.waitpid(process, 0)
