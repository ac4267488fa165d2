"""How many small errors in a note's true claims are noticed.

    python tools/mutate_notes.py NOTE ...

Each claim of the notes that holds and states a formula (or says whether something is added or concatenated) is changed
in one place: a factor is dropped, a symbol swapped for another of the claim's, an exponent changed, addition exchanged
for concatenation, a number made one larger. The note is read again, and the changed line is looked at: a claim that is
now refuted or holds only under a condition is noticed; one that is read no more is unread; else it passes, which for a
few changes is right (a factor of one, an exchange of equal letters).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kenzan.reports.claims import Claim
from kenzan.reports.verification import verify_text

FACTOR = re.compile(r"\s*(?:×|\*|·|\\times|\\cdot)\s*(?:\\?[A-Za-z][A-Za-z_]*(?:_\{?\w+\}?)?(?:\^\{?\d\}?|[²³])?|\d+)")
SYMBOL = re.compile(r"(?<![A-Za-z\\])(?:[A-Z](?:_\{?\w+\}?)?)(?![A-Za-z])")
EXPONENT = {"^2": "^3", "^{2}": "^{3}", "²": "³", "^3": "^2", "2乗": "3乗", "**2": "**3"}
JOINED = (
    ("加算", "連結"),
    ("足し", "連結し"),
    ("連結", "加算"),
    ("結合", "加算"),
    ("concatenated", "added"),
    ("concatenate", "add"),
    ("concatenation", "addition"),
    ("added", "concatenated"),
)
NUMBER = re.compile(r"(?<![\w.,^{_])\d{1,4}(?![\w.,])")


def changes(text: str) -> Iterator[tuple[str, str]]:
    """(the kind of change, the changed text) for each change of a claim's text in one place."""
    for factor in FACTOR.finditer(text):
        yield "factor dropped", text[: factor.start()] + text[factor.end() :]
    symbols = list(SYMBOL.finditer(text))
    for symbol in symbols:
        other = next((s.group() for s in symbols if s.group() != symbol.group()), None)
        if other:
            yield "symbol swapped", text[: symbol.start()] + other + text[symbol.end() :]
    for old, new in EXPONENT.items():
        for found in re.finditer(re.escape(old), text):
            yield "exponent changed", text[: found.start()] + new + text[found.end() :]
    for old, new in JOINED:
        for found in re.finditer(old, text):
            yield "joined otherwise", text[: found.start()] + new + text[found.end() :]
    for number in NUMBER.finditer(text):
        yield "number plus one", text[: number.start()] + str(int(number.group()) + 1) + text[number.end() :]


def outcome(note: str, claim: Claim, changed: str, before: list[Claim], path: str) -> str:
    """What becomes of the claim when its text is changed: noticed, unread or passed."""
    lines = note.splitlines(keepends=True)
    start = sum(map(len, lines[: claim.line - 1])) + claim.column - 1
    if note[start : start + len(claim.text)] != claim.text:
        return "text not found"
    mutated = note[:start] + changed + note[start + len(claim.text) :]
    after = [c for c in verify_text(mutated, path).claims if c.line == claim.line]
    here = [c for c in before if c.line == claim.line]
    if Counter(_found(c) for c in after if _wrong(c)) - Counter(_found(c) for c in here if _wrong(c)):
        return "noticed"
    return "unread" if len(after) < len(here) else "passed"


def _found(claim: Claim) -> tuple[str, str]:
    return claim.verdict.status, claim.reading


def _wrong(claim: Claim) -> bool:
    return claim.verdict.status in ("refuted", "holds_if")


def _states_a_formula(claim: Claim) -> bool:
    """Declarations of an input are not among them: another input is no error."""
    told = "==" in claim.reading or claim.predicate in ("combine", "equals")
    return claim.verdict.status == "holds" and told and claim.predicate != "input_shape"


def main(paths: list[str]) -> None:
    """Print a table: kinds of change by what became of them, and what passed."""
    table: Counter[tuple[str, str]] = Counter()
    for path in paths:
        note = Path(path).read_text("utf-8")
        before = list(verify_text(note, path).claims)
        for claim in filter(_states_a_formula, before):
            for kind, changed in dict.fromkeys(changes(claim.text)):
                result = outcome(note, claim, changed, before, path)
                table[kind, result] += 1
                if result == "passed":
                    print(f"passed: {path}:{claim.line}: {changed}  [{claim.reading}]")
    print(f"{'':18} {'changes':>8} {'noticed':>8} {'unread':>8} {'passed':>8}")
    for kind in (*sorted({kind for kind, _ in table}), "all"):
        counts = [sum(n for (k, r), n in table.items() if kind in (k, "all") and r == result) for result in RESULTS]
        total = sum(n for (k, _), n in table.items() if kind in (k, "all"))
        share = f" {100 * counts[0] / total:5.1f} %" if total else ""
        print(f"{kind:18} {total:8} {counts[0]:8} {counts[1]:8} {counts[2]:8}{share}")


RESULTS = ("noticed", "unread", "passed")

if __name__ == "__main__":
    main(sys.argv[1:])
