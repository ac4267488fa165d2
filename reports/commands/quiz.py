"""`kenzan quiz`: sheets of certified questions, as a page, as JSON or as text."""

import argparse
import json
import sys
from pathlib import Path

from ...questions.code import SheetCode
from ...questions.sheet import COURSE, Request, Sheet, make_sheet, sheet_of_code
from ...reference.errors import InputError
from ..confined import is_confined, out_of_memory, run_confined
from ..output import form_of, write

MOST_SHEETS = 1_000
ENDINGS = {".html": "html", ".htm": "html", ".json": "json"}
DEFAULT_PAGE = "kenzan-quiz.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kenzan quiz`."""
    parser.add_argument("--topic", action="append", default=[], help="only this topic (may be given again)")
    parser.add_argument(
        "--questions", help="how many questions, or their ids with commas (default 10; with --from: all there are)"
    )
    parser.add_argument("--seed", default="1", help="the sheet's seed; equal seeds give equal bytes (default 1)")
    parser.add_argument("--lang", choices=("ja", "en", "both"), default="both", help="the language (default both)")
    parser.add_argument("--format", choices=("text", "html", "json"), help="default text; html for -o NAME.html")
    parser.add_argument("-o", "--output", help=f"write to this file (html: default {DEFAULT_PAGE})")
    parser.add_argument("--sheets", type=int, default=1, help="how many different sheets")
    parser.add_argument("--students", help="a file with one student a line: a sheet for each")
    parser.add_argument("--course", default=COURSE, help="a name that gives another course other numbers")
    parser.add_argument("--code", help="make again the sheet with this code")
    parser.add_argument("--key", nargs="?", const="with", default="with", choices=("with", "without", "only"),
                        help="the sheets with their answer key (default), without it, or the key only")  # fmt: skip
    parser.add_argument("--bank", help="a folder of question files instead of the bundled bank")
    parser.add_argument("--from", dest="note", metavar="NOTE", help="questions on the verified claims of this note")


def run(arguments: argparse.Namespace) -> int:
    """Make the sheets and write them; 0, or 1 where a question of the bank fails its certification."""
    from ...questions.refusal import Refusal

    if arguments.bank and not arguments.note and not is_confined():
        return run_confined(_again(arguments))
    try:
        sheets = _sheets(arguments)
    except MemoryError:
        return out_of_memory()
    except Refusal as refusal:
        print(f"kenzan: a question fails its certification: {refusal}", file=sys.stderr)
        return 1
    try:
        _write(arguments, sheets)
    except Refusal as refusal:
        print(f"kenzan: the exported file is not what was certified: {refusal}", file=sys.stderr)
        return 1
    return 0


def _again(arguments: argparse.Namespace) -> list[str]:
    """The same command line, for the child that reads a stranger's bank."""
    words = ["quiz"]
    for name, value in vars(arguments).items():
        if name in ("command", "version", "rest") or value is None:
            continue
        for item in value if isinstance(value, list) else [value]:
            words.append(f"--{name}={item}")
    return words


def _sheets(arguments: argparse.Namespace) -> list[Sheet]:
    if arguments.note:
        return _from_note(arguments)
    if arguments.code:
        _of_the_bank(arguments.code)
    from ...questions.bank import BUNDLED, entries

    bank = entries(Path(arguments.bank) if arguments.bank else BUNDLED)
    if arguments.code:
        return [sheet_of_code(bank, arguments.code)]
    asked = (arguments.questions or "10").strip()
    try:
        count, ids = int(asked), ()
    except ValueError:
        count, ids = 1, tuple(name.strip() for name in asked.split(",") if name.strip())
    request = Request(arguments.seed, count, tuple(arguments.topic), ids, arguments.course)
    students = _students(arguments)
    return [make_sheet(bank, request, number, student) for number, student in enumerate(students, 1)]


def _of_the_bank(code: str) -> None:
    """Refuse the code of a sheet that was made from a note: no bank can give it again."""
    from ..practice.from_notes import is_note_code

    if is_note_code(SheetCode.parse(code)):
        raise InputError(f"the code {code} is of a sheet made from a note; give the note too, with --from")


def _from_note(arguments: argparse.Namespace) -> list[Sheet]:
    """Sheets on a note's own claims; what chooses among the bank's questions has no meaning here."""
    for option, given in (("--topic", arguments.topic), ("--bank", arguments.bank)):
        if given:
            raise InputError(f"{option} chooses questions of a bank; with --from the note's own claims are asked")
    asked = (arguments.questions or "").strip()
    if asked and not asked.isdecimal():
        raise InputError(f"--questions is {asked[:40]!r}; with --from a number of questions is expected")
    from ..practice.from_notes import sheet_of_note_code, sheets_from_note

    if arguments.code:
        return [sheet_of_note_code(arguments.note, arguments.code)]
    count = {"count": int(asked)} if asked else {}
    students = _students(arguments)
    return sheets_from_note(arguments.note, arguments.seed, students=students, course=arguments.course, **count)


def _students(arguments: argparse.Namespace) -> list[str]:
    """The names for whom sheets are made; without a list, as many nameless ones as are asked for."""
    if not arguments.students:
        if not 1 <= arguments.sheets <= MOST_SHEETS:
            raise InputError(f"{arguments.sheets} sheets are asked for; expected 1 to {MOST_SHEETS:,}")
        return [""] * arguments.sheets
    path = Path(arguments.students)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path}: cannot be read; expected a UTF-8 file with one student a line") from None
    names = [line.strip() for line in lines if line.strip()]
    if not names or len(names) > MOST_SHEETS or len(set(names)) != len(names):
        raise InputError(f"{path}: names {len(names)} students; expected 1 to {MOST_SHEETS:,}, each once")
    return names


def _write(arguments: argparse.Namespace, sheets: list[Sheet]) -> None:
    from ...questions.artefact import verify

    output = arguments.output
    form = form_of(arguments.format, output, ENDINGS)
    languages = ("ja", "en") if arguments.lang == "both" else (arguments.lang,)
    questions, key = arguments.key != "only", arguments.key != "without"
    if form == "json":
        from ...questions import record

        document = record.document(sheets, None if arguments.code else _seed(arguments.seed), key)
        content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        verify("json", content, sheets, key=key)
        write(content, output)
    elif form == "html":
        from ...questions import sheet_html

        path = output or DEFAULT_PAGE
        content = sheet_html.page(sheets, languages, questions, key)
        if questions:
            verify("html", content, sheets, languages, key)
        write(content, path)
        print(
            f"{path}: {len(sheets)} sheet{'s' * (len(sheets) > 1)} of {len(sheets[0].variants)} questions, "
            f"code {sheets[0].code}"
        )
    else:
        from ...questions import sheet_text

        content = sheet_text.text(sheets, languages, questions, key)
        if questions:
            verify("text", content, sheets, languages)
        write(content, output)


def _seed(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() else text
