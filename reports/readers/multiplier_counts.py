"""What a value of a multiplier makes of the counts: "ρ = 0.5 なら計算量も半分", "a width multiplier of 0.5 halves the cost".

Slots, in any order: the multiplier of the widths or of the resolution, its value, a count, and the factor that the
count's own stretch of the sentence gives. The weights do not go with the resolution; all else is counted by running.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain
from .change_words import Item, counts_in, effect_factor

_RESOLUTION = r"\\?(?<![A-Za-z])rho(?![A-Za-z])|ρ|resolution (?:multiplier|factor|parameter)|解像度(?:の)?(?:乗数|係数|倍率)(?:パラメータ)?"
_WIDTH = r"\\?(?<![A-Za-z])alpha(?![A-Za-z])|α|width (?:multiplier|factor|parameter)|幅(?:の)?(?:乗数|係数|倍率)(?:パラメータ)?"
_SET = re.compile(
    rf"(?:(?P<size>(?:{_RESOLUTION})(?:\W{{0,3}}(?:{_RESOLUTION}))?)|(?P<channels>(?:{_WIDTH})(?:\W{{0,3}}(?:{_WIDTH}))?))\)?"
    r"\s*(?:=|:|：|を|が|は|is|of|set to|at|to)?\s*(?:(?P<n>0?\.\d{1,3}|[1-6]/[2-8])|(?P<half>半分|\bhalf\b|\bhalved\b))(?![\d^])",
    re.IGNORECASE,
)
_ANY = re.compile(f"{_RESOLUTION}|{_WIDTH}", re.IGNORECASE)
_CUT = re.compile(r"[、。;；:：（(）)]|,(?!\d)|\.(?=\s|$)|\b(?:but|while|whereas|and)\b|が(?=、)|けれど|のに対し")
_ABOUT = re.compile(r"約|およそ|ほぼ|だいたい|くらい|ぐらい|程度|≈|≒|about|roughly|approximately|almost|nearly", re.IGNORECASE)
_OTHERWISE = re.compile(r"ではな|じゃな|でなく|訳では|わけでは|\bnot\b|n't|ずつ|以下|以上|より|\beach\b|\bless than\b|\bmore than\b|精度|accuracy|もし|比べ|入出力|入力|出力|チャン?ネル|深さ方向|channels?\b|depth-?wise(?! sep)|point-?wise|1\s*x\s*1|(?<![A-Za-z])(?:dw|pw)(?![A-Za-z])", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\d.=])\s*(0\.\d{1,3})\s*(?:倍|times|of the)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Every count of which the sentence says what one value of one multiplier makes of it."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind in ("heading", "code", "fence") or s.has("question") or len(s.words) > 240:
        return
    text = plain(s.text.chars)
    causes = list(_SET.finditer(text))
    if len(causes) != 1 or _OTHERWISE.search(text):
        return
    cause = causes[0]
    role = "size" if cause["size"] else "channels"
    if any(not cause.start() <= m.start() < cause.end() for m in _ANY.finditer(text)):
        return  # ρ^2, α^2: powers are another reader's
    by = Fraction(1, 2) if cause["half"] else Fraction(cause["n"])
    blank = text[: cause.start()] + " " * len(cause[0]) + text[cause.end() :]
    counts = counts_in(s)
    for count in counts:
        start, end = _stretch(blank, count, counts, s.japanese)
        words = blank[start:end]
        grown = Fraction(m[1]) if (m := _DECIMAL.search(words)) else effect_factor(words, s.japanese)
        if grown is None or not 0 < by < 1 or not 0 < grown <= 1:
            continue
        yield Reading(
            _statement(count.value, role, by, grown, bool(_ABOUT.search(words))),
            min(cause.start(), count.start), max(cause.end(), min(end, len(s.words))),
            ("the multiplier of the resolution scales the maps alone",) if role == "size" else (),
            sure=not doubtful(s), firm=True, spare=True,
        )  # fmt: skip


def _stretch(text: str, count: Item, counts: list[Item], japanese: bool) -> tuple[int, int]:
    """The words that tell what becomes of a count: behind it; in English, around it."""
    cuts = [0, *(m.end() for m in _CUT.finditer(text)), len(text)]
    start = max(c for c in cuts if c <= count.start)
    later = [x.start for x in counts if x.start > count.start]
    end = min([c for c in cuts if c >= count.end] + later)
    return (count.end if japanese else start), end


def _statement(measure: str, role: str, by: Fraction, grown: Fraction, about: bool) -> str:
    subject, p, q = "depthwise_separable_conv2d", by.numerator, by.denominator
    if measure == "params" and role == "size":
        return f"monotone(params({subject}), size) == {'constant' if grown == 1 else 'increasing'}"
    factor = f"{grown.numerator}/{grown.denominator}"
    if role == "size":
        relation = "~=" if about else "=="
        return f"{measure}({subject}, height={p}*H, width={p}*W) {relation} {factor}*{measure}({subject}, height={q}*H, width={q}*W)"
    less, more = (f"{measure}({subject}, kernel_size=3, in_channels={256 * n}, out_channels={512 * n})" for n in (p, q))
    return f"{less} ~= {factor}*{more}"
