"""Sums told as the channels of a dense block: "k0 = 24, k = 12, 6 layers: the block puts out 24 + 12·5 = 84 channels".

The sum is right as arithmetic; whether it has one layer too few, or starts from what a transition has halved since, is
told by the sizes in its line, its question or the lines above.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..counting.axes import lines_above
from ..decided import AS_A_COUNT, ENTERS, FACTORS
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain
from ..sizes.setting import question
from ..text.numerals import NUMERALS

_TIMES = r"(?:\d{1,4}|[(（]\s*\d{1,3}\s*[-−]\s*\d{1,3}\s*[)）])"
_SUM = re.compile(rf"(?<![A-Za-z0-9_.+*/^(x-])(?<!\d,)(?P<c>\d{{1,4}})\s*\+\s*(?P<a>{_TIMES})\s*[x*]\s*(?P<b>{_TIMES})\s*(?:=|→)\s*(?P<v>\d{{1,5}})(?![\d.]|\s*[x*+/-]\s*\d)")
RATE = re.compile(
    r"(?:成長率|増加率|growth[- ]?rate)\s*(?:\(?\s*k\s*\)?)?\s*(?:を|が|は|の|=|:|：|of|is)?\s*(\d{1,4})(?!\d|\.\d)|(?<![A-Za-z\d])[kg]\s*(?:=|が|は|を)\s*(\d{1,4})(?!\d|\.\d)"
    r"|\b(?:each|every)(?: one)?(?: of (?:its|the|these))?(?: \w+)? layers?\s+(?:\w+ )?(?:produces?|adds?|contributes?|makes?|outputs?|yields?|gives?|appends?|puts out|creates?)\s+(\d{1,4})(?: (?:new|more|further|fresh|additional))?(?: (?:ones|channels|maps|feature maps))?(?=\W)"
    r"|(?:各|[1１一])層(?:が|は|で|ごとに|につき|は新たに|が新たに)[^。、\d]{0,8}?(\d{1,4})\s*(?:枚|チャン?ネル|ch)(?:の[^。、]{0,8})?[^。、\d]{0,6}?(?:足|加え|追加|増や|出(?:す|力)|作|生成)", re.IGNORECASE
)
LAYERS = re.compile(
    r"(?<![\d.x第])(\d{1,2})\s*(?:つの|個の)?\s*(?:層|つの畳み?込み)(?!目|ごと|につき|あたり)|層数\s*(?:は|が|を|=|:)?\s*(\d{1,2})(?!\d)|(?<![A-Za-z])[Ll]\s*=\s*(\d{1,2})(?!\d)"
    r"|\b(two|three|four|five|six|eight|ten|twelve|\d{1,2})[- ](?:\w+[- ])?(?:layers?|convolutions|convs)\b",
    re.IGNORECASE,
)
_INTO = re.compile(r"(?<!\d)(\d{1,2})\s*(?:層|番|つ)目[^。、;]{0,8}?(?:入力|受け|入る)|\b(?:layer\s+(\d{1,2})|the (\d{1,2})(?:st|nd|rd|th) layer)\b[^.;]{0,12}\b(?:reads?|receives?|sees|gets|takes|has as input)|\binput (?:of|to) (?:layer\s+(\d{1,2})|the (\d{1,2})(?:st|nd|rd|th) layer)", re.IGNORECASE)
_ONE_LAYER = re.compile(r"層目|番目の層|最後の層|各層|途中|\b(?:last|each|every|next|final|first|second|third) layer|\blayer\s+\w\b|\d(?:st|nd|rd|th) layer|\binputs?\b(?! channels)|入力(?!\s*(?:チャ|ch|\d)|は?\s*\d)|ではな|\bnot\b|n't|\bif\b|なら(?:ば)?もし|without|なし", re.IGNORECASE)
_OUT = re.compile(r"出力|出口|出て|出る|ブロックの(?:後|あと)|通[るすっ]|になる|何チャ|\b(?:outputs?|puts? out|out|ends?|gives?|yields?|produces?|leaves?|after|has|result)\b", re.IGNORECASE)
_DENSE = re.compile(r"dense|growth|成長率|増加率|密結合|(?<![A-Za-z])k_?\{?0(?!\d)|transition", re.IGNORECASE)
_OTHER_BLOCK = re.compile(r"次の|[2-9二三四]\s*(?:つ|番)目|\b(?:next|second|third|fourth|last)\b|(?:block|ブロック)\s*[2-9]|最後", re.IGNORECASE)
_CHAIN = re.compile(r"(?<![A-Za-z0-9_.])(?<!\d,)(two|three|four|five|[2-6])\s*(?:つの\s*)?(?:dense )?(?:blocks\b|ブロック)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The sums of a sentence that are told as channels of a dense block."""
    s = view.sentence
    if not view.in_prose or s.words.rstrip().endswith(("?", "？")) or len(s.words) > 320:
        return
    text = plain(s.text.chars)
    found = list(_SUM.finditer(text))
    if len(found) != 1:
        return
    told = found[0]
    own = text[: told.start()] + " # " + text[told.end() :]
    texts = [own, *(plain(e.text.chars) for e in question(view)), *lines_above(view)]
    heads = [view.outline.blocks[h].raw for h in view.outline.headings(s.block)]
    if not any(_DENSE.search(t) for t in (*texts, *heads)):
        return
    rate, layers = the_one(RATE, texts), the_one(LAYERS, texts)
    first = int(told["c"])
    outs = _outs(own, first, rate, layers or 0)
    if rate is None or not (_is_given(first, texts) or {first, 2 * first} & set(outs)) or rate not in (_value(told["a"]), _value(told["b"])):
        return
    into = _INTO.search(own)
    if into:
        layers = int(next(g for g in into.groups() if g)) - 1
    elif layers is None or _ONE_LAYER.search(own) or not any(_OUT.search(t) for t in texts[:2]):
        return
    times = _value(told["a"]) if _value(told["b"]) == rate else _value(told["b"])
    halved = _halved(first, rate, layers, texts) if times == layers and not into else None
    if halved is None and not into and _OTHER_BLOCK.search(own) and times != layers:
        return  # the layers may be those of the block before; one that tells of its n-th layer has told them itself
    yield Reading(
        f"channels_after(dense_block, in_channels={halved or first}, growth_rate={rate}, layers={layers}) == {told['v']}",
        told.start(), told.end(), (AS_A_COUNT, FACTORS, *((ENTERS,) if halved else ())), sure=not doubtful(s), firm=True,
    )  # fmt: skip


