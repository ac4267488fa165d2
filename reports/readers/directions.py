"""Which way a quantity goes by the words that stand with it: larger, smaller, the same, other; denials turned.

A stem (`lexicon/ways.toml`) is looked for after the quantity, up to the next one, and just before it (a larger field).
A denial after a Japanese stem, or before an English one in its clause, turns it: not larger is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import patterns as re
from ..vocabulary import lexicon

BEFORE = 14  # characters before a quantity in which a word may be said of it
_KINDS = ("same", "change", "larger", "smaller")
_INFLECTION = r"[ぁ-ん]{0,4}?(?:こと|わけ|もの|必要|影響|変化|違い|差)?(?:は|も|が|を)?[ぁ-ん]{0,5}?"
_CONDITION = re.compile(r"(?:[ぁ-ん]{0,5}?)(?:(?:て|で)も(?!い)|なくても|ずに|ずとも|と(?=、|[^いお同])|ば|たら|ほど|につれ|ことで|(?<!ない)(?<!ません)のに|ために|には)")
_NEW_CLAUSE = re.compile(r"[.;]\s|,\s*(?:but|while|whereas|yet|and)\b|\b(?:but|while|whereas|because|since|although|though|which)\b", re.IGNORECASE)
_AGAIN = re.compile(r"\s*(?:\w+ ){0,2}?\b(?:the )?same\b", re.IGNORECASE)


@dataclass(frozen=True)
class Way:
    """A direction and where its word stands."""

    name: str  # larger, smaller, unchanged, changes
    start: int
    end: int


@cache
def listed(table: str, name: str) -> re.Pattern[str]:
    """The patterns of one list of `lexicon/ways.toml`."""
    return re.compile("|".join(f"(?:{p})" for p in lexicon("ways")[table][name]), re.IGNORECASE)


@cache
def _denied_after() -> re.Pattern[str]:
    return re.compile(rf"{_INFLECTION}(?:{listed('denial', 'after').pattern})")


def way_of(text: str, start: int, end: int, begin: int = 0, stop: int | None = None) -> Way | None:
    """Which way the quantity at a place goes, by the words between `begin` and `stop`.

    >>> way_of("受容野は変わりません", 0, 3).name, way_of("the field never shrinks", 4, 9).name
    ('unchanged', 'unchanged')
    >>> way_of("より広い受容野を持つ", 4, 7).name
    'larger'
    """
    stop = len(text) if stop is None else stop
    japanese = bool(re.search(r"[\u3040-\u30ff]", text))
    before = [w for w in _ways(text, max(begin, start - BEFORE - (0 if japanese else 14)), start, japanese) if _stands_at(text, w, start, japanese)]
    after = list(_ways(text, end, stop, japanese))
    if japanese:
        after = [w for w in after if _conceded_of(text, end, w) or not _subordinate(text, w, stop)] or after
    if before:
        return before[-1]
    if not after:
        return None
    return after[0]


def _ways(text: str, begin: int, stop: int, japanese: bool) -> Iterator[Way]:
    """Every direction of a stretch, in order, with its denial."""
    found: list[Way] = []
    for kind in _KINDS:
        for m in listed("stems", kind).finditer(text, begin, stop):
            if any(a.start < m.end() and m.start() < a.end for a in found):
                continue
            found.append(Way(_turned(kind, _is_denied(text, m, begin, stop, japanese)), m.start(), m.end()))
    yield from sorted(found, key=lambda w: w.start)


def _turned(kind: str, denied: bool) -> str:
    if kind in ("same", "change"):
        return "unchanged" if (kind == "same") != denied else "changes"
    return "unchanged" if denied else kind


def _is_denied(text: str, stem: re.Match[str], begin: int, stop: int, japanese: bool) -> bool:
    if japanese and re.search(r"[\u3040-\u30ff\u3400-\u9fff]$", stem[0]):
        return bool(_denied_after().match(text[:stop], stem.end()))
    clause = max([begin, *(m.end() for m in _NEW_CLAUSE.finditer(text, begin, stem.start()))])
    lead = text[max(clause, stem.start() - 36) : stem.start()]
    return len(listed("denial", "before").findall(lead)) % 2 == 1


def _subordinate(text: str, way: Way, stop: int) -> bool:
    """Whether the word belongs to a condition or a concession, and something is said after it: 増やしても変わらない."""
    found = _CONDITION.match(text[:stop], way.end)
    return found is not None and bool(text[found.end() : stop].strip(" 、。"))


_CONCEDED = re.compile(r"[ぁ-ん]{0,4}?(?:のに|ものの|ずに|ないで|ないまま)(?![はも])")


def _conceded_of(text: str, end: int, way: Way) -> bool:
    """Whether the word is said of the quantity right before it, and only conceded: 重みの数は変わらないのに広く見える."""
    return bool(re.fullmatch(r"[はがも]、?", text[end : way.start])) and bool(_CONCEDED.match(text, way.end))


def _stands_at(text: str, way: Way, start: int, japanese: bool) -> bool:
    """Whether a word before the quantity is said of it: より広い受容野, a much larger receptive field, enlarges the field."""
    gap = text[way.end : start]
    if japanese:
        return bool(re.fullmatch(r"[いくてのな]?(?:入力)?の?", gap))
    return bool(re.fullmatch(r"\s*(?:(?:the|a|an|its|their|of|in|effective|each|output|unit's|number|network's|same)\s+){0,4}", gap, re.IGNORECASE))
