"""Every word of condition is used or the question is not decided: no wrong key certified, no right key accused."""

import pytest
from kenzan.reports.exams.item import Item, Option, truth_word
from kenzan.reports.exams.verdicts import judge

# (stem, options; the first is right)
READ = (
    ("グループ数4、入出力64チャネルの3×3グループ畳み込みの重みの数(バイアスなし)は？", ("9216", "36864", "147456")),
    ("出力チャネルがM個の畳み込みで、フィルタ1枚あたりの重みの数は？(カーネルK×K、入力Cチャネル)", ("$K^2 C$", "$K^2 C M$", "$K^2$")),
    ("Batch Normalizationの学習可能なパラメータ数はいくつか(64チャネル)。", ("128", "256", "64")),
    ("FLOPs (one MAC = two FLOPs) of a 3×3 convolution 64→128 on a 56×56 map, same padding:", ("462,422,016", "231,211,008")),
    ("FLOPs of a 3x3 convolution from 16 to 32 channels on a 32x32 map, same padding, if a multiply-accumulate counts as one FLOP:", ("4,718,592", "9,437,184")),
    ("カーネル3、ストライド2、パディング1、output_padding 1の転置畳み込みを4×4に適用した出力の一辺は？", ("8", "7")),
    ("Max pooling 2×2 with stride 2 and ceil mode on a 13×13 map gives a side of", ("7", "6")),
    ("Cost of a depthwise separable convolution divided by that of a standard convolution (K×K kernel, M output channels):",
     (r"$\frac{1}{M}+\frac{1}{K^2}$", r"$\frac{1}{M K^2}$")),
    ("All of the following are correct about depthwise convolution except:", ("It mixes channels", "It has K*K*C weights")),
    ("How many multiplications are saved by replacing a standard 3×3 convolution, 64 to 128 channels on a 56×56 map, with a depthwise separable one?",
     ("203,714,560", "27,496,448")),
    ("A standard 3×3 convolution with 64 input channels and 128 output channels is replaced by a depthwise separable one. What percentage of the weights remains?",
     ("11.9", "88.1")),
    ("3×3畳み込み(64→128チャネル)をDepthwise Separable Convolutionに置き換えると、重みの数は何%減るか(バイアスなし)。", ("88.1", "11.9")),
    ("How many channels are added by a dense block with 6 layers and growth rate 32 to its 64 input channels?", ("192", "256")),
    ("In a dense block with 24 input channels and growth rate 12, how many channels does the 5th layer receive?", ("72", "84", "60")),
    ("3×3畳み込み(64→128チャネル、バイアスなし)の重みをfloat32で保存すると何バイトか。", ("294,912", "73,728")),
    ("How many more weights does a 5×5 convolution from 16 to 32 channels have than a 3×3 one with the same channels (no bias)?", ("8,192", "12,800")),
    ("How many fewer parameters does a depthwise separable 3x3 convolution with 32 input and 64 output channels have than a standard one (no bias)?",
     ("16,096", "2,336")),
    ("A depthwise convolution with channel multiplier 2 and kernel 3×3 on 32 channels: number of weights?", ("576", "288")),
    ("畳み込み(カーネルK×K、入力C、出力M)の、出力1画素(全チャネル)あたりの積和演算回数は？", ("$K^2 C M$", "$K^2 C$")),
    ("因果畳み込み(カーネル2、膨張率1,2,4,8)の受容野のうち、過去の入力は何個か(現在を除く)。", ("15", "16")),
    ("Group normalization with 8 groups is applied to a tensor of shape (32, 64, 14, 14). How many separate means are computed?", ("256", "64", "8")),
    ("Instance normalization is applied to a tensor of shape (8, 28, 28, 16) in NHWC layout. How many separate means are computed?", ("128", "224")),
    ("A PixelCNN layer uses a 5×5 kernel with mask type A. How many of the 25 kernel positions are kept?", ("12", "13")),
    ("How many zeros must be put in front of the sequence so that a causal 1-D convolution with kernel size 3 and dilation 4 keeps its length?", ("8", "4")),
    ("A DenseNet transition layer with compression 0.5 receives 256 channels of size 56×56. What leaves it?",
     ("128 channels of size 28×28", "128 channels of size 56×56")),
    ("How many pixels wide is the region spanned by a 3×3 kernel with dilation 4?", ("9", "12")),
    ("Two 3×3 convolutions are stacked, the first with dilation 1 and the second with dilation 2. How large is the receptive field?", ("7×7", "5×5")),
    ("What is the receptive field of four 3x3 convolutions with dilations 1, 2, 4, 8?", ("31", "9")),
    ("How does a dense block join a layer's input with its output?", ("By concatenation along the channel axis", "By element-wise addition")),
    ("ストライド1の7×7畳み込みで入出力のサイズを同じにするには、片側にいくつパディングすればよいか。", ("3", "4")),
    ("512次元から10クラスへの全結合層のパラメータ数は？(バイアスあり)", ("5130", "5120")),
    ("5×5の畳み込みの重みは3×3の畳み込みの何倍か(チャネル数は同じ)。", ("25/9", "5/3")),
    ("What is the number of bias parameters of a 3x3 convolution with 16 input and 32 output channels?", ("32", "4640")),
    ("How many layers of 3x3 convolution are needed for a receptive field of 11x11?", ("5", "4")),
    ("It is wrong that a dense block adds its inputs.", ("True", "False")),
    ("最大プーリングが学習可能な重みを持つというのは誤りである。", ("○", "×")),
    ("A transposed convolution with stride 2 has more weights than one with stride 1 of the same kernel.", ("False", "True")),
    ("A 5x5 convolution has fewer weights than a 3x3 convolution.", ("False", "True")),
)  # fmt: skip
# What no reading uses: neither key may be called right or wrong.
OPEN = (
    ("How many weights does a 3x3 convolution from 16 to 32 channels have if the kernel is shared between all input channels (no bias)?", ("288", "4608")),
    ("A 1x1 convolution with 256 input channels and 64 output channels, half of whose weights were pruned, has how many weights (no bias)?", ("8192", "16384")),
    ("An input is padded by 2 on the left only. A 3x3 convolution runs over a 10x10 map with stride 1. How wide is the output?", ("10", "12", "8")),
    ("The output of a 3x3 convolution with stride 2 and padding 1 on a 56x56 map is upsampled by 2. What is its side now?", ("56", "28")),
    ("A 3x3 convolution with stride 1 and no padding is applied 4 times to a 20x20 map. What is the side of the output?", ("12", "18")),
    ("Layer normalization over C only is applied to a tensor of shape (32, 64, 14, 14). How many separate means are computed?", ("6272", "32")),
    ("How many output positions does a 3x3 convolution without padding and stride 1 have on a 10x10 map?", ("64", "8")),
    ("カーネル2、膨張率1,2,4の因果畳み込みを2ブロック重ねた。受容野は？", ("15", "8")),
    ("A dense block with 5 layers and growth rate 12 starts from 16 channels and the input is not kept. How many channels leave it?", ("60", "76")),
    ("入力のうち半分のチャネルだけに3×3畳み込み(64→64)を適用する。重みの数は(バイアスなし)？", ("18432", "36864")),
    ("Batch normalization does not average over which axis of (N, C, H, W)?", ("C", "N")),
    ("It cannot be said that a dense block adds its inputs.", ("True", "False")),
    ("How many non-trainable parameters does batch normalization of 32 channels have?", ("64", "128")),
    ("A 3x3 convolution on a 32x32 map with 16 input channels and 32 output channels, same padding, processes a batch of 8 images. How many MACs in total?",
     ("37,748,736", "4,718,592")),
)  # fmt: skip


