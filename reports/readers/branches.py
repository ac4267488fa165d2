"""Parallel branches: what a 1x1 convolution ahead of a large one saves.

It needs three things of the sentence: the 1x1 convolution, what it stands before, and that something becomes less.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain

_NAMED = ("googlenet", "inception_block")
_SMALL = re.compile(r"(?<![\d.])1\s*[x×*]\s*1(?!\d)|pointwise|ポイントワイズ", re.IGNORECASE)
_LARGE = re.compile(r"(?<![\d.])([3579])\s*[x×*]\s*\1(?!\d)")
_AHEAD = re.compile(r"の?(?:手|直)?前(?:に|で|段)|挟|はさ|先に|はじめに|まず|いったん|一旦|一度|ボトルネック|\b(?:before|ahead of|in front of|prior to|first|preced\w+|bottleneck|reduction|reduc\w+ layer|squeez\w+)\b", re.IGNORECASE)
_LESS = re.compile(r"減|抑え|節約|少な|安[くい]|軽[くい]|削|下げ|小さく|\b(?:sav\w+|cut\w*|reduc\w+ (?:the )?(?:comput\w*|cost\w*|work|mult\w*|FLOPs?|MACs?|param\w*)|less|fewer|cheap\w*|lower\w*|shrink\w*|lighten\w*)\b", re.IGNORECASE)
_COUNTS = re.compile(r"計算|演算|コスト|積和|掛け算|かけ算|乗算|FLOP|MAC|\bcomput\w*|\bcosts?\b|\bmultipl\w*|\bcheap\w*|\bwork\b|\boperations\b", re.IGNORECASE)
_WEIGHTS = re.compile(r"パラメータ|重み|\bparam\w*|\bweights\b", re.IGNORECASE)
_CHANNELS_ONLY = re.compile(r"depthwise|デプスワイズ|separable|分離", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What a 1x1 convolution put ahead saves."""
    s = view.sentence
    if re.search(r"[?？]\s*$", s.words) or view.outline.blocks[s.block].kind == "heading":
        return
    yield from _squeezed(view)


def _squeezed(view: View) -> Iterator[Reading]:
    """A 1x1 convolution ahead of the 5x5 one: fewer channels go into it, and so it may cost less."""
    s = view.sentence
    text = plain(s.text.chars)
    small = _SMALL.search(text)
    if small is None or not _AHEAD.search(text) or _CHANNELS_ONLY.search(text) or re.search(r"\d{3}", text) or re.search(r"分の|%|倍|factor|\btimes\b", text):
        return
    less = _LESS.search(text)
    counted = _COUNTS.search(text)
    measure = "macs" if counted else "params" if _WEIGHTS.search(text) else ""
    large = _LARGE.search(text)
    if not less or not measure or not (large or view.subject(small.start(), lambda name: name in _NAMED) or re.search(r"reduction|ボトルネック|bottleneck", text)):
        return
    if re.search(r"ない|ません|ず(?:に|、)|\b(?:not|no|n't|never)\b", text[less.start() : less.end() + 8]):
        return
    kernel = large[1] if large else "5"
    yield Reading(
        f"{measure}(pointwise_conv2d, out_channels=M) + {measure}(conv2d, in_channels=M, kernel_size={kernel}) < {measure}(conv2d, kernel_size={kernel})",
        small.start(), max(less.end(), counted.end() if counted else 0), ("as many channels go into the large convolution as come out of it",),
        sure=False, predicate=f"{measure}_ratio", subject="googlenet",
    )  # fmt: skip
