"""Qualities and structure whose sense hangs on one word: all or none, only, both modes, signs, parts of a whole; pairs."""

import pytest
from kenzan.reports.verification import verify_text

THREE = "We compare batch norm, layer norm and instance norm, all in training mode.\n\n"
BN, LN, IN = ("## Batch Normalization\n\n", "## Layer Normalization\n\n", "## Instance Normalization\n\n")
WAVENET, RESNET, DENSENET, PIXELCNN = ("## WaveNet\n\n", "## ResNet\n\n", "## DenseNet\n\n", "## PixelCNN\n\n")
LETTERS = "入力の一辺を $n$、フィルタの一辺を $f$、入力・出力のチャネル数をそれぞれ $a$, $b$ と書く。\n\n"
PAIRS = [
    (THREE, "None of the three changes the shape.", "none of the three is affected by who else sits in the batch"),
    (THREE, "BN 以外はバッチの大きさに依存しない。", "どれもバッチの他のサンプルには影響されない。"),
    (THREE, "Neither layer norm nor instance norm depends on the batch.", "All three depend on the batch."),
    (BN, "入力を 10 倍しても出力は変わらない（ε は無視）。", "入力の符号をひっくり返しても出力は変わらない。"),
    (IN, "チャネルごとに定数を足しても出力は同じである。", "チャネルごとに定数を足すと出力も同じだけずれる。"),
    (LN, "推論時に使うのはそのサンプルの値だけである。", "平均の計算には他のサンプルの値しか使わない。"),
    (LN, "It does not care if you turn the clip's volume up.", "It notices when you turn the clip's volume up."),
    (IN, "RGB画像10枚のバッチなら平均は30個計算される。", "RGB画像10枚のバッチなら平均は3個だけ計算される。"),
    (WAVENET, "生成は逐次的にしかできない。", "学習時も生成時も1サンプルずつしか計算できない。"),
    (WAVENET, "時刻 t の出力は過去と現在の入力にしか依存しない。", "時刻 t の出力は未来の入力にしか依存しない。"),
    (WAVENET, "| | 学習 | 生成 |\n|---|---|---|\n| WaveNet | 全時刻を並列に | 1サンプルずつ |", "| | 学習 | 生成 |\n|---|---|---|\n| WaveNet | 1サンプルずつ | 全時刻を並列に |"),
    (RESNET, "A 1x1 convolution with stride 2 is placed on the shortcut to fit the shapes.", "a 3x3 convolution with padding 0 is placed on the shortcut to fit the shapes"),
    (DENSENET, "1×1 の畳み込みと 2×2 の平均プーリングからなる Transition Layer を挟む。", "1×1 の畳み込みと 2×2 の最大プーリングからなる Transition Layer を挟む。"),
    (DENSENET, "The transition layer applies a 1x1 convolution and then pools.", "The transition layer first pools and then applies a 1x1 convolution."),
    (PIXELCNN + "- mask A hides the current pixel, mask B lets it through\n", "- 3x3: A keeps 4 taps of 9, B keeps 5", "- 3x3: A keeps 5 taps of 9, B keeps 4"),
    (PIXELCNN, "There is a blind spot above and to the right.", "stack enough masked 3x3 layers and a pixel sees everything above it and everything to its left"),
    (LETTERS, "フィルタ1枚は $f\\times f\\times a$ の直方体である。", "フィルタ1枚は $f\\times f\\times b$ の直方体である。"),
    ("", "1. **LN**: over C at each time step.\n   Still causal.", "1. **IN**: per clip, per channel, over T only.\n   Still causal."),
]  # fmt: skip
TRUE = [
    THREE + "Not all of them depend on the batch.", THREE + "None but batch norm depends on the batch.", THREE + "3つともバッチに依存しないわけではない。",
    BN + "入力の符号を変えても分散は変わらない。", BN + "学習時も推論時も γ と β は同じものを使う。", BN + "1サンプルだけ音量を上げると、同じバッチの他のサンプルの出力も変わる。",
    WAVENET + "生成時は1サンプルずつだが、バッチ内の複数の音声は並列に生成できる。", WAVENET + "未来の入力しか見ない逆向きの畳み込みもあるが、WaveNet では使わない。",
    WAVENET + "両側に均等に足してしまうと、未来の値が出力に漏れる。", RESNET + "積み重ねた層の側を F(x) と書く。出力は F(x) + x。",
    DENSENET + "足し合わされるのではなく並べられる。", "depthwise では、各出力チャネルは1つの入力チャネルだけを見る。", "局所結合層では、カーネルの重みは画像の場所ごとに異なる。",
    "## GoogLeNet\n\nInception ブロックは4本の並列な枝からなる。", "## AlexNet\n\nAlexNet, second convolution: q = 5, a = 96.",
    PIXELCNN + "Mask A keeps all rows above the centre. The centre itself is zeroed.", "One group containing every channel: the statistics of layer norm.",
    WAVENET + "skips summed, then relu → 1x1 → relu → 1x1 → softmax",
]  # fmt: skip


def statuses(text):
    return {c.verdict.status for c in verify_text(text + "\n").claims}


@pytest.mark.parametrize(("context", "true", "false"), PAIRS)
def test_one_word_turns_the_sense(context, true, false):
    assert "refuted" not in statuses(context + true)
    assert "refuted" in statuses(context + false)


@pytest.mark.parametrize("text", TRUE)
def test_true_neighbours_are_not_accused(text):
    assert "refuted" not in statuses(text)
