"""Counts whose biases, groups, channels or kind of layer stand in the sentences before: the right one holds, the wrong one does not."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [  # a text, a value of it that is right, one that is wrong
    ("A layer has 3×3 kernels, 64 input channels and 128 output channels. Biases are included. The layer therefore holds {} parameters.", "73,856", "73,728"),
    ("# 重み\n\nカーネルは 3×3、入力は 64 チャネル、出力は 128 チャネルとする。バイアスも数える。この層のパラメータは {} 個である。", "73,856", "73,728"),
    ("# Cost\n\nThe map is 28×28 with 256 channels. A 1×1 convolution reduces it to 64 channels. This takes {} multiplications.", "12,845,056", "200,704"),
    ("# 計算量\n\n特徴マップは 28×28 で 256 チャネルある。1×1 畳み込みで 64 チャネルに減らす。これに必要な乗算は {} 回である。", "12,845,056", "200,704"),
    ("# Cost\n\nThe map is 28×28 with 256 channels. A 3×3 depthwise convolution follows. It needs {} multiply-adds.", "1,806,336", "462,422,016"),
    ("# 計算量\n\n特徴マップは 28×28 で 256 チャネルある。続けて 3×3 の depthwise 畳み込みを行う。積和は {} 回になる。", "1,806,336", "462,422,016"),
    ("# Groups\n\nA 3×3 convolution goes from 256 to 256 channels. We split it into 32 groups. Now it has {} weights.", "18,432", "576"),
    ("# グループ\n\n3×3 で 256 → 256 チャネルの畳み込みを考える。これを 32 グループに分ける。すると重みは {} 個になる。", "18,432", "576"),
    ("# Separable\n\nThe input has 128 channels and the output 256. Kernels are 3×3. The depthwise separable layer has {} weights.", "33,920", "32,768"),
    ("# Transposed\n\nA transposed convolution has 2×2 kernels. It maps 512 channels to 256. Without biases it has {} weights.", "524,288", "2,048"),
]  # fmt: skip
HELD = [  # what is wrong is at least not called right
    ("# Kernels\n\nTwo 3×3 layers with C channels throughout replace one 5×5 layer. Together they have {} weights.", "18C²", "9C²"),
    ("## グループ畳み込み\n\n- 重みテンソルは（出力、入力、縦、横）の順に書けば {}。", "$(M, C/g, K, K)$", "$(M/g, C, K, K)$"),
    ("## Grouped convolution\n\nThe weight tensor has shape {}.", "$(M, C/g, K, K)$", "$(M/g, C, K, K)$"),
]  # fmt: skip
TRUE = [
    "# Kernels\n\nThree 3×3 layers replace one 7×7 layer. Each has $9C^2$ weights.",
    "# Groups\n\nA 3×3 convolution goes from 256 to 256 channels. We split it into 32 groups. The ordinary layer had 589,824 weights.",
    "# Cost\n\nThe map is 28×28 with 256 channels. A 3×3 depthwise convolution follows. An ordinary one with 256 filters would need 462,422,016 multiply-adds.",
    "# Bias\n\nThe biases are not included. A layer with 3×3 kernels, 64 input channels and 128 output channels holds 73,728 parameters.",
]


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text, "a.md").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_right_count_holds_and_the_wrong_one_is_refuted(text, right, wrong):
    found = statuses(text.format(right))
    assert "refuted" not in found
    assert "holds" in found
    assert "refuted" in statuses(text.format(wrong))


@pytest.mark.parametrize(("text", "right", "wrong"), HELD)
def test_what_is_wrong_does_not_hold(text, right, wrong):
    assert "refuted" not in statuses(text.format(right))
    assert "holds" not in statuses(text.format(wrong))


@pytest.mark.parametrize("text", TRUE)
def test_true_sentences_are_not_accused(text):
    assert "refuted" not in statuses(text)
