"""Words that call a claim wrong, and a `not` in what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .asked import WITHOUT
from .phrasing import NEGATIVE, is_japanese, parts
from .sizes import NO_PADDING

_NOT = re.compile(r"\b(?:not|never|cannot|nor)\b|n't\b|(?:で|し|さ|れ|ら|わ|か|た|ま|ば)ない(?=もの|の[はが]|[^。]{0,16}(?:どれ|選|何))", re.IGNORECASE)
_BY_ITSELF = frozenset({"measured", "statement", "about", "it", "plain", "axes", "verb prep", "verb", "verb by", "has many", "number of"})
"""Wordings in which a `not` of the question is lost."""
_DENIED = re.compile(
    r"^(.*?)\bit is (?:(?:quite |simply )?(?:wrong|false|incorrect|untrue)|not (?:true|correct|right|the case)) (?:to (?:say|claim|assume|think) )?that\s+"
    r"|^()(?:the (?:claim|statement|assertion) )that (?=.*\bis (?:wrong|false|incorrect|untrue|not (?:true|correct))[.]?\s*$)",
    re.IGNORECASE | re.DOTALL,
)
_DENIED_END = re.compile(
    r"(?:という(?:の|主張|記述|文|説明|こと)?は|のは|とするのは)(?:誤り|間違い|誤っている|間違っている|正しくない)(?:である|です|だ)?。?\s*$"
    r"|\s+is (?:wrong|false|incorrect|untrue|not (?:true|correct))[.]?\s*$",
    re.IGNORECASE,
)
_AFFIRMED = re.compile(r"^\s*it is (?:true|correct|right) that\s+|(?:という(?:の|主張|記述|文|説明)?は|のは)正しい(?:です)?。?\s*$", re.IGNORECASE)
JUDGES = re.compile(r"^\s*(?:it|one|we|you|nobody|someone|people|i)\b[^,]{0,60}?\b(?:that|to say)\b|とは(?:言え|いえ|限ら|かぎら)|\b(?:wrong|false|incorrect|untrue|true|correct)\b|誤り|間違|誤って|正しく|正しい", re.IGNORECASE)


def denied(claim: str) -> tuple[str, bool]:
    """A claim without the words that call it true or wrong, and whether they call it wrong.

    >>> denied("It is wrong that a dense block adds its inputs."), denied("最大プーリングが重みを持つというのは誤りである。")
    (('a dense block adds its inputs.', True), ('最大プーリングが重みを持つ。', True))
    """
    start = _DENIED.search(claim)
    rest = claim[start.end() :] if start else _AFFIRMED.sub("", claim)
    if start and start[1] is not None:
        return rest, True
    end = _DENIED_END.search(rest)
    if end:
        return rest[: end.start()] + ("。" if is_japanese(rest) else "."), True
    return rest, False


def passes_over_not(stem: str, rule: str, statements: Iterable[str]) -> bool:
    """Whether a question says `not` where neither its wording nor the statements made of it do.

    >>> passes_over_not("Over which axis does batch norm not average?", "measured", ["normalised_over(batch_norm) == {C}"])
    True
    """
    asked = WITHOUT.sub(" ", NO_PADDING.sub(" ", parts(stem)[1]))
    if rule not in _BY_ITSELF or NEGATIVE.search(asked) or not _NOT.search(asked):
        return False
    return not any(re.search(r"\bnot\b|!=|== (?:0|false|none)\b|independent", one) for one in statements)
