"""Which size a text changes, and by what factor: halving the resolution, from 224 to 160, 両方とも 2 倍にすると, G 組に分ける."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .. import patterns as re
from ..reading import View
from ..text.numerals import number_of
from .change_words import Item, sizes_in

_TIMES = {"halv": Fraction(1, 2), "doubl": Fraction(2), "tripl": Fraction(3), "quadrupl": Fraction(4), "quarter": Fraction(1, 4), "half": Fraction(1, 2), "twice": Fraction(2)}
_DOING = re.compile(r"\b(?P<w>halv|doubl|tripl|quadrupl|quarter)(?P<ing>ing|e)\s+(?:(?:the|its|both|all|each|of|every|numbers?|number of|input|output|spatial|whole|your|our)\s+)*$", re.IGNORECASE)
_SUPPOSES = re.compile(r"\b(?:if|when|whenever|once|suppose|to|you|we|and)\s+(?:(?:we|you|one)\s+)?$|^\W*$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?P<w>halv|doubl|tripl|quadrupl|quarter)ing (?:it|this|that|them)\b|(?:これ|それ)(?:ら)?を\s*(?:(?P<n>\d+)\s*倍|(?P<half>半分))\s*に(?:する|した|すれ)(?:と|ば)?", re.IGNORECASE)
_DONE = re.compile(r"\s*(?:is|are|gets?|were|becomes?)?\s*(?P<w>halv|doubl|tripl|quadrupl)(?:ed|es|s)?\b", re.IGNORECASE)
_JA_DONE = re.compile(
    r"\s*(?:の(?:値|数|大きさ))?(?:を|が)?\s*(?:(?:入力側?・出力側?|入出力|縦横|両方|どちら|それぞれ|両)(?:の)?(?:とも(?:に)?|も|で)?|ともに|とも|共に|いずれも)?(?:だけ)?\s*"
    r"(?:(?P<n>\d+(?:\.\d+)?(?:/\d+)?|[二三四])\s*倍|(?P<half>半分|半減)|(?P<d>\d)\s*分の\s*1)\s*(?:に|へ)?(?:する|した|すれ|なる|なれ|増や|減ら|縮め|落と|下げ|広げ|伸ば)[^、。]{0,3}?(?:と|ば|場合|とき|たら)"
)
_FROM_TO = re.compile(r"\bfrom (?P<a>\d{2,4})(?:\s*x\s*(?P=a))?(?:\s*(?:pixels|px))? (?:down |up )?to (?P<b>\d{2,4})(?:\s*x\s*(?P=b))?(?!\s*(?:channels?|filters?|units?|maps|classes|ch\b|layers|weights|param)|[\d,.]\d)|(?P<c>\d{2,4})\s*(?:px|画素|ピクセル)?\s*(?:から|→)\s*(?P<e>\d{2,4})\s*(?:px|画素|ピクセル)?\s*(?:に|へ|まで)(?!\s*(?:チャン?ネル|ch))", re.IGNORECASE)
_OF_SIZE = re.compile(r"resolution|\bimages?\b|\bpixels?\b|\bpx\b|input size|解像度|画像|画素|ピクセル|入力サイズ", re.IGNORECASE)
_KNOBS = (
    ("size", "ρ", re.compile(r"\\?(?<![A-Za-z])rho(?![A-Za-z])|ρ|resolution multiplier|解像度(?:の)?(?:乗数|係数|倍率)", re.IGNORECASE)),
    ("channels", "α", re.compile(r"\\?(?<![A-Za-z])alpha(?![A-Za-z])|α|width multiplier|幅(?:の)?(?:乗数|係数|倍率)", re.IGNORECASE)),
)  # fmt: skip
_WINDOW = re.compile(r"(?<![\dx.])(\d{1,2})\s*x\s*\1(?!\d|\s*x\s*\d)")
_WINDOW_TO = re.compile(r"(?<![\dx.])(\d{1,2})\s*x\s*\1\s*(?:kernels?|filters?|windows?|convolutions?|の?(?:カーネル|フィルター?|窓|畳み?込み))?\s*(?:to|→|から|を)\s*(?:an? )?(\d{1,2})\s*x\s*\2(?!\d|\s*x\s*\d)(?!\s*(?:層|枚|images?|maps?|画像|特徴))", re.IGNORECASE)
_WINDOW_TAKES = re.compile(r"\b(?:an?|the|one)\s+(\d)\s*x\s*\1(?:\s+(?:kernel|filter|convolution|conv|layer|one))?\s+(?:would\s+)?(?:take|need|cost|have|use|require|has)s?\b", re.IGNORECASE)
_WINDOW_TAKES_JA = re.compile(r"(?<![\dx.])(\d)\s*x\s*\1\s*(?:の?(?:カーネル|フィルター?|畳み?込み))?\s*(?:なら|だと|では|であれば)")
_SEVERAL = re.compile(r"重ね|積み|積む|stack|\breplac|置き換|\b(?:two|three|several|pair of|[2-6]) (?:\w+ ){0,2}\d\s*x|\d\s*x\s*\d[^、。,.]{0,12}[2-6]\s*(?:層|枚|回|つ)|field|受容野", re.IGNORECASE)
_VALUE = re.compile(r"[\s$)]*(?:[αρ][\s$]*)?(?:=|of|to|at|is|set to|を|が|は)?\s*(0?\.\d{1,3}|1/[2-8])(?![\d.])", re.IGNORECASE)
_SET_IT = re.compile(r"\b(?:set|turn(?:ed)?|put) (?:it|this) (?:down )?(?:to|at) (0?\.\d{1,3}|1/[2-8])(?![\d.])", re.IGNORECASE)
_GROUPS = re.compile(
    r"(?<![A-Za-z])(?P<n>G|g|[2-9]|16|32|two|three|four|eight)\s*(?:groups|(?:つの|個の)?(?:グループ|組)|個に(?:分け|割))(?![A-Za-z])|\bgroups?\s*=\s*(?P<m>G|g|\d{1,2})(?!\d)|グループ(?:の)?数\s*(?:を|が)?\s*(?P<k>G|g|\d{1,2})(?!\d)"
    r"|\b(?:cut|split|divided|partitioned|broken) in(?:to)? (?P<w>G|g|\d{1,2}|two|three|four|eight) (?:groups|pieces|parts|chunks|bundles)\b",
    re.IGNORECASE,
)
_OTHER_GROUPS = re.compile(r"group ?norm|グループ正規化|(?<![A-Za-z])GN(?![A-Za-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Cause:
    """A size and its factor (a letter for a multiplier or a number of groups), and where the text tells it."""

    role: str
    by: Fraction
    letter: str
    start: int
    end: int
    sides: tuple[int, int] | None = None  # before and after, where the text tells both


def causes_in(view: View, text: str, over: str) -> list[Cause]:
    """The changes that a text tells, in its order; `over` is what stands before or above it.

    A pronoun is the one size named before it.
    """
    sizes = sizes_in(view, text)
    found = [c for x in sizes for c in [_changed(text, x)] if c]
    for m in _PRONOUN.finditer(text):
        before = {x.value for x in sizes if x.end <= m.start()}
        named = before or {x.value for x in sizes_in(view, over)}
        if len(named) == 1 and (role := named.pop()) in ("size", "channels"):
            by = _TIMES[m["w"].lower()] if m["w"] else Fraction(1, 2) if m["half"] else Fraction(int(m["n"]))
            found.append(Cause(role, by, "", m.start(), m.end()))
    for m in _FROM_TO.finditer(text):
        a, b = (int(m[k]) for k in (("a", "b") if m["a"] else ("c", "e")))
        if a != b and min(a, b) >= 32 and _OF_SIZE.search(f"{over} {text}") and not any(c.role != "size" for c in found):
            found.append(Cause("size", Fraction(b, a), "", m.start(), m.end(), (a, b)))
    found += _turned(text, over)
    found += _windows(text, over)
    if not _OTHER_GROUPS.search(text):
        for m in _GROUPS.finditer(text):
            number = number_of(next(v for v in m.groupdict().values() if v))
            found.append(Cause("groups", Fraction(number or 2), "" if number else "G", m.start(), m.end()))
    return sorted(found, key=lambda c: c.start)


def _windows(text: str, over: str) -> list[Cause]:
    """A window made another one (from 3x3 to 5x5, 3x3 を 5x5 に), or one that "would take" so many times what another does."""
    if _SEVERAL.search(text):
        return []
    found = [Cause("kernel_size", Fraction(int(m[2]), int(m[1])), "", m.start(), m.end(), (int(m[1]), int(m[2]))) for m in _WINDOW_TO.finditer(text) if m[1] != m[2]]
    if found:
        return found
    takes = [*_WINDOW_TAKES.finditer(text), *_WINDOW_TAKES_JA.finditer(text)]
    if len(takes) != 1:
        return []
    one = int(takes[0][1])
    others = {int(m[1]) for m in _WINDOW.finditer(text)} - {one} or {int(m[1]) for m in _WINDOW.finditer(over)} - {one}
    if len(others) != 1:
        return []
    other = others.pop()
    return [Cause("kernel_size", Fraction(one, other), "", takes[0].start(), takes[0].end(), (other, one))]


def _turned(text: str, over: str) -> list[Cause]:
    """What is done with the multiplier of the widths or of the resolution: set to a number, else it is a letter."""
    found: list[Cause] = []
    for role, letter, pattern in _KNOBS:
        knobs = list(pattern.finditer(text))
        if not knobs and pattern.search(over) and not any(p.search(f"{over} {text}") for r, _, p in _KNOBS if r != role) and (m := _SET_IT.search(text)):
            found.append(Cause(role, Fraction(m[1]), "", m.start(), m.end()))
        if knobs:
            values = [(m, k) for k in knobs if (m := _VALUE.match(text, k.end()))]
            if len(values) == 1:
                m, k = values[0]
                found.append(Cause(role, Fraction(m[1]), "", k.start(), m.end()))
            elif not values:
                found.append(Cause(role, Fraction(2), letter, knobs[0].start(), knobs[0].start()))
    return found


_OF_A_KERNEL = re.compile(r"\s*(?:length )?of (?:an?|the|each|every|its) (?:kernel|filter|window)|\s*(?:の)?(?:カーネル|フィルタ)", re.IGNORECASE)


def _changed(text: str, size: Item) -> Cause | None:
    """The change of a size that its neighbouring words tell."""
    if size.value not in ("size", "channels", "in_channels", "out_channels"):
        return None
    if size.value == "size" and _OF_A_KERNEL.match(text, size.end):
        return None
    before = text[max(0, size.start - 60) : size.start]
    if (m := _DOING.search(before)) and (m["ing"].lower() == "ing" or _SUPPOSES.search(before[: m.start()])):
        return Cause(size.value, _TIMES[m["w"].lower()], "", size.start - len(before) + m.start(), size.end)
    if m := re.search(r"\b(?P<w>half|twice) (?:the |its )?(?:input |spatial |image )*$", before, re.IGNORECASE):
        return Cause(size.value, _TIMES[m["w"].lower()], "", size.start - len(before) + m.start(), size.end)
    if (m := _DONE.match(text, size.end)) and re.search(r"\b(?:if|when|whenever|once|suppose|as)\b[^.;,]*$", before, re.IGNORECASE):
        return Cause(size.value, _TIMES[m["w"].lower()], "", size.start, m.end())
    if m := _JA_DONE.match(text, size.end):
        by = Fraction(1, 2) if m["half"] else Fraction(1, int(m["d"])) if m["d"] else Fraction(number_of(m["n"]) or Fraction(m["n"]))
        return Cause(size.value, by, "", size.start, m.end()) if by else None
    return None
