"""The decision procedure: which predicate, which readings, which conditions, and the verdict in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..reference.errors import InputError
from .canonical import canonical
from .conditions import Found, rebindings, search
from .evaluation import tidy
from .expansion import expanded
from .nodes import Items, Sym
from .numeric import Impossible, Judge, Outcome, Reading
from .predicates import FAMILY, predicate
from .predicates.predicate import Custom, Finite, Numeric
from .readings import approximation, readings
from .rendering import to_text
from .settling import settle
from .space import Space, calls_of
from .statement import Statement
from .verdict import Counterexample, Verdict, shown


def decide_statement(statement: Statement) -> Verdict:
    """The verdict on a statement of any predicate."""
    asked = canonical(statement)
    kinds = [predicate(call.name) for call in calls_of(asked)]
    special = next((kind for kind in kinds if isinstance(kind, Finite | Custom)), None)
    if isinstance(special, Custom):
        assert special.decide is not None
        verdict = special.decide(asked)
    elif isinstance(special, Finite):
        from .finite import decide_finite

        verdict = decide_finite(asked)
    else:
        verdict = decide_numeric(expanded(asked))
    return replace(
        verdict,
        reading=str(asked),
        predicate=FAMILY.get(asked.predicate, asked.predicate),
        subject=asked.subject,
        reproduce=verdict.reproduce or _command(statement),
    )


def _command(statement: Statement) -> str:
    """A line for a terminal that decides the statement again."""
    text = str(statement).replace('"', "")
    return (
        'python -c "from kenzan.properties.statement import parse; from kenzan.properties.verdict import decide; '
        f"print(decide(parse('{text}')))\""
    )


def decide_numeric(statement: Statement) -> Verdict:
    """The verdict on a claim about numbers."""
    differs = statement.relation == "!=" and not isinstance(statement.left, Items)
    if statement.negated or differs:  # denied is what no customary reading makes true
        relation = "==" if differs else statement.relation
        return _negation(decide_numeric(replace(statement, negated=False, relation=relation)))
    main = _Trial(statement)
    if main.held:
        return _holds(main.judge, *main.held)
    if not main.failed:
        raise main.refused or InputError(f"{statement} has no case that can be run")
    rebound = list(_rebound(statement))
    for trial, name, customary in rebound:
        if trial.held:
            verdict = _named(_holds(trial.judge, *trial.held), name if customary else None)
            return verdict if customary else replace(verdict, status="holds_if", condition=name)
    for trial, name in ((main, None), *((trial, name) for trial, name, customary in rebound if customary)):
        found = search(trial.judge, trial.failed)
        if found:
            return _named(_conditional(trial.judge, found), name)
    return _refuted(main.judge, *main.failed[0])


class _Trial:
    """A statement's readings, tried in turn under one binding of its letters until one holds."""

    def __init__(self, statement: Statement, bindings: Mapping[str, str] | None = None) -> None:
        self.judge = Judge(Space(statement, bindings or {}))
        _refuse_words(self.judge)
        self.held: tuple[Reading, Outcome] | None = None
        self.failed: list[tuple[Reading, Outcome]] = []
        self.refused: InputError | None = None
        for reading in readings(self.judge):
            try:
                outcome = settle(self.judge, reading, self.judge.space.domain)
            except InputError as error:
                self.refused = self.refused or error
                continue
            if outcome.holds:
                self.held = reading, outcome
                return
            self.failed.append((reading, outcome))


def _rebound(statement: Statement) -> Iterator[tuple[_Trial, str, bool]]:
    """The statement with its letters bound as another custom has it: (trial, the custom's name, whether customary)."""
    for bindings, name, customary in rebindings(statement):
        try:
            trial = _Trial(statement, bindings)
        except InputError:
            continue  # such a binding makes no statement of it
        yield trial, name, customary


def _named(verdict: Verdict, name: str | None) -> Verdict:
    return replace(verdict, convention="; ".join(filter(None, (name, verdict.convention)))) if name else verdict


def _refuse_words(judge: Judge) -> None:
    """A number is compared with a number, and only numbers are calculated with."""
    statement = judge.space.statement
    for slot in judge.space.all_slots():
        if not isinstance(slot.predicate, Numeric):
            raise InputError(f"{slot.predicate.name}(...) is no number, so nothing can be calculated with it")
    for side in (statement.left, statement.right):
        if side in (Sym("true"), Sym("false")):
            name = statement.predicate
            raise InputError(f"{name}(...) is a number: compare it with one, as in {name}(...) == H*W")


def _holds(judge: Judge, reading: Reading, outcome: Outcome) -> Verdict:
    return Verdict("holds", outcome.strength, _evidence(judge, outcome), convention=_convention(judge, reading))


