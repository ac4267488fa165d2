"""True sentences of kinds that were once misread, each with a falsehood of its kind that is still refuted."""

import pytest
from kenzan.reports.readers.marks import mark_of
from kenzan.reports.reading import View
from kenzan.reports.scope import outline_of
from kenzan.reports.verification import blocks_in, verify_text

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
    ("## DenseNet\n\n- ResNet と何が違うか\n  - Dense: 自分より手前の層の出力を{}", "チャネル方向に結合", "要素ごとに足す"),
    ("- MobileNet V1（{}）と V2（pointwise → depthwise → pointwise）の順番に注意。", "depthwise → pointwise", "pointwise → depthwise"),
    ("層どうしを結ぶ線の本数。$L$ 層のネットワークを普通に積めば線は $L$ 本ですが、Dense な結び方では ${}$ 本になります。", "L(L+1)/2", "L^2"),
    ("## DenseNet\n\nResNet をさらに押し進めた形で、手前にある全層の特徴マップを{}次の層に入れる。", "チャネル方向に結合して", "足し算して"),
    ("## DenseNet\n\nBuilding on ResNet, it {} the feature maps of all earlier layers.", "concatenates", "sums"),
    ("## DenseNet\n\n- 例) 入口 16 枚、k=12、12 層のブロック → 出口は {} 枚", "16+12*12 = 160", "12*12 = 144"),
    ("DenseNet-121 の最初のブロックは、入口が 64 チャネル、$k=32$、6 層。\n\n- 6 層目（最後の層）が受け取るチャネル数：{}", "224", "256"),
    ("DenseNet-121 の最初のブロックは、入口が 64 チャネル、$k=32$、6 層。\n\n- 出口のチャネル数：{}", "64 + 6×32 = 256", "64 + 5×32 = 224"),
    ("## ResNet と DenseNet\n\n- ResNet\n  - ブロックの入力 x を{}、ブロックの出力とする\n- DenseNet\n  - つなぎ方は別", "足して", "チャネル方向に結合して"),
    ("## ResNet と DenseNet\n\n- ResNet\n  - 近道を付ける\n- DenseNet\n  - 1つの層の中の処理は {} の順", "Batch Norm → ReLU → 3×3 Conv", "3×3 Conv → Batch Norm → ReLU"),
    ("2. Pointwise Convolution\n   - 入力が H×W×32 なら、1×1 でもフィルタ1枚の重みは{}", "32個ある", "1個だけ"),
    ("A 1x1 filter on 64 channels has {}.", "64 weights", "only one weight"),
    ("* DW … チャネルごとに畳み込む役。チャネル同士の関係はここで学習され{}", "ない", "る"),
    ("次のうち正しい組合せは？\n\n- ア　depthwise ＝ チャネル方向だけを混ぜる\n- イ　depthwise ＝ チャネルごとに空間方向へ畳み込む\n- ウ　pointwise のカーネルは 3×3×1\n\n**正解：{}**\nほかは誤り。", "イ", "ア"),
    ("DenseNet の説明として誤りはどれか。\n\n- ア　前の層の出力をチャネル方向に結合する\n- イ　前の層の出力を要素ごとに足し合わせる\n\n**正解：{}**　授業で見たとおり。", "イ", "ア"),
    ("次のうち正しいものは？\n\nア　Layer Norm はバッチサイズによらない\nイ　Instance Norm はバッチ全体で平均をとる\n\n**答え：{}**", "ア", "イ"),
    ("DenseNet のほうは、足し、あ、ごめんなさい、いま足すって言いかけましたけど、{}です。", "結合", "足し算"),
    ("ResNet は、結合、いや、{}です。", "加算", "結合"),
    ("DenseNet adds, sorry, {} the outputs of all earlier layers.", "concatenates", "sums"),
    ("画像が8枚、チャネルが6。インスタンスノルムは、1枚の1チャネルごとなので、平均は{}個。", "48", "6"),
    ("画像が8枚、チャネルが6。LN は 1 枚ごとだから平均は {} 個。", "8", "6"),
    ("カーネルサイズ2の層を4つ重ねたとき：\n\n- 普通の畳み込み：受容野は {}", "5", "6"),
    ("チャネル数が入出力とも $C$ のとき、3×3の層を2枚重ねると重みは ${}C^2$ 個で、5×5の層1枚の $25C^2$ 個より少ない。", "18", "9"),
    ("## Inverted residual\n\n{}。", "細い → 太い → 細い", "太い → 細い → 太い"),
    ("| | BN | LN | IN |\n|---|---|---|---|\n| 推論時に移動平均を使う | {} | 使わない（通常） | 使わない（既定） |", "使う（必須）", "使わない（常に）"),
    ("The convolution (3×3, 64 → 64, no bias) has ${}$ weights.", "36{,}864", "36{,}964"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The depthwise part takes $903{{,}}168$ and the pointwise part $51{{,}}380{{,}}224$ multiplications. The saving is a factor of about ${}$.", "8.84", "7.84"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The baseline needs ${}$ multiplications.", "462{,}422{,}016", "462{,}422{,}116"),
    ("## 3. 正規化\n\n**問1** 入力 56×56×64、3×3 の Depthwise Separable Convolution(ストライド 1、パディング 1)、出力チャネル 128。\n重みの数はどれか。バイアスは含めない。\n\n- (ア) 8,768\n- (イ) 73,728\n\n**答え** ({})", "ア", "イ"),
    ("The receptive field is 1024 samples. At 16 kHz that is 1024 / 16000 s = {} ms.", "64", "32"),
    ("# 正規化\n\n例:バッチ8、64チャネル、32×32のとき\n\n- LN:平均8個、それぞれ{}個の値から", "65,536", "65,636"),
    ("# DenseNet\n\n入力 24 チャネル、growth rate $k=12$、3層。\n\n| l | 入力 | 出力 | 重み 9×入力×12 | 連結後 |\n|---|---|---|---|---|\n| 1 | 24 | 12 | 2,592 | 36 |\n| 2 | 36 | 12 | 3,888 | {} |", "48", "60"),
    ("# 正規化\n\n入力 (N, C, H, W) = (16, 64, 32, 32)、GN は 8 組。\n\n| | BN（学習時） | LN (C,H,W) | GN (G=8) |\n|---|---|---|---|\n| 1組に入る値の数 | 16,384 | 65,536 | {} |", "8,192", "65,536"),
    ("## Depthwise separable convolution: cost\n\n$$F_\\text{{full}} = D_K^2 M N D_F^2,\\quad F_\\text{{depth}} = {},\\quad F_\\text{{point}} = M N D_F^2$$", "D_K^2 M D_F^2", "D_K^2 M N D_F^2"),
    ("## 正規化の統計量\n\n$$\n\\begin{{aligned}}\n\\text{{Batch:}}\\quad & \\mu_c = \\frac{{1}}{{NHW}}\\sum_{{n,h,w}} x_{{nchw}} \\\\\n\\text{{Layer:}}\\quad & \\mu_n = \\frac{{1}}{{{}}}\\sum_{{c,h,w}} x_{{nchw}}\n\\end{{aligned}}\n$$", "CHW", "NHW"),
    ("# DenseNet\n\nDenseNet-B では、その前に BN → ReLU → {} 畳み込みが入る。", "1×1", "5×5"),
    ("# 正規化\n\n| | BN | LN | IN |\n|---|---|---|---|\n| 推論で計算が違うか | {} | 同じ | 同じ* |", "違う", "同じ"),
    ("# WaveNet\n\nカーネル幅 2、dilation 1, 2, 4, 8 の 4 層で受容野は 16。\n\n- 普通の畳み込み（dilation はすべて1）：受容野は 1+4 = {}", "5", "6"),
    ("### Dilated convolution\n- 3×3、rate r の実効サイズは {}", "2r+1", "3r+1"),
    ("# 正規化\n\nBN では移動平均は勾配で{}。", "学習するものではなくバッファである", "学習するものである"),
    ("# パラメータ\n\n畳み込み1層のパラメータは F×{}入力ch×フィルタ数です。", "F×", ""),
    ("# Inception\n\n枝は 64ch と 32ch で、連結すると {}ch になる。", "96", "128"),
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
    ("{} works on each channel separately and has no bias.", "Max pooling", "A 1x1 convolution"),
    ("{} looks at each channel on its own, with no padding.", "A depthwise convolution", "A pointwise convolution"),
    ("Please don't write in the exam that DenseNet {} its feature maps.", "adds", "concatenates"),
    ("DenseNet は特徴マップを{}すると書いてはいけない。", "加算", "連結"),
    ("# 2. ResNet\n\n| {} | paper |\n|---|---|\n| ReLU, then add | add, then ReLU |", "I thought", "end of a block"),
    ("# 3. DenseNet\n\nIn the -B variants {}-conv(1×1, 4k)-BN-ReLU-conv(3×3, k). θ = 0.5 compression in transitions.", "BN-ReLU", "ReLU-BN"),
    ("{} are common today, because they don't take their statistics over the batch.", "Group norm or layer norm", "Batch norm layers"),
    ("{}: R, G and B of one image share one mean and one variance.", "Layer norm", "Batch norm"),
    ("# Normalisation\n\nFeature map (N, C, H, W), numbers for (4, 64, 56, 56):\n\n- Change N from 4 to 8: BN still 64 means; LN {} means.", "8", "4"),
    ("Transformer: LN over d only. (N, T, d) = (32, 100, 512) → {} means.", "3,200", "512"),
    ("DenseNet differs from ResNet in that it {} its features.", "concatenates", "adds"),
    ("**Q23.** Which claim about batch norm is *not* correct?\n\n- (a) In training mode its output depends on the other images.\n- (b) In evaluation mode it takes the statistics of the test batch.\n\n**Answer: ({}) is the incorrect one.**", "b", "a"),
    ("Input 64x64x3, sixteen 7x7 filters, S = 2, P = 3. Output, parameters, MACs? *{}; 16\\*(147 + 1) = 2368.*", "32x32x16", "31x31x16"),
    ("**問3** 重みを持たない層はどれか。\n\n- (ア) 3×3 の畳み込み\n- (イ) 最大プーリング\n\n**答え：({})**", "イ", "ア"),
    ("# Filters\n\nStack three 3x3 layers with stride 1. An output value of the first sees 3x3 of the input, of the second {}, and of the third 7x7.", "5x5", "6x6"),
    ("Each time the number of pixels falls by a factor of four while both channel counts double, so the product stays where it was. The weights of the convolution, on the other hand, {}.", "quadruple", "double"),
    ("# MobileNet\n\nThe resolution multiplier ρ is a different knob. It scales the MACs of all the convolutions by about ρ² and {}.", "leaves every parameter where it is", "the parameters by ρ² too"),
    ("A squeeze-and-excitation block adds {}.", "2C²/r weights and hardly any MACs", "its gate to the channels"),
    ("A {} with stride two and padding one doubles the size.", "kernel of four in a generator", "3x3 convolution"),
    ("# Convolution\n\n| layer, {} | MACs |\n|---|---|\n| convolution, kernel k | k·n·c² |", "sequence length n, c channels", "H x W maps, n filters, c channels"),
    ("A depthwise separable convolution is a {} one.", "depthwise dilated convolution followed by a pointwise", "pointwise convolution followed by a depthwise dilated"),
    ("# Dilation\n\nTake a 1-D signal of length T and a kernel of size k, stride 1. Taps are d samples apart.\n\n- Without padding the output has T - d(k{}1) samples.", "-", "+"),
    ("長さ T の信号を畳み込む。カーネルサイズは k。パディングなしなら出力の長さは {} である。", "T - k + 1", "T - k"),
    ("# Dilation\n\n- d = {} is simply the ordinary convolution.", "1", "2"),
    ("# Dilation\n\nTaps are d samples apart.\n\n- Doubling d {} the number of parameters.", "does not change", "doubles"),
    ("With k = 2 and d = 4, y[t] depends on the inputs {} and x[t].", "x[t-4]", "x[t-4], x[t-3], x[t-2], x[t-1]"),
    ("カーネルサイズ 3、dilation 2 の因果畳み込みでは、y[t] は {}、x[t] から計算される。", "x[t-4]、x[t-2]", "x[t-2]、x[t-1]"),
    ("# Depthwise separable convolution\n\nMaps of 56 x 56, 128 channels in, 128 channels out.\n\n- with 5x5 kernels the split costs 1/128 + 1/{} of a standard layer", "25", "5"),
    ("# MobileNet\n\n入力 64 チャネル、出力 128 チャネル、カーネル 3×3 の場合、比は 1/{} + 1/9 となる。", "128", "64"),
    ("# Depthwise separable convolution\n\nInput D_F x D_F x M, output D_F x D_F x N, kernels D_K x D_K, stride 1. M is the number of input channels, N the number of filters. Cost means multiply-adds.\n\n**Step 1, depthwise.** One D_K x D_K filter per input channel. Price:\n\n    {}", "D_K * D_K * M * D_F * D_F", "D_K * D_K * N * D_F"),
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
    "# 正規化\n\n- LN:平均8個、それぞれ65,536個の値から\n- IN:平均512個、それぞれ1,024個の値から",
    "# MobileNetV2\n\nResNet のボトルネックが「絞る → 3×3 → 広げる」なのと逆向きなので inverted residual と呼ばれる。",
    "# WaveNet\n\nカーネル幅 2、dilation 1, 2, 4, …, 512 の 10 層で受容野は 1024 サンプル。\n\n- 倍々をそのまま続ける：$2^n \\ge 4000$ → $n = 12$（受容野 4,096、最大 dilation 2,048）",
    "# 正誤\n\n1. プーリング層を増やすとパラメータが増える → **×** 最大値・平均プーリングは0個",
    "# ResNet と DenseNet\n\n取り違え：「どちらも前の層の出力を足す」は誤り。DenseNet は足さない。",
    "# 正規化\n\n| | BN | LN | IN |\n|---|---|---|---|\n| 学習パラメータ | 2C = 128 | PyTorch の LayerNorm なら 2CHW = 131,072 | 2C = 128（使う場合） |",
    "# 正規化\n\nIN も移動平均を使う設定にすれば推論時の計算が違ってくるが、既定では使わない。",
    "# 受容野\n\n最初の層が 5×5、続く 2 層が 3×3 で、ストライドは 1 である。受容野は 9 である。",
    "# DenseNet\n\n- 例(DenseNet-121 の第1ブロック、k0=64、k=32、6層)\n  - 各層の入力:64, 96, 128, 160, 192, 224\n  - ブロックの出力:256",
    "# MobileNet\n\n積和のうち約 95 % が 1×1 畳み込みで、depthwise の 3×3 は約 3 %。パラメータも約 74 % が 1×1、約 24 % が最後の全結合。",
    "# 正規化\n\n`nn.LayerNorm([64, 32, 32])` の γ は 65,536 個。`nn.GroupNorm(1, 64)` の γ は 64 個。",
    "## 分離畳み込み\n\n標準の計算量が三段とも同じなのは、縦横が半分(面積1/4)、入力chが2倍、出力chが2倍で打ち消し合うため。",
    "## Pointwise\n\n数値(48x48x16, M=32)\n重み: 512\n重みの合計: 656。4,608の約7.02分の1。",
    "# SqueezeNet\n\nFire: 1x1で16chに絞り、1x1で64chと3x3で64chに広げて連結",
    "## 1×1 畳み込みは何のため？\n\n1. チャネル数を変える\n2. チャネルを混ぜる（depthwise の後など）",
    "## Q. 3×3 を2枚と 5×5 を1枚、どちらが得？\n\n受容野はどちらも 5×5（ストライド1のとき）。3枚なら 7×7 と同じ受容野になる。",
    "# 正規化\n\n3. γ と β はチャネルごとに 1 個ずつ学習される(畳み込み層の後の場合)",
    "# WaveNet\n\n左右に半分ずつ詰めると長さは保てる場合でも未来が混ざる。",
    "## FPN\n- 下の層を 1×1 畳み込みで 256 チャネルにそろえて足す\n- 足した後に 3×3 畳み込み",
    "## Atrous convolution\n- プーリングを減らしつつ受容野を確保できる",
    "## Pointwise\n\nカーネル: 1x1xC をM枚\n計算量: HxWxCxM\n重み: CxM",
    "# AlphaGo\n\n方策ネットワークは 19×19×48 です。最初が 5×5、続く 11 層が 3×3、最後が 1×1 で、いずれもストライド 1、19×19 を保ちます。受容野は 5 + 2×11 = 27 で、19 を超えます。",
    "畳み込みは、端の影響を除けば平行移動に対して同変である。\n\n入力の高さを $n_h$、核の高さを $k_h$、上下に加える行数の合計を $p_h$、ストライドを $s_h$ とする。\n\n- $p_h=k_h-1$ のまま $s_h$ を一般の正整数にとると、出力の高さは $\\lceil n_h/s_h\\rceil$ になる。",
    "カーネルサイズ2の層を4つ重ねたとき：\n\n- 普通の畳み込み（dilation はすべて1）：受容野は 1+4 = 5",
    "Stack four layers with kernel size 2:\n\n- ordinary convolutions (dilation 1 throughout): receptive field 1 + 4 = 5",
    "N=8、C=16、H=W=32、G=4 としたときの個数：\n\n- この4つのうち学習時の統計量がミニバッチ内の他のサンプルに左右されるのは Batch Norm だけ。",
    "inverted residual：細い → 太い → 細い。ResNet の bottleneck（太い → 細い → 太い）とは逆向き。",
    "# グループ畳み込み\n\n- groups を増やすと重みは 1/groups、バイアスはそのまま",
    "# DenseNet-121（k=32）\n\n| ブロック | 層数 |\n|---|---|\n| Dense Block 4 | 16 |\n\nDense Block 4（16層）の入口は 512 チャネル。\n\n- もし k を 64 にしていたら、Dense Block 1 の出力は 64+6×64=448 チャネルになる。",
    "# DenseNet\n\n各層の中身は BN → ReLU → 3×3 畳み込み。DenseNet-B では、その前に BN → ReLU → 1×1 畳み込みが入る。",
    "A layer of a dense block is BN → ReLU → 3×3 conv. In DenseNet-B, before that there is BN → ReLU → 1×1 conv.",
    "問 DenseNet の説明として誤りはどれか。\n\n- ア　結合する\n- イ　足し合わせる\n\n**正解：イ**　足し合わせるのは ResNet。本番では結合と答える。",
    "### 問2\nU-Netのスキップ接続は、デコーダの特徴と何をする？\n\n**正解：チャネル方向の結合**。加算ではない。",
    "# CNN のまとめ＋正規化\n\n## GoogLeNet\n\n- 入力 28×28×192。重みは 163,328 個。",
    "入力 H*W*C、フィルタ K*K、出力チャネル M。\n\n| 種類 | 計算量 | 重みの数 |\n|:--|:--|:--|\n| depthwise (DW) | H*W*K*K*C | K*K*C |\n| pointwise (PW) | H*W*C*M | C*M |",
    "# Batch Norm\n\n極端な例として、画像1枚・特徴マップ 1×1 で学習しようとすると $x-\\mu$ は必ず 0 なので、出力は $\\beta$ だけになる。",
    "1チャネルの画像に 1×1 のフィルタを当てると、フィルタ1枚の重みは1個。",
    "- DW … 空間方向の畳み込み。このあと 1×1 を通す。チャネル同士の関係はここで学習される",
    "## U-Net と ResNet\n\n- ResNet\n  - スキップ接続は足し算\n- U-Net\n  - スキップ接続は結合。足し算ではない",
    "depthwise はチャネルを混ぜ、あ、混ぜないほうだ。混ぜるのは pointwise。",
    "# 受容野\n\nえー、3×3 を 3 枚で 9×9、じゃない、7×7 です。受容野は重ねるほど広がる。",
    "## DenseNet\n\n- ResNet と何が違うか\n  - Dense: チャネル方向に結合\n  - Res: 要素ごとに足す",
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
    "# Convolutions\n\nThe kernel still has two taps, only they are not next to each other.",
    "INPUT:     [224x224x3]    activations: 150,528     weights: 0\nCONV3-64:  [224x224x64]   activations: 3,211,264   weights: 3*3*3*64    = 1,728",
    "# Dilation\n\nThe kernel gets longer, while global average pooling sees it all. The gaps don't carry weights.",
    "You should never say that pooling has weights.",
    "**Q14.** DenseNet differs from ResNet in that\n\n- (a) it adds the features of all earlier layers\n- (b) it concatenates the features of all earlier layers\n\n**Answer: (b).** (a) is a widespread slip.",
    "A factorised layer has 72 channels; a dense block follows.\n\n**Q15.** A dense block receives 48 channels, has growth rate 24 and 5 layers. How many channels leave it?\n\n- (a) 24  (b) 72  (c) 120  (d) 168\n\n**Answer: (d).** 48 + 5·24 = 168.",
    "Params of U-Net, two classes, with biases: 31,030,658.",
    "Take a ResNet. Replace the stride two of the last stage by one, and in this stage's convolutions set the dilation to two. Now the output stride is sixteen, twice the resolution in both directions.",
    "The projection shortcut of ResNet adds 8,192 weights. DenseNet's bottleneck adds few parameters.",
    "**\"Squeeze-and-excitation?\"** For C channels and reduction r it adds 2C²/r weights. It hardly adds MACs.",
    "# GoogLeNet\n\n| module | map | #1×1 | #3×3 | #5×5 | pool proj | out |\n|---|---|---:|---:|---:|---:|---:|\n| 4e | 14×14 | 256 | 320 | 128 | 128 | 832 |\n| 5b | 7×7 | 384 | 384 | 128 | 128 | 1024 |",
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)


