"""Sentences as textbooks have them on normalisations and on what convolutions cost, each with the slip that authors make."""

import pytest
from kenzan.reports.verification import verify_text

NORM = "# Batch norm\n\nIt is put between a convolution and its activation.\n\n"
DW = "# Depthwise convolution\n\nLet the input be H×W×C, the kernel K×K, and let N be the number of output channels.\n\n"
DW_JA = "# Depthwise 畳み込み\n\n入力を H×W×C、カーネルを K×K、出力チャネル数を N とする。\n\n"
GROUPED = "# グループ化畳み込み\n\nグループ数を g、入力チャネル数を C、出力チャネル数を M とする。\n\n"
ASKED = "# 問題\n\nバッチサイズが 1 のときに使うべきものはどれか。\n\n(あ) Batch Norm\n(い) Group Norm\n\n"
LAYER = "# Exercise\n\nAn input of 32×32×3 is convolved with 16 filters of size 5×5, stride 1, padding 2.\n\n"
SEPARABLE = "# 例\n\n64 チャネルから 128 チャネルへの 3×3 畳み込みを depthwise separable 畳み込みに置き換える（バイアスなし）。\n\n"
WAIST = "# Bottleneck\n\nA bottleneck reduces 256 channels to 64 by a 1×1 convolution, applies a 3×3 convolution with 64 channels, and restores 256 channels by another 1×1 convolution.\n\n"
ON_A_MAP = "# 例\n\n56×56×64 の入力に 3×3 の畳み込みを行い、128 チャネルを出力する（same パディング、ストライド1）。\n\n"
EACH_MAP = "# Example\n\nA depthwise 3×3 convolution on a 56×56×64 input (same padding, stride 1).\n\n"
AFTER_64 = "# Batch norm\n\nWe put a batch norm layer after a convolution with 64 output channels.\n\n"
WIDE = "# ResNet の Batch Norm\n\n256 チャネルの畳み込みの後に Batch Norm を置く。\n\n"
VECTOR = "# Layer norm\n\nThe normalised shape is 768.\n\n"
BY_EIGHT = "# Group norm\n\nSuppose there are 32 channels and 8 groups.\n\n"
PARTED = "# Grouped convolution\n\nA 3×3 convolution maps 64 channels to 128 channels with 4 groups, no bias.\n\n"
PARTED_JA = "# グループ化畳み込み\n\n入力64チャネル、出力128チャネル、3×3カーネル、グループ数4とする（バイアスなし）。\n\n"
WEIGHTS = "# Parameters\n\n| layer | weights |\n|---|---|\n"
WEIGHTS_JA = "# パラメータ数\n\n| 層 | 重みの数 |\n|---|---|\n"
SAVED = "# Depthwise separable convolution\n\nLet N be the number of output channels and K the kernel size.\n\n"
SAVED_JA = "# Depthwise Separable 畳み込みの削減率\n\n出力チャネル数を N、カーネルサイズを K とする。\n\n"
FILTERS = "# Biases\n\nThe convolution has 3 input channels and 64 filters of size 3×3.\n\n"
VECTORS = "# Layer norm\n\nThe input has shape (N, D).\n\n"
MAPS = "# Batch norm\n\nThe input has shape (N, C, H, W).\n\n"

