"""The two steps of a separable convolution, told one after the other: first each channel by itself, then 1×1.

Slots: the two layers by their names, each with its verb, and a word between them that puts one before the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .dataflow import is_of_another

_TWO = ("depthwise_conv2d", "pointwise_conv2d")
_FIRST = re.compile(r"まず|最初に|はじめに|初めに|先に|\bfirst(?:ly)?\b", re.IGNORECASE)
_THEN = re.compile(r"てから|た(?:後|あと)|次に|続いて|その後|それから|最後に|\bthen\b|\bafterwards\b|\bfollowed by\b|\bbefore\b|\bnext\b|\bsecond(?:ly)?\b|\bfinally\b", re.IGNORECASE)
_TURNED = re.compile(r"ではな|でな[くい]|逆|わけで|前に|より前|のではなく|順序|入れ替え|\bnot\b|n['’]t\b|\breverse\w*|\binstead\b|\brather\b|\bafter\b|\bpreced|\bexpan|\binflat|\bwiden|\bXception|広げ|増や|拡張|展開|inverted|V2|bottleneck|ボトルネック", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The order of the depthwise and the pointwise step, where a sentence tells it in words."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words) or len(s.words) > 200:
        return
    named = [m for m in s.subjects if m.tag in _TWO]
    if [m.tag for m in named] not in (list(_TWO), list(_TWO[::-1])) or _TURNED.search(s.words):
        return
    one, two = named
    between, before = s.words[one.end : two.start], s.words[: one.start]
    if not (_THEN.search(between) and _FIRST.search(before[-24:])) or is_of_another(view):
        return
    if view.subject(one.start, lambda n: n in ("mobilenet", "depthwise_separable_conv2d")) is None:
        return
    steps = f"({one.tag}, {two.tag})"
    yield Reading(
        f"composition(depthwise_separable_conv2d) == {steps}", one.start, two.end, sure=not s.has("hedged"),
        subject="depthwise_separable_conv2d", predicate="composition",
    )  # fmt: skip
