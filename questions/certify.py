"""Certification: a question counts only if every variant of it passes every gate.

Finite spaces are enumerated whole; larger ones are sampled, and then searched by Hypothesis for the worst variant,
which it shrinks. The result says how many variants were certified of how many, by which routes, and how well a guesser
does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..reference.errors import InputError
from .gates import (
    conditions,
    declared,
    distractors,
    figures,
    guessing,
    reading,
    reliance,
    routes,
    steps,
    units,
    wording,
)
from .hunting import hunt
from .loading import load
from .parameters import Values
from .question import Question
from .refusal import Refusal
from .streams import Stream
from .variant import Variant, realise

MOST_ENUMERATED = 30_000  # combinations before the constraints, up to which every variant is certified
SAMPLED = 4_000
ENOUGH_DRAWS = 1_000  # of the choices of a question with few variants, to measure guessability


@dataclass(frozen=True)
class Certificate:
    """What certification found of one question file."""

    question: Question
    certified: int
    possible: int
    exhausted: bool
    steps: int
    guesses: tuple[guessing.Guesses, ...]
    refusal: Refusal | None = None

    @property
    def passed(self) -> bool:
        """Whether every gate let the question through."""
        return self.refusal is None

    @property
    def routes(self) -> str:
        """By which routes the answers were reached, in a few words."""
        forms = {"closed form against the reference" if blank.value else "statements decided by the reference"
                 for blank in self.question.blanks}  # fmt: skip
        return " and ".join(sorted(forms))

    @property
    def coverage(self) -> str:
        """How much of the space was certified, in words that match the strength."""
        if self.exhausted:
            return f"{self.certified:,} of {self.possible:,} variants certified"
        return f"{self.certified:,} variants certified and the rest hunted, of up to {self.possible:,}"


def certified_variant(question: Question, values: Values, streams) -> tuple[Variant, int]:
    """The variant, once every gate for a single variant has let it through, and how many steps were asserted.

    Raises Refusal, with the variant, at the first gate that does not.
    """
    try:
        variant = realise(question, values, streams)
    except ZeroDivisionError:
        raise Refusal("degenerate parameters", "an expression divides by zero", values) from None
    except Refusal as refusal:
        raise Refusal(refusal.gate, refusal.message, values) from None
    except (InputError, ArithmeticError, ValueError, TypeError) as error:
        raise Refusal("degenerate parameters", str(error) or "an expression has no value", values) from None
    wording.check(question, variant.texts, values)
    wording.check_choices(variant, values)
    declared.check_language(question, variant.texts, values)
    recovered = reading.recover(question, variant.texts, values)
    facts = question.facts(recovered)
    reading.derived(question, variant.texts, facts, values)
    routes.check(variant, facts, values)
    distractors.check(variant, facts, values)
    figures.check(variant, facts, values)
    declared.check_signs(variant)
    conditions.check(question, variant.texts, values)
    return variant, steps.check(question, variant.texts, facts, values)


def certify(question: Question, most: int = MOST_ENUMERATED) -> Certificate:
    """Certify every variant (where there are more than `most`: a sample, and hunt the rest); a refusal ends it."""
    possible = question.space.combinations
    exhausted = possible <= most
    guesses = tuple(guessing.Guesses(blank.name) for blank in question.blanks)
    certified = asserted = 0
    refusal, leaks, relied = None, None, reliance.Reliance(question)
    try:
        units.check_question(question)
        for values in question.space if exhausted else _sample(question):
            variant, count = certified_variant(question, values, _streams(question, certified))
            certified += 1
            asserted += count
            relied.add(variant.facts, values)
            _guess(guesses, variant)
            if leaks is None or leaks:
                told = declared.given_away(variant)
                leaks = told if leaks is None else leaks & told
        if not certified:
            raise Refusal("parameter space", "the constraints leave no variant at all")
        declared.check_given(leaks or set())
        relied.check()
        reliance.check_question(question)
        declared.check_parameters(question)
        _draw_again(question, certified, guesses)
        for guess in guesses:
            guess.check()
        if not exhausted:
            hunt(question, lambda values: relied.add(_certified_facts(question, values), values))
    except Refusal as refused:
        refusal = refused
    return Certificate(question, certified, certified if exhausted else possible, exhausted, asserted, guesses, refusal)


def _certified_facts(question: Question, values: Values) -> Mapping[str, Any]:
    return certified_variant(question, values, _streams(question, 0))[0].facts


def certify_file(path: Path) -> Certificate:
    """Load and certify a file; an unreadable one raises InputError."""
    return certify(load(path))


def _sample(question: Question) -> Iterator[Values]:
    for i in range(SAMPLED):
        yield question.space.draw(Stream("certify", question.id, i))


def _streams(question: Question, number: int) -> Any:
    return lambda part, purpose: Stream("certify", question.id, number, part, purpose)


def _guess(guesses: tuple[guessing.Guesses, ...], variant: Variant) -> None:
    for guess, part in zip(guesses, variant.parts, strict=True):
        guess.add(part)


def _draw_again(question: Question, certified: int, guesses: tuple[guessing.Guesses, ...]) -> None:
    """Draw the choices of the same variants again, until there are enough draws for a stable score."""
    if not any(blank.chosen or blank.arrangement for blank in question.blanks):
        return
    variants = list(islice(question.space, ENOUGH_DRAWS)) if certified < ENOUGH_DRAWS else []
    for i in range(certified, ENOUGH_DRAWS):  # in turn, so that each weighs the same
        values = variants[i % len(variants)]
        _guess(guesses, realise(question, values, _streams(question, i)))
