"""Gate: nobody scores by the look of the choices. The best of many blind strategies must stay near chance.

A strategy sees the choices (their order, their size, their length, their digits) and not the stem. Its score is its
expected share of right picks over the whole space of the question; ties are split evenly, as a guesser would.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...properties.nodes import Node
from ..drawing import canonical, kinship, length, parts_of
from ..refusal import Refusal
from ..variant import Choice, Part

GATE = "guessability"
MARGIN = 0.10
_ABSOLUTE = re.compile(
    r"\b(?:always|never|all|none|only|every|must|cannot|completely|entirely)\b|必ず|常に|決して|絶対|すべて|全く|だけ|のみ",
    re.IGNORECASE,
)
_HEDGING = re.compile(
    r"\b(?:usually|often|mostly|generally|sometimes|may|can|typically|some)\b|ことがある|場合がある|多くの|一般に|通常",
    re.IGNORECASE,
)


@dataclass
class Guesses:
    """The scores of all strategies for one gap, over the variants seen so far."""

    name: str
    seen: int = 0
    chance: float = 0
    scores: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    answers: Counter = field(default_factory=Counter)

    def add(self, part: Part) -> None:
        """Let every strategy guess once."""
        self.seen += 1
        if part.blank.arrangement:
            self.answers[part.answer if part.blank.arrangement == "match" else tuple(part.answer)] += 1
            return
        if not part.choices:
            self.answers[repr(canonical(part.answer))] += 1
            return
        if part.blank.many:
            self._many(part)
            return
        self.chance += 1 / len(part.choices)
        for strategy, picked in strategies(part):
            self.scores[strategy] += sum(choice.correct for choice in picked) / len(picked)

    def _many(self, part: Part) -> None:
        """Multiple choice: each choice is judged right or wrong; scores count the judgements that agree."""
        n = len(part.choices)
        right = sum(choice.correct for choice in part.choices)
        self.chance += 0.5
        self.scores["call all right"] += right / n
        self.scores["call all wrong"] += (n - right) / n
        for name, measure in _MEASURES.items():
            if name == "value":
                continue
            sizes = [measure(choice) for choice in part.choices]
            middle = sorted(sizes)[n // 2]
            if len(set(sizes)) > 1:
                agreed = sum(
                    (size >= middle) == choice.correct for size, choice in zip(sizes, part.choices, strict=True)
                )
                self.scores[f"call the larger by {name} right"] += agreed / n
                self.scores[f"call the larger by {name} wrong"] += (n - agreed) / n
            else:
                self.scores[f"call the larger by {name} right"] += 0.5
                self.scores[f"call the larger by {name} wrong"] += 0.5

    def best(self) -> tuple[str, float]:
        """The strategy that scores best, and its score."""
        if self.answers:
            _, count = self.answers.most_common(1)[0]
            return "always the same answer", count / self.seen
        name = max(sorted(self.scores), key=lambda s: self.scores[s])
        return name, self.scores[name] / self.seen

    @property
    def limit(self) -> float:
        """What the best may score: chance and a margin; half for a gap without choices whose answers must vary."""
        return 0.5 if self.answers else self.chance / max(1, self.seen) + MARGIN

    def check(self) -> None:
        """Refuse a gap that is answered too well by the look of it."""
        if not self.seen or (self.answers and self.seen == 1):
            return
        strategy, score = self.best()
        if score > self.limit + 1e-9:
            raise Refusal(
                GATE, f"'{strategy}' scores {score:.0%} on {self.name} without reading the question; at most "
                f"{self.limit:.0%} is accepted (chance {self.chance / self.seen:.0%})"
            )  # fmt: skip


def strategies(part: Part) -> Iterator[tuple[str, list[Choice]]]:
    """Each strategy's name, and the choices among which it then picks at random."""
    choices = list(part.choices)
    for i, choice in enumerate(choices):
        yield f"position {i + 1}", [choice]
    if part.blank.form == "error":
        return
    for name, measure in _MEASURES.items():
        sizes = [measure(choice) for choice in choices]
        if len(set(sizes)) == 1 or None in sizes:
            continue
        for rank in range(len(choices)):
            level = sorted(sizes)[rank]
            yield f"rank {rank + 1} by {name}", [c for c, size in zip(choices, sizes, strict=True) if size == level]
    for name, feature in _FEATURES.items():
        kinds = [feature(choice) for choice in choices]
        counts = Counter(kinds)
        odd = [c for c, kind in zip(choices, kinds, strict=True) if counts[kind] == 1]
        yield f"the odd one out by {name}", odd if len(odd) == 1 and len(counts) == 2 else choices
        top = max(counts.values())
        yield f"one of the majority by {name}", [c for c, k in zip(choices, kinds, strict=True) if counts[k] == top]
    yield "most in common with the others", _commonest(choices)
    yield "least in common with the others", _loneliest(choices)


