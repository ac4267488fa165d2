"""Sentences that tell the reader what to do: "Replace the average pooling by max pooling.", "Plot gamma for each layer."

What would be after that, or what is looked at, is no statement about what is; "Repeat it and you see 3,070" is one. How a
network works may be told as an instruction too ("Add the input to the output of the block."): such verbs are not among
these (lexicon/tasks.toml).
"""

from __future__ import annotations

from functools import cache

from .. import patterns as re
from ..text.sentences import Sentence
from ..vocabulary import lexicon

_LABEL = r"\W*(?:(?:exercise|problem|question|task|問題?|課題|演習)\s*)?(?:[(（]?(?:\d{1,2}(?:\.\d{1,2})?|[a-z])[.)）:]\s*)?(?:now|then|next|also|first|finally|please)?[\s,]*"

_WHAT_COMES_OF_IT = re.compile(r"\band\s+(?:you|we|it|they|the|one|this|that|there)\b", re.IGNORECASE)


def instructed(sentence: Sentence) -> str | None:
    """Why a sentence asserts nothing: it sets the reader something to do. None where it does not.

    >>> from ..text.inline import passage
    >>> from ..text.segments import Segment
    >>> from ..text.sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("Replace the pooling by max pooling.", 0)]), 0)
    >>> instructed(said)
    'it tells what to do'
    """
    if sentence.cell is not None or _WHAT_COMES_OF_IT.search(sentence.words):
        return None
    return "it tells what to do" if _instruction().search(sentence.words) else None


@cache
def _instruction() -> re.Pattern[str]:
    words = lexicon("tasks")["instruction"]
    return re.compile(rf"^{_LABEL}(?:{'|'.join(words['begins'])})\b|(?:{'|'.join(words['ends'])})[。.]?\W*$", re.IGNORECASE)
