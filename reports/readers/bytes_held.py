"""How many bytes maps, weights and copies of them take, each figure explained by the sizes around it.

A figure (98,304 バイト, 1.53 MiB, 553 MB) is what something has of values, times what one value takes. The things are the
shapes and the counts that the sentence names, those of the sentences before, and those of lines that name the same layer;
a batch, the copies that im2col makes and what an optimiser keeps beside the weights multiply them. The first product that
comes to the figure is decided. Where none does, but the one thing spoken of comes to it with another number of bytes than
the sentence gives to a value, the bytes were forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise, product

from .. import patterns as re
from ..derived.stated import ROUNDED as ABOUT
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.setting import sentences_above
from ..text.numerals import scale_of
from ..text.sentences import Sentence
from . import memory, networks
from .memory import value_of

NEAR, FAR = 3, 24  # sentences above: whose sizes may be meant by a rounded figure, by an exact one
EXACT = 10_000  # a figure of so many bytes, told to the last one, comes out by no chance
SECTION = 40  # blocks of it that are looked through
LARGEST_WINDOW = 11
MOST = 400  # products that are tried for a figure
_FIGURE = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?P<u>[KMG]i?B|[kmg]b|(?:キロ|メガ|ギガ)?バイト|(?:kilo|mega|giga|kibi|mebi|gibi)?bytes?)(?![A-Za-z])", re.IGNORECASE)
_BARE = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:,\d{3})+|\d{5,12})(?![\d,.]*\d|\s*[*x×^])")
_SHAPE = re.compile(r"(?<![\d.x*])(\d{1,5}(?:\s*[x*]\s*\d{1,5}){1,3})(?!\s*[x*]|\d)|[(\[]\s*(\d{1,5}(?:\s*,\s*\d{1,5}){1,3})\s*[)\]]")
_CHANNELS = re.compile(r"(?<![\d.,x*])(\d{1,4})\s*(?:枚|チャン?ネル|ch\b|channels?\b|planes?\b|(?:feature )?maps?\b|filters?\b|フィルタ)|(?:チャン?ネル(?:数)?|channels?)\s*(?:は|が|=|:|of)?\s*(\d{1,4})", re.IGNORECASE)
_COLOUR = re.compile(r"\bRGB\b|カラー|\bcolou?r\b|3\s*(?:チャン?ネル|channels?)", re.IGNORECASE)
_COUNTED = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?P<s>M\b|million|万|億|k\b|thousand|billion|B\b|G\b)?\s*(?:個の?|つの)?\s*(?:trainable |learnable |stored )?(?:numbers|values|activations|floats|elements|entries|neurons|units|weights?|param\w*|要素|数値|値|個|重み|パラメータ|ニューロン)", re.IGNORECASE)
_BATCH = re.compile(r"(?:バッチ(?:サイズ)?|\bbatch(?:es)?(?:[ -]size)?|\bminibatch)\s*(?:が|は|を|of|=|:|is)?\s*(\d{1,4})(?![\d.])|(?<![\d.,])(\d{1,4})\s*(?:枚|images?|examples?|pictures?)\b|\bN\s*=\s*(\d{1,4})", re.IGNORECASE)
_COPIED = re.compile(r"im2col|patch matri\w+|patches|unfold|(?<![A-Za-z])cols?(?![A-Za-z])|パッチ|展開", re.IGNORECASE)
_SQUARE = re.compile(r"(?<![\dx*])([1-9])\s*[x*]\s*\1(?![\dx*]|\s*[x*]\s*\d)")
_KEPT_BESIDE = re.compile(r"adam|momentum|optimi[sz]er|gradients?|モーメンタム|オプティマイザ|勾配|最適化", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:together|both|at once|in total|total|sum|altogether|peak|same time|pair)\b|合わせ|合計|両方|同時|足す|ピーク|計", re.IGNORECASE)
_LAYER = re.compile(r"(?<![A-Za-z])(?:conv|pool|fire|block|layer|stage|fc|dw|pw)\s*[-_]?\d{1,2}(?:_\w{1,2})?(?!\d)", re.IGNORECASE)
_STEPS = re.compile(r"(?:kilo|キロ|k)|(?:mega|mebi|メガ|m)|(?:giga|gibi|ギガ|g)", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    """Something that has values: how many, as a product in the statement language, and how far above it is named."""

    text: str
    value: int
    away: int
    window: bool = False  # of the size of a filter

def read(view: View) -> Iterator[Reading]:
    """The bytes that the sentence tells."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code", "fence") or re.search(r"[?？]\s*$", s.words):
        return
    text = plain(s.text.chars)
    figures = [m for m in _FIGURE.finditer(text) if _number(m) * _units(m)[0] > 16]
    if not figures:
        return
    taken = [(r.start, r.end) for r in view.read_by(memory) if r.sure]
    things = list(_things(view, text))
    told = _told_before(view)
    for m in sorted([*figures, *_unnamed(text)], key=lambda m: m.start()):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        found = _explained(view, text, m, things, told)
        if found is not None:
            yield found
        elif "u" in m.groupdict():
            yield from _forgotten(view, text, m, things)
        if _number(m).denominator == 1 and _units(m) == [1]:
            told.append(Held(str(int(_number(m))), int(_number(m)), 0))


