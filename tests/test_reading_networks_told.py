"""Wiring and structure of published networks: a true value is read and holds, a false one of its kind is refuted."""

import pytest
from kenzan.reports.verification import verify_text

ROWS = """## Dense connections

Let us trace a DenseNet with $k_0 = 64$ and $k = 32$. The transition layer after each block halves the channels.

| block | channels at the end |
|---|---|
| first, of 6 layers | 256 |
| second, of 12 | 512 |
| third, of 24 | {} |
"""
BEHIND = """# DenseNet-121($k=32$, $k_0=64$, transition で半分に圧縮)

ブロックの層数は順に 6, 12, 24, 16。

| ブロック | 出口ch | transition後 |
|---|---|---|
| 1 | 256 | 128 |
| 2 | {0} | {1} |
| 3 | 1,024 | 512 |
"""
SUM = """## A dense block

> A block starts from 64 channels; each of its 6 layers produces 32 new ones.

At the end of the block we hold $64 + 32\\cdot {} = {}$ channels.
"""
FIRE = "## 問16\n\nSqueezeNet の Fire モジュールの説明です。\n\nまず 1×1 の squeeze 層で絞り、続く expand 層で 1×1 と 3×3 を並列に適用します。最後に二つの結果を{}してモジュールの出力とします。"
BASIC = "# ResNet\n\nIn the original basic block, $F$ consists of two 3×3 convolutions with batch norm. The second ReLU {}."
PAIRS = [  # a text, what makes it right, what makes it wrong
    ("AlexNet は約 {} 千万個のパラメータをもつ。", "6", "8"),
    (ROWS, ("1024",), ("1280",)),
    (BEHIND, ("512", "256"), ("512", "512")),
    (BEHIND, ("512", "256"), ("640", "320")),
    (SUM, ("6", "256"), ("5", "224")),
    (FIRE, ("チャネル方向に連結",), ("要素ごとに加算",)),
    ("# SqueezeNet\n\nA {} squeeze layer is followed by an expand layer of parallel 1x1 and 3x3 filters.", ("1x1",), ("3x3",)),
    ("# MobileNetV2\n\nIt expands, filters depthwise, then projects down. The shortcut joins the two {} tensors, in the spirit of ResNet.", ("thin, compressed",), ("wide, expanded",)),
    ("# MobileNetV2\n\nV2 の主役は inverted residual です。ショートカットは{}特徴マップどうしを結びます。", ("細い",), ("拡張後の太い",)),
    (BASIC, ("comes after the addition",), ("sits at the end of the branch, before the sum",)),
    ("# ResNet\n\n最後の ReLU は加算の{}に置かれる。", ("後",), ("前",)),
    ("# U-Net\n\n- 拡大側の 2×2 up-conv(stride 2)は{}", ("縦横を2倍にし、チャネル数を半分にする",), ("縦横とチャネル数をともに2倍にする",)),
    ("# U-Net\n\nEach up-convolution doubles the resolution and {}the number of channels.", ("halves ",), ("",)),
    ("# U-Net\n\n- 左から来た特徴は、中央を切り出してから{}", ("連結する",), ("足し合わせる",)),
    ("# モデル\n\nXception にも触れておきます。{} を極限まで推し進めたものです。", ("Inception モジュール",), ("ResNet",)),
    ("# Xception\n\nXception takes the idea of {} to its extreme.", ("the Inception module",), ("DenseNet",)),
    ("# U-Net\n\nThe network builds on {}.", ("the FCN",), ("WaveNet",)),
    ("## AlexNet\n\n- **Stem.** 96 filters of {} at stride 4.", ("11×11",), ("7×7",)),
    ("ResNetの最初の層は {}、ストライド 2 の畳み込みです。", ("7×7",), ("5×5",)),
    ("## DenseNet\n\nThe stem of DenseNet-121 is a 7×7 convolution with stride {}.", ("2",), ("4",)),
    ("## VGG\n\n- 16層版が定番で、16というのは{}の数。", ("重みを持つ層",), ("畳み込み層",)),
    ("# VGG\n\nThe 16 in VGG-16 counts the {}.", ("layers with weights",), ("convolutional layers",)),
    ("# ResNet-50\n\n1ブロックに畳み込みが{0}つなので {0}×16 に入口の1層と最後の全結合を加えて 50。", ("3",), ("2",)),
    ("# ResNet\n\nIn ResNet-34 each block has {} convolutions.", ("two",), ("three",)),
    ("# GoogLeNet\n\nThe Inception module has {} parallel branches.", ("four",), ("three",)),
    ("# ResNet-50\n\nA bottleneck on 256 channels goes {0} down to 64, {1}, {0} back up.", ("1×1", "3×3"), ("3×3", "1×1")),
    ("# MobileNet\n\n各畳み込みの直後には {}、その次に {} が入る。", ("BN", "ReLU"), ("ReLU", "BN")),
    ("# MobileNet\n\nEach convolution is followed by {} and then {}.", ("batch norm", "ReLU"), ("ReLU", "batch norm")),
    ("# MobileNet\n\nまず{}、次に{}。", ("各入力チャネルに1枚ずつフィルタをかけ(depthwise)", "1×1 で混ぜる(pointwise)"), ("1×1 で混ぜ(pointwise)", "各入力チャネルに1枚ずつフィルタをかける(depthwise)")),
    ("# GoogLeNet\n\nThe branches of the first Inception module have 64, 128, 32 and 32 channels, so {} channels come out.", ("256",), ("224",)),
    ("## GoogLeNet\n\n最初の Inception モジュールだと枝が64、128、32、32で、出てくるのは{}チャネル", ("256",), ("128",)),
    ("# SqueezeNet\n\nIn fire2 the two expand branches have 64 filters each, so {} channels come out.", ("128",), ("64",)),
    ("# WaveNet\n\n片方を $\\tanh$、もう片方をシグモイドに通し、両者を要素ごとに{}ます。", ("掛け",), ("足し",)),
]


def statuses(text):
    return [c.verdict.status for c in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_what_is_so_holds_and_what_is_not_is_refuted(text, right, wrong):
    told = statuses(text.format(*right))
    assert "holds" in told
    assert "refuted" not in told
    assert "refuted" in statuses(text.format(*wrong))


@pytest.mark.parametrize(
    "text",
    [
        "# SqueezeNet\n\nTry the same sums for an ordinary 3×3 layer and you will see the point of the fire module.",
        "# SqueezeNet\n\nfire2 は入力96、squeeze 16、expand が64ずつ。重みは、枝ごとに積をとって足せば 1536 + 1024 + 9216 = 11,776 個。",
        "# GoogLeNet\n\nMultiplying per branch and adding gives 1536 + 1024 + 9216 = 11,776 weights.",
        "# DenseNet\n\nEach transition keeps half of the channels.",
        "# VGG\n\nUnlike AlexNet, the first layer already uses 3×3 filters.",
        "# ResNet\n\nWe could replace the 7×7 stem by three 3×3 layers.",
        "# GoogLeNet\n\nThe first layer of each branch is a 1×1 convolution.",
    ],
)
def test_a_calculation_joins_no_features_and_a_comparison_is_no_claim(text):
    assert "refuted" not in statuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "# ResNet\n\nEach block only receives what the block right before it produced.",
        "# ResNet\n\nA residual block is given only the output of the one before it.",
        "# MobileNet V2\n\nコードのとおりブロックの入力を出力に加算するだけで、特別な仕掛けはありません。",
    ],
)
def test_what_is_true_of_direct_edges_or_of_some_blocks_holds_with_a_condition(text):
    assert "holds_if" in statuses(text)
