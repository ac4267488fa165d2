"""Statistics of normalisations in notation: S_i = {k | k_N = i_N, k_C = i_C}, and how many there are, name after value.

A set of indices that share some coordinates is averaged over the others. "C for batch norm, N for layer norm": each
value goes with the name after it; what is counted is said once, before the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from .norm_sense import asserts, hedged
from .norm_statistics import expression_of
from .norms import NORMS, plain

_SET = re.compile(r"\{\s*(?:[a-z]\s*)?(?:\||:|mid\b)(?P<body>.{3,90}?)\}\s*(?:$|[,.;、。)）]|\s[a-zA-Zぁ-ん])")
_SHARED = re.compile(r"(?<![A-Za-z])[a-z]'?_\{?\s*(?:text|mathrm)?\{?([NBCHWT])\}?\s*\}?\s*=\s*[a-z]'?_\{?\s*(?:text|mathrm)?\{?([NBCHWT])")
_GROUPED = re.compile(r"(?:floor|⌊).{3,60}=\s*(?:\S\s*)?(?:l?floor|⌊)", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:number|count|how many)\b[^.;:]{0,16}\b(?:means?|variances?|statistics|pairs)\b|\b(?:means?|statistics)\b[^.;]{0,12}:", re.IGNORECASE)
_VALUE_FOR = re.compile(r"(?<![A-Za-z\d])(?P<v>[NCG\d][NCG\d\s×x*·,]{0,10}?)\s*(?:means?\s+)?(?:for|in|with|under)\s+(?:the\s+)?$", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """Sets of indices, and counts followed by the names they are for."""
    s = view.sentence
    if s.cell is None and ("{" in s.text.chars or "⌊" in s.text.chars):
        yield from _index_set(view)
    elif len({m.tag for m in s.subjects if m.tag in NORMS}) > 1 and not s.japanese:
        yield from _values_for(view)


def _index_set(view: View) -> Iterator[Reading]:
    text = re.sub(r"\\mid\b", " |  ", view.sentence.text.chars)
    text = re.sub(r"\\[{}]", lambda m: " " + m[0][1], text)
    text = re.sub(r"\\(?:mathrm|text|mathcal|left|right)(?![a-z])|[$\\]", lambda m: " " * len(m[0]), text)
    named = view.subject(len(text), lambda n: n in NORMS)
    found = re.search(r"\{[^|{}]{0,12}\|", text)
    if named is None or found is None or not asserts(view):
        return
    end = text.rfind("}")
    body = text[found.end() : end]
    pairs = _SHARED.findall(body)
    if not pairs or any(a != b for a, b in pairs) or "≠" in body or "neq" in body:
        return
    apart = {"N" if a == "B" else a for a, _ in pairs}
    over = [a for a in ("N", "C", "H", "W") if a not in apart]
    if _GROUPED.search(body):
        over = ["G" if a == "C" else a for a in over]
    yield Reading(f"normalised_over({named.subject}) == {{{', '.join(over)}}}", found.start(), end + 1, sure=named.where in ("", "the item above", "the heading"))


def _values_for(view: View) -> Iterator[Reading]:
    s = view.sentence
    text = plain(s)
    counted = _COUNTED.search(text)
    if counted is None or not asserts(view):
        return
    place = counted.end()
    for m in s.subjects:
        if m.tag not in NORMS or m.start < place:
            continue
        value = _VALUE_FOR.search(text, place, m.start)
        claimed = expression_of(value["v"].strip(" ,")) if value else None
        if value and claimed and not claimed.isdigit():
            yield Reading(f"stats_count({m.tag}) == {claimed}", value.start("v"), m.end, sure=not hedged(view))
        place = m.end
