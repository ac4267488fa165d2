"""A layer known again by its filters, and a network known by how much it shrinks: [12x12x128] → [7x7x500], 96x96 → 6x6.

A convolution told in full by its letters (F = 6, P = 0, S = 1, K = 500) is meant wherever a map of so many channels comes
out further on; a network that shrinks by a factor of 16 leads from 192x192 to 12x12.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .. import patterns as re
from ..decided import BY_NAME
from ..reading import Reading, View, call
from ..sizes.geometry import flat
from ..sizes.setting import sentences_above
from .sides_told import lettered

_MAP = re.compile(r"(?<![\d.x])(\d{1,4})\s*x\s*\1(?:\s*x\s*(\d{1,5}))?(?!\d|\s*[x*=])")
_SHRINKS = re.compile(r"(?:shr[iau]nks?|reduc\w+|down-?sampl\w+|scal\w+ down|smaller)[^.;]{0,40}?(?:by|factor of)\s+(?:a factor of\s+)?(\d{1,3})(?!\d|\.\d|\s*%)|(?:縦横|解像度|サイズ|大きさ|画像)[^。]{0,16}?(?:1\s*/\s*(\d{1,3})|(\d{1,3})\s*分の\s*(?:1|一))(?:に|へ|と)", re.IGNORECASE)
_COMES = re.compile(r"→|->|\blead|\bgives?|\byields?|\bbecom|\bgrows?|\bproduc|\bturn|\bto\b|\bleaves?|なり|なる|出[るて]", re.IGNORECASE)
_MANY = re.compile(r"(?<![A-Za-z])(?:K|M|N|out_channels|filters)\s*=\s*(\d{1,5})(?!\d)")
NEAR = 6


def read(view: View) -> Iterator[Reading]:
    """What comes out of such a layer, or of such a network."""
    s, outline = view.sentence, view.outline
    if s.cell is not None or outline.blocks[s.block].kind in ("heading", "code", "fence") or len(s.words) > 400 or s.words.rstrip().endswith(("?", "？")):
        return
    text = flat(s)
    maps = list(_MAP.finditer(text))
    if not maps:
        return
    near = [flat(e) for e in list(sentences_above(view))[:NEAR]]
    yield from _of_the_network(view, text, near, maps)
    for first, second in itertools.pairwise(maps):
        if second[2] and _COMES.search(text[first.end() : second.start()]):
            yield from _of_the_layer(view, near, first, second)


def _of_the_network(view: View, text: str, near: list[str], maps: list[re.Match[str]]) -> Iterator[Reading]:
    """A picture and the map it leads to, so many times smaller."""
    told = [int(next(g for g in m.groups() if g)) for t in (text, *near[:2]) for m in _SHRINKS.finditer(t)]
    if len(set(told)) != 1 or told[0] < 2:
        return
    factor = told[0]
    for first, second in itertools.pairwise(maps):
        between = text[first.end() : second.start()]
        size, said = int(first[1]), int(second[1])
        if _COMES.search(between) and not first[2] and size % factor == 0 and size // factor == said:
            yield Reading(f"{size}/{factor} == {said}", second.start(), second.end(), ("shrunk by the factor that is told",), sure=False, predicate="output_shape")


def _of_the_layer(view: View, near: list[str], first: re.Match[str], second: re.Match[str]) -> Iterator[Reading]:
    """The layer that has so many filters, where the lines above tell one such in full."""
    layers = [(x, int(many[1])) for t in near if (many := _MANY.search(t)) for x in lettered(t) if x.told]
    known = list(dict.fromkeys(x for x, many in layers if many == int(second[2])))
    if len(known) != 1 or len({many for _, many in layers}) != 1:
        return
    layer, size = known[0], int(first[1])
    options = {"height": size, "width": size, "out_channels": int(second[2]), "kernel_size": layer.kernel, "stride": layer.stride, "padding": layer.padding}
    if first[2]:
        options["in_channels"] = int(first[2])
    yield Reading(
        f"{call('output_shape', layer.kind, {k: str(v) for k, v in options.items()})} == ({second[1]}, {second[1]}, {second[2]})", second.start(), second.end(),
        ("the layer with so many filters", BY_NAME), sure=not view.sentence.has("hedged"), firm=True, predicate="output_shape",
    )  # fmt: skip
