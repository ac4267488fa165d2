"""On which samples the probability of a sample is conditioned: p(x_t | x_1, ..., x_{t-1}), x1からxtまでに条件づけられる.

The list's last member is the claim: one before the sample, the sample itself, or one after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..scope import NEARBY
from ..vocabulary import family
from .norm_sense import asserts, hedged
from .norms import plain

_B, _E = r"\s*(?:_\s*)?[{(]?\s*", r"\s*[})]?"
_X = r"(?<![A-Za-z])[xX]\s*\}?"
_DOTS = r"[\s,、]*(?:…+|\.{2,}|·{2,}|・{2,}|\b[lc]?dots(?:c|b)?\b|から|~|〜|\b(?:up )?to\b|\bthrough\b)[\s,、…]*"
_LAST = r"(?P<last>(?P<i>[tTnNi])\s*(?:[-+]\s*1)?)(?![A-Za-z\d]|\s*[-+]\s*\w)"
_LISTS = (
    re.compile(rf"{_X}{_B}[01]{_E}[\s,、]*(?:{_X}{_B}2{_E}\s*[,、]?)?{_DOTS}{_X}{_B}{_LAST}"),
    re.compile(rf"{_X}{_B}(?P<sign><|lt\b|≤|le\b|leq\b|>)\s*{_LAST}"),
    re.compile(rf"{_X}{_B}[01]\s*:\s*{_LAST}"),
)
_TARGET = re.compile(rf"{_X}{_B}(?P<i>[tni])\s*(?P<next>\+\s*1)?{_E}\s*(?:\||∣|mid\b|vert\b)")
_NAMED = re.compile(r"時刻\s*(?P<i>t)\s*(?![+-])|(?P<j>[tni])\s*番目|\b(?:at )?(?:time|step|position)\s*(?P<k>t)\b(?!\s*[+-])|(?:each|every|the|a|next)\s+(?:audio )?(?:sample|pixel|value)\s*,?\s*[xX]?_?\{?(?P<l>[tni])\b\}?(?!\s*[+-])|(?P<m>(?<![A-Za-z|,] )[xX]_?\{?t\}?)\s*(?:の(?:確率|分布|予測)|は)", re.IGNORECASE)
_VERB = re.compile(r"条件|依存|基づ|もとづ|から(?:予測|生成|計算)|のみを使|given|\bcondition|\bdepend|\bpredict|\bp\s*\(", re.IGNORECASE)
_JOINT = re.compile(r"\b[pP]\s*[({]?\s*\(?\s*$")
_NEXT = re.compile(r"次の|つぎの|\bnext\b", re.IGNORECASE)
_OUTPUT = re.compile(r"出力|\boutputs?\b", re.IGNORECASE)
_DENIED = re.compile(r"ではな|でな[いく]|しな[いく]|ません|\bnot\b|n't|\bnever\b|\bexcept\b|除", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The last sample of the condition, against the one whose probability it is."""
    s = view.sentence
    text = plain(s)
    found = _condition(text)
    if found is None or s.cell is not None or not asserts(view) or not _VERB.search(text) or _DENIED.search(text):
        return
    named = view.subject(len(s.words), lambda n: family(n) in ("wavenet", "pixelcnn"))
    target = _target(text, found)
    if named is None or target is None:
        return
    latest = _latest(found, target)
    subject = "pixelcnn" if family(named.subject) == "pixelcnn" else "wavenet"
    if latest:
        sure = named.where != NEARBY and not hedged(view)
        yield Reading(f"conditioned_on({subject}) == {latest}", found.start(), found.end(), inherited_note(named, view), sure=sure, predicate="depends_on", subject=subject)


def _condition(text: str) -> re.Match[str] | None:
    """The list behind the bar of p(x_t | ...), else one that is no joint probability's: p(x_1, ..., x_T)."""
    bar = _TARGET.search(text)
    lists = sorted((m for pattern in _LISTS for m in pattern.finditer(text)), key=lambda m: m.start())
    if bar:
        return next((m for m in lists if bar.end() <= m.start() + 1), None)
    return next((m for m in lists if not _JOINT.search(text[: m.start()])), None)


def _target(text: str, found: re.Match[str]) -> tuple[str, int] | None:
    """The index of the sample whose probability is spoken of, and how far it is ahead of that letter."""
    bar = _TARGET.search(text)
    if bar and bar.end() <= found.start() + 1:
        return bar["i"], 1 if bar["next"] else 0
    if bar or _NEXT.search(text) or _OUTPUT.search(text):
        return None  # the output at a time is computed from its own input too
    told = _NAMED.search(text)
    if told is None or found.start() <= told.start() < found.end():
        return None
    letter = next(g for g in (told["i"], told["j"], told["k"], told["l"], told["m"] and "t") if g)
    return letter.lower(), 0


def _latest(found: re.Match[str], target: tuple[str, int]) -> str | None:
    """Where the last of the list stands."""
    letter, ahead = target
    last = re.sub(r"\s", "", found["last"])
    if last in ("T", "N"):
        return "later"
    if last[0].lower() != letter:
        return None
    offset = (1 if "+" in last else -1 if "-" in last else 0) - ahead
    sign = found.groupdict().get("sign")
    if sign == ">":
        return "later"
    offset -= 1 if sign in ("<", "lt") else 0
    return "earlier" if offset < 0 else "later" if offset else "itself"
