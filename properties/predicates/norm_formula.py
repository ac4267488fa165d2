"""`norm_formula`: a formula for one normalised value, in x, its group's mean and variance, eps, gamma and beta."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ...reference.errors import InputError
from ..evaluation import Evaluator, Undefined
from ..nodes import Call, Node, Num, Sym, symbols
from ..normalized import Group, groups_of, normalised
from .predicate import Custom

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Counterexample, Verdict

SPELLINGS = {
    "x": "x", "x_i": "x", "mean": "mean", "mu": "mean", "mu_B": "mean", "m": "mean", "E": "mean", "var": "var",
    "variance": "var", "v": "var", "sigma2": "var", "sigma_2": "var", "sigma": "std", "sigma_B": "std", "std": "std",
    "s": "std", "eps": "eps", "epsilon": "eps", "gamma": "gamma", "beta": "beta", "g": "gamma", "b": "beta",
    "a": "gamma", "scale": "gamma", "shift": "beta", "weight": "gamma", "bias": "beta", "squares": "squares", "n": "n",
    "ms": "ms", "rms": "rms",
}  # fmt: skip
"""Letters by which notes name the parts of the formula; sigma is the standard deviation, `squares` the sum of the n
squared deviations from the mean, for a variance that is divided otherwise; `ms` the mean of the squares, `rms` its
root."""


def decide(statement: Statement) -> Verdict:
    """Compared with the reference's exact output; with eps = 0, and before scale and shift, where they are left out."""
    from ..verdict import Verdict

    call, formula = statement.left, statement.right
    if not isinstance(call, Call) or statement.relation != "==" or statement.negated:
        raise InputError("norm_formula(...) is compared with a formula by ==")
    used = {SPELLINGS.get(letter) for letter in symbols(formula)}
    unknown = [letter for letter in symbols(formula) if letter not in SPELLINGS]
    if unknown:
        raise InputError(f"the letter {unknown[0]!r} is no part of a normalisation; those are {', '.join(SPELLINGS)}")
    chosen = {key: value for key, value in call.options if key in ("gamma", "beta")}
    affine = bool(used & {"gamma", "beta"}) or bool(chosen)
    name = call.args[0].name if isinstance(call.args[0], Sym) else ""
    alone = _single(call, name)
    if alone is not None:
        return _of_one_value(name, formula, affine, alone)
    groups = groups_of(name)
    failures = {
        zero: next((f for g in groups if (f := _failure(name, formula, _scaled(g, chosen, zero), affine, zero))), None)
        for zero in (False, True)
    }
    convention = None if affine else "before scale gamma and shift beta"
    strength = f"sampled ({len(groups)})"
    told = f"{name} run on exact numbers, compared with the formula at every value of {len(groups)} groups"
    if failures[False] is None:
        return Verdict("holds", strength, told, convention=convention)
    if failures[True] is None and call.option("epsilon") != Sym("positive"):
        return Verdict("holds_if", strength, told, "eps = 0", failures[False], convention)
    return Verdict("refuted", strength, told, None, failures[False], convention)


OWN = {
    "batch_norm": ("batch", "height", "width"), "instance_norm": ("height", "width"),
    "layer_norm": ("in_channels", "height", "width"), "rms_norm": ("in_channels", "height", "width"),
}  # fmt: skip
"""The sizes whose product is the number of values that share a mean."""


def _single(call: Call, name: str) -> list[str] | None:
    """The sizes left open where some are said to be 1; None where none is, or where those do not matter."""
    ones = {key for key, value in call.options if value == Num(Fraction(1))}
    own = OWN.get(name, ())
    return [size for size in own if size not in ones] if ones & set(own) else None


def _of_one_value(name: str, formula: Node, affine: bool, left: list[str]) -> Verdict:
    """The output for a value that has its mean for itself; where sizes are left open, only under that condition."""
    from ..verdict import Verdict

    group = Group(7, (0, 0), 9, 5, 3)
    failure = _failure(name, formula, group, affine, zero=False)
    told = f"{name} run on a group whose values are all its mean"
    if failure is not None:
        return Verdict("refuted", "sampled (1)", told, None, failure, "eps > 0")
    if left:
        condition = " = ".join([*left, "1"])
        only = f"{condition} (a fully connected layer has no other)"
        return Verdict("holds_if", "sampled (1)", told, only, None, "eps > 0")
    return Verdict("holds", "sampled (1)", told, convention="eps > 0")


def _scaled(group: Group, chosen: dict[str, Node], zero: bool) -> Group:
    """The group with a scale and a shift that are said to be some of its own measures: gamma = sigma, beta = mu."""
    parts = {"mean": group.mean, "var": group.variance, "std": _root(group.variance), "eps": 0 if zero else group.eps}
    named = {letter: parts[part] for letter, part in SPELLINGS.items() if part in parts}
    return replace(group, **{key: Evaluator(named)(value) for key, value in chosen.items()})


def _failure(name: str, formula: Node, group: Group, affine: bool, zero: bool) -> Counterexample | None:
    """The first value of a group at which the formula is wrong."""
    from ..verdict import Counterexample

    eps = 0 if zero else group.eps
    variance = group.variance
    parts = {"mean": group.mean, "var": variance, "std": _root(variance), "eps": eps}
    squared = Fraction(sum((group.mean + d) ** 2 for d in group.deviations), len(group.deviations))
    parts |= {"ms": squared, "rms": _root(squared)}
    parts |= {"squares": variance * len(group.deviations), "n": len(group.deviations)}
    parts |= {"gamma": group.gamma, "beta": group.beta} if affine else {"gamma": 1, "beta": 0}
    for x, found in normalised(name, group, eps, affine):
        values = {"x": x, **parts}
        try:
            claimed = Evaluator({letter: values[part] for letter, part in SPELLINGS.items()})(formula)
        except Undefined:
            claimed = None
        if claimed != found:
            said = {SPELLINGS[letter] for letter in symbols(formula)}
            hidden = ({"squares", "n", "ms", "rms"} - said) | (set() if affine else {"gamma", "beta"})
            shown = {part: int(value) for part, value in values.items() if part not in hidden}
            return Counterexample(shown, claimed, found)
    return None


def _root(square: Fraction) -> Fraction:
    return Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))


PREDICATE = Custom("norm_formula", None, "the exact output", options={"epsilon": ("any", "positive")}, decide=decide)
