"""`mean_var`: mean and variance of the values that a normalisation gives, group by group."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ...reference.errors import InputError
from ..evaluation import Evaluator
from ..nodes import Call, Items, Sym, symbols
from ..normalized import Group, groups_of, normalised
from ..rendering import to_text
from .predicate import Custom

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Counterexample, Verdict


def moments(name: str, group: Group, eps: int, affine: bool) -> tuple[Fraction, Fraction]:
    """Exact mean and variance of one normalised group.

    >>> moments("batch_norm", groups_of("batch_norm")[0], eps=16, affine=False)
    (Fraction(0, 1), Fraction(9, 25))
    """
    values = [Fraction(y) for _, y in normalised(name, group, eps, affine)]
    mean = sum(values) / len(values)
    return Fraction(mean), Fraction(sum((value - mean) ** 2 for value in values) / len(values))


def decide(statement: Statement) -> Verdict:
    """Right for every group, right for eps = 0 only, or wrong."""
    from ..verdict import Verdict

    call, right = statement.left, statement.right
    if not (isinstance(call, Call) and isinstance(right, Items) and len(right.items) == 2):
        raise InputError(f"mean_var(...) is compared with a pair such as (0, 1), not with {to_text(right)}")
    chosen = {key: int(Evaluator({})(value)) for key, value in call.options if key in ("gamma", "beta")}
    groups = [replace(group, **chosen) for group in groups_of(statement.subject)]
    affine = call.option("affine") == Sym("true") or bool(chosen) or bool({"gamma", "beta"} & set(symbols(right)))
    zero = [_failure(call, right, group, 0, affine) for group in groups]
    if "eps" in symbols(right):
        zero = []  # it speaks of a positive one
    given = call.option("eps")
    positive = [_failure(call, right, group, group.eps, affine) for group in groups]
    zero = zero or positive
    if given is not None and to_text(given) == "0":
        positive = zero
    told = f"exact mean and variance of {statement.subject}'s output, on {len(groups)} groups, with and without eps"
    convention = "after scale gamma and shift beta" if affine else "before scale and shift"
    worst = next(filter(None, (*zero, *positive)), None)
    holds = worst is None
    if statement.relation == "~=" and not any(zero):
        holds, convention = True, f"{convention}; eps small against the variance"
    if statement.relation == "!=":
        raise InputError("mean_var(...) is compared by == or ~=")
    if statement.negated:  # wrong of some group with eps = 0 already
        status = "holds" if any(zero) else "refuted"
        return Verdict(status, f"sampled ({len(groups)})", told, None, None if any(zero) else worst, convention)
    if holds:
        return Verdict("holds", f"sampled ({len(groups)})", told, convention=convention)
    status, condition = ("holds_if", "eps = 0") if not any(zero) else ("refuted", None)
    return Verdict(status, f"sampled ({len(groups)})", told, condition, worst, convention)


def _failure(call: Call, right: Items, group: Group, eps: int, affine: bool) -> Counterexample | None:
    from ..verdict import Counterexample

    name = call.args[0].name if isinstance(call.args[0], Sym) else ""
    parts = {"gamma": group.gamma, "beta": group.beta}
    known = {**parts, "mean": group.mean, "var": group.variance, "eps": eps}
    claimed = tuple(Fraction(Evaluator(known)(item)) for item in right.items)
    found = moments(name, group, eps, affine)
    sizes = {"eps": eps, **(parts if affine else {})}
    witness = f"a variance v of {group.variance} becomes v / (v + eps)" if eps else None
    return None if claimed == found else Counterexample(sizes, claimed, found, witness)


PREDICATE = Custom(
    "mean_var", None, "exact mean and variance of the output", options={"affine": ("false", "true")}, decide=decide
)
