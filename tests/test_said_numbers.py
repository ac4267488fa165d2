"""Sizes as they are spoken are read as those that are written, in their places; what only sounds like one stays."""

import pytest
from kenzan.reports.text.normalize import fold
from kenzan.reports.text.said_numbers import in_signs
from kenzan.reports.verification import verify_text

WRITTEN = [
    ("thirty-two by thirty-two", "32x32"),
    ("five by five by three", "5x5x3"),
    ("28 by 28 by 6", "28x28x6"),
    ("two three-by-threes", "two 3x3s"),
    ("a one-by-one convolution", "a 1x1 convolution"),
    ("two hundred and twenty-four by two hundred and twenty-four", "224x224"),
    ("window eleven, step four", "window 11, step 4"),
    ("a border of two", "a border of 2"),
    ("Seventy-five weights", "75 weights"),
    ("thirteen and a half", "13.5"),
    ("27 C squared", "27 C^2"),
    ("W minus F plus 2P, over S, plus one", "(W-F+2P)/S+1"),
]
LEFT = [
    "sample one by one",
    "divide 28 by 2",
    "shrinks from fifty-six by a factor of two",
    "one of the two layers",
    "step back and look",
    "the twenty-first century",
    "trained by two people",
    "multiply by 3",
    "28 times 28 places",
]
TOLD = [
    ("A thirty-two by thirty-two picture, a five by five window, step one, no padding: out comes {}.", "twenty-eight by twenty-eight", "thirty by thirty"),
    ("Two by two max pooling, stride two: 28 by 28 by 6 becomes {}.", "fourteen by fourteen by six", "fifteen by fifteen by six"),
    ("How far does a unit see? Stack two three-by-threes and it sees {}.", "five by five", "seven by seven"),
    ("They feed it a 227 by 227 picture, window eleven, step four, and out comes {}.", "55 by 55", "56 by 56"),
    ("A convolution gives W minus F plus 2P, over S, plus {}, where W is the width, F the filter, P the padding and S the stride.", "one", "two"),
]  # fmt: skip


def worked_out(text):
    """The claims but for the sizes that are given to begin with."""
    return [c for c in verify_text(text).claims if c.notes != ("a size that is given",)]


@pytest.mark.parametrize(("said", "written"), WRITTEN)
def test_what_is_said_is_written(said, written):
    assert in_signs(fold(said, 0)).chars == written


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_size_stays(text):
    left = in_signs(fold(text, 0)).chars
    assert left.replace("56", "fifty-six") == text


@pytest.mark.parametrize(("text", "true", "false"), TOLD)
def test_a_spoken_size_is_decided(text, true, false):
    claims = worked_out(text.format(true) + "\n")
    assert claims
    assert {c.verdict.status for c in claims} <= {"holds", "holds_if"}
    assert "holds" not in {c.verdict.status for c in worked_out(text.format(false) + "\n")}


def test_a_claim_shows_the_words_of_its_author():
    claims = verify_text("A 32 by 32 picture, a five by five window, no padding, stride one: out comes twenty-eight by twenty-eight.\n").claims
    assert [c.text for c in claims] == ["32 by 32", "twenty-eight by twenty-eight"]
