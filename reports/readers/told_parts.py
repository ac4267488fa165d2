"""What a part of a network is, gets or stands before: a term and what is told of it, in any order, as the lexicon pairs them.

The projection of MobileNetV2 and its activation, U-Net's decoder and what it receives, the branches of a gate and their
roles: `lexicon/told_parts.toml` has for each the words that name it, the network it belongs to, and the values that may
be told of it, right and wrong ones. The value must stand beside the term, with no rival of the term between them; where
the network is not named in the sentence, what stands nearest above has to name it. What the values mean is decided by
running where there is a reference, else by the table of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..reading import Reading, View
from ..scope import NEARBY, NETWORKS
from ..text.sentences import Sentence
from ..vocabulary import Mention, family, lexicon
from .denials import denied_at

_FURTHEST = 70  # letters between a term and what is told of it
_SHORT = 90  # letters of a line that is about its heading without naming it
_SUPPOSED = re.compile(r"\b(?:if|were|would|could)\b|もし|(?:た|な)ら(?:ば|、)|すると|場合", re.IGNORECASE)
_COMMA = re.compile(r"[、,]")
_NOT_SO = re.compile(r"[^。、,.;]{0,8}?(?:(?:では|じゃ)な|(?:は|が|も)?(?:な[いくし]|ありません)|(?:わけ|こと)(?:では|は)な)")
_BREAKS = re.compile(r"[。;；]|\b(?:whereas|while|but|unlike|instead of|rather than)\b|ではなく|でなく|に対して?|一方|と(?:違|異な)|、(?=[^、。]{1,24}は)", re.IGNORECASE)

_OWN_WORDS = re.compile(rf"{_BREAKS.pattern}|(?:とは?|の)(?:逆|反対|違い)(?:に|で|の|、)|\b(?:unlike|reverse of|opposite of|as opposed to)\b[^,]*,", re.IGNORECASE)


@dataclass(frozen=True)
class _Told:
    subject: str
    term: re.Pattern[str]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    near: re.Pattern[str] | None
    apart: re.Pattern[str] | None  # what may not stand between the term and the value
    never: re.Pattern[str] | None  # what makes the sentence one about something else
    link: re.Pattern[str] | None  # what has to stand between them, where the gap says everything
    inherits: bool  # whether the heading or the item above may name the term
    statement: str


def _compiled(words: str | None) -> re.Pattern[str] | None:
    return re.compile(words, re.IGNORECASE | re.ASCII) if words else None


@cache
def _table() -> tuple[_Told, ...]:
    return tuple(
        _Told(
            e["subject"], re.compile(e["term"], re.IGNORECASE | re.ASCII),
            tuple((name, re.compile(words, re.IGNORECASE | re.ASCII)) for name, words in e["values"].items()),
            _compiled(e.get("near")), _compiled(e.get("apart")), _compiled(e.get("never")), _compiled(e.get("link")),
            e.get("inherits", False), e.get("statement", "definition({subject}) == {value}"),
        )
        for e in lexicon("told_parts")["told"]
    )  # fmt: skip


def read(view: View) -> Iterator[Reading]:
    """One claim at most of each term that the table knows."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or re.search(r"[?？]\s*$", s.words) or len(s.words) > 300:
        return
    text = _plain(s)
    for told in _table():
        if told.never and told.never.search(text):
            continue
        found = next(_placed(told, text), None) or (_under(view, told, text) if told.inherits else None)
        if found is None:
            continue
        where = _of_its_network(view, told, text)
        if where is not None:
            yield _claim(s, told, *found, sure=where != NEARBY)


def _plain(s: Sentence) -> str:
    """The sentence with its mathematics, and x for the cross of a kernel; as long as its words."""
    return s.text.chars.replace("×", "x").replace("$", " ").replace("\\times", "     x")[: len(s.words)]


