"""True sentences of kinds that were once misread, each with a falsehood of its kind that is still refuted."""

import pytest
from kenzan.reports.verification import verify_text

LETTERS = "- 入力特徴マップ：縦横 $F \\times F$、チャネル数 $M$\n- 出力特徴マップ：縦横 $F \\times F$、チャネル数 $N$\n- カーネルサイズ：$K \\times K$\n\n"
COUNTS = "- depthwise\n  - 重みは 4,608\n  - MAC は 903,168\n- pointwise\n  - 重みは 262,144\n  - MAC は 51,380,224\n- 二段の合計は "
LAYERS = "1. conv：156\n2. pool：0\n3. conv：2,416\n4. flatten：5×5×16 = 400\n5. fc：48,120\n\n合計 "
IMAGES = "Batch norm: 8 images of 64 x 32 x 32. If the batch shrinks from 8 to 2, batch norm has "
ROWS = "# Q. Group Normalization\n\n(N, C, H, W) = (4, 64, 16, 16)、グループは 32。\n\n| 手法 | 平均の数 |\n|---|---|\n| バッチ | 64 |\n| レイヤー | {} |\n| インスタンス | 256 |\n"

PAIRS = [  # a text, a value of it that is right, one that is wrong
    ("**{}** (2017) is trained by distillation.", "Parallel WaveNet", "WaveNet"),
    ("# Sharing\n\nThe amount of {} does not shrink by sharing, only the storage does.", "computation", "weights"),
    ("# Sharing\n\nThe number of {} isn't reduced by weight sharing.", "multiplications", "weights"),
    ("# Cost\n\nDoubling both channel counts of a convolution multiplies the cost by {}, doubling just one multiplies it by two.", "four", "two"),
    ("# Pooling\n\n{} increases the height and width of the output.", "Padding", "A 2x2 pooling with stride 2"),
    ("# ResNet\n\nA residual block {}.", "of a later stage comes after a block that halves the resolution", "always halves the resolution"),
    ("A depthwise convolution mixes {} across channels.", "nothing", "everything"),
    ("# Convolution\n\nA 3x3 convolution {} takes 56x56x64 to 28x28x128.", "in the second stage", "with stride 1"),
    ("**Receptive field.** Five 3×3 layers at stride 1: 11. With a 2×2/2 pooling after the second of them: {}.", "18", "17"),
    ("# 受容野\n\n3×3 の畳み込みを 4 層重ねると受容野は 9×9。2層目の後に 2×2 のプーリング（ストライド2）を入れると {0}×{0}。", "14", "16"),
    ("# Batch norm\n\nBatch norm's estimates remain noisy, even though they run over $2HW$ numbers, because {}.", "pixels of one image are far from independent", "its mean is taken over the channels of each image"),
    ("A depthwise convolution comes first, then a pointwise one. The {} can't mix channels.", "first", "second"),
    ("depthwise 畳み込みの後に pointwise 畳み込みを置く。{}はチャネルを混ぜない。", "前者", "後者"),
    ("A {} convolution mixes channels and can't see neighbours.", "pointwise", "depthwise"),
    ("# DenseNet\n\nDenseNet-121 {}.", "needs about 2.9 billion multiply-adds", "adds the features of all earlier layers"),
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
]  # fmt: skip


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_true_one_is_not_accused_and_the_false_one_is(text, right, wrong):
    assert "refuted" not in statuses(text.format(right))
    assert "refuted" in statuses(text.format(wrong))


