"""Worked sizes, listings and shapes in the words of many hands: true ones hold, their falsified twins are refuted."""

import pytest
from kenzan.reports.verification import verify_text

# What stands above, a true sentence, and the same with one thing wrong.
PAIRS = [
    ("## 方眼紙\n\n9×9 のマスに 3×3 の枠を置く。余白なし、1マスずつ動かす。", "できあがる絵は 7×7。", "できあがる絵は 8×8。"),
    ("## 方眼紙\n\n7×7 の写真に 3×3 の枠を置く。余白はなし、ずらすのは1マスずつ。", "すると枠は横に5か所置ける。", "すると枠は横に6か所置ける。"),
    (
        "## Example\n\nTake a 32x32x3 picture, ten 5x5 filters, stride 1, pad 2.",
        "Out comes 32x32x10.",
        "Out comes 28x28x10.",
    ),
    ("## 例\n\n", "- W = 28，F = 5，P = 0，S = 1 ならば 24", "- W = 28，F = 5，P = 0，S = 1 ならば 25"),
    (
        "## Convolution\n\nThe input is n by n. Each filter is f by f; the layer pads p zeros on every side and moves s at a time.\n\n",
        "The output is floor((n + 2p - f)/s) + 1 on a side.",
        "The output is floor((n + p - f)/s) + 1 on a side.",
    ),
    (
        "## 出力サイズ\n\n",
        "`nn.Conv2d(3, 16, 5)` に 3×32×32 の画像を通すと 16×28×28 が出てくる。",
        "`nn.Conv2d(3, 16, 5)` に 3×32×32 の画像を通すと 16×27×27 が出てくる。",
    ),
    (
        "## 出力サイズ\n\n",
        "`nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3)` は 224×224 を 112×112 にする。",
        "`nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3)` は 224×224 を 111×111 にする。",
    ),
    (
        "## 出力サイズ\n\n",
        "`nn.MaxPool2d(2)` を通すと 28×28 が 14×14 になる。",
        "`nn.MaxPool2d(2)` を通すと 28×28 が 13×13 になる。",
    ),
    (
        "## Shapes\n\n",
        "A 5x5 kernel on a 14x14 input, no padding, gives 10x10.",
        "A 5x5 kernel on a 14x14 input, no padding, gives 9x9.",
    ),
    (
        "## Shapes\n\n",
        "Sliding a 3x3 window over a 6x6 image leaves 4x4 positions.",
        "Sliding a 3x3 window over a 6x6 image leaves 3x3 positions.",
    ),
    ("## Try a few\n\n- 7x7 input, F=3, S=1, P=0: 5x5\n", "- same, S=2: 3x3", "- same, S=2: 4x4"),
    (
        "## Try a few\n\n",
        "- [64x64x16], K=32, F=4, S=2, P=1: [32x32x32]",
        "- [64x64x16], K=32, F=4, S=2, P=1: [31x31x32]",
    ),
    ("## 例\n\n", "- 入力 10×10、k=3、s=1、p=1 ⇒ 10×10", "- 入力 10×10、k=3、s=1、p=1 ⇒ 8×8"),
    (
        "## 例\n\n* 画像の大きさ 28×28\n* フィルタ 5×5（20枚）\n* ストライド 1、パディング 0\n\n",
        "このとき特徴マップは 24×24 が 20枚できる。",
        "このとき特徴マップは 23×23 が 20枚できる。",
    ),
    (
        "## Net\n\n```\n(3, 32, 32)\n -> Conv2d(3, 16, 3, padding=1) -> (16, 32, 32)\n",
        " -> MaxPool2d(2)               -> (16, 16, 16)\n```",
        " -> MaxPool2d(2)               -> (16, 15, 15)\n```",
    ),
    (
        "## VGG\n\n",
        "224×224 を 2×2・ストライド2 のプーリングに 5 回通すと 7×7 になる。",
        "224×224 を 2×2・ストライド2 のプーリングに 5 回通すと 14×14 になる。",
    ),
    (
        "## VGG\n\n",
        "After five 2x2 max poolings a 224x224 image has shrunk to 7x7.",
        "After five 2x2 max poolings a 224x224 image has shrunk to 14x14.",
    ),
    (
        "## CNN\n\n",
        "Two unpadded 3x3 convolutions take a 32x32 image to 28x28.",
        "Two unpadded 3x3 convolutions take a 32x32 image to 30x30.",
    ),
    (
        "| Layer | Output shape |\n|---|---|\n| Input | (3, 32, 32) |\n| Conv2d(3, 16, 3, padding=1) | (16, 32, 32) |\n",
        "| MaxPool2d(2, 2) | (16, 16, 16) |",
        "| MaxPool2d(2, 2) | (16, 32, 16) |",
    ),
    (
        "| stage | operator | output |\n|--|--|--|\n| 0 | - | 64x64x3 |\n| 1 | 3x3 conv, stride 2, same | 32x32x16 |\n",
        "| 2 | global average pooling | 1x1x16 |",
        "| 2 | global average pooling | 2x2x16 |",
    ),
    (
        "| 層 | サイズ |\n|--|--|\n| 入力 | 28×28×1 |\n| 畳み込み 5×5×20 | 24×24×20 |\n",
        "| プーリング 2×2 | 12×12×20 |",
        "| プーリング 2×2 | 12×12×10 |",
    ),
    (
        "## GAP\n\n",
        "7×7×512 の特徴マップにグローバル平均プーリングをかけると 512 次元のベクトルになる。",
        "7×7×512 の特徴マップにグローバル平均プーリングをかけると 49 次元のベクトルになる。",
    ),
    (
        "## GAP\n\n",
        "Global average pooling turns a 7x7x512 map into 512 numbers.",
        "Global average pooling turns a 7x7x512 map into 49 numbers.",
    ),
    ("## Flatten\n\n", "16×5×5 を平らにすると 400 次元。", "16×5×5 を平らにすると 380 次元。"),
    (
        "## Flatten\n\n",
        "Flattening a 7x7x512 volume gives a vector of 25,088 entries.",
        "Flattening a 7x7x512 volume gives a vector of 25,880 entries.",
    ),
    (
        "## 1×1\n\n",
        "28×28×192 に 1×1 の畳み込みを 32 枚かけると 28×28×32。",
        "28×28×192 に 1×1 の畳み込みを 32 枚かけると 28×28×192。",
    ),
    (
        "## Transition Layer\n\n1×1 Conv のあと 2×2 の平均プーリング。\n\n",
        "56×56 のマップは 28×28 になって出てくる",
        "56×56 のマップは 14×14 になって出てくる",
    ),
    (
        "## DenseNet\n\n",
        "- Transition Layer を一回通ると、縦も横も 2 分の 1 になる",
        "- Transition Layer を一回通ると、縦も横も 4 分の 1 になる",
    ),
    ("## ResNet\n\n", "- ブロックを通っても縦横のサイズは変わらない", "- ブロックを通ると縦横のサイズは半分になる"),
    (
        "## DenseNet\n\n",
        "Dense Block の中では縦横のサイズは変わらない。",
        "Dense Block の中では縦横のサイズが小さくなっていく。",
    ),
    ("## Same padding\n\n", "P=1 for F=3 keeps the size at stride 1.", "P=2 for F=3 keeps the size at stride 1."),
    (
        "## Convolution\n\n",
        "Without padding each 3x3 layer eats one pixel on every side.",
        "Without padding each 3x3 layer eats two pixels on every side.",
    ),
    (
        "## 畳み込み\n\n",
        "パディングなしだと 3×3 を通すたびに縦横が 2 画素減る。",
        "パディングなしだと 3×3 を通すたびに縦横が 1 画素減る。",
    ),
    (
        "## 畳み込み\n\n",
        "パディングなしで畳み込むと出力は入力より小さくなる。",
        "パディングなしで畳み込むと出力は入力より大きくなる。",
    ),
    (
        "## 記号\n\n* 特徴マップの縦・横：H、W\n* 入力側チャネル数：C\n* フィルタの一辺：K\n* フィルタの枚数：M\n\nストライドは1、ゼロ埋めで縦横を保つ。\n\n* 普通の畳み込み\n",
        "    * でき上がるマップは H×W×M",
        "    * でき上がるマップは H×W×C",
    ),
    (
        "## 記号\n\n* 特徴マップの縦・横：H、W\n* 入力側チャネル数：C\n* フィルタの一辺：K\n* フィルタの枚数：M\n\nストライドは1、ゼロ埋めで縦横を保つ。\n\n* Depthwise 畳み込み\n",
        "    * でき上がるマップは H×W×C",
        "    * でき上がるマップは H×W×M",
    ),
    (
        "■ MobileNet\n\n\u3000D_F … 特徴マップの一辺\n\u3000D_K … カーネルの一辺\n\u3000M … 入力チャネル数\n\u3000N … 出力チャネル数\nストライド1、same パディング。\n\n● 通常の畳み込み\n\u3000計算量\u3000D_K・D_K・M・N・D_F・D_F\n",
        "\u3000出力の形\u3000D_F×D_F×N",
        "\u3000出力の形\u3000D_F×D_F×M",
    ),
    (
        "## 転置畳み込み\n\n",
        "出力サイズは (i-1)×s + k - 2p で求まる。入力 i、カーネル k、ストライド s、パディング p。",
        "出力サイズは i×s + k - 2p で求まる。入力 i、カーネル k、ストライド s、パディング p。",
    ),
    (
        "## D2L\n\n",
        "An 8x8 input with padding 1 on all sides and a 3x3 kernel gives an 8x8 output.",
        "An 8x8 input with padding 1 on all sides and a 3x3 kernel gives a 9x9 output.",
    ),
    (
        "## D2L\n\nWe set the kernel height and width to 3, padding of 1 and stride 2. ",
        "An 8x8 input then becomes 4x4.",
        "An 8x8 input then becomes 5x5.",
    ),
    (
        "## AlexNet\n\n1. 入力 227×227×3\n",
        "2. 11×11、ストライド4、96枚の畳み込み → 55×55×96（パラメータ 11×11×3×96＋96＝34,944）",
        "2. 11×11、ストライド4、96枚の畳み込み → 54×54×96（パラメータ 11×11×3×96＋96＝34,944）",
    ),
    (
        "## Upsampling\n\n",
        "Nearest neighbour upsampling by 2 turns 16x16 into 32x32.",
        "Nearest neighbour upsampling by 2 turns 16x16 into 64x64.",
    ),
    (
        "## U-Net\n\n",
        "2倍のアップサンプリングで 28×28 は 56×56 に戻る。",
        "2倍のアップサンプリングで 28×28 は 112×112 に戻る。",
    ),
    (
        "## 1D\n\n",
        "長さ 100 の信号に幅 5 のカーネルをかけると長さ 96 になる。",
        "長さ 100 の信号に幅 5 のカーネルをかけると長さ 95 になる。",
    ),
    (
        "## 出力サイズ\n\n入力の一辺を $n$、カーネルの一辺を $f$、片側のパディングを $p$、ストライドを $s$ とすると、",
        "出力の一辺は $\\lfloor (n+2p-f)/s \\rfloor + 1$ である。",
        "出力の一辺は $\\lfloor (n+p-f)/s \\rfloor + 1$ である。",
    ),
    (
        "## Output size\n\nSettings for which the division leaves a remainder are not legal in this course.\n\n",
        "The output has width (W - F + 2P)/S + 1, where P zeros are added on each side.",
        "The output has width (W - F + P)/S + 1, where P zeros are added on each side.",
    ),
    (
        "## 問題\n\n32×32×3 の画像に、5×5 のフィルタ 10 枚をストライド 1、パディング 2 で適用する。\n",
        "出力ボリュームの大きさは 32×32×10 になる。",
        "出力ボリュームの大きさは 32×32×3 になる。",
    ),
    (
        "## Keras\n\n",
        "`Conv2D(32, (3, 3), activation='relu')` on a 28x28x1 image gives (26, 26, 32).",
        "`Conv2D(32, (3, 3), activation='relu')` on a 28x28x1 image gives (28, 28, 32).",
    ),
    (
        "## Worked example\n\nA 9x9 image is convolved with a 3x3 kernel. ",
        "Using stride 2 and no padding we end up with a 4x4 map.",
        "Using stride 2 and no padding we end up with a 5x5 map.",
    ),
    (
        "## 計算\n\n",
        "(28 - 5 + 2×2)/1 + 1 = 28 なので、28×28 の入力に 5×5・パディング 2 をかけても大きさは 28×28 のまま。",
        "(28 - 5 + 2×2)/1 + 1 = 28 なので、28×28 の入力に 5×5・パディング 1 をかけても大きさは 28×28 のまま。",
    ),
    (
        "## AlexNet\n\n",
        "The first layer (96 kernels of size 11x11, stride 4) maps the 227x227x3 input to 55x55x96.",
        "The first layer (96 kernels of size 11x11, stride 4) maps the 227x227x3 input to 56x56x96.",
    ),
    (
        "## Q&A\n\n**Q.** 224×224 の画像を stride 2、padding 3 の 7×7 conv に入れたら何×何になりますか？\n\n",
        "**A.** 112×112 です。",
        "**A.** 111×111 です。",
    ),
    (
        "## 転置畳み込み\n\n",
        "4×4 のマップに、カーネル 4×4、ストライド 2、パディング 1 の転置畳み込みをかけると 8×8 になる。",
        "4×4 のマップに、カーネル 4×4、ストライド 2、パディング 1 の転置畳み込みをかけると 7×7 になる。",
    ),
    (
        "## 全結合\n\n",
        "7×7×64 の特徴マップを Flatten すると 3,136 次元のベクトルになる。",
        "7×7×64 の特徴マップを Flatten すると 3,163 次元のベクトルになる。",
    ),
    (
        "## LeNet\n\n",
        "After the first 5x5 convolution (no padding) the 32x32 image is 28x28, and after the 2x2 pooling it is 14x14.",
        "After the first 5x5 convolution (no padding) the 32x32 image is 28x28, and after the 2x2 pooling it is 15x15.",
    ),
    ("## LeNet\n\n", "C1 は 5×5 が 6 枚なので 32×32 → 28×28×6。", "C1 は 5×5 が 6 枚なので 32×32 → 27×27×6。"),
    (
        "```\nConv(3→16, k3, s1, p1)   : 32×32×3  → 32×32×16\n",
        "MaxPool(k2, s2)          : 32×32×16 → 16×16×16\n```",
        "MaxPool(k2, s2)          : 32×32×16 → 8×8×16\n```",
    ),
    (
        "| | out | note |\n|---|---|---|\n| input | 224×224×3 | |\n",
        "| conv 7×7, 64, /2 | 112×112×64 | padding 3 |",
        "| conv 7×7, 64, /2 | 111×111×64 | padding 3 |",
    ),
    (
        "| 層 | カーネル | 出力 |\n|---|---|---|\n| 入力 | – | 32×32×1 |\n| C1 | 5×5, 6枚 | 28×28×6 |\n| S2 | 2×2 平均プーリング | 14×14×6 |\n",
        "| C3 | 5×5, 16枚 | 10×10×16 |",
        "| C3 | 5×5, 16枚 | 12×12×16 |",
    ),
    (
        "## 1×1 畳み込み\n\n",
        "ストライド 1 の 1×1 の畳み込みでは縦横の大きさは変わらない。",
        "1×1 の畳み込みでは縦横の大きさが半分になる。",
    ),
    (
        "## Batch norm\n\n",
        "Batch normalization leaves the shape of its input unchanged.",
        "Batch normalization changes the shape of its input.",
    ),
    ("## ReLU\n\n", "ReLU をかけても形は変わらない。", "ReLU をかけると形が変わる。"),
    (
        "## プーリング\n\n",
        "プーリングはチャネルごとに行うので、チャネル数は変わらない。",
        "プーリングはチャネルをまとめて行うので、チャネル数は 1 になる。",
    ),
    (
        "## 畳み込み\n\n",
        "フィルタを 20 枚使えば出力は 20 チャネルになる。",
        "フィルタを 20 枚使えば出力は 10 チャネルになる。",
    ),
    (
        "## Conv\n\n",
        "The number of output channels equals the number of filters.",
        "The number of output channels equals the number of input channels.",
    ),
    ("## ResNet\n\n", "- 足すには F(x) と x の形がおなじ必要あり", "- 足すには F(x) と x の形がちがう必要あり"),
    (
        "## 残差ブロック\n\n",
        "ResNetでは、ブロックの入力を出力へ要素ごとに加算します。加算のためには両者の形が一致していなければなりません。",
        "ResNetでは、ブロックの入力を出力へ要素ごとに加算します。加算のためには両者の形が一致している必要はありません。",
    ),
    (
        "## Residual Networks\n\nA residual block computes x + F(x). ",
        "For the addition to make sense, body and shortcut must agree in shape.",
        "For the addition to make sense, body and shortcut must differ in shape.",
    ),
    (
        "## v1\n\n入力は 224 x 224 x 3。\n\n| Layer | Stride | 出力 |\n| --- | --- | --- |\n| Conv 3x3 / 32 | 2 | 112 x 112 x 32 |\n| dw 3x3 | 1 | 112 x 112 x 32 |\n| pw / 64 | 1 | 112 x 112 x 64 |\n",
        "| dw 3x3 | 2 | 56 x 56 x 64 |",
        "| dw 3x3 | 2 | 56 x 56 x 128 |",
    ),
    (
        "## 検査\n\n画像は縦480、横640、RGBの3チャネルです。",
        "最初の層は3×3のフィルタを16枚、ストライド2、上下左右に1画素のゼロ詰めで、出力は240×320×16となります。",
        "最初の層は3×3のフィルタを16枚、ストライド2、上下左右に1画素のゼロ詰めで、出力は239×319×16となります。",
    ),
    (
        "## Ex\n\n**Example 5.1.** Let an image of 11x8 be scanned by a window of 3x5 with p_h = 0, p_w = 2, s_h = 3, s_w = 4. ",
        "The output is 3x2.",
        "The output is 3x3.",
    ),
    (
        "## Ex\n\nLet n_h = n_w = 32, c = 3, and let twenty filters of 3x3 be applied without padding. ",
        "The output is 30x30x20.",
        "The output is 32x32x20.",
    ),
    ("## DenseNet\n\n", "- ブロックの中では H, W かわらない", "- ブロックの中では H, W が半分になる"),
    ("## VGG\n\n", "- VGG16\u3000224 →(2×2 pool を 5 回)→ 7×7×512", "- VGG16\u3000224 →(2×2 pool を 5 回)→ 14×14×512"),
    (
        "## 転置畳み込み\n\n一辺 n の入力に核 q、歩幅 s、詰め p の転置畳み込みを施すと、",
        "出力の一辺は s(n - 1) + q - 2p である。",
        "出力の一辺は s(n - 1) + q + 2p である。",
    ),
    (
        "## 畳み込み\n\n入力の幅 W、フィルタ幅 F、片側の詰め物 P、歩幅 S。\n\n",
        "出力の幅は floor((W - F + 2P)/S) + 1",
        "出力の幅は floor((W - F + P)/S) + 1",
    ),
    (
        "## Pooling\n\n",
        "224 by 224 by 64, two by two max pool with stride two, you get 112 by 112 by 64.",
        "224 by 224 by 64, two by two max pool with stride two, you get 112 by 112 by 32.",
    ),
    (
        "## GAP\n\n| 層 | 出力 |\n|--|--|\n| conv 3×3, 64枚 | 12×12×64 |\n\n",
        "このあと GAP で 64 個の数にまとめる。",
        "このあと GAP で 144 個の数にまとめる。",
    ),
    ("## A\n\n", "3×3、p=1、s=1 なら 56×56 は 56×56 のまま。", "3×3、p=0、s=1 なら 56×56 は 56×56 のまま。"),
    (
        "## T\n\n",
        "A 64x48 picture passed through seven layers of 3x3 kernels therefore comes out as 50x34.",
        "A 64x48 picture passed through seven layers of 3x3 kernels therefore comes out as 50x36.",
    ),
    (
        "## 畳み込み\n\n",
        "h = w = 28、k = 5、s = 1、p = 2 のとき 28 になる。",
        "h = w = 28、k = 5、s = 1、p = 2 のとき 26 になる。",
    ),
    (
        "## メモ\n\n",
        "28×28 に 3×3 (p=1, s=2) → 13.5 + 1 = 14.5 だから切り捨てて 14×14",
        "28×28 に 3×3 (p=1, s=2) → 14.5 だから切り上げて 15×15",
    ),
    ("## メモ\n\n", "- 224 k7 s2 p3 → 112", "- 224 k7 s2 p3 → 111"),
    (
        "## 表\n\n| 入力 | 層 | 出力 |\n|--|--|--|\n",
        "| 3×32×32 | `nn.Conv2d(3, 8, 3, padding=1)` | 8×32×32 |",
        "| 3×32×32 | `nn.Conv2d(3, 8, 3, padding=1)` | 8×30×30 |",
    ),
    (
        "## 例\n\n1 枚 28×28 の手書き数字を考える。",
        "カーネル 5×5 をパディングなしで滑らせると、置ける場所は 24×24 通り。",
        "カーネル 5×5 をパディングなしで滑らせると、置ける場所は 23×23 通り。",
    ),
    (
        "## Notes\n\n",
        "A stride-2 3x3 convolution with padding 1 maps 56x56 to 28x28.",
        "A stride-2 3x3 convolution with padding 1 maps 56x56 to 27x27.",
    ),
    (
        "## Notes\n\n",
        "If we max-pool a 13x13x256 volume with 3x3 windows and stride 2, we are left with 6x6x256.",
        "If we max-pool a 13x13x256 volume with 3x3 windows and stride 2, we are left with 7x7x256.",
    ),
    (
        "## 計算問題\n\n(1) 入力 32×32、フィルタ 5×5、ストライド 1、パディング 0。\n",
        "\u3000→ 出力は 28×28",
        "\u3000→ 出力は 27×27",
    ),
    (
        "## 計算問題\n\n【問】12×12 の特徴マップに、2×2 の平均プーリング（ストライド 2）を施した。出力の大きさを求めよ。\n",
        "【解】6×6",
        "【解】5×5",
    ),
    (
        "## ネットワーク構成\n\n1. 入力: 28×28×1\n2. 畳み込み(5×5, 32枚, same): 28×28×32\n3. 最大プーリング(2×2): 14×14×32\n",
        "4. 畳み込み(5×5, 64枚, same): 14×14×64",
        "4. 畳み込み(5×5, 64枚, same): 14×14×32",
    ),
    ("## DenseNet\n\n", "transition (θ=0.5): 56×56×256 → 28×28×128", "transition (θ=0.5): 56×56×256 → 56×56×128"),
]

