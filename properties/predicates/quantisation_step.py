"""`quantisation_step`: how the steps of a companded signal change with its amplitude, by its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...reference.companding import mu_law_decode
from ...reference.errors import InputError
from ..nodes import Sym
from ..rendering import to_text
from .predicate import Custom

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Verdict

WORDS = ("increasing", "decreasing", "constant")
CHANNELS = (16, 256)  # numbers of levels that are looked at


def decide(statement: Statement) -> Verdict:
    """The distances between neighbouring decoded levels, from the middle of the scale to its end."""
    from ..verdict import Counterexample, Verdict

    call, word = statement.call, statement.right
    if call is None or not call.args or to_text(call.args[0]) != "mu_law_encode":
        raise InputError("quantisation_step(...) is about mu_law_encode")
    if not isinstance(word, Sym) or word.name not in WORDS:
        raise InputError(f"quantisation_step(...) is one of {', '.join(WORDS)}, not {to_text(word)}")
    measured = "increasing" if all(_grow(levels) for levels in CHANNELS) else "other"
    wanted = (statement.relation == "==") != statement.negated
    steps = _steps(CHANNELS[-1])
    told = f"the {CHANNELS[-1]} levels decoded: from {steps[0]:.2g} near 0 to {steps[-1]:.2g} near 1"
    if (measured == word.name) == wanted:
        return Verdict("holds", "exhausted", told)
    return Verdict("refuted", "exhausted", told, None, Counterexample({}, word.name, measured, told))


def _steps(levels: int) -> np.ndarray:
    """The distances between neighbouring levels of nonnegative amplitude."""
    values = np.asarray(mu_law_decode(np.arange(levels), levels))
    return np.diff(values[values >= 0])


def _grow(levels: int) -> bool:
    return bool((np.diff(_steps(levels)) > 0).all())


PREDICATE = Custom("quantisation_step", None, "levels decoded and their distances", decide=decide)
