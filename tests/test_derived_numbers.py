"""Numbers derived from the sizes around them: each comes out right, its falsified twin does not, and look-alikes are nothing."""

import time
from collections.abc import Iterable, Iterator
from fractions import Fraction

import pytest
from kenzan.reports.derived import accusations, derivations, extents, lengths
from kenzan.reports.derived.around import Around, around
from kenzan.reports.derived.stated import Stated, stated
from kenzan.reports.reading import Reading, View
from kenzan.reports.scope import outline_of
from kenzan.reports.second_look import _settled
from kenzan.reports.text.segments import Source
from kenzan.reports.verification import blocks_in, verify_text

REFUTED, SILENT = "refuted by the mistake that leads to it", "not accused by what is derived"
NUMBERS = [
    # what the note says before, a true line, what it is derived as, the line falsified, what becomes of that
    # convolution
    ("# 重みの数\n\n入力 6 チャネル、3×3 のフィルタを 20 枚の畳み込み層を考える（バイアスあり）。\n\n", "- 学習する数の合計: 1,100 個", "params(conv2d", "- 学習する数の合計: 1,120 個", SILENT),
    ("# 重みの数\n\n入力 6 チャネル、3×3 のフィルタを 20 枚の畳み込み層を考える（バイアスなし）。\n\n", "- 学習する数の合計: 1,080 個", "params(conv2d", "- 学習する数の合計: 1,100 個", REFUTED),
    ("# Weights\n\nA convolution reads 12 channels and writes 40, with 5x5 kernels and no bias.\n\n", "So there are 12,000 parameters in it.", "params(conv2d", "So there are 12,040 parameters in it.", REFUTED),
    ("# Weights\n\nA convolution reads 12 channels and writes 40, with 5x5 kernels, each with its bias.\n\n", "- all in all: 12,040 weights", "params(conv2d", "- all in all: 12,000 weights", REFUTED),
    ("## Parameters\n\n| layer | in | out | kernel | parameters |\n|---|---|---|---|---|\n", "| conv | 24 | 48 | 3x3 | 10,416 |", "params(conv2d", "| conv | 24 | 48 | 3x3 | 10,418 |", SILENT),
    ("## パラメータ数\n\n| 層 | 入力ch | 出力ch | カーネル | パラメータ数 |\n|---|---|---|---|---|\n", "| conv2 | 10 | 25 | 5×5 | 6,275 |", "params(conv2d", "| conv2 | 10 | 25 | 5×5 | 6,285 |", SILENT),
    # depthwise
    ("# Depthwise convolution\n\nThe depthwise step reads 72 channels with 5x5 kernels and has no bias.\n\n", "It comes to 1,800 weights.", "params(depthwise_conv2d", "It comes to 1,872 weights.", SILENT),
    ("# デプスワイズ畳み込み\n\n72 チャネルに 3×3 のデプスワイズ畳み込みをかける（バイアスなし）。\n\n", "重みは全部で 648 個。", "params(depthwise_conv2d", "重みは全部で 720 個。", SILENT),
    ("## Separable\n\n| layer | kernel | in | out | parameters |\n|---|---|---|---|---|\n", "| depthwise | 3x3 | 80 | 80 | 720 |", "params(depthwise_conv2d", "| depthwise | 3x3 | 80 | 80 | 730 |", SILENT),
    ("# チャネルごとの畳み込み\n\n- 入力は 40 チャネル\n- チャネルごとに 5×5 のカーネル、バイアスあり\n\n", "→ 1,040 個のパラメータ", "params(depthwise_conv2d", "→ 1,050 個のパラメータ", SILENT),
    # pointwise
    ("# ポイントワイズ畳み込み\n\n入力 96 チャネル、出力 160 チャネル。\n\n", "バイアスを除くと、重みは 15,360 個になる。", "params(pointwise_conv2d", "バイアスを除くと、重みは 15,460 個になる。", REFUTED),
    ("# Pointwise convolution\n\nFrom 96 channels to 160, no bias:\n\n", "- 15,360 weights", "params(pointwise_conv2d", "- 15,361 weights", SILENT),
    ("## 1x1 convolution\n\nA 1x1 convolution mixes 56 channels into 112, biases included.\n\n", "That makes 6,384 parameters.", "params(conv2d", "That makes 6,382 parameters.", SILENT),
    ("## 内訳\n\n| 段 | カーネル | 入力 | 出力 | 重み |\n|---|---|---|---|---|\n", "| pointwise | 1×1 | 56 | 112 | 6,272 |", "params(conv2d", "| pointwise | 1×1 | 56 | 112 | 6,282 |", SILENT),
    ("# 1×1 畳み込み\n\n72 チャネルを 144 チャネルにする 1×1 のカーネル、バイアスあり。\n\n", "数値の個数は 10,512 個。", "params(conv2d", "数値の個数は 10,522 個。", SILENT),
    # separable
    ("# Depthwise separable convolution\n\n3x3 kernels, 48 channels in, 96 channels out, no bias.\n\n", "Both steps together keep 5,040 weights.", "params(depthwise_separable_conv2d", "Both steps together keep 5,140 weights.", SILENT),
    ("# 深さ方向分離可能畳み込み\n\n入力 48 チャネル、出力 96 チャネル、カーネル 3×3、バイアスなし。\n\n", "二段合わせて 5,040 個のパラメータで済む。", "params(depthwise_separable_conv2d", "二段合わせて 5,050 個のパラメータで済む。", SILENT),
    ("# MobileNet block\n\nIn: 48 channels. Out: 96 channels. Kernel: 3x3. Only the pointwise step has a bias.\n\n", "The block has 5,136 parameters.", "params(depthwise_conv2d", "The block has 5,126 parameters.", SILENT),
    ("# 分離畳み込み\n\n48→96 チャネル、3×3\n\n", "| 合計 | 5,040 個の重み |", "params(depthwise_separable_conv2d", "| 合計 | 5,044 個の重み |", SILENT),
    # linear
    ("# 全結合層\n\n入力 400 個、出力 30 個、バイアスあり。\n\n", "パラメータは 12,030 個。", "params(linear", "パラメータは 12,400 個。", REFUTED),
    ("# Fully connected layer\n\n400 inputs, 30 outputs, bias included.\n\n", "Altogether 12,030 parameters.", "params(linear", "Altogether 12,000 parameters.", SILENT),
    ("## Classifier\n\nThe 6x6x32 map is flattened and fed to a fully connected layer of 50 units.\n\n", "This layer alone holds 57,650 parameters.", "params(linear", "This layer alone holds 57,750 parameters.", SILENT),
    ("## 分類器\n\n5×5×40 の特徴マップを平らにして、全結合層で 12 クラスに分ける。\n\n", "この層だけで 12,012 個の重みがある。", "params(conv2d", "この層だけで 12,112 個の重みがある。", SILENT),
    ("## Params\n\n| layer | in | out | params |\n|---|---|---|---|\n", "| fc2 | 120 | 84 | 10,164 |", "params(linear", "| fc2 | 120 | 84 | 10,184 |", SILENT),
    # batch norm
    ("# Batch normalization\n\nAfter a convolution with 48 channels comes a batch norm.\n\n", "It has 96 learnable parameters.", "params(batch_norm", "It has 97 learnable parameters.", SILENT),
    ("## Params\n\n| layer | channels | parameters |\n|---|---|---|\n", "| batch norm | 72 | 144 |", "params(batch_norm", "| batch norm | 72 | 154 |", SILENT),
    ("# バッチ正規化\n\n畳み込みの出力 96 チャネルに正規化をかける。\n\n", "γ と β で 192 個のパラメータ。", "params(batch_norm", "γ と β で 194 個のパラメータ。", SILENT),
    ("# Batch norm\n\nThe convolution before it has 320 channels.\n\n", "- the batch norm adds 640 learnable parameters", "params(batch_norm", "- the batch norm adds 650 learnable parameters", SILENT),
    ("## パラメータ\n\n| 層 | チャネル | パラメータ数 |\n|---|---|---|\n", "| バッチ正規化 | 96 | 192 |", "params(batch_norm", "| バッチ正規化 | 96 | 194 |", SILENT),
    # operations
    ("# Cost\n\nA 3x3 convolution takes a 20x20x8 map to 24 channels (same padding, stride 1).\n\n", "It needs 691,200 multiplications.", "macs(conv2d", "It needs 691,300 multiplications.", REFUTED),
    ("# 計算量\n\n20×20、8 チャネルの入力に 3×3 のフィルタを 24 枚（ゼロパディングで大きさは保つ）。\n\n", "掛け算は全部で 691,200 回。", "macs(conv2d", "掛け算は全部で 86,400 回。", REFUTED),
    ("# Cost of one layer\n\n| layer | map | kernel | in | out | MACs |\n|---|---|---|---|---|---|\n", "| conv | 20x20 | 3x3 | 8 | 24 | 691,200 |", "macs(conv2d", "| conv | 20x20 | 3x3 | 8 | 24 | 28,800 |", SILENT),
    ("# Depthwise convolution\n\nThe map is 30x30 with 16 channels, the kernel 3x3.\n\n", "- multiply-adds of the depthwise step: 129,600", "macs(depthwise_conv2d", "- multiply-adds of the depthwise step: 129,500", REFUTED),
    ("# Pointwise convolution\n\n30×30 の 16 チャネルから 32 チャネルを作る。\n\n", "積和演算は 460,800 回である。", "macs(pointwise_conv2d", "積和演算は 450,800 回である。", REFUTED),
    ("# 深さ方向分離可能畳み込み\n\n30×30、16 チャネル → 32 チャネル、3×3。\n\n", "二段で 590,400 回の掛け算。", "macs(depthwise_separable_conv2d", "二段で 590,500 回の掛け算。", REFUTED),
    ("# Depthwise separable convolution\n\nOn a 30x30 map, 16 channels in, 32 out, 3x3 kernels.\n\n", "The whole block costs about 0.59 million multiply-adds.", "macs(depthwise_separable_conv2d", "The whole block costs about 0.69 million multiply-adds.", SILENT),
    ("# 計算量\n\n入力 32×32×3、3×3 のカーネルを 64 枚、パディング same。\n\n", "乗算は約 177 万回", "macs(conv2d", "乗算は約 277 万回", SILENT),
    ("# MobileNet\n\nThe block works on a 24x24 map, 40 channels in, 80 out, 3x3 kernels.\n\n", "- pointwise multiplications: 1,843,200", "macs(pointwise_conv2d", "- pointwise multiplications: 1,843,300", REFUTED),
    ("# Cost\n\nOne layer: 24x24 map, 40 channels in, 80 channels out, 3x3 kernels, same padding.\n\n", "It does roughly 16.6 million multiply-adds.", "macs(conv2d", "It does roughly 18.6 million multiply-adds.", SILENT),
    ("# 計算量\n\n24×24 のマップ、40 チャネル → 80 チャネル、3×3、パディングあり。\n\n", "積和はおよそ 1,659 万回。", "macs(conv2d", "積和はおよそ 1,859 万回。", SILENT),
    # product
    ("# Convolution\n\nThe layer has 24,576 outputs, each from 147 products.\n\n", "24,576 outputs times 147 make 3,612,672 multiplications.", "24576*147 == 3612672", "24,576 outputs times 147 make 3,612,572 multiplications.", REFUTED),
    ("# Feature maps\n\nThe map is 14x14x64.\n\n", "It holds 12,544 values.", "14*14*64 == 12544", "It holds 12,554 values.", REFUTED),
    ("# 特徴マップ\n\n出力は 14×14×64 である。\n\n", "値の個数は 12,544 個。", "14*14*64 == 12544", "値の個数は 12,554 個。", REFUTED),
    # shape
    ("# Convolution\n\nA 3x3 kernel moves over a 28x28 image without padding.\n\n", "The map that comes out is 26x26.", "output_shape(conv2d", "The map that comes out is 25x25.", SILENT),
    ("# 畳み込み\n\n入力は 32×32×3、5×5 のフィルタを 16 枚、パディングなし、ストライド 1。\n\n", "- 出てくるマップ: 28×28×16", "output_shape(conv2d", "- 出てくるマップ: 27×27×16", SILENT),
    ("# Max pooling\n\nA 24x24x10 map goes through 2x2 pooling.\n\n", "What remains is 12x12x10.", "output_shape(max_pool2d", "What remains is 11x11x10.", SILENT),
    ("# プーリング\n\n30×30×12 のマップに 3×3 の最大値プーリング（ストライド 3）。\n\n", "→ 10×10×12", "output_shape(max_pool2d", "→ 9×9×12", SILENT),
    ("# Strided convolution\n\nInput 64x64x3, 20 filters of 7x7, stride 2, padding 3.\n\n", "| out | 32x32x20 |", "output_shape(conv2d", "| out | 31x31x20 |", SILENT),
    ("# 畳み込み\n\n| 層 | 入力 | カーネル | ストライド | パディング | 出力 |\n|---|---|---|---|---|---|\n", "| conv1 | 40×40 | 5×5 | 1 | 2 | 40×40 |", "output_shape(conv2d", "| conv1 | 40×40 | 5×5 | 1 | 2 | 38×38 |", REFUTED),
    ("# Convolution\n\nInput 48x48x3, 12 kernels of 3x3, padding 1, stride 2.\n\n", "We are left with a tensor of (24, 24, 12).", "output_shape(conv2d", "We are left with a tensor of (25, 25, 12).", SILENT),
    ("# 畳み込み\n\n28×28 の画像に 5×5 のフィルタ、パディング 2。\n\n", "大きさは 28×28 のまま。", "output_shape(conv2d", "大きさは 24×24 に縮む。", SILENT),
    ("# フィルタ\n\n入力は 12 チャネル、5×5 の畳み込み。\n\n", "フィルタの形は 5×5×12。", "kernel_shape(conv2d", "フィルタの形は 5×5×24。", SILENT),
    # length
    ("# 1次元の畳み込み\n\n", "長さ 50 の信号に幅 5 のフィルタ、パディング 0、ストライド 1 だから、出力は 46 点。", "output_size(conv2d", "長さ 50 の信号に幅 5 のフィルタ、パディング 0、ストライド 1 だから、出力は 45 点。", REFUTED),
    ("# Convolution\n\n", "A row of 31 pixels, a window of 5, stride 2, padding 1: 15 outputs.", "output_size(conv2d", "A row of 31 pixels, a window of 5, stride 2, padding 1: 14 outputs.", REFUTED),
    ("# Convolution\n\n", "- 11x11 input, 3x3 kernel, stride 2, padding 0 -> 5", "output_size(conv2d", "- 11x11 input, 3x3 kernel, stride 2, padding 0 -> 6", REFUTED),
    ("# 畳み込み\n\n", "- 9×9 に 4×4 のカーネル、ストライド 2、パディング 0 → 3", "output_size(conv2d", "- 9×9 に 4×4 のカーネル、ストライド 2、パディング 0 → 4", REFUTED),
    ("# 出力の大きさ\n\n", "7×7 に 3×3 のフィルタをストライド 2、パディング 0 でかけると → 3", "output_size(conv2d", "7×7 に 3×3 のフィルタをストライド 2、パディング 0 でかけると → 4", REFUTED),
    ("# Output size\n\n| input | kernel | stride | padding | output |\n|---|---|---|---|---|\n", "| 20x20 | 4x4 | 2 | 1 | 10 |", "output_size(conv2d", "| 20x20 | 4x4 | 2 | 1 | 9 |", REFUTED),
    # field
    ("# Receptive field\n\nFour layers of 3x3 convolutions, stride 1.\n\n", "A unit at the top sees 9 pixels across.", "receptive_field(conv_stack", "A unit at the top sees 12 pixels across.", SILENT),
    ("# 受容野\n\n5×5 の畳み込みを 3 層重ねる。\n\n", "最上層の 1 点から見える幅は 13 画素。", "receptive_field(conv_stack", "最上層の 1 点から見える幅は 15 画素。", REFUTED),
    ("# Dilated convolutions\n\nKernel size 3, 5 layers, dilation doubling from 1.\n\n", "The receptive field spans 63 samples.", "receptive_field(layer_stack", "The receptive field spans 64 samples.", SILENT),
    ("# WaveNet\n\n幅 2 のカーネル、10 層、拡張率は 1, 2, 4, ..., 512 と倍々。\n\n", "- 受容野: 1,024 サンプル", "receptive_field(layer_stack", "- 受容野: 1,023 サンプル", SILENT),
    ("# WaveNet\n\nKernel size 2, 10 layers with dilations 1, 2, 4, ..., 512.\n\n", "With the stack repeated 3 times the field covers 3,070 samples.", "receptive_field(layer_stack", "With the stack repeated 3 times the field covers 3,072 samples.", REFUTED),
    ("# 拡張畳み込み\n\n幅 2、10 層、拡張率 1, 2, 4, …, 512 の組を使う。\n\n", "これを 2 回繰り返すと 2,047 サンプルが見える。", "receptive_field(layer_stack", "これを 2 回繰り返すと 2,048 サンプルが見える。", REFUTED),
    ("# Receptive field\n\nSix convolutions, each with a kernel of width 5.\n\n", "One output looks back over 25 inputs.", "receptive_field(conv_stack", "One output looks back over 30 inputs.", REFUTED),
    ("# 受容野\n\n3×3 の畳み込みを 7 段。\n\n", "- 届く範囲: 15 画素", "receptive_field(conv_stack", "- 届く範囲: 21 画素", REFUTED),
    ("# 受容野\n\n| 層の数 | カーネル | 受容野 |\n|---|---|---|\n", "| 5 層 | 3×3 | 11 |", "receptive_field(conv_stack", "| 5 層 | 3×3 | 15 |", REFUTED),
    ("# 拡張畳み込み\n\nカーネルの幅 3、4 層、拡張率は倍々に増やす。\n\n", "受容野は 31 点になる。", "receptive_field(layer_stack", "受容野は 32 点になる。", SILENT),
    ("# Dilated convolution\n\nWidth 2, 8 layers, dilations 1, 2, 4, ..., 128.\n\n", "It reaches 256 steps.", "receptive_field(layer_stack", "It reaches 255 steps.", SILENT),
    ("# WaveNet\n\nKernel size 2, dilations 1, 2, 4, ..., 64 in 7 layers; the block is stacked 4 times.\n\n", "The receptive field is 509 samples.", "receptive_field(layer_stack", "The receptive field is 512 samples.", SILENT),
    ("# WaveNet\n\n幅 2 のカーネル、1, 2, 4, …, 256 の 9 層を 3 回繰り返す。\n\n", "- 受容野: 1,534 点", "receptive_field(layer_stack", "- 受容野: 1,536 点", SILENT),
    # dense block
    ("# DenseNet\n\nA dense block starts with 24 channels, growth rate 12.\n\n", "After 6 layers there are 96 channels.", "channels_after(dense_block", "After 6 layers there are 84 channels.", REFUTED),
    ("# デンスブロック\n\n入力は 16 チャネル、成長率 8、5 層。\n\n", "出てくるのは 56 チャネル。", "channels_after(dense_block", "出てくるのは 48 チャネル。", REFUTED),
    ("# DenseNet\n\nk_0 = 64, k = 32.\n\n", "The fourth layer reads 160 channels.", "channels_after(dense_block", "The fourth layer reads 192 channels.", REFUTED),
    ("# DenseNet\n\nはじめ 20 枚、1層ごとに 10 枚ずつ増える。\n\n", "- 第4層の入力: 50 枚", "channels_after(dense_block", "- 第4層の入力: 60 枚", REFUTED),
    ("# DenseNet\n\n| k0 | 成長率 | 層 | 出力チャネル |\n|---|---|---|---|\n", "| 64 | 32 | 6 | 256 |", "channels_after(dense_block", "| 64 | 32 | 6 | 224 |", REFUTED),
    ("# DenseNet\n\nA block of 8 layers with growth rate 16 is fed 32 channels.\n\n", "- channels at the end: 160 channels", "channels_after(dense_block", "- channels at the end: 144 channels", REFUTED),
    ("# DenseNet\n\n入力 40 枚、成長率 20 のブロック。\n\n", "7 層重ねると 180 枚になる。", "channels_after(dense_block", "7 層重ねると 160 枚になる。", REFUTED),
    # share
    ("# Separable convolutions\n\nThe plain layer needs 2,654,208 multiplications, the separable one 301,056.\n\n", "That is 8.8 分の 1.", "301056/2654208 ~= 5/44", "That is 7.8 分の 1.", SILENT),
    ("# 分離畳み込み\n\n通常は 2,654,208 回、分離すると 301,056 回。\n\n", "およそ 8.8 分の 1 になる。", "301056/2654208 ~= 5/44", "およそ 7.8 分の 1 になる。", SILENT),
    ("# Weights\n\nThe dense layer has 120,000 weights, the convolution 12,100.\n\n", "The convolution needs about a tenth.", "12100/120000 ~= 1/10", "The convolution needs about a fifth.", SILENT),
    ("# 内訳\n\n全体は 50,000 個、全結合層は 37,000 個。\n\n", "全結合層が 74 % を占める。", "37000/50000 ~= 37/50", "全結合層が 64 % を占める。", SILENT),
    ("# Weights\n\nOf 50,000 weights, 37,000 sit in the fully connected layer.\n\n", "That is 74 % of them.", "37000/50000 ~= 37/50", "That is 84 % of them.", SILENT),
    ("# Depthwise separable convolution\n\n3x3 kernels and 128 output channels.\n\n", "It takes 8.4 times less work than a plain convolution.", "macs_ratio(depthwise_separable_conv2d", "It takes 4.4 times less work than a plain convolution.", SILENT),
    ("# デプスワイズ分離畳み込み\n\n3×3、出力 64 チャネル。\n\n", "計算量は 12.7 % になる。", "macs_ratio(depthwise_separable_conv2d", "計算量は 22.7 % になる。", SILENT),
    ("# Cost\n\nBefore: 80,000 multiplications. After: 20,000 multiplications.\n\n", "We save 75 %.", "20000/80000 ~= 1/4", "We save 65 %.", SILENT),
    ("# 計算量\n\n前は 80,000 回、後は 20,000 回。\n\n", "計算量は7割5分減る。", "20000/80000 ~= 1/4", "計算量は6割5分減る。", SILENT),
    ("# 重み\n\n畳み込み層は 3,200 個、全結合層は 64,000 個。\n\n", "全結合層は畳み込み層の 20 倍。", "64000/3200 ~= 20", "全結合層は畳み込み層の 30 倍。", SILENT),
    ("# Cost\n\nThe first layer takes 90,000 multiply-adds, the second 30,000.\n\n", "The second costs a third of the first.", "30000/90000 ~= 1/3", "The second costs a quarter of the first.", SILENT),
    # statistics
    ("# Batch normalization\n\nA batch of 16 images, 32 channels, 8x8 maps.\n\n", "Batch norm takes each mean over 1,024 values.", "stats_size(batch_norm", "Batch norm takes each mean over 2,048 values.", SILENT),
    ("# レイヤー正規化\n\nN = 16, C = 32, H = W = 8 とする。\n\n", "レイヤー正規化では平均は 2,048 個の値から求める。", "stats_size(layer_norm", "レイヤー正規化では平均は 1,024 個の値から求める。", SILENT),
    ("# Normalisation\n\nN = 16, C = 32, H = 8, W = 8.\n\n", "Instance norm keeps 512 means.", "stats_count(instance_norm", "Instance norm keeps 32 means.", REFUTED),
    ("# 正規化\n\n16 枚の画像、32 チャネル、8×8。\n\n", "バッチ正規化は 32 組の平均と分散を持つ。", "stats_count(batch_norm", "バッチ正規化は 16 組の平均と分散を持つ。", REFUTED),
    ("# バッチ正規化\n\n16 枚の画像、32 チャネル、8×8 のマップ。\n\n", "バッチ正規化では 1 つの平均を 1,024 個の値から計算する。", "stats_size(batch_norm", "バッチ正規化では 1 つの平均を 512 個の値から計算する。", SILENT),
    ("# Normalisation\n\nN=4, C=6, H=W=10.\n\n", "- layer norm averages over 600 values", "stats_size(layer_norm", "- layer norm averages over 400 values", SILENT),
    ("# Normalisation\n\nN=4, C=6, H=W=10.\n\n", "- instance norm: 24 means and 24 variances", "stats_count(instance_norm", "- instance norm: 6 means and 6 variances", REFUTED),
    # program
    ("# Model\n\n```python\nnn.Conv2d(5, 30, kernel_size=3)\n```\n\n", "This line creates 1,380 parameters.", "params(conv2d", "This line creates 1,390 parameters.", SILENT),
    # unshared
    ("# Weight sharing\n\nThe map is 12x12x20, made by 5x5 kernels on 3 channels.\n\n", "If every unit had its own copy of the weights, there would be 216,000 numbers.", "2880*(5*5*3 + 0) == 216000", "If every unit had its own copy of the weights, there would be 217,000 numbers.", REFUTED),
]


