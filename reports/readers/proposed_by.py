"""By whom something was published, when, and which competition it won: 2017年、GoogleのHowardら; (He et al., 2015).

What was published is named in the sentence or, where the sentence names nothing, by the item or the heading above. A name
counts in brackets behind it, with a word of publishing, or where the line has hardly more than names and a year. All is
looked up in the cited table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from ..vocabulary import lexicon

_YEAR = re.compile(r"(?<![\d.,])((?:19[5-9]|20[0-3])\d)(?!\d)(?!\s*(?:x|×|枚|個|ch|チャ|画素|pixel|param|weights|回|次元|層|ユニット|units|\.\d))")
_TOLD = re.compile(r"発表|提案|開発|考案|公開|発明|導入|\b(?:published|proposed|introduced|presented|developed|invented|designed|suggested|due to|by)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"コード|改良|改善|実装|講義|更新|参照|引用|閲覧|再現|発展|拡張|版(?!の論文)|初期化|元に|基に|もとに|影響|受けて|続い|以前|以降|ではな|比べ"
    r"|\b(?:accessed|lecture|course|edition|cited|implementation|improved|versions?|pytorch|tensorflow|keras|code|tutorial|repo\w*|init\w*|variant|later|follow\w*|extend\w*|based on|not|unlike|inspired|after|before|reimplement\w*|shown?|found|compare\w*)\b",
    re.IGNORECASE,
)
_FIRST = r"(?:[A-Z][\w.-]+\s)?"
_FILL = re.compile(
    r"\bet\s+al\b\.?|\b(?:and|by|of|in|at|the|paper|authors?|proposed|published|introduced|from|for)\b|さん|研究(?:所|チーム)|チーム|社|らが|らに|らの|ら|により|によって|による|が|の|に|年|発表|提案|開発|論文|さ?れ(?:た|る)|し(?:た|ました)?|著者|提案者|発表者|Research|Brain|Asia|[\W_\d]+"
)
_WON = re.compile(r"(?P<ja>(?<!準)優勝|[1１一]位|首位)|(?P<ja2>準優勝|[2２二]位)|\b(?:(?P<en>w[oi]n(?:s|ner|ning)?|first place)|(?P<en2>second(?: place)?|runner-?up))\b", re.IGNORECASE)
_CONTEST = re.compile(r"ILSVRC|ImageNet|イメージネット|コンペ(?:ティション)?|\bchallenge\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"位置|定位|検出|locali[sz]|detection|COCO|セグメン|segment|チーム|モデル(?:たち|の多く)|ensemble|より|以来|今まで|以降|\bsince\b|\bthan\b|\bnot\b|ではな|\berror\b", re.IGNORECASE)
_A_VERSION = re.compile(r"(?<![A-Za-z])[vV] ?[1-4](?![A-Za-z\d])|バージョン|\bversion\b")  # of what the heading names: another paper's
_IT = re.compile(r"\W*(?:it|this|they|the (?:network|model|latter|former))\b|\W*(?:これ|それ|同モデル|このネットワーク)", re.IGNORECASE)
_LONGEST = 160


@dataclass(frozen=True)
class _Place:
    """Something that is named, where it stands."""

    start: int
    end: int
    name: str


@cache
def _pattern(table: str) -> re.Pattern[str]:
    every = "|".join(f"(?P<{name}>{text})" for name, text in lexicon("people")[table].items())
    return re.compile(rf"(?<![A-Za-z])(?:{every})(?![A-Za-z])")


def _named(table: str, text: str) -> list[_Place]:
    return [_Place(m.start(), m.end(), str(m.lastgroup)) for m in _pattern(table).finditer(text)]


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of authors, of the year beside them, and of a competition."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or s.words.rstrip().endswith(("?", "？")) or s.has("hedged") or len(s.words) > _LONGEST:
        return
    subjects, people = _named("subjects", s.words), _named("names", s.words)
    yield from _won(view, subjects)
    if people and not _OTHER.search(_without_names(_telling(s.words, people), people)):
        yield from _authors(view, subjects, people)


def _telling(text: str, people: list[_Place]) -> str:
    """The words up to the comma behind names that publish something: what follows is told of something else."""
    told = _TOLD.search(text, people[-1].end)
    cut = re.compile(r"[、,，;；]").search(text, told.end()) if told else None
    return text[: cut.start()] if cut else text


def _without_names(text: str, people: list[_Place]) -> str:
    return "".join(" " if any(p.start <= n < p.end for p in people) else c for n, c in enumerate(text))


def _authors(view: View, subjects: list[_Place], people: list[_Place]) -> Iterator[Reading]:
    s = view.sentence
    if len({p.name for p in subjects}) > 1:
        for subject in subjects:
            yield from _in_brackets(s, subject, people)
        return
    if subjects:
        found = list(_in_brackets(s, subjects[0], people))
        if not found and (_TOLD.search(s.words) or _bare(s.words, [*subjects, *people])):
            found = list(_claims(s, subjects[0].name, people, 0, len(s.words)))
        yield from found
        return
    above = _above(view) if not _A_VERSION.search(s.words) else None
    leads = _leads(s.words, people)
    if above and (leads or _TOLD.search(s.words)):
        sure = leads or not s.subjects
        for reading in _claims(s, above, people, 0, len(s.words)):
            yield Reading(reading.statement, reading.start, reading.end, (f"subject {above} taken from the heading",), sure=sure)


def _in_brackets(s: Sentence, subject: _Place, people: list[_Place]) -> Iterator[Reading]:
    """Names in brackets right behind: MobileNet (Howard et al., Google, 2017)."""
    found = re.match(r"\s*(?:の?論文|\s*paper|\s*network)?\s*[（(]([^（()）]{2,80})[)）]", s.words[subject.end :])
    if found:
        start, end = subject.end + found.start(1), subject.end + found.end(1)
        inside = [p for p in people if start <= p.start < end]
        if inside and _bare(s.words[start:end], [_Place(p.start - start, p.end - start, p.name) for p in inside]):
            yield from _claims(s, subject.name, inside, start, end)


def _claims(s: Sentence, subject: str, people: list[_Place], start: int, end: int) -> Iterator[Reading]:
    """Each name, and the one year that stands with them."""
    for person in {p.name: p for p in reversed(people)}.values():
        yield Reading(f"lineage({subject}) == by_{person.name}", person.start, person.end)
    years = list(_YEAR.finditer(s.words, start, end))
    if len(years) == 1:
        first, *more = _years_meant(s.words, years[0])
        texts = tuple(f"lineage({subject}) == published_{year}" for year in more)
        yield Reading(f"lineage({subject}) == published_{first}", years[0].start(), years[0].end(), alternatives=texts)


_DECADE = re.compile(r"\s*(?:['’]?s\b|年代|前後|頃|ごろ)", re.IGNORECASE)
_AROUND = re.compile(r"(?:\bca?\.?|\bcirca|\baround|\babout|約)\s*$", re.IGNORECASE)


def _years_meant(text: str, year: re.Match[str]) -> list[int]:
    """The year, or those of a decade, 1990s; what a decade is known for may have come out a little later."""
    first = int(year[1])
    decade = _DECADE.match(text, year.end())
    around = _AROUND.search(text[: year.start()])
    if not (decade or around):
        return [first]
    return list(range(first, first + 15)) if first % 10 == 0 and not around else [first, *range(first - 3, first), *range(first + 1, first + 4)]


def _bare(text: str, named: list[_Place]) -> bool:
    """Whether a text is hardly more than names, a year and what joins them."""
    rest = _FILL.sub("", _without_names(text, named))
    return len(rest) <= 12 and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]{4}", rest)


def _leads(text: str, people: list[_Place]) -> bool:
    """Whether a line is hardly more than names and a year, or begins with them and goes on behind a comma."""
    if _bare(text, people):
        return True
    year = _YEAR.search(text, people[-1].end)
    head = text[: year.end()] if year else ""
    return bool(year) and bool(re.match(r"\s*(?:年)?\s*[)）]?\s*[,、.。:—–-]", text[len(head) :])) and _bare(head, people)


def _above(view: View) -> str | None:
    """What the item or the heading above is about, where it names one thing alone."""
    outline, s = view.outline, view.sentence
    for block in (*outline.ancestors(s.block), *outline.headings(s.block)):
        found = {p.name for p in _named("subjects", outline.blocks[block].raw)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _won(view: View, subjects: list[_Place]) -> Iterator[Reading]:
    """AlexNet won ILSVRC 2012; under a heading: ILSVRC 2014 優勝."""
    s = view.sentence
    place, years = _WON.search(s.words), list(_YEAR.finditer(s.words))
    if place is None or not _CONTEST.search(s.words) or len(years) != 1 or _ELSEWHERE.search(s.words) or s.has("not"):
        return
    names = {p.name for p in subjects}
    if _IT.match(s.words):
        return  # it won, another came second
    subject = names.pop() if len(names) == 1 else _above(view) if not names and len(s.words) < 60 else None
    if subject is None:
        return
    word = "won" if place["ja"] or place["en"] else "second"
    if _WON.search(s.words, place.end()) and not (word == "won" and place["en"]):
        return
    yield Reading(f"lineage({subject}) == {word}_{years[0][1]}", min(place.start(), years[0].start()), max(place.end(), years[0].end()))
