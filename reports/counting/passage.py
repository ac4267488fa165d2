"""A passage and the sizes that stand in it, the nearest first: sentence, row, paragraph, question, program text, heading.

Where `context` takes the few lines that a figure plainly goes on with, a passage reaches as far as its section: "30 filters
of 5x5" in a program, "a grey image" in the exercise, "the map of side 28" in the part before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

from .. import patterns as re
from ..reading import View
from ..sizes.counting import plain, with_modules
from ..sizes.setting import introduction, question
from ..text.columns import column_head
from ..text.said_numbers import value_of
from .roles import roles_in

FAR = 18  # blocks above
MOST = 16  # numbers that may be channels
LONGEST = 1_200  # letters of one text
LARGEST_WINDOW = 11
_BARE = re.compile(r"(?<![\d.A-Za-z_^])\d{1,3}(?:,\d{3}){1,4}(?!\d)|(?<![\d.^])(?<![A-Za-z]-)\d{1,5}(?![\d.]*\d|,\d{3}|\s*(?:%|％|年|月|問|章|節|倍|分の))")
_SQUARE = re.compile(r"(?<![\dx*])(\d{1,2})\s*[x*]\s*\1(?!\d|\s*[x*]\s*\d{1,4}\s*[x*]|\s*(?:の\s*)?(?:max|average|最大|平均)?\s*(?:pool|subsampl|プーリング|プール|サブサンプ))", re.IGNORECASE)
_WINDOW = re.compile(
    r"(?:kernel|filter|window)(?:_size| size)?['\"]?\s*(?:=|:|of|is|\s)\s*(\d{1,2})(?!\d|[.,]\d)|(?<![A-Za-z])[kKFfwr]\s*=\s*(\d{1,2})(?![\d.])|(?:カーネル|フィルタ|窓|幅|タップ)(?:サイズ|の幅|幅|長)?\s*(?:は|が|=|を)?\s*(\d{1,2})(?![\d.x])"
    r"|(?<![\d.])(\d{1,2})[- ]?(?:taps?\b|-?wide\b|タップ)|\b(two|three|four|five|seven)[- ](?:taps?\b|wide\b)",
    re.IGNORECASE,
)
_MAP = re.compile(r"(?<![\dx*.])(\d{1,4})\s*[x*]\s*(\d{1,4})(?:\s*[x*]\s*(\d{1,5}))?(?![\dx*]|\s*[x*]\s*\d)|[(\[]\s*(?:\d{1,4}\s*,\s*)?(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*(\d{1,5})\s*[)\]]")
_SIDE = re.compile(r"\b(?:sides?|edge|rows) (?:of )?(\d{1,4})(?!\d|[.,]\d)|一辺(?:が|は)?\s*(\d{1,4})|(?<![\d.])(\d{1,4})\s*(?:画素四方|rows\b|px square)|(?<![A-Za-z])(?:D_F|H|W|O|h|n)\s*=\s*(\d{1,4})(?![\d.])", re.IGNORECASE)
_WORDED = re.compile(
    r"\b(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|hundred|thousand|million|billion|and|\d{1,3})[ -])*(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\W*(?:\d[\d,.]*\s*[MGKk万億]?\W*)+")
_GREY = re.compile(r"\bgr[ae]y|グレー|濃淡|白黒|モノクロ|単色|MNIST|single[- ]channel|1\s*チャン?ネル", re.IGNORECASE)
_COLOUR = re.compile(r"\bRGB\b|colou?r|カラー", re.IGNORECASE)

FURTHER = re.compile(r"\b(?:second|third|next|another|further|following|last|other|more|subsequent|later|again|each|every)\b|次|もう|続|さらに|別の|[2-9二三]\s*(?:つ目|番目|層目|段目|枚目)|それぞれ|各", re.IGNORECASE)  # layers of other sizes than those told


def said_number(words: str) -> int:
    """The number that English words say, thousands and millions included.

    >>> [said_number(w) for w in ("a hundred and twenty million", "a thousand", "sixty-four", "two hundred thousand", "3 million")]
    [120000000, 1000, 64, 200000, 3000000]
    """
    total, part = 0, ""
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
    for word in words.lower().replace("-", " ").split():
        if word in scales:
            total += max(_below(part), 1) * scales[word]
            part = ""
        else:
            part += f" {word}"
    return total + _below(part)


def _below(words: str) -> int:
    kept = [w for w in words.split() if w != "and"]
    return int(kept[0]) if len(kept) == 1 and kept[0].isdigit() else value_of(" ".join(w for w in kept if not w.isdigit()))


@dataclass(frozen=True)
class Passage:
    """The texts of a passage, the figure's own first; what they give is gathered when it is asked for."""

    own: str
    row: str
    texts: tuple[str, ...]

    @cached_property
    def before(self) -> str:
        """The row, or what the sentence says up to the figure."""
        return self.row or self.own.split("#")[0]

    @cached_property
    def near(self) -> str:
        return f"{self.own} ; {self.row}"

    @cached_property
    def every(self) -> str:
        return "\n".join((self.near, *self.texts))

    def numbers(self, reach: int) -> list[int]:
        """The numbers of so many of the texts, the nearest first; a grey picture has one channel, a coloured one three."""
        found: dict[int, None] = {}
        for text in (self.near, *self.texts[:reach]):
            found |= dict.fromkeys(_numbers(text))
        return list(found)[:MOST]

    def windows(self, reach: int) -> list[int]:
        """The windows of the texts within reach; those that are named before the figure alone, if there are any."""
        found = dict.fromkeys(_windows(self.before))
        if not found:
            found = dict.fromkeys(k for text in (self.near, *self.texts[:reach]) for k in _windows(text))
        return list(found)[:4]

    def maps(self, reach: int) -> list[tuple[int, int]]:
        """Heights and widths, squares of one side included."""
        found = dict.fromkeys(_maps(self.row))
        for text in (self.near, *self.texts[:reach]) if not found else ():
            found |= dict.fromkeys(_maps(text))
        return list(found)[:8]

    def volumes(self, reach: int) -> list[int]:
        """How many values the maps have, whose depth is told with them or in the same text."""
        return list(dict.fromkeys(v for text in (self.near, *self.texts[:reach]) for v in _volumes(text)))[:6]