PAIRS = [  # what stands above, a sentence that is right, one that is wrong
    (NORM, "Setting γ = √(σ² + ε) and β = μ recovers the original activations.", "Setting γ = μ and β = √(σ² + ε) recovers the original activations."),
    (NORM, "The order of the samples in the mini-batch has no influence on the output.", "The order of the samples in the mini-batch influences the output."),
    ("# Batch Norm\n\n", "ミニバッチ内のデータの順番は統計量に影響しない。", "ミニバッチ内のデータの順番によって統計量が変わる。"),
    ("# ResNet のボトルネック\n\n", "256 チャネルの入力に、1×1 (64)、3×3 (64)、1×1 (256) の畳み込みを順に行う。", "256 チャネルの入力に、1×1 (64)、3×3 (64)、3×3 (256) の畳み込みを順に行う。"),
    (ASKED, "答) (い)：バッチ方向の平均を取らないため。", "答) (あ)：バッチ方向の平均を取らないため。"),
    ("# Pointwise convolution\n\nThe input has C channels, the output M channels.\n\n", "Each filter has the shape 1×1×C.", "Each filter has the shape 1×1×M."),
    (GROUPED, "各フィルタは C/g チャネルだけを見る。", "各フィルタは M/g チャネルだけを見る。"),
    (DW, "The cost is H·W·C·K².", "The cost is H·W·C·K²·N."),
    (DW_JA, "計算量は H×W×C×K² である。", "計算量は H×W×C×K²×N である。"),
    ("# Depthwise convolution\n\nLet the input be of size $D_F \\times D_F \\times M$.\n\n", "Its cost is $D_K \\cdot D_K \\cdot M \\cdot D_F \\cdot D_F$.", "Its cost is $D_K \\cdot D_K \\cdot M \\cdot N \\cdot D_F \\cdot D_F$."),
    (LAYER, "The layer has 16·(5·5·3 + 1) = 1,216 parameters.", "The layer has 16·(5·5 + 1) = 416 parameters."),
    (SEPARABLE, "重みは 9×64 + 64×128 = 8,768 個になる。", "重みは 9×64 + 64 + 128 = 768 個になる。"),
    (WAIST, "Without biases, it has 256·64 + 9·64·64 + 64·256 = 69,632 weights.", "Without biases, it has 256·64 + 3·64·64 + 64·256 = 45,056 weights."),
    (ON_A_MAP, "積和演算は 56×56×64×9×128 = 231,211,008 回である。", "積和演算は 56×56×9 = 28,224 回である。"),
    (EACH_MAP, "It needs 56·56·9·64 = 1,806,336 multiply-accumulates.", "It needs 56·56·9 = 28,224 multiply-accumulates."),
    (AFTER_64, "It has 128 learnable parameters.", "It has 64 learnable parameters."),
    (WIDE, "学習パラメータは 512 個増える。", "学習パラメータは 1024 個増える。"),
    (VECTOR, "The layer has 1,536 parameters.", "The layer has 768 parameters."),
    ("# Layer Norm\n\n特徴の次元は 768 である。\n\n", "パラメータは 1536 個である。", "パラメータは 768 個である。"),
    ("# Batch norm\n\nThe input has C channels.\n\n", "It has 2C learnable parameters.", "γ and β are scalars shared by all channels."),
    ("# Batch Norm\n\n入力のチャネル数を C とする。\n\n", "学習するパラメータは 2C 個である。", "γ と β は全チャネルで共有される。"),
    (BY_EIGHT, "Each group then contains 4 channels, which share one mean.", "Each group then contains 8 channels, which share one mean."),
    (NORM, "The variance of the batch is computed with the divisor m, not m - 1.", "The variance of the batch is computed with the divisor m - 1."),
    ("# Batch Norm\n\n", "学習時には標本分散を用いて正規化する。", "学習時には不偏分散を用いて正規化する。"),
    (NORM, "If γ = 1 and β = 0, the output of each channel has zero mean and unit variance.", "If γ = 0 and β = 1, the output of each channel has zero mean and unit variance."),
    ("# Batch Norm\n\n", "γ = 2、β = 3 とすると、出力は平均 3、分散 4 になる。", "γ = 2、β = 3 とすると、出力は平均 2、分散 3 になる。"),
    (PARTED, "It has 3·3·16·128 = 18,432 weights.", "It has 3·3·64·128 = 73,728 weights."),
    (PARTED_JA, "重みの数は 3×3×16×128 = 18,432 個である。", "重みの数は 3×3×64×128 = 73,728 個である。"),
    (WEIGHTS, "| depthwise 3×3 | 9C |", "| depthwise 3×3 | 9C² |"),
    (WEIGHTS, "| standard 3×3 | 9CM |", "| standard 3×3 | 3CM |"),
    (WEIGHTS_JA, "| Depthwise 3×3 | 9C |", "| Depthwise 3×3 | 3C |"),
    ("# Depthwise\n\nThe input is H×W×C, the kernel 3×3.\n\n", "The depthwise convolution costs 9HWC multiplications.", "The depthwise convolution costs HWC multiplications."),
    (SAVED, "For many output channels, the saving approaches a factor of K².", "For many output channels, the saving approaches a factor of K."),
    (SAVED_JA, "出力チャネル数が多ければ、計算量は約 1/K² に減る。", "出力チャネル数が多ければ、計算量は約 1/K に減る。"),
    (FILTERS, "The layer has 64 biases.", "The layer has 192 biases."),
    (FILTERS, "There is one bias per filter.", "There is one bias per filter and channel."),
    (VECTORS, "There is one mean and one variance for each of the N samples.", "There is one mean and one variance for each of the D features."),
    (VECTORS, "N 個のサンプルそれぞれに平均と分散がある。", "D 個の特徴それぞれに平均と分散がある。"),
    (MAPS, "C 個のチャネルそれぞれに平均がある。", "N 枚の画像それぞれに平均がある。"),
    ("# Norms\n\n", "- GN: mean over H, W and the channels of a group", "- GN: mean over N and the channels of a group"),
    ("# 正規化\n\n", "- GN：H, W とグループ内のチャネルについて平均を取る", "- GN：N とグループ内のチャネルについて平均を取る"),
    ("# Norms\n\n", "In contrast to batch norm, layer norm can be used with a batch size of one.", "In contrast to layer norm, batch norm can be used with a batch size of one."),
    ("# Batch norm\n\nA convolution is followed by batch norm.\n\n", "Multiplying the weights of the convolution by a constant a > 0 does not change the output.", "Multiplying the weights of the convolution by a constant a > 0 multiplies the output by a."),
    ("# 通常の畳み込み\n\n入力のチャネル数を C とする。\n\n", "一つのフィルタは K×K×C 個の重みを持ち、1チャネルを出力する。", "一つのフィルタは K×K 個の重みを持ち、1チャネルを出力する。"),
    ("# Grouped 3×3\n\nThe layer has 96 input channels, 192 output channels and 3 groups; kernels are 3×3, biases are left out.\n\n", "So there are 3·3·32·192 = 55,296 weights.", "So there are 3·3·96·192 = 165,888 weights."),
    ("# Normalising a CNN\n\nA stage has 128 output channels, each followed by batch norm.\n\n", "The batch norm adds 256 trainable parameters.", "The batch norm adds 512 trainable parameters."),
    ("# Separable convolution\n\nWith 3×3 kernels, 128 input and 256 output channels:\n\n", "- standard: 294,912 weights, depthwise separable: 33,920 weights", "- standard: 294,912 weights, depthwise separable: 1,536 weights"),
    ("# Batch norm\n\nDuring training, μ and σ come from the mini-batch.\n\n", "At test time, the running averages take their place.", "When the model is evaluated, they come from the test mini-batch as well."),
    ("# Batch normalization\n\n", "For a convolutional layer, all locations of a feature map, in all images of the batch, are normalised together.", "For a convolutional layer, every location of a feature map is normalised separately over the batch."),
    ("# The cost of a convolution\n\nSuppose K×K filters map C channels to M channels on an H×W map (stride 1, same padding).\n\n", "Every output value needs K²C multiplications, and there are HWM output values.", "Every output value needs K²C multiplications, and there are HWC output values."),
]  # fmt: skip