def _value(written: str) -> int:
    """A number, or a difference in brackets."""
    numbers = [int(n) for n in re.findall(r"\d+", written)]
    return numbers[0] - sum(numbers[1:])


def the_one(pattern: re.Pattern[str], texts: list[str]) -> int | None:
    """The one number that the nearest text with any gives."""
    for text in texts:
        said = {next(g for g in m.groups() if g).lower() for m in pattern.finditer(_SUM.sub(" # ", text))}
        numbers = {NUMERALS.get(n) or int(n) for n in said}
        if numbers:
            return numbers.pop() if len(numbers) == 1 else None
    return None


def _is_given(number: int, texts: list[str]) -> bool:
    return any(re.search(rf"(?<![\d.,]){number}(?![\d.,]?\d)", t) for t in texts)


def _halved(first: int, rate: int, layers: int, texts: list[str]) -> int | None:
    """Half of the channels that a sum starts from, where these have passed a transition since."""
    half = first // 2
    if first % 2 or half == rate or not any(re.search(r"transition|トランジション|遷移", t, re.IGNORECASE) for t in texts):
        return None
    step = rf"(?<!\d){first}\s*(?:ch|チャン?ネル|channels)?\s*(?:→|->|から|\bto\b)\s*{half}(?!\d)|transition[^.;。\d]{{0,24}}{half}(?!\d)|(?<!\d){first}\s*[,、][^.;。\d]{{0,12}}transition[^.;。\d]{{0,16}}{half}(?!\d)"
    if any(re.search(step, t, re.IGNORECASE) for t in texts):
        return half
    return half if first in _outs(texts[0], first, rate, layers) else None


def _outs(own: str, first: int, rate: int | None, layers: int) -> list[int]:
    """What all blocks but the last put out, where the sentence has a number of them and a transition after each."""
    blocks = _CHAIN.search(own)
    start = re.search(r"(?<![\d.])(\d{1,4})\s*(?:ch\b|チャン?ネル|channels\b)", own, re.IGNORECASE)
    if blocks is None or start is None or not re.search(r"last|final|fourth|最後|4\s*(?:つ|番)目", own, re.IGNORECASE):
        return []
    found, channels = [], int(start[1])
    for _ in range((NUMERALS.get(blocks[1].lower()) or int(blocks[1])) - 1):
        channels += (rate or 0) * layers
        found.append(channels)
        channels //= 2
    return found
