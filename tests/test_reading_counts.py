"""Counts are read by slots: what is counted, of which layer with which sizes, and the value as the sentence has it.

Each true sentence stands beside a twin that is false by as little as possible: the one is not refuted, the other is.
"""

from __future__ import annotations

import pytest
from kenzan.reports.claims import Claim
from kenzan.reports.verification import verify_text

# (what stands above, a true sentence, a false one, the predicate that is refuted)
PAIRS = [
    ('# MobileNets', 'Standard convolutions have the computational cost of $D_K \\cdot D_K \\cdot M \\cdot N \\cdot D_F \\cdot D_F$.', 'Standard convolutions have the computational cost of $D_K \\cdot D_K \\cdot M \\cdot D_F \\cdot D_F$.', 'macs'),
    ('# MobileNets', 'A depthwise convolution costs $D_K^2 M D_F^2$ multiply-adds.', 'A depthwise convolution costs $D_K^2 M N D_F^2$ multiply-adds.', 'macs'),
    ('# MobileNets', 'Depthwise separable convolutions cost: $D_K \\cdot D_K \\cdot M \\cdot D_F \\cdot D_F + M \\cdot N \\cdot D_F \\cdot D_F$', 'Depthwise separable convolutions cost: $D_K \\cdot D_K \\cdot M \\cdot D_F \\cdot D_F \\cdot M \\cdot N \\cdot D_F \\cdot D_F$', 'macs'),
    ('### 深さ方向分離畳み込み', '全体の計算量は H・W・C・(K^2 + M) に減る。', '全体の計算量は H・W・C・K^2・M に減る。', 'macs'),
    ('## Cost of a conv layer', 'For each output position we need K·K·C_in·C_out multiply-accumulates.', 'For each output position we need K·K·C_in multiply-accumulates to obtain all C_out output channels.', 'macs'),
    ('## 畳み込み層の計算量', '出力1画素・1チャネルあたりの積和は K^2 C 回。', '出力1画素・1チャネルあたりの積和は K C 回。', 'macs'),
    ('## FLOPs\nWe count a multiply-add as two operations.', 'A standard convolution takes 2HWK^2CM FLOPs.', 'A standard convolution takes 4HWK^2CM FLOPs.', 'macs'),
    ('## Grouped convolution', 'With g groups the cost becomes H·W·K²·C_in·C_out / g.', 'With g groups the cost becomes H·W·K²·C_in·C_out / g².', 'macs'),
    ('## グループ畳み込み', 'グループ数を g とすると、計算量は H W K^2 C M / g になる。', 'グループ数を g とすると、計算量は g H W K^2 C M になる。', 'macs'),
    ('## 全結合層', '入力 n 次元、出力 m 次元の全結合層の計算量は n×m 回の積和である。', '入力 n 次元、出力 m 次元の全結合層の計算量は n+m 回の積和である。', 'macs'),
    ('', '| Layer | MACs |\n|---|---|\n| standard conv | H W K² C M |\n| pointwise | H W C M |', '| Layer | MACs |\n|---|---|\n| standard conv | H W K² C M |\n| pointwise | H W C |', 'macs'),
    ('', '| | Standard | Depthwise separable |\n|---|---|---|\n| MACs | H·W·K²·C·M | H·W·C·(K²+M) |', '| | Standard | Depthwise separable |\n|---|---|---|\n| MACs | H·W·K²·C·M | H·W·C·(K+M) |', 'macs'),
    ('## 例\n入力 56×56×64、3×3 フィルタ 128 枚、ストライド1、same パディング。', '積和演算は 231,211,008 回必要になる。', '積和演算は 25,690,112 回必要になる。', 'macs'),
    ('## Worked example\nTake a 112×112×32 input and a 3×3 convolution producing 64 channels (stride 1, padding 1).', 'The number of multiply-adds is 112·112·9·32·64 = 231,211,008.', 'The number of multiply-adds is 112·112·9·32·64 = 213,211,008.', 'arithmetic'),
    ('## 計算例\n入力: 14×14×512\nカーネル: 3×3\n出力チャネル: 512', '通常の畳み込み: 14×14×3×3×512×512 = 462,422,016', '通常の畳み込み: 14×14×3×3×512×512 = 46,242,201', 'arithmetic'),
    ('## パラメータ数', '畳み込み層のパラメータ数は K×K×C×M + M（バイアス込み）である。', '畳み込み層のパラメータ数は K×K×C×M（バイアス込み）である。', 'params'),
    ('## Parameters', 'A convolutional layer has (K·K·C_in + 1)·C_out parameters, including biases.', 'A convolutional layer has (K·K·C_in + 1)·C_in parameters, including biases.', 'params'),
    ('## 全結合層', '入力 n、出力 m の全結合層のパラメータ数は (n+1)m（バイアス込み）', '入力 n、出力 m の全結合層のパラメータ数は n(m+1)（バイアス込み）', 'params'),
    ('## Pooling', 'A max-pooling layer has no parameters.', 'A max-pooling layer has K² parameters.', 'params'),
    ('## Grouped convolution', 'A grouped convolution with g groups has K²·C_in·C_out/g weights.', 'A grouped convolution with g groups has K²·C_in·C_out·g weights.', 'params'),
    ('## グループ畳み込み', 'グループ数 g のとき重みの数は 1/g になる。', 'グループ数 g のとき重みの数は g 倍になる。', 'params'),
    ('## 例題', '入力 16 チャネル、出力 32 チャネルの 3×3 畳み込みのパラメータ数は 3×3×16×32 + 32 = 4640（バイアス込み）。', '入力 16 チャネル、出力 32 チャネルの 3×3 畳み込みのパラメータ数は 3×3×16×32 = 4608（バイアス込み）。', 'params'),
    ('## Example\nA conv layer has 10 filters of size 5×5 on an RGB image.', 'With biases, the layer has 760 parameters.', 'With biases, the layer has 750 parameters.', 'params'),
    ('', '3×3、入力 64、出力 128 の畳み込みの重みは 73,728 個（バイアスを除く）。', '3×3、入力 64、出力 128 の畳み込みの重みは 73,856 個（バイアスを除く）。', 'params'),
    ('', 'A 3x3 conv with 64 input and 64 output channels has 36,928 parameters including bias.', 'A 3x3 conv with 64 input and 64 output channels has 36,864 parameters including bias.', 'params'),
    ('', '784 → 100 の全結合層のパラメータ数は 78,500（バイアス込み）。', '784 → 100 の全結合層のパラメータ数は 78,400（バイアス込み）。', 'params'),
    ('', 'nn.Conv2d(3, 64, kernel_size=7, bias=False) のパラメータ数は 9408。', 'nn.Conv2d(3, 64, kernel_size=7, bias=False) のパラメータ数は 9472。', 'params'),
    ('', '`nn.Linear(512, 10)` has 5,130 parameters.', '`nn.Linear(512, 10)` has 5,120 parameters with bias.', 'params'),
    ('', '64 チャネルのバッチ正規化の学習パラメータは 128 個。', '64 チャネルのバッチ正規化の学習パラメータは 64 個。', 'params'),
    ('', '合計: 2,940 + 20 = 2,960', '合計: 2,940 + 20 = 2,980', 'arithmetic'),
    ('', '1,792 + 36,928 = 38,720 parameters in total.', '1,792 + 36,928 = 37,720 parameters in total.', 'arithmetic'),
    ('', '| 層 | 計算 | パラメータ数 |\n|---|---|---|\n| conv1 (3×3, 3→16) | 3×3×3×16+16 | 448 |\n| conv2 (3×3, 16→32) | 3×3×16×32+32 | 4640 |', '| 層 | 計算 | パラメータ数 |\n|---|---|---|\n| conv1 (3×3, 3→16) | 3×3×3×16+16 | 448 |\n| conv2 (3×3, 16→32) | 3×3×16×32+32 | 4650 |', 'params'),
    ('## Depthwise separable, 3×3, 32 → 64, no bias', 'In total: 288 + 2048 = 2336 weights.', 'In total: 288 + 2048 = 2363 weights.', 'arithmetic'),
    ('## Depthwise separable convolution', 'The reduction in computation is $\\frac{1}{N} + \\frac{1}{D_K^2}$.', 'The reduction in computation is $\\frac{1}{N} + \\frac{1}{D_K}$.', 'macs_ratio'),
    ('## 深さ方向分離畳み込み\nM は出力チャネル数。', '通常の畳み込みと比べて計算量は 1/M + 1/K^2 倍になる。', '通常の畳み込みと比べて計算量は 1/(M + K^2) 倍になる。', 'macs_ratio'),
    ('## Depthwise separable', '$$\\frac{D_K^2 M D_F^2 + M N D_F^2}{D_K^2 M N D_F^2} = \\frac{1}{N} + \\frac{1}{D_K^2}$$', '$$\\frac{D_K^2 M D_F^2 + M N D_F^2}{D_K^2 M N D_F^2} = \\frac{1}{M} + \\frac{1}{D_K^2}$$', 'arithmetic'),
    ('## Depthwise separable\n出力チャネル 128、カーネル 3×3 のとき', '計算量は通常の畳み込みの約 12 % になる。', '計算量は通常の畳み込みの約 33 % になる。', 'macs_ratio'),
    ('## MobileNet\n3×3 カーネル、出力 256 チャネルの場合を考える。', 'Depthwise separable convolution の計算量は通常の約 1/9 に近い。', 'Depthwise separable convolution の計算量は通常の約 1/3 に近い。', 'macs_ratio'),
    ('## Example\nStandard 3×3, 512 → 512 has 2,359,296 weights.', 'The 1×1 bottleneck... replacing it by a 1×1 convolution reduces the weights from 2,359,296 to 262,144, a factor of 9.', 'Replacing it by a 1×1 convolution reduces the weights from 2,359,296 to 262,144, a factor of 3.', 'params_ratio'),
    ('## Grouped convolution', 'A grouped convolution with g groups has 1/g of the weights of a standard one.', 'A grouped convolution with g groups has 1/g² of the weights of a standard one.', 'params'),
    ('## グループ畳み込み', 'グループ数を 4 にすると計算量は 1/4 になる。', 'グループ数を 4 にすると計算量は 1/16 になる。', 'macs'),
    ('## 解像度乗数 ρ', '計算量は ρ^2 倍になるが、パラメータ数は変わらない。', '計算量は ρ^2 倍になり、パラメータ数も ρ^2 倍になる。', 'params'),
    ('## Convolution cost', 'Doubling H and W quadruples the cost.', 'Doubling H and W doubles the cost.', 'macs'),
    ('## 畳み込み層の計算量', '入力と出力のチャネル数を両方2倍にすると計算量は4倍になる。', '入力と出力のチャネル数を両方2倍にすると計算量も2倍になる。', 'macs'),
    ('## Convolution cost', 'Doubling the kernel size quadruples the number of weights.', 'Doubling the kernel size doubles the number of weights.', 'params'),
    ('## Convolution', 'Halving the resolution cuts the computation to a quarter.', 'Halving the resolution cuts the computation in half.', 'macs'),
    ('## Convolution', 'Increasing the stride from 1 to 2 reduces the cost by a factor of 4.', 'Increasing the stride from 1 to 2 reduces the cost by a factor of 2.', 'macs'),
    ('## 畳み込み', 'カーネルを 3×3 から 5×5 にすると、重みの数は約 2.8 倍になる。', 'カーネルを 3×3 から 5×5 にすると、重みの数は約 1.7 倍になる。', 'params'),
    ('## 畳み込み層', 'パラメータ数は入力画像の大きさに依存しない。', 'パラメータ数は入力画像の大きさに比例する。', 'params'),
    ('## 全結合層', '全結合層では入力画像が大きくなるとパラメータ数が増える。', '全結合層では入力画像が大きくなってもパラメータ数は変わらない。', 'monotone'),
    ('## 計算量', '畳み込みの計算量はカーネルサイズの二乗に比例する。', '畳み込みの計算量はカーネルサイズに比例する。', 'macs'),
    ('## Cost', 'The cost of a convolution is linear in the number of input channels.', 'The cost of a convolution is quadratic in the number of input channels.', 'macs'),
    ('## DenseNet', '成長率 k を大きくするとパラメータ数は増える。', '成長率 k を大きくするとパラメータ数は減る。', 'monotone'),
    ('## ストライド', 'ストライドを大きくすると畳み込みの計算量は減る。', 'ストライドを大きくすると畳み込みの計算量は増える。', 'monotone'),
    ('## グループ畳み込み', 'グループ数を増やすほどパラメータ数は少なくなる。', 'グループ数を増やすほどパラメータ数は多くなる。', 'params'),
    ('## VGG\nC チャネルの 3×3 畳み込みを考える（バイアスは無視）。', '3×3 を3層重ねると 27C^2 個、7×7 を1層なら 49C^2 個の重みが必要である。', '3×3 を3層重ねると 9C^2 個、7×7 を1層なら 49C^2 個の重みが必要である。', 'params'),
    ('## VGG', 'Two stacked 3×3 convolutions use 18C² weights against 25C² for one 5×5.', 'Two stacked 3×3 convolutions use 9C² weights against 25C² for one 5×5.', 'params'),
    ('## VGG', 'A stack of three 3×3 layers has fewer parameters than one 7×7 layer.', 'A stack of three 3×3 layers has more parameters than one 7×7 layer.', 'params_ratio'),
    ('## VGG', 'A 7×7 layer needs 81% more parameters than three 3×3 layers.', 'A 7×7 layer needs 181% more parameters than three 3×3 layers.', 'params_ratio'),
    ('## VGG', '3×3 を2層重ねるとパラメータ数は 5×5 1層の 18/25 = 0.72 倍。', '3×3 を2層重ねるとパラメータ数は 5×5 1層の 9/25 = 0.36 倍。', 'params_ratio'),
    ('## Networks', 'VGG-16 has about 138 million parameters.', 'VGG-16 has about 13.8 million parameters.', 'params'),
    ('## Networks', 'MobileNet has about 4.2 million parameters and 569M multiply-adds.', 'MobileNet has about 42 million parameters and 569M multiply-adds.', 'params'),
    ('## MobileNet', 'MobileNet spends 95% of its computation in 1×1 convolutions.', 'MobileNet spends 95% of its computation in 3×3 depthwise convolutions.', 'macs'),
    ('### 1x1 conv', 'params = C_in * C_out + C_out', 'params = (C_in + C_out) with bias', 'params'),
    ('Q: How many multiplications does a depthwise separable convolution need?', 'A: H·W·C·(K² + M)', 'A: H·W·C·K²·M', 'macs'),
    ('通常の畳み込み（K×K、入力 C、出力 M）と深さ方向分離畳み込みを比べる。', '前者の計算量は HWK²CM、後者は HWC(K²+M) である。', '前者の計算量は HWK²CM、後者は HWCK²M である。', 'macs'),
    ('## Separable', 'Depthwise step: $HWCK^2$ multiplications; pointwise step: $HWCM$.', 'Depthwise step: $HWCK^2$ multiplications; pointwise step: $HWCMK^2$.', 'macs'),
    ('## 深さ方向分離', 'depthwise が HWCK²、pointwise が HWCM なので、合計は HWC(K²+M)。', 'depthwise が HWCK²、pointwise が HWCM なので、合計は HWC(K²M)。', 'macs'),
    ('## Bias', 'The bias adds M parameters to a convolution with M filters.', 'The bias adds C·M parameters to a convolution with M filters.', 'params'),
    ('## バイアス', 'バイアスはフィルタ1枚につき1個なので、M 枚のフィルタでは M 個。', 'バイアスは入力チャネル1つにつき1個なので、C 個。', 'params'),
]
IMPRECISE = [
    ('## Depthwise separable convolution\n3×3 kernels.', 'The computation is 8 to 9 times less than that of standard convolutions.'),
    ('## MobileNet', '3×3 の depthwise separable convolution の計算量は通常の畳み込みの 1/8 から 1/9 である。'),
    ('## Depthwise separable, 3×3', 'The cost is about 1/9 of a standard convolution.'),
]
SILENT = [
    ('## 計算量', '計算量を考えてみよう。'),
    ('## Cost', 'Let us count the multiplications of a depthwise convolution.'),
    ('## 課題', '畳み込み層のパラメータ数 K×K×C×M を計算するプログラムを書け。'),
    ('## Cost', 'How many parameters does a 3×3 convolution with 64 filters have?'),
    ('## 学習', '学習率は 0.1、バッチサイズは 32、エポック数は 100 とした。'),
    ('## Data', 'The training set has 50,000 images of size 32×32×3.'),
    ('## History', 'Depthwise separable convolutions were introduced in 2014 and made popular by Xception.'),
    ('## 感想', '計算量が減るのは面白いと思った。'),
    ('## Runtime', 'On my laptop the network takes 35 ms per image.'),
    ('## Notation', 'We write K for the kernel size and M for the number of filters.'),
    ('## 目次', '1. 計算量 2. パラメータ数 3. 比較'),
    ('## Pooling', 'Should a pooling layer have parameters?'),
    ('## Parameters', 'The number of parameters matters for mobile devices.'),
    ('## パラメータ', 'パラメータ数が多いと過学習しやすい。'),
    ('## Setup', 'We use 3×3 kernels, 64 filters, stride 1.'),
    ('## 表', '表 3 に各層のパラメータ数を示す。'),
    ('## 参考', 'arXiv:1704.04861 を参照（p. 4, Table 4）。'),
]


def claims(above: str, sentence: str) -> list[Claim]:
    """The claims of a sentence under what stands above it."""
    text = f"{above}\n\n{sentence}\n"
    first = text[: text.index(sentence)].count("\n") + 1
    return [c for c in verify_text(text).claims if c.line >= first]


@pytest.mark.parametrize(("above", "true", "false", "predicate"), PAIRS)
def test_a_true_count_stands_and_its_false_twin_is_refuted(above, true, false, predicate):
    stands = {c.verdict.status for c in claims(above, true)}
    assert stands & {"holds", "holds_if"}
    assert "refuted" not in stands
    assert predicate in {c.predicate for c in claims(above, false) if c.verdict.status == "refuted"}


@pytest.mark.parametrize(("above", "sentence"), IMPRECISE)
def test_an_imprecise_count_holds_under_a_condition(above, sentence):
    assert "holds_if" in {c.verdict.status for c in claims(above, sentence)}


@pytest.mark.parametrize(("above", "sentence"), SILENT)
def test_what_counts_nothing_claims_nothing(above, sentence):
    assert claims(above, sentence) == []
