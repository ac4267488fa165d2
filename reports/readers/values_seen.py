"""From how many input values one output value is computed: "each value of a depthwise layer sees K·K of them".

An output of a convolution multiplies each input value that it sees by one weight, so these are its multiplications.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, call, known, letters_in, runnable
from ..scope import Named

_OUTPUT = re.compile(
    r"\b(?:each|every|one|a single|any|an?|the)\s+(?:single\s+)?(?:(?:depth|point)-?wise\s+)?(?:outputs?|output (?:value|number|element|pixel|neuron)|values?|neurons?|number|entry)\b(?!\s+(?:channel|map|position))"
    r"|出力の?(?:値|要素|数)?\s*(?:1|一|ひと)\s*(?:つ|個)|(?:1|一)(?:つ|個)の(?:出力|値)|出力(?:の)?(?:各|1)(?:要素|値)|各出力(?:値|要素)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:computed|calculated|obtained|made|results?|built)\s+(?:from|out of|with)\b|\b(?:depends? on|looks? at|sees?|reads?|uses?|combines?)\b|から(?:計算|求|作|決ま)|(?:を|だけを)(?:見|使|参照)|に依存", re.IGNORECASE)
_VALUES = re.compile(r"\s*\$?\s*(?:of the |different )?(?:input )?(?:values?|numbers?|inputs?|pixels?|entries|activations)\b(?! (?:channels?|maps?))|\s*\$?\s*個の?(?:入力|値|数|画素)?", re.IGNORECASE)
_ROLES = {"K": "kernel_size", "k": "kernel_size", "F": "kernel_size", "C": "in_channels", "D": "in_channels", "M": "in_channels"}
_ONCE = "an output multiplies each value that it sees once"
_SUBJECTS = ("conv2d", "depthwise_conv2d", "pointwise_conv2d")
_TOGETHER = re.compile(r"\btogether\b|\ball (?:the )?(?:outputs|values|neurons)|合わせて|全体|すべて|全て", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The products that are said to be how many values an output is computed from."""
    s = view.sentence
    told, seen = _OUTPUT.search(s.words), _FROM.search(s.words)
    if told is None or seen is None or view.outline.blocks[s.block].kind == "heading" or s.has("question", "hedged", "receptive_field") or _TOGETHER.search(s.words):
        return
    for span in s.formulas:
        side = span.formula.sides[-1]
        if span.start < told.end() or not view.polarity(span.start) or not letters_in(span) or not _VALUES.match(s.words, span.end) or abs(span.start - seen.start()) > 40:
            continue
        named = view.subject(span.start, lambda name: name in _SUBJECTS)
        if named is None and len(only := {m.tag for m in s.subjects if not m.weak and m.tag in _SUBJECTS}) == 1:
            named = Named(only.pop(), "", s.block)  # depthwise の出力1個は: no topic by itself
        if named is None or not known(named.subject) or len({m.tag for m in s.subjects if not m.weak}) > 1:
            continue
        subject = runnable(named.subject)
        letters = {letter: _ROLES.get(letter[:1]) for letter in symbols(side)}
        if all(letters.values()):
            meant = f" where {', '.join(f'{letter} = {role}' for letter, role in letters.items())}" if letters else ""
            own = not named.where and any(m.tag == named.subject and not m.weak for m in s.subjects)
            yield Reading(f"{call('macs', subject, {'per': 'output'})} == {to_text(side)}{meant}", min(told.start(), span.start), span.end, (_ONCE,), sure=own, subject=subject, predicate="depends_on")