def _told_before(view: View) -> list[Held]:
    """What the sentence right above tells in bytes, to the last one."""
    above = [plain(e.text.chars) for e in islice(sentences_above(view), 1)]
    figures = [m for text in above for m in _FIGURE.finditer(text) if _units(m) == [1] and _number(m) >= EXACT]
    return [Held(str(int(_number(m))), int(_number(m)), 1) for m in figures]


def _unnamed(text: str) -> list[re.Match[str]]:
    """Large numbers without a unit, beside figures in bytes: it reads 401,408 bytes and writes 802,816."""
    figures = [m.span() for m in _FIGURE.finditer(text)]
    counted = [m.span() for m in _COUNTED.finditer(text)]
    return [m for m in _BARE.finditer(text) if not any(a <= m.start() < b for a, b in (*figures, *counted))]


def _number(m: re.Match[str]) -> Fraction:
    return Fraction(m["n"].replace(",", ""))


def _units(m: re.Match[str]) -> list[int]:
    """How many bytes the figure's unit may be."""
    unit = m.groupdict().get("u") or "B"
    step = _STEPS.match(unit)
    power = 0 if not step else "kmg".index({"キ": "k", "メ": "m", "ギ": "g"}.get(unit[0], unit[0].lower())) + 1
    binary = "i" in unit[1:2].lower() or unit[2:4].lower() == "bi"
    return [1024**power] if binary or not power else [1000**power, 1024**power]


# What has values

def _things(view: View, text: str) -> Iterator[Held]:
    """The things of the sentence itself, those of the sentences above it, those of lines about the same layer."""
    for reading in view.read_by(networks):
        left, sign, _ = reading.statement.partition(" ~= " if " ~= " in reading.statement else " == ")
        if sign and left.startswith("params(") and (value := value_of(left)):
            yield Held(left, value, 0)
    yield from _in_text(text, 0)
    above = list(islice(sentences_above(view), FAR))
    for away, earlier in enumerate(above, 1):
        yield from _in_text(plain(earlier.text.chars), away)
    yield from _of_the_section(view, above)
    yield from _of_the_layer(view, text, above)


def _of_the_section(view: View, above: list[Sentence]) -> Iterator[Held]:
    """What the rest of the section above tells, for figures that come out to the last byte."""
    outline, s = view.outline, view.sentence
    near = {id(e) for e in above}
    for block in range(s.block - 1, max(-1, s.block - SECTION), -1):
        if outline.sections[block] == outline.sections[s.block]:
            for e in outline.sentences[block]:
                if id(e) not in near and len(e.text.chars) < 1_000:
                    yield from _in_text(plain(e.text.chars), NEAR + 1)


def _of_the_layer(view: View, text: str, above: list[Sentence]) -> Iterator[Held]:
    """What is told, anywhere above, of the layers that the sentence names: rows and items that begin with conv1."""
    names = _names(text) or {n for e in above[:1] for n in _names(plain(e.text.chars))}
    outline = view.outline
    for block in range(view.sentence.block if names else 0):
        row = " ; ".join(plain(e.text.chars) for e in outline.sentences[block][:8])
        if names & _names(row[:400]):
            channels = [int(n) for n in re.findall(r"(?<![\d.,x])(?:16|32|64|96|128|192|256|384|512)(?![\d.,]|\s*x)", " ".join(plain(e.text.chars) for e in outline.sentences[min(block + 12, view.sentence.block)]))]
            yield from _in_text(row, NEAR + 1, channels)


def _names(text: str) -> set[str]:
    """The layers that a text names: conv1, fire2."""
    return {re.sub(r"[\s_-]", "", m[0]).lower() for m in _LAYER.finditer(text)}


def _in_text(text: str, away: int, channels: list[int] | None = None) -> Iterator[Held]:
    """The volumes, the planes with so many channels, the counts that a text names."""
    told = [*(int(a or b) for a, b in _CHANNELS.findall(text)), *([3] if _COLOUR.search(text) else []), *(channels or ())]
    for m in _SHAPE.finditer(text):
        sizes = [int(n) for n in re.findall(r"\d+", m[1] or m[2])]
        if len(sizes) > 2 or (m[2] and min(sizes) > 9):
            yield _product(sizes, away)
        elif sizes[0] > 9 or sizes[1] > 9:
            yield from (_product([*sizes, c], away) for c in dict.fromkeys(told))
            if not told:
                yield _product(sizes, away)
    for m in _COUNTED.finditer(text):
        scale = scale_of(m["s"])
        value = Fraction(m["n"].replace(",", "")) * scale
        if value.denominator == 1 and value > 99:
            yield Held(f"{m['n'].replace(',', '')}*{scale}" if scale > 1 else str(int(value)), int(value), away)


def _product(sizes: list[int], away: int) -> Held:
    value = 1
    for n in sizes:
        value *= n
    return Held("*".join(map(str, sizes)), value, away, max(sizes[:2]) <= LARGEST_WINDOW)


