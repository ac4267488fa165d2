"""The compiled patterns, kept from one run to the next (kept.py): `re` has no way to; pickling keeps a text alone.

So this module calls what `re` is made of in CPython, `re._parser`, `re._compiler` and `_sre`: private names, which
another version may change and another Python need not have. It does so for speed alone, and nothing rests on it: every
failure ends at `re.compile`.
"""

from __future__ import annotations

import contextlib
import re
from array import array

from . import kept
from .needles import Needles, needles


def needles_of(pattern: str, flags: int) -> Needles:
    """What a pattern cannot match without."""
    key = (pattern, flags)
    found = kept.known("needles", key)
    if found is None:
        found = kept.fresh["needles"][key] = needles(pattern, flags)
    return found


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """The pattern, compiled; the same as `re.compile` gives."""
    key = (pattern, flags)
    with contextlib.suppress(Exception):  # another Python may do this in another way: then as `re` does it
        import _sre
        from re import _compiler, _parser  # pyright: ignore[reportAttributeAccessIssue]

        found = kept.known("code", key)
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
            kept.fresh["code"][key] = found
        return made
    return re.compile(pattern, flags)
