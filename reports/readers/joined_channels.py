"""Channels side by side: 64, 128, 32 and 32 concatenated are 256; (1, 64, 56, 56) and (1, 32, 56, 56) are (1, 96, 56, 56).

What is put together is listed (channel counts, or shapes that differ in one axis) right beside a word of concatenating,
and the result is told behind them. The counts are added up as they stand; a shape must have their sum for the axis that
is not an image's side.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from .denials import denied_at
from .sites import acts

_UNIT = r"(?:\s*(?:ch(?:annels?)?|枚|チャン?ネル|(?:feature )?maps?)(?![A-Za-z]))?"
_NUMBER = rf"(?<![\d.x×*^/-])\d{{1,5}}(?![\d.]*\s*[x×*%^/])(?!\.\d){_UNIT}"
_AND = r"\s*(?:,\s*and\b|[,、+＋・と]|\band\b)\s*"
_SHAPE = r"[(（]\s*\d{1,5}(?:\s*,\s*\d{1,5}){2,3}\s*[)）]|(?<![\d.])\d{1,5}(?:\s*[x×]\s*\d{1,5}){2}(?![\d.]|\s*[x×])"
_COUNTS = re.compile(rf"{_NUMBER}(?:{_AND}{_NUMBER}){{1,7}}", re.IGNORECASE)
_SHAPES = re.compile(rf"(?:{_SHAPE})(?:{_AND}(?:{_SHAPE})){{1,5}}", re.IGNORECASE)
_RESULT = re.compile(
    rf"[^\d。;；]{{0,28}}?(?P<shape>{_SHAPE})|[^\d。;；]{{0,28}}?(?<![\d.])(?P<count>\d{{1,5}})\s*(?:ch(?:annels?)?|枚|チャン?ネル|(?:output |feature )?maps?)(?![A-Za-z])", re.IGNORECASE
)
_BESIDE = 26  # characters between the list and the word of joining
_LEAST = 4  # fewer is a kernel's side or a number of branches


def read(view: View) -> Iterator[Reading]:
    """The channels of what is concatenated, added up."""
    s = view.sentence
    text = s.text.chars
    if view.outline.blocks[s.block].kind == "heading" or s.has("question", "hedged"):
        return
    for act in acts(s):
        if act.tag != "concat" or denied_at(s, act):
            continue
        if found := _listed(s, act.start, act.end):
            parts, axis, start, end = found
            if (result := _RESULT.match(text, max(end, act.end))) and (total := _total(result, axis)) is not None:
                yield Reading(f"{' + '.join(map(str, parts))} == {total}", start, result.end(), firm=True, predicate="channels_after")
                return


def _listed(s: Sentence, start: int, end: int) -> tuple[list[int], int | None, int, int] | None:
    """The channels of the parts that are listed beside a word, the axis in which shapes differ, and their place."""
    text = s.text.chars
    for pattern in (_SHAPES, _COUNTS):
        for found in pattern.finditer(text):
            if 0 <= start - found.end() <= _BESIDE or 0 <= found.start() - end <= _BESIDE:
                parts = _channels(found[0]) if pattern is _SHAPES else (_numbers(found[0]), None)
                if parts and min(parts[0]) >= _LEAST:
                    return parts[0], parts[1], found.start(), found.end()
    return None


def _channels(shapes: str) -> tuple[list[int], int] | None:
    """What shapes have in the one axis in which they differ (or, all alike, in the one that is no side of a map)."""
    each = [_numbers(m[0]) for m in re.finditer(_SHAPE, shapes)]
    if len({len(sizes) for sizes in each}) != 1:
        return None
    differing = [axis for axis, sizes in enumerate(zip(*each, strict=True)) if len(set(sizes)) > 1]
    axis = differing[0] if len(differing) == 1 else _depth(each[0]) if not differing else None
    return ([sizes[axis] for sizes in each], axis) if axis is not None else None


def _numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", text)]


def _depth(sizes: list[int]) -> int | None:
    """The axis of a shape that is the channels: two sides of a map are alike, the batch stands first."""
    sides = sizes[-3:]
    first, last = sides[1] == sides[2] != sides[0], sides[0] == sides[1] != sides[2]
    return None if first == last else len(sizes) - (3 if first else 1)


def _total(result: re.Match[str], axis: int | None) -> int | None:
    if result["count"]:
        return int(result["count"])
    sizes = _numbers(result["shape"])
    place = _depth(sizes) if axis is None else axis
    return sizes[place] if place is not None and place < len(sizes) else None
