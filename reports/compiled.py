"""The compiled patterns, kept from one run to the next in a file beside the bytecode, as Python keeps its own.

Compiling the few hundred patterns that a note needs takes a third of the time of reading it, and gives the same code
each time. The file holds nothing of a note; where it is missing, of another Python, damaged or not to be written, the
patterns are compiled as ever. It is trusted as the bytecode beside it is.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import sys
from array import array
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from .needles import Needles, needles

MOST = 6_000  # patterns in the file; there are some two thousand
_Key = tuple[str, int]
_fresh: dict[str, dict[_Key, Any]] = {"needles": {}, "code": {}}


def _file() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(".patterns")


@cache
def _known() -> dict[str, dict[_Key, Any]]:
    """What the file has: for each pattern its needles, and its code with what belongs to it."""
    try:
        version, found = marshal.loads(_file().read_bytes())
        return found if version == sys.version else {"needles": {}, "code": {}}
    except (OSError, ValueError, EOFError, TypeError):
        return {"needles": {}, "code": {}}


def needles_of(pattern: str, flags: int) -> Needles:
    """What a pattern cannot match without."""
    key = (pattern, flags)
    found = _known()["needles"].get(key)
    if found is None:
        found = _fresh["needles"][key] = needles(pattern, flags)
    return found


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """The pattern, compiled; the same as `re.compile` gives."""
    key = (pattern, flags)
    with contextlib.suppress(Exception):  # another Python may do this in another way: then as `re` does it
        import _sre
        from re import _compiler, _parser  # pyright: ignore[reportAttributeAccessIssue]

        found = _known()["code"].get(key)
        if found is None:
            parsed = _parser.parse(pattern, flags)
            state = parsed.state
            names = [None] * state.groups
            for name, number in state.groupdict.items():
                names[number] = name
            code = array("I", _compiler._code(parsed, flags)).tobytes()
            found = (flags | state.flags, code, state.groups - 1, state.groupdict, tuple(names))
            _fresh["code"][key] = found
        full, code, *groups = found
        return _sre.compile(pattern, full, array("I", code).tolist(), *groups)
    return re.compile(pattern, flags)


def keep() -> None:
    """Writes the file anew where this run compiled what it did not have."""
    known = _known()
    if sys.dont_write_bytecode or not _fresh["code"] or len(known["code"]) > MOST:
        return
    path = _file()
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(marshal.dumps((sys.version, {part: {**known[part], **_fresh[part]} for part in known})))
        beside.replace(path)  # at once, for others that run at the same time
