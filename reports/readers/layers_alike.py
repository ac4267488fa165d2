"""What each layer of a dense block adds: k channels, wherever it stands; the deeper ones add no more.

Slots: a layer that puts out or adds, its maps or channels, and how their number changes with the depth of the layer (or
that it is the same for all). What goes *into* a layer does grow, and is read elsewhere (`growth.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.geometry import flat
from .marks import mark_of

_MAKES = re.compile(
    r"層[^。、]{0,14}?(?:出力|生成|追加|加え|付け加え|足)(?:する|され|した|し|るの?|た)?[^。、]{0,8}(?:チャン?ネル|特徴マップ|マップ)(?:の)?(?:数|枚数)?"
    r"|層[^。、]{0,16}?(?:チャン?ネル|特徴マップ|マップ)(?:数)?を(?:新たに|新しく)?(?:出力|生成|追加|足|加え)"
    r"|\blayers?\b[^.;,]{0,16}\b(?:outputs?|produces?|adds?|contributes?|generates?|emits?|puts? out)\b[^.;]{0,40}\b(?:channels|maps|features)\b"
    r"|\b(?:channels|feature maps|maps|features)\s+(?:that\s+)?(?:an?|each|every|the)\s+layer\s+(?:outputs?|produces?|adds?|contributes?|generates?|puts? out)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"前の層より(?:も)?(?:多|大き)|(?:深い|後ろの|後の|後段の|奥の)(?:層)?(?:に行く|にいく|になる)?ほど[^。]{0,12}(?:多|増|大き)|(?:層が)?(?:深く|後ろに|先に)(?:なる|進む|いく|行く)(?:につれ|ほど|に従|と)[^。]{0,14}(?:多|増|大き)"
    r"|\b(?:more|larger|bigger|higher|increas\w+|grow\w*|rises?)\b[^.;]{0,24}\b(?:the deeper|with (?:the )?depth|deeper (?:in|layers)|later layers|from layer to layer|as (?:we|you) go deeper)|\bmore\b[^.;]{0,24}\bthan (?:the (?:one|layer) before|its predecessor|the previous (?:one|layer))|\bthe deeper\b[^.;]{0,40}\b(?:more|larger|bigger)\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(r"(?:どの|すべての|全ての|各|全)層(?:も|で|が|は)[^。]{0,24}(?:同じ(?:数|枚数|だけ)|一定|等しい数)|(?:深さ|位置)によら|(?:枚数|チャン?ネル数|数)[はが](?:どの層でも)?(?:一定|同じ|変わら)|\b(?:each|every|all)\b[^.;]{0,30}\bthe same (?:number|amount)\b|\bregardless of (?:its )?(?:depth|position)\b", re.IGNORECASE)
_ENTERS = re.compile(r"入力(?!が増)|受け取|入って|入る|連結(?:後|された)|全体|ブロックの出力|\b(?<!since the )inputs?\b(?! (?:keeps|is) growing)|\breceiv|\bread\b|\bsees?\b|\bin total\b|\baccumulat|\bconcatenated\b", re.IGNORECASE)
_ADDED = "channels_after(dense_block, layers={}) - channels_after(dense_block, layers={})"


def read(view: View) -> Iterator[Reading]:
    """Whether the layers of a dense block are said to add alike, or the deeper ones more."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    made = _MAKES.search(text)
    if made is None or _ENTERS.search(text) or len(text) > 200:
        return
    more, alike = _MORE.search(text), _ALIKE.search(text)
    if bool(more) == bool(alike):
        return
    named = view.subject(made.start(), lambda n: n in ("densenet", "dense_block"))
    if named is None:
        return
    way = more or alike
    assert way is not None
    denied = bool(re.search(r"わけでは|ことはな|しない|ません|\bnot\b|n['’]t\b|\bno\b", text))
    relation = ">" if more and not denied else "=="
    if denied and alike:
        return
    left, right = _ADDED.format(3, 2), _ADDED.format(2, 1)
    sure = not s.has("hedged") and mark_of(view) is None
    yield Reading(f"{left} {relation} {right}", min(made.start(), way.start()), max(made.end(), way.end()), inherited_note(named, view), sure=sure, subject="dense_block", predicate="channels_after")
