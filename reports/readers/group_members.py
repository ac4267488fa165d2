"""How many channels each group has: "With C = 64 and G = 32, every group holds 32 channels", C=32、G=8 なら 1 組は 4 チャンネル."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..counting.axes import lines_above
from ..reading import Reading, View
from ..sizes.counting import plain

_CHANNELS = re.compile(r"(?<![A-Za-z])C(?:_\w+)?\s*=\s*(\d{1,4})(?!\d)|(?<![\d.])(\d{1,4})\s*(?:ch\b|チャン?ネル|(?:\w+ )?channels)\s*(?:を|\bin(?:to)?\b|\bsplit|\bare\b|,|、|で|と|\band\b|\bwith\b|の特徴)|チャン?ネル数?(?:が|は|を)?\s*=?\s*(\d{1,4})(?!\d)", re.IGNORECASE)
_GROUPS = re.compile(r"(?<![A-Za-z])G\s*=\s*(\d{1,3})(?!\d)|(?<![\d.])(\d{1,3})\s*(?:groups\b|(?:個|つ)?の?(?:グループ|組)(?!は|が|に(?:入|\d)))|グループ数?(?:が|は|を)?\s*=?\s*(\d{1,3})(?!\d|\s*(?:ch|チャ))", re.IGNORECASE)
_EACH = re.compile(
    r"(?:\b(?:each|every|one|a|per) (?:\w+ )?group\b(?: \w+){0,2}?\s*(?:has|holds?|contains?|gets?|is|consists of|with|of|covers?|takes?|=|:)?\s*(?:only |exactly )?|(?:[1１一]\s*つ?の?|各|どの)(?:グループ|組)(?:あたり|につき|ごとに)?\s*(?:の(?:チャン?ネル数?|中身))?\s*(?:は|が|には|に|も)?\s*)(?P<a>\d{1,4})\s*(?:個の)?(?:ch\b|チャン?ネル|channels?\b|枚)"
    r"|(?<![\d.])(?P<b>\d{1,4})\s*channels? (?:per|in (?:each|every|a)|to (?:each|every|a)|for (?:each|every)|a) group|\bgroups of (?P<c>\d{1,4}) (?:channels?)?",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:halv|doubl|instead|if\b|with\b|when\b|now\b|more\b|fewer\b|increas|decreas|reduc)\w*|半分|倍|増や|増え|減ら|減る|変え|なら|れば|たら|すると|とき|場合|次に", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The channels of one group, where the sentence, or the one it goes on with, gives all channels and the groups."""
    s = view.sentence
    text = plain(s.text.chars)
    each = _EACH.search(text)
    if not each or s.has("question", "not"):
        return
    rest = text[: each.start()] + " " * (each.end() - each.start()) + text[each.end() :]
    told = _told(rest, *(() if _CHANGED.search(rest) else lines_above(view, 3)))
    if told is None:
        return
    channels, groups = told
    value = each["a"] or each["b"] or each["c"]
    yield Reading(f"{channels}/{groups} == {value}", each.start(), each.end(), ("the channels of one group",), subject="group_norm", firm=True)


def _told(own: str, *above: str) -> tuple[str, str] | None:
    """The number of channels and that of groups, both from the sentence, or from the nearest one above that gives both."""
    for text in (own, *above):
        channels, groups = ({next(g for g in m.groups() if g) for m in p.finditer(text)} for p in (_CHANNELS, _GROUPS))
        if channels or groups:
            both = len(channels) == len(groups) == 1 and int(min(groups)) > 1
            return (channels.pop(), groups.pop()) if both else None
    return None
