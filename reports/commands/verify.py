"""`kenzan verify`: read the claims of lecture notes, decide each by running the reference, show the verdicts."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from ...reference.errors import InputError, printable
from ..baseline import known_in
from ..claims import Claim, NoteReport
from ..output import form_of, write

SUFFIXES = (".md", ".markdown", ".txt", ".ipynb")
# Which module renders a format; each has `render(notes, **options) -> str`.
FORMATS = ("text", "json", "html", "github", "sarif", "junit")
ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".sarif": "sarif", ".xml": "junit"}
BUNDLED = Path(__file__).parents[1] / "examples"
REPORT = "kenzan-report.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("notes", nargs="*", metavar="NOTES",
                        help="files (.md .txt .ipynb) or folders; without any, the bundled example notes")  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, help="default: as the output file's ending says, else text")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of the terminal")
    parser.add_argument("--unread", action="store_true", help="in a table, also list the lines that could not be read")
    parser.add_argument("--experiments", action="store_true", help="run the experiments for claims on training (torch)")
    parser.add_argument("--baseline", metavar="FILE", help="known findings (an earlier --format json), not counted")


def run(arguments: argparse.Namespace) -> int:
    """Verify and show; 1 when something is refuted that the baseline does not know, 2 for notes that cannot be used.

    A line that kenzan itself failed at is told, and never passes for a note in which all holds: 1. It is no bad input,
    and the verdicts on all the other lines stand, for whoever reads them by the status.
    """
    known = known_in(arguments.baseline)
    files = _files(arguments.notes)
    _keep_the_notes(files, arguments.output)
    form = form_of(arguments.format, arguments.output, ENDINGS)
    notes, errors = _verified(files)
    if arguments.experiments:
        from ..experiments import experimented

        try:
            notes = experimented(notes)
        except InputError as error:  # all that can be decided without them is decided and shown
            errors.append(InputError(f"{error}; the report lists the experiments as not run"))
    fresh = known.fresh(notes)
    write(_rendered(notes, fresh, form, arguments), arguments.output)
    if not arguments.notes and form == "text" and arguments.output is None:
        _write_report(notes)
    complaints = [complaint for note in notes for complaint in note.complaints()]
    for error in (*errors, *complaints):
        print(f"kenzan: {printable(str(error))}", file=sys.stderr)
    _keep()
    if errors or any(note.rejected for note in notes):
        return 2
    return int(bool(fresh) or any(note.faults for note in notes))


def _keep_the_notes(files: list[Path], output: str | None) -> None:
    """A report never takes the place of a note that it is about."""
    if output and os.path.exists(output) and any(f.exists() and os.path.samefile(f, output) for f in files):
        raise InputError(f"the report would replace the note {output}; expected the name of another file")


def _files(names: list[str]) -> list[Path]:
    """The notes meant: files as they are named, folders searched through, each file once, in a fixed order."""
    found: dict[Path, None] = {}
    for name in names or [str(BUNDLED)]:
        try:
            found.update(dict.fromkeys(_inside(Path(name)) if Path(name).is_dir() else [_note(Path(name))]))
        except OSError as error:
            raise InputError(f"cannot read {name[:200]}: {error.strerror}") from None
    return list(found)


def _note(path: Path) -> Path:
    if not path.exists():
        raise InputError(f"no such file: {path}; expected a note ({', '.join(SUFFIXES)}) or a folder of notes")
    if not path.is_file():  # reading a pipe or a device would never end
        raise InputError(f"cannot read {path}: expected a file or a folder")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"cannot read {path}: expected a note ending in {', '.join(SUFFIXES)}")
    return path


def _inside(folder: Path) -> list[Path]:
    """The notes in a folder and its folders, but for hidden ones (.git, .ipynb_checkpoints)."""
    inside = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not inside:
        raise InputError(f"no note in the folder {folder}; expected files ending in {', '.join(SUFFIXES)}")
    return inside


def _verified(files: list[Path]) -> tuple[list[NoteReport], list[InputError]]:
    """A report for each note; a note that cannot be read costs its own sentence, not the others' verdicts."""
    from ..side_by_side import MOST
    from ..verification import fault_of, verify_path

    notes: list[NoteReport] = []
    errors: list[InputError] = []
    for path in files:
        try:
            notes.append(verify_path(path, at_once=MOST))
        except InputError as error:
            errors.append(error)
        except Exception as error:  # a fault in finding blocks or sentences: the other notes still get their verdicts
            errors.append(InputError(f"{path}: {fault_of(error)}; a fault of kenzan itself, please report it"))
    if not notes:
        raise errors[0]
    return notes, errors


def _rendered(notes: list[NoteReport], fresh: list[Claim], form: str, arguments: argparse.Namespace) -> str:
    if form == "json":
        from ..claims import as_json

        return json.dumps(as_json(notes), ensure_ascii=False, indent=1) + "\n"
    renderer = importlib.import_module(f"..render.{form}", __package__)
    to_terminal = arguments.output is None and sys.stdout.isatty()
    return renderer.render(notes, fresh=fresh, unread=arguments.unread, terminal=to_terminal)


def _keep() -> None:
    """What is the same in every run is not made again by the next (reports/kept.py)."""
    from ..kept import keep

    keep()


def _write_report(notes: list[NoteReport]) -> None:
    """Beside the table of the bundled notes, their report as a page in the current folder."""
    from ..render import html

    try:
        write(html.render(notes), REPORT)
    except InputError as error:  # the verdicts are printed: a folder that cannot be written to does not undo them
        print(f"kenzan: the report was not written: {printable(str(error))}", file=sys.stderr)
    else:
        print(f"\nThe report is in {Path(REPORT).resolve()}: open it in a browser.")