TRUE = [
    "# Quiz\n\nWhich layer should be used with a batch size of 1?\n\n- batch norm\n- group norm\n\nAnswer: group norm, since its mean is not taken over the batch.",
    NORM + "The order of the data changes which images share a batch, and with them the output.",
    DW + "The original layer costs H·W·C·K²·N.",
    DW + "Without it, the cost would be H·W·C·K²·N.",
    DW_JA + "置き換える前の計算量は H×W×C×K²×N である。",
    DW_JA + "全チャネルをまとめて畳み込む場合の計算量は H×W×C×K²×N である。",
    "# グループ化畳み込み\n\n入力チャネル数を M、出力チャネル数を N とする。\n\n各フィルタは M/g チャネルだけを見る。",
    NORM + "At inference, the running averages are used. There, the unbiased variance is used.",
    NORM + "The unbiased variance has the divisor m - 1.",
    NORM + "γ and β are shared by all pixels of a channel.",
    BY_EIGHT + "Halving the number of groups, each group has 8 channels.",
    LAYER + "Each filter has 5·5·3 + 1 = 76 parameters.",
    LAYER + "If the input were grey, it would have 16·(5·5+1) = 416 parameters.",
    LAYER + "A second convolution follows with 3×3 kernels and 16 filters. It has 16·(3·3·16 + 1) = 2,320 parameters.",
    SEPARABLE + "BN も含めると 9×64 + 64×128 + 2×64 + 2×128 = 9,152 個のパラメータがある。",
    WAIST + "The first two have 256·64 + 9·64·64 = 53,248 weights.",
    "# Bottleneck\n\nThe first block of the stage has 64 input channels: 1×1 (64), 3×3 (64), 1×1 (256).\n\nIt has 64·64 + 9·64·64 + 64·256 = 57,344 weights.",
    ON_A_MAP + "フィルタ1枚が1チャネルを走査する乗算は 56×56×9 = 28,224 回である。",
    "# Example\n\nA depthwise 3×3 convolution on a 56×56×64 input replaces one with 128 filters (same padding).\n\nThe latter needs 56·56·9·64·128 = 231,211,008 multiply-accumulates.",
    PARTED + "The ungrouped layer has 73,728 weights.",
    SAVED_JA + "出力チャネル数が多ければ、計算量は約 1/K² に減る。",
    WEIGHTS + "| standard 3×3, C in and out | 9C² |",
    NORM + "Doubling γ doubles the output if β = 0.",
    "# Norms\n\nBatch norm can be used with a batch size of one at inference.",
    "# 畳み込みの計算量\n\nK×K のフィルタで、H×W のマップの C チャネルを M チャネルにする。\n\n出力の1要素につき K²C 回の乗算が必要で、出力の要素は HWM 個ある。",
]  # fmt: skip


def statuses(text):
    return [c.verdict.status for c in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("above", "right", "wrong"), PAIRS)
def test_the_true_one_holds_and_the_false_one_is_refuted(above, right, wrong):
    said = statuses(above + right)
    assert "refuted" not in said
    assert {"holds", "holds_if"} & set(said)
    assert "refuted" in statuses(above + wrong)


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)
