"""Sentences that students get wrong: each true one holds, and its false twin is refuted."""

import pytest
from kenzan.reports.verification import verify_text

STACK = "Stack three 3x3 layers with stride 1. "
GROUPS = "## Group norm\n\n"
KNOBS = "## MobileNet\n\n"
DENSE = "## DenseNet\n\nEach layer produces $k$ channels and the block input has $k_0$. "
RATIO = "## MobileNet\n\n$M$ channels coming in, $N$ going out, kernels of side $D_K$. Divide the cost by that of the standard convolution:\n\n"
PAIRS = [
    (STACK, "Four such layers would see 9x9.", "Four such layers would see 11x11."),
    (STACK, "A fifth makes it 11x11.", "A fifth makes it 13x13."),
    (STACK, "In general n such layers cover a window of side 2n + 1.", "In general n such layers cover a window of side 2n - 1."),
    ("3x3 を２回やると 5x5 を見ている。\n\n", "n回重ねたときは一辺 2n+1 の範囲になる。", "n回重ねたときは一辺 3n の範囲になる。"),
    (GROUPS, "With $C = 64$ and $G = 32$, every group holds 2 channels.", "With $C = 64$ and $G = 32$, every group holds 32 channels."),
    (GROUPS, "C=32、G=8 なら 1 組は 4 チャンネル。", "C=32、G=8 なら 1 組は 8 チャンネル。"),
    (KNOBS, "ρ を下げてもパラメータ数は変わらない。", "ρ を下げればパラメータ数も一緒に減る。"),
    (KNOBS + "The resolution multiplier ρ shrinks the picture. ", "It leaves the number of weights untouched.", "It also cuts the number of parameters by the same factor."),
    (DENSE, "A block of four layers outputs $k_0 + 4k$ channels.", "A block of four layers outputs $k_0 + 3k$ channels."),
    ("", "パラメータは、バイアス込みで 11*11*3*96+96 = 34,944 個。", "パラメータは、バイアス込みで 11*11*3*96 = 34,848 個。"),
    ("", "最初の層は 11×11×3×96 + 96 = 34,944 個の重みをもつ（バイアス込み）。", "最初の層は 11×11×3×96 = 34,848 個の重みをもつ（バイアス込み）。"),
    ("", "Without biases the layer has 3*3*64*64 = 36,864 parameters.", "Without biases the layer has 3*3*64*64+64 = 36,928 parameters."),
    ("", "9x9, k=2, s=2, no pad → 4x4", "9x9, k=2, s=2, no pad → 5x5"),
    ("", "A 2x2 max pool with stride 2 throws away 75% of the activations.", "A 2x2 max pool with stride 2 throws away 50% of the activations."),
    (KNOBS, "Depthwise separable convolution の計算量は、K=3 のとき M がいくつであっても通常の畳み込みの9分の1より多い。",
     "Depthwise separable convolution の計算量は、K=3 のとき M がいくつであっても通常の畳み込みの8分の1以下になる。"),
    ("", "Max pooling keeps the number of channels.", "Max pooling halves the number of channels."),
    ("", "プーリングではチャンネル数は変わらない。", "プーリングは縦横とチャンネル数を小さくする演算。"),
    ("", "1×1 畳み込みはチャネル数を増やすこともできる。", "1×1 畳み込みはチャネル数を増やすことはできません。"),
    ("## Layer normalization\n\n", "LN は入力を正の定数倍しても（ε を無視すれば）出力が変わらない。", "LN は入力を 0 でない任意の定数倍しても出力が変わらない。"),
    (RATIO, r"$$\frac{1}{N} + \frac{1}{D_K^2}$$", r"$$\frac{1}{M} + \frac{1}{D_K^2}$$"),
    ("## WaveNet\n\n`k=2`、dilation 1, 2, 4, …, 512 の10層で受容野は 1024。\n\n", "3回繰り返すと 3070 サンプルまで見える。", "3回繰り返すと $1024 \\times 3 = 3072$ サンプルまで見える。"),
    ("", "3×3 を2回重ねると 5×5 が見える。受容野は層の数に対して線形に大きくなる。", "3×3 を2回重ねると 5×5 が見える。受容野は層の数に対して指数的に大きくなる。"),
    ("| 手法 | 統計量の shape |\n|---|---|\n", "| GroupNorm | (N, G, 1, 1) |", "| GroupNorm | (N, C, G, 1) |"),
]  # fmt: skip

HARMLESS = [
    "3x3 の画像パッチを4枚並べて 6x6 の範囲を見せる。",
    "ρ は解像度を、したがって計算量を減らすが、パラメータ数は減らさない。",
    "The resolution multiplier ρ reduces computation but not the number of parameters.",
    "バイアスは 64 個なので、バイアス込みだと重み 3*3*64*64 = 36,864 個より少し多い。",
    "パラメータは 3*3*64*64 = 36,864 個で、バイアスを含めると 36,928 個。",
    "The pooling layer reduces height and width, and the following layer reduces the number of channels.",
    "Pooling reduces each channel to a single number.",
    "1×1 畳み込みを使わないとチャネル数を増やすことはできない。",
    "For every M the separable convolution costs more than 1/9 of the standard one for K=3.",
    "A layer number four reads $k_0 + 3k$ channels; a dense block of four layers outputs $k_0 + 4k$.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_nobody_is_accused(text):
    assert "refuted" not in _last(text)


def _last(text: str) -> set[str]:
    line = text.count("\n") + 1
    return {c.verdict.status for c in verify_text(text + "\n").claims if c.line >= line - 1}


@pytest.mark.parametrize(("above", "true", "false"), PAIRS)
def test_a_mistake_is_refuted_and_the_true_sentence_stands(above, true, false):
    assert "refuted" not in _last(above + true)
    assert _last(above + true) & {"holds", "holds_if"} or above.startswith("|")
    assert "refuted" in _last(above + false)
