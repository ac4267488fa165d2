"""Receptive fields and channels: layers within reach whose field, or whose joined channels, come to a stated number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from .. import patterns as re
from ..layers import MOST, field_of
from ..reading import View, call
from .around import Around
from .stated import Stated

_DILATED = re.compile(r"dilat|拡張|膨張|穴|wavenet|倍々|倍に|doubl", re.IGNORECASE)
_DENSE = re.compile(r"dense|デンス|growth|成長率|連結|concat|重ね|増え|ふえ", re.IGNORECASE)
_SEES = re.compile(r"受容野|視野|見(?:え|渡|る|て)|届|またが|receptive|field|\bsees?\b|\bspan|\bcovers?\b|\bwide\b|reach|looks? back|window", re.IGNORECASE)
_WIDTH = re.compile(r"(?:幅|width|taps?|size|サイズ|カーネル|フィルタ|kernel|filter)\s*(?:of|が|は|=|:)?\s*(\d{1,2})(?!\d)|(?<![\d.])(\d)[- ]tap", re.IGNORECASE)
_LAYERS = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:層|段|枚|回|つ|layers?\b|convolution\w*|such\b|convs?\b)", re.IGNORECASE)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_WORDED = re.compile(r"\b(two|three|four|five|ten)\b|([二三四五十])\s*(?:層|段|枚|回|つ|組)", re.IGNORECASE)
_CYCLES = re.compile(r"(?<![\d.])(\d)\s*(?:組|巡|周|サイクル|スタック|ブロック|stacks?|blocks?|cycles?|times|repeat)", re.IGNORECASE)


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The statements of a field or of a number of channels."""
    text = near.every_text()
    if value.unit == "channels":
        if _DENSE.search(text):
            yield from _joined(value.number, near)
        return
    if _SEES.search(near.own) or (value.number > 9 and _SEES.search(text)):
        yield from _fields(value.number, near, text)


def _joined(number: int, near: Around) -> Iterator[str]:
    """Channels after a dense block: what goes in, and k more for each layer."""
    rates, layers, starts = near.case.near("growth_rate"), _layers(near.own), near.case.near("in_channels")
    pool = near.bare[:8]
    for first, rate, count in permutations(pool, 3):
        if layers and count not in layers or rates and rate not in rates or (starts and len(starts) == 1 and first not in starts):
            continue
        if first + rate * count == number and 1 < count <= 128:
            yield call("channels_after", "dense_block", {"in_channels": str(first), "layers": str(count), "growth_rate": str(rate)}) + f" == {number}"


def _layers(text: str) -> list[int]:
    worded = [_WORDS[(m[1] or m[2]).lower()] for m in _WORDED.finditer(text)]
    return list(dict.fromkeys([*(int(n) for n in _LAYERS.findall(text)), *worded]))


def _fields(number: int, near: Around, text: str) -> Iterator[str]:
    """One kernel in so many layers, plain or with dilations that double, once or several times over."""
    kernels = [int(a or b) for a, b in _WIDTH.findall(near.own)] or list(
        dict.fromkeys([*near.kernels, *(int(a or b) for a, b in _WIDTH.findall(text))])
    )
    layers = _layers(near.own) or _layers(text)
    cycles = list(dict.fromkeys([1, *(int(n) for n in _CYCLES.findall(near.own)), *(_WORDS[(m[1] or m[2]).lower()] for m in _WORDED.finditer(near.own))]))
    for kernel, count in product(kernels[:4], layers[:6]):
        if 1 + count * (kernel - 1) == number:
            yield f"receptive_field(conv_stack, kernel_size={kernel}, layers={count}) == {number}"
    if not _DILATED.search(text):
        return
    for kernel, count, times in product(kernels[:4] or [2, 3], layers[:6], cycles[:4]):
        if count <= 12 and 1 + times * (kernel - 1) * (2**count - 1) == number and count * times <= MOST:
            yield f"{field_of(tuple((kernel, 1, 2**n) for n in range(count)) * times)} == {number}"
