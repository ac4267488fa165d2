"""One operation of a block: the convolution on a shortcut whose ends differ, the pooling of a transition.

The value is the operation that the sentence names, with its kernel: 3×3 on the shortcut and max pooling are claims too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY
from ..vocabulary import family

_DIFFERS = re.compile(
    r"(?:チャン?ネル|次元|形|サイズ|大きさ|解像度|shape|寸法)[^。]{0,16}?(?:合わな|合わせ|揃わ|揃え|そろえ|違|異な|変わ|増え|増や|一致し|不一致|変更|食い違|つじつま)"
    r"|\b(?:channels?|dimensions?|shapes?|sizes?|width)\b[^.]{0,30}\b(?:change\w*|differ\w*|mismatch\w*|(?:not|n't) (?:match|agree|fit|coincide)|increas\w*|doubl\w*|match|align|adjust\w*)\b"
    r"|\b(?:match|adjust|align|fit|reconcil|equali[sz])\w*\b[^.]{0,30}\b(?:channels?|dimensions?|shapes?)\b",
    re.IGNORECASE,
)
_SHORTCUT = re.compile(r"ショートカット|スキップ|近道|恒等|射影|投影|shortcut|skip|projection|identity", re.IGNORECASE)
_INPUT = re.compile(r"(?<![A-Za-z])[xX](?![A-Za-z])|入力|\ue000|\binput\b", re.IGNORECASE)
_USED = re.compile(r"プーリングで|使|用い|入れ|はさ|挟|挿|置|かけ|通|行|施|合わせ|揃え|\b(?:us\w+|plac\w+|put|insert\w*|appl\w+|add\w*|need\w*|perform\w*|go(?:es)?|pass\w*|via|by|with|does|is)\b", re.IGNORECASE)


class Operation(Protocol):
    """An operation that a sentence mentions."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def name(self) -> str: ...


def read(view: View, operations: Sequence[Operation]) -> Iterator[Reading]:
    """What the sentence says of the one operation that it names."""
    s = view.sentence
    if len(operations) != 1 or not _USED.search(s.words):
        return
    yield from _projection(view, operations[0])
    yield from _pooling(view, operations[0])


def _projection(view: View, one: Operation) -> Iterator[Reading]:
    """Where the channels differ, a 1×1 convolution stands on the shortcut."""
    s = view.sentence
    if not (one.name.startswith("conv") and one.name != "conv2d") and one.name != "pointwise_conv2d":
        return
    shortcut = _SHORTCUT.search(s.words)
    if not _DIFFERS.search(s.words) or not (shortcut or _INPUT.search(s.words)):
        return
    named = view.subject(one.start, lambda n: family(n) in ("residual", "dense", "wavenet"))
    if named is None or family(named.subject) != "residual":
        return
    sure = shortcut is not None and named.where != NEARBY and not s.has("hedged")
    yield Reading(f"composition(projection_shortcut) == ({one.name},)", one.start, one.end, inherited_note(named, view), sure=sure)


def _pooling(view: View, one: Operation) -> Iterator[Reading]:
    """A transition halves the map by average pooling."""
    s = view.sentence
    if one.name not in ("avg_pool2d", "max_pool2d") or s.has("not") or s.has("parameters") or s.has("cost"):
        return  # what it has or costs, not where it stands
    named = view.subject(one.start, lambda n: n in ("transition_layer", "dense_block", "densenet"))
    if named is None or named.subject != "transition_layer" or named.where == NEARBY:
        return
    yield Reading(f"composition(transition_layer) == ({one.name},)", one.start, one.end, inherited_note(named, view), sure=not s.has("hedged"))
