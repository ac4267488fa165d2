"""Work on a list shared by several processes: whoever is free takes the next part.

A note's sentences are read and decided one by one, and none needs what became of another. Copies of this process
(`os.fork`) have everything that was read so far, so nothing but the results is handed over. They are made on Linux
alone, and only of a process without other threads: elsewhere a copy may not work, and the whole list is done here.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST = 8  # processes
EACH = 8  # parts for each process: one that is quick takes more of them
SIZE = 8  # bytes before the results that tell how long they are: what is cut off is not taken


def processes() -> int:
    """How many processes may share work here: 1 where this one cannot be copied safely."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(MOST, len(os.sched_getaffinity(0)))


def shared(work: Callable[[Sequence[Item]], Result], items: Sequence[Item], count: int) -> list[Result]:
    """The results of the parts of a list, in its order, worked out by so many processes.

    >>> shared(sum, [1, 2, 3, 4], 1)
    [10]
    >>> sum(shared(sum, range(100), 2))
    4950
    """
    if count < 2 or len(items) < 2:
        return [work(items)] if items else []
    size = -(-len(items) // (EACH * count))
    parts = [items[at : at + size] for at in range(0, len(items), size)]
    tickets, giving = os.pipe()
    os.write(giving, bytes(range(len(parts))))  # at most EACH * MOST
    os.close(giving)
    copies: list[tuple[int, int]] = []
    try:
        for _ in range(min(count, len(parts)) - 1):
            copies.append(_copy(work, parts, tickets))
        done = _taken(work, parts, tickets)
        for _, end in copies:
            done |= _results(end)
    finally:  # what was interrupted leaves none of them behind
        os.close(tickets)
        for process, end in copies:
            os.close(end)
            _end(process)
    # The part of a copy that came to no result is done here, with the error that it met.
    return [done[at] if at in done else work(part) for at, part in enumerate(parts)]


def _taken(
    work: Callable[[Sequence[Item]], Result], parts: list[Sequence[Item]], tickets: int, parent: int = 0
) -> dict[int, Result]:
    """The parts that this process took, one ticket after another, as long as there are any.

    A copy stops when its `parent` is gone: one that was killed could not end it, and nobody reads its results.
    """
    done: dict[int, Result] = {}
    while (not parent or os.getppid() == parent) and (ticket := os.read(tickets, 1)):
        done[ticket[0]] = work(parts[ticket[0]])
    return done


def _copy(work: Callable[[Sequence[Item]], Result], parts: list[Sequence[Item]], tickets: int) -> tuple[int, int]:
    """A copy of this process that takes parts too, and the end of the pipe on which it writes their results."""
    end, other = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if process:
        os.close(other)
        return process, end
    try:  # in the copy, which must never return into the code that called it
        os.close(end)
        with suppress(BaseException), os.fdopen(other, "wb") as pipe:
            data = pickle.dumps(_taken(work, parts, tickets, parent))
            pipe.write(len(data).to_bytes(SIZE) + data)
    finally:
        os._exit(0)


def _results(end: int) -> dict[int, Result]:
    """What a copy wrote, or nothing where it was ended in the middle of it."""
    with open(end, "rb", closefd=False) as pipe:
        data = pipe.read()
    whole = len(data) > SIZE and len(data) == SIZE + int.from_bytes(data[:SIZE])
    return pickle.loads(data[SIZE:]) if whole else {}


def _end(process: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(process, signal.SIGKILL)  # it has written all, or is not wanted any more
        os.waitpid(process, 0)
