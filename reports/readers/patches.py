"""An image cut into patches that do not overlap: how many there are, each a token of a transformer.

Slots: the image's size, the patch's size (beside the word for it), and the number beside the word for what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat

_PLANE = re.compile(r"(?<![\dx.])(\d{1,4})\s*x\s*(\d{1,4})(?:\s*x\s*[13])?(?!\s*x|\d)")
_PATCH_BEFORE = re.compile(r"(?:patch(?:es)?(?:\s*(?:size|of(?:\s+size)?|are|is|=|:))*|パッチ(?:の?(?:サイズ|大きさ))?\s*(?:は|が|=|:)?)\s*$", re.IGNORECASE)
_PATCH_AFTER = re.compile(r"\s*(?:の|サイズの|画素の|ピクセルの|(?:non-overlapping|pixel|square|image)[\s-])?\s*(?:patch|パッチ)", re.IGNORECASE)
_COUNTED_AFTER = re.compile(r"\s*(?:個|枚)?の?\s*(?:トークン|パッチ)(?!サイズ)|\s+(?:(?:image|visual|such|non-overlapping|separate)\s+)?(?:tokens?|patches)\b", re.IGNORECASE)
_COUNTED_BEFORE = re.compile(r"(?:(?:トークン|パッチ)の?(?:数|個数|枚数)|系列長|number of (?:patches|tokens)|sequence length)\s*(?:は|が|=|:|is|of)?\s*(?:[\d(][\d\s()x*/^²]{0,20}=\s*)?$", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.x*/^A-Za-z_-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.]\d|\d|\s*[x*/^+]|²)")
_MORE = re.compile(r"class|cls|クラス|overlap(?!ping patches)|重な[りる]|重ね|stride|ストライド|register|\bnot\b|n't\b|ではな|\+\s*1|マスク|mask|drop|残|削|間引|\bhow many\b|[?？]\s*$", re.IGNORECASE)
_ABOUT = re.compile(r"約|およそ|ほぼ|≈|~|about|roughly|nearly|around|over|less than", re.IGNORECASE)
_APART = re.compile(r"non-?\s?overlapping|重な(?:らない|りのない|りなし)|重なりなく", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The number of patches that a sentence states, image and patch told beside it."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or len(s.words) > 320:
        return
    text = flat(s)
    if not re.search(r"patch|パッチ", text, re.IGNORECASE):
        return
    planes = [(int(m[1]), int(m[2]), _is_patch(text, m)) for m in _PLANE.finditer(text)]
    patches = {(a, b) for a, b, patch in planes if patch}
    images = {(a, b) for a, b, patch in planes if not patch}
    if len(patches) != 1 or len(images) != 1:
        return
    (height, width), (rows, columns) = images.pop(), patches.pop()
    counts = [m for m in _NUMBER.finditer(text) if _is_counted(text, m)]
    if not rows or not columns or height % rows or width % columns or height < rows or len(counts) != 1:
        return
    said = counts[0]
    about = _ABOUT.search(text[max(0, said.start() - 12) : said.start()])
    yield Reading(
        f"({height}/{rows})*({width}/{columns}) == {said[1].replace(',', '')}", said.start(), said.end(),
        sure=not (about or _MORE.search(_APART.sub("", text)) or s.has("hedged")), firm=True,
    )  # fmt: skip


def _is_patch(text: str, plane: re.Match[str]) -> bool:
    before = _PATCH_BEFORE.search(text[max(0, plane.start() - 30) : plane.start()])
    return bool(before or _PATCH_AFTER.match(text, plane.end()))


def _is_counted(text: str, number: re.Match[str]) -> bool:
    before = _COUNTED_BEFORE.search(text[max(0, number.start() - 48) : number.start()])
    return bool(before or _COUNTED_AFTER.match(text, number.end())) and not re.match(r"\s*x", text[number.end() :])
