"""The `kenzan` command: finds the command's module, hands over, and turns errors into one sentence.

Nothing heavy is imported here: `kenzan --help` loads argparse and this file. A command lives in `commands/NAME.py`
with `add_arguments(parser)` and `run(arguments) -> exit status`; one with `OPEN = True` reads further options itself,
from `arguments.rest`.
"""

import argparse
import atexit
import gc
import importlib
import os
import sys
from collections.abc import Sequence

from ..reference.errors import InputError, printable

COMMANDS = {
    "verify": "read the claims of lecture notes, decide each by running the reference",
    "annotate": "write the readings into a note as comments, for its author to confirm",
    "quiz": "make a sheet of certified questions",
    "certify": "certify question files (the bundled bank when none is named)",
    "new-question": "write a question file to start from, which certifies as it is",
    "check": "run the property suite against implementations, as a table",
    "count": "count an architecture's layers, shapes, parameters and multiply-accumulates",
    "list": "list operations, predicates, laws and questions",
}


class _Parser(argparse.ArgumentParser):
    """argparse, but a usage error is one sentence."""

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {printable(message)} (see {self.prog} --help)\n")


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser, with the arguments of the one command that was chosen."""
    parser = _Parser(prog="kenzan", description="検算: checks statements about neural networks by running them.")
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    # Told its name, argparse need not lay out a help text to learn it.
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog=parser.prog)
    for name, help_text in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".")
        if name == chosen:
            _module(name).add_arguments(command)
    return parser


def _module(name: str):
    # `__package__`, not `__name__`: `python -m` calls it __main__.
    part = name.replace("-", "_")
    return importlib.import_module(f".commands.{part}", __package__)


# The options that name files and folders; an empty name would be taken for the current folder, or for none given.
_NAMES = (
    "notes", "files", "modules", "architecture", "note", "bank", "students", "saved", "xfails", "tolerances",
    "published", "preview", "baseline", "output",
)  # fmt: skip


def _refuse_empty_names(options: argparse.Namespace) -> None:
    for name in _NAMES:
        value = getattr(options, name, None)
        if value == "" or (isinstance(value, list) and "" in value):
            raise InputError(f"{options.command}: an empty name is given; expected the name of a file or folder")


def _open_streams() -> None:
    """UTF-8 whatever the locale says, as the files are; what UTF-8 cannot say (a strange file name) is escaped.

    A stream that was closed (`kenzan verify >&-`) is None and swallows what is printed.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open until the interpreter ends
        elif stream is getattr(sys, f"__{name}__"):  # not a caller's own
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail on it once more when it ends."""
    if sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status (0 all holds, 1 something is refuted, 2 bad input).

    >>> main(["verify", "no-such-note.md"])
    2
    """
    _open_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = next((a for a in arguments if not a.startswith("-")), None)
    # One thread: the sizes are small, and a second thread on a busy machine costs far more than it brings.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    gc.set_threshold(400_000)  # many objects are made and hardly a cycle: to look for those so often is time lost
    atexit.register(gc.freeze)  # nor at the end, where the interpreter would look through all there is three times
    try:
        parser = _parser(chosen)
        options, rest = parser.parse_known_args(arguments)
        if options.version:
            from importlib.metadata import version

            print(f"kenzan {version('kenzan')}")
            return 0
        if options.command is None:
            if rest:
                parser.error(f"unrecognized argument {rest[0]!r}")
            parser.print_help()
            return 0
        module = _module(options.command)
        if rest and not getattr(module, "OPEN", False):
            parser.error(f"{options.command}: unrecognized argument {rest[0]!r}")
        options.rest = rest
        _refuse_empty_names(options)
        status = module.run(options)
        sys.stdout.flush()  # so that a full disk is noticed here, and not when the interpreter ends
        return status
    except SystemExit as exit_:  # argparse's own: --help (0) and usage errors (2)
        return exit_.code if isinstance(exit_.code, int) else 2
    except InputError as error:
        print(f"kenzan: {printable(str(error))}", file=sys.stderr)
        return 2
    except RecursionError:
        print("kenzan: the input is nested too deep; expected less of it inside one another", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe went away (`kenzan verify | head`): not an error of ours
        _discard_output()
        return 0
    except OSError as error:  # the commands name their own files; what is left is the standard output, on a full disk
        print(f"kenzan: {error.filename or 'the output'}: {error.strerror or error}", file=sys.stderr)
        _discard_output()
        return 2
    except KeyboardInterrupt:
        print("kenzan: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
