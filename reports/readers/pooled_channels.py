"""Poolings that are said to change the number of channels: "Max pooling halves the channels", 縦横とチャネル数を小さくする."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.counting import plain
from ..sizes.geometry import layer_of

_POOLING = re.compile(r"\b(?:max|average|avg)[- ]pool\b|プーリング(?:層)?(?:は|で(?!は)|では|によって|により|を(?:行|適用|かけ|通)[^。、]{0,6}(?:と|て))|\b(?:max|average|avg|a|the|by)?[- ]?pooling(?: layers?)?\b", re.IGNORECASE)
_CHANNELS_JA = r"(?:チャン?ネル|深さ)(?:の)?(?:数|方向)?(?:も|を|は|が)(?:一緒に|同時に|共に|ともに)?"
_VERB = r"halves|reduces|cuts|shrinks|decreases|lowers|compresses|doubles|increases|raises|multiplies|triples|quadruples|keeps|leaves|preserves"
_CHANNELS_EN = rf"(?: (?:both|not only))?(?: (?!{_VERB})[\w,]+){{0,6}}? (?:number of )?(?:the )?(?:channels?|depth|feature maps)\b(?! (?:by|dimension of))"
_LESS = re.compile(
    rf"{_CHANNELS_JA}(?:半分に(?:する|なる|し|な)|小さく(?:する|なる|し|な)|減ら(?:す|し)|減[るりっ少]|縮小|圧縮|削減)"
    rf"|\b(?:halves|reduces|cuts|shrinks|decreases|lowers|compresses)\b{_CHANNELS_EN}",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{_CHANNELS_JA}(?:[2-4２-４二三四]\s*倍に?(?:する|なる|し|な)|大きく(?:する|なる|し|な)|増や(?:す|し)|増[えす加])"
    rf"|\b(?:doubles|increases|raises|multiplies|triples|quadruples)\b{_CHANNELS_EN}",
    re.IGNORECASE,
)
_TIMES = {
    right: re.compile(words, re.IGNORECASE)
    for right, words in {"C/2": r"半分|halv", "2*C": r"[2２二]\s*倍|doubl", "3*C": r"[3３三]\s*倍|tripl", "4*C": r"[4４四]\s*倍|quadrupl"}.items()
}
_TURNED = re.compile(r"次の|あとで|後で|段|ながら|たび|ごと|設計|ネットワーク|\b(?:networks?|stages?|we|design\w*)\b|な[いく]|ません|ず(?:に|、)|だけ|のみ|[1１]\s*[x]\s*[1１]|畳み?込み|大域|グローバル|全体|\b(?:each|every|following|next|depth of|groups?|not|no|never|only|without|convolution\w*|conv|global|unlike|while|whereas|then|before|after|transition|followed|plus|and a)\b|n't|トランジション|遷移|ではなく", re.IGNORECASE)
_DENIED_AFTER = re.compile(r"\s*(?:の)?(?:では|わけ|こと(?:は|が|も)な|もの(?:では))", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Fewer channels than went in, or more."""
    s = view.sentence
    text = plain(s.text.chars)
    pooling, less = _POOLING.search(text), _LESS.search(text)
    changed = less or _MORE.search(text)
    if not pooling or not changed or pooling.start() > changed.start() or s.has("question", "hedged") or s.cell is not None:
        return
    if _TURNED.search(text) or _DENIED_AFTER.match(text[changed.end() :]) or len(text) > 120:
        return
    layer = layer_of(text)
    given = {"kernel_size": layer.kernel[:1], "stride": (layer.stride or ())[:1]}
    size = call("output_channels", "max_pool2d", {name: str(value[0]) for name, value in given.items() if value})
    times = next((right for right, words in _TIMES.items() if words.search(changed[0])), "")
    relation = f"== {times}" if times else "< C" if less else "> C"
    yield Reading(f"{size} {relation}", changed.start(), changed.end(), ("of a pooling",), spare=True)
