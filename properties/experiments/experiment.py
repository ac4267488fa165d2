"""What an experiment is: a claim about training, a setting, a measurement of two arms for each seed, and a rule.

The rule is the same for all and stated before anything is run: the 95 % interval of the paired differences, taken in
the claimed direction, lies above the threshold (0, or minus a stated margin) => `reproduced`; anything else is
`not reproduced in this setting`. Neither makes the claim true or false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ...reference.errors import InputError
from .interval import Interval, paired_interval

REPRODUCED, NOT_REPRODUCED = "reproduced", "not reproduced in this setting"
SEEDS = tuple(range(8))
LANGUAGES = ("en", "ja")
Text = Mapping[str, str]  # by language
Measure = Callable[[int, int], tuple[float, float]]


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: its name in both languages, and what was measured with each seed."""

    name: Text
    values: tuple[float, ...]


@dataclass(frozen=True)
class Experiment:
    """An experiment: `measure(seed, steps)` trains both arms on the same data and returns (control, treatment).

    `higher` says whether the claim is that the treatment's number is the larger; `threshold` is what the difference
    in the claimed direction must exceed (negative: a margin for "hardly any loss"). `arms` names (control, treatment).
    `module` is the module whose source, with the shared ones, identifies the cached result.
    """

    name: str
    subject: str
    effect: str
    sentence: Text
    setting: Text
    confounds: tuple[Text, ...]
    quantity: Text
    arms: tuple[Text, Text]
    measure: Measure
    steps: int
    module: str
    higher: bool = True
    threshold: float = 0.0
    seeds: tuple[int, ...] = SEEDS

    def run(self, seeds: Sequence[int] | None = None, steps: int | None = None) -> Result:
        """Run both arms for each seed, nothing cached; raises InputError without torch or with fewer than two seeds."""
        from .training import deterministic

        chosen = self.seeds if seeds is None else tuple(seeds)
        if len(set(chosen)) != len(chosen) or len(chosen) < 2:
            raise InputError(f"an experiment needs two or more different seeds, not {list(chosen)}")
        with deterministic():
            pairs = [self.measure(seed, self.steps if steps is None else steps) for seed in chosen]
        return self.result(chosen, pairs)

    def result(self, seeds: Sequence[int], pairs: Sequence[tuple[float, float]]) -> Result:
        """The result of these pairs of measurements; raises InputError where one is not a finite number."""
        control, treatment = (tuple(float(value) for value in side) for side in zip(*pairs, strict=True))
        paired_interval(np.subtract(treatment, control).tolist())
        return Result(self.name, self.subject, self.effect, tuple(seeds), Arm(self.arms[0], control),
                      Arm(self.arms[1], treatment), self.quantity, self.higher, self.threshold)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What one experiment measured; everything else is computed from the pairs."""

    name: str
    subject: str
    effect: str
    seeds: tuple[int, ...]
    control: Arm
    treatment: Arm
    quantity: Text
    higher: bool
    threshold: float

    @property
    def n(self) -> int:
        """How many pairs."""
        return len(self.seeds)

    @property
    def differences(self) -> tuple[float, ...]:
        """By how much each treatment exceeds its control, in the claimed direction."""
        sign = 1 if self.higher else -1
        pairs = zip(self.control.values, self.treatment.values, strict=True)
        return tuple(sign * (treatment - control) for control, treatment in pairs)

    @property
    def interval(self) -> Interval:
        """The 95 % t interval of the mean difference."""
        return paired_interval(self.differences)

    @property
    def outcome(self) -> str:
        """Whether the interval lies above the threshold."""
        return REPRODUCED if self.interval.low > self.threshold else NOT_REPRODUCED

    @property
    def opposite(self) -> str:
        """The outcome for the negated claim: it needs an interval of its own, wholly below the threshold."""
        return REPRODUCED if self.interval.high < self.threshold else NOT_REPRODUCED

    def as_json(self) -> dict[str, Any]:
        """The result as plain JSON values, with what follows from the pairs."""
        sides = {
            side: {"name": dict(arm.name), "values": list(arm.values)}
            for side, arm in (("control", self.control), ("treatment", self.treatment))
        }
        return {
            "name": self.name, "subject": self.subject, "effect": self.effect, "seeds": list(self.seeds), **sides,
            "quantity": dict(self.quantity), "higher": self.higher, "threshold": self.threshold, "n": self.n,
            "differences": list(self.differences), "interval": asdict(self.interval), "outcome": self.outcome,
        }  # fmt: skip

    def svg(self, language: str = "en") -> str:
        """The plot: each pair as two joined dots, and the mean difference with its interval; inline, accessible."""
        from .plot import plot

        return plot(self, language)
