"""A question of an exam as it was written: its stem, what is offered, and what is marked right."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("single", "multiple", "true_false", "typed", "pairs")
LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_ITEMS = 500
MOST_OPTIONS = 26
LONGEST = 6_000  # characters of one stem or option that are read


@dataclass(frozen=True)
class Option:
    """What is offered, or (typed) accepted: its text, whether the key marks it right, and how far a number may be off."""

    label: str
    text: str
    marked: bool | None = None
    tolerance: float = 0.0
    line: int = 0


@dataclass(frozen=True)
class Item:
    """One question. `single`: one option is right; `multiple`: any number; `typed`: the options are accepted answers;
    `pairs`: each option is one `left: right` of a matching; `true_false`: the stem is the claim, the options true, false.

    >>> Item(3, "1", "single", "What is 2 + 2?", (Option("A", "4", True), Option("B", "5", False))).key
    ('A',)
    """

    line: int
    name: str
    kind: str
    stem: str
    options: tuple[Option, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The labels that are marked right."""
        return tuple(option.label for option in self.options if option.marked)


def truth_word(text: str) -> bool | None:
    """Whether a word says that a claim is true or false; None where it says neither.

    >>> truth_word("True"), truth_word("×"), truth_word("28")
    (True, False, None)
    """
    word = text.strip(" 。.　*`").lower()
    if word in ("true", "t", "yes", "correct", "right", "○", "〇", "◯", "正", "正しい", "はい", "真", "丸", "まる"):
        return True
    if word in (
        "false",
        "f",
        "no",
        "incorrect",
        "wrong",
        "×",
        "✕",
        "x",
        "誤",
        "誤り",
        "正しくない",
        "間違い",
        "いいえ",
        "偽",
        "ばつ",
    ):
        return False
    return None
