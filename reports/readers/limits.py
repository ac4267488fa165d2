"""Where a comparison ends as the filters grow in number: the ratio tends to 1/K^2, not to zero.

Slots: that the number of filters (or the kernel) grows without bound, and the value that is approached.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain

_LIGHT = ("depthwise_separable_conv2d", "depthwise_conv2d", "pointwise_conv2d", "mobilenet")
_NEARS = re.compile(r"近づ|収束|漸近|限りなく|\b(?:approach\w*|tends? to|converg\w+|goes to|limit)\b|\\to\b|→|極限", re.IGNORECASE)
_GROWS = re.compile(r"(?:限りなく|無限に|いくらでも|十分|どんどん)?(?:大き(?:く|な)|増や|増え)|無限大|∞|\\infty|\b(?:infinity|grows?|increas\w+|large|larger|many|more and more)\b", re.IGNORECASE)
_FILTERS = re.compile(r"(?:フィルター?|カーネル)(?:の)?(?:枚|個)?数|出力チャン?ネル数?|\b(?:filters|output channels)\b", re.IGNORECASE)
_KERNEL = re.compile(r"カーネル(?:サイズ|の大きさ)|フィルター?の(?:大きさ|サイズ)|\b(?:kernel|filter) size\b|larger kernels", re.IGNORECASE)
_ZERO = re.compile(r"(?:零|ゼロ|(?<![\d.,/])0(?![\d.]))\s*(?:に|へ)|\b(?:to|approach\w*)\s+(?:zero|0(?![\d.]))", re.IGNORECASE)
_SQUARE = re.compile(r"1\s*/\s*(?:[A-Za-z](?:_\{?\w\}?)?\s*(?:\^\s*\{?\s*2\s*\}?|²)|(?P<n>\d{1,3})(?!\d))|(?:[A-Za-z](?:_\w)?\s*(?:の2乗|²|\^2)|(?P<m>\d{1,3}))\s*分の\s*[1一]|\ba (?P<w>ninth)\b", re.IGNORECASE)
_RATIO = re.compile(r"比|割合|倍率|\bratio\b|\bfraction\b|\bshare\b|\bcost\b|計算量|削減", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The limit that the sentence states."""
    s = view.sentence
    text = plain(s.text.chars)
    if s.cell is not None or not _NEARS.search(text) or not _GROWS.search(text) or re.search(r"ない|ません|\bnot\b|n't\b|\bnever\b|[?？]\s*$", text):
        return
    about = _RATIO.search(text)
    if not about or view.subject(0, lambda n: n in _LIGHT) is None or not _of_filters(view, text):
        return
    zero, square = _ZERO.search(text), _SQUARE.search(text)
    if bool(zero) == bool(square):
        return
    found = zero or square
    assert found is not None
    number = square and (square["n"] or square["m"] or ("9" if square["w"] else None))
    kernel = ", kernel_size=3" if zero or number else ""
    value = "< 1/100" if zero else f"~= 1/{number}" if number else "~= 1/K**2"
    yield Reading(f"macs_ratio(depthwise_separable_conv2d, to=conv2d{kernel}, out_channels=1000000) {value}", min(about.start(), found.start()), max(about.end(), found.end()), ("in the limit of many filters",), sure=not doubtful(s))


def _of_filters(view: View, text: str) -> bool:
    """Whether it is the number of filters that grows: by its name, or by a letter that stands for it."""
    if _KERNEL.search(text):
        return False
    if _FILTERS.search(text):
        return True
    letters = re.findall(r"(?<![A-Za-z\\_])([A-Za-z](?:_\{?\w{1,3}\}?)?)\s*(?:を|が|→|\\to|\s(?:grows?|increases?|becomes?|goes|tends?))", text)
    custom = ("M", "N", "C_out", "Cout")
    return any(view.letters.get(x.replace("{", "").replace("}", ""), "out_channels" if x in custom else "") == "out_channels" for x in letters)
