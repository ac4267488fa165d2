"""Numbers of parts of published networks, wherever the network is named; settings that a claim leaves open."""

import pytest
from kenzan.reports.verification import verify_text

VGG, VGG16, DENSE = "## VGG\n\n", "### VGG-16 in numbers\n\nReproduce these.\n\n", "## DenseNet and its appetite\n\nI tried DenseNet-121 first.\n\n"
TABLE = "| モデル | 構成 |\n|---|---|\n"
PAIRS = [
    (VGG, "いちばん深い19層の版では 3×3 の畳み込みが16層積み重ねられています。", "いちばん深い19層の版では 3×3 の畳み込みが19層積み重ねられています。"),
    (VGG, "The 19-layer version stacks sixteen 3×3 convolutions.", "The 19-layer version stacks nineteen 3×3 convolutions."),
    (VGG, "In the 16-layer configuration there are 13 convolutional layers.", "In the 16-layer configuration there are 16 convolutional layers."),
    (VGG16, "- 13 CONV layers and 3 FC layers", "- 16 CONV layers and 3 FC layers"),
    (VGG16, "- 畳み込み13層+全結合3層", "- 畳み込み16層+全結合3層"),
    (TABLE, "| VGG16 | 3×3 の畳み込みが 13 層、全結合が 3 層 |", "| VGG16 | 3×3 の畳み込みが 16 層、全結合が 3 層 |"),
    (TABLE, "| AlexNet | 畳み込み 5 層 + 全結合 3 層 |", "| AlexNet | 畳み込み 8 層 + 全結合 3 層 |"),
    (DENSE, "- the whole thing is four dense blocks and three transition layers", "- the whole thing is four dense blocks and four transition layers"),
    ("## 復習\n\n- ResNet-34\n", "  - 3 × 3 を 2 つ含むブロックが 16 個", "  - 3 × 3 を 2 つ含むブロックが 17 個"),
    ("## 復習\n\n", "ResNet-34 は基本ブロックを 16 個積み重ねる。", "ResNet-34 は基本ブロックを 17 個積み重ねる。"),
    ("## ResNet\n\n", "ResNet-34 consists of 4 stages with 3, 4, 6 and 3 blocks.", "ResNet-34 consists of 4 stages with 3, 4, 5 and 3 blocks."),
    ("## ResNet\n\n", "ResNet-18: four stages with two blocks of two 3×3 convolutions each, plus the first convolution and the dense layer.", "ResNet-18: four stages with three blocks of two 3×3 convolutions each, plus the first convolution and the dense layer."),
    ("## ResNet\n\n", "ResNet-18 takes its name from 16 convolutions in the blocks, the first $7 \\times 7$ convolution and the final dense layer.", "ResNet-18 takes its name from 17 convolutions in the blocks, the first $7 \\times 7$ convolution and the final dense layer."),
]  # fmt: skip
OPEN = [
    ("1×1 の畳み込みは縦横を変えずにチャネル数だけ変える。", "spatial_preserved", "holds_if"),
    ("ストライド 1 の 1×1 の畳み込みは縦横の大きさを変えない。", "spatial_preserved", "holds"),
    ("A 1×1 convolution keeps height and width.", "spatial_preserved", "holds_if"),
    ("A 1×1 convolution changes the height and width.", "spatial_preserved", "refuted"),
    ("With dilated convolutions the receptive field grows exponentially with depth.", "rf_growth", "holds_if"),
    ("拡張畳み込みの dilation を 1, 2, 4, 8 と倍々にすると、受容野は指数的に広がる。", "rf_growth", "holds"),
    ("拡張畳み込みを重ねると受容野は層数に対して線形に広がる。", "rf_growth", "refuted"),
]  # fmt: skip


def statuses(text, predicate="structure_count"):
    """The verdicts of a kind."""
    return [c.verdict.status for c in verify_text(text + "\n").claims if c.predicate == predicate]


@pytest.mark.parametrize(("above", "true", "false"), PAIRS)
def test_a_number_of_parts_is_counted_in_the_architecture(above, true, false):
    assert set(statuses(above + true)) == {"holds"}
    assert "refuted" in statuses(above + false)


@pytest.mark.parametrize(("sentence", "predicate", "status"), OPEN)
def test_a_setting_nobody_told_is_a_condition(sentence, predicate, status):
    assert status in statuses(sentence, predicate)


