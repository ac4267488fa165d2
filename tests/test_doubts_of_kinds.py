"""True sentences whose words look like another claim, each beside a falsehood that is still caught."""

import pytest
from kenzan.reports.verification import verify_text

# what stands above, a true sentence, a false one
PAIRS = [
    # bounds
    ("# Counts", "A 3x3 convolution from 64 to 128 channels without biases has fewer than 74,000 weights.", "A 3x3 convolution from 64 to 128 channels without biases has 74,000 weights."),
    ("# 計算", "3×3、入力 64、出力 128 の畳み込みの重みは 73,000 個以上（バイアスなし）。", "3×3、入力 64、出力 128 の畳み込みの重みは 73,000 個（バイアスなし）。"),
    # parts of a count
    ("# Batch norm", "`BatchNorm2d(64)` has 128 learnable parameters, 64 scales and 64 shifts.", "`BatchNorm2d(64)` has 64 learnable parameters."),
    ("# CNN", "For a picture of 32x32x3 with filters of 5x5, each neuron has 5*5*3 = 75 weights and one bias.", "For a picture of 32x32x3 with filters of 5x5, each neuron has 5*5*3 = 75 parameters with its bias."),
    ("# VGG", "「16」は重みを持つ層の数で、プーリングは数えません。", "プーリング層は 16 個のパラメータを持つ。"),
    ("# Conv\n\n| layer | params |\n|---|---|", "| conv | c_o (c_i k_h k_w + 1) |", "| conv | c_i k_h k_w + 1 |"),
    # fields told step by step
    ("# 受容野", "7×7 ストライド 2 の畳み込みで r=7、続く 3×3 ストライド 2 のプーリングで r=11 となる。", "3×3 の畳み込みを2層重ねると受容野は 6×6 になる。"),
    # put as wrong, lost, defined, without effect
    ("# 正規化", "- × 「BN はサンプルごとに平均を計算する」 → ○ サンプルをまたいで、チャネルごとに計算する。", "- BN はサンプルごとに平均を計算する。"),
    ("# Depthwise convolution", "チャネルどうしを混ぜる演算がどこにもなくなる。", "depthwise 畳み込みはチャネルどうしを混ぜる。"),
    ("# Instance norm", "画像全体の明るさをチャネルごとに定数だけずらしても，IN の出力は変わらない。", "IN の平均は N, H, W にわたってとる。"),
    ("# 畳み込み", "ストライドを大きくして出力が大きくなることはない。", "ストライドを大きくすると出力が大きくなる。"),
    # of the others
    ("# 正規化", "学習時にミニバッチの大きさの影響を受けるのは Batch Norm だけで、残りの2つは影響を受けない。", "学習時に Batch Norm はミニバッチの大きさの影響を受けない。"),
    ("# Batch Norm", "推論のときはミニバッチの統計を使わず、学習中に貯めておいた移動平均を使います。", "推論のときもミニバッチの統計を使います。"),
    ("# 早見表\n\n| | 他のサンプルを見るか |\n|---|---|\n| BN | 見る |", "| LN | 見ない |", "| LN | 見る |"),
    ("# Instance norm", "Instance norm does not see per-channel changes of (positive) contrast.", "Instance norm does not cancel a change of contrast: the output changes with it."),
    ("# Normalisation", "Batch norm needs $C$ pairs of mean and variance, and instance norm $N\\cdot C$ of them.", "Instance norm averages over N, H and W."),
    ("# Convolution", "When the output at t does not depend on later inputs, the convolution is called causal.", "An ordinary convolution with padding on both sides is causal."),
    ("# Pointwise", "A 1x1 convolution in front reduces the input to $4k$ maps.", "A 1x1 convolution reduces the height and the width."),
    ("# WaveNet", "Take a 7x7 convolution followed by a 3x3 pooling.", "ゲートでは tanh と sigmoid の出力を足し合わせる。"),
    ("# Residual block", "`y = relu(x + bn(conv(relu(bn(conv(x))))))`", "A residual block concatenates its input and its output."),
    ("# DenseNet\n\nThe block has growth rate 32 and is fed 64 channels.", "So the sixth layer sees 224 channels and the block hands 256 to whatever follows.", "A dense block of 6 layers with growth rate 32, fed 64 channels, puts out 224 channels."),
    ("# BN", "CNN の BN で、チャネル 128 の層が持つ γ は何個? → 128 個", "128 チャネルの BN の学習パラメータは 128 個。"),
    ("# VGG\n\n| 層 | パラメータ |\n|---|---|", "| 全結合 1 (7×7×512 → 4096) | 102,764,544 |", "| 最大値プーリング 2×2 | 4,096 |"),
    ("# SE", "256 チャネル、縮小率 16 なら、256 → 16 → 256 の全結合 2 つで、重みは 8,192 個。", "256 → 16 の全結合の重みは 8,192 個（バイアスなし）。"),
    ("# MobileNet", "幅 0.5 の MobileNet は約 149M MAC である。", "MobileNet は約 149M MAC である。"),
    ("# 注意機構\n\n畳み込みと比べる。\n\n| 層 | 積和 |\n|---|---|", "| RNN | $2nd^2$ |", "| 畳み込み K×K、入力 C、出力 M、HxW | $HWK^2C$ |"),
    ("# GoogLeNet", "GoogLeNet has about 6.6 million parameters in total.", "GoogLeNet has about 13 million parameters in total."),
    ("# Dilation", "With kernel 3 and dilation 128 a layer looks at three points which are 128 samples apart.", "With kernel 3 and dilation 128 a layer sees a field of 128 samples."),
    ("# 受容野", "VGG16 の場合、5 回目のプーリングの直後で受容野は 212×212 である。", "3×3 を 3 層重ねた受容野は 9×9 である。"),
    ("# Padding\n\n| conv | n_h |\n| transposed conv | s_h(n_h − 1) + k_h − p_h |\n\n| in | k | s | p | out |\n|--:|--:|--:|--:|--:|", "| 96 | 7 | 2 | 3 | 48 |", "| 96 | 7 | 2 | 3 | 50 |"),
    ("# 例題", "$28\\times 28$ の画像に $7\\times 7$ のカーネル、各辺3ずつのパディング。答：$28\\times 28$。", "$28\\times 28$ の画像に $7\\times 7$ のカーネル、パディング3。答：$22\\times 22$。"),
    ("# コスト\n\n- 入力特徴マップ: $H\\times W\\times C$", "- フィルタ: $K\\times K\\times C$ を $M$ 枚", "- 畳み込みの積和は全体で $K\\times K\\times C$ 回"),
    ("# Pooling", "None of the pooling layers has parameters.", "The max pooling layer has 9 parameters."),
]  # fmt: skip


def refuted(above: str, sentence: str) -> list[str]:
    """The readings of a sentence that are refuted; the row of a table stands right below the others."""
    joint = "\n" if sentence.startswith("|") else "\n\n"
    return [c.reading for c in verify_text(f"{above}{joint}{sentence}\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("above", "true", "false"), PAIRS, ids=lambda text: text[:24])
def test_a_true_sentence_is_not_accused_and_a_falsehood_is(above, true, false):
    assert refuted(above, true) == []
    assert refuted(above, false)
