"""The channels of parallel branches together: 枝が64、128、32、32で、出てくるのは256チャネル; each of the two makes 64, so 128 come out.

The branches belong to a module that puts its outputs side by side (Inception's, SqueezeNet's fire module), named in the
sentence or above it; their channels are listed, or one number stands for each of so many.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.geometry import flat
from ..text.numerals import NUMERALS as WORDS
from ..text.numerals import number_of

_MODULE = re.compile(r"googlenet|inception(?![- ]?resnet)|インセプション|squeeze-?\s?net|fire[- ]?(?:\d|module|モジュール)", re.IGNORECASE)
_BRANCH = re.compile(r"枝|ブランチ|分岐|経路|expand|\bbranch(?:es)?\b|\bpaths\b|\btowers\b", re.IGNORECASE)
_UNIT = r"\s*(?:ch(?:annels?)?(?![A-Za-z])|チャン?ネル|枚|(?:feature )?maps?\b|filters\b)?"
_LIST = re.compile(rf"(?<![\d.x/-])\d{{1,4}}{_UNIT}(?:\s*(?:,\s*(?:and\s+)?|、|\+|・|と|\band\b)\s*\d{{1,4}}{_UNIT}){{1,5}}(?![\d.]*\s*[x×%])", re.IGNORECASE)
_EACH = re.compile(rf"\b(?:each|every)(?: one)?(?: of (?:the|them|these)(?: \w+)?)?(?: (?:branch|path|side|half))?\s+(?:\w+ )?(?:makes?|gives?|has|produces?|yields?|outputs?|with|of)\s+(?P<a>\d{{1,4}})|(?<![\d.x])(?P<b>\d{{1,4}}){_UNIT}\s+(?:each|apiece)\b|(?<![\d.x])(?P<c>\d{{1,4}}){_UNIT}\s*ずつ", re.IGNORECASE)
_N = r"(?:\d|" + "|".join(w for w in WORDS if not w.endswith(("th", "rd", "nd"))) + r"|[二三四])"
_HOW_MANY = re.compile(rf"(?<![\d.x])(?P<a>{_N})\s*(?:本|つ)の?(?:並列の)?(?:枝|経路|ブランチ|分岐|出力)|\b(?P<b>{_N}) (?:parallel |expand(?:ing)? )*(?:branches|paths|layers|sides|halves)\b", re.IGNORECASE)
_RESULT = re.compile(
    r"(?:\bso\b|\bhence\b|\bthus\b|\bgiving\b|\bmaking\b|→|->|=|だから|ので|で、?|出てくるのは|出力は|合計(?:で)?|合わせて|全部で|[,、])(?:[^\d.。;=]{0,16}|(?:(?!next|second|following|other|each|every)[^\d.。;=]){0,22}\b(?:returns?|hands? on|passes on|puts? out|outputs?|leaves?|gives?|delivers?|emits?|sends? on|ends? up with)\s+)(?P<n>\d{2,4})(?:\s*(?:channels?\b|maps?\b|ch\b|チャン?ネル|枚)|\s*(?:come out|leave|in all|altogether|in total)\b)(?:\s*(?:come out|leave|in all|altogether|in total)\b)?", re.IGNORECASE,
)
_DOUBTS = re.compile(r"足し合わせ|加算|もし|\b(?:if|would|added|summed|sum of)\b", re.IGNORECASE)


def told(view: View, text: str) -> tuple[list[int], int, int, int, bool] | None:
    """The channels of the branches, those that come out, the place of what is told, and whether the sentence says it all."""
    for found in _LIST.finditer(text):
        counts = [int(n) for n in re.findall(r"\d+", found[0])]
        result = _RESULT.match(text, found.end()) or _RESULT.search(text, found.end(), found.end() + 48)
        if result and len(counts) > 1 and min(counts) >= 4 and _BRANCH.search(text[: found.end() + 12]):
            return counts, int(result["n"]), found.start(), result.end(), True
    each = _EACH.search(text)
    result = _RESULT.search(text, each.end()) if each else None
    if each is None or result is None or not _BRANCH.search(text):
        return None
    s = view.sentence
    many = next(((m, own) for line, own in ((text, True), *((flat(e), False) for e in reversed(view.outline.sentences[s.block][: s.number]))) if (m := _HOW_MANY.search(line))), None)
    if many is None:
        return None
    number = number_of(next(g for g in many[0].groups() if g)) or 1
    return [int(next(g for g in each.groups() if g))] * number, int(result["n"]), each.start(), result.end(), many[1]


def of_branches(view: View) -> bool:
    """Whether the sentence tells the channels of branches together: no layer of them has all."""
    return told(view, flat(view.sentence)) is not None


def read(view: View) -> Iterator[Reading]:
    """What the channels of the branches add up to."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or s.has("question", "hedged", "not") or len(s.words) > 240:
        return
    text = flat(s)
    found = None if _DOUBTS.search(text) else told(view, text)
    if found is None or not _in_a_module(view, text):
        return
    counts, total, start, end, own = found
    if 1 < len(counts) < 9:
        yield Reading(f"{' + '.join(map(str, counts))} == {total}", start, end, ("the branches side by side",), sure=own, firm=True, predicate="channels_after")


def _in_a_module(view: View, text: str) -> bool:
    s, outline = view.sentence, view.outline
    over = (*outline.sentences[s.block][: s.number], *(e for b in (*outline.ancestors(s.block), *outline.headings(s.block)) for e in outline.sentences[b]))
    return bool(_MODULE.search(text)) or any(_MODULE.search(e.words) for e in over)
