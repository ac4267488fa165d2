"""The sizes of a layer by role, wherever they stand and in whatever order: `sizes_in` and the looser ways to say them.

"3×3 が64枚", "64 of them", "入力も出力も 256ch", "784 inputs, 128 units", "64 ユニット → 10 ユニット", "in=64, out=128",
"3x3/2": a number with a unit or a label is a size by that alone, however the sentence goes on.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

from .. import patterns as re
from ..sizes.counting import Sizes, plain, sizes_in

_N = r"(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.]*\d)"
_WINDOW = re.compile(
    r"フィルタ|カーネル|畳み?込|窓|filter|kernel|conv|(?<!\d)\d{1,2}\s*x\s*\d{1,2}(?!\d)", re.IGNORECASE
)
_OUT = (
    re.compile(rf"(?<![\dx.])(?<!画像)(?<!画像を){_N}\s*(?:枚|本|種類)(?!の(?:画像|入力|写真|特徴|マップ)|ずつ|目)"),
    re.compile(
        rf"(?<![\dx.]){_N}\s+(?:of (?:them|these|those|which)\b|(?:different |such |learned |\d+\s*x\s*\d+(?:\s*x\s*\d+)? ){{0,2}}(?:filters|kernels)\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\dx.]){_N}\s*(?:個の)?(?:フィルタ|カーネル)(?!1|一)"),
    re.compile(
        rf"(?<![A-Za-z_])(?:out(?:put)?(?:_channels|_planes|_ch)?|filters|n_filters|num_filters|出力チャン?ネル数?|出力ch|フィルタ(?:ー)?(?:枚)?数)\s*(?:=|:|は)\s*{_N}(?!\s*x)",
        re.IGNORECASE,
    ),
)
_IN = (
    re.compile(
        rf"(?<![A-Za-z_])(?:in(?:put)?(?:_channels|_planes|_ch)?|入力チャン?ネル数?|入力ch)\s*(?:=|:|は)\s*{_N}(?!\s*x)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:グレースケール|モノクロ|白黒|gr[ae]yscale|single[- ]channel|one[- ]channel|MNIST)(?={_N}?)", re.IGNORECASE
    ),
)
_BOTH = re.compile(
    rf"(?:入力(?:も|と|・|／|/)\s*出力|入出力|入力側も出力側|in(?:put)?(?: and |/)out(?:put)?|both (?:in(?:put)?s? and out(?:put)?s?|sides))(?:チャン?ネル(?:数)?| channels)?\s*(?:も|とも(?:に)?|は|が|が?同じく|共に|[:=]|of|have|has|are|is|\s){{0,4}}\s*{_N}(?!\s*x)|(?<![\dx.]){_N}\s*(?:ch|チャン?ネル|channels)?\s*(?:in and out|both in and out|in both directions|同士|どうし)",
    re.IGNORECASE,
)
_ARROW = re.compile(
    rf"(?<![\dx.]){_N}\s*(?:ch\b|チャン?ネル|channels?\b|ユニット|units?\b|個|次元|ニューロン|neurons?\b)?\s*(?:→|->|⇒|=>|から|\bto\b|\binto\b)\s*(?:[^\d\s、。,.→]{{1,12}}\s*)?{_N}\s*(?:ch\b|チャン?ネル|channels?\b|ユニット|units?\b|個|次元|ニューロン|neurons?\b|classes\b|クラス|(?=[、。,;)）:\]\s]|$))(?!\s*x)",
    re.IGNORECASE,
)
_INPUTS = re.compile(
    rf"(?<![\dx.]){_N}\s*(?:-?\s*(?:dimensional|d)\b)?\s*(?:個の|次元の?)?\s*(?:inputs?\b(?! (?:channels?|maps?))|input (?:units?|features|neurons|values)|入力(?!チャ)|features in\b|in features|(?:numbers|values|pixel values|entries|intensities)\b(?! (?:per|of) ))|(?:入力|inputs?|in_features|input (?:size|dim\w*))\s*(?:は|が|=|:|of|is)?\s*{_N}\s*(?:次元|個|units?|ユニット|ニューロン|values|features|[、,)])",
    re.IGNORECASE,
)
_UNITS = re.compile(
    rf"(?<![\dx.]){_N}\s*-?\s*(?:個の)?\s*(?:hidden |output |出力|隠れ)?(?:units?\b|neurons?\b|nodes?\b|outputs?\b(?! channels?)|classes\b|ユニット|ニューロン|ノード|クラス|次元の?出力|出力(?!チャ))|(?:units?|ユニット数?|ニューロン数?|out_features)\s*(?:=|:|は|が|of)\s*{_N}",
    re.IGNORECASE,
)
_ONE_UNIT = re.compile(
    r"(?:ニューロン|ユニット|ノード)\s*(?:1|一|ひと)(?:個|つ)?|(?:1|一|ひと)(?:個|つ)の(?:ニューロン|ユニット|ノード)|\b(?:a single|one|each|every|per) (?:\w+ )?(?:neuron|unit|node)\b",
    re.IGNORECASE,
)
_STRIDED = re.compile(
    r"(?<=\d)\s*/\s*([2-4])(?=\s|$|[,;)、。])|(?<![A-Za-z])s\s*=?\s*([1-4])(?!\d)|(?:ストライド|stride)\s*(?:は|を|が|=|:|of)?\s*([1-4])(?!\d)",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    rf"(?:groups?|グループ数?)\s*(?:=|:|は|を|が|of)?\s*{_N}|{_N}\s*(?:つの)?(?:groups\b|グループ)", re.IGNORECASE
)
_MAP = re.compile(r"(?<![\dx.])(\d{1,4})\s*x\s*(\d{1,4})\s*x\s*(\d{1,5})(?!\d|\s*x)")
_DEEP = re.compile(r"(?<![\dx.])(\d{1,2})\s*x\s*\1\s*x\s*(\d{1,4})(?!\d|\s*x)")


@lru_cache(maxsize=512)
def _found(text: str) -> tuple[dict[str, tuple[int, ...]], bool | None, bool, bool]:
    base = sizes_in(text)
    text = plain(text)
    return {k: tuple(v) for k, v in _widened(text, base).values.items()}, base.bias, base.same, base.masked


def roles_in(text: str) -> Sizes:
    """The sizes of a text by role.

    >>> roles_in("入力: RGB画像（3ch）、フィルタ: 3×3 が64枚").values["out_channels"]
    [64]
    >>> roles_in("Dense layer, 784 inputs, 128 units").values
    {'units': [128], 'inputs': [784]}
    """
    values, bias, same, masked = _found(text)
    return Sizes({k: list(v) for k, v in values.items()}, bias, same, masked)


def _number(m: re.Match[str]) -> str:
    return next(g for g in m.groups() if g)


def _widened(text: str, found: Sizes) -> Sizes:
    blank = lambda m: " " * len(m[0])  # noqa: E731 - what was read is read once
    for m in _BOTH.finditer(text):
        for role in ("in_channels", "out_channels"):
            found.values[role] = []
            found.add(role, _number(m))
    rest = _BOTH.sub(blank, text)
    for m in _ARROW.finditer(rest):
        linear = re.search(r"ユニット|units?|ニューロン|neuron|次元|クラス|classes", m[0], re.IGNORECASE)
        for role, number in zip(
            ("inputs", "units") if linear else ("in_channels", "out_channels"), (m[1], m[2]), strict=True
        ):
            if linear:
                found.values.pop(role, None)
            if role not in found.values:
                found.add(role, number)
    rest = _ARROW.sub(blank, rest)
    if _WINDOW.search(text) and "out_channels" not in found.values:
        for pattern in _OUT:
            for m in pattern.finditer(rest):
                if _number(m) != "1":
                    found.add("out_channels", _number(m))
    if "in_channels" not in found.values:
        for m in _IN[0].finditer(rest):
            found.add("in_channels", _number(m))
        if _IN[1].search(text):
            found.add("in_channels", 1)
    if "inputs" not in found.values:
        for m in _INPUTS.finditer(rest):
            found.add("inputs", _number(m))
    inputs = found.values.get("inputs", [])
    units = [u for u in (int(_number(m).replace(",", "")) for m in _UNITS.finditer(rest)) if u not in inputs]
    if "inputs" in found.values and "units" in found.values and not units:
        found.values["units"] = [u for u in found.values["units"] if u not in inputs] or found.values["units"]
    elif units:
        found.values["units"] = list(dict.fromkeys(units))
    if _ONE_UNIT.search(text):
        found.values["units"] = [1]
    for role, pattern in (("stride", _STRIDED), ("groups", _GROUPS)):
        for m in pattern.finditer(text) if role not in found.values else ():
            found.add(role, _number(m))
    volumes = [(int(a), int(b), int(c)) for a, b, c in _MAP.findall(text)]
    deep = {(int(a), int(a), int(c)) for a, c in _DEEP.findall(text) if int(a) in found.values.get("kernel_size", ())}
    for shape in volumes:
        if shape not in deep:
            found.add("volumes", prod(shape))
    return found


_NAMED = re.compile(
    r"(?<![A-Za-z])(?:conv|fc|pool|block|layer|stage|dense)[-_ ]?(\d+(?:[-_]\d+)?)(?![\d.])|第\s*(?:\d)\s*層|\d\s*層目|\b(first|second|third|last|next)\b",
    re.IGNORECASE,
)


def names_another(own: str, above: str) -> bool:
    """Whether a text speaks of another layer by name: fc7 after fc6."""
    mine, its = ({m[0].lower() for m in _NAMED.finditer(t)} for t in (own, above))
    return bool(mine) and bool(its) and not mine & its