def last_line(note: str) -> int:
    return note.rstrip("\n").count("\n") + 1


def views(note: str) -> Iterator[View]:
    """The sentences of a note's last line."""
    source, outline = Source(note), outline_of(blocks_in(note, "note.md"))
    for sentence in outline.all_sentences():
        if source.place(sentence.text.origin[0])[0] == last_line(note):
            yield View(outline, sentence)


def settled(readings: Iterable[Reading], view: View, status: str) -> list[str]:
    return [one.statement for one in _settled(readings, view.sentence, status)]


def derived(note: str) -> list[str]:
    """The statements that the numbers of the last line come to, whatever readers make of it."""
    return [one for view in views(note) for one in settled(derivations(view, []), view, "holds")]


def accused(note: str) -> list[str]:
    return [one for view in views(note) for one in settled(accusations(view, []), view, "refuted")]


def statuses(note: str) -> set[str]:
    return {claim.verdict.status for claim in verify_text(note).claims if claim.line == last_line(note)}


def values(note: str) -> list[Stated]:
    return [value for view in views(note) for value in stated(view)]


def near(note: str) -> Around:
    """What stands around the last value of the last line."""
    *_, view = views(note)
    *_, value = stated(view)
    return around(view, value)


@pytest.mark.parametrize(("before", "line", "statement", "twin", "becomes"), NUMBERS)
def test_a_number_that_its_sizes_give(before: str, line: str, statement: str, twin: str, becomes: str) -> None:
    assert statuses(before + line) == {"holds"}
    assert derived(before + line)[0].startswith(statement)
    assert not accused(before + line)


