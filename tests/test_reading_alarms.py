"""True sentences by many hands that were once accused; a false twin beside each where the words allow one."""

import pytest
from kenzan.reports.verification import verify_text


def refuted(note):
    return [c.line for c in verify_text(note).claims if c.verdict.status == "refuted"]


TRUE = (
    "# 合計\n\nDepthwise と Pointwise の計算量を足すと H×W×C×K×K + H×W×C×M = H×W×C×(K×K+M) になる。\n",
    "# Notation\n\nM is the number of input channels, N the number of output channels.\n",
    "# Saving\n\nWith 3x3 kernels the saving is 9N/(N + 9). It is 8 at N = 72, and it never reaches 9.\n",
    "# Blocks\n\n- basic (ResNet-18 and 34): two 3x3 convolutions\n",
    "# AlexNet\n\nInput 227x227x3, 96 filters of 11x11, stride 4, no padding: 96*(11*11*3 + 1) = 34,944 parameters and, ignoring the bias, 105,415,200 multiply-accumulates.\n",
    "# MobileNet\n- Depthwise Convolution では、入力マップのチャネルごとに畳み込みを実施する。\n- フィルタはチャネルごとに1枚で、出力マップのチャネル数は入力と同じ C になる。\n",
    "# DenseNet\n- ResNet は足し算なのでブロック内でチャネル数が増えないが、DenseNet は層を通るたびに増えていく。\n",
    "# WaveNet\n- 学習は全時刻を並列に計算できるが、生成は1サンプルずつ逐次に行うしかない。\n",
    "# Counting\n\nA depthwise convolution on 32 channels with 3x3 filters has only 288 weights. A standard convolution of 32 channels to 32 would have 9,216, i.e. 32 times as many.\n",
    "# Groups\n\nGrouped convolution with g groups divides the number of weights by g. When g equals 1 it is the ordinary convolution, and when g equals the number of channels, it becomes depthwise.\n",
    "# BN\n\n**Q. バッチサイズ1でも Batch Normalization は使えますか?**\nA. 学習時は使わない方がいいです。統計がその1枚だけから計算されてしまうからです。\n",
    "# Quiz\n\nMark each statement T or F.\n\n1. DenseNet adds the feature maps of earlier layers. (F – it concatenates them)\n2. Layer normalization depends on the batch size. (F)\n",
    "# Quiz\n\n1. WaveNet generates all samples in parallel.\n2. A 5x5 convolution with padding 2 keeps the spatial size.\n3. Instance normalization averages over the batch.\n\nAnswers: 1 F, 2 T, 3 F.\n",
    "# ResNet のブロック\n- 3×3 (256→256) を 2 つだと 1,179,648\n",
    "# DenseNet-121\n- growth rate k = 32、最初は 64ch\n- 第1ブロック(6層)の出口 256ch\n- 第4ブロック(16層)の出口 1024ch\n",
    "# Talk\n\nSomebody wrote in the forum that batch norm works on a single image at training time. No, it doesn't, it takes the whole mini-batch.\n",
    "# Transposed convolution\n\nA transposed convolution with kernel 4, stride 2 and padding 1 doubles the side.\n\nWith kernel 2 and stride 2 (as in the U-Net decoder) 28x28 becomes 56x56, too.\n",
    "# Heads\n\nGlobal average pooling maps 7x7x1024 to 1x1x1024, and the classifier on top of it needs 1024*1000 weights plus 1000 biases. With 64 outputs and flattening it would have been 50176 inputs.\n",
    "# Depthwise\n\n- D_K x D_K x 1 のフィルターが M 枚\n",
    "# Norms\n\nWith batch size 1, bn and in compute the same thing in training mode.\n",
)  # fmt: skip
FALSE = (
    "# Quiz\n\n1. DenseNet adds the feature maps of earlier layers. (T – they are summed)\n",
    "# Quiz\n\n1. WaveNet generates all samples in parallel.\n2. A 5x5 convolution with padding 2 keeps the spatial size.\n\nAnswers: 1 T, 2 T.\n",
    "# WaveNet\n\n- 学習は1サンプルずつ逐次に行うしかない。\n",
    "# DenseNet\n\n- DenseNet のブロックではチャネル数が増えない。\n",
    "# Norms\n\nBatch norm gives the same output at every batch size in training mode.\n",
    "# Convolution\n\nA 3x3 convolution from 256 to 256 channels has 1,179,648 weights.\n",
    "# Talk\n\nBatch norm works on a single image at training time. Yes, one image is enough.\n",
)  # fmt: skip


@pytest.mark.parametrize("note", TRUE)
def test_true_sentences_are_not_accused(note):
    assert refuted(note) == []


@pytest.mark.parametrize("note", FALSE)
def test_false_ones_are(note):
    assert refuted(note) != []
