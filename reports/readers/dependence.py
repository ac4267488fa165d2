"""Dilations from layer to layer: they grow, they double; and the weights that they do not change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading, View, inherited_note


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of dependence."""
    s = view.sentence
    if (s.has("question") and not s.has("called")) or (
        view.outline.blocks[s.block].kind == "heading" and len(s.words) < 18
    ):
        return
    yield from _dilations(view)


def _dilations(view: View) -> Iterator[Reading]:
    """Links further apart with depth; dilations that double, 1, 2, 4, 8."""
    s = view.sentence
    if s.has("receptive_field") and not re.search(r"1\s*,\s*2\s*,\s*4", s.text.chars):
        return
    named = view.in_families(0, "dilated", "wavenet", "causal")
    if named is None:
        return
    yield from _same_weights(view)
    powers = re.search(r"1\s*[,、]\s*2\s*[,、]\s*4(?:\s*[,、]\s*8)?", s.text.chars)
    dilation, deeper = s.first("dilation"), s.first("deeper")
    doubled = s.first("double", "exponential")
    if powers and (dilation or deeper):
        yield Reading(
            "dilation_schedule(wavenet) == doubling",
            powers.start(),
            powers.end(),
            inherited_note(named, view),
            sure=False,
        )
    elif dilation and deeper and (doubled and abs(doubled.start - dilation.start) < 70):
        yield Reading(
            "dilation_schedule(wavenet) == doubling",
            min(dilation.start, doubled.start),
            max(dilation.end, doubled.end),
            inherited_note(named, view),
            sure=False,
        )
    elif dilation and deeper and not s.has("hedged"):
        yield Reading(
            "dilation_schedule(wavenet) == increasing",
            min(dilation.start, deeper.start),
            max(dilation.end, deeper.end),
            inherited_note(named, view),
            sure=False,
        )


def _same_weights(view: View) -> Iterator[Reading]:
    """Dilation changes no number of parameters."""
    s = view.sentence
    parameters, same = s.first("parameters"), s.first("same")
    if (
        parameters
        and same
        and s.has("dilation")
        and abs(parameters.start - same.start) < 50
        and not s.has("receptive_field")
    ):
        yield Reading(
            "params(conv2d, dilation=D) == params(conv2d, dilation=1)",
            min(parameters.start, same.start),
            max(parameters.end, same.end),
            sure=False,
        )
