"""A question as data: its space of variants, what is asked in it, and the misconceptions it offers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .compiled import Function
from .figures import Figure
from .frontmatter import LANGUAGES
from .parameters import Space, Values
from .printed import Slot
from .template import Template

KINDS = (
    "number", "formula", "shape", "single_choice", "multiple_choice", "cloze", "true_false", "order", "match",
    "find_error", "figure",
)  # fmt: skip
FORMS = ("number", "formula", "shape", "set", "statement")
LEVELS = ("easy", "medium", "hard")
Both = Mapping[str, str]
Texts = dict[str, tuple[str, list[Slot]]]


@dataclass(frozen=True)
class Option:
    """One thing that may be offered: a misconception with its value, or a statement that is right or wrong.

    `value` gives its value in a variant (a number, a shape, a formula); an option in words has a `statement` instead,
    decided by running the reference. `seen_key` names a text that tells what the run showed. `declared` is what the
    author says (None: a distractor, always wrong).
    """

    name: str
    value: Function | None = None
    statement: str | None = None
    declared: Callable[[Mapping[str, Any]], bool] | None = None
    available: Function | None = None
    text_key: str | None = None
    why_key: str | None = None
    expression: str | None = None
    seen_key: str | None = None

    def right(self, facts: Mapping[str, Any]) -> bool:
        """Whether the author calls it right in this variant."""
        return bool(self.declared and self.declared(facts))

    def offered(self, facts: Mapping[str, Any]) -> bool:
        """Whether it makes sense in this variant at all."""
        return self.available is None or bool(self.available(facts))


@dataclass(frozen=True)
class Blank:
    """One thing the student answers: typed in, chosen among `shown` options, put in order, or matched.

    `value` is the closed form, `route` the measurement of the reference that must give the same.
    """

    name: str
    form: str
    shown: int = 0
    many: bool = False
    shuffled: bool = True
    expression: str = ""
    value: Function | None = None
    route_text: str = ""
    route: Function | None = None
    unit: Both = field(default_factory=dict)
    decimals: int | None = None
    tolerance: float = 0
    options: tuple[Option, ...] = ()
    arrangement: str = ""  # "order" or "match", else empty
    pairs: tuple[tuple[str, str], ...] = ()
    read: str = ""  # what is read from the figure for it

    @property
    def chosen(self) -> bool:
        """Whether the student picks among options (else types or arranges)."""
        return self.shown > 0


@dataclass(frozen=True)
class Question:
    """A question file, read and compiled."""

    id: str
    topic: str
    level: str
    kind: str
    source: str
    path: Path | None
    text: str
    space: Space
    constraints: tuple[str, ...]
    lets: Mapping[str, Function]
    blanks: tuple[Blank, ...]
    template: Template
    words: Mapping[str, Mapping[str, str]]
    statement: str | None = None
    figure: Figure | None = None

    def facts(self, values: Values) -> dict[str, Any]:
        """The variant's values, what is derived from them, and the closed form of each answer."""
        facts: dict[str, Any] = dict(values)
        for name, derive in self.lets.items():
            facts[name] = derive(facts)
        for blank in self.blanks:
            if blank.value is not None:
                facts[blank.name] = blank.value(facts)
        return facts

    @property
    def needed(self) -> tuple[str, ...]:
        """The parameters that a stem must state: all but the sentence that is picked, and what the figure shows."""
        shown = self.figure.stated if self.figure else frozenset()
        return tuple(name for name in self.space.domains if name not in ("claim", "error") and name not in shown)

    def printed_value(self, expression: str, facts: Mapping[str, Any]) -> Any:
        """The value of an expression that a text prints."""
        return self.template.expressions[expression](facts)

    def stem(self, texts: Texts, language: str) -> str:
        """What is asked, in the language."""
        return texts[language][0]

    def both(self, texts: Texts, key: str | None) -> dict[str, str]:
        """A pair of texts (an option's, an explanation's) in both languages."""
        return {language: texts[f"{language} {key}"][0] if key else "" for language in LANGUAGES}

    def gap_labels(self, language: str) -> dict[str, str]:
        """The label of each gap: （あ）（い） in Japanese, (a) (b) in English; none where there is only one."""
        names = [blank.name for blank in self.blanks]
        if len(names) == 1 and self.kind != "cloze":
            return {names[0]: ""}
        marks = [f"（{c}）" for c in "あいうえおかきくけこ"] if language == "ja" else [f"({c})" for c in "abcdefghij"]
        return dict(zip(names, marks, strict=False))
