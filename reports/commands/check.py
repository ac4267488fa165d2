"""`kenzan check`: the property suite against implementations, as a table; without pytest."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...reference.errors import InputError
from ..output import form_of, write

if TYPE_CHECKING:
    from ...properties.check import Outcome
    from ...properties.session import Session

PROFILES = ("smoke", "quick", "ci", "deep")
FORMATS = ("text", "json", "html", "markdown", "junit")
ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".md": "markdown", ".xml": "junit"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options: implementations, which laws, how hard, expected failures and tolerances, the format."""
    parser.add_argument(
        "modules",
        nargs="*",
        metavar="MODULE",
        help="pkg.module, pkg.module:attribute, or an adapter: reference torch jax onnxruntime tinygrad onnx",
    )
    parser.add_argument(
        "--profile",
        choices=PROFILES,
        default="quick",
        help="number of cases (default: quick); smoke, for libraries that compile every shape, has fewer corner cases",
    )
    parser.add_argument(
        "--laws", metavar="PATTERN", help="only laws whose id matches, such as conv2d or 'batch_norm-*'"
    )
    parser.add_argument("--seed", type=int, help="seed of the random cases (default: 0, or a new one for deep)")
    parser.add_argument(
        "--from",
        dest="saved",
        action="append",
        metavar="FILE",
        help="show the outcomes of an earlier run, saved with --format json, instead of running; repeatable",
    )
    parser.add_argument("--xfails", metavar="FILE", help="laws expected to fail: 'law-id reason' lines, or TOML")
    parser.add_argument("--tolerances", metavar="FILE", help="TOML: 'law pattern' = {rtol = ..., atol = ...}")
    parser.add_argument("--format", choices=FORMATS, help="default: as the output file's ending says, else text")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of the terminal")


def run(arguments: argparse.Namespace) -> int:
    """Check, show, and return 1 when a law fails that was not expected to."""
    from ..render import laws, matrix

    form = form_of(arguments.format, arguments.output, ENDINGS)
    session, outcomes = _saved(arguments) if arguments.saved else _checked(arguments)
    shown = matrix.as_markdown if form == "markdown" else getattr(laws, f"as_{form}")
    write(shown(session, outcomes), arguments.output)
    return int(any(o.status == "fails" and o.law.id not in session.xfails for o in outcomes))


def _saved(arguments: argparse.Namespace) -> tuple[Session, list[Outcome]]:
    from ...properties.saved import read_outcomes

    if arguments.modules:
        raise InputError(
            f"--from is given with {' '.join(arguments.modules)}; expected modules to run, or saved outcomes"
        )
    return read_outcomes(arguments.saved)


def _checked(arguments: argparse.Namespace) -> tuple[Session, list[Outcome]]:
    from ...properties.check import check, selected
    from ...properties.implementation import load
    from ...properties.session import Session, read_tolerances, read_xfails, seed_of

    if not arguments.modules:
        raise InputError("no module is given; expected pkg.module, pkg.module:attribute, an adapter, or --from FILE")
    session = Session(
        [load(name, str(Path.cwd())) for name in arguments.modules],
        selected(arguments.laws),
        arguments.profile,
        seed_of(arguments.profile, arguments.seed),
        read_xfails(arguments.xfails),
        read_tolerances(arguments.tolerances),
    )
    run = check(session.implementations, session.laws, session.profile, session.seed, session.tolerances)
    return session, list(run)
