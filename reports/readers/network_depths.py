"""How a network's depth is put together: stages times blocks times convolutions, and the layers before and after them.

"ResNet-18: four stages with two blocks of two 3x3 convolutions each, plus the first convolution and the dense layer";
"16 convolutions in the blocks, the first 7x7 convolution and the final dense layer". What is added up are all layers
with weights that the network has, or, where first and last are not named, its blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..text.numerals import NUMERALS as WORDS
from .connections import network_over

_N = r"(?:\d{1,2}|" + "|".join(w for w in WORDS if not w.endswith(("th", "rd", "nd"))) + r")"
_STAGES = (
    re.compile(rf"(?P<s>{_N}) (?:stages?|modules?|groups?)[^.;\d]{{0,12}}?\b(?:of|with|having) (?P<b>{_N}) (?:residual |basic )?blocks?[^.;\d]{{0,12}}?\b(?:of|with|having) (?P<c>{_N}) (?:3\s*x\s*3 )?conv", re.IGNORECASE),
    re.compile(rf"(?P<s>{_N})\s*つ?の?(?:ステージ|段|グループ)[^。;\d]{{0,10}}?(?P<b>{_N})\s*(?:つ|個)(?:ずつ)?の?(?:残差|基本)?ブロック[^。;\d]{{0,12}}?(?:3\s*x\s*3[^。\d]{{0,8}}?)?(?P<c>{_N})\s*(?:つ|層|個|枚|回)", re.IGNORECASE),
    re.compile(rf"(?P<s>{_N})\s*つ?の?(?:ステージ|段|グループ)[^。;\d]{{0,10}}?ブロック(?:が|を)?\s*(?P<b>{_N})\s*(?:つ|個)(?:ずつ)?[^。;\d]{{0,14}}?(?:3\s*x\s*3[^。\d]{{0,8}}?)?畳み?込み(?:層)?(?:が|を)?\s*(?P<c>{_N})\s*(?:つ|層|個|枚|回)", re.IGNORECASE),
)
_INSIDE = re.compile(
    rf"(?P<n>{_N})\s+conv\w*(?: layers?)? (?:in|inside|within) (?:the|its|all) (?:\w+ )?blocks|ブロック(?:の中|内)?の畳み?込み(?:層)?\s*(?:が|は)?\s*(?P<m>{_N})\s*(?:層|個|枚|つ)?", re.IGNORECASE
)
_FIRST = re.compile(r"(?:\bfirst\b|\binitial\b|\bstem\b|最初の|先頭の|入口の|\bconv1\b|7\s*x\s*7)", re.IGNORECASE)
_LAST = re.compile(r"全結合|\bFC\b|\bdense (?:layer|one)|fully[- ]connected|\blinear (?:layer|one)|\bclassifier\b|分類層", re.IGNORECASE)


def _number(word: str) -> int:
    return WORDS.get(word.lower()) or int(word)


def read(view: View) -> Iterator[Reading]:
    """What adds up to all the layers, or to the blocks, of the network that is named."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.has("hedged") or len(s.words) > 240 or s.words.rstrip().endswith(("?", "？")):
        return
    text = flat(s)
    stages = next((m for p in _STAGES if (m := p.search(text))), None)
    inside = None if stages else _INSIDE.search(text)
    if not (stages or inside) or (found := network_over(view)) is None or not found[0].startswith("resnet, "):
        return
    about, _, own = found
    whole = bool(_FIRST.search(text) and _LAST.search(text))
    if stages:
        s_, b, c = (_number(stages[g]) for g in "sbc")
        total = f"part=layers) == {s_}*{b}*{c} + 1 + 1" if whole else f"part=residual_block) == {s_}*{b}"
        yield Reading(f"structure_count({about}, {total}", stages.start(), len(text) if whole else stages.end(), sure=own)
    elif inside and whole:
        yield Reading(f"structure_count({about}, part=layers) == {_number(inside['n'] or inside['m'])} + 1 + 1", inside.start(), len(text), sure=own)
