"""By how much a layer without padding shortens its input: every layer eats (w - 1)d samples.

As many zeros would have to be put back for the length to stay; that is what is decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View
from ..sizes.layers import gathered, words
from ..sizes.setting import sentences_above
from .idioms import flat
from .stack_letters import letters_of

_EATS = re.compile(r"\b(?:eats?|consum\w+|los(?:es|ing|e)|shorten\w*|drops?|costs?|swallow\w*|shrinks?|chops? off|trims?|shorter)\b|減[るりっ]|短く|縮[むみん]|失[うっわ]|削ら|食[うわべ]|欠け", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|every|per|an?|one|the|single)\s+(?:\w+\s+){0,2}(?:layers?|conv\w*)\b|\blayers?\b|各層|層(?:ごと|毎)|(?:1|一)層|畳み?込み", re.IGNORECASE)
_UNPADDED = re.compile(r"\bnot pad\b|\bno padding\b|\bwithout (?:any )?padding\b|\bunpadded\b|\bvalid\b|n't pad\b|\bpadding (?:of |= ?)?0\b|パディング(?:を)?(?:なし|無し|しな|せず|0)|詰めな|詰めず|埋めな|何も詰め", re.IGNORECASE)
_UNIT = re.compile(r"[\s$`*]*(?:個|つ|だけ|ずつ|分|点|サンプル|標本|画素|samples?|steps?|pixels?|values?|time ?steps?|entries)", re.IGNORECASE)
_STRIDED = re.compile(r"stride|ストライド|pool|プーリング", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """How many samples a layer leaves out."""
    s = view.sentence
    text = flat(s)
    if s.cell is not None or not _EATS.search(text) or not _EACH.search(text) or _STRIDED.search(text):
        return
    above = [flat(e) for e in list(sentences_above(view))[:2]]
    if not any(_UNPADDED.search(t) for t in (text, *above)):
        return
    own = letters_of(view)
    for span in s.formulas:
        letters = symbols(span.formula.value)
        roles = {x: own.get(x) or {"k": "kernel_size", "K": "kernel_size", "F": "kernel_size", "w": "kernel_size", "d": "dilation", "D": "dilation", "r": "dilation"}.get(x, "") for x in letters}
        if not letters or not all(roles.values()) or len(set(roles.values())) < len(roles) or "kernel_size" not in roles.values() or not _UNIT.match(s.text.chars[span.end :]):
            continue
        dilated = "" if "dilation" in roles.values() else ", dilation=1"
        where = ", ".join(f"{x} = {r}" for x, r in roles.items())
        sure = not words("epistemic").search(text) and set(letters) <= {*own, *"kKd"}
        yield Reading(f"spatial_preserved(conv1d, stride=1{dilated}, total_padding={to_text(span.formula.value)}) where {where}", span.start, span.end, ("as many as padding would put back",), sure=sure, subject="conv1d", predicate="output_shape")
        return
    yield from _in_numbers(text)


def _in_numbers(text: str) -> Iterator[Reading]:
    """With a kernel of 3 and dilation 4 a layer loses 8 samples."""
    layers, told = gathered(text), list(re.finditer(r"(?<![\d.,])(\d{1,4})(?=\s*(?:サンプル|標本|点|画素|samples?|pixels?|steps?)(?!\s*(?:of|の)))", text))
    if layers.size and layers.dilation and not layers.dilations and len(told) == 1 and not layers.count:
        yield Reading(f"spatial_preserved(conv1d, kernel_size={layers.size}, dilation={layers.dilation}, stride=1, total_padding={told[0][1]})", told[0].start(), told[0].end(), ("as many as padding would put back",), sure=not words("epistemic").search(text), firm=True, subject="conv1d", predicate="output_shape")
