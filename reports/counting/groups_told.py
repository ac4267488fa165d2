"""The groups of a layer that the line above tells: "... with 4 groups." "It has 18,432 weights." goes on with it."""

from __future__ import annotations

from collections.abc import Sequence

from .. import patterns as re
from ..sizes.counting import kinds_in, sizes_in

_UNGROUPED = re.compile(  # the layer that is not split, or another one
    r"standard|ordinary|normal|regular|usual|\bfull\b|plain|ungrouped|\bdense|\bwould\b|\bif\b|instead|\bwithout\b|compar|versus|\bvs\b|\bfrom\b|original|\bno groups|\bnot\b|\beach\b|\bper\b|\bone\b|普通|通常|標準|元の|分け(?:ない|なければ|ず)|しない|なら|れば|だと|比べ|比較|から|代わり|なし|各|ごと|あたり|につき|1\s*(?:つ|個|枚)", re.IGNORECASE
)


def groups_above(text: str, above: Sequence[str]) -> list[int]:
    """The groups of the layer told above, where a text names no layer of its own.

    >>> groups_above("It has 18,432 weights.", ["A 3x3 convolution maps 64 channels to 128 channels with 4 groups."])
    [4]
    >>> groups_above("The ungrouped layer has 73,728 weights.", ["64 channels to 128 channels with 4 groups."])
    []
    """
    if kinds_in(text) or _UNGROUPED.search(text):
        return []
    found = (sizes_in(one).values for one in above)
    return next((values["groups"] for values in found if "groups" in values and "in_channels" in values), [])
