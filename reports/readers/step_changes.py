"""What another stride makes of the output: from stride 1 to stride 2 its sides are halved, a quarter of its values is left.

Slots: the two strides, what is spoken of (the sides of the output, or its values), and the factor.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..counting import doubtful, plain
from ..reading import Reading, View, inherited_note, known, runnable
from ..vocabulary import family
from .change_words import factor_in
from .size_words import OTHER

_STRIDES = re.compile(
    r"(?:ストライド|歩幅|strides?)(?:幅)?\s*(?:を|が|も|of|from|=)?\s*(?P<a>[1-4])\s*(?:から|→|->|to|⇒)\s*(?:strides?\s*(?:of\s*)?|ストライド)?(?P<b>[2-4])(?!\d)"
    r"|strides?\s*(?:of\s*)?(?P<c>[2-4])\s*(?:instead of|rather than|in place of)\s*(?:strides?\s*(?:of\s*)?)?(?P<d>[1-4])(?!\d)",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"画素(?:の)?数|ピクセル数|要素数|(?:値|画素|要素|ユニット|ニューロン|活性)の(?:個)?数|面積|\b(?:units|values|activations|elements|entries|neurons|positions|pixels|outputs|area)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"縦(?:も|と|・)?横|高さ|幅|一辺|解像度|サイズ|大きさ|\b(?:heights?|widths?|sides?|resolution|sizes?|length|dimensions?)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"約|およそ|ほぼ|だいたい|大体|おおむね|about|roughly|approximately|nearly|almost|around|≈", re.IGNORECASE
)
_LEFT = re.compile(
    r"分の|/\s*\d|半|倍|\b(?:half|halv\w+|quarter\w*|third|fourth|ninth|doubl\w+|one in)\b", re.IGNORECASE
)
_PARTS = (
    (3, r"\bthird\b|3\s*分の\s*1|1/3|三分の一"),
    (9, r"\bninth\b|9\s*分の\s*1|1/9|九分の一"),
    (4, r"\b(?:a|one)[- ](?:quarter|fourth)\b|\bone (?:value |unit )?in (?:four|4)\b"),
)


def read(view: View, text: str) -> Iterator[Reading]:
    """The change of the output that another stride makes."""
    steps = _STRIDES.search(text)
    if steps is None or OTHER.search(text) or re.search(r"\bnot\b|n't\b|ない|ません", text):
        return
    first, second = (int(x) for x in ((steps["a"], steps["b"]) if steps["a"] else (steps["d"], steps["c"])))
    rest = " " * steps.end() + plain(text)[steps.end() :]
    factor = _LEFT.search(rest)
    part = next((n for n, p in _PARTS if re.search(p, rest, re.IGNORECASE)), None)
    by = f"1/{part}" if part else factor_in(rest, view.sentence.japanese)
    values, sides = _VALUES.search(rest), _SIDES.search(rest)
    if first >= second or factor is None or by is None or not (values or sides):
        return
    named = view.in_families(steps.start(), "convolution", "pooling")
    subject = (
        runnable(named.subject) if named and known(named.subject) and family(named.subject) == "pooling" else "conv2d"
    )
    measure = (
        "output_size"
        if values is None
        or (
            sides
            and sides.start() < values.start()
            and re.match(r"[^、,]*の", rest[sides.end() : values.start()]) is None
        )
        else "memory"
    )
    scale, about = second // first if second % first == 0 else second, bool(_ABOUT.search(rest))
    plane = f"height={scale}*H, width={scale}*W" if about else "height=H, width=W"
    if subject != "conv2d":
        plane += ", kernel_size=2"
    sizes = [
        f"{measure}({subject}, stride={n}, {plane}{', padding=same' if subject == 'conv2d' else ''})"
        for n in (second, first)
    ]
    end = max(factor.end(), values.end() if values else 0, sides.end() if sides else 0)
    note = inherited_note(named, view) if named and subject != "conv2d" else ()
    yield Reading(f"{sizes[0]} == {by}*{sizes[1]}", steps.start(), end, note, sure=not doubtful(view.sentence))
