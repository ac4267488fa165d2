"""The question that an answer answers, by their number: 答2. below 問2., or 2. under "Solutions" below 2. under "Exercises".

What the question gives (the size of the input, the kernel, the biases) holds for its answer before all else.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import patterns as re
from .scope import Outline
from .text.sentences import Sentence

_N = r"\s*[(（]?\s*(?P<n>\d{1,2}(?:\.\d{1,2}(?=[\s.．:：)）*_、,]))?)\s*[)）]?"  # 3, or 6.2 of chapter 6
_ANSWER = re.compile(rf"^[\s*_#>-]*(?:答え?|解答?|略解|A|Ans(?:wer)?s?|Solution|Sol)(?:\s*(?:to|for|of))?(?:\s*(?:問|Q|question|problem|exercise))?{_N}\s*(?:[.．:：。、,)）\s*_]|$)", re.IGNORECASE)
_QUESTION = re.compile(rf"^[\s*_#>-]*(?:問題?|設問|演習|課題|例題|練習|Q|Question|Problem|Exercise|Ex|Task){_N}\s*(?:[.．:：。、,)）\s*_]|$)", re.IGNORECASE)
_QUESTION_S_ANSWER = re.compile(rf"^[\s*_#>-]*問{_N}\s*(?:の\s*(?:解答?|答え?)|[.．:：]?\s*[(（]?(?:解答?|答え?)[)）:：])", re.IGNORECASE)
_BARE = re.compile(rf"^[\s*_>-]*(?:{_N}\s*[.．:：)）](?!\d)|(?P<of>\d{{1,2}}\.\d{{1,2}})(?=\s+\S))")
_ANSWERS_HEAD = re.compile(r"解答|答え|略解|\banswers?\b|\bsolutions?\b|\bkey\b", re.IGNORECASE)
_QUESTIONS_HEAD = re.compile(r"演習|問題?|練習|課題|クイズ|\bexercises?\b|\bproblems?\b|\bquestions?\b|\bquiz\b|\btasks?\b", re.IGNORECASE)
FAR = 60  # blocks above in which the question may stand
LONGEST = 6  # sentences of a question


def question_of(outline: Outline, sentence: Sentence) -> list[Sentence]:
    """The sentences of the question that the sentence's answer has the number of; none where it is no answer.

    >>> from .text.notes import blocks_of
    >>> from .text.segments import Source
    >>> from .scope import outline_of
    >>> note = Source("問1．3×3 の畳み込み。\\n\\n問2．5×5 の畳み込み。\\n\\n### 解答\\n\\n答1．4\\n\\n答2．6")
    >>> outline = outline_of(blocks_of(note.lines()))
    >>> [s.text.chars for s in question_of(outline, outline.sentences[-1][0])]
    ['問2.5×5 の畳み込み。']
    """
    number, bare = _answered(outline, sentence)
    if number is None:
        return []
    for block in range(sentence.block, max(-1, sentence.block - FAR), -1):
        found: list[Sentence] = []
        for one in outline.sentences[block]:
            if (one.block, one.number) >= (sentence.block, sentence.number):
                break
            label = _label(outline, one, bare)
            if found and label is not None:
                return found
            if found or label == number:
                found.append(one)
        if found:
            return [*found, *_going_on(outline, block)][:LONGEST]
    return []


def answered_so_far(outline: Outline, sentence: Sentence) -> list[Sentence]:
    """The sentences of the same answer before it, the nearest first."""
    found: list[Sentence] = []
    for one in reversed(outline.sentences[sentence.block][: sentence.number + 1]):
        if one is not sentence:
            found.append(one)
        text = _line(outline, one)
        if _ANSWER.match(text) or _QUESTION_S_ANSWER.match(text) or _QUESTION.match(text) or _BARE.match(text):
            break
    return found


def _going_on(outline: Outline, block: int) -> Iterator[Sentence]:
    """The items under a question."""
    for at in range(block + 1, min(len(outline.blocks), block + 4)):
        if outline.blocks[at].parent != block:
            return
        yield from outline.sentences[at]


def _answered(outline: Outline, sentence: Sentence) -> tuple[str | None, bool]:
    """The number of the answer that a sentence is part of, and whether the heading alone tells that it is one."""
    if sentence.cell is not None or not _may_answer(outline):
        return None, False
    under = any(_ANSWERS_HEAD.search(outline.blocks[h].raw) for h in outline.headings(sentence.block))
    for one in reversed(outline.sentences[sentence.block][: sentence.number + 1]):
        text = _line(outline, one)
        if found := _ANSWER.match(text) or _QUESTION_S_ANSWER.match(text):
            return _number(found), False
        if under and (found := _QUESTION.match(text)):
            return _number(found), False
        if under and (found := _BARE.match(text)):
            return _number(found), True
    parent = outline.blocks[sentence.block].parent
    if parent is not None and outline.blocks[parent].kind == "item" and outline.sentences[parent]:
        return _answered(outline, outline.sentences[parent][0])
    return None, False


def _label(outline: Outline, sentence: Sentence, bare: bool) -> str | None:
    """The number of the question that a sentence begins, or of none."""
    text = _line(outline, sentence)
    if sentence.cell is not None or _QUESTION_S_ANSWER.match(text):
        return None
    found = _QUESTION.match(text)
    heads = [outline.blocks[h].raw for h in outline.headings(sentence.block)]
    if found is None and bare and not _ANSWERS_HEAD.search(heads[0] if heads else "") and any(_QUESTIONS_HEAD.search(h) and not _ANSWERS_HEAD.search(h) for h in heads):
        found = _BARE.match(text)
    return _number(found) if found else None


def _number(found: re.Match[str]) -> str:
    """The number of a question, without zeros in front: 02 is 2, 6.2 is 6.2."""
    return ".".join(part.lstrip("0") for part in (found["n"] or found["of"]).split("."))


def _line(outline: Outline, sentence: Sentence) -> str:
    """The sentence, with the marker of its item where it is the first."""
    marker = outline.blocks[sentence.block].marker if sentence.number == 0 else ""
    return f"{marker} {sentence.text.chars}" if marker else sentence.text.chars


def _may_answer(outline: Outline) -> bool:
    """Whether the note has answers at all; asked once."""
    if outline.answers is None:
        lines = (f"{b.marker} {line}" for b in outline.blocks for line in b.raw.splitlines())
        outline.answers = any(_ANSWER.match(line) or _ANSWERS_HEAD.search(line[:80]) for line in lines)
    return outline.answers
