"""Which inputs one output of a convolution along time sees, in a list: y[t] depends on x[t-4], x[t-2] and x[t].

Three slots: the list, the kernel's size and the dilation, each found in the sentence or right above it. There are as
many inputs as the kernel has taps, and from the first to the last they reach as far as the kernel does.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.setting import sentences_above
from .idioms import flat

_INPUT = r"x\s*(?:_?\s*[\[({]\s*t\s*(?:[-−–]\s*(?P<back>\d{1,3}))?\s*[\])}]|_t(?![A-Za-z]))"
_ONE = re.compile(_INPUT)
_PLAIN = _INPUT.replace("?P<back>", "?:")
_LIST = re.compile(rf"{_PLAIN}(?:\s*\$?\s*(?:,|、|と|や|・|\band\b|,\s*and\b)\s*\$?\s*{_PLAIN})+")
_SEES = re.compile(r"\b(?:depends?|sees?|uses?|computed|combines?|looks?|reads?|takes?|mix\w*|needs?|function|from)\b|依存|見[るてえ]|使[うわっい]|計算|参照|組み?合わせ|足し|決ま|だけ|のみ", re.IGNORECASE)
_KERNEL = re.compile(r"(?:(?<![A-Za-z])[kK]\s*=\s*|(?:kernel|filter)(?:s)?(?: size| width| length)?\s*(?:of|is|=|:)?\s*|(?:カーネル|フィルター?)(?:の)?(?:サイズ|幅|長)?(?:が|は|を|=)?\s*)(\d{1,2})(?![\d.])|(?<![\d.])(\d{1,2})\s*(?:taps\b|タップ)", re.IGNORECASE)
_DILATION = re.compile(r"(?:(?<![A-Za-z])[dr]\s*=\s*|dilat\w*(?: rate| factor)?\s*(?:of|is|=|:|が|は|を)?\s*|(?:拡張率|膨張率|ダイレーション)(?:が|は|を|=)?\s*)(\d{1,3})(?![\d.])", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:layers|stack\w*|not|never|would|if)\b|n't\b|層|重ね|ない|ません|ではな|もし", re.IGNORECASE)
ABOVE = 2  # sentences above that may give the sizes


def read(view: View) -> Iterator[Reading]:
    """How far apart the first and the last input of a list are; where the list is too long or too short, how many it has."""
    s = view.sentence
    text = flat(s)
    found = _LIST.search(text)
    if found is None or s.cell is not None or not _SEES.search(text) or _OTHER.search(text) or text.rstrip().endswith(("?", "？")):
        return
    steps = [int(m["back"] or 0) for m in _ONE.finditer(text, found.start(), found.end())]
    near = [text, *(flat(e) for e in list(sentences_above(view))[:ABOVE])]
    kernel, dilation = (next((next(g for g in m.groups() if g) for t in near if (m := p.search(t))), None) for p in (_KERNEL, _DILATION))
    if kernel is None or dilation is None or len(set(steps)) != len(steps):
        return
    sizes = f"kernel_size={kernel}, dilation={dilation}"
    taps = f"params(conv1d, {sizes}, in_channels=1, out_channels=1, bias=false) == {len(steps)}"
    reach = f"receptive_field(conv1d, {sizes}) == {max(steps) - min(steps) + 1}"
    note = ("an output sees one input for each tap of its kernel",)
    statement = taps if len(steps) != int(kernel) else reach
    yield Reading(statement, found.start(), found.end(), note, firm=True, subject="dilated_conv", predicate="depends_on")
