"""True sentences of kinds that were once misread, each with a falsehood of its kind that is still refuted."""

import pytest
from kenzan.reports.verification import verify_text

LETTERS = "- 入力特徴マップ：縦横 $F \\times F$、チャネル数 $M$\n- 出力特徴マップ：縦横 $F \\times F$、チャネル数 $N$\n- カーネルサイズ：$K \\times K$\n\n"
COUNTS = "- depthwise\n  - 重みは 4,608\n  - MAC は 903,168\n- pointwise\n  - 重みは 262,144\n  - MAC は 51,380,224\n- 二段の合計は "
LAYERS = "1. conv：156\n2. pool：0\n3. conv：2,416\n4. flatten：5×5×16 = 400\n5. fc：48,120\n\n合計 "
IMAGES = "Batch norm: 8 images of 64 x 32 x 32. If the batch shrinks from 8 to 2, batch norm has "
ROWS = "# Q. Group Normalization\n\n(N, C, H, W) = (4, 64, 16, 16)、グループは 32。\n\n| 手法 | 平均の数 |\n|---|---|\n| バッチ | 64 |\n| レイヤー | {} |\n| インスタンス | 256 |\n"

PAIRS = [  # a text, a value of it that is right, one that is wrong
    ("Neither average nor max pooling {} the number of channels.", "changes", "preserves"),
    (LETTERS + "Depthwise Separable Convolution の計算量は通常の畳み込みの $\\frac{{1}}{{{}}}+\\frac{{1}}{{K^2}}$ 倍である。", "N", "M"),
    ("{} 畳み込みは出力チャネルごとに入力チャネル 1 枚しか見ない。", "depthwise", "pointwise"),
    (COUNTS + "{} MAC", "52,283,392", "52,383,392"),
    (LAYERS + "{}。", "50,692", "50,792"),
    (IMAGES + "{} values per mean.", "2048", "4096"),
    ("検算: $1/512 + 1/9 = 0.00195 + {} = 0.11306$。", "0.11111", "0.11211"),
    (ROWS, "4", "8"),
    ("# Batch norm\n\nIn a conv net, all positions of a {} share one mean.", "channel", "sample"),
    ("$(5-1)\\cdot 2-2\\cdot 1+4={}$", "10", "12"),
    ("| k | receptive field of two layers |\n|---|---|\n| 3 | {} |", "5", "6"),
    ("3. Does a residual block {} its input and its output? -> No", "concatenate", "add"),
    ("- ✗ 最大プーリングはチャネル数を{} → 各チャネルで最大値をとる", "減らす", "変えない"),
    ("- 3x3 conv, 64 -> 128, no bias: {} weights", "73,728", "73,856"),
    ("| 種類 | 計算量 | 出力の形 |\n|---|---|---|\n| Depthwise | {} | H×W×C |\n| Pointwise | H×W×C×M | H×W×M |", "H×W×C×K×K", "H×W×C×K"),
    ("# 畳み込み\n\n画像が大きくなってもパラメータ数は増えない（計算量は{}）。", "増える", "増えない"),
    ("- ResNet-50 = 1 + 3·(3+4+6+{}) + 1 weighted layers", "3", "2"),
    ("- with a padding of 1 a 32x32 map turns into {}", "34x34", "33x33"),
    ("The convolution (3×3, 64 → 64, no bias) has ${}$ weights.", "36{,}864", "36{,}964"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The depthwise part takes $903{{,}}168$ and the pointwise part $51{{,}}380{{,}}224$ multiplications. The saving is a factor of about ${}$.", "8.84", "7.84"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The baseline needs ${}$ multiplications.", "462{,}422{,}016", "462{,}422{,}116"),
    ("## 3. 正規化\n\n**問1** 入力 56×56×64、3×3 の Depthwise Separable Convolution(ストライド 1、パディング 1)、出力チャネル 128。\n重みの数はどれか。バイアスは含めない。\n\n- (ア) 8,768\n- (イ) 73,728\n\n**答え** ({})", "ア", "イ"),
    ("The receptive field is 1024 samples. At 16 kHz that is 1024 / 16000 s = {} ms.", "64", "32"),
    ("# VGG\n\nAll POOL layers are 2x2 with stride 2. \"weights\" leaves the biases out.\n\n| layer | volume | memory | weights |\n|---|---|---|---|\n| CONV3-64 | [224x224x64] | 3,211,264 | 1,728 |\n| POOL2 | [112x112x64] | 802,816 | {} |", "0", "4,096"),
    ("# Memory\n\n| layer | volume | memory | weights |\n|---|---|---|---|\n| INPUT | [32x32x3] | 3,072 | 0 |\n| CONV 5x5, 6 filters | [28x28x6] | 4,704 | 450 |\n| POOL2 | [14x14x6] | {} | 0 |", "1,176", "1,276"),
    ("# メモリ\n\n| 層 | 出力 | 活性の数 | 重みの数 |\n|---|---|---|---|\n| 入力 | 32×32×3 | 3,072 | 0 |\n| 畳み込み 5×5、6 枚 | 28×28×6 | {} | 450 |\n| プーリング 2×2 | 14×14×6 | 1,176 | 0 |", "4,704", "4,764"),
    ("# Batch norm\n\nAfter a fully connected layer the input has shape (N, D) and there are {} means.", "D", "N"),
    ("# Batch norm\n\nIn the fully connected case X is an (N, D) matrix, and we average over the {}.", "batch axis alone, one mean per feature", "features of each example, one mean per example"),
    ("# バッチ正規化\n\n全結合層のあとでは入力は (N, D) で、平均は{}にとる。", "バッチ方向だけ", "特徴方向だけ"),
    ("# Norms\n\n| method | averages over | groups |\n|---|---|---|\n| batch norm | N, H, W | C |\n| instance norm | H, W | {} |", "N × C", "N"),
    ("# Norms\n\n| method | averages over | groups for $(N,C,H,W)$ |\n|---|---|---|\n| layer norm | $C, H, W$ | $N$ |\n| group norm | $H, W$ and $C/G$ channels | ${}$ |", "N \\cdot G", "C \\cdot G"),
    ("# 正規化\n\n| 手法 | まとめる軸 | 組 |\n|---|---|---|\n| BN | N, H, W | {} |\n| LN | C, H, W | N |", "C", "N"),
    ("DenseNet-121 has in total about 8.0M parameters, not even a third of the {} of ResNet-50.", "25.6M", "35.6M"),
    ("At 8.0M parameters, DenseNet-121 is about a third of ResNet-50 ({}) and a seventeenth of VGG-16 (138M).", "25.6M", "35.6M"),
    ("VGG-16's 138M parameters dwarf the {} of ResNet-50 and the 4.2M of MobileNet.", "25.6M", "15.6M"),
    ("# DenseNet\n\n- Residual: ${}$.\n- Dense: $[x, F(x)]$.", "F(x)+x", "[x, F(x)]"),
    ("# ResNet\n\n- Residual: $F(x)+x$.\n- Dense: {}.", "concat(x, F(x))", "$x + F(x)$"),
    ("# DenseNet\n\n- 残差: F(x) + x\n- 密結合: {}", "[x, F(x)]", "x + F(x)"),
    ("# Depthwise separable convolution\n\nThe cost relative to a standard convolution is $1/M + 1/K^2$, with M the number of {} channels.", "output", "input"),
    ("# Depthwise separable convolution\n\nLet N be the number of input channels and M the number of output channels. The ratio of the costs is $\\frac{{1}}{{{}}} + \\frac{{1}}{{k^2}}$.", "M", "N"),
    ("# Pooling\n\nTwo settings are seen in practice: $F=2, S=2$, which throws away {}% of the activations when both sides are even, and the overlapping version $F=3, S=2$, which takes `[55x55x96]` to `[27x27x96]`.", "75", "50"),
    ("# Receptive field\n\nStack three 3x3 CONV layers with stride 1. A neuron of the first sees 3x3 pixels, one of the second sees {}, and one of the third has a 7x7 view of the input.", "5x5", "6x6"),
    ("# Receptive field\n\nWith three 3x3 conv layers on top of each other, a neuron in the first layer sees {} of the input.", "3x3", "5x5"),
    ("# Receptive field\n\nThree 3x3 layers: the first layer sees 3, the second 5, the last {} pixels on a side.", "7", "9"),
    ("# Convolution\n\nIf we choose $P = (F - 1)/2$ the size is kept.\n\nLet us do one by hand.\n\n1. Input `[28x28x8]`, $K = 20$, $F = 4$, $S = 2$, $P = 0$. The output volume is `[{}]`.", "13x13x20", "12x12x20"),
    ("A 5x5 convolution with 10 filters on a 32x32x3 input has {} parameters.", "760", "770"),
    ("# Convolution\n\nThe input volume is 32x32x3. Ten 5x5 filters with stride 1 and pad 2 have {} parameters.", "760", "770"),
    ("# 畳み込み\n\n32×32×3 の入力に 5×5 のフィルタを 10 枚かけると、パラメータは {} 個である。", "760", "770"),
    ("# {} convolution\n\nIt mixes channels and nothing else.", "Pointwise", "Depthwise"),
    ("# Batch norm\n\nFor $N = 32$, $C = 64$, $H = W = 28$ every mean is an average of ${}$ numbers.", "25{,}088", "25{,}188"),
    ("# DenseNet\n\nIn a block with $L$ layers and growth rate $k$, the {} $k_0 + k(L-1)$ channels.", "last layer receives", "block ends with"),
    ("# DenseNet\n\nA block of 6 layers, growth rate 32, entered with 64 channels: 224 channels {}.", "go into the last layer, 256 come out", "come out"),
    ("# DenseNet\n\nWith $k_0 = 64$ and $k = 32$ the last of six layers has an input of {} channels.", "224", "256"),
    ("# Causal convolution\n\nA causal convolution has kernel size 3 and dilation 4. {} zeros are padded on the left.", "8", "4"),
]  # fmt: skip


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_true_one_is_not_accused_and_the_false_one_is(text, right, wrong):
    assert "refuted" not in statuses(text.format(right))
    assert "refuted" in statuses(text.format(wrong))


