"""Pointing words: of which of two networks こちら, あちら, 前者, "the latter" or "here" speaks, and what "is replaced by".

A pointer is resolved by what is named near it: the former and the latter by the last words that name two, "this one" by
the heading without what it is set against, "that one" by what it is set against. What stays open is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import patterns as re
from ..reading import View
from ..text.sentences import Sentence
from ..vocabulary import family

REACH = 10  # blocks above in which two networks side by side are looked for
_POINTERS = re.compile(
    r"(?P<former>前者|ひとつめ|[1一]つ目|\bthe (?:former|first one)\b)|(?P<latter>後者|ふたつめ|[2二]つ目|\bthe (?:latter|second one)\b)"
    r"|(?P<here>こちら|こっち|本(?:手法|モデル|ネットワーク|方式)|\bhere\b(?!\s+(?:the|we|is|are)\b)|\bthis (?:one|network|architecture)\b)"
    r"|(?P<there>あちら|あっち|向こう|そちら|\bthat one\b|\bthere\b(?!\s+(?:is|are|was|were)))",
    re.IGNORECASE,
)
_HERE = re.compile(r"[、,;]\s*(?:but\s+)?(?:ここ(?:で|に)(?:は|も)?|\bhere\b)", re.IGNORECASE)  # after another network: ResNet が足すのに対し、ここでは
_SET_AGAINST = re.compile(r"(?:のに対し(?:て)?|に対して|と(?:は)?違(?:って|い)|と(?:は)?異なり|一方(?:で)?|だが|ですが|[るただ]が)$|\b(?:whereas|while|unlike|although|in contrast to|as opposed to|where)\b", re.IGNORECASE)
_CLEFT = re.compile(r"[^、。,.はが]{0,12}?(?:の|もの|方|ほう|方式|やり方)(?:が|は)\s*|\s*(?:ing)?\s*is what\s+(?:an?\s+|the\s+)?", re.IGNORECASE)
_RELATIVE = re.compile(r"[^、。,.はがを]{0,8}?(?:型|式|系|タイプ)?(?:の|する|した|を(?:使う|用いる|行う|採用する|とる)|[くすうつむぶるた])\s*")
_OLD_JA = re.compile(r"[^、。]{0,16}?(?:を|から)[^。]{0,24}?(?:に|へ)(?:と)?(?:置き換|変え|変更|差し替|切り替|取り替|改め)|[^、。]{0,4}?(?:に(?:代え|替え|換え|かえ)て|の(?:代わり|かわり)に)")
_IN_PLACE_OF = re.compile(r"(?:に(?:代え|替え|換え|かえ)て|の(?:代わり|かわり)に)[、,]?[^、。]{0,8}$")
_OLD_BEFORE = re.compile(r"\b(?:replac\w+|swap\w*|exchang\w+|chang\w+|turn\w*|trad\w+|switch\w*\s+from|from)\s+(?:the\s+|its\s+|an?\s+|every\s+|\w+'s\s+|\w+\s+){0,3}$", re.IGNORECASE)
_NEW_AFTER = re.compile(r"[^.;]{0,40}?\b(?:by|with|for|into|to)\b", re.IGNORECASE)
_OLD_PASSIVE = re.compile(r"\s*(?:\w+\s+){0,5}?(?:is|are|was|were|gets?|being|been)\s+(?:\w+\s+)?(?:replaced|swapped|exchanged|turned|changed)\b", re.IGNORECASE)
_HEADED = re.compile(r"[\W_]*[A-Za-z][\w -]{1,20}\W{0,3}[:：]")
_KINDS = ("dense", "residual", "wavenet")


@dataclass(frozen=True)
class Pointer:
    """A pointing word, where it stands, and the kinds of network that it may mean (one, where it is clear)."""

    start: int
    kinds: tuple[str, ...]


def kind_of(tag: str) -> str:
    """The kind of network that a mention names, or nothing."""
    kind = "" if tag == "transition_layer" else family(tag)
    return kind if kind in _KINDS else ""


def pointer(view: View, start: int, place: int) -> Pointer | None:
    """The last pointing word between two places of the sentence."""
    s = view.sentence
    found = next(reversed(list(_POINTERS.finditer(s.words, start, place + 1))), None)
    if found is None and (aside := _HERE.search(s.words, 0, place + 1)) and _SET_AGAINST.search(s.words, 0, aside.start()):
        against = [k for m in s.subjects if m.start < aside.start() and (k := kind_of(m.tag))]
        return Pointer(aside.start(), tuple(k for k in _over(view) if k not in against)) if against else None
    if found is None or (found["here"] and _HEADED.match(s.words) and _named([s])):
        return None  # DenseNet: ... here: the line has its own topic
    if found["former"] or found["latter"]:
        pair = _pair(view, found.start())
        return Pointer(found.start(), (pair[0 if found["former"] else -1],) if pair else ())
    against = _against(view, found.start())
    over = _over(view)
    if found["here"]:
        return Pointer(found.start(), tuple(k for k in over if k not in against))
    return Pointer(found.start(), tuple(k for k in against if k not in over[:1]) if len(over) == 1 or len(against) == 1 else ())


def _named(sentences: Sequence[Sentence]) -> list[str]:
    return list(dict.fromkeys(k for s in sentences for m in s.subjects if (k := kind_of(m.tag))))


def _against(view: View, before: int) -> list[str]:
    """The networks named before the pointer in its sentence or in the sentence before it."""
    s = view.sentence
    own = list(dict.fromkeys(k for m in s.subjects if m.start < before and (k := kind_of(m.tag))))
    if own:
        return own
    return _named([e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell])


def _over(view: View) -> list[str]:
    """The networks of which the items, the question or the headings above speak, the nearest that name any."""
    outline, s = view.outline, view.sentence
    for block in (*outline.ancestors(s.block), *_questions(view), *outline.headings(s.block)):
        named = _named(outline.sentences[block])
        if named:
            return named
    return []


def _questions(view: View) -> Iterator[int]:
    """A line above that poses a question about something: 【問2】DenseNet に関する記述の正誤を答えよ."""
    outline, s = view.outline, view.sentence
    for block in range(s.block - 1, max(-1, s.block - REACH), -1):
        if outline.blocks[block].kind == "heading":
            return
        if any(re.search(r"【?\s*(?:問|Q)\s*\d*|正誤|記述", e.words) for e in outline.sentences[block]):
            yield block
            return


def _pair(view: View, before: int) -> list[str]:
    """The two networks that stand side by side last before a place: in the sentence, above it, or in the heading."""
    outline, s = view.outline, view.sentence
    own = list(dict.fromkeys(k for m in s.subjects if m.start < before and (k := kind_of(m.tag))))
    if len(own) == 2:
        return own
    earlier = [e for e in outline.sentences[s.block] if e.number < s.number and e.cell == s.cell]
    stretches = [[e] for e in reversed(earlier[-4:])]
    stretches += [outline.sentences[b] for b in range(s.block - 1, max(-1, s.block - REACH), -1)]
    stretches += [outline.sentences[h] for h in outline.headings(s.block)]
    return next((named for stretch in stretches if len(named := _named(stretch)) == 2), [])


def cleft_end(s: Sentence, end: int) -> int | None:
    """Where the topic begins that follows its predicate: 足すのは | ResNet, 加算型の | ResNet, adding is what | ResNet does."""
    found = _CLEFT.match(s.words, end) or (_RELATIVE.match(s.words, end) if s.japanese else None)
    return found.end() if found else None


def replaced(s: Sentence, start: int, end: int) -> str:
    """`old` where the words between two places are what is replaced, `new` where they are put in its place, else ''."""
    after, before = s.words[end : end + 60], s.words[max(0, start - 60) : start]
    if s.japanese and _OLD_JA.match(after):
        return "old"
    if _OLD_PASSIVE.match(after) or (_OLD_BEFORE.search(before) and _NEW_AFTER.match(after) and not re.search(r"\b(?:by|with|into)\b[^.;]{0,30}$", before)):
        return "old"
    if re.search(r"\b(?:replac|swap|exchang|turn|chang)\w*\b[^.;]{0,50}\b(?:by|with|for|into|to)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE):
        return "new"
    if s.japanese and _IN_PLACE_OF.search(before):
        return "new"
    return "new" if s.japanese and re.match(r"[^、。]{0,6}?(?:に|へ)(?:と)?(?:置き換|変え|変更|差し替|切り替|取り替|改め)", after) else ""
