"""Moodle's embedded answers (cloze): `{1:MULTICHOICE:wrong~=right}`, `{2:NUMERICAL:=28:0.5}`, `{:SA:=concat}`."""

from __future__ import annotations

import re
from html import unescape

from .html_text import html_text
from .item import LABELS, MOST_OPTIONS, Item, Option

_GAP = re.compile(
    r"\{(\d{0,3}):(MULTICHOICE|MULTIRESPONSE|MC|MR|SHORTANSWER|SA|MW|NUMERICAL"
    r"|NM)(_?[A-Z]{0,4}|C):((?:\\.|[^\\}]){1,4000})\}",
    re.IGNORECASE,
)
BLANK = "____"


def read_cloze(line: int, name: str, text: str) -> list[Item]:
    """One item for each gap: the stem has that gap open and the others filled with their own answers.

    >>> [item] = read_cloze(1, "q", "It costs {1:MULTICHOICE:=HWC~HWM} here.")
    >>> item.stem, item.key
    ('It costs ____ here.', ('A',))
    """
    gaps = list(_GAP.finditer(text))
    offered = [_options(gap) for gap in gaps]
    right = [next((o.text for o in options if o.marked), "…") for options in offered]
    items = []
    for chosen, (gap, options) in enumerate(zip(gaps, offered, strict=True)):
        filled = iter(BLANK if i == chosen else right[i] for i in range(len(gaps)))
        stem = html_text(_GAP.sub(lambda m, filled=filled: next(filled), text))
        kind = gap[2].upper()
        form = "single" if kind in ("MULTICHOICE", "MC") else "multiple" if kind in ("MULTIRESPONSE", "MR") else "typed"
        kept = tuple(o for o in options if o.marked) if form == "typed" else options
        items.append(Item(line, f"{name} ({chosen + 1})", form, stem, kept))
    return items


def _options(gap: re.Match[str]) -> tuple[Option, ...]:
    numerical = gap[2].upper() in ("NUMERICAL", "NM")
    parts = [p for p in re.split(r"(?<!\\)~", gap[4]) if p.strip()][:MOST_OPTIONS]
    return tuple(_option(i, part, numerical) for i, part in enumerate(parts))


def _option(index: int, part: str, numerical: bool) -> Option:
    part = re.split(r"(?<!\\)#", part)[0].strip()
    weight = re.match(r"%(-?\d{1,3}(?:\.\d{1,9})?)%", part)
    right = part.startswith("=") or bool(weight and float(weight[1]) > 0)
    body = part[weight.end() :] if weight else part.removeprefix("=")
    body = unescape(re.sub(r"\\([~=#{}:\\\"])", r"\1", body)).strip()
    body = html_text(body)
    near = re.fullmatch(r"(.+):(\d{1,30}(?:\.\d{1,30})?)", body) if numerical else None
    return Option(LABELS[index], near[1] if near else body, right, float(near[2]) if near else 0.0)
