"""What one layer does to a dense block's channels: k more, 12 more, twice as many; and how they grow with the depth.

The amount comes from the sentence (a letter, a number, a factor, "as many as it receives"), and so does the growth
rate where it is a number; a rate that only stands above counts where there is no other in reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...properties.nodes import Bin, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import View
from ..sizes.quantities import whole
from ..sizes.setting import sentences_above

Found = tuple[str, int, int, tuple[str, ...], bool]
_CHANNEL = r"(?:チャン?ネル|ch\b|枚|個|本|channels?|(?:feature[- ])?maps?|features)"
UNIT = re.compile(rf"\s*\$?\s*(?:output\s+|input\s+|new\s+|more\s+|additional\s+|extra\s+)?{_CHANNEL}", re.IGNORECASE)
_EACH = re.compile(
    r"(?:(?:1|一|ひと)つ?の?\s*層|層を?(?:1つ|一つ)?|各層|各ブロック|層を[^。、]{0,8}?)(?:を)?(?:通る|通過(?:する)?|抜ける|進む|追加(?:する)?|経る|重ねる|増やす|足す|増える)?\s*(?:に?つき|ごと(?:に)?|毎(?:に)?|たび(?:に)?|で(?=[^は、]{0,3}\s*\$?[0-9A-Za-z])|が(?=[^。、]{0,6}(?:追加|出|作|生|新))|は|の出力|から|あたり|が進む(?:と|たび|ごと))"
    r"|\b(?:each|every|per|a|one)\s+(?:(?:new|single|dense|such|additional|convolution|conv)\s+)*layer\b",
    re.IGNORECASE,
)
_GROWS = re.compile(
    r"増|追加|加|足|出力|生成|生み|作|積み|連結|結合|太|厚"
    r"|\b(?:add\w*|produc\w*|contribut\w*|generat\w*|append\w*|output\w*|emit\w*|creat\w*|grow\w*|increas\w*|yield\w*|more|new|give\w*|concat\w*|doubl\w*)\b|倍",
    re.IGNORECASE,
)
_DOUBLED = re.compile(
    r"\bdoubl(?:es?|ing|ed)\b[^.]{0,24}\bchannels?|\bchannels?\b[^.]{0,24}\bdoubl|\btwice\b[^.]{0,12}\bchannels|チャン?ネル[^。、]{0,10}?(?:2|二)?\s*倍(?:に|増|と|だ|で|。|$)"
    r"|\bas many\b[^.]{0,24}\bas\b[^.]{0,24}\b(?:receiv\w+|gets?|has|have|came|come|there (?:are|were)|its input|in its input|takes?)\b"
    r"|(?:受け取った|入力(?:された)?|もらった|入ってきた|入力チャン?ネル数)[^。、]{0,8}?と?同じ(?:だけ|数|枚数|本数|チャン?ネル数)",
    re.IGNORECASE,
)
_MULTIPLIED = re.compile(r"\bmultipl\w+\s+(?:the |its )?(?:number of )?channels?(?: count)?\s+(?:\w+\s+)?by\s+(?:a factor of\s+)?\$?\s*([kg])\b|チャン?ネル数?[をがは]\s*\$?\s*([kg])\s*\$?\s*倍", re.IGNORECASE)
_POWER = re.compile(r"\s*\$?\s*の?\s*(?:([2-4])|(二|三))\s*乗\s*")
_RATE = re.compile(
    r"(?:成長率|増加率|グロースレート|growth[- ]?rate)\s*(?:\(?\s*\$?k\$?\s*\)?)?\s*(?:を|が|は|の|=|＝|:|：|of|is|k\s*=|\s)?\s*\$?\s*(\d{1,4})(?![\d.])|(?<![A-Za-z\d])k\s*(?:=|＝|が|は|を)\s*(\d{1,4})(?![\d.])",
    re.IGNORECASE,
)
_BOTTLENECK = re.compile(r"1\s*[x×]\s*1|bottleneck|ボトルネック", re.IGNORECASE)
_DEPTH = re.compile(r"層|深|depth|deep|layers?\b", re.IGNORECASE)
_SHAPES = (  # what channels_after(2L) is by each law of growth in L
    (re.compile(r"線形|[1一]次(?:関数|式|的)|等差|比例|一定(?:数|量)?ずつ|\blinear(?:ly)?\b|\barithmetic\b|\bproportional", re.IGNORECASE),
     "channels_after(dense_block, layers=2*L) == C + 2*(channels_after(dense_block, layers=L) - C)"),
    (re.compile(r"指数|倍々|等比|ねずみ算|\bexponential(?:ly)?\b|\bgeometric", re.IGNORECASE),
     "channels_after(dense_block, layers=2*L)*C == channels_after(dense_block, layers=L)**2"),
    (re.compile(r"[2二]乗|[2二]次(?:関数|的|で)|\bquadratic", re.IGNORECASE),
     "channels_after(dense_block, layers=2*L) - C == 4*(channels_after(dense_block, layers=L) - C)"),
)  # fmt: skip
_OTHER_COUNTS = re.compile(r"パラメータ|計算量|演算|接続|結合の?数|結線|受容野|メモリ|\bparam|\bcost|\bconnections|\breceptive|\bmemory|\bflops", re.IGNORECASE)


def growth(view: View) -> Iterator[Found]:
    """Linearly, exponentially, with the square of the depth."""
    s = view.sentence
    text = s.text.chars
    if not (s.has("channels") and _DEPTH.search(s.words) and re.search(r"増|grow|increas|rise", s.words, re.IGNORECASE)) or _OTHER_COUNTS.search(s.words):
        return
    for pattern, statement in _SHAPES:
        if found := pattern.search(text):
            yield statement, found.start(), found.end(), (), not s.has("not")
            return


def increment(view: View) -> Iterator[Found]:
    """k or 12 more with each layer; 2k, k times as many, twice as many are claims too."""
    s = view.sentence
    text = s.text.chars
    if _BOTTLENECK.search(s.key.text):
        return
    each = _each(view)
    if each is None or not _GROWS.search(text):
        return
    if doubled := _DOUBLED.search(s.words):
        if not s.has("not"):
            yield "channels_after(dense_block, layers=1) == 2*C", doubled.start(), doubled.end(), (), True
        return
    rates = list(_RATE.finditer(text))
    if (by := _MULTIPLIED.search(text)) and not s.has("not"):
        letter = by[1] or by[2]
        yield f"channels_after(dense_block, layers=1) == {letter}*C{'' if letter == 'k' else f' where {letter} = growth_rate'}", by.start(), by.end(), (), True
        return
    for span in s.formulas:
        value = span.formula.value
        if not each - 2 <= span.start <= each + 60 or len(span.formula.sides) > 1 or any(r.start() <= span.start < r.end() for r in rates):
            continue
        if not set(symbols(value)) <= {"k", "g"} or re.search(r"[lL]\s*層|in total|合計|全部で|全体で", text):
            continue
        yield from _amount(view, value, span.start, span.end)
        return


def _each(view: View) -> int | None:
    """Where the words "with each layer" end."""
    s = view.sentence
    text = s.text.chars
    if each := _EACH.search(text):
        return each.end()
    stepwise = re.search(r"ずつ|づつ", text)
    if not stepwise:
        return None
    layer = re.search(r"(?:層|ブロック)[^。]{0,10}(?=[^。]{0,12}(?:ずつ|づつ))", text)
    return layer.end() if layer else 0


def _amount(view: View, value: Node, start: int, end: int) -> Iterator[Found]:
    """The statement of an amount: so many times as many, or so many more."""
    s = view.sentence
    after = s.text.chars[end : end + 24].lstrip("$ ")
    if power := _POWER.match(after):  # k の2乗枚
        value, after = Bin("**", value, Num(Fraction({"二": 2, "三": 3}.get(power[2]) or int(power[1])))), after[power.end() :]
    times = re.match(r"\s*\$?\s*倍|\s*times\b", after)
    counted = UNIT.match(after) or (re.match(r"\s*(?:ずつ|づつ|だけ|つ|増|ふえ|に(?:する|な|固定)|である|です|となる|[。.]|$)", after) and s.has("channels", "growth"))
    if not times and not counted:
        return
    if symbols(value):
        rate = symbols(value)[0]
        where = f" where {rate} = growth_rate" if rate != "k" else ""
        right = f"({to_text(value)})*C" if times else f"C + {_grouped(value)}"
        yield f"channels_after(dense_block, layers=1) == {right}{where}", start, end, (), True
        return
    number = whole(value) if isinstance(value, Num) else None
    rates, own = growth_rates(view)
    if number is None or not rates:
        return
    right = f"{number}*C" if times else f"C + {number}"
    texts = [f"channels_after(dense_block, layers=1, growth_rate={rate}) == {right}" for rate in rates]
    yield texts[0], start, end, tuple(texts[1:]), own or len(rates) == 1


def growth_rates(view: View) -> tuple[list[int], bool]:
    """The growth rates that are given as numbers, the sentence's own alone where it has any (True)."""
    own = [int(m[1] or m[2]) for m in _RATE.finditer(view.sentence.text.chars)]
    if own:
        return list(dict.fromkeys(own)), True
    above = [int(m[1] or m[2]) for e in sentences_above(view) for m in _RATE.finditer(e.text.chars)]
    return list(dict.fromkeys(above))[:4], False


def _grouped(value: Node) -> str:
    return to_text(value) if isinstance(value, Sym | Num) else f"({to_text(value)})"
