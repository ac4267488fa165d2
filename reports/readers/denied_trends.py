"""Trends that are denied: "a larger stride can never give a larger output", 大きくしても…大きくなることはない.

What is denied is a change one way; the other way and no change at all are left, so that either of them may hold.
"""

from __future__ import annotations

from dataclasses import replace

from .. import patterns as re
from ..reading import Reading, View

DENIED = "the change is denied"
_TREND = re.compile(r"(monotone\(.*\)) == (increasing|decreasing)$")
_OTHER_WAY = {"increasing": "decreasing", "decreasing": "increasing"}
_EFFECT = (
    r"(?:larger|bigger|greater|higher|more|longer|wider|smaller|lower|fewer|less|shorter|narrower|increas\w*|enlarg\w*|expand\w*|rais\w+|grow\w*"
    r"|decreas\w*|reduc\w*|shrink\w*|lower\w*|lessen\w*)\b"
)
_NEVER_EN = re.compile(
    r"(?:\b(?:never|(?<!need )not|cannot|impossible|unable)\b|(?<!need)n['’]t\b|\bno way\b)(?!\s+(?:only|always|necessarily|just|merely|alone|by itself))"
    rf"[^.;:,]{{0,40}}?\b{_EFFECT}|\bno\s+(?:larger|bigger|greater|smaller|wider|narrower|higher|lower|fewer|more(?! than))\b",
    re.IGNORECASE,
)
_NO_SUCH = r"(?:こと|の|わけ|はず)(?:は|が|も)?(?:、)?(?:決して|絶対に?|まず|ほとんど)?(?:な(?:い|く|かった)|ありません|(?:あり|起こり)?(?:得|え)(?:な|ません)|起(?:こら|き)(?:な|ません))"
_NEVER_JA = re.compile(
    rf"(?:大き|小さ|広|狭|長|短|高|低|多|少な)く(?:は|も)?な(?:ら(?:ない|ず|ません)|る{_NO_SUCH})|(?:増え|減|増や|減ら|広が|狭ま|縮(?:む|ま)|伸び)[るすむ]?{_NO_SUCH}"
)
_UNCERTAIN = re.compile(r"\b(?:not|n['’]t)\s+(?:always|necessarily)\b|\bneed(?: not|n['’]t)\b|\bnothing\b|とは限ら|わけではな", re.IGNORECASE)


def turned_round(view: View, reading: Reading) -> Reading:
    """The reading of a trend whose change is denied, the other way round; all other readings as they are."""
    trend = _TREND.fullmatch(reading.statement)
    if trend is None:
        return reading
    s = view.sentence
    start, _ = s.clause(reading.start)
    denial = next((m for m in (_NEVER_JA if s.japanese else _NEVER_EN).finditer(s.words, start) if m.start() < reading.end and m.end() > reading.start), None)
    if denial is None:
        return replace(reading, sure=False) if _UNCERTAIN.search(s.words[start : reading.end + 12]) else reading
    texts = [f"{m[1]} == {_OTHER_WAY[m[2]]}" for text in (reading.statement, *reading.alternatives) if (m := _TREND.fullmatch(text))]
    texts.append(f"{trend[1]} == constant")
    return replace(reading, statement=texts[0], alternatives=tuple(texts[1:]), end=max(reading.end, denial.end()), notes=(*reading.notes, DENIED))
