"""Worked examples of dense blocks: growth rate, layers and channels in as numbers, and the channels claimed to come out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from ...properties.nodes import Num
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..sizes.quantities import whole
from ..sizes.setting import sentences_above
from ..text.numerals import NUMERALS as WORDS

_N = r"(\d{1,4}|" + "|".join(WORDS) + r")"
_LINK = r"\s*(?:\(?\s*[kL]\s*\)?)?\s*(?:を|が|は|の|=|＝|:|：|of|is|k\s*=)?\s*"
_CH = r"(?:チャン?ネル|ch\b|枚|channels?\b|(?:feature[- ])?maps?\b)"
_SIZES = (
    ("growth_rate", re.compile(
        rf"(?:成長率|増加率|グロースレート|growth(?:[- ]?rate)?){_LINK}(\d{{1,4}})|(?<![A-Za-z\d])[kg]\s*(?:=|＝|が|は|を)\s*(\d{{1,4}})(?![\d.])"
        rf"|(?:(?:1|一)\s*層(?:ごと|につき|あたり|で|増えるたび|が)|各層(?:が|で|は)|層ごとに)[^。、]{{0,10}}?(\d{{1,4}})\s*{_CH}[^。、]{{0,6}}?(?:増|ふえ|足|追加|出力|作|新し|生|加)|(\d{{1,4}})\s*{_CH}ずつ(?:増|ふえ|足|追加)"
        rf"|\b(?:each|every|per) layer\b[^.;]{{0,24}}?\b(\d{{1,4}})\s+(?:new\s+|more\s+)?{_CH}|\b(\d{{1,4}})\s+(?:new\s+|more\s+)?{_CH} (?:per|with each|with every) layer",
        re.IGNORECASE)),
    ("in_channels", re.compile(
        r"(?<![A-Za-z])k_?\{?0\}?\s*(?:=|＝|が|は)\s*(\d{1,4})|(?<![A-Za-z])c\s*(?:=|＝)\s*(\d{1,4})(?!\d)|入力(?:特徴マップ)?(?:の)?(?:チャン?ネル(?:数)?)?(?:が|は|の|を|に)?\s*(\d{1,4})\s*(?:チャン?ネル|ch|枚)"
        r"|(?:最初|はじめ|初め|初期)(?:の)?(?:チャン?ネル(?:数)?)?(?:が|は|に)?\s*(\d{1,4})\s*(?:チャン?ネル|ch|枚)|^\W*(?:例|e\.g\.?|ex\.?)?[）):.：]?\s*(\d{1,4})\s*(?:チャン?ネル|ch|枚|channels)|(\d{1,4})\s*(?:チャン?ネル|ch|枚)(?:の(?:特徴)?(?:マップ|画像|入力|特徴量?|データ|テンソル))?を[^。\d]{0,20}?(?:入れ|渡[しすせ]|流[しすせ]|与え|通[しすせ])|(\d{1,4})\s*(?:チャン?ネル|ch|枚)(?:の入力|で入|から(?:始|はじ|スタート)|を入力|の特徴マップを入力|の画像)"
        r"|(\d{1,4})[- ]channel\s+(?:input|map|feature|image)|(\d{1,4})\s+(?:input\s+channels|channels\s+(?:in\b|are (?:fed|put|sent|passed) in|at the input|enter|go(?:es)? in|come in))|\b(?:receives?|is fed|are fed|takes?(?: in)?|start(?:s|ing)? (?:from|with|at)|input (?:of|has|with)|turns|brings|expands|raises|from|with)\s+\$?(?:k0\s*=\s*)?(\d{1,4})\$?\s+(?:input\s+)?channels",
        re.IGNORECASE)),
    ("layers", re.compile(rf"(?<![\d.x×第]){_N}\s*(?:つの|個の)?\s*(?:層|段)(?!目|ごと|につき|あたり|毎|が新)|{_N}[- ]layers?\b|\b{_N}\s+(?:such\s+|dense\s+|conv\w*\s+)?(?:layers|blocks|convs|convolutions)\b|層を?\s*{_N}\s*(?:つ|個|段|層)|(?<![A-Za-z])L\s*(?:=|＝)\s*(\d{{1,3}})", re.IGNORECASE)),
)  # fmt: skip
RATES = dict(_SIZES)["growth_rate"]
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_NTH = re.compile(
    r"(?:第\s*)?(\d{1,3})\s*(?:層目|番目の層|番目|つ目の層)|第\s*(\d{1,3})\s*層|\b(\d{1,3})(?:st|nd|rd|th)\s+(?:\w+ )?layer|\blayer\s+(?:number\s+)?(\d{1,3})\b|\bthe (" + "|".join(ORDINALS) + r")\b(?: (?:\w+ )?(?:layer|one|of the (?:\w+ )?layers))?(?=\s+(?:layer\b|reads?|sees?|gets?|takes?|receives?|outputs?|has|is fed|puts out))"
    rf"|\bthe last of the {_N} (?:\w+ )?layers",
    re.IGNORECASE,
)
_ENTERS = re.compile(r"入力|入[るっ]|受け|届|もら|\binputs?\b|\btakes?\b|\breceiv|\bsees?\b|\bgets\b|\breads?\b|\bis fed\b", re.IGNORECASE)
_LEAVES = re.compile(r"出力|出[るた]|後|まで|通|\boutputs?\b|\bafter\b|\bputs out\b|\bgives\b", re.IGNORECASE)
_SAYS = re.compile(r"(?:は|が|:|：|→|⇒|=|\b(?:reads?|sees?|gets?|takes?|receives?|is|are|has|fed|outputs?|gives|puts out))\s*[、,]?\s*(?:ちょうど|合計|約|exactly|only|already)?\s*$", re.IGNORECASE)
_TRANSITION = re.compile(r"トランジション|遷移層|圧縮|半分|transition|halv|half", re.IGNORECASE)
_DOUBTS = re.compile(r"かもしれ|と思|らしい|だろう|べき|\b(?:perhaps|maybe|might|should|could)\b", re.IGNORECASE)  # "for example" is none
_UNIT = re.compile(r"\s*(?:output\s+|input\s+)?(?:チャン?ネル|ch\b|枚|channels?|(?:feature[- ])?maps?)", re.IGNORECASE)
_RESULT = re.compile(
    r"(?:\d|[一二三四五六七八九十])\s*層(?:で|なら|だと)\s*$|(?:→|⇒|->|=>|：|:)\s*$|(?:出力|出口|出て|最後|合計|全部で|最終|結果|抜け|通す|通る|通り|通った|後|なら|と|入力)[^。]{0,40}$"
    r"|すぎると[^。]{0,10}$|\b(?:outputs?|out|gives?|hands on|hands|leads? to|reach\w*|yields?|ends?|leaves?|into|produces?|becomes?|makes?|get|after|total|takes?(?: in)?|receives?|comes? out|has)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"(?:→|⇒|->|=>|：|:)\s*$|\b(?:hands? on|into|to|outputs?|gives?|yields?|leaves?|produces?|returns?|becomes?)\s*$|(?:出力|出口|結果|出てくるの)(?:は|が|で)?\s*$|(?:\d|[一二三四五六七八九十])\s*層(?:で|なら|だと|後(?:は|に|で)?)\s*$", re.IGNORECASE)
_NEW = re.compile(r"[\s$]*(?:チャン?ネル|ch|枚)(?:の特徴マップ)?(?:が|を|だけ|ぶん|分)?[^。、\d]{0,8}(?:新し|新た|加わ|加え|増え|増や|増加|追加|足さ|足し|作られ)|[\s$]*(?:new|more|additional|extra)\b", re.IGNORECASE)


def block_sizes(view: View, named: Named) -> Iterator[Reading]:
    """64 channels in, six layers, growth rate 32: 256 out; or so many into the n-th layer."""
    s = view.sentence
    if s.cell is not None and not s.cell:
        return
    sizes, taken = _sizes(view)
    places = list(_NTH.finditer(s.words))
    if not places:
        yield from _whole(view, named, sizes, taken)
    for place, following in zip_longest(places, places[1:]):
        text = next(g for g in place.groups() if g).lower()
        number = ORDINALS.get(text) or WORDS.get(text) or int(text)
        end = following.start() if following else len(s.words)
        own = [*taken, (place.start(), place.end())]
        stretch = s.words[place.end() : end]
        enters, leaves = _ENTERS.search(stretch), _LEAVES.search(stretch)
        if not {"growth_rate", "in_channels"} <= sizes.keys() or number < 1:
            continue
        claimed = _claimed(view, own, place.end(), end)
        if claimed is None:
            continue
        layers = [number - 1, number] if not enters and not leaves else [number - 1] if enters and (not leaves or enters.start() < leaves.start()) else [number]
        yield _reading(view, named, sizes, layers, claimed)


def _whole(view: View, named: Named, sizes: dict[str, int], taken: list[tuple[int, int]]) -> Iterator[Reading]:
    """What comes out of the whole block."""
    if {"growth_rate", "layers", "in_channels"} <= sizes.keys() and (claimed := _claimed(view, taken)):
        yield _reading(view, named, sizes, [sizes["layers"]], claimed)


def _reading(view: View, named: Named, sizes: dict[str, int], layers: list[int], claimed: tuple[str, int, int, bool]) -> Reading:
    value, start, end, own = claimed
    inside = ", ".join(f"{role}={sizes[role]}" for role in ("in_channels", "growth_rate"))
    texts = [f"channels_after(dense_block, {inside}, layers={n}) == {value}" for n in layers]
    sure = own and named.where != NEARBY and not _DOUBTS.search(view.sentence.words)
    return Reading(texts[0], start, end, inherited_note(named, view), tuple(texts[1:]), sure=sure, firm=True)


def _sizes(view: View) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """The sizes that the sentence gives, else the nearest above; and where in the sentence they stand."""
    sizes: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    s = view.sentence
    row = [e for e in view.outline.sentences[s.block] if s.cell is not None and e.cell is not None and e.cell < s.cell]
    for sentence in (*row, s, *sentences_above(view)):
        for role, pattern in _SIZES:
            if role in sizes:
                continue
            found = next(iter(pattern.finditer(sentence.text.chars.replace("$", " "))), None)
            if found and role == "in_channels" and found[1] is None and _NTH.search(sentence.words):
                continue  # what enters the n-th layer is not what enters the block
            if found:
                text = next(g for g in found.groups() if g).lower()
                sizes[role] = WORDS.get(text) or int(text)
                if sentence is s:
                    taken.append((found.start(), found.end()))
    return sizes, taken


def _claimed(view: View, taken: list[tuple[int, int]], first: int = 0, last: int | None = None) -> tuple[str, int, int, bool] | None:
    """The number of channels that is claimed: (value, start, end, whether its words are plain)."""
    s = view.sentence
    if last is None and (halved := _TRANSITION.search(s.words, 12)) and re.search(r"\d", s.words[: halved.start()]):
        last = halved.start()  # what the transition makes of them comes after
    best = None
    for span in s.formulas:
        value = span.formula.sides[-1]
        if not isinstance(value, Num) or whole(value) is None or not first <= span.start < (last or len(s.words)):
            continue
        if any(a <= span.start < b and (span.atomic or span.end <= b + 1) for a, b in taken):
            continue
        if re.match(r"\s*[,、]\s*\d", s.text.chars[span.end :]):
            continue  # the first of a list, of what enters each layer
        if _NEW.match(s.text.chars[span.end :]):
            continue  # what is added to those that go in
        before = s.text.chars[max(first, span.start - 70) : span.start].replace("$", " ")
        unit = _UNIT.match(s.text.chars[span.end : span.end + 20].lstrip("$ "))
        direct = _DIRECT.search(before) or (first and _SAYS.search(before))
        result = _RESULT.search(before) or (first and _SAYS.search(before)) or (s.cell and not s.words[: span.start].strip("\ue000$ "))
        if (unit or direct or len(span.formula.sides) > 1) and result:
            best = (to_text(value), span.start, span.end, bool(unit or direct))
            if first:
                return best
    return best
