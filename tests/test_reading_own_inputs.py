"""Whose inputs are seen: a group's own, other groups'; what stays causal; which mode is only compared; questions in passing."""

import pytest
from kenzan.reports.verification import verify_text

GROUPS = "## グループ畳み込み\n\n- 64 → 128 チャネル、3×3\n- "
WAVENET = "# WaveNet\n\n"
ESSAY = "## Small filters\n\nThe authors asked: why big filters at all?\n\nTake two 3×3 layers, one on top of the other. A unit of the second looks at a 5×5 patch of the input. Add a third layer of the same kind, and the patch grows to {}. That is the trick. Say every layer has C channels. The weights are fewer then. You get one more ReLU for free.\n\nThat became a network of many layers.\n"
PAIRS = [
    (GROUPS + "ほかのグループのチャネルは見えない", GROUPS + "ほかのグループのチャネルも見える"),
    ("グループ畳み込みは組の中だけで畳み込みます。", "グループ畳み込みはほかの組のチャネルとも混ぜて計算します。"),
    ("In a grouped convolution no information crosses from one group to another.", "In a grouped convolution information crosses freely from one group to another."),
    ("グループ畳み込みではグループ間で情報が混ざり合わない。", "グループ畳み込みではグループ間で情報が混ざり合う。"),
    ("## depthwise conv\n\n- one K×K filter per ch\n- Doesn't mix ch!", "## depthwise conv\n\n- one K×K filter per ch\n- It mixes the ch."),
    ("畳み込み層の出力の1画素は、近くの画素だけから計算される。", "畳み込み層の出力の1画素は、入力のすべての画素から計算される。"),
    ("全結合層の各出力はすべての入力に依存する。", "全結合層の各出力は一部の入力にしか依存しない。"),
    ("dilation を入れても因果性は失われない。", "dilation を入れると因果性が失われる。"),
    ("Dilating a causal convolution leaves it causal.", "Dilation breaks causality."),
    ("普通の same パディングの畳み込みは因果的ではない。", "普通の same パディングの畳み込みは因果的である。"),
    ("Causality is reached by padding the left end only.", "Causality is reached by padding both ends equally."),
    (WAVENET + "学習時と違い、生成時は 1 サンプルずつしか計算できない。", WAVENET + "生成時も、学習時と同じく全サンプルを一度に計算できる。"),
    ("Setting $d = 1$ gives back the ordinary convolution.", "Setting $d = 2$ gives back the ordinary convolution."),
    ("d = 1 なら普通の causal conv と同じです。", "d = 2 なら普通の causal conv と同じです。"),
    ("With g = 1 a grouped convolution is an ordinary one.", "With g = 2 a grouped convolution is an ordinary one."),
    ("同じ 1,024 サンプルを dilation なしの k = 2 で実現するには、1,023 層必要です。", "同じ 1,024 サンプルを dilation なしの k = 2 で実現するには、1,024 層必要です。"),
    ("Plain two-tap layers would need 1,023 layers for the same 1,024 samples of receptive field.", "Plain two-tap layers would need 1,024 layers for the same 1,024 samples of receptive field."),
    ("Instance Norm では、1 つのチャネルだけを定数倍しても結果は変わらない。", "Layer Norm でも、1 つのチャネルだけを定数倍しても結果は変わらない。"),
    ("## Instance norm\n\nScale up just one of the 32 and the normalised result stays put.", "## Layer norm\n\nScale up just one of the 32 and the normalised result stays put."),
    (ESSAY.format("7×7"), ESSAY.format("9×9")),
]  # fmt: skip
TRUE = [
    "## Blocks\n\nThe shortcut is a 1×1 convolution. Behind the input stands one 7×7 convolution. The network has about 25.6 M parameters, less than a fifth of VGG-16.",
    "A 1×1 convolution is a linear map at every pixel. It isn't a dense layer over the whole map, which would have (D_F·D_F·M)·(D_F·D_F·N) weights.",
    "A 1×1 convolution with one channel in and out only multiplies by a number.",
    "dilation 2 の層は普通の畳み込みと同じ数の重みを持つ。",
    "d = 2 なら普通の畳み込みと同じ計算量で広く見える。",
    "With a dilation of 2 we get the cost of an ordinary convolution.",
    "ShuffleNet shuffles the channels so that grouped convolutions see other groups.",
    "Grouped convolutions need a 1×1 layer afterwards to mix across groups.",
    "グループ間で情報を混ぜるために、グループ畳み込みのあとにチャネルシャッフルを入れる。",
    "両側に (k-1)d ずつ詰めて右端を切り捨てれば因果的になる。",
    "If we dilated in both directions causality would be lost.",
    "因果性を壊さないように、dilation を入れた層でも左側だけを埋める。",
    "Group normalisation sees only the channels of its own group.",
]


def _refuted(text: str) -> list[str]:
    return [c.reading for c in verify_text(text + "\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("true", "twin"), PAIRS)
def test_the_true_one_holds_and_its_twin_is_refuted(true, twin):
    held = [c for c in verify_text(true + "\n").claims if c.verdict.status in ("holds", "holds_if")]
    assert not _refuted(true)
    assert held
    assert _refuted(twin)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_neighbour_is_not_accused(text):
    assert not _refuted(text)
