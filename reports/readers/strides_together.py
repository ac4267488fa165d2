"""How much smaller a map is after several steps whose strides are told: "the stem lowers height and width by four".

A convolution and a pooling that move by two each leave a quarter of the side. Only where every step named before the
claim has its stride are the strides multiplied.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from .. import patterns as re
from ..decided import STRIDES
from ..reading import Reading, View
from ..sizes.counting import plain
from ..text.numerals import NUMERALS

_TOGETHER = re.compile(r"\bstem\b|\btogether\b|\bin (?:all|total)\b|\baltogether\b|\boverall\b|\ball in all\b|ステム|合わせて|あわせて|全体(?:で|として|では)|合計で|結局", re.IGNORECASE)
_SIDES = re.compile(r"\b(?:height|width|resolution|sides?|spatial|map|image|size)s?\b|縦横|高さ|幅|解像度|サイズ|一辺|マップ", re.IGNORECASE)
_FACTOR = re.compile(
    r"\bby (?:a )?(?:total |overall )?(?:factor|factors) of (?P<a>\d{1,3}|two|three|four|six|eight|sixteen|thirty-two)\b|\b(?P<h>halv(?:es?|ed|ing))\b|\bto (?:a |one )?(?P<q>quarter|fourth|half|eighth)\b"
    r"|(?P<b>\d{1,2}|二|四|八)\s*分の\s*(?:1|一)|(?<![\d.])1\s*/\s*(?P<c>\d{1,2})(?!\d)|(?P<j>半分)",
    re.IGNORECASE,
)
_STRIDE = re.compile(r"(?:\bstrides?|ストライド)(?:\s*(?:of|=|は|が|を|:))?[-\s]*(?P<n>\d|two|four)(?!\d)|\b(?P<m>two|2)-strided?\b", re.IGNORECASE)
_STEP = re.compile(r"\bconv\w*|\bpool\w*|畳み?込み|プーリング", re.IGNORECASE)
_MORE = re.compile(r"\b(?:stages?|blocks?|modules?|rest|further|remaining|others?)\b|段|ステージ|ブロック|残り|さらに", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|would|each|either|both|per|not|without|upsampl\w*|transposed)\b|n't|なら|たら|それぞれ|各々|ない|転置", re.IGNORECASE)
_WORDS = {"quarter": 4, "fourth": 4, "half": 2, "eighth": 8, "二": 2, "四": 4, "八": 8}


def read(view: View) -> Iterator[Reading]:
    """The factor of the steps together."""
    s = view.sentence
    text = plain(s.text.chars)
    factor = _FACTOR.search(text)
    if factor is None or not _TOGETHER.search(text, 0, factor.end()) or not _SIDES.search(text) or s.has("question", "hedged", "cost", "parameters") or _SUPPOSED.search(text):
        return
    before = [plain(e.text.chars) for e in view.outline.sentences[s.block] if e.number < s.number and e.cell == s.cell][-1:]
    for told in (text[: factor.start()], *before):
        strides, steps = list(_STRIDE.finditer(told)), list(_STEP.finditer(told))
        if _MORE.search(text, 0, factor.start()) or (told in before and _STRIDE.search(text)):
            return  # further steps, of which it is not said how far they move
        if strides and len(strides) == len(steps) > 1 and not _SUPPOSED.search(told):
            numbers = [_number(m["n"] or m["m"]) for m in strides]
            yield Reading(f"{'*'.join(map(str, numbers))} == {_said(factor)}", factor.start(), factor.end(), (STRIDES,), sure=prod(numbers) > 1, firm=True, predicate="output_size")
            return


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMERALS.get(word.lower(), 1)


def _said(factor: re.Match[str]) -> int:
    if factor["h"] or factor["j"]:
        return 2
    word = next(g for g in (factor["a"], factor["q"], factor["b"], factor["c"]) if g).lower()
    return _WORDS.get(word) or _number(word)
