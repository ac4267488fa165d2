"""The values that a sentence states, each with what it counts: 760 個, 32x32x24, a field of 15, an eighth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .. import patterns as re
from ..reading import View
from ..sizes.attribution import only_word, said_before, section_measure
from ..sizes.counting import plain
from ..text.columns import column_head

SHORT = 48
EXACT, ABOUT, SLIPPED = "exactly", "about", "but for a slip of the pen"  # how a count is to agree
SMALL = 64  # a smaller number without a unit is a size, if it is anything
_NUMBER = r"\d{1,3}(?:(?:,|\{,\}|，)\d{3}){1,5}(?!\d)|\d{1,15}(?!\d)"
_NUMBERED = re.compile(r"^\s*(?:答え?|解答?|A|問|Q)\s*\d{1,2}[.:)](?=\s*[\d(])")  # of an answer: 答1.32
_SHAPE = re.compile(
    r"(?<![\d.x*^/A-Za-z(=-])(\d{1,4})\s*[x*]\s*(\d{1,4})(?:\s*[x*]\s*(\d{1,5}))?(?!\s*[x*/^]|\d|\.\d|\s*=\s*\d)"
)
_TUPLE = re.compile(r"(?<![A-Za-z])[(\[]\s*(\d{1,4})\s*,\s*(\d{1,4})\s*(?:,\s*(\d{1,5})\s*)?[)\]]")
_COUNT = re.compile(
    rf"(?<![\d.^/{{*xA-Za-z_])(?<!\d,)(?<![*x] )(?P<n>{_NUMBER})(?P<point>\.\d{{1,9}})?"
    r"(?P<unit>\s*(?:万|億|million\b|billion\b|[MGBKk]\b)?\s*(?:個の?|つの|回の?|枚|本|点|組|means?\b|statistics\b|チャン?ネル|ch\b|channels?\b|maps?\b|feature maps\b|out\b"
    r"|(?:(?:learnable|trainable|learned|free)\s+)?(?:parameters?|params|weights?|numbers|values)\b"
    r"|multipl\w+|mult-?add\w*|MACs?\b|madds?\b|operations\b|パラメータ|重み|画素|ピクセル|マス|サンプル|samples?\b|pixels?\b|px\b|steps?\b|positions?\b|taps?\b|units?\b|outputs?\b|inputs?\b|次元)?)",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\s*(?:[x*^]\s*\d|→|->|年|月|日|時|層|layers?\b|epochs?\b|エポック|回目|枚目|つ目|番|章|節|%|％|倍|分の|percent|times\b|-?fold|ms\b|秒|seconds?\b|bytes?\b|バイト|[MGK]B\b|k?Hz|ビット|bits?\b|st\b|nd\b|rd\b|th\b|GPU|クラス|classes|人|名|件|冊|頁|ページ|単語|語|文字|台|円|週|歳|分(?!の)|(?:training |test )?(?:images?|pictures?|photos?|examples?)\b|(?:words?|tokens?|people|students?|pages?|sentences?|users?|citations?|minutes?|hours?|days?|weeks?|months?|years?)\b)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:(?:第|図|表|式|問|例|fig\w*\.?|table|eq\.?|equation|section|step|layer|block)\s*|[A-Za-z]-?|ver\.?|v|No\.?|#|CIFAR-?|[A-Za-z_}]\s*=\s*|(?<!comes )(?<!come )(?<!amounts )(?<!amount )(?<!up )\bto\s|[+/*x^]\s*|- )$",
    re.IGNORECASE,
)
_COEFFICIENT = re.compile(r"(?![kKMGB])[A-Za-z](?![A-Za-z])|\(\s*[a-zA-Z]\b")
_ENUMERATED = re.compile(r"(?:^|[.。;:\s])[(（]$")
_UNITS = (
    ("macs", re.compile(r"回|multipl|mult-?add|MAC|madd|operations", re.IGNORECASE)),
    ("params", re.compile(r"param|weight|パラメータ|重み", re.IGNORECASE)),
    ("things", re.compile(r"個|つの|numbers|values", re.IGNORECASE)),
    ("channels", re.compile(r"枚|チャン?ネル|ch\b|channel|maps?\b|\bout\b", re.IGNORECASE)),
    ("extent", re.compile(r"点|画素|ピクセル|マス|サンプル|sample|pixel|px|step|position|tap", re.IGNORECASE)),
)
_SCALES = (
    ("万", 10**4),
    ("億", 10**8),
    ("million", 10**6),
    ("billion", 10**9),
    ("M", 10**6),
    ("G", 10**9),
    ("B", 10**9),
    ("K", 10**3),
    ("k", 10**3),
)
_SEES = re.compile(
    r"受容野|視野|見(?:え|渡|る|て)|届|またが|receptive|field|\bsees?\b|\bspan|\bcovers?\b|\bwide\b|reach|looks? back",
    re.IGNORECASE,
)
_WINDOW = re.compile(r"フィルタ|カーネル|\bfilters?\b|\bkernels?\b|重み|weights?\b", re.IGNORECASE)
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDED = re.compile(rf"\b({'|'.join(_NUMBERS)})\b(?=\s+(?:outputs?|values|numbers|positions|wide)\b)", re.IGNORECASE)
_MULTIPLIED = re.compile(r"\bmult|\bmadds?\b|MACs?\b|FLOPs?\b|\bops\b|積和|掛け算|かけ算|演算", re.IGNORECASE)
_SIZE_COLUMN = re.compile(r"\bout|出力|shape|size|形|サイズ|channels|チャン?ネル", re.IGNORECASE)
_CHANNEL_COLUMN = re.compile(r"channels|チャン?ネル|\bch\b", re.IGNORECASE)
_VALUES_COLUMN = re.compile(
    r"\bneurons?\b|\bunits?\b|\bvalues\b|\bactivations?\b|\belements\b|\bentries\b|\bnumbers\b|ニューロン|ユニット|値の|要素|活性|数値",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?P<inverse>\d{1,9}(?:\.\d{1,9})?)\s*分の\s*(?:1|一)|(?P<slash>(?<![\d/])1\s*/\s*\d{1,9}(?:\.\d{1,9})?(?![\d/^]))"
    r"|(?P<times>\d{1,9}(?:\.\d{1,9})?)\s*(?:倍|times\b(?!\s+\d)|-?fold\b|x\s+(?:fewer|less|more|cheaper|smaller|larger|as)\b)"
    r"|(?P<percent>\d{1,9}(?:\.\d{1,9})?)\s*(?:%|％|percent\b|パーセント)|(?P<wari>\d)\s*割(?:(?P<bu>\d)\s*分)?"
    r"|\b(?:an?|one)[ -](?P<word>half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twentieth)\b|\ba (?P<large>hundred|thousand) times\b|(?P<half>半分|半減|\bhalf\b|\bhalv(?:es|ed|ing)\b)",
    re.IGNORECASE,
)
_WORDS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
}
_LESS = re.compile(
    r"\s*(?:の|ほど|ぐらい|くらい|も|を|近く|以上|前後)*\s*(?:減|節約|削減|カット|少な|小さ|軽|落と|浮|安く|less\b|fewer\b|smaller\b|reduction|sav(?:e|ing)|cheaper|off\b|drop)",
    re.IGNORECASE,
)
_LESS_BEFORE = re.compile(
    r"(?:\bsav(?:es?|ed|ing)|\b(?:reduc\w+|cut\w*|drop\w*|down|shr[iu]nk\w*|lower\w*|fall\w*)[^.,;%]{0,12}\bby|(?:節約|削減|減少)(?:率|量|幅)?は)\s*(?:about|roughly|some|nearly|約)?\s*$",
    re.IGNORECASE,
)
ROUNDED = re.compile(
    r"(?:約|およそ|ほぼ|おおよそ|だいたい|ざっと|about|roughly|approximately|around|nearly|almost|some|≈|~|\\approx|\\simeq|ca\.?)\s*(?:an?\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """A value: what it is (`kind`), of what (`unit`, empty where nothing says so), the numbers, the place."""

    kind: str
    unit: str
    numbers: tuple[int, ...]
    start: int
    end: int
    about: bool = False
    share: Fraction = Fraction(0)  # what one count is of another; of "30 % less", 7/10
    places: int = 0
    named: bool = False  # whether the sentence or the column itself says what is counted
    slipped: bool = False  # whether what it may have been meant to be is looked for

    @property
    def number(self) -> int:
        return self.numbers[0]

    @property
    def how(self) -> str:
        """How a count is to agree with the number."""
        return SLIPPED if self.slipped else ABOUT if self.about else EXACT

    @property
    def printed(self) -> str:
        """The number in the statement language: the zeros of one that is said to be about so much are no digits."""
        digits = str(self.number).rstrip("0")
        zeros = len(str(self.number)) - len(digits)
        return f"{digits}*{10**zeros}" if self.about and zeros and digits else str(self.number)


def stated(view: View) -> Iterator[Stated]:
    """The values of a sentence, in order."""
    text = _NUMBERED.sub(lambda m: " " * len(m[0]), plain(view.sentence.text.chars))
    yield from sorted([*_shapes(text), *_shares(text), *_counts(view, text)], key=lambda v: v.start)


def _shapes(text: str) -> Iterator[Stated]:
    for m in (*_SHAPE.finditer(text), *_TUPLE.finditer(text)):
        yield Stated("shape", "", tuple(int(g) for g in m.groups() if g), m.start(), m.end())


def _shares(text: str) -> Iterator[Stated]:
    for m in _SHARE.finditer(text):
        share, places = _share(m)
        if share <= 0:
            continue
        less = _LESS.match(text, m.end()) or _LESS_BEFORE.search(text, max(0, m.start() - 24), m.start())
        if m["percent"] or m["wari"] or m["half"]:
            share = 1 - share if less and not m["half"] else share
        elif m["times"] and share != 1 and _LESS.match(text, m.end()):
            share = 1 / share
        yield Stated("share", "", (), m.start(), m.end(), True, share, places)


def _share(m: re.Match[str]) -> tuple[Fraction, int]:
    """What a share comes to, and how many decimals it is printed with."""
    if m["word"] or m["half"]:
        return Fraction(1, _WORDS[(m["word"] or "half").lower()]), 0
    if m["large"]:
        return Fraction(100 if m["large"].lower() == "hundred" else 1_000), 0
    if m["wari"]:
        return Fraction(int(m["wari"] + (m["bu"] or "")), 100 if m["bu"] else 10), 0
    text = m["inverse"] or m["times"] or m["percent"] or m["slash"].split("/")[1].strip()
    number, places = Fraction(text), len(text.partition(".")[2])
    if not number:
        return Fraction(0), 0
    return (number if m["times"] else number / 100 if m["percent"] else 1 / number), places


def _counts(view: View, text: str) -> Iterator[Stated]:
    for m in _WORDED.finditer(text):
        yield Stated("size", "", (_NUMBERS.index(m[1].lower()),), m.start(), m.end())
    inherited: str | None = None
    for m in _COUNT.finditer(text):
        number, end = int(re.sub(r"\D", "", m["n"])), m.end()
        if _ENUMERATED.search(text, max(0, m.start() - 4), m.start()) and text[m.end("n") : m.end("n") + 1] in (")", "）"):
            continue  # (3) begins a part
        if _COEFFICIENT.match(text, m.end("n")):
            continue  # 3n, 3(n - 1)
        if _NO_COUNT.match(text, m.end("n")) or _LABELS.search(text[max(0, m.start() - 16) : m.start()]):
            continue
        scale = next((f for word, f in _SCALES if m["unit"].strip().startswith(word)), 1)
        if m["point"]:
            if scale == 1:
                continue
            number, scale = int(Fraction(m["n"].replace(",", "") + m["point"]) * scale), 1
        rest = m["unit"].strip()
        unit = next((name for name, pattern in _UNITS if rest and pattern.search(rest)), "")
        named = unit not in ("", "things") or bool(only_word(view.sentence))
        if unit in ("", "things"):
            inherited = measure_of(view, bool(unit)) if inherited is None else inherited
            named = named or (view.sentence.cell is not None and bool(inherited))
            unit = inherited if unit == "" or inherited == "params" else "params" if _WINDOW.search(text) else ""
        if unit in ("extent", "") and (_SEES.search(text) or _SEES.search(column_head(view))):
            unit = "extent"
        kind = "extent" if unit in ("extent", "channels") else "count"
        if kind == "count" and number * scale < SMALL and not rest:
            kind = "size"
        yield Stated(
            kind,
            unit,
            (number * scale,),
            m.start(),
            end,
            scale > 1 or bool(m["point"]) or bool(ROUNDED.search(text[: m.start()])),
            named=named,
        )


def measure_of(view: View, unit: bool = False) -> str:
    """What a bare number of the sentence counts, by its words, its column, its list or its section; empty if nothing says."""
    s, outline = view.sentence, view.outline
    if word := only_word(s):
        return word[0]
    if s.cell is not None:
        header = outline.blocks[s.block].header
        heads = [e for e in outline.sentences[header] if e.cell == s.cell] if header is not None else []
        if heads and _VALUES_COLUMN.search(heads[0].words) and not only_word(heads[0]):
            return ""
        for one in (*heads, *(e for e in outline.sentences[s.block] if e.cell == 0 and s.cell)):
            if word := only_word(one):
                return word[0]
        if heads and _MULTIPLIED.search(heads[0].words):
            return "macs"
        if heads and _CHANNEL_COLUMN.search(heads[0].words):
            return "channels"
        if heads and _SIZE_COLUMN.search(heads[0].words):
            return ""
    if not _stands_alone(view) and not unit:
        return ""
    for one in said_before(view):
        if word := only_word(one):
            return word[0]
    found = section_measure(view)
    return found[0] if found else ""


def _stands_alone(view: View) -> bool:
    """Whether a bare number counts what the lines around it count: in a cell, an item, a line of a few words."""
    s = view.sentence
    return s.cell is not None or view.outline.blocks[s.block].kind == "item" or len(s.words) <= SHORT
