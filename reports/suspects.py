"""Sentences that look like claims though no reader understood them: they are listed, not passed over."""

from __future__ import annotations

from .text.sentences import Sentence
from .vocabulary import family

_TRIGGERS = (
    "cost", "parameters", "receptive_field", "normalise", "statistics", "combine", "add", "concatenate", "all_earlier",
    "previous_only",
    "independent", "dependent", "parallel", "causal_word", "zero_mean", "unit_variance", "growth",
    "downsample", "upsample",
    "no_parameters", "invariant", "running_average", "training_effect",
)  # fmt: skip
_RELATING = (
    "same",
    "reduce",
    "increase",
    "half",
    "double",
    "output",
    "input",
    "kernel",
    "channels",
    "only",
    "all",
    "changes",
)


def looks_like_a_claim(sentence: Sentence) -> bool:
    """Whether a sentence names something of this field and says something checkable of it."""
    if (sentence.has("question") and not sentence.has("called")) or len(sentence.words) < 8:
        return False
    named = any(family(m.tag) not in ("foreign", "") for m in sentence.subjects)
    if sentence.has(*_TRIGGERS) and (named or sentence.has(*_RELATING) or any(not f.atomic for f in sentence.formulas)):
        return True
    return named and sum(sentence.has(tag) for tag in _RELATING) >= 2
