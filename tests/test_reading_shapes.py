"""Sizes and shapes in the words of many hands: true sentences hold, their falsified twins are refuted, the rest is silent."""

import pytest
from kenzan.reports.verification import verify_text

# What stands above, a true sentence, and the same with one thing wrong.
PAIRS = [
    (
        "## 畳み込み層の出力サイズ\n\n",
        "出力の高さは $OH = \\left\\lfloor \\frac{H + 2P - FH}{S} \\right\\rfloor + 1$ で求められる。",
        "出力の高さは $OH = \\left\\lfloor \\frac{H + 2P - FH}{S} \\right\\rfloor$ で求められる。",
    ),
    (
        "## 畳み込み層の出力サイズ\n\n",
        "$$OH = \\lfloor (H + 2P - FH)/S \\rfloor + 1, \\quad OW = \\lfloor (W + 2P - FW)/S \\rfloor + 1$$",
        "$$OH = \\lfloor (H + 2P - FH)/S \\rfloor + 1, \\quad OW = \\lfloor (W + 2P - FW)/S \\rfloor - 1$$",
    ),
    (
        "## Convolution\n\nThe output has height and width\n\n",
        "$$O_h = \\lfloor (H - F_h)/S \\rfloor + 1 \\quad\\text{and}\\quad O_w = \\lfloor (W - F_w)/S \\rfloor + 1$$",
        "$$O_h = \\lfloor (H - F_h)/S \\rfloor \\quad\\text{and}\\quad O_w = \\lfloor (W - F_w)/S \\rfloor + 1$$",
    ),
    (
        "## Convolution\n\n",
        "$$\\begin{aligned}\nO_h &= \\lfloor (H - F_h)/S \\rfloor + 1 \\\\\nO_w &= \\lfloor (W - F_w)/S \\rfloor + 1\n\\end{aligned}$$",
        "$$\\begin{aligned}\nO_h &= \\lfloor (H - F_h)/S \\rfloor + 1 \\\\\nO_w &= \\lfloor (W - F_w)/S \\rfloor - 1\n\\end{aligned}$$",
    ),
    ("## 畳み込み層の出力サイズ\n\n```\n", "OH = (H + 2*P - FH)//S + 1\n```", "OH = (H + 2*P - FH)//S - 1\n```"),
    (
        "## Conv layer summary\n\n- Accepts a volume of size W1×H1×D1\n- K filters of size F, stride S, zero padding P\n",
        "- W2 = floor((W1 − F + 2P)/S) + 1",
        "- W2 = floor((W1 − F + 2P)/S) + P",
    ),
    (
        "## 転置畳み込み\n\n入力 i、カーネル k、ストライド s、パディング p。\n\n",
        "出力サイズは s(i − 1) + k − 2p となる。",
        "出力サイズは s(i − 1) + k + 2p となる。",
    ),
    (
        "## Dilated convolution\n\n",
        "A 3×3 kernel with dilation 2 has an effective size of 5×5.",
        "A 3×3 kernel with dilation 2 has an effective size of 6×6.",
    ),
    (
        "## 計算例\n\n",
        "32×32の入力に5×5のフィルタをストライド1、パディングなしで適用すると、出力は28×28になる。",
        "32×32の入力に5×5のフィルタをストライド1、パディングなしで適用すると、出力は27×27になる。",
    ),
    (
        "## 計算例\n\n入力 28×28×1、フィルタ 5×5 が 6枚、ストライド 1、パディング 0。\n\n",
        "出力は 24×24×6。",
        "出力は 24×24×1。",
    ),
    (
        "## 計算例\n\n",
        "(6 + 2*1 - 2)/2 + 1 = 4 より、6×6 の画像を 2×2 フィルタ（ストライド2、パディング1）で畳み込むと出力は 4×4。",
        "6×6 の画像を 2×2 フィルタ（ストライド2、パディング1）で畳み込むと出力は 3×3。",
    ),
    (
        "## プーリング\n\n",
        "28×28×6 の特徴マップに 2×2 の最大プーリング（ストライド2）をかけると 14×14×6 になる。",
        "28×28×6 の特徴マップに 2×2 の最大プーリング（ストライド2）をかけると 14×14×3 になる。",
    ),
    (
        "## Q&A\n\nQ. 入力 10×10、カーネル 4×4、ストライド 2、パディング 1 のときの出力サイズは？\n\n",
        "A. 5×5",
        "A. 4×4",
    ),
    (
        "## Example\n\n",
        "A 5x5 filter sliding over a 32x32x3 image without padding yields a 28x28 activation map.",
        "A 5x5 filter sliding over a 32x32x3 image without padding yields a 30x30 activation map.",
    ),
    (
        "## Example\n\nSuppose the input is 227×227×3 and we use 96 filters of size 11×11 with stride 4 and no padding.\n\n",
        "The output is therefore 55×55×96.",
        "The output is therefore 55×55×3.",
    ),
    ("## Example\n\n", "N = 7, F = 3, stride 1 => (7 - 3)/1 + 1 = 5", "N = 7, F = 3, stride 1 => (7 - 3)/1 + 1 = 4"),
    (
        "## Example\n\nImage: 28 by 28. Kernel: 5 by 5. Stride 1, no padding. ",
        "The feature map is 24 by 24.",
        "The feature map is 23 by 23.",
    ),
    (
        "## Pooling\n\n",
        "Max pooling with a 3x3 window and stride 2 takes 55x55x96 to 27x27x96.",
        "Max pooling with a 3x3 window and stride 2 takes 55x55x96 to 28x28x96.",
    ),
    (
        "## Transposed convolution\n\n",
        "A 2×2 input with a 3×3 kernel, stride 2 and no padding gives a 5×5 output.",
        "A 2×2 input with a 3×3 kernel, stride 2 and no padding gives a 6×6 output.",
    ),
    (
        "## 1x1 convolution\n\n",
        "Applying 32 filters of size 1×1 to a 28×28×192 volume gives 28×28×32.",
        "Applying 32 filters of size 1×1 to a 28×28×192 volume gives 28×28×192.",
    ),
    (
        "## Fully connected layers as convolutions\n\n",
        "An FC layer with 4096 units looking at a 7×7×512 volume is the same as a conv layer with F=7, P=0, S=1, K=4096, whose output is 1×1×4096.",
        "An FC layer with 4096 units looking at a 7×7×512 volume is the same as a conv layer with F=7, P=0, S=1, K=4096, whose output is 7×7×4096.",
    ),
    (
        "| 入力 | カーネル | パディング | ストライド | 出力 |\n|---|---|---|---|---|\n",
        "| 7×7 | 3×3 | 0 | 2 | 3×3 |",
        "| 7×7 | 3×3 | 0 | 2 | 4×4 |",
    ),
    ("| W | F | S | P | output |\n|---|---|---|---|---|\n", "| 32 | 5 | 1 | 2 | 32 |", "| 32 | 5 | 1 | 2 | 30 |"),
    (
        "| 層 | フィルタ | 出力サイズ |\n|---|---|---|\n| 入力 | - | 28×28×1 |\n| 畳み込み | 3×3, 32枚, パディング1 | 28×28×32 |\n",
        "| プーリング | 2×2, ストライド2 | 14×14×32 |",
        "| プーリング | 2×2, ストライド2 | 14×14×16 |",
    ),
    (
        "| | 入力 | 出力 |\n|---|---|---|\n| 通常の畳み込み（M個のフィルタ、same padding） | H×W×C | H×W×M |\n",
        "| depthwise 畳み込み | H×W×C | H×W×C |",
        "| depthwise 畳み込み | H×W×C | H×W×M |",
    ),
    (
        "| op | weight shape |\n|---|---|\n",
        "| depthwise convolution | (C, 1, K, K) |",
        "| depthwise convolution | (C, C, K, K) |",
    ),
    (
        "## Architecture\n\n",
        "INPUT [32x32x3] -> CONV 12 filters 3x3, pad 1 -> [32x32x12] -> POOL 2x2 -> [16x16x12]",
        "INPUT [32x32x3] -> CONV 12 filters 3x3, pad 1 -> [32x32x12] -> POOL 2x2 -> [16x16x6]",
    ),
    ("## VGG\n\n```\nINPUT: [224x224x3]\n", "CONV3-64: [224x224x64]\n```", "CONV3-64: [224x224x128]\n```"),
    (
        "## VGG\n\n```\nINPUT: [224x224x3]     memory: 224*224*3=150K   weights: 0\nCONV3-64: [224x224x64]  memory: 224*224*64=3.2M   weights: (3*3*3)*64 = 1,728\n",
        "POOL2: [112x112x64]  memory: 112*112*64=800K   weights: 0\n```",
        "POOL2: [110x110x64]  memory: 110*110*64=800K   weights: 0\n```",
    ),
    (
        "## 構成\n\n- 入力: 32×32×3\n",
        "- conv1 (5×5, 6枚, padding=0): 28×28×6",
        "- conv1 (5×5, 6枚, padding=0): 32×32×6",
    ),
    (
        "## im2col\n\n入力 (N, C, H, W) とフィルタ (FN, C, FH, FW) を考える。\n\n",
        "出力の形状は (N, FN, OH, OW) となる。",
        "出力の形状は (N, C, OH, OW) となる。",
    ),
    (
        "## パディング\n\n",
        "ストライド1なら、5×5 のときは P=2 とすれば入出力のサイズが一致する。",
        "ストライド1なら、5×5 のときは P=1 とすれば入出力のサイズが一致する。",
    ),
    (
        "## Padding\n\n",
        "With F=3 and S=1, P=1 preserves the spatial size.",
        "With F=3 and S=1, P=2 preserves the spatial size.",
    ),
    (
        "## Pointwise\n\n",
        "A 1×1 convolution with stride 1 leaves the height and width unchanged.",
        "A 1×1 convolution changes the height and width.",
    ),
    (
        "## ストライド\n\n",
        "ストライドを大きくすると出力サイズは小さくなる。",
        "ストライドを大きくすると出力サイズは大きくなる。",
    ),
    (
        "## Stride\n\n",
        "The larger the stride, the smaller the output.",
        "The larger the stride, the larger the output.",
    ),
    (
        "## Kernel size\n\n",
        "Without padding, a bigger kernel gives a smaller output.",
        "Without padding, a bigger kernel gives a bigger output.",
    ),
    (
        "## パディング\n\n",
        "パディングなしの 3×3 畳み込みでは、縦横が2ずつ小さくなる。",
        "パディングなしの 3×3 畳み込みでは、縦横が3ずつ小さくなる。",
    ),
    (
        "## Pooling\n\n2x2 windows, stride 2, even height and width. ",
        "The pooled map has a quarter of the elements.",
        "The pooled map has half of the elements.",
    ),
    ("## 畳み込み層\n\n", "出力のチャネル数はフィルタの枚数に等しい。", "出力のチャネル数は入力のチャネル数に等しい。"),
    (
        "## 畳み込み層\n\n",
        "フィルタの奥行き（チャネル数）は入力のチャネル数と一致する。",
        "フィルタの奥行き（チャネル数）は出力のチャネル数と一致する。",
    ),
    (
        "## 畳み込み層\n\n",
        "RGB画像に1枚のフィルタを畳み込むと、出力は1チャネルになる。",
        "RGB画像に1枚のフィルタを畳み込むと、出力は3チャネルになる。",
    ),
    (
        "## Convolution layer\n\n",
        "The depth of the output volume is the number of filters we use.",
        "The depth of the output volume is the depth of the input volume.",
    ),
    ("## Pooling\n\n", "Pooling does not change the number of channels.", "Pooling changes the number of channels."),
    ("## プーリング層\n\n", "チャネル数は入力と出力で変わらない。", "チャネル数は入力の半分になる。"),
    ("## Depthwise畳み込み\n\n", "出力マップ: H×W×C", "出力マップ: H×W×M"),
    ("## Pointwise畳み込み\n\n入力: H×W×C、フィルタ数 M\n\n", "- 出力: H×W×M", "- 出力: H×W×C"),
    (
        "## Standard convolution\n\nThe input feature map is $D_F \\times D_F \\times M$ and there are N filters, stride one and padding. ",
        "The output feature map is $D_F \\times D_F \\times N$.",
        "The output feature map is $D_F \\times D_F \\times M$.",
    ),
    (
        "## 一般的な畳み込みレイヤー\n\n- 入力特徴マップ: H×W×C\n- カーネル: K×K×C\n- 出力チャネル数（フィルタ数）: M\n",
        "- 出力マップ: H×W×M",
        "- 出力マップ: H×W×C×M",
    ),
    (
        "## Weights\n\n",
        "The weight tensor of a convolution with c_i input and c_o output channels has shape c_o × c_i × k_h × k_w.",
        "The weight tensor of a convolution with c_i input and c_o output channels has shape c_o × k_h × k_w.",
    ),
    (
        "## Depthwise\n\n",
        "There is one filter per input channel.",
        "There is one filter per output channel of the following pointwise layer.",
    ),
]
# True only under a condition that the sentence does not give.
IMPRECISE = [
    ("## 畳み込み層の出力サイズ\n\n", "出力サイズ = (入力サイズ + 2×パディング − フィルタサイズ) / ストライド + 1"),
    ("## Spatial arrangement\n\n", "The number of neurons that fit is given by $(W - F + 2P)/S + 1$."),
    ("## パディング\n\n", "ストライド1のとき P=(F−1)/2 とすると出力サイズは入力サイズと等しくなる。"),
    ("## パディング\n\n", "サイズを変えないためには $p = (k-1)/2$ に設定する。"),
    (
        "## Padding\n\n",
        "Setting zero padding to P=(F-1)/2 when the stride is 1 ensures that the input and output volumes have the same size spatially.",
    ),
    ("## プーリング\n\n", "2×2・ストライド2の最大プーリングで縦横はちょうど半分になる。"),
    ("## Pooling\n\n", "A 2x2 max pool with stride 2 halves the height and the width."),
]
# Settings, questions and data: nothing is claimed.
SILENT = [
    ("## Convolution\n\n", "What is the output size for a 32x32 input and a 5x5 filter?"),
    ("## 畳み込み\n\n", "出力サイズの計算方法を以下に示す。"),
    ("## Dataset\n\n", "CIFAR-10 consists of 60000 32x32 colour images in 10 classes."),
    ("## データ\n\n", "MNIST は 28×28 のグレースケール画像である。"),
    ("## Exercise\n\n", "Show that the output size is smaller than the input size."),
    ("## 実装\n\n", "次の図に 4×4 の入力と 3×3 のフィルタを示す。"),
    ("## Tips\n\n", "We usually choose a 3x3 filter with padding 1."),
    ("## References\n\n", "Simonyan, K. and Zisserman, A. (2014), Table 1, 224 × 224 crops."),
    ("## 学習\n\n", "バッチサイズは 64、エポック数は 20 とした。"),
    ("## Padding\n\n", "Zero padding is a hyperparameter."),
]
# Several operations with one result between them: no single one is to be blamed.
UNDECIDED = [
    "## CNN\n\n入力 32×32 に 3×3 の畳み込み（パディングなし）を2回適用すると 28×28 になる。",
    "## ResNet\n\nThe stem (7x7 conv, stride 2, padding 3, then a 3x3 max pool with stride 2 and padding 1) takes 224x224 to 56x56.",
    "## CNN\n\nTwo 3x3 convolutions without padding reduce a 32x32 image to 28x28.",
    "## VGG\n\nAfter five 2x2 poolings, the 224x224 image is a 7x7 map.",
    "## 例題\n\n入力データ 5×5、フィルタ 3×3、パディング 0、ストライド 2 のとき、出力は (5−3)/2+1 = 2 で 2×2。",
]


