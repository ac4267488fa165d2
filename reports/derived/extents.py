"""Receptive fields and channels: layers within reach whose field, or whose joined channels, come to a stated number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from .. import patterns as re
from ..reading import View, call
from ..sizes.layers import MOST, field_of
from .around import Around
from .stated import Stated

DILATED = re.compile(r"dilat|拡張|膨張|穴|wavenet|倍々|倍に|doubl", re.IGNORECASE)
DENSE = re.compile(r"dense|\bk_?0\b|デンス|growth|成長率|連結|concat|重ね|増え|ふえ", re.IGNORECASE)
SEES = re.compile(
    r"受容野|視野|見(?:え|渡|る|て)|届|またが|receptive|field|\bsees?\b|\bspan|\bcovers?\b|\bwide\b|reach|looks? back|window|\bR\s*=",
    re.IGNORECASE,
)
SHARE = re.compile(r"\b(?:saving|savings|speed-?up|ratio|factor|accuracy)\b[^.]{0,60}\breach|\b(?:it|this|that|ratio|factor) (?:never|only|almost|hardly) reach|削減率|割合", re.IGNORECASE)
_BY_STEPS = re.compile(r"\s*(?:画素|ピクセル|マス|点|サンプル|ステップ)?\s*(?:ずつ|だけ(?:広|伸|増))")
_ADDED = re.compile(r"\b(?:adds?|gains?|(?:grows?|widens?|increases?)(?: \w+){0,3} by)\s+(?:\w+ )?$", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_ORDINAL_EN = re.compile(
    rf"\b(?:({'|'.join(_ORDINALS)})|(\d{{1,2}})(?:st|nd|rd|th))\b(?! blocks?\b)[^.;]{{0,30}}?\b(?:reads?|receives?|sees?|takes?|input|gets?|is fed)\b",
    re.IGNORECASE,
)
_ORDINAL_JA = re.compile(
    r"第?\s*(\d{1,2})\s*(?:番目の)?層目?(?:の入力|に(?:は|入)|[がは](?:受け|読|見)|は[^。、]{0,10}(?:受け|読))|受け(?:取)?る\s*第?\s*(\d{1,2})\s*(?:番目の)?層目"
)
READ_BY_THE_LAST = re.compile(r"(?:最後|最終|末尾)の?層(?:(?:への|の)入力(?:は|が|チャ|枚|数)|[がは](?:受け|読)|に(?:入る|入力され))|\b(?:last|final) (?:\w+ )?layer(?: of [^,.;]{0,30}?)?\s+(?:reads?|receives?|sees|gets|is fed)\b|\binput (?:of|to) (?:the|its) (?:last|final) (?:\w+ )?layer\b", re.IGNORECASE)
_RATE = re.compile(
    r"(?:growth(?:[ _]rate)?|成長率)[^\d。.]{0,14}(\d{1,3})(?![\d.])|(?<![A-Za-z_])[kg]\s*=\s*(\d{1,3})(?![\d.])|(?:ごとに|毎に|ずつ)\s*(\d{1,3})\s*(?:枚|チャ|ch)",
    re.IGNORECASE,
)
_START = re.compile(
    r"k_?\{?0\}?\s*=\s*(\d{1,4})|(?:入力(?:は|が|チャン?ネル数?)*|はじめ|最初(?:は|に)?)\s*(\d{1,4})\s*(?:枚|チャ|ch)?|(\d{1,4})\s*(?:channels?|ch|チャン?ネル)\s*(?:(?:go(?:es|ing)?|com(?:es?|ing)|enter(?:s|ing)?)? ?in\b|enter\w*|から|を入力|の入力)|\bfed\s+(\d{1,4})|(?:(?:starts?|starting|begins?|beginning) (?:with|from|at|out with)|input (?:of|has|with))\s+(\d{1,4})",
    re.IGNORECASE,
)
_WIDTH = re.compile(
    r"(?:幅|width|taps?|size|サイズ|カーネル|フィルタ|kernel|filter)\s*(?:of|が|は|=|:)?\s*(\d{1,2})(?!\d)|(?<![\d.])(\d)[- ]tap",
    re.IGNORECASE,
)
_LAYERS = re.compile(
    r"(?<![\d.第])(\d{1,2})\s*(?:層(?!目)|段|枚|回|つ|layers?\b|convolution\w*|such\b|convs?\b)", re.IGNORECASE
)
_WORDS = {word: n for n, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)}
_WORDS |= {word: n for n, word in enumerate("二三四五六七八九十", 2)}
_WORDED = re.compile(
    rf"(?<!\blayer )\b({'|'.join(w for w in _WORDS if w.isascii())})\b|([二三四五六七八九十])\s*(?:層|段|枚|回|つ|組)", re.IGNORECASE
)
_CYCLES = re.compile(
    r"(?<![\d.])(\d)\s*(?:組|巡|周|回(?:ずつ)?(?:繰|くり|反復)|サイクル|スタック|ブロック|stacks?|blocks?|cycles?|times|repeat)",
    re.IGNORECASE,
)


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The statements of a field or of a number of channels."""
    text = near.every_text()
    if value.unit == "channels":
        if DENSE.search(text):
            yield from _joined(value.number, near)
        return
    after, before = view.sentence.text.chars[value.end : value.end + 12], view.sentence.text.chars[: value.start]
    if _BY_STEPS.match(after) or _ADDED.search(before):
        return  # by so much a field grows, it is not so large
    if SHARE.search(near.own):
        return  # the saving never reaches 9
    if SEES.search(near.own) or (value.number > 9 and SEES.search(text)):
        yield from _fields(value.number, near, text)


