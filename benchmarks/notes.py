"""How long `kenzan verify` takes: a note from a cold start, and notes of a thousand lines and more.

    python benchmarks/notes.py [NOTE.md ...]

Prints two Markdown tables: for each note the processor time of a whole run of the command, the least of seven after a
first one; and for long notes of several kinds, made of the notes of `tests/notes/`, the time for a thousand lines and
the most memory that was taken, which stay what they are however long the note is.
"""

import itertools
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

NOTES = sorted((Path(__file__).parents[1] / "tests" / "notes").glob("*.md"))
LENGTHS = (1_000, 3_000, 10_000)
RUNS = 7
LINES = [line for note in NOTES for line in note.read_text("utf-8").splitlines()]
SENTENCES = [re.sub(r"^[-*>\d.\s]+", "", line) for line in LINES if len(line) > 20 and line[0] not in "|#`$"]


def lines(source: list[str], count: int) -> list[str]:
    """So many lines of a source, over and over."""
    return list(itertools.islice(itertools.cycle(source), count))


def repeated(count: int) -> str:
    """The bundled notes over and over: the same statements again and again."""
    return "\n".join(lines(LINES, count))


def varied(count: int) -> str:
    """Every line with other numbers."""
    numbers = itertools.count()
    line = re.compile(r"(?<![\w.$^{])\d{1,2}(?![\w.}])")
    return "\n".join(line.sub(lambda m: str(int(m[0]) + next(numbers) % 31), one) for one in lines(LINES, count))


def headless(count: int) -> str:
    """One section that never ends: everything above is within reach."""
    return "\n".join(line.lstrip("# ") for line in varied(count).splitlines())


def table(count: int) -> str:
    """A table of layers, each row fed by the one above."""
    rows = (f"| conv{i} | {3 + 2 * (i % 3)}x{3 + 2 * (i % 3)} | {1 + i % 2} | {8 + i % 50}x{5 + i % 60}x{5 + i % 60} |"
            for i in range(count - 2))  # fmt: skip
    return "\n".join(["| layer | kernel | stride | output |", "|---|---|---|---|", *rows])


def paragraph(count: int) -> str:
    """One paragraph: every sentence has all those before it in its block."""
    return "\n".join(lines(SENTENCES, count))


def nested(count: int) -> str:
    """A list forty levels deep: every item has as many parents."""
    return "\n".join(f"{'  ' * (i % 40)}- {one}" for i, one in enumerate(lines(SENTENCES, count)))


KINDS: dict[str, Callable[[int], str]] = {
    "the notes over and over": repeated, "other numbers on every line": varied, "without headings": headless,
    "one table": table, "one paragraph": paragraph, "a list 40 deep": nested,
}  # fmt: skip


def used(*arguments: str) -> float:
    """The processor time of one run of the command, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "kenzan.reports.cli", "verify", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


_CHILD = """import json, resource, sys
from kenzan.reports.verification import verify_path
claims = len(verify_path(sys.argv[1]).claims)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, claims]))"""


def measured(text: str) -> tuple[float, float, int]:
    """Processor seconds, MiB and claims of a note, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "note.md"
        path.write_text(text, "utf-8")
        done = subprocess.run([sys.executable, "-c", _CHILD, str(path)], capture_output=True, check=True)
    seconds, memory, claims = json.loads(done.stdout)
    return seconds, memory, claims


def main() -> None:
    """Prints both tables: a cold run of each note, and the time and memory of long ones."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    print("| note | seconds |\n|---|---|")
    for note in sys.argv[1:] or map(str, NOTES):
        used(note)  # what Python and kenzan keep for the next run is kept now
        print(f"| {Path(note).name} | {min(used(note) for _ in range(RUNS)):.2f} |", flush=True)
    print("\n| a note of | lines | claims | seconds for 1,000 lines | MiB |\n|---|---|---|---|---|")
    for (kind, made), length in itertools.product(KINDS.items(), LENGTHS):
        seconds, memory, claims = measured(made(length))
        print(f"| {kind} | {length:,} | {claims:,} | {seconds * 1_000 / length:.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
