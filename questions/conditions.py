"""The conditions that a question's text names: bias, groups, stride, padding ..., in Japanese and in English.

A small lexicon, not a reader of sentences: it finds a condition's word with its number beside it (a digit, a number
word, or the parameter that is printed there). What it does not find, it does not decide.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .printed import Slot

OPEN, CLOSE = "\ue010", "\ue011"  # around the name of a printed parameter
_EN_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_JA_NUMBERS = "〇一二三四五六七八九十"
_V = rf"({OPEN}[^{CLOSE}]*{CLOSE}|\d+)"
_IS = "(?:は|が|を|:)? ?"
_FROM_TO = rf"from {_V}(?: input)?(?: channels?)? (?:in)?to {_V}"
_SIZES = {
    "en": {
        "in_channels": (rf"{_V} input channels?", rf"{_V} input and output channels?", _FROM_TO,
                        rf"input of {_V} channels?"),
        "out_channels": (rf"{_V} output channels?", rf"(?<!input and ){_V} filters?",
                         rf"(?:in)?to {_V}(?: output)? channels?"),
        "height": (rf"(?<!kernel of )(?<!window of )height(?: of)? {_V}", rf"{_V} (?:rows|pixels) high"),
        "width": (rf"width(?: of)? {_V}", rf"{_V} (?:columns|pixels) wide"),
        "kernel_size": (rf"(?:of|with) side(?:s of)? {_V}", rf"(?:kernel|filter) size(?: of)? {_V}", rf"{_V} × \1"),
        "stride": (rf"strides?(?: of| is|:)? {_V}",),
        "padding": (rf"(?<!output_)padding(?: of| is|:)? {_V}",),
        "dilation": (rf"dilation(?: rate| factor)?(?: of| is|:)? {_V}",),
        "groups": (rf"{_V} groups?(?! of)", rf"groups(?: =| is|:) {_V}"),
    },
    "ja": {
        "in_channels": (rf"入力(?:は|が)? ?{_V} ?チャネル", rf"入力チャネル(?:数)?(?:は|が)? ?{_V}",
                        rf"入力(?:が|は)? ?{_V} ?(?=、出力)", rf"入出力とも ?{_V} ?チャネル"),
        "out_channels": (rf"出力(?:は|が)? ?{_V} ?チャネル", rf"出力チャネル(?:数)?(?:は|が)? ?{_V}",
                         rf"フィルタ ?{_V} ?(?:枚|個)", rf"{_V} ?チャネルに"),
        "height": (rf"(?<!カーネルの)高さ{_IS}{_V}",),
        "width": (rf"幅{_IS}{_V}",),
        "kernel_size": (rf"一辺 ?{_V}", rf"(?:カーネル|フィルタ)の(?:大きさ|サイズ){_IS}{_V}", rf"{_V} × \1"),
        "stride": (rf"ストライド{_IS}{_V}",),
        "padding": (rf"(?<!output_)パディング{_IS}{_V}",),
        "dilation": (rf"膨張率(?:\([^)]*\))?{_IS}{_V}(?! ?層)",),
        "groups": (rf"グループ数{_IS}{_V}", rf"{_V} ?(?:つの|個の)?グループ(?!数)", rf"{_V} ?組(?<!1組)(?<!1 組)"),
    },
}  # fmt: skip
_HEADS = {
    "en": {"stride": "stride", "padding": "padd|zeros", "dilation": "dilat", "groups": "group"},
    "ja": {"stride": "ストライド", "padding": "パディング|ゼロ|補", "dilation": "膨張|dilat", "groups": "グループ|組"},
}
_NO = r"(?:no|without(?: any| an?)?|ignor\w+|exclud\w+|omit\w*|not? count\w*|zero)"
_NAI = (
    "(?:なし|ない|なく|無く|無し|無い|含まな|含めな|数えな|使わな|用いな|持たな|もたな|無視|考えな|考慮しな|加えな|除|省)"
)
_KINDS = {
    "en": {
        "bias": (
            ("none", rf"\b{_NO} (?:\w+ ){{0,2}}?bias(?:es)?\b|\bbias-?free\b"
                     r"|\bbias(?:es)? (?:\w+ ){0,3}?(?:not|ignored|excluded|omitted|absent)\b"),
            ("some", r"\bbias(?:es)?\b"),
        ),
        "convolution": (
            ("separable", r"\bdepthwise[- ]separable"), ("depthwise", r"\bdepthwise\b"),
            ("pointwise", r"\bpointwise\b"), ("transposed", r"\b(?:transposed|deconvolution)\b"),
        ),
        "padding": (
            ("valid", r"\b(?:no|without(?: any)?) (?:zero )?padding|\bunpadded\b|\bvalid\b padding"),
            ("same", r"\bkeep(?:s|ing)? (?:its |the |their )?(?:size|height)|\bsame padding|\bof the same size"),
        ),
    },
    "ja": {
        "bias": (("none", rf"バイアス[^。、(]{{0,8}}?{_NAI}"), ("some", "バイアス")),
        "convolution": (
            ("separable", r"depthwise[- ]?separable|深さ方向分離"), ("depthwise", r"depthwise|深さ方向の?畳み込み"),
            ("pointwise", "pointwise|点単位の?畳み込み"), ("transposed", "転置畳み込み|逆畳み込み"),
        ),
        "padding": (
            ("valid", rf"パディング(?:は|が|を|も)?(?:せず|しな|行わな|{_NAI})|ゼロを補わな"),
            ("same", "大きさを(?:保|変え(?:ず|な))|大きさが変わらな|入力と(?:同じ|等し)|same パディング"),
        ),
    },
}  # fmt: skip
_MEASURES = {
    "en": {
        "macs": r"multiply-accumulates?|\bMACs?\b|multiply-adds?|multiplications?",
        "flops": r"\bFLOPs?\b|floating-point operations?", "params": r"\bweights?\b|\bparameters?\b",
        "bytes": r"\bbytes?\b",
    },
    "ja": {
        "macs": r"積和|MACs?(?![a-z])|乗算", "flops": r"FLOPs?|浮動小数点演算", "params": "重み|パラメータ",
        "bytes": "バイト",
    },
}  # fmt: skip
_ASKS = {
    "en": r"\b(?:how many|what is the number|express the number|what number|by what factor|count)\b[^.?。]*[.?]?",
    "ja": r"[^。？?、]*(?:いくつ|何個|何回|何バイト|回数は|個数は|式で表せ|求めよ|答えよ|どれか)[^。]*",
}


@dataclass(frozen=True)
class Conditions:
    """What one language's text names: numbers by role (digits, or a parameter's name), kinds, and what is asked for."""

    sizes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


def skeleton(text: str, slots: list[Slot]) -> str:
    """The text with the parameters that it prints by their names: the same whatever the numbers are."""
    pieces, at = [], 0
    for slot in slots:
        pieces += (text[at : slot.start], f"{OPEN}{slot.name}{CLOSE}")
        at = slot.end
    return "".join(pieces) + text[at:]


@lru_cache(maxsize=4096)
def told(text: str, language: str) -> Conditions:
    """The conditions that a text (as `skeleton` gives it) names."""
    text = _spelled(text, language)
    read = {role: _values(text, role, patterns, language) for role, patterns in _SIZES[language].items()}
    sizes = {role: found for role, found in read.items() if found}
    heads = frozenset(role for role, head in _HEADS[language].items() if re.search(head, text, re.IGNORECASE))
    return Conditions(sizes, _kinds(text, language), _asked(text, language), heads)


def _spelled(text: str, language: str) -> str:
    """Full-width letters as usual ones, number words as digits, formulas without their marks."""
    text = unicodedata.normalize("NFKC", text).replace(r"\times", "×").replace("$", "")
    if language == "en":
        words = "|".join(_EN_NUMBERS)
        text = re.sub(rf"\b(?:{words})\b", lambda m: str(_EN_NUMBERS.index(m[0].lower())), text, flags=re.IGNORECASE)
    else:
        alone = rf"(?<![{_JA_NUMBERS}])([{_JA_NUMBERS}])(?![{_JA_NUMBERS}辺般方度部定])"
        text = re.sub(alone, lambda m: str(_JA_NUMBERS.index(m[1])), text)
    return re.sub(r"\s+", " ", text)


def _values(text: str, role: str, patterns: tuple[str, ...], language: str) -> frozenset[str]:
    matches = (match for pattern in patterns for match in re.finditer(pattern, text, re.IGNORECASE))
    found = {match[1].strip(OPEN + CLOSE) for match in matches}
    if role == "out_channels" and language == "en":
        found |= {m[2].strip(OPEN + CLOSE) for m in re.finditer(_FROM_TO, text, re.IGNORECASE)}
    return frozenset(found)


def _kinds(text: str, language: str) -> dict[str, frozenset[str]]:
    """What kind of each thing the text speaks of; what a narrower phrase says is not read again by a wider one."""
    kinds = {}
    for name, ways in _KINDS[language].items():
        rest, found = text, set()
        for kind, pattern in ways:
            if re.search(pattern, rest, re.IGNORECASE):
                found.add(kind)
                rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
        if found:
            kinds[name] = frozenset(found)
    return kinds


def _asked(text: str, language: str) -> frozenset[str]:
    """What is asked for, where the sentence that asks names it."""
    asking = " ".join(m[0] for m in re.finditer(_ASKS[language], text, re.IGNORECASE))
    return frozenset(name for name, words in _MEASURES[language].items() if re.search(words, asking, re.IGNORECASE))
