"""`kenzan certify`: every variant of every question through every gate, one line a file; and given exams.

With `--watch` a file is certified at each change, with a preview; with `--mutants` wrong references are tried.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from ...properties.verdict import plain
from ...questions.bank import BUNDLED, question_files
from ...questions.certify import Certificate, certify
from ...questions.loading import load
from ...questions.refusal import Refusal, variant_text
from ...reference.errors import InputError
from ..confined import is_confined, out_of_memory, run_confined
from ..exams.exam import check_exam, is_exam
from ..exams.exam import document as exam_document
from ..exams.exam import table as exam_table
from ..output import form_of, write

SCHEMA = "kenzan.certify/1"
MOST_JOBS = 4
ENDINGS = {".html": "html", ".htm": "html", ".json": "json"}
DEFAULT_PAGE = "kenzan-gallery.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kenzan certify`."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE",
        help="question files or folders (default: the bundled bank), or exams (.md .xml .gift .txt)",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json", "html"), help="default text; html: a gallery")
    parser.add_argument("-o", "--output", help="write to this file instead of the terminal")
    parser.add_argument("--jobs", type=int, default=0, help="so many files at once (default: as many as processors)")
    parser.add_argument("--watch", action="store_true", help="certify the FILE again at each change")
    parser.add_argument("--preview", metavar="PAGE", help="write a page on the FILE: variants, certificate")
    parser.add_argument("--mutants", action="store_true", help="score the bank on wrong references")


def run(arguments: argparse.Namespace) -> int:
    """0 if every question passes, 1 if one is refused (the variant that shows it is printed); unreadable ones raise."""
    arguments.format = form_of(arguments.format, arguments.output, ENDINGS)
    arguments.jobs = arguments.jobs or min(MOST_JOBS, os.cpu_count() or 1)
    if arguments.watch:
        from ..watching import watch

        path = _one(arguments)
        beside = path.with_name(f"{path.name.removesuffix('.md.j2')}.preview.html")
        return watch(path, Path(arguments.preview) if arguments.preview else beside)
    if arguments.files and not is_confined():
        return run_confined(_again(arguments))
    try:
        return _run(arguments)
    except MemoryError:
        return out_of_memory()


def _again(arguments: argparse.Namespace) -> list[str]:
    """The same command line, for the child that reads a stranger's files."""
    words = ["certify", "--format", arguments.format, "--jobs", str(arguments.jobs)]
    words += ["-o", arguments.output] if arguments.output else []
    words += ["--preview", arguments.preview] if arguments.preview else []
    words += ["--mutants"] if arguments.mutants else []
    return [*words, "--", *arguments.files]


def _one(arguments: argparse.Namespace) -> Path:
    if len(arguments.files) != 1:
        raise InputError(f"{len(arguments.files)} files are named; --watch and --preview take one question file")
    return Path(arguments.files[0])


def _run(arguments: argparse.Namespace) -> int:
    if arguments.preview:
        return _preview(arguments)
    if arguments.mutants:
        return _mutants(arguments)
    exams = [Path(name) for name in arguments.files if is_exam(Path(name))]
    if not exams:
        return _questions(arguments)
    if len(exams) < len(arguments.files):
        other = next(name for name in arguments.files if Path(name) not in exams)
        raise InputError(f"{exams[0]} is an exam and {other} is not; expected exams alone, or question files alone")
    return _exams(arguments, exams)


def _exams(arguments: argparse.Namespace, paths: list[Path]) -> int:
    """0 where keys were found and none is refuted, else 1."""
    checked = [check_exam(path) for path in paths]
    if arguments.format == "json":
        write(json.dumps(exam_document(checked), ensure_ascii=False, indent=1) + "\n", arguments.output)
    else:
        write("\n\n".join(exam_table(exam) for exam in checked) + "\n", arguments.output)
    return 1 if any(exam.alarms or exam.unchecked for exam in checked) else 0


def _preview(arguments: argparse.Namespace) -> int:
    """0 where the question passes, 1 where a gate refuses it; an unreadable file raises, with the page written."""
    from ..watching import preview

    found, problem = preview(_one(arguments), Path(arguments.preview), summary)
    if found is None:
        raise InputError(problem)
    print(line(found))
    return 0 if found["passed"] else 1