def _conditional(judge: Judge, found: Found) -> Verdict:
    evidence = f"without the condition it fails, first at {_sizes(judge, found.failure.values)}; with it: "
    return Verdict(
        "holds_if",
        found.outcome.strength,
        evidence + _evidence(judge, found.outcome),
        condition=found.text,
        counterexample=_counterexample(judge, found.failure),
        convention=_convention(judge, found.reading),
    )


def _refuted(judge: Judge, reading: Reading, outcome: Outcome) -> Verdict:
    assert outcome.failure is not None
    _refuse_undefined(judge, reading, outcome)
    counterexample = _counterexample(judge, outcome.failure)
    return Verdict(
        "refuted",
        outcome.strength,
        f"{_measured(judge)}, from the smallest sizes on; the first case that disagrees: {counterexample}",
        counterexample=counterexample,
        convention=_convention(judge, reading),
        reproduce=_reproduction(judge, counterexample),
    )


def _refuse_undefined(judge: Judge, reading: Reading, outcome: Outcome) -> None:
    """A side that has no value anywhere (it divides by zero) makes no statement."""
    failure = outcome.failure
    if failure is None or (failure.claimed is not None and failure.measured is not None):
        return
    for values in judge.space.domain.points(40):
        try:
            again = judge.failure(reading, values)
        except Impossible:
            continue
        if again.claimed is not None and again.measured is not None:
            return
    claim = judge.space.statement.claim()
    raise InputError(f"{claim} has no value: it divides by zero, or takes a root that is not rational")


def _counterexample(judge: Judge, failure) -> Counterexample:
    values = {letter: int(size) for letter, size in failure.values.items()}
    order = [letter for letter in judge.space.roles if letter in values]
    return Counterexample({letter: values[letter] for letter in order}, tidy(failure.claimed), tidy(failure.measured))


def _sizes(judge: Judge, values) -> str:
    return ", ".join(f"{n} = {values[n]}" for n in judge.space.roles if n in values) or "its own numbers"


def _measured(judge: Judge) -> str:
    """What was run, in words."""
    parts = []
    for slot in judge.space.all_slots():
        text = slot.predicate.what.format(subject=slot.subject.name)
        if text not in parts:
            parts.append(text)
    return "; ".join(parts) or "both sides were calculated exactly"


def _evidence(judge: Judge, outcome: Outcome) -> str:
    count = f"{outcome.cases} case{'s' * (outcome.cases != 1)}"
    if outcome.strength == "proved":
        how = f"equal on a grid of {count}, one more size of each letter than the degree, and so for every size"
        if any(r not in ("==",) for r in (judge.space.statement.relation,)):
            how = f"on a grid of {count} every forward difference has the sign that proves it for every size"
    else:
        how = f"right in each of the {count} tried" if outcome.cases > 1 else "right in the one case there is"
        box = judge.space.domain.box()
        ranges = ", ".join(f"{n} from {r[0]} to {r[-1]}" for n, r in box.items() if len(r) > 1)
        how += f" ({ranges})" if ranges else ""
    return f"{_measured(judge)}: {how}{_extrapolation(judge)}"


def _extrapolation(judge: Judge) -> str:
    return "; sizes too large to run were extrapolated exactly from small runs" if judge.extrapolated else ""


def _convention(judge: Judge, reading: Reading) -> str | None:
    return "; ".join(filter(None, (*reading.names, approximation(judge.space.statement)))) or None


def _reproduction(judge: Judge, counterexample: Counterexample) -> str | None:
    """A line for a terminal that measures the counterexample again."""
    left, claimed = judge.space.statement.left, re.sub(r"[^\w(){},./ +*-]", "", shown(counterexample.claimed))
    if counterexample.claimed is None or not counterexample.sizes:
        return None
    measured = f"measure(parse('{to_text(left)}'), {dict(counterexample.sizes)})"
    return (
        'python -c "from kenzan.properties.expression import measure, parse; '
        f"from kenzan.properties.verdict import shown; print('claimed {claimed}, measured', shown({measured}))\""
    )


def _negation(verdict: Verdict) -> Verdict:
    """The verdict on `not` a claim, from the verdict on the claim."""
    if verdict.status == "refuted":
        return replace(verdict, status="holds", counterexample=None, reproduce=None)
    if verdict.status == "holds":
        witness = Counterexample(witness=f"the claim holds ({verdict.strength}): {verdict.evidence}")
        return replace(verdict, status="refuted", counterexample=witness, reproduce=None)
    return replace(verdict, condition=f"not ({verdict.condition})", reproduce=None)
