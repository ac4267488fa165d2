"""What needs no formula to be counted: layers without weights (or said to have some), and weights with their biases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading, View, inherited_note, known, runnable
from ..vocabulary import family

_SOME = re.compile(r"\b(?:has|have|with|introduces?|adds?|contains?|learns?)\s+(?:its own |their own |some |many )?(?:learnable|trainable|learned|free)?\s*(?:parameters|weights)\b", re.IGNORECASE)
_UNLEARNED = ("max_pool2d", "avg_pool2d", "global_avg_pool2d", "pool", "relu", "sigmoid", "softmax")


def read(view: View) -> Iterator[Reading]:
    """The layers without weights that the sentence names, and what weights and biases come to."""
    yield from _none(view)
    yield from _summed(view)


_SUMMED = re.compile(
    r"(?<![\d,.])(\d[\d,]*)\s*(?:個の)?(?:weights|parameters|個)?[^.。\d]{0,12}?(?:plus|and|\+|と)\s*(?:バイアス(?:の)?\s*)?(\d[\d,]*)\s*(?:個の?)?(?:bias(?:es)?|バイアス|個)"
    r"[^.。\d]{0,24}?(?<![\d,])(\d[\d,]*)\s*(?:parameters|weights|params|個|in (?:all|total))",
    re.IGNORECASE,
)


def _summed(view: View) -> Iterator[Reading]:
    """2,940 weights plus 20 biases, 2,960 parameters in all."""
    s = view.sentence
    found = _SUMMED.search(s.text.chars) if s.has("bias") else None
    if found:
        weights, biases, total = (int(g.replace(",", "")) for g in found.groups())
        yield Reading(f"{weights} + {biases} == {total}", found.start(), found.end(), subject="conv2d", predicate="params")


def _some(view: View) -> Iterator[Reading]:
    """A pooling or an activation that is said to have parameters."""
    s = view.sentence
    found = _SOME.search(s.words)
    if not found or not view.polarity(found.start()) or s.has("question") or re.search(r"[?？]\s*$|\b(?:no|not|nor|zero|fewer|without|neither|should|would|if)\b", s.words, re.IGNORECASE):
        return
    own = [m.tag for m in s.subjects if m.end <= found.start()]
    if own and all(tag in _UNLEARNED for tag in own):
        yield Reading(f"params({runnable(own[-1])}) > 0", found.start(), found.end())


def _none(view: View) -> Iterator[Reading]:
    """No parameters at all."""
    mention = view.sentence.first("no_parameters")
    if not mention:
        yield from _some(view)
        return
    named = view.in_families(
        mention.start,
        "pooling",
        "activation",
        names=("conv2d", "linear", "depthwise_conv2d", "pointwise_conv2d"),
    )
    if named and known(named.subject):
        yield Reading(
            f"params({runnable(named.subject)}) == 0",
            mention.start,
            mention.end,
            inherited_note(named, view),
            sure=family(named.subject) in ("pooling", "activation"),
        )
