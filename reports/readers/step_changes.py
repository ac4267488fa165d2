"""What another stride makes of the output: from stride 1 to stride 2 its sides are halved, a quarter of its values is left.

Slots: the two strides, what is spoken of (the sides of the output, or its values), and the factor.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain
from .change_words import factor_in
from .size_words import OTHER

_STRIDES = re.compile(
    r"(?:ストライド|歩幅|strides?)(?:幅)?\s*(?:を|が|も|of|from|=)?\s*(?P<a>[1-4])\s*(?:から|→|->|to|⇒)\s*(?:strides?\s*(?:of\s*)?|ストライド)?(?P<b>[1-4])(?!\d)"
    r"|strides?\s*(?:of\s*)?(?P<c>[1-4])\s*(?:instead of|rather than|in place of)\s*(?:strides?\s*(?:of\s*)?)?(?P<d>[1-4])(?!\d)",
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
_UNCLEAR = re.compile(
    r"\bnot\b|n't\b|ない|ません|\bone (?:direction|axis)|片方|縦だけ|横だけ|\b(?:only|just) (?:the |in )?(?:height|width|vertical|horizontal)|1次元|conv1d|系列",
    re.IGNORECASE,
)
_PARTS = (
    (3, r"\bthird\b|3\s*分の\s*1|1/3|三分の一"),
    (9, r"\bninth\b|9\s*分の\s*1|1/9|九分の一"),
    (4, r"\b(?:a|one)[- ](?:quarter|fourth)\b|\bone (?:value |unit )?in (?:four|4)\b"),
)


def read(view: View, text: str) -> Iterator[Reading]:
    """The changes of the output that another stride makes, each clause's own."""
    steps = _STRIDES.search(text)
    if steps is None or OTHER.search(text) or _UNCLEAR.search(text):
        return
    old, new = (int(x) for x in ((steps["a"], steps["b"]) if steps["a"] else (steps["d"], steps["c"])))
    if old == new:
        return
    for clause in re.finditer(r"(?:[^、,;。]|(?<=\d),(?=\d))+", " " * steps.end() + plain(text)[steps.end() :]):
        if reading := _of_clause(view, steps, clause, old, new):
            yield reading


def changes_stride(text: str) -> bool:
    """Whether a text goes from one stride to another."""
    return bool(_STRIDES.search(text))


def _of_clause(view: View, steps: re.Match[str], clause: re.Match[str], old: int, new: int) -> Reading | None:
    rest = clause[0]
    factor, values, sides = _LEFT.search(rest), _VALUES.search(rest), _SIDES.search(rest)
    part = next((n for n, p in _PARTS if re.search(p, rest, re.IGNORECASE)), None)
    by = f"1/{part}" if part else factor_in(rest, view.sentence.japanese)
    if factor is None or by is None or not (values or sides):
        return None
    of_sides = values is None or (
        sides and sides.start() < values.start() and re.match(r"[^、,]*の", rest[sides.end() : values.start()]) is None
    )
    measure = "output_size" if of_sides else "memory"
    scale = max(old, new) // min(old, new) if max(old, new) % min(old, new) == 0 else max(old, new)
    about = bool(_ABOUT.search(rest))
    plane = f"height={scale * min(old, new)}*H, width={scale * min(old, new)}*W" if about else "height=H, width=W"
    sizes = [f"{measure}(conv2d, stride={n}, {plane}, padding=same)" for n in (new, old)]
    end = clause.start() + max(factor.end(), values.end() if values else 0, sides.end() if sides else 0)
    return Reading(f"{sizes[0]} == {by}*{sizes[1]}", steps.start(), end, sure=not doubtful(view.sentence))
