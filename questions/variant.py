"""One variant of a question: its numbers, its texts, and for each gap the choices drawn and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .drawing import Streams, choice_text, drawn_values, drawn_words
from .figures import Drawing
from .parameters import Values
from .question import Blank, Option, Question, Texts

LABELS = "ABCDEFGHIJ"


@dataclass(frozen=True)
class Choice:
    """What is offered under a label; `option` is None for the closed form itself."""

    label: str
    option: Option | None
    value: Any
    text: Mapping[str, str]
    correct: bool


@dataclass(frozen=True)
class Part:
    """One gap as served: its choices in order, and the answer (a value, labels, an order, or matched labels)."""

    blank: Blank
    choices: tuple[Choice, ...]
    answer: Any


@dataclass(frozen=True)
class Variant:
    """A question with numbers."""

    question: Question
    values: Values
    facts: Mapping[str, Any]
    texts: Texts
    parts: tuple[Part, ...]

    @property
    def drawing(self) -> Drawing | None:
        """The figure, where the question has one."""
        return self.question.figure.drawing(self.facts) if self.question.figure else None


def realise(question: Question, values: Values, streams: Streams) -> Variant:
    """The variant with these values; its choices are drawn from the streams (part, purpose)."""
    facts = question.facts(values)
    texts = question.template.render(facts)
    parts = tuple(_part(question, blank, facts, texts, streams) for blank in question.blanks)
    return Variant(question, values, facts, texts, parts)


def _part(question: Question, blank: Blank, facts: Mapping[str, Any], texts: Texts, streams: Streams) -> Part:
    if blank.arrangement == "order":
        return _ordered(question, blank, facts, streams)
    if blank.arrangement == "match":
        return _matched(question, blank, texts, streams)
    if not blank.chosen:
        return Part(blank, (), facts[blank.name])
    offered = [option for option in blank.options if option.offered(facts)]
    if blank.form in ("statement", "error"):
        drawn = drawn_words(blank, offered, facts, texts, streams)
    else:
        drawn = drawn_values(blank, offered, facts, streams)
    if blank.shuffled:
        drawn = streams(blank.name, "order").shuffled(drawn)
    choices = tuple(_choice(question, blank, i, item, facts, texts) for i, item in enumerate(drawn))
    right = tuple(choice.label for choice in choices if choice.correct)
    return Part(blank, choices, right if blank.many else right[0] if right else None)


def _choice(
    question: Question, blank: Blank, index: int, option: Option | None, facts: Mapping[str, Any], texts: Texts
) -> Choice:
    label = str(index + 1) if blank.form == "error" else LABELS[index]
    if option is None or option.value is not None:
        value = option.value(facts) if option and option.value else facts[blank.name]
        text = {lang: choice_text(value, words, blank.decimals) for lang, words in question.words.items()}
        return Choice(label, option, value, text, option is None)
    if option.text_key:
        return Choice(label, option, option.statement, question.both(texts, option.text_key), option.right(facts))
    words = {"true": {"ja": "正しい", "en": "True"}, "false": {"ja": "誤り", "en": "False"}}
    return Choice(label, option, option.name, words[option.name], option.right(facts))


def _ordered(question: Question, blank: Blank, facts: Mapping[str, Any], streams: Streams) -> Part:
    items = facts[blank.name]
    shuffled = streams(blank.name, "order").shuffled(items)
    if tuple(shuffled) == tuple(items):
        shuffled = shuffled[1:] + shuffled[:1]
    choices = tuple(
        Choice(LABELS[i], None, item, {lang: words.get(item, item) for lang, words in question.words.items()}, True)
        for i, item in enumerate(shuffled)
    )
    label = {choice.value: choice.label for choice in choices}
    return Part(blank, choices, tuple(label[item] for item in items))


def _matched(question: Question, blank: Blank, texts: Texts, streams: Streams) -> Part:
    """Left sides numbered in order, right sides lettered in another; the answer names the letter of each."""
    shown = streams(blank.name, "choices").sample(range(len(blank.pairs)), blank.decimals or len(blank.pairs))
    rights = streams(blank.name, "order").shuffled(shown)
    choices = tuple(
        Choice(LABELS[i], None, blank.pairs[n], question.both(texts, f"pair {n + 1} right"), True)
        for i, n in enumerate(rights)
    )
    return Part(blank, choices, tuple((n, LABELS[rights.index(n)]) for n in shown))
