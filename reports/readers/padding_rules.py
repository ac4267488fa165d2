"""How much padding keeps the size: 3×3 なら一周、5×5 なら二周; padding = k // 2 always does; one ring, whatever the kernel.

Slots: the amount (rings, a number a side, half the kernel rounded down), the kernel it is for (a number, or any), and
that the size is kept. What is said of every kernel is decided for every kernel (`universal.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, call
from ..sizes.geometry import WORDS, Layer
from ..universal import ALWAYS
from .keeping import EVERY_KERNEL, step_of

_N = r"\d|one|two|three|four|a(?: single)?|[一二三四]|ひと|ふた"
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "ひと": 1, "ふた": 2, "a single": 1}
_AMOUNT = re.compile(
    rf"(?P<ring>{_N})\s*(?:周り?|回り|重)(?!期|分の)|\b(?P<frame>{_N})[- ](?:pixel[- ])?(?:wide )?(?:rings?|frames?|borders?|layers?|rows?|pixels?)(?: wide)? (?:of )?(?:zero\w*|padding)"
    r"|(?:パディング(?:幅|数)?|余白|padding|\bpad|\bP|\bp)\s*(?:を|は|が|=|of|by|:)?\s*`?(?P<n>\d)(?![\d.×x])(?!\s*(?:[×x+*/]|から|→|to\b))",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<![A-Za-z\d])(?P<a>[A-Za-z](?:_\w{1,6})?|kernel_size)\s*//\s*2(?!\d)|(?:floor|int)\s*\(\s*(?P<b>[A-Za-z]\w{0,10})\s*/\s*2\s*\)|(?:⌊|\\lfloor)\s*(?P<c>[A-Za-z])\s*/\s*2\s*(?:⌋|\\rfloor)",
    re.IGNORECASE,
)
_KERNEL = re.compile(
    r"(?<![\d×x.])(\d{1,2})\s*[×x*]\s*\1(?!\d|\s*[×x*])|(?:カーネル|フィルター?|kernel|filter)(?:サイズ|の大きさ| size)?\s*(?:が|は|=|of|is)?\s*(\d{1,2})(?![\d×x.])|(?<![A-Za-z])[KkFf]\s*=\s*(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"縮(?:みません|まない|まず|まなく|むことはな|むことがな)|小さくな(?:らな|りませ|らず)|(?:元|もと|入力|同じ)(?:の|と同じ)?(?:大きさ|サイズ|縦横|解像度)[^。、]{0,6}(?:保|維持|変わら|なる|なり|まま|出)|(?:大きさ|サイズ|縦横|解像度)(?:が|は|を)[^。、]{0,8}(?:保[たちつっ]|変わら|変わり|変え(?:ず|な)|維持|同じ)"
    r"|\b(?:size|width|shape|resolution|dimensions?) back\b|\b(?:keeps?|kept|preserv\w+|retain\w*|maintain\w*|leaves?)\b[^.;]{0,30}\b(?:size|width|shape|resolution|dimensions?|height|alone|unchanged|as it was)\b|\b(?:same|input|original) (?:spatial )?(?:size|width|shape|resolution)\b|\bsize of the input\b|\bsize-preserving\b|\bnever shrinks?\b|\b(?:does not|doesn't|won't) shrink\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"とは限ら|わけではな|ではな[いく]|だけでは|足りな|\bnot (?:always|enough|necessarily)|\bonly (?:for|if|when)\b|\bstrides?\s*(?:of |=\s*)?[2-9]|ストライド(?:が|を|は|=)?\s*[2-9]|\bif\b.*\bunless\b|dilat|拡張|[?？]\s*$|転置|transpos|pool|プーリング",
    re.IGNORECASE,
)
_LAYERS_SPOKEN = re.compile(
    r"畳|フィルタ|カーネル|窓|\bconv|\bkernel|\bfilter|\bwindow|\bpad|パディング|余白|足", re.IGNORECASE
)


def read(view: View, text: str) -> Iterator[Reading]:
    """The paddings that a sentence gives, each with its kernel, where it says that they keep the size."""
    s = view.sentence
    kept = _KEPT.search(text)
    if kept is None or _OTHER.search(text) or not _LAYERS_SPOKEN.search(text) or s.has("hedged"):
        return
    if half := _HALF.search(text):
        letter = half["a"] or half["b"] or half["c"]
        letter = "K" if letter.lower() == "kernel_size" else letter
        odd = (
            f" if {letter} odd"
            if re.search(r"奇数|\bodd\b", text, re.IGNORECASE) and not re.search(r"偶数|\beven\b", text, re.IGNORECASE)
            else ""
        )
        both = f", kernel_size=2*{letter}" if re.search(r"偶数|\beven\b", text, re.IGNORECASE) else ""
        rounded = f"floor(2*{letter}/2)" if both else f"floor({letter}/2)"
        yield Reading(
            f"spatial_preserved(conv2d, stride=1, padding={rounded}{both}) where {letter} = kernel_size{odd}",
            min(half.start(), kept.start()),
            max(half.end(), kept.end()),
        )
        return
    amounts, kernels = list(_AMOUNT.finditer(text)), list(_KERNEL.finditer(text))
    if len(amounts) == 1 and not kernels and (EVERY_KERNEL.search(text) or ALWAYS.search(text)):
        yield Reading(
            f"spatial_preserved(conv2d, stride=1, padding={_number(amounts[0])})",
            min(amounts[0].start(), kept.start()),
            max(amounts[0].end(), kept.end()),
        )
    elif len(amounts) == len(kernels) > 1 and _alternate(kernels, amounts):
        for kernel, amount in zip(kernels, amounts, strict=True):
            size, rings = int(next(g for g in kernel.groups() if g)), _number(amount)
            stride = step_of(view, Layer()) if 2 * rings == size - 1 else "1"
            options = {"kernel_size": str(size), "stride": stride, "padding": str(rings)}
            yield Reading(
                call("spatial_preserved", "conv2d", options),
                min(kernel.start(), amount.start()),
                max(kernel.end(), amount.end()),
            )


def _number(amount: re.Match[str]) -> int:
    word = (amount["ring"] or amount["frame"] or amount["n"]).lower()
    return int(word) if word.isdigit() else _NUMBERS.get(word) or WORDS.get(word, 1)


def _alternate(kernels: list[re.Match[str]], amounts: list[re.Match[str]]) -> bool:
    """Whether kernels and paddings take turns, so that each has its own: 3×3 なら一周、5×5 なら二周."""
    order = [kind for _, kind in sorted([(m.start(), "k") for m in kernels] + [(m.start(), "a") for m in amounts])]
    return order in (["k", "a"] * len(kernels), ["a", "k"] * len(kernels))
