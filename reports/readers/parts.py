"""Parts of networks: layers and parameters of whole networks, in English."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..text.numerals import NUMERALS as _WORDS

_N = r"(\d{1,4}|" + "|".join(_WORDS) + r")"
_LAYERS = re.compile(
    (
        r"(?:has|have|there are|is|gives?|total of|makes?|comes? to|with)\s+(\d{2,3})\s+(?:(?:weight"
        r"|trainable|convolution\w*|conv)\s+)?layers\b"
    ),
    re.IGNORECASE,
)
_NETWORKS = {"mobilenet": "mobilenet", "alexnet": "alexnet", "googlenet": "googlenet", "lenet": "lenet"}


def read(view: View) -> Iterator[Reading]:
    """What an English sentence says of the number of parts."""
    s = view.sentence
    if (
        s.japanese
        or s.cell is not None
        or re.search(r"\?\s*$", s.words)
        or view.outline.blocks[s.block].kind == "heading"
    ):
        return
    yield from _whole_network(view)


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
