"""The texts of a question as one confined template, filled with a variant's numbers.

Between `{{` and `}}`, and after `{% if`, stands the statement language and nothing else: each expression is taken out
and compiled here, and what Jinja2 is given to run is only text, `if` and names. Its sandbox, without globals, filters
and tests, is the second wall; the child process with limits in which a stranger's bank is read is the third.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..properties.expression import to_latex
from ..properties.nodes import Sym
from ..reference.errors import InputError
from . import compiled
from .printed import Slot, mark, number_text, unmark

_CODE = re.compile(r"\{\{(?!\{)-?(?P<print>.*?)-?\}\}|\{%-?(?P<tag>.*?)-?%\}|\{#.*?#\}", re.DOTALL)
_PRINT = re.compile(r"\s*(?P<expression>[^|]*?)\s*(?:\|\s*(?P<format>\w+)\s*(?:\(\s*(?P<argument>\d+)\s*\))?\s*)?$")
_TAG = re.compile(r"\s*(?P<word>\w+)\s*(?P<condition>.*?)\s*$", re.DOTALL)
_BETWEEN, _BRACE, _UNBRACE = "\ue003", "\ue004", "\ue005"
_HIDE = str.maketrans({"{": _BRACE, "}": _UNBRACE})
MOST_NESTED = 20  # ifs inside one another
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Names:
    """What an expression in a text may mention: names with values, and words that stand for themselves."""

    values: frozenset[str]
    words: frozenset[str]


class _Failed:
    """Takes the place of a value that could not be had; it raises only if the text really uses it."""

    def __init__(self, error: Exception):
        self.error = error

    def __str__(self) -> str:
        raise self.error

    def __bool__(self) -> bool:
        raise self.error


def value_text(value: Any, words: Mapping[str, str], decimals: int | None = None) -> str:
    """A value as a text prints it: numbers, tuples and sets of them, words in the language, formulas in LaTeX."""
    if isinstance(value, bool):
        return words.get(str(value).lower(), str(value).lower())
    if isinstance(value, str):
        return words.get(value) or to_latex(Sym(value))
    if isinstance(value, tuple):
        return "(" + ", ".join(value_text(item, words, decimals) for item in value) + ")"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(value_text(item, words, decimals) for item in value)) + "}"
    if isinstance(value, float) and (decimals is None or value != value or value in (float("inf"), float("-inf"))):
        raise InputError(f"the value {value!r} cannot be printed as it is; expected a whole number or | decimals(n)")
    if isinstance(value, int | float | Fraction):
        return number_text(value, decimals)
    return to_latex(value)


class Template:
    """All texts of one question, compiled; `render(values)` fills them in at once.

    `texts`: (language, text) by name. `words`: for each language, what a word prints as.
    """

    def __init__(self, texts: Mapping[str, tuple[str, str]], names: Names, words: Words):
        self._names, self._words = names, words
        self._keys = list(texts)
        self._makers: dict[str, Callable[[Mapping[str, Any]], Any]] = {}
        self.expressions: dict[str, compiled.Function] = {}
        self.tested: dict[str, set[str]] = {key: set() for key in texts}
        self.typed: set[str] = set()  # the texts with digits that no expression prints
        sources = [self._prepare(language, text, key) for key, (language, text) in texts.items()]
        self._template = _environment().from_string(_BETWEEN.join(sources))

    def _prepare(self, language: str, text: str, where: str) -> str:
        """The text with every expression replaced by a name that will hold its print."""
        pieces, at, plain, depth = [], 0, "", 0
        for match in _CODE.finditer(text):
            plain += text[at : match.start()] + " "
            pieces.append(text[at : match.start()].translate(_HIDE))
            try:
                if match["print"] is not None:
                    pieces.append(self._print(language, match["print"]))
                elif match["tag"] is not None:
                    pieces.append(self._tag(match["tag"], where))
                    depth += {"if": 1, "endif": -1}.get(match["tag"].split()[0], 0)
                    if depth > MOST_NESTED:
                        raise InputError(f"ifs are nested more than {MOST_NESTED} deep; expected fewer")
            except InputError as error:
                raise InputError(f"in the text '{where}', {match[0]}: {error}") from None
            at = match.end()
        if any(mark in plain + text[at:] for mark in ("{%", "%}", "{#", "#}")):
            raise InputError(f"the text '{where}' opens a tag that is not closed, or closes one that is not open")
        if re.search(r"\d", plain + text[at:]):
            self.typed.add(where)
        return "".join(pieces) + text[at:].translate(_HIDE)

    def _print(self, language: str, code: str) -> str:
        match = _PRINT.match(code)
        if not match or match["format"] not in (None, "decimals"):
            raise InputError("expected an expression, or an expression | decimals(n)")
        if not match["expression"]:
            raise InputError("the placeholder is empty; expected an expression")
        decimals = int(match["argument"]) if match["argument"] else None
        if match["format"] and (decimals is None or decimals > 12):
            raise InputError("expected decimals(n) with n up to 12")
        text = " ".join(match["expression"].split())
        value_of = compiled.expression(text, self._names.values, self._names.words)
        self.expressions[text] = value_of
        words = self._words[language]
        name = f"e{len(self._makers)}"
        self._makers[name] = lambda v: mark(text, value_text(value_of(v), words, decimals))
        return "{{ " + name + " }}"

    def _tag(self, code: str, where: str) -> str:
        match = _TAG.match(code)
        word, condition = (match["word"], match["condition"]) if match else ("", "")
        if word in ("else", "endif") and not condition:
            return "{% " + word + " %}"
        if word not in ("if", "elif"):
            raise InputError(f"the tag {word!r} is not available; expected if, elif, else or endif")
        mentioned, test = compiled.condition(condition, self._names.values, self._names.words)
        self.tested[where] |= mentioned
        name = f"c{len(self._makers)}"
        self._makers[name] = test
        return "{% " + word + " " + name + " %}"

    def render(self, values: Mapping[str, Any]) -> dict[str, tuple[str, list[Slot]]]:
        """Each text by name: as it is read, and where its numbers stand."""
        filled = {}
        for name, make in self._makers.items():
            try:
                filled[name] = make(values)
            except (ArithmeticError, ValueError, TypeError) as error:
                filled[name] = _Failed(error)
        rendered = self._template.render(filled).replace(_BRACE, "{").replace(_UNBRACE, "}").split(_BETWEEN)
        return {key: unmark(text) for key, text in zip(self._keys, rendered, strict=True)}


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, cache_size=0
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


def compile_texts(texts: Mapping[str, tuple[str, str]], names: Names, words: Words) -> Template:
    """The texts as a template, or an InputError that says what is wrong with which."""
    try:
        return Template(texts, names, words)
    except TemplateError as error:
        raise InputError(f"the text is not a template: {error.message}") from None
    except (RecursionError, SyntaxError, MemoryError):  # from what Jinja2 has Python compile
        raise InputError("the text is nested too deep for a template; expected a few ifs") from None