def _commonest(choices: list[Choice]) -> list[Choice]:
    """The choices whose parts (letters, factors, items) are shared most with the other choices."""
    scores = kinship([parts_of(choice.value) for choice in choices])
    return [choice for choice, score in zip(choices, scores, strict=True) if score == max(scores)]


def _loneliest(choices: list[Choice]) -> list[Choice]:
    scores = kinship([parts_of(choice.value) for choice in choices])
    return [choice for choice, score in zip(choices, scores, strict=True) if score == min(scores)]


def _size(choice: Choice) -> Any:
    value = choice.value
    if isinstance(value, Node):
        return 0
    if isinstance(value, tuple):
        result = 1
        for item in value:
            result *= item
        return result
    if isinstance(value, frozenset):
        return len(value)
    return 0 if isinstance(value, str) else value


def _digits(choice: Choice) -> int:
    """How many digits a number has; in a formula they are exponents, and part of its length."""
    if isinstance(choice.value, Node):
        return 0
    return sum(c.isdigit() for c in choice.text["en"])


def _first(choice: Choice, language: str) -> str:
    """The word with which a choice in words begins; in Japanese its first two characters."""
    text = choice.text[language].strip().casefold()
    if not isinstance(choice.value, str) or not text[:1].isalpha():
        return ""
    return text.split()[0] if language == "en" else text[:2]


def _zeros(choice: Choice) -> int:
    digits = "" if isinstance(choice.value, Node) else "".join(c for c in choice.text["en"] if c.isdigit())
    return len(digits) - len(digits.rstrip("0"))


_MEASURES: dict[str, Callable[[Choice], Any]] = {
    "value": _size,
    "length (en)": lambda choice: length(choice.value, choice.text["en"]),
    "length (ja)": lambda choice: length(choice.value, choice.text["ja"]),
    "digits": _digits,
    "trailing zeros": _zeros,
}
_FEATURES: dict[str, Callable[[Choice], Any]] = {
    "sign": lambda choice: choice.text["en"].strip("$ ")[:1] in "-−",
    "parity": lambda choice: choice.value % 2 if isinstance(choice.value, int) else 0,
    "digits": _digits,
    "last digit": lambda choice: choice.text["en"].strip("$ )")[-1:] if _digits(choice) else "",
    "negation": lambda choice: any(
        word in f" {choice.text['en'].lower()} " for word in (" not ", " no ", " only ", " never ")
    ),
    "formula": lambda choice: "$" in choice.text["en"],
    "absolute words": lambda choice: bool(_ABSOLUTE.search(choice.text["en"]) or _ABSOLUTE.search(choice.text["ja"])),
    "hedging words": lambda choice: bool(_HEDGING.search(choice.text["en"]) or _HEDGING.search(choice.text["ja"])),
    "closing mark": lambda choice: choice.text["en"].rstrip()[-1:] in ".!;:",
    "closing mark (ja)": lambda choice: choice.text["ja"].rstrip()[-1:] in "。．.",
    "capital": lambda choice: choice.text["en"].strip()[:1].isupper(),
    "first word": lambda choice: _first(choice, "en"),
    "first word (ja)": lambda choice: _first(choice, "ja"),
    "brackets": lambda choice: "(" in choice.text["en"] and not isinstance(choice.value, Node | tuple),
    "comma": lambda choice: "," in choice.text["en"] and isinstance(choice.value, str),
}
