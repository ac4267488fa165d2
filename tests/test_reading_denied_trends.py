"""Trends that are denied: what can never become larger becomes smaller or stays; each true one is read, its twin refuted."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [  # true, false
    ("At fixed $W$, $F$ and $P$, a larger stride can never give you a larger output.", "At fixed $W$, $F$ and $P$, a larger stride can never give you a smaller output."),
    ("Increasing the stride cannot increase the size of the output.", "Increasing the stride cannot decrease the size of the output."),
    ("With a larger stride the output is no larger than before.", "With a larger stride the output is no smaller than before."),
    ("More padding will never make the output smaller.", "More padding will never make the output larger."),
    ("A smaller stride can never give a smaller output.", "A smaller stride can never give a larger output."),
    ("A larger kernel can't yield fewer parameters.", "A larger kernel can't yield more parameters."),
    ("Adding more filters never reduces the number of parameters.", "Adding more filters never increases the number of parameters."),
    ("An increase in stride never results in more multiply-adds.", "An increase in stride never results in fewer multiply-adds."),
    ("No pooling layer ever makes the receptive field smaller.", "No pooling layer ever makes the receptive field larger."),
    ("Pooling cannot make the receptive field smaller.", "Pooling cannot make the receptive field larger."),
    ("ストライドを大きくして出力が大きくなることは決してない。", "ストライドを大きくして出力が小さくなることは決してない。"),
    ("パディングを増やしても出力が小さくなることはない。", "パディングを増やしても出力が大きくなることはない。"),
    ("カーネルを大きくしてもパラメータが減ることはない。", "カーネルを大きくしてもパラメータが増えることはない。"),
    ("ストライドを大きくしても出力は大きくならない。", "ストライドを大きくしても出力は小さくならない。"),
]


def statuses(text):
    return {claim.verdict.status for claim in verify_text(f"# Convolution\n\n{text}\n").claims}


@pytest.mark.parametrize(("true", "false"), PAIRS)
def test_the_other_way_or_none_is_left(true, false):
    assert statuses(true) == {"holds"}
    assert "refuted" in statuses(false)


@pytest.mark.parametrize("text", ["A larger stride never increases the number of parameters.", "A larger image never needs more parameters."])
def test_what_does_not_change_is_no_larger(text):
    assert statuses(text) == {"holds"}


@pytest.mark.parametrize("text", ["Nothing in a larger stride makes the output larger.", "A larger stride need not make the output smaller."])
def test_a_denial_that_leaves_it_open_accuses_nobody(text):
    assert "refuted" not in statuses(text)
