"""Sizes along one axis: what a window of so many, moved by so many, leaves of so many."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import View, call
from .around import Around
from .stated import Stated

_LINE = re.compile(
    r"(?:row|signal|sequence|line|vector|length|width|長さ|幅|列|系列|信号)\s*(?:of|が|の|は)?\s*(?:size\s*)?(\d{1,5})(?!\d|\s*[x*])",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"(?:filter|kernel|window|フィルター?|カーネル|窓)s?\s*(?:of|の|が|は)?\s*(?:width|size|length|幅|長さ|サイズ|大きさ)?\s*(?:of|は|が|=|:)?\s*(\d{1,2})(?!\d|\s*[x*枚個])|(?:幅|長さ|サイズ|大きさ)\s*(?:が|は)?\s*(\d{1,2})\s*の(?:フィルター?|カーネル|窓)",
    re.IGNORECASE,
)
_OUTPUT = re.compile(
    r"出力|になる|となる|になり|だから|→|->|⇒|\bout|gives?|giving|comes?|becomes?|yields?|leaves?|result|'|=\s*$|:\s*$|：\s*$",
    re.IGNORECASE,
)


def candidates(view: View, value: Stated, near: Around) -> Iterator[str]:
    """The statement in which the size comes out of the sizes of the sentence or its row."""
    sizes = given(near)
    if sizes is None or not is_output(value, near):
        return
    n, k, s, p = sizes
    if n + 2 * p >= k and (n + 2 * p - k) // s + 1 == value.number:
        options = {"height": str(n), "width": str(n), "kernel_size": str(k), "stride": str(s), "padding": str(p)}
        yield f"{call('output_size', 'conv2d', options)} == {value.number}"


_ASKS_OUTPUT = re.compile(
    r"出力の?(?:一辺|大きさ|サイズ|形|幅|長さ)|output (?:size|shape|side|length|width)|how (?:large|big|long) is (?:the|its) output|what (?:size|shape)",
    re.IGNORECASE,
)


_SIZE_LETTER = re.compile(r"(?<![A-Za-z_])[nNWHI]\s*=\s*(\d{1,4})(?!\d)")


def is_output(value: Stated, near: Around) -> bool:
    """Whether a number is said to come out."""
    before = near.own[max(0, value.start - 24) : value.start]
    after = near.own[value.end : value.end + 16]
    return bool(_OUTPUT.search(near.head or "") or (near.answers and _ASKS_OUTPUT.search(near.row))) or bool(
        _OUTPUT.search(before) or re.match(r"\s*(?:outputs?|になる|となる|だ)", after)
    )


def given(near: Around) -> tuple[int, int, int, int] | None:
    """Size, window, step and padding, where the sentence or its row gives each once, the padding or the step in so many words."""
    case = near.case
    text = f"{near.own} {near.row}"
    squares = [s[0] for s in near.own_shapes if len(set(s[:2])) == 1]
    small = list(dict.fromkeys(near.own_kernels))
    if len(small) == 2 and not squares:  # 7x7に3x3のフィルタ: the first is the map, or that which is called no kernel
        window = small[0] if case.near("kernel_size") == small[:1] else small[1]
        larger = [n for n in small if n > window]
        squares, small = (larger, [window]) if larger else (squares, small)
    ins = list(
        dict.fromkeys(
            [
                *case.own.values.get("height", ()),
                *squares,
                *near.of_row("height"),
                *(int(n) for n in _LINE.findall(text)),
            ]
        )
    )
    windows = [n for n in dict.fromkeys([*small, *(int(a or b) for a, b in _WINDOW.findall(text))]) if n]
    ins = [n for n in ins if n not in windows] or ins
    steps = case.near("stride") or near.of_row("stride")
    zeros = case.near("padding") or near.of_row("padding")
    if len(ins) != 1 or len(windows) != 1 or len(steps) > 1 or len(zeros) > 1 or not (steps or zeros) or case.own.same:
        return None
    if not zeros and steps:
        return None  # with or without padding, it does not say
    return ins[0], windows[0], (steps or [1])[0], zeros[0]
