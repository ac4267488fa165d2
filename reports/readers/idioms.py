"""Idioms: what a sentence of notes says in a set phrase, from the table of `lexicon/idioms.toml`.

An entry has `words`, a pattern that the sentence must hold; `near`, another one; `without`, what must not be there;
`subject`, the families or names it may be about (else `default`); and `statement`, with the subject and the groups of
the pattern filled in. `denied` is the statement of the same phrase in the negative. Only `sure` entries refute.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from .. import patterns as re
from ..reading import Reading, View, inherited_note, known, runnable
from ..scope import Named
from ..text.sentences import Sentence
from ..vocabulary import Mention, family, lexicon

REACH = 60  # blocks above in which a subject is looked for where nothing nearer names one
_SIGNS = tuple((re.compile(rf"\\{word}(?![A-Za-z])"), sign.ljust(len(word) + 1)) for word, sign in (("times", "×"), ("cdot", "×"), ("ast", "×"), ("ldots", "…"), ("dots", "…"), ("cdots", "…"), ("rightarrow", "→"), ("to", "→"), ("theta", "θ"), ("alpha", "α")))
_MARKS = re.compile(r"\\(?:left|right|,|;|!|displaystyle|mathrm|text|bf|rm|quad)|\$|`|\\[()\[\]]|&")
_BOTH = re.compile(r"\s*も[、,]?\s*|\s*(?:と|や|および|及び|・|、)\s*")
_DENIAL = re.compile(
    r"[^。、]{0,14}?(?:わけではな|訳ではな|とは限ら|とはかぎら|ではな(?:い|く)|でな(?:い|く)|しな(?:い|く)|できな(?:い|く)|しません|できません|ありません|せず|られな|れな(?:い|く)|とはいえな|とは言えな|誤り|間違い|まちがい|誤解)"
)
_FORMER = re.compile(r"前者|(?<!以)上のほう|ひとつめ|1つ目|一つ目|1つめ")
_LATTER = re.compile(r"後者|ふたつめ|2つ目|二つ目|2つめ")
_LAST_TWO = re.compile(r"(?:下|後ろ|あと|後|残り)の?(?:2つ|二つ|ふたつ|2種|2者)|(?:この|これら)の?(?:2つ|二つ|ふたつ)")


@dataclass(frozen=True)
class Idiom:
    """One entry of the table, its patterns compiled."""

    words: re.Pattern[str]
    near: re.Pattern[str] | None
    without: re.Pattern[str] | None
    subject: tuple[str, ...]
    default: str
    statement: str
    denied: str
    sure: bool
    alternatives: tuple[str, ...]
    own: bool  # the sentence, its row or its heading must name the subject: none is looked for further away


def _with_ch(words: str) -> str:
    """The words of the table, with the short form of a channel: 別の ch の値."""
    return words.replace("チャン?ネル", r"(?:チャン?ネル|\s?(?<![A-Za-z])ch(?![A-Za-z])\s?)")


@cache
def idioms() -> tuple[Idiom, ...]:
    """The table, read once."""
    made = []
    for entry in lexicon("idioms")["idiom"]:
        compiled = {k: re.compile(_with_ch(entry[k]), re.IGNORECASE) if k in entry else None for k in ("words", "near", "without")}
        assert compiled["words"] is not None
        made.append(
            Idiom(
                compiled["words"], compiled["near"], compiled["without"], tuple(entry.get("subject", ())), entry.get("default", ""),
                entry["statement"], entry.get("denied", ""), entry.get("sure", False), tuple(entry.get("alternatives", ())), entry.get("own", False),
            )
        )  # fmt: skip
    return tuple(made)


def flat(s: Sentence) -> str:
    """The sentence as written, as long as it is, its mathematics in plain signs.

    >>> from ..text.inline import passage
    >>> from ..text.segments import Segment
    >>> from ..text.sentences import sentences_of
    >>> flat(sentences_of(passage([Segment(r"出力は $7 \\times 7$ になる", 0)]), 0)[0])
    '出力は  7 ×      7  になる'
    """
    return _flat(s.text.chars)


@lru_cache(maxsize=1_024)  # a dozen readers ask for the same sentence
def _flat(text: str) -> str:
    for sign, plain in _SIGNS if "\\" in text else ():
        text = sign.sub(plain, text)
    return _MARKS.sub(lambda m: " " * len(m[0]), text)


def read(view: View) -> Iterator[Reading]:
    """What the set phrases of the sentence say."""
    s = view.sentence
    if not s.japanese or view.outline.blocks[s.block].kind == "heading" or s.has("question"):
        return
    text = flat(s)
    for idiom in idioms():
        for found in list(idiom.words.finditer(text))[:3]:
            if (idiom.near and not idiom.near.search(text)) or (idiom.without and idiom.without.search(text)):
                continue
            yield from _said(view, idiom, found, text)


def _said(view: View, idiom: Idiom, found: re.Match[str], text: str) -> Iterator[Reading]:
    denied = bool(_DENIAL.match(text[found.end() :]))
    template = idiom.denied if denied else idiom.statement
    if not template:
        return
    subjects = subjects_at(view, found.start(), idiom.subject, idiom.default, idiom.own)
    for named in subjects:
        subject = runnable(named.subject)
        if not known(subject) and idiom.subject:
            continue
        groups = {f"g{n}": (g or "").replace(",", "") for n, g in enumerate(found.groups(), 1)}
        texts = [t.format(subject=subject, **groups) for t in (template, *(() if denied else idiom.alternatives))]
        sure = idiom.sure and not view.sentence.has("hedged") and not named.where.startswith("further")
        yield Reading(texts[0], found.start(), found.end(), inherited_note(named, view), tuple(texts[1:]), sure=sure)


def subjects_at(view: View, place: int, allowed: tuple[str, ...], default: str = "", near: bool = False) -> list[Named]:
    """The subjects a phrase is about: those named side by side, those that 前者 and 後者 stand for, else the one."""
    s = view.sentence

    def fits(name: str) -> bool:
        return family(name) in allowed or name in allowed

    if not allowed:
        return [Named(default or "conv2d", "", s.block)]
    referred = _referred(view, fits)
    if referred:
        return referred
    together = _together(s, fits)
    if together:
        return [Named(m.tag, "", s.block) for m in together]
    named = view.subject(place, fits)
    if named is None and not near:
        named = further(view, fits)
    if named is None and default:
        named = Named(default, "the words themselves", s.block)
    return [named] if named else []


def _together(s: Sentence, fits) -> list[Mention]:
    """A も B も, A と B は: subjects that one phrase speaks of."""
    able = [m for m in s.subjects if fits(m.tag) and not m.weak]
    for first, second in itertools.pairwise(able):
        gap, after = s.words[first.end : second.start], s.words[second.end : second.end + 8]
        if first.tag != second.tag and _BOTH.fullmatch(gap) and re.match(r"\s*(?:も|は|では|の(?:両方|どちら|いずれ)|とも|ともに|共に)", after):
            return [first, second]
    return []


def _referred(view: View, fits) -> list[Named]:
    """前者, 後者, 下の2つ: the subjects of the last sentence or table that names several."""
    s = view.sentence
    pick = slice(0, 1) if _FORMER.search(s.words) else slice(-1, None) if _LATTER.search(s.words) else slice(-2, None) if _LAST_TWO.search(s.words) else None
    if pick is None:
        return []
    for block in range(s.block, max(-1, s.block - 8), -1):
        outline = view.outline
        tags: list[str] = []
        rows = range(outline.blocks[block].header or block, block + 1) if outline.blocks[block].kind == "row" else (block,)
        for sentence in (e for row in rows for e in outline.sentences[row] if block != s.block or e.number < s.number):
            tags += [m.tag for m in sentence.subjects if fits(m.tag) and not m.weak]
        tags = list(dict.fromkeys(tags))
        if len(tags) >= 2:
            return [Named(tag, "the things named before", block) for tag in tags[pick]]
    return []


def further(view: View, fits) -> Named | None:
    """The last subject of the kind that any earlier sentence names, up to the chapter's beginning."""
    outline, s = view.outline, view.sentence
    tops = list(outline.headings(s.block))
    top = tops[-1] if tops else -1
    for block in range(s.block - 1, max(-1, s.block - REACH, top - 1), -1):
        for sentence in reversed(outline.sentences[block]):
            able = [m for m in sentence.subjects if fits(m.tag) and not m.weak]
            if able:
                return Named(able[-1].tag, "further above", block)
    return None
