"""Sentences as textbooks have them on normalisations and on what convolutions cost, each with the slip that authors make."""

import pytest
from kenzan.reports.verification import verify_text

NORM = "# Batch norm\n\nIt is put between a convolution and its activation.\n\n"
DW = "# Depthwise convolution\n\nLet the input be H×W×C, the kernel K×K, and let N be the number of output channels.\n\n"
DW_JA = "# Depthwise 畳み込み\n\n入力を H×W×C、カーネルを K×K、出力チャネル数を N とする。\n\n"
GROUPED = "# グループ化畳み込み\n\nグループ数を g、入力チャネル数を C、出力チャネル数を M とする。\n\n"
ASKED = "# 問題\n\nバッチサイズが 1 のときに使うべきものはどれか。\n\n(あ) Batch Norm\n(い) Group Norm\n\n"

PAIRS = [  # what stands above, a sentence that is right, one that is wrong
    (NORM, "Setting γ = √(σ² + ε) and β = μ recovers the original activations.", "Setting γ = μ and β = √(σ² + ε) recovers the original activations."),
    (NORM, "The order of the samples in the mini-batch has no influence on the output.", "The order of the samples in the mini-batch influences the output."),
    ("# Batch Norm\n\n", "ミニバッチ内のデータの順番は統計量に影響しない。", "ミニバッチ内のデータの順番によって統計量が変わる。"),
    ("# ResNet のボトルネック\n\n", "256 チャネルの入力に、1×1 (64)、3×3 (64)、1×1 (256) の畳み込みを順に行う。", "256 チャネルの入力に、1×1 (64)、3×3 (64)、3×3 (256) の畳み込みを順に行う。"),
    (ASKED, "答) (い)：バッチ方向の平均を取らないため。", "答) (あ)：バッチ方向の平均を取らないため。"),
    ("# Pointwise convolution\n\nThe input has C channels, the output M channels.\n\n", "Each filter has the shape 1×1×C.", "Each filter has the shape 1×1×M."),
    (GROUPED, "各フィルタは C/g チャネルだけを見る。", "各フィルタは M/g チャネルだけを見る。"),
    (DW, "The cost is H·W·C·K².", "The cost is H·W·C·K²·N."),
    (DW_JA, "計算量は H×W×C×K² である。", "計算量は H×W×C×K²×N である。"),
    ("# Depthwise convolution\n\nLet the input be of size $D_F \\times D_F \\times M$.\n\n", "Its cost is $D_K \\cdot D_K \\cdot M \\cdot D_F \\cdot D_F$.", "Its cost is $D_K \\cdot D_K \\cdot M \\cdot N \\cdot D_F \\cdot D_F$."),
]  # fmt: skip

TRUE = [
    "# Quiz\n\nWhich layer should be used with a batch size of 1?\n\n- batch norm\n- group norm\n\nAnswer: group norm, since its mean is not taken over the batch.",
    NORM + "The order of the data changes which images share a batch, and with them the output.",
    DW + "The original layer costs H·W·C·K²·N.",
    DW + "Without it, the cost would be H·W·C·K²·N.",
    DW_JA + "置き換える前の計算量は H×W×C×K²×N である。",
    DW_JA + "全チャネルをまとめて畳み込む場合の計算量は H×W×C×K²×N である。",
    "# グループ化畳み込み\n\n入力チャネル数を M、出力チャネル数を N とする。\n\n各フィルタは M/g チャネルだけを見る。",
]  # fmt: skip


def statuses(text):
    return [c.verdict.status for c in verify_text(text + "\n").claims]


@pytest.mark.parametrize(("above", "right", "wrong"), PAIRS)
def test_the_true_one_holds_and_the_false_one_is_refuted(above, right, wrong):
    said = statuses(above + right)
    assert "refuted" not in said
    assert {"holds", "holds_if"} & set(said)
    assert "refuted" in statuses(above + wrong)


@pytest.mark.parametrize("text", TRUE)
def test_nobody_is_accused(text):
    assert "refuted" not in statuses(text)
