"""Claims that hold for one setting only, where the text does not tell it: the setting is then a condition of the claim.

"A 1x1 convolution keeps height and width" is right for a stride of 1 and no padding; "the field of a dilated
convolution grows exponentially" where the dilations double from layer to layer. Where the sentence, what it stands
under or what its section said before gives the setting, the claim is about that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import Layer, flat
from ..sizes.layers import words
from .keeping import step_of

_POINTWISE = "spatial_preserved(pointwise_conv2d)"
_ANY_STEP = "spatial_preserved(conv2d, kernel_size=1, stride=S, padding=P)"
_LARGER_STEP = "spatial_preserved(conv2d, kernel_size=1, stride=2, padding=0)"  # one of the many that it is said of
_WHATEVER_STEP = re.compile(
    r"\b(?:whatever|any|every|all|regardless of|irrespective of|no matter (?:what|which)|independent(?:ly)? of)\s+(?:the\s+|your\s+)?(?:choice of\s+)?strides?\b|\bfor (?:any|every) stride|(?:どんな|どの|任意の|いかなる)(?:大きさの)?ストライド|ストライド(?:幅)?(?:の値|の大きさ)?(?:が|は)?(?:に|を)?(?:いくつ(?:で(?:も|あっても)|にしても)|何でも|よら|かかわら|関わら|問わ|依ら|関係な)",
    re.IGNORECASE,
)
_EXPONENTIAL = "rf_growth(dilated_causal_stack) == exponential"
_ANY_DILATIONS = "receptive_field(dilated_causal_stack, layers=L, dilation_base=D) >= 2**L"
_SCHEDULE = re.compile(
    r"1\s*[,、→]\s*2\s*[,、→]\s*4|2\s*\^|2\s*\*\*|倍々|(?:2|二|２)\s*(?:倍|の(?:べき|冪|累)乗)|倍(?:に|ずつ)|指数(?:関数)?的に(?:大き|増|広)[^。]{0,8}(?:dilat|拡張率|膨張率|間隔)"
    r"|(?:dilat\w*|拡張率|膨張率|間隔)(?:を|が|は|も)?[^。、受視]{0,12}(?:指数|倍)|\bdoubl\w+|\bpowers? of (?:2|two)|\bexponential(?:ly)? (?:\w+ )?(?:dilat|spac|gap)\w*|\bfactor of (?:2|two)|dilations? (?:that )?(?:grow|increas)\w* (?:exponential|geometric)",
    re.IGNORECASE,
)


def under_conditions(view: View, reading: Reading) -> Reading:
    """The reading, its setting left open where nobody told it."""
    if reading.statement == _POINTWISE and _WHATEVER_STEP.search(flat(view.sentence)):
        return replace(reading, statement=_LARGER_STEP, subject=reading.subject or "pointwise_conv2d", alternatives=(), notes=("of any stride, and so of 2",), firm=True, sure=True)
    if reading.statement == _POINTWISE and not _step_is_told(view):
        return replace(reading, statement=_ANY_STEP, subject=reading.subject or "pointwise_conv2d", alternatives=())
    if reading.statement == _EXPONENTIAL and not any(_tells_dilations(text) for text in _said(view)):
        return replace(reading, statement=_ANY_DILATIONS, predicate="rf_growth", alternatives=())
    return reading


def _step_is_told(view: View) -> bool:
    """Whether a stride of 1 is told in the sentence or above it."""
    return step_of(view, Layer()) == "1"


def _tells_dilations(text: str) -> bool:
    """Whether a text says how the dilations grow."""
    return bool(_SCHEDULE.search(text) or words("doubling").search(text))


def _said(view: View) -> Iterator[str]:
    """The sentence, its section up to it, and the headings over it."""
    outline, s = view.outline, view.sentence
    yield flat(s)
    section = outline.sections[s.block]
    for block in range(s.block, max(-1, s.block - 60), -1):
        if outline.sections[block] != section:
            break
        yield from (flat(e) for e in outline.sentences[block] if block < s.block or e.number < s.number)
    for heading in outline.headings(s.block):
        yield from (flat(e) for e in outline.sentences[heading])
