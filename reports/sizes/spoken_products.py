"""Products in words: the number of filters times the filter's volume; 出てくる点の数に、窓の面積と、絵の枚数をかけたもの.

Every operand is put into letters (A a side of the map, K one of the kernel, C and M the channels that go in and come
out), the words that join them into signs, and what comes of it is read as any other formula.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache

from ...properties.formula import read_formula
from ...properties.nodes import Node, symbols
from .. import patterns as re
from ..vocabulary import lexicon

ROLES = {
    "A": "size", "H": "height", "W": "width", "K": "kernel_size", "C": "in_channels", "M": "out_channels", "S": "stride", "P": "padding", "D": "dilation",
    "L": "layers", "I": "in_features", "O": "out_features", "N": "batch", "G": "groups", "T": "time",
}  # fmt: skip
"""The letters of operands, and what they stand for."""
_OF_ROLE = {role: letter for letter, role in ROLES.items()}
_SIGN = r"×|\*|·|\btimes\b|\bmultiplied by\b|(?<=\s)x(?=\s)"
_TIMES = re.compile(rf"{_SIGN}|(?:掛け|かけ|乗じ|積)|\bproduct\b|\bmultipl(?:y|ied|ying)\b", re.IGNORECASE)
_JOIN = re.compile(
    rf"\s*(?:(?:{_SIGN}|と|に|へ|を|、|,|\band\b|\bby\b|さらに|それに|その|それぞれの|\bthe\b|\bits\b|\beach\b|\bof\b|\ba\b)\s*){{1,4}}",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\s*(?:\+|\bplus\b|足す|たす)\s*(?:one\b|[1１一](?!\d)|(?:the )?bias\w*)?\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（]([^()（）]{1,40})[)）]")
_QUOTES = re.compile(r"\s*[「」\"']\s*")
MOST = 400


@dataclass(frozen=True)
class SpokenProduct:
    """A product in words: its place, and what it is in letters."""

    start: int
    end: int
    node: Node
    vague: bool = False  # a channel of which nobody says whether it goes in or comes out


@cache
def _operands() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tables = lexicon("letters")
    found = [(what, re.compile(pattern, re.IGNORECASE)) for what, pattern in tables["operands"].items()]
    nouns = [
        (_OF_ROLE[role], re.compile(rf"(?:the )?(?:{noun})(?:\s*[A-Za-z](?![A-Za-z]))?", re.IGNORECASE))
        for role, noun in tables["nouns"].items()
        if role in _OF_ROLE and role not in ("height", "width")
    ]
    return (*nouns, *found)


def products_in(text: str) -> list[SpokenProduct]:
    """The products in words of a text (of which any mathematics is masked).

    >>> from ...properties.rendering import to_text
    >>> [to_text(p.node) for p in products_in("出てくる点の数に、窓の面積と、入れる絵の枚数をかけたもの")]
    ['A*A*(K*K)*C']
    """
    text = text[:MOST]
    if not (_TIMES.search(text) or re.search(r"\bplus\b|\+", text)):
        return []
    operands = _operands_in(text)
    if len(operands) < 2:
        return []
    found, run, parts = [], [operands[0]], [operands[0][2]]
    start = _opening(text, operands[0][0])
    for before, operand in itertools.pairwise(operands):
        sign = _sign(text[before[1] : operand[0]])
        if sign is None:
            found += _made(text, start, run, parts)
            run, parts, start = [operand], [operand[2]], _opening(text, operand[0])
        else:
            run.append(operand)
            parts += [sign, operand[2]]
    return found + _made(text, start, run, parts)


def _operands_in(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for what, pattern in _operands():
        found += [(m.start(), m.end(), what) for m in pattern.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    last = ""
    for start, end, what in sorted(found, key=lambda f: (f[0], -f[1])):
        if kept and start < kept[-1][1]:
            continue
        if what == "?":  # 縦, height: of what the operand before is one side of
            what = last or "K"
            if last in ("H", "W"):
                what = "W" if re.match(r"横|幅|よこ|width", text[start:end], re.IGNORECASE) else "H"
        if what[0] in "KHWA":
            last = "K" if what[0] == "K" else "H"
        kept.append((start, end, what))
    return kept


def _opening(text: str, start: int) -> int:
    """Where a bracket before the first operand opens."""
    found = re.search(r"[(（]\s*(?:the )?$", text[max(0, start - 6) : start])
    return start - len(found[0]) if found else start


def _sign(gap: str) -> str | None:
    """What a gap between two operands says: a product, a sum with a bias and then a product, or nothing."""
    gap = _QUOTES.sub(" ", gap)
    if _JOIN.fullmatch(gap):
        return "*"
    inner = re.fullmatch(r"(.*?)[)）]\s*(?:" + _SIGN + r"|と|に|を)\s*(?:the )?", gap, re.IGNORECASE)
    if inner:
        return ")*" if not inner[1].strip() else "+1)*" if _PLUS.fullmatch(inner[1]) else None
    opened = re.fullmatch(r"\s*(?:" + _SIGN + r"|と|に)?\s*[(（]\s*(?:the )?", gap, re.IGNORECASE)
    if opened:
        return "*(" if re.search(_SIGN + r"|と|に", gap, re.IGNORECASE) else None
    return "+" if re.fullmatch(r"\s*(?:\+|\bplus\b)\s*(?:the )?", gap, re.IGNORECASE) else None


def _made(text: str, start: int, run: list[tuple[int, int, str]], parts: list[str]) -> list[SpokenProduct]:
    if len(run) < 2:
        return []
    end = run[-1][1]
    if re.search(r"[A-Za-z\d²³)]\s*[×*·]\s*$", text[:start]) or re.match(r"\s*[×*·]\s*[A-Za-z\d(]", text[end:]):
        return []  # a part of what is written in letters: F×F×入力チャネル数
    around = text[max(0, start - 24) : end + 16]
    if not (
        _TIMES.search(text, start, end)
        or re.match(r"\s*[)）」]?\s*(?:を|の)?\s*(?:全部|すべて|全て|みな)?\s*(?:掛け|かけ|乗じ|積)", text[end:])
        or re.search(r"product of|multiply(?:ing)? ", around[:24], re.IGNORECASE)
    ) and "+" not in parts:
        return []
    written = "".join(f"({p})" if len(p) > 1 and p[0].isalpha() else p for p in parts)
    closing = re.match(r"\s*\+\s*(?:1|１|one)?\s*[)）]", text[end:])
    opens = written.count("(") - written.count(")")
    if opens > 0 and re.match(r"\s*[)）]", text[end:]):
        written += ")" * opens
    elif opens > 0 and closing:
        written += "+1)" + ")" * (opens - 1)
    elif opens < 0:
        written = "(" * -opens + written
    formula = read_formula(written, latex=False)
    if formula is None or len(formula.sides) != 1 or len(symbols(formula.value)) < 1:
        return []
    names = [what for _, _, what in run]
    vague = any(
        text[a:b]
        in (
            "チャネル数",
            "チャンネル数",
            "channels",
            "depth",
            "深さ",
            "奥行き",
            "number of channels",
            "the number of channels",
        )
        for a, b, _ in run
    )
    return [SpokenProduct(start, end, formula.value, vague and names.count("C") + names.count("M") == 1)]
