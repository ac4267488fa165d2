"""Filters named by a colour: 赤用のフィルタは赤しか見ない, the filter for red sees nothing but red.

Under a depthwise convolution a filter and the one channel that it sees have the same name; what is claimed is whether an
output depends on the other channels.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..vocabulary import family
from .idioms import flat

_COLOUR = r"(?:赤|緑|青|(?<![A-Za-z])[RGB](?![A-Za-z]))"
_JA = re.compile(
    rf"(?P<own>{_COLOUR})\s*(?:用|担当|専用|チャン?ネル|成分)?(?:の)?(?:フィルター?|カーネル|窓)(?:は|が)[^。、]{{0,4}}?(?P<seen>{_COLOUR}(?:\s*[や・と、]\s*{_COLOUR})*)\s*(?:の)?(?:チャン?ネル|成分|値|面|画素)?"
    r"(?:(?P<only>(?:だけ|のみ)(?:を|に|しか)?|しか)|(?P<too>も|の(?:値|情報)も))?[^。、]{0,6}?(?:見|使|参照|掛|かけ|触れ|混ぜ|受け取|扱)(?P<verb>[^。、]{0,6})"
)
_EN = re.compile(
    r"\b(?:the\s+)?(?:filter|kernel) (?:for|of|on) (?:the\s+)?(?P<own>red|green|blue)(?: channel)?\s+(?P<only>(?:only\s+)?(?:sees?|looks? at|reads?|uses?) (?:only |nothing but |just )?)(?:the\s+)?(?P<seen>(?:red|green|blue)(?:(?:,| and| or)\s+(?:the\s+)?(?:red|green|blue))*)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"な[いく]|ません|ず")


def read(view: View) -> Iterator[Reading]:
    """What a filter of one colour is said to see."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or s.has("hedged"):
        return
    named = view.subject(0, lambda name: family(name) == "convolution")
    if named is None or named.subject != "depthwise_conv2d":
        return
    text = flat(s)
    for m in _JA.finditer(text):
        if (others := _sees_others(m)) is not None:
            yield _reading(m, others, inherited_note(named, view))
    for m in _EN.finditer(text):
        seen = {c.lower() for c in re.findall(r"red|green|blue", m["seen"], re.IGNORECASE)}
        if seen == {m["own"].lower()} and re.search(r"only|nothing but|just", m["only"], re.IGNORECASE):
            yield _reading(m, False, inherited_note(named, view))
        elif seen - {m["own"].lower()}:
            yield _reading(m, True, inherited_note(named, view))


def _sees_others(m: re.Match[str]) -> bool | None:
    """Whether the filter sees other colours than its own; None where it is not told."""
    seen = set(re.findall(_COLOUR, m["seen"]))
    denied = bool(_DENIED.search(m["verb"]))
    if seen == {m["own"]}:
        return False if m["only"] and denied == m["only"].endswith("しか") else None
    return not denied if not m["only"] else None


def _reading(m: re.Match[str], others: bool, notes: tuple[str, ...]) -> Reading:
    claim = "depends_on(depthwise_conv2d, input=other_channel)"
    return Reading(claim if others else f"not {claim}", m.start(), m.end(), notes, subject="depthwise_conv2d")
