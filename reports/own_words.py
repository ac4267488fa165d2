"""The words of a note in which an answer gives what was read from it together with its question.

Such a sentence is put together: all that stands in the question is placed at one character of the answer. A claim that
has only that character for its words is shown with the whole of the answer, or of what fills the blank.
"""

from __future__ import annotations

from .readers.answer_keys import judged
from .readers.filled import fillers_of
from .readers.task_parts import task_of
from .scope import Outline
from .text.sentences import Sentence


def own_words(outline: Outline, said: Sentence, start: int, end: int, sentence: Sentence) -> tuple[int, int]:
    """Where the words of a claim begin and end (its last character) in the note's text."""
    places = said.text.origin[start:end]
    one_of_its_own = end - start < 2 and _stands(sentence, places[0], said.text.chars[start])
    if said is sentence or len(set(places)) > 1 or one_of_its_own:
        return places[0], places[-1]
    first, last = _answer(outline, sentence, places[0])
    words = sentence.text.chars[first:last]
    first += len(words) - len(words.lstrip())
    last = first + len(words.strip(" 　。.*_"))
    return (sentence.text.origin[first], sentence.text.origin[last - 1]) if first < last else (places[0], places[-1])


def _stands(sentence: Sentence, place: int, char: str) -> bool:
    """Whether a character stands where it is said to stand, or in another sentence."""
    origin = sentence.text.origin
    return place not in origin or sentence.text.chars[origin.index(place)] == char


def _answer(outline: Outline, sentence: Sentence, place: int) -> tuple[int, int]:
    """The stretch of a sentence that is the answer at a place of the note."""
    for _, a, b in fillers_of(outline, sentence):
        if sentence.text.origin[a] <= place <= sentence.text.origin[b - 1]:
            return a, b
    task = task_of(outline, sentence)
    if task is not None and task.answer.sentence is sentence:
        return task.answer.start, task.answer.end
    option = judged(outline, sentence)
    return option.start if option else 0, len(sentence.words)
