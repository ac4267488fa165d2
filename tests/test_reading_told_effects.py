"""What a change does to each count, by how much; a layer of the sentence before with one setting changed."""

import pytest
from kenzan.reports.readers.told_values import values_in
from kenzan.reports.verification import verify_text

DIAL = "The other dial is the input resolution. Halving it divides the MACs of the convolutions by four and {}."
TRANSPOSED = (
    "# Going up\n\nThe transposed convolution: $n' = (n-1)s - 2p + f$.\n\nA popular setting is $f = 4$, $s = 2$, $p = 1$, "
    "which takes a 16 x 16 map to 32 x 32. If you prefer odd filters, $f = 3$ with the same stride and padding, and no output padding, gives {0} x {0}."
)
STACK = (
    "# VGG\n\nSuppose we stack three such 3 x 3 layers, each with $d$ channels in and out. Compare with a single 7 x 7 layer: the stack has "
    "$27d^2$ weights, and the single layer $49d^2$. In other words, stacking saves {}% of the weights."
)

PAIRS = [  # a text, a value of it that is right, one that is wrong
    (DIAL, "leaves the parameters alone", "the parameters by four"),
    ("# Notes\n\nHalving the input resolution divides the MACs by {} in every convolution.", "four", "two"),
    ("The resolution multiplier $\\rho$ shrinks the image; the arithmetic drops by $\\rho^2$, and the number of weights {}.", "does not change", "along with it"),
    ("# 畳み込み\n\n中間の層でチャネル数を入力側・出力側ともに 2 倍にすると、その層の畳み込みの重みは {} 倍になる。", "4", "2"),
    ("# Knobs\n\n**Resolution.** Going from 224 to 160 multiplies the convolution MACs by roughly {}.", "0.51", "0.71"),
    ("# 畳み込み\n\n2×2、ストライド2のmaxプーリングを1回通すと、特徴マップの要素数は{}になるので、後ろの層が楽になる。", "4分の1", "半分"),
    ("# 畳み込み\n\n`G` 個に分けると計算量は 1/G に減るが、重みの数は{}。", "1/G になる", "分ける前と変わらない"),
    ("# Groups\n\nA grouped convolution with $G$ groups needs $1/G$ of the multiplications, and {}.", "$1/G$ of the weights", "its weights are as many as before"),
    ("# MobileNet\n\nThe pointwise term shrinks by α², and the depthwise term {}.", "only by α", "does too"),
    ("# Kernels\n\nGoing from 3x3 to 5x5 kernels multiplies the number of weights by about {}.", "2.8", "1.7"),
    ("# Kernels\n\nA 1x1 convolution mixes channels. A 3x3 would take {} times as many weights.", "nine", "three"),
    ("# Widths\n\nA width multiplier of 0.5 cuts the MACs of the pointwise layers to about {}.", "a quarter", "a half"),
    ("# Convolution\n\nA 1×1 convolution preserves height and width{}.", " with stride 1", ", whatever the stride"),
    ("# U-Net\n\n- 上りは 2×2 の up-conv(stride 2)で、通すたびに縦横が {} 倍", "2", "4"),
    (TRANSPOSED, "31", "32"),
    (STACK, "45", "81"),
]


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text, "a.md").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_right_effect_holds_and_the_wrong_one_is_refuted(text, right, wrong):
    found = statuses(text.format(right))
    assert "refuted" not in found
    assert {"holds", "holds_if"} & set(found)
    assert "refuted" in statuses(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "japanese", "kinds"),
    [
        ("the number of weights along with it", False, ["alike"]),
        ("is not quartered", False, ["factor", "unclear"]),
        ("重みは変わらない", True, ["same"]),
        ("cut by 3", False, ["factor"]),
        ("by 3", False, ["unclear"]),  # more or less?
    ],
)
def test_values(text, japanese, kinds):
    assert [value.kind for value in values_in(text, japanese)] == kinds