def _mutants(arguments: argparse.Namespace) -> int:
    """0 where nine mutants of ten are noticed."""
    from ...questions.mutation import ENOUGH_SCORE, score, told

    found = score(question_files([Path(name) for name in arguments.files] or [BUNDLED]), arguments.jobs)
    killed = sum(bool(one.by) for one in found)
    if arguments.format == "json":
        listed = [
            {"mutant": one.mutant, "noticed_by": [{"id": name, "gate": gate} for name, gate in one.by]} for one in found
        ]
        document_ = {"schema": "kenzan.mutants/1", "mutants": listed, "noticed": killed, "score": killed / len(found)}
        write(json.dumps(document_, ensure_ascii=False, indent=1) + "\n", arguments.output)
    else:
        write(told(found) + "\n", arguments.output)
    return 0 if killed >= ENOUGH_SCORE * len(found) else 1


def _questions(arguments: argparse.Namespace) -> int:
    paths = question_files([Path(name) for name in arguments.files] or [BUNDLED])
    texted = arguments.format == "text" and not arguments.output
    found = []
    for certificate in _certified(paths, arguments.jobs):
        found.append(certificate)
        if texted:  # line by line, as they come
            print(line(certificate), flush=True)
    if arguments.format == "html":
        _gallery(found, arguments.output)
    elif arguments.format == "json":
        write(json.dumps(document(found), ensure_ascii=False, indent=1) + "\n", arguments.output)
    elif arguments.output:
        write("\n".join(line(c) for c in found) + "\n" + total(found) + "\n", arguments.output)
    else:
        print(total(found))
    return 0 if all(c["passed"] for c in found) else 1


def _gallery(found: list[dict[str, Any]], output: str | None) -> None:
    from ...questions import gallery

    path = output or DEFAULT_PAGE
    write(gallery.page([gallery.card(load(Path(one["path"])), 1, one) for one in found]), path)
    print(f"{path}: {total(found)}")


def _certified(paths: list[Path], jobs: int):
    """The certificates in the order of the files."""
    if jobs <= 1 or len(paths) == 1:
        yield from (_summary(path) for path in paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_summary, paths)


def _summary(path: Path) -> dict[str, Any]:
    return summary(certify(load(path)))


def summary(certificate: Certificate) -> dict[str, Any]:
    """What certification found, as plain data."""
    question = certificate.question
    return {
        "path": str(question.path or ""), "id": question.id, "topic": question.topic, "kind": question.kind,
        "level": question.level, "passed": certificate.passed, "certified": certificate.certified,
        "possible": certificate.possible, "exhausted": certificate.exhausted, "coverage": certificate.coverage,
        "steps": certificate.steps, "routes": certificate.routes,
        "guessability": [_guess(g) for g in certificate.guesses if g.seen],
        "refusal": _refusal(certificate.refusal),
    }  # fmt: skip


def _guess(guess) -> dict[str, Any]:
    strategy, score = guess.best()
    chance = guess.chance / guess.seen if not guess.answers else 0.0
    return {"part": guess.name, "strategy": strategy, "score": round(score, 4), "chance": round(chance, 4),
            "limit": round(guess.limit, 4)}  # fmt: skip


def _refusal(refusal: Refusal | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    variant = {name: plain(value) for name, value in (refusal.variant or {}).items()}
    return {"gate": refusal.gate, "message": refusal.message, "variant": variant or None}


def line(found: dict[str, Any]) -> str:
    """One file on the terminal: certified of possible, routes, guessability; or the refusal with its variant."""
    name = f"{found['topic']}/{found['id']}"
    if not found["passed"]:
        refusal = found["refusal"]
        shown = f"\n      variant: {variant_text(refusal['variant'])}" if refusal["variant"] else ""
        return f"REFUSED  {name}\n      {refusal['gate']}: {refusal['message']}{shown}"
    guessed = "; ".join(f"{g['score']:.0%} by {g['strategy']}" + (f" (chance {g['chance']:.0%})" if g["chance"] else "")
                        for g in found["guessability"])  # fmt: skip
    return f"ok       {name}: {found['coverage']}; {found['routes']}; {found['steps']:,} steps; guess {guessed}"


def total(found: list[dict[str, Any]]) -> str:
    """The last line: how many files and variants passed."""
    passed = [c for c in found if c["passed"]]
    variants = sum(c["certified"] for c in passed)
    return f"{len(passed)} of {len(found)} questions certified, {variants:,} variants"


def document(found: list[dict[str, Any]]) -> dict[str, Any]:
    """All certificates as one document."""
    passed = sum(c["passed"] for c in found)
    return {"schema": SCHEMA, "questions": found,
            "summary": {"questions": len(found), "certified": passed, "refused": len(found) - passed,
                        "variants": sum(c["certified"] for c in found if c["passed"])}}  # fmt: skip
