"""Receptive fields compared and turned into other sizes: two stacks that see alike, how many layers are needed to see
so far, and how long so many samples last.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import Extent, counts_else, extents_in, sees
from ..sizes.layers import field_of, gathered, number_of, tokens_of, words
from ..sizes.setting import sentences_above
from .idioms import flat
from .receptive import STRIDED, context_of, extents_of, is_dilated, line_starts, prepared, spoken

_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*kHz|(\d[\d,]*)\s*(?:Hz\b|samples? (?:per|a|each) second|サンプル/秒)|毎秒\s*(\d[\d,]*)\s*サンプル|1\s*秒(?:間)?に\s*(\d[\d,]*)\s*サンプル", re.IGNORECASE)
_THEN = re.compile(r"then|follow|after|さらに|続け|の後|\\+", re.IGNORECASE)
_TIME = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)\s*(?:(ms\b|ミリ秒|milliseconds?)|(秒|s\b|seconds?\b|sec\b))(?!間に|\s*of audio needs)", re.IGNORECASE)
_PER_TIME = re.compile(r"\s*(?:/|per|a|each)\s*(?:s\b|sec|second|秒)", re.IGNORECASE)
_SPENT = re.compile(r"かか(?:る|り|った)|要(?:する|した)|実測|学習時間|推論時間|\b(?:took|takes?|measured|needs?|spent|to (?:generate|train|run))\b", re.IGNORECASE)  # time that passes, not sound that lasts
_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:サンプル|標本|点(?!数)|samples?\b|(?:time ?)?steps?\b|(?:タイム)?ステップ)(?!/| per| a second)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of two stacks, of the layers that are needed, of the time that a field lasts."""
    text = prepared(view)
    if text is None:
        return
    extents = list(extents_of(view, text))
    yield from _alike(view, text, {e.start for e in extents if e.strong})
    yield from _needed(view, text, extents)
    yield from _lasting(view, text, extents)


def _alike(view: View, text: str, extents: set[int]) -> Iterator[Reading]:
    """Two stacks of one kernel each that are said to see the same: two 3x3 layers as much as one 5x5."""
    if not (words("topic").search(text) or words("sees_before").search(text) or "見え" in text or "カバー" in text or spoken(view, text)):
        return
    every = [t for t in tokens_of(text) if t["nk"] or t["kn"] or (t["ks"] and t.start() not in extents)]
    stretches = [(0, len(text))] if len(every) == 2 else list(pairwise([0, *line_starts(view), len(text)]))
    for start, end in stretches:
        stacks = [t for t in every if start <= t.start() < end]
        same = next((m for m in words("same").finditer(text, start, end) if len(stacks) == 2 and m.start() >= stacks[0].end()), None)
        if same and not (counts_else(text, same.start(), same.end()) and not words("topic").search(text, start, end)):
            reading = _equal(text, stacks, same)
            if reading:
                yield reading


