"""`kenzan list`: the operations, predicates, laws and questions there are, from their registers."""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
from collections.abc import Callable

from ...reference.errors import InputError
from ..output import write

SCHEMA = "kenzan.list/1"
Row = dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"any of {', '.join(KINDS)} (default: all of them)")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="html: a gallery")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of the terminal")


def run(arguments: argparse.Namespace) -> int:
    """Print what was asked for."""
    for word in arguments.what:
        if word not in KINDS:
            raise InputError(f"cannot list {word!r}; expected any of {', '.join(KINDS)}")
    if arguments.format == "html":
        return _gallery(arguments)
    listed = {kind: KINDS[kind]() for kind in KINDS if kind in arguments.what or not arguments.what}
    if arguments.format == "json":
        content = json.dumps({"schema": SCHEMA, **listed}, ensure_ascii=False, indent=1) + "\n"
    else:
        content = _text(listed, arguments.output is None and sys.stdout.isatty())
    write(content, arguments.output)
    return 0


def _gallery(arguments: argparse.Namespace) -> int:
    """Every question of the bundled bank with one certified variant, its misconceptions and the certificate."""
    if arguments.what != ["questions"]:
        raise InputError("only the questions are shown as a page; expected kenzan list questions --format html")
    from ...questions import gallery
    from ...questions.bank import entries

    path = arguments.output or "kenzan-gallery.html"
    cards = [gallery.card(entry.question()) for entry in entries()]
    write(gallery.page(cards), path)
    print(f"{path}: {len(cards)} questions")
    return 0


def operations() -> list[Row]:
    """The functions an implementation may provide: their signature and definition."""
    from ...properties.contract import FUNCTIONS, signature
    from ...reference import operations as reference

    return [
        {"name": name, "signature": _plain(signature(name)), "definition": _first_line(getattr(reference, name))}
        for name in FUNCTIONS
    ]


def predicates() -> list[Row]:
    """What a statement can say of an operation."""
    from ...properties import predicates as register

    lines = {name: _first_line(importlib.import_module(f".{name}", register.__name__)) for name in register.names()}
    return [{"name": name, "definition": line.removeprefix(f"`{name}`: ")} for name, line in lines.items()]


def laws() -> list[Row]:
    """The laws of the property suite, by id."""
    from ...properties.laws import all_laws

    return [{"name": law.id, "definition": law.sentence, "source": law.source} for law in all_laws().values()]


def questions() -> list[Row]:
    """The question files of the bundled bank."""
    from ...questions.bank import entries

    rows = []
    for entry in entries():
        question = entry.question()
        rows.append(
            {"name": question.id, "topic": question.topic, "kind": question.kind, "level": question.level,
             "source": question.source}
        )  # fmt: skip
    return rows


KINDS: dict[str, Callable[[], list[Row]]] = {
    "operations": operations, "predicates": predicates, "laws": laws, "questions": questions,
}  # fmt: skip


def _plain(signature: inspect.Signature) -> str:
    """A signature without annotations, as it is called."""
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def _first_line(function: object) -> str:
    """The first sentence of a docstring, on one line."""
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())


def _text(listed: dict[str, list[Row]], terminal: bool) -> str:
    """Each by its name, and under it, indented, what it is."""
    import io
    import shutil

    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    stream = io.StringIO()
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 100
    console = Console(file=stream, width=width, highlight=False, emoji=False, color_system=None)
    for kind, rows in listed.items():
        console.print(Text(f"{kind} ({len(rows)})"), end="\n\n")
        for row in rows:
            name = row["name"] + row.get("signature", "")
            facts = [value for key, value in row.items() if key not in ("name", "signature")]
            console.print(Padding(Text(name), (0, 0, 0, 2)))
            console.print(Padding(Text(" · ".join(facts)), (0, 0, 0, 6)))
        console.print()
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()).rstrip() + "\n"