TRUE = [
    "# Net\n\nAbout 1.2 M parameters, most of them in the 256 → 256 layers with 3x3 kernels.",
    "# Sensors\n\nA 1-D convolution of kernel 5 takes 512 samples. Causal or not? We pad on both sides; a causal one pads on the left. In 1-D it is simple.\n\n## The model\n\nIt has five layers.\n\nThe middle ones go from 64 to 64 channels with kernel 5 (20,480 weights each).",
    "# Glossary\n\n**Max pooling.** Takes the largest value of a window.\n\n**Super-resolution.** Doubles height and width.",
    "# 用語集\n\n**最大プーリング。** 窓の最大値をとる。\n\n**超解像。** 縦横を2倍にする。",
    "# Pooling\n\nMax pooling over 4 with stride 4 turns 512 into 128. It's tempting to pool over channels, too, but that mixes gyroscope and accelerometer.",
    "# Dilated convolution\n\n**2. Dilation.** No. It *spans* 7 × 7 but has 9 weights per channel pair; the other 40 places aren't zeros to be multiplied.",
    "# U-Net\n\n- encoder: `DoubleConv(3, 32)`, `DoubleConv(32, 64)`, `DoubleConv(64, 128)`, each followed by a 2 × 2 max pooling with stride 2",
    "*Hint.* A 3 × 3 convolution with padding 1 and stride 1 keeps height and width.\n\n**A2.** The original U-Net of 2015 used no padding. It took 572 × 572 and returned 388 × 388.",
    "# U-Net\n\nThe skips concatenate. After an addition the first convolution of each decoder block would read c/2 channels instead of c.\n\nB3. After an addition the first convolution of each decoder block reads c/2 channels instead of c.",
    "# U-Net\n\nEvery input element stamps a scaled copy of the kernel, and overlaps add up.",
    "D2. Those who wrote that a dilated 3 × 3 has 25 weights confused its span with its taps. It spans 5 × 5 and has 9 taps per channel.\n\nD3. The receptive field is 1 + 2 · (1 + 2 + 4 + 8 + 16) = 63. Without dilation 1 + 2 · 5 = 11.",
    "# Batch norm\n\nYou'll seldom see batch norm there, as the data are correlated and their distribution shifts while the policy changes.",
    "# Q&A\n\nBatch norm is the usual choice.\n\n**Question.** How many means does layer norm compute for a batch of 8 with 64 channels? **Answer.** 8, if it normalises over channels and positions. Batch norm computes 64, instance norm 512.",
    "# Glossary\n\n**Kernel.** A 3x3 kernel over 64 channels has 576 weights.\n\n**Width multiplier.** Scales all channel counts. At 0.5 the pointwise layers cost a quarter.",
    "# Receptive field\n\nIts blocks use dilations 1, 3, 5, each followed by an undilated convolution. With k = 3 one such block sees 1 + 2*(1+1+3+1+5+1) = 25 steps, with k = 11 it sees 121.",
    "# MobileNet v1\n\nHalving α takes the network to about 26% of the parameters, close to a quarter since most of them sit in the 1×1 layers.",
    "# Layer norm\n\nThen the \"variance 1\" check in my test failed, for a channel with tiny values.",
    "# From LeNet to EfficientNet\n\n**GoogLeNet** (Inception v1) won in 2014. The 1×1 reductions before the 3×3 and 5×5 are a large part of what makes it cheap.",
    "# LeNet and Inception\n\nGoogLeNet came later. In a branch a 1x1 convolution goes before the 5x5: 1x1 → 5x5.",
    "# GoogLeNet\n\nInception 3a, branches concatenated:\n\n| branch | weights |\n|---|---:|\n| 1×1, 64 | 12,288 |\n| 1×1, 96 → 3×3, 128 | 18,432 + 110,592 |\n| sum | 141,312 |",
    "Receptive field of two 3×3 layers: 5×5.\n\n5×5 into two 3×3 (28 % fewer weights at equal widths), n×n into 1×n and n×1 (for n = 7: 14 instead of 49).",
    "With an input of [64x64x3] and a 5x5 filter, each neuron has 5*5*3 = 75 weights and one bias.\n\nTake [64x64x3] as the input, 16 filters of 5x5, S = 1, P = 2. The output is [64x64x16], that is 65,536 neurons, each with 76 parameters. If every neuron had parameters of its own we would pay 65,536 * 76 = 4,980,736 of them.",
    "# Cost\n\nHalving both channel numbers divides the multiply-adds by four, halving just one divides them by two.",
    "# ResNet\n\nSkip connections that add, with heavy use of batch normalization. Its bottleneck block squeezes 256 channels to 64 by a 1x1, applies a 3x3, and expands back to 256 by another 1x1: 69,632 weights.",
    "# Glossary\n\n**Batch normalisation.** Two learned numbers per channel, so a BN layer on 256 channels has 512 parameters.\n\n**Width multiplier.** α = 0.5 brings MobileNet v1 from about 4.2 M to about 1.3 M parameters.",
    "# MobileNet\n\n24 channels in and out, with batch norm. The whole v2 has 17 blocks, 3,504,872 parameters including batch norm.",
    "The convolution costs as much as the one before, since halving the two spatial sides of its output (a factor of 1/4) is cancelled by doubling both the input and the output channels (a factor of 4).",
    "# Net\n\n| 層 | 出力 | 重み |\n|---|---|---|\n| 3×3 conv, 64 枚 ×2 | 32×32×64 | 38,592 |\n| 3×3 conv, 128 枚 ×3 | 16×16×128 | 368,640 |",
    "# Convolution\n\nA 7-wide input and a 3-wide filter give 5 outputs; with S = 2 they give 3. Something goes wrong for W = 10, P = 0, F = 3, S = 2: the formula gives 4.5. Libraries take the floor, giving 4 outputs.",
    "# Padding, Stride, Channels and Pooling\n\nThe stem of a ResNet maps $3\\times224\\times224$ to $64\\times112\\times112$ with a $7\\times7$ kernel.",
    "# 畳み込み\n\n7×7 の畳み込みで 224×224×3 が 112×112×64 になる。",
    "# ResNet\n\n| change (others fixed) | weights | multiply-adds |\n|---|---|---|\n| output height and width doubled (larger image) | ×1 | ×4 |",
    "# ResNet\n\nEach stage but the first halves the resolution.",
    "# Batch normalization\n\nThe mean runs over the examples. With a minibatch of one example and a fully connected layer, $x-\\mu=0$, so the output is $\\beta$ whatever the input: nothing can be learned from the features.",
    "# Depthwise convolution\n\nChannels are never mixed, which is why a pointwise convolution nearly always comes next.",
    "# DenseNet\n\nWe count mult-adds, and one MAC is a multiply and an add.",
    "# DenseNet\n\n- dense block 4: (1, 248, 3, 3)\n- BN → ReLU → global average pooling → linear",
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
]  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)


def test_the_inside_of_a_block_is_no_transition():
    text = "# DenseNet\n\n- Transition Layer\n  - 以上のような構造なので、各ブロック内で特徴マップのサイズは一致する。"
    assert "holds" in statuses(text)
