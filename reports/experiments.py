"""Claims on training go to named experiments, when the reader asks for it (`kenzan verify --experiments`)."""

from __future__ import annotations

import sys
from dataclasses import replace

from markupsafe import Markup

from ..properties.statement import parse
from .claims import Claim, NoteReport

NOT_RUN = "not run"


def experimented(notes: list[NoteReport]) -> list[NoteReport]:
    """The notes with every empirical claim measured for which there is an experiment; needs torch, else InputError.

    A first run of an experiment takes up to a minute or two, which the terminal is told; results are kept in a cache.
    """
    return [replace(note, claims=tuple(map(_measured, note.claims))) for note in notes]


def _measured(claim: Claim) -> Claim:
    if claim.verdict.status != "empirical":
        return claim
    from ..properties import experiments

    statement = parse(claim.reading)
    if experiments.find(claim.subject, experiments.effect_of(statement)) is None:
        return claim
    print(f"kenzan: line {claim.line}: experiment for {claim.reading}", file=sys.stderr)
    return replace(claim, verdict=experiments.apply(claim.verdict, statement, language=claim.language))


def plot(claim: Claim, language: str) -> Markup:
    """The plot of an experiment that was run for a claim, from the cache; nothing for other claims."""
    if claim.verdict.status != "empirical" or claim.verdict.strength == NOT_RUN:
        return Markup("")
    from ..properties import experiments

    found = experiments.find(claim.subject, experiments.effect_of(parse(claim.reading)))
    return Markup(experiments.run(found.name).svg(language)) if found else Markup("")
