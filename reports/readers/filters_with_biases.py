"""A layer counted filter by filter: 27 weights and a bias to each, ten of them, 280 in all, not 271.

How many weights one filter has, that each has a bias, how many filters there are and the total are told over a sentence
or three, whatever the filters are called.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.setting import sentences_above
from ..text.numerals import number_of

REACH = 3  # sentences above that tell of one filter
_N = r"(?:\d{1,4}(?![\d,.]*\d)|(?<![-\w])(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty)(?![-\w]))"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
_EACH_HAS = re.compile(rf"(?<![\d.,*x])(\d{{1,4}}|{_TENS}|nine|ten)\s*(?:個の\s*)?(?:weights?\b|重み|numbers\b)", re.IGNORECASE)
_BIAS_EACH = re.compile(r"\b(?:each|every|one)\b[^.;]{0,40}\bbias\b|\bbias\b[^.;]{0,24}\b(?:each|every|apiece|per)\b|(?:それぞれ|各|一つずつ|1つずつ|ごと|1\s*(?:枚|つ|個)に)[^。]{0,20}バイアス|バイアス[^。]{0,12}(?:それぞれ|1つずつ|一つずつ|ずつ|ごと)", re.IGNORECASE)
_MANY = re.compile(rf"\b(?:take|with|use|for|of|has|have|stack|put)\s+(?:up )?({_N})\s+(?!weights|param|layers|pixels|bias|images|times)[a-z]{{3,12}}s\b|(?<![\d.])(\d{{1,4}})\s*(?:枚|個)(?:の(?:フィルタ|カーネル))?(?:で|なら|を|だと|に|ある|使|用い)", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:whole|entire|in all|in total|altogether|layer (?:has|owns|holds|needs|learns|comes to))\b|全部で|全体で|合計|層(?:全体)?の", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\d.,x*^/+])(\d{1,3}(?:,\d{3})+|\d{2,6})\s*(?:個の?\s*)?(?:(?:learnable|trainable)\s+)?(?:parameters?\b|params\b|パラメ|学習)|パラメータ(?:数)?[はが]?[^。\d]{0,8}?(\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d,.]*\d)", re.IGNORECASE)
_TURNED = re.compile(r"\bnot\b|n't\b|\bif\b|instead|rather|ではな|でな[くい]|もし|共有|share|without|なし|抜き", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The total of such a layer."""
    s = view.sentence
    text = plain(s.text.chars)
    total = list(_FIGURE.finditer(text))
    if s.cell is not None or len(total) != 1 or not _TOTAL.search(text) or _TURNED.search(text) or s.has("question"):
        return
    near = [text, *(plain(e.text.chars) for e in list(sentences_above(view))[:REACH])]
    weights = {n for t in near for word in _EACH_HAS.findall(t) if (n := number_of(word))}
    many = {n for m in _MANY.finditer(text) if (m.end() <= total[0].start() or m.start() >= total[0].end()) and (n := number_of(m[1] or m[2]))}
    if len(weights) != 1 or len(many) != 1 or not any(_BIAS_EACH.search(t) for t in near):
        return
    one, filters, m = weights.pop(), many.pop(), total[0]
    number, place = (m[1] or m[2]).replace(",", ""), m.start(1) if m[1] else m.start(2)
    if filters < 2 or one < 4 or int(number) <= max(one, filters):
        return
    notes = ("so many filters, each with its weights and a bias",)
    yield Reading(f"params(conv2d, kernel_size=1, in_channels={one}, out_channels={filters}, bias=true) == {number}", place, m.end(), notes, firm=True, subject="conv2d", predicate="params")
