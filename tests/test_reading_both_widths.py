"""Channels that grow at both ends of a layer: told by their letters, as the width of a network, or of both sides of a map."""

import pytest
from kenzan.reports.verification import verify_text

LETTERS = "# 畳み込み\n\n入力は $C$ チャネル、出力は $M$ チャネルとする。$C$ と $M$ をどちらも 2 倍にすると、積和の回数は {} 倍になる。"
PAIRS = [  # a text, a value of it that is right, one that is wrong
    (
        "# Convolution\n\nIt follows that if you double the width of a network, i.e. both D_in and D_out, the cost of each inner layer {}.",
        "quadruples",
        "doubles",
    ),
    ("# Convolution\n\nIf both D_in and D_out are doubled, the cost of the layer {}.", "quadruples", "doubles"),
    (
        "# Convolution\n\nDoubling the number of channels in every layer {} the number of weights.",
        "quadruples",
        "doubles",
    ),
    (LETTERS, "4", "2"),
    (
        "# Layers\n\nThe layer goes from $M$ input channels to $N$ output channels. If $M$ and $N$ are both doubled, the number of weights {}.",
        "grows fourfold",
        "doubles",
    ),
    ("# 畳み込み\n\nネットワークの幅を 2 倍にすると、各層の計算量は {} 倍になる。", "4", "2"),
    ("# Layers\n\nDoubling both W and H {} the number of multiply-adds.", "quadruples", "doubles"),
]
TRUE = [
    "# Convolution\n\nDoubling the number of filters doubles the number of weights.",
    "# Convolution\n\nIf a layer is made twice as wide, the number of its weights doubles.",
    "# Convolution\n\nDoubling both the stride and the padding halves the output.",
]


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text, "a.md").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_right_factor_holds_and_the_wrong_one_is_refuted(text, right, wrong):
    found = statuses(text.format(right))
    assert "refuted" not in found
    assert "holds" in found
    assert "refuted" in statuses(text.format(wrong))


@pytest.mark.parametrize("text", TRUE)
def test_true_sentences_are_not_accused(text):
    assert "refuted" not in statuses(text)
