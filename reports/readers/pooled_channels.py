"""Poolings that are said to change the number of channels: "Max pooling halves the channels", 縦横とチャネル数を小さくする."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain

_POOLING = re.compile(r"プーリング(?:層)?(?:は|で(?!は)|では|によって|により|を(?:行|適用|かけ|通)[^。、]{0,6}(?:と|て))|\b(?:max|average|avg|a|the|by)?[- ]?pooling(?: layers?)?\b", re.IGNORECASE)
_LESS = re.compile(
    r"(?:チャン?ネル|深さ)(?:の)?(?:数|方向)?(?:も|を|は|が)(?:一緒に|同時に|共に|ともに)?(?:半分に(?:する|なる|し|な)|小さく(?:する|なる|し|な)|減ら(?:す|し)|減[るりっ少]|縮小|圧縮|削減)"
    r"|\b(?:halves|reduces|cuts|shrinks|decreases|lowers|compresses)\b(?: (?:both|not only))?(?: [\w,]+){0,6}? (?:number of )?(?:the )?(?:channels?|depth|feature maps)\b(?! (?:by|dimension of))",
    re.IGNORECASE,
)
_TURNED = re.compile(r"な[いく]|ません|ず(?:に|、)|だけ|のみ|[1１]\s*[x]\s*[1１]|畳み?込み|大域|グローバル|全体|\b(?:each|every|following|next|depth of|groups?|not|no|never|only|without|convolution\w*|conv|global|unlike|while|whereas|transition|followed|plus|and a)\b|n't|トランジション|遷移|ではなく", re.IGNORECASE)
_DENIED_AFTER = re.compile(r"\s*(?:の)?(?:では|わけ|こと(?:は|が|も)な|もの(?:では))", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Fewer channels than went in."""
    s = view.sentence
    text = plain(s.text.chars)
    pooling, less = _POOLING.search(text), _LESS.search(text)
    if not pooling or not less or pooling.start() > less.start() or s.has("question", "hedged") or s.cell is not None:
        return
    if _TURNED.search(text) or _DENIED_AFTER.match(text[less.end() :]) or len(text) > 120:
        return
    yield Reading("output_channels(max_pool2d) < C", less.start(), less.end(), ("of a pooling",), spare=True)
