"""`monotone`: how a measurement changes as one size grows, all others fixed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...reference.errors import InputError
from ..nodes import Call, Sym
from ..rendering import to_text
from .predicate import Custom

if TYPE_CHECKING:
    from ..numeric import Judge
    from ..statement import Statement
    from ..verdict import Verdict

WORDS = ("increasing", "decreasing", "constant", "strictly_increasing", "strictly_decreasing")
GROWING = "grows"  # the letter of the size that grows; no statement can use it, it names a role by `where`
LINES = 60


def decide(statement: Statement) -> Verdict:
    """Every pair of neighbouring sizes on every line of a box; `increasing` allows equal steps, but not only those."""
    from ..verdict import Counterexample, Verdict, shown

    call, word = statement.left, statement.right
    if not (isinstance(call, Call) and len(call.args) == 2 and isinstance(call.args[0], Call)):
        example = "monotone(params(dense_block), growth_rate)"
        raise InputError(f"monotone(...) takes a measurement and a size, as in {example}")
    if not isinstance(word, Sym) or word.name not in WORDS:
        raise InputError(f"monotone(...) is one of {', '.join(WORDS)}, not {to_text(word)}")
    role = to_text(call.args[1])
    judge, measured = _judge(call.args[0], role, statement)
    steps = list(_steps(judge, measured))
    if not steps:
        raise InputError(f"{to_text(call)} has no two sizes that can be compared")
    wanted = (statement.relation == "==") != statement.negated
    broken = next((s for s in steps if not _fits(word.name, s)), None)
    moved = any(a != b for _, (a, b) in steps)
    holds = broken is None and (moved or word.name == "constant")
    told = f"{to_text(call.args[0])} measured at {len(steps)} pairs of neighbouring sizes of {role}"
    if holds == wanted:
        return Verdict("holds", "exhausted", told)
    values, (before, after) = broken or steps[0]
    sizes = {("from " + role if letter == GROWING else letter): int(size) for letter, size in values.items()}
    witness = f"one step further it is {shown(after)} instead of {shown(before)}"
    return Verdict("refuted", "exhausted", told, None, Counterexample(sizes, word.name, (before, after), witness))


def _fits(word: str, step: tuple[Any, tuple[Any, Any]]) -> bool:
    before, after = step[1]
    return {"increasing": after >= before, "decreasing": after <= before, "constant": after == before,
            "strictly_increasing": after > before, "strictly_decreasing": after < before}[word]  # fmt: skip


def _judge(inner: Call, role: str, statement: Statement) -> tuple[Judge, Any]:
    """The space in which the size is a letter of its own."""
    from ..expansion import expanded
    from ..numeric import Judge
    from ..roles import LETTERS, ROLES
    from ..space import Space, name_of
    from ..subjects import subject

    role = role if role in ROLES else LETTERS.get(role, (role,))[0]
    options = tuple(o for o in inner.options if o[0] != role)
    if inner.name in ("output_size", "output_shape") and inner.option("axis") is None:
        roles = subject(name_of(inner.args[0])).roles
        axis = "width" if role.endswith("width") else "height" if "height" in roles else "time"
        inner, options = Call("output_size", inner.args), (*options, ("axis", Sym(axis)))
    call = Call(inner.name, inner.args, (*options, (role, Sym(GROWING))))
    one = replace(statement, left=call, relation="==", right=Sym(GROWING), negated=False, where=((GROWING, role),))
    one = expanded(one)
    return Judge(Space(one)), one.left


def _steps(judge: Judge, measured: Any):
    """(sizes, (value, value one step further)) along every line of a small box."""
    from ..numeric import Impossible, Reading

    reading = Reading(((measured, "==", measured),))
    domain = judge.space.domain
    for values in domain.points(LINES):
        step = domain.axes[GROWING].step
        try:
            pair = tuple(judge.value(measured, {**values, GROWING: values[GROWING] + s}, reading) for s in (0, step))
        except Impossible:
            continue
        yield values, pair


PREDICATE = Custom("monotone", None, "a measurement at growing sizes", decide=decide, subjects=1)
