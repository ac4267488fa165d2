"""Maps put together along the channels: (1, 64, 56, 56) and (1, 32, 56, 56) joined give (1, 96, 56, 56).

Slots: two or more maps, a word that joins them, and the map that comes out last. The channels add up, all else stays; of
maps that differ elsewhere, or along an axis that is no channel's, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.batches import batched_in
from ..sizes.geometry import Shape, flat

_JOINS = re.compile(r"連結|結合|つな(?:げ|い|ぐ|ぎ)|繋(?:げ|い|ぐ|ぎ)|くっつけ|concat\w*|\btorch\.cat\b|\bcat\b|\bjoin\w*", re.IGNORECASE)
_CALL_AXIS = re.compile(r"(?:dim|axis)\s*=\s*(-?\d)")
_DEEP = re.compile(r"(?<![\d.x])(\d{1,4})\s*x\s*(\d{1,4})\s*x\s*(\d{1,4})(?!\d|\s*x)")
_BESIDE = re.compile(r"[\s)\]]*(?:の?(?:特徴(?:マップ)?|マップ|スキップ(?:接続)?|出力|feature maps?|skips?|maps?|outputs?|tensors?|テンソル))?\s*(?:と|、|,|および|and|&|\+|with|to|に)\s*[^\d(\[。.;]{0,40}$", re.IGNORECASE)
_AFTER_JOIN = re.compile(r"(?:→|->|⇒|=>|[:：]|gives?|giving|yields?|makes?|becom\w+|results?|leaves?|get|is|=|て|ると|れば|たら|たもの(?:は|が)|結果は?|は|後は?)[^\d(\[。]{0,24}[(\[]?\s*$", re.IGNORECASE)
_DOUBTS = re.compile(r"足し|加算|\badd(?:s|ed|ing|ition)?\b|\bsum|クロップ|crop|切り(?:抜|取|出)|padd?|ではな|\bnot\b|n't\b|もし|\bif\b|誤|間違|wrong|error|エラー|高さ方向|幅方向|空間方向|バッチ方向|along the (?:height|width|batch|spatial)|[?？]\s*$|そのあと|その後|then\b|1\s*x\s*1|conv|畳", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The map that is said to come out of the maps before it."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or len(s.words) > 320:
        return
    text = flat(s)
    if not (joins := _JOINS.search(text)):
        return
    shapes = batched_in(text) or [Shape((int(m[1]), int(m[2]), int(m[3])), m.start(), m.end()) for m in _DEEP.finditer(text)]
    if len(shapes) < 3 or joins.start() > shapes[-1].start or len({len(x.sizes) for x in shapes}) != 1:
        return
    *parts, made = shapes
    if not _AFTER_JOIN.search(text[parts[-1].end : made.start]) or not all(_BESIDE.match(text[a.end : b.start]) for a, b in pairwise(parts)):
        return
    axis = _axis(text, [x.sizes for x in parts])
    if axis is None:
        return
    expected = list(parts[0].sizes)
    expected[axis] = sum(x.sizes[axis] for x in parts)
    said = list(made.sizes)
    left = ", ".join("+".join(str(x.sizes[n]) for x in parts) if n == axis else str(size) for n, size in enumerate(expected))
    yield Reading(
        f"({left}) == ({', '.join(map(str, said))})", made.start, made.end, ("the channels of the maps that are joined add up",),
        sure=not _DOUBTS.search(text) and not s.has("hedged"), firm=True, predicate="output_shape",
    )  # fmt: skip


def _axis(text: str, parts: Sequence[tuple[int, ...]]) -> int | None:
    """The axis of the channels, along which the maps are joined: the one in which alone they differ, else by their form."""
    rank = len(parts[0])
    told = _CALL_AXIS.search(text)
    if told:
        axis = int(told[1]) % rank if rank == 4 else None
        return axis if axis in (1, 3) else None
    differ = [n for n in range(rank) if len({p[n] for p in parts}) > 1]
    if len(differ) == 1:
        return differ[0] if differ[0] in (rank - 3, rank - 1) else None
    a, b, c = parts[0][-3:]
    if differ or a == b == c:
        return None
    return rank - 3 if b == c else rank - 1 if a == b else None
