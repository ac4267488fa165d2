"""Axes told by their place: dim=(0, 2, 3), "the last axis", the three trailing dimensions of an (N, H, W, C) tensor.

The order of the axes is that of the tensor which the sentence, the text above or the program text writes out; without one
it is N, C, H, W. "That line" and 上のコード stand for the call in the program text just above.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import patterns as re
from ..reading import View
from .norms import plain

NUMBERED = re.compile(
    r"(?:dim|axis|axes|軸|dims|dimensions)\s*[= ]?\s*[(\[]\s*(-?\d(?:\s*,\s*-?\d)*)\s*,?\s*[)\]]|(?:dim|axis)\s*=\s*(-?\d)",
    re.IGNORECASE,
)
_LAYOUT = re.compile(
    r"(?<![A-Za-z])([NBHWCTLDEF](?:\s*(?:,|×|x|\\times)\s*[NBHWCTLDEF](?![a-z])){1,3})(?![A-Za-z])|\b(NHWC|NCHW)\b|(channels[_ -]last)",
    re.IGNORECASE,
)
_SIZED = re.compile(r"[(\[]\s*\d+\s*,\s*\d+\s*,\s*\d+\s*(?P<four>,\s*\d+\s*)?[)\]]")
_WORDED_LAYOUT = re.compile(
    r"[(（\[]\s*(?:バッチ(?:サイズ)?|batch(?: size)?|[NB])\s*[,、，×]\s*(?:系列長?|トークン数?|時刻|seq\w*(?: len\w*)?|time|tokens?|[TL])\s*[,、，×]\s*(?:特徴(?:次元|数)?|次元|d_?\s*model|hidden\w*(?: size)?|features?|embed\w*|[DCE])\s*[)）\]]",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?P<end>last|final|trailing|innermost|first|leading|middle|second|third)\s+(?:(?P<many>one|two|three|2|3)\s+)?(?:axis|axes|dimensions?|dims?)\b|(?P<ja>最後|末尾|最初|先頭|真ん中)の?\s*(?P<n>[23二三]つ?)?の?\s*(?:軸|次元)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\b(?:that|this|the) (?:line|code|call|snippet|expression|computation)\b|\b(?:the )?(?:code|line|snippet) above\b|上(?:の|記の?)(?:コード|行|式|計算|プログラム|1行)|この(?:行|コード|1行)|とすると|\bthis (?:gives|is|computes)\b|これ(?:が|は)",
    re.IGNORECASE,
)
_OF_TOKENS = re.compile(r"transformer|トランスフォーマ|\btokens?\b|トークン|d_?\s*\{?model", re.IGNORECASE)  # no image: a sequence
_MANY = {"one": 1, "two": 2, "three": 3, "2": 2, "3": 3, "二": 2, "三": 3}


@dataclass(frozen=True)
class Placed:
    """Axes given by their place in a tensor of this layout, and where the words stand."""

    axes: tuple[str, ...]
    layout: str
    start: int
    end: int


def layout_of(view: View, text: str) -> str:
    """The order of the axes: of the sentence, else of the nearest tensor above it."""
    s, outline = view.sentence, view.outline
    near = [
        text,
        *(
            plain(e)
            for b in range(s.block, max(-1, s.block - 6), -1)
            for e in reversed(outline.sentences[b])
            if e is not s
        ),
    ]
    code = [c.block.raw for c in outline.comments if c.block.kind == "code" and c.after <= s.block + 1]
    for one in [*near, *reversed(code)]:
        for m in _LAYOUT.finditer(one):
            letters = "NHWC" if m[3] else (m[2] or "".join(re.findall(r"[A-Z]", m[1]))).upper()
            named = "".join({"B": "N", "L": "T", "D": "C", "E": "C", "F": "C"}.get(c, c) for c in letters)
            if (
                len(set(named)) == len(named)
                and named[:1] == "N"
                and (set(named) in ({"N", "C", "H", "W"}, {"N", "T", "C"}) or named == "NC")
            ):
                return named
        if _WORDED_LAYOUT.search(one):
            return "NTC"
    sized = next((m for one in near for m in [_SIZED.search(NUMBERED.sub("", one))] if m), None)
    return "NTC" if (sized and not sized["four"]) or _OF_TOKENS.search(text) else "NCHW"


def numbered(view: View, text: str) -> Placed | None:
    """The axes that a text gives by number or by "last" and "first"; those of the program text that it points at."""
    if not NUMBERED.search(text) and not _ORDINAL.search(text) and not _ABOVE.search(text):
        return None
    layout = layout_of(view, text)
    for m in NUMBERED.finditer(text):
        if axes := _by_number(layout, m):
            return Placed(tuple(axes), layout, *m.span())
    for m in _ORDINAL.finditer(text):
        if axes := _by_ordinal(layout, m):
            return Placed(tuple(axes), layout, *m.span())
    pointing = _ABOVE.search(text)
    axes = _above(view, layout) if pointing else None
    return Placed(tuple(axes), layout, *pointing.span()) if pointing and axes else None


def _by_number(layout: str, m: re.Match[str]) -> list[str] | None:
    numbers = [int(d) for d in re.findall(r"-?\d", m[1] or m[2])]
    if any(not -len(layout) <= n < len(layout) for n in numbers):
        return None
    return [layout[n] for n in numbers]


def _by_ordinal(layout: str, m: re.Match[str]) -> list[str] | None:
    many = _MANY.get((m["many"] or (m["n"] or "")[:1] or "one").lower(), 1)
    word = (m["end"] or m["ja"]).lower()
    if word in ("last", "final", "trailing", "innermost", "最後", "末尾"):
        return list(layout[-many:])
    if word in ("first", "leading", "最初", "先頭"):
        return list(layout[:many])
    at = 2 if word == "third" else 1
    return [layout[at]] if len(layout) > at and (len(layout) == 3 or word in ("second", "third")) else None


def _above(view: View, layout: str) -> list[str] | None:
    """The axes of the one call in the program text that stands just above."""
    s = view.sentence
    code = [c.block.raw for c in view.outline.comments if c.block.kind == "code" and s.block - 1 <= c.after <= s.block]
    calls = [m for raw in code[-1:] for m in NUMBERED.finditer(raw)]
    called = {m[1] or m[2] for m in calls}
    return (
        _by_number(layout, calls[0])
        if len(called) == 1 and re.search(r"\bmean\b|\bvar\b|\bstd\b|moments", code[-1])
        else None
    )
