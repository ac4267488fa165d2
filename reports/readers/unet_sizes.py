"""What comes out of a U-Net: 388×388 of 572×572 without padding, as much as goes in with it.

The network of the paper: four times two 3×3 convolutions and a halving, two convolutions at the bottom, and four times a
doubling and two convolutions. Each unpadded 3×3 convolution takes away 2; the whole is worked out step by step.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.batches import batched_in, one_of_batch
from ..sizes.geometry import flat
from ..sizes.setting import sentences_above

LEVELS, CONVOLUTIONS, KERNEL = 4, 2, 3
_NAMED = re.compile(r"u-?net(?![a-z+])", re.IGNORECASE)
_UNPADDED = re.compile(r"unpadded|\bvalid\b|(?:no|without(?: any)?) (?:zero[- ])?padding|パディング(?:は|を)?(?:なし|無し|せず|しない|使わ)|padding\s*(?:は|を)?\s*(?:なし|無し|せず|しない|=\s*0)", re.IGNORECASE)
_ORIGINAL = re.compile(r"原論文|元論文|元の論文|オリジナル|論文(?:では|の)|\boriginal\b|\bthe paper\b|Ronneberger", re.IGNORECASE)
_PADDED = re.compile(r"padding\s*(?:=|は|が|を)?\s*1|\bsame\b|パディング(?:を)?(?:1|あり|入れ|付け|して)|padded(?<!unpadded)|\b3[- ]?D\b|3次元|段(?:数)?を(?:減|増)", re.IGNORECASE)
_PLANE = re.compile(r"(?<![\dx.])(\d{2,4})\s*x\s*\1(?!\d)")


def read(view: View) -> Iterator[Reading]:
    """The side of the output, where a sentence tells that of the input before it."""
    s, outline = view.sentence, view.outline
    if s.cell is not None or outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")):
        return
    text = flat(s)
    planes = sorted([(m.start(), m.end(), int(m[1])) for m in _PLANE.finditer(text)] + [(x.start, x.end, one_of_batch(x.sizes)[0]) for x in batched_in(text)])
    if len(planes) != 2 or min(p[2] for p in planes) < 64:
        return
    (_, until, side), (start, end, said) = planes
    if not _comes_out(text[until:start], text[end : end + 24]):
        return
    over = [flat(e) for b in outline.headings(s.block) for e in outline.sentences[b]]
    near = [text, *(flat(e) for e in sentences_above(view))]
    if not any(_NAMED.search(t) for t in [*near[:4], *over]):
        return
    unpadded = any(_UNPADDED.search(t) for t in near)
    if not (unpadded or _ORIGINAL.search(text)) or any(_PADDED.search(t) for t in near[:4]):
        return
    worked = _worked_out(side)
    if worked:
        yield Reading(f"{worked} == {said}", start, end, ("the network of the paper, unpadded",), sure=not s.has("hedged"), firm=True, predicate="output_shape", subject="unet")


_OUT = re.compile(r"出|結果|得|な[るりっ]|→|->|⇒|\bto\b|out|gives?|yield|becom|result|produc|return", re.IGNORECASE)


def _comes_out(between: str, after: str) -> bool:
    """Whether the second size is said to come out of the whole, not to be cut out of the first or to stand beside it."""
    return bool(_OUT.search(between) or _OUT.search(after)) and not re.search(r"crop|クロップ|切り|pool|プーリング|conv|畳|encoder|エンコーダ|デコーダ|decoder|底|bottom", between + after, re.IGNORECASE)


@cache
def maps_of_the_paper(side: int = 572, width: int = 64) -> dict[int, tuple[str, frozenset[int]]]:
    """The sides of the paper's maps, each with the sum it comes from and its channels; a side met twice has both."""
    found: dict[int, tuple[str, set[int]]] = {}

    def told(text: str, size: int, channels: int) -> str:
        found.setdefault(size, (text, set()))[1].add(channels)
        return text

    text, size, channels = str(side), side, width
    for level in range(LEVELS + 1):
        for _ in range(CONVOLUTIONS):
            size -= KERNEL - 1
            text = told(f"({text} - ({KERNEL} - 1))", size, channels)
        if level < LEVELS:
            size //= 2
            text = told(f"{text}/2", size, channels)
            channels *= 2
    for _ in range(LEVELS):
        size, channels = size * 2, channels // 2
        text = told(f"{text}*2", size, channels)
        for _ in range(CONVOLUTIONS):
            size -= KERNEL - 1
            text = told(f"({text} - ({KERNEL} - 1))", size, channels)
    return {n: (t, frozenset(c)) for n, (t, c) in found.items()}


def _worked_out(side: int) -> str:
    """The sum for a side that goes in; nothing where a map cannot be halved."""
    lost, written = CONVOLUTIONS * (KERNEL - 1), f"{CONVOLUTIONS}*({KERNEL} - 1)"
    text, size = str(side), side
    for _ in range(LEVELS):
        if size <= lost or (size - lost) % 2:
            return ""
        text, size = f"({text} - {written})/2", (size - lost) // 2
    text, size = f"({text} - {written})", size - lost
    for _ in range(LEVELS):
        text, size = f"({text}*2 - {written})", size * 2 - lost
    return text if size > 0 else ""
