"""Sizes that stay or change by a factor: which stride and padding keep them, what part of the values a window leaves.

English sentences; the numbers and the formula of the padding are taken from the sentence, the rest goes without saying.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.geometry import flat
from ..sizes.setting import setting

_PART = re.compile(
    (
        r"(?P<percent>\d{1,2})\s*(?:%|percent|per cent)|\b(?P<quarter>(?:a"
        r" |one )?quarter)|\b(?P<threequarters>three[- ]quarters)|\b(?P<half>(?:one"
        r" )?half)\b|\b(?P<third>(?:a |one )third)\b"
    ),
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:discard\w*|throw\w*|drop\w*|los(?:es|ing|e)|remov\w*|ignor\w*|gone|away|eliminat\w*|reduc\w+ by)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:keep\w*|retain\w*|leav\w*|remain\w*|surviv\w*|reduc\w+ (?:\w+ ){0,4}to|only)\b", re.IGNORECASE
)
_VALUES = re.compile(
    r"\b(?:activations?|values|elements|neurons|numbers|pixels|entries|information|data)\b", re.IGNORECASE
)
_SIZED = re.compile(r"\beven\b|divisible|\d\d+\s*(?:[x×]|by|\\times)\s*\d\d+|\d+\s*[x×]\s*\d+\s*[x×]\s*\d+", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What keeps a size, what part is left."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or view.outline.blocks[s.block].kind == "heading"
        or re.search(r"\?\s*$", s.words)
    ):
        return
    yield from _part_left(view)


_WINDOW = re.compile(r"(?<![A-Za-z])[FKk]\s*=\s*(\d)(?!\d)|(?<![\dx×.])(\d)\s*[x×]\s*\2(?!\d|\s*[x×])")
_STEP = re.compile(r"(?<![A-Za-z])[Ss]\s*=\s*(\d)|\bstrides?\s*(?:of|=)?\s*(\d)", re.IGNORECASE)


def _window_before(words: str, place: int) -> tuple[int, int] | None:
    """The window and the step told last before a place, in a sentence that tells several windows; None in any other."""
    windows = list(_WINDOW.finditer(words))
    if len({m[1] or m[2] for m in windows}) < 2:
        return None
    near = [m for m in windows if m.start() < place][-1:] or windows[:1]
    later = next((m.start() for m in windows if m.start() > near[0].start()), len(words))
    step = _STEP.search(words, near[0].end(), later)
    size = int(near[0][1] or near[0][2])
    return size, int(step[1] or step[2]) if step else size


def _part_left(view: View) -> Iterator[Reading]:
    """2x2 windows at stride 2 leave a quarter of the values, and drop three."""
    s = view.sentence
    part = _PART.search(s.words)
    drops, stays = _DROPS.search(s.words), _STAYS.search(s.words)
    if not part or not (drops or stays) or not _VALUES.search(s.words):
        return
    named = view.in_families(part.start(), "pooling")
    if named is None:
        return
    here = setting(view, None, "max_pool2d").own
    kernel = here.get("kernel_size") or here.get("kernel_height") or 2
    stride = here.get("stride") or kernel
    size = (
        Fraction(int(part["percent"]), 100)
        if part["percent"]
        else Fraction(3, 4)
        if part["threequarters"]
        else Fraction(1, 4)
        if part["quarter"]
        else Fraction(1, 2)
        if part["half"]
        else Fraction(1, 3)
    )
    left = 1 - size if drops else size
    sizes = f"height={stride}*H, width={stride}*W, kernel_size={kernel}, stride={stride}"
    if told := _window_before(flat(s), part.start()):  # of two settings, the one that the part is told of
        kernel, stride = told
        sizes = f"height={stride}*H, width={stride}*W, kernel_size={kernel}, stride={stride}"
    given = bool(told) or "kernel_size" in here or "kernel_height" in here
    around = " ".join(e.text.chars for e in view.outline.sentences[s.block] if e.number <= s.number)
    claim = f"output_size(max_pool2d, {sizes})**2 == {left}*({stride}*H)**2 if H == W"
    if not _SIZED.search(around):  # of any map, not of one that the windows cover evenly
        claim = f"output_size(max_pool2d, kernel_size={kernel}, stride={stride})**2 == {left}*H**2"
    yield Reading(
        claim,
        part.start(),
        part.end(),
        inherited_note(named, view),
        sure=given and bool(drops) and not s.has("hedged"),
    )
