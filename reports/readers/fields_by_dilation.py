"""Fields of dilated layers told one by one: "3x3, d = 1, 2, 4: the second layer sees 7x7, the third 15x15".

The kernel and the dilations in order stand in the paragraph, the sentence says up to which layer, or adds one more with
a dilation of its own. Refuted is what a well-known mistake makes of it only: the reach of the last layer's own kernel
(5x5 for d = 2), the sum of the reaches without the pixel in the middle, or the field of undilated layers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.extents import said, sees
from ..sizes.layers import field_of, number_of, words
from ..sizes.setting import sentences_above
from ..text.numerals import NUMERALS

MOST_SENTENCES = 5
_ROW = re.compile(
    r"(?:(?<![A-Za-z])[dr]|dilations?(?: rates?| factors?)?|dilated by|間隔|拡張率|膨張率|ダイレーション)\s*\$?\s*(?:(?:を|が|は|の|順に|それぞれ|ずつ|of|are|with|by|=|:|rates?|in turn)\s*){0,4}(?P<row>\d{1,4}(?:\s*(?:[,、・]|→|->|and|,\s*and)\s*\d{1,4}){1,11})(?!\s*(?:[,、]\s*)?(?:\.\.\.|…|⋯|\d|\.\d))", re.IGNORECASE
)
_KERNEL = re.compile(r"(?<![\d.x])(?P<k>[2-9]|11)\s*x\s*(?P=k)(?!\d|\s*x)|(?:(?:カーネル|フィルター?|窓)の?(?:サイズ|幅|大きさ)?|kernels?(?: size)?|filter width|(?<![A-Za-z])k)\s*(?:of(?: size| width)?|は|が|を|の|=|:)?\s*(?P<w>[2-9]|11)(?![\d.x]|\s*x)", re.IGNORECASE)
_UP_TO = re.compile(
    r"(?P<j>[1-9一二三四五六])\s*(?:層|段|枚|つ)目|\b(?:layer|after layer)\s+(?P<e>[1-9])\b|\bthe\s+(?P<o>first|second|third|fourth|fifth|sixth)\b(?=\s*(?:layer|one|of|sees?|looks?|it|,|has|reach|already|now|output|covers?|spans?))", re.IGNORECASE
)
_ONE_MORE = re.compile(
    r"(?:さらに|もう(?:1|一)層|加えて|続けて)[^。\d]{0,12}(?:(?<![A-Za-z])d\s*=|dilation|拡張率|膨張率|間隔)(?:が|を|は|=)?\s*(?P<a>\d{1,4})\s*の(?:層|畳)"
    r"|\b(?:add(?:ing)?|with|put|stack(?:ing)?|one more|another|a further|yet another)\b[^.;\d]{0,36}\b(?:dilation|rate|d\s*=)\s*(?:of|=)?\s*(?P<b>\d{1,4})(?!\d|\.\d)", re.IGNORECASE
)
_VALUE = re.compile(r"(?<![\d.x,])(?P<v>\d{1,4})(?:\s*x\s*(?P=v))?(?!\d|\.\d|\s*x|\s*(?:層|段|枚|つ目|番|個の?重み|%|layers?|weights|ms\b|kHz|Hz))", re.IGNORECASE)
_ELSE = re.compile(
    r"実効|見かけ|effective|それだけ|\bon its own\b|kernels?\b|カーネル|filters?\b|フィルタ|窓|直前|一つ前|出力のうち|単独|1層だけ|alone|by itself|own kernel|重み|weights?\b|param|パラメ|stride|ストライド|pool|プーリング|\bnot\b|n't\b|ではな|でなく|もし|仮に|\bif\b|would|誤|間違|mistake|wrong|instead|代わり|より|\bthan\b|\bor\b|または|間隔が|飛び|おき|apart|\bgap|隙間|周|cycle|repeat|繰り返|ブロック|blocks?\b|前の層|the layer (?:below|before)|\bof the (?:first|second|third|layer)\b", re.IGNORECASE
)


def read(view: View) -> Iterator[Reading]:
    """The field up to a layer of the row, or behind one more."""
    s = view.sentence
    if not view.in_prose or len(s.words) > 200 or words("epistemic").search(s.words) or words("asked").search(s.words) or re.search(r"[?？]\s*$", s.words):
        return
    text = said(s).replace("×", "x")
    before = [said(e).replace("×", "x") for e in islice(sentences_above(view), MOST_SENTENCES) if e.cell is None and e.block >= s.block - 1][::-1]  # each line may be a block
    rows = {m["row"] for t in (*before, text) for m in _ROW.finditer(t)}
    kernels = {int(m["k"] or m["w"]) for t in before for m in _KERNEL.finditer(t) if not _UP_TO.search(t)}
    spoken = [*before, *(said(e).replace("×", "x") for e in view.outline.sentences[s.block])]
    if len(rows) != 1 or len(kernels) != 1 or _ELSE.search(text) or not any(words("topic").search(t) or sees(t) for t in spoken):
        return
    dilations, kernel = tuple(int(n) for n in re.findall(r"\d+", rows.pop())), kernels.pop()
    if one := _ONE_MORE.search(text):
        yield from _told(kernel, (*dilations, int(one["a"] or one["b"])), text, one.end(), len(text))
        return
    places = list(_UP_TO.finditer(text))
    for place, following in zip_longest(places, places[1:]):
        number = _number(place["j"] or place["e"] or place["o"])
        if 0 < number <= len(dilations):
            yield from _told(kernel, dilations[:number], text, place.end(), following.start() if following else len(text))


def _number(word: str) -> int:
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth")
    return ordinals.index(word.lower()) + 1 if word.lower() in ordinals else NUMERALS.get(word.lower()) or number_of(word.lower()) or int(word)


def _told(kernel: int, dilations: tuple[int, ...], text: str, start: int, end: int) -> Iterator[Reading]:
    """The one field that a stretch states: right, or what a mistake makes of these layers."""
    values = [m for m in _VALUE.finditer(text, start, end) if int(m["v"]) > 1]
    squares = [m for m in values if "x" in m[0]]
    values = squares or values
    if len(values) != 1:
        return
    value, claimed, reach = values[0], int(values[0]["v"]), kernel - 1
    field = 1 + reach * sum(dilations)
    mistakes = {1 + reach * dilations[-1], reach * sum(dilations), 1 + reach * len(dilations)} if len(dilations) > 1 else set()
    plan = tuple((kernel, 1, d) for d in dilations)
    if claimed == field or claimed in mistakes:
        yield Reading(f"{field_of(plan)} == {claimed}", value.start(), value.end(), ("the dilations of the paragraph, in order",), firm=True, subject="conv2d")
