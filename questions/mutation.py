"""The mutation score of a bank: the reference is made wrong in many ways, and each time a question must notice.

Each mutant runs in a process of its own, with nothing measured before: the function is replaced wherever a module of
kenzan holds it, a few variants of every question are certified, and the questions whose certification fails are listed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from ..reference.errors import InputError
from .certify import certified_variant
from .loading import load
from .parameters import Values
from .question import Question
from .refusal import Refusal
from .streams import Stream

VARIANTS = 12  # of each question, under each mutant
ENOUGH_SCORE = 0.9
ENOUGH = 1  # questions that notice a mutant, after which no more are asked
Function = Callable[..., Any]


@dataclass(frozen=True)
class Mutant:
    """One function of the reference (`module.name`) that is wrong in one way; `make` is given the right one."""

    target: str
    description: str
    make: Callable[[Function], Function]

    @property
    def name(self) -> str:
        return f"{self.target}: {self.description}"


@dataclass(frozen=True)
class Killed:
    """Which questions failed under a mutant, each with the gate that refused it."""

    mutant: str
    by: tuple[tuple[str, str], ...]


_LOADED: list[Question] = []  # by the parent, and inherited where processes are forked


def score(
    paths: Sequence[Path], jobs: int = 1, variants: int = VARIANTS, names: Collection[str] | None = None
) -> list[Killed]:
    """For every mutant, or those that are named, the questions that notice it."""
    from .mutants import MUTANTS

    chosen = [n for n, mutant in enumerate(MUTANTS) if names is None or mutant.name in names]

    _prepare(paths)
    context = get_context("fork" if "fork" in get_all_start_methods() else "spawn")
    with context.Pool(max(1, jobs), _prepare, (paths,), maxtasksperchild=1) as pool:
        tasks = [(number, variants) for number in (-1, *chosen)]
        sound, *killed = pool.imap(_killed, tasks, chunksize=1)
    if sound.by:
        raise InputError(f"{sound.by[0][0]} fails with the right reference, by its {sound.by[0][1]}; certify it first")
    return killed


def _prepare(paths: Sequence[Path]) -> None:
    """Load the questions and all that measures, and measure nothing yet."""
    package = __name__.rpartition(".questions.")[0]
    for part in ("properties.predicates", "properties.subjects", "properties.measurement", "properties.verdict",
                 "questions.figures.stack", "questions.figures.cells"):  # fmt: skip
        import_module(f"{package}.{part}")
    if [q.path for q in _LOADED] != list(paths):
        _LOADED[:] = [load(path) for path in paths]


def _killed(task: tuple[int, int]) -> Killed:
    from .mutants import MUTANTS

    number, variants = task
    _forget()
    if number < 0:
        return Killed("", tuple(islice(_noticed(_LOADED, 2), 1)))
    mutant = MUTANTS[number]
    install(mutant)
    module, _, name = mutant.target.partition(".")
    # Those that speak of it are asked first.
    questions = sorted(_LOADED, key=lambda q: (name not in q.text, module[:4] not in q.text))
    return Killed(mutant.name, tuple(islice(_noticed(questions, variants), ENOUGH)))


def install(mutant: Mutant) -> None:
    """Put the wrong function in the place of the right one, in every module that holds it."""
    package = __name__.rpartition(".questions.")[0]
    module, name = mutant.target.split(".")
    right = getattr(import_module(f"{package}.reference.{module}"), name)
    wrong = mutant.make(right)
    for loaded in [m for key, m in sys.modules.items() if key.startswith(package + ".")]:
        for attribute, value in list(vars(loaded).items()):
            if value is right:
                setattr(loaded, attribute, wrong)


def _forget() -> None:
    """Drop whatever was measured before: a forked process inherits it."""
    package = __name__.rpartition(".questions.")[0]
    for loaded in [m for key, m in sys.modules.items() if key.startswith(package + ".")]:
        for value in list(vars(loaded).values()):
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()
    import_module(f"{package}.properties.measuring")._KEPT.clear()


def _noticed(questions: Iterable[Question], variants: int) -> Iterable[tuple[str, str]]:
    for question in questions:
        gate = next(
            filter(None, (_refused(question, values, i) for i, values in enumerate(_drawn(question, variants)))), ""
        )
        if gate:
            yield question.id, gate


def _drawn(question: Question, variants: int) -> list[Values]:
    """Some variants; all of them where there are few."""
    if question.space.combinations <= variants:
        return list(question.space)
    return [question.space.draw(Stream("mutation", question.id, i)) for i in range(variants)]


def _refused(question: Question, values: Values, number: int) -> str:
    """The gate at which the variant is refused, if it is; an operation that breaks down is noticed as well."""
    try:
        certified_variant(question, values, lambda part, purpose: Stream("mutation", number, part, purpose))
    except Refusal as refusal:
        return refusal.gate
    except Exception as error:  # a wrong reference may fail in any way
        return type(error).__name__
    return ""


def told(found: Sequence[Killed]) -> str:
    """The table, and the score."""
    lines = []
    for one in found:
        names = ", ".join(name for name, _ in one.by)
        lines.append(
            f"{'noticed' if one.by else 'SURVIVED'}  {one.mutant}" + (f"\n          by {names}" if one.by else "")
        )
    killed = sum(bool(one.by) for one in found)
    lines.append(f"mutation score: {killed} of {len(found)} ({killed / len(found):.0%})")
    return "\n".join(lines)
