"""Choices that give nothing away: of many possible sets the one on which blind guessers, so far, score least.

The guessers are those of the question bank's own gate and a few more; what they score is summed over the whole sheet,
so that a habit (the key is the longest, the key is like all the others, prose is true) cannot grow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ...questions.gates.guessing import strategies
from ...questions.variant import Part
from .. import patterns as re

_TOKENS = re.compile(r"\\[a-z]+|\w|[^\s\w]")
_DENYING = re.compile(r"ない|異なる|\b(?:not|un\w+ed|no|another|one after)\b")


class Guessers:
    """What each blind guesser has scored above chance, by kind of question."""

    def __init__(self) -> None:
        self.gained: dict[tuple[str, str], float] = defaultdict(float)

    def after(self, kind: str, guesses: Iterable[tuple[str, float]]) -> float:
        """How well guessers would do with one more question: large where one of them does well."""
        new = self.gained.copy()
        for name, gain in guesses:
            new[kind, name] += gain
        return sum(value**3 for (of, _), value in new.items() if value > 0 and of == kind)

    def add(self, kind: str, guesses: Iterable[tuple[str, float]]) -> None:
        """Let them guess at a question that is asked."""
        for name, gain in guesses:
            self.gained[kind, name] += gain


def guesses_at(part: Part, values: Sequence[object] = ()) -> list[tuple[str, float]]:
    """What each guesser scores above chance on a question with choices; `values` are the formulas behind them."""
    shown = part
    if values:
        shown = replace(part, choices=tuple(replace(c, value=v) for c, v in zip(part.choices, values, strict=True)))
    chance = 1 / len(part.choices)
    found = []
    for name, picked in [*strategies(shown), *_closest(part)]:
        found.append((name, sum(c.correct for c in picked) / len(picked) - chance))
    return found


def _closest(part: Part) -> Iterator[tuple[str, list]]:
    """Those that take the choice whose text needs the fewest (or most) changes to become the others."""
    tokens = [_TOKENS.findall(choice.text["en"]) for choice in part.choices]
    sums = [sum(_distance(a, b) for b in tokens) for a in tokens]
    for name, wanted in (("closest to the others", min(sums)), ("farthest from the others", max(sums))):
        yield name, [c for c, total in zip(part.choices, sums, strict=True) if total == wanted]


def _distance(a: list[str], b: list[str]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        corner, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (x != y))
    return row[-1]


def guesses_at_sentence(texts: tuple[str, str], true: bool, group: str) -> list[tuple[str, float]]:
    """What each guesser scores above chance on a sentence to be judged: by its group, length, formula or denial."""
    ja, en = texts
    marks = {
        "true": True, "formula": "$" in en, f"a sentence on {group}": True, "denial": bool(_DENYING.search(en)),
        "denial (ja)": bool(_DENYING.search(ja)), "long": len(en) > 100, "times": en.count(r"\times") > 2,
        "prose": "$" not in en,
    }  # fmt: skip
    gain = 0.5 if true else -0.5
    found: list[tuple[str, float]] = []
    for name, mark in marks.items():
        if name in ("prose",) or name.startswith("a sentence"):
            found += [(f"{name} is true", gain if mark else 0), (f"{name} is false", -gain if mark else 0)]
            continue
        found += [(f"{name} is true", gain if mark else -gain), (f"{name} is false", -gain if mark else gain)]
    return found