@dataclass(frozen=True)
class Block:
    """A dense block as the sizes within reach describe it."""

    first: int
    rate: int
    layers: int

    def __str__(self) -> str:
        sizes = {"in_channels": str(self.first), "layers": str(self.layers), "growth_rate": str(self.rate)}
        return call("channels_after", "dense_block", sizes)


def _joined(number: int, near: Around) -> Iterator[str]:
    """Channels after a dense block, or before one of its layers: what goes in, and k more for each layer."""
    for block in blocks(near):
        if block.first + block.rate * block.layers == number:
            yield f"{block} == {number}"


def blocks(near: Around) -> Iterator[Block]:
    """The dense blocks that the numbers within reach may describe, those of the sentence first."""
    rates, starts = near.case.near("growth_rate") or _rates(near.every_text()), _starts(near.every_text())
    counted = _before_layer(near.own) or layers(near.own) or layers(near.every_text())
    if not _before_layer(near.own) and READ_BY_THE_LAST.search(near.own):
        counted = [n - 1 for n in counted]  # of so many layers the last one is asked about
    for first, rate, count in product(starts or near.bare[:8], rates or near.bare[:8], counted or near.bare[:8]):
        known = bool(starts) + bool(rates) + bool(counted)
        if 0 <= count <= 128 and known >= 2 and (known == 3 or len({first, rate, count}) == 3):
            yield Block(first, rate, count)


def _before_layer(text: str) -> list[int]:
    """The layers before one whose input is spoken of: 第4層の入力, the third layer reads."""
    found = [int(m[1] or m[2]) for m in _ORDINAL_JA.finditer(text)]
    found += [int(m[2]) if m[2] else _ORDINALS.index(m[1].lower()) + 1 for m in _ORDINAL_EN.finditer(text)]
    return [n - 1 for n in found[-1:]]


def _rates(text: str) -> list[int]:
    return list(dict.fromkeys(int(next(g for g in m.groups() if g)) for m in _RATE.finditer(text)))[:2]


def _starts(text: str) -> list[int]:
    return list(dict.fromkeys(int(next(g for g in m.groups() if g)) for m in _START.finditer(text)))[:2]


def layers(text: str) -> list[int]:
    worded = [_WORDS[(m[1] or m[2]).lower()] for m in _WORDED.finditer(text)]
    return list(dict.fromkeys([*(int(n) for n in _LAYERS.findall(text)), *worded]))


def widths(text: str) -> list[int]:
    """The widths of kernels that a text names."""
    return list(dict.fromkeys(int(a or b) for a, b in _WIDTH.findall(text)))


def cycles(text: str) -> list[int]:
    """How many times over a text says that layers are repeated."""
    worded = (_WORDS[(m[1] or m[2]).lower()] for m in _WORDED.finditer(text))
    return list(dict.fromkeys([1, *(int(n) for n in _CYCLES.findall(text)), *worded]))


def _fields(number: int, near: Around, text: str) -> Iterator[str]:
    """One kernel in so many layers, plain or with dilations that double, once or several times over."""
    kernels = widths(near.own) or list(dict.fromkeys([*near.kernels, *widths(text)]))
    deep = layers(near.own) or layers(text)
    for kernel, count in product(kernels[:4], deep[:6]):
        if 1 + count * (kernel - 1) == number:
            yield f"receptive_field(conv_stack, kernel_size={kernel}, layers={count}) == {number}"
    if not DILATED.search(text):
        return
    deep = list(dict.fromkeys([*deep, *layers(text)]))  # 2 回繰り返す: not how many layers there are
    for kernel, count, times in product(kernels[:4] or [2, 3], deep[:6], cycles(text)[:4]):
        if count <= 12 and 1 + times * (kernel - 1) * (2**count - 1) == number and count * times <= MOST:
            yield f"{field_of(tuple((kernel, 1, 2**n) for n in range(count)) * times)} == {number}"
