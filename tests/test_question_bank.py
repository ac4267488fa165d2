"""The bundled bank: every file is what its place says, and a sample of its variants passes every gate."""

import re
from pathlib import Path

import pytest
from kenzan.questions.bank import BUNDLED, entries
from kenzan.questions.certify import certified_variant, certify
from kenzan.questions.loading import parse
from kenzan.questions.streams import Stream

ENTRIES = entries()


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_a_sample_of_variants_is_certified(entry):
    question = entry.question()
    for i in range(6):
        values = question.space.draw(Stream("test", question.id, i))
        certified_variant(question, values, lambda part, purpose, i=i: Stream("test", i, part, purpose))


def test_ids_are_different():
    names = [entry.id for entry in ENTRIES]
    assert len(set(names)) == len(names)


def test_the_example_of_the_guide_is_sound():
    guide = Path(__file__).parents[1] / "docs" / "writing-questions.md"
    example = re.search(r"^```\n(\+\+\+.*?)^```", guide.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    certificate = certify(parse(example[1]), most=10_000)
    assert certificate.passed, certificate.refusal


def test_the_bank_lies_in_the_package():
    assert BUNDLED.is_dir()
    assert len(ENTRIES) >= 8
