"""Values that are bounds: "at least 4", 7割以上, "fewer than 30,000": who takes one for the value itself accuses too soon.

Where the bound holds the author is right; the words beside the value say on which side of it the measured one is to be.
"""

from __future__ import annotations

from numbers import Rational

from ...properties.statement import Statement
from ...properties.verdict import Verdict
from .. import patterns as re
from ..reading import Reading
from ..text.sentences import Sentence

_UPPER_AFTER = re.compile(
    r"\s*(?:個|枚|回|点|倍|層|%|％|割|程度|ほど)?\s*(?:以下|未満|弱|足らず|に(?:は)?満た|を下回|に届か|or (?:less|fewer|below)\b|at most\b)",
    re.IGNORECASE,
)
_LOWER_AFTER = re.compile(
    r"\s*(?:個|枚|回|点|倍|層|%|％|割|程度|ほど)?\s*(?:以上|超|強(?![いく])|余り|を(?:超え|こえ|上回)|or (?:more|above)\b|at least\b|and more\b)",
    re.IGNORECASE,
)
_UPPER_BEFORE = re.compile(
    r"(?:\b(?:less than|fewer than|at most|under|below|no more than|not more than|up to|short of|nearly|almost)|せいぜい|高々|たかだか|最大でも)\s*(?:an? |the |1 ?/ ?)?[\s$\\]*$",
    re.IGNORECASE,
)
_LOWER_BEFORE = re.compile(
    r"(?:\b(?:more than|at least|(?:well|just|slightly|little|is|are|has|have|needs?|costs?|takes?) over|above|no (?:less|fewer) than|not less than|exceed(?:s|ing)?|upwards of)|少なくとも)\s*(?:an? |the |1 ?/ ?)?[\s$\\]*$",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"\s(?:==|~=)\s")


def as_bound(statement: Statement, text: str, verdict: Verdict, sentence: Sentence, reading: Reading) -> str | None:
    """The inequality that the measured value keeps, where the value is said to be a bound; None where it is none."""
    counter = verdict.counterexample
    if statement.negated or len(_EQUAL.findall(text)) != 1 or counter is None or counter.sizes:
        return None
    claimed, measured = counter.claimed, counter.measured
    if not isinstance(claimed, Rational | float) or not isinstance(measured, Rational | float):
        return None
    chars = sentence.text.chars
    before, after = chars[max(0, reading.start - 24) : reading.start], chars[reading.end : reading.end + 16]
    sides = (("<=", _UPPER_AFTER.match(after) or _UPPER_BEFORE.search(before)), (">=", _LOWER_AFTER.match(after) or _LOWER_BEFORE.search(before)))
    for sign, said in sides:
        if said and (float(measured) <= float(claimed) if sign == "<=" else float(measured) >= float(claimed)):
            return f"as a bound it holds: {_EQUAL.sub(f' {sign} ', text)}"
    return None
