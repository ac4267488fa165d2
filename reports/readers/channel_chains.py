"""Chains of channel counts in a dense block: 64 -> 96 -> 128 -> 160, each layer's output; or a count that stays.

A chain is one of layers where at least two of its steps are the growth rate (the stated one, else the first step); the
claim is its last number. That nothing is added, "still 64 maps after every layer", is the claim that it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.setting import sentences_above
from .blocks import abouts

_CHAIN = re.compile(r"(?<![\d.,×x])\d{1,4}(?:\s*(?:ch|channels|チャン?ネル|枚)?\s*(?:→|->|⇒|=>|➔|\\to|\\rightarrow)\s*\d{1,4}){2,12}(?![\d×x])")
_RATE = re.compile(r"(?:成長率|増加率|growth(?:[- ]?rate)?|(?<![A-Za-z\d])k)\s*(?:\(?\s*\$?k\$?\s*\)?)?\s*(?:を|が|は|の|=|:|of|is|\s)\s*\$?\s*(\d{1,4})(?![\d.])", re.IGNORECASE)
_STAYS = re.compile(r"\b(?:still|always|remain\w*|stays?|constant)\b|のまま|変わら(?:ない|ず)|ずっと|一定", re.IGNORECASE)
_EACH = re.compile(r"\b(?:after|in|at|through) (?:each|every|any|all)\b[^.;]{0,14}\blayers?\b|\b(?:each|every) layer\b|どの層|各層|層を(?:通|重ね|経)[^。、]{0,6}(?:ても|後も)", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\d.,×x])(\d{1,4})\s*(?:channels?|(?:feature )?maps|チャン?ネル|ch\b|枚)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The chain of a dense block, or the number that is said to stay."""
    s = view.sentence
    text = s.text.chars
    if s.cell is not None or re.search(r"[?？]\s*$", s.words):
        return
    chain = _CHAIN.search(text) if "→" in text or "->" in text or "⇒" in text or "\\to" in text else None
    stays = _STAYS.search(text) if chain is None and _EACH.search(text) else None
    if chain is None and stays is None:
        return
    place = chain.start() if chain else len(text) - 1
    about = next((a for a in abouts(view, place, place) if a.kind == "dense"), None)
    if about is None:
        return
    rate = _rate(view)
    if chain:
        yield from _steps(chain, rate, about.notes, not about.vague)
    elif (count := _COUNT.search(text)) and rate:
        yield Reading(f"channels_after(dense_block, in_channels={count[1]}, growth_rate={rate}, layers=1) == {count[1]}", count.start(), count.end(), about.notes, sure=not about.vague and not s.has("hedged"), firm=True)


def _steps(chain: re.Match[str], rate: int | None, notes: tuple[str, ...], sure: bool) -> Iterator[Reading]:
    numbers = [int(n) for n in re.findall(r"\d+", chain[0])]
    steps = [b - a for a, b in pairwise(numbers)]
    growth = rate if rate in steps else steps[0]
    if growth <= 0 or steps.count(growth) < (1 if rate in steps else 2):
        return
    inside = f"in_channels={numbers[0]}, growth_rate={growth}, layers={len(steps)}"
    yield Reading(f"channels_after(dense_block, {inside}) == {numbers[-1]}", chain.start(), chain.end(), notes, sure=sure, firm=True)


def _rate(view: View) -> int | None:
    """The growth rate that the sentence states, else the nearest above."""
    for sentence in (view.sentence, *list(sentences_above(view))[:8]):
        if found := _RATE.search(sentence.text.chars):
            return int(found[1])
    return None
