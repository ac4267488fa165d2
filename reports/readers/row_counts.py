"""When the count in a row of a table may be called wrong: the row leaves nothing open, and nothing else explains the number.

The kernel and the filters of a convolution stand in its row, its input is what came out of the row above; another row
is right by the same reading. A number that another input, groups, a normalisation or several layers would explain is
left alone.
"""

from __future__ import annotations

from typing import Protocol

from .. import patterns as re

_OPEN = re.compile(
    r"concat|skip|shortcut|residual|resnet|densenet|u-?net|branch|parallel|inception|\bblocks?\b|modul|bottleneck|\bgroups?\b|grouped|depth-?wise|separable|sparse|partial|not all|only some|\bsome of\b|transposed|deconv|dilat|\b1d\b|\b3d\b|shared|norm|\bbn\b|prun|mask|repeat|連結|結合|スキップ|残差|ブロック|グループ|分離|転置|共有|正規化|一部|枝刈",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(?<!\d)(?<!\d )[x×]\s*[2-9]\b(?!\s*[x×\d])|\b[2-9]\s*[x×]\s*(?:\(|conv)|\b(?:two|three|four|both|twice)\b|[2-9]\s*(?:層|回|つ)|\bconvs\b|\+", re.IGNORECASE)
_CONVOLUTIONS = ("conv2d", "pointwise_conv2d", "depthwise_conv2d")


class Row(Protocol):
    """A row of a table: the operation, its sizes as numbers, the shape it says comes out."""

    kind: str
    sizes: dict[str, int]
    output: tuple[int, ...]


def leaves_nothing_open(row: Row, incoming: tuple[int, ...], words: str, around: str) -> bool:
    """Whether a convolution's row gives all its sizes, once each, and nothing around speaks of other inputs."""
    filters = row.sizes.get("filters")
    known = row.kind in _CONVOLUTIONS and len(incoming) == len(row.output) == 3 and (row.kind == "pointwise_conv2d" or "kernel" in row.sizes)
    alike = known and filters in (None, row.output[-1])
    if row.kind != "conv2d":  # a step of a separable convolution, by its own name
        words, around = _STEPS.sub(" ", words), _STEPS.sub(" ", around)
    return alike and not _OPEN.search(f"{around}\n{words}") and not _SEVERAL.search(words)


_STEPS = re.compile(r"depth-?wise(?: separable)?|point-?wise|separable|(?<![A-Za-z])[dp]w(?![A-Za-z])|デプスワイズ|ポイントワイズ|分離", re.IGNORECASE)


def is_a_mistake(row: Row, incoming: tuple[int, ...], number: int, depths: frozenset[int] = frozenset()) -> bool:
    """Whether no other layer explains the number: no other depth of the table, no part of the maps, no second layer.

    >>> from .tables import layer_of
    >>> row = layer_of("conv 5x5, 16 filters")
    >>> row.output = (10, 10, 16)
    >>> [is_a_mistake(row, (14, 14, 6), n, frozenset({8})) for n in (416, 2_406, 1_516, 3_216)]  # 1,516: ten see some
    [True, True, False, False]
    """
    area = row.sizes.get("kernel", 3) ** 2 if row.kind != "pointwise_conv2d" else 1
    deep, out = incoming[2], row.output[2]
    if row.kind == "depthwise_conv2d":
        return deep == out and number in (area * deep * deep, area * deep * deep + deep, area)
    for biases in (out, 0):
        pairs, rest = divmod(number - biases, area)  # of a map that comes in and one that comes out
        if not rest and pairs not in (out, deep * out) and pairs > 0 and (pairs < deep * out or pairs in {d * out for d in depths}):
            return False
    one = area * deep * out
    several = {one + extra for extra in (2 * out, 3 * out, 4 * out, 5 * out)} | {2 * one, 2 * (one + out)}
    second = area * out * out
    return number not in several | {one + second, one + second + 2 * out}
