"""What each layer adds, the steps of a separable convolution told in turn, a dilated kernel's cost: true ones and twins."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [  # a text, what is right in it, what is wrong
    ("# DenseNet\n\n各層が新たに出力する特徴マップの枚数は、{}。", "どの層でも一定である", "深い層ほど多くなる"),
    ("# DenseNet\n\nThe number of maps that a layer adds is {}.", "the same regardless of its depth", "larger the deeper the layer sits"),
    ("# MobileNet\n\nブロックでは、まず {} を行ってから {} を行う。", ("depthwise convolution", "pointwise convolution"), ("pointwise convolution", "depthwise convolution")),
    ("# MobileNet\n\nEach block first runs a {} and then a {}.", ("depthwise convolution", "pointwise convolution"), ("pointwise convolution", "depthwise convolution")),
    ("A 3x3 kernel with dilation 3 costs as much as a {} one.", "3x3", "7x7"),
    ("拡張率2の3×3畳み込みの重みの数は{}の畳み込みと同じである。", "3×3", "5×5"),
    ("# Group norm\n\nWith 96 channels and 24 groups, every mean is taken over {} channels.", "4", "24"),
    ("# Group norm\n\n{} = 1 なら Layer Normalization と、G = C なら {} と一致する。", ("G", "Instance Normalization"), ("G", "Batch Normalization")),
    ("# Causal convolution\n\n左側だけにゼロを詰める。カーネルサイズ 3、dilation 4 の層では {} 個のゼロになる。", "8", "6"),
    ("カーネルサイズ 2、dilation を 1 から 64 まで 2 倍ずつ増やした 7 層の受容野は {} である。", "128", "127"),
    ("Stack a 3x3 layer with dilation 1 and a 3x3 layer with dilation 2, and neurons in the second one see a {} patch of the input.", "7x7", "5x5"),
    ("dilation 1 の 3x3 層と dilation 3 の 3x3 層を重ねると、2層目のニューロンは入力の {} の範囲を見る。", "9x9", "7x7"),
    ("# DenseNet\n\n- ordinary net with $L$ layers: $L$ connections. DenseNet: ${}$", "L(L+1)/2", "L(L-1)/2"),
    ("A 32x32 colour image has 32*32*3 = 3072 values; a single neuron in a fully connected layer needs {} weights.", "3072", "1024"),
    ("- **LeNet** (LeCun, {}s). Reads zip codes.", "1990", "1970"),
    ("## Summary\n\n* ResNet {} once per block,\n  while DenseNet keeps the outputs of all layers.", "adds a block's input to its output,", "concatenates a block's input with its output,"),
    ("# DenseNet\n\n- growth rate $k$: the {} in each layer", "number of channels added", "factor by which the number of channels gets multiplied"),
    ("We use four dense blocks of four convolutional layers, with a growth rate of 32. Every dense block therefore adds {} channels to its input.", "128", "32"),
    ("A dense block with growth rate k and L layers adds {} channels to its input.", "kL", "k"),
    ("Pooling with F = 3, S = 2 takes a [55x55x96] volume to [27x27x96], and further up in the same network the [13x13x256] volume becomes {}.", "[6x6x256]", "[7x7x256]"),
    ("In a depthwise convolution each output value depends on {} input values.", "K*K", "K*K*C"),
    ("The stem is a 7x7 convolution with stride 2, then a 3x3 max-pooling with stride 2. For 96x96 images the stem thus lowers height and width by a factor of {}.", "four", "two"),
]  # fmt: skip


def statuses(text):
    return [claim.verdict.status for claim in verify_text(text + "\n").claims]


def filled(text, values):
    return text.format(*values) if isinstance(values, tuple) else text.format(values)


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_right_one_holds_and_its_twin_is_refuted(text, right, wrong):
    told = statuses(filled(text, right))
    assert "holds" in told
    assert "refuted" not in told
    assert "refuted" in statuses(filled(text, wrong))


def test_no_convolution_is_always_a_pair_of_others():
    said = "{} K x K convolution can be rewritten as a depthwise one followed by a pointwise one that gives the same output."
    assert "refuted" in statuses(said.format("Any"))
    assert "refuted" not in statuses(said.format("Not every"))


def test_what_a_layer_adds_is_not_what_goes_into_it():
    assert "refuted" not in statuses("# DenseNet\n\n各層の入力チャネル数は、深い層ほど多くなる。")
    assert "refuted" not in statuses("# DenseNet\n\nEvery layer adds the same number of feature maps.")


@pytest.mark.parametrize(("factor", "accused"), [("double", True), ("triple", False)])
def test_a_field_whose_taps_double_is_accused_only_where_the_factor_is_plainly_off(factor, accused):
    text = "# Dilated causal convolution\n\nGoing from kernel size 2 to kernel size 4 would {} the receptive field."
    assert ("refuted" in statuses(text.format(factor))) is accused
