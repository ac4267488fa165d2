"""A verified statement as a question asks for it: in kenzan's own sentences, with its conditions and its letters.

Only a statement every part of which has words is asked: an option, a custom or a letter without words is a condition
that the stem could not state. The words are data, in `lexicon/asked.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ...properties.nodes import Call, Items, Node, Num, Sym, measurements, symbols
from ...properties.rendering import to_latex, to_text
from ...properties.roles import LETTERS, PARTS, WORDS
from ...properties.statement import Statement
from ...properties.subjects import SUBJECTS, subject
from ..customs import pieces
from ..render.japanese import in_japanese
from .mutations import Letters

Both = tuple[str, str]  # Japanese, English
_AXES = "NCHW"
_SAID = ("multiply-accumulates", "within one stack")  # conventions that the sentences themselves tell


@dataclass(frozen=True)
class Asked:
    """What a statement is about, in both languages, without its right side.

    `values` are the words that may stand on the right (of a fact in words), `conditions` what must be told of the
    operation, `roles` the letters and what they stand for, so far as the statement itself binds them.
    """

    statement: Statement
    key: str
    quantity: Both | None
    values: tuple[str, ...]
    conditions: tuple[Both, ...]
    roles: dict[str, str]


@cache
def table() -> dict[str, Any]:
    """The words, from the lexicon."""
    path = files("kenzan.reports") / "lexicon" / "asked.toml"  # pyright: ignore[reportArgumentType]
    return tomllib.loads(path.read_text("utf-8"))


def asked(statement: Statement, convention: str | None) -> Asked | None:
    """How the statement is asked; None where a part of it has no words.

    >>> from ...properties.statement import parse
    >>> one = asked(parse("macs(conv2d, stride=2) == H*W*C"), "padding that keeps the size")
    >>> one.quantity[1], [en for _, en in one.conditions]
    ('the number of multiply-accumulates of a standard convolution', ['stride 2', 'padding that keeps the size'])
    """
    left = statement.left
    if (
        statement.given
        or not isinstance(left, Call)
        or not left.args
        or len(left.args) > 1 + (left.name == "monotone")
        or measurements(statement.right)
    ):
        return None
    told = _told(left, statement)
    if told is None:
        return None
    conditions, roles = told
    conditions += [(in_japanese(piece), piece) for piece in pieces(convention) if not piece.startswith(_SAID)]
    sides = len(statement.right.items) if isinstance(statement.right, Items) else 0
    quantity = _quantity(left, sides)
    if left.name == "output_channels" and to_text(statement.right) in ("M", "C_out"):
        return None  # the letter is called the number of output channels: nothing is left to ask
    values: tuple[str, ...] = ()
    if quantity is None or statement.negated or statement.relation != "==":
        quantity, values = None, _values(statement)
        if not values:
            return None
    return Asked(statement, _key(statement), quantity, values, tuple(dict.fromkeys(conditions)), roles)


def _told(left: Call, statement: Statement) -> tuple[list[Both], dict[str, str]] | None:
    """The options of a measurement as conditions, and the letters that they and the statement bind."""
    conditions: list[Both] = []
    roles = dict(statement.where)
    inner = left.args[0]
    calls = [left, *([inner] if isinstance(inner, Call) else [])]
    for call in calls:
        for name, value in call.options:
            if name == "to" or (call.name, name) in _IN_FACT:
                continue
            if isinstance(value, Sym) and value.name not in WORDS and f"{name}={value.name}" not in table()["words"]:
                if name not in table()["roles"]:
                    return None
                roles[value.name] = name
                continue
            words = _condition(name, value)
            if words is None:
                return None
            conditions.append(words)
    return conditions, roles


_IN_FACT = {("depends_on", "input"), ("parallel_over_time", "mode")}


def _condition(name: str, value: Node) -> Both | None:
    text = to_text(value)
    if f"{name}={text}" in table()["words"]:
        return tuple(table()["words"][f"{name}={text}"])
    if not isinstance(value, Num) or name not in table()["roles"]:
        return None
    ja, en = table()["roles"][name]
    return f"{ja} {text}", f"{en.removeprefix('the ')} {text}"


def named(name: str, group: str = "subjects") -> Both | None:
    """The name of a subject (or a layer, or a role) in both languages."""
    found = table()[group].get(name)
    return tuple(found) if found else None


def _quantity(left: Call, sides: int = 0) -> Both | None:
    """What is measured; of a shape, by how many sides it is given with: without channels, of one filter, of all."""
    quantities = table()["quantities"]
    words = quantities.get(f"{left.name} {sides}", quantities.get(left.name))
    inner = left.args[0]
    x = named(inner.name) if isinstance(inner, Sym) else None
    if words is None or x is None:
        return None
    to = left.option("to")
    y = named(to.name) if isinstance(to, Sym) else ("", "")
    if y is None:
        return None
    ja, en = words
    return ja.format(X=x[0], Y=y[0]), en.format(X=x[1], Y=y[1])


def _key(statement: Statement) -> str:
    """What is asked, so that a claim made twice (with other letters, in other words) is asked once."""
    left = statement.left
    assert isinstance(left, Call)
    options = {k: to_text(v) for k, v in left.options if not _usual(k, v)}
    for whole, (one, other) in PARTS.items():  # a kernel of 5 by 5 is one of size 5
        if one in options and options.get(other) == options[one]:
            options[whole] = options.pop(one)
            del options[other]
    kept = [f"{k}={v}" for k, v in options.items()]
    return " ".join([left.name, *map(to_text, left.args), *sorted(kept)])


def _usual(name: str, value: Node) -> bool:
    return (isinstance(value, Sym) and name in table()["roles"] and value.name not in WORDS) or (
        name == "stride" and to_text(value) == "1"
    )


def _values(statement: Statement) -> tuple[str, ...]:
    """The words among which the right side of a fact is chosen; empty where it is no such fact."""
    left, right = statement.left, statement.right
    assert isinstance(left, Call)
    entry = table()["facts"].get(fact_name(statement))
    if entry is None or said(statement) is None:
        return ()
    if "order" in entry:
        return ("order",)
    if "set" in entry:
        good = (
            isinstance(right, Items)
            and not right.ordered
            and set(symbols(right)) <= set(_AXES)
            and not statement.negated
        )
        return ("set",) if good else ()
    return tuple(entry)


def fact_name(statement: Statement) -> str:
    """The entry of the lexicon that has the words of a fact."""
    left = statement.left
    assert isinstance(left, Call)
    name = left.name
    for of, option in _IN_FACT:
        value = left.option(option)
        if of == name and value is not None:
            name = f"{name} {option}={to_text(value)}"
    return "rf_per_params < >" if name == "rf_per_params" else name


def said(statement: Statement) -> Both | None:
    """A fact in a sentence of each language; None where there are no words for it."""
    left, right = statement.left, statement.right
    assert isinstance(left, Call)
    entry = table()["facts"].get(fact_name(statement), {})
    if "order" in entry:
        named_all = isinstance(right, Items) and right.ordered and all(_step(n) for n in right.items)
        words = entry["order"] if named_all and not statement.negated else None
    elif "set" in entry:
        words = entry["set"] if isinstance(right, Items) and not statement.negated else None
    elif "yes" in entry:
        flag = to_text(right) == "true" and statement.relation == "=="
        words = (entry["no"] if statement.negated else entry["yes"]) if flag else None
    elif ">" in entry:
        words = entry.get(statement.relation) if to_text(right) == "1" and not statement.negated else None
    else:
        words = entry.get(to_text(right)) if statement.relation == "==" and not statement.negated else None
    return _filled(words, left, right) if words else None


def _filled(words: list[str], left: Call, right: Node) -> Both | None:
    inner, to = left.args[0], left.option("to")
    if isinstance(inner, Call):  # monotone: of a measurement, in a size
        quantity = _quantity(inner)
        role = named(left.args[1].name, "roles") if len(left.args) > 1 and isinstance(left.args[1], Sym) else None
        if quantity is None or role is None:
            return None
        return words[0].format(Q=quantity[0], R=role[0]), words[1].format(Q=quantity[1], R=role[1])
    x = named(inner.name) if isinstance(inner, Sym) else None
    y = named(to.name) if isinstance(to, Sym) else ("", "")
    if x is None or y is None:
        return None
    if isinstance(right, Items) and right.ordered:
        steps = [_step(n) or ("", "") for n in right.items]
        shown = "、".join(ja for ja, _ in steps), ", ".join(en for _, en in steps)
    else:
        axes = ", ".join(a for a in _AXES if a in symbols(right)) if isinstance(right, Items) else ""
        shown = axes, axes
    en = words[1].format(X=x[1], Y=y[1], V=shown[1])
    return words[0].format(X=x[0], Y=y[0], V=shown[0]), en[:1].upper() + en[1:]


def _step(node: Node) -> Both | None:
    return named(node.name, "layers") if isinstance(node, Sym) else None


def letters(one: Asked, nodes: list[Node]) -> dict[str, Both] | None:
    """What each letter of the formulas stands for; None where one has no words."""
    left = one.statement.left
    assert isinstance(left, Call)
    inner = left.args[0]
    own = set(subject(inner.name).roles) if isinstance(inner, Sym) and inner.name in SUBJECTS else set()
    found: dict[str, Both] = {}
    for letter in dict.fromkeys([s for node in nodes for s in symbols(node)] + list(one.roles)):
        words = _letter(letter, one.roles, own)
        if words is None:
            return None
        found[letter] = words
    return found


def legend(told: dict[str, Both]) -> Both:
    """The letters and what they stand for, as a question tells them."""
    shared: dict[Both, list[str]] = {}
    for letter, words in told.items():
        shared.setdefault(words, []).append(f"${to_latex(Sym(letter))}$")
    ja = "、".join(f"{'・'.join(marks)} は{words[0]}" for words, marks in shared.items())
    en = ", ".join(f"{' and '.join(marks)}: {words[1]}" for words, marks in shared.items())
    return ja, en


def _letter(letter: str, bound: dict[str, str], own: set[str]) -> Both | None:
    candidates = (bound[letter],) if letter in bound else LETTERS.get(letter, ())
    wide = own | {role for role, parts in PARTS.items() if set(parts) & own}
    role = next((r for r in candidates if r in wide), None)
    if role is not None:
        return named(role, "roles")
    other = named(candidates[0], "roles") if candidates else None
    if other is None:
        return None
    return f"ほかの層の{other[0]}", f"{other[1]} of another layer"


def usual_letters(one: Asked) -> Letters:
    """The letters by which this claim's neighbours are written: its own where it has some, else the usual ones."""
    used = set(symbols(one.statement.right)) | set(one.roles)
    roles = {letter: one.roles.get(letter) or next(iter(LETTERS.get(letter, ())), "") for letter in sorted(used)}

    def named_by(role: str, usual: str) -> tuple[str, ...]:
        own = tuple(letter for letter, of in roles.items() if of == role)[:1]
        return own or (() if usual in used else (usual,))

    size = named_by("size", "H") if "size" in roles.values() else ()
    space = size or named_by("height", "H") + named_by("width", "W")
    return Letters(
        named_by("in_channels", "C") + named_by("out_channels", "M"),
        space or ("H",),
        named_by("kernel_size", "K") or ("K",),
    )


def formula(node: Node) -> str:
    """A formula as a note writes it; a shape as a product."""
    if isinstance(node, Items):
        return "$" + r" \times ".join(to_latex(item) for item in node.items) + "$"
    return f"${to_latex(node)}$"
