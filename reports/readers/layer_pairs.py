"""Which layers are linked, told of them in pairs: any two of a block, or neighbours only.

Three parts, in any order: which pairs (any two, every pair; adjacent, consecutive), whether they alone, and a word of
linking. That neighbours are linked claims nothing by itself: they are in every network.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..text.sentences import Sentence
from ..vocabulary import lexicon

_WORDS = {name: re.compile(words, re.IGNORECASE | re.ASCII) for name, words in lexicon("linked")["pairs"].items()}


def sources(s: Sentence) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, all_earlier or previous, denied) for what the sentence says of pairs of layers."""
    linked = list(_WORDS["linked"].finditer(s.words))
    if not linked or not _WORDS["layers"].search(s.words) or _WORDS["not"].search(s.words):
        return
    for name, value in (("any", "all_earlier"), ("neighbours", "previous")):
        if found := _WORDS[name].search(s.words):
            only = _WORDS["only"].search(s.words)
            place = found.start()
            word = min(linked, key=lambda m: abs(m.start() - place))
            if value == "all_earlier" or (only and not _WORDS["more"].search(s.words)):
                yield min(found.start(), word.start()), max(found.end(), word.end()), value, False
