"""Parts of networks: layers and parameters of whole networks, in English; multipliers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..numerals import NUMERALS as _WORDS
from ..reading import Reading, View, inherited_note
from ..vocabulary import family

_N = r"(\d{1,4}|" + "|".join(_WORDS) + r")"
_LAYERS = re.compile(
    (
        r"(?:has|have|there are|is|gives?|total of|makes?|comes? to|with)\s+(\d{2,3})\s+(?:(?:weight"
        r"|trainable|convolution\w*|conv)\s+)?layers\b"
    ),
    re.IGNORECASE,
)
_MULTIPLIER = re.compile(r"(?:α|alpha|width multiplier|ρ|rho|resolution multiplier)", re.IGNORECASE)
_SQUARED = re.compile(
    (
        r"(?P<letter>α|ρ|\\?alpha|\\?rho|it)\s*(?:\}|\$)?\s*(?:\^\s*\{?2\}?"
        r"|²|squared|\*\*2)|\b(?P<words>quadratic\w*|the square|squared)"
    ),
    re.IGNORECASE,
)
_NETWORKS = {"mobilenet": "mobilenet", "alexnet": "alexnet", "googlenet": "googlenet", "lenet": "lenet"}


def read(view: View) -> Iterator[Reading]:
    """What an English sentence says of the number of parts, and of the knobs of a network."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or re.search(r"\?\s*$", s.words)
        or view.outline.blocks[s.block].kind == "heading"
    ):
        return
    yield from _whole_network(view)
    yield from _multipliers(view)


def _whole_network(view: View) -> Iterator[Reading]:
    """So many layers."""
    s = view.sentence
    layers = _LAYERS.search(s.words)
    if not layers:
        return
    named = view.subject(layers.start(), lambda n: n in _NETWORKS)
    if named is None:
        return
    if layers:
        yield Reading(
            f"structure_count({named.subject}, part=layers) == {layers[1]}",
            layers.start(),
            layers.end(),
            inherited_note(named, view),
            sure=False,
        )


def _multipliers(view: View) -> Iterator[Reading]:
    """alpha thins every layer, rho scales the maps: the cost goes with alpha**2 but for a term, with rho**2."""
    s = view.sentence
    text = s.text.chars
    squared = _SQUARED.search(text)
    known = _MULTIPLIER.search(text)
    if (not squared and not (known and s.has("parameters"))) or view.subject(
        len(s.words), lambda n: family(n) in ("mobilenet", "convolution")
    ) is None:
        return
    width = bool(re.search(r"α|alpha|width multiplier", text, re.IGNORECASE))
    resolution = bool(re.search(r"ρ|rho|resolution multiplier", text, re.IGNORECASE))
    measure = "params" if s.has("parameters") and not s.has("cost") else "macs"
    light = "depthwise_separable_conv2d"
    start, end = (squared.start(), squared.end()) if squared else (0, len(s.words))
    if resolution and not width:
        scale = "1" if not squared and re.search(r"\b(?:not|no|never|unchanged|same number|n't)\b", s.words) else "4"
        kept = "padding=same, stride=1"
        claimed = f"{measure}({light}, height=2*H, width=2*W, {kept})"
        claimed += f" == {scale}*{measure}({light}, height=H, width=W, {kept})"
        divides = measure == "macs" or bool(re.search(r"divid|reduc|shrink|cut|lower|scale", s.words, re.IGNORECASE))
        if measure == "params":
            claimed = f"params({light}, height=2*H, width=2*W) == {scale}*params({light}, height=H, width=W)"
        yield Reading(claimed, start, end, sure=divides and measure == "params" and not s.has("hedged"))
    elif width and squared:
        exact = "~=" if re.search(r"rough|about|approx|nearly|almost|≈|around", s.words, re.IGNORECASE) else "=="
        yield Reading(
            f"{measure}({light}, in_channels=2*C, out_channels=2*M) {exact} "
            f"4*{measure}({light}, in_channels=C, out_channels=M)",
            start,
            end,
            sure=False,
        )


