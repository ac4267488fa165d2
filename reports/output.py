"""Where a command's result goes: the terminal, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from ..reference.errors import InputError


def write(content: str | bytes, path: str | Path | None) -> None:
    """Print to standard output (UTF-8), or write a file through a temporary neighbour, so that nothing is half-written.

    Half a surrogate pair (a notebook's `\\ud800`, a file name that is no text) has no UTF-8: it is written as that
    escape, which is also how JSON spells it. Raises InputError when the file cannot be written.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if path is None:
        sys.stdout.flush()
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:  # a caller's own stream, such as a test's
            sys.stdout.write(data.decode("utf-8"))
        return
    target = Path(path)
    if not str(path) or target.is_dir():
        raise InputError(f"cannot write {str(path)!r}: expected the name of a file")
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}; expected a file in a writable folder") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except OSError as error:
        os.unlink(name)
        raise InputError(f"cannot write {target}: {error.strerror}; expected a file in a writable folder") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
