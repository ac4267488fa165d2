"""The suite is tested: every mutant dies, every law kills one, unusual right implementations pass."""

from dataclasses import replace

import pytest
from kenzan.properties.check import check, violated
from kenzan.properties.contract import FUNCTIONS
from kenzan.properties.laws import all_laws
from kenzan.properties.mutants import all_mutants, all_variants

LAWS, MUTANTS = all_laws(), all_mutants()


def killers(mutant):
    """The laws of the mutated function: first the three that find most, as in a run, then the last ones first.

    What the three leave alive is mostly wrong with NaN or infinities, of which the last laws speak.
    """
    first, second, third, *others = (law for law in LAWS.values() if law.functions[0] == mutant.function)
    return [first, second, third, *reversed(others)]


def is_quick(request):
    return request.config.getoption("--hypothesis-profile", default=None) in (None, "quick", "default")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_mutant_dies(function):
    mutants = [m for m in MUTANTS.values() if m.function == function]
    assert mutants
    living = [m.name for m in mutants if not any(violated(law, m.implementation()) for law in killers(m))]
    assert not living


def test_there_are_mutants_of_every_function():
    assert len(MUTANTS) >= 120
    assert {m.function for m in MUTANTS.values()} == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_law_kills_a_mutant(function, request):
    """By its corner cases alone, which is quick; or else with the random ones. The quick profile takes every fifth law."""
    laws = [law for law in LAWS.values() if law.functions[0] == function]
    for law in laws[::5] if is_quick(request) else laws:
        mutants = [m for m in MUTANTS.values() if m.function in law.functions]
        attempts = [replace(law, random=False)] * (law.corners != "none") + [law]
        assert any(violated(a, m.implementation()) for a in attempts for m in mutants), f"{law.id} kills no mutant"


@pytest.mark.parametrize("name", all_variants())
def test_unusual_right_implementations_pass(name, request):
    """All laws for what a variant does in its own way; the corner cases for those that only wrap the reference.

    The quick profile takes every fourth law, and some of each function's cases, evenly spread; the deeper profiles all.
    """
    implementation = all_variants()[name].implementation()
    own = len(vars(implementation.target)) < len(FUNCTIONS)
    laws = [law for law in LAWS.values() if own or law.id.endswith("at_pairs")]
    if is_quick(request) and own:
        laws = laws[::4]
    outcomes = list(check([implementation], laws, "smoke" if is_quick(request) else "quick"))
    assert own or all(o.cases for o in outcomes)
    assert not [o.failure.text() for o in outcomes if o.failure]