_UNLIKE = re.compile(r"(?:\bnot|n't|\bno longer|\bnever)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)


def _equal(text: str, stacks: list[re.Match[str]], same: re.Match[str]) -> Reading | None:
    """The statement that two stacks see alike, or that they do not."""
    first, second = (gathered(text, t.start(), t.end()) for t in stacks)
    plans = [*first.plans(), *second.plans()]
    between = text[stacks[0].end() : stacks[1].start()]
    if len(plans) != 2 or plans[0][0] == plans[1][0] or _THEN.search(between) or min(plans[0][0][0], plans[1][0][0]) < 2:
        return None
    if len(plans[0]) + len(plans[1]) == 2 or any(s > 1 for plan in plans for _, s, _ in plan):
        return None
    unlike = _UNLIKE.search(text[: same.start()]) or re.match(r"(?:で|に|と)?(?:は|も)?な(?:い|く|らな)", text[same.end() :])
    return Reading(
        f"{field_of(plans[0])} {'!=' if unlike else '=='} {field_of(plans[1])}", stacks[0].start(), max(stacks[1].end(), same.end()),
        sure=not words("epistemic").search(text) and not STRIDED.search(text), subject="conv2d",
    )  # fmt: skip


def _needed(view: View, text: str, extents: list[Extent]) -> Iterator[Reading]:
    """So many layers are needed to see so far: those see it, and one fewer would not."""
    needs = words("needs").search(text)
    if needs is None or not (sees(text) or words("same").search(text) or spoken(view, text)):
        return
    layers = gathered(text, 0, None, tuple(e.start for e in extents))
    context = context_of(view)
    count = layers.count or (layers.entries[0][3] if len(layers.entries) == 1 else 0)
    kernel = layers.size or (context.merged().size if context.agrees() else 0)
    wanted = [e.value for e in extents if e.strong] or (_told_above(view) if words("anaphora").search(text) else [])
    wanted = wanted or [number_of(m[1] or m[2]) for m in _THE_SAME.finditer(text)][:1]
    if not count or not kernel or not wanted or layers.dilated or layers.dilation > 1 or count < 2:
        return
    field = "receptive_field(conv_stack, kernel_size={k}, layers={n})"
    texts = [f"{field.format(k=kernel, n=count - 1)} + 1 <= {w} <= {field.format(k=kernel, n=count)}" for w in dict.fromkeys(wanted)]
    certain = bool(layers.undilated or not is_dilated(view)) and not words("epistemic").search(text)
    token = next(t for t in tokens_of(text) if t["n"] or t["nk"] or t["kn"] or t["times"])
    yield Reading(texts[0], min(token.start(), needs.start()), max(token.end(), needs.end()), (), tuple(texts[1:]), sure=certain and bool(layers.size or context.agrees()))


_THE_SAME = re.compile(r"(?:同じ|この)\s*(\d{1,3}(?:,\d{3})+|\d{1,5})\s*(?:サンプル|標本|画素|点)(?!数)|\bthe same (\d{1,3}(?:,\d{3})+|\d{1,5}) (?:samples?|pixels?|inputs?)\b", re.IGNORECASE)


def _told_above(view: View) -> list[int]:
    """The extents that the sentences above tell, nearest first."""
    found: list[int] = []
    for earlier in list(sentences_above(view))[:8]:
        text = flat(earlier)
        if words("topic").search(text) or earlier.block == view.sentence.block:
            found += [e.value for e in extents_in(text, True)]
    return found


def _told_just_before(view: View) -> list[int]:
    """The one extent of the sentence before in the same block."""
    s = view.sentence
    earlier = view.outline.sentences[s.block][: s.number]
    found = {e.value for e in extents_in(flat(earlier[-1]), True)} if earlier else set()
    return list(found) if len(found) == 1 else []


def _lasting(view: View, text: str, extents: list[Extent]) -> Iterator[Reading]:
    """So many samples at such a rate are so many milliseconds."""
    times = list(_TIME.finditer(text))
    own = _rate(text)
    if not times or _SPENT.search(text) or not (own or words("topic").search(text) or spoken(view, text)):
        return
    rate = own or next((r for e in list(sentences_above(view))[:12] if (r := _rate(flat(e)))), None)
    samples = [(number_of(m[1]), m.start()) for m in _COUNT.finditer(text) if not _PER_TIME.match(text, m.end())]
    samples = samples or [(e.value, e.start) for e in extents]
    if rate is None:
        return
    for time in times:
        if re.search(r"[/÷]\s*$", text[: time.start()]):
            continue  # 1024 / 16000 s = 64 ms: what is divided by
        before = [v for v, at in samples if at < time.start()] or [v for v, _ in samples]
        told = [] if before else _told_just_before(view)
        before = before or told or _told_above(view)[:4][::-1]
        if not before:
            continue
        factor = "*1000" if time[2] else ""
        texts = [f"{value}{factor}/{rate} ~= {time[1]}" for value in (before if not samples and not told else before[-1:])]
        yield Reading(texts[-1], time.start(), time.end(), (), tuple(texts[:-1]), sure=bool(samples or told), subject="wavenet", predicate="receptive_field")


def _rate(text: str) -> str | None:
    """Samples in a second, written with the number that the text has."""
    found = _RATE.search(text)
    if found is None:
        return None
    if found[1]:
        return f"({found[1]}*1000)"
    return next(g for g in found.groups() if g).replace(",", "")
