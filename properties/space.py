"""From a statement to what can be run: which letter is which size of which subject, and what is left open."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..reference.errors import InputError
from .domain import Axis, Domain
from .evaluation import Evaluator, Undefined
from .nodes import Bin, Call, Items, Neg, Node, Num, Sym, measurements, symbols
from .predicates import predicate
from .predicates.predicate import Case, Numeric, Predicate
from .rendering import to_text
from .roles import CUSTOMS, LETTERS, PARTS, RANGES, ROLES, SYMBOL, WORD_OPTIONS, WORDS, axis_of
from .statement import Statement
from .subjects import Subject, subject

SMALLEST_IGNORED = {"batch": 2, "height": 4, "width": 5, "time": 4, "in_channels": 2, "out_channels": 3}
"""The sizes at which a predicate that does not depend on them is measured."""


@dataclass
class Slot:
    """One subject of one measurement: where the value of each of its roles and options comes from."""

    subject: Subject
    predicate: Predicate
    sources: dict[str, Node | str | int]
    open: set[str]
    to: Slot | None = None

    def case(self, values: Mapping[str, Any], choose: Mapping[str, Any]) -> Case:
        """The case at given sizes of the letters; `choose` settles what the statement left open."""
        fixed, moving = self._prepared
        sizes = dict(fixed)
        for role, source in moving:
            sizes[role] = value = values[source.name] if isinstance(source, Sym) else Evaluator(values)(source)
            if value.denominator != 1 and axis_of(role) is not None:
                raise Undefined(f"{role} = {value} is not a whole number")
        for role, value in choose.items():
            if role in self.open:
                sizes[role] = value
        return Case(self.subject, sizes, self.to.case(values, choose) if self.to else None)

    @cached_property
    def _prepared(self) -> tuple[dict[str, str | int], list[tuple[str, Node]]]:
        """What is the same in every case, and what is calculated for each."""
        fixed = {role: source for role, source in self.sources.items() if isinstance(source, str | int)}
        return fixed, [(role, source) for role, source in self.sources.items() if not isinstance(source, str | int)]

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The letters on which a case depends."""
        own = [letter for _, source in self._prepared[1] for letter in symbols(source)]
        return tuple(dict.fromkeys((*own, *(self.to.letters if self.to else ()))))


