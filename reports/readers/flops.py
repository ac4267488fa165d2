"""How many floating-point operations a multiply-accumulate is: FLOPs are twice the MACs, 1 MAC = 2 FLOPs, 積和の2倍がFLOPs.

Which of the two is the measure and which is measured is told by what stands next to the factor. That a paper calls a
multiply-accumulate one FLOP is a convention of that paper and no claim: a factor of one is not read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.setting import sentences_above

_FLOPS = r"(?:FLOPs?(?!/s|S\s*/)|flops?|浮動小数点演算(?:の?回数|数)?|floating[- ]point operations?)(?![A-Za-z/])"
_MACS = r"(?:MACs?|MAdds?|multiply[- ](?:adds?|accumulates?)(?: operations?)?|mult[- ]?adds?|積和(?:演算)?(?:の?回数|数)?)(?!(?!x\s*\d)[A-Za-z])"
_DOUBLE = r"(?:2|二|two)\s*(?:x|倍|times)|twice|doubled?|(?<!\d)倍(?:に|の|で|と|だ)|x\s*2(?![\d.])"
_HALF = r"半分|half|halves?|1\s*/\s*2|2\s*分の\s*1|x\s*1/2|/\s*2(?![\d.])"
_FACTOR = re.compile(rf"(?P<double>{_DOUBLE})|(?P<half>{_HALF})|(?P<other>(?<![\d.])([34]|三|四|three|four)\s*(?:倍|times))", re.IGNORECASE)
_BOTH = re.compile(rf"(?P<flops>{_FLOPS})|(?P<macs>{_MACS})", re.IGNORECASE)
_EQUATION = re.compile(
    rf"(?:(?<![\d.])(?:1|one|an?|[1１一]回の)\s*)(?P<macs>{_MACS})\s*(?:\([^()]{{0,40}}\)\s*)?(?:=|is|counts? as|は|が|あたり|につき|counted as|(?:(?!\d)[^.;。]){{0,40}}?=)\s*(?:about|約|およそ)?\s*(?P<n>\d|two|one|four|three)\s*(?:回の|個の)?\s*{_FLOPS}",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:and|or|&|/|,|や|と|・|、|も|,? and the)\s*(?:the\s*)?", re.IGNORECASE)
_INTO = re.compile(r"\s*(?:に|へ)(?:直|換算|変換|す[るれ]|し)")
_CONVERTED = re.compile(r"2倍(?:し|す|に|が|になる)|倍にし|(?:times two|twice|double|x\s*2)\b|two (?:flops|op)", re.IGNORECASE)
_COUNTED = re.compile(rf"{_MACS}|掛け算|かけ算|乗算|multiplications?", re.IGNORECASE)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_UNSURE = re.compile(r"[?？]\s*$|\b(?:not|never|some|sometimes|if)\b|ではな|じゃな|ない|論文|資料|文献|もある|場合|たら|なら", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """FLOPs as a multiple of the multiply-accumulates, or the other way round."""
    s = view.sentence
    text = plain(s.text.chars)
    if found := _EQUATION.search(text):
        times = _WORDS.get(found["n"].lower(), found["n"])
        if times != "1":
            yield _reading(f"macs(conv2d, count=flops) == {times}*macs(conv2d)", found.start(), found.end(), text)
        return
    named = list(_BOTH.finditer(text))
    kinds = {m.lastgroup for m in named}
    factors = list(_FACTOR.finditer(text))
    if len(factors) != 1 or re.search(r"[?？]\s*$", s.words):
        return
    if kinds == {"flops"} and _CONVERTED.search(text) and any(_COUNTED.search(one.words) for one in sentences_above(view)):
        yield from _converted(named[0], factors[0])
    if len(kinds) != 2:
        return
    if any(_LISTED.fullmatch(text[a.end() : b.start()]) for a, b in itertools.pairwise(named)):
        return  # both of them are said to be so many times what they were
    factor = factors[0]
    times = "2" if factor["double"] else "1/2" if factor["half"] else _three_or_four(factor["other"])
    measure = _measure(text, named, factor)
    if measure == "macs":
        statement = f"macs(conv2d, count=flops) == {times}*macs(conv2d)"
    elif measure == "flops":
        statement = f"macs(conv2d) == {times}*macs(conv2d, count=flops)"
    else:
        return
    start, end = min(named[0].start(), factor.start()), max(named[-1].end(), factor.end())
    yield _reading(statement, start, end, text)


def _converted(flops: re.Match[str], factor: re.Match[str]) -> Iterator[Reading]:
    """The multiply-accumulates counted above, made into FLOPs: FLOPs で書くなら、この数字を2倍する."""
    times = "2" if factor["double"] else "1/2" if factor["half"] else _three_or_four(factor["other"])
    start, end = min(flops.start(), factor.start()), max(flops.end(), factor.end())
    yield Reading(f"macs(conv2d, count=flops) == {times}*macs(conv2d)", start, end, sure=False, firm=True, predicate="convention")


def _three_or_four(words: str) -> str:
    return "3" if re.match(r"3|三|three", words, re.IGNORECASE) else "4"


def _measure(text: str, named: list[re.Match[str]], factor: re.Match[str]) -> str | None:
    """Which of the two the factor multiplies: MACの2倍, twice the MACs, 2 x MACs, FLOPs に直すと倍."""
    if into := next((m for m in named if _INTO.match(text, m.end())), None):
        return "macs" if into.lastgroup == "flops" else "flops"
    for m in named:
        between = text[m.end() : factor.start()] if m.end() <= factor.start() else None
        if between is not None and re.fullmatch(r"\s*(?:の|数の|回数の|を|count)?\s*(?:約|およそ|ほぼ)?\s*", between):
            return m.lastgroup
        after = text[factor.end() : m.start()] if factor.end() <= m.start() else None
        if after is not None and re.fullmatch(r"\s*(?:the|as many|as|of|number of|num(?:ber)?|many|the number of|that of|x|\*|\s)*\s*", after, re.IGNORECASE):
            return m.lastgroup
    return None


def _reading(statement: str, start: int, end: int, text: str) -> Reading:
    return Reading(statement, start, end, sure=not _UNSURE.search(text), firm=True, predicate="convention")
