"""How often one count goes into another: "2160 / 672, ratio ≈ 0.31", "69,632 against 589,824, about 8.5 times fewer".

The two counts are the only ones of the sentence, or of the lines just above it, or those of two rows of the table above;
the factor, share or saving is tested against their quotient in every way it is said (part, multiple, what is left, saved).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..text.sentences import Sentence
from .compared_rows import rows_compared
from .figures import Figure, figures

_FACTOR = re.compile(
    r"(?P<inverse>\d{1,4}(?:\.\d{1,4})?)\s*分の\s*(?:1|一)|(?<![\d./])1\s*/\s*(?P<slash>\d{1,4}(?:\.\d{1,4})?)(?![\d/^])"
    r"|(?P<times>\d{1,4}(?:\.\d{1,4})?)\s*(?:倍|times\b(?!\s*\d)|-?fold\b|[x×](?=\s*(?:saving|reduction|cheaper|fewer|less|smaller|more|faster|speed|as\b|[,.;)]|$)))"
    r"|(?P<percent>\d{1,3}(?:\.\d{1,4})?)\s*(?:%|％|percent\b|パーセント)"
    r"|(?:比率?|割合|\bratio|\bquotient)\s*(?:は|が|:|：|=|≈|≒|is|of|about|roughly|約|\s){1,4}(?P<ratio>\d{1,4}(?:\.\d{1,4})?)(?!\d|\s*(?:[x*/%％割:対]|分の|倍|to\b))",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:[A-Za-z_]|[\^/*+-]\s*|(?<![A-Za-z])x\s*|(?:conv|fc|図|表|式)\s*)$", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"\s*(?:[x*/^]|→|->|-?\s*(?:ch\b|channels?|チャン?ネル)|枚|層|layers?\b|units?\b|ユニット|ニューロン|neurons?|classes|クラス|inputs?\b|outputs?\b|filters?\b|kernels?\b"
    r"|フィルタ|カーネル|個の?(?:入力|出力|フィルタ|チャ|ユニット)|画素|pixels?|positions?|次元|dim|年|ms\b|秒|%|％|倍|分の|times\b|-?fold|x\b|-d\b|MB|GB|bytes?)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"比|倍|分の|割合|削減|節約|減|軽|少な|ratio|times|fold|saving|saves?|fewer|less|cheaper|smaller|reduc|cut|more|larger|heavier|factor|percent|%|％|speed|\bx\b|\dx",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"doubl|twice|tripl|2倍に|if\b|仮に|もし|was|would|仕方|それぞれ|respectively|each|一方|ではな|\bnot\b|誤|wrong|mistak|忘れ|forget",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s*(?:個|回|の?(?:重み|パラメータ|積和|乗算)|mult|MAC|madd|weights?\b|param|operations\b|FLOP)|\s*[。.;]?\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[:：]\s*(?:約|about |roughly )?$")
_OF_COUNTS = re.compile(
    r"\s*(?:times\s+)?(?:fewer|less|smaller|cheaper|lighter|more (?:weights|param|mult|costly|expensive)|larger|heavier|as (?:many|much|large|big|heavy|expensive)|the (?:weights|parameters|cost))\b|\s*(?:の|ほど|も|くらい|ぐらい)*(?:少な|小さ|軽|多[いくか]|重[いく])",
    re.IGNORECASE,
)
_OF_NO_COUNT = re.compile(r"faster|slower|deeper|shallower|longer|wider|accura|error|time\b|latency|memory|速|深|時間|精度|メモリ", re.IGNORECASE)
LEAST, LARGE = 100, 1_000  # a smaller number is a size; one between may be either
BACK = 4  # sentences above that are looked at
REACH = 8  # blocks in which a third count may stand
CLEARLY_OFF = Fraction(12, 100)


@dataclass(frozen=True)
class _Share:
    value: Fraction
    unit: Fraction
    start: int
    end: int
    whole: bool  # percent of a whole: part or remainder, never more than it


def read(view: View) -> Iterator[Reading]:
    """The factors and shares of a sentence that compare two counts within reach."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.words.rstrip().endswith(("?", "？")) or s.cell is not None:
        return
    text = plain(s.text.chars)
    shares = list(_shares(text))
    if len(shares) != 1 or not _COMPARES.search(text):
        return
    share = shares[0]
    own = [f for f in _counts(text) if f.end <= share.start or f.start >= share.end]
    above = [] if own else _above(view)
    rows = [] if own or above else rows_compared(view, text)
    two = own or above or rows
    near = bool(own) or not re.search(r"\d", text[: share.start] + text[share.end :])
    plain_rows = bool(rows) and bool(_OF_COUNTS.match(text, share.end)) and not _OF_NO_COUNT.search(text)
    if len(two) != 2 or two[0].value == two[1].value:
        return
    statement, fits = _compared(two, share)
    if fits or (statement and not share.whole and not _MORE.search(text) and (plain_rows or (near and _alone(view, two)))):
        yield Reading(
            statement,
            share.start,
            share.end,
            ("the quotient of the two counts",),
            predicate="arithmetic",
            firm=True,
            sure=not fits,  # what fits nearly is no mistake: another share may be meant
            spare=fits,
        )


