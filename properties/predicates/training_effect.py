"""`training_effect`: what training shows; an experiment, not run when a statement is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rendering import to_text
from .predicate import Custom

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Verdict


def decide(statement: Statement) -> Verdict:
    """Always `empirical`, `not run`: no run of an operation shows it."""
    from ..verdict import Verdict

    effect = to_text(statement.left)
    told = f"{effect} is about training: an experiment can reproduce it or not, no proof can"
    return Verdict("empirical", "not run", told)


PREDICATE = Custom("training_effect", None, "an experiment", decide=decide, positional=("effect",))
