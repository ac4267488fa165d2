"""Exams in Markdown or plain text, as people write them: numbered questions, options, a key somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .folds import unfolded
from .html_text import dollars
from .item import LABELS, LONGEST, MOST_OPTIONS, Item, Option, truth_word
from .keys import key_list, keyed
from .labels import place, row
from .marked import ASKS, DIGIT, EXPLAINED, HEADING, KEY, KEY_HEAD, NAMED, Offered, option_of, options_in


@dataclass
class Draft:
    """A question while its lines are read; `style` tells how its number was written."""

    line: int
    name: str = ""
    style: str = ""
    stem: list[str] = field(default_factory=list)
    options: list[tuple[int, Offered]] = field(default_factory=list)
    key: str | None = None
    closed: bool = False


def read_markdown(text: str) -> list[Item]:
    r"""The questions of an exam in Markdown.

    >>> [item] = read_markdown("1. How does a dense block combine maps?\n   - A) adds\n   - B) concatenates\n\nAnswer: B\n")
    >>> item.stem, item.key
    ('How does a dense block combine maps?', ('B',))
    """
    lines = [(number, line.rstrip()) for number, line in enumerate(dollars_kept(text).split("\n"), 1)]
    drafts, rest = _Reader().read(unfolded(lines))
    keys = key_list(rest) if rest else {}
    items: list[Item] = []
    for draft in drafts:
        if not draft.name and not draft.options and draft.key is None:
            continue  # a title
        draft.name = draft.name or str(len(items) + 1)
        key = draft.key if draft.key is not None else keys.get(draft.name)
        item = _item(draft, key)
        if item:
            items.append(item)
    return items


def dollars_kept(text: str) -> str:
    """Line ends unified and `\\( \\)` as `$ $`, without moving a line."""
    return "\n".join(dollars(line) for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")))


class _Reader:
    """Walks the lines once; a question ends where the next begins."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.blank = True
        self.fenced = False
        self.explaining = False
        self.awaited = False  # a line that says only `Answer`: the next line is the key

    def read(self, lines: list[tuple[int, str]]) -> tuple[list[Draft], list[str]]:
        """The questions, and the lines of a key list that closes the exam."""
        skip = _front_matter(lines)
        for at, (number, line) in enumerate(lines):
            if at < skip:
                continue
            if KEY_HEAD.match(line) and self._lists_keys([x for _, x in lines[at + 1 :]]):
                return self.drafts, [x for _, x in lines[at + 1 :]]
            listed = KEY.match(line)
            if listed and self._lists_all(listed[1]):
                return self.drafts, [listed[1], *(x for _, x in lines[at + 1 :])]
            self._line(number, line)
        return self.drafts, []

    def _lists_all(self, key: str) -> bool:
        """Whether the words after `Answers:` are the keys of all questions, in one line."""
        asked = [draft for draft in self.drafts if draft.options]
        return len(asked) > 1 and len(key_list([key])) >= len(asked) and self._lists_keys([key])

    def _lists_keys(self, rest: list[str]) -> bool:
        """Whether what follows is a list of keys for the questions so far (else it is the key of one question)."""
        found = key_list(rest)
        written = sum(bool(line.strip()) for line in rest)
        enough = len(found) >= min(2, len(self.drafts)) or written <= 2 * len(found)
        ordinals = {str(n) for n in range(1, len(self.drafts) + 1)}
        return bool(found) and enough and set(found) <= {d.name for d in self.drafts} | ordinals

    def _line(self, number: int, line: str) -> None:
        if re.match(r"\s*(?:```|~~~)", line):
            self.fenced = not self.fenced
            return
        if self.fenced:
            return
        if not line.strip() or re.fullmatch(r"\s*(?:[-*_=]\s*){3,}", line) or line.strip().startswith("<!--"):
            self.blank = True
            return
        self._take(number, line)
        self.blank = False

    def _take(self, number: int, line: str) -> None:
        if KEY_HEAD.match(line) and self._awaited(line):
            return
        heading = HEADING.match(line)
        named = NAMED.match(heading[2] if heading else line)
        if named:
            self._open(number, str(_digits(named[1])), "named", named[2])
        elif heading:
            digit = DIGIT.match(heading[2])
            title = digit[5] if digit else heading[2]
            self._open(number, digit[3] or digit[4] if digit else "", "heading", title)
        elif self._awaited(line) or self._answered(line):
            return
        elif EXPLAINED.match(line):
            self.explaining = True
        elif not self._offers(number, line):
            self._words(number, line)

    def _open(self, number: int, name: str, style: str, text: str) -> None:
        self.current = Draft(number, name, style)
        self.drafts.append(self.current)
        self.explaining = False
        if text.strip(" *_"):
            self.current.stem.append(text.strip(" *_") if text.count("**") < 2 else text.strip())

    def _awaited(self, line: str) -> bool:
        """Take a line that says only `Answer`, or the key that stands below it."""
        current = self.current
        if current is None or not current.options or current.key is not None:
            return False
        if self.awaited:
            self.awaited, current.closed = False, True
            current.key = line.strip().lstrip("-*+> ")
            return True
        self.awaited = bool(KEY_HEAD.match(line))
        return self.awaited

    def _answered(self, line: str) -> bool:
        key = KEY.match(line)
        if key is None or self.current is None or not (self.current.stem or self.current.options):
            return False
        if not self.current.options and ASKS.search(line):
            return False
        if self.current.key is None:
            self.current.key = key[1]
        self.current.closed = True
        return True

    def _offers(self, number: int, line: str) -> bool:
        """Take the line as one or several options, or as the next question where its number says so."""
        digit = DIGIT.match(line)
        offered = options_in(line)
        if digit and len(offered) < 2 and self._begins(digit):
            self._open(number, digit[3] or digit[4], _style(digit), digit[5])
            return True
        if self.current is None or not self.current.stem or self.current.closed:
            return False
        one = option_of(line) if not offered else None
        if one and not one.label and self._follows_prose(one):
            return False
        for option in offered or ([one] if one else []):
            if len(self.current.options) < MOST_OPTIONS:
                self.current.options.append((number, option))
        return bool(offered or one)

    def _follows_prose(self, one: Offered) -> bool:
        """A bare bullet among labelled options is no option of its own."""
        assert self.current is not None
        return any(o.label for _, o in self.current.options) and not one.boxed

    def _begins(self, digit: re.Match[str]) -> bool:
        """Whether a numbered line begins a question (and is no numbered option of the current one)."""
        current, style, value = self.current, _style(digit), int(digit[3] or digit[4])
        if current is None or not current.stem:
            return True
        if current.style == style:
            return True
        if current.style in ("named", "heading") and not current.closed:
            own = [o.label for _, o in current.options]
            if value == 1 and not own:
                return not ASKS.search(current.stem[-1]) and current.style == "heading"
            return not (own and place(own[-1]) == value - 2 and row(own[-1]) == "digit")
        if current.closed or not current.style:
            return not (value == 1 and not current.closed and ASKS.search(current.stem[-1]))
        if value == 1 and not current.options:
            return False
        return not (current.options and place(current.options[-1][1].label) == value - 2)

    def _words(self, number: int, line: str) -> None:
        """Prose: a question's stem, the rest of an option, an explanation, or the stem of a question without number."""
        current, text = self.current, line.strip()
        if current is None or (
            (current.options or current.closed) and self.blank and not self.explaining and ASKS.search(text)
        ):
            self._open(number, "", "", text)
        elif self.explaining or current.closed:
            return
        elif current.options:
            if not self.blank:
                current.options[-1][1].text += " " + text
        else:
            current.stem.append(text)


