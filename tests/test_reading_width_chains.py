"""Fully connected layers told as a chain of widths: what all of them take, and what one of them does."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [  # a text, a number of it that is right, one that is wrong
    ("784 → 100 → 10 の全結合ネットワークのパラメータはバイアス込みで {} 個。", "79,510", "79,400"),
    ("784→100→10 の全結合 2 層で、重みはバイアスを除いて {} 個。", "79,400", "79,510"),
    ("The FFN (512 → 2048 → 512) has {} parameters with biases.", "2,099,712", "2,097,152"),
    ("An MLP 784 -> 128 -> 64 -> 10 has {} parameters with its biases.", "109,386", "109,186"),
    ("FFN は 512 → 2048 → 512 の 2 層で、バイアスも入れて {} 個のパラメータをもつ。", "2,099,712", "2,097,152"),
]
TRUE = [
    "784 → 100 → 10 の全結合では、1 層目の重みが 78,400 個。",
    "The MLP 784 → 128 → 10 has 100,352 weights in its first layer.",
    "全結合層は 9216 → 4096 で、バイアス込みで 37,752,832 個の重みをもつ。",
]


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_all_layers_of_a_chain(text, right, wrong):
    assert "holds" in statuses(text.format(right))
    assert "refuted" not in statuses(text.format(right))
    assert "refuted" in statuses(text.format(wrong))


@pytest.mark.parametrize("text", TRUE)
def test_one_layer_of_a_chain(text):
    assert "refuted" not in statuses(text)
