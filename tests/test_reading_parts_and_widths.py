"""Parts of networks referred to again, a network named at the end of the sentence before, channels through a sum, spoken counts."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    (  # a sentence that begins with a question's word and asks nothing, before a short line
        "## ResNet\n\nWhere the wire comes back in, the input is added. A block fed with 256 channels therefore hands {} on.\n\nThe deeper models use a bottleneck instead:",
        "256",
        "512",
    ),
    (  # before the heading of an exercise
        "# Convolution\n\nWhat about the cost? If you double both D_in and D_out, the cost of the layer {}.\n\n> **Exercise 1.** How many weights has it?",
        "quadruples",
        "doubles",
    ),  # a text, a value of it that is right, one that is wrong
    (
        "# DenseNet\n\nDenseNet-121 strings together four blocks of 6, 12, 24 and 16 layers. Between the blocks sit the transition layers, "
        "each a 1x1 convolution and an average pooling; there are {} of these as well.",
        "three",
        "four",
    ),
    ("# DenseNet-121\n\nブロックは4つある。間には遷移層が入る。これも{}つある。", "3", "4"),
    ("The network is VGG-16. It has {} convolutional layers.", "thirteen", "sixteen"),
    ("Next comes ResNet-50. It has {} bottleneck blocks.", "16", "14"),
    (
        "## ResNet\n\nWhere the wire comes back in, the input is added to the result. A block fed with 256 channels therefore hands {} on to the next.",
        "256",
        "512",
    ),
    (
        "## ResNet\n\n残差ブロックでは入力と出力を足す。そのため 64 チャネルを入力したブロックは {} チャネルを出力する。",
        "64",
        "128",
    ),
    (
        "# DenseNet\n\nHow many direct connections are there in a block of L layers? Layer one has one, layer two has two, and so on, so L times L {} one, over two.",
        "plus",
        "minus",
    ),
    ("# DenseNet\n\nL 層のブロックの直接の接続は、L かける L {} 1 割る 2 本になる。", "たす", "引く"),
]
TRUE = [
    "## MobileNet\n\n*Depthwise first.* Every input channel gets its own little filter, and nothing is summed across channels. What comes out has M channels, whatever N is. The bill:",
    "## ResNet\n\nThe first block of conv3_x takes 256 channels and hands 512 on.",
    "# DenseNet\n\nA block with 6 layers and growth rate 32 that is fed with 64 channels hands 256 on to the next.",
    "# DenseNet-121\n\nThe blocks have 6, 12, 24 and 16 layers. There are four of them.",
    "Next comes ResNet-34. Its stem is a convolution with 64 filters. Then 16 blocks follow.",
]


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text, "a.md").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_right_count_holds_and_the_wrong_one_is_refuted(text, right, wrong):
    found = statuses(text.format(right))
    assert "refuted" not in found
    assert "holds" in found
    assert "refuted" in statuses(text.format(wrong))


@pytest.mark.parametrize("text", TRUE)
def test_true_sentences_are_not_accused(text):
    assert "refuted" not in statuses(text)