# True only under a condition that the sentence does not give.
IMPRECISE = [
    ("## パディング\n\n", "3×3 ならパディング1、5×5 ならパディング2 で、入力と出力の大きさがそろう。"),
    ("## Convolution\n\n", "A 3x3 kernel with P=1 keeps width and height as they are."),
    ("## パディング\n\n", "3×3 ならパディング1、5×5 ならパディング2 で、入力と出力の大きさがそろう。"),
]

# What is not plain enough to accuse anybody.
CAREFUL = [
    "## AlexNet\n\n1. 入力 227×227×3\n2. 11×11、ストライド4、96枚の畳み込み → 55×55×96\n3. （中略）\n4. 最後のプーリング 13×13×256 → 6×6×256",
    "## CNN\n\n| 層 | 出力 |\n|--|--|\n| conv 3×3, same | 32×32×16 |\n| ... | ... |\n| max pool 2×2 | 4×4×64 |",
    "## Example\n\nAn 11x8 image and a 3x5 window give 9x4.\n\nLet twenty filters of 3x3 be applied without padding to the picture of last week. The output is 30x30x20.",
    "## ResNet\n\nA 7x7 convolution (stride 2, padding 3) and a 3x3 max pool (stride 2, padding 1) take a 224x224 image first to 112x112 and then to 56x56.",
    "## 練習\n\nストライドを 2 にすると半分になる。\n\n- 3×3 のときは P=1 にしておけば大きさは変わらない",
    "## mobile\n\npw が 3 段とも同じ値なのは偶然ではない。縦横が半分になって面積が 1/4、チャネルが 2 倍ずつで 4 倍。",
    "## up\n\nTwo transposed convs of stride 16 each. With kernel 32 and padding 8 the output of each is exactly 16 times as long as its input.",
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


@pytest.mark.parametrize("text", CAREFUL)
def test_nobody_is_accused_for_another_layers_sizes(text):
    assert "refuted" not in statuses("", text)