@pytest.mark.parametrize(("before", "line", "statement", "twin", "becomes"), NUMBERS)
def test_its_falsified_twin(before: str, line: str, statement: str, twin: str, becomes: str) -> None:
    assert "holds" not in statuses(before + twin)
    assert not derived(before + twin)
    if becomes == REFUTED:
        assert accused(before + twin)
        assert statuses(before + twin) == {"refuted"}
    else:
        assert not accused(before + twin)


CONV = "# Convolution\n\nA 3x3 convolution takes a 28x28x16 map to 32 channels, no bias, same padding.\n\n"
FILTERS = "# 畳み込み\n\n28×28×16 の入力に 3×3 のフィルタを 32 枚（バイアスなし、ゼロパディング）。\n\n"
SHARES = "# Depthwise separable convolution\n\nThe plain layer needs 4,608 weights, the separable one 922; kernels of 3x3, 32 output channels.\n\n"
LOOK_ALIKES = [
    (CONV, "See page 4608 of the book."), (CONV, "The paper is from 2016."), (CONV, "AlexNet won in 2012 with 1,200,000 training images."),
    (CONV, "We train on 50,000 pictures of CIFAR-10."), (CONV, "The learning rate is 0.004608."), (CONV, "Accuracy rises to 46.08 % after 30 epochs."),
    (CONV, "Batch size 128, 4,608 epochs, 16 GPUs."), (CONV, "It took 4608 seconds on my laptop."), (CONV, "Exercise 4608: see figure 288 and table 144."),
    (CONV, "The file has 4,608 bytes."), (CONV, "The dataset has 4,608 images in 32 classes."), (CONV, "It is 4608 words long."), (CONV, "It has 4608 citations."),
    (FILTERS, "教科書の 288 ページを参照。"), (FILTERS, "4608 年に発表された。"), (FILTERS, "学習には 4,608 枚の画像を使った。"), (FILTERS, "学習率は 0.4608 とした。"),
    (FILTERS, "4,608 人が受講した。"), (FILTERS, "所要時間は 4608 秒。"), (FILTERS, "第 4608 回"), (FILTERS, "メモリは 4608 MB ある。"), (FILTERS, "約 120 万枚、4608 クラス。"),
    (FILTERS, "引用は 4,608 件。"), (SHARES, "Half of the students were late."), (SHARES, "It is 3 times as popular."), (SHARES, "Training took 30 % of the day."), (SHARES, "誤り率は 3 分の 1 になった。"),
    ("# Receptive field\n\nFour layers of 3x3 convolutions.\n\n", "Homework 9 is due on the 9th."), ("# DenseNet\n\nk_0 = 64, k = 32, 6 layers.\n\n", "It has 256 citations."),
    ("# Batch normalization\n\nN = 16, C = 32, H = W = 8.\n\n", "The paper has 32 pages and 16 figures."), ("# バッチ正規化\n\nN = 16, C = 32, H = W = 8。\n\n", "32 ページに 16 個の問がある。"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "line"), LOOK_ALIKES)
