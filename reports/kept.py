"""What is the same in every run, kept from one run to the next in a file beside the bytecode, as Python keeps its own.

Reading a note needs some thousand compiled patterns (compiled.py) and the tables of the vocabulary (vocabulary.py);
making them takes a third of the time of reading it, and gives the same each time.

The file holds nothing of a note. It begins with a stamp of the Python and of the code that made it, an index with a
checksum, and then the entries, each marshalled by itself with a checksum of its own: a run reads those that it needs.
What is foreign, damaged or cut off is never unmarshalled. Against forgery it is as safe as the bytecode beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import mmap
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any
from zlib import crc32

MOST = 6_000  # patterns in the file; there are some three thousand, and a changed one leaves its old self behind
_MADE_BY = tuple(Path(__file__).with_name(name) for name in ("needles.py", "compiled.py", "kept.py"))
_DIGEST = hashlib.sha256().digest_size
_HEAD = 2 * _DIGEST + 8  # the stamp, the checksum of the index, and how long that is
_FAILURES = (OSError, ValueError, EOFError, TypeError, NotImplementedError)  # the last: a Python without bytecode
_Index = dict[str, dict[Any, tuple[int, int, int]]]  # by part and key where an entry begins and ends, and its checksum

fresh: dict[str, dict[Any, Any]] = {"needles": {}, "code": {}, "tables": {}}
"""What this run made, since the file did not have it: of patterns, and by name of what is made of files."""


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
def _opened() -> tuple[_Index, memoryview]:
    """The index of the file and its entries; nothing of a file that this run cannot use."""
    try:
        with _file().open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        stamp, checksum, size = data[:_DIGEST], data[_DIGEST : 2 * _DIGEST], int.from_bytes(data[2 * _DIGEST : _HEAD])
        index = data[_HEAD : _HEAD + size]
        if stamp == _stamp() and checksum == hashlib.sha256(index).digest():
            return marshal.loads(index), data[_HEAD + size :]
    except _FAILURES:
        pass
    return {part: {} for part in fresh}, memoryview(b"")


def known(part: str, key: Any) -> Any:
    """What the file has of a part under a key, or None."""
    index, entries = _opened()
    if (place := index[part].get(key)) is None:
        return None
    entry = entries[place[0] : place[1]]
    return marshal.loads(entry) if crc32(entry) == place[2] else None


def table(name: str, sources: Iterable[Path], make: Callable[[], Any]) -> Any:
    """What `make` makes of the source files, from the file as long as they are the same."""
    made_of = hashlib.sha256()
    for source in sources:
        made_of.update(source.read_bytes())
    digest = made_of.digest()
    found = known("tables", name)
    if found is None or found[0] != digest:
        found = fresh["tables"][name] = (digest, make())
    return found[1]


def keep() -> None:
    """Writes the file anew where this run made what it did not have."""
    if sys.dont_write_bytecode or not (fresh["code"] or fresh["tables"]):
        return
    with contextlib.suppress(*_FAILURES):
        data = _with_what_is_fresh()
        _opened.cache_clear()  # elsewhere than on Unix a file in use cannot be replaced
        _write(_file(), data)


def _with_what_is_fresh() -> bytes:
    """The file with the entries that it has and those of this run."""
    before, entries = _opened()
    if len(before["code"]) > MOST:
        before = {part: {} for part in fresh}  # most of it is of patterns that are gone
    index: _Index = {part: {} for part in fresh}
    body = bytearray()
    for part, new in fresh.items():
        old = {key: entries[start:end] for key, (start, end, _) in before[part].items() if key not in new}
        for key, entry in (old | {key: marshal.dumps(made) for key, made in new.items()}).items():
            index[part][key] = len(body), len(body) + len(entry), crc32(entry)
            body += entry
    listed = marshal.dumps(index)
    return b"".join((_stamp(), hashlib.sha256(listed).digest(), len(listed).to_bytes(8), listed, body))


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
