"""The mutation score: wrong references are noticed by the questions that speak of them."""

from importlib import import_module

import pytest
from kenzan.questions.bank import BUNDLED
from kenzan.questions.mutants import MUTANTS
from kenzan.questions.mutation import score, told

FILES = [BUNDLED / name for name in (
    "output-size/rectangular.md.j2", "normalization/variance.md.j2", "wavenet/drawn-causal-stack.md.j2", "pixelcnn/masks.md.j2",
    "pooling/pooled-shape.md.j2")]  # fmt: skip
EXPECTED = {
    "arguments.padded: one more after each axis": "rectangular",
    "convolution.conv2d: swaps the strides": "rectangular",
    "normalization._update: keeps the biased variance": "variance",
    "normalization._normalized: divides by the variance": "variance",
    "wavenet.causal_conv1d: sees one step ahead": "drawn-causal-stack",
    "pixelcnn.raster_mask: type A sees the pixel itself": "masks",
    "pooling.max_pool2d: takes stride 1": "pooled-shape",
}


OTHERS = {"normalization.group_norm: one group", "densenet.dense_block: drops its input"}  # of which no file speaks


@pytest.fixture(scope="module")
def found():
    return {one.mutant: one for one in score(FILES, 1, variants=8, names={*EXPECTED, *OTHERS})}


def test_each_has_a_name_of_its_own_and_there_are_many():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_each_makes_another_function_of_the_right_one(mutant):
    module, name = mutant.target.split(".")
    right = getattr(import_module(f"kenzan.reference.{module}"), name)
    wrong = mutant.make(right)
    assert callable(wrong)
    assert wrong is not right


@pytest.mark.parametrize("mutant", EXPECTED)
def test_a_wrong_reference_is_noticed(found, mutant):
    assert EXPECTED[mutant] in [name for name, _ in found[mutant].by]


def test_what_no_question_speaks_of_is_not_noticed(found):
    assert set(found) == {*EXPECTED, *OTHERS}
    assert not [one.by for name, one in found.items() if name in OTHERS and one.by]


def test_the_score_is_printed(found):
    killed = sum(bool(one.by) for one in found.values())
    assert told(list(found.values())).endswith(f"mutation score: {killed} of {len(found)} ({killed / len(found):.0%})")