def test_a_number_of_something_else_is_no_count(before: str, line: str) -> None:
    assert not statuses(before + line) & {"holds", "holds_if", "refuted"}
    assert not accused(before + line)
    if before != SHARES:  # two totals may have any share
        assert not derived(before + line)


@pytest.mark.parametrize("line", ["How many parameters: 4,608?", "バイアスを含めると 4,608 個でしょうか？", "## 4,608 parameters"])
def test_questions_and_headings_state_nothing(line: str) -> None:
    assert not derived(CONV + line)
    assert derived(CONV + "All in all, 4,608 parameters.")


def test_places_that_are_read_already_are_left_alone() -> None:
    [view] = views(CONV + "All in all, 4,608 parameters.")
    assert settled(derivations(view, [(0, 3)]), view, "holds")
    assert not settled(derivations(view, [(0, 16)]), view, "holds")


def test_a_share_of_a_total_in_doubt_says_nothing() -> None:
    before = "# Cost\n\nBefore: 80,000 multiplications.\n\n"
    assert derived(before + "After: 20,000 multiplications.\n\nThat is a quarter.")
    assert not derived(before + "So a quarter, which makes 20,000 multiplications.")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("It has 0.59 million multiply-adds.", [("count", "macs", (590_000,), "59*10000")]),
        ("約 177 万回の掛け算", [("count", "macs", (1_770_000,), "177*10000")]),
        ("4.6K weights", [("count", "params", (4_600,), "46*100")]),
        ("about 1,200 weights", [("count", "params", (1_200,), "12*100")]),
        ("1,200 weights", [("count", "params", (1_200,), "1200")]),
        ("It comes to 1,200 weights, from 30 to 40.", [("count", "params", (1_200,), "1200"), ("size", "params", (30,), "30")]),
        ("見えるのは 15 画素", [("extent", "extent", (15,), "15")]), ("出てくるのは 56 チャネル", [("extent", "channels", (56,), "56")]),
        ("The map is 12x14x3.", [("shape", "", (12, 14, 3), "12")]), ("(3, 28, 28)", [("shape", "", (3, 28, 28), "3")]),
        ("seven outputs", [("size", "", (7,), "7")]), ("layer 7, C = 8, x^2, 第 6", []), ("12 bytes, 3 seconds, 2 人, 4 件", []),
    ],
)  # fmt: skip
def test_what_a_sentence_states(line: str, found: list[tuple[str, str, tuple[int, ...], str]]) -> None:
    assert [(v.kind, v.unit, v.numbers, v.printed) for v in values(line) if v.kind != "share"][: len(found) or None] == found


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("8.8 分の 1", Fraction(5, 44)), ("1/9", Fraction(1, 9)), ("about a tenth", Fraction(1, 10)), ("74 %", Fraction(37, 50)), ("３割減る", Fraction(7, 10)),
        ("7割5分減る", Fraction(1, 4)), ("30 % less", Fraction(7, 10)), ("it saves about 30 %", Fraction(7, 10)), ("reduces the cost by 30 %", Fraction(7, 10)),
        ("削減率は 30 %", Fraction(7, 10)), ("8 times less", Fraction(1, 8)), ("8 times as many", Fraction(8)), ("20 倍", Fraction(20)), ("半分", Fraction(1, 2)),
        ("halved", Fraction(1, 2)), ("a hundred times", Fraction(100)), ("a quarter", Fraction(1, 4)),
    ],
)  # fmt: skip
def test_what_a_share_comes_to(words: str, share: Fraction) -> None:
    assert [v.share for v in values(f"Then {words}.") if v.kind == "share"] == [share]


