"""A note that counts multiply-accumulates is not right by twice as many, and a layer told once has no other sizes."""

import pytest
from kenzan.reports.verification import verify_text

VGG = (
    "## VGG-16\n\nCosts of some of the layers (multiply-adds per 224x224 image):\n\n| layer | input → filters | multiply-adds |\n|:--|:--|--:|\n"
    "| conv1_2 | 224x224x64 → 64 | 1.85G |\n| conv2_1 | 112x112x64 → 128 | {} |"
)
CONV1_2 = (
    "All filters of VGG-16 are 3×3.\n\n## The bill\n\nI count multiply–accumulates and feed it a 224×224 RGB image.\n\n"
    "- conv1_1: 64 filters on the raw image. 224·224·3·3·3·64, so about 86.7 million.\n"
    "- conv1_2: again 64 filters, this time on the 64 maps of the layer before. {}."
)
ROUNDED = "# 畳み込み\n\n入力は 28×28 で 192 チャネル。5×5 のフィルタを 32 枚、same パディングで適用する。積和演算は約 {} 回になる。"
PAIRS = [  # a text, a value of it that is right, one that is wrong
    (VGG, "925M", "1.85G"),
    (CONV1_2, "224·224·3·3·64·64, so about 1.85 billion", "224·224·3·3·64, so about 28.9 million"),
    (ROUNDED, "1.2 億", "62.7 万"),
    (
        "# 計算量\n\n積和演算の回数で数える。2層目は 224×224 で 64 チャネルのマップに 3×3 のフィルタを 64 枚かける。224·224·3·3·64{} 回。",
        "·64 なので、約 18.5 億",
        " なので、約 2890 万",
    ),
    (
        "# 畳み込み\n\n計算量は積和演算の回数で数える。入力 56×56×64、3×3、same、ストライド 1、出力 128 チャネルとする。計算量は {} となる。",
        "231,211,008",
        "462,422,016",
    ),
    (
        "# 畳み込み\n\n入力 56×56×64、3×3、same、ストライド 1、出力 128 チャネルとする。積和演算は {} 回となる。",
        "231,211,008",
        "462,422,016",
    ),
]
TRUE = [
    "# Convolution\n\nA 14×14 map with 512 channels meets 512 kernels of size 3×3 (same padding). For each filter that is about 0.9 million multiplications.",
    "# 畳み込み\n\n14×14 で 512 チャネルのマップに 3×3 のフィルタを 512 枚かける。フィルタ1枚あたりの積和は約 90 万回である。",
    "# 畳み込み\n\n入力 56×56×64、3×3、same、出力 128 チャネルとする。積和は 231,211,008 回なので、FLOPs は 462,422,016 となる。",
    "# 畳み込み\n\n入力 56×56×64、3×3、same、出力 128 チャネルとする。積和演算は 231,211,008 回、演算数にすると 462,422,016 回となる。",
    "## VGG-16\n\n| layer | input → filters | FLOPs |\n|:--|:--|--:|\n| conv2_1 | 112x112x64 → 128 | 1.85G |",
    "# Cost\n\nA multiply-add counts as two operations. Take a 56×56×64 map, 3×3 kernels with padding 1 and 128 filters. The layer costs 462,422,016.",
    "# Cost\n\nTake a 56×56×64 map, 3×3 kernels with padding 1 and 128 filters. A second such layer on top of it costs 462,422,016 multiply-adds.",
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
