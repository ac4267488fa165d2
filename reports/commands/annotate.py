"""`kenzan annotate`: write the readings into a note as comments, for its author to confirm."""

from __future__ import annotations

import argparse
import codecs
import difflib
import sys
from pathlib import Path

from ...reference.errors import InputError, printable
from ..output import write

SUFFIXES = (".md", ".markdown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("notes", nargs="+", metavar="NOTES", help="Markdown notes; each is changed in place")
    parser.add_argument("-o", "--output", metavar="FILE",
                        help="write there instead (- prints it), and leave the note as it is")  # fmt: skip
    parser.add_argument("--format", choices=("markdown", "diff"), default="markdown",
                        help="diff: show what would change, and change nothing")  # fmt: skip
    parser.add_argument("--confirmed", action="store_true", help="write readings that need no more confirming")
    parser.add_argument("--remove", action="store_true", help="only take the proposals of an earlier run away")


def run(arguments: argparse.Namespace) -> int:
    """Annotate every note; all are read before the first is changed."""
    if arguments.output and len(arguments.notes) > 1 and arguments.format != "diff":
        raise InputError(f"-o takes the text of one note; {len(arguments.notes)} notes are given")
    changed = [(path, before, *_annotated(path, before, arguments))
               for path, before in [_read(Path(name)) for name in arguments.notes]]  # fmt: skip
    if arguments.format == "diff":
        write("".join(_difference(path, before, after) for path, before, after, _ in changed), arguments.output)
        return 0
    for path, before, after, added in changed:
        if arguments.output or before != after:
            write(after, arguments.output or path)
        if arguments.output != "-":
            told = f"{arguments.output or path}: {added} reading{'s' * (added != 1)} written"
            print(printable(told) + _next(arguments, added))
    return 0


def _next(arguments: argparse.Namespace, added: int) -> str:
    if arguments.confirmed or arguments.remove or not added:
        return ""
    return "; to confirm one, turn its 'kenzan?' into 'kenzan:'; delete the others"


def _read(path: Path) -> tuple[Path, str]:
    from ..verification import text_of_file

    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"cannot annotate {path}: expected a Markdown note ({', '.join(SUFFIXES)})")
    text = text_of_file(path)
    if path.read_bytes()[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise InputError(f"cannot annotate {path}: it is UTF-16 text; expected a note saved as UTF-8")
    return path, text


def _annotated(path: Path, text: str, arguments: argparse.Namespace) -> tuple[str, int]:
    """The note's new text, and how many readings were written into it."""
    from ..annotating import annotated, without_proposals
    from ..verification import verify_text

    mark = text[: text.startswith("\ufeff")]  # a byte order mark stays in front
    bare = without_proposals(text.removeprefix(mark))
    if arguments.remove:
        return mark + bare, 0
    report = verify_text(bare, str(path))
    if report.rejected:  # the author's own comments come first
        raise InputError(report.complaints()[0])
    for complaint in report.complaints():
        print(f"kenzan: {printable(complaint)}", file=sys.stderr)
    after = annotated(report, arguments.confirmed)
    return mark + after, len(after.splitlines()) - len(bare.splitlines())


def _difference(path: Path, before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), str(path), str(path), lineterm="", n=1)
    return "".join(line + "\n" for line in lines)
