"""What a pooling adds to a receptive field that is told: from 5x5 to 6x6, not to 10x10.

The field before it and the field behind it stand in the sentence with the pooling's own window. With steps of one before
the pooling, a field of n is that of one n x n kernel, and the pooling is run behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat

_POOL = re.compile(r"(?P<k>[2-5])\s*[x×]\s*(?P=k)\s*(?:の|で)?\s*(?:(?:最大|平均)(?:値)?\s*)?(?:max(?:imum)?[- ]?|average[- ]?|avg[- ]?)?(?:pool\w*|プーリング)", re.IGNORECASE)
_FIELDS = re.compile(r"(?:from|受容野[はがを]?)\s*(?:an?\s+)?(?P<a>\d{1,3})(?:\s*[x×]\s*(?P=a))?\s*(?:to|から)\s*(?:an?\s+)?(?P<b>\d{1,3})(?:\s*[x×]\s*(?P=b))?(?!\d|\s*[x×])", re.IGNORECASE)
_STRIDE = re.compile(r"(?:strides?|ストライド|(?<![A-Za-z])[sS]\s*=)\s*(?:of\s*)?=?\s*(\d)", re.IGNORECASE)
_TURNED = re.compile(r"\bnot\b|n't\b|ではな|でな[くい]|\bif\b.*\bwould\b|(?:before|前に)[^.。]{0,8}(?:conv|畳)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The field behind a pooling."""
    s = view.sentence
    text = flat(s)
    if not view.in_prose or not re.search(r"受容野|receptive field", text, re.IGNORECASE) or re.search(r"[?？]\s*$", text) or _TURNED.search(text) or s.has("hedged"):
        return
    pools, fields, strides = list(_POOL.finditer(text)), list(_FIELDS.finditer(text)), _STRIDE.findall(text)
    if len(pools) != 1 or len(fields) != 1 or len(strides) > 1:
        return
    window, before, behind = pools[0]["k"], fields[0]["a"], fields[0]["b"]
    step = strides[0] if strides else window
    statement = f"receptive_field(layer_stack, plan=k{before}_k{window}s{step}) == {behind}"
    yield Reading(statement, fields[0].start(), fields[0].end(), ("the layers before step by one",), firm=True, subject="max_pool2d")