FIELDS = [
    ("## 受容野\n\n", "- 3×3 の畳み込み 2 層の間に 2×2 のプーリングを挟むと、受容野は 8×8 になる", "- 3×3 の畳み込み 2 層の間に 2×2 のプーリングを挟むと、受容野は 7×7 になる"),
    ("", "If we put a 2x2/2 pooling between two 3x3 layers of stride 1, a neuron of the second CONV sees 8x8 pixels.", "If we put a 2x2/2 pooling between two 3x3 layers of stride 1, a neuron of the second CONV sees 7x7 pixels."),
    ("", "With a 2×2 max pooling (stride 2) between the two 3×3 convolutions, the second one sees 8×8.", "With a 2×2 max pooling (stride 2) between the two 3×3 convolutions, the second one sees 6×6."),
    ("Three 3×3 CONV layers on top of each other, stride 1:\n\n", "- if the first layer has stride 2, a neuron of the second layer sees 7×7 of the input", "- if the first layer has stride 2, a neuron of the second layer sees 5×5 of the input"),
    ("## 受容野\n\n", "- 3×3 を 2 層、1 層目だけストライド 2 → 受容野 7×7", "- 3×3 を 2 層、1 層目だけストライド 2 → 受容野 5×5"),
    ("**問8** 転置畳み込み。4×4 の入力、カーネル 3、ストライド 2、パディング 1(output padding は 0)。\n", "- 答:7×7", "- 答:8×8"),
]  # fmt: skip
TRUE = [
    "## ResNet\n\n- 加算なので、F(x) と x の形は同じでなければなりません。",
    "## ResNet\n\n- ResNet-18 と 34 は 3×3 を2つ重ねたブロック、50 以上は 1×1 → 3×3 → 1×1 のボトルネックです。",
    "## formulas\n\n- pool out = same formula\n- dilated: effective kernel k_eff = d(k−1) + 1. d=2, k=3 → 5",
    "## U-Net\n\n縮小側の 64×64×512 を 56×56 に切り、連結する。最後は 1×1 畳み込みで 64 チャネルをクラス数に写す。出力は 388×388 で、入力より小さい。",
    "## DenseNet-121\n\n  transition 1      28    128\n",
    "## CNN\n\n- im2col\n  - 28 × 28 × 1 を K=5、S=1、P=0 で展開 → 576 × 25 の行列",
    "## LeNet\n\n8. fc 10：84×10+10 = 850",
]


@pytest.mark.parametrize(("above", "true", "false"), FIELDS)
def test_steps_on_the_way_widen_the_field(above, true, false):
    assert "refuted" not in [c.verdict.status for c in verify_text(above + true + "\n").claims]
    assert "holds" in [c.verdict.status for c in verify_text(above + true + "\n").claims]
    assert "refuted" in [c.verdict.status for c in verify_text(above + false + "\n").claims]


@pytest.mark.parametrize("note", TRUE)
def test_nobody_is_accused(note):
    assert "refuted" not in [c.verdict.status for c in verify_text(note + "\n").claims]


@pytest.mark.parametrize(
    "sentence",
    [
        "Stacking two convolutional layers before pooling gives a larger field.",
        "With three convolutional layers you get three nonlinearities.",
        "Replacing one convolutional layer by three convolutional layers needs fewer weights.",
        "Two convolutional layers share the same width.",
        "2層の畳み込み層のあとにプーリングが来る。",
        "畳み込み層が2層続くと受容野は5×5になる。",
        "畳み込み層を3層にすると非線形が3回入る。",
        "全結合層を2層に減らすと軽くなる。",
        "2層の全結合層をはずした。",
        "3×3 の畳み込みを 2 層重ねると 5×5 と同じ受容野になる。",
    ],
)
def test_some_layers_under_the_heading_of_a_network_are_not_all_of_its_layers(sentence):
    assert "refuted" not in statuses(f"# VGG\n\nVGG16 has 13 convolutional layers.\n\n{sentence}")


@pytest.mark.parametrize(
    "sentence",
    ["It has 14 convolutional layers.", "The network consists of 13 convolutional layers and two fully connected layers.", "- 12 conv layers + 3 FC", "畳み込み層 12 層、全結合層 3 層からなる。", "プーリングは 4 層ある。"],
)
def test_what_the_network_has_under_its_heading_is_counted(sentence):
    assert "refuted" in statuses(f"# VGG\n\nVGG16 has 13 convolutional layers.\n\n{sentence}")


@pytest.mark.parametrize(
    ("sentence", "true", "false"),
    [("GoogLeNet is {} layers deep.", "22", "32"), ("GoogLeNet は {} 層の深さをもつ。", "22", "42"), ("ResNet-152 is {} layers deep.", "152", "101"), ("AlexNet is an {}-layer network.", "8", "11")],
)
def test_how_deep_a_network_is_follows_from_its_longest_way(sentence, true, false):
    assert statuses(f"# Networks\n\n{sentence.format(true)}") == ["holds"]
    assert statuses(f"# Networks\n\n{sentence.format(false)}") == ["refuted"]


@pytest.mark.parametrize("sentence", ["GoogLeNet is 27 layers deep, counting the pooling layers.", "ResNet is up to 200 layers deep.", "ResNet-50 has blocks that are three layers deep."])
def test_depths_that_are_counted_otherwise_accuse_nobody(sentence):
    assert "refuted" not in statuses(f"# Networks\n\n{sentence}")


def test_layers_of_four_blocks_are_no_batch_of_square_maps():
    assert "refuted" in statuses("# DenseNet\n\nDenseNet-121 has four dense blocks with 6, 12, 32 and 32 layers.")
    assert "refuted" not in statuses("# DenseNet\n\nDenseNet-121 has four dense blocks with 6, 12, 24 and 16 layers.")


def test_which_of_the_two_halves_comes_first_is_read_where_each_is_followed_by_others():
    order = "# MobileNet\n\nThe {} layer comes first, then the {} one, each followed by batch norm and ReLU."
    assert "refuted" in statuses(order.format("pointwise", "depthwise"), "composition")
    assert "refuted" not in statuses(order.format("depthwise", "pointwise"), "composition")
