"""Two sizes named together, and their letters: 入力・出力のチャネル数をそれぞれ a, b; input and output channels."""

from __future__ import annotations

import itertools

from .. import patterns as re
from ..text.sentences import Sentence
from .formulas import Span

_JOINED = r"(?:側|元|先)?\s*(?:・|と|、|,|および|/|及び|，)\s*"
_NAMED = re.compile(
    rf"(?P<ja>入力|出力){_JOINED}(?P<ja2>入力|出力)(?:側)?(?:の|で)?\s*(?:チャン?ネル|ch)の?(?:数|枚数)?(?:は|を|が|:|＝|=)?\s*(?:それぞれ|順に|各々)?\s*$"
    r"|\b(?P<en>input|output)\s*(?:and|/)\s*(?P<en2>input|output)\s+channels?\b[^.;\ue000]{0,24}$"
    r"|(?P<h>高さ|縦)(?:の長さ)?\s*(?:・|と|、)\s*(?:横)?(?P<w>幅|横)(?:の長さ)?(?:は|を|が)?\s*(?:それぞれ|順に)\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|、|，|・|と|および|and|/)\s*", re.IGNORECASE)


def respective(sentence: Sentence) -> list[tuple[str, Span, int]]:
    """The roles and the letters that belong to them, with the place where their names begin.

    >>> from ..text.segments import Segment
    >>> from ..text.inline import passage
    >>> from ..text.sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("入力・出力のチャネル数をそれぞれ $a$, $b$ と書く", 0)]), 0)
    >>> [(role, span.letter) for role, span, _ in respective(said)]
    [('in_channels', 'a'), ('out_channels', 'b')]
    """
    spans = sentence.formulas
    for one, two in itertools.pairwise(spans):
        if not (one.letter and two.letter and _BETWEEN.fullmatch(sentence.words[one.end : two.start])):
            continue
        first = max(0, one.start - 60)
        if named := _NAMED.search(sentence.words[first : one.start]):
            roles = _roles(named)
            if roles[0] != roles[1]:
                return [(roles[0], one, first + named.start()), (roles[1], two, first + named.start())]
    return []


def _roles(named: re.Match[str]) -> tuple[str, str]:
    if named["h"]:
        return "height", "width"
    first, second = named["ja"] or named["en"], named["ja2"] or named["en2"]
    return _channels(first), _channels(second)


def _channels(word: str) -> str:
    return "in_channels" if word.lower() in ("入力", "input") else "out_channels"
