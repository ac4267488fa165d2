"""Counts are read by slots: what is counted, of which layer with which sizes, and the value as the sentence has it.

Each true sentence stands beside a twin that is false by as little as possible: the one is not refuted, the other is.
"""

from __future__ import annotations

import pytest
from kenzan.reports.claims import Claim
from kenzan.reports.verification import verify_text

# (what stands above, a true sentence, a false one, the predicate that is refuted)
PAIRS = [
    ('## 数字\n\n64×64のカラー写真に、5×5の枠を20枚かける。枠1枚は5×5×3で75個の数字を持つ。', '切片を足して76個。', '切片を足して78個。', 'params'),
    ('## 数字\n\n64×64のカラー写真に、5×5の枠を20枚かける。枠1枚は75個、切片を足して76個の数字を持つ。', 'それが20枚だから全部で1520個。', 'それが20枚だから全部で1540個。', 'params'),
    ('## 数字\n\n64×64のカラー写真に、5×5の枠を20枚かける。', '余白なしならかけ算が 60×60×75×20 で 5,400,000回。', '余白なしならかけ算が 64×64×75×20 で 6,144,000回。', 'macs'),
    ('## Example\n\nTake a 32x32x3 picture, ten 5x5 filters, stride 1, pad 2.', 'Each filter holds 75 numbers (no bias) and the layer 750.', 'Each filter holds 75 numbers (no bias) and the layer 860.', 'params'),
    ('## Example\n\nTake a 32x32x3 picture, ten 5x5 filters, stride 1, pad 2.', 'Each output needs 75 multiplications, hence 768,000 in all.', 'Each output needs 75 multiplications, hence 778,000 in all.', 'macs'),
    ('## Bottleneck\n\n入力は 256 チャネル。重みの数（バイアス無し）は 256·64 + 3·3·64·64 + 64·256 = 69,632', '256 チャネルの 3×3 を 2 層並べると 1,179,648 となる。', '256 チャネルの 3×3 を 2 層並べると 1,279,648 となる。', 'params'),
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
    ('## Grouped convolution', 'A grouped convolution with g groups has 1/g of the weights of a standard one.', 'A grouped convolution with g groups has 1/g² of the weights of a standard one.', 'params_ratio'),
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
# Other structures: layers that a program names, totals of a list or a table, biases, whole networks, what a count is
# taken over, memory, shapes of weights, multipliers.
STRUCTURES = [
    ('## 畳み込み層', '入力 3 チャネル、出力 16 チャネル、5×5 カーネルなら、パラメータはバイアス込みで 1,216 個ある。', '入力 3 チャネル、出力 16 チャネル、5×5 カーネルなら、パラメータはバイアス込みで 1,200 個ある。', 'params'),
    ('```python\nconv1 = nn.Conv2d(3, 16, 3, padding=1)\nconv2 = nn.Conv2d(16, 32, 3)\n```', '`conv1` は 448 個、`conv2` は 4,640 個のパラメータを持つ。', '`conv1` は 448 個、`conv2` は 4,608 個のパラメータ（バイアス込み）を持つ。', 'params'),
    ('## BatchNorm', '`nn.BatchNorm2d(64)` has 128 learnable parameters.', '`nn.BatchNorm2d(64)` has 64 learnable parameters.', 'params'),
    ('## Batch normalization', 'Batch norm learns two numbers per channel, a scale and a shift.', 'Batch norm learns four numbers per channel, a scale and a shift.', 'params'),
    ('## バッチ正規化', 'γ と β はチャネル数と同じ数だけある。', 'γ と β はバッチサイズと同じ数だけある。', 'params'),
    ('## Convolution', 'The bias adds one parameter per output channel.', 'The bias adds one parameter per input channel.', 'params'),
    ('## 畳み込み層', 'パラメータ数は入力画像の大きさに依存しない。', 'パラメータ数は入力画像の大きさに依存する。', 'monotone'),
    ('## Convolutions', 'The number of weights of a conv layer does not depend on the input resolution.', 'The number of weights of a conv layer depends on the input resolution.', 'monotone'),
    ('## Dilated convolution', 'Increasing the dilation does not add parameters.', 'Increasing the dilation adds parameters.', 'monotone'),
    ('## dilated convolution', 'dilation を大きくしてもパラメータは増えない。', 'dilation を大きくするとパラメータは増える。', 'monotone'),
    ('## 全結合層', '32×32×3 の画像を 100 ユニットに全結合すると、重みは 307,200 個必要になる。', '32×32×3 の画像を 100 ユニットに全結合すると、重みは 370,200 個必要になる。', 'params'),
    ('', '- 全結合 9,216 → 4,096（重み 37,748,736 個）', '- 全結合 9,216 → 4,096（重み 37,784,736 個）', 'params'),
    ('', '| layer | params |\n|--|--|\n| conv 3x3, 3→64 | 1,792 |\n| conv 3x3, 64→64 | 36,928 |\n| total | 38,720 |\n', '| layer | params |\n|--|--|\n| conv 3x3, 3→64 | 1,792 |\n| conv 3x3, 64→64 | 36,928 |\n| total | 38,270 |\n', 'params'),
    ('', '| 層 | パラメータ数 |\n|--|--|\n| Conv 3×3 (1→8) | 80 |\n| Conv 3×3 (8→16) | 1,168 |\n', '| 層 | パラメータ数 |\n|--|--|\n| Conv 3×3 (1→8) | 80 |\n| Conv 3×3 (8→16) | 1,186 |\n', 'params'),
    ('', 'The depthwise part takes 147,456 multiply-adds and the pointwise part 524,288, that is 671,744 together.', 'The depthwise part takes 147,456 multiply-adds and the pointwise part 524,288, that is 661,744 together.', 'macs'),
    ('## 畳み込みの計算量\n1画素あたり、フィルタ1枚では', 'K×K×C 回の積和', 'K×K×C×M 回の積和', 'macs'),
    ('## Standard convolution', 'To get one output value we need K*K*C multiplications.', 'To get one output value we need K*K*C*M multiplications.', 'macs'),
    ('## Cost', 'MACs = H·W·K²·C_in·C_out for a standard convolution.', 'MACs = H·W·K·C_in·C_out for a standard convolution.', 'macs'),
    ('## Depthwise convolution', '計算量: $H W K^2 C$', '計算量: $H W K^2 C M$', 'macs'),
    ('', 'Depthwise: D_K·D_K·M·D_F·D_F, Pointwise: M·N·D_F·D_F (multiply-adds)', 'Depthwise: D_K·D_K·M·D_F·D_F, Pointwise: M·D_F·D_F (multiply-adds)', 'macs'),
    ('## パラメータ数\n畳み込み層全体では', '$$\nC_{out}(C_{in} k^2 + 1)\n$$\n\n個になります。', '$$\nC_{out}(C_{in} k + 1)\n$$\n\n個になります。', 'params'),
    ('## 1×1 畳み込み', '重みの数は C×M。', '重みの数は C+M。', 'params'),
    ('## Convolution', 'Each filter has shape C_in × k × k.', 'Each filter has shape C_out × k × k.', 'kernel_shape'),
    ('## Convolution', 'The weight tensor has shape (C_out, C_in, k, k).', 'The weight tensor has shape (C_out, k, k).', 'kernel_shape'),
    ('## Depthwise', 'フィルタ\u3000D_K×D_K×1 が M 枚', 'フィルタ\u3000D_K×D_K×M が N 枚', 'kernel_shape'),
    ('記号：M … 入力チャネル数、N … 出力チャネル数。\n\n## Pointwise Convolution', 'フィルタ\u30001×1×M が N 枚', 'フィルタ\u30001×1×N が M 枚', 'kernel_shape'),
    ('', 'A 3x3 convolution on 64 channels uses filters of shape 3x3x64.', 'A 3x3 convolution on 64 channels uses filters of shape 3x3x1.', 'kernel_shape'),
    ('', 'With dilation 2 a 3×3 kernel covers 5×5 pixels but keeps its 9 weights.', 'With dilation 2 a 3×3 kernel covers 5×5 pixels and needs 25 weights.', 'params'),
    ('# MobileNet\n\nM … 入力チャネル数、N … 出力チャネル数、D_K … カーネルの一辺\n\n## Depthwise Separable', '通常との比\u30001/N ＋ 1/(D_K)^2', '通常との比\u30001/M ＋ 1/(D_K)^2', 'macs_ratio'),
    ('## Depthwise separable convolution', 'For k = 3 and M = 256 the cost drops to about 11.5 % of that of a standard convolution.', 'For k = 3 and M = 256 the cost drops to about 33 % of that of a standard convolution.', 'macs_ratio'),
    ('## Convolution', 'Twice the input channels and twice the output channels mean four times the multiplications.', 'Twice the input channels and twice the output channels mean twice the multiplications.', 'macs'),
    ('## 計算量', '入力の縦横を半分にすると、計算量は 4 分の 1 になる。', '入力の縦横を半分にすると、計算量は 2 分の 1 になる。', 'macs'),
    ('## MobileNet', 'width multiplier α で M と N を α 倍すると、計算量はおよそ α^2 倍になる。', 'width multiplier α で M と N を α 倍すると、計算量はおよそ α 倍になる。', 'macs'),
    ('## VGG', '3×3 を3層積むと 27C²、7×7 が1層なら 49C² で、約45%の節約。', '3×3 を3層積むと 27C²、7×7 が1層なら 49C² で、約25%の節約。', 'params_ratio'),
    ('', 'The first layer has 5*5*3*16 + 16 = 1216 parameters.', 'The first layer has 5*5*3*16 + 16 = 1261 parameters.', 'arithmetic'),
    ('', '(8+2*1-3)/2+1 = 4.5', '(8+2*1-3)/2+1 = 5.5', 'arithmetic'),
    ('', '6 + 1*2 - 2 + 1 = 7', '6 + 1*2 - 2 + 1 = 8', 'arithmetic'),
    ('', '28×28 = 784 画素', '28×28 = 748 画素', 'arithmetic'),
    ('', 'A [224x224x64] volume in float32 is 3.2 million numbers, roughly 12.8 MB.', 'A [224x224x64] volume in float32 is 3.2 million numbers, roughly 6.4 MB.', 'memory'),
    ('', '56×56×256 の特徴マップは float32 で約 3.2 MB を占める。', '56×56×256 の特徴マップは float32 で約 6.4 MB を占める。', 'memory'),
    ('## 畳み込み', 'ストライドを大きくすると出力は小さくなる。', 'ストライドを大きくすると出力は大きくなる。', 'monotone'),
    ('## 畳み込み', 'パディングを大きくすると出力は大きくなり、ストライドを大きくすると小さくなる', 'パディングを大きくすると出力は大きくなり、ストライドを大きくすると大きくなる', 'monotone'),
    ('## Convolution', 'The larger the kernel, the smaller the output (without padding).', 'The larger the kernel, the larger the output (without padding).', 'monotone'),
    ('## 畳み込み層', 'フィルタを増やすほどパラメータは増える。', 'フィルタを増やすほどパラメータは減る。', 'monotone'),
    ('## Convolution', 'More filters mean more parameters.', 'More filters mean fewer parameters.', 'monotone'),
    ('## プーリング', 'プーリング層に学習パラメータはない。', 'プーリング層には学習パラメータがある。', 'params'),
    ('## VGG16', '全体で約 1 億 3800 万個のパラメータを持つ。', '全体で約 3800 万個のパラメータを持つ。', 'params'),
    ('', 'ResNet-50 has 25.6M parameters.', 'ResNet-50 has 60.2M parameters.', 'params'),
    ('## 例\n入力 64 チャネルの 56×56、3×3、出力 128。', '積和は 231,211,008 回、約 0.23 G。', '積和は 231,211,008 回、約 0.46 G。', 'arithmetic'),
    ('## Example: 3×3, 256 → 256', 'Two such layers hold 1,179,648 weights.', 'Two such layers hold 1,719,648 weights.', 'params'),
    ('## Transition layer', 'It halves 72 channels to 36; without bias its 1×1 convolution has 2592 weights.', 'It halves 72 channels to 36; without bias its 1×1 convolution has 2952 weights.', 'params'),
    ('## Depthwise separable convolution', 'Its cost relative to the original convolution is 1/M + 1/k². For 3x3 kernels this is 8 to 9 times less computation.', 'Its cost relative to the original convolution is 1/M + 1/k². For 3x3 kernels this is 2 to 3 times less computation.', 'macs_ratio'),
    ('## MobileNet\n\n計算量の比は 1/N + 1/K^2 となる。', 'N = 512、K = 3 なら約 0.113。', 'N = 512、K = 3 なら約 0.311。', 'macs_ratio'),
    ('## 深さ方向分離畳み込み', '出力 64 チャネル、3×3 の場合、計算量は通常の約 7.9 分の 1。', '出力 64 チャネル、3×3 の場合、計算量は通常の約 3.9 分の 1。', 'macs_ratio'),
    ('### Slide 12', '- 3×3, 64→64: 36,864 weights (no bias)', '- 3×3, 64→64: 38,664 weights (no bias)', 'params'),
    ('', 'Q: How many parameters does a 5x5 convolution from 3 to 10 channels have, biases included?\n\nA: 760.', 'Q: How many parameters does a 5x5 convolution from 3 to 10 channels have, biases included?\n\nA: 750.', 'params'),
    ('', '問3\u3000入力 32×32×3、フィルタ 5×5 が 10 枚。パラメータ数を求めよ。\n\n解\u3000フィルタ1枚あたり 5×5×3+1=76 個なので、76×10=760 個。', '問3\u3000入力 32×32×3、フィルタ 5×5 が 10 枚。パラメータ数を求めよ。\n\n解\u3000フィルタ1枚あたり 5×5×3+1=76 個なので、76×10=750 個。', 'arithmetic'),
    ('## 例題\n入力は 32×32×3、フィルタは 5×5 を 10 枚、ストライド 1、パディング 2。', 'フィルタ 1 枚の重みは 75 個、バイアスが 1 個なので 76 個。', 'フィルタ 1 枚の重みは 85 個、バイアスが 1 個なので 86 個。', 'params'),
    ('## Example\nInput volume: 32x32x3. 10 5x5 filters with stride 1, pad 2.', 'Each filter has 5*5*3 + 1 = 76 params (+1 for bias) => 76*10 = 760.', 'Each filter has 5*5*3 + 1 = 76 params (+1 for bias) => 76*10 = 670.', 'arithmetic'),
    ('## Example\nInput volume: 32x32x3. 10 5x5 filters with stride 1, pad 2.', 'The layer has 760 parameters.', 'The layer has 670 parameters.', 'params'),
    ('', '| 層 | フィルタ | 入力ch | 出力ch | パラメータ数 |\n|--|--|--|--|--|\n| conv1 | 3×3 | 3 | 64 | 1,792 |', '| 層 | フィルタ | 入力ch | 出力ch | パラメータ数 |\n|--|--|--|--|--|\n| conv1 | 3×3 | 3 | 64 | 1,972 |', 'params'),
    ('H=W=56、C=64、M=128、K=3 とする。', '通常の畳み込みの計算量は 231,211,008 回。', '通常の畳み込みの計算量は 213,211,008 回。', 'macs'),
    ('入力 56×56×64、3×3、出力 128 の場合', '- 通常: 231,211,008 回\n- depthwise: 1,806,336 回\n- pointwise: 25,690,112 回', '- 通常: 231,211,008 回\n- depthwise: 1,806,336 回\n- pointwise: 25,960,112 回', 'macs'),
    ('', '通常の畳み込み：HWK²CM、depthwise：HWK²C、pointwise：HWCM（いずれも積和の回数）', '通常の畳み込み：HWK²CM、depthwise：HWKC、pointwise：HWCM（いずれも積和の回数）', 'macs'),
    ('## コスト', 'Depthwise Separable の計算量は $H W C (K^2 + M)$ となり、通常の $H W C K^2 M$ より小さい。', 'Depthwise Separable の計算量は $H W C K^2 M$ となり、通常の $H W C (K^2 + M)$ より大きい。', 'macs'),
    ('## 転置畳み込み', '重みの数は K×K×C×M で、普通の畳み込みと同じ。', '重みの数は K×K×C+M で、普通の畳み込みと違う。', 'params'),
    ('## Convolution', 'The parameter count grows linearly with the number of filters.', 'The parameter count grows quadratically with the number of filters.', 'params'),
    ('## 全結合層', '入力サイズが 2 倍（縦横）になると全結合層の重みは 4 倍になる。', '入力サイズが 2 倍（縦横）になると全結合層の重みは 2 倍になる。', 'params'),
    ("```python\nmodel = Sequential([\n    Conv2D(32, 3, input_shape=(32, 32, 3)),\n    Conv2D(64, 3),\n])\n```", "| layer | out | param # |\n|---|---|---|\n| conv2d | (30, 30, 32) | 896 |\n| conv2d_1 | (28, 28, 64) | 18,496 |", "| layer | out | param # |\n|---|---|---|\n| conv2d | (30, 30, 32) | 896 |\n| conv2d_1 | (28, 28, 64) | 18,946 |", "params"),
    ("入力は 48×48×8。3×3 はパディング 1。", "| 層 | stride | 出力 | MAC |\n|--|--|--|--|\n| pw1（16枚） | 1 | 48×48×16 | 294,912 |\n| dw2（3×3） | 2 | 24×24×16 | 82,944 |", "| 層 | stride | 出力 | MAC |\n|--|--|--|--|\n| pw1（16枚） | 1 | 48×48×16 | 294,912 |\n| dw2（3×3） | 2 | 24×24×16 | 331,776 |", "macs"),
    ("文字：縦h 横w 入力ch=a 出力ch=b カーネルk\n\n■積和の回数", "DW　　　h*w*a*k^2", "DW　　　h*w*b*a*k^2", "macs"),
    ("## PixelCNN\nカーネルにマスクを掛ける。", "5×5 のマスク A で生き残る重みは 12 個。", "5×5 のマスク A で生き残る重みは 14 個。", "params"),
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
    ('## 表', '表 3 に各層のパラメータ数を示す。'),
    ('## 参考', 'arXiv:1704.04861 を参照（p. 4, Table 4）。'),
]


GIVEN = "a size that is given"  # what a note starts from: it holds, and decides nothing


def claims(above: str, sentence: str) -> list[Claim]:
    """The claims of a sentence under what stands above it."""
    text = f"{above}\n\n{sentence}\n"
    first = text[: text.index(sentence)].count("\n") + 1
    return [c for c in verify_text(text).claims if c.line >= first]


@pytest.mark.parametrize(("above", "true", "false", "predicate"), [*PAIRS, *STRUCTURES])
def test_a_true_count_stands_and_its_false_twin_is_refuted(above, true, false, predicate):
    stands = {c.verdict.status for c in claims(above, true)}
    assert stands & {"holds", "holds_if"}
    assert "refuted" not in stands
    assert predicate in {c.predicate for c in claims(above, false) if c.verdict.status == "refuted"}


@pytest.mark.parametrize(("above", "sentence"), IMPRECISE)
def test_an_imprecise_count_holds_under_a_condition(above, sentence):
    assert "holds_if" in {c.verdict.status for c in claims(above, sentence)}


def test_a_setting_gives_its_window_and_counts_nothing():
    found = claims("## Setup", "We use 3×3 kernels, 64 filters, stride 1.")
    assert [(c.predicate, c.verdict.status, c.notes) for c in found] == [("kernel_shape", "holds", (GIVEN,))]


@pytest.mark.parametrize(("above", "sentence"), SILENT)
def test_what_counts_nothing_claims_nothing(above, sentence):
    assert claims(above, sentence) == []