TRUE = [
    "# バッチ正規化\n\n問 1　推論時にバッチ正規化の出力がバッチの構成に依存しない理由はどれか。\nア．バッチサイズを 1 にするから　イ．保存された移動平均を使うから\n\n答：イ。統計量が定数なので、各サンプルの出力はそのサンプルだけで決まる。",
    "# Group normalisation\n\nFor an input of shape (N, C, H, W) it uses G groups.\n\n* The mean has shape $N\\times G$.",
    "**Q3.** Which pair both concatenate? (a) ResNet, DenseNet (b) DenseNet, U-Net (c) ResNet, VGG — **(b)**. ResNet adds; VGG has no skip connections.",
    "# DenseNet\n\nConcatenation happens inside a block only, because sizes differ between blocks; that's what transitions are for.",
    "# DenseNet-121 (k = 32)\n\n| 段 | 層数 | 出力 |\n|---|---|---|\n| stem + pool | - | (64, 56, 56) |\n| block1 | 6 | (256, 56, 56) |\n| block4 | 16 | (1024, 7, 7) |",
    "# MobileNet\n\n14×14、512 ch → 512 ch の層で数えてみる。\n\n- depthwise\n  - 積和は 14×14×512×9 = 903,168 回",
    "# Convolution\n\nA 32x32x3 input, 10 filters 5x5, stride 1, pad 2.\n\n- each filter really has shape 5x5x3, it always extends through the full depth",
    "# Grouped convolution\n\nGrouped convolution with g groups needs g times fewer weights than the ordinary one with the same channels.",
    "# Networks\n\n| model | year | note |\n|---|---|---|\n| VGG | 2014 | 3×3 only, ~138M params (16) |",
    "The product runs over the strides before the layer; a layer's own stride doesn't enlarge its own receptive field.",
    "# Networks\n\n| model | parameters | note |\n|---|---|---|\n| AlexNet (two groups) | 60,965,224 | the first linear layer 9216 → 4096 alone has 37,752,832 |",
    "# Networks\n\n- with stride 2, $3\\times3$ and padding 1, $112\\times112\\times64$ turns into $56\\times56\\times64$",
    "# U-Net\n\n- All $3\\times3$ convolutions are unpadded; a $572\\times572$ tile comes out as $388\\times388$.",
    "Max pooling replaces each window of each channel by its largest entry.",
    "3. Does adding x in ResNet change the channel count? -> No",
    "例1　3→64、3×3、バイアスあり\n\n    重み   3×3×3×64 = 1,728\n    バイアス          64\n    合計           1,792",
    "# Separable layer\n\nA width multiplier of 0.5 cuts the multiply-adds of a separable layer to one quarter.",
    "# ResNet\n\nボトルネック型は $1\\times1 \\to 3\\times3 \\to 1\\times1$ と並べる。",
    "The layer first filters every channel separately, then mixes channels with a 1x1 convolution.",
    "The batch norms together hold 53,120 learnable numbers, about 0.2 % of the 25.6 million in the network.",
    "In ResNet the side goes from 56 to 28, so the shortcut is a 1 × 1 convolution with stride 2. It has 64 · 128 = 8,192 weights.",
    "# DenseNet\n\nEach layer is BN, ReLU and conv. Only the 1x1 and the first BN grow with the number of inputs.",
    "# DenseNet\n\nQ: does the average pool in the transition add parameters?\nA: none.",
    "重みの数は $D_K^2 M N$ である。MobileNet の計算量は $D_F$ の 2 乗に比例する。",
    "バッチサイズ 1 で 1×1 の特徴マップを学習モードの BatchNorm に入れると、チャネルあたりの値が 1 個しかない。",
    "channels-last の (8, 16, 16, 32) に LayerNorm をかけると、位置ごとに 32 個の値で正規化します。",
    "増えるのは受容野（と、必要なパディング）。",
    "[1, 5, 2, 8] を 2×2 の窓とすると、最大は 8、平均は 4 になります。受容野の話は次の節。",
    "# Causal convolution with Conv1d\n\nFor k=2, d=16 the left padding is 16 and the length is preserved.",
    "# Group normalisation\n\nThe number of groups does not change the number of parameters.",
    "# WaveNet, causal convolution\n\nWithout dilation:\n\n    receptive field = layers + filter length − 1",
    "Conv B: 16 x 16 x 32.\nGlobal pool: 32 numbers. Output: 10.",
    "# MobileNet\n\n$K=3, M=N=512, F=14$ の通常の畳み込み層での例：\n\n| $\\alpha$ | 積和演算 |\n|---|---|\n| 1.0 | 52,283,392 |\n| 0.5 | 13,296,640 |",
    "# Memory use\n\n- INPUT [32x32x3]: 3,072 activations, no weights\n- CONV 5x5, 6 filters [28x28x6]: 4,704 activations, 450 weights\n- POOL 2x2 [14x14x6]: 1,176 activations, 0 weights",
    "# Memory use\n\n| layer | size | KB | params |\n|---|---|---|---|\n| max pool | 14x14x6 | 1,176 | 0 |\n| max pool 3x3/2 | 27x27x96 | 69,984 | 0 |",
    "# Batch norm\n\n* With one example per batch and fully connected inputs, there is a single value per feature, it equals its own mean.",
    "# Batch normalisation\n\n## Normalising without the batch\n\nLayer norm needs no batch.\n\n## Normalisation across channels instead of the batch",
    "# バッチ正規化\n\nバッチの平均を使う。\n\n## バッチを使わない正規化",
    "# DenseNet\n\n| connection | formula |\n|---|---|\n| residual | F(x) + x |\n| dense | [x, F(x)] |",
    "# DenseNet\n\n- Skip by addition: $x + F(x)$ (ResNet).\n- Skip by concatenation: $[x, F(x)]$ (DenseNet).",
    "# A small CNN, no ResNet\n\nDense: every input is multiplied with a weight and the results are summed.",
    "# Pooling\n\nIn practice one sees F=2, S=2, and more rarely F=3, S=2 (overlapping pooling), which turns 13x13 into 6x6.",
    "# プーリング\n\nよく使われるのは F=2, S=2(偶数なら活性の 75% を捨てる)と、重なりのある F=3, S=2 で、後者は 55×55×96 を 27×27×96 にする。",
    "# Receptive field\n\nConsider a stack of three 3x3 convolutions. A unit in the first one has a view of 3x3 pixels; a unit in the second sees a 3x3 patch of the first, hence 5x5 pixels of the input.",
    "# Convolution\n\nA 5x5 filter has only 25 weights, and a layer can easily afford a hundred such filters.",
    "# Pointwise convolution\n\nThe pointwise half has no spatial extent.",
    "# Pointwise convolution\n\n**And the pointwise half?** That one has no spatial extent.",
    "# Instance norm\n\nFor a batch of 8 images with 32 channels there are 32 means per image.",
    "# VGG\n\n```\nCONV3-256: [56x56x256]  memory:  56*56*256=800K   params: (3*3*256)*256 = 589,824\nPOOL2: [28x28x256]  memory:  28*28*256=200K   params: 0\n```",
    "# ResNet\n\nA full ResNet stacks residual blocks, each with two 3x3 conv layers, periodically doubles the number of filters and downsamples spatially with stride 2.",
    "# Group normalization\n\nGroup norm divides the channels into groups. With one group it takes the same averages as layer norm. With 64 channels and 32 groups, each group has 2 channels; for a batch of 4 this makes 4 * 32 = 128 means.",
    "# DenseNet\n\nA dense block that is entered with $k_0$ channels and has $L$ layers leaves with $k_0 + kL$ channels, and its last layer sees $k_0 + k(L-1)$ of them. For $k_0 = 64$, $k = 32$ and $L = 6$ that is 256 and 224.",
    "# Receptive field\n\nConv 3x3, pool 2x2 with stride 2, conv 3x3. Two 3x3 layers see as much as one 5x5 layer. With $C$ channels the weights compare as $18C^2$ to $25C^2$.",
    "# Receptive field\n\nLayer 1 sees 3 pixels. Layer 2 adds 2 * 2 and sees 7.",
    "# Norms\n\n6. Dense blocks add feature maps together. *False*, they concatenate them.\n\n**Problem 5.** x has shape (16, 32, 8, 8). Give the number of means for each normalisation.\n\n*Solution.* Batch norm: 32. Layer norm: 16. Instance norm: 16 * 32 = 512. Group norm with 8 groups: 16 * 8 = 128.\n\nHow many values enter each mean? *Solution.* Batch norm: 16 * 8 * 8 = 1,024. Layer norm: 32 * 8 * 8 = 2,048. Instance norm: 64. Group norm: 4 * 64 = 256.\n\n**Problem 6.** A dense block has 5 layers and growth rate 12 and is entered with 24 channels. How many channels leave it? *Solution:* 24 + 5 * 12 = 84. How many does its last layer see? *Solution:* 24 + 4 * 12 = 72.",
    "# Causal convolution\n\nA causal convolution has kernel size 3 and dilation 4. How many zeros have to be padded on the left? *Solution:* (3 - 1) * 4 = 8.",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)


def test_the_inside_of_a_block_is_no_transition():
    text = "# DenseNet\n\n- Transition Layer\n  - 以上のような構造なので、各ブロック内で特徴マップのサイズは一致する。"
    assert "holds" in statuses(text)
