"""Regular expressions of which most are never needed: like `re`, with every pattern compiled at its first use.

The readers have some three thousand patterns, and compiling them takes longer than reading a note with them. A text is
searched only where it has what the pattern cannot match without (needles.py), and the pattern is compiled for the first
such text; what `kenzan verify` compiled is kept for the next run (compiled.py). Modules import this one as `re`.

Kept are patterns that are the same in every run: those given to `compile`, and those written out where they are used.
One that is put together where it is used (`re.search(rf"{letter} = ")`) may have a note's words in it, and is not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from re import ASCII, DOTALL, IGNORECASE, MULTILINE, VERBOSE, Match, escape
from typing import Any, Generic, TypeVar

from .compiled import compiled as compiled_once
from .compiled import needles_of
from .needles import Needles, folded, needles

Text = TypeVar("Text", bound=str)
I = IGNORECASE
_ENDING = re.compile(r"(?<=[A-Za-z])(?<!\\[A-Za-z])\\w(?=[*+{])")
_EDGE = re.compile(r"(?<!\\)((?:\\\\)*)\\b")
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


def _of_english(pattern: str) -> str:
    """The pattern with `\\w` behind a Latin letter, and every `\\b`, as of an English word.

    conv\\w* takes in no 畳み込み, and the word MAC ends in MACは.

    >>> _of_english(r"conv\\w*|\\d\\w")
    'conv[A-Za-z0-9_]*|\\\\d\\\\w'
    >>> _of_english(r"\\bMACs?\\b")
    '(?:\\\\b|(?a:\\\\b))MACs?(?:\\\\b|(?a:\\\\b))'
    """
    return _EDGE.sub(r"\1(?:\\b|(?a:\\b))", _ENDING.sub("[A-Za-z0-9_]", pattern))


class Pattern(Generic[Text]):
    """A pattern of `re` with the same methods; those of the compiled one take their place at the first need."""

    lasting = False  # whether it is the same in every run: it is no part of a note

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = _of_english(pattern), flags

    @cached_property
    def _needles(self) -> Needles:
        return (needles_of if self.lasting else needles)(self.pattern, self._flags)

    def _hopeless(self, text: str) -> bool:
        """Whether the text lacks what every match has."""
        if not self._needles:
            return False
        within = folded(text)
        for needle in self._needles:  # noqa: SIM110 - asked tens of thousands of times, too often for a generator
            if needle in within:
                return False
        return True

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        compiled = (compiled_once if self.lasting else re.compile)(self.pattern, self._flags)
        if not self._needles:
            for name in _METHODS:
                setattr(self, name, getattr(compiled, name))
        return compiled

    @property
    def groupindex(self) -> dict[str, int]:
        return dict(self._compiled.groupindex)

    def search(self, text: str, *bounds: int) -> Match[str] | None:
        return None if self._hopeless(text) else self._compiled.search(text, *bounds)

    def match(self, text: str, *bounds: int) -> Match[str] | None:
        return None if self._hopeless(text) else self._compiled.match(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> Match[str] | None:
        return None if self._hopeless(text) else self._compiled.fullmatch(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[Match[str]]:
        return iter(()) if self._hopeless(text) else self._compiled.finditer(text, *bounds)

    def findall(self, text: str, *bounds: int) -> list[Any]:
        return [] if self._hopeless(text) else self._compiled.findall(text, *bounds)

    def sub(self, new: str | Callable[[Match[str]], str], text: str, count: int = 0) -> str:
        return text if self._hopeless(text) else self._compiled.sub(new, text, count)

    def split(self, text: str, maxsplit: int = 0) -> list[Any]:
        return [text] if self._hopeless(text) else self._compiled.split(text, maxsplit)


@lru_cache(maxsize=8_192)  # `re` itself keeps 512, fewer than there are, and compiles the others again and again
def _made(pattern: str, flags: int) -> Pattern[str]:
    made = Pattern(pattern, flags)
    made.lasting = _written_out(pattern)
    return made


def _written_out(pattern: str) -> bool:
    """Whether the pattern stands, as it is, in the code of the function that searches with it."""
    searching = sys._getframe(3).f_code  # above this function, `_made` and `search`
    return any(constant is pattern for constant in searching.co_consts)


def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """A pattern, compiled at its first need.

    >>> compile(r"strides?").search("the stride is 2")[0], compile(r"strides?").search("a kernel of 3")
    ('stride', None)
    """
    made = _made(pattern, int(flags))
    made.lasting = True
    return made


def search(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    return _made(pattern, int(flags)).search(text)


def match(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    return _made(pattern, int(flags)).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> Match[str] | None:
    return _made(pattern, int(flags)).fullmatch(text)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[Match[str]]:
    return _made(pattern, int(flags)).finditer(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    return _made(pattern, int(flags)).findall(text)


def sub(pattern: str, new: str | Callable[[Match[str]], str], text: str, count: int = 0, flags: int = 0) -> str:
    return _made(pattern, int(flags)).sub(new, text, count)


def split(pattern: str, text: str, maxsplit: int = 0, flags: int = 0) -> list[Any]:
    return _made(pattern, int(flags)).split(text, maxsplit)


__all__ = [
    "ASCII", "DOTALL", "IGNORECASE", "MULTILINE", "VERBOSE", "I", "Match", "Pattern", "compile", "escape", "findall",
    "finditer", "fullmatch", "match", "search", "split", "sub",
]  # fmt: skip
