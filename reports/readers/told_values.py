"""What a stretch of text says that becomes of a count: divided by four, 1/4 になる, by ρ², unchanged, along with it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .. import patterns as re
from ..text.numerals import number_of
from .change_words import patterns

_N = r"(?P<n>\d+\s*/\s*\d+|\d+(?:\.\d+)?|[GgSs](?:\s*\^\s*\{?\s*2\s*\}?|²)?(?![A-Za-z])|(?:α|ρ|\\?alpha|\\?rho)\s*(?:\^\s*\{?\s*2\s*\}?|²)?|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen)"
_FACTORS = tuple(
    (direction, re.compile(pattern, re.IGNORECASE))
    for direction, pattern in (
        ("over", r"\b1\s*/\s*(?P<n>[Gg](?:\s*\^\s*\{?\s*2\s*\}?|²)?(?![A-Za-z])|\d+(?![\d.]))"),
        ("under", r"(?<![\d.,/])(?P<n>\d+(?:\.\d+)?|[二三四五六七八九]|[αρ]\s*(?:\^\s*2|²|の2乗)?)\s*倍(?!率)"),
        ("part", r"(?<![\d.])(?P<d>\d{1,3}|[二三四五六七八九]|[GgSs](?![A-Za-z]))\s*分\s*の\s*(?P<n>\d|[一二三])"),
        ("verb", rf"\bby (?:a factor of )?(?:exactly |about |roughly |only |approximately |nearly |almost |around )*{_N}(?!\s*(?:%|percent|x|\d|pixels?|channels?|per\b)|,\d|\.\d)"),
        ("under", rf"\b{_N}\s*(?:times|[- ]?fold)\s+(?:as (?:many|much|expensive|costly|large|high)|more|the|larger|higher|greater|costlier)\b"),
        ("over", rf"\b{_N}\s*(?:times|[- ]?fold)\s+(?:fewer|less|cheaper|smaller|lower)\b"),
        ("half", r"半分|半減|\bhal(?:f|ves?|ved|ving)\b"),
        ("quarter", r"\bquarter(?:s|ed)?\b"),
        ("double", r"\bdoubl(?:e|es|ed)\b|\btwice\b|倍増"),
        ("triple", r"\btripl(?:e|es|ed)\b"),
        ("quadruple", r"\bquadrupl(?:e|es|ed)\b"),
        ("kept", r"(?P<n>\d+(?:\.\d+)?)\s*(?:%|％)\s*(?:に(?!は)|まで)|\bto (?:about |roughly |only )*(?P<m>\d+(?:\.\d+)?)\s*(?:%|percent)"),
        ("lost", r"(?P<n>\d+(?:\.\d+)?)\s*(?:%|％)\s*(?:ほど|程度)?\s*(?:減|削|少な)|\bby (?:about |roughly |only )*(?P<m>\d+(?:\.\d+)?)\s*(?:%|percent)|\b(?P<k>\d+(?:\.\d+)?)\s*(?:%|percent) (?:fewer|less|cheaper|smaller)"),
    )
)
_WORDS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "double": Fraction(2), "triple": Fraction(3), "quadruple": Fraction(4)}
_LESS = re.compile(r"\b(?:divid|reduc|cut|drop|fall|fell|shrink|shrunk|decreas|lower|go(?:es)? down|sav|fewer|less)\w*", re.IGNORECASE)
_MORE = re.compile(r"\b(?:multipl|grow|increas|ris|rais|go(?:es)? up|more|inflat|scal)\w*", re.IGNORECASE)
ALIKE = re.compile(
    r"\b(?:along|together|down|up) with (?:it|them|that)\b|\b(?:does|do|is|are|did) (?:too|likewise|the same)\b|\bso (?:does|do|is|are)\b|\blikewise\b|\bby (?:the same|as much|that much)\b|\bas well\b(?! as)|\btoo\b(?=\W*(?:$|[.;,]))"
    r"|(?:も|が)(?:それ|これ)?(?:と)?(?:同様|同じだけ|同じく|同じ割合|一緒に|いっしょに|ともに|連れて|つれて)",
    re.IGNORECASE,
)  # fmt: skip
_AS_BEFORE = re.compile(r"\bas (?:many|much|large) as (?:before|they (?:were|are)|it (?:was|is)|without)\b|\buntouched\b|\balone\b|\bnot affected\b|\bunaffected\b|\bintact\b|(?:ならない|減らない|減りません|変わら)", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|n't\b|\bnever\b|\bnor\b|\bneither\b|ではな|でなく|わけでは|とは限ら|ではあり", re.IGNORECASE)
_ROUGH = re.compile(r"約|およそ|ほぼ|だいたい|くらい|ぐらい|程度|ほど|≈|≒|about|roughly|approximately|almost|nearly|around|\.\d|%|％|\bsome\b", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """A factor ("" or a letter beside it: what is to be multiplied with), or "alike"."""

    kind: str
    factor: Fraction = Fraction(1)
    letter: str = ""
    power: int = 0
    rough: bool = False

    @property
    def text(self) -> str:
        """The factor in the statement language."""
        if self.letter:
            power = f"{self.letter}**{abs(self.power)}" if abs(self.power) > 1 else self.letter
            return f"1/{power}" if self.power < 0 else power
        return str(self.factor)


def values_in(text: str, japanese: bool, lead: str = "") -> list[Value]:
    """The different values that a stretch of text gives; what leads to it may have its verb ("and the weights by four").

    >>> [v.text for v in values_in("divides the MACs by four", False)], [v.text for v in values_in("計算量は 1/G に減る", True)]
    (['1/4'], ['1/G'])
    """
    rough, found = bool(_ROUGH.search(text)), []
    taken: list[tuple[int, int]] = []
    for direction, pattern in _FACTORS:
        for m in pattern.finditer(text):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            value = _value(direction, m, text if _LESS.search(text) or _MORE.search(text) else lead, rough)
            found.append(value or Value("unclear"))
    denied = bool(_DENIED.search(text))
    if not found and ALIKE.search(text) and not denied:
        found.append(Value("alike"))
    elif _AS_BEFORE.search(text) or any(p.search(text) for _, p in patterns("growing", japanese)[2:3]):
        found.append(Value("same"))
    elif found and denied:
        found.append(Value("unclear"))
    return list(dict.fromkeys(found))


def _value(direction: str, m: re.Match[str], text: str, rough: bool) -> Value | None:
    """The value of one match; nothing where it does not say whether it is more or less."""
    if direction in _WORDS:
        return Value("factor", _WORDS[direction], rough=rough)
    named = {k: v for k, v in m.groupdict().items() if v}
    word = next(v for k, v in named.items() if k != "d").strip().lower()
    if direction == "part":
        below = named["d"]
        if below.lower() in ("g", "s"):
            return Value("factor", letter="G", power=-1, rough=rough) if below.lower() == "g" else None
        return Value("factor", Fraction(number_of(word) or 0, number_of(below) or 1), rough=rough)
    if direction in ("kept", "lost"):
        share = Fraction(word) / 100
        return Value("factor", share if direction == "kept" else 1 - share, rough=True)
    if direction == "verb" and re.match(r"[αρ\\]|alpha|rho", word):
        direction = "under"  # a multiplier below one, whichever way it is put
    if direction == "verb":
        less, more = bool(_LESS.search(text)), bool(_MORE.search(text))
        if less == more:
            return None
        direction = "over" if less else "under"
    if re.match(r"[αρ\\]|alpha|rho", word):
        return Value("factor", letter="ρ" if re.match(r"ρ|\\?rho", word) else "α", power=2 if re.search(r"2|²", word) else 1, rough=rough)
    if word[0] == "g":
        power = 2 if re.search(r"2|²", word) else 1
        return Value("factor", letter="G", power=-power if direction == "over" else power, rough=rough)
    if word[0] == "s" and number_of(word) is None:
        return None
    number = Fraction(number_of(word) or Fraction(word.replace(" ", "")))
    if not number:
        return None
    return Value("factor", 1 / number if direction == "over" else number, rough=rough)