def _placed(told: _Told, text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, value) for the values beside the term: in its clause, behind it, the nearest, in that order of weight."""
    able: list[tuple[bool, bool, int, int, int, str]] = []
    for term in told.term.finditer(text):
        for name, words in told.values:
            for value in words.finditer(text):
                first, second = (term, value) if term.start() <= value.start() else (value, term)
                gap = text[first.end() : second.start()]
                overlap = second.start() < first.end() and value.end() <= term.end() and value.start() >= term.start()
                if len(gap) > _FURTHEST or overlap or not _joined(told, gap) or (value is first and _COMMA.search(gap)):
                    continue
                place = min(term.start(), value.start()), max(term.end(), value.end())
                able.append((bool(_COMMA.search(gap)), value is first, len(gap), *place, name))
    yield from (one[3:] for one in sorted(able))


_REMARK = re.compile(r"[(（][^()（）]{0,60}[)）]")


def _joined(told: _Told, gap: str) -> bool:
    if told.link is None:
        gap = _REMARK.sub(" ", _REMARK.sub(" ", gap))  # what a remark in brackets is about parts nothing
    if _BREAKS.search(gap) or (told.apart and told.apart.search(gap)):
        return False
    return told.link is None or bool(told.link.fullmatch(gap))


def _under(view: View, told: _Told, text: str) -> tuple[int, int, str] | None:
    """A short line under the heading, or the item, that is the term."""
    if len(text) > _SHORT or (told.apart and told.apart.search(text)):
        return None  # a line of its own, or one that sets something else against the term
    found = [(m.start(), m.end(), name) for name, words in told.values for m in words.finditer(text)]
    if told.apart and found and told.apart.search(_OWN_WORDS.split(text[: found[0][0]])[-1]):
        return None  # what the sentence compares it with has a name of its own
    above = view.outline.above(view.sentence)
    named = next((told.term.search(e.words) for b, stretch, where in above if where != NEARBY or b == view.sentence.block - 1 for e in stretch), None)
    return found[0] if named and len({name for _, _, name in found}) == 1 else None


def _of_its_network(view: View, told: _Told, text: str) -> str | None:
    """'' where the sentence names the term's network, from where it has it otherwise, None where it is another's."""
    if told.near is None or told.near.search(text):
        return ""
    own = _networks((view.sentence,), told.term)
    for _, stretch, where in view.outline.above(view.sentence):
        named = _networks(stretch)
        if any(told.near.search(e.text.chars) for e in stretch):
            return where if own <= named else None
        if named:
            return None
    return None


_LIKENED = re.compile(r"\b(?:in the (?:spirit|style|manner) of|(?:just )?(?:like|as) (?:in )?|similar to|as known from|familiar from|reminiscent of)\s*(?:an? |the )?$", re.IGNORECASE)
_LIKENED_JA = re.compile(r"\s*(?:の(?:よう|流儀|精神|発想)|風|流|と同(?:じ|様)|にならって|に倣って)")


def _networks(stretch: Iterable[Sentence], term: re.Pattern[str] | None = None) -> set[str]:
    """The networks named, without a name that is the term itself (a shortcut is ResNet's) or is only likened to."""
    found = set()
    for e in stretch:
        own = [m.span() for m in term.finditer(e.words)] if term else []
        for m in e.subjects:
            likened = term and (_LIKENED.search(e.words[max(0, m.start - 40) : m.start]) or _LIKENED_JA.match(e.words, m.end))
            if not likened and not any(a < m.end and m.start < b for a, b in own):
                found.add(family(m.tag))
    return found & NETWORKS


def _claim(s: Sentence, told: _Told, start: int, end: int, value: str, *, sure: bool) -> Reading:
    denied = denied_at(s, Mention(start, end, value)) or bool(s.japanese and _NOT_SO.match(s.words, end))
    statement = told.statement.format(subject=told.subject, value=value)
    plain = sure and not denied and not s.has("hedged") and not _SUPPOSED.search(s.words)
    return Reading(f"{'not ' if denied else ''}{statement}", start, end, sure=plain)
