"""A stranger's question files are read in a child process, with limits on its time and memory.

The template language is already confined (questions/template.py); what this adds is that whatever a hostile file might
still make grow, a range, a number, a text, ends with one sentence and not with the machine.
"""

import os
import subprocess
import sys
from collections.abc import Sequence

from ..reference.errors import InputError

SECONDS = 300
MEMORY = 3 << 30
_CHILD = "KENZAN_CONFINED"
_TOO_MUCH = 3
_PROGRAM = "import sys; from kenzan.reports.cli import main; sys.exit(main(sys.argv[1:]))"


def is_confined() -> bool:
    """Whether this process is such a child; its limits are set when this is asked first."""
    seconds = os.environ.get(_CHILD, "")
    if not seconds.isdigit():
        return False
    _limit(int(seconds))
    return True


def run_confined(arguments: Sequence[str], seconds: int = SECONDS) -> int:
    """Run a kenzan command in a child with limits; its output is this process's, its exit status is returned."""
    sys.stdout.flush()
    # -P: the folder in which kenzan is called is a stranger's too, and not a place to import from.
    command = [sys.executable, "-P", "-c", _PROGRAM, *arguments]
    try:
        done = subprocess.run(command, env={**os.environ, _CHILD: str(seconds)}, check=False, timeout=3 * seconds)
    except subprocess.TimeoutExpired:
        raise InputError(f"the question files took longer than {3 * seconds} s and were stopped") from None
    if not 0 <= done.returncode < _TOO_MUCH:
        raise InputError(f"the question files took more than {seconds} s or {MEMORY >> 30} GiB and were stopped")
    return done.returncode


def out_of_memory() -> int:
    """The exit status by which a child says that its memory did not suffice."""
    return _TOO_MUCH


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the parent's timeout still ends the child there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
