"""What a program prints, as pieces of text and values; and how it is found again in a note's output or comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import patterns as re
from ..text.segments import Segment
from .values import MOST_ITEMS, Count, NotFollowed, Size

LONGEST = 400  # characters of a line of output that is looked at
_MOST_TOKENS = 40
_SPACES = re.compile(r"\s+")
_SIZE = r"((?:torch\.Size\(\s?)?[\[(](?:\s?[\w.]{1,16}\s?(?:,|(?=\s?[\])]))){0,9}\s?[\])]\)?)"
_NUMBER = r"(?<![\d.])(-?\d[\d,_]{0,24})(?![.\d])"


class Opaque:
    """Something that is printed, but not followed: on one line, or on several."""

    def __init__(self, lines: bool) -> None:
        self.lines = lines


ON_ONE_LINE, ON_SEVERAL = Opaque(False), Opaque(True)


@dataclass
class Text:
    """A string with values in it, as an f-string makes it."""

    tokens: list[Any]


def rendered(value: Any, inside: bool = False, depth: int = 0) -> list[Any]:
    """The pieces of what `print` shows of a value.

    >>> rendered((1, "a"))
    ['(', 1, ', ', "'a'", ')']
    """
    if isinstance(value, Text):
        return value.tokens
    if isinstance(value, str):
        return [f"'{value}'" if inside else value]
    if isinstance(value, Size):
        return [value]
    if value is None or isinstance(value, bool):
        return [str(value)]
    if isinstance(value, int):
        return [value]
    if isinstance(value, tuple | list) and depth < 4 and len(value) < _MOST_TOKENS:
        opening, closing = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        tokens: list[Any] = [opening]
        for number, one in enumerate(value):
            tokens += [", "] * bool(number) + rendered(one, True, depth + 1)
            if len(tokens) > 4 * _MOST_TOKENS:
                return [ON_SEVERAL]
        return [*tokens, ",)" if len(value) == 1 and closing == ")" else closing]
    return [ON_ONE_LINE if isinstance(value, float) else ON_SEVERAL]


class Printer:
    """The lines printed so far, each a list of pieces."""

    def __init__(self) -> None:
        self.lines: list[list[Any]] = []
        self.begun: list[Any] = []

    def put(self, tokens: list[Any]) -> None:
        for token in tokens:
            if not isinstance(token, str):
                self.begun.append(token)
                continue
            first, *others = token.split("\n")
            self.begun.append(first)
            for line in others:
                self.end()
                self.begun.append(line)
        if len(self.begun) > _MOST_TOKENS or len(self.lines) > MOST_ITEMS:
            raise NotFollowed("more output than any note shows")

    def end(self) -> None:
        tokens = [t for t in self.begun if t != ""]
        self.begun = []
        if any(not isinstance(t, str) or t.strip() for t in tokens):
            self.lines.append(tokens)


def pattern_of(tokens: list[Any]) -> str:
    """A pattern of a line, with a group for each value."""
    parts = []
    for token in tokens:
        if isinstance(token, str):
            words = _SPACES.split(token.strip())
            parts += [r"\s*".join(re.escape(w) for w in words)] if token.strip() else []
        elif isinstance(token, Opaque):
            parts.append(r".{1,80}?")
        else:
            parts.append(_SIZE if isinstance(token, Size) else _NUMBER)
    return r"\s*".join(parts)


def values_in(tokens: list[Any]) -> list[Any]:
    return [t for t in tokens if isinstance(t, int | Size) and not isinstance(t, bool)]


def _several(tokens: list[Any]) -> bool:
    return any(isinstance(t, Opaque) and t.lines for t in tokens)


def matched(tokens: list[Any], line: str) -> re.Match[str] | None:
    """The line, where it is one that prints these pieces, whatever the values."""
    if len(line) > LONGEST or len(tokens) > _MOST_TOKENS or sum(isinstance(t, Opaque) for t in tokens) > 3:
        return None
    return re.fullmatch(rf"\s*{pattern_of(tokens)}\s*", line)


def found_in(printed: list[list[Any]], output: list[Segment]) -> list[tuple[Any, Segment]]:
    """Each printed value with the place in the output that shows it; nothing where the two do not go together."""
    output = [line for line in output if line.raw.strip()]
    if not printed or not output or len(output) > MOST_ITEMS:
        return []
    known = [tokens for tokens in printed if not _several(tokens) and values_in(tokens)]
    if len(known) < len(printed):
        plain = [tokens for tokens in printed if not values_in(tokens) and not _several(tokens)]
        if len(plain) + len(known) == len(printed) == len(output):
            return _pairs(printed, output)
        patterns = list({pattern_of(tokens): tokens for tokens in known}.values())[:24]
        output = [line for line in output[:200] if any(matched(tokens, line.raw) for tokens in patterns)]
    return _pairs(known, output)


def _pairs(printed: list[list[Any]], output: list[Segment]) -> list[tuple[Any, Segment]]:
    if len(printed) != len(output):
        return []
    found: list[tuple[Any, Segment]] = []
    for tokens, line in zip(printed, output, strict=True):
        match = matched(tokens, line.raw)
        if match is None:
            return []
        found += [(value, line.cut(*match.span(group))) for group, value in enumerate(values_in(tokens), 1)]
    return found


__all__ = ["ON_ONE_LINE", "ON_SEVERAL", "Count", "Printer", "Text", "found_in", "matched", "rendered", "values_in"]
