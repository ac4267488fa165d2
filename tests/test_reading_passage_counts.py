"""Counts whose sizes stand anywhere in the passage, each with a value that is not the layer's."""

import pytest
from kenzan.reports.verification import verify_text

FIRE = "## Fire modules\n\nA 1×1 layer squeezes, two parallel layers expand. Fed with 96 channels, this time with biases:\n\n| part | parameters |\n|---|---|\n| squeeze, 16 filters of 1×1 | 1,552 |\n| expand, 64 of 1×1 | 1,088 |\n| expand, 64 of 3×3 | {} |\n"
CODE = "```python\nconv = nn.Conv2d(64, 128, 3, padding=1)\n```\n\nThe map is 56×56. Not much, you say. Without the bias, that's {} multiply-adds for one image."
EXERCISE = "## Problem 1\n\n> A grey image of 32 × 32 pixels goes through two rounds of 5 × 5 convolution (no padding, stride one), with 6 and then 16 filters.\n\n| Layer | Parameters |\n|---|---|\n| conv, 6 filters | 156 |\n| conv, 16 filters | {} |\n"
INVERTED = "## MobileNetV2\n\nV2 は inverted residual です。1×1 で拡張 → 3×3 depthwise → 1×1 で射影。\n\n例として $t=6$、24→24 チャネル、$k=3$ なら、重みは {} 個。"

PAIRS = [  # a text, a value of it that is right, one that is wrong
    (FIRE, "9,280", "9,281"),
    (CODE, "231,211,008", "231,211,018"),
    (EXERCISE, "2,416", "2,417"),
    (INVERTED, "8,208", "8,209"),
    ("## Basic block\n\nIt consists of two 3×3 convolutions with batch norm.\n\nFor 64 channels the two kernels have {} weights, the norms not counted.", "73,728", "73,738"),
    ("A colour picture, 200 by 200, three channels, flattened into one long vector, and a first hidden layer of a thousand units: that is {} weights.", "a hundred and twenty million", "a hundred and thirty million"),
    ("Suppose the backbone ends in a $7 \\times 7 \\times 1024$ tensor and you have a thousand classes. Flatten it into a dense layer and you own {} parameters, biases included.", "50,177,000", "50,177,001"),
    ("## WaveNet\n\nチャネル数を64としましょう。64から128への畳み込みで、幅2、重みは16,384個です(バイアスは除く)。1秒は16,000標本。音1秒ぶんの積和は{}回。", "262,144,000", "262,144,100"),
]  # fmt: skip
SEVERAL = [
    ("A pair of plain 3×3 layers at width 256 would hold {} weights.", "1,179,648", "589,824"),
    ("## 残差ブロック\n\n256ch のまま 3×3 を2回掛けると重みは {} 個。", "1,179,648", "589,824"),
]
TRUE = [
    "If the layers are too dear, split them. With $g$ groups a pointwise layer costs $hw\\,c_{in}c_{out}/g$ on an $h \\times w$ map.",
    "The file has 553 MB in fp32. Batches $B$, memory $M$.",
    "For RGB images and 5x5 filters, each neuron in the CONV layer has 5\\*5\\*3 = 75 weights (and one bias).",
]


def statuses(text: str) -> list[str]:
    return [c.verdict.status for c in verify_text(text + "\n").claims]


def last(text: str) -> list[str]:
    claims = verify_text(text + "\n").claims
    return [c.verdict.status for c in claims if c.line == max(c.line for c in claims)]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS + SEVERAL)
def test_what_is_right_holds(text, right, wrong):
    assert "refuted" not in statuses(text.format(right))
    assert "holds" in last(text.format(right))


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_what_is_wrong_is_not_said_to_hold(text, right, wrong):
    assert not any(c.verdict.status == "holds" and wrong in c.text for c in verify_text(text.format(wrong) + "\n").claims)


@pytest.mark.parametrize(("text", "right", "wrong"), SEVERAL)
def test_the_count_of_one_is_not_that_of_several(text, right, wrong):
    assert "refuted" in last(text.format(wrong))


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)