def judged(stem, options, key):
    truths = [truth_word(o) for o in options]
    if sorted(map(str, truths)) == ["False", "True"]:
        offered = tuple(Option("AB"[i], str(t).lower(), i == key) for i, t in enumerate(truths))
        return judge(Item(1, "1", "true_false", stem, offered))
    return judge(Item(1, "1", "single", stem, tuple(Option("ABCD"[i], text, i == key) for i, text in enumerate(options))))


@pytest.mark.parametrize(("stem", "options"), READ)
def test_the_right_key_is_confirmed_and_every_wrong_one_found(stem, options):
    one = judged(stem, options, 0)
    assert one.verdict == "key right", one.why
    for key in range(1, len(options)):
        one = judged(stem, options, key)
        assert one.verdict == "key wrong", (options[key], one.why)
        assert "A" in one.right


@pytest.mark.parametrize(("stem", "options"), OPEN)
def test_a_condition_that_no_reading_uses_leaves_the_question_open(stem, options):
    for key in range(len(options)):
        assert judged(stem, options, key).verdict == "not decidable", options[key]


def test_what_was_not_understood_is_told():
    assert "'upsampled'" in judged(*OPEN[3], 0).why
    assert "4" in judged(*OPEN[4], 0).why


def test_a_question_for_what_is_not_so_accuses_nobody():
    stem = "Which of the following is not a property of group normalization?"
    assert not judged(stem, ("It uses the statistics of the whole batch", "It normalizes over groups of channels"), 0).alarm