# What comes to a figure

def _explained(view: View, text: str, m: re.Match[str], things: list[Held], told: list[Held]) -> Reading | None:
    """The first product that comes to the figure."""
    exact = _units(m) == [1] and _number(m) >= EXACT
    reach = [t for t in things if exact or t.away <= NEAR]
    named = "u" in m.groupdict()
    for left, value in islice(_products(view, text, reach, told), MOST):
        for unit in _units(m):
            if _comes_to(value, m, unit) and (named or value > EXACT):
                texts = _statement(left, m, unit)
                return Reading(texts, m.start(), m.end(), ("the bytes of what the sizes around it give",), sure=False, firm=True, predicate="memory")
    return None


def _products(view: View, text: str, things: list[Held], told: list[Held]) -> Iterator[tuple[str, int]]:
    """The products that a figure may be, the likeliest first, with what they come to."""
    yield from ((f"{times}*{one.text}", times * one.value) for times in _times(view, text)[1:] for one in told)
    if len(told) > 1 and _TOGETHER.search(text):
        yield f"{told[-2].text} + {told[-1].text}", told[-2].value + told[-1].value
    for times, each, thing in product(_times(view, text), _bytes_of(view, text), things):
        factors = "*".join([*([str(each)] if each > 1 else []), *([str(times)] if times > 1 else []), thing.text])
        yield factors, each * times * thing.value
    near = [t for t in things if t.away <= NEAR]
    if _TOGETHER.search(text):
        for each, (a, b) in product(_bytes_of(view, text), pairwise(near)):
            yield f"{each}*({a.text} + {b.text})", each * (a.value + b.value)


def _bytes_of(view: View, text: str) -> list[int]:
    """What one value takes: as the sentence says, else as the section says, else as is usual."""
    said = memory.bytes_said(text)
    if said:
        return said
    above = " ".join(plain(e.text.chars) for e in islice(sentences_above(view), FAR))
    return list(dict.fromkeys([*memory.bytes_said(above), 4, 1, 2, 8]))


def _times(view: View, text: str) -> list[int]:
    """By what the values may be multiplied: a batch, the windows of im2col, copies for training."""
    above = [plain(e.text.chars) for e in islice(sentences_above(view), NEAR)]
    around = " ".join([text, *above])
    times = [1, *(int(next(g for g in m.groups() if g)) for m in _BATCH.finditer(around))]
    if _COPIED.search(around):
        times += [int(k) ** 2 for k in _SQUARE.findall(around)]
    if _KEPT_BESIDE.search(text):
        times += [2, 3, 4]
    return list(dict.fromkeys(times))[:6]


def _comes_to(value: int, m: re.Match[str], unit: int) -> bool:
    """Whether a number of bytes is the figure, as it is printed: rounded or cut off."""
    number = _number(m)
    places = len(m["n"].partition(".")[2])
    if unit == 1:
        return value == number
    return abs(Fraction(value, unit) - number) <= Fraction(1, 10**places) * (Fraction(51, 100) if places or number > 99 else Fraction(1, 2))


def _statement(left: str, m: re.Match[str], unit: int) -> str:
    """The statement that so many values of so many bytes are the figure."""
    number = m["n"].replace(",", "")
    return f"{left} == {number}" if unit == 1 else f"{left} ~= {number}*{unit}"


# What was forgotten

_OF_SEVERAL = re.compile(r"\b(?:each|both|per|every|gradients?|total|together|layers|all)\b|ずつ|それぞれ|合計|全層|勾配|両方|あたり", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|n't\b|\b(?:less|more|fewer|under|over|above|below|at (?:least|most)|instead|rather|budget|limit|has|have|only \d)\b|ない|なく|以[上下内]|未満|超え|より|上限|容量", re.IGNORECASE)


def _forgotten(view: View, text: str, m: re.Match[str], things: list[Held]) -> Iterator[Reading]:
    """The one thing spoken of, with other bytes for a value than the sentence itself gives."""
    said = memory.bytes_said(text)
    nearest = min((t.away for t in things), default=NEAR)
    reach = list(dict.fromkeys((t.text, t.value) for t in things if t.away == nearest and not t.window))
    values = {value for _, value in reach}
    if len(said) != 1 or nearest >= 2 or len(values) != 1 or _DENIED.search(text) or len(_FIGURE.findall(text)) > 1 or (nearest and _OF_SEVERAL.search(text)):
        return
    left, value = reach[0]
    for wrong in (1, 2, 4, 8):
        for unit in _units(m):
            if wrong != said[0] and _comes_to(wrong * value, m, unit):
                notes = (f"the number is what comes out when a value takes {wrong} bytes",)
                texts = [_statement(f"{said[0]}*{left}", m, u) for u in _units(m)]
                yield Reading(texts[0], m.start(), m.end(), notes, tuple(texts[1:]), sure=not ABOUT.search(text[: m.start()]) or wrong == 1 or (not nearest and value >= EXACT), firm=True, predicate="memory")
                return