@dataclass
class Space:
    """A statement's letters and their roles, its subjects, and the domain over which they range."""

    statement: Statement
    rebound: Mapping[str, str] = field(default_factory=dict)
    slots: dict[Call, Slot] = field(default_factory=dict)
    roles: dict[str, str | None] = field(default_factory=dict)
    fixed: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        calls = list(calls_of(self.statement))
        subjects = [s for call in calls for s in self._subjects(call)]
        self._bind(subjects)
        for call in calls:
            self.slots[call] = self._slot(call)
        self.domain = self._domain()

    # Letters

    def _bind(self, subjects: list[Subject]) -> None:
        letters = letters_of(self.statement)
        bound = {**dict(self.statement.where), **self.rebound}
        customs = [m for key, m in CUSTOMS if key in letters and bound.get(key, m[key]) == m[key]]
        where = {**dict(ChainMap(*customs)), **bound}
        if where.get("M") == "in_channels" and {"D_F", "D_K"} & set(letters):
            where.setdefault("N", "out_channels")  # the letters of the MobileNet paper go together
        for letter in letters:
            if letter in where:
                self.roles[letter] = where[letter]
            elif letter in LETTERS:
                fitting = [r for r in LETTERS[letter] if any(parts(s, r) for s in subjects)]
                self.roles[letter] = (fitting or LETTERS[letter])[0]
            elif subjects:
                raise InputError(
                    f"the letter {letter!r} is bound to no role; bind it as in 'where {letter} = in_channels', "
                    f"with one of {', '.join(ROLES)}"
                )
            else:
                self.roles[letter] = None
        for one in subjects:
            self._refuse_two_letters(one)

    def _refuse_two_letters(self, one: Subject) -> None:
        named: dict[str, str] = {}
        for letter, role in self.roles.items():
            for part in parts(one, role):
                if part in named:
                    raise InputError(f"the letters {named[part]!r} and {letter!r} both stand for {part} of {one.name}")
                named[part] = letter

    # Slots

    def _subjects(self, call: Call) -> list[Subject]:
        return [subject(name_of(node)) for node in subject_nodes(call, predicate(call.name).subjects)]

    def _slot(self, call: Call) -> Slot:
        kind = predicate(call.name)
        nodes = subject_nodes(call, kind.subjects)
        chain: Slot | None = None
        for node in reversed(nodes):
            own = node.options if isinstance(node, Call) else ()
            chain = self._filled(subject(name_of(node)), kind, call, own, chain)
        assert chain is not None
        self._check_options(call, kind, chain)
        return chain

    def _filled(self, one: Subject, kind: Predicate, call: Call, own: tuple, to: Slot | None) -> Slot:
        sources: dict[str, Any] = dict(one.roles)
        sources |= {name: words[0] for name, words in kind.options.items()}
        opened = set(sources)
        sources |= {role: None for role in getattr(kind, "open_roles", {}) if role in one.roles}
        if isinstance(kind, Numeric):
            for role in kind.ignores & set(one.roles) - one.sized_by:
                sources[role] = max(SMALLEST_IGNORED[role], one.least.get(role, 1))
        for letter, role in self.roles.items():
            for part in parts(one, role):
                if not (isinstance(kind, Numeric) and part in kind.ignores - one.sized_by):
                    sources[part] = Sym(letter)
                    opened.discard(part)
        for key, _ in own:
            if not option_parts(one, kind, key):
                able = ", ".join(dict.fromkeys((*kind.options, *one.roles)))
                raise InputError(f"{one.name}(...) has no option {key!r}; it has {able}")
        for key, value in (*call.options, *own):
            for part in option_parts(one, kind, key):
                sources[part] = self._option(key, value)
                opened.discard(part)
                self._pin(part, value)
        for role, source in sources.items():
            if source is None:
                sources[role] = Sym(self._unnamed(one, role))
                opened.discard(role)
        return Slot(one, kind, sources, opened, to)

    def _option(self, key: str, value: Node) -> Node | str:
        if isinstance(value, Sym) and (key in WORD_OPTIONS or value.name in WORDS):
            return value.name
        if key in WORD_OPTIONS:
            return to_text(value)
        return value

    def _pin(self, part: str, value: Node) -> None:
        """A letter whose role an option fixes at a number has that value everywhere, unless an option is the letter."""
        if isinstance(value, Num):
            ranging = _given_as_options(self.statement)
            for letter, role in self.roles.items():
                if role is not None and part in (role, *PARTS.get(role, ())) and letter not in ranging:
                    self.fixed[letter] = value

    def _unnamed(self, one: Subject, role: str) -> str:
        """A letter for a size that the statement leaves free: the customary one unless it means something else here."""
        whole = next((w for w, p in PARTS.items() if role in p and w == "kernel_size" and w not in one.roles), role)
        letter = SYMBOL.get(whole, whole)
        if letter in self.roles and self.roles[letter] != whole:
            letter = whole
        self.roles.setdefault(letter, whole)
        return letter

    def _check_options(self, call: Call, kind: Predicate, slot: Slot) -> None:
        for key, value in call.options:
            chain: Slot | None = slot
            known = key == "to"
            while chain is not None:
                known = known or bool(option_parts(chain.subject, kind, key))
                chain = chain.to
            if not known:
                able = ", ".join(dict.fromkeys((*kind.options, *slot.subject.roles)))
                raise InputError(f"{call.name}({slot.subject.name}) has no option {key!r}; it has {able}")
            words = kind.options.get(key)
            if words is not None and not (isinstance(value, Sym) and value.name in words):
                raise InputError(f"{key}={to_text(value)} in {call.name}(...); expected one of {', '.join(words)}")

    # The domain

    def _domain(self) -> Domain:
        mentioned = letters_of(self.statement)
        axes = {}
        for letter, role in self.roles.items():
            start, stop = RANGES[axis_of(role)]
            for slot in self.all_slots():
                for part in parts(slot.subject, role):
                    start = max(start, slot.subject.least.get(part, start))
                    if letter not in mentioned:  # a map that nothing is said about is as large as a given kernel
                        kernel = slot.sources.get(f"kernel_{part}", slot.sources.get("kernel_size"))
                        if part in ("height", "width", "time") and isinstance(kernel, Num):
                            start = max(start, int(kernel.value))
            if letter in self.fixed:
                start = min(start, int(Evaluator({})(self.fixed[letter])))
            axes[letter] = Axis(start, max(stop, start + 1), aside=letter not in mentioned)
        domain = Domain(axes, {letter: node for letter, node in self.fixed.items() if letter in axes})
        for condition in self.statement.given:
            domain = domain.with_condition(condition)
        return domain

    def all_slots(self) -> Iterator[Slot]:
        """Every subject of every measurement."""
        for slot in self.slots.values():
            chain: Slot | None = slot
            while chain is not None:
                yield chain
                chain = chain.to


