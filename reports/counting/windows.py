"""Windows compared by what they hold and cost at equal channels: 5x5 against two 3x3, 3x3 into 3x1 and 1x3, 3×3 → 1×1.

The windows of the sentence (each with how many there are of it) fall into two alternatives; the factor, the share or
the saving that is stated is tested against the quotient of their areas, whatever connects them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import doubtful, plain

_WINDOW = re.compile(r"(?<![\dx.])(\d{1,2})\s*x\s*(\d{1,2})(?!\d|\s*x\s*\d|\s*=)")
_JOINED = re.compile(
    r"\s*(?:conv\w*|filters?|kernels?|layers?|の?(?:畳み?込み)?(?:層)?)?\s*(?:followed by|and then|then|plus|\+|and|と|、続けて|の(?:後|あと)に)\s*(?:an? |one )?\s*$",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "half": 2,
    "third": 3,
    "quarter": 4,
    "a": 1,
    "an": 1,
}
_MANY_BEFORE = re.compile(r"\b(two|three|four|[2-4])\s+(?:stacked |successive |consecutive |such )?$", re.IGNORECASE)
_MANY_AFTER = re.compile(r"\s*(?:の?畳み?込み)?(?:層)?\s*(?:を|が|の)?\s*([2-4二三四])\s*(?:層|段|つ|回|枚重)")
_JA = {"二": 2, "三": 3, "四": 4}
_FACTOR = re.compile(
    r"(?P<top>\d{1,4})\s*/\s*(?P<bottom>\d{1,4})(?!\d)|(?P<inverse>\d{1,3}(?:\.\d{1,3})?)\s*分の\s*(?:1|一)|(?P<times>\d{1,3}(?:\.\d{1,3})?|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b)\s*(?:倍|times\b|-?fold|x\b(?!\s*\d))"
    r"|(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*(?:%|％|percent|パーセント)|\b(?:a|one)[ -](?P<word>half|third|quarter)\b|(?P<half>半分|半減|\bhalf\b|\bhalv\w+)",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"少な|減|節約|削減|小さ|軽|安|浮|fewer|less\b|smaller|cheaper|sav|reduc|cut|drop|lighter", re.IGNORECASE
)
_MORE = re.compile(r"\bmore\b|larger|heavier|多い|多く|増え|増や", re.IGNORECASE)
_TO = re.compile(r"(?:まで|にまで|only|just|remain|left|残)", re.IGNORECASE)
_MEASURE = (
    ("params", re.compile(r"param|weights?\b|パラメ|重み", re.IGNORECASE)),
    (
        "macs",
        re.compile(
            r"multipl|mult-?add|\bMACs?\b|FLOP|\bcosts?\b|\bcompute\b|計算|演算|積和|乗算|掛け算", re.IGNORECASE
        ),
    ),
)
_OTHER = re.compile(
    r"depth-?wise|point-?wise|separable|分離|グループ|group|stride|ストライド|resolution|解像度|画像|images?\b|maps?\b|入力サイズ|receptive|受容野|dilat|ではな|\bnot\b|もし|例えば\d|bottleneck|ボトルネック|\btime\b|longer|faster|slower|seconds|GPU|メモリ|memory|速|時間|精度|accura|ch\b|チャネルを|channels? (?:from|to)\b",
    re.IGNORECASE,
)
OFF = Fraction(1, 12)


@dataclass(frozen=True)
class _Window:
    height: int
    width: int
    many: int

    @property
    def area(self) -> int:
        return self.many * self.height * self.width

    def counted(self, measure: str) -> str:
        more = ", height=8, width=8" if measure == "macs" else ", bias=false"
        call = f"{measure}(conv2d, kernel_height={self.height}, kernel_width={self.width}, in_channels=C, out_channels=C{more})"
        return f"{self.many}*{call}" if self.many > 1 else call


def read(view: View) -> Iterator[Reading]:
    """What a sentence says of two windows' counts."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.cell is not None or s.words.rstrip().endswith(("?", "？")):
        return
    text = plain(s.text.chars)
    measures = [name for name, pattern in _MEASURE if pattern.search(text)]
    found = list(_alternatives(text))
    if len(found) != 2 or len(measures) != 1 or _OTHER.search(text):
        return
    one, other = found
    areas = [sum(w.area for w in group) for group in (one, other)]
    blank = _WINDOW.sub(lambda m: " " * len(m[0]), text)
    factors = list(_FACTOR.finditer(blank))
    if len(factors) != 1 or areas[0] == areas[1] or _other_numbers(blank, factors[0]):
        return
    yield from _tested(view, measures[0], found, areas, factors[0], blank)


