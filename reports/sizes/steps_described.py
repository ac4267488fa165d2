"""The two steps of a separable convolution, told by what they do: "each channel is filtered by a kernel of its own".

Such words name the step as plainly as depthwise and pointwise do, where the text around speaks of the separable one.
"""

from __future__ import annotations

from .. import patterns as re

_WINDOW = r"(?:filter|kernel|window|convol)"
_ALONE = r"(?:separately|individually|independently|one (?:by one|at a time)|on its own|by itself|in isolation)"
FILTERED_APART = (
    rf"\b(?:each|every)(?: single)?(?: of the (?:\S+ )?)?(?: input)? channels?\b(?:\s+\w+){{0,2}}\s+(?:filtered|convolved|processed|treated|run|handled)\b[^.;,]{{0,16}}\b(?:{_ALONE}|(?:its|their) own\b[^.;,]{{0,12}}{_WINDOW}|an? \S* ?{_WINDOW}\w* of its own)"
    rf"|\b(?:each|every)(?: input)? channel\b(?:\s+\w+){{0,2}}\s+(?:gets?|has|receives?|meets|uses|is given)\b[^.;,]{{0,8}}\b(?:its own|a separate|an? \S* ?(?:{_WINDOW}\w*)? ?of its own)\b[^.;,]{{0,16}}{_WINDOW}"
    rf"|\b(?:filter|convolv|process)(?:s|es|e|ing)? (?:each|every|the)(?: input)? channels?[^.;,]{{0,6}}\b{_ALONE}"
    rf"|\bone (?:\S+ )?(?:filter|kernel) (?:per|for each|for every) (?:input )?channel\b"
    r"|チャン?ネル(?:ごと|毎|別)に[^。、]{0,14}(?:畳み?込|フィルタ(?!数)|カーネル)|各チャン?ネル(?:を|に(?:は|対して)?)[、]?[^。、]{0,14}(?:別々|独立|個別|専用|それぞれ|1\s*枚ずつ)[^。、]{0,12}(?:畳み?込|フィルタ(?!数)|カーネル)"
)
MIXED = (
    r"\b(?:mix(?:es|ing)?|combin(?:es?|ing)|blend(?:s|ing)?) (?:the |all )?channels\b|\blinear combinations? of (?:the |all )?channels\b|\bweighted sums? (?:over|across|of) (?:the |all )?channels\b"
    r"|チャン?ネル(?:方向に?)?(?:だけ|のみ)?(?:を|に)?[^。、]{0,6}(?:混ぜ|混合|線形結合|重み付き和)"
)
_STEPS = (
    ("depthwise_conv2d", re.compile(FILTERED_APART, re.IGNORECASE)),
    ("pointwise_conv2d", re.compile(MIXED, re.IGNORECASE)),
)


def step_told(words: str) -> str:
    """The step that the words describe, the last one where they describe both.

    >>> step_told("First, every channel is filtered by a kernel of its own, at a cost of")
    'depthwise_conv2d'
    >>> step_told("次にチャネル方向に混ぜる。その計算量は"), step_told("a layer costs")
    ('pointwise_conv2d', '')
    """
    found = _found(words)
    return max(found)[1] if found else ""


def steps_told(words: str) -> set[str]:
    """All the steps that the words describe.

    >>> sorted(steps_told("each channel is filtered by its own kernel, then a 1x1 layer mixes the channels"))
    ['depthwise_conv2d', 'pointwise_conv2d']
    """
    return {step for _, step in _found(words)}


def _found(words: str) -> list[tuple[int, str]]:
    return [(m.end(), step) for step, pattern in _STEPS for m in pattern.finditer(words)]
