"""Claims of one note that cannot both hold: the same thing measured, two different values stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from .claims import Claim

_EXCLUSIVE = {("add", "concat"), ("all_earlier", "previous"), ("true", "false"), ("linear", "exponential")}
_OPPOSITE = dict([*_EXCLUSIVE, *((b, a) for a, b in _EXCLUSIVE)])
MOST = 10_000  # pairs of a note that are told; a long note could deny itself over and over


def contradictions(claims: Sequence[Claim]) -> tuple[tuple[str, str], ...]:
    """The pairs of claims, by their ids, of which one denies the other."""
    return tuple(dict.fromkeys(islice(_pairs(claims), MOST)))


def _pairs(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    stated: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        left, relation, right = claim.reading.partition(" == ")
        if not relation:
            left, right = claim.reading.removeprefix("not "), "false" if claim.reading.startswith("not ") else "true"
        for other in stated.get((left, _OPPOSITE.get(right, "")), ()):
            yield other.id, claim.id
        stated.setdefault((left, right), []).append(claim)
    grown: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.predicate == "channels_after" and claim.verdict.status in ("holds", "holds_if"):
            grown.setdefault(claim.subject, []).append(claim)
    for claim in claims:
        if claim.predicate == "combine" and claim.reading.endswith("== add") and claim.verdict.status == "refuted":
            yield from ((claim.id, other.id) for other in grown.get(claim.subject, ()))
