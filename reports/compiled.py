"""The compiled patterns, kept from one run to the next in a file beside the bytecode, as Python keeps its own.

Compiling the few hundred patterns that a note needs takes a third of the time of reading it, and gives the same code
each time; `re` has no way to keep it, since pickling a pattern keeps its text alone. So this module calls what `re` is
made of in CPython, `re._parser`, `re._compiler` and `_sre`: private names, which another version may change and
another Python need not have. It does so for speed alone, and nothing rests on it: every failure ends at `re.compile`.
The file holds nothing of a note. It begins with a stamp of the Python and of the code that made it, and a checksum;
what is foreign, damaged or cut off is never unmarshalled. Against forgery it is as safe as the bytecode beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import sys
from array import array
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from . import needles as from_pattern

MOST = 6_000  # patterns in the file; there are some two thousand, and a changed one leaves its old self behind
_Key = tuple[str, int]
_Kept = dict[str, dict[_Key, Any]]
_DIGEST = hashlib.sha256().digest_size
_FAILURES = (OSError, ValueError, EOFError, TypeError, NotImplementedError)  # the last: a Python without bytecode


def _nothing() -> _Kept:
    return {"needles": {}, "code": {}}


_fresh = _nothing()


def _file() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(".patterns")


@cache
def _stamp() -> bytes:
    """What the contents depend on besides the patterns: this Python, how needles are found, how the file is made."""
    made = hashlib.sha256(sys.version.encode())
    for source in (from_pattern.__file__, __file__):
        made.update(Path(source).read_bytes())
    return made.digest()


@cache
def _known() -> _Kept:
    """What the file has: for each pattern its needles, and its code with what belongs to it."""
    try:
        data = _file().read_bytes()
        stamp, checksum, body = data[:_DIGEST], data[_DIGEST : 2 * _DIGEST], data[2 * _DIGEST :]
        if stamp == _stamp() and checksum == hashlib.sha256(body).digest():
            return marshal.loads(body)
    except _FAILURES:
        pass
    return _nothing()


def needles_of(pattern: str, flags: int) -> from_pattern.Needles:
    """What a pattern cannot match without."""
    key = (pattern, flags)
    found = _known()["needles"].get(key)
    if found is None:
        found = _fresh["needles"][key] = from_pattern.needles(pattern, flags)
    return found


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """The pattern, compiled; the same as `re.compile` gives."""
    key = (pattern, flags)
    with contextlib.suppress(Exception):  # another Python may do this in another way: then as `re` does it
        import _sre
        from re import _compiler, _parser  # pyright: ignore[reportAttributeAccessIssue]

        found = _known()["code"].get(key)
        new = found is None
        if new:
            parsed = _parser.parse(pattern, flags)
            state = parsed.state
            names = [None] * state.groups
            for name, number in state.groupdict.items():
                names[number] = name
            code = array("I", _compiler._code(parsed, flags)).tobytes()
            found = (flags | state.flags, code, state.groups - 1, state.groupdict, tuple(names))
        full, code, *groups = found
        made = _sre.compile(pattern, full, array("I", code).tolist(), *groups)
        if new:
            _fresh["code"][key] = found
        return made
    return re.compile(pattern, flags)


def keep() -> None:
    """Writes the file anew where this run compiled what it did not have."""
    if sys.dont_write_bytecode or not _fresh["code"]:
        return
    known = _known()
    if len(known["code"]) > MOST:
        known = _nothing()  # most of it is of patterns that are gone
    with contextlib.suppress(*_FAILURES):
        body = marshal.dumps({part: {**known[part], **_fresh[part]} for part in known})
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
