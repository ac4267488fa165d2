"""Sentences that instruct assert nothing; all axes but some; what is appended to a list joins no maps."""

import pytest
from kenzan.reports.verification import verify_text

SILENT = [
    "# Batch normalisation\n\n1. Plot the learned values of `gamma` and `beta` for each layer. Do you notice a pattern?",
    "# DenseNet\n\n3. Replace the average pooling in the transition layer by max-pooling. What happens to the accuracy?",
    "# DenseNet\n\n(b) 遷移層の平均プーリングを最大プーリングに置き換えてみよ。",
    "# ResNet\n\nSwap the addition of the residual block for a concatenation.",
    "# ResNet\n\nWith 256 channels at the two ends and 64 in the middle, the three convolutions ($1\\times1$, $3\\times3$, $1\\times1$) hold 69,632 weights.",
    "# WaveNet\n\nPredict a sample, append it, predict the next.",
    "# WaveNet\n\n標本を予測し、その標本を末尾に追加し、次を予測する。",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_asserts_nothing_accuses_nobody(text):
    assert not [c.reading for c in verify_text(text).claims if c.verdict.status == "refuted"]


PAIRS = [
    ("{} averages over all axes except the batch axis.", "Layer normalisation", "Batch normalisation"),
    ("{} averages over everything but the batch.", "Layer norm", "Instance norm"),
    ("{} averages over everything except the batch and the channel.", "Instance norm", "Layer norm"),
    ("{} はチャネル以外のすべての軸で平均をとる。", "BatchNorm", "LayerNorm"),
    ("{} では、バッチとチャネルを除いた残りの軸で統計量を計算する。", "Instance Normalization", "Batch Normalization"),
    ("224×224 のカラー画像を一列に並べると {} 次元のベクトルになる。", "150,528", "150,538"),
    ("# DenseNet\n\nThe transition layer uses {}.", "average pooling", "max pooling"),
    ("# Dense block\n\nAppend {} to the input.", "the new maps", None),
]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_the_true_one_holds_and_the_false_one_does_not(text, right, wrong):
    status = [c.verdict.status for c in verify_text(text.format(right)).claims]
    assert "refuted" not in status
    if wrong:
        assert "holds" in status
        assert "refuted" in [c.verdict.status for c in verify_text(text.format(wrong)).claims]
