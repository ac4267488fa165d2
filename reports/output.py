"""Where a command's result goes: the terminal, a device, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from ..reference.errors import InputError

PLAIN = ("", ".txt", ".text", ".log")  # endings of a file that holds a table as the terminal shows it


def form_of(form: str | None, path: str | None, endings: Mapping[str, str]) -> str:
    """The format of an output: the one asked for, else as the file's ending says; text for the terminal.

    Raises InputError for an ending that says nothing: a table in a file called .pdf would be found out too late.

    >>> form_of(None, "a.HTML", {".html": "html"}), form_of(None, None, {}), form_of("json", "a.pdf", {})
    ('html', 'text', 'json')
    """
    suffix = Path(path or "").suffix.lower()
    device = path is not None and os.path.exists(path) and not os.path.isfile(path)
    if form or suffix in endings:
        return form or endings[suffix]
    if suffix not in PLAIN and not device:
        known = " ".join((*endings, *PLAIN[1:2]))
        raise InputError(f"cannot tell the format of {path} by its ending; expected one of {known}, or --format")
    return "text"


def write(content: str | bytes, path: str | Path | None) -> None:
    """Print to standard output (`-`; UTF-8), or write a file through a temporary neighbour: nothing is half-written.

    Half a surrogate pair (a notebook's `\\ud800`, a file name that is no text) has no UTF-8: it is written as that
    escape, which is also how JSON spells it. Raises InputError when the file cannot be written.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if path is None or path == "-":
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
    if target.is_symlink():
        target = Path(os.path.realpath(target))  # the link stays, and what it leads to is written
    known = _known(target)
    if known is not None and (not stat.S_ISREG(known.st_mode) or known.st_nlink > 1):
        _write_through(data, target)
        return
    import tempfile  # what is printed needs none

    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}; expected a file in a writable folder") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, stat.S_IMODE(known.st_mode) if known else 0o666 & ~_umask())
        os.replace(name, target)
    except OSError as error:
        os.unlink(name)
        raise InputError(f"cannot write {target}: {error.strerror}; expected a file in a writable folder") from None


def _known(target: Path) -> os.stat_result | None:
    """What is there already under that name; None where nothing is, or nothing may be seen."""
    try:
        return target.stat()
    except OSError:
        return None


def _write_through(data: bytes, target: Path) -> None:
    """Write to a device or a pipe, or into a file that has other names as well: nothing can take their place."""
    try:
        with target.open("wb") as file:
            file.write(data)
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}; expected a file in a writable folder") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
