"""A mean and a variance worked out: "for [1, 2, 3, 4] the mean is 2.5 and the variance 1.25", 値 2, 4, 6 の平均は 4.

The values stand before in the sentence. Where it is not said by what the squares are divided, both ways are tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged
from .norms import plain

_N = r"-?\d{1,6}(?:\.\d{1,6})?"
_LIST = re.compile(
    rf"(?:[\[({{（]\s*(?P<a>{_N}(?:\s*[,、]\s*{_N}){{2,15}})\s*[\])}}）]|(?:\bvalues?|\bnumbers|\bactivations|\bdata|\binputs?|値|データ|数|入力|例)\s*(?:が|は|を|:|：|=|are)?\s*(?P<b>{_N}(?:\s*[,、]\s*{_N}){{2,15}}(?:,?\s*and\s+{_N})?)(?![\d.]|\s*[,、]\s*\d))",
    re.IGNORECASE,
)
_MEAN = re.compile(rf"(?:平均(?:値)?\s*(?:は|が|=|:|＝)?|\bmean\b\s*(?:is|are|of|=|:)?)\s*(?P<v>{_N})(?![\d.]*\s*(?:個|つ|[×x*]))(?P<over>\s*/\s*\d{{1,4}})?", re.IGNORECASE)
_VARIANCE = re.compile(rf"(?:分散\s*(?:は|が|=|:|＝)?|\bvariance\b\s*(?:is|are|of|=|:)?)\s*(?P<v>{_N})(?![\d.]*\s*(?:個|つ|[×x*]))(?P<over>\s*/\s*\d{{1,4}})?", re.IGNORECASE)
_SHAPED = re.compile(r"shape|形|サイズ|size|\baxis\b|\bdim\b|軸|次元", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな[いく]|\bnot (?:2|\d)|移動|running|moving|加重|weighted", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The mean of the values, and their variance about the mean that comes out."""
    s = view.sentence
    text = plain(s)
    lists = list(_LIST.finditer(text))
    told = {"mean": _MEAN.search(text), "variance": _VARIANCE.search(text)}
    if s.cell is not None or not lists or not any(told.values()) or not asserts(view) or _DENIED.search(text):
        return
    found = lists[0]
    first = min(m.start() for m in told.values() if m)
    if found.end() > first or _SHAPED.search(text[max(0, found.start() - 24) : found.start()]) or first - found.end() > 40:
        return
    if sum(m.end() <= first for m in lists) > 1:
        return  # of which of them, it is not said
    values = re.findall(_N, found["a"] or found["b"])
    mean = f"({' + '.join(f'({v})' if v[0] == '-' else v for v in values)})/{len(values)}"
    squares = " + ".join(f"({v} - {mean})**2" for v in values)
    sure = not hedged(view)
    for kind, m in told.items():
        if m is None:
            continue
        value = re.sub(r"\s", "", m["v"] + (m["over"] or ""))
        relation = "~=" if "." in value else "=="
        ways = (mean,) if kind == "mean" else (f"({squares})/{len(values)}", f"({squares})/{len(values) - 1}")
        claims = [f"{way} {relation} {value}" for way in ways]
        yield Reading(claims[0], found.start(), m.end(), (), tuple(claims[1:]), sure=sure, firm=True, predicate="arithmetic")
