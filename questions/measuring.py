"""What the reference says at a variant's numbers: measurements inside expressions, and statements decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ..properties.nodes import Call, Node, Sym, measurements, number, transform
from ..properties.statement import Statement
from ..properties.statement import parse as parse_statement
from ..properties.verdict import Verdict, decide_once, shown
from ..reference.errors import InputError
from . import compiled
from .measured import measure
from .telling import values_told, verdict_told


@dataclass(frozen=True)
class Decision:
    """Whether a statement holds, how strongly that is known, and what was seen."""

    holds: bool
    strength: str
    evidence: str
    told: Mapping[str, str]  # the same for a student, in both languages


def measures(node: Node) -> bool:
    """Whether the expression asks for a run of the reference."""
    return bool(measurements(node))


def evaluated(node: Node, facts: Mapping[str, Any]) -> Any:
    """The expression's value, each measurement in it made by running the reference at these values."""
    words = {name: value for name, value in facts.items() if isinstance(value, str)}
    return _function(node, frozenset(facts), tuple(sorted(words.items())))(facts)


@lru_cache(maxsize=4096)
def _function(node: Node, names: frozenset[str], words: tuple[tuple[str, str], ...]) -> compiled.Function:
    settled = compiled.substituted(node, dict(words))
    known = frozenset(s for s in _words(settled) if s not in names)
    return compiled.function(settled, names - {name for name, _ in words}, known, measure)


def _words(node: Node) -> set[str]:
    found: set[str] = set()
    transform(node, lambda n: found.add(n.name) or n if isinstance(n, Sym) else n)
    return found


def decided(text: str, facts: Mapping[str, Any]) -> Decision:
    """The statement with this variant's words and numbers in it, decided by running the reference."""
    plain = {name: value for name, value in facts.items() if isinstance(value, int | Fraction | str)}
    named = [name for name in _named(text) if name in plain]
    if not any(isinstance(plain[name], int | Fraction) for name in named):  # the same whatever the numbers
        return _decided(text, tuple((name, plain[name]) for name in named))
    return _decided(text, tuple(plain.items()))


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str, ...]:
    statement = _parsed(text)
    return tuple(sorted(_words(statement.left) | _words(statement.right)))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Statement:
    return parse_statement(text)


@lru_cache(maxsize=65536)
def _decided(text: str, relevant: tuple[tuple[str, Any], ...]) -> Decision:
    facts = dict(relevant)
    statement = _parsed(text)
    numbers = {name: value for name, value in facts.items() if not isinstance(value, str)}
    if numbers and not statement.where and not statement.given and statement.relation in compiled._COMPARE:
        return _at_sizes(statement, facts)
    return _settled(_with(statement, facts))


def _at_sizes(statement: Statement, facts: Mapping[str, Any]) -> Decision:
    left, right = evaluated(statement.left, facts), evaluated(statement.right, facts)
    holds = bool(compiled._COMPARE[statement.relation](left, right)) != statement.negated
    return Decision(holds, "exhausted", f"{shown(left)} {statement.relation} {shown(right)}", values_told(left, right))


def _with(statement: Statement, facts: Mapping[str, Any]) -> Statement:
    """The statement with words and numbers in place of the question's parameters."""

    def change(node: Node) -> Node:
        if isinstance(node, Sym) and node.name in facts:
            value = facts[node.name]
            return Sym(value) if isinstance(value, str) else number(value)
        return node

    return Statement(transform(statement.left, change), statement.relation, transform(statement.right, change),
                     statement.negated, statement.where, statement.given)  # fmt: skip


@lru_cache(maxsize=4096)
def _settled(statement: Statement) -> Decision:
    if statement.negated and isinstance(statement.left, Call) and statement.left.name == "norm_formula":
        # What is denied of a formula is decided by what it says.
        asserted = decide_once(replace(statement, negated=False))
        return Decision(asserted.status == "refuted", asserted.strength, _seen(asserted),
                        verdict_told(asserted, statement.relation))  # fmt: skip
    verdict = decide_once(statement)
    if verdict.status == "empirical":
        raise InputError(
            f"{statement} is decided by an experiment, not by the reference; expected something computable"
        )
    told = verdict_told(verdict, statement.relation)
    return Decision(verdict.status == "holds", verdict.strength, _seen(verdict), told)


def _seen(verdict: Verdict) -> str:
    if verdict.counterexample is not None:
        return str(verdict.counterexample)
    return f"holds only if {verdict.condition}" if verdict.condition else verdict.evidence