def _alone(view: View, two: list[Figure]) -> bool:
    """Whether the two counts are the only ones of the section as far as it is in reach: no third may be meant."""
    s, outline = view.sentence, view.outline
    if outline.blocks[s.block].kind in ("code", "fence"):
        return False
    around = [e for e in outline.sentences_of_section(s.block) if s.block - REACH <= e.block <= s.block]
    others = [f for e in around for f in _counts(plain(e.text.chars), most=LEAST)]
    return all(
        any(f.value == k.value or ((f.scaled or k.scaled) and abs(f.value - k.value) * 50 <= k.value) for k in two)
        for f in others
    )


def _shares(text: str) -> Iterator[_Share]:
    for m in _FACTOR.finditer(text):
        kind = m.lastgroup or ""
        number = m[kind]
        value, places = Fraction(number), len(number.partition(".")[2])
        unit = Fraction(1, 10**places)
        if not value:
            continue
        if kind == "percent":
            yield _Share(value / 100, unit / 100, m.start(), m.end(), True)
        elif kind in ("inverse", "slash"):
            yield _Share(1 / value, unit / value / value, m.start(), m.end(), False)
        else:
            yield _Share(value, unit, m.start(), m.end(), False)


def _counts(text: str, most: int = LARGE) -> list[Figure]:
    """The figures of a text that may be counts: large, no sizes, no factors of a product; a number said again once."""
    found: list[Figure] = []
    for f in figures(text):
        small = f.value < most and not (_UNIT.match(text, f.end) and _LABEL.search(text[: f.start]))
        if (
            f.value < LEAST
            or small
            or _NO_COUNT.match(text, f.end)
            or _LABELLED.search(text[max(0, f.start - 6) : f.start])
        ):
            continue
        if not any(
            f.value == g.value or ((f.scaled or g.scaled) and abs(f.value - g.value) * 50 <= g.value) for g in found
        ):
            found.append(f)
    return found


def _above(view: View) -> list[Figure]:
    """The counts of the lines just above, back to the heading; none where there are not two."""
    found: list[Figure] = []
    for one in _lines_above(view):
        counts = _counts(plain(one.text.chars))
        found = [*counts, *found]
        if len(found) >= 2:
            return found
    return []


def _lines_above(view: View) -> Iterator[Sentence]:
    outline, s = view.outline, view.sentence
    count = 0
    for at in range(s.block, max(-1, s.block - BACK), -1):
        if at != s.block and outline.blocks[at].kind == "heading":
            return
        for one in reversed(outline.sentences[at][: s.number] if at == s.block else outline.sentences[at]):
            count += 1
            if count > BACK or one.cell is not None:
                return
            yield one


def _printed(share: _Share) -> str:
    """The share with the places it is printed with, which say how near it has to be: 0.002 of 0.2 %, 1/9."""
    value, unit = share.value, share.unit
    if value.denominator == 1:
        return str(value.numerator)
    places = len(str(unit.denominator)) - 1
    decimal = unit.numerator == 1 and unit.denominator == 10**places
    return f"{float(value):.{places}f}" if decimal else f"{value.numerator}/{value.denominator}"


def _compared(two: list[Figure], share: _Share) -> tuple[str, bool]:
    """The statement of the quotient, and whether it is what the sentence says; no statement where it may be another way."""
    text = _printed(share)
    best = ""
    off = Fraction(10**9)
    for a, b in permutations(two, 2):
        quotient = a.value / b.value
        ways = {f"({a.text})/({b.text})": quotient}
        if quotient < 1:
            ways[f"1 - ({a.text})/({b.text})"] = 1 - quotient
        elif not share.whole:
            ways[f"({a.text})/({b.text}) - 1"] = quotient - 1
        for words, value in ways.items():
            slack = max(share.unit / 2, value / 40)
            if abs(value - share.value) <= slack:
                return f"{words} ~= {text}", True
            far = abs(value - share.value) / max(value, share.value)
            if far < off and "-" not in words:
                best, off = words, far
            elif far < CLEARLY_OFF:
                return "", False
    if off < CLEARLY_OFF:
        return "", False
    return f"{best} ~= {text}", False
