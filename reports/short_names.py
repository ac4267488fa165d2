"""Short names at the head of lines, items and rows that list them: Batch, Layer, Instance, Group; Causal, Dilated.

"Batch:  N, H, W" names batch normalisation only beside "Layer: ..." or "Instance: ...": at least two of the four head
lines of one section, one of them Layer or Instance. In such a section the capitalised word alone is the name too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import patterns as re
from .vocabulary import Mention

if TYPE_CHECKING:
    from .text.sentences import Sentence

_NAMES = {
    "batch": "batch_norm", "バッチ": "batch_norm", "layer": "layer_norm", "レイヤー": "layer_norm", "レイヤ": "layer_norm",
    "instance": "instance_norm", "インスタンス": "instance_norm", "group": "group_norm", "グループ": "group_norm",
}  # fmt: skip
_HEAD = re.compile(rf"\s*({'|'.join(_NAMES)})\s*(?:[:：|=＝→⇒]|->|は|では|\s{{2,}}|\u3000|$|(?P<row>[,、(（]))", re.IGNORECASE)
_WORD = re.compile(r"(?<![A-Za-z])(Batch|Layer|Instance|Group)(?![A-Za-z]|[\s-]*(?:[Nn]o?r[mo]|[Ss]ize|サイズ|[Nn]ormali))")
_ABOUT = re.compile(r"正規化|normali[sz]|norm\b|平均(?:を(?:と|取|求)|の数|に使|[・と]分散)|統計量|\bmeans?\b|\baverag", re.IGNORECASE)
_TELLING = ("layer_norm", "instance_norm")
_KINDS = {"causal": "causal_conv1d", "因果": "causal_conv1d", "因果的": "causal_conv1d", "dilated": "dilated_conv"}
_KIND = re.compile(rf"\s*({'|'.join(sorted(_KINDS, key=len, reverse=True))})\s*[:：]", re.IGNORECASE)
_CONVOLVES = re.compile(r"畳み?込み|\bconv|wave\s?net", re.IGNORECASE)


def name_short(sections: Sequence[int], sentences: Sequence[Sequence[Sentence]]) -> None:
    """Add the mentions of short names to the sentences of every section that lists normalisations by them."""
    by_section: dict[int, list[Sentence]] = {}
    for block, section in enumerate(sections):
        by_section.setdefault(section, []).extend(sentences[block])
    for section, found in by_section.items():
        _name_kinds(found)
        heads = {s: m for s in found if len(s.words) < 400 and (m := _HEAD.match(s.words)) and s.cell in ((0,) if m["row"] else (None, 0))}
        named = {_NAMES[m[1].lower()] for m in heads.values()}
        if len(named) < 2 or not named & set(_TELLING) or not any(_ABOUT.search(s.text.chars) for s in [*found, *(sentences[section] if section >= 0 else [])]):
            continue
        for s in found:
            places = [(m.start(1), m.end(1), _NAMES[m[1].lower()]) for m in [heads.get(s)] if m]
            places += [(m.start(), m.end(), _NAMES[m[1].lower()]) for m in _WORD.finditer(s.words)]
            _add(s, places)


def _name_kinds(found: Sequence[Sentence]) -> None:
    """ "Causal: ..." heads what is told of the causal convolution, in a section on convolutions."""
    heads = [(s, m) for s in found if s.cell in (None, 0) and (m := _KIND.match(s.words))]
    if heads and any(_CONVOLVES.search(s.words) for s in found):
        for s, m in heads:
            _add(s, [(m.start(1), m.end(1), _KINDS[m[1].lower()])])


def _add(s: Sentence, places: list[tuple[int, int, str]]) -> None:
    known = s.subjects
    for start, end, tag in dict.fromkeys(places):
        if not any(m.start < end and start < m.end for m in known):
            known.append(Mention(start, end, tag))
    known.sort(key=lambda m: m.start)
