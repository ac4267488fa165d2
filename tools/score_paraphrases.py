"""How well the ways are understood in which people state one fact.

    python tools/score_paraphrases.py [--list KIND ...] FILE ...

Each line of a FILE (JSON Lines, tests/paraphrases/) is a snippet of a note with one claim at issue, on its `line`, and
the same snippet with that claim made false. Of the true one the table says whether the claim was read with the status
it deserves (`read`), with another (`otherwise`) or not at all (`missed`), and whether anything in the snippet was
refuted (`accused`). Of the false one, whether the line was refuted (`caught`), held to be true (`passed`), something
else (`otherwise`) or was not read (`missed`). `--list accused passed` prints the snippets of these kinds, with what
was read of them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from kenzan.reports.claims import Claim
from kenzan.reports.verification import verify_text

TRUE, FALSE = ("read", "otherwise", "missed", "accused"), ("caught", "passed", "otherwise", "missed")
Entry = dict[str, Any]


def of_true(entry: Entry, claims: list[Claim]) -> str:
    """What becomes of the true snippet: an accusation anywhere in it outweighs all else."""
    if any(c.verdict.status == "refuted" for c in claims):
        return "accused"
    here = [c.verdict.status for c in claims if c.line == entry["line"]]
    return "missed" if not here else "read" if entry["want"] in here else "otherwise"


def of_false(entry: Entry, claims: list[Claim]) -> str:
    """What becomes of the false twin's line."""
    here = [c.verdict.status for c in claims if c.line == entry["line"]]
    if "refuted" in here:
        return "caught"
    return "missed" if not here else "passed" if "holds" in here else "otherwise"


def outcomes(entry: Entry) -> dict[str, tuple[str, list[str]]]:
    """By side, true or false: the kind of outcome, and what was read."""
    found: dict[str, tuple[str, list[str]]] = {}
    for side, judge in (("true", of_true), ("false", of_false)):
        if entry.get(side):
            claims = list(verify_text(entry[side].rstrip("\n") + "\n").claims)
            found[side] = judge(entry, claims), [f"{c.line} {c.verdict.status}: {c.reading}" for c in claims]
    return found


def entries(path: Path) -> list[Entry]:
    """The snippets of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def row(path: Path, counted: Counter[tuple[str, str]]) -> str:
    """One line of the table."""
    figures: list[str] = []
    for side, kinds in (("true", TRUE), ("false", FALSE)):
        total = sum(counted[side, kind] for kind in kinds)
        figures += [f"{counted[side, kinds[0]] / max(total, 1):9.1%}", *(f"{counted[side, k]:10}" for k in kinds[1:])]
    return f"{path.stem:12}" + "".join(figures)


def listed(entry: Entry, found: dict[str, tuple[str, list[str]]], kinds: list[str]) -> Iterator[str]:
    """The snippets of the kinds asked for, with what was read of them."""
    for side, (kind, read) in found.items():
        if kind in kinds:
            yield f"\n{kind}: {side} {entry['id']}, line {entry['line']}, {entry['predicate']}"
            yield from (f"    {line}" for line in entry[side].splitlines())
            yield from (f"  > {line}" for line in read)


def main() -> None:
    """Print what is asked for, then the table."""
    parser = argparse.ArgumentParser(description="How well the ways are understood in which people state one fact.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--list", nargs="+", default=[], choices=sorted({*TRUE, *FALSE}), metavar="KIND")
    arguments = parser.parse_args()
    table: list[str] = []
    with ProcessPoolExecutor() as pool:
        for path in arguments.files:
            counted: Counter[tuple[str, str]] = Counter()
            rows = entries(path)
            for entry, found in zip(rows, pool.map(outcomes, rows, chunksize=8), strict=True):
                counted.update((side, kind) for side, (kind, _) in found.items())
                for line in listed(entry, found, arguments.list):
                    print(line)
            table.append(row(path, counted))
    print(f"{'':12}" + "".join(f"{kind:>{9 if n in (0, 4) else 10}}" for n, kind in enumerate((*TRUE, *FALSE))))
    print("\n".join(table))


if __name__ == "__main__":
    main()
