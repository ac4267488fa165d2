"""Reading a question file: front matter checked key by key, expressions compiled, texts made into one template."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ..properties.nodes import Node, Sym
from ..properties.parsing import parse_expression
from ..reference.errors import InputError
from . import compiled, measuring
from .claims import OFFERED, Claims, checked_statement, constant
from .figures import FIGURES, Figure, module
from .frontmatter import LANGUAGES, Table, dollars, read, split
from .parameters import Space, Value, domain
from .question import FORMS, KINDS, LEVELS, Blank, Option, Question
from .template import Names, compile_texts

_TOP = (
    "id", "topic", "level", "kind", "source", "tags", "constraints", "parameters", "let", "words", "answer",
    "distractor", "choice", "blank", "claim", "sentence", "pair", "figure",
)  # fmt: skip
_ANSWER = ("name", "form", "value", "route", "unit_ja", "unit_en", "decimals", "tolerance", "shown", "distractor",
           "choice", "statement", "read")  # fmt: skip
SUFFIX = ".md.j2"
_NAME = re.compile(r"\w[\w-]{0,80}")
MOST_SHOWN = 10
_TYPED = {"number": "number", "formula": "formula", "shape": "shape"}
_ALWAYS = frozenset({"true", "false"})


def load(path: Path) -> Question:
    """The question in a file; an InputError names the file and says what is wrong with it."""
    text = read(path)
    name = path.name.removesuffix(SUFFIX)
    try:
        question = parse(text, path)
        if path.name.endswith(SUFFIX) and question.id != name:
            raise InputError(f"the id is {question.id!r}; expected {name!r}, as the file is named")
        return question
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def parse(text: str, path: Path | None = None) -> Question:
    """The question that a text holds."""
    return _Loader(text, path).question()


class _Loader(Claims):
    """One pass over a question file; texts are collected on the way and compiled at the end."""

    def __init__(self, text: str, path: Path | None):
        self.text, self.path = text, path
        content, parts = split(text)
        self.table = Table(content, "the front matter")
        self.table.only(*_TOP)
        self.kind = self.table.text("kind", KINDS)
        self.texts: dict[str, tuple[str, str]] = {name: (name[:2], dollars(part)) for name, part in parts.items()}
        for name in ("ja", "ja solution", "en", "en solution"):
            if not parts.get(name):
                raise InputError(f"the text has no part '=== {name} ==='; expected stem and solution in ja and en")

    def question(self) -> Question:
        table = self.table
        for key in ("id", "topic"):
            if not _NAME.fullmatch(table.text(key)):
                raise InputError(f"{key} is {table.text(key)!r}; expected letters, digits, hyphens and underscores")
        self.domains = self._domains()
        self.words = self._words()
        known_words = frozenset(self.words["ja"]) | _ALWAYS | self._letters() | self._subjects()
        self.known = Names(frozenset(self.domains), known_words)
        constraints = tuple(str(c) for c in table.get("constraints", list, []))
        conditions = tuple(compiled.condition(c, self.known.values, known_words) for c in constraints)
        lets = self._lets()
        blanks = self._blanks()
        self.known = Names(self.known.values | {b.name for b in blanks if b.value}, known_words)
        template = compile_texts(self.texts, self.known, self.words)
        return Question(
            table.text("id"), table.text("topic"), table.text("level", LEVELS), self.kind, table.text("source"),
            self.path, self.text, Space(self.domains, conditions), constraints, lets, blanks, template, self.words,
            self._answer().expression("statement"), self._figure(),
        )  # fmt: skip

    def _domains(self) -> dict[str, tuple[Value, ...]]:
        given = self.table.get("parameters", dict, {})
        domains = {name: domain(name, values) for name, values in given.items()}
        if len(domains) > 16:
            raise InputError(f"there are {len(domains)} parameters; expected at most 16")
        mutants = sum(len(sentence.tables("mutant")) for sentence in self.table.tables("sentence"))
        picks = {"true_false": ("claim", len(self.table.tables("claim"))), "find_error": ("error", mutants)}
        if self.kind in picks:
            name, count = picks[self.kind]
            if not count:
                raise InputError(
                    f"a {self.kind} question needs [[{'claim' if name == 'claim' else 'sentence.mutant'}]]"
                )
            domains[name] = tuple(range(1, count + 1))
        return domains

    def _letters(self) -> frozenset[str]:
        """The words that parameters may stand for."""
        return frozenset(v for values in self.domains.values() for v in values if isinstance(v, str))

    def _subjects(self) -> frozenset[str]:
        return frozenset()

    def _words(self) -> dict[str, dict[str, str]]:
        given = self.table.get("words", dict, {})
        words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        for word, content in given.items():
            both = Table(content if isinstance(content, dict) else {}, f"words, {word}").both()
            for language, text in both.items():
                words[language][word] = text
        return words

    def _lets(self) -> dict[str, compiled.Function]:
        lets = {}
        for name, text in self.table.get("let", dict, {}).items():
            if name in self.known.values or name == "answer":
                raise InputError(f"let {name} has the name of a parameter or of the answer; expected a new name")
            lets[name] = self._function(str(text), f"let {name}")
            self.known = Names(self.known.values | {name}, self.known.words)
        return lets

    def _function(self, text: str, where: str, words: frozenset[str] = frozenset()) -> compiled.Function:
        try:
            return compiled.expression(text, self.known.values, self.known.words | words)
        except InputError as error:
            raise InputError(f"{where}: {error}") from None

    def _answer(self) -> Table:
        return Table(self.table.get("answer", dict, {}), "answer")

    def _blanks(self) -> tuple[Blank, ...]:
        match self.kind:
            case "cloze":
                tables = self.table.tables("blank")
                if not tables:
                    raise InputError("a cloze question has no [[blank]]; expected one for each gap")
                blanks = tuple(self._blank(t, t.text("name")) for t in tables)
                names = [b.name for b in blanks]
                if len(set(names)) != len(names) or set(names) & self.known.values:
                    raise InputError(
                        f"the blanks are named {', '.join(names)}; expected different names, not a parameter's"
                    )
                return blanks
            case "true_false":
                return self._truth()
            case "find_error":
                return (self._error(),)
            case "match":
                return (self._match(),)
            case _:
                return (self._blank(self._answer(), "answer"),)

    def _blank(self, table: Table, name: str) -> Blank:
        table.only(*_ANSWER)
        here = table if self.kind == "cloze" else self.table
        distractors, choices = here.tables("distractor"), here.tables("choice")
        form = table.get("form", str, "statement" if choices else _TYPED.get(self.kind, "number"))
        if form not in FORMS:
            raise InputError(f"{table.where}: form is {form!r}; expected one of {', '.join(FORMS)}")
        choosing = self.kind in ("single_choice", "multiple_choice") or (
            self.kind in ("cloze", "figure") and "shown" in table.content
        )
        offered = (choosing or form == "statement") and self.kind != "order"
        shown = table.get("shown", int, 4) if offered else 0
        value, route = table.expression("value"), table.expression("route")
        if form != "statement" and self.kind != "order" and (value is None or route is None):
            raise InputError(f"{table.where}: value or route is missing; expected a closed form and a measurement")
        options = [self._offered(d, name, i, form, wrong=True) for i, d in enumerate(distractors, 1)]
        options += [self._offered(c, name, i, "statement", wrong=False) for i, c in enumerate(choices, 1)]
        if offered and (not 2 <= shown <= MOST_SHOWN):
            raise InputError(f"{table.where}: shown is {shown}; expected 2 to {MOST_SHOWN} choices")
        if choosing and len(options) + (form != "statement") < shown:
            raise InputError(f"{table.where}: {shown} choices are to be shown, of {len(options)} offered")
        if self.kind == "order":
            value, form = table.text("value"), "order"
        return Blank(
            name, form, shown, self.kind == "multiple_choice", True, value or "", self._value(value, form, name),
            route or "", self._route(route, form, name), table.both("unit_", required=False),
            self._decimals(table), self._tolerance(table), tuple(options),
            "order" if form == "order" else "", read=self._read_off(table),
        )  # fmt: skip

    def _figure(self) -> Figure | None:
        """What is drawn, each option an expression or a list of them."""
        table = Table(self.table.get("figure", dict, {}), "figure")
        if bool(table.content) != (self.kind == "figure"):
            raise InputError(f"the kind is {self.kind}, and there is {'a' if table.content else 'no'} [figure]; "
                             "expected a figure with the kind figure only")  # fmt: skip
        if not table.content:
            return None
        draws = table.text("draws", FIGURES)
        table.only("draws", *module(draws).OPTIONS)
        options, stated = {}, set()
        for name, given in table.content.items():
            if name == "draws":
                continue
            texts = [str(item) for item in given] if isinstance(given, list) else [str(given)]
            parts = [self._function(text, f"figure, {name}", module(draws).WORDS) for text in texts]
            stated |= {s.name for text in texts for s in _symbols(parse_expression(text)) if s.name in self.domains}
            options[name] = partial(_listed, parts) if isinstance(given, list) else parts[0]
        return Figure(draws, options, frozenset(stated))

    def _read_off(self, table: Table) -> str:
        """What is to be read from the figure for an answer, where there is one."""
        wanted = table.get("read", str, "")
        if not wanted:
            return ""
        draws = Table(self.table.get("figure", dict, {}), "figure").text("draws", FIGURES)
        return table.text("read", module(draws).VALUES)

    def _decimals(self, table: Table) -> int | None:
        decimals = table.get("decimals", int)
        if decimals is not None and not 0 <= decimals <= 12:
            raise InputError(f"{table.where}: decimals is {decimals}; expected 0 to 12")
        return decimals

    def _tolerance(self, table: Table) -> float:
        tolerance = float(table.get("tolerance", (int, float), 0))
        if not 0 <= tolerance < math.inf:
            raise InputError(f"{table.where}: tolerance is {tolerance}; expected a number that is not negative")
        return tolerance

    def _value(self, text: str | None, form: str, where: str) -> compiled.Function | None:
        if text is None:
            return None
        if form == "formula":
            return self._formula(text)
        if form == "order":
            node = parse_expression(text)
            return compiled.function(node, frozenset(), frozenset(s.name for s in _symbols(node)))
        return self._function(text, where)

    def _formula(self, text: str) -> compiled.Function:
        """The tree, with the variant's letters in place of the parameters that stand for letters."""
        node = parse_expression(text)
        lettered = {name for name, values in self.domains.items() if all(isinstance(v, str) for v in values)}
        unknown = [s.name for s in _symbols(node) if s.name not in lettered]
        if unknown:
            raise InputError(
                f"the formula {text} has the letter {unknown[0]}; expected a parameter that names a letter"
            )
        return lambda v: compiled.substituted(node, {name: v[name] for name in lettered})

    def _route(self, text: str | None, form: str, where: str) -> compiled.Function | None:
        if text is None:
            return None
        node = parse_expression(text)
        if not measuring.measures(node):
            raise InputError(f"{where}: the route {text} measures nothing; expected a measurement such as macs(conv2d)")
        if form in ("formula", "order"):
            return lambda v: node
        return partial(measuring.evaluated, node)

    def _offered(self, table: Table, blank: str, index: int, form: str, wrong: bool) -> Option:
        table.only(*OFFERED)
        name = table.text("name")
        key = f"{blank} {'distractor' if wrong else 'choice'} {index}"
        self._keep(key + " why", table.both("why_"))
        value, statement, condition = table.expression("value"), table.get("statement", str), table.get("if", str)
        if (wrong and value is None) or (not wrong and statement is None):
            raise InputError(f"{table.where}: {'value' if wrong else 'statement'} is missing")
        if not wrong:
            self._keep(key + " text", table.both())
        declared = None if wrong else self._declared(table)
        test = compiled.condition(condition, self.known.values, self.known.words)[1] if condition else None
        return Option(
            name, self._value(value, form, name), statement and checked_statement(statement, table.where), declared,
            test, None if wrong else key + " text", key + " why", value,
        )  # fmt: skip

    def _declared(self, table: Table) -> Callable:
        """What the author calls it: `key = true`, or a condition of the variant under which it is right."""
        key = (
            table.get("key", (bool, str), False)
            if not isinstance(table.content.get("key"), bool)
            else table.content["key"]
        )
        if isinstance(key, str):
            return compiled.condition(key, self.known.values, self.known.words)[1]
        return partial(constant, bool(key))

    def _keep(self, key: str, both: Mapping[str, str]) -> None:
        for language, text in both.items():
            if text:
                self.texts[f"{language} {key}"] = (language, dollars(text))


def _listed(parts: Sequence[Callable], facts: Mapping) -> tuple:
    return tuple(part(facts) for part in parts)


def _symbols(node: Node) -> list[Sym]:
    from ..properties.nodes import walk

    return [n for n in walk(node) if isinstance(n, Sym)]