def test_the_inside_of_a_block_is_no_transition():
    text = "# DenseNet\n\n- Transition Layer\n  - 以上のような構造なので、各ブロック内で特徴マップのサイズは一致する。"
    assert "holds" in statuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "- Depthwise Convolution\n  - 別の ch の値はまったく使わない",
        "## Batch Norm\n\n- $\\gamma$ と $\\beta$ は学習する。チャネルごとに1つずつなので、合わせて 2C 個。",
    ],
)
def test_what_is_true_is_read(text):
    assert set(statuses(text)) == {"holds"}
SPEED = "Splitting buys speed: a depthwise separable layer with 3x3 kernels needs 8 to 9 times less computation than the layer it replaces."
STEP = "# Depthwise separable convolution\n\nInput D_F x D_F x M, output D_F x D_F x N, kernels D_K x D_K, stride 1.\n\n**Step 1, depthwise.** One D_K x D_K filter per input channel. Price:\n\n    D_K * D_K * M * D_F * D_F"


@pytest.mark.parametrize(("text", "status", "reading"), [(SPEED, "holds_if", "macs_ratio("), (STEP, "holds", "macs(depthwise_conv2d)")])
def test_what_is_counted_is_read_in_its_place(text, status, reading):
    assert any(c.verdict.status == status and reading in c.reading for c in verify_text(text + "\n").claims)


@pytest.mark.parametrize(("text", "mark"), [("The output is computed from x[t-1] and x[t].", None), ("It has weights. Max pooling has no weights [T].", True)])
def test_an_index_is_no_mark_of_what_is_right(text, mark):
    outline = outline_of(blocks_in(text, "note.md"))
    found = mark_of(View(outline, outline.sentences[0][-1]))
    assert (found and found[0]) is mark
