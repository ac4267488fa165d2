"""How many weights one 1×1 filter has: "1×1 なのでフィルタ1枚の重みは1個だけ", "a 1x1 filter on 64 channels has 64 weights".

Four slots: the 1×1 filter, that one of it is spoken of, the number, and the channels it is put to. A weight for each
channel, or a map of one channel, is another matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.counting import bias_said, plain
from ..text.numerals import NUMERALS
from ..vocabulary import family

_N = r"(?P<n>\d{1,4}|一|ひと|one|a single)"
_WEIGHTS = re.compile(
    rf"(?:フィルター?|カーネル)\s*(?:の?(?:1|一)\s*(?:枚|つ|個))?\s*(?:あたり|につき)?\s*(?:の|が持つ|がもつ|が有する|には|は)\s*(?:重み|パラメータ)(?:の?(?:個)?数)?\s*(?:は|が|も|:|：)?\s*(?:[^。\d]|\d{{1,4}}\s*(?:チャン?ネル|ch)){{0,24}}?(?P<only>たった|わずか)?\s*{_N}\s*(?:個|つ)(?!の?(?:フィルタ|チャ))(?P<alone>だけ|のみ|しか|で済|ですむ)?"
    rf"|\b1\s*x\s*1\s+(?:conv\w*\s+)?(?:filter|kernel)\b[^.;]{{0,40}}?\b(?:has|have|holds?|contains?|needs?|carries)\s+(?P<only_en>only|just|exactly|a mere)?\s*{_N.replace('<n>', '<m>')}\s+(?:weights?|parameters?)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"(?:チャン?ネル|ch\b)(?:[1１一]?(?:枚|つ|個|本))?(?:ごと|毎|あたり|につき|ずつ)|\b(?:per|for each|for every|each|every) (?:input )?channel", re.IGNORECASE)
_SQUARE = re.compile(r"(?<![\dx.])1\s*x\s*1(?!\s*x|\d)")
_OTHER_KERNEL = re.compile(r"(?<![\dx.])([2-9]|1\d)\s*x\s*\1(?!\d)|(?<![A-Za-z])K\s*x\s*K(?![A-Za-z])|depth-?wise", re.IGNORECASE)
_CHANNELS = re.compile(r"(?<![A-Za-z])H\s*x\s*W\s*x\s*(\d{1,4})(?!\d|\s*x)|(?<![\dx.])\d{1,4}\s*x\s*\d{1,4}\s*x\s*(\d{1,4})(?!\d|\s*x)|(?<![\d.,x])(\d{1,4})\s*-?(?:チャン?ネル|ch\b|(?:input )?channels?\b)", re.IGNORECASE)
_WHATEVER = re.compile(r"かかわらず|関わらず|関係なく|よらず|常に|いつも|\b(?:whatever|regardless|however many|always)\b", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The weights of one filter of a pointwise convolution."""
    s = view.sentence
    text = plain(s.text.chars)
    found = _WEIGHTS.search(text)
    if found is None or not view.in_prose or s.has("hedged", "question") or _EACH.search(text) or _OTHER_KERNEL.search(text) or view.polarity(found.start()) is False:
        return
    named = view.subject(found.start(), lambda name: family(name) == "convolution")
    if not _SQUARE.search(text) and (named is None or named.subject != "pointwise_conv2d"):
        return
    said = (found["n"] or found["m"]).lower()
    number = int(said) if said.isdigit() else {"一": 1, "ひと": 1, "a single": 1, "one": 1}.get(said) or NUMERALS.get(said, 0)
    given = {int(next(g for g in m.groups() if g)) for m in _CHANNELS.finditer(text)}
    alone = any(found[g] for g in ("only", "alone", "only_en")) or said == "a single" or _WHATEVER.search(text)
    if len(given) > 1 or not number or not (given or (number == 1 and alone)):
        return
    inside = f"in_channels={given.pop()}, " if given else ""
    bias = "true" if bias_said(text) else "false"
    notes = inherited_note(named, view) if named and named.where else ()
    if number == 1 and bias == "false":
        yield Reading(f"kernel_shape(pointwise_conv2d, {inside}of=filter) == (1, 1, 1)", found.start(), found.end(), notes, sure=True, firm=True, subject="pointwise_conv2d")
        return
    yield Reading(f"params(pointwise_conv2d, {inside}out_channels=1, bias={bias}) == {number}", found.start(), found.end(), notes, sure=True, firm=True, subject="pointwise_conv2d")
