"""Channels through a block whose shortcut is joined: "a block fed with 256 channels therefore hands 512 on to the next".

The block is a residual one, by the subject that the sentence has or inherits; what its shortcut does is taken from the
architecture and not from the note: a note that lets it concatenate is wrong in both. A block that changes its width by
a projection, the first one of a stage, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.counting import plain

_UNIT = r"(?:channels?|maps|feature maps|ch\b|チャン?ネル|枚)"
_FED = re.compile(
    rf"\b(?:fed with|given|receiv\w+|takes?|taking|with|gets?|of|for) (?P<a>\d{{2,4}}) (?:input )?{_UNIT}(?: (?:in|as (?:its )?input))?|(?P<b>\d{{2,4}})\s*{_UNIT}(?:の(?:マップ|特徴マップ|入力))?(?:を|が)(?:入力|入れ|受け|入る|与え)|入力(?:が|は)\s*(?P<c>\d{{2,4}})\s*{_UNIT}",
    re.IGNORECASE,
)
_HANDS = re.compile(
    rf"\b(?:hands?|pass(?:es)?|gives?|puts?|returns?|outputs?|produces?|sends?|delivers?|yields?|emits?|ends? (?:up )?with|comes out with|leaves? with)\s+(?:out |on )?(?P<a>\d{{2,4}})(?!\d|[.,]\d|\s*x)(?:\s*{_UNIT})?|(?P<b>\d{{2,4}})\s*{_UNIT}\s*(?:を|が|と(?:して|なって))?(?:次(?:の(?:層|ブロック))?[にへ])?(?:に(?:なって|なる|増え)|を?(?:出力|渡[すし]|返[すし])|出[てる])|出力(?:は|が)\s*(?P<c>\d{{2,4}})\s*{_UNIT}",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"\bblocks?\b|\bunits?\b|ブロック|ユニット", re.IGNORECASE)
_PROJECTED = re.compile(
    r"project|stage|\bfirst\b|strid|downsampl|bottleneck|expand|squeez|shape|1\s*x\s*1|conv\d|doubl|halv|dense|射影|段|最初|ストライド|縮小|ボトルネック|拡張|広げ|形が|2\s*倍|半分|プロジェクション",
    re.IGNORECASE,
)


def read(view: View) -> Iterator[Reading]:
    """What comes out of a residual block of so many channels."""
    s = view.sentence
    text = plain(s.text.chars)
    if (
        s.has("question", "hedged")
        or view.outline.blocks[s.block].kind == "heading"
        or not _BLOCK.search(text)
        or _PROJECTED.search(text)
    ):
        return
    fed = _FED.search(text)
    hands = _HANDS.search(text, fed.end()) if fed else None
    named = view.in_families(len(text), "residual", "dense", "mobilenet", "wavenet", names=("inception",))
    if fed is None or hands is None or named is None or named.subject not in ("residual_block", "resnet"):
        return
    ins, outs = (next(g for g in m.groups() if g) for m in (fed, hands))
    yield Reading(
        f"output_channels(residual_block, in_channels={ins}) == {outs}", fed.start(), hands.end(),
        inherited_note(named, view), subject="residual_block", predicate="channels_after",
    )  # fmt: skip
