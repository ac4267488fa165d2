"""How much of a claim's clause is understood: the words that the lexicon has, and those that tell nothing of their own.

"Sampling is the opposite story", "the other half of the job", "made the coupling intolerable": a word of the field stands
among words that nobody here knows, and what the reader takes it for is a guess. Where the clause does not name its
subject itself, nothing is refuted of which so many words are not understood.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ...properties.statement import Statement
from .. import patterns as re
from ..readers.marks import MARKED_RIGHT, MARKED_WRONG
from ..reading import Reading
from ..text.sentences import Sentence
from ..vocabulary import lexicon

MOST = Fraction(2, 5)  # of a clause's words that may be unknown where its subject is taken from elsewhere
MOST_OF_ITS_OWN = Fraction(1, 2)  # fewer than so many, where the clause names its subject itself
LONGEST_COMPOUND, LONGEST_PART = 24, 6  # characters
_WORDED = (  # claims that nothing but the words make, no number and no second subject
    "depends_on", "causal", "parallel_over_time", "independent_of_batch", "invariant_to", "unchanged_by", "equivariant_to", "normalised_over",
    "spatial_preserved", "train_eval_differs", "monotone", "rf_growth", "mean_var", "is_linear", "combine", "feeds", "definition",
)  # fmt: skip
_BY_ONE_WORD = ("depends_on", "independent_of_batch", "normalised_over", "invariant_to", "equivariant_to", "parallel_over_time")  # which an everyday word may suggest
_ELSEWHERE = re.compile(r"subject \w* ?taken from|the only network of the note")
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’]{2,}|[一-龥]+|[ァ-ヶー]{2,}")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "'s", "’s")


def too_little_understood(statement: Statement, sentence: Sentence, reading: Reading) -> str | None:
    """The words of the clause that are not known, where they are too many for a claim that words alone make."""
    if statement.predicate not in _WORDED or sentence.cell is not None or {MARKED_RIGHT, MARKED_WRONG} & set(reading.notes):
        return None
    unknown, share = not_understood(sentence, reading.start, reading.end)
    inherited = any(_ELSEWHERE.match(note) for note in reading.notes)
    if (inherited and share > MOST) or (statement.predicate in _BY_ONE_WORD and share >= MOST_OF_ITS_OWN):
        return f"much of it is not understood: {', '.join(unknown)}"
    return None


def not_understood(sentence: Sentence, start: int, end: int) -> tuple[tuple[str, ...], Fraction]:
    """The words of the clause at a place that no table has, and which share they are of the words that tell something.

    The first and the last word at the place are the reader's own, which it knows.

    >>> from ..text.inline import passage
    >>> from ..text.segments import Segment
    >>> from ..text.sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("made the coupling intolerable", 0)]), 0)
    >>> not_understood(said, 9, 17)
    (('intolerable',), Fraction(1, 2))
    """
    first, last = sentence.clause(min(start, len(sentence.words) - 1))
    last = max(last, end)
    known = _covered(sentence)
    words = list(_WORDS.finditer(sentence.words, first, last))
    for own in _at_its_ends(words, start, end):
        known[own.start() : own.end()] = [True] * len(own[0])
    told = [m for m in words if m[0].lower() not in _plain() or known[m.start()]]
    unknown = [m[0].lower() for m in told if not known[m.start()] and not _is_plain(m[0].lower()) and not _is_compound(m, known)]
    return tuple(unknown), Fraction(len(unknown), max(1, len(told)))


def _at_its_ends(words: list[re.Match[str]], start: int, end: int) -> list[re.Match[str]]:
    """The words at which the reading's own match begins and ends: the reader knows them, if not what is between."""
    own = [m for m in words if m.start() < end and m.end() > start]
    return [*own[:1], *own[-1:]]


def _covered(sentence: Sentence) -> list[bool]:
    """Which characters belong to a word of the lexicon or to a formula."""
    known = [False] * (len(sentence.words) + 1)
    spans = [*(m for found in sentence.tags.values() for m in found), *sentence.roles, *sentence.subjects, *sentence.formulas]
    for span in spans:
        for at in range(span.start, min(span.end, len(known))):
            known[at] = True
    return known


def _is_plain(word: str) -> bool:
    """Whether a word, or the word without its ending, is one of those that tell nothing of their own."""
    return word in _plain() or any(word.removesuffix(e) in _plain() for e in _ENDINGS if word.endswith(e) and len(word) > len(e) + 2)


def _is_compound(word: re.Match[str], known: list[bool]) -> bool:
    """Whether a Japanese word is put together from known ones: 特徴方向."""
    text, start = word[0], word.start()
    if text.isascii() or len(text) > LONGEST_COMPOUND:
        return False
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached |= {at + 1} if known[start + at] else set()
            reached |= {at + n for n in range(1, LONGEST_PART + 1) if text[at : at + n] in _plain()}
    return len(text) in reached


@cache
def _plain() -> frozenset[str]:
    return frozenset(" ".join(lexicon("plain").values()).split())