def test_what_stands_around_a_value() -> None:
    found = near("# Layer\n\nA 5x5 convolution (no bias) on a 20x30x6 map, padding 2.\n\nThen 7x7 kernels on 8 channels have 392 weights.")
    assert (found.own_kernels, found.shapes, found.biases) == ([7], [(7, 7), (5, 5), (20, 30, 6)], ("false",))
    assert found.channels("in_channels")[0] == 8
    assert {6, 8} <= set(found.channels("out_channels"))
    assert not {20, 30} & set(found.channels("out_channels"))  # sides of a map


def test_the_factors_of_a_written_product_are_no_sizes_given() -> None:
    found = near("The layer has 3 * 3 * 16 * 32 = 4,608 weights.")
    assert not found.bare


@pytest.mark.parametrize(
    ("line", "sizes"),
    [
        ("7×7 に 3×3 のフィルタ、ストライド 2、パディング 0 → 3", (7, 3, 2, 0)), ("11x11 input, 3x3 kernel, stride 2, padding 0 -> 5", (11, 3, 2, 0)),
        ("長さ 50 の信号に幅 5 のフィルタ、パディング 0 だから、出力は 46 点。", (50, 5, 1, 0)), ("A row of 31 pixels, a window of 5, stride 2, padding 1: 15 outputs.", (31, 5, 2, 1)),
        ("A row of 31 pixels, a window of 5, stride 2: 14 outputs.", None), ("A row of 31 pixels, a window of 5, stride 1 or stride 2, padding 1: 15 outputs.", None),
    ],
)  # fmt: skip
def test_the_sizes_of_a_window(line: str, sizes: tuple[int, int, int, int] | None) -> None:
    assert lengths.given(near(line)) == sizes