def parts(one: Subject, role: str | None) -> tuple[str, ...]:
    """The roles of a subject that a role names: itself, or its two axes."""
    if role is None:
        return ()
    if role in one.roles:
        return (role,)
    return tuple(part for part in PARTS.get(role, ()) if part in one.roles)


def option_parts(one: Subject, kind: Predicate, key: str) -> tuple[str, ...]:
    """What an option of a measurement sets: an option of the predicate, or roles of the subject."""
    return (key,) if key in kind.options else parts(one, key)


def name_of(node: Node) -> str:
    """The name of a subject, whether it stands alone or with options of its own."""
    if isinstance(node, Call | Sym):
        return node.name
    raise InputError(f"a subject is expected, not {to_text(node)}")


def subject_nodes(call: Call, count: int) -> list[Node]:
    """The subjects of a measurement: its first arguments; the second may be given as `to=`."""
    nodes = list(call.args)
    to = call.option("to")
    if to is not None:
        nodes.append(to)
    if len(nodes) != count:
        raise InputError(f"{to_text(call)} names {len(nodes)} subjects; {call.name} takes {count}")
    return nodes


def calls_of(statement: Statement) -> Iterator[Call]:
    """Every measurement that a statement asks for."""
    sides = [statement.left, statement.right]
    for condition in statement.given:
        sides += [side for side in (condition.left, condition.right) if side is not None]
    for side in sides:
        for call in measurements(side):
            yield bare(call)


def bare(call: Call) -> Call:
    """A measurement of a shape without the axis that is shown of it."""
    return Call(call.name, call.args, tuple(o for o in call.options if o[0] != "axis_shown"))


def letters_of(statement: Statement) -> tuple[str, ...]:
    """The letters of a statement that stand for sizes, in the order of their first appearance."""
    found: list[str] = []
    sides = [statement.left, statement.right]
    for condition in statement.given:
        sides += [side for side in (condition.left, condition.right) if side is not None]
    for side in sides:
        found += [name for name in symbols(_without_words(side)) if name not in WORDS]
    return tuple(dict.fromkeys(found))


def _without_words(node: Node) -> Node:
    """The expression with every measurement reduced to the options that stand for sizes."""
    match node:
        case Call(_, args, options) if node.is_measurement:
            sizes = [value for key, value in options if key not in (*WORD_OPTIONS, "axis_shown")]
            for arg in (*args, *(value for key, value in options if key == "to")):
                if isinstance(arg, Call):
                    sizes += [value for key, value in arg.options if key not in WORD_OPTIONS]
            return Items(tuple(sizes))
        case Call(name, args):
            return Call(name, tuple(_without_words(arg) for arg in args))
        case Items(items, ordered):
            return Items(tuple(_without_words(item) for item in items), ordered)
        case Neg(operand):
            return Neg(_without_words(operand))
        case Bin(op, left, right):
            return Bin(op, _without_words(left), _without_words(right))
    return node


def _given_as_options(statement: Statement) -> set[str]:
    """The letters by which options are given (`stride=S`): they range, whatever another measurement fixes."""
    return {letter for call in calls_of(statement) for _, value in call.options for letter in symbols(value)}
