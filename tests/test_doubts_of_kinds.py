"""True sentences whose words look like another claim, each beside a falsehood that is still caught."""

import pytest
from kenzan.reports.verification import verify_text

# what stands above, a true sentence, a false one
PAIRS = [
    # bounds
    ("# Counts", "A 3x3 convolution from 64 to 128 channels without biases has fewer than 74,000 weights.", "A 3x3 convolution from 64 to 128 channels without biases has 74,000 weights."),
    ("# 計算", "3×3、入力 64、出力 128 の畳み込みの重みは 73,000 個以上（バイアスなし）。", "3×3、入力 64、出力 128 の畳み込みの重みは 73,000 個（バイアスなし）。"),
    # parts of a count
    ("# Batch norm", "`BatchNorm2d(64)` has 128 learnable parameters, 64 scales and 64 shifts.", "`BatchNorm2d(64)` has 64 learnable parameters."),
    ("# CNN", "For a picture of 32x32x3 with filters of 5x5, each neuron has 5*5*3 = 75 weights and one bias.", "For a picture of 32x32x3 with filters of 5x5, each neuron has 5*5*3 = 75 parameters with its bias."),
    ("# VGG", "「16」は重みを持つ層の数で、プーリングは数えません。", "プーリング層は 16 個のパラメータを持つ。"),
    ("# Conv\n\n| layer | params |\n|---|---|", "| conv | c_o (c_i k_h k_w + 1) |", "| conv | c_i k_h k_w + 1 |"),
    # fields told step by step
    ("# 受容野", "7×7 ストライド 2 の畳み込みで r=7、続く 3×3 ストライド 2 のプーリングで r=11 となる。", "3×3 の畳み込みを2層重ねると受容野は 6×6 になる。"),
    # put as wrong, lost, defined, without effect
    ("# 正規化", "- × 「BN はサンプルごとに平均を計算する」 → ○ サンプルをまたいで、チャネルごとに計算する。", "- BN はサンプルごとに平均を計算する。"),
    ("# Depthwise convolution", "チャネルどうしを混ぜる演算がどこにもなくなる。", "depthwise 畳み込みはチャネルどうしを混ぜる。"),
    ("# Instance norm", "画像全体の明るさをチャネルごとに定数だけずらしても，IN の出力は変わらない。", "IN の平均は N, H, W にわたってとる。"),
    ("# 畳み込み", "ストライドを大きくして出力が大きくなることはない。", "ストライドを大きくすると出力が大きくなる。"),
    # of the others
    ("# 正規化", "学習時にミニバッチの大きさの影響を受けるのは Batch Norm だけで、残りの2つは影響を受けない。", "学習時に Batch Norm はミニバッチの大きさの影響を受けない。"),
    ("# Batch Norm", "推論のときはミニバッチの統計を使わず、学習中に貯めておいた移動平均を使います。", "推論のときもミニバッチの統計を使います。"),
    ("# 早見表\n\n| | 他のサンプルを見るか |\n|---|---|\n| BN | 見る |", "| LN | 見ない |", "| LN | 見る |"),
    ("# Pooling", "None of the pooling layers has parameters.", "The max pooling layer has 9 parameters."),
]  # fmt: skip


def refuted(above: str, sentence: str) -> list[str]:
    """The readings of a sentence that are refuted; the row of a table stands right below the others."""
    joint = "\n" if sentence.startswith("|") else "\n\n"
    return [c.reading for c in verify_text(f"{above}{joint}{sentence}\n").claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("above", "true", "false"), PAIRS, ids=lambda text: text[:24])
def test_a_true_sentence_is_not_accused_and_a_falsehood_is(above, true, false):
    assert refuted(above, true) == []
    assert refuted(above, false)
