"""Claims of one note that cannot both hold: the same thing measured, two different values stated."""

from __future__ import annotations

from collections.abc import Sequence

from .claims import Claim

_EXCLUSIVE = {("add", "concat"), ("all_earlier", "previous"), ("true", "false"), ("linear", "exponential")}


def contradictions(claims: Sequence[Claim]) -> tuple[tuple[str, str], ...]:
    """The pairs of claims, by their ids, of which one denies the other."""
    found: list[tuple[str, str]] = []
    by_left: dict[str, list[tuple[Claim, str]]] = {}
    for claim in claims:
        left, relation, right = claim.reading.partition(" == ")
        if not relation:
            left, right = claim.reading.removeprefix("not "), "false" if claim.reading.startswith("not ") else "true"
        for other, value in by_left.get(left, ()):
            if value != right and (value, right) in _EXCLUSIVE | {(b, a) for a, b in _EXCLUSIVE}:
                found.append((other.id, claim.id))
        by_left.setdefault(left, []).append((claim, right))
    combined = [
        c for c in claims if c.predicate == "combine" and c.reading.endswith("== add") and c.verdict.status == "refuted"
    ]
    grown = [c for c in claims if c.predicate == "channels_after" and c.verdict.status in ("holds", "holds_if")]
    found += [(a.id, b.id) for a in combined for b in grown if a.subject == b.subject]
    return tuple(dict.fromkeys(found))