def statuses(above, sentence):
    """The verdicts on the sentence's lines."""
    first = above.count("\n") + 1
    return [c.verdict.status for c in verify_text(above + sentence + "\n").claims if c.line >= first]


@pytest.mark.parametrize(("above", "true", "false"), PAIRS)
def test_true_holds_and_its_twin_is_refuted(above, true, false):
    found = statuses(above, true)
    assert "holds" in found
    assert "refuted" not in found
    assert "refuted" in statuses(above, false)


@pytest.mark.parametrize(("above", "sentence"), IMPRECISE)
def test_a_missing_condition_is_found(above, sentence):
    found = statuses(above, sentence)
    assert "holds_if" in found
    assert "refuted" not in found


GIVEN = [
    ("## 畳み込み\n\n", "入力は 32×32×3 とする。", {("32×32×3", "input_shape")}),
    ("## Convolution\n\n", "Suppose the input volume is 32x32x3 and the filter is 5x5.", {("32x32x3", "input_shape")}),
]


@pytest.mark.parametrize(("above", "sentence", "given"), GIVEN)
def test_what_is_given_is_stated_and_nothing_else(above, sentence, given):
    claims = verify_text(above + sentence + "\n").claims
    assert {(c.text, c.predicate) for c in claims} == given
    assert {(c.verdict.status, c.notes) for c in claims} == {("holds", ("a size that is given",))}


@pytest.mark.parametrize(("above", "sentence"), SILENT)
def test_what_claims_nothing_stays_silent(above, sentence):
    assert statuses(above, sentence) == []


@pytest.mark.parametrize("text", UNDECIDED)
def test_several_operations_are_not_read_as_one(text):
    assert "refuted" not in statuses("", text)