@lru_cache(maxsize=1024)
def _numbers(text: str) -> tuple[int, ...]:
    found = [int(n.replace(",", "")) for n in _BARE.findall(text)]
    found += [said_number(m[0]) for m in _WORDED.finditer(text)]
    found += [1] if _GREY.search(text) else []
    found += [3] if _COLOUR.search(text) else []
    return tuple(dict.fromkeys(n for n in found if n and not 1950 <= n <= 2035))


@lru_cache(maxsize=1024)
def _windows(text: str) -> tuple[int, ...]:
    named = [int(m[1]) for m in _SQUARE.finditer(text)]
    told = [next(g for g in m.groups() if g) for m in _WINDOW.finditer(text)]
    named += [int(g) if g.isdigit() else value_of(g) for g in told]
    named += roles_in(text).values.get("kernel_size", [])
    return tuple(dict.fromkeys(k for k in named if 0 < k <= LARGEST_WINDOW))


@lru_cache(maxsize=1024)
def _maps(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for m in _MAP.finditer(text):
        a, b, c = (int(m[1]), int(m[2]), int(m[3] or 0)) if m[1] else (int(m[4]), int(m[5]), int(m[6]))
        found.append((b, c) if c and b == c != a else (a, b))
    found += [(n, n) for m in _SIDE.finditer(text) for n in [int(next(g for g in m.groups() if g))]]
    return tuple(p for p in dict.fromkeys(found) if min(p) > 1 and not (p[0] == p[1] <= 3))


@lru_cache(maxsize=1024)
def _volumes(text: str) -> tuple[int, ...]:
    found = [prod(int(g) for g in m.groups() if g) for m in _MAP.finditer(text) if m[3] or m[6]]
    flat = [a * b for a, b in _maps(text)]
    return tuple(dict.fromkeys([*found, *(n * depth for n in flat[:2] for depth in _numbers(text)[:6] if depth < 4096)]))


def passage_of(view: View, start: int, end: int) -> Passage:
    """The passage around a figure, which is itself left out."""
    s = view.sentence
    chars = plain(s.text.chars)
    own = with_modules(view, chars[:start] + " # " + chars[end:])
    return Passage(own, _row(view), _above(view))


def _row(view: View) -> str:
    s, outline = view.sentence, view.outline
    if s.cell is None:
        return ""
    cells = [plain(e.text.chars) for e in outline.sentences[s.block] if e.cell == 0 and s.cell]
    others = [plain(e.text.chars) for e in outline.sentences[s.block] if e.cell not in (0, s.cell)]
    return with_modules(view, " ; ".join([*cells, *(o for o in others if not re.fullmatch(r"[\s\d,.MGk]*", o)), plain(column_head(view))]))


def _above(view: View) -> tuple[str, ...]:
    """The texts above in the section, the question's and the introduction's among them, program text as it stands; kept."""
    kept = view.kept.setdefault("texts of the passage", {})
    if "above" not in kept:
        kept["above"] = tuple(dict.fromkeys(plain(t[:LONGEST]) for t in _texts(view)))
    return kept["above"]


def _texts(view: View) -> Iterator[str]:
    s, outline = view.sentence, view.outline
    yield from (with_modules(view, e.text.chars) for e in reversed(outline.sentences[s.block]) if e.cell is None and e.number < s.number)
    yield from (with_modules(view, e.text.chars) for e in reversed(outline.sentences[s.block]) if e.cell is None and e.number == s.number + 1)
    yield from (e.text.chars for e in question(view))
    code: dict[int, str] = {}
    for c in outline.comments:
        if c.block.kind == "code" and s.block - FAR <= c.after <= s.block:
            code[c.after] = f"{code.get(c.after, '')}\n{c.block.raw}"
    for at in range(s.block, max(-1, s.block - FAR), -1):
        if at < s.block:
            if outline.blocks[at].kind == "heading":
                break
            cells = [e.text.chars for e in outline.sentences[at] if e.cell is not None and not _FIGURES.fullmatch(e.text.chars)]
            yield from [with_modules(view, " ; ".join(cells))] if cells else []
            yield from (with_modules(view, e.text.chars) for e in reversed(outline.sentences[at]) if e.cell is None)
        if at in code:
            yield code[at]
    yield from (e.text.chars for e in introduction(view))
    for heading in outline.headings(s.block):
        yield outline.blocks[heading].raw
