"""Paths of convolutions told in a line: 1x1, 64 / 3x3, 64 / 1x1, 256; 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256).

Each step has its window and the channels that come out of it, perhaps those that go in too; where only the first input is
missing, the words around give it (`enters`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from .. import patterns as re
from .counting import plain

_UNIT = r"(?:\s*-?\s*(?:channels?|ch|filters?|maps?|チャン?ネル|枚)\b)?"
_STEP = re.compile(
    r"(?:\bconv\w*\s*)?(?<![\dx.])(?P<k>[1-9]|11)\s*x\s*(?P=k)(?!\s*x|\d)(?:\s*-?\s*(?:conv\w*|kernels?|filters?|layers?|畳み?込み))?"
    rf"(?:[\s,:|(\[@;-]|\bfrom\b|\bchannels?\b|reducing|expanding|mapping){{0,6}}\s*(?:(?P<i>\d{{1,4}}){_UNIT}\s*(?:->|→|⇒|=>|-?\bto\b-?)\s*)?(?:(?:back|up|down|again)\s+)?(?:\b(?:to|on|with|at|keeping|giving)\s+)?(?P<o>\d{{1,4}})(?![\d.]|\s*x\s*\d|,\d{{3}}){_UNIT}(?:\s*(?:in and out|out))?[\s)\]]*",
    re.IGNORECASE,
)
_LINK = re.compile(r"[\s/;,|+>→⇒・、()\[\]-]*(?:\b(?:and|then|followed by|a|an|the|next|finally|another|last|back)\b[\s,]*){0,4}", re.IGNORECASE)
_ENTERS = re.compile(
    r"\b(?:on|for|at|with|of|from|over|see|handle|takes?)\s+(?:an input (?:of|with)\s+)?(\d{2,4})\s*(?:input\s+)?(?:channels|ch|maps)\b|(?<![\dx.])(\d{2,4})\s*(?:input channels|channels? (?:in\b|go in|come in|enter)|-channel)|(\d{2,4})\s*チャン?ネル",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Step:
    """One convolution: its window, the channels that go in (0 where nobody says) and come out, its place."""

    kernel: int
    enters: int
    leaves: int
    start: int
    end: int


Path = tuple[Step, ...]


def paths_in(text: str) -> list[Path]:
    """The paths of two steps and more that a text tells.

    >>> [[(s.kernel, s.enters, s.leaves) for s in path] for path in paths_in("1x1, 64 / 3x3, 64 / 1x1, 256")]
    [[(1, 0, 64), (3, 64, 64), (1, 64, 256)]]
    """
    text = plain(text)
    runs: list[list[Step]] = []
    for m in _STEP.finditer(text):
        step = Step(int(m["k"]), int(m["i"] or 0), int(m["o"]), m.start(), m.end())
        if runs and _LINK.fullmatch(text[runs[-1][-1].end : step.start]):
            runs[-1].append(step)
        else:
            runs.append([step])
    return [joined(run) for run in runs if len(run) > 1]


def joined(steps: Iterable[Step]) -> Path:
    """Steps one after the other: what comes out of one goes into the next."""
    steps = list(steps)
    later = [replace(b, enters=b.enters or a.leaves) for a, b in pairwise(steps)]
    return (*steps[:1], *later)


def is_chained(path: Path) -> bool:
    """Whether every step takes what the one before it gives."""
    return all(a.leaves == b.enters for a, b in pairwise(path))


def entering(texts: Iterable[str]) -> int:
    """The channels that go in by the words around, those of the nearest text that tells some; 0 where several are told."""
    for text in texts:
        if found := {int(next(g for g in m.groups() if g)) for m in _ENTERS.finditer(plain(text))}:
            return found.pop() if len(found) == 1 else 0
    return 0


def counted(path: Path, bias: bool) -> str:
    """The weights of a path, in the statement language."""
    more = f", bias={str(bias).lower()}"
    return " + ".join(f"params(conv2d, kernel_size={s.kernel}, in_channels={s.enters}, out_channels={s.leaves}{more})" for s in path)