def test_what_is_said_of_stacks_and_blocks() -> None:
    assert extents.layers("seven layers, 3 段, 九層") == [3, 7, 9]
    assert extents.widths("width 5, a kernel of 3, 幅は 2, 7-tap") == [5, 3, 2, 7]
    assert extents.cycles("stacked 4 times, 2 回繰り返す") == [1, 4, 2]
    blocks = list(extents.blocks(near("# DenseNet\n\nk_0 = 64, k = 32.\n\nThe fourth layer reads 160 channels.")))
    assert [(b.first, b.rate, b.layers) for b in blocks] == [(64, 32, 3)]


MANY = 3_000
BEFORE = "# Convolution\n\nA 3x3 convolution from 16 to 32 channels on a 28x28 map, dilation doubling, 4 layers, DenseNet.\n\n"
HOSTILE = {
    "digits": "It has " + "7" * 20_000 + " parameters.", "thousands": "パラメータは 1" + ",234" * MANY + " 個。",
    "numbers": "It has " + " ".join(str(1_000 + n) for n in range(MANY)) + " parameters.", "counts": "、".join(f"{1_000 + n} 個" for n in range(MANY)),
    "shapes": ", ".join(f"{n}x{n}x{n}" for n in range(1, MANY)), "shares": ", ".join(f"{n} times" for n in range(2, MANY)) + " of 1,200,000",
    "fields": "The field is " + ", ".join(f"{n} samples" for n in range(2, MANY)), "joined": ", ".join(f"{n} channels" for n in range(2, MANY)),
    "equals": "= " * MANY + "9", "times": "3 x " * MANY + "9", "zeros": "about 1" + "0" * 20_000 + " weights", "point": "0." + "3" * 20_000 + " million",
    "spaces": f"1,200{' ' * 20_000}weights, saves{' ' * 20_000}20 %, of{' ' * 20_000}3 x{' ' * 20_000}3",
}  # fmt: skip


@pytest.mark.parametrize("place", ["the line", "the line before"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lines_take_bounded_time(name: str, place: str) -> None:
    note = BEFORE + HOSTILE[name] + ("" if place == "the line" else "\n\nIt has 4,608 weights.")
    here = list(views(note))
    began = time.process_time()
    for view in here:
        for readings in (derivations(view, []), accusations(view, [])):
            list(readings)
    assert time.process_time() - began < 3


def test_letters_of_whatever_meaning_give_sizes() -> None:
    head = "# Listing\n\nOne layer of the model (R=28, T=3, P=64, Q=128):\n\n| op | mults |\n|---|---|\n| plain |"
    assert statuses(f"{head} 57,802,752 |\n") == {"holds"}
    assert "holds" not in statuses(f"{head} 57,802,753 |\n")


def test_a_bare_number_in_an_item_counts_what_the_text_above_counts() -> None:
    sizes = "## Parameters\n\nInput with 3 channels, 16 filters of 3x3, biases included.\n\n"
    assert statuses(f"{sizes}- 448\n") == {"holds"}
    assert "holds" not in statuses(f"{sizes}- 449\n")
