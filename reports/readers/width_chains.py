"""Fully connected layers told as a chain of widths: 784 → 100 → 10 takes 79,510 parameters, the FFN 512 → 2048 → 512.

Each arrow is a layer; what is counted are all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .. import patterns as re
from ..decided import ALL_GIVEN
from ..reading import Reading, View
from ..sizes.counting import bias_said
from .idioms import flat

_CHAIN = re.compile(r"(?<![\d.,x×])\d{1,5}(?:\s*(?:→|->|⇒)\s*\d{1,5}){2,6}(?![\d.]|,\d|\s*(?:x|×|ch\b|チャン?ネル|channels))", re.IGNORECASE)
_CONNECTED = re.compile(r"全結合|多層パーセプトロン|順伝播|\bFFNs?\b|feed-?\s?forward|\bMLPs?\b|fully[- ]connected|\blinear layers?\b|\bdense (?:layers?|net\w*)\b", re.IGNORECASE)
_CONVOLVED = re.compile(r"畳み?込|\bconv|チャン?ネル|channel|\d\s*[x×]\s*\d", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{3,})(?=\s*(?:個|parameters?\b|params?\b|weights?\b|learnable|trainable))", re.IGNORECASE)
_COUNTED = re.compile(r"パラメータ|重み|\bparam\w*|\bweights?\b", re.IGNORECASE)
_OF_ONE = re.compile(r"(?:1|一)層目|(?:最初|最後|各|それぞれ)の?層|\b(?:first|second|last|each|every) layer\b", re.IGNORECASE)


def is_chain(text: str) -> bool:
    """Whether widths of several fully connected layers are told in a row."""
    return bool(_CHAIN.search(text) and _CONNECTED.search(text) and not _CONVOLVED.search(text))


def read(view: View) -> Iterator[Reading]:
    """The parameters of all layers of a chain."""
    s = view.sentence
    text = flat(s)
    chains = list(_CHAIN.finditer(text))
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words) or len(chains) != 1 or not is_chain(text) or not _COUNTED.search(text) or _OF_ONE.search(text):
        return
    counts = list(_COUNT.finditer(text, chains[0].end())) or list(_COUNT.finditer(text, 0, chains[0].start()))
    if len(counts) != 1:
        return
    widths = re.findall(r"\d+", chains[0][0])
    bias = bias_said(text)
    value = counts[0][1].replace(",", "")
    texts = [_sum(widths, one, value) for one in ((True, False) if bias is None else (bias,))]
    yield Reading(
        texts[0], counts[0].start(), counts[0].end(), ("every layer of the chain", ALL_GIVEN), tuple(texts[1:]), sure=not s.has("hedged"), firm=True, subject="linear",
        predicate="params",
    )  # fmt: skip


def _sum(widths: list[str], bias: bool, value: str) -> str:
    layers = (f"params(linear, in_features={a}, out_features={b}, bias={'true' if bias else 'false'})" for a, b in pairwise(widths))
    return f"{' + '.join(layers)} == {value}"
