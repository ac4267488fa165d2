"""Reasons to doubt a reading before a key is called wrong: what it passes over, and what two options share in it."""

from __future__ import annotations

import re

from ...properties.expression import equivalent
from ...properties.nodes import Node, symbols
from ...properties.statement import parse
from ...reference.errors import InputError
from ..reading import runnable
from .item import Item
from .judging import Interpretation
from .measures import subjects_of
from .values import normal, number

BLOCKS = frozenset({"transition_layer", "dense_layer", "dense_block", "residual_block", "gated_residual_layer"})


def doubtful(one: Interpretation) -> bool:
    """Whether a note's reader took numbers for a measurement that none of them meets: the stem may ask for another."""
    if one.rule == "measured" or not one.compared or any(f.status != "refuted" for f in one.found.values()):
        return False
    return not any(symbols(parse(f.statement).right) for f in one.found.values())


def elsewhere(item: Item, one: Interpretation) -> bool:
    """Whether a reading passes over the key's own numbers, or speaks of a network where the stem names a part of it."""
    for option in item.options:
        found = one.found.get(option.label)
        if found is None or not option.marked or item.kind == "true_false":
            continue
        numbers = re.findall(r"\d+", normal(option.text))
        if numbers and not any(re.search(rf"(?<!\d){n}(?!\d)", found.statement) for n in _values(option.text, numbers)):
            return True
    if item.kind not in ("true_false", "typed"):
        return False
    parts = {name for s in subjects_of(item.stem) if s in BLOCKS for name in (s, runnable(s))}
    subjects = {parse(f.statement.removeprefix("not (").removesuffix(")") if f.statement.startswith("not (")
                      else f.statement).subject for f in one.found.values()}  # fmt: skip
    return bool(parts) and not subjects & parts


def _values(text: str, numbers: list[str]) -> list[str]:
    """The numbers of an option, and what they come to (`1.5M`)."""
    value = number(text)
    return [*numbers, value[0]] if value and value[0].isdigit() else numbers


def blurred(item: Item, one: Interpretation, key: str, other: str) -> bool:
    """Whether two options make the same statement though they are neither the same number nor the same text."""
    if key not in one.found or other not in one.found or one.found[key].statement != one.found[other].statement:
        return False
    a, b = (normal(text_of(item, label)).casefold().replace(" ", "") for label in (key, other))
    return a != b and not (number(text_of(item, key)) and number(text_of(item, other)))


def same_convention(one: Interpretation, key: str, other: str) -> bool:
    """Whether two options hold by the same custom; under different ones they do not hold together."""
    if key not in one.found or other not in one.found or not one.compared:
        return True
    return one.found[key].verdict.convention == one.found[other].verdict.convention


def same_value(one: Interpretation, key: str, other: str) -> bool:
    """Whether another option gives the same measurement the same value, as mathematics."""
    if key not in one.found or other not in one.found or not one.compared:
        return False
    a, b = (parse(one.found[label].statement) for label in (key, other))
    return a.left == b.left and a.relation == b.relation and a.where == b.where and _equal(a.right, b.right)


def _equal(a: Node, b: Node) -> bool:
    try:
        return equivalent(a, b)
    except InputError:
        return False


def text_of(item: Item, label: str) -> str:
    return next(o.text for o in item.options if o.label == label)
