"""The small table of what is looked up, never computed: definitions by name, lineage, use; each with its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..reference.errors import InputError
from .nodes import Call, Sym
from .rendering import to_text
from .subjects import ALIASES

if TYPE_CHECKING:
    from .statement import Statement
    from .verdict import Verdict


def from_toml(path: Path) -> dict[str, Any]:
    """The table in a file."""
    import tomllib  # not where the table is kept from an earlier run

    return tomllib.loads(path.read_text("utf-8"))


read: Callable[[Path], dict[str, Any]] = from_toml
"""How the table is read; whoever keeps what is the same in every run (the command line) puts his own in its place."""


@dataclass(frozen=True)
class Fact:
    """What a source says of a subject: the words that hold, those it contradicts, and under which condition."""

    predicate: str
    subject: str
    value: str
    source: str
    also: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    only_if: str | None = None
    wrong_like: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """All words that say what the source says."""
        return (self.value, *self.also)


@lru_cache(maxsize=1)
def facts() -> tuple[Fact, ...]:
    """All facts of `facts.toml`."""
    table = read(Path(__file__).with_name("facts.toml"))
    lists = ("also", "wrong")
    return tuple(Fact(**{**row, **{key: tuple(row.get(key, ())) for key in lists}}) for row in table["fact"])


def decide_fact(statement: Statement) -> Verdict:
    """The verdict of the table; InputError where it does not speak of the subject and the word."""
    from .verdict import Counterexample, Verdict

    call, right = statement.left, statement.right
    if not (isinstance(call, Call) and isinstance(call.args[0], Sym) and isinstance(right, Sym)):
        raise InputError(f"{to_text(call)} is compared with a word, not with {to_text(right)}")
    name = ALIASES.get(call.args[0].name, call.args[0].name)
    known = [fact for fact in facts() if (fact.predicate, fact.subject) == (call.name, name)]
    wanted = (statement.relation == "==") != statement.negated
    told = "looked up, not computed: {}"
    for fact in known:
        holds = right.name in fact.words
        contradicted = right.name in fact.wrong or (fact.wrong_like and re.fullmatch(fact.wrong_like, right.name))
        if not holds and not contradicted:
            continue
        evidence = told.format(fact.source)
        if holds and fact.only_if and wanted:
            return Verdict("holds_if", "looked up", evidence, condition=fact.only_if)
        if holds == wanted:
            return Verdict("holds", "looked up", evidence)
        witness = f"{call.name} of {name}: {fact.value} ({fact.source})"
        return Verdict("refuted", "looked up", evidence, None, Counterexample({}, right.name, fact.value, witness))
    words = ", ".join(dict.fromkeys(word for fact in known for word in (*fact.words, *fact.wrong)))
    raise InputError(
        f"the table of facts does not say whether {call.name}({name}) is {right.name}"
        + (f"; it knows {words}" if words else "")
    )