_OF_LAYERS = re.compile(
    r"\b[2-4]\s+(?:stacked|layers|such)|[2-4]\s*(?:層|段|つ|回|枚)|[49]\d?\s*C\s*(?:\^|\*\*)?\s*[2²]"
)


def _other_numbers(text: str, factor: re.Match[str]) -> bool:
    """Whether numbers are left that are no windows: then the factor may be theirs."""
    rest = _OF_LAYERS.sub("", text[: factor.start()] + " " + text[factor.end() :])
    return bool(re.search(r"\d", rest))


def _alternatives(text: str) -> Iterator[list[_Window]]:
    """The windows in groups: those that follow each other belong together."""
    group: list[_Window] = []
    end = 0
    for m in _WINDOW.finditer(text):
        before, after = _MANY_BEFORE.search(text[: m.start()]), _MANY_AFTER.match(text, m.end())
        said = (before or after)[1].lower() if before or after else "1"  # type: ignore[index] - one of them matched
        window = _Window(int(m[1]), int(m[2]), _NUMBERS.get(said) or _JA.get(said) or int(said))
        if not 0 < window.height < 16 or not 0 < window.width < 16:
            return
        if (
            group
            and _JOINED.fullmatch(text[end : m.start()])
            and (window.height != window.width or group[-1].height != group[-1].width)
        ):
            group.append(window)
        else:
            if group:
                yield group
            group = [window]
        end = m.end()
    if group:
        yield group


def _tested(
    view: View, measure: str, found: list[list[_Window]], areas: list[int], m: re.Match[str], text: str
) -> Iterator[Reading]:
    """The quotient in the direction in which it comes out; where it comes out in none, it is wrong."""
    kind = m.lastgroup or ""
    value = Fraction(int(m["top"]), int(m["bottom"] or 1)) if m["top"] and int(m["bottom"]) else _value(m, kind)
    if not value or value > 200:
        return
    larger, smaller = sorted(range(2), key=lambda i: -areas[i])
    quotient = Fraction(areas[smaller], areas[larger])
    less = _LESS.search(text) and not _TO.search(text[max(0, m.start() - 8) : m.end() + 6])
    if kind == "percent":
        ways = {1 / quotient - 1} if _MORE.search(text) else {1 - quotient} if less else {quotient}
    else:
        once = kind in ("half", "word", "inverse")
        ways = {quotient} if once else {quotient, 1 / quotient, *({1 - quotient} if less else ())}
    fits = next((w for w in ways if abs(w - value) <= (Fraction(1, 80) if kind == "percent" else w / 30)), None)
    off = all(abs(w - value) > OFF * max(w, value) for w in ways)
    if fits is None and (not off or doubtful(view.sentence)):
        return
    plainly = 1 / quotient if value > 1 else quotient
    target = fits if fits is not None else min(ways, key=lambda w: abs(w - value)) if kind == "percent" else plainly
    left, right = (" + ".join(w.counted(measure) for w in found[i]) for i in (smaller, larger))
    ratio = f"({right})/({left})" if target == 1 / quotient else f"({left})/({right})"
    said = f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)
    if kind == "percent" and target == 1 / quotient - 1:
        ratio = f"({right})/({left}) - 1"
    statement = f"{'1 - ' if target == 1 - quotient else ''}{ratio} {'==' if value == target else '~='} {said}"
    yield Reading(
        statement,
        m.start(),
        m.end(),
        ("the windows at equal channels",),
        firm=True,
        predicate=f"{measure}_ratio",
        spare=True,
    )


def _value(m: re.Match[str], kind: str) -> Fraction:
    word = m[kind].lower()
    if kind in ("half", "word"):
        return Fraction(1, _NUMBERS.get(word, 2))
    number = Fraction(_NUMBERS[word]) if word in _NUMBERS else Fraction(word)
    return number / 100 if kind == "percent" else 1 / number if kind == "inverse" and number else number