def _style(digit: re.Match[str]) -> str:
    indent = len(digit[1].expandtabs(4))
    return f"{'(' if digit[4] else ''}{digit[2][-1]}{'+' if indent > 1 else ''}"


def _digits(text: str) -> int:
    found = place(text)
    return found + 1 if found is not None else 0


def _front_matter(lines: list[tuple[int, str]]) -> int:
    if lines and lines[0][1] in ("---", "+++"):
        return next((i + 1 for i, (_, line) in enumerate(lines[1:200], 1) if line == lines[0][1]), 0)
    return 0


def _item(draft: Draft, key: str | None) -> Item | None:
    """The finished question; None for a heading or text that asks nothing."""
    stem = "\n".join(draft.stem)[:LONGEST]
    if not stem or (not draft.options and key is None):
        return None
    if not draft.options:
        return _typed(draft, stem, key or "")
    options = [
        Option(o.label or LABELS[i], o.text[:LONGEST], o.marked, 0, line) for i, (line, o) in enumerate(draft.options)
    ]
    options = keyed(options, key)
    truths = [truth_word(o.text) for o in options]
    if len(options) == 2 and sorted(map(str, truths)) == ["False", "True"]:
        return Item(draft.line, draft.name, "true_false", stem, tuple(options))
    several = sum(bool(o.marked) for o in options) > 1
    boxed = any(o.boxed for _, o in draft.options)
    asked = re.search(
        r"すべて|全て|\ball (?:that|which)\b|select all|choose all|\btwo (?:of|are|statements)\b|2つ|二つ",
        stem,
        re.IGNORECASE,
    )
    return Item(
        draft.line, draft.name, "multiple" if several or (boxed and asked) or asked else "single", stem, tuple(options)
    )


def _typed(draft: Draft, stem: str, key: str) -> Item:
    key = key.strip(" *_`")
    truth = truth_word(re.split(r"[.。、,(（]", key)[0])
    if truth is not None:
        return Item(
            draft.line, draft.name, "true_false", stem, (Option("A", "true", truth), Option("B", "false", not truth))
        )
    return Item(draft.line, draft.name, "typed", stem, (Option("A", key[:LONGEST], True, 0, draft.line),))
