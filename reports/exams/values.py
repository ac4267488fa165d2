"""The value of an option: `456 parameters`, `28 x 28 x 6`, `(28, 28)`, `約 1/9`, `1.5M`, as text of the statement language."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from ..text.numerals import scale_of

_NUMBER = r"\d{1,18}(?:\.\d{1,12})?"
_UNITS = re.compile(
    r"^\s*(?:個|回|つ|倍|次元|チャネル|画素|層|ステップ|枚|組|[A-Za-z][A-Za-z /-]{0,60}|[(（][^()（）]{0,40}[)）]"
    r"|です|である|になる|となる|積和演算|サンプル|時刻)*\s*[.。]?\s*$"
)
_ABOUT = re.compile(r"^(?:約|およそ|おおよそ|about|approximately|approx\.?|roughly|≈|~|ca\.?)\s*", re.IGNORECASE)


def normal(text: str) -> str:
    r"""Plain characters: full-width folded, `×` and `\times` as x, thousands without commas, no `$`.

    >>> normal("$３２ \\times 32$ の 1,024 個")
    ' 32 x 32  の 1024 個'
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\\(?:times|cdot|ast)(?![a-zA-Z])|[×✕✖∗·⋅]", "x", text)
    text = re.sub(r"\\(?:text|mathrm|mathbf|operatorname)\s*\{([^{}]{0,80})\}", r"\1", text)
    text = re.sub(r"\\[dt]?frac\s*\{([^{}]{1,40})\}\s*\{([^{}]{1,40})\}", r"\1/\2", text)
    text = re.sub(r"(?<=\d)\s*[x*X]\s*(?=\d)", " x ", text).replace(r"\,", "").replace("{,}", ",")
    while re.search(r"\d,\d{3}(?!\d)", text):
        text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return text.replace("$", " ").replace("`", "").replace("**", "")


def number(text: str) -> tuple[str, bool] | None:
    """A number as a statement writes it, and whether it is rounded; None where the text is no number alone.

    >>> number("456 parameters"), number("約 0.12"), number("1/9"), number("5 x 5 x 3 = 75"), number("1.5M"), number("H x W")
    (('456', False), ('0.12', True), ('1/9', False), ('75', False), ('1500000', True), None)
    """
    text = normal(text).strip()
    text = text.rsplit("=", 1)[-1].strip()
    about = _ABOUT.match(text)
    text = text[about.end() :] if about else text
    product = re.match(rf"{_NUMBER}(?:\s*x\s*{_NUMBER})*(?:\s*/\s*{_NUMBER})?", text)
    if product is None:
        return None
    rest = text[product.end() :]
    scale = re.match(r"\s*(k|m|g|b|million|billion|thousand|千万|百万|万|億)(?![a-zA-Z])", rest, re.IGNORECASE)
    value = product[0].replace(" ", "").replace("x", "*")
    rounded = bool(about) or "." in value
    if scale:
        factor = scale_of(scale[1])
        exact = Fraction(value) * factor if re.fullmatch(_NUMBER, value) else None
        if exact is None or exact.denominator != 1:
            return None
        value, rest, rounded = str(exact), rest[scale.end() :], True
    if "%" in rest[:2]:
        value, rest = f"{value}/100", rest.replace("%", "", 1)
    return (value, rounded) if _UNITS.match(rest) else None


def shape(text: str) -> tuple[str, ...] | None:
    """The sizes of a shape; None where the text is none.

    >>> shape("28 × 28 × 6"), shape("(28, 28)"), shape("28")
    (('28', '28', '6'), ('28', '28'), None)
    >>> shape("128 channels of size 28×28"), shape("28×28 の 128 チャネル")
    (('128', '28', '28'), ('128', '28', '28'))
    """
    text = normal(text).strip().rsplit("=", 1)[-1]
    named = re.match(r"(\d{1,9})\s*(?:channels?|maps|feature maps|チャネル)(?:\s*(?:of|of size|at|with|、|,|の|で|サイズ|size|each)\s*)*\s*(\d{1,9}) x (\d{1,9})", text)
    after = re.match(r"(?:size |サイズ)?(\d{1,9}) x (\d{1,9})\s*(?:の|、|,|with|で|and)?\s*(\d{1,9})\s*(?:channels?|チャネル)", text)
    if named and _UNITS.match(text[named.end() :]):
        return (named[1], named[2], named[3])
    if after and _UNITS.match(text[after.end() :]):
        return (after[3], after[1], after[2])
    found = re.match(r"\s*[(\[]?\s*(\d{1,9}(?:\s*(?:x|,)\s*\d{1,9}){1,3})\s*[)\]]?", text)
    if found is None or not _UNITS.match(text[found.end() :]):
        return None
    return tuple(re.findall(r"\d+", found[1]))
