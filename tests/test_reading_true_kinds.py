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
    ("The convolution (3×3, 64 → 64, no bias) has ${}$ weights.", "36{,}864", "36{,}964"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The depthwise part takes $903{{,}}168$ and the pointwise part $51{{,}}380{{,}}224$ multiplications. The saving is a factor of about ${}$.", "8.84", "7.84"),
    ("# Depthwise separable convolution\n\n$H=W=14$, $K=3$, $C=M=512$. The baseline needs ${}$ multiplications.", "462{,}422{,}016", "462{,}422{,}116"),
    ("## 3. 正規化\n\n**問1** 入力 56×56×64、3×3 の Depthwise Separable Convolution(ストライド 1、パディング 1)、出力チャネル 128。\n重みの数はどれか。バイアスは含めない。\n\n- (ア) 8,768\n- (イ) 73,728\n\n**答え** ({})", "ア", "イ"),
    ("The receptive field is 1024 samples. At 16 kHz that is 1024 / 16000 s = {} ms.", "64", "32"),
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
