"""Named experiments for claims about training, which are never true or false: reproduced in one setting, or not.

`EXPERIMENTS[name]` is an `Experiment`; `find(subject, effect)` the one for a claim; `run(name)` its cached `Result`;
`apply(verdict, statement)` an empirical verdict with the experiment's outcome filled in. Running needs torch
(`pip install 'kenzan[torch]'`); loading this package does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...reference.errors import InputError
from . import cache as _cache
from . import depth, dilated, normalisation, separable
from .deciding import apply_result, effect_of
from .effects import EFFECTS
from .experiment import NOT_REPRODUCED, REPRODUCED, Experiment, Result
from .training import require_torch

__all__ = [
    "EFFECTS",
    "EXPERIMENTS",
    "NOT_REPRODUCED",
    "REPRODUCED",
    "Experiment",
    "Result",
    "apply",
    "effect_of",
    "find",
    "run",
]

if TYPE_CHECKING:
    from ..statement import Statement
    from ..verdict import Verdict

EXPERIMENTS: dict[str, Experiment] = {
    experiment.name: experiment
    for experiment in (
        *normalisation.EXPERIMENTS, *separable.EXPERIMENTS, *dilated.EXPERIMENTS, *depth.EXPERIMENTS,
    )
}  # fmt: skip

# A claim about a system is a claim about the operation that the experiment varies.
STANDS_FOR = {
    "resnet": "residual_block",
    "densenet": "dense_block",
    "mobilenet": "depthwise_separable_conv2d",
    "wavenet": "dilated_stack",
    "dilated_conv": "dilated_stack",
}


def find(subject: str, effect: str) -> Experiment | None:
    """The experiment for a claim that `subject` has `effect`, or None where there is none.

    >>> find("resnet", "trainable_depth").name, find("max_pool2d", "faster_training")
    ('residual_block-trainable_depth', None)
    """
    return EXPERIMENTS.get(f"{STANDS_FOR.get(subject, subject)}-{effect}")


def run(name: str, *, cache: bool = True, seeds: Sequence[int] | None = None, steps: int | None = None) -> Result:
    """The result of an experiment: from the cache where it is there, else measured and stored (up to a minute or two).

    Raises InputError for an unknown name, without torch, and where the cache folder cannot be used.
    """
    if name not in EXPERIMENTS:
        raise InputError(f"there is no experiment {name!r}; expected one of {', '.join(EXPERIMENTS)}")
    require_torch()
    experiment = EXPERIMENTS[name]
    seeds = experiment.seeds if seeds is None else tuple(seeds)
    steps = experiment.steps if steps is None else steps
    if not cache:
        return experiment.run(seeds, steps)
    path = _cache.path_of(experiment, seeds, steps)
    if (known := _cache.load(path, experiment, seeds)) is not None:
        return known
    _cache.prepare(path)
    result = experiment.run(seeds, steps)
    _cache.store(path, result)
    return result


def apply(verdict: Verdict, statement: Statement, *, cache: bool = True, language: str = "en") -> Verdict:
    """The verdict with the outcome of the experiment for its claim; unchanged where there is no experiment for it.

    The status stays `empirical`; the strength becomes `reproduced (8 seeds)` or `not reproduced in this setting
    (8 seeds)`. A negated claim is reproduced only by an interval wholly on the other side.
    """
    experiment = find(statement.subject, effect_of(statement))
    if verdict.status != "empirical" or statement.predicate != "training_effect" or experiment is None:
        return verdict
    return apply_result(verdict, statement, experiment, run(experiment.name, cache=cache), language)
