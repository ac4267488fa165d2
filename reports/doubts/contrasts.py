"""Words beside a value that say that it is not so, or that it is another number of the sentence said again.

"Rather than 614,400", "not conv -> BN -> ReLU", 移動平均をもたない, "105,415,200, so about 105 million": who reads only
the value accuses the author of what he denies or has just worked out. What is found here accuses nobody.
"""

from __future__ import annotations

from itertools import combinations

from ...properties.statement import Statement
from .. import patterns as re
from ..reading import Reading
from ..text.sentences import Sentence

_DENIED_BEFORE = re.compile(
    r"(?:\binstead of|\brather than|[,;:(]\s*(?:and |but )?not|\bunlike)\s+(?:the |an? |by |of |in )?[\s\W]{0,3}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\s*(?:個|枚|回|層)?\s*(?:を|は|が|も)?\s*(?:もた(?:ない|ず)|持た(?:ない|ず)|もちません|持ちません|では?なく|じゃなく"
    r"|使わ(?:ない|ず)|いらない|要らない|不要)"
)
_VALUE = re.compile(r"\d[\d,]*(?:\.\d+)?(?!.*\d)", re.DOTALL)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){1,5}(?![\d,])|(?<![\d.,])\d{1,18}(?![\d,.]*\d)")
_WHOLE = re.compile(r"(?<![\w.*/^])\d{3,18}(?![\w.*/^])")
_MILLIONS = re.compile(r"(\d+)\*(\d+) \+ (\d+)\*(\d+)$")
ROUNDED = 50  # a number said again may be off by one part in so many


def contrasted(statement: Statement, text: str, sentence: Sentence, reading: Reading) -> str | None:
    """Why a refuted reading takes for claimed what its sentence denies, repeats or says of something else, or None."""
    chars = sentence.text.chars
    denied = str(text).startswith("not ")
    value = _VALUE.search(chars, reading.start, reading.end)
    for place in {reading.start, value.start() if value else reading.start}:
        if not denied and _DENIED_BEFORE.search(chars, max(0, place - 24), place):
            return "it is what the sentence denies"
    ends = {reading.end, value.end() if value else reading.end}  # a reading may take in a part of "ではなく"
    if not denied and any(_DENIED_AFTER.match(chars, end) for end in ends):
        return "it is what the sentence denies"
    return _said_again(text, chars) if statement.predicate in ("params", "macs") else None


def _said_again(text: str, chars: str) -> str | None:
    """A number that is another one of the sentence, rounded, or the sum of two of them."""
    right = text.partition("==")[2] or text.partition("~=")[2]
    numbers = list(dict.fromkeys(int(n.replace(",", "")) for n in _NUMBER.findall(chars)))[:16]
    if millions := _MILLIONS.search(right):
        a, b, c, d = map(int, millions.groups())
        value = a * b + c * d
        if any(n > 1_000 and abs(n - value) * ROUNDED <= n for n in numbers):
            return "it is a number of the sentence, rounded"
    for found in _WHOLE.findall(right):
        if any(a + b == int(found) for a, b in combinations(numbers, 2) if min(a, b) > 1):
            return "it is the sum of two numbers of the sentence"
    return None
