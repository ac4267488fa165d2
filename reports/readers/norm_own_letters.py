"""Formulas of normalisation in a note's own letters: m_d for the mean, v_d for the variance, g and h for scale and shift.

A letter stands for what the section says that it is ("let $m$ and $v$ be the mean and the variance", スケール $g$); the
formula is then read in the customary signs, each as long as the letter, so that every place stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .. import patterns as re
from ..reading import View
from ..text.sentences import Sentence

VARIANCE = "\ue0a0"  # one character for σ², as long as the letter that it replaces
_ROLES = (
    ("μ", r"(?:mini-?batch |sample |running |batch )?(?:means?|averages?)(?! of (?:the )?squares)|平均(?:値)?"),
    (VARIANCE, r"(?:\([^()]{0,16}\)\s*)?(?:biased |sample |batch |running |population )?variances?|分散"),
    ("σ", r"standard deviations?|標準偏差"),
    ("γ", r"(?:learned |learnable |trainable )?(?:scales?|scaling|gains?)(?: factors?| parameters?)?|スケール|倍率"),
    ("β", r"(?:learned |learnable |trainable )?(?:shifts?|offsets?)(?: parameters?)?|シフト|オフセット"),
    ("W", r"filters?|kernels?|weights?|フィルタ|カーネル|重み"),
    ("b", r"bias(?:es)?|バイアス"),
)
_ROLE = "(?:" + "|".join(pattern for _, pattern in _ROLES) + ")"
_LETTER = r"\$?\s*\\?(?:\(\s*)?(?P<{0}>(?<![A-Za-z\\])[A-Za-z])(?:_\{{?[\w,]{{1,8}}\}}?)?(?:\^\{{?2\}}?)?(?![A-Za-z])\s*\$?"
_ARTICLE = r"(?:(?:the|an?|its|their|corresponding)\s+){0,2}"
_TWO = re.compile(
    rf"{_LETTER.format('a')}\s*(?:and|,|、|と|&)\s*{_LETTER.format('b')}\s*(?:to\s+)?(?:\w+\s+)?(?:be|are|is|denotes?|stand for|for|=|は|を|が|:)\s*{_ARTICLE}(?P<ra>{_ROLE})\s*(?:and|,|、|と|・|&)\s*{_ARTICLE}(?P<rb>{_ROLE})", re.IGNORECASE
)
_AFTER = re.compile(rf"(?<![A-Za-z])(?P<r>{_ROLE})\s*(?:is\s+|be\s+|are\s+|called\s+|を|は|が|:|：|=)?\s*(?=\$|\\\(|[a-zA-Z](?:_|\b)){_LETTER.format('a')}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_LETTER.format('a')}\s*(?:is|be|denotes|for|は|を|が|:|：)\s*{_ARTICLE}(?P<r>{_ROLE})(?![A-Za-z])", re.IGNORECASE)
_IN_MATHS = re.compile(r"\$|\\\(")
_CUSTOMARY = frozenset("xXyN")
MOST_ABOVE = 40  # blocks


def in_customary_signs(view: View, chars: str) -> str:
    """The characters with every letter that the section declares as a part of the normalisation in its customary sign."""
    named = _declared(view)
    if not named:
        return chars
    letters = "".join(sorted(named))
    return re.compile(rf"(?<![A-Za-z\\{{_^])[{letters}](?![A-Za-z])|(?<=[({{\s])(?<![_^]\{{)[{letters}](?=_|[\s'′’)}}+-])").sub(lambda m: named[m[0]], chars)


def _declared(view: View) -> dict[str, str]:
    """What each letter is said to be in the sentence and in those above it; one said to be two things is nothing."""
    key = "declared norm letters"
    if key not in view.kept:
        texts = [_marked(e) for e in (view.sentence, *_around(view))]
        said: dict[str, set[str]] = {}
        for text in texts:
            for letter, sign in _in_text(text):
                said.setdefault(letter, set()).add(sign)
        view.kept[key] = {x: signs.copy().pop() for x, signs in said.items() if len(signs) == 1 and x not in _CUSTOMARY and x not in signs}
    return view.kept[key]


def _marked(sentence: Sentence) -> str:
    """The characters, with the signs of mathematics put back around it."""
    out, at = "", 0
    for start, end in sentence.math:
        out += f"{sentence.text.chars[at:start]}${sentence.text.chars[start:end]}$"
        at = end
    return out + sentence.text.chars[at:]


def _around(view: View) -> Iterator[Sentence]:
    """The sentences of the paragraph and those above it, and the next paragraph, which may say what the letters were."""
    s, outline = view.sentence, view.outline
    yield from (e for e in reversed(outline.sentences[s.block]) if e is not s)
    yield from (e for block in outline.sentences[s.block + 1 : s.block + 2] for e in block)
    for block in range(s.block - 1, max(-1, s.block - 1 - MOST_ABOVE), -1):
        yield from outline.sentences[block]


@lru_cache(maxsize=1_024)
def _in_text(text: str) -> tuple[tuple[str, str], ...]:
    """Each declaration of a sentence: the letter and the sign.

    >>> _in_text("Let $m_d$ and $v_d$ be the mean and the (biased) variance")
    (('m', 'μ'), ('v', '\\ue0a0'))
    >>> _in_text("a learned scale $g_d$ and a learned shift $h_d$")
    (('g', 'γ'), ('h', 'β'))
    """
    if not _IN_MATHS.search(text) or len(text) > 600:
        return ()
    found: list[tuple[str, str]] = []
    for m in _TWO.finditer(text):
        found += [(m["a"], _sign(m["ra"])), (m["b"], _sign(m["rb"]))]
    taken = {letter for letter, _ in found}
    for pattern in (_AFTER, _BEFORE):
        found += [(m["a"], _sign(m["r"])) for m in pattern.finditer(text) if m["a"] not in taken]
    return tuple(dict.fromkeys(found))


def _sign(word: str) -> str:
    return next(sign for sign, pattern in _ROLES if re.compile(pattern, re.IGNORECASE).fullmatch(word.strip()))
