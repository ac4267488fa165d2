"""What is the same in every run, kept from one run to the next in a file beside the bytecode, as Python keeps its own.

Reading a note needs some thousand compiled patterns (compiled.py) and the tables of the vocabulary (vocabulary.py);
making them takes a third of the time of reading it, and gives the same each time.

The file holds nothing of a note. It begins with a stamp of the Python and of the code that made it, and a checksum;
what is foreign, damaged or cut off is never unmarshalled. Against forgery it is as safe as the bytecode beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

MOST = 6_000  # patterns in the file; there are some three thousand, and a changed one leaves its old self behind
Kept = dict[str, dict[Any, Any]]
_MADE_BY = tuple(Path(__file__).with_name(name) for name in ("needles.py", "compiled.py", "kept.py"))
_DIGEST = hashlib.sha256().digest_size
_FAILURES = (OSError, ValueError, EOFError, TypeError, NotImplementedError)  # the last: a Python without bytecode


def nothing() -> Kept:
    """As it is in the first run: by pattern its needles and its code, by name what is made of files, with a digest."""
    return {"needles": {}, "code": {}, "tables": {}}


fresh = nothing()
"""What this run made, since the file did not have it."""


def _file() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(".data")


@cache
def _stamp() -> bytes:
    """What the patterns' parts depend on besides the patterns: this Python, and how they and the file are made."""
    made = hashlib.sha256(sys.version.encode())
    for source in _MADE_BY:
        made.update(source.read_bytes())
    return made.digest()


@cache
def known() -> Kept:
    """What the file has."""
    try:
        data = memoryview(_file().read_bytes())
        stamp, checksum, body = data[:_DIGEST], data[_DIGEST : 2 * _DIGEST], data[2 * _DIGEST :]
        if stamp == _stamp() and checksum == hashlib.sha256(body).digest():
            return marshal.loads(body)
    except _FAILURES:
        pass
    return nothing()


def table(name: str, sources: Iterable[Path], make: Callable[[], Any]) -> Any:
    """What `make` makes of the source files, from the file as long as they are the same."""
    made_of = hashlib.sha256()
    for source in sources:
        made_of.update(source.read_bytes())
    digest = made_of.digest()
    found = known()["tables"].get(name)
    if found is None or found[0] != digest:
        found = fresh["tables"][name] = (digest, make())
    return found[1]


def keep() -> None:
    """Writes the file anew where this run made what it did not have."""
    if sys.dont_write_bytecode or not (fresh["code"] or fresh["tables"]):
        return
    before = known()
    if len(before["code"]) > MOST:
        before = nothing()  # most of it is of patterns that are gone
    with contextlib.suppress(*_FAILURES):
        body = marshal.dumps({part: {**before[part], **fresh[part]} for part in before})
        _write(_file(), _stamp() + hashlib.sha256(body).digest() + body)


def _write(path: Path, data: bytes) -> None:
    """Puts a whole file in the place of another at once: others run at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with beside.open("xb") as file:
            file.write(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
