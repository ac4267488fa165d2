"""Channels side by side: 64, 128, 32 and 32 concatenated are 256; (1, 64, 56, 56) and (1, 32, 56, 56) are (1, 96, 56, 56).

What is put together is listed (channel counts, or shapes that differ in one axis) right beside a word of concatenating,
and the result is told behind them. The counts are added up as they stand; a shape must have their sum for the axis that
is not an image's side.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..scope import NETWORKS
from ..text.sentences import Sentence
from ..vocabulary import family
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
    yield from _met(view, text)
    for act in acts(s):
        if act.tag != "concat" or denied_at(s, act):
            continue
        if found := _listed(s, act.start, act.end):
            parts, axis, start, end = found
            if (result := _RESULT.match(text, max(end, act.end))) and (total := _total(result, axis)) is not None:
                yield Reading(f"{' + '.join(map(str, parts))} == {total}", start, result.end(), firm=True, predicate="channels_after")
                return


_CH = r"(?:\s*(?:\w+\s+)?(?:channels?|(?:feature )?maps?)\b|\s*(?:ch(?![A-Za-z])|チャン?ネル|枚))"
_MEETING = re.compile(  # 512 channels from below meet 512 from the left, which makes 1024
    rf"(?<![\d.x×*/^-])(?P<a>\d{{1,5}})(?:{_CH}|(?=\s+from\b))[^\d.。;；]{{0,40}}?(?P<b>(?<![\d.x×*/^-])\d{{1,5}})(?:{_CH}|(?=\s+(?:from|of)\b)|(?=\s+on the\b))", re.IGNORECASE
)
_MEET = re.compile(r"\b(?:meets?|met|joins?|joined|merged?|come together|comes? in from|are put together|together with)\b|合流|合わせ|合わさ|足されず|並べ|横に", re.IGNORECASE)
_AFTERWARDS = re.compile(
    rf"(?:合流|合わせ|並べ|くっつけ|連結|結合)(?:し|さ|た|る|て|ら|れ){{1,4}}(?:後|あと|もの|結果|と|は|も)*[^\d。、x×]{{0,6}}(?P<ja>\d{{1,5}}){_CH}"
    rf"|(?:,?\s*(?:which|that)\s+(?:makes?|gives?|adds? up to|comes? to)|\b(?:giving|making|for a total of|so together|together|altogether|after merging|after the merge|once merged)\b[^\d.;x×]{{0,24}}?)\s*(?:it )?(?:still )?(?P<en>\d{{1,5}})(?!\s*[x×]|[\d.,]*\d)", re.IGNORECASE
)
_SIDE_BY_SIDE = re.compile(r"(?<![A-Za-z])U-?\s?Net|ユーネット", re.IGNORECASE)
_ADDING = re.compile(r"足し|加算|和を|畳み?込|\bconv\w*|\b(?:add(?:ed|s|ing)?|sum\w*|halv\w*|reduc\w*)\b|減ら|半分", re.IGNORECASE)


def _met(view: View, text: str) -> Iterator[Reading]:
    """What comes of two numbers of channels that meet in a network that concatenates, as U-Net does at each skip connection."""
    found = _MEETING.search(text)
    result = _AFTERWARDS.search(text, found.end()) if found else None
    if found is None or result is None or result.start() - found.end() > _LATER or not _in_unet(view):
        return
    between = text[found.start() : result.end()]
    if not _MEET.search(between) or _ADDING.search(between):
        return
    a, b = int(found["a"]), int(found["b"])
    if min(a, b) >= _LEAST:
        end = (goes_on := _ON_TO.match(text, result.end())) and goes_on.end()  # the kernel of the layer that follows is no width
        yield Reading(f"{a} + {b} == {result['ja'] or result['en']}", found.start(), end or result.end(), firm=True, predicate="channels_after")


_ON_TO = re.compile(r"[^。.;；\d]{0,24}(?:次の|続く|\bnext|\bfollowing)\s*(?:\w+\s+){0,2}?\d\s*[x×]\s*\d", re.IGNORECASE)
_LATER = 48  # letters between the second number and the word that tells what comes of the two


def _in_unet(view: View) -> bool:
    """Whether the sentence, the section or the note is about U-Net, and no other network is named nearer."""
    s, outline = view.sentence, view.outline
    over = (s, *reversed(outline.sentences[s.block][: s.number]), *(e for b in (*outline.ancestors(s.block), *outline.headings(s.block)) for e in outline.sentences[b]))
    for e in over:
        if _SIDE_BY_SIDE.search(e.words):
            return True
        if any(family(m.tag) in NETWORKS for m in e.subjects):
            return False
    return False


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
