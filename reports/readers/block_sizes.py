"""Worked examples of dense blocks: growth rate, layers and channels in as numbers, and the channels claimed to come out."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.nodes import Num
from ...properties.rendering import to_text
from .. import patterns as re
from ..numerals import NUMERALS as WORDS
from ..quantities import whole
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY, Named
from ..setting import sentences_above

_N = r"(\d{1,4}|" + "|".join(WORDS) + r")"
_LINK = r"\s*(?:\(?\s*[kL]\s*\)?)?\s*(?:を|が|は|の|=|＝|:|：|of|is|k\s*=)?\s*"
_SIZES = (
    ("growth_rate", re.compile(rf"(?:成長率|増加率|グロースレート|growth[- ]?rate){_LINK}(\d{{1,4}})|(?<![A-Za-z\d])k\s*(?:=|＝|が|は|を)\s*(\d{{1,4}})(?![\d.])", re.IGNORECASE)),
    ("in_channels", re.compile(
        r"(?<![A-Za-z])k_?\{?0\}?\s*(?:=|＝|が|は)\s*(\d{1,4})|入力(?:特徴マップ)?(?:の)?(?:チャン?ネル(?:数)?)?(?:が|は|の|を|に)?\s*(\d{1,4})\s*(?:チャン?ネル|ch|枚)"
        r"|(?:最初|はじめ|初期)(?:の)?(?:チャン?ネル(?:数)?)?(?:が|は|に)?\s*(\d{1,4})\s*(?:チャン?ネル|ch|枚)|^\W*(?:例|e\.g\.?|ex\.?)?[）):.：]?\s*(\d{1,4})\s*(?:チャン?ネル|ch|枚|channels)|(\d{1,4})\s*(?:チャン?ネル|ch)を[^。]{0,20}?入れ|(\d{1,4})\s*(?:チャン?ネル|ch)(?:の入力|で入|から(?:始|スタート)|を入力|の特徴マップを入力|の画像)"
        r"|(\d{1,4})[- ]channel\s+(?:input|map|feature|image)|(\d{1,4})\s+(?:input\s+channels|channels\s+(?:in\b|at the input|enter))|\b(?:receives?|is fed|are fed|takes?(?: in)?|start(?:s|ing)? (?:from|with|at)|input (?:of|has|with)|from|with)\s+\$?(?:k0\s*=\s*)?(\d{1,4})\$?\s+(?:input\s+)?channels",
        re.IGNORECASE)),
    ("layers", re.compile(rf"(?<![\d.x×]){_N}\s*(?:つの|個の)?\s*層(?!目)|{_N}[- ]layers?\b|\b{_N}\s+(?:such\s+|dense\s+|conv\w*\s+)?(?:layers|blocks)\b|層を?\s*{_N}\s*(?:つ|個|段|層)|(?<![A-Za-z])L\s*(?:=|＝)\s*(\d{{1,3}})", re.IGNORECASE)),
)  # fmt: skip
_NTH = re.compile(r"(?:第\s*)?(\d{1,3})\s*(?:層目|番目の層|番目)|\b(\d{1,3})(?:st|nd|rd|th)\s+layer|\blayer\s+(?:number\s+)?(\d{1,3})\b", re.IGNORECASE)
_ENTERS = re.compile(r"入力|入る|入って|受け|\binputs?\b|\btakes?\b|\breceiv|\bsees?\b|\bgets\b", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:output\s+|input\s+)?(?:チャン?ネル|ch\b|枚|channels?|(?:feature[- ])?maps?)", re.IGNORECASE)
_RESULT = re.compile(
    r"(?:→|⇒|->|=>|：|:)\s*$|(?:出力|出口|出て|最後|合計|全部で|最終|結果|抜け|通す|通る|通り|通った|後|なら|と|入力)[^。]{0,40}$"
    r"|\b(?:outputs?|gives?|hands on|hands|leads? to|reach\w*|yields?|ends?|leaves?|into|produces?|becomes?|makes?|get|after|total|takes?(?: in)?|receives?|comes? out|has)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"(?:→|⇒|->|=>|：|:)\s*$|\b(?:hands? on|into|to|outputs?|gives?|yields?|leaves?|produces?|returns?|becomes?)\s*$|(?:出力|出口|結果)(?:は|が|で)?\s*$", re.IGNORECASE)


def block_sizes(view: View, named: Named) -> Iterator[Reading]:
    """64 channels in, six layers, growth rate 32: 256 out; or so many into the n-th layer."""
    s = view.sentence
    if s.cell is not None:
        return
    sizes, taken = _sizes(view)
    nth = _NTH.search(s.words)
    if nth:
        number = int(next(g for g in nth.groups() if g))
        sizes["layers"] = number - 1 if _ENTERS.search(s.words[nth.end() :]) else number
        taken.append((nth.start(), nth.end()))
    if not {"growth_rate", "layers", "in_channels"} <= sizes.keys():
        return
    claimed = _claimed(view, taken)
    if claimed is None:
        return
    value, start, end, own = claimed
    inside = ", ".join(f"{role}={sizes[role]}" for role in ("in_channels", "growth_rate", "layers"))
    sure = own and named.where != NEARBY and not s.has("hedged")
    yield Reading(f"channels_after(dense_block, {inside}) == {value}", start, end, inherited_note(named, view), sure=sure)


def _sizes(view: View) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """The sizes that the sentence gives, else the nearest above; and where in the sentence they stand."""
    sizes: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for sentence in (view.sentence, *sentences_above(view)):
        for role, pattern in _SIZES:
            if role in sizes:
                continue
            found = next(iter(pattern.finditer(sentence.text.chars.replace("$", " "))), None)
            if found and role == "in_channels" and found[1] is None and _NTH.search(sentence.words):
                continue  # what enters the n-th layer is not what enters the block
            if found:
                text = next(g for g in found.groups() if g).lower()
                sizes[role] = WORDS.get(text) or int(text)
                if sentence is view.sentence:
                    taken.append((found.start(), found.end()))
    return sizes, taken


def _claimed(view: View, taken: list[tuple[int, int]]) -> tuple[str, int, int, bool] | None:
    """The number of channels that is claimed: (value, start, end, whether its words are plain)."""
    s = view.sentence
    best = None
    for span in s.formulas:
        value = span.formula.sides[-1]
        if not isinstance(value, Num) or whole(value) is None:
            continue
        if any(a <= span.start < b and (span.atomic or span.end <= b + 1) for a, b in taken):
            continue
        before = s.text.chars[max(0, span.start - 70) : span.start].replace("$", " ")
        unit = _UNIT.match(s.text.chars[span.end : span.end + 20].lstrip("$ "))
        direct = _DIRECT.search(before)
        if (unit or direct or len(span.formula.sides) > 1) and _RESULT.search(before):
            best = (to_text(value), span.start, span.end, bool(unit or direct))
    return best
